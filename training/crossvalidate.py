"""Predictions for messages whose writer the model never saw: whole writers left out, fold by fold."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from model.labels import ARCHETYPE_CLASSES, URGENCIES
from training.dataset import Record, targets
from training.progress import Tell, print_progress
from training.recipe import build_fast, build_heads

FloatMatrix = npt.NDArray[np.float64]
FloatVector = npt.NDArray[np.float64]
IntVector = npt.NDArray[np.int64]
Fold = tuple[IntVector, IntVector]
Probabilities = tuple[FloatMatrix, FloatMatrix]

FOLDS = 4


def writer_folds(records: Sequence[Record]) -> list[Fold]:
    """Row numbers to fit on and to judge, for each fold; a writer is wholly in one or the other.

    Raises ValueError when there are fewer than three writers.
    """
    writers = [record.writer for record in records]
    folds = min(FOLDS, len(set(writers)))
    if folds < 3:
        raise ValueError("leaving writers out needs at least three writers")
    return list(GroupKFold(n_splits=folds).split(np.zeros(len(records)), groups=writers))


def _empty(n: int) -> Probabilities:
    return np.zeros((n, len(ARCHETYPE_CLASSES))), np.zeros((n, len(URGENCIES)))


def fast_left_out(
    records: Sequence[Record], folds: Sequence[Fold], weights: FloatVector | None = None, tell: Tell = print_progress
) -> Probabilities:
    """Probabilities of shape (n, 5) and (n, 4); each row by a fast model fitted and calibrated without that row's writer.

    weights: (n,), how much each message counts.
    """
    writers = [record.writer for record in records]
    archetype, urgency = targets(records)
    texts = np.array([record.words for record in records], dtype=object)
    found = _empty(len(records))

    def judged(train: IntVector, test: IntVector) -> tuple[IntVector, FloatMatrix, FloatMatrix]:
        with threadpool_limits(1):  # a fold a core is faster than a fold on all
            counts = None if weights is None else weights[train]
            model = build_fast().fit(list(texts[train]), archetype[train], urgency[train], [writers[i] for i in train], counts)
        return test, *model.predict_proba(list(texts[test]))

    folded = Parallel(n_jobs=-1, return_as="generator_unordered")(delayed(judged)(*fold) for fold in folds)
    for number, (test, *probabilities) in enumerate(folded, 1):
        found[0][test], found[1][test] = probabilities
        tell("fast model, writers left out", number / len(folds))
    return found


def heads_left_out(
    said: FloatMatrix, records: Sequence[Record], folds: Sequence[Fold], weights: FloatVector | None = None
) -> Probabilities:
    """Probabilities (n, 5) and (n, 4) of stacked heads, each row by heads fitted and calibrated without that row's writer.

    said: (n, 27) of models that had not seen the row's writer; weights: (n,), how much each message counts.
    """
    writers = [record.writer for record in records]
    archetype, urgency = targets(records)
    found = _empty(len(records))
    for train, test in folds:
        counts = None if weights is None else weights[train]
        heads = build_heads().fit(said[train], archetype[train], urgency[train], [writers[i] for i in train], counts)
        found[0][test], found[1][test] = heads.predict_proba(said[test])
    return found
