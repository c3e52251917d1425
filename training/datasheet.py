"""`make datasheet`: write the counts and the agreement into the datasheet of the labelled messages."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from model.labels import ARCHETYPE_CLASSES, URGENCIES
from training.dataset import LABELLED, Record, read_labelled
from training.readings import READINGS, Reading, kappa, read_readings
from training.report import table
from training.shortcuts import shortcuts

SHEET: Final = LABELLED / "README.md"
BEGIN: Final = "<!-- written by make datasheet -->"
END: Final = "<!-- end -->"


def _counts(records: Sequence[Record], name: str, of: Callable[[Record], str]) -> str:
    counts = Counter(of(record) for record in records)
    english = Counter(of(record) for record in records if record.lang == "en")
    return table([name, "messages", "of them English"], [[value, n, english[value]] for value, n in counts.most_common()])


def figures(records: Sequence[Record], readings: Sequence[Reading]) -> str:
    """Counts and agreement as Markdown."""
    kept = Counter(record.writer for record in records)
    crossed = Counter((record.archetype, record.urgency) for record in records)
    writers = [
        [writer, len(own), kept[writer], *(round(kappa(own, head), 3) for head in (0, 1))]
        for writer in sorted({reading.writer for reading in readings})
        if (own := [reading for reading in readings if reading.writer == writer])
    ]
    labels = [["archetype", label, kappa(readings, 0, label)] for label in ARCHETYPE_CLASSES]
    labels += [["urgency", label, kappa(readings, 1, label)] for label in URGENCIES]
    commonest = [max(Counter(getattr(r, head) for r in records).values()) / len(records) for head in ("archetype", "urgency")]
    third = sum(reading.third is not None for reading in readings)
    return "\n\n".join(
        [
            f"{len(records)} messages by {len(kept)} writers, {sum(r.lang == 'en' for r in records)} in English.",
            table(["archetype \\ urgency", *URGENCIES], [[a, *(crossed[a, u] for u in URGENCIES)] for a in ARCHETYPE_CLASSES]),
            _counts(records, "channel", lambda record: record.channel),
            _counts(records, "trade", lambda record: record.domain),
            f"Two readers, {len(readings)} messages written: kappa {kappa(readings, 0):.3f} on the archetype, "
            f"{kappa(readings, 1):.3f} on the urgency. {third} went to a third reader, {len(readings) - len(records)} were dropped "
            "because all three differed on a head.",
            table(["head", "label against the others", "kappa"], labels),
            "What gives the label away without the words (`training/shortcuts.py`; whole writers left out): "
            f"the commonest label is right for {commonest[0]:.3f} of the messages on the archetype and {commonest[1]:.3f} on the urgency.",
            table(
                ["a model that sees only", "archetype kappa", "archetype right", "urgency kappa", "urgency right"],
                [[s.sees, s.archetype_kappa, s.archetype_right, s.urgency_kappa, s.urgency_right] for s in shortcuts(records)],
            ),
            table(["writer", "written", "kept", "archetype kappa", "urgency kappa"], writers),
        ]
    )


def write_datasheet(labelled: Path = LABELLED, readings: Path = READINGS, sheet: Path = SHEET) -> None:
    """Replace the part of `sheet` between the marks. Raises ValueError when the marks are missing."""
    before, _, rest = sheet.read_text(encoding="utf-8").partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"{sheet} lacks the marks {BEGIN} and {END}")
    body = figures(read_labelled(labelled), read_readings(readings))
    sheet.write_text(f"{before}{BEGIN}\n\n{body}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    write_datasheet()
