import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.text import is_blank, normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Где ЗАКАЗ", "где заказ"),
        ("ещё", "еще"),
        ("a\r\n\r\nb\t c", "a b c"),
        ("номер 4417", "номер 0000"),
        ("ааааааа!!!!!!", "ааа!!!"),
        ("аа!!", "аа!!"),
        ("за\u200bказ", "заказ"),
        ("ﬁne", "fine"),
        ("@volna_mobile ответьте", "@ ответьте"),
        ("пишите на ivan@example.com", "пишите на @mail"),
        ("см https://example.com/a?b=1 тут", "см @link тут"),
        ("a@b", "a@b"),
        ("", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text(max_size=300))
def test_a_normalised_text_has_single_blanks_no_digit_but_0_and_no_invisible_character(text: str) -> None:
    found = normalise(text)
    assert found == " ".join(found.split())
    assert not set(found) & set("123456789ё\u200b\u00ad\ufeff")


@pytest.mark.parametrize(
    "text", [" ", "\n\t\r", "\u200b\u200b", "\u0301\u0301", "\ufeff", "\u2028", "\u202e", "\u3164", "\u1160", "~", "* *"]
)
def test_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["?", "5", "😡", "👍🏽", "ау", ":(", "a", "中", "⭐⭐⭐⭐⭐", "⏳", "…", "？", "！！", "‼️", ":/", "^^"])
def test_near_miss_of_blank(text: str) -> None:
    assert not is_blank(text)


def test_a_tower_of_marks_is_cut_before_it_costs_anything() -> None:
    tower = "а" + "\u0301\u0323" * 5_000
    began = time.perf_counter()
    assert len(normalise(tower)) < 20
    assert time.perf_counter() - began < 1.0
