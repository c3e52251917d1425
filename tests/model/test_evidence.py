from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from model.evidence import MAX_SPANS, find_evidence
from model.predictor import Predictor
from tests.texts import AWKWARD


@pytest.fixture(scope="module")
def predictors(predictor: Predictor) -> dict[str, Predictor]:
    return {"accurate": predictor, "fast": Predictor.load(name="fast")}


@pytest.mark.parametrize("name", ["fast", "accurate"])
@pytest.mark.parametrize("text", AWKWARD)
def test_removing_a_span_lowers_the_probability_of_its_label(predictors: dict[str, Predictor], text: str, name: str) -> None:
    predictor = predictors[name]
    judgement = predictor.judge([text], explain=True)[0]
    assert judgement.evidence
    for found in judgement.evidence:
        assert text[found.start : found.end] == found.text
        without = predictor.judge([text[: found.start] + text[found.end :]])[0]
        head = judgement.archetype if found.head == "archetype" else judgement.urgency
        other = without.archetype if found.head == "archetype" else without.urgency
        lost = head.probabilities[head.label] - other.probabilities[head.label]
        assert lost == pytest.approx(found.weight, abs=1e-4)
        assert found.weight > 0


def test_spans_of_one_head_do_not_overlap_and_come_heaviest_first(predictor: Predictor) -> None:
    for judgement in predictor.judge(AWKWARD, explain=True):
        for head in ("archetype", "urgency"):
            spans = [found for found in judgement.evidence if found.head == head]
            assert len(spans) <= MAX_SPANS
            assert [s.weight for s in spans] == sorted((s.weight for s in spans), reverse=True)
            places = sorted((s.start, s.end) for s in spans)
            assert all(a[1] <= b[0] for a, b in pairwise(places))


def _counts_the_word_now(texts: object) -> npt.NDArray[np.float64]:
    assert isinstance(texts, (list, tuple))
    return np.array([0.9 if "now" in text.split() else 0.1 for text in texts])


def test_the_one_word_that_decides_is_found_in_a_long_text() -> None:
    text = "nothing here matters at all " * 150 + "now " + "nor does anything after it " * 150
    found = find_evidence(text, "urgency", _counts_the_word_now)
    assert [(f.text, f.weight) for f in found] == [("now", 0.8)]
    assert text[found[0].start : found[0].end] == "now"


def test_a_text_without_a_reason_has_no_evidence() -> None:
    assert find_evidence("nothing here", "urgency", _counts_the_word_now) == ()
    assert find_evidence("", "urgency", _counts_the_word_now) == ()
