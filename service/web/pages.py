"""Try it, the playbook, signing in, and how the pages look."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import orjson
from fastapi import APIRouter
from pydantic import ValidationError
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from model.labels import ARCHETYPES, NONE
from service.access.keys import KeyRing
from service.access.sessions import LASTS, close_session, open_session
from service.api.access import SESSION_COOKIE
from service.api.body import left
from service.api.classifier import Classifier
from service.playbook.content import STANDARD, SectionName
from service.playbook.playbook import Playbook
from service.schemas import ClassifyRequest
from service.web.view import FOLDER, LANGUAGE_COOKIE, THEME_COOKIE, THEMES, View, over_https, read_form

_YEAR_SECONDS: Final = 365 * 24 * 3600
STATIC: Final[Path] = FOLDER / "static"


def static_files() -> Mount:
    """Styles and scripts, from the package."""
    return Mount("/static", StaticFiles(directory=STATIC), name="static")


def _here(target: str | None) -> str:
    """A path of ours to go on to, never another site's."""
    return target if target and target.startswith("/") and not target.startswith(("//", "/\\")) else "/"


def pages_router(view: View, classifier: Classifier, playbook: Playbook, engine: Engine, keys: KeyRing) -> APIRouter:
    """The pages that need no journal entry."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def blank(request: Request) -> Response:
        """An empty form."""
        return view.page(request, "try.html", sent=None, answer=None, wrong=None, stored=classifier.stores)

    @router.post("/")
    async def tried(request: Request) -> Response:
        """The judgement of what was pasted."""
        form = await read_form(request)
        text, channel = form.get("text", ""), form.get("channel") or None
        language = view.language(request)
        sent: dict[str, Any] = {"text": text, "channel": channel}
        try:
            message = ClassifyRequest.model_validate({**sent, "explain": True, "language": language})
        except ValidationError as error:
            wrong = "; ".join(str(e["msg"]).removeprefix("Value error, ") for e in error.errors(include_input=False))
            return view.page(request, "try.html", status=422, sent=sent, answer=None, wrong=wrong, stored=classifier.stores)
        answer = orjson.loads(await classifier.classify_one(message, language, partial(left, request)))
        return view.page(request, "try.html", sent=sent, answer=answer, wrong=None, stored=classifier.stores)

    @router.get("/playbook")
    async def read_playbook(request: Request) -> Response:
        """The playbook as agents read it."""
        language = view.language(request)
        names: dict[str, SectionName] = {name: name for name in ARCHETYPES} | {NONE: STANDARD}
        sections = []
        for label in names:
            section = playbook.sections[names[label]]
            channels = [(tier.channels, tier.basis, tier.reason.in_language(language)) for tier in section.channels]
            sections.append({"label": label, "strategy": section.strategy(language), "channels": channels})
        return view.page(request, "playbook.html", sections=sections)

    @router.get("/preferences")
    async def preferences(request: Request) -> Response:
        """Remember language and theme, and go back."""
        response = RedirectResponse(_here(request.query_params.get("to")), 303)
        for cookie, name, known in ((LANGUAGE_COOKIE, "language", ("ru", "en")), (THEME_COOKIE, "theme", THEMES)):
            chosen = request.query_params.get(name)
            if chosen is not None and chosen in known:
                response.set_cookie(cookie, chosen, max_age=_YEAR_SECONDS, httponly=True, samesite="lax")
        return response

    @router.get("/sign-in")
    async def ask_key(request: Request) -> Response:
        """The form that asks for a key."""
        return view.page(
            request, "sign_in.html", wrong=False, needs=request.query_params.get("needs"), to=_here(request.query_params.get("to"))
        )

    @router.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        """A session for a key in force."""
        form = await read_form(request)
        key, to = await run_in_threadpool(keys.find, form.get("key", "").strip()), _here(form.get("to"))
        if key is None:
            return view.page(request, "sign_in.html", status=403, wrong=True, needs=None, to=to)
        token = await run_in_threadpool(open_session, engine, key.id)
        response = RedirectResponse(to, 303)
        response.set_cookie(
            SESSION_COOKIE, token, expires=datetime.now(UTC) + LASTS, httponly=True, samesite="strict", secure=over_https(request)
        )
        return response

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        """End the session."""
        await read_form(request)
        token = request.cookies.get(SESSION_COOKIE)
        if token:
            await run_in_threadpool(close_session, engine, token)
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(SESSION_COOKIE)
        return response

    return router
