"""`make eval-masking`: how much of the personal data in data/masking is hidden, and how many look-alikes with it.

A piece counts as hidden when each of its letters and digits is; a look-alike as hit when one of its is.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from service.journal.masking import find_personal

CASES: Final = Path("data/masking")
# The patterns were written with the misses on these in view, to the end; then in part; on the last, in passports and addresses only.
MENDED: Final = ("m1", "m2", "m3", "m4")
_PARTLY: Final = ("m5", "m6", "m7")
_LAST: Final = ("m8",)
# Look-alikes are marked so: `keep_order`.
_KEPT: Final = "keep_"


@dataclass
class MaskingFigures:
    """Counts by type: pieces that are there, that were hidden; look-alikes that are there, that were hit; and what nobody marked."""

    there: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    unmarked: int = 0

    def recall(self, kind: str) -> float:
        """Share of the pieces of one type that were hidden."""
        return self.hidden[kind] / self.there[kind]

    def table(self) -> str:
        """Markdown."""
        rows = [f"| {kind} | {self.hidden[kind]} of {self.there[kind]} | {self.recall(kind):.1%} |" for kind in sorted(self.there)]
        kept = [f"| {kind.removeprefix(_KEPT)} | {self.hit[kind]} of {self.kept[kind]} | {self.hit[kind] / self.kept[kind]:.1%} |"
                for kind in sorted(self.kept)]  # fmt: skip
        return "\n".join(
            ["| personal data | hidden | recall |", "|---|---|---|", *rows, "", "| look-alikes | hit | share |", "|---|---|---|", *kept, "",
             f"hidden though nobody marked it: {self.unmarked}"]
        )  # fmt: skip


def read_cases(folder: Path, writers: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """The cases of `folder`, those of `writers` only when any are named."""
    for path in sorted(folder.glob("*.jsonl")):
        if not writers or path.stem in writers:
            for line in path.read_text(encoding="utf-8").splitlines():
                yield json.loads(line)


def masking_figures(cases: Iterator[dict[str, Any]]) -> MaskingFigures:
    """Mask each case and count."""
    figures = MaskingFigures()
    for case in cases:
        text: str = case["text"]
        found = find_personal(text)
        covered = {place for piece in found for place in range(piece.start, piece.end)}
        for span in case["spans"]:
            kind = span["type"]
            places = [place for place in range(span["start"], span["end"]) if text[place].isalnum()]
            if kind.startswith(_KEPT):
                figures.kept[kind] += 1
                figures.hit[kind] += any(place in covered for place in places)
            else:
                figures.there[kind] += 1
                figures.hidden[kind] += all(place in covered for place in places)
        figures.unmarked += sum(not any(p.start < s["end"] and s["start"] < p.end for s in case["spans"]) for p in found)
    return figures


if __name__ == "__main__":
    print(masking_figures(read_cases(CASES, sys.argv[1:] or MENDED)).table())
    if not sys.argv[1:]:
        for told, writers in (
            ("Writers whose misses were mended in part only", _PARTLY),
            ("A writer whose misses were mended in passports and addresses only", _LAST),
        ):
            print(f"\n{told}:\n")
            print(masking_figures(read_cases(CASES, writers)).table())
