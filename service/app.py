"""The composition root: everything is opened and put together here, nothing at import."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import get_args

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from model.artifact import ArtifactError
from model.predictor import Predictor
from service.access.keys import KeyRing
from service.access.loopback import is_loopback
from service.api.access import Access
from service.api.answer import AnswerWriter
from service.api.catalogue import catalogue_router
from service.api.classifier import Classifier
from service.api.classify import Direct, classify_router
from service.api.description import describe
from service.api.entries import entries_router
from service.api.health import health_router
from service.api.metrics import Metrics, RequestMeter
from service.api.problems import UnexpectedErrors, add_problem_handlers
from service.errors import JournalUnavailable, StartError
from service.journal.database import open_database
from service.journal.journal import Journal
from service.journal.retention import keep_sweeping
from service.learning.in_use import ModelInUse, keep_following
from service.learning.store import Models
from service.playbook.advisor import Advisor
from service.playbook.playbook import load_playbook
from service.schemas import ServiceChannel
from service.settings import Settings
from service.triage import Triage
from service.web.entries import entries_pages
from service.web.errors import add_page_errors
from service.web.learning import learning_pages
from service.web.pages import pages_router, static_files
from service.web.view import View

API_VERSION = "1.0.0"
_LAST_TURN_SECONDS = 5.0
DESCRIPTION = "A customer's message in; archetype, urgency, strategy, channel and deadline out, with the words that decided."


def create_app(settings: Settings) -> FastAPI:
    """The application of `settings`. Raises StartError when the model or the playbook cannot be used."""
    try:
        shipped = _load(settings, settings.model_dir, None)
    except ArtifactError as error:
        raise StartError(str(error)) from error
    playbook = load_playbook(settings.playbook_dir)
    metrics = Metrics()
    engine = open_database(settings)
    keys = KeyRing(engine)
    journal = Journal(engine)
    models = Models(engine, settings.model_dir)
    in_use = ModelInUse(shipped, models, settings.data_dir / "models", partial(_load, settings))
    in_use.told.append(lambda predictor: metrics.model_loaded(predictor.version))
    metrics.model_loaded(shipped.version)
    try:
        if not keys.in_force() and not is_loopback(settings.host):
            raise StartError(
                f"no access key is in force, so the service listens on loopback only, not on {settings.host}; "
                "make one with python -m service.access create"
            )
        in_use.follow()
    except (JournalUnavailable, StartError) as error:
        engine.dispose()
        raise StartError(str(error)) from error
    triage = Triage(in_use, Advisor(playbook), settings.available_channels, settings.default_language, lambda: datetime.now(UTC))
    classifier = Classifier(
        triage,
        AnswerWriter(),
        metrics,
        inline=shipped.name == "fast",
        journal=journal if settings.store else None,
        required=settings.journal_required,
    )
    classifier.warm_up()

    classify = classify_router(classifier, settings)
    app = FastAPIOffline(
        title="Customer triage",
        version=API_VERSION,
        description=DESCRIPTION,
        middleware=[
            Middleware(RequestMeter, metrics=metrics),
            Middleware(UnexpectedErrors),
            Middleware(Access, engine=engine, keys=keys),
            Middleware(Direct, router=classify, path="/v1/classify"),
        ],
        # Nothing is sent to collectors; asking for each request whether one is there takes time.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        redoc_url=None,
        lifespan=partial(_keep_up, journal, settings.retention_days, in_use),
    )
    add_problem_handlers(app)
    app.include_router(classify)
    app.include_router(catalogue_router(playbook, in_use, settings.default_language))
    app.include_router(entries_router(journal, in_use))
    app.include_router(health_router(metrics, in_use, journal if settings.store and settings.journal_required else None))

    view = View(get_args(ServiceChannel), settings.default_language)
    add_page_errors(app, view)
    app.include_router(pages_router(view, classifier, playbook, engine, keys))
    app.include_router(entries_pages(view, journal, in_use))
    app.include_router(learning_pages(view, settings, engine, models, in_use))
    app.router.routes.append(static_files())

    describe(app)
    return app


def _load(settings: Settings, folder: Path, like: Predictor | None) -> Predictor:
    return Predictor.load(folder, settings.model, settings.shown_threshold, settings.review_threshold, like)


@asynccontextmanager
async def _keep_up(journal: Journal, retention_days: int | None, in_use: ModelInUse, _: FastAPI) -> AsyncIterator[None]:
    """While the service runs follow promotions and sweep the journal, and close it at the end."""
    over = asyncio.Event()
    kept = [asyncio.create_task(keep_following(in_use, over))]
    if retention_days:
        kept.append(asyncio.create_task(keep_sweeping(journal, retention_days, over)))
    try:
        yield
    finally:
        over.set()
        # What is at work in the journal has a moment to end.
        await asyncio.wait(kept, timeout=_LAST_TURN_SECONDS)
        await run_in_threadpool(journal.close)
