"""Whether a word is a person's name: Russian ones in any case by pymorphy3's dictionary (OpenCorpora), others by lists."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from pymorphy3 import MorphAnalyzer

_NAMES: Final = frozenset({"Name", "Patr"})
_OF_PEOPLE: Final = frozenset({"Name", "Patr", "Surn"})
# «Роман» and «Слава» are words as well; a name is what is one in at least so large a share of its uses.
_MOSTLY: Final = 0.5
_SOMETIMES: Final = 0.2
# Shorter words look like too much.
_SHORTEST: Final = 4


# Names that are little else, in files beside this one: in Latin letters those of many peoples; those that are also words, towns or
# products (Grace, Victoria, Jordan) stand in introductions only. In Cyrillic what the dictionary lacks.
@cache
def _listed(file: str) -> frozenset[str]:
    return frozenset(Path(__file__).with_name(file).read_text(encoding="utf-8").split())


@cache
def _stems() -> frozenset[str]:
    return frozenset(name.rstrip("аяйь") for name in _listed("cyrillic_names.txt"))


# Of surnames that the dictionary lacks.
_SURNAME: Final = re.compile(r"(?:ов|ев|ин|ын|ский|цкий|ова|ева|ина|ына|ская|цкая|ко|ук|юк|ян|дзе|швили)(?:а|у|ым|ой|ому)?$")


@lru_cache(maxsize=1)
def _dictionary() -> MorphAnalyzer:
    return MorphAnalyzer(lang="ru")


# Bounded: a service meets words without end.
@lru_cache(maxsize=10_000)
def _shares(word: str) -> tuple[float, float]:
    """In what shares of its uses a Russian word is a given name or patronymic, and any name."""
    readings = _dictionary().parse(word)
    given = sum(reading.score for reading in readings if reading.is_known and _NAMES & reading.tag.grammemes)
    any_name = sum(reading.score for reading in readings if reading.is_known and _OF_PEOPLE & reading.tag.grammemes)
    return given, any_name


@lru_cache(maxsize=10_000)
def _is_known(word: str) -> bool:
    known: bool = _dictionary().word_is_known(word)
    return known


@lru_cache(maxsize=10_000)
def _is_listed_in_a_case(word: str) -> bool:
    """«Фирдаусом», «Ионуца»: a word that the dictionary does not know, and a listed name with an ending."""
    if len(word) <= _SHORTEST or _is_known(word):
        return False
    return any(word[: len(word) - ending].rstrip("аяйь") in _stems() for ending in (0, 1, 2))


def is_given_name(word: str) -> bool:
    """Whether a word in any case is mostly a given name or a patronymic."""
    small = word.lower()
    if word[0] < "\u0400":
        return small in _listed("latin_names.txt")
    return _shares(small)[0] >= _MOSTLY or small in _listed("cyrillic_names.txt") or _is_listed_in_a_case(small)


def may_be_surname(word: str) -> bool:
    """Whether a word beside a given name may be the surname."""
    if word[0] < "\u0400":
        return True
    return _shares(word.lower())[1] > 0 or not _is_known(word.lower())


def is_name(word: str) -> bool:
    """Whether a word may be a given name, a patronymic or a surname, by itself."""
    if word[0] < "\u0400":
        return word.lower() in _listed("latin_names.txt")
    small = word.lower()
    return _shares(small)[1] >= _SOMETIMES or (not _is_known(small) and has_surname_ending(small))


def has_surname_ending(word: str) -> bool:
    """Whether a Russian word ends as surnames do."""
    return _SURNAME.search(word) is not None
