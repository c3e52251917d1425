"""Labelled messages that lie nearest to a text by the encoder: why the model may think so, by example."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

NEIGHBOURS_FILE: Final = "neighbours.npz"
# Unit vectors are kept as whole numbers up to this: the order of the nearest stays, at a quarter of the bytes.
_SCALE: Final = 127


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A labelled message; `similarity` is the cosine of the two texts' vectors."""

    text: str
    archetype: str
    urgency: str
    similarity: float


def _unit(vectors: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: npt.NDArray[np.float32] = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result


def write_neighbours(folder: Path, vectors: npt.NDArray[np.floating], messages: Sequence[tuple[str, str, str]]) -> None:
    """Write the file into `folder`. vectors: (n, width) of the encoder; messages: n times text, archetype, urgency."""
    kept = np.round(_unit(vectors) * _SCALE).astype(np.int8)
    told = np.frombuffer(json.dumps(list(messages), ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez_compressed(folder / NEIGHBOURS_FILE, vectors=kept, messages=told)


class Neighbours:
    """The labelled messages of an artefact. Safe in threads."""

    def __init__(self, folder: Path) -> None:
        """Read the file of `folder`, verified before. Raises ValueError when it is not one."""
        with np.load(folder / NEIGHBOURS_FILE, allow_pickle=False) as stored:
            self._vectors = stored["vectors"]
            self._messages: list[list[str]] = json.loads(stored["messages"].tobytes())
        if len(self._vectors) != len(self._messages):
            raise ValueError("vectors and messages are not the same number")

    def nearest(self, vector: npt.NDArray[np.floating], count: int) -> list[Neighbour]:
        """The `count` messages nearest to a vector (width,), the nearest first; fewer when there are fewer."""
        similar = (self._vectors @ _unit(vector[np.newaxis])[0]) / _SCALE
        best = np.argsort(-similar, kind="stable")[:count]
        found = []
        for number in best:
            text, archetype, urgency = self._messages[number]
            found.append(Neighbour(text, archetype, urgency, float(similar[number])))
        return found
