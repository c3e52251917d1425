"""What each rival serves: the accurate model, judged together, answered as plain labels and probabilities."""

from collections.abc import Sequence
from typing import Any, Final

from model.predictor import Predictor

# As many as the service judges together, and as short a wait as the frameworks allow.
MOST: Final = 8
WAIT_SECONDS: Final = 0.001


def judged(predictor: Predictor, texts: Sequence[str]) -> list[dict[str, Any]]:
    """One answer a text."""
    return [
        {"archetype": j.archetype.label, "archetype_probabilities": dict(j.archetype.probabilities),
         "urgency": j.urgency.label, "urgency_probabilities": dict(j.urgency.probabilities)}
        for j in predictor.judge(texts)
    ]  # fmt: skip
