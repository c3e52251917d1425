"""The trained model on disk: joblib files, encoder, tokenizer, and the manifest that vouches for them.

Hashes are checked before anything is unpickled or given to a parser, library versions after.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import joblib
import numpy
import scipy
import sklearn

from model.heads import TriageModel
from model.neighbours import NEIGHBOURS_FILE
from model.shipped import SHIPPED, ModelName

MANIFEST_FILE: Final = "manifest.json"
FAST_FILE: Final = "fast.joblib"
HEADS_FILE: Final = "heads.joblib"
# The encoder's own files; `model.encoder` reads them.
ENCODER_FILES: Final = ("encoder.onnx", "tokenizer.json", "characters.json")
FORMAT: Final = 4

Fitted = TypeVar("Fitted")
# What each model reads; the accurate one stands on the fast one.
FILES: Final[dict[ModelName, tuple[str, ...]]] = {
    "fast": (FAST_FILE,),
    "accurate": (FAST_FILE, HEADS_FILE, *ENCODER_FILES, NEIGHBOURS_FILE),
}


class ArtifactError(Exception):
    """The artefact cannot be used; the message says which file and why."""


@dataclass(frozen=True)
class Manifest:
    """What the artefact is, from what it was made, and how good it was found to be.

    `files` gives the SHA-256 of each; `thresholds` and `figures` are by model.
    """

    version: str
    created: str
    data_sha256: str
    messages: int
    writers: int
    seed: int
    files: dict[str, str]
    thresholds: dict[str, dict[str, float]]
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


def dump(fitted: object, path: Path) -> None:
    """Write a fitted model or its heads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    joblib.dump(fitted, partial, compress=("zlib", 6))
    partial.replace(path)


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of the artefact's files that are in `folder`, by name."""
    return {name: file_sha256(folder / name) for name in FILES["accurate"] if (folder / name).is_file()}


def dump_manifest(manifest: Manifest, folder: Path) -> None:
    """Write the manifest into `folder`."""
    content = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    _write(folder / MANIFEST_FILE, (content + "\n").encode())


def _check(manifest: Manifest) -> None:
    """Raises TypeError when what the models need is not of its kind."""
    for name in ("files", "thresholds", "figures", "libraries"):
        if not isinstance(getattr(manifest, name), dict):
            raise TypeError(f"{name} is not an object")
    for name, chosen in manifest.thresholds.items():
        if not isinstance(chosen, dict) or not all(isinstance(chosen.get(key), float | int) for key in ("shown", "review")):
            raise TypeError(f"thresholds of {name} lack shown or review")
    if not isinstance(manifest.version, str) or not all(isinstance(digest, str) for digest in manifest.files.values()):
        raise TypeError("version and hashes are texts")


def load_manifest(folder: Path = SHIPPED) -> Manifest:
    """Read the manifest of `folder`. Raises ArtifactError when it is missing or not one."""
    path = folder / MANIFEST_FILE
    try:
        fields = json.loads(path.read_bytes())
        found = fields.get("format") if isinstance(fields, dict) else None
        if isinstance(found, int) and found != FORMAT:
            raise ArtifactError(f"{path} has format {found}; this version reads {FORMAT}")
        if found is None:
            raise ValueError("it has no format")
        manifest = Manifest(**fields)
        _check(manifest)
        return manifest
    except FileNotFoundError as error:
        raise ArtifactError(f"no model in {folder}: {MANIFEST_FILE} is missing; `make train` builds one") from error
    except (ValueError, TypeError, OSError) as error:
        raise ArtifactError(f"{path} is not a manifest: {error}") from error


def verify(manifest: Manifest, folder: Path, name: ModelName) -> None:
    """Check the files of the model `name`. Raises ArtifactError when one is missing or is not the manifest's."""
    for file in FILES[name]:
        path, expected = folder / file, manifest.files.get(file)
        if expected is None:
            raise ArtifactError(f"{folder / MANIFEST_FILE} does not know {file}: the artefact holds no {name} model; set TRIAGE_MODEL=fast")
        try:
            found = file_sha256(path)
        except OSError as error:
            raise ArtifactError(f"{path} cannot be read: {error.strerror}") from error
        if found != expected:
            raise ArtifactError(f"{path} is not the file of its manifest: SHA-256 {found}, expected {expected}")


def unpickle(manifest: Manifest, path: Path, kind: type[Fitted]) -> Fitted:
    """Read one joblib file, verified before. Raises ArtifactError when it holds something else or other versions made it."""
    installed = library_versions()
    differing = [f"{name} {made} (installed: {installed.get(name, 'none')})"
                 for name, made in manifest.libraries.items() if installed.get(name) != made]  # fmt: skip
    if differing:
        raise ArtifactError(f"{path} was made with {', '.join(differing)}; install those or run `make train`")
    try:
        found = joblib.load(path)
    except Exception as error:
        raise ArtifactError(f"{path} cannot be unpickled: {type(error).__name__}") from error
    if not isinstance(found, kind):
        raise ArtifactError(f"{path} holds a {type(found).__name__}, not a {kind.__name__}")
    return found


def load_fast(folder: Path = SHIPPED) -> tuple[TriageModel, Manifest]:
    """Read the linear model of `folder`. Raises ArtifactError when it cannot be used."""
    manifest = load_manifest(folder)
    verify(manifest, folder, "fast")
    return unpickle(manifest, folder / FAST_FILE, TriageModel), manifest
