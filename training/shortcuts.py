"""Does something other than the words give the labels away? Models that see only that, judged on writers left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import cohen_kappa_score
from sklearn.preprocessing import OrdinalEncoder
from threadpoolctl import threadpool_limits

from training.crossvalidate import writer_folds
from training.dataset import Record, targets
from training.recipe import SEED

FloatMatrix = npt.NDArray[np.float64]
_MARKS = "?!.,:;()\"'-—…#@\n"


@dataclass(frozen=True)
class Shortcut:
    """What was seen, and kappa and share right of both heads; the share that the commonest label has."""

    sees: str
    archetype_kappa: float
    archetype_right: float
    urgency_kappa: float
    urgency_right: float


def _origin(records: Sequence[Record]) -> FloatMatrix:
    encoder = OrdinalEncoder(max_categories=60)
    found: FloatMatrix = encoder.fit_transform([[r.lang, r.channel, r.domain] for r in records])
    return found


def _length(records: Sequence[Record]) -> FloatMatrix:
    return np.array([[len(r.text), len(r.text.split())] for r in records], dtype=np.float64)


def _marks(records: Sequence[Record]) -> FloatMatrix:
    return np.array([[r.text.count(mark) for mark in _MARKS] for r in records], dtype=np.float64)


def shortcuts(records: Sequence[Record]) -> list[Shortcut]:
    """Language, channel and trade alone must stay near chance (a test says so); length and punctuation are reported."""
    truth = targets(records)
    folds = writer_folds(records)
    found = []
    for sees, matrix, categories in (
        ("language, channel and trade", _origin(records), [0, 1, 2]),
        ("length", _length(records), None),
        ("punctuation", _marks(records), None),
    ):
        figures = []
        for y in truth:
            predicted = np.zeros_like(y)
            for train, test in folds:
                with threadpool_limits(1):  # on a busy machine its threads wait for each other many times longer than they work
                    model = HistGradientBoostingClassifier(max_iter=30, categorical_features=categories, random_state=SEED)
                    model.fit(matrix[train], y[train])
                    predicted[test] = model.predict(matrix[test])
            figures += [float(cohen_kappa_score(y, predicted)), float((y == predicted).mean())]
        found.append(Shortcut(sees, *figures))
    return found
