"""Reviewed entries of a journal, as the model learns from them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from training.crossvalidate import FloatVector, Fold, writer_folds
from training.dataset import DatasetError, Record, checked_record

# Trade of a company's own messages.
DOMAIN: Final = "company"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One reviewed entry: its id in the journal, and the labelled message, whose writer is the customer."""

    id: str
    record: Record


def read_reviewed(lines: Iterable[str | bytes]) -> list[Reviewed]:
    """Read JSON Lines with the fields of a labelled message, `id` and `writer`. Raises DatasetError, which tells the line and no text."""
    found = []
    for number, line in enumerate(lines, 1):
        try:
            entry: dict[str, Any] = json.loads(line)
            id, writer = str(entry.pop("id")), str(entry.pop("writer"))  # noqa: A001 -- the entry's field
            found.append(Reviewed(id, checked_record(entry, writer)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise DatasetError(f"reviewed entry {number} cannot be learned from: {type(error).__name__}") from None
    return found


def folds_with(records: Sequence[Record], reviewed: Sequence[Reviewed]) -> list[Fold]:
    """Folds over the labelled messages, then the reviewed entries; a customer is wholly on one side, as a writer is.

    The labelled messages are cut as without the reviewed entries, so that two models are compared on the same parts.
    """
    labelled, n = writer_folds(records), len(records)
    customers = {writer: number for number, writer in enumerate(sorted({entry.record.writer for entry in reviewed}))}
    part = np.array([customers[entry.record.writer] % len(labelled) for entry in reviewed], dtype=np.int64)
    rows = np.arange(n, n + len(reviewed))
    return [
        (np.concatenate([train, rows[part != number]]), np.concatenate([test, rows[part == number]]))
        for number, (train, test) in enumerate(labelled)
    ]


def counts(labelled: int, reviewed: int, weight: float) -> FloatVector:
    """How much each row counts, shape (labelled + reviewed,): a labelled message 1, a reviewed entry `weight`."""
    return np.concatenate([np.ones(labelled), np.full(reviewed, weight)])
