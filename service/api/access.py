"""Lets in who may: a key in the Authorization header, or the workbench's session, checked before any route."""

import re
import secrets
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from service.access.keys import Key, KeyRing
from service.access.keys import Scope as Right
from service.access.loopback import asks_loopback
from service.access.sessions import key_of_session
from service.api.address import READ, page_address
from service.api.problems import problem, respond
from service.errors import JournalUnavailable

SESSION_COOKIE: Final = "triage_session"
CSRF_COOKIE: Final = "triage_csrf"
CSRF_HEADER: Final = "x-csrf-token"
_OPEN: Final = re.compile(
    r"/(?:healthz|readyz|metrics|docs(?:/.*)?|openapi\.json|static/.*|static-offline-docs/.*|sign-in|sign-out|preferences)"
)
_SIGN_IN: Final = "/sign-in"
# The first pattern that fits names what is needed; what none names needs admin.
_RIGHTS: Final[tuple[tuple[re.Pattern[str], frozenset[str], Right], ...]] = (
    (re.compile(r"/v1/classify(?:/batch)?"), frozenset({"POST"}), "classify"),
    (re.compile(r"/v1/(?:archetypes(?:/[^/]*)?|model)"), READ, "classify"),
    (re.compile(r"/v1/(?:classifications(?:/.*)?|stats)"), READ | {"PUT"}, "review"),
    (re.compile(r"/|/playbook"), READ | {"POST"}, "classify"),
    (re.compile(r"/queue|/figures|/entries/.*"), READ | {"POST"}, "review"),
    (re.compile(r"/learning"), READ, "review"),
)


# Bounded: anybody can ask for any path.
@lru_cache(maxsize=256)
def needed(method: str, path: str) -> Right | None:
    """What a request needs; None when anybody may."""
    if _OPEN.fullmatch(path):
        return None
    for pattern, methods, right in _RIGHTS:
        if method in methods and pattern.fullmatch(path):
            return right
    return "admin"


def key_of(request: Request) -> Key | None:
    """The key that let the request in; None where none was asked for."""
    key: Key | None = request.scope.get("triage_key")
    return key


def _bearer(request: Request) -> str | None:
    kind, _, sent = request.headers.get("authorization", "").partition(" ")
    return sent.strip() if kind.lower() == "bearer" else None


def _is_page(path: str) -> bool:
    return not path.startswith("/v1/")


class Access:
    """Refuses with 401 who is not known, and with 403 who may not; pages lead to the sign-in instead.

    Before the first key is made everybody may: the service then listens on loopback only, and answers to its names only.
    """

    def __init__(self, app: ASGIApp, engine: Engine, keys: KeyRing) -> None:
        self.app = app
        self.engine = engine
        self.keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            refusal = await self._refusal(request)
        except JournalUnavailable as error:
            # As a route would answer it: for a page, with a page.
            refusal = await request.app.exception_handlers[JournalUnavailable](request, error)
        await (refusal or self.app)(scope, receive, send)

    async def _refusal(self, request: Request) -> Response | None:
        path: str = request.scope["path"]  # an address would be made of the whole URL first
        right = needed(request.method, path)
        if right is None:
            if path == _SIGN_IN:  # open, and still tells who is signed in
                with suppress(JournalUnavailable):
                    request.scope["triage_key"] = await self._of_session(request)
            return None
        # Keys are read every few seconds, in a thread; between that there is nothing to wait for.
        if not (self.keys.asked() if self.keys.fresh() else await run_in_threadpool(self.keys.asked)):
            if asks_loopback(request.headers.get("host", "")):
                return None
            return _forbidden("until an access key is made the service answers to the names of its own machine only: localhost, 127.0.0.1")
        key, by_session = await self._key(request)
        request.scope["triage_key"] = key
        page = _is_page(path)
        if key is None:
            if page:
                return RedirectResponse(f"{_SIGN_IN}?to={quote(page_address(request), safe='')}", 303)
            members = problem("unauthorised", "An access key is required", 401, "send a key in force as Authorization: Bearer KEY")
            return respond(members, {"WWW-Authenticate": 'Bearer realm="customer-triage"'})
        if not key.may(right):
            if page:
                return RedirectResponse(f"{_SIGN_IN}?needs={right}&to={quote(page_address(request), safe='')}", 303)
            return _forbidden(f"this needs the scope {right}")
        # A page's form carries the token itself; a script on another site cannot set this header.
        if by_session and not page and request.method not in READ and not _token_fits(request):
            return _forbidden(f"a request by the session must carry {CSRF_HEADER}")
        return None

    async def _key(self, request: Request) -> tuple[Key | None, bool]:
        sent = _bearer(request)
        if sent is not None:
            return self.keys.find(sent), False
        return await self._of_session(request), True

    async def _of_session(self, request: Request) -> Key | None:
        token = request.cookies.get(SESSION_COOKIE)
        if token is None:
            return None

        def found() -> Key | None:
            id = key_of_session(self.engine, token)  # noqa: A001
            return self.keys.of_id(id) if id else None

        return await run_in_threadpool(found)


def _forbidden(detail: str) -> Response:
    members: dict[str, Any] = problem("forbidden", "This may not be done", 403, detail)
    return respond(members)


def _token_fits(request: Request) -> bool:
    expected, sent = request.cookies.get(CSRF_COOKIE, ""), request.headers.get(CSRF_HEADER, "")
    return bool(expected) and secrets.compare_digest(expected.encode(), sent.encode())
