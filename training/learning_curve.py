"""How good the fast model gets with more messages, and with more writers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from sklearn.metrics import cohen_kappa_score
from threadpoolctl import threadpool_limits

from training.crossvalidate import writer_folds
from training.dataset import Record, targets
from training.recipe import SEED, build_fast

SHARES: Final = (0.1, 0.2, 0.4, 0.7, 1.0)
_MIN_WRITERS: Final = 2


@dataclass(frozen=True)
class Curve:
    """Kappa of both heads at each size; `of` says what the sizes count."""

    of: str
    sizes: list[int]
    archetype: list[float]
    urgency: list[float]


def learning_curve(records: Sequence[Record]) -> list[Curve]:
    """Two curves on the writers of one fold: over messages chosen at random, and over whole writers."""
    train, test = writer_folds(records)[0]
    rng = np.random.default_rng(SEED)
    mixed = rng.permutation(train)
    by_size = [np.sort(mixed[: round(len(mixed) * share)]) for share in SHARES]
    writers = rng.permutation(sorted({records[i].writer for i in train}))
    counts = sorted({max(_MIN_WRITERS, round(len(writers) * share)) for share in SHARES})
    by_writer = [np.array([i for i in train if records[i].writer in set(writers[:count])]) for count in counts]
    truth = targets(records)

    def kappas(rows: npt.NDArray[np.int64]) -> tuple[float, float]:
        chosen = [records[i] for i in rows]
        with threadpool_limits(1):
            model = build_fast().fit([r.words for r in chosen], *targets(chosen), [r.writer for r in chosen])
        found = model.predict_proba([records[i].words for i in test])
        first, second = (float(cohen_kappa_score(y[test], p.argmax(axis=1))) for y, p in zip(truth, found, strict=True))
        return first, second

    found = Parallel(n_jobs=-1)(delayed(kappas)(rows) for rows in (*by_size, *by_writer))
    sizes = found[: len(by_size)], found[len(by_size) :]
    return [
        Curve(of, counted, [a for a, _ in pairs], [u for _, u in pairs])
        for of, counted, pairs in zip(("messages", "writers"), ([len(r) for r in by_size], counts), sizes, strict=True)
    ]
