"""`make train`: fit the model on data/labelled, and write it with its manifest and model card."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from model.artifact import SHIPPED, Manifest, dump_manifest, dump_model, library_versions
from training.crossvalidate import left_out_probabilities
from training.dataset import LABELLED, data_sha256, read_labelled, targets
from training.evaluate import evaluate
from training.model_card import write_model_card
from training.recipe import SEED, build_model
from training.thresholds import review_threshold, shown_threshold


def train(data: Path, out: Path) -> Manifest:
    """Fit on every message of `data`, measure on writers left out, write artefact, manifest and model card to `out`.

    Raises DatasetError for data that cannot be used.
    """
    records = read_labelled(data)
    archetype, urgency = targets(records)
    print(f"{len(records)} messages; measuring on writers left out", file=sys.stderr)
    found = left_out_probabilities(records)
    shown = shown_threshold(archetype, found[0])
    print("fitting on everything", file=sys.stderr)
    model = build_model().fit([r.text for r in records], archetype, urgency, [r.writer for r in records])
    digest = dump_model(model, out)
    data_digest = data_sha256(data)
    manifest = Manifest(
        # The same data and recipe give the same name, whenever it is built.
        version=f"linear-{data_digest[:8]}-{SEED}",
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model_sha256=digest,
        data_sha256=data_digest,
        messages=len(records),
        writers=len({r.writer for r in records}),
        seed=SEED,
        thresholds={"shown": shown, "review": review_threshold(*found)},
        figures=evaluate(records, found, shown),
        libraries=library_versions(),
    )
    dump_manifest(manifest, out)
    write_model_card(manifest, out)
    return manifest


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("--data", type=Path, default=LABELLED, help="folder of labelled .jsonl files, one a writer")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="folder for the artefact")
    options = parser.parse_args()
    manifest = train(options.data, options.out)
    print(f"model {manifest.version} in {options.out}")


if __name__ == "__main__":
    main()
