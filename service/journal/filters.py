"""Which entries a list holds, and in what order they come, page by page."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import orjson
from sqlalchemy import ColumnElement, Connection, and_, or_, select

from service.errors import InvalidBody, Violation
from service.journal.tables import classifications

Row = dict[str, Any]
Order = Literal["newest", "least_certain"]
_COLUMNS: Final = classifications.c


@dataclass(frozen=True, slots=True)
class Filters:
    """None does not filter. `archetype` and `urgency` are those of the model; `text` must occur in the masked text."""

    received_from: datetime | None = None
    received_to: datetime | None = None
    archetype: str | None = None
    urgency: str | None = None
    channel: str | None = None
    language: str | None = None
    model_version: str | None = None
    customer_id: str | None = None
    confidence_from: float | None = None
    confidence_to: float | None = None
    needs_review: bool | None = None
    reviewed: bool | None = None
    disagreed: bool | None = None
    text: str | None = None
    order: Order = "newest"


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """What `where` takes."""
    found: list[ColumnElement[bool]] = []
    for name in ("archetype", "urgency", "channel", "language", "model_version", "customer_id", "needs_review"):
        value = getattr(filters, name)
        if value is not None:
            found.append(_COLUMNS[name] == value)
    if filters.received_from is not None:
        found.append(_COLUMNS.received_at >= filters.received_from)
    if filters.received_to is not None:
        found.append(_COLUMNS.received_at < filters.received_to)
    if filters.confidence_from is not None:
        found.append(_COLUMNS.confidence >= filters.confidence_from)
    if filters.confidence_to is not None:
        found.append(_COLUMNS.confidence <= filters.confidence_to)
    if filters.reviewed is not None:
        found.append(_COLUMNS.review_version > 0 if filters.reviewed else _COLUMNS.review_version == 0)
    if filters.disagreed is not None:
        differs = or_(_COLUMNS.reviewed_archetype != _COLUMNS.archetype, _COLUMNS.reviewed_urgency != _COLUMNS.urgency)
        found.append(and_(_COLUMNS.review_version > 0, differs if filters.disagreed else ~differs))
    if filters.text is not None:
        found.append(_COLUMNS.text.icontains(filters.text, autoescape=True))
    return found


def page_of(connection: Connection, filters: Filters, after: str | None, size: int) -> tuple[list[Row], str | None]:
    """Rows after the cursor, `size` at most, and the cursor of the next page; None on the last."""
    query = select(classifications).where(*conditions(filters)).limit(size + 1)
    if filters.order == "newest":
        query = query.order_by(_COLUMNS.id.desc())
        if after is not None:
            (last,) = _read(after, str)
            query = query.where(_COLUMNS.id < last)
    else:
        query = query.order_by(_COLUMNS.confidence, _COLUMNS.id)
        if after is not None:
            confidence, last = _read(after, float, str)
            query = query.where(or_(_COLUMNS.confidence > confidence, and_(_COLUMNS.confidence == confidence, _COLUMNS.id > last)))
    rows = [dict(row) for row in connection.execute(query).mappings()]
    if len(rows) <= size:
        return rows, None
    last_row = rows[size - 1]
    cursor = [last_row["id"]] if filters.order == "newest" else [last_row["confidence"], last_row["id"]]
    return rows[:size], base64.urlsafe_b64encode(orjson.dumps(cursor)).decode().rstrip("=")


def _read(cursor: str, *kinds: type) -> list[Any]:
    """The values of a cursor. Raises InvalidBody for one that this list did not give."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        values = None
    if not isinstance(values, list) or [type(value) for value in values] != list(kinds) or "\0" in values[-1]:
        raise InvalidBody("the query does not validate", [Violation("#/cursor", "is not a cursor of this list")])
    return values


def neighbours_of(connection: Connection, filters: Filters, row: Row) -> tuple[str | None, str | None]:
    """Ids of the entries before and after `row` in the list, which `row` itself need not be in."""
    wanted, here = conditions(filters), (row["confidence"], row["id"])
    later = or_(_COLUMNS.confidence > here[0], and_(_COLUMNS.confidence == here[0], _COLUMNS.id > here[1]))
    earlier = or_(_COLUMNS.confidence < here[0], and_(_COLUMNS.confidence == here[0], _COLUMNS.id < here[1]))
    backward: list[Any] = [_COLUMNS.confidence.desc(), _COLUMNS.id.desc()]
    forward: list[Any] = [_COLUMNS.confidence, _COLUMNS.id]
    if filters.order == "newest":
        later, earlier = _COLUMNS.id < here[1], _COLUMNS.id > here[1]
        backward, forward = [_COLUMNS.id], [_COLUMNS.id.desc()]
    before, after = (
        connection.execute(select(_COLUMNS.id).where(*wanted, side).order_by(*order).limit(1)).scalar_one_or_none()
        for side, order in ((earlier, backward), (later, forward))
    )
    return before, after
