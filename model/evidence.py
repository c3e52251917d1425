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
# Spans are compared by the log-odds that the label loses: near certainty each of several reasons moves the
# probability itself only a little. Less than this is no reason.
MIN_PUSH: Final = 0.1
# Less than this in probability is rounding.
MIN_WEIGHT: Final = 0.0001
# A word is added to a span when it makes the span push at least so many times as much.
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


def _log_odds(probability: FloatVector) -> FloatVector:
    clipped = np.clip(probability, 1e-12, 1 - 1e-12)
    result: FloatVector = np.log(clipped / (1 - clipped))
    return result


def _grown(text: str, words: list[Span], at: int, base: float, push: float, probability: LabelProbability) -> tuple[int, int]:
    """Extend the word number `at` to its neighbours while the span pushes more: first and last word."""
    first = last = at
    while last - first + 1 < MAX_WORDS:
        options = [(low, high) for low, high in ((first - 1, last), (first, last + 1)) if low >= 0 and high < len(words)]
        # A span that is the whole text explains nothing, and nothing is left to compare it with.
        options = [(low, high) for low, high in options if high - low + 1 < len(words)]
        if not options:
            break
        pushes = base - _log_odds(probability([_without(text, (words[low][0], words[high][1])) for low, high in options]))
        best = int(np.argmax(pushes))
        if pushes[best] < max(push * GROWTH, push + MIN_PUSH):
            break
        (first, last), push = options[best], float(pushes[best])
    return first, last


def find_evidence(text: str, head: HeadName, probability: LabelProbability) -> tuple[Evidence, ...]:
    """At most three spans of `text` that pushed the label most, heaviest first; none when no word did."""
    words = _candidates(text, probability)
    if not words:
        return ()
    whole = probability([text])
    base = float(_log_odds(whole)[0])
    pushes = base - _log_odds(probability([_without(text, word) for word in words]))
    found: list[Evidence] = []
    taken: set[int] = set()
    for at in np.argsort(-pushes):
        if len(found) == MAX_SPANS or pushes[at] < MIN_PUSH:
            break
        if int(at) in taken:
            continue
        first, last = _grown(text, words, int(at), base, float(pushes[at]), probability)
        if taken.intersection(range(first, last + 1)):
            first = last = int(at)
        taken.update(range(first - 1, last + 2))
        start, end = _trimmed(text, (words[first][0], words[last][1]))
        weight = float(whole[0] - probability([_without(text, (start, end))])[0])
        if weight >= MIN_WEIGHT:
            found.append(Evidence(text[start:end], start, end, head, round(weight, 4)))
    return tuple(sorted(found, key=lambda item: -item.weight))
