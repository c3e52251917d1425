"""Which parts of an e-mail are the customer's own words: not quoted history, signatures or legal footers.

Parsers of replies (quotequail, mail-parser-reply) return new texts; here spans of the text as sent
are needed, so that evidence keeps its offsets, and Russian mail programs' openings of a quote.
"""

import re
from dataclasses import dataclass
from typing import Final

from model import mail_lines

Span = tuple[int, int]

_SIGNATURE_LINES: Final = 8
_SIGNATURE_LINE_CHARACTERS: Final = 90
_HEADER_LINES: Final = 3
_BROKEN_LINES: Final = 3
_WORD: Final = re.compile(r"\w")


@dataclass(slots=True)
class _Line:
    """A line at `start`–`end` of the mail, its break included; `bare` is what `mail_lines` looks at."""

    start: int
    end: int
    bare: str
    own: bool = True


def own_words(text: str) -> list[Span]:
    """Spans of `text` that the customer wrote in this mail, in order; the whole text when nothing else would be left."""
    lines = _lines(text)
    _drop_history(lines)
    if not _says_something(text, lines):
        for line in lines:  # the opening of the quote was no opening
            line.own = not mail_lines.is_quoted(line.bare)
    _drop_footers(lines)
    _drop_signature(lines)
    spans = [(a, b) for a, b in _spans(lines) if text[a:b].strip()]
    return spans if any(_WORD.search(text[a:b]) for a, b in spans) else [(0, len(text))]


def _lines(text: str) -> list[_Line]:
    found, at = [], 0
    for line in text.split("\n"):
        end = min(at + len(line) + 1, len(text))
        found.append(_Line(at, end, mail_lines.bare(line)))
        at = end
    return found


def _says_something(text: str, lines: list[_Line]) -> bool:
    return any(line.own and _WORD.search(text, line.start, line.end) for line in lines)


def _drop(lines: list[_Line]) -> None:
    for line in lines:
        line.own = False


def _next(lines: list[_Line], at: int) -> int:
    """Number of the first line from `at` on that is not blank; len(lines) when all are."""
    return next((number for number in range(at, len(lines)) if lines[number].bare), len(lines))


def _drop_history(lines: list[_Line]) -> None:
    """Quotes, and all that follows the opening of an unmarked one."""
    first = _next(lines, 0)
    number = 0
    while number < len(lines):
        length, answered = _opening(lines, number)
        if length and (answered or (number == first and mail_lines.header(lines[number].bare))):
            _drop(lines[number : number + length])
        elif length:
            _drop(lines[number:])
            return
        elif mail_lines.is_quoted(lines[number].bare):
            lines[number].own = False
        number += max(1, length)


def _opening(lines: list[_Line], at: int) -> tuple[int, bool]:
    """How many lines from `at` on open a quote, 0 for none; and whether the quote is marked, so that an answer can follow it."""
    line = lines[at].bare
    if not line or mail_lines.is_quoted(line):
        return 0, False
    length = 1 if mail_lines.opens_quote(line) else _broken_opening(lines, at)
    if length:
        following = _next(lines, at + length)
        return length, following < len(lines) and mail_lines.is_quoted(lines[following].bare)
    if mail_lines.separates(line):
        return 1, False
    if mail_lines.is_ruler(line):
        following = _next(lines, at + 1)
        return int(following < len(lines) and mail_lines.header(lines[following].bare) == "from"), False
    return _header(lines, at), False


def _broken_opening(lines: list[_Line], at: int) -> int:
    if not mail_lines.may_open(lines[at].bare):
        return 0
    joined = lines[at].bare
    for length in range(2, _BROKEN_LINES + 1):
        if at + length > len(lines) or not lines[at + length - 1].bare:
            return 0
        joined += " " + lines[at + length - 1].bare
        if mail_lines.opens_quote(joined):
            return length
    return 0


def _header(lines: list[_Line], at: int) -> int:
    """How many lines of a message's header begin at `at`: three, or two with an address; else 0."""
    if mail_lines.header(lines[at].bare) != "from":
        return 0
    end = at
    while end < len(lines) and mail_lines.header(lines[end].bare):
        end += 1
    addressed = any(mail_lines.has_address(line.bare) for line in lines[at:end])
    return end - at if end - at >= _HEADER_LINES or (end - at > 1 and addressed) else 0


def _drop_footers(lines: list[_Line]) -> None:
    """Paragraphs of the law, with the line drawn above them; never the first of the mail."""
    at = first = _next(lines, 0)
    while at < len(lines):
        end = at + 1
        while end < len(lines) and lines[end].bare and not mail_lines.is_line(lines[end].bare):
            end += 1
        drawn = mail_lines.is_line(lines[at].bare)
        if at > first and mail_lines.is_footer(" ".join(line.bare for line in lines[at + drawn : min(end, at + 5)])):
            _drop(lines[at:end])
        at = _next(lines, end)


def _drop_signature(lines: list[_Line]) -> None:
    """What a device adds, and a closing formula with nothing but a few short lines after it."""
    for line in lines:
        line.own = line.own and not mail_lines.is_device(line.bare)
    last = next((number for number in range(len(lines) - 1, -1, -1) if lines[number].own and lines[number].bare), -1)
    first = last
    while first > 0 and lines[first - 1].own:
        first -= 1
    for at in range(max(0, first), last + 1):
        listed = at > first and lines[at - 1].bare.endswith(":")
        if mail_lines.is_formula(lines[at].bare) or (mail_lines.is_dashes(lines[at].bare) and not listed):
            until = _signature_end(lines, at, last)
            if until:
                _drop(lines[at:until])
                return


def _signature_end(lines: list[_Line], at: int, last: int) -> int:
    """Number of the line after the signature that begins at `at`; 0 when too much follows for one."""
    count = 0
    for number in range(at, last + 1):
        line = lines[number]
        if number > at and mail_lines.speaks(line.bare, after_blank=not lines[number - 1].bare):
            return number
        count += bool(line.bare)
        if count > _SIGNATURE_LINES or len(line.bare) > _SIGNATURE_LINE_CHARACTERS:
            return 0
    return last + 1


def _spans(lines: list[_Line]) -> list[Span]:
    spans: list[Span] = []
    for line in lines:
        if line.own and spans and spans[-1][1] == line.start:
            spans[-1] = (spans[-1][0], line.end)
        elif line.own:
            spans.append((line.start, line.end))
    return spans


class OwnWords:
    """The customer's words of one mail as one text, and the way back to offsets of the mail as sent."""

    def __init__(self, text: str) -> None:
        self.spans = own_words(text)
        self.text = "\n".join(text[start:end] for start, end in self.spans)

    @property
    def starts(self) -> list[int]:
        """Where in `self.text` each part begins."""
        found, at = [], 0
        for start, end in self.spans:
            found.append(at)
            at += end - start + 1
        return found

    def original(self, start: int, end: int) -> Span:
        """The span of the mail that `start`–`end` of `self.text` stands for. Raises ValueError when it does not lie within one part."""
        for at, (first, last) in zip(self.starts, self.spans, strict=True):
            if at <= start and end <= at + last - first:
                return first + start - at, first + end - at
        raise ValueError(f"{start}–{end} lies in no part")
