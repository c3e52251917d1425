"""Names of people: after the usual introductions, and Russian ones with a patronymic anywhere."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from service.journal.recognisers.found import Found, matches

_CAPITAL: Final = r"[А-ЯЁA-Z][а-яёa-zA-ZА-ЯЁ'’\-]*"
_INITIAL: Final = r"[А-ЯЁA-Z]\."
_CAPITALS: Final = rf"(?-i:(?:{_INITIAL}\s?)?{_CAPITAL}(?:\s+(?:{_INITIAL}\s?{_INITIAL}|{_INITIAL}|{_CAPITAL})){{0,3}})"
_FULL: Final = rf"(?P<it>{_CAPITALS})"
_SURNAME_END: Final = r"(?:ов|ев|ин|ын|ий|ой|ова|ева|ина|ына|ая|ко|ук|юк|ян|дзе|швили|их|ых|вич|вна|ична)"
_PATRONYMIC: Final = r"[А-ЯЁа-яё]{2,}(?:ович|евич|ьич|кич|мич|овна|евна|ична|инична)(?:а|у|ем|ом|е|ы|ой|и)?"
# Bounded: long runs of blanks would be tried in every way.
_AND: Final = r"(?:\s{0,9}[:\-–—]\s{0,9}|\s{1,9})"


class _Form(NamedTuple):
    """A pattern, and words in lower case of which one must be there: looking for words is much cheaper than for patterns."""

    hints: tuple[str, ...]
    pattern: re.Pattern[str]


def _form(pattern: str, *hints: str) -> _Form:
    return _Form(hints, re.compile(pattern, re.IGNORECASE))


_FORMS: Final = (
    # In a form or an order: «ФИО: …», «на имя …», «получатель …», «менеджер …».
    _form(r"(?:\bфио(?:(?-i:\s+[а-яё]+))?|\bф\.\s?и\.\s?о\.?|\bимя(?:\s+и\s+фамилия)?|\bфамилия|имя\s+на\s+(?:ней|карте)|на\s+имя|от\s+имени)"
          rf"{_AND}(?:ИП\s+)?[«\"]?{_FULL}", "фио", "ф.", "имя", "имени", "фамили"),
    _form(r"(?:получател[ьяюе]м?|отправител[ьяюе]м?|\bкому|владел(?:ец|ьца|ице)|держател[ьяю]|плательщик|заявитель)"
          rf"{_AND}(?:ИП\s+)?[«\"]?{_FULL}", "получат", "отправит", "кому", "владел", "держат", "плательщ", "заявит"),
    _form(rf"(?:м[еи]ня\s+з[ао]вут|зовут\s+меня(?:\s+так)?|звать\s+меня){_AND}{_FULL}", "зовут", "завут", "звать"),
    _form(rf"(?:менеджер|оператор|курьер|мастер|врач|доктор)\s+{_FULL}", "менеджер", "оператор", "курьер", "мастер", "врач", "доктор"),
    # «Гусев Антон Романович», «Людмила Игнатьевна Рябова», «Анна Петровна».
    _form(rf"(?-i:(?<![А-ЯЁа-яё])[А-ЯЁ][а-яё\-]+\s+(?:[А-ЯЁ][а-яё]+\s+)?{_PATRONYMIC}(?![А-ЯЁа-яё])"
          rf"(?:\s+[А-ЯЁ][а-яё\-]+{_SURNAME_END}(?![а-яё]))?)", "вич", "ьич", "кич", "мич", "вна", "вны", "вне", "вну", "вной", "ичн"),
    # In small letters only where nothing else follows those words.
    _form(r"(?:м[еи]ня\s+з[ао]вут|фио|на\s+имя|имя\s*:|получатель)\s{0,9}[:\-–—]?\s{0,9}"
          rf"(?P<it>[а-яё]{{3,}}(?:\s+[а-яё]{{3,}}{_SURNAME_END}\b)?)", "зовут", "завут", "фио", "имя", "получатель"),
    _form(rf"{_FULL}\s*,?\s+меня\s+зовут", "меня зовут"),
    _form(rf"(?:с\s+уважением|с\s+ув\.|уваж\.|signed|regards|sincerely|best\s+wishes|cheers|thanks|yours(?:\s+\w+)?)\s*[,.!\-–—]*\s+{_FULL}",
          "уваж", "с ув", "signed", "regards", "sincerely", "wishes", "cheers", "thanks", "yours"),
    _form(rf"с\s+уважением\s*,?\s+(?P<it>[а-яё]{{3,}}\s+[а-яё]{{3,}}{_SURNAME_END}\b)", "уважением"),
    _form(rf"\bэто\s+(?P<it>{_CAPITALS}|[а-яё]{{3,}})(?=\s+(?:из|пишет|звонит|беспокоит|с\s+\w+\s+(?:этаж|квартир|подъезд))\b)",
          " из ", "пишет", "звонит", "беспокоит", "этаж", "квартир", "подъезд"),
    _form(r"(?-i:(?<![А-Яа-яё])Я\s*,?\s+(?P<it>[А-ЯЁ][а-яё\-]{2,}(?:\s+[А-ЯЁ][а-яё\-]+){0,2})(?=\s*[,.(]|\s+меня))", "я ", "я,"),
    _form(r"(?:\bmy\s+(?:full\s+)?name(?:'s|’s|\s+is)|\bname\s+is|\bname\s*:|\bunder\s+the\s+name(?:\s+of)?|in\s+the\s+name\s+of)"
          rf"\s+{_FULL}", "name"),
    _form(rf"(?:holder|recipient|beneficiary|payee)(?:\s+is|:)?\s+{_FULL}", "holder", "recipient", "beneficiary", "payee"),
    _form(rf"\b(?:i'm|i’m|i\s+am)\s+{_FULL}", "i'm", "i’m", "i am"),
    _form(rf"\bthis\s+is\s+{_FULL}(?=\s+(?:from|speaking|calling|here|again|writing)\b)", "this is"),
    _form(r"(?-i:(?P<it>[A-Z][a-z'’]+(?:\s+[A-Z][a-zA-Z'’]+)?)\s+(?:here|speaking)\b)", " here", "speaking"),
    _form(r"(?:hi|hello|hey)\s*,?\s+it['’]s\s+(?P<it>[a-z]{3,}\s+[a-z]{3,})(?=\s*[,.])", "it's", "it’s"),
    # «Камила Рашитова, паспорт …», "Ottoline Farrow, passport …"; "Name Ivy Marchetti" in a form.
    _form(r"(?P<it>(?-i:[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+|[A-Z][a-z]+\s+[A-Z][a-z]+))(?=\s*,\s*(?:загран)?(?:паспорт|passport))",
          "паспорт", "passport"),
    _form(r"(?-i:(?m:^)(?:Full\s+)?Name\s+(?P<it>[A-Z][a-z]+\s+[A-Z][a-z]+))", "name "),
    # «Лазарев К.А.», «К. А. Лазарев».
    _form(rf"(?-i:(?<![А-ЯЁа-яё])(?:[А-ЯЁ][а-яё\-]+\s+{_INITIAL}\s?{_INITIAL}|{_INITIAL}\s?{_INITIAL}\s?[А-ЯЁ][а-яё\-]+))", "."),
)  # fmt: skip

# What stands after an introduction and is no name.
_NO_NAME: Final = re.compile(
    r"(?:почта|банк|россии|сбер|мтс|ооо|зао|пао|ао|ип|тсж|жск|снт|магазин|служба|отдел|компания|доставка|клиента?|абонент|москва|санкт|россия|безобразие"
    r"|кошмар|просто|очень|вообще|так|уже|тоже|по|как|не|никак|все|всех|кто|он|она|вы|мы|тот|инн|снилс|паспорт|латиницей|владельца|плательщика|отправителя"
    r"|получателя|помощи|мама|папа|муж|жена|мой|моя|наш|ваша?|для|обычно|здра\w+|верн\w+"
    r"|the|a|an|not|so|very|your|my|our|really|just|still|sorry|sure|aware|unit|done|out|in|on|at|here|from|absolutely|again|urgent|customer|support|service"
    r"|deaf|blind|brilliant|great|awful|terrible|rubbish|nonsense|horrible|perfect|good|bad|pathetic|nuts|new|old|late|ill|sick|glad|fine|ok|okay|afraid|curious"
    r"|happy|unhappy|angry|stuck|british|american|russian|russia|london|moscow|i|p|\w+(?:ing|ed|ous|ful|less|able|ible))\b",
    re.IGNORECASE,
)


def names(text: str) -> Iterator[Found]:
    """Names; in doubt a word after an introduction is one, but for those that seldom are."""
    lower = text.lower()
    for hints, pattern in _FORMS:
        if any(hint in lower for hint in hints):
            for found in matches("name", pattern, text):
                if not _NO_NAME.match(text, found.start):
                    yield found
