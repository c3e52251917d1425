"""Passports of Russia and of other countries, in messages that name one."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

from service.journal.recognisers.found import Found, Message, digits_of, matches, named_before, of_the_company

# Also as one avoids a filter: «п а с п о р т», «пас порт».
_SPACED: Final = r"[пn]\s?[аa]\s?[сc]\s?п\s?о\s?р\s?т"
_PASSPORT_WORD: Final = re.compile(
    rf"[пn][аa][сc]{{1,3}}п|{_SPACED}|загран|\bп/п\b|passport|\bpasport|удостоверени\w{{1,3}} личности", re.IGNORECASE
)
_SERIES: Final = re.compile(r"\bсери[яиюй]", re.IGNORECASE)
_FEWEST_OF_PASSPORT: Final = 5
# Letters of the other script are typed for those that look alike.
HINTS: Final = frozenset({*map("".join, product("пn", "аa", "сc")), "п а", "загран", "п/п", "pas", "удостоверени", "сери"})
_NO_DATE: Final = r"(?!\d\d\.\d\d\.(?:19|20)\d\d)"
# 4 digits of the series, 6 of the number; the words between them in any form.
_RUSSIAN: Final = re.compile(
    rf"(?<![\d\-+])(?<!\d )(?:сери[яиюй]\s+)?{_NO_DATE}\d\s?\d[ \-.]{{0,2}}\d\s?\d"
    r"[\s,.;\-–—/]{0,6}(?:(?:№|#|n[oº°]?|номер|ном|number)[\s.:№]{0,6})?\d(?:[ \-]{0,2}\d){5}(?![\d\-])",
    re.IGNORECASE,
)
_FOREIGN: Final = re.compile(r"(?<!\d)\d\d[ \-]{0,2}(?:№|no|n|номер|ном\.?)?[ ]{0,2}\d{3}[ \-]?\d{4}(?!\d)", re.IGNORECASE)
_OF_OTHERS: Final = re.compile(
    r"pas{1,3}port(?:s|(?:'s)?)\b[^\d\n]{0,30}?"
    r"(?P<it>(?<![A-Za-z\d+])(?:(?:[A-Z]{1,3}[ \-]?)?\d(?:[ \-]?\d){5,8}[A-Z]?(?![A-Z\d])|(?=[A-Z]{0,8}\d)[A-Z\d]{8,9}(?![A-Za-z\d])))",
    re.IGNORECASE,
)


# Of other countries in a Russian message: «паспорт AB 3318842».
_LETTERED: Final = re.compile(r"[Пп]аспорт[а-яё]{0,4}[^\d\n]{0,30}?(?<![A-Z])(?P<it>[A-Z]{1,2}[ \-]?\d{6,8})(?!\d)")


# Nine or ten digits right after the word, however they are cut: «паспорт (1109) 640257», «загран 72 3317 054».
_AFTER_WORD: Final = re.compile(
    rf"(?:[пn][аa][сc]{{1,3}}п[а-яёa-z.]{{0,8}}|{_SPACED}|загран[а-яё.]{{0,12}}|pas{{1,3}}port)[^\d\n]{{0,40}}?"
    rf"(?P<it>{_NO_DATE}\(?\d(?:[ \-.()\n]{{0,3}}(?:(?:№|no|номер|ном\.)[ ]?)?\d){{8,9}})(?![\d\-])",
    re.IGNORECASE,
)


# Letters and digits in any order, five digits or more: «passport 18 CD 40277», «passport C7XK 40913».
_MIXED: Final = re.compile(
    r"(?i:pas{1,3}port|паспорт)[а-яa-z']{0,4}(?:\s+(?:[Nn]o\.?|number|num|is|номер)){0,3}\s*(?:[:#№\-–—]\s*)?"
    r"(?P<it>(?:[A-Z]{0,3}\d[A-Z\d]{0,11}|[A-Z]{1,3}(?=[ \-][A-Z\d]{0,11}\d))"
    r"(?:[ \-](?:[A-Z]{0,3}\d[A-Z\d]{0,11}|[A-Z]{1,3}(?=[ \-]\d))){0,4})(?![a-zа-яё\d])"
)


# A letter or two and seven or eight digits, wherever a passport is spoken of: «the old one was PA9937402, now it is PB1180956».
_ALSO: Final = re.compile(r"(?<![\w\-/])[A-Z]{1,2} ?\d{3,4} ?\d{4}(?![\w\-/])")


# Dictated: «серия семнадцать ноль девять, номер 330581», "five six one double-eight two zero four three".
_SAID: Final = (
    r"(?:н[оу]ль|один|одна|дв[ае]|три|четыре|пять|шесть|семь|восемь|девять|десять|[а-я]{2,6}надцать|двадцать|тридцать|сорок|(?:пять|шесть|семь|восемь)десят|девяносто"
    r"|сто|двести|(?:три|четыре)ста|(?:пять|шесть|семь|восемь|девять)сот|zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)"
)
_DICTATED: Final = re.compile(
    rf"(?:паспорт|загран|passport|сери[яию]\b)[^\d\n]{{0,20}}?(?<![^\W\d])(?P<it>(?:сери[яию]\s)?(?=(?:\d{{1,6}}[\s,.\-]{{1,3}}){{0,4}}{_SAID}\b)"
    rf"(?:{_SAID}|\d{{1,6}})(?:[\s,.\-]{{1,3}}(?:номер\s)?(?:{_SAID}|\d{{1,6}})\b){{2,12}})",
    re.IGNORECASE,
)


# Beside a person or his other numbers it needs no word: «Вера Ильинична Ким, 4508 123456, СНИЛС …».
_SHAPE: Final = re.compile(r"(?<![\d\-+.])(?<!\d )\d\d ?\d\d[ \n]\d{6}(?![\d\-]| \d)")
_PERSON: Final = re.compile(r"[а-яё](?:вич|вна|ична)[а-яё]{0,2},?\s$", re.IGNORECASE)
_OTHER_NUMBER: Final = re.compile(r"\b(?:снилс|инн)\b", re.IGNORECASE)


def _beside_a_person(text: str) -> Iterator[Found]:
    other = _OTHER_NUMBER.search(text)
    for match in _SHAPE.finditer(text):
        before = max(0, match.start() - 30)
        of_a_person = other or _PERSON.search(text, before, match.start())
        named = _OTHER_NUMBER.search(text, before, match.start()) or of_the_company(text, match.start())
        if of_a_person and not named:
            yield Found("passport", match.start(), match.end())


def passports(message: Message) -> Iterator[Found]:
    """Passports, in messages that name one or another number that only persons have."""
    text = message.text
    yield from _beside_a_person(text)
    if HINTS.isdisjoint(message.heard) or not (_PASSPORT_WORD.search(text) or _SERIES.search(text)):
        return
    yield from matches("passport", _LETTERED, text)
    yield from matches("passport", _AFTER_WORD, text)
    yield from matches("passport", _DICTATED, text)
    for pattern in (_OF_OTHERS, _ALSO):
        yield from (found for found in matches("passport", pattern, text) if not of_the_company(text, found.start))
    for found in matches("passport", _MIXED, text):
        if len(digits_of(text[found.start : found.end])) >= _FEWEST_OF_PASSPORT:
            yield found
    for pattern in (_RUSSIAN, _FOREIGN):
        for match in pattern.finditer(text):
            if named_before(_PASSPORT_WORD, text, match.start(), 25) or not of_the_company(text, match.start()):
                yield Found("passport", match.start(), match.end())
