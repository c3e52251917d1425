"""The body of a bulk request while it comes in: kept as it was sent, and cut into lines when somebody asks for them."""

import asyncio
from collections import deque
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from service.errors import BodyTooLarge, ClientError

# A line is a body, or what is wrong with it: (number from 1, body or error).
Line = tuple[int, bytes | ClientError]
# Bytes that are cut into lines in one turn of the event loop.
_PIECE: Final = 1 << 16


class _Cutter:
    """Cuts pieces at line feeds; blank lines are passed over."""

    def __init__(self, line_limit: int) -> None:
        self._limit = line_limit
        self._rest = b""
        self._over = False
        self._number = 0

    def cut(self, piece: bytes) -> list[Line]:
        """The lines that `piece` ends."""
        *whole, self._rest = (self._rest + piece).split(b"\n")
        found = [line for body in whole if (line := self._line(body)) is not None]
        if len(self._rest) > self._limit:
            self._rest, self._over = b"", True
        return found

    def end(self, error: ClientError | None) -> list[Line]:
        """The last line, when no line feed ended it; `error` takes its place."""
        last = self._line(self._rest) if error is None else (self._number + 1, error)
        return [] if last is None else [last]

    def _line(self, body: bytes) -> Line | None:
        self._number += 1
        over, self._over = self._over or len(body) > self._limit, False
        if over:
            return self._number, BodyTooLarge(f"the limit of a line is {self._limit} bytes")
        return (self._number, body) if body.strip() else None


class IncomingLines:
    """Lines of a request that is still being read.

    The request is read on while lines are answered, so that a client which sends everything before it reads anything
    does not wait for itself. What waits is kept as it was sent, `limit` bytes at most: cut up, short lines would take forty times as much.
    """

    def __init__(self, receive: Receive, line_limit: int, limit: int) -> None:
        """Limits are in bytes."""
        self._receive = receive
        self._limit = limit
        self._waiting = bytearray()
        self._cutter = _Cutter(line_limit)
        self._cut: deque[Line] = deque()
        self._woken = asyncio.Event()
        self._too_large: BodyTooLarge | None = None
        self._received = self._finished = self._gone = False

    async def read(self) -> None:
        """Read until the client goes away, also when it has sent everything: who leaves is not answered."""
        room = self._limit
        try:
            while (message := await self._receive())["type"] != "http.disconnect":
                part: bytes = message.get("body", b"")
                self._waiting += part[:room]
                if len(part) > room:
                    self._too_large = BodyTooLarge(f"the limit of this route is {self._limit} bytes; lines from here on were not read")
                room = max(0, room - len(part))
                self._received = self._too_large is not None or not message.get("more_body", False)
                self._woken.set()
        finally:
            self._gone = True
            self._waiting.clear()
            self._woken.set()

    async def take(self, most: int) -> list[Line]:
        """The next lines, `most` at most, as soon as there is one; none at the end. Raises ClientDisconnect when the client has gone.

        A body over the limit ends with an error in place of the line that went over it.
        """
        while len(self._cut) < most and not self._gone:
            if self._waiting:
                piece = bytes(self._waiting[:_PIECE])
                del self._waiting[:_PIECE]
                self._cut.extend(self._cutter.cut(piece))
                await asyncio.sleep(0)
            elif self._cut or self._finished:
                break
            elif self._received:
                self._cut.extend(self._cutter.end(self._too_large))
                self._finished = True
            else:
                self._woken.clear()
                await self._woken.wait()
        if self._gone:
            raise ClientDisconnect
        return [self._cut.popleft() for _ in range(min(most, len(self._cut)))]
