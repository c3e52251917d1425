"""Learning from reviewed entries, on a small real data set."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.artifact import load_manifest
from model.predictor import Predictor
from tests.learning_world import reviewed_json
from training.dataset import DatasetError, read_labelled
from training.reviewed import folds_with, read_reviewed


def _learn(labelled: Path, champion: Path, out: Path, reviews: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "training.learn", "--champion", str(champion), "--out", str(out), "--labelled", str(labelled)]
    return subprocess.run(command, input=reviews, capture_output=True, text=True, timeout=280, check=False)


@pytest.mark.timeout(900)
def test_a_challenger_is_made_compared_and_learned_from_again(labelled: Path, champion: Path, tmp_path: Path) -> None:
    done = _learn(labelled, champion, tmp_path / "one", reviewed_json(30))
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["share"] for line in told] == sorted(line["share"] for line in told)
    report = json.loads((tmp_path / "one" / "comparison.json").read_text())
    manifest = load_manifest(tmp_path / "one")
    assert manifest.version.startswith("small-1-r30-")
    assert report["champion"] == "small-1"
    for name in ("accurate", "fast"):
        for head in ("archetype", "urgency"):
            assert report["models"][name][head]["reviewed"]["n"] == 30
            assert report["models"][name][head]["labelled"]["n"] == len(read_labelled(labelled))
    assert Predictor.load(tmp_path / "one").judge(["когда привезут?"])[0].language == "ru"
    # The same again is refused; ten more are learned on top.
    again = _learn(labelled, tmp_path / "one", tmp_path / "same", reviewed_json(30))
    assert (again.returncode, again.stderr.strip()) == (1, "nothing was reviewed since the model in force was trained")
    more = _learn(labelled, tmp_path / "one", tmp_path / "two", reviewed_json(40))
    assert more.returncode == 0, more.stderr
    assert load_manifest(tmp_path / "two").version.startswith("small-1-r40-")


@pytest.mark.parametrize(
    ("reviews", "complaint"),
    [
        ("", "nothing is reviewed yet"),
        ('{"id": "1"}\n', "reviewed entry 1 cannot be learned from"),
        (reviewed_json(1).replace('"archetype": "', '"archetype": "x'), "reviewed entry 1 cannot be learned from: ValueError"),
    ],
)
def test_what_cannot_be_learned_is_told_without_a_word_of_it(
    labelled: Path, champion: Path, tmp_path: Path, reviews: str, complaint: str
) -> None:
    found = _learn(labelled, champion, tmp_path / "out", reviews)
    assert found.returncode == 1
    assert complaint in found.stderr
    assert "Traceback" not in found.stderr


def test_a_champion_of_other_data_is_refused(champion: Path, tmp_path: Path) -> None:
    found = _learn(Path("data/labelled"), champion, tmp_path / "out", reviewed_json(3))
    assert found.returncode == 1
    assert "other data" in found.stderr


def test_no_customer_is_on_both_sides_of_a_fold_and_all_are_judged_once(labelled: Path) -> None:
    records, reviewed = read_labelled(labelled), read_reviewed(reviewed_json(31).splitlines())
    rows = records + [entry.record for entry in reviewed]
    folds = folds_with(records, reviewed)
    for train, test in folds:
        assert not {rows[i].writer for i in train} & {rows[i].writer for i in test}
        assert len(train) + len(test) == len(rows)
    np.testing.assert_array_equal(np.sort(np.concatenate([test for _, test in folds])), np.arange(len(rows)))


def test_with_three_writers_every_customer_is_judged_once(labelled: Path) -> None:
    records = [replace(record, writer=f"w{number % 3}") for number, record in enumerate(read_labelled(labelled))]
    reviewed = read_reviewed(reviewed_json(31).splitlines())
    folds = folds_with(records, reviewed)
    np.testing.assert_array_equal(np.sort(np.concatenate([test for _, test in folds])), np.arange(len(records) + 31))


def test_reviewed_entries_are_checked() -> None:
    with pytest.raises(DatasetError, match="entry 2"):
        read_reviewed([reviewed_json(1), "[]"])


def test_learning_needs_no_tool_of_tests_or_of_the_encoders_training() -> None:
    """The button starts it in the service's own environment."""
    code = "import sys, training.learn; print({'httpx', 'matplotlib', 'torch', 'onnx', 'wordfreq'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "set()"
