"""The heads over encoder and n-grams: what moving the odds and softening do to their probabilities."""

import numpy as np

from model.labels import ARCHETYPE_CLASSES, URGENCIES
from model.ngrams import style
from model.stacked import StackedHeads, Traffic

TRAFFIC: Traffic = ((0.02, 0.02, 0.3, 0.06, 0.6), (0.4, 0.4, 0.15, 0.05))


def fitted(shift: float, softening: tuple[float, float], brevity: float = 0.0) -> tuple[StackedHeads, np.ndarray]:
    random = np.random.default_rng(3)
    n = 300
    archetype, urgency = random.integers(0, len(ARCHETYPE_CLASSES), n), random.integers(0, len(URGENCIES), n)
    said = random.normal(size=(n, 27))
    said[np.arange(n), archetype] += 2
    said[np.arange(n), 5 + urgency] += 2
    writers = [f"w{number % 6}" for number in range(n)]
    return StackedHeads(0.05, shift, TRAFFIC, softening, brevity).fit(said, archetype, urgency, writers), said


def test_the_odds_move_by_the_share_that_is_said_however_soft_the_heads_are() -> None:
    for softening in ((1.0, 1.0), (1.6, 1.3)):
        still, said = fitted(0.0, softening)
        moved, _ = fitted(0.5, softening)
        for before, after, expected in zip(still.predict_proba(said), moved.predict_proba(said), TRAFFIC, strict=True):
            change = np.log(after) - np.log(before)
            # Of two labels with equal counts the odds rise by half the logarithm of their traffic's ratio; counts differ a little here.
            ratio = change[:, -1] - change[:, 0]
            np.testing.assert_allclose(ratio, 0.5 * np.log(expected[-1] / expected[0]), atol=0.2)
            np.testing.assert_allclose(ratio, ratio[0], atol=1e-6)


def test_none_gains_in_short_texts_and_loses_in_long_ones() -> None:
    """By the power that is said, whatever the rest of the text says, and nothing at a hundred characters."""
    texts = ["к" * length for length in (20, 100, 500)]
    none = ARCHETYPE_CLASSES.index("none")
    for softening in ((1.0, 1.0), (1.6, 1.3)):
        still, said = fitted(0.5, softening)
        moved, _ = fitted(0.5, softening, brevity=0.7)
        said = said[: len(texts)].copy()
        said[:, 18:] = [style(text) for text in texts]
        (before, urgency_before), (after, urgency_after) = still.predict_proba(said), moved.predict_proba(said)
        odds_before, odds_after = (found[:, none] / (1 - found[:, none]) for found in (before, after))
        np.testing.assert_allclose(odds_after / odds_before, (101 / np.array([21, 101, 501])) ** 0.7, rtol=1e-9)
        np.testing.assert_allclose(urgency_after, urgency_before)


def test_softer_heads_are_less_sure_and_say_the_same_label() -> None:
    hard, said = fitted(0.0, (1.0, 1.0))
    soft, _ = fitted(0.0, (2.0, 2.0))
    for before, after in zip(hard.predict_proba(said), soft.predict_proba(said), strict=True):
        assert (before.argmax(axis=1) == after.argmax(axis=1)).all()
        assert (after.max(axis=1) < before.max(axis=1)).all()
