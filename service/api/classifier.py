"""Checked requests → answers of the contract, counted."""

from typing import Final

from starlette.concurrency import run_in_threadpool

from service.api.answer import AnswerWriter
from service.api.metrics import Metrics
from service.schemas import AnswerLanguage, ClassifyRequest
from service.triage import Triage

# Messages that are judged before the event loop gets its turn.
SLICE: Final = 50


class Classifier:
    """Turns checked requests into answers of the contract."""

    def __init__(self, triage: Triage, writer: AnswerWriter, metrics: Metrics) -> None:
        self._triage = triage
        self._writer = writer
        self._metrics = metrics

    def warm_up(self) -> None:
        """Load what loads at first use, so that the first customer does not wait for it. Counts nothing."""
        for text in ("Bonjour", "Привет"):
            for classification in self._triage.classify([ClassifyRequest(text=text)], None):
                self._writer.write(classification)

    def classify(self, requests: list[ClassifyRequest], accepted: AnswerLanguage | None) -> list[bytes]:
        """Answers in the order of the requests."""
        answers = []
        for classification in self._triage.classify(requests, accepted):
            self._metrics.classified(classification)
            answers.append(self._writer.write(classification))
        return answers

    async def classify_all(self, requests: list[ClassifyRequest], accepted: AnswerLanguage | None) -> list[bytes]:
        """The same, a slice at a time in threads."""
        answers: list[bytes] = []
        for start in range(0, len(requests), SLICE):
            answers += await run_in_threadpool(self.classify, requests[start : start + SLICE], accepted)
        return answers
