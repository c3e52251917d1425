"""Reviewed entries as the training takes them."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, Final

import orjson
from sqlalchemy import Engine, func, select

from service.journal.database import reached
from service.journal.postgresql import may_take_long
from service.journal.tables import classifications, reviews

DOMAIN: Final = "company"
# What the model learns; see `model.labels`.
_LANGUAGES: Final = ("ru", "en")
_HEADS: Final = ("archetype", "urgency")
_C: Final = classifications.c


def settled(said: list[dict[str, Any]]) -> dict[str, str]:
    """The labels of one entry from its reviews in their order: each trainer's last word counts once, and the majority decides.

    Where there is none, the review in force does: its trainer had seen the others.
    """
    last = {review["reviewer"]: review for review in said}
    found = {}
    for head in _HEADS:
        votes = Counter(review[head] for review in last.values()).most_common(2)
        tied = len(votes) > 1 and votes[0][1] == votes[1][1]
        found[head] = said[-1][head] if tied else votes[0][0]
    return found


def _customer(row: dict[str, Any]) -> str:
    """Tells one customer's messages from another's without saying whose they are; a message of nobody stands alone."""
    return "customer-" + hashlib.sha256((row["customer_id"] or row["id"]).encode()).hexdigest()[:16]


def reviewed_lines(engine: Engine) -> Iterator[bytes]:
    """One reviewed entry a line, with the fields of `training.reviewed`."""
    query = (
        select(_C.id, _C.text, _C.language, _C.channel, _C.customer_id, reviews.c.reviewer, reviews.c.archetype, reviews.c.urgency)
        .join(reviews, reviews.c.classification_id == _C.id)
        .where(_C.language.in_(_LANGUAGES), func.coalesce(_C.channel, "") != "in_person")
        .order_by(_C.id, reviews.c.version)
    )
    with reached("the journal"), engine.connect() as connection:
        may_take_long(connection)
        rows = [dict(row) for row in connection.execute(query).mappings()]
    for _, said in groupby(rows, key=lambda row: row["id"]):
        history = list(said)
        row = history[0]
        message = {"id": row["id"], "text": row["text"], "lang": row["language"], "channel": row["channel"] or "chat", "domain": DOMAIN}
        yield orjson.dumps({**message, **settled(history), "writer": _customer(row)}) + b"\n"


def corrections_since(engine: Engine, moment: datetime | None) -> dict[str, int]:
    """How many entries were reviewed since `moment`, and how many of them the trainer corrected."""
    differs = (reviews.c.archetype != _C.archetype) | (reviews.c.urgency != _C.urgency)
    query = (
        select(func.count(), func.count().filter(differs))
        .select_from(classifications)
        .join(reviews, (reviews.c.classification_id == _C.id) & (reviews.c.version == _C.review_version))
    )
    if moment is not None:
        query = query.where(reviews.c.reviewed_at > moment)
    with reached("the journal"), engine.connect() as connection:
        may_take_long(connection)
        reviewed, corrected = connection.execute(query).one()
    return {"reviewed": reviewed, "corrected": corrected}
