"""Group commit: one thread writes whatever waits in one transaction, and only then are those who wait told."""

import asyncio
import queue
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from sqlalchemy import JSON, Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from service.errors import JournalUnavailable
from service.journal.tables import UtcTime, classifications

Row = dict[str, Any]
# Rows of one transaction: more would make the first wait for the last.
MOST: Final = 1_000
# While several ask at a time, the next transaction waits so long for company: each costs as much as judging ten messages.
_LINGER_SECONDS: Final = 0.003


@dataclass(frozen=True, slots=True)
class _Waiting:
    rows: Sequence[Row]
    loop: asyncio.AbstractEventLoop
    written: "asyncio.Future[None]"


def _tell(group: Sequence[_Waiting], error: BaseException | None) -> None:
    """Wake those who wait, each in its loop, with one call a loop."""

    def told(those: list[_Waiting]) -> None:
        for waiting in those:
            if waiting.written.done():
                continue
            if error is None:
                waiting.written.set_result(None)
            else:
                waiting.written.set_exception(error)

    for loop in {waiting.loop for waiting in group}:
        loop.call_soon_threadsafe(told, [waiting for waiting in group if waiting.loop is loop])


# The review is put by trainers.
_WRITTEN: Final = tuple(column for column in classifications.c if "review" not in column.name or column.name == "needs_review")


class _Insert:
    """The statement, and rows as its driver takes them: SQLAlchemy's own way with each value takes longer than the database."""

    def __init__(self, engine: Engine) -> None:
        self._lite = engine.dialect.name == "sqlite"
        names = [column.name for column in _WRITTEN]
        marks = ", ".join(["?" if self._lite else "%s"] * len(names))
        self.statement = f"INSERT INTO classifications ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 -- names of ours
        encoders = {JSON: lambda value: orjson.dumps(value).decode(), UtcTime: self._moment}
        self._encoders = [(column.name, encoders.get(type(column.type))) for column in _WRITTEN]

    def _moment(self, value: datetime) -> datetime | str:
        bare = value.astimezone(UTC).replace(tzinfo=None)
        return bare.isoformat(" ", "microseconds") if self._lite else bare

    def values(self, row: Row) -> tuple[Any, ...]:
        """One row."""
        return tuple([row[name] if encode is None else encode(row[name]) for name, encode in self._encoders])


class Writer:
    """Writes rows of `classifications`. Its thread starts with the first and ends with `close`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._insert = _Insert(engine)
        self._connection: Connection | None = None
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    async def write(self, rows: Sequence[Row]) -> None:
        """Return when the rows are committed. Raises JournalUnavailable when they are not."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        waiting = _Waiting(rows, loop, loop.create_future())
        self._queue.put(waiting)
        await waiting.written

    def close(self) -> None:
        """Write what waits, then stop."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        crowded = False
        while (first := self._queue.get()) is not None:
            if crowded:
                time.sleep(_LINGER_SECONDS)
            group, rows, last = [first], len(first.rows), False
            while rows < MOST and not self._queue.empty():
                more = self._queue.get()
                if more is None:
                    last = True
                    break
                group.append(more)
                rows += len(more.rows)
            self._commit(group)
            crowded = len(group) > 1
            if last:
                break
        self._drop_connection()

    def _commit(self, group: list[_Waiting]) -> None:
        rows = [self._insert.values(row) for waiting in group for row in waiting.rows]
        try:
            try:
                self._store(rows)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                # The database has been away since the last transaction; is it back?
                self._store(rows)
        except (DataError, IntegrityError) as error:
            if len(group) > 1:
                # One that cannot be stored must not take the others with it.
                for waiting in group:
                    self._commit([waiting])
                return
            _tell(group, JournalUnavailable(f"this message cannot be stored: {type(error).__name__}"))
        except Exception as error:  # noqa: BLE001 -- the thread must live, and those who wait must hear
            _tell(group, JournalUnavailable(f"the journal cannot be written: {type(error).__name__}"))
        else:
            _tell(group, None)

    def _store(self, rows: list[tuple[Any, ...]]) -> None:
        """One transaction on the writer's own connection: asking the pool would cost a visit to the database each time."""
        if self._connection is None or self._connection.invalidated:
            self._drop_connection()
            self._connection = self._engine.connect()
        try:
            with self._connection.begin():
                self._connection.exec_driver_sql(self._insert.statement, rows)
        except BaseException:
            self._drop_connection()
            raise

    def _drop_connection(self) -> None:
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.close()
            self._connection = None
