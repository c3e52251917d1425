"""Predictions for messages whose writer the model never saw: whole writers left out, fold by fold."""

import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from model.labels import ARCHETYPE_CLASSES, URGENCIES
from training.dataset import Record, targets
from training.recipe import build_model

FloatMatrix = npt.NDArray[np.float64]
IntVector = npt.NDArray[np.int64]

FOLDS = 10


def left_out_probabilities(records: Sequence[Record]) -> tuple[FloatMatrix, FloatMatrix]:
    """Probabilities of shape (n, 5) and (n, 4); each row by a model fitted and calibrated without that row's writer.

    Raises ValueError when there are fewer than three writers.
    """
    writers = [record.writer for record in records]
    folds = min(FOLDS, len(set(writers)))
    if folds < 3:
        raise ValueError("leaving writers out needs at least three writers")
    archetype, urgency = targets(records)
    texts = np.array([record.text for record in records], dtype=object)
    found = np.zeros((len(records), len(ARCHETYPE_CLASSES))), np.zeros((len(records), len(URGENCIES)))
    splits = list(GroupKFold(n_splits=folds).split(texts, archetype, writers))

    def fold(train: IntVector, test: IntVector) -> tuple[IntVector, FloatMatrix, FloatMatrix]:
        with threadpool_limits(1):  # a fold a core is faster than a fold on all
            model = build_model().fit(list(texts[train]), archetype[train], urgency[train], [writers[i] for i in train])
        return test, *model.predict_proba(list(texts[test]))

    folded = Parallel(n_jobs=-1, return_as="generator_unordered")(delayed(fold)(*split) for split in splits)
    for number, (test, *probabilities) in enumerate(folded, 1):
        found[0][test], found[1][test] = probabilities
        print(f"  {number} of {folds} folds; this one left out {len(test)} messages", file=sys.stderr)
    return found
