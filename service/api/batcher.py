"""Judges messages of concurrent requests together: those that arrive while one batch is judged form the next."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from service.schemas import ClassifyRequest

# More would make the first of a batch wait for the last longer than judging them together saves.
MOST: Final = 16

_Waiting = tuple[ClassifyRequest, "asyncio.Future[bytes]"]


class Batcher:
    """One thread that judges whatever waits. A single message waits for nobody."""

    def __init__(self, classify: Callable[[list[ClassifyRequest]], list[bytes]]) -> None:
        self._classify = classify
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="judge")
        self._waiting: list[_Waiting] = []
        self._judging: asyncio.Task[None] | None = None

    async def answer(self, request: ClassifyRequest) -> bytes:
        """The answer of one message. Raises what judging raises."""
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[bytes] = loop.create_future()
        self._waiting.append((request, answered))
        if self._judging is None:
            self._judging = loop.create_task(self._judge())
        return await answered

    async def _judge(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._answer([waiting for waiting in batch if not waiting[1].cancelled()])
        finally:
            self._judging = None

    async def _answer(self, batch: list[_Waiting]) -> None:
        loop = asyncio.get_running_loop()
        try:
            answers = await loop.run_in_executor(self._thread, self._classify, [request for request, _ in batch])
        except Exception as error:  # noqa: BLE001 -- handed to whoever asked
            if len(batch) > 1:
                # One message must not fail its neighbours.
                for one in batch:
                    await self._answer([one])
                return
            answers = []
            for _, answered in batch:
                if not answered.done():
                    answered.set_exception(error)
        for (_, answered), answer in zip(batch, answers, strict=False):
            if not answered.done():
                answered.set_result(answer)
