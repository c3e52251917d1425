"""Bulk classification: JSON Lines in, the same out, streamed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import orjson
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from service.api.body import parse
from service.api.classifier import SLICE, Classifier
from service.api.problems import client_problem, journal_problem
from service.errors import BodyTooLarge, ClientError, JournalUnavailable
from service.schemas import AnswerLanguage, ClassifyRequest

NDJSON: Final = "application/x-ndjson"
# Bytes that are cut into lines in one turn of the event loop.
_PIECE: Final = 1 << 16


class LinesResponse(StreamingResponse):
    """Streams while the request is still being read.

    Starlette's own would wait for the client's disconnect beside it, and take parts of the body for that.
    """

    media_type = NDJSON

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- ASGI's signature
        """Send the lines."""
        await self.stream_response(send)


# A line is a body, or what is wrong with it: (number from 1, body or error).
_Line = tuple[int, bytes | ClientError]


async def _pieces(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The stream's parts, the event loop's turn after each; a server may hand over the whole body as one."""
    async for part in stream:
        for start in range(0, len(part), _PIECE):
            yield part[start : start + _PIECE]
            await asyncio.sleep(0)


async def _lines(stream: AsyncIterator[bytes], line_limit: int, limit: int) -> AsyncIterator[_Line]:
    """Cut the stream at line feeds; blank lines are passed over. Ends with an error when the whole is over `limit` bytes."""
    number, size, rest, over = 0, 0, b"", False
    async for part in _pieces(stream):
        size += len(part)
        if size > limit:
            yield number + 1, BodyTooLarge(f"the limit of this route is {limit} bytes; lines from here on were not read")
            return
        *whole, rest = (rest + part).split(b"\n")
        for line in whole:
            number += 1
            if over or len(line) > line_limit:
                yield number, BodyTooLarge(f"the limit of a line is {line_limit} bytes")
            elif line.strip():
                yield number, line
            over = False
        if len(rest) > line_limit:
            rest, over = b"", True
    if over or len(rest) > line_limit:
        yield number + 1, BodyTooLarge(f"the limit of a line is {line_limit} bytes")
    elif rest.strip():
        yield number + 1, rest


async def answer_lines(
    stream: AsyncIterator[bytes], classifier: Classifier, accepted: AnswerLanguage | None, line_limit: int, limit: int
) -> AsyncIterator[bytes]:
    """Answers, a line each, in order; a line that cannot be read is answered by a problem that names it.

    The request is read on while answers are sent, so that a client which sends everything before
    it reads anything does not wait for itself; what waits is bounded by `limit` bytes.
    """
    queue: asyncio.Queue[_Line | None] = asyncio.Queue()

    async def receive() -> None:
        try:
            async for line in _lines(stream, line_limit, limit):
                queue.put_nowait(line)
        except ClientDisconnect:
            pass  # nobody is left to answer
        finally:
            queue.put_nowait(None)

    receiving = asyncio.create_task(receive())
    try:
        ended = False
        while not ended:
            batch = [await queue.get()]
            while len(batch) < SLICE and not queue.empty():
                batch.append(queue.get_nowait())
            ended = batch[-1] is None
            answers = await _answer([line for line in batch if line is not None], classifier, accepted)
            if answers:
                yield b"\n".join(answers) + b"\n"
        await receiving
    finally:
        receiving.cancel()


async def _answer(lines: list[_Line], classifier: Classifier, accepted: AnswerLanguage | None) -> list[bytes]:
    """Answers of some lines, in order."""
    requests: list[ClassifyRequest] = []
    answers: list[bytes | None] = []
    for number, body in lines:
        try:
            if isinstance(body, ClientError):
                raise body
            requests.append(parse(ClassifyRequest, body))
            answers.append(None)
        except ClientError as error:
            answers.append(orjson.dumps({**client_problem(error), "line": number}))
    try:
        found = iter(await classifier.classify_all(requests, accepted))
    except JournalUnavailable as error:
        # The answer has begun: each line says for itself that it was not recorded.
        numbers = (number for (number, _), answer in zip(lines, answers, strict=True) if answer is None)
        found = iter([orjson.dumps({**journal_problem(error), "line": number}) for number in numbers])
    return [next(found) if answer is None else answer for answer in answers]
