import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest

from model.artifact import ENCODER_FILES, FAST_FILE, FILES, ArtifactError, dump, file_sha256, hashes, load_fast, load_manifest
from model.predictor import Predictor
from model.scorer import LinearScorer
from model.shipped import SHIPPED
from tests.texts import AWKWARD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "artifact"))


def edit_manifest(folder: Path, **changes: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def vouch(folder: Path, name: str) -> None:
    """Write the hash that the file now has into the manifest."""
    files = json.loads((folder / "manifest.json").read_text())["files"]
    edit_manifest(folder, files=files | {name: file_sha256(folder / name)})


class _Fires:
    """A pickle that would write a file when it is loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.write_text, (self.path, "fired")


def test_the_shipped_artefact_is_the_one_of_its_manifest() -> None:
    assert hashes(SHIPPED) == load_manifest(SHIPPED).files


def test_encoder_and_tokenizer_stay_small() -> None:
    assert sum((SHIPPED / name).stat().st_size for name in ENCODER_FILES) <= 60_000_000


def test_saved_and_loaded_it_says_the_same(folder: Path) -> None:
    model, _ = load_fast(folder)
    dump(model, folder / FAST_FILE)
    vouch(folder, FAST_FILE)
    again, _ = load_fast(folder)
    for before, after in zip(LinearScorer(model).predict_proba(AWKWARD), LinearScorer(again).predict_proba(AWKWARD), strict=True):
        np.testing.assert_array_equal(before, after)


def test_a_foreign_file_is_refused_before_it_is_unpickled(folder: Path, tmp_path: Path) -> None:
    joblib.dump(_Fires(tmp_path / "fired"), folder / FAST_FILE)
    with pytest.raises(ArtifactError, match="SHA-256"):
        load_fast(folder)
    assert not (tmp_path / "fired").exists()


def test_a_file_cut_short_is_refused(folder: Path) -> None:
    whole = (folder / FAST_FILE).read_bytes()
    (folder / FAST_FILE).write_bytes(whole[:-1])
    with pytest.raises(ArtifactError, match="SHA-256"):
        load_fast(folder)


def test_something_else_under_a_right_hash_is_refused(folder: Path) -> None:
    joblib.dump({"a": 1}, folder / FAST_FILE)
    vouch(folder, FAST_FILE)
    with pytest.raises(ArtifactError, match="holds a dict"):
        load_fast(folder)


def test_rubbish_under_a_right_hash_is_refused(folder: Path) -> None:
    (folder / FAST_FILE).write_bytes(b"rubbish")
    vouch(folder, FAST_FILE)
    with pytest.raises(ArtifactError, match="cannot be unpickled"):
        load_fast(folder)


@pytest.mark.parametrize("library", ["scikit-learn", "numpy", "some-library"])
def test_other_library_versions_are_refused_by_name(folder: Path, library: str) -> None:
    libraries = json.loads((folder / "manifest.json").read_text())["libraries"]
    edit_manifest(folder, libraries=libraries | {library: "0.0.1"})
    with pytest.raises(ArtifactError, match=rf"{library} 0\.0\.1"):
        load_fast(folder)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "is missing"), ("{", "is not a manifest"), ("[]", "is not a manifest"), ('{"version": "1"}', "is not a manifest")],
)
def test_a_wrong_manifest_is_refused(folder: Path, content: str | None, reason: str) -> None:
    path = folder / "manifest.json"
    path.unlink()
    if content is not None:
        path.write_text(content)
    with pytest.raises(ArtifactError, match=reason):
        load_fast(folder)


@pytest.mark.parametrize(
    "changed",
    [{"files": []}, {"thresholds": {"fast": {}}}, {"thresholds": {"fast": {"shown": "x", "review": 1}}}, {"version": 1}, {"format": None}],
)
def test_a_manifest_with_a_field_of_another_kind_is_refused(folder: Path, changed: dict[str, object]) -> None:
    edit_manifest(folder, **changed)
    with pytest.raises(ArtifactError, match="is not a manifest"):
        load_fast(folder)


def test_what_other_versions_made_is_not_even_unpickled(folder: Path) -> None:
    (folder / FAST_FILE).write_bytes(b"rubbish")
    vouch(folder, FAST_FILE)
    edit_manifest(folder, libraries={"numpy": "0.0.1"})
    with pytest.raises(ArtifactError, match=r"numpy 0\.0\.1"):
        load_fast(folder)


def test_a_newer_format_is_refused(folder: Path) -> None:
    edit_manifest(folder, format=99)
    with pytest.raises(ArtifactError, match="format 99"):
        load_fast(folder)


def test_a_missing_model_is_refused(folder: Path) -> None:
    (folder / FAST_FILE).unlink()
    with pytest.raises(ArtifactError, match="cannot be read"):
        load_fast(folder)


@pytest.mark.parametrize("name", FILES["accurate"])
@pytest.mark.parametrize("damage", ["cut", "foreign", "missing"])
def test_any_damaged_file_is_refused_by_name(folder: Path, name: str, damage: str) -> None:
    path = folder / name
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] if damage == "cut" else b"foreign")
    with pytest.raises(ArtifactError, match=re.escape(name)):
        Predictor.load(folder)


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "characters.json"])
def test_rubbish_for_an_encoder_under_a_right_hash_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"rubbish")
    vouch(folder, name)
    with pytest.raises(ArtifactError, match="encoder"):
        Predictor.load(folder)


def test_the_fast_model_does_without_the_encoder(folder: Path) -> None:
    for name in ENCODER_FILES:
        (folder / name).unlink()
    assert Predictor.load(folder, "fast").judge(["когда привезут?"])[0].language == "ru"


def test_the_fast_model_does_without_onnxruntime() -> None:
    code = (
        "import sys; sys.modules['onnxruntime'] = None; sys.modules['tokenizers'] = None\n"
        "from model.predictor import Predictor\n"
        "print(Predictor.load(name='fast').judge(['hello?? anyone'])[0].language)\n"
        "try: Predictor.load()\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
    assert out.splitlines()[0] == "en"
    assert "ArtifactError" in out
    assert "TRIAGE_MODEL=fast" in out
