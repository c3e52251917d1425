"""The accurate model: heads over what the encoder and the linear model say of a text, and a few figures of style."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator
from sklearn.calibration import CalibratedClassifierCV

from model.encoder import Encoder
from model.heads import FloatMatrix, FloatVector, IntVector, fit_head
from model.labels import ARCHETYPE_CLASSES, URGENCIES
from model.neighbours import Neighbour, Neighbours
from model.ngrams import LENGTH_SCALE, STYLE_NAMES, style
from model.scorer import LinearScorer, fold_head

# Shares of the labels of archetype and urgency, in the order of `model.labels`.
Traffic = tuple[tuple[float, ...], tuple[float, ...]]

# Below this a probability is rounding.
_LEAST = 1e-6
_NONE = ARCHETYPE_CLASSES.index("none")
# The column of `said_of` that tells a text's length: style comes after what two models say of both questions.
_LENGTH = 2 * (len(ARCHETYPE_CLASSES) + len(URGENCIES)) + STYLE_NAMES.index("length")
# Characters of the text whose odds `brevity` leaves as they are.
_USUAL = 100


def log_softmax(scores: npt.NDArray[np.floating]) -> FloatMatrix:
    """Scores (n, k) → logarithms of probabilities (n, k)."""
    shifted = scores.astype(np.float64) - scores.max(axis=1, keepdims=True)
    result: FloatMatrix = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result


def said_of(texts: Sequence[str], scores: npt.NDArray[np.floating], archetype: FloatMatrix, urgency: FloatMatrix) -> FloatMatrix:
    """What the heads see: (n, 27) log-probabilities of encoder and linear model for both questions, and style.

    texts: n texts; scores: (n, 9) of the encoder; archetype, urgency: (n, 5) and (n, 4) probabilities of the linear model.
    """
    split = len(ARCHETYPE_CLASSES)
    linear = np.log(np.maximum(np.hstack([archetype, urgency]), _LEAST))
    styles = np.array([style(text) for text in texts]).reshape(len(texts), -1)
    return np.hstack([log_softmax(scores[:, :split]), log_softmax(scores[:, split:]), linear, styles])


def move_odds(head: CalibratedClassifierCV, by: npt.NDArray[np.float64]) -> None:
    """Add `by` to the calibrated scores of a fitted head, one number a class."""
    calibrated = head.calibrated_classifiers_[0]
    calibrated.estimator.intercept_ = calibrated.estimator.intercept_ + by / float(calibrated.calibrators[0].beta_)


def favour_none_in_short_texts(head: CalibratedClassifierCV, power: float) -> None:
    """Multiply the odds of none of a fitted archetype head by (101 / (1 + n)) ** `power` for a text of n characters."""
    calibrated = head.calibrated_classifiers_[0]
    weights = np.zeros_like(calibrated.estimator.coef_)
    weights[_NONE, _LENGTH] = -power * LENGTH_SCALE / float(calibrated.calibrators[0].beta_)
    calibrated.estimator.coef_ = calibrated.estimator.coef_ + weights
    move_odds(head, np.where(np.arange(len(weights)) == _NONE, power * np.log1p(_USUAL), 0.0))


class StackedHeads(BaseEstimator):
    """Two calibrated logistic regressions over `said_of` (stacked generalisation, Wolpert 1992).

    They are fitted on what models that had not seen the writer said, so they know how far to trust each.

    `traffic` gives the shares of labels expected in use, by head; the odds are moved from the training
    data's shares towards them by the power `shift` (Saerens et al. 2002: 1 would be the whole way).
    `brevity` raises the odds of none in short texts and lowers them in long ones, by that power of the length.
    `softening` divides the calibrated scores of each head: texts in use are stranger than those of a writer left out.
    """

    def __init__(
        self,
        strength: float = 0.05,
        shift: float = 0.0,
        traffic: Traffic | None = None,
        softening: tuple[float, float] = (1.0, 1.0),
        brevity: float = 0.0,
        seed: int = 7,
    ) -> None:
        self.strength = strength
        self.shift = shift
        self.traffic = traffic
        self.softening = softening
        self.brevity = brevity
        self.seed = seed

    def fit(
        self, said: FloatMatrix, archetype: IntVector, urgency: IntVector, groups: Sequence[str], weights: FloatVector | None = None
    ) -> Self:
        """said: (n, 27) by models without the row's writer; n class numbers a head; n writers; (n,) weights."""
        heads = [fit_head(said, y, groups, self.strength, 0.0, self.seed, weights) for y in (archetype, urgency)]
        for number, (head, y) in enumerate(zip(heads, (archetype, urgency), strict=True)):
            head.calibrated_classifiers_[0].calibrators[0].beta_ /= self.softening[number]
            if self.traffic is not None:
                expected = np.array(self.traffic[number])
                counted = np.bincount(y, weights, minlength=len(expected))
                move_odds(head, self.shift * np.log(expected * counted.sum() / counted))
        favour_none_in_short_texts(heads[0], self.brevity)
        self.archetype_head_, self.urgency_head_ = heads
        return self

    def predict_proba(self, said: FloatMatrix) -> tuple[FloatMatrix, FloatMatrix]:
        """Probabilities of shape (n, 5) and (n, 4)."""
        if len(said) == 0:
            return np.zeros((0, len(ARCHETYPE_CLASSES))), np.zeros((0, len(URGENCIES)))
        return self.archetype_head_.predict_proba(said), self.urgency_head_.predict_proba(said)


class StackedScorer:
    """Texts as sent → probabilities: encoder, linear model and heads of one artefact. Safe in threads."""

    def __init__(self, encoder: Encoder, linear: LinearScorer, heads: StackedHeads, neighbours: Neighbours) -> None:
        self.encoder = encoder
        self.neighbours = neighbours
        self._linear = linear
        # The heads as two small matrices: scikit-learn's checks cost more than the products.
        self._heads = [fold_head(head) for head in (heads.archetype_head_, heads.urgency_head_)]

    def nearest(self, text: str, count: int) -> list[Neighbour]:
        """Labelled messages like `text`, the nearest first."""
        _, vectors = self.encoder.encode([text])
        return self.neighbours.nearest(vectors[0], count)

    def predict_proba(self, texts: Sequence[str]) -> tuple[FloatMatrix, FloatMatrix]:
        """Probabilities of n texts: shapes (n, 5) and (n, 4); n may be 0."""
        if not texts:
            return np.zeros((0, len(ARCHETYPE_CLASSES))), np.zeros((0, len(URGENCIES)))
        scores, _ = self.encoder.encode(texts)
        said = said_of(texts, scores, *self._linear.predict_proba(texts))
        archetype, urgency = (np.exp(log_softmax(said @ weights.T + bias)) for weights, bias in self._heads)
        return archetype, urgency
