"""The use case: message → Judgement → Advice → classification."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from uuid_utils import uuid7

from model.judgement import Judgement
from model.labels import LANGUAGES
from model.predictor import Predictor
from service.journal.entry import Circumstances, row_of
from service.learning.in_use import ModelInUse
from service.playbook.advisor import Advice, Advisor
from service.playbook.situation import Situation
from service.schemas import AnswerLanguage, ClassifyRequest, ServiceChannel


@dataclass(frozen=True, slots=True)
class Classification:
    """What was judged and advised of one message; `answer_language` is that of the advice."""

    id: str
    judgement: Judgement
    advice: Advice
    answer_language: AnswerLanguage
    received_at: datetime
    model_version: str


def _judged(predictor: Predictor, requests: Sequence[ClassifyRequest], explain: bool) -> list[Judgement]:
    return predictor.judge([r.text for r in requests], explain, [r.channel == "email" for r in requests])


class Triage:
    """Classifies messages with one model and one playbook. Safe in threads."""

    def __init__(self, in_use: ModelInUse, advisor: Advisor, available_channels: tuple[ServiceChannel, ...],
                 default_language: AnswerLanguage, now: Callable[[], datetime]) -> None:  # fmt: skip
        self._in_use = in_use
        self._advisor = advisor
        self._available = available_channels
        self._default_language = default_language
        self._now = now

    def classify(self, requests: Sequence[ClassifyRequest], accepted: AnswerLanguage | None) -> list[Classification]:
        """Classify n messages, in order; [] for none.

        The answer's language is the request's `language`, else `accepted` (the Accept-Language
        header's), else the message's own, else the default.
        """
        received_at, predictor = self._now(), self._in_use.predictor
        explained = [request.explain for request in requests]
        if len(set(explained)) <= 1:
            judgements = _judged(predictor, requests, any(explained))
        else:
            judgements = [_judged(predictor, [request], request.explain)[0] for request in requests]
        return [
            self._classification(request, judgement, accepted, received_at, predictor.version)
            for request, judgement in zip(requests, judgements, strict=True)
        ]

    def entry(self, request: ClassifyRequest, classification: Classification, latency_ms: float) -> dict[str, Any]:
        """The journal's row of a classification."""
        advice = classification.advice
        circumstances = Circumstances(
            id=classification.id,
            received_at=classification.received_at,
            channel=request.channel,
            customer_id=request.customer_id,
            answer_language=classification.answer_language,
            available_channels=tuple(request.available_channels or self._available),
            strategy=advice.section,
            preferred_channel=advice.channel.preferred,
            respond_by=advice.respond_by,
            model_version=classification.model_version,
            latency_ms=latency_ms,
        )
        return row_of(request.text, classification.judgement, circumstances)

    def _classification(self, request: ClassifyRequest, judgement: Judgement, accepted: AnswerLanguage | None,
                        received_at: datetime, version: str) -> Classification:  # fmt: skip
        language = request.language or accepted or self._own_language(judgement.language)
        situation = Situation(request.channel, tuple(request.available_channels or self._available), language, received_at)
        return Classification(str(uuid7()), judgement, self._advisor.advise(judgement, situation), language, received_at, version)

    def _own_language(self, detected: str) -> AnswerLanguage:
        for language in LANGUAGES:
            if detected == language:
                return language
        return self._default_language
