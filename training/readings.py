"""The readings behind the labels: what the writer, the blind second reader and, where they differed, a third said of each message."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sklearn.metrics import cohen_kappa_score

from training.dataset import DatasetError, Record

READINGS: Final = Path("data/readings")
HEADS: Final = ("archetype", "urgency")


@dataclass(frozen=True, slots=True)
class Reading:
    """The labels (archetype, urgency) of one message by each reader; `third` only where the first two differed.

    `message` is the head of the text's SHA-256: messages that were dropped leave no text behind.
    """

    message: str
    writer: str
    first: tuple[str, str]
    second: tuple[str, str]
    third: tuple[str, str] | None

    def label(self, head: int) -> str | None:
        """What two of the readers said for the head, None when all differ."""
        votes = [reader[head] for reader in (self.first, self.second, self.third) if reader]
        return next((vote for vote in votes if votes.count(vote) > 1), None)


def message_key(text: str) -> str:
    """The name of a message in the readings."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_readings(folder: Path = READINGS) -> list[Reading]:
    """Read the readings of all writers. Raises DatasetError at a line that is none."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                entry = json.loads(line)
                third = entry.get("third")
                found.append(
                    Reading(entry["message"], path.stem, tuple(entry["first"]), tuple(entry["second"]), tuple(third) if third else None)
                )
            except (ValueError, KeyError, TypeError) as error:
                raise DatasetError(f"{path}:{number}: not a reading: {error}") from error
    return found


def unread(records: Iterable[Record], readings: Iterable[Reading]) -> list[Record]:
    """The records whose labels are not those of two readers."""
    labels = {(r.writer, r.message): (r.label(0), r.label(1)) for r in readings}
    return [record for record in records if labels.get((record.writer, message_key(record.text))) != (record.archetype, record.urgency)]


def kappa(readings: Sequence[Reading], head: int, label: str | None = None) -> float:
    """Cohen's kappa of the first two readers on a head; with `label`, of that label against all others."""
    first = [r.first[head] if label is None else str(r.first[head] == label) for r in readings]
    second = [r.second[head] if label is None else str(r.second[head] == label) for r in readings]
    return float(cohen_kappa_score(first, second))
