"""The words that decided: spans whose removal lowers the probability of a label (occlusion).

Works on the text as sent and on any scorer, so offsets and weights are true by construction:
a span is reported only after the text without it was scored.
"""

import re
from bisect import bisect
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


def _candidates(text: str, words: list[Span], probability: LabelProbability) -> list[int]:
    """Numbers of the words to occlude: all of a short text; of a long one those of the pieces that alone say the label most."""
    chosen = list(range(len(words)))
    while len(chosen) > MAX_OCCLUSIONS:  # what one pass leaves is short, or one piece of neighbours
        size = -(-len(chosen) // MAX_OCCLUSIONS)
        pieces = [chosen[i : i + size] for i in range(0, len(chosen), size)]
        alone = probability([text[words[piece[0]][0] : words[piece[-1]][1]] for piece in pieces])
        count = max(1, MAX_OCCLUSIONS // 2 // size)
        chosen = sorted(word for number in np.argsort(-alone)[:count] for word in pieces[number])
    return chosen


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


def _grown(text: str, words: list[Span], starts: Sequence[int], at: int, base: float, push: float,
           probability: LabelProbability) -> tuple[int, int]:  # fmt: skip
    """Extend the word number `at` to its neighbours of the same part while the span pushes more: first and last word."""
    first = last = at
    while last - first + 1 < MAX_WORDS:
        options = [(low, high) for low, high in ((first - 1, last), (first, last + 1)) if low >= 0 and high < len(words)]
        options = [(low, high) for low, high in options if bisect(starts, words[low][0]) == bisect(starts, words[high][0])]
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


def find_evidence(text: str, head: HeadName, probability: LabelProbability, starts: Sequence[int] = ()) -> tuple[Evidence, ...]:
    """At most three spans of `text` that pushed the label most, heaviest first; none when no word did.

    starts: where parts of the text begin that no span may cross, in order.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    candidates = _candidates(text, words, probability)
    if not candidates:
        return ()
    whole = probability([text])
    base = float(_log_odds(whole)[0])
    pushes = base - _log_odds(probability([_without(text, words[number]) for number in candidates]))
    found: list[Evidence] = []
    taken: set[int] = set()
    for place in np.argsort(-pushes):
        if len(found) == MAX_SPANS or pushes[place] < MIN_PUSH:
            break
        at = candidates[place]
        if at in taken:
            continue
        first, last = _grown(text, words, starts, at, base, float(pushes[place]), probability)
        if taken.intersection(range(first, last + 1)):
            first = last = at
        taken.update(range(first - 1, last + 2))
        start, end = _trimmed(text, (words[first][0], words[last][1]))
        weight = float(whole[0] - probability([_without(text, (start, end))])[0])
        if weight >= MIN_WEIGHT:
            found.append(Evidence(text[start:end], start, end, head, round(weight, 4)))
    return tuple(sorted(found, key=lambda item: -item.weight))
