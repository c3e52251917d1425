"""Passports of Russia and of other countries, in messages that name one."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

from service.journal.recognisers.found import Found, Message, digits_of, matches, named_before, of_the_company

_PASSPORT_WORD: Final = re.compile(r"[пn][аa][сc]{1,3}п|загран|\bп/п\b|passport|\bpasport|удостоверени\w{1,3} личности", re.IGNORECASE)
_SERIES: Final = re.compile(r"\bсери[яиюй]", re.IGNORECASE)
_FEWEST_OF_PASSPORT: Final = 5
# Letters of the other script are typed for those that look alike.
HINTS: Final = frozenset({*map("".join, product("пn", "аa", "сc")), "загран", "п/п", "pas", "удостоверени", "сери"})
# 4 digits of the series, 6 of the number; the words between them in any form.
_RUSSIAN: Final = re.compile(
    r"(?<![\d\-+])(?<!\d )(?:сери[яиюй]\s+)?\d\s?\d[ \-.]{0,2}\d\s?\d"
    r"[\s,.;\-–—/]{0,6}(?:(?:№|n[oº°]?|номер|ном|number)[\s.:№]{0,6})?\d(?:[ \-]{0,2}\d){5}(?![\d\-])",
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
    r"(?:[пn][аa][сc]{1,3}п[а-яёa-z.]{0,8}|загран[а-яё.]{0,12}|pas{1,3}port)[^\d\n]{0,40}?"
    r"(?P<it>\(?\d(?:[ \-()\n]{0,3}(?:(?:№|no|номер|ном\.)[ ]?)?\d){8,9})(?![\d\-])",
    re.IGNORECASE,
)


# Letters and digits in any order, five digits or more: «passport 18 CD 40277», «passport C7XK 40913».
_MIXED: Final = re.compile(
    r"(?:pas{1,3}port|[Пп]аспорт)[а-яa-z']{0,4}(?:\s+(?:no\.?|number|num|is|№|номер)){0,3}\s*(?:[:#№\-–—]\s*)?"
    r"(?P<it>(?:[A-Z]{0,3}\d[A-Z\d]{0,11}|[A-Z]{1,3}(?=[ \-][A-Z\d]{0,11}\d))"
    r"(?:[ \-](?:[A-Z]{0,3}\d[A-Z\d]{0,11}|[A-Z]{1,3}(?=[ \-]\d))){0,4})(?![a-zа-яё\d])"
)


def passports(message: Message) -> Iterator[Found]:
    """Passports, in messages that name one."""
    text = message.text
    if HINTS.isdisjoint(message.heard) or not (_PASSPORT_WORD.search(text) or _SERIES.search(text)):
        return
    yield from matches("passport", _OF_OTHERS, text)
    yield from matches("passport", _LETTERED, text)
    yield from matches("passport", _AFTER_WORD, text)
    for found in matches("passport", _MIXED, text):
        if len(digits_of(text[found.start : found.end])) >= _FEWEST_OF_PASSPORT:
            yield found
    for pattern in (_RUSSIAN, _FOREIGN):
        for match in pattern.finditer(text):
            if named_before(_PASSPORT_WORD, text, match.start(), 25) or not of_the_company(text, match.start()):
                yield Found("passport", match.start(), match.end())
