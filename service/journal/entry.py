"""One classification as the journal keeps it: masked, everything that was judged and advised, nothing that was not asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from model.judgement import Judgement
from service.journal.masking import mask


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What was asked along with the text, and what came of it besides the judgement."""

    id: str
    received_at: datetime
    channel: str | None
    customer_id: str | None
    answer_language: str
    available_channels: tuple[str, ...]
    strategy: str
    preferred_channel: str
    respond_by: datetime
    model_version: str
    latency_ms: float


def row_of(text: str, judgement: Judgement, circumstances: Circumstances) -> dict[str, Any]:
    """The row of `classifications`: the text masked, the evidence moved to it."""
    masked = mask(text)
    archetype, urgency = judgement.archetype, judgement.urgency
    shown = archetype.label if archetype.shown else "none"
    evidence = []
    for found in judgement.evidence:
        start, end = masked.place(found.start, found.end)
        evidence.append({"start": start, "end": end, "for": found.head, "weight": found.weight})
    return {
        "id": circumstances.id,
        "received_at": circumstances.received_at,
        "text": masked.text,
        "channel": circumstances.channel,
        "language": judgement.language,
        "customer_id": circumstances.customer_id,
        "answer_language": circumstances.answer_language,
        "available_channels": list(circumstances.available_channels),
        "archetype": shown,
        "leaning": archetype.label,
        "archetype_confidence": archetype.probabilities[shown],
        "archetype_probabilities": dict(archetype.probabilities),
        "urgency": urgency.label,
        "urgency_confidence": urgency.confidence,
        "urgency_probabilities": dict(urgency.probabilities),
        "confidence": min(archetype.probabilities[shown], urgency.confidence),
        "needs_review": judgement.needs_review,
        "evidence": evidence,
        "strategy": circumstances.strategy,
        "preferred_channel": circumstances.preferred_channel,
        "respond_by": circumstances.respond_by,
        "model_version": circumstances.model_version,
        "latency_ms": circumstances.latency_ms,
    }
