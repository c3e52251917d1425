"""Checked requests → answers of the contract, counted and recorded."""

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, NamedTuple

import joblib

from service.api.answer import AnswerWriter
from service.api.batcher import Batcher, Left
from service.api.metrics import Metrics
from service.errors import JournalUnavailable
from service.journal.journal import Journal
from service.journal.masking import mask
from service.journal.writer import MakeRow
from service.schemas import AnswerLanguage, ClassifyRequest
from service.triage import Triage

# The fast model judges a text up to this many characters in about a millisecond.
INLINE_CHARACTERS: Final = 1_000
# Messages that are judged before the event loop gets its turn.
SLICE: Final = 50


class Answer(NamedTuple):
    """The body of one message's answer, and what makes the journal's row; None when it is not to be stored."""

    body: bytes
    row: MakeRow | None


class Classifier:
    """Turns checked requests into answers of the contract."""

    def __init__(
        self, triage: Triage, writer: AnswerWriter, metrics: Metrics, inline: bool, journal: Journal | None, required: bool
    ) -> None:
        """`inline`: whether a short message is judged quickly enough to be judged in the event loop.

        `journal`: None stores nothing. `required`: whether what cannot be stored is not answered.
        """
        self._triage = triage
        self._inline = inline
        self._batcher = Batcher(lambda requests: self.classify(requests, None))
        # Explaining one message costs as much as judging dozens: nothing plain waits for it, and no two wait for each other.
        self._explaining = Batcher(lambda requests: self.classify(requests, None), most=1)
        # Of its own: the framework's threads are for the journal, and more threads than cores judge nothing sooner.
        self._slices = ThreadPoolExecutor(joblib.cpu_count(), thread_name_prefix="slices")
        self._writer = writer
        self._metrics = metrics
        self._journal = journal
        self._required = required

    @property
    def stores(self) -> bool:
        """Whether what is classified is recorded."""
        return self._journal is not None

    def warm_up(self) -> None:
        """Load what loads at first use, so that the first customer does not wait for it. Counts nothing."""
        for text in ("Bonjour", "Привет"):
            for classification in self._triage.classify([ClassifyRequest(text=text)], None):
                self._writer.write(classification)
        if self._journal is not None:
            mask("Анна Петрова")

    def classify(self, requests: list[ClassifyRequest], accepted: AnswerLanguage | None) -> list[Answer]:
        """Answers in the order of the requests."""
        begun = time.perf_counter()
        answers = []
        classifications = self._triage.classify(requests, accepted)
        latency_ms = (time.perf_counter() - begun) * 1000 / max(1, len(requests))
        for request, classification in zip(requests, classifications, strict=True):
            self._metrics.classified(classification)
            stored = self._journal is not None and request.store
            row = partial(self._triage.entry, request, classification, latency_ms) if stored else None
            answers.append(Answer(self._writer.write(classification), row))
        return answers

    async def classify_one(self, request: ClassifyRequest, accepted: AnswerLanguage | None, left: Left | None = None) -> bytes:
        """The answer of one message, judged where it holds up nobody: at once, or in its turn.

        Raises ClientDisconnect when it has to wait and its client has `left`; JournalUnavailable.
        """
        if self._inline and not request.explain and len(request.text) <= INLINE_CHARACTERS:
            (answer,) = self.classify([request], accepted)
        else:
            request.language = request.language or accepted
            answer = await (self._explaining if request.explain else self._batcher).answer(request, left)
        await self._record([answer])
        return answer.body

    async def classify_all(self, requests: list[ClassifyRequest], accepted: AnswerLanguage | None) -> list[bytes]:
        """The same for many, a slice at a time in threads; all are recorded or none."""
        answers: list[Answer] = []
        loop = asyncio.get_running_loop()
        for start in range(0, len(requests), SLICE):
            answers += await loop.run_in_executor(self._slices, self.classify, requests[start : start + SLICE], accepted)
        await self._record(answers)
        return [answer.body for answer in answers]

    async def _record(self, answers: Sequence[Answer]) -> None:
        rows = [answer.row for answer in answers if answer.row is not None]
        if self._journal is None or not rows:
            return
        try:
            await self._journal.record(rows)
        except JournalUnavailable:
            if self._required:
                raise
            self._metrics.not_stored(len(rows))
