"""What the model says of a message: frozen, typed results."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from model.labels import Archetype, Urgency

HeadName = Literal["archetype", "urgency"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of the message that pushed a label.

    `start` and `end` are offsets in Unicode code points of the text as sent. `weight` is the
    probability that the label loses when the span is taken out of the text, in (0, 1].
    """

    text: str
    start: int
    end: int
    head: HeadName
    weight: float


@dataclass(frozen=True, slots=True)
class ArchetypeJudgement:
    """`label` is the likeliest of the book's four; `shown` says whether the message shows one at all."""

    label: Archetype
    shown: bool
    confidence: float
    probabilities: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class UrgencyJudgement:
    """The likeliest of the four levels of harm by waiting."""

    label: Urgency
    confidence: float
    probabilities: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything the model says of one message. `language` is ISO 639-1, not only `ru` and `en`."""

    language: str
    archetype: ArchetypeJudgement
    urgency: UrgencyJudgement
    evidence: tuple[Evidence, ...]
    needs_review: bool
