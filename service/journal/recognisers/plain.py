"""The form of a message that the recognisers read, and where each of its characters stands in the text as sent."""

import re
import unicodedata
from typing import Final, NamedTuple

from model.text import strip_invisible

# Compatibility forms leave these apart; between digits they all mean the same.
_HYPHENS: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2212", "-"))
# Two blanks more than people leave within a number. Patterns may ask for any number of blanks: they are tried in few ways.
MOST_BLANKS: Final = 5
_LONG_BLANKS: Final = re.compile(rf"\s{{{MOST_BLANKS + 1},}}")


class Plain(NamedTuple):
    """`text`, and for each of its characters where what it stands for starts and ends in the text as sent; empty when nothing changed."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def sent(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the plain text, not empty, lies in the text as sent."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)


def plain(text: str) -> Plain:
    """Compatibility form (NFKC) with plain hyphens and few blanks in a row, without invisible characters and marks that stay apart."""
    if (text.isascii() or _is_composed(text)) and not _LONG_BLANKS.search(text):
        return Plain(text, (), ())
    return _with_few_blanks(_composed(text))


def _is_composed(text: str) -> bool:
    return (
        unicodedata.is_normalized("NFKC", text)
        and not any(map(unicodedata.combining, text))
        and text.translate(_HYPHENS) == text
        and strip_invisible(text) == text
    )


def _composed(text: str) -> Plain:
    """In compatibility form cluster by cluster, a base and the marks on it: taken singly, `и` and a breve never become `й`."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _is_no_base(text[end]):
            end += 1
        for character in unicodedata.normalize("NFKC", strip_invisible(text[start:end])).translate(_HYPHENS):
            # What is left belongs to no letter: a stress («Ива́н»), the key drawn around a digit.
            if not _is_no_base(character):
                characters.append(character)
                starts.append(start)
                ends.append(end)
        start = end
    return Plain("".join(characters), tuple(starts), tuple(ends))


def _is_no_base(character: str) -> bool:
    """Whether it is a mark on what stands before it, or invisible."""
    return not character.isascii() and unicodedata.category(character) in {"Mn", "Me", "Cf"}


def _with_few_blanks(whole: Plain) -> Plain:
    """Of a long run of blanks the first few stay; a line that ends in it still ends."""
    kept: list[int] = []
    text = whole.text
    at = 0
    for run in _LONG_BLANKS.finditer(text):
        kept.extend(range(at, run.start()))
        line_end = text.find("\n", run.start() + MOST_BLANKS, run.end())
        few = range(run.start(), run.start() + MOST_BLANKS)
        kept.extend(few if line_end < 0 or "\n" in text[few.start : few.stop] else (*few[:-1], line_end))
        at = run.end()
    kept.extend(range(at, len(text)))
    return Plain("".join(text[i] for i in kept), tuple(whole.starts[i] for i in kept), tuple(whole.ends[i] for i in kept))
