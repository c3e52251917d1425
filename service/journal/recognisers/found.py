"""What a recogniser finds, and the words around a number that tell what it is."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal, NamedTuple

Kind = Literal["phone", "email", "card", "passport", "snils", "inn", "account", "address", "name"]


class Found(NamedTuple):
    """A piece of personal data at `start` to `end` of the plain text."""

    kind: Kind
    start: int
    end: int


class Message(NamedTuple):
    """What is looked through: a message as `plain` has it, the hints that stand in it, its digits."""

    text: str
    heard: frozenset[str]
    digits: int


Recogniser = Callable[[Message], Iterable[Found]]

# A number right after one of these is the company's, not the customer's.
_OF_THE_COMPANY: Final = re.compile(
    r"(?<![а-яёa-z])(?:заказ|трек|накладн|договор|обращени|заявк|квитанци|чек|сч[её]т-?фактур|акт|полис|тикет|инцидент|бронь|брони|билет|рейс|поезд|артикул|арт\b|код"
    r"|сер\.|серийн|s/n|imei|модель|посылк|отправлени|талон|запис|операци|возврат|претензи|жалоб|дел[оау]\b|запрос|анализ|сертификат|ваучер|парт"
    r"|order|ticket|track|claim|case|ref\b|reference|invoice|booking|contract|parcel|shipment|receipt|policy|article|sku|serial|model|code|pin|item|voucher|confirmation)"
    r"[а-яёa-z]*\.?(?-i:\s[A-ZА-ЯЁ]{1,4}\b)?[\s:«\"(]*(?:(?:номер|ном|№|no|nr|number|id|is|#|n)[\s.:«\"(]*)*$",
    re.IGNORECASE,
)
_BEFORE: Final = 40


def of_the_company(text: str, start: int) -> bool:
    """Whether the words right before `start` call the number an order, a contract, a code or the like."""
    return _OF_THE_COMPANY.search(text, max(0, start - _BEFORE), start) is not None


def named_before(words: re.Pattern[str], text: str, start: int, within: int = _BEFORE) -> bool:
    """Whether one of `words` stands in the `within` characters before `start`."""
    return words.search(text, max(0, start - within), start) is not None


def digits_of(text: str) -> str:
    """The digits of `text`."""
    return "".join(character for character in text if character.isdigit())


def matches(kind: Kind, pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    """Every match of `pattern`; the group of it that took part when it has any with a name, else the whole."""
    for match in pattern.finditer(text):
        group = match.lastgroup or 0
        yield Found(kind, match.start(group), match.end(group))


def matches_from(kind: Kind, beginning: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    """As `matches`, for a pattern whose matches all begin as `beginning` does: searching for a class of characters is quick."""
    begin = beginning.search(text)
    while begin:
        match = pattern.match(text, begin.start())
        if match:
            yield Found(kind, match.start(), match.end())
        begin = beginning.search(text, match.end() if match else begin.start() + 1)
