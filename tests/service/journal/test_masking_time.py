"""However a message is made up, masking it takes about as long as its length asks: no pattern is tried in ever more ways."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from service.journal.masking import mask

# The longest text that the service takes.
LENGTH = 6_000
# Seconds of processor time, far more than any such text takes; patterns that are cubic in a run take minutes.
LIMIT = 3.0

RUNS = (" ", "\n\t", "A", "а", "Аа", "1", "A1", "1 ", "Аа ", "aa ", "@", "a.", "@a.", "-", "(", "[at] ", ", ", "\u0301")
# What the recognisers look for, before such a run.
BEGINNINGS = (
    "", "1 ", "Flat", "1 Abbey ", "ул. ", "г. Уфа, ул.", "дер. Броды", "доставк", "курьер на ", "квартира ", "passport ", "паспорт ",
    "account ", "лицевой счет", "сч", "IBAN GB44", "sort code ", "СНИЛС ", "карта 4276", "ivan собака ", "a [at] b dot ", "тел. +7",
    "123456789 Иван", "123456789 Ann", "ФИО ", "получатель ", "меня зовут ", "my name is ", "это ", "thanks", "my ex", "hi", ". Анна Л",
    "арт. no.",
)  # fmt: skip
REPEATED = (
    "Flat ", "Flat 1, ", "1 Abbey Street, ", "ул. ", "ул ", "ул. Мира, ", "Мира ул. ", "г. Уфа, ", "кв. ", "Мира, 1, ", "на Малой, ",
    "адрес", "доставк", "паспорт", "паспорт 1 ", "passport A ", "passport", "pasport 1-", "45 08 ", "серия", "account", "account is ",
    "счет", "счетмой", "лс мой ", "IBAN", "GB44", "sort ", "СНИЛС 1", "ИНН 1", "4276 ", "+7 ", "8 9", "тел ", "9 ", "тел 1/", "a@b.cc ",
    "a@", "собака ", " dot ", "a(at)", "[at", "ФИО ", "фио", "имя ", "зовут ", "я ", "this is ", "Mr ", "thanks ", "yours ", "Анна ",
    "АННА ", "Анна Лось. ", "А.", "А. А. Лось ", "вич ", "Ann ", "hi ", ". Анна ", "no.", "No", "заказ no.", "и\u0306", "й ",
)  # fmt: skip


@contextmanager
def _processor_time(seconds: float) -> Iterator[None]:
    """Raises TimeoutError in the block after so much processor time, also within one search of a pattern."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _filled(beginning: str, unit: str, end: str) -> str:
    return beginning + unit * ((LENGTH - len(beginning) - len(end)) // len(unit)) + end


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_long_run_after_any_keyword_is_quick(beginning: str) -> None:
    for run in RUNS:
        with _processor_time(LIMIT):
            assert mask(_filled(beginning, run, "! 1 a"))


@pytest.mark.parametrize("unit", REPEATED)
def test_a_keyword_over_and_over_is_quick(unit: str) -> None:
    for end in ("", " x 1 а"):
        with _processor_time(LIMIT):
            assert mask(_filled("паспорт, account, sort, кв, 123456789 ", unit, end))


@pytest.mark.parametrize(
    ("beginning", "unit", "end"),
    [
        ("passport ", "1", "a"),
        ("1 ", "A", ""),
        ("Flat", " ", "! 1 a"),
        ("123456789 Иван", " ", "x"),
        ("паспорт ", "1 1-", "a"),
        ("лс ", "no.", ""),
    ],
)
def test_a_run_that_only_its_end_spoils_is_quick(beginning: str, unit: str, end: str) -> None:
    with _processor_time(LIMIT):
        assert mask(_filled(beginning, unit, end))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ул. Лесная," + " " * 400 + "д. 14", "[address]"),
        ("Меня зовут" + "\n" * 300 + "Иван Петров, жду", "Меня зовут" + "\n" * 300 + "[name], жду"),
        ("жду." + " " * 200 + "\n" + " " * 200 + "Вероника Лось", "жду." + " " * 200 + "\n" + " " * 200 + "[name]"),
        ("заказ 8912" + " " * 90 + "345 67 89", "заказ 8912" + " " * 90 + "345 67 89"),
    ],
)
def test_long_runs_of_blanks_stay_and_hide_nothing(text: str, masked: str) -> None:
    assert mask(text).text == masked
