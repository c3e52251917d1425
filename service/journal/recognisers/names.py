"""Names of people: after the usual introductions, and anywhere those that a dictionary knows for names."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from service.journal.recognisers.found import Found, Message
from service.journal.recognisers.given_names import has_surname_ending, is_given_name, is_name, may_be_surname

_UP: Final = "A-ZА-ЯЁÀ-ÖØ-ÞŁŚŠŽČ"
_CAPITAL: Final = rf"[{_UP}](?:[^\W\d_]|['’\-](?=[^\W\d_]))*"
_INITIAL: Final = rf"[{_UP}]\."
_PARTICLE: Final = r"(?:(?:van|von|der|den|de|di|da|del|la|le|bin|al|el|du)\s+){0,2}"
_CAPITALS: Final = (
    rf"(?-i:(?:{_INITIAL}\s?){{0,2}}{_CAPITAL}(?:\s+(?:{_INITIAL}\s?{_INITIAL}|{_INITIAL}|{_PARTICLE}{_CAPITAL}|оглы|кызы)){{0,3}})"
)
_FULL: Final = rf"(?P<it>{_CAPITALS})"
# In small letters: what follows the name is cut off again.
_SMALL: Final = r"(?P<it>(?-i:[a-zа-яё][a-zа-яё'’\-]+(?:\s+[a-zа-яё][a-zа-яё'’\-]+){0,2}))"
_PATRONYMIC: Final = r"[А-ЯЁа-яё]{2,}(?:ович|евич|ьич|кич|мич|овна|евна|ична|инична)(?:а|у|ем|ом|е|ы|ой|и)?"
# Bounded: long runs of blanks would be tried in every way.
_AND: Final = r"(?:\s{0,9}[:\-–—=]\s{0,9}|\s{1,9})"


class _Form(NamedTuple):
    """A pattern, and words in lower case of which one must be there: looking for words is much cheaper than for patterns.

    `doubtful`: without a given name in it, it is no name.
    """

    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    doubtful: bool


def _form(pattern: str, *hints: str, doubtful: bool = False) -> _Form:
    return _Form(hints, re.compile(pattern, re.IGNORECASE), doubtful)


_IN_FORMS: Final = (
    r"(?:\bфио(?:(?-i:\s+[а-яё]+))??|\bф\.\s?и\.\s?о\.?|\bимя(?:\s+и\s+фамилия)?|\bфамилия|имя\s+на\s+(?:ней|карте)|на\s+имя|от\s+имени"
    r"|\bполучател[ьяюе]м?(?:(?-i:\s+[а-яё]+а))??|отправител[ьяюе]м?|\bкому|владел(?:ец|ьца|ице)|держател[ьяю]|плательщик|заявитель|абонент[ау]?|пациент[ауко]*|пассажир[ау]?)"
)
_FORM_HINTS: Final = ("фио", "ф.", "имя", "имени", "фамили", "получат", "отправит", "кому", "владел", "держат", "плательщ", "заявит",
                      "абонент", "пациент", "пассажир")  # fmt: skip
_ENDS: Final = (
    r"(?:с\s+уважением|с\s+ув\.|уваж\.|signed|regards|sincerely|best\s+wishes|cheers|thanks|yours(?:\s+\w+)?)"
    r"\s*[,.!\-–—]*\s+"
)
_END_HINTS: Final = ("уваж", "с ув", "signed", "regards", "sincerely", "wishes", "cheers", "thanks", "yours")

_FORMS: Final = (
    # In a form or an order: «ФИО: …», «на имя …», «получатель …», «менеджер …».
    _form(rf"{_IN_FORMS}{_AND}(?:ИП\s+)?[«\"]?{_FULL}", *_FORM_HINTS),
    _form(rf"{_IN_FORMS}{_AND}{_SMALL}", *_FORM_HINTS, doubtful=True),
    _form(rf"(?:м[еи]ня\s+з[ао]вут|зовут\s+меня(?:\s+так)?|звать\s+меня|мо[её]\s+имя){_AND}{_FULL}", "зовут", "завут", "звать", "имя"),
    _form(rf"(?:м[еи]ня\s+з[ао]вут){_AND}{_SMALL}", "зовут", "завут"),
    _form(rf"(?:men[yj]a\s+zovut|zovut\s+men[yj]a){_AND}(?:{_FULL}|(?P<small>[a-z]{{3,}}(?:\s+[a-z]{{3,}})?))", "zovut"),
    _form(rf"(?:менеджер|оператор|курьер|мастер|врач|доктор)[ \t]+{_FULL}", "менеджер", "оператор", "курьер", "мастер", "врач", "доктор"),
    # «Гусев Антон Романович», «Людмила Игнатьевна Рябова», «нина фёдоровна».
    _form(rf"(?<![А-ЯЁа-яё])(?P<it>(?-i:(?:[А-ЯЁ][а-яё\-]+\s+)?[А-ЯЁ][а-яё]+\s+{_PATRONYMIC}(?![А-ЯЁа-яё])(?:\s+[А-ЯЁ][а-яё\-]+)?"
          rf"|[а-яё]{{3,}}\s+{_PATRONYMIC}(?![А-ЯЁа-яё])))", "вич", "ьич", "кич", "мич", "вна", "вны", "вне", "вну", "вной", "ичн",
          doubtful=True),
    _form(rf"{_FULL}\s*,?\s+меня\s+зовут", "меня зовут"),
    _form(rf"{_ENDS}{_FULL}", *_END_HINTS),
    _form(rf"(?:с\s+уважением|regards|sincerely)\s*,?\s+{_SMALL}(?=\s*(?:[/.,\n]|$))", "уважением", "regards", "sincerely"),
    _form(rf"{_ENDS}{_SMALL}", *_END_HINTS, doubtful=True),
    _form(rf"\bэто\s+(?:{_FULL}|(?P<small>[а-яё]{{3,}}))(?=\s+(?:из|пишет|звонит|беспокоит|с\s+\w+\s+(?:этаж|квартир|подъезд))\b)",
          " из ", "пишет", "звонит", "беспокоит", "этаж", "квартир", "подъезд"),
    _form(rf"(?:\bэто|\bя)\s*,?\s+(?:снова\s+)?{_FULL}(?=\s*[,.(!—–]|\s+(?:из|с|снова|опять|меня)\b|\s*$)", " это ", " я ", " я,",
          doubtful=True),
    _form(rf"\bя\s*,?\s+{_FULL}(?=\s*,\s*(?:живу|мне|ваш|клиент|из|звон|пиш))", " я ", " я,"),
    _form(rf"\b(?:говорит|пишет|звонит|беспокоит|вас)\s+{_FULL}", "говорит", "пишет", "звонит", "беспокоит", " вас ", doubtful=True),
    _form(rf"(?:\bme|\bmyself),\s+(?P<it>(?-i:{_CAPITAL}\s+{_CAPITAL}))(?=\s*[,.;!(])", "me,", "myself,"),
    _form(rf"спасибо\s*,?\s+(?:большое\s+)?{_FULL}", "спасибо", doubtful=True),
    _form(rf"(?:\bэто|\bя)\s+(?=[а-яё]{{4}}){_SMALL}", " это ", " я ", doubtful=True),
    _form(r"(?:\bmy\s+(?:full\s+)?name(?:'s|’s|\s+is)|\bname\s+is|\bname\s*:|\bunder\s+the\s+name(?:\s+of)?|in\s+the\s+name\s+of)"
          rf"\s+(?P<it>{_CAPITALS}(?:(?-i:,\s+{_CAPITAL})(?=\s*[,.]))?)", "name"),
    _form(rf"\bmy\s+(?:full\s+)?name(?:'s|’s|\s+is)\s+{_SMALL}", "name"),
    _form(rf"\b(?:name['’]?s?|surname(?:\s+is)?|attn\.?|guest|undersigned,?|me)\s*[:=]?\s+{_FULL}",
          "name", "attn", "guest", "undersigned", " me: "),
    _form(rf"\b(?:name['’]?s?|recipient|ta|thx|thanks)\s*[:=,]?\s+{_SMALL}", "name", "recipient", " ta ", " thx ", "thanks", doubtful=True),
    _form(rf"\bunder\s+(?P<it>(?-i:{_CAPITAL}\s+{_CAPITAL}|{_CAPITAL},\s{_CAPITAL}(?=\s*[,.])))", "under "),
    # At the end: «– Araminta Cole», or a line of its own.
    _form(rf"(?:[–—]\s*|\n)(?P<it>(?-i:{_CAPITAL}\s+{_PARTICLE}{_CAPITAL}(?:\s+{_CAPITAL})?))[.!]?\s*$", "–", "—", "\n"),
    _form(rf"\bзовут\s+{_FULL}", "зовут", doubtful=True),
    _form(rf"\bзовут\s+{_SMALL}", "зовут", doubtful=True),
    _form(rf"\bфамили[юяи]\s+{_FULL}", "фамили"),
    _form(rf"(?P<it>\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sgt|Sir|Madam)\.?\s+{_CAPITALS})",
          "mr", " ms", "miss", " dr", " prof", " sgt", " sir", " madam"),
    _form(rf"(?:holder|recipient|beneficiary|payee|passenger|tenant)(?:\s+is)?(?:\s+now)?\s*:?\s+{_FULL}",
          "holder", "recipient", "beneficiary", "payee", "passenger", "tenant"),
    _form(rf"\b(?:i'm|i’m|i\s+am)\s+{_FULL}", "i'm", "i’m", "i am"),
    _form(rf"\b(?:i'm|i’m|im|i\s+am|this\s+is|it['’]s)\s+{_SMALL}", "i'm", "i’m", " im ", "i am", "this is", "it's", "it’s", doubtful=True),
    _form(rf"\bthis\s+is\s+{_FULL}(?=\s+(?:from|speaking|calling|here|again|writing)\b)", "this is"),
    _form(rf"\bthis\s+is\s+(?P<it>(?-i:{_CAPITAL}\s+{_CAPITAL}))(?=\s*[.,;!(])", "this is", doubtful=True),
    # Who introduces himself at the beginning is no company: «Good morning, this is Ottoline Farrow.», «This is Maribel, I …».
    _form(rf"(?:^|\b(?:hi|hello|hey|morning|afternoon|evening|there)[\s,.!]+)this\s+is\s+(?:(?P<it>(?-i:{_CAPITAL}\s+{_CAPITAL}))(?=\s*[.,;!(])"
          rf"|(?P<small>(?-i:{_CAPITAL}))(?=\s*,\s*(?:i|my|we)\b))", "this is"),
    _form(rf"(?-i:(?P<it>[A-Z][a-z'’]+(?:\s+{_CAPITAL})?)\s+(?:here|speaking)\b)", " here", "speaking"),
    _form(r"(?:hi|hello|hey|this\s+is)\s*,?\s+(?:it['’]s\s+)?(?P<it>(?-i:[a-z]{3,}\s+[a-z]{3,}))(?=\s*,\s*i\b)", "it's", "it’s", "this is"),
    # «Камила Рашитова, паспорт …», "Ottoline Farrow, passport …"; "Name Ivy Marchetti" in a form.
    _form(r"(?P<it>(?-i:[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+|[A-Z][a-z]+\s+[A-Z][a-z]+))(?=\s*,\s*(?:загран)?(?:паспорт|passport))",
          "паспорт", "passport"),
    _form(rf"(?-i:(?m:^)(?:Full\s+)?Name\s+(?P<it>{_CAPITAL}\s+{_CAPITAL}))", "name "),
    # «Лазарев К.А.», «К. А. Лазарев».
    _form(rf"(?-i:[{_UP}](?<![А-ЯЁа-яё].)(?:(?<=[А-ЯЁ])[а-яё\-]+\s+{_INITIAL}\s?{_INITIAL}|\.\s?{_INITIAL}\s?[А-ЯЁ][а-яё\-]+))", "."),
)  # fmt: skip

# Which forms each hint speaks for.
_BY_HINT: Final[dict[str, list[int]]] = {}
for _number, _of_it in enumerate(_FORMS):
    for _hint in _of_it.hints:
        _BY_HINT.setdefault(_hint, []).append(_number)
HINTS: Final = frozenset(_BY_HINT)

# Two words with capitals side by side, anywhere. A class first: the search for its characters is quick.
_PAIR: Final = re.compile(
    r"([A-ZА-ЯЁ](?<![\w.\-].)(?:(?<=[А-ЯЁ])[а-яё\-]+(?=\s+([А-ЯЁ][а-яё\-]+))|(?<=[A-Z])[a-z]+(?=\s+([A-ZŁŚŠŽČ](?:[^\W\d_]|['’\-](?=[^\W\d_]))+))"
    r"|(?<=[А-ЯЁ])[А-ЯЁ]{2,}(?=\s+([А-ЯЁ]{3,}(?:-[А-ЯЁ]+)?)(?![а-яё]))))"
)
# Looking up takes as long as everything else together; a message has few names.
_MOST_PAIRS: Final = 40

# What stands after an introduction and is no name.
_NO_NAME: Final = re.compile(
    r"(?:на|в|во|с|по-разному|почта|банк|россии|сбер|мтс|ооо|зао|пао|ао|ип|тсж|жск|снт|магазин|служба|отдел|компания|доставка|клиента?|абонент|москва|санкт|россия|безобразие"
    r"|кошмар|просто|очень|вообще|так|уже|тоже|по|как|не|никак|все|всех|кто|он|она|вы|мы|тот|инн|снилс|паспорт|латиницей|владельца|плательщика|отправителя"
    r"|получателя|помощи|мама|папа|муж|жена|мой|моя|наш|ваша?|для|обычно|здра\w+|верн\w+|иначе|другое|вот|если|что|жду|хотя|или|когда|но|дело|ваш\w*|сам\w?"
    r"|the|a|an|not|so|very|your|my|our|really|just|still|sorry|sure|aware|unit|done|out|in|on|at|here|from|absolutely|again|urgent|customer|support|service"
    r"|deaf|blind|brilliant|great|awful|terrible|rubbish|nonsense|horrible|perfect|good|bad|pathetic|nuts|new|old|late|ill|sick|glad|fine|ok|okay|afraid|curious"
    r"|happy|unhappy|angry|stuck|british|american|russian|russia|london|moscow|i|p|spelled|spelt|wrong|on|for|and|but|no|to|is|it|that"
    r"|this|with|never|always|also|only|now|too|more|yours|truly|faithfully|regards|kind|best|thanks|hi|hello|dear"
    r"|"
    r"\w+(?:ing|ed|ous|ful|less|able|ible))(?![\w\-])",
    re.IGNORECASE,
)
# What stands behind a given name and is no surname: towns, streets, brands of that name.
_NO_SURNAME: Final = re.compile(
    r"(?:street|st|road|rd|lane|avenue|ave|drive|close|court|way|place|square|terrace|gardens|hill|park|house|hotel|bank|store|shop|school|hospital|clinic|airport|station"
    r"|team|support|customer|service|day|i|the|улиц\w*|проспект\w*|банк\w*|маркет\w*|онлайн|сервис\w*|клиник\w*|отел\w*|центр\w*|плюс)\b",
    re.IGNORECASE,
)
# A car more often than a woman.
_NO_PAIR: Final = re.compile(r"лад(?:а|у|ы|е|ой)\b", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")


def _names_of(form: _Form, text: str) -> Iterator[Found]:
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
            while words and not _may_be(words[0][0]):
                words.pop(0)
            if not any(is_given_name(word[0]) for word in words) and not (words and words[0][0][0].isupper()):
                continue
            start = words[0].start()
        # In small letters the name ends with the last word that may be one.
        while len(words) > 1 and words[-1][0].islower() and not _may_be(words[-1][0]) and not _closes(text, words):
            words.pop()
            end = words[-1].end()
        yield Found("name", start, end)


def _may_be(word: str) -> bool:
    return is_name(word) or has_surname_ending(word)


def _closes(text: str, words: list[re.Match[str]]) -> bool:
    """Whether the second of two words ends the name for good, known or not."""
    return len(words) == 2 and text[words[1].end() : words[1].end() + 2].lstrip(" ")[:1] in {"", ",", ".", "/", "\n", ";"}


def _pairs(text: str) -> Iterator[Found]:
    for match in islice(_PAIR.finditer(text), _MOST_PAIRS):
        first = match[1]
        number = next(number for number in (2, 3, 4) if match[number] is not None)
        russian, second, end = number != 3, match[number], match.end(number)
        known = (is_given_name(first) and may_be_surname(second)) or (russian and is_given_name(second) and may_be_surname(first))
        if known and not (_NO_SURNAME.match(second) or _NO_NAME.match(first) or _NO_PAIR.match(first)):
            yield Found("name", match.start(), end)


def names(message: Message) -> Iterator[Found]:
    """Names; in doubt a word after an introduction is one, but for those that seldom are."""
    for number in sorted({number for hint in message.heard if hint in _BY_HINT for number in _BY_HINT[hint]}):
        yield from _names_of(_FORMS[number], message.text)
    yield from _pairs(message.text)
