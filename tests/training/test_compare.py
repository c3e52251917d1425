"""Champion against challenger: what may be promoted."""

import numpy as np
import numpy.typing as npt
import pytest

from training.compare import FEW, Comparison, compare, not_worse


def _said(right: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Probabilities that say class 0 (the truth) where `right`, class 1 elsewhere."""
    return np.where(right[:, None], [[0.9, 0.1]], [[0.2, 0.8]])


def _compared(n: int, gained: int, lost: int, group: int = 1) -> Comparison:
    """`n` messages: the first `gained` only the challenger has right, the next `lost` only the champion, the rest both."""
    number = np.random.default_rng(1).permutation(n)
    champion, challenger = number >= gained, (number < gained) | (number >= gained + lost)
    return compare(np.zeros(n, dtype=np.int64), _said(champion), _said(challenger), [f"w{i // group}" for i in range(n)])


@pytest.mark.parametrize(
    ("gained", "lost", "allowed"),
    [(0, 0, True), (30, 10, True), (10, 10, True), (400, 400, True), (10, 14, True), (400, 401, False), (5, 25, False), (0, 100, False)],
)
def test_on_labelled_messages_a_challenger_is_as_good_or_surely_within_a_point(gained: int, lost: int, allowed: bool) -> None:
    assert not_worse(_compared(2_000, gained, lost), None) is allowed


@pytest.mark.parametrize(
    ("n", "gained", "lost", "allowed"), [(40, 0, 10, False), (40, 3, 4, True), (40, 10, 0, True), (FEW - 1, 0, 10, True)]
)
def test_on_reviewed_entries_it_must_not_be_clearly_worse(n: int, gained: int, lost: int, allowed: bool) -> None:
    assert not_worse(_compared(2_000, 10, 10), _compared(n, gained, lost)) is allowed


def test_the_figures_of_a_comparison() -> None:
    found = _compared(1_000, 30, 10)
    assert (found.gained, found.lost) == (30, 10)
    assert found.difference == pytest.approx(0.02)
    assert found.low < 0.02 < found.high
    assert found.p == pytest.approx(0.0022, abs=0.0001)  # binomial test of 30 of 40
    wide = _compared(1_000, 30, 10, group=100)
    assert wide.n == 1_000
    assert _compared(10, 0, 0).p == 1.0
