"""A scorer compiled from a fitted `TriageModel`: the same probabilities about ten times faster for one message."""

import math
import re
from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer

from model.heads import TriageModel
from model.labels import ARCHETYPE_CLASSES, URGENCIES
from model.neighbours import Neighbour
from model.ngrams import CHAR_NGRAMS, WORD_PATTERN, style
from model.text import normalise

FloatVector = npt.NDArray[np.float64]
FloatMatrix = npt.NDArray[np.float64]
IntVector = npt.NDArray[np.intp]

_WORD: Final = re.compile(WORD_PATTERN)
# Sublinear tf of a count: 1 + ln(count). More than the last of these no message has; it stands for all beyond.
_TF: Final = 1.0 + np.log(np.arange(1, 32_769))
# Words whose n-grams are remembered: customers use few words often. About 1 kB a word.
_REMEMBERED_WORDS: Final = 20_000
_LONG_WORD: Final = 40


def _by_frequency(vectoriser: TfidfVectorizer) -> tuple[IntVector, list[str]]:
    """The vectoriser's columns and n-grams, most frequent first, so that what most texts need lies together in memory."""
    grams = np.array(vectoriser.get_feature_names_out(), dtype=object)
    order = np.argsort(vectoriser.idf_, kind="stable")
    return order, [str(gram) for gram in grams[order]]


def _char_ngrams(word: str, numbers: dict[str, int]) -> IntVector:
    """Numbers of the known n-grams of a word, as scikit-learn's `char_wb` analyser cuts them."""
    found: list[int | None] = []
    low, high = CHAR_NGRAMS
    padded = f" {word} "
    size = len(padded)
    for n in range(low, high + 1):
        if n >= size:  # scikit-learn takes a word shorter than n once, whole
            found.append(numbers.get(padded))
            break
        found.extend([numbers.get(padded[start : start + n]) for start in range(size - n + 1)])
    return np.array([number for number in found if number is not None], dtype=np.intp)


def _word_ngrams(text: str, numbers: dict[str, int]) -> IntVector:
    """Numbers of the known words and pairs of neighbours of a normalised text."""
    words = _WORD.findall(text)
    found = [*map(numbers.get, words), *map(numbers.get, map(" ".join, pairwise(words)))]
    return np.array([number for number in found if number is not None], dtype=np.intp)


def fold_head(head: CalibratedClassifierCV) -> tuple[FloatMatrix, FloatVector]:
    """Weights (classes, features) and intercepts (classes,) with the inverse temperature multiplied in."""
    calibrated = head.calibrated_classifiers_[0]
    beta = float(calibrated.calibrators[0].beta_)
    return calibrated.estimator.coef_ * beta, calibrated.estimator.intercept_ * beta


def _softmax(logits: list[float]) -> list[float]:
    """In plain floats: for five numbers much faster than arrays."""
    highest = max(logits)
    shifted = [math.exp(value - highest) for value in logits]
    total = sum(shifted)
    return [value / total for value in shifted]


class LinearScorer:
    """Probabilities of a fitted linear `TriageModel`, equal to its `predict_proba` to 1e-9."""

    def __init__(self, model: TriageModel) -> None:
        parts = dict(model.features.transformer_list)
        archetype_weights, archetype_bias = fold_head(model.archetype_head_)
        urgency_weights, urgency_bias = fold_head(model.urgency_head_)
        weights = np.vstack([archetype_weights, urgency_weights]).T
        self._bias = np.concatenate([archetype_bias, urgency_bias])
        blocks: list[FloatMatrix] = []
        numbers: list[dict[str, int]] = []
        first = 0
        for name in ("char", "word"):
            vectoriser = parts[name]
            order, grams = _by_frequency(vectoriser)
            idf = vectoriser.idf_[order, np.newaxis]
            # One row an n-gram, gathered in one go: idf · weights of the nine classes, idf² for the norm.
            blocks.append(np.hstack([idf * weights[first : first + len(order)][order], idf**2]))
            offset = 0 if name == "char" else len(blocks[0])
            numbers.append({gram: offset + number for number, gram in enumerate(grams)})
            first += len(order)
        self._table = np.vstack(blocks)
        self._style = np.ascontiguousarray(weights[first:])
        self._words_from = len(blocks[0])
        chars, self._word_numbers = numbers
        self._char_ngrams = partial(_char_ngrams, numbers=chars)
        self._remembered = lru_cache(_REMEMBERED_WORDS)(self._char_ngrams)

    def score(self, text: str) -> tuple[list[float], list[float]]:
        """Probabilities of one text as sent: five of archetype, four of urgency."""
        normal = normalise(text)
        found = [self._remembered(word) if len(word) <= _LONG_WORD else self._char_ngrams(word) for word in normal.split()]
        found.append(_word_ngrams(normal, self._word_numbers))
        logits = self._bias + np.array(style(text)) @ self._style
        logits += self._logits(np.concatenate(found))
        split = len(ARCHETYPE_CLASSES)
        listed: list[float] = logits.tolist()
        return _softmax(listed[:split]), _softmax(listed[split:])

    def _logits(self, found: IntVector) -> FloatVector:
        """Logits (9,) of n-grams, each number as often as it occurs: sublinear tf · idf, L2 norm a block, times weights."""
        found.sort()
        # The last place of each number; with the place before the first, their distances are the counts.
        last = np.empty(len(found) + 1, dtype=np.intp)
        last[0] = -1
        ends = (found[1:] != found[:-1]).nonzero()[0]
        last[1 : len(ends) + 1] = ends
        last = last[: len(ends) + 1 + (len(found) > 0)]
        last[-1] = len(found) - 1
        index = found.take(last[1:])
        tf = _TF.take(last[1:] - last[:-1] - 1, mode="clip")
        rows = self._table.take(index, axis=0)
        split = int(index.searchsorted(self._words_from))
        result = np.zeros(len(self._bias))
        for part in (slice(0, split), slice(split, len(index))):
            norm = float(np.square(tf[part]) @ rows[part, -1])
            if norm > 0:
                result += (tf[part] @ rows[part, :-1]) / math.sqrt(norm)
        return result

    def nearest(self, text: str, count: int) -> list[Neighbour]:  # noqa: ARG002 -- a scorer's signature
        """None: without the encoder no message lies near another."""
        return []

    def predict_proba(self, texts: Sequence[str]) -> tuple[FloatMatrix, FloatMatrix]:
        """Probabilities of n texts as sent: shapes (n, 5) and (n, 4); n may be 0."""
        rows = [self.score(text) for text in texts]
        return (
            np.array([archetype for archetype, _ in rows]).reshape(-1, len(ARCHETYPE_CLASSES)),
            np.array([urgency for _, urgency in rows]).reshape(-1, len(URGENCIES)),
        )
