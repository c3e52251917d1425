"""The recipe of the shipped models, in one place: features, strengths, seed, and how much a message counts."""

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from model.heads import TriageModel
from model.ngrams import build_features
from model.stacked import StackedHeads, Traffic
from training.dataset import Record
from training.thresholds import REVIEW_SHARE, SHOWN_PRECISION

SEED: Final = 7
# Writers whose messages count more in fine-tuning, by the beginning of their names: those who wrote in the
# register of real traffic with its own share of labels, and a company's customers.
REVIEW_WEIGHT: Final = 4.0  # a reviewed entry of a journal counts as so many labelled messages (docs/learning.md)
WEIGHTS: Final[dict[str, float]] = {"s": 4.0, "t": 4.0, "customer-": REVIEW_WEIGHT}

# Writers briefed to write more of the rare labels count less in the heads, whose odds are to be those of traffic.
HEAD_WEIGHTS: Final[dict[str, float]] = dict.fromkeys(("t10", "t11", "t12", "t13", "t14", "t15"), 0.1)

# Regularisation of the accurate model's heads, and how far their odds go towards the shares of labels in real traffic,
# as the validation set has them (docs/model.md).
STRENGTH: Final = 0.01
SHIFT: Final = 0.14
TRAFFIC: Final[Traffic] = ((0.017, 0.003, 0.31, 0.045, 0.625), (0.42, 0.42, 0.145, 0.015))

# Of real texts the heads took too many long ones for ordinary requests and too few short ones: the odds of none are
# multiplied by (101 / (1 + characters)) to this power (docs/model.md).
BREVITY: Final = 0.55

# Between what writers left out ask for (1) and what real texts do (about 1.8): calibration errs a little on both.
SOFTENING: Final = (1.42, 1.35)


def build_fast() -> TriageModel:
    """The unfitted fast model."""
    return TriageModel(build_features(), seed=SEED)


def message_weights(records: Sequence[Record]) -> npt.NDArray[np.float64]:
    """How much each message counts in fine-tuning, shape (n,)."""
    return np.array([next((w for begin, w in WEIGHTS.items() if record.writer.startswith(begin)), 1.0) for record in records])


def head_weights(records: Sequence[Record]) -> npt.NDArray[np.float64]:
    """How much each message counts in the heads, shape (n,)."""
    return np.array([HEAD_WEIGHTS.get(record.writer, 1.0) for record in records])


def build_heads() -> StackedHeads:
    """The unfitted heads of the accurate model."""
    return StackedHeads(STRENGTH, SHIFT, TRAFFIC, SOFTENING, BREVITY, SEED)


def version_of(data_sha256: str, encoder: object) -> str:
    """The name of the model that this recipe makes of the data: the same whenever it is built. `encoder`: how the encoder is made."""
    heads = (WEIGHTS, HEAD_WEIGHTS, STRENGTH, SHIFT, TRAFFIC, SOFTENING, BREVITY, SHOWN_PRECISION, REVIEW_SHARE)
    return f"e5-{hashlib.sha256(repr((data_sha256, encoder, heads)).encode()).hexdigest()[:8]}-{SEED}"
