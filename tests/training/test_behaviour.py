"""How the shipped model behaves; each rate is in the model card, too."""

import pytest

from model.artifact import load_manifest
from model.predictor import Predictor
from training.behaviour import INVARIANT, Message, direction, invariance, minimum
from training.dataset import read_labelled


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return [Message(r.text, r.lang, r.channel == "email") for r in read_labelled()[::200]]


def test_plain_messages_get_their_plain_labels(predictor: Predictor) -> None:
    for result in minimum(predictor):
        assert result.passed / result.tried >= 0.85, result


def test_what_means_nothing_changes_nothing(predictor: Predictor, messages: list[Message]) -> None:
    results = invariance(predictor, messages)
    assert [result.check for result in results] == list(INVARIANT)
    tried = sum(result.tried for result in results)
    assert sum(result.passed for result in results) / tried >= 0.97
    exact = {"quoted mail below", "signature below", "zero-width characters"}
    assert all(result.passed == result.tried for result in results if result.check in exact)


def test_a_deadline_does_not_lower_the_urgency(predictor: Predictor, messages: list[Message]) -> None:
    result = direction(predictor, messages)
    assert result.passed / result.tried >= 0.97


def test_the_manifest_holds_every_rate() -> None:
    checks = {row[1] for row in load_manifest().figures["accurate"]["behaviour"]}
    assert checks == {"archetype", "urgency", "a deadline added", *INVARIANT}
