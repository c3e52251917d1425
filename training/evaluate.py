"""`make eval`: accuracy, macro-F1, kappa, confusion and calibration on writers left out, per head and language."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from model.artifact import SHIPPED
from model.labels import ARCHETYPE_CLASSES, LANGUAGES, URGENCIES
from model.predictor import Predictor
from training.crossvalidate import left_out_probabilities
from training.dataset import LABELLED, Record, read_file, read_labelled, targets
from training.metrics import coverage_precision, figures, precision_recall
from training.report import render
from training.thresholds import shown_threshold

FloatMatrix = npt.NDArray[np.float64]

COVERAGE_AT = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)


def evaluate(records: Sequence[Record], found: tuple[FloatMatrix, FloatMatrix], shown_at: float) -> dict[str, Any]:
    """Figures of `found`, the probabilities of both heads for `records`: per head over all and by language.

    found: arrays of shape (n, 5) and (n, 4); shown_at: the threshold of «shows an archetype at all».
    """
    truth = targets(records)
    languages = np.array([record.lang for record in records])
    result: dict[str, Any] = {}
    for name, actual, probabilities in zip(("archetype", "urgency"), truth, found, strict=True):
        parts = {"all": np.ones(len(records), dtype=bool)} | {lang: languages == lang for lang in LANGUAGES}
        result[name] = {part: figures(actual[rows], probabilities[rows]).rounded() for part, rows in parts.items() if rows.any()}
        result[name]["coverage"] = [[round(v, 4) for v in row] for row in coverage_precision(actual, probabilities, COVERAGE_AT)]
    none = len(ARCHETYPE_CLASSES) - 1
    precision, recall = precision_recall(1 - found[0][:, none] >= shown_at, truth[0] != none)
    result["shown"] = {"threshold": shown_at, "precision": round(precision, 4), "recall": round(recall, 4)}
    return result


def evaluate_file(path: Path, folder: Path) -> dict[str, Any]:
    """Figures of the artefact in `folder` on the messages of one file. Raises DatasetError, ArtifactError."""
    records = read_file(path)
    predictor = Predictor.load(folder)
    judged = predictor.judge([record.text for record in records])
    archetype = np.array([[j.archetype.probabilities[c] for c in ARCHETYPE_CLASSES] for j in judged])
    urgency = np.array([[j.urgency.probabilities[c] for c in URGENCIES] for j in judged])
    return evaluate(records, (archetype, urgency), predictor.shown_threshold)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, help="a .jsonl file of your own: judge it with the artefact instead")
    parser.add_argument("--labelled", type=Path, default=LABELLED, help="folder of labelled .jsonl files, one a writer")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of the artefact that judges --data")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    if options.data:
        result = evaluate_file(options.data, options.model)
    else:
        records = read_labelled(options.labelled)
        found = left_out_probabilities(records)
        result = evaluate(records, found, shown_threshold(targets(records)[0], found[0]))
    print(json.dumps(result, indent=1) if options.json else render(result))


if __name__ == "__main__":
    main()
