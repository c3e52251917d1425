"""Personal data out of a message before it is written anywhere: each piece becomes its kind in brackets, `[phone]`.

Order numbers, sums, dates and article numbers stay: without them a trainer could not follow the message.
"""

import re
from dataclasses import dataclass
from typing import Final

from service.journal.recognisers import addresses as places
from service.journal.recognisers import contacts, numbers
from service.journal.recognisers import names as people
from service.journal.recognisers import passports as documents
from service.journal.recognisers.addresses import addresses
from service.journal.recognisers.contacts import emails, phones, prefixed_phones
from service.journal.recognisers.found import Found, Message, Recogniser
from service.journal.recognisers.hints import Hints
from service.journal.recognisers.names import names
from service.journal.recognisers.numbers import accounts, cards, inns, snils
from service.journal.recognisers.passports import passports
from service.journal.recognisers.plain import plain

# Where two overlap, the kind named first is meant. Those of the second line need digits, so many that a number may be a person's.
_WORDS: Final[tuple[Recogniser, ...]] = (emails, passports, addresses, names)
_NUMBERS: Final[tuple[Recogniser, ...]] = (emails, accounts, cards, snils, prefixed_phones, inns, passports, phones, addresses, names)
_FEWEST_DIGITS: Final = 5
_HINTS: Final = Hints(contacts.HINTS | numbers.HINTS | documents.HINTS | places.HINTS | people.HINTS)
_DIGIT: Final = re.compile(r"\d")
# The letter typed for the figure, in Latin or Cyrillic, within a number: «8 9О6 12О 44 73».
_NOUGHT: Final = re.compile(r"[OoОо](?:(?<=\d.)(?=[\dOoОо\s\-)]|$)|(?<=[\s\-(+\dOoОо].)(?=[OoОо]{0,3}\d)|(?<=\d[OoОо].))")
_THREE: Final = re.compile(r"(?<=\d)[Зз](?=[\d\-])")


@dataclass(frozen=True, slots=True)
class Masked:
    """A message without personal data. `text` is what may be stored; `hidden` the spans of the text as sent, in order."""

    text: str
    hidden: tuple[Found, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the text as sent lies in `text`; one that touches a hidden piece covers the whole of its mark."""
        return self._moved(start, False), self._moved(end, True)

    def _moved(self, offset: int, is_end: bool) -> int:
        moved = offset
        for piece in self.hidden:
            if piece.start >= offset:
                break
            mark = len(_mark(piece))
            if offset >= piece.end:
                moved += mark - (piece.end - piece.start)
            else:
                return moved - (offset - piece.start) + (mark if is_end else 0)
        return moved


def _mark(piece: Found) -> str:
    return f"[{piece.kind}]"


def find_personal(text: str) -> tuple[Found, ...]:
    """Spans of personal data in the text as sent, in order, none overlapping."""
    read = plain(text)
    written = read.text
    digits = len(_DIGIT.findall(written))
    if digits and _NOUGHT.search(written):
        written = _THREE.sub("3", _NOUGHT.sub("0", written))
        digits = len(_DIGIT.findall(written))
    message = Message(written, _HINTS.heard(written), digits)
    taken: list[Found] = []
    for recogniser in _NUMBERS if digits >= _FEWEST_DIGITS else _WORDS:
        for found in recogniser(message):
            met = [other for other in taken if found.start < other.end and other.start < found.end]
            # Two finds of one kind are one longer piece.
            if all(other.kind == found.kind for other in met):
                taken = [other for other in taken if other not in met]
                taken.append(Found(found.kind, min(p.start for p in (found, *met)), max(p.end for p in (found, *met))))
    taken.sort(key=lambda found: found.start)
    return tuple(Found(kind, *read.sent(start, end)) for kind, start, end in taken)


def mask(text: str) -> Masked:
    """Hide the personal data of a message as sent."""
    hidden = find_personal(text)
    result, at = "", 0
    for piece in hidden:
        result += text[at : piece.start] + _mark(piece)
        at = piece.end
    return Masked(result + text[at:], hidden)
