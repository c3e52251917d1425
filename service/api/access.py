"""Lets in who may: a key in the Authorization header, or the workbench's session, checked before any route."""

import re
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.access.keys import Key, KeyRing
from service.access.keys import Scope as Right
from service.api.problems import journal_problem, problem, respond
from service.errors import JournalUnavailable

_OPEN: Final = re.compile(
    r"/(?:healthz|readyz|metrics|docs(?:/.*)?|openapi\.json|static(?:-offline)?/.*|sign-in)?$|/static-offline-docs/.*"
)
# The first pattern that fits names what is needed; what none names needs admin.
_RIGHTS: Final[tuple[tuple[re.Pattern[str], frozenset[str], Right], ...]] = (
    (re.compile(r"/v1/classify(?:/batch)?"), frozenset({"POST"}), "classify"),
    (re.compile(r"/v1/(?:archetypes(?:/[^/]*)?|model)"), frozenset({"GET", "HEAD"}), "classify"),
    (re.compile(r"/v1/(?:classifications(?:/.*)?|stats)"), frozenset({"GET", "HEAD", "PUT"}), "review"),
)


def needed(method: str, path: str) -> Right | None:
    """What a request needs; None when anybody may."""
    if _OPEN.fullmatch(path):
        return None
    for pattern, methods, right in _RIGHTS:
        if method in methods and pattern.fullmatch(path):
            return right
    return "admin"


def bearer(request: Request) -> str | None:
    """The key that the Authorization header carries."""
    kind, _, sent = request.headers.get("authorization", "").partition(" ")
    return sent.strip() if kind.lower() == "bearer" else None


class Access:
    """Refuses with 401 who is not known, and with 403 who may not.

    With no key in force everybody may: the service then listens on loopback only.
    """

    def __init__(self, app: ASGIApp, keys: KeyRing) -> None:
        self.app = app
        self.keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        right = needed(request.method, request.url.path)
        if right is not None:
            try:
                refusal = self._refusal(request, right)
            except JournalUnavailable as error:
                refusal = journal_problem(error)
            if refusal is not None:
                headers = {"WWW-Authenticate": 'Bearer realm="customer-triage"'} if refusal["status"] == 401 else {"Retry-After": "5"}
                await respond(refusal, headers if refusal["status"] != 403 else None)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _refusal(self, request: Request, right: Right) -> dict[str, object] | None:
        if not self.keys.any():
            return None
        sent = bearer(request)
        key: Key | None = self.keys.find(sent) if sent else None
        if key is None:
            return problem("unauthorised", "An access key is required", 401, "send a key in force as Authorization: Bearer KEY")
        if not key.may(right):
            return problem("forbidden", "The key may not do this", 403, f"this needs the scope {right}")
        return None
