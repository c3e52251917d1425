"""Checked requests → answers of the contract, counted."""

from typing import Final

from starlette.concurrency import run_in_threadpool

from service.api.answer import AnswerWriter
from service.api.batcher import Batcher
from service.api.metrics import Metrics
from service.schemas import AnswerLanguage, ClassifyRequest
from service.triage import Triage

# The fast model judges a text up to this many characters in about a millisecond.
INLINE_CHARACTERS: Final = 1_000
# Messages that are judged before the event loop gets its turn.
SLICE: Final = 50


class Classifier:
    """Turns checked requests into answers of the contract."""

    def __init__(self, triage: Triage, writer: AnswerWriter, metrics: Metrics, inline: bool) -> None:
        """`inline`: whether a short message is judged quickly enough to be judged in the event loop."""
        self._triage = triage
        self._inline = inline
        self._batcher = Batcher(lambda requests: self.classify(requests, None))
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

    async def classify_one(self, request: ClassifyRequest, accepted: AnswerLanguage | None) -> bytes:
        """The answer of one message, judged where it holds up nobody: at once, in its turn, or in a thread of its own."""
        if request.explain:
            return (await run_in_threadpool(self.classify, [request], accepted))[0]
        if self._inline and len(request.text) <= INLINE_CHARACTERS:
            return self.classify([request], accepted)[0]
        request.language = request.language or accepted
        return await self._batcher.answer(request)

    async def classify_all(self, requests: list[ClassifyRequest], accepted: AnswerLanguage | None) -> list[bytes]:
        """The same, a slice at a time in threads."""
        answers: list[bytes] = []
        for start in range(0, len(requests), SLICE):
            answers += await run_in_threadpool(self.classify, requests[start : start + SLICE], accepted)
        return answers
