"""Prometheus metrics. Labels are routes, statuses and labels of the model, never anything of a message."""

import time
from functools import cache
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from model.labels import LANGUAGES
from service.triage import Classification

_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
# What counts where a client went away before its answer began, as proxies count it.
GONE: Final = 499


class Metrics:
    """The meters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self._requests = Counter("triage_http_requests", "Requests answered.", ("route", "status"), registry=self.registry)
        self._duration = Histogram(
            "triage_http_request_duration_seconds", "Time to answer.", ("route",), buckets=_SECONDS, registry=self.registry
        )
        self._classified = Counter(
            "triage_classifications", "Messages classified.", ("archetype", "urgency", "language"), registry=self.registry
        )
        self._review = Counter("triage_needs_review", "Messages classified that need review.", registry=self.registry)
        self._not_stored = Counter(
            "triage_not_stored", "Messages answered though the journal could not record them.", registry=self.registry
        )
        self._of_labels = cache(self._classified.labels)
        # Routes and statuses are few; looking their meters up anew costs more than counting.
        self._of_route = cache(lambda route, status: (self._requests.labels(route, str(status)), self._duration.labels(route)))
        self._model = Gauge("triage_model_info", "The loaded model.", ("version",), registry=self.registry)

    def classified(self, classification: Classification) -> None:
        """Count one classification."""
        judgement = classification.judgement
        archetype = judgement.archetype.label if judgement.archetype.shown else "none"
        language = judgement.language if judgement.language in LANGUAGES else "other"
        self._of_labels(archetype, judgement.urgency.label, language).inc()
        if judgement.needs_review:
            self._review.inc()

    def model_loaded(self, version: str) -> None:
        """Tell which model judges."""
        self._model.clear()
        self._model.labels(version).set(1)

    def not_stored(self, messages: int) -> None:
        """Count messages that were answered without being recorded."""
        self._not_stored.inc(messages)

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count one HTTP answer."""
        counter, duration = self._of_route(route, status)
        counter.inc()
        duration.observe(seconds)

    def render(self) -> Response:
        """The meters in Prometheus' text format."""
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)


class RequestMeter:
    """Counts and times every request by its route's pattern, so that unknown paths make no new label."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status = GONE

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except BaseException:
            status = 500 if status == GONE else status
            raise
        finally:
            route = getattr(scope.get("route"), "path", "other")
            self.metrics.answered(route, status, time.perf_counter() - began)
