"""Every error as `application/problem+json` (RFC 9457). A 500 says nothing internal, and logs no text."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.background import described
from service.errors import ClientError, JournalUnavailable

logger = logging.getLogger("triage")

MEDIA_TYPE = "application/problem+json"


def problem(kind: str, title: str, status: int, detail: str, **more: Any) -> dict[str, Any]:
    """The members of a problem; `type` is a name of ours, not an address to fetch."""
    return {"type": f"urn:customer-triage:problem:{kind}", "title": title, "status": status, "detail": detail, **more}


def client_problem(error: ClientError) -> dict[str, Any]:
    """A caller's mistake as a problem, with `errors` when places in the body are known."""
    places = {"errors": [{"pointer": v.pointer, "detail": v.detail} for v in error.violations]} if error.violations else {}
    return problem(error.kind, error.title, error.status, error.detail, **places)


def journal_problem(error: JournalUnavailable) -> dict[str, Any]:
    """The journal's absence as a problem."""
    detail = f"{error.detail}; nothing was recorded, and the request can be sent again in {error.retry_after_seconds} seconds"
    return problem("journal-unavailable", "The journal is unavailable", HTTPStatus.SERVICE_UNAVAILABLE, detail)


def respond(members: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """A problem as a response."""
    return Response(orjson.dumps(members), status_code=members["status"], media_type=MEDIA_TYPE, headers=dict(headers or {}))


def answer_error(error: ClientError | JournalUnavailable) -> Response:
    """The answer to a caller's mistake, or while the journal is away, which is logged."""
    if isinstance(error, JournalUnavailable):
        logger.error("%s", error.detail)
        return respond(journal_problem(error), {"Retry-After": str(error.retry_after_seconds)})
    # What is left of a refused body is not read: the connection cannot carry another request.
    return respond(client_problem(error), {"Connection": "close"} if error.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else None)


def add_problem_handlers(app: FastAPI) -> None:
    """Answer the service's and the framework's errors as problems."""

    async def _own_error(_: Request, error: Exception) -> Response:
        assert isinstance(error, (ClientError, JournalUnavailable))  # noqa: S101 -- starlette types handlers by Exception only
        return answer_error(error)

    app.add_exception_handler(ClientError, _own_error)
    app.add_exception_handler(JournalUnavailable, _own_error)

    @app.exception_handler(HTTPException)
    async def _http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101
        status = HTTPStatus(error.status_code)
        detail = {
            HTTPStatus.NOT_FOUND: f"there is no {request.url.path[:200]} here; /docs lists what there is",
            HTTPStatus.METHOD_NOT_ALLOWED: f"{request.method[:20]} is not a method of this route",
        }.get(status, str(error.detail))
        return respond(problem(status.phrase.lower().replace(" ", "-"), status.phrase, status, detail), error.headers)


class UnexpectedErrors:
    """The last net: an error nobody foresaw becomes a 500, logged by type and place only, since its words may quote the message."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            logger.info("a client went away before its answer")
        except Exception as error:  # noqa: BLE001 -- this is the last net
            logger.error("unexpected %s", described(error))
            if started:
                raise ConnectionAbortedError from None
            members = problem("internal", "Internal error", 500, "the error is recorded; the request can be sent again")
            await respond(members)(scope, receive, send)
