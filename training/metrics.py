"""Figures of one head: accuracy, macro-F1, Cohen's kappa, calibration, confusion."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import accuracy_score, cohen_kappa_score, confusion_matrix, f1_score

FloatMatrix = npt.NDArray[np.float64]
IntVector = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Figures:
    """`f1` by class in the head's order; `confusion[true][predicted]`; `ece` over ten bins; `confidence` is the mean."""

    n: int
    accuracy: float
    macro_f1: float
    kappa: float
    ece: float
    confidence: float
    f1: list[float]
    confusion: list[list[int]]

    def rounded(self) -> dict[str, object]:
        """For files and tables: four decimals."""
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(self).items()} | {"f1": [round(v, 4) for v in self.f1]}


def expected_calibration_error(truth: IntVector, probabilities: FloatMatrix, bins: int = 10) -> float:
    """Mean distance between confidence and accuracy over equal-width bins of confidence (Naeini et al. 2015).

    truth: (n,) class numbers; probabilities: (n, k). Returns a share, 0–1.
    """
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == truth
    number = np.minimum((confidence * bins).astype(int), bins - 1)
    error = 0.0
    for b in range(bins):
        inside = number == b
        if inside.any():
            error += inside.mean() * abs(confidence[inside].mean() - correct[inside].mean())
    return float(error)


def _kappa(truth: IntVector, predicted: IntVector) -> float:
    """Cohen's kappa; 0 where both know one and the same label only, and nothing beyond chance could be seen."""
    return float(cohen_kappa_score(truth, predicted)) if len({*truth, *predicted}) > 1 else 0.0


def figures(truth: IntVector, probabilities: FloatMatrix) -> Figures:
    """Compare (n,) class numbers with (n, k) probabilities. Macro-F1 runs over the classes that occur in `truth`."""
    predicted = probabilities.argmax(axis=1)
    classes = list(range(probabilities.shape[1]))
    by_class = f1_score(truth, predicted, labels=classes, average=None, zero_division=0)
    return Figures(
        n=len(truth),
        accuracy=float(accuracy_score(truth, predicted)),
        macro_f1=float(f1_score(truth, predicted, labels=np.unique(truth), average="macro", zero_division=0)),
        kappa=_kappa(truth, predicted),
        ece=expected_calibration_error(truth, probabilities),
        confidence=float(probabilities.max(axis=1).mean()),
        f1=[float(v) for v in by_class],
        confusion=confusion_matrix(truth, predicted, labels=classes).tolist(),
    )


def precision_recall(shown: npt.NDArray[np.bool_], truth: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Precision and recall of `shown` against `truth`; precision is 1 when nothing is shown."""
    hits = int((shown & truth).sum())
    return (hits / int(shown.sum()) if shown.any() else 1.0, hits / int(truth.sum()) if truth.any() else 1.0)


def coverage_precision(truth: IntVector, probabilities: FloatMatrix, thresholds: Sequence[float]) -> list[tuple[float, float, float]]:
    """For each threshold of confidence: (threshold, share of messages at or above it, accuracy among them)."""
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == truth
    rows = []
    for threshold in thresholds:
        kept = confidence >= threshold
        rows.append((threshold, float(kept.mean()), float(correct[kept].mean()) if kept.any() else 1.0))
    return rows
