"""`make train`: fit both models on data/labelled, and write them with manifest, predictions on writers left out and model card."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from model.artifact import HEADS_FILE, Manifest, dump, dump_manifest, hashes, library_versions
from model.predictor import Predictor
from model.shipped import SHIPPED
from model.stacked import said_of
from training.behaviour import behaviour_figures
from training.crossvalidate import FloatMatrix, Fold, Probabilities, heads_left_out, writer_folds
from training.dataset import LABELLED, Record, data_sha256, read_labelled, targets
from training.encoder.finetune import Recipe
from training.encoder.kept import export_final, scores_left_out
from training.encoder.workshop import Workshop, made_by
from training.fast import train_fast
from training.judged import evaluate
from training.left_out import LeftOut, write_left_out
from training.model_card import write_model_card
from training.neighbours import export_neighbours
from training.recipe import SEED, build_heads, head_weights, version_of
from training.thresholds import thresholds

CACHE = Path(".cache/training")


def fine_tuned(records: Sequence[Record], folds: Sequence[Fold], out: Path, recipe: Recipe, shown: Sequence[Record]) -> FloatMatrix:
    """Fine-tune the encoder into `out`; return scores (n, 9) by encoders that had not seen the row's writer.

    shown: the messages that the workbench may show as like a customer's.
    """
    workshop = Workshop([record.words for record in records], recipe)
    scores = scores_left_out(records, folds, workshop, recipe, CACHE).astype(np.float64)
    export_final(records, workshop, recipe, CACHE, out)
    export_neighbours(shown, out)
    return scores


def train_accurate(
    records: Sequence[Record], folds: Sequence[Fold], fast: Probabilities, out: Path, recipe: Recipe
) -> tuple[FloatMatrix, Probabilities]:
    """Fine-tune the encoder and fit the heads on it into `out`; return its scores and the heads' probabilities on writers left out.

    fast: what the fast model says of writers left out.
    """
    print("accurate model: writers left out", file=sys.stderr)
    archetype, urgency = targets(records)
    scores = fine_tuned(records, folds, out, recipe, records)
    said = said_of([record.words for record in records], scores, *fast)
    weights = head_weights(records)
    found = heads_left_out(said, records, folds, weights)
    dump(build_heads().fit(said, archetype, urgency, [r.writer for r in records], weights), out / HEADS_FILE)
    return scores, found


def train(data: Path, out: Path, recipe: Recipe) -> Manifest:
    """Fit on every message of `data`, measure on writers left out, and write everything to `out`.

    Raises DatasetError for data that cannot be used, PretrainedError without the encoder's weights.
    """
    records = read_labelled(data)
    folds = writer_folds(records)
    print(f"{len(records)} messages", file=sys.stderr)
    print("fast model", file=sys.stderr)
    fast = train_fast(records, folds, out)
    scores, accurate = train_accurate(records, folds, fast, out, recipe)
    found = {"accurate": accurate, "fast": fast}
    digest = data_sha256(data)
    chosen = {name: thresholds(targets(records)[0], *probabilities) for name, probabilities in found.items()}
    write_left_out(LeftOut(fast, accurate, scores, digest), out)
    manifest = Manifest(
        version=version_of(digest, made_by(recipe)),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        data_sha256=digest,
        messages=len(records),
        writers=len({r.writer for r in records}),
        seed=SEED,
        files=hashes(out),
        thresholds=chosen,
        figures={name: evaluate(records, probabilities, chosen[name]["shown"]) for name, probabilities in found.items()},
        libraries=library_versions(),
    )
    dump_manifest(manifest, out)
    manifest.figures["accurate"]["behaviour"] = behaviour_figures(Predictor.load(out), records)
    dump_manifest(manifest, out)
    write_model_card(manifest, out)
    return manifest


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("--data", type=Path, default=LABELLED, help="folder of labelled .jsonl files, one a writer")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="folder for the artefact")
    parser.add_argument("--epochs", type=float, default=Recipe.epochs, help="passes of the encoder over the data")
    options = parser.parse_args()
    manifest = train(options.data, options.out, Recipe(epochs=options.epochs))
    print(f"model {manifest.version} in {options.out}")


if __name__ == "__main__":
    main()
