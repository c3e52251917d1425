"""Encoders for the folds and for shipping; what is done is kept, so that an interrupted training resumes."""

import hashlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from training.crossvalidate import Fold
from training.dataset import Record, targets
from training.encoder.finetune import FloatMatrix, IntVector, Recipe
from training.encoder.workshop import Workshop
from training.recipe import message_weights


def _key(seen: str, records: Sequence[Record], recipe: Recipe, rows: IntVector) -> str:
    """What an encoder fine-tuned on `rows` depends on. `seen`: as `Workshop` says it of all texts."""
    labels = [(record.archetype, record.urgency) for record in records]
    return hashlib.sha256(repr((seen, recipe, labels, message_weights(records).tolist(), rows.tolist())).encode()).hexdigest()[:20]


def scores_left_out(records: Sequence[Record], folds: Sequence[Fold], workshop: Workshop, recipe: Recipe, cache: Path) -> FloatMatrix:
    """Scores (n, 9); each row by an encoder fine-tuned without that row's writer. Finished folds are kept in `cache`."""
    cache.mkdir(parents=True, exist_ok=True)
    archetype, urgency = targets(records)
    weights = message_weights(records)
    texts = [record.words for record in records]
    seen = workshop.seen(texts)
    found = np.zeros((len(records), 9), dtype=np.float32)
    begun = time.monotonic()
    for number, fold in enumerate(folds, 1):
        train, test = fold
        path = cache / f"{_key(seen, records, recipe, train)}.npy"
        if not path.is_file():
            print(f"  encoder without the writers of fold {number} of {len(folds)}", file=sys.stderr)
            judge = workshop.judge([texts[i] for i in train], archetype[train], urgency[train], weights[train])
            partial = path.with_suffix(".partial.npy")
            np.save(partial, workshop.scores(judge, [texts[i] for i in test]))
            partial.replace(path)
        found[test] = np.load(path)
        left = (time.monotonic() - begun) / number * (len(folds) + 1 - number)
        print(f"  fold {number} of {len(folds)} done, about {left / 60:.0f} min left with the final encoder", file=sys.stderr)
    return found


def export_final(records: Sequence[Record], workshop: Workshop, recipe: Recipe, cache: Path, out: Path) -> None:
    """Fine-tune on everything and write encoder and tokenizer into `out`. The fine-tuned weights are kept in `cache`."""
    cache.mkdir(parents=True, exist_ok=True)
    texts = [record.words for record in records]
    path = cache / f"{_key(workshop.seen(texts), records, recipe, np.arange(len(records)))}.pt"
    if path.is_file():
        judge = workshop.kept(path)
    else:
        print("  encoder on everything", file=sys.stderr)
        judge = workshop.judge(texts, *targets(records), message_weights(records))
        partial = path.with_suffix(".partial")
        torch.save(judge.state_dict(), partial)
        partial.replace(path)
    workshop.export(judge, out)
