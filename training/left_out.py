"""Predictions on writers left out, kept beside the artefact: `make eval` reads them instead of training for an hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from training.dataset import DatasetError, Record

FILE = "left_out.npz"
_NAMES = ("fast_archetype", "fast_urgency", "accurate_archetype", "accurate_urgency")


@dataclass(frozen=True)
class LeftOut:
    """Probabilities (n, 5) and (n, 4) of both models, in the order of `read_labelled`, and the hash of those data."""

    fast: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
    accurate: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
    data_sha256: str


def write_left_out(found: LeftOut, folder: Path) -> None:
    """Write the file into `folder`, in half precision."""
    arrays = [values.astype(np.float16) for values in (*found.fast, *found.accurate)]
    named: dict[str, Any] = dict(zip(_NAMES, arrays, strict=True))
    np.savez_compressed(folder / FILE, data_sha256=np.array(found.data_sha256), **named)


def read_left_out(folder: Path, records: Sequence[Record], data_sha256: str) -> LeftOut:
    """Read the file of `folder`. Raises DatasetError when it is missing or was made from other data."""
    try:
        with np.load(folder / FILE) as stored:
            digest = str(stored["data_sha256"])
            one, two, three, four = (stored[name].astype(np.float64) for name in _NAMES)
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(f"{folder / FILE} cannot be read; `make train` writes it: {type(error).__name__}") from error
    if digest != data_sha256 or len(one) != len(records):
        raise DatasetError(f"{folder / FILE} was made from other data than these; run `make train`")
    return LeftOut((one, two), (three, four), digest)
