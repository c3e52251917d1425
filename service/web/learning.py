"""Learning: train on the reviews, compare, put in force, take back."""

from typing import Any
from urllib.parse import unquote

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from service.api.access import key_of
from service.errors import Busy, Conflict, InvalidBody, NotFound, NotPromotable
from service.journal_schemas import Line
from service.learning.in_use import ModelInUse
from service.learning.reviews import corrections_since
from service.learning.runner import start_process
from service.learning.runs import Runs
from service.learning.store import Models
from service.settings import Settings
from service.web.view import REVIEWER_COOKIE, View, read_form


class Promotion(BaseModel):
    """The form that puts a model in force."""

    model_config = ConfigDict(extra="forbid")

    version: Line
    why: str = Field(min_length=1, max_length=1_000, pattern=r"^[^\x00]*\S[^\x00]*$")
    by: Line
    seen: int


class Training(BaseModel):
    """The form that starts a training."""

    model_config = ConfigDict(extra="forbid")

    by: Line


def learning_pages(view: View, settings: Settings, engine: Engine, models: Models, in_use: ModelInUse) -> APIRouter:
    """The page and its two forms."""
    router = APIRouter(include_in_schema=False)

    def state() -> dict[str, Any]:
        number, version = models.in_force()
        runs = Runs(engine)
        learned, promotions, run = models.learned(), models.promotions(), runs.latest()
        # From its beginning, not its end: what was reviewed meanwhile is not learned.
        last = (runs.began(learned[0]["version"]) or learned[0]["created_at"]) if learned else None
        earlier = {row["version"] for row in learned if row["was_in_force"]} | {models.shipped_version}
        newest = learned[0] if learned and not learned[0]["was_in_force"] else None
        return {
            "number": number,
            "in_force": version,
            "judging": in_use.predictor.manifest.version,
            "problem": in_use.problem,
            "since": corrections_since(engine, last),
            "run": run,
            "challenger": newest,
            "may": newest is not None
            and newest["comparison"]["champion"] == version
            and newest["comparison"]["models"][settings.model]["not_worse"],
            "comparison": newest["comparison"]["models"][settings.model] if newest else None,
            "present": next((row["comparison"]["models"][settings.model] for row in learned if row["version"] == version), None),
            "earlier": sorted(earlier - {version}),
            "promotions": promotions,
        }

    async def shown(request: Request, refused: str | None = None, status: int = 200) -> Response:
        found = await run_in_threadpool(state)
        key = key_of(request)
        return view.page(
            request, "learning.html", status=status, refused=refused, by=key.name if key else "",
            reviewer=unquote(request.cookies.get(REVIEWER_COOKIE, "")), **found,
        )  # fmt: skip

    def signed(request: Request, form: dict[str, str]) -> dict[str, str]:
        key = key_of(request)
        return {**form, **({"by": key.name} if key else {})}

    @router.get("/learning")
    async def learning(request: Request) -> Response:
        """How far the learning is."""
        return await shown(request)

    @router.post("/learning/train")
    async def train(request: Request) -> Response:
        """Start a training in a process of its own."""
        form = signed(request, await read_form(request))
        try:
            by = Training.model_validate(form).by
        except ValidationError:
            raise InvalidBody("the form does not validate") from None
        try:
            await run_in_threadpool(start_process, settings, engine, by)
        except Busy:
            return await shown(request, "busy", 409)
        return RedirectResponse("/learning", 303)

    @router.post("/learning/promote")
    async def promote(request: Request) -> Response:
        """Put a challenger in force, or an earlier model back."""
        form = signed(request, await read_form(request))
        try:
            said = Promotion.model_validate(form)
        except ValidationError:
            raise InvalidBody("the form does not validate") from None
        try:
            await run_in_threadpool(models.promote, said.version, settings.model, said.by, said.why.strip(), said.seen)
        except Conflict:
            return await shown(request, "changed_model", 412)
        except NotPromotable:
            return await shown(request, "not_promotable", 409)
        except NotFound:
            return await shown(request, "no_model", 404)
        await run_in_threadpool(in_use.follow)
        return RedirectResponse("/learning", 303)

    return router
