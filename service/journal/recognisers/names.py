"""Names of people: after the usual introductions, and anywhere those that a dictionary knows for names."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from service.journal.recognisers.found import Found, Message
from service.journal.recognisers.given_names import has_surname_ending, is_given_name, is_name, may_be_surname
from service.journal.recognisers.name_forms import FORMS, Form

# Which forms each hint speaks for.
_BY_HINT: Final[dict[str, list[int]]] = {}
for _number, _of_it in enumerate(FORMS):
    for _hint in _of_it.hints:
        _BY_HINT.setdefault(_hint, []).append(_number)
HINTS: Final = frozenset(_BY_HINT)

# Two words with capitals side by side, anywhere. A class first: the search for its characters is quick.
_PAIR: Final = re.compile(
    r"([A-ZА-ЯЁ](?<![\w.\-].)(?:(?<=[А-ЯЁ])[а-яё\-]{1,29}(?=\s+([А-ЯЁ][а-яё\-]{1,29}))"
    r"|(?<=[A-Z])[a-z]{1,29}(?=[ \t]+([A-ZŁŚŠŽČ](?:[^\W\d_]|['’\-](?=[^\W\d_])){1,29}))"
    r"|(?<=[А-ЯЁ])[А-ЯЁ]{2,29}(?=\s+([А-ЯЁ]{3,29}(?:-[А-ЯЁ]{1,29})?)(?![а-яё]))"
    r"|(?<=[A-Z])[A-Z]{2,29}(?=\s+([A-Z]{3,29}(?:-[A-Z]{1,29})?)(?![a-z]))))"
)
# Looking up takes as long as everything else together; a message has few names.
_MOST_PAIRS: Final = 40

# What stands after an introduction and is no name.
_NO_NAME: Final = re.compile(
    r"(?:на|в|во|с|по-разному|почта|банк|россии|сбер|мтс|ооо|зао|пао|ао|ип|тсж|жск|снт|магазин|служба|отдел|компания|доставка|клиента?|абонент|москва|санкт|россия|безобразие"
    r"|кошмар|просто|очень|вообще|так|уже|тоже|по|как|не|никак|все|всех|кто|он|она|вы|мы|тот|инн|снилс|паспорт|латиницей|владельца|плательщика|отправителя"
    r"|получателя|помощи|мама|папа|муж|жена|мой|моя|наш|ваша?|для|обычно|лицев\w*|сч[её]т\w*|номер\w*|карт\w*|код|заказ\w*|договор\w*|полис\w*|трек|здра\w+|верн\w+|иначе|другое|вот|если|что|жду|хотя|или|когда|но|дело|ваш\w*|сам\w?"
    r"|the|a|an|not|so|very|your|my|our|really|just|still|sorry|sure|aware|unit|done|out|in|on|at|here|from|absolutely|again|urgent|customer|support|service"
    r"|deaf|blind|brilliant|great|awful|terrible|rubbish|nonsense|horrible|perfect|good|bad|pathetic|nuts|new|old|late|ill|sick|glad|fine|ok|okay|afraid|curious"
    r"|happy|unhappy|angry|stuck|british|american|russian|russia|london|moscow|i|p|spelled|spelt|wrong|on|for|and|but|no|to|is|it|that"
    r"|this|with|never|always|also|only|now|too|more|yours|truly|faithfully|regards|kind|best|thanks|hi|hello|dear"
    r"|"
    r"\w{1,29}(?:ing|ed|ous|ful|less|able|ible))(?![\w\-])",
    re.IGNORECASE,
)
# What stands behind a given name and is no surname: towns, streets, brands of that name.
_NO_SURNAME: Final = re.compile(
    r"(?:street|st|road|rd|lane|avenue|ave|drive|close|court|way|place|square|terrace|gardens|hill|park|house|hotel|bank|store|shop|school|hospital|clinic|airport|station"
    r"|team|support|customer|service|day|i|the|улиц\w*|проспект\w*|банк\w*|маркет\w*|онлайн|сервис\w*|клиник\w*|отел\w*|центр\w*|плюс)\b",
    re.IGNORECASE,
)
# A word with a capital; is it a given name?
_WORD: Final = re.compile(r"[A-ZА-ЯЁ](?<![\w.\-@#].)[a-zа-яё]{2,29}(?![\w@])")
_MORE: Final = re.compile(
    r"[ ]((?:[Vv]an|de|von|der|di|da|bin|al|el)\b|оглы|кызы|[A-ZÀ-ÖØ-ÞŁŚŠŽČ](?:\.|[^\W\d_]{1,29}(?:['’\-][^\W\d_]{1,29}){0,3}))"
)
# A car more often than a woman.
_NO_PAIR: Final = re.compile(r"лад(?:а|у|ы|е|ой)\b", re.IGNORECASE)
# Names that by themselves are cars, flowers, assistants or words more often.
_NOT_ALONE: Final = re.compile(r"(?:лад|вест|роз|алис)(?:а|у|ы|е|ой)|але|мерил|сиде|мини", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")


def _names_of(form: Form, text: str) -> Iterator[Found]:
    for match in form.pattern.finditer(text):
        group = "it" if match.groupdict().get("it") is not None else "small" if "small" in form.pattern.groupindex else 0
        start, end = match.span(group)
        words = list(_LETTERS.finditer(text, start, end))
        if not words or (len(words) == 1 and len(words[0][0]) == 1):
            continue
        known = is_given_name(words[0][0])
        if not known and _NO_NAME.match(text, start):
            continue
        if form.doubtful:
            while words and not _may_be(words[0][0]) and not _within(text, words):
                words.pop(0)
            if not any(is_given_name(word[0]) for word in words) and not (words and words[0][0][0].isupper()):
                continue
            start = words[0].start()
        # In small letters the name ends with the last word that may be one.
        while len(words) > 1 and words[-1][0].islower() and not _may_be(words[-1][0]) and not _closes(text, words):
            words.pop()
            end = words[-1].end()
        yield Found("name", start, end)


def _within(text: str, words: list[re.Match[str]]) -> bool:
    """Whether the first of several words has its capital though a sentence is under way: «теперь Корж Светлана Анатольевна»."""
    first = words[0]
    before = text[max(0, first.start() - 2) : first.start()]
    return len(words) > 2 and first[0][0].isupper() and before[:1].islower() and before[1:] == " "


def _may_be(word: str) -> bool:
    return is_name(word) or has_surname_ending(word)


def _closes(text: str, words: list[re.Match[str]]) -> bool:
    """Whether the second of two words ends the name for good, known or not."""
    return len(words) == 2 and text[words[1].end() : words[1].end() + 2].lstrip(" ")[:1] in {"", ",", ".", "/", "\n", ";"}


def _pairs(text: str) -> Iterator[Found]:
    for match in islice(_PAIR.finditer(text), _MOST_PAIRS):
        first = match[1]
        number = next(number for number in (2, 3, 4, 5) if match[number] is not None)
        second, end = match[number], match.end(number)
        known = (is_given_name(first) and may_be_surname(second)) or (number != 3 and is_given_name(second) and may_be_surname(first))
        if known and not (_NO_SURNAME.match(second) or _NO_NAME.match(first) or _NO_PAIR.match(first)):
            yield Found("name", match.start(), end)


def _alone(text: str) -> Iterator[Found]:
    """Given names by themselves; Latin ones with what follows: «Marcus T. Delacroix», «Amelia Rose Thornbury»."""
    for word in islice(_WORD.finditer(text), _MOST_PAIRS):
        if is_given_name(word[0]) and not _NOT_ALONE.fullmatch(word[0]):
            end = word.end()
            for _ in range(3):
                more = _MORE.match(text, end)
                if not more or _NO_NAME.match(more[1]) or _NO_SURNAME.match(more[1]):
                    break
                end = more.end()
            yield Found("name", word.start(), end)


def names(message: Message) -> Iterator[Found]:
    """Names; in doubt a word after an introduction is one, but for those that seldom are."""
    for number in sorted({number for hint in message.heard if hint in _BY_HINT for number in _BY_HINT[hint]}):
        if FORMS[number].digits <= message.digits:
            yield from _names_of(FORMS[number], message.text)
    yield from _pairs(message.text)
    yield from _alone(message.text)
