"""Learn from corrections: fit anew on data/labelled and the reviewed entries of a journal, and compare with the model in force.

The reviewed entries come as JSON Lines on standard input, so that no customer's words lie in a file. Progress goes to
standard output, a JSON object a line. By default the encoder stays and everything on top of it is fitted anew, in minutes;
with --everything the encoder is fine-tuned, too, for which PyTorch must be installed.
"""

import argparse
import hashlib
import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from model.artifact import ENCODER_FILES, HEADS_FILE, ArtifactError, Manifest, dump, dump_manifest, hashes, library_versions, load_manifest
from model.encoder import Encoder
from model.neighbours import NEIGHBOURS_FILE
from model.predictor import Predictor
from model.shipped import ModelName
from model.stacked import said_of
from training.compare import compare, not_worse
from training.crossvalidate import FloatMatrix, Probabilities, heads_left_out
from training.dataset import LABELLED, DatasetError, Record, data_sha256, read_labelled, targets
from training.encoder.pretrained import PretrainedError
from training.fast import train_fast
from training.judged import evaluate, judged_by_artefact
from training.left_out import LeftOut, labelled_part, read_left_out, write_left_out
from training.progress import Tell
from training.recipe import REVIEW_WEIGHT, SEED, build_heads, head_weights, version_of
from training.reviewed import Reviewed, counts, folds_with, read_reviewed
from training.thresholds import thresholds

REPORT_FILE: Final = "comparison.json"


@dataclass(frozen=True)
class Material:
    """The n labelled messages with their hash, then the m reviewed entries, as one list of rows."""

    records: list[Record]
    reviewed: list[Reviewed]
    data_sha256: str

    @property
    def rows(self) -> list[Record]:
        """All of them, the labelled first."""
        return self.records + [entry.record for entry in self.reviewed]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the reviewed entries."""
        return tuple(entry.id for entry in self.reviewed)

    @property
    def version_suffix(self) -> str:
        """Names the reviewed entries in a model's version: how many, and a hash of what was said of which."""
        said = [(entry.id, entry.record.archetype, entry.record.urgency) for entry in self.reviewed]
        return f"r{len(said)}-{hashlib.sha256(repr(sorted(said)).encode()).hexdigest()[:6]}"


def _live(kept: Probabilities, ids: Sequence[str], found: Probabilities, n: int, wanted: Sequence[str]) -> Probabilities:
    """Rows of the labelled messages, then of `wanted` entries: as kept when a model learned from them, else as found live."""
    place = {id: n + number for number, id in enumerate(ids)}  # noqa: A001 -- the entry's field
    parts = []
    for head in range(2):
        rows = [kept[head][place[id]] if id in place else found[head][number] for number, id in enumerate(wanted)]  # noqa: A001
        parts.append(np.vstack([kept[head][:n], *rows]))
    return parts[0], parts[1]


def champions_word(material: Material, folder: Path, left: LeftOut) -> dict[ModelName, Probabilities]:
    """What the champion in `folder` says of every row; never by a model that had learned from the row.

    Raises ArtifactError when it cannot be loaded.
    """
    n = len(material.records)
    entries = [entry.record for entry in material.reviewed]
    found: dict[ModelName, Probabilities] = {}
    for name, kept in (("accurate", left.accurate), ("fast", left.fast)):
        model: ModelName = "accurate" if name == "accurate" else "fast"
        live = judged_by_artefact(entries, Predictor.load(folder, model)) if entries else labelled_part(kept, 0)
        found[model] = _live(kept, left.reviewed, live, n, material.ids)
    return found


def encoder_scores(material: Material, folder: Path, left: LeftOut) -> FloatMatrix:
    """Scores (n + m, 9) by encoders that had not seen the row: those kept, and the champion's own on entries that are new to it."""
    n = len(material.records)
    place = {id: n + number for number, id in enumerate(left.reviewed)}  # noqa: A001
    fresh = [entry for entry in material.reviewed if entry.id not in place]
    said, _ = Encoder(folder).encode([entry.record.words for entry in fresh])
    of = dict(zip((entry.id for entry in fresh), said, strict=True))
    rows = [left.encoder[place[id]] if id in place else of[id] for id in material.ids]  # noqa: A001
    return np.vstack([left.encoder[:n], *rows])


def comparisons(material: Material, champion: dict[ModelName, Probabilities], challenger: dict[ModelName, Probabilities]) -> dict[str, Any]:
    """Both models of champion and challenger, head by head, on labelled messages and on reviewed entries."""
    n, rows = len(material.records), material.rows
    truth, groups = targets(rows), [record.writer for record in rows]
    result: dict[str, Any] = {}
    for name, said in champion.items():
        result[name] = {}
        for number, head in enumerate(("archetype", "urgency")):
            parts = {}
            for part, where in (("labelled", slice(0, n)), ("reviewed", slice(n, None))):
                if len(truth[number][where]):
                    parts[part] = compare(truth[number][where], said[number][where], challenger[name][number][where], groups[where])
            result[name][head] = {part: found.as_dict() for part, found in parts.items()} | {
                "not_worse": not_worse(parts["labelled"], parts.get("reviewed"))
            }
        result[name]["not_worse"] = all(result[name][head]["not_worse"] for head in ("archetype", "urgency"))
    return result


def learn(material: Material, champion: Path, out: Path, tell: Tell, everything: bool = False) -> dict[str, Any]:
    """Fit a challenger into `out` and return its comparison with the champion in `champion`, which is also written beside it.

    Raises DatasetError when there is nothing new to learn or the champion was made from other labelled data, ArtifactError
    when it cannot be used, PretrainedError when everything is asked for and the encoder's weights are not installed.
    """
    if not material.reviewed:
        raise DatasetError("nothing is reviewed yet")
    out.mkdir(parents=True, exist_ok=True)
    rows, n = material.rows, len(material.records)
    left = read_left_out(champion, material.records, material.data_sha256)
    folds = folds_with(material.records, material.reviewed)
    weights = counts(n, len(material.reviewed), REVIEW_WEIGHT)
    base = load_manifest(champion)
    if not everything and base.version.removesuffix("-e").endswith(material.version_suffix):
        raise DatasetError("nothing was reviewed since the model in force was trained")
    said_before = champions_word(material, champion, left)
    fast = train_fast(rows, folds, out, weights, lambda stage, share: tell(stage, 0.1 + 0.6 * share))
    archetype, urgency = targets(rows)
    if everything:
        # Only here: the encoder's training needs PyTorch.
        from training.encoder.finetune import Recipe
        from training.encoder.workshop import made_by
        from training.train import fine_tuned

        scores = fine_tuned(rows, folds, out, Recipe(), material.records)
        root = version_of(material.data_sha256, made_by(Recipe()))
    else:
        for name in (*ENCODER_FILES, NEIGHBOURS_FILE):
            shutil.copyfile(champion / name, out / name)
        scores = encoder_scores(material, champion, left)
        root = base.version.split("-r")[0]
    tell("heads", 0.85)
    said = said_of([record.words for record in rows], scores, *fast)
    in_heads = weights * head_weights(rows)
    accurate = heads_left_out(said, rows, folds, in_heads)
    dump(build_heads().fit(said, archetype, urgency, [record.writer for record in rows], in_heads), out / HEADS_FILE)
    tell("comparison", 0.95)
    found: dict[ModelName, Probabilities] = {"accurate": accurate, "fast": fast}
    report = comparisons(material, said_before, found)
    write_left_out(LeftOut(fast, accurate, scores, material.data_sha256, material.ids), out)
    labelled = {name: labelled_part(probabilities, n) for name, probabilities in found.items()}
    chosen: dict[str, dict[str, float]] = {
        name: thresholds(targets(material.records)[0], *probabilities) for name, probabilities in labelled.items()
    }
    manifest = Manifest(
        version=f"{root}-{material.version_suffix}" + ("-e" if everything else ""),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        data_sha256=material.data_sha256,
        messages=len(rows),
        writers=len({record.writer for record in material.records}),
        seed=SEED,
        files=hashes(out),
        thresholds=chosen,
        figures={name: evaluate(material.records, part, chosen[name]["shown"]) for name, part in labelled.items()},
        libraries=library_versions(),
    )
    dump_manifest(manifest, out)
    report = {"champion": base.version, "challenger": manifest.version, "reviewed": len(material.reviewed), "models": report}
    (out / REPORT_FILE).write_text(json.dumps(report, indent=1), encoding="utf-8")
    return report


def main() -> int:
    """Command line. Returns 1 when nothing can be learned, and says why on standard error."""
    parser = argparse.ArgumentParser(prog="python -m training.learn", description=__doc__)
    parser.add_argument("--champion", type=Path, required=True, help="folder of the model in force")
    parser.add_argument("--out", type=Path, required=True, help="folder for the challenger")
    parser.add_argument("--labelled", type=Path, default=LABELLED, help="folder of labelled .jsonl files, one a writer")
    parser.add_argument("--everything", action="store_true", help="fine-tune the encoder, too")
    options = parser.parse_args()
    begun = time.monotonic()

    def tell(stage: str, share: float) -> None:
        left = (time.monotonic() - begun) * (1 - share) / share
        print(json.dumps({"stage": stage, "share": round(share, 3), "seconds_left": round(left)}), flush=True)

    try:
        material = Material(read_labelled(options.labelled), read_reviewed(sys.stdin.buffer), data_sha256(options.labelled))
        tell("data", 0.02)
        learn(material, options.champion, options.out, tell, options.everything)
    except (DatasetError, ArtifactError, PretrainedError, OSError, ImportError) as error:
        print(error, file=sys.stderr)
        return 1
    except Exception as error:  # noqa: BLE001 -- its words could be a customer's
        print(f"it broke off with {type(error).__name__}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
