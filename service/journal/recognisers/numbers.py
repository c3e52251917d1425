"""Numbers that banks and states give: cards, accounts, SNILS, INN. Check digits by python-stdnum."""

import re
from collections.abc import Iterator
from string import ascii_lowercase, ascii_uppercase
from typing import Final

from stdnum import luhn
from stdnum.iso7064 import mod_97_10
from stdnum.ru import inn

from service.journal.recognisers.found import Found, Message, digits_of, matches, named_before, of_the_company

# Between the digits of one number people put up to three of these.
_GAP: Final = r"[ \t\n.\-–—_·]{0,3}"


def _run(least: int, most: int) -> re.Pattern[str]:
    """So many digits with gaps, no digit before or after. Never matches a part of a longer run without gaps."""
    return re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{{least - 1},{most - 1}}}(?!\d)")


# Cards: 16 to 19 digits beginning with 2 to 6 that pass Luhn's check (ISO/IEC 7812), or 15 of American Express.
_CARD: Final = re.compile(rf"(?<![\d+])(?:[2-6](?:{_GAP}\d){{15,18}}|3{_GAP}[47](?:{_GAP}\d){{13}})(?!\d)")
_SHORTER_CARD: Final = re.compile(rf"(?<![\d+])[2-6](?:{_GAP}\d){{15}}(?!\d)")


_CARD_WORD: Final = re.compile(r"карт|card|visa|mastercard", re.IGNORECASE)


def cards(message: Message) -> Iterator[Found]:
    """Bank cards."""
    text = message.text
    for match in _CARD.finditer(text):
        # The longest run of digits may hold the beginning of the next number, too.
        for candidate in (match, _SHORTER_CARD.match(text, match.start())):
            if (
                candidate
                and luhn.is_valid(digits_of(candidate[0]))
                and (named_before(_CARD_WORD, text, candidate.start()) or not of_the_company(text, candidate.start()))
            ):
                yield Found("card", candidate.start(), candidate.end())
                break


# Russian accounts: 20 digits, the first those of a balance account (Bank of Russia, 809-P).
_ACCOUNT: Final = re.compile(rf"(?<!\d)[34](?:{_GAP}\d){{19}}(?!\d)")
_IBAN: Final = re.compile(r"(?:(?<![A-Z0-9])|(?<=IBAN))[A-Z]{2}[ ]?\d{2}(?:[ \-\n]{0,2}[A-Z0-9]){11,30}(?![A-Za-z0-9])")
_SHORTEST_IBAN: Final = 15
# Not `upper`: it makes two characters of «ß», and every place behind would be another.
_CAPITALS: Final = str.maketrans(ascii_lowercase, ascii_uppercase)
_PERSONAL: Final = re.compile(
    r"(?:л\s?[/\\.]\s?с(?:ч[её]т)?|\bлс\b|лиц(?:евой|евому|евого|евым|евом|\.)?(?:\s*сч[её]т[а-я]{0,8})?"
    r"|р\s?/\s?с(?:ч)?|расч[её]тн\w{1,4} сч[её]т\w{0,8}|сч[её]т[а-я]{0,8}|acc(?:oun)?t\.?|\bacc\b|a/c|sort ?code)"
    r"(?:\s*(?:номер|ном\.?|№|no\.?|number|num\.?|#|n|is|мой|теперь|такой|тот же)){0,4}[\s:.=\-—–«\"(]{0,4}"
    rf"(?P<it>\d(?:{_GAP}\d){{4,15}})(?!\d)",
    re.IGNORECASE,
)
_PERSONAL_HINTS: Final = frozenset(
    {"л/", "л /", "л\\", "л \\", "л.", "л .", "лс", "лиц", "р/", "р /", "расч", "счет", "счёт", "acc", "a/c", "sort"}
)
# «Account AC-5519-0028-7».
_LETTERED_ACCOUNT: Final = re.compile(
    r"\baccount(?:\s+(?:no\.?|number|is|#)){0,3}[\s:]{1,6}(?P<it>[A-Z]{1,4}[\- ]?\d[\d\-]{5,40})(?!\w)", re.IGNORECASE
)
_NOT_AN_ACCOUNT: Final = re.compile(r"сч[её]т[а-я]{0,8}(?:[ -]фактур|\s+(?:на оплату|от)\b)", re.IGNORECASE)
# A longer number soon after the words, whatever stands between: «лицевой в квитанции 00581920377».
_PERSONAL_WORD: Final = re.compile(r"лицев|л\s?/\s?с\b|\baccount\b(?!\s+(?:holder|manager))", re.IGNORECASE)
_RUN: Final = re.compile(r"(?<![\d\-+])\d(?:[ \-]?\d){6,15}(?![\d\-])")
_BRITISH: Final = re.compile(r"(?<![\d\-])\d{8}(?![\d\-])")
_SORT: Final = re.compile(r"\bsort\b|sortcode|\bs/c\b", re.IGNORECASE)
_SORT_HINTS: Final = frozenset({"sort", "s/c"})
_SORT_CODE: Final = re.compile(r"(?<!\d)\d{2}(\s?[\-/ ]\s?)\d{2}\1\d{2}(?!\d)")


def _is_iban(written: str) -> bool:
    """The check of ISO 13616: the first four characters moved to the end, letters as numbers, modulo 97."""
    compact = "".join(written.split()).replace("-", "")
    return mod_97_10.is_valid(compact[4:] + compact[:4])


def accounts(message: Message) -> Iterator[Found]:
    """Bank accounts, IBANs, and personal accounts with a utility or an operator where the words say so."""
    text = message.text
    for match in _IBAN.finditer(text.translate(_CAPITALS) if "iban" in text.lower() else text):
        written = match[0]
        # Capitals after the number may have been taken for its end.
        while len(written) >= _SHORTEST_IBAN and not _is_iban(written):
            written = written[:-1]
        if len(written) >= _SHORTEST_IBAN:
            yield Found("account", match.start(), match.start() + len(written.rstrip()))
    yield from matches("account", _ACCOUNT, text)
    for match in _PERSONAL.finditer(text) if not _PERSONAL_HINTS.isdisjoint(message.heard) else ():
        if not _NOT_AN_ACCOUNT.match(text, match.start()):
            yield Found("account", match.start("it"), match.end("it"))
    if "acc" in message.heard:
        yield from matches("account", _LETTERED_ACCOUNT, text)
    for match in _RUN.finditer(text):
        if named_before(_PERSONAL_WORD, text, match.start()):
            yield Found("account", match.start(), match.end())
    if not _SORT_HINTS.isdisjoint(message.heard) and _SORT.search(text):
        yield from matches("account", _SORT_CODE, text)
        yield from matches("account", _BRITISH, text)


_SNILS: Final = _run(11, 11)
_SNILS_WORD: Final = re.compile(r"сн[ие]лс|snils|страхов\w{1,4} номер|пенсионн\w{1,4} (?:номер|страхов|свидетельств)", re.IGNORECASE)
_SNILS_WRITTEN: Final = re.compile(r"\d{3}[ .\-]\d{3}[ .\-]\d{3}[ .\-]{0,3}\d{2}")


def _snils_adds_up(digits: str) -> bool:
    """The check of the Pension Fund: the weighted sum modulo 101, 100 counting as 0."""
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(digits[:9])) % 101
    return int(digits[9:]) == total % 100


def snils(message: Message) -> Iterator[Found]:
    """SNILS: eleven digits that add up, or that the message calls so."""
    text = message.text
    for match in _SNILS.finditer(text):
        called = named_before(_SNILS_WORD, text, match.start())
        written = _SNILS_WRITTEN.fullmatch(match[0]) is not None
        adds_up = _snils_adds_up(digits_of(match[0]))
        if called or (adds_up and (written or not of_the_company(text, match.start()))):
            yield Found("snils", match.start(), match.end())


_INN: Final = re.compile(rf"(?<![\d\-])\d(?:{_GAP}\d){{9}}(?:(?:{_GAP}\d){{2}})?(?![\d\-])")
_INN_WORD: Final = re.compile(r"(?<![а-яё])инн|\binn\b|\btin\b|tax|налогоплательщик", re.IGNORECASE)


def inns(message: Message) -> Iterator[Found]:
    """INN: ten or twelve digits after its name; twelve that add up anywhere."""
    text = message.text
    for match in _INN.finditer(text):
        digits = digits_of(match[0])
        if named_before(_INN_WORD, text, match.start()) or (
            len(digits) == 12 and inn.is_valid(digits) and not of_the_company(text, match.start())
        ):
            yield Found("inn", match.start(), match.end())


HINTS: Final = _PERSONAL_HINTS | _SORT_HINTS
