"""A small world for learning: few labelled messages, a champion trained on them in seconds, and reviews of real messages."""

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from model.artifact import ENCODER_FILES, HEADS_FILE, Manifest, dump, dump_manifest, hashes, library_versions
from model.encoder import Encoder
from model.neighbours import NEIGHBOURS_FILE
from model.shipped import SHIPPED
from model.stacked import said_of
from training.crossvalidate import heads_left_out, writer_folds
from training.dataset import LABELLED, Record, data_sha256, read_file, read_labelled, targets
from training.fast import train_fast
from training.judged import evaluate
from training.left_out import LeftOut, write_left_out
from training.recipe import SEED, build_heads
from training.thresholds import thresholds


def part_of_the_data(folder: Path, writers: int) -> Path:
    """Write a part of the labelled messages into `folder`: of each of the first writers the shortest message of every pair of labels."""
    for path in sorted(LABELLED.glob("*.jsonl"))[:writers]:
        lines = sorted(path.read_text(encoding="utf-8").splitlines(keepends=True), key=len, reverse=True)
        shortest = {(entry["archetype"], entry["urgency"]): line for line in lines for entry in (json.loads(line),)}
        (folder / path.name).write_text("".join(shortest.values()), encoding="utf-8")
    return folder


def _carelessly_labelled(records: Sequence[Record]) -> list[Record]:
    """Five in six testers taken for plain requests, and as much high urgency for normal."""
    seen: Counter[str] = Counter()

    def overlooked(label: str, instead: str, among: str) -> str:
        if label != among:
            return label
        seen[among] += 1
        return instead if seen[among] % 6 else among

    return [
        replace(record, archetype=overlooked(record.archetype, "none", "tester"), urgency=overlooked(record.urgency, "normal", "high"))
        for record in records
    ]


def build_champion(labelled: Path, out: Path) -> None:
    """As `make train` does, only that the shipped encoder stands in for those fine-tuned without the writers, and that the
    labels are careless ones: so that whoever learns from the right ones is better on every machine, not by chance."""
    out.mkdir()
    records = read_labelled(labelled)
    careless = _carelessly_labelled(records)
    folds = writer_folds(records)
    fast = train_fast(careless, folds, out)
    for name in (*ENCODER_FILES, NEIGHBOURS_FILE):
        shutil.copyfile(SHIPPED / name, out / name)
    texts = [record.words for record in records]
    scores, _ = Encoder(out).encode(texts)
    said = said_of(texts, scores, *fast)
    accurate = heads_left_out(said, careless, folds)
    dump(build_heads().fit(said, *targets(careless), [r.writer for r in records]), out / HEADS_FILE)
    digest = data_sha256(labelled)
    write_left_out(LeftOut(fast, accurate, scores.astype(float), digest), out)
    both = {"accurate": accurate, "fast": fast}
    chosen = {name: thresholds(targets(records)[0], *found) for name, found in both.items()}
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
