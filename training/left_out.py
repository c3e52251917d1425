"""What models said of messages whose writers they had not seen, kept beside the artefact.

`make eval` reads it instead of training for an hour, and heads are fitted anew on it while the encoder stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from training.dataset import DatasetError, Record

FloatMatrix = npt.NDArray[np.float64]
FILE = "left_out.npz"
_NAMES = ("fast_archetype", "fast_urgency", "accurate_archetype", "accurate_urgency", "encoder")


@dataclass(frozen=True)
class LeftOut:
    """Probabilities (n + m, 5) and (n + m, 4) of both models, and the encoder's scores (n + m, 9).

    Rows are the n messages of `read_labelled`, in its order, then the m `reviewed` entries of a journal, by id.
    `data_sha256` is the hash of the labelled data.
    """

    fast: tuple[FloatMatrix, FloatMatrix]
    accurate: tuple[FloatMatrix, FloatMatrix]
    encoder: FloatMatrix
    data_sha256: str
    reviewed: tuple[str, ...] = ()


def write_left_out(found: LeftOut, folder: Path) -> None:
    """Write the file into `folder`, in half precision."""
    arrays = [values.astype(np.float16) for values in (*found.fast, *found.accurate, found.encoder)]
    named: dict[str, Any] = dict(zip(_NAMES, arrays, strict=True))
    np.savez_compressed(folder / FILE, data_sha256=np.array(found.data_sha256), reviewed=np.array(found.reviewed, dtype="U64"), **named)


def read_left_out(folder: Path, records: Sequence[Record], data_sha256: str) -> LeftOut:
    """Read the file of `folder`. Raises DatasetError when it is missing or was made from other data."""
    try:
        with np.load(folder / FILE) as stored:
            digest = str(stored["data_sha256"])
            reviewed = tuple(str(id) for id in stored["reviewed"])  # noqa: A001 -- the entry's field
            one, two, three, four, encoder = (stored[name].astype(np.float64) for name in _NAMES)
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise DatasetError(f"{folder / FILE} cannot be read; `make train` writes it: {type(error).__name__}") from error
    if digest != data_sha256 or len(one) != len(records) + len(reviewed):
        raise DatasetError(f"{folder / FILE} was made from other data than these; run `make train`")
    return LeftOut((one, two), (three, four), encoder, digest, reviewed)


def labelled_part(found: tuple[FloatMatrix, FloatMatrix], messages: int) -> tuple[FloatMatrix, FloatMatrix]:
    """The rows of the labelled messages."""
    return found[0][:messages], found[1][:messages]
