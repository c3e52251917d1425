"""A scorer compiled from a fitted `TriageModel`: the same probabilities about ten times faster for one message."""

import math
import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer

from model.heads import TriageModel
from model.labels import ARCHETYPE_CLASSES, URGENCIES
from model.ngrams import CHAR_NGRAMS, WORD_PATTERN, style
from model.text import normalise

FloatVector = npt.NDArray[np.float64]
FloatMatrix = npt.NDArray[np.float64]

_WORD: Final = re.compile(WORD_PATTERN)
_LOG: Final = tuple([0.0] + [1.0 + math.log(n) for n in range(1, 4096)])


class _Block:
    """One tf-idf vectoriser's vocabulary with the heads' weights, idf folded in later (the norm needs it)."""

    def __init__(self, vectoriser: TfidfVectorizer, weights: FloatMatrix) -> None:
        self.vocabulary: dict[str, int] = {str(gram): int(i) for gram, i in vectoriser.vocabulary_.items()}
        self.idf: FloatVector = np.asarray(vectoriser.idf_, dtype=np.float64)
        self.weights = np.ascontiguousarray(weights)

    def logits(self, counts: dict[int, int]) -> FloatVector | float:
        """Sublinear tf · idf, L2 norm, times weights; (9,), or 0.0 when no n-gram is known."""
        if not counts:
            return 0.0
        index = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
        tf = np.array([_LOG[c] if c < 4096 else 1.0 + math.log(c) for c in counts.values()])
        value = tf * self.idf[index]
        result: FloatVector = (value @ self.weights[index]) / math.sqrt(float(value @ value))
        return result


def _count_char_ngrams(text: str, vocabulary: dict[str, int]) -> dict[int, int]:
    """Counts of the known n-grams inside words, as scikit-learn's `char_wb` analyser cuts them."""
    counts: dict[int, int] = {}
    get = vocabulary.get
    low, high = CHAR_NGRAMS
    for word in text.split():
        padded = f" {word} "
        size = len(padded)
        for n in range(low, high + 1):
            if n >= size:  # scikit-learn takes a word shorter than n once, whole
                whole = get(padded)
                if whole is not None:
                    counts[whole] = counts.get(whole, 0) + 1
                break
            for start in range(size - n + 1):
                index = get(padded[start : start + n])
                if index is not None:
                    counts[index] = counts.get(index, 0) + 1
    return counts


def _count_word_ngrams(text: str, vocabulary: dict[str, int]) -> dict[int, int]:
    """Counts of the known words and pairs of neighbours."""
    counts: dict[int, int] = {}
    previous = ""
    for word in _WORD.findall(text):
        for gram in (word, f"{previous} {word}") if previous else (word,):
            index = vocabulary.get(gram)
            if index is not None:
                counts[index] = counts.get(index, 0) + 1
        previous = word
    return counts


def _regression(head: CalibratedClassifierCV) -> tuple[FloatMatrix, FloatVector]:
    """Weights (classes, features) and intercepts (classes,) with the inverse temperature multiplied in."""
    calibrated = head.calibrated_classifiers_[0]
    beta = float(calibrated.calibrators[0].beta_)
    return calibrated.estimator.coef_ * beta, calibrated.estimator.intercept_ * beta


def _softmax(logits: FloatVector) -> FloatVector:
    shifted = np.exp(logits - logits.max())
    result: FloatVector = shifted / shifted.sum()
    return result


class LinearScorer:
    """Probabilities of a fitted linear `TriageModel`, equal to its `predict_proba` to 1e-9."""

    def __init__(self, model: TriageModel) -> None:
        parts = dict(model.features.transformer_list)
        archetype_weights, archetype_bias = _regression(model.archetype_head_)
        urgency_weights, urgency_bias = _regression(model.urgency_head_)
        weights = np.vstack([archetype_weights, urgency_weights]).T
        first = len(parts["char"].vocabulary_)
        second = first + len(parts["word"].vocabulary_)
        self._char = _Block(parts["char"], weights[:first])
        self._word = _Block(parts["word"], weights[first:second])
        self._style = np.ascontiguousarray(weights[second:])
        self._bias = np.concatenate([archetype_bias, urgency_bias])

    def score(self, text: str) -> tuple[FloatVector, FloatVector]:
        """Probabilities of one text as sent: shapes (5,) and (4,)."""
        normal = normalise(text)
        logits = self._bias + np.array(style(text)) @ self._style
        logits = logits + self._char.logits(_count_char_ngrams(normal, self._char.vocabulary))
        logits = logits + self._word.logits(_count_word_ngrams(normal, self._word.vocabulary))
        split = len(ARCHETYPE_CLASSES)
        return _softmax(logits[:split]), _softmax(logits[split:])

    def predict_proba(self, texts: Sequence[str]) -> tuple[FloatMatrix, FloatMatrix]:
        """Probabilities of n texts as sent: shapes (n, 5) and (n, 4); n may be 0."""
        rows = [self.score(text) for text in texts]
        return (
            np.array([archetype for archetype, _ in rows]).reshape(-1, len(ARCHETYPE_CLASSES)),
            np.array([urgency for _, urgency in rows]).reshape(-1, len(URGENCIES)),
        )
