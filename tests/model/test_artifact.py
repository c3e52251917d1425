import json
import shutil
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest

from model.artifact import SHIPPED, ArtifactError, dump_model, file_sha256, load, load_manifest
from model.scorer import LinearScorer
from tests.texts import AWKWARD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "artifact"))


def edit_manifest(folder: Path, **changes: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


class _Fires:
    """A pickle that would write a file when it is loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.write_text, (self.path, "fired")


def test_the_shipped_artefact_is_the_one_of_its_manifest() -> None:
    assert file_sha256(SHIPPED / "model.joblib") == load_manifest(SHIPPED).model_sha256


def test_saved_and_loaded_it_says_the_same(folder: Path) -> None:
    model, _ = load(folder)
    edit_manifest(folder, model_sha256=dump_model(model, folder))
    again, _ = load(folder)
    for before, after in zip(LinearScorer(model).predict_proba(AWKWARD), LinearScorer(again).predict_proba(AWKWARD), strict=True):
        np.testing.assert_array_equal(before, after)


def test_a_foreign_file_is_refused_before_it_is_unpickled(folder: Path, tmp_path: Path) -> None:
    joblib.dump(_Fires(tmp_path / "fired"), folder / "model.joblib")
    with pytest.raises(ArtifactError, match="SHA-256"):
        load(folder)
    assert not (tmp_path / "fired").exists()


def test_a_file_cut_short_is_refused(folder: Path) -> None:
    whole = (folder / "model.joblib").read_bytes()
    (folder / "model.joblib").write_bytes(whole[:-1])
    with pytest.raises(ArtifactError, match="SHA-256"):
        load(folder)


def test_something_else_under_a_right_hash_is_refused(folder: Path) -> None:
    joblib.dump({"a": 1}, folder / "model.joblib")
    edit_manifest(folder, model_sha256=file_sha256(folder / "model.joblib"))
    with pytest.raises(ArtifactError, match="holds a dict"):
        load(folder)


def test_rubbish_under_a_right_hash_is_refused(folder: Path) -> None:
    (folder / "model.joblib").write_bytes(b"rubbish")
    edit_manifest(folder, model_sha256=file_sha256(folder / "model.joblib"))
    with pytest.raises(ArtifactError, match="cannot be unpickled"):
        load(folder)


@pytest.mark.parametrize("library", ["scikit-learn", "numpy", "some-library"])
def test_other_library_versions_are_refused_by_name(folder: Path, library: str) -> None:
    libraries = json.loads((folder / "manifest.json").read_text())["libraries"]
    edit_manifest(folder, libraries=libraries | {library: "0.0.1"})
    with pytest.raises(ArtifactError, match=rf"{library} 0\.0\.1"):
        load(folder)


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
        load(folder)


def test_a_newer_format_is_refused(folder: Path) -> None:
    edit_manifest(folder, format=99)
    with pytest.raises(ArtifactError, match="format 99"):
        load(folder)


def test_a_missing_model_is_refused(folder: Path) -> None:
    (folder / "model.joblib").unlink()
    with pytest.raises(ArtifactError, match="cannot be read"):
        load(folder)
