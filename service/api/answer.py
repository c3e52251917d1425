"""Classifications as JSON of the contract. Strategies are serialised once, at start."""

from collections.abc import Mapping

import orjson

from model.judgement import Judgement
from service.playbook.content import Strategy
from service.triage import Classification

_STRATEGY_FIELDS = {"summary", "expects", "do", "avoid", "phrases", "next_steps", "references"}


def _rounded(probabilities: Mapping[str, float]) -> dict[str, float]:
    return {label: round(value, 4) for label, value in probabilities.items()}


class AnswerWriter:
    """Writes classifications as JSON."""

    def __init__(self) -> None:
        self._strategies: dict[int, tuple[Strategy, orjson.Fragment]] = {}

    def write(self, classification: Classification) -> bytes:
        """One classification as the body of an answer."""
        judgement, advice = classification.judgement, classification.advice
        archetype, urgency = judgement.archetype, judgement.urgency
        return orjson.dumps(
            {
                "id": classification.id,
                "language": judgement.language,
                "archetype": {
                    "label": archetype.label,
                    "title": advice.title,
                    "shown": archetype.shown,
                    "confidence": round(archetype.confidence, 4),
                    "probabilities": _rounded(archetype.probabilities),
                },
                "urgency": {
                    "label": urgency.label,
                    "confidence": round(urgency.confidence, 4),
                    "probabilities": _rounded(urgency.probabilities),
                    "respond_within_minutes": advice.respond_within_minutes,
                    "respond_by": advice.respond_by,
                },
                "strategy": self._strategy(advice.strategy),
                "channel": {
                    "preferred": advice.channel.preferred,
                    "alternatives": advice.channel.alternatives,
                    "reason": advice.channel.reason,
                },
                "evidence": _evidence(judgement),
                "tags": tags(judgement),
                "needs_review": judgement.needs_review,
                "model": {"version": classification.model_version},
            },
            option=orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS,
        )

    def _strategy(self, strategy: Strategy) -> orjson.Fragment:
        found = self._strategies.get(id(strategy))
        if found is None:
            # The strategy is kept beside its JSON so that its id stays its own.
            found = strategy, orjson.Fragment(orjson.dumps(strategy.model_dump(mode="json", include=_STRATEGY_FIELDS)))
            self._strategies[id(strategy)] = found
        return found[1]


def _evidence(judgement: Judgement) -> list[dict[str, object]]:
    return [
        {"text": found.text, "start": found.start, "end": found.end, "for": found.head, "weight": found.weight}
        for found in judgement.evidence
    ]


def tags(judgement: Judgement) -> list[str]:
    """What a support tool tags the ticket with: the archetype, `none` when no archetype shows, and the urgency."""
    archetype = judgement.archetype
    return [f"archetype:{archetype.label if archetype.shown else 'none'}", f"urgency:{judgement.urgency.label}"]
