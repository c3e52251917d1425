"""`/v1/classify` and `/v1/classify/batch`."""

from typing import Any, Final, get_args

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from service.api.body import media_type, parse, read_body, refuse_crowded, refuse_declared, require_json
from service.api.classifier import Classifier
from service.api.language import accepted_language
from service.api.lines import NDJSON, LinesResponse, answer_lines
from service.errors import UnsupportedMediaType
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


def _takes(*kinds: str) -> dict[str, Any]:
    """What the route reads, for the API's description: bodies are read by hand, so that size and depth are checked first."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{kinds[0]}"}}}
    if len(kinds) > 1:
        content[NDJSON] = {"schema": {"$ref": f"#/components/schemas/{kinds[1]}"}}
    return {"requestBody": {"required": True, "content": content}}


def classify_router(classifier: Classifier, settings: Settings) -> APIRouter:
    """The routes that classify."""
    router = APIRouter(prefix="/v1", tags=["classify"])

    @router.post("/classify", response_model=ClassifyAnswer, responses=_REFUSALS, openapi_extra=_takes("ClassifyRequest"))
    async def classify(request: Request) -> Response:
        """Judge one message and advise how to handle the customer."""
        require_json(request)
        message = parse(ClassifyRequest, await read_body(request, settings.max_body_bytes))
        accepted = accepted_language(request.headers.get("accept-language"))
        answer = await classifier.classify_one(message, accepted)
        return Response(answer, media_type="application/json")

    @router.post(
        "/classify/batch", response_model=BatchAnswer, responses=_REFUSALS, openapi_extra=_takes("BatchRequest", "ClassifyRequest")
    )
    async def classify_batch(request: Request) -> Response:
        """Judge up to 1,000 messages; as `application/x-ndjson` any number, a line each, answered in the same order as they are judged."""
        accepted = accepted_language(request.headers.get("accept-language"))
        if media_type(request) == NDJSON:
            refuse_declared(request, settings.max_ndjson_body_bytes)
            lines = answer_lines(request.stream(), classifier, accepted, settings.max_body_bytes, settings.max_ndjson_body_bytes)
            return LinesResponse(lines)
        try:
            require_json(request)
        except UnsupportedMediaType:
            raise UnsupportedMediaType(f"send the body with Content-Type: application/json or {NDJSON}") from None
        body = await read_body(request, settings.max_batch_body_bytes)
        refuse_crowded(body, MAX_BATCH_VALUES)
        batch = parse(BatchRequest, body)
        answers = await classifier.classify_all(batch.messages, accepted)
        return Response(b'{"results":[' + b",".join(answers) + b"]}", media_type="application/json")

    return router


class _PlainRoute(Route):
    """A route without FastAPI's dependencies and exit stacks around the handler; tells the meter its path as FastAPI's do."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        return match, {**found, "route": self}


def plain_routes(router: APIRouter) -> list[Route]:
    """The handlers of `router` as plain routes, to be put in front of it.

    They read their bodies by hand and return responses, so what FastAPI does around them is only
    time: a third of a bare route's. Its own routes stay for the API's description.
    """
    return [
        _PlainRoute(route.path, route.endpoint, methods=sorted(route.methods or ()))
        for route in router.routes
        if isinstance(route, APIRoute)
    ]
