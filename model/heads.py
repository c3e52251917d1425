"""The two heads on shared features, each calibrated on messages of writers it was not fitted on."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import FeatureUnion

from model.labels import ARCHETYPE_CLASSES, URGENCIES

FloatMatrix = npt.NDArray[np.float64]
FloatVector = npt.NDArray[np.float64]
IntVector = npt.NDArray[np.int64]


def softened_weights(y: IntVector, power: float) -> dict[int, float]:
    """Class weights n / (k · count) to the power of `power`: 0 leaves classes as they are, 1 balances them."""
    classes, counts = np.unique(y, return_counts=True)
    return {int(c): float((len(y) / (len(classes) * n)) ** power) for c, n in zip(classes, counts, strict=True)}


def fit_head(
    features: object,
    y: IntVector,
    groups: Sequence[str],
    strength: float,
    weight_power: float,
    seed: int,
    weights: FloatVector | None = None,
) -> CalibratedClassifierCV:
    """Fit a multinomial logistic regression and its temperature.

    The temperature (Guo et al. 2017) is found on predictions for whole groups left out; the
    regression itself is then fitted on everything.

    features: (n, f) sparse or dense; y: (n,) class numbers; groups: n writers; strength: inverse
    regularisation C; weights: (n,), how much each row counts. Raises ValueError when there are fewer than two groups.
    """
    splits = list(GroupKFold(n_splits=min(5, len(set(groups)))).split(np.zeros(len(y)), y, groups))
    regression = LogisticRegression(C=strength, class_weight=softened_weights(y, weight_power), max_iter=400, tol=1e-3, random_state=seed)
    head = CalibratedClassifierCV(regression, method="temperature", cv=splits, ensemble=False)
    head.fit(features, y, sample_weight=weights)
    head.cv = None  # row numbers of the training data have no place in the artefact
    return head


class TriageModel(BaseEstimator):
    """Features and the two heads: texts → probabilities of archetype and urgency."""

    def __init__(self, features: FeatureUnion, archetype_strength: float = 8.0, urgency_strength: float = 2.0,
                 weight_power: float = 0.5, seed: int = 7) -> None:  # fmt: skip
        self.features = features
        self.archetype_strength = archetype_strength
        self.urgency_strength = urgency_strength
        self.weight_power = weight_power
        self.seed = seed

    def fit(
        self, texts: Sequence[str], archetype: IntVector, urgency: IntVector, groups: Sequence[str], weights: FloatVector | None = None
    ) -> Self:
        """Fit on n texts, n class numbers a head (order of `model.labels`) and n writers; (n,) weights say how much each counts."""
        matrix = self.features.fit_transform(texts)
        for _, part in self.features.transformer_list:
            if isinstance(part, TfidfVectorizer):
                # scikit-learn leaves NumPy numbers there, each an object of its own in the file: it is read in 0.4 of the time without.
                part.vocabulary_ = {term: int(column) for term, column in part.vocabulary_.items()}
        self.archetype_head_ = fit_head(matrix, archetype, groups, self.archetype_strength, self.weight_power, self.seed, weights)
        self.urgency_head_ = fit_head(matrix, urgency, groups, self.urgency_strength, self.weight_power, self.seed, weights)
        for head, classes in ((self.archetype_head_, ARCHETYPE_CLASSES), (self.urgency_head_, URGENCIES)):
            if len(head.classes_) != len(classes):
                raise ValueError(f"the training data lack a label among {classes}")
        return self

    def predict_proba(self, texts: Sequence[str]) -> tuple[FloatMatrix, FloatMatrix]:
        """Probabilities of shape (n, 5) and (n, 4); (0, 5) and (0, 4) for no texts."""
        if len(texts) == 0:
            return np.zeros((0, len(ARCHETYPE_CLASSES))), np.zeros((0, len(URGENCIES)))
        matrix = self.features.transform(texts)
        return self.archetype_head_.predict_proba(matrix), self.urgency_head_.predict_proba(matrix)
