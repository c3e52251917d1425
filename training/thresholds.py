"""The thresholds shipped in the manifest, chosen on writers left out."""

from typing import Final

import numpy as np
import numpy.typing as npt

from model.labels import ARCHETYPE_CLASSES
from training.metrics import precision_recall

FloatMatrix = npt.NDArray[np.float64]
IntVector = npt.NDArray[np.int64]

# On writers left out; on real texts the same threshold keeps 0.8 (docs/model.md).
SHOWN_PRECISION: Final = 0.962
# About this share of messages is put in front of a trainer.
REVIEW_SHARE: Final = 0.25
_NONE: Final = len(ARCHETYPE_CLASSES) - 1


def shown_threshold(truth: IntVector, archetype: FloatMatrix) -> float:
    """The lowest probability of «any archetype» at or above 0.5 that keeps `SHOWN_PRECISION`; 0.95 when none does."""
    some = 1.0 - archetype[:, _NONE]
    for threshold in np.arange(0.5, 0.96, 0.01):
        precision, _ = precision_recall(some >= threshold, truth != _NONE)
        if precision >= SHOWN_PRECISION:
            return round(float(threshold), 2)
    return 0.95


def review_threshold(archetype: FloatMatrix, urgency: FloatMatrix, shown: float) -> float:
    """The confidence below which the least certain `REVIEW_SHARE` of messages lie.

    As `Predictor` counts it: of the archetype that is shown, or of none where none is, and of the urgency.
    """
    none = archetype[:, _NONE]
    decided = np.where(1.0 - none >= shown, archetype[:, :_NONE].max(axis=1), none)
    return round(float(np.quantile(np.minimum(decided, urgency.max(axis=1)), REVIEW_SHARE)), 2)


def thresholds(truth: IntVector, archetype: FloatMatrix, urgency: FloatMatrix) -> dict[str, float]:
    """Both thresholds of one model from its probabilities on writers left out."""
    shown = shown_threshold(truth, archetype)
    return {"shown": shown, "review": review_threshold(archetype, urgency, shown)}
