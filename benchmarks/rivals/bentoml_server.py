"""BentoML: a batchable API with adaptive batching."""

from typing import Any

import bentoml

from benchmarks.rivals.judging import MOST, judged
from model.predictor import Predictor


@bentoml.service(workers=1, traffic={"timeout": 60}, logging={"access": {"enabled": False}})
class Triage:
    """The accurate model behind BentoML."""

    def __init__(self) -> None:
        self.predictor = Predictor.load()

    @bentoml.api(batchable=True, max_batch_size=MOST, max_latency_ms=10_000, route="/v1/classify")  # type: ignore[untyped-decorator]
    def classify(self, texts: list[str]) -> list[dict[str, Any]]:
        """A batch."""
        return judged(self.predictor, texts)
