"""What a model says of labelled messages, in figures."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from model.labels import ARCHETYPE_CLASSES, LANGUAGES, URGENCIES
from model.predictor import Predictor
from training.dataset import Labelled, targets
from training.metrics import coverage_precision, figures, precision_recall

FloatMatrix = npt.NDArray[np.float64]
Probabilities = tuple[FloatMatrix, FloatMatrix]

COVERAGE_AT = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)


def evaluate(records: Sequence[Labelled], found: Probabilities, shown_at: float) -> dict[str, Any]:
    """Figures of `found`, the probabilities of both heads for `records`: per head that has labels, over all and by language.

    found: arrays of shape (n, 5) and (n, 4); shown_at: the threshold of «shows an archetype at all».
    """
    truth = targets(records)
    languages = np.array([record.lang for record in records])
    result: dict[str, Any] = {}
    for name, actual, probabilities in zip(("archetype", "urgency"), truth, found, strict=True):
        known = actual >= 0
        if not known.any():
            continue
        parts = {"all": known} | {lang: known & (languages == lang) for lang in LANGUAGES}
        result[name] = {part: figures(actual[rows], probabilities[rows]).rounded() for part, rows in parts.items() if rows.any()}
        coverage = coverage_precision(actual[known], probabilities[known], COVERAGE_AT)
        result[name]["coverage"] = [[round(v, 4) for v in row] for row in coverage]
        if name == "archetype":
            none = len(ARCHETYPE_CLASSES) - 1
            precision, recall = precision_recall(1 - probabilities[known, none] >= shown_at, actual[known] != none)
            result["shown"] = {"threshold": shown_at, "precision": round(precision, 4), "recall": round(recall, 4)}
    return result


def judged_by_artefact(records: Sequence[Labelled], predictor: Predictor) -> Probabilities:
    """Probabilities (n, 5) and (n, 4) of a loaded model."""
    judged = predictor.judge([r.text for r in records], mails=[r.channel == "email" for r in records])
    archetype = np.array([[j.archetype.probabilities[c] for c in ARCHETYPE_CLASSES] for j in judged])
    urgency = np.array([[j.urgency.probabilities[c] for c in URGENCIES] for j in judged])
    return archetype, urgency
