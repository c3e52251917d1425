"""The words that decided: spans whose removal lowers the probability of a label (occlusion).

Works on the text as sent and on any scorer, so offsets and weights are true by construction:
a span is reported only after the text without it was scored.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from model.judgement import Evidence, HeadName

FloatVector = npt.NDArray[np.float64]
# Texts → the probability of the label in question, shape (n,).
LabelProbability = Callable[[Sequence[str]], FloatVector]
Span = tuple[int, int]

MAX_SPANS: Final = 3
MAX_WORDS: Final = 6
# Less than this is rounding, not a reason.
MIN_WEIGHT: Final = 0.005
# A word is added to a span when it makes the span at least this much heavier.
GROWTH: Final = 1.1
# Above so many words each occlusion costs too much; a first pass looks at pieces of the text alone.
MAX_OCCLUSIONS: Final = 48
_LONG_WORD: Final = 40
# Unbroken runs are cut for languages without spaces, never in front of a mark that joins what precedes.
_WORD: Final = re.compile(rf"\S{{1,{_LONG_WORD}}}[\u0300-\u036f\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]*")


def _without(text: str, span: Span) -> str:
    return text[: span[0]] + text[span[1] :]


def _pieces(words: list[Span]) -> list[list[Span]]:
    """Cut the words into at most `MAX_OCCLUSIONS` runs of neighbours."""
    size = -(-len(words) // MAX_OCCLUSIONS)
    return [words[i : i + size] for i in range(0, len(words), size)]


def _candidates(text: str, probability: LabelProbability) -> list[Span]:
    """Words to occlude: all of a short text; of a long one those of the pieces that alone say the label most."""
    words = [match.span() for match in _WORD.finditer(text)]
    if len(words) <= MAX_OCCLUSIONS:
        return words
    pieces = _pieces(words)
    alone = probability([text[piece[0][0] : piece[-1][1]] for piece in pieces])
    chosen: list[int] = []
    room = MAX_OCCLUSIONS // 2
    for number in np.argsort(-alone):
        if room <= 0:
            break
        chosen.append(int(number))
        room -= len(pieces[int(number)])
    return [word for number in sorted(chosen) for word in pieces[number]][: 2 * MAX_OCCLUSIONS]


def _trimmed(text: str, span: Span) -> Span:
    """Without the comma or full stop that merely closes the span."""
    start, end = span
    while end - start > 1 and text[end - 1] in ",.;:" and text[end - 2] not in ",.;:":
        end -= 1
    return start, end


def _grown(text: str, words: list[Span], at: int, base: float, weight: float, probability: LabelProbability) -> tuple[int, int, float]:
    """Extend the word number `at` to its neighbours while the span gets heavier: first, last, weight."""
    first = last = at
    while last - first + 1 < MAX_WORDS:
        options = [(low, high) for low, high in ((first - 1, last), (first, last + 1)) if low >= 0 and high < len(words)]
        if not options:
            break
        drops = base - probability([_without(text, (words[low][0], words[high][1])) for low, high in options])
        best = int(np.argmax(drops))
        if drops[best] < max(weight * GROWTH, weight + MIN_WEIGHT):
            break
        (first, last), weight = options[best], float(drops[best])
    return first, last, weight


def find_evidence(text: str, head: HeadName, probability: LabelProbability) -> tuple[Evidence, ...]:
    """At most three spans of `text` that pushed the label most, heaviest first; none when no word did."""
    words = _candidates(text, probability)
    if not words:
        return ()
    base = float(probability([text])[0])
    drops = base - probability([_without(text, word) for word in words])
    found: list[Evidence] = []
    taken: set[int] = set()
    for at in np.argsort(-drops):
        if len(found) == MAX_SPANS or drops[at] < MIN_WEIGHT:
            break
        if int(at) in taken:
            continue
        first, last, weight = _grown(text, words, int(at), base, float(drops[at]), probability)
        if taken.intersection(range(first, last + 1)):
            first = last = int(at)
        taken.update(range(first - 1, last + 2))
        start, end = _trimmed(text, (words[first][0], words[last][1]))
        weight = base - float(probability([_without(text, (start, end))])[0])
        if weight >= MIN_WEIGHT:
            found.append(Evidence(text[start:end], start, end, head, round(weight, 4)))
    return tuple(sorted(found, key=lambda item: -item.weight))
