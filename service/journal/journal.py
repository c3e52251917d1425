"""The journal: what was said, kept until it is too old or a customer wants it gone, and what trainers made of it."""

import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final, Literal, TypeVar

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool
from uuid_utils import uuid7

from service.errors import Conflict, JournalUnavailable, NotFound
from service.journal.database import reached
from service.journal.filters import Filters, neighbours_of, page_of
from service.journal.insert import Row
from service.journal.masking import mask
from service.journal.postgresql import may_take_long
from service.journal.stats import Bucket, statistics
from service.journal.tables import classifications, erasures, reviews
from service.journal.writer import MakeRow, Writer

T = TypeVar("T")
Reason = Literal["customer", "retention"]
_ID: Final = re.compile(r"[0-9a-f-]{36}")
# Entries that one step of the sweep deletes: short transactions, so that nobody waits for it long.
_SWEPT: Final = 500
# Entries that an export reads at a time.
_PORTION: Final = 500


class Journal:
    """All that is asked of the database. Every method raises JournalUnavailable while it is away, and works again when it is back."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = Writer(engine)
        # Whether what was deleted may still lie in SQLite's log; the process before this one may have left that undone.
        self._to_forget = True

    async def record(self, rows: Sequence[MakeRow]) -> None:
        """Store classifications, whose rows the writer makes; returns when they are committed."""
        if rows:
            await self._writer.write(rows)

    def close(self) -> None:
        """Write what waits and let the connections go."""
        self._writer.close()
        self._engine.dispose()

    async def check(self) -> None:
        """Whether the journal can be written: an empty transaction that takes the write lock."""

        def checked(connection: Connection) -> None:
            connection.execute(delete(erasures).where(erasures.c.id == ""))

        await self._do(checked)

    async def page(self, filters: Filters, after: str | None, size: int) -> tuple[list[Row], str | None]:
        """Entries that pass, `size` at most, and the cursor of the next page. Raises InvalidBody for a wrong cursor."""
        return await self._do_long(lambda connection: page_of(connection, filters, after, size))

    async def entry(self, id: str) -> Row:  # noqa: A002 -- the field's name everywhere
        """One entry with its review history. Raises NotFound."""

        def found(connection: Connection) -> Row:
            row = _entry(connection, id)
            history = select(reviews).where(reviews.c.classification_id == id).order_by(reviews.c.version)
            return {**row, "reviews": [dict(review) for review in connection.execute(history).mappings()]}

        return await self._do(found)

    async def neighbours(self, filters: Filters, row: Row) -> tuple[str | None, str | None]:
        """Ids of the entries before and after `row` in the list of `filters`."""
        return await self._do_long(partial(neighbours_of, filters=filters, row=row))

    async def review(self, id: str, version: int, judged: dict[str, str]) -> Row:  # noqa: A002
        """Put a review on top of review `version` (0: the first). `judged` holds archetype, urgency, comment, reviewer;
        personal data in the comment is masked. Raises NotFound, and Conflict when another review came first.
        """
        stored = {**judged, "comment": mask(judged["comment"]).text}

        def put(connection: Connection) -> None:
            row = _entry(connection, id)
            changed = connection.execute(
                update(classifications)
                .where(classifications.c.id == id, classifications.c.review_version == version)
                .values(review_version=version + 1, reviewed_archetype=judged["archetype"], reviewed_urgency=judged["urgency"])
            )
            if changed.rowcount != 1:
                raise Conflict(f"review {version} is no longer the last one; the present is {row['review_version']}")
            connection.execute(insert(reviews).values(classification_id=id, version=version + 1, reviewed_at=datetime.now(UTC), **stored))

        try:
            await self._do(put)
        except IntegrityError:
            raise Conflict(f"review {version} is no longer the last one") from None
        return await self.entry(id)

    async def reviewed(self, filters: Filters) -> AsyncIterator[list[Row]]:
        """Reviewed entries that pass, the newest first, in portions."""
        wanted, after = replace(filters, reviewed=True), None
        while True:
            rows, after = await self.page(wanted, after, _PORTION)
            yield rows
            if after is None:
                return

    async def erase_customer(self, customer_id: str) -> int:
        """Erase everything about a customer for good; returns how many entries that were."""
        if "\0" in customer_id:
            return 0  # no entry can have it
        erased = await self._do_long(partial(_erase, which=classifications.c.customer_id == customer_id, reason="customer"))
        await run_in_threadpool(self._forget)
        return erased

    async def sweep(self, days: int, now: datetime) -> int:
        """Delete entries older than `days`; returns how many."""
        total = 0
        while True:
            old = select(classifications.c.id).where(classifications.c.received_at < now - timedelta(days=days)).limit(_SWEPT)
            erased = await self._do_long(partial(_erase, which=classifications.c.id.in_(old), reason="retention"))
            total += erased
            self._to_forget |= erased > 0
            if erased < _SWEPT:
                break
        if self._to_forget:
            await run_in_threadpool(self._forget)
        return total

    async def statistics(self, filters: Filters, bucket: Bucket, reference: Mapping[str, Any]) -> Row:
        """Figures of the entries that pass; see `service.journal.stats`."""
        return await self._do_long(partial(statistics, filters=filters, bucket=bucket, reference=reference))

    def _forget(self) -> None:
        """SQLite: nothing of what was deleted stays in the rollback journal or the write-ahead log.

        In the database's own file `secure_delete` has overwritten it. Raises JournalUnavailable while others read what was deleted.
        """
        # Cleared first: what another thread deletes meanwhile counts.
        self._to_forget = False
        if self._engine.dialect.name != "sqlite":
            return
        try:
            with reached("the journal"), self._engine.connect() as connection:
                _empty_logs(connection)
        except BaseException:
            self._to_forget = True
            raise

    async def _do(self, work: Callable[[Connection], T]) -> T:
        def done() -> T:
            with reached("the journal"), self._engine.begin() as connection:
                return work(connection)

        return await run_in_threadpool(done)

    async def _do_long(self, work: Callable[[Connection], T]) -> T:
        """The same for what may go through all entries."""

        def done(connection: Connection) -> T:
            may_take_long(connection)
            return work(connection)

        return await self._do(done)


def _entry(connection: Connection, id: str) -> Row:  # noqa: A002
    found = _ID.fullmatch(id) and connection.execute(select(classifications).where(classifications.c.id == id))
    row = found.mappings().first() if found else None
    if row is None:
        raise NotFound("there is no classification of this id")
    return dict(row)


def _erase(connection: Connection, which: Any, reason: Reason) -> int:
    connection.execute(delete(reviews).where(reviews.c.classification_id.in_(select(classifications.c.id).where(which))))
    erased = connection.execute(delete(classifications).where(which)).rowcount
    if erased:
        connection.execute(insert(erasures).values(id=str(uuid7()), erased_at=datetime.now(UTC), reason=reason, classifications=erased))
    return erased


def _empty_logs(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
        raise JournalUnavailable("what was erased cannot leave the write-ahead log while others read it; ask again")
    before = connection.exec_driver_sql("PRAGMA journal_size_limit").scalar_one()
    # With a limit of 0 the next transaction cuts the rollback journal off at its end.
    connection.exec_driver_sql("PRAGMA journal_size_limit = 0")
    connection.execute(insert(erasures).values(id="", erased_at=datetime.now(UTC), reason="", classifications=0))
    connection.execute(delete(erasures).where(erasures.c.id == ""))
    connection.commit()
    connection.exec_driver_sql(f"PRAGMA journal_size_limit = {before}")
