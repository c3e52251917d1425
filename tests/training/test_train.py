"""The whole road on a small real data set: train, load, judge, evaluate."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from model.artifact import load, load_manifest
from model.predictor import Predictor
from model.scorer import LinearScorer
from tests.texts import AWKWARD, IMPATIENT_RU
from training.dataset import LABELLED, read_file
from training.train import train


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every fourth message of four writers."""
    folder = tmp_path_factory.mktemp("labelled")
    for path in sorted(LABELLED.glob("*.jsonl"))[:4]:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / path.name).write_text("".join(lines[::4]), encoding="utf-8")
    return folder


def test_training_is_repeatable_and_its_artefact_works(small: Path, tmp_path: Path) -> None:
    first = train(small, tmp_path / "first")
    second = train(small, tmp_path / "second")
    assert (first.version, first.data_sha256, first.thresholds) == (second.version, second.data_sha256, second.thresholds)
    for one, other in zip(
        LinearScorer(load(tmp_path / "first")[0]).predict_proba(AWKWARD),
        LinearScorer(load(tmp_path / "second")[0]).predict_proba(AWKWARD),
        strict=True,
    ):
        np.testing.assert_allclose(one, other, atol=1e-12)
    assert Predictor.load(tmp_path / "first").judge([IMPATIENT_RU])[0].language == "ru"
    card = (tmp_path / "first" / "MODEL_CARD.md").read_text()
    assert first.version in card
    assert f"| all | {first.messages} |" in card


def test_the_model_card_tells_the_manifests_figures() -> None:
    manifest = load_manifest(Path("model/artifact"))
    card = Path("model/artifact/MODEL_CARD.md").read_text()
    for head in ("archetype", "urgency"):
        assert f"{manifest.figures[head]['all']['kappa']:.3f}" in card


def test_messages_of_ones_own_can_be_evaluated(small: Path) -> None:
    path = next(iter(sorted(small.glob("*.jsonl"))))
    command = [sys.executable, "-m", "training.evaluate", "--data", str(path), "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout)
    assert found["archetype"]["all"]["n"] == len(read_file(path))
    assert found["archetype"]["all"]["kappa"] > 0.5  # the shipped model has seen these very messages
