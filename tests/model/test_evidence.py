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


def _counts_bad(texts: object) -> npt.NDArray[np.float64]:
    """Every "bad" weighs much, every other word a little."""
    assert isinstance(texts, (list, tuple))
    return np.array([1 / (1 + np.exp(6 - 4 * text.split().count("bad") - 0.01 * len(text.split()))) for text in texts])


def test_a_span_of_a_long_text_holds_neighbouring_words_only() -> None:
    words = ["filler"] * 480
    words[9] = words[400] = "bad"
    found = find_evidence(" ".join(words), "urgency", _counts_bad)
    assert [item.text for item in found] == ["bad", "bad"]


@pytest.mark.parametrize("at", [0, 100, 2_500, 4_989])
def test_the_word_that_decides_is_found_anywhere_in_the_longest_text(at: int) -> None:
    words = ["a"] * 4_990
    words[at] = "now"
    assert [item.text for item in find_evidence(" ".join(words), "urgency", _counts_the_word_now)] == ["now"]


def _counts_answer_and_now(texts: object) -> npt.NDArray[np.float64]:
    assert isinstance(texts, (list, tuple))
    return np.array([{0: 0.1, 1: 0.2, 2: 0.9}[("answer" in text) + ("now" in text)] for text in texts])


def test_no_span_crosses_the_start_of_a_part() -> None:
    text = "please answer\nnow or never"
    assert [item.text for item in find_evidence(text, "urgency", _counts_answer_and_now)] == ["answer\nnow"]
    apart = find_evidence(text, "urgency", _counts_answer_and_now, starts=[0, 14])
    assert [item.text for item in apart] in (["answer"], ["now"])
