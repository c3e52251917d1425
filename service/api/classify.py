"""`/v1/classify` and `/v1/classify/batch`."""

from functools import partial
from typing import Any, Final, get_args

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from service.api.body import left, media_type, parse, read_body, refuse_crowded, refuse_declared, require_json
from service.api.classifier import Classifier
from service.api.incoming import IncomingLines
from service.api.language import accepted_language
from service.api.lines import NDJSON, LinesResponse, answer_lines
from service.api.problems import answer_error
from service.errors import ClientError, JournalUnavailable, UnsupportedMediaType
from service.schemas import (
    MAX_BATCH_MESSAGES,
    BatchAnswer,
    BatchRequest,
    ClassifyAnswer,
    ClassifyRequest,
    ProblemAnswer,
    ServiceChannel,
)
from service.settings import Settings

# Names and values of full messages: six fields each, and every channel.
MAX_BATCH_VALUES: Final = MAX_BATCH_MESSAGES * (2 * len(ClassifyRequest.model_fields) + len(get_args(ServiceChannel)))

_PROBLEM = {"model": ProblemAnswer, "content": {"application/problem+json": {}}}
_REFUSALS: dict[int | str, dict[str, Any]] = {
    413: {**_PROBLEM, "description": "The body is over the limit"},
    415: {**_PROBLEM, "description": "The body is of another media type"},
    422: {**_PROBLEM, "description": "The body does not validate"},
}
# A line is an answer, or what is wrong with the line sent.
_LINES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answers; of JSON Lines a line each, in order: where one line cannot be answered it is a problem that names it",
        "content": {
            NDJSON: {"schema": {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("ClassifyAnswer", "LineProblem")]}}
        },
    }
}


def _takes(*kinds: str) -> dict[str, Any]:
    """What the route reads, for the API's description: bodies are read by hand, so that size and depth are checked first."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{kinds[0]}"}}}
    if len(kinds) > 1:
        content[NDJSON] = {"schema": {"$ref": f"#/components/schemas/{kinds[1]}"}}
    return {"requestBody": {"required": True, "content": content}}


def _read_batch(body: bytes) -> BatchRequest:
    refuse_crowded(body, MAX_BATCH_VALUES)
    return parse(BatchRequest, body)


def classify_router(classifier: Classifier, settings: Settings) -> APIRouter:
    """The routes that classify."""
    router = APIRouter(prefix="/v1", tags=["classify"])

    @router.post("/classify", response_model=ClassifyAnswer, responses=_REFUSALS, openapi_extra=_takes("ClassifyRequest"))
    async def classify(request: Request) -> Response:
        """Judge one message and advise how to handle the customer."""
        require_json(request)
        message = parse(ClassifyRequest, await read_body(request, settings.max_body_bytes))
        accepted = accepted_language(request.headers.get("accept-language"))
        answer = await classifier.classify_one(message, accepted, partial(left, request))
        return Response(answer, media_type="application/json")

    @router.post(
        "/classify/batch",
        response_model=BatchAnswer,
        responses={**_LINES, **_REFUSALS},
        openapi_extra=_takes("BatchRequest", "ClassifyRequest"),
    )
    async def classify_batch(request: Request) -> Response:
        """Judge up to 1,000 messages; as `application/x-ndjson` any number, a line each, answered in the same order as they are judged."""
        accepted = accepted_language(request.headers.get("accept-language"))
        if media_type(request) == NDJSON:
            refuse_declared(request, settings.max_ndjson_body_bytes)
            incoming = IncomingLines(request.receive, settings.max_body_bytes, settings.max_ndjson_body_bytes)
            return LinesResponse(answer_lines(incoming, classifier, accepted))
        try:
            require_json(request)
        except UnsupportedMediaType:
            raise UnsupportedMediaType(f"send the body with Content-Type: application/json or {NDJSON}") from None
        body = await read_body(request, settings.max_batch_body_bytes)
        batch = await run_in_threadpool(_read_batch, body)  # a large one takes long enough to hold up others
        answers = await classifier.classify_all(batch.messages, accepted)
        return Response(b'{"results":[' + b",".join(answers) + b"]}", media_type="application/json")

    return router


class Direct:
    """Answers the route that is asked for most before the framework does.

    It reads its body by hand and returns a response, so what the framework puts around a handler – matching, error
    handling, exit stacks – is only time: as much as parsing the body. Its own route stays for the API's description.
    """

    def __init__(self, app: ASGIApp, router: APIRouter, path: str) -> None:
        self.app = app
        (self.route,) = (route for route in router.routes if isinstance(route, APIRoute) and route.path == path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] != "http" or scope["path"] != self.route.path or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        scope["route"] = self.route  # for the meter
        try:
            response = await self.route.endpoint(Request(scope, receive))
        except (ClientError, JournalUnavailable) as error:
            response = answer_error(error)
        await response(scope, receive, send)
