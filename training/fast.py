"""The fast model: fitted on everything, measured on writers left out."""

from collections.abc import Sequence
from pathlib import Path

from model.artifact import FAST_FILE, dump
from training.crossvalidate import FloatVector, Fold, Probabilities, fast_left_out
from training.dataset import Record, targets
from training.progress import Tell, print_progress
from training.recipe import build_fast


def train_fast(
    records: Sequence[Record], folds: Sequence[Fold], out: Path, weights: FloatVector | None = None, tell: Tell = print_progress
) -> Probabilities:
    """Fit the fast model on everything into `out`; return its probabilities on writers left out.

    weights: (n,), how much each message counts.
    """
    found = fast_left_out(records, folds, weights, tell)
    archetype, urgency = targets(records)
    fitted = build_fast().fit([r.words for r in records], archetype, urgency, [r.writer for r in records], weights)
    dump(fitted, out / FAST_FILE)
    return found
