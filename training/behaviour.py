"""Behaviour of a model in the manner of CheckList (Ribeiro et al. 2020): minimum functionality, invariance, direction."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from model.judgement import Judgement
from model.labels import URGENCIES
from model.predictor import Predictor
from training.dataset import Record, read_labelled
from training.report import table

CASES: Final = Path("data/behaviour/minimum.jsonl")
# Messages that the changes are tried on.
SAMPLE: Final = 1400
# A first name of another person in the place of each of these.
_NAMES: Final = {"Анна": "Светлана", "Ольга": "Ирина", "Сергей": "Андрей", "Александр": "Николай", "Мария": "Екатерина", "Maria": "Laura",
                 "John": "Peter", "Anna": "Emma", "Tom": "Dave", "Sarah": "Kate"}  # fmt: skip
_QUOTE: Final = {
    "ru": "\n\n12 мая 2026 г., 10:14, Поддержка <help@example.com> пишет:\n> Здравствуйте! Мы получили ваше обращение.\n> Спасибо.",
    "en": "\n\nOn Tue, May 12, 2026 at 10:14 AM Support <help@example.com> wrote:\n> Hello, we have received your message.\n> Thank you.",
}
_SIGNATURE: Final = {
    "ru": "\n\nС уважением,\nПетров Иван\nтел. +7 900 000-00-00",
    "en": "\n\nKind regards,\nJane Doe\nPhone +44 20 0000 0000",
}
_DEADLINE: Final = {
    "ru": " Это нужно мне до завтрашнего утра, иначе сорвётся поездка.",
    "en": " I need this by tomorrow morning or I will miss my trip.",
}
_ROWS: Final = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
# A letter → those beside it on the keyboard.
_BESIDE: Final = {key: row[max(0, i - 1) : i] + row[i + 1 : i + 2] for row in _ROWS for i, key in enumerate(row)}
_ZERO_WIDTH: Final = "\u200b\u200d\u2060\ufeff"


@dataclass(frozen=True)
class Message:
    """A message to change: the text, its language, and whether it is an e-mail."""

    text: str
    lang: str
    mail: bool = False


@dataclass(frozen=True)
class Result:
    """How many of `tried` passed a check of one kind."""

    kind: str
    check: str
    tried: int
    passed: int


Change = Callable[[Message, random.Random], Message | None]


def _typo(message: Message, rng: random.Random) -> Message | None:
    """Two neighbouring letters of one longer word exchanged, or one letter replaced by a key beside it."""
    words = [(i, w) for i, w in enumerate(message.text.split(" ")) if w.isalpha() and len(w) >= 5]
    if not words:
        return None
    parts = message.text.split(" ")
    number, word = rng.choice(words)
    at = rng.randrange(1, len(word) - 2)
    if rng.random() < 0.5:
        changed = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    else:
        beside = _BESIDE.get(word[at].lower())
        if beside is None:
            return None
        changed = word[:at] + rng.choice(beside) + word[at + 1 :]
    parts[number] = changed
    return Message(" ".join(parts), message.lang, message.mail) if changed != word else None


def _lower(message: Message, _: random.Random) -> Message | None:
    changed = message.text.lower()
    return Message(changed, message.lang, message.mail) if changed != message.text else None


def _quoted(message: Message, _: random.Random) -> Message | None:
    return Message(message.text + _QUOTE[message.lang], message.lang, mail=True)


def _signed(message: Message, _: random.Random) -> Message | None:
    return Message(message.text + _SIGNATURE[message.lang], message.lang, mail=True)


def _renamed(message: Message, _: random.Random) -> Message | None:
    text = message.text
    for name, other in _NAMES.items():
        text = text.replace(name, other)
    return Message(text, message.lang, message.mail) if text != message.text else None


def _zero_width(message: Message, rng: random.Random) -> Message | None:
    at = sorted(rng.sample(range(len(message.text)), min(5, len(message.text))), reverse=True)
    text = message.text
    for place in at:
        text = text[:place] + rng.choice(_ZERO_WIDTH) + text[place:]
    return Message(text, message.lang, message.mail)


def _spaced(message: Message, _: random.Random) -> Message | None:
    return Message("  " + message.text.replace(" ", "  ") + " \n", message.lang, message.mail)


INVARIANT: Final[dict[str, Change]] = {
    "typo": _typo, "lower case": _lower, "quoted mail below": _quoted, "signature below": _signed, "other names": _renamed,
    "zero-width characters": _zero_width, "white space": _spaced,
}  # fmt: skip


def _labels(judged: Judgement) -> tuple[str, str]:
    probabilities = judged.archetype.probabilities
    return max(probabilities, key=lambda label: probabilities[label]), judged.urgency.label


def _judge(predictor: Predictor, messages: Sequence[Message]) -> list[Judgement]:
    return predictor.judge([m.text for m in messages], mails=[m.mail for m in messages])


def invariance(predictor: Predictor, messages: Sequence[Message], seed: int = 7) -> list[Result]:
    """Changes that mean nothing must leave both labels as they were."""
    results = []
    for name, change in INVARIANT.items():
        rng = random.Random(seed)  # noqa: S311 -- repeatable choices, not secrets
        pairs = [(m, changed) for m in messages if (changed := change(m, rng)) is not None]
        # The unchanged text is judged as the same channel, so that only the change differs.
        before = _judge(predictor, [Message(m.text, m.lang, changed.mail) for m, changed in pairs])
        after = _judge(predictor, [changed for _, changed in pairs])
        same = sum(_labels(b) == _labels(a) for b, a in zip(before, after, strict=True))
        results.append(Result("invariance", name, len(pairs), same))
    return results


def direction(predictor: Predictor, messages: Sequence[Message]) -> Result:
    """A stated deadline of tomorrow must not lower the urgency."""
    before = _judge(predictor, messages)
    after = _judge(predictor, [Message(m.text + _DEADLINE[m.lang], m.lang, m.mail) for m in messages])
    kept = sum(URGENCIES.index(a.urgency.label) >= URGENCIES.index(b.urgency.label) for b, a in zip(before, after, strict=True))
    return Result("direction", "a deadline added", len(messages), kept)


def minimum(predictor: Predictor, path: Path = CASES) -> list[Result]:
    """Plain messages of which no reader would doubt the label, by head."""
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    judged = [_labels(j) for j in predictor.judge([case["text"] for case in cases])]
    results = []
    for number, head in enumerate(("archetype", "urgency")):
        asked = [(case[head], found[number]) for case, found in zip(cases, judged, strict=True) if head in case]
        results.append(Result("minimum", head, len(asked), sum(a == b for a, b in asked)))
    return results


def run_suite(predictor: Predictor, messages: list[Message]) -> list[Result]:
    """Every check; the changes are tried on an even sample of `messages`."""
    sample = [messages[len(messages) * number // SAMPLE] for number in range(SAMPLE)] if len(messages) > SAMPLE else list(messages)
    # Few messages name somebody: all that do are tried.
    sample += [m for m in messages if any(name in m.text for name in _NAMES) and m not in sample]
    return [*minimum(predictor), *invariance(predictor, sample), direction(predictor, sample)]


def behaviour_figures(predictor: Predictor, records: Sequence[Record]) -> list[list[str | int]]:
    """Kind, check, tried and passed of every check, tried on the labelled messages."""
    messages = [Message(r.text, r.lang, r.channel == "email") for r in records]
    return [[r.kind, r.check, r.tried, r.passed] for r in run_suite(predictor, messages)]


def main() -> None:
    """`make eval-behaviour`: the shipped accurate model."""
    rows = behaviour_figures(Predictor.load(), read_labelled())
    print(table(["kind", "check", "tried", "passed"], rows))


if __name__ == "__main__":
    main()
