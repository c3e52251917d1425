"""`python -m training.distil`: how much nearer the fast model comes to the accurate one when it learns from that one's probabilities.

The teacher's probabilities are those for writers left out, so it never repeats labels that it was told. It was told those of the
fold being measured, though, and hands on a little of them: the gain on writers left out is an upper bound, the one on `--data` is not.
"""

import argparse
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score

from model.heads import IntVector, softened_weights
from model.shipped import SHIPPED
from training.crossvalidate import writer_folds
from training.dataset import LABELLED, data_sha256, read_file, read_labelled, targets
from training.left_out import read_left_out
from training.recipe import build_fast

FloatMatrix = npt.NDArray[np.float64]
# Classes below this probability do not count: the rows would only multiply.
LEAST: Final = 0.03


def fit_soft(features: FloatMatrix, hard: IntVector, wanted: FloatMatrix, strength: float, power: float) -> LogisticRegression:
    """Multinomial regression towards probabilities `wanted` (n, k): each message once for each class, weighted (Hinton et al. 2015)."""
    kept = np.where(wanted < LEAST, 0.0, wanted)
    kept /= kept.sum(axis=1, keepdims=True)
    rows, classes = np.nonzero(kept)
    balance = softened_weights(hard, power)
    weights = kept[rows, classes] * np.array([balance[int(c)] for c in classes])
    return LogisticRegression(C=strength, max_iter=400, tol=1e-3).fit(features[rows], classes, sample_weight=weights)


def main() -> None:
    """Print kappa of the fast model, of the distilled one and of the teacher."""
    parser = argparse.ArgumentParser(prog="python -m training.distil", description=__doc__)
    parser.add_argument("--data", type=Path, help="a .jsonl file of your own to measure on, too")
    own = parser.parse_args().data
    records = read_labelled()
    teacher = read_left_out(SHIPPED, records, data_sha256(LABELLED)).accurate
    model = build_fast()
    texts = [record.words for record in records]
    features = model.features.fit_transform(texts).tocsr()
    others = read_file(own) if own else []
    strange = model.features.transform([record.words for record in others]) if others else None
    strengths = (model.archetype_strength, model.urgency_strength)
    heads = zip(("archetype", "urgency"), targets(records), teacher, strengths, range(2), strict=True)
    for head, truth, soft, strength, number in heads:
        said = {"fast": np.eye(soft.shape[1])[truth], "distilled": soft}

        def left_out(wanted: FloatMatrix, truth: IntVector = truth, strength: float = strength) -> IntVector:
            found = np.zeros_like(truth)
            for train, test in writer_folds(records):
                found[test] = fit_soft(features[train], truth[train], wanted[train], strength, model.weight_power).predict(features[test])
            return found

        _print(f"{head}, writers left out", truth, {name: left_out(wanted) for name, wanted in said.items()})
        if strange is not None:
            labels = targets(others)[number]
            fitted = {n: fit_soft(features, truth, wanted, strength, model.weight_power).predict(strange) for n, wanted in said.items()}
            _print(f"{head}, {own}", labels, fitted)
        print(f"  teacher on writers left out: {cohen_kappa_score(truth, soft.argmax(axis=1)):.3f}")


def _print(title: str, truth: IntVector, found: dict[str, IntVector]) -> None:
    print(title + ": " + ", ".join(f"{name} {cohen_kappa_score(truth, labels):.3f}" for name, labels in found.items()))


if __name__ == "__main__":
    main()
