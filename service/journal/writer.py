"""Group commit: one thread writes whatever waits in one transaction, and only then are those who wait told."""

import asyncio
import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine, insert
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from service.errors import JournalUnavailable
from service.journal.tables import classifications

Row = dict[str, Any]
# Rows of one transaction: more would make the first wait for the last.
MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Waiting:
    rows: Sequence[Row]
    loop: asyncio.AbstractEventLoop
    written: "asyncio.Future[None]"

    def tell(self, error: BaseException | None) -> None:
        def told() -> None:
            if self.written.done():
                return
            if error is None:
                self.written.set_result(None)
            else:
                self.written.set_exception(error)

        self.loop.call_soon_threadsafe(told)


class Writer:
    """Writes rows of `classifications`. Its thread starts with the first and ends with `close`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
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
        while (first := self._queue.get()) is not None:
            group, rows, last = [first], len(first.rows), False
            while rows < MOST and not self._queue.empty():
                more = self._queue.get()
                if more is None:
                    last = True
                    break
                group.append(more)
                rows += len(more.rows)
            self._commit(group)
            if last:
                return

    def _commit(self, group: list[_Waiting]) -> None:
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(classifications), [row for waiting in group for row in waiting.rows])
        except (DataError, IntegrityError) as error:
            if len(group) > 1:
                # One that cannot be stored must not take the others with it.
                for waiting in group:
                    self._commit([waiting])
                return
            group[0].tell(JournalUnavailable(f"this message cannot be stored: {type(error).__name__}"))
            return
        except SQLAlchemyError as error:
            for waiting in group:
                waiting.tell(JournalUnavailable(f"the journal cannot be written: {type(error).__name__}"))
            return
        except Exception as error:  # noqa: BLE001 -- the thread must live, and those who wait must hear
            for waiting in group:
                waiting.tell(JournalUnavailable(f"the journal cannot be written: {type(error).__name__}"))
            return
        for waiting in group:
            waiting.tell(None)
