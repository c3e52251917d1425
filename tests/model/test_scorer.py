import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from model.artifact import load_fast
from model.scorer import LinearScorer
from tests.texts import AWKWARD
from training.dataset import read_labelled

MODEL, _ = load_fast()
SCORER = LinearScorer(MODEL)


def assert_parity(texts: list[str]) -> None:
    for compiled, pipeline in zip(SCORER.predict_proba(texts), MODEL.predict_proba(texts), strict=True):
        assert compiled.shape == pipeline.shape
        np.testing.assert_allclose(compiled, pipeline, atol=1e-9, rtol=0)


def test_the_compiled_scorer_equals_the_pipeline_on_the_labelled_messages() -> None:
    assert_parity([record.text for record in read_labelled()][::7])


def test_the_compiled_scorer_equals_the_pipeline_on_awkward_texts() -> None:
    assert_parity([*AWKWARD, "", " ", "a", "я " * 5_000])


@given(st.lists(st.text(max_size=200), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_the_compiled_scorer_equals_the_pipeline_on_any_text(texts: list[str]) -> None:
    assert_parity(texts)


def test_a_text_longer_than_any_message_is_scored() -> None:
    archetype, urgency = SCORER.predict_proba(["я " * 40_000])
    np.testing.assert_allclose([archetype.sum(), urgency.sum()], 1)


def test_no_texts_give_no_rows() -> None:
    assert [m.shape for m in SCORER.predict_proba([])] == [(0, 5), (0, 4)]
    assert [m.shape for m in MODEL.predict_proba([])] == [(0, 5), (0, 4)]
