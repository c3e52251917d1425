"""Which of many words a message holds, found in one pass (Aho and Corasick 1975).

Most patterns can match only where some word stands. Looking for each word by itself takes longer than everything else.
"""

from collections.abc import Iterable
from operator import itemgetter

import ahocorasick

_WORD = itemgetter(1)


class Hints:
    """Words in lower case; one that begins or ends with a blank stands for the beginning or the end of a word or a line."""

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word in words:
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()

    def heard(self, text: str) -> frozenset[str]:
        """The words that stand in `text`, in whatever case."""
        return frozenset(map(_WORD, self._automaton.iter(f" {text.lower()} ".replace("\n", " \n "))))
