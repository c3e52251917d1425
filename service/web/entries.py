"""The queue, one entry, and the figures."""

import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from model.labels import ARCHETYPE_CLASSES, URGENCIES
from service.api.access import key_of
from service.errors import Conflict, InvalidBody, NotFound
from service.journal.filters import Filters
from service.journal.journal import Journal
from service.journal.stats import LABELS
from service.journal_schemas import EntryQuery, ReviewRequest
from service.learning.in_use import ModelInUse
from service.web.view import REVIEWER_COOKIE, View, read_form

_SIZE: Final = 25
_ID: Final = re.compile(r"[0-9a-f-]{36}")
_VERSION: Final = re.compile(r"[0-9]{1,9}")
_FILTERS: Final = ("archetype", "urgency", "channel", "language", "needs_review", "reviewed", "disagreed", "text", "order")


def _query(request: Request) -> tuple[EntryQuery, dict[str, str]]:
    """The filters of a page's address; a field that was left empty does not filter. Without any: what needs review, least certain first."""
    given = {name: value for name, value in request.query_params.items() if name in (*_FILTERS, "cursor") and value}
    if not request.query_params:
        given = {"needs_review": "true", "reviewed": "false", "order": "least_certain"}
    try:
        return EntryQuery.model_validate_strings({**given, "size": str(_SIZE)}), given
    except ValidationError:
        raise InvalidBody("the address holds a filter that there is not") from None


def _filters(query: EntryQuery) -> Filters:
    return Filters(**query.model_dump(exclude={"cursor", "size"}))


def entries_pages(view: View, journal: Journal, in_use: ModelInUse) -> APIRouter:
    """The pages of the journal. `in_use` tells its figures on writers left out, and labelled messages like an entry's."""
    router = APIRouter(include_in_schema=False)

    @router.get("/queue")
    async def queue(request: Request) -> Response:
        """Entries to review, or by filter."""
        query, given = _query(request)
        rows, following = await journal.page(_filters(query), query.cursor, query.size)
        kept = {name: value for name, value in given.items() if name != "cursor"}
        more = "/queue?" + urlencode({**kept, "cursor": following}) if following else None
        return view.page(
            request,
            "queue.html",
            rows=rows,
            given=given,
            more=more,
            within=urlencode(kept),
            archetypes=ARCHETYPE_CLASSES,
            urgencies=URGENCIES,
        )

    async def shown(request: Request, id: str, changed: bool = False, status: int = 200) -> Response:  # noqa: A002
        """One entry, between its neighbours in the list that it was opened from."""
        try:
            row = await journal.entry(id)
        except NotFound:
            return view.page(request, "problem.html", status=404, text=None, what="not_found")
        query, given = _query(request)
        before, after = await journal.neighbours(_filters(query), row)
        saved = request.query_params.get("saved", "")
        if _ID.fullmatch(saved):
            before = saved  # the one just reviewed, though the filter may no longer show it
        key = key_of(request)
        similar = await run_in_threadpool(in_use.predictor.similar, row["text"])
        return view.page(
            request, "entry.html", status=status, row=row, before=before, after=after, within=urlencode(given), changed=changed,
            done="done" in request.query_params, similar=similar,
            reviewer=key.name if key else unquote(request.cookies.get(REVIEWER_COOKIE, "")),
            archetypes=ARCHETYPE_CLASSES, urgencies=URGENCIES,
        )  # fmt: skip

    @router.get("/entries/{id}")
    async def entry(request: Request, id: str) -> Response:  # noqa: A002
        """Everything about one entry."""
        return await shown(request, id)

    @router.post("/entries/{id}/review")
    async def review(request: Request, id: str) -> Response:  # noqa: A002
        """Put a review and go on to the next entry."""
        form = await read_form(request)
        key, version = key_of(request), form.pop("version", "")
        if not _VERSION.fullmatch(version):
            raise InvalidBody("the review does not validate")
        try:
            said = ReviewRequest.model_validate({**form, **({"reviewer": key.name} if key else {})})
        except ValidationError:
            raise InvalidBody("the review does not validate") from None
        query, given = _query(request)
        try:
            _, after = await journal.neighbours(_filters(query), await journal.entry(id))
            await journal.review(id, int(version), said.model_dump())
        except Conflict:
            return await shown(request, id, changed=True, status=412)
        there = f"/entries/{after}?{urlencode({**given, 'saved': id})}" if after else f"/entries/{id}?{urlencode({**given, 'done': 'yes'})}"
        response = RedirectResponse(there, 303)
        if key is None:
            response.set_cookie(REVIEWER_COOKIE, quote(said.reviewer), httponly=True, samesite="strict")
        return response

    @router.get("/figures")
    async def figures(request: Request) -> Response:
        """Plots of the statistics."""
        days: dict[str, datetime | None] = {}
        for name in ("received_from", "received_to"):
            try:
                days[name] = datetime.strptime(request.query_params.get(name, ""), "%Y-%m-%d").replace(tzinfo=UTC)
            except ValueError:
                days[name] = None
        found = await journal.statistics(
            Filters(received_from=days["received_from"], received_to=days["received_to"]), "day", in_use.predictor.figures
        )
        return view.page(
            request, "figures.html", stats=found, labels=LABELS, days={n: f"{d:%Y-%m-%d}" if d else "" for n, d in days.items()}
        )

    return router
