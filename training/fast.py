"""The fast model: fitted on everything, measured on writers left out."""

import sys
from collections.abc import Sequence
from pathlib import Path

from model.artifact import FAST_FILE, dump
from training.crossvalidate import Fold, Probabilities, fast_left_out
from training.dataset import Record, targets
from training.recipe import build_fast


def train_fast(records: Sequence[Record], folds: Sequence[Fold], out: Path) -> Probabilities:
    """Fit the fast model on everything into `out`; return its probabilities on writers left out."""
    print("fast model: writers left out, then everything", file=sys.stderr)
    found = fast_left_out(records, folds)
    archetype, urgency = targets(records)
    dump(build_fast().fit([r.words for r in records], archetype, urgency, [r.writer for r in records]), out / FAST_FILE)
    return found
