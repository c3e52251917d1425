"""A small world for learning: few labelled messages, a champion trained on them in seconds, and reviews of real messages."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from model.artifact import ENCODER_FILES, HEADS_FILE, SHIPPED, Manifest, dump, dump_manifest, hashes, library_versions
from model.encoder import Encoder
from model.neighbours import NEIGHBOURS_FILE
from model.stacked import said_of
from training.crossvalidate import heads_left_out, writer_folds
from training.dataset import LABELLED, Record, data_sha256, read_file, read_labelled, targets
from training.fast import train_fast
from training.judged import evaluate
from training.left_out import LeftOut, read_left_out, write_left_out
from training.recipe import SEED, build_heads
from training.thresholds import thresholds


def part_of_the_data(folder: Path, writers: int, every: int) -> Path:
    """Write a part of the labelled messages into `folder`: of the first writers, each `every`-th message."""
    for path in sorted(LABELLED.glob("*.jsonl"))[:writers]:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / path.name).write_text("".join(lines[::every]), encoding="utf-8")
    return folder


def build_champion(labelled: Path, out: Path) -> None:
    """As `make train` does, only that the shipped encoder stands in for those fine-tuned without the writers."""
    out.mkdir()
    records = read_labelled(labelled)
    folds = writer_folds(records)
    fast = train_fast(records, folds, out)
    for name in (*ENCODER_FILES, NEIGHBOURS_FILE):
        shutil.copyfile(SHIPPED / name, out / name)
    texts = [record.words for record in records]
    scores, _ = Encoder(out).encode(texts)
    said = said_of(texts, scores, *fast)
    accurate = heads_left_out(said, records, folds)
    archetype, urgency = targets(records)
    dump(build_heads().fit(said, archetype, urgency, [r.writer for r in records]), out / HEADS_FILE)
    digest = data_sha256(labelled)
    write_left_out(LeftOut(fast, accurate, scores.astype(float), digest), out)
    both = {"accurate": accurate, "fast": fast}
    chosen = {name: thresholds(archetype, *found) for name, found in both.items()}
    manifest = Manifest(
        version="small-1",
        created=datetime.now(UTC).isoformat(),
        data_sha256=digest,
        messages=len(records),
        writers=len({r.writer for r in records}),
        seed=SEED,
        files=hashes(out),
        thresholds=chosen,
        figures={name: evaluate(records, found, chosen[name]["shown"]) for name, found in both.items()},
        libraries=library_versions(),
    )
    dump_manifest(manifest, out)


def mistaken(labelled: Path, champion: Path, count: int) -> list[Record]:
    """Labelled messages that the champion has wrong when their writers are left out: who learns from them is not worse by chance."""
    records = read_labelled(labelled)
    accurate = read_left_out(champion, records, data_sha256(labelled)).accurate
    wrong = [said.argmax(axis=1) != truth for said, truth in zip(accurate, targets(records), strict=True)]
    return [records[i] for i in np.flatnonzero(wrong[0] | wrong[1])[:count]]


def messages(count: int) -> list[Record]:
    """Messages that the small champion has not learned from, of a writer whom it does not know."""
    return read_file(sorted(LABELLED.glob("*.jsonl"))[-1])[:count]


def reviewed_json(count: int) -> str:
    """Reviewed entries as the service hands them to `training.learn`, three to a customer."""
    rows = []
    for number, record in enumerate(messages(count)):
        fields = {name: getattr(record, name) for name in ("text", "lang", "channel", "domain", "archetype", "urgency")}
        rows.append(json.dumps({"id": f"id-{number}", "writer": f"customer-{number // 3}", **fields}, ensure_ascii=False))
    return "\n".join(rows)
