"""The fast model is trained on a small real data set; the shipped one is evaluated."""

import json
import re
import subprocess
import sys
from pathlib import Path

import joblib
import numpy as np
import pytest

from model.artifact import FAST_FILE, load_manifest
from model.scorer import LinearScorer
from model.shipped import SHIPPED
from tests.texts import AWKWARD
from training.crossvalidate import writer_folds
from training.dataset import LABELLED, DatasetError, read_file, read_labelled
from training.evaluate import evaluate_file, evaluate_left_out
from training.fast import train_fast
from training.report import render


def test_the_fast_models_training_is_repeatable(small: Path, tmp_path: Path) -> None:
    records = read_labelled(small)
    folds = writer_folds(records)
    found = [train_fast(records, folds, tmp_path / name) for name in ("first", "second")]
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)
    scorers = [LinearScorer(joblib.load(tmp_path / name / FAST_FILE)) for name in ("first", "second")]
    for one, other in zip(*(scorer.predict_proba(AWKWARD) for scorer in scorers), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)


def test_no_writer_is_on_both_sides_of_a_fold() -> None:
    records = read_labelled()
    for train, test in writer_folds(records):
        assert not {records[i].writer for i in train} & {records[i].writer for i in test}


def test_the_model_card_tells_the_manifests_figures() -> None:
    manifest = load_manifest(SHIPPED)
    card = (SHIPPED / "MODEL_CARD.md").read_text()
    for name in ("accurate", "fast"):
        for head in ("archetype", "urgency"):
            assert f"{manifest.figures[name][head]['all']['kappa']:.3f}" in card


def test_the_kept_predictions_give_the_manifests_figures() -> None:
    manifest = load_manifest(SHIPPED)
    found = evaluate_left_out(LABELLED, SHIPPED, None)
    for name in ("accurate", "fast"):
        assert found[name]["archetype"]["all"]["kappa"] == pytest.approx(manifest.figures[name]["archetype"]["all"]["kappa"], abs=0.003)


def test_kept_predictions_of_other_data_are_refused(small: Path) -> None:
    with pytest.raises(DatasetError, match="other data"):
        evaluate_left_out(small, SHIPPED, None)


def test_messages_of_ones_own_can_be_evaluated(small: Path) -> None:
    path = next(iter(sorted(small.glob("*.jsonl"))))
    command = [sys.executable, "-m", "training.evaluate", "--data", str(path), "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout)
    assert found["archetype"]["all"]["n"] == len(read_file(path))
    assert found["archetype"]["all"]["kappa"] > 0.5  # the shipped model has seen these very messages


def test_a_label_that_is_not_there_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    lines = [
        {"text": "где заказ? третий день жду, ответьте уже!!", "archetype": "impatient"},
        {
            "id": "7",
            "text": "Спасибо, всё пришло.",
            "lang": "ru",
            "channel": "chat",
            "domain": "shop",
            "archetype": "none",
            "urgency": None,
        },
        {"text": "даже не знаю", "archetype": None, "urgency": None},
        {"text": "Verklig text", "lang": "en", "archetype": None, "urgency": "low"},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    found = evaluate_file(path, SHIPPED, "fast")
    assert {part: found["archetype"][part]["n"] for part in ("all", "ru")} == {"all": 2, "ru": 2}
    assert "en" not in found["archetype"]
    assert (found["urgency"]["all"]["n"], found["urgency"]["en"]["n"]) == (1, 1)
    path.write_text(json.dumps(lines[3]))
    only = evaluate_file(path, SHIPPED, "fast")
    assert set(only) == {"urgency"}
    assert "## shown" not in render(only)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"text": "ок"}, "archetype or urgency must be given"),
        ({"text": " ", "urgency": "low"}, "text must be a text"),
        ({"urgency": "low"}, "text must be a text"),
        ({"text": "ок", "urgency": "urgent"}, "urgency is 'urgent'"),
        ({"text": "ок", "urgency": ["low"]}, "urgency is ['low']"),
        ({"text": "ок", "urgensy": "low", "archetype": "none"}, "expected an object with fields of text"),
        ([], "expected an object"),
    ],
)
def test_a_wrong_message_of_ones_own_is_a_clear_error(tmp_path: Path, line: object, reason: str) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps({"text": "ок", "urgency": "low"}) + "\n" + json.dumps(line))
    with pytest.raises(DatasetError, match=re.escape(f"{path}:2: {reason}")):
        evaluate_file(path, SHIPPED, "fast")


@pytest.mark.parametrize("content", ["", '{"text": "ок", "archetype": null}'])
def test_a_file_without_labels_is_a_clear_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "own.jsonl").write_text(content)
    with pytest.raises(DatasetError, match="no labelled messages"):
        evaluate_file(tmp_path, SHIPPED, "fast")
