"""The page of `make eval` on a few real messages, one of them with markup in it."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from model.predictor import Predictor
from training.dataset import Record, read_labelled, targets
from training.html_report import write_report
from training.judged import evaluate


class _Tags(HTMLParser):
    """Counts the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.seen[tag] = self.seen.get(tag, 0) + 1


@pytest.fixture(scope="module")
def records() -> list[Record]:
    chosen = read_labelled()[::20]
    return [replace(chosen[0], text="<script>alert(1)</script> где заказ", archetype="tester"), *chosen[1:]]


def test_the_page_has_every_part_and_runs_nothing(records: list[Record], predictor: Predictor, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    found = rng.dirichlet(np.ones(5), len(records)), rng.dirichlet(np.ones(4), len(records))
    # Explaining a mistake takes a while: right but for a few.
    found[0][8:] = np.eye(5)[targets(records)[0][8:]]
    both = {"accurate": found, "fast": found}
    result = {name: evaluate(records, one, 0.5) for name, one in both.items()}
    write_report(records, both, result, predictor, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    tags = _Tags()
    tags.feed(page)
    assert "script" not in tags.seen
    assert tags.seen["svg"] == 2 * 2 * 3 + 2  # of each model and head: confusion, reliability, coverage; and two learning curves
    for part in ("By language", "By channel", "By length", "By trade", "By writers named alike", "By writer<", "surest mistakes"):
        assert part in page
    wrong = int((found[0].argmax(axis=1) != targets(records)[0]).sum())
    assert page.count("class=text") == min(50, wrong)
