"""How to reach a person: e-mail addresses and phone numbers (by phonenumbers, Google's libphonenumber)."""

import re
from collections.abc import Iterator
from typing import Final

from phonenumbers import Leniency, PhoneNumberMatcher

from service.journal.recognisers.found import Found, Message, digits_of, matches, named_before, of_the_company

_EMAIL: Final = re.compile(r"[\w.+%'\-]{1,64}\s?@\s?[\w\-]{1,63}(?:\s?\.\s?[\w\-]{2,63}){1,8}(?<![.\-])")
# Looked for first: handles have no domain, and what stands before a sign would be tried from each of its characters.
_DOMAIN: Final = re.compile(r"@\s?[\w\-]{1,63}\s?\.\s?[\w\-]")
# Spelled out: «ivan собака mail точка ru», "ann (at) post dot com". Without brackets "at" needs a "dot" after it.
_SPELLED: Final = re.compile(
    r"(?<![\w+\-])(?:[\w+\-]{1,64}(?:(?:\.|\s+(?:точка|dot)\s+)[\w+\-]{1,64}){0,4}\s*(?:(?:[\[({]\s*)?(?:собак[аи]|собачка|sobaka)(?:\s*[\])}])?|[\[({]\s*(?:at|dog)\s*[\])}])\s*"
    r"[\w\-]{1,63}(?:\s*(?:[\[({]\s*)?(?:\.|\bточка\b|\bdot\b|tochka)\s*(?:[\])}]\s*)?[\w\-]{1,63}){1,8}"
    r"|[\w+\-.]{1,64}\s+at\s+[\w\-]{1,63}(?:\s*(?:\bdot\b|\(dot\)|\[dot\])\s*[\w\-]{1,63}){1,8})",
    re.IGNORECASE,
)
HINTS: Final = frozenset({"собак", "собачк", "sobaka", "(at", "[at", "{at", "( at", "[ at", " dot ", "(dot", "[dot", "(dog", "[dog"})


def emails(message: Message) -> Iterator[Found]:
    """E-mail addresses, spelled out ones, too."""
    text = message.text
    if _DOMAIN.search(text):
        yield from matches("email", _EMAIL, text)
    if not HINTS.isdisjoint(message.heard):
        yield from matches("email", _SPELLED, text)


_PHONE_WORD: Final = re.compile(
    r"тел(?:\b|\.|ефон)|моб(?:\b|\.|ильн)|сот(?:ов|\.)|звон|наб(?:ер|ир)|вацап|ватсап|whats?app|telegram|телеграм|вайбер|viber|номер|\bphone|mobile|\bcell|\bcall"
    r"|\bring\b|\btext\b|\bsms\b|смс|\breach\b|\bfax|факс|contact|связ",
    re.IGNORECASE,
)
_GAP: Final = r"(?:[ \t\n.\-–—()·_]{0,4}|/)"
# With the trunk prefix or the country code nobody but a phone looks like this.
_RUSSIAN: Final = re.compile(
    rf"(?<![\d\w])(?:\+{_GAP}7|[78]){_GAP}[3489](?:{_GAP}\d){{9}}(?!\d)|(?<=[^\W\d])(?:\+7|[78])[3489]\d{{9}}(?!\d)"
)
_MOBILE: Final = re.compile(rf"(?<![\d+\-]) ?(?P<it>\(?9(?:{_GAP}\d){{9}})(?![\d])")
_PLUS: Final = re.compile(rf"(?:\+{_GAP}|(?<![\d\-])(?<!\d )00)[1-9](?:{_GAP}\d){{8,13}}(?!\d)")
# A town's code in brackets: «(4872) 30-15-77».
_TOWN: Final = re.compile(r"\(\d{3,5}\)[ ]?\d{1,3}[ \-]\d{2}[ \-]\d{2}(?!\d)")
_BRITISH: Final = re.compile(rf"(?<![\d\w\-])(?<!\d )\(?0[ ]?[1-37](?:{_GAP}\d)(?:{_GAP}\d){{7,8}}(?![\d\-])")
_AMERICAN: Final = re.compile(r"(?<![\w\-])(?:1[ .\-])?(?:\([2-9]\d\d\)[ .\-]{0,2}|[2-9]\d\d[ .\-]{1,2})\d{3}[ .\-]\d{4}(?![\d\-])")
_SHORT: Final = re.compile(r"(?<![\d\-])\d(?:[ \-]?\d){4,6}(?![\d\-])")
_SPOKEN: Final = re.compile(r"(?:плюс семь|восемь|семь)[ ,]{1,4}\(?[3489]\d\d(?:[ \-()]{0,3}\d){7,8}(?!\d)", re.IGNORECASE)
_CALLED: Final = re.compile(r"(?:тел(?:ефон)?[а-я]*|домашн\w+|городск\w+|phone|landline)[\s.:\-]*(?:номер\s*)?$", re.IGNORECASE)
# Called a phone, eleven digits and a nought before them: «phone = 0151 2347 7719», «My number: 01902 496 0358».
_NAMED: Final = re.compile(rf"(?<![\d\w\-])\(?0\)?(?:{_GAP}\d){{9,11}}(?![\d\-])")
_CALLED_NUMBER: Final = re.compile(
    r"(?:phone|mobile|cell|landline|\bmy number|\btel|\buse|\bcall|\bring|телефон)[\s.:=\-]*(?:is\s*|on\s*)?$", re.IGNORECASE
)
_CYRILLIC: Final = re.compile("[а-яё]", re.IGNORECASE)
_FEWEST_DIGITS: Final = 10
_REGIONS: Final = ("RU", "GB", "US")


def prefixed_phones(message: Message) -> Iterator[Found]:
    """Phone numbers with a country code or the Russian trunk prefix."""
    text = message.text
    for pattern in (_SPOKEN, _RUSSIAN, _PLUS, _TOWN):
        for found in matches("phone", pattern, text):
            if text[found.start] in "+(" or not of_the_company(text, found.start):
                yield found


def phones(message: Message) -> Iterator[Found]:
    """Other phone numbers: mobile ones, British and American ones in English, and what the words before call a phone."""
    text = message.text
    foreign = () if _CYRILLIC.search(text) else (_BRITISH, _AMERICAN)
    for pattern in (_MOBILE, *foreign):
        for found in matches("phone", pattern, text):
            if not of_the_company(text, found.start):
                yield found
    for found in matches("phone", _NAMED, text):
        if _CALLED_NUMBER.search(text, max(0, found.start - 30), found.start):
            yield found
    for found in matches("phone", _SHORT, text):
        if _CALLED.search(text, max(0, found.start - 30), found.start):
            yield found
    if len(digits_of(text)) < _FEWEST_DIGITS or not _PHONE_WORD.search(text):
        return
    for region in _REGIONS:
        for match in PhoneNumberMatcher(text, region, Leniency.VALID):
            if (
                len(digits_of(match.raw_string)) >= _FEWEST_DIGITS
                and named_before(_PHONE_WORD, text, match.start)
                and not of_the_company(text, match.start)
            ):
                yield Found("phone", match.start, match.end)
