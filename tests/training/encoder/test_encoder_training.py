"""The accurate model's whole road on a small real data set. Needs PyTorch: `make test-train`."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="NOT RUN: the encoder's training needs PyTorch; run `make test-train`")

from model.artifact import load_manifest  # noqa: E402
from model.encoder import Encoder  # noqa: E402
from model.predictor import Predictor  # noqa: E402
from tests.learning_world import reviewed_json  # noqa: E402
from training.dataset import data_sha256, read_labelled, targets  # noqa: E402
from training.encoder.finetune import Recipe  # noqa: E402
from training.encoder.pretrained import PretrainedError, pretrained_file, read_pretrained  # noqa: E402
from training.encoder.workshop import Workshop, made_by  # noqa: E402
from training.learn import Material, learn  # noqa: E402
from training.progress import print_progress  # noqa: E402
from training.recipe import version_of  # noqa: E402
from training.reviewed import read_reviewed  # noqa: E402
from training.train import train  # noqa: E402


@pytest.mark.timeout(600)
def test_the_whole_training_gives_an_artefact_that_judges(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.train.CACHE", tmp_path / "cache")
    manifest = train(small, tmp_path / "first", Recipe(epochs=0.5))
    assert Predictor.load(tmp_path / "first").judge(["когда привезут?"])[0].language == "ru"
    assert manifest.version in (tmp_path / "first" / "MODEL_CARD.md").read_text()
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").iterdir()}
    assert kept
    again = train(small, tmp_path / "second", Recipe(epochs=0.5))
    assert kept == {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").iterdir()}  # finished folds are not done again
    assert again.thresholds == manifest.thresholds
    # The encoder learns from reviews, too, when everything is asked for.
    material = Material(read_labelled(small), read_reviewed(reviewed_json(6).splitlines()), data_sha256(small))
    report = learn(material, tmp_path / "first", tmp_path / "learned", print_progress, everything=True)
    assert report["challenger"].startswith(f"{version_of(data_sha256(small), made_by(Recipe()))}-r6-")
    learned = load_manifest(tmp_path / "learned")
    assert learned.files["encoder.onnx"] != manifest.files["encoder.onnx"]
    assert Predictor.load(tmp_path / "learned").manifest.version == report["challenger"]


@pytest.mark.timeout(600)
def test_the_exported_encoder_says_what_the_trained_one_says(small: Path, tmp_path: Path) -> None:
    records = read_labelled(small)
    texts = [record.words for record in records]
    workshop = Workshop(texts, Recipe(epochs=1))
    judge = workshop.judge(texts, *targets(records), np.ones(len(records)))
    workshop.export(judge, tmp_path)
    exported, _ = Encoder(tmp_path).encode(texts)
    trained = workshop.scores(judge, texts)
    agree = (exported[:, :5].argmax(axis=1) == trained[:, :5].argmax(axis=1)).mean()
    assert agree > 0.9


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"E5S2" + bytes(100))
    with pytest.raises(PretrainedError, match="E5S1"):
        read_pretrained(tmp_path / "other.bin")


def test_the_dequantised_weights_have_the_shapes_of_the_model() -> None:
    found = read_pretrained(pretrained_file())
    assert (found.shape.width, found.shape.layers, found.shape.tokens) == (384, 12, 250_037)
    assert found.matrices["l3.fo.w"].values().shape == (384, 1536)
    assert 0 < np.abs(found.matrices["l3.fo.w"].values()).max() < 10
