import numpy as np
import pytest

from training.metrics import coverage_precision, expected_calibration_error, figures, precision_recall

TRUTH = np.array([0, 1, 2, 2])
SURE = np.eye(3)[[0, 1, 2, 1]]


def test_figures_of_a_known_case() -> None:
    found = figures(TRUTH, SURE)
    assert found.accuracy == 0.75
    assert found.confusion == [[1, 0, 0], [0, 1, 0], [0, 1, 1]]
    assert found.f1 == pytest.approx([1, 2 / 3, 2 / 3])
    assert found.macro_f1 == pytest.approx((1 + 2 / 3 + 2 / 3) / 3)
    # Agreement 3/4, by chance (1·1 + 1·2 + 2·1)/16.
    assert found.kappa == pytest.approx((0.75 - 5 / 16) / (1 - 5 / 16))


def test_calibration_error_of_known_cases() -> None:
    assert expected_calibration_error(TRUTH, SURE) == pytest.approx(0.25)
    assert expected_calibration_error(np.array([0, 1]), np.full((2, 2), 0.5)) == pytest.approx(0.0)


def test_precision_and_recall() -> None:
    shown = np.array([True, True, False, False])
    assert precision_recall(shown, np.array([True, False, True, False])) == (0.5, 0.5)
    assert precision_recall(np.zeros(4, bool), np.ones(4, bool)) == (1.0, 0.0)


def test_coverage() -> None:
    assert coverage_precision(TRUTH, SURE * 0.9 + 0.1 / 3, [0.0, 0.99]) == [(0.0, 1.0, 0.75), (0.99, 0.0, 1.0)]
