"""The trained model on disk: a joblib file and the manifest that vouches for it.

The hash is checked before anything is unpickled, the library versions after.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import joblib
import numpy
import scipy
import sklearn

from model.heads import TriageModel

SHIPPED: Final = Path(__file__).parent / "artifact"
MODEL_FILE: Final = "model.joblib"
MANIFEST_FILE: Final = "manifest.json"
FORMAT: Final = 1


class ArtifactError(Exception):
    """The artefact cannot be used; the message says which file and why."""


@dataclass(frozen=True)
class Manifest:
    """What the artefact is, from what it was made, and how good it was found to be."""

    version: str
    created: str
    model_sha256: str
    data_sha256: str
    messages: int
    writers: int
    seed: int
    thresholds: dict[str, float]
    figures: dict[str, Any] = field(default_factory=dict)
    libraries: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


def library_versions() -> dict[str, str]:
    """The versions that a pickled model depends on."""
    return {"numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "joblib": joblib.__version__}


def file_sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all: a crash leaves the file as it was."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def dump_model(model: TriageModel, folder: Path) -> str:
    """Write the fitted model into `folder` and return the file's SHA-256."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / (MODEL_FILE + ".partial")
    joblib.dump(model, partial, compress=("zlib", 6))
    partial.replace(folder / MODEL_FILE)
    return file_sha256(folder / MODEL_FILE)


def dump_manifest(manifest: Manifest, folder: Path) -> None:
    """Write the manifest into `folder`."""
    content = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    _write(folder / MANIFEST_FILE, (content + "\n").encode())


def load_manifest(folder: Path) -> Manifest:
    """Read the manifest of `folder`. Raises ArtifactError when it is missing or not one."""
    path = folder / MANIFEST_FILE
    try:
        fields = json.loads(path.read_bytes())
        manifest = Manifest(**fields)
    except FileNotFoundError as error:
        raise ArtifactError(f"no model in {folder}: {MANIFEST_FILE} is missing; `make train` builds one") from error
    except (ValueError, TypeError, OSError) as error:
        raise ArtifactError(f"{path} is not a manifest: {error}") from error
    if manifest.format != FORMAT:
        raise ArtifactError(f"{path} has format {manifest.format}; this version reads {FORMAT}")
    return manifest


def load(folder: Path = SHIPPED) -> tuple[TriageModel, Manifest]:
    """Read the model of `folder`.

    Raises ArtifactError when a file is missing, its hash is not the manifest's (nothing is
    unpickled then), it holds something else, or it was made by other library versions.
    """
    manifest = load_manifest(folder)
    path = folder / MODEL_FILE
    try:
        found = file_sha256(path)
    except OSError as error:
        raise ArtifactError(f"{path} cannot be read: {error.strerror}") from error
    if found != manifest.model_sha256:
        raise ArtifactError(f"{path} is not the file of its manifest: SHA-256 {found}, expected {manifest.model_sha256}")
    installed = library_versions()
    differing = [f"{name} {made} (installed: {installed.get(name, 'none')})"
                 for name, made in manifest.libraries.items() if installed.get(name) != made]  # fmt: skip
    try:
        model = joblib.load(path)
    except Exception as error:
        hint = f"; it was made with {', '.join(differing)}" if differing else ""
        raise ArtifactError(f"{path} cannot be unpickled: {type(error).__name__}{hint}") from error
    if differing:
        raise ArtifactError(f"{path} was made with {', '.join(differing)}; install those or run `make train`")
    if not isinstance(model, TriageModel):
        raise ArtifactError(f"{path} holds a {type(model).__name__}, not a TriageModel")
    return model, manifest
