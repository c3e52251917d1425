import numpy as np
import pytest

from training.thresholds import review_threshold, thresholds

ARCHETYPE = np.array(
    [
        [0.70, 0.05, 0.03, 0.02, 0.20],  # shown, sure of 0.70
        [0.10, 0.10, 0.05, 0.05, 0.70],  # none, sure of 0.70
        [0.40, 0.10, 0.07, 0.05, 0.38],  # none, though an archetype is likelier: sure of 0.38 only
        [0.30, 0.34, 0.10, 0.10, 0.16],  # shown, sure of 0.34
        [0.02, 0.02, 0.02, 0.04, 0.90],
    ]
)
SURE = np.tile([0.97, 0.01, 0.01, 0.01], (5, 1))


def test_review_is_of_what_was_decided() -> None:
    assert review_threshold(ARCHETYPE, SURE, 0.67) == 0.38  # a quarter of five lies below the second lowest
    assert review_threshold(ARCHETYPE, SURE, 0.60) == 0.40  # where the third is shown


def test_an_unsure_urgency_asks_for_review_as_well() -> None:
    unsure = np.tile([0.3, 0.3, 0.2, 0.2], (5, 1))
    assert review_threshold(ARCHETYPE, unsure, 0.67) == 0.3


@pytest.mark.parametrize(("truth", "shown"), [([0, 4, 0, 1, 4], 0.5), ([0, 4, 4, 1, 4], 0.62)])
def test_an_archetype_is_shown_where_that_is_precise(truth: list[int], shown: float) -> None:
    assert thresholds(np.array(truth), ARCHETYPE, SURE)["shown"] == shown
