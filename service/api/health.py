"""Is the process alive, can it answer, and how does it do."""

from fastapi import APIRouter
from starlette.responses import Response

from service.api.metrics import Metrics
from service.journal.journal import Journal
from service.learning.in_use import ModelInUse


def health_router(metrics: Metrics, in_use: ModelInUse, journal: Journal | None) -> APIRouter:
    """The routes for those who run the service. `journal`: None when messages are answered without it, too."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Alive."""
        return {"status": "ok"}

    @router.get("/readyz")
    async def readyz() -> dict[str, str]:
        """Ready: model and playbook are loaded, and the journal can be written where it must be."""
        if journal is not None:
            await journal.check()
        return {"status": "ready", "model": in_use.predictor.version}

    @router.get("/metrics", response_class=Response)
    async def prometheus() -> Response:
        """Meters in Prometheus' text format."""
        return metrics.render()

    return router
