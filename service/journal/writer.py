"""Group commit: one thread writes whatever waits in one transaction, and only then are those who wait told.

It makes the rows, too: the event loop masks nothing, and one message masked after another finds the processor's caches warm.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from service.errors import JournalUnavailable
from service.journal.insert import Row, insert_for

MakeRow = Callable[[], Row]
# Rows of one transaction: more would make the first wait for the last.
MOST: Final = 1_000
# While several ask at a time, the next transaction waits so long for company: each waits for the disk.
_LINGER_SECONDS: Final = 0.003


@dataclass(frozen=True, slots=True)
class _Waiting:
    rows: Sequence[MakeRow]
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


class Writer:
    """Writes rows of `classifications`. Its thread starts with the first and ends with `close`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._insert = insert_for(engine)
        self._connection: Connection | None = None
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    async def write(self, rows: Sequence[MakeRow]) -> None:
        """Return when the rows are committed. Raises JournalUnavailable when they are not, and what making them raises."""
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
        try:
            rows = [self._insert.prepared(make()) for waiting in group for make in waiting.rows]
        except Exception as error:  # noqa: BLE001 -- handed to whoever asked
            self._one_by_one(group, error)
            return
        try:
            try:
                self._store(rows)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                # The database has been away since the last transaction; is it back?
                self._store(rows)
        except (DataError, IntegrityError) as error:
            self._one_by_one(group, JournalUnavailable(f"this message cannot be stored: {type(error).__name__}"))
        except Exception as error:  # noqa: BLE001 -- the thread must live, and those who wait must hear
            _tell(group, JournalUnavailable(f"the journal cannot be written: {type(error).__name__}"))
        else:
            _tell(group, None)

    def _one_by_one(self, group: list[_Waiting], error: Exception) -> None:
        """One that cannot be stored must not take the others with it."""
        if len(group) == 1:
            _tell(group, error)
        else:
            for waiting in group:
                self._commit([waiting])

    def _store(self, rows: list[Any]) -> None:
        """One transaction on the writer's own connection: asking the pool would cost a visit to the database each time."""
        if self._connection is None or self._connection.invalidated:
            self._drop_connection()
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            self._insert.store(self._connection, rows)
        except BaseException:
            self._drop_connection()
            raise

    def _drop_connection(self) -> None:
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.close()
            self._connection = None
