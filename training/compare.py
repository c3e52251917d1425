"""Champion against challenger on the same messages: is the new model at least as good?"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score

FloatMatrix = npt.NDArray[np.float64]
IntVector = npt.NDArray[np.int64]

# A challenger that has fewer labelled messages right may lose no more than this share of them, with 97.5% certainty.
MARGIN: Final = 0.01
# With fewer reviewed entries than this the labelled messages alone decide.
FEW: Final = 20
_RESAMPLES: Final = 2_000
_SEED: Final = 7


@dataclass(frozen=True)
class Comparison:
    """Two models on the same n messages: shares of right answers, kappas, and the difference challenger − champion.

    `low` and `high` hold 95% of it when whole writers or customers are drawn anew (bootstrap, Efron and Tibshirani 1993).
    `gained` messages only the challenger has right, `lost` only the champion; `p` is McNemar's exact test of the two.
    """

    n: int
    champion: float
    challenger: float
    champion_kappa: float | None
    challenger_kappa: float | None
    difference: float
    low: float
    high: float
    gained: int
    lost: int
    p: float

    def as_dict(self) -> dict[str, Any]:
        """For files: four decimals."""
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(self).items()}


def compare(truth: IntVector, champion: FloatMatrix, challenger: FloatMatrix, groups: Sequence[str]) -> Comparison:
    """Compare two (n, k) matrices of probabilities for (n,) class numbers by n writers; n is at least 1."""
    said = [found.argmax(axis=1) for found in (champion, challenger)]
    right = [labels == truth for labels in said]
    gained, lost = int((right[1] & ~right[0]).sum()), int((right[0] & ~right[1]).sum())
    _, number = np.unique(np.array(groups), return_inverse=True)
    change = np.bincount(number, right[1].astype(float) - right[0].astype(float))
    size = np.bincount(number).astype(float)
    drawn = np.random.default_rng(_SEED).integers(0, len(size), (_RESAMPLES, len(size)))
    differences = change[drawn].sum(axis=1) / size[drawn].sum(axis=1)
    low, high = np.quantile(differences, (0.025, 0.975))
    classes = list(range(champion.shape[1]))
    # Where there is one label only, kappa is not defined.
    kappas = [float(cohen_kappa_score(truth, labels, labels=classes)) if len(np.union1d(truth, labels)) > 1 else None for labels in said]
    return Comparison(
        n=len(truth),
        champion=float(right[0].mean()),
        challenger=float(right[1].mean()),
        champion_kappa=kappas[0],
        challenger_kappa=kappas[1],
        difference=float(right[1].mean() - right[0].mean()),
        low=float(low),
        high=float(high),
        gained=gained,
        lost=lost,
        p=float(binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0,
    )


def not_worse(labelled: Comparison, reviewed: Comparison | None) -> bool:
    """Whether a challenger may be promoted: it has as many labelled messages right, or is shown to lose less than the margin;
    and it is not clearly worse on reviewed entries."""
    if labelled.difference < 0 and labelled.low < -MARGIN:
        return False
    return reviewed is None or reviewed.n < FEW or reviewed.high >= 0
