"""Bulk classification: JSON Lines in, the same out, streamed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import orjson
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from service.api.body import parse
from service.api.classifier import SLICE, Classifier
from service.api.incoming import IncomingLines, Line
from service.api.problems import client_problem, journal_problem
from service.errors import ClientError, JournalUnavailable
from service.schemas import AnswerLanguage, ClassifyRequest

NDJSON: Final = "application/x-ndjson"


class LinesResponse(StreamingResponse):
    """Streams while the request is still being read.

    Starlette's own would wait for the client's disconnect beside it, and take parts of the body for that;
    here whoever reads the body notices it.
    """

    media_type = NDJSON

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- ASGI's signature
        """Send the lines."""
        await self.stream_response(send)


async def answer_lines(incoming: IncomingLines, classifier: Classifier, accepted: AnswerLanguage | None) -> AsyncIterator[bytes]:
    """Answers, a line each, in order; a line that cannot be read is answered by a problem that names it.

    Raises ClientDisconnect when the client has gone: what it sent is judged and recorded for nobody.
    """
    reading = asyncio.create_task(incoming.read())
    try:
        while lines := await incoming.take(SLICE):
            yield b"\n".join(await _answer(lines, classifier, accepted)) + b"\n"
    finally:
        reading.cancel()


async def _answer(lines: list[Line], classifier: Classifier, accepted: AnswerLanguage | None) -> list[bytes]:
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
