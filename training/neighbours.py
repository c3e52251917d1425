"""Where the labelled messages lie, for the workbench to show those like a customer's."""

from collections.abc import Sequence
from pathlib import Path

from model.encoder import Encoder
from model.neighbours import write_neighbours
from training.dataset import Record


def export_neighbours(records: Sequence[Record], folder: Path) -> None:
    """Encode every message with the encoder in `folder` and write the file beside it."""
    _, vectors = Encoder(folder).encode([record.words for record in records])
    write_neighbours(folder, vectors, [(record.text, record.archetype, record.urgency) for record in records])
