"""Names of people: after the usual introductions, and Russian ones with a patronymic anywhere."""

import re
from collections.abc import Iterator
from typing import Final

from service.journal.recognisers.found import Found, matches

_CAPITAL: Final = r"[А-ЯЁA-Z][а-яёa-zA-ZА-ЯЁ'’\-]*"
_INITIAL: Final = r"[А-ЯЁA-Z]\."
_FULL: Final = rf"(?:{_INITIAL}\s?)?{_CAPITAL}(?:\s+(?:{_INITIAL}\s?{_INITIAL}|{_INITIAL}|{_CAPITAL})){{0,3}}"
_PATRONYMIC: Final = r"[А-ЯЁа-яё]{2,}(?:ович|евич|ьич|кич|мич|овна|евна|ична|инична)(?:а|у|ем|ом|е|ы|ой|и)?"

# «Гусев Антон Романович», «Людмила Игнатьевна Рябова», «Анна Петровна».
_WITH_PATRONYMIC: Final = re.compile(
    rf"(?<![А-ЯЁа-яё])[А-ЯЁ][а-яё\-]+\s+(?:[А-ЯЁ][а-яё]+\s+)?{_PATRONYMIC}(?![А-ЯЁа-яё])(?:\s+[А-ЯЁ][а-яё\-]+(?:ов|ев|ин|ын|ий|ой|ова|ева|ина|ына|ая|ко|ук|юк|ян|дзе|швили|их|ых)(?![а-яё]))?"
)
# What a person is called after these, in whatever letters it is written.
_RUSSIAN_FORMS: Final = re.compile(
    rf"(?:\bфио(?:(?-i:\s+[а-яё]+))?|\bф\.\s?и\.\s?о\.?|\bимя(?:\s+и\s+фамилия)?|\bфамилия|(?:в\s+графе\s+)?получател[ьяюе]м?|отправител[ьяюе]м?|\bкому|владел(?:ец|ьца|ице)|держател[ьяю]|имя\s+на\s+(?:ней|карте)|плательщик|заявитель"
    rf"|на\s+имя|от\s+имени|зовут\s+меня|м[еи]ня\s+з[ао]вут|зовут\s+меня\s+так|звать\s+меня|менеджер|оператор|курьер|мастер|врач|доктор)(?:\s*[:\-–—]\s*|\s+)(?:ИП\s+)?(?:«|\")?(?P<it>(?-i:{_FULL}))",
    re.IGNORECASE,
)
_LOWER: Final = re.compile(
    r"(?:м[еи]ня\s+з[ао]вут|фио|на\s+имя|имя\s*:|получатель)\s*[:\-–—]?\s*(?P<it>[а-яё]{3,}(?:\s+[а-яё]{3,}(?:ов|ев|ин|ын|ий|ко|ова|ева|ина|ына|ая|ук|юк|ян|вич|вна|ична)\b)?)",
    re.IGNORECASE,
)
_BEFORE_CALLED: Final = re.compile(rf"(?P<it>(?-i:{_FULL}))\s*,?\s+меня\s+зовут", re.IGNORECASE)
_SIGNED: Final = re.compile(
    rf"(?:с\s+уважением|с\s+ув\.|уваж\.|signed|regards|sincerely|best\s+wishes|cheers|thanks|yours(?:\s+\w+)?)\s*[,.!\-–—]*\s+(?P<it>(?-i:{_FULL}))",
    re.IGNORECASE,
)
_THIS_IS: Final = re.compile(
    rf"\bэто\s+(?P<it>(?-i:{_FULL})|[а-яё]{{3,}})(?=\s+(?:из|пишет|звонит|беспокоит|с\s+\w+\s+(?:этаж|квартир|подъезд))\b)", re.IGNORECASE
)
_I: Final = re.compile(r"(?<![А-Яа-яё])Я\s*,?\s+(?P<it>[А-ЯЁ][а-яё\-]{2,}(?:\s+[А-ЯЁ][а-яё\-]+){0,2})(?=\s*[,.(]|\s+меня)")
_ENGLISH: Final = re.compile(
    rf"(?:\bmy\s+(?:full\s+)?name(?:'s|’s|\s+is)|\bname\s+is|\bname\s*:|\bunder\s+the\s+name(?:\s+of)?|\bholder\s+is|\bthis\s+is(?=\s+\S+(?:\s+\S+)?\s+(?:from|speaking|calling|here|again|writing)\b)|\bi'm|\bi’m|\bi\s+am|account\s+holder(?:\s+is|:)?|card\s*holder(?:\s+is|:)?|in\s+the\s+name\s+of|recipient(?:\s+is|:)?"
    rf"|beneficiary(?:\s+is|:)?|payee(?:\s+is|:)?)\s+(?P<it>(?-i:{_FULL}))",
    re.IGNORECASE,
)
_HERE: Final = re.compile(r"(?P<it>[A-Z][a-z'’]+(?:\s+[A-Z][a-zA-Z'’]+)?)\s+(?:here|speaking)\b")
# «Лазарев К.А.», «К. А. Лазарев».
_INITIALS: Final = re.compile(rf"(?<![А-ЯЁа-яё])(?:[А-ЯЁ][а-яё\-]+\s+{_INITIAL}\s?{_INITIAL}|{_INITIAL}\s?{_INITIAL}\s?[А-ЯЁ][а-яё\-]+)")

# Without one of these no form can match: most messages name nobody.
_HINT: Final = re.compile(
    r"[вьк]ич|мич|[оеи]вн[аоеуы]|ичн[аоеуы]|(?-i:[А-ЯЁA-Z]\.)|фио|ф\.\s?и|имя|имени|фамили|получат|отправит|кому|владел|держат|плательщ|заявит|з[ао]вут|звать|менеджер|оператор|курьер|мастер|врач|доктор"
    r"|уваж|с\s+ув\.|signed|паспорт|passport|it['’]s|regards|sincerely|wishes|cheers|thanks|yours|\bэто\s|(?-i:(?<![А-Яа-яё])Я\s)|\bname\b|this\s+is|\bi['’]?\s?a?m\b|holder|recipient|beneficiary|payee|\bhere\b|speaking",
    re.IGNORECASE,
)

# «Камила Рашитова, паспорт …», "Ottoline Farrow, passport …"; "Name Ivy Marchetti" in a form.
_WITH_PASSPORT: Final = re.compile(
    r"(?P<it>[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+|[A-Z][a-z]+\s+[A-Z][a-z]+)(?=\s*,\s*(?:загран)?(?:паспорт|passport))"
)
_FORM_FIELD: Final = re.compile(r"(?m)^(?:Full\s+)?Name\s+(?P<it>[A-Z][a-z]+\s+[A-Z][a-z]+)")
_SIGNED_LOWER: Final = re.compile(
    r"с\s+уважением\s*,?\s+(?P<it>[а-яё]{3,}\s+[а-яё]{3,}(?:ов|ев|ин|ын|ий|ко|ова|ева|ина|ына|ая|вич|вна)\b)", re.IGNORECASE
)
_ITS: Final = re.compile(r"(?:hi|hello|hey)\s*,?\s+it['’]s\s+(?P<it>[A-Za-z]{3,}\s+[A-Za-z]{3,})(?=\s*[,.])", re.IGNORECASE)
# What stands after an introduction and is no name.
_NO_NAME: Final = re.compile(
    r"(?:почта|банк|россии|сбер|мтс|ооо|зао|пао|ао|ип|тсж|жск|снт|магазин|служба|отдел|компания|доставка|клиент|абонент|москва|санкт|россия|безобразие|кошмар|просто|очень|вообще|так|уже|тоже"
    r"|по|как|не|никак|все|всех|инн|снилс|паспорт|латиницей|тот|владельца|плательщика|отправителя|получателя|помощи|мама|папа|муж|жена|мой|моя|наш|ваш|ваша|для|обычно|здра\w+|unit|верн\w+|клиента?|кто|он|она|вы|мы|the|a|an|not|so|very|your|my|our|really|just|still|sorry|sure|aware|happy|unhappy|disappointed|ridiculous|angry|furious|shocked|stuck|locked|waiting|writing|calling"
    r"|trying|having|getting|going|looking|done|out|in|on|at|here|from|moving|absolutely|outrageous|unacceptable|again|urgent|deaf|blind|brilliant|great|awful|terrible|rubbish|nonsense|horrible|amazing|perfect|good|bad|pathetic|nuts|new|old|late|ill|sick|tired|glad|fine|ok|okay|afraid|curious|\w+(?:ing|ed|ous|ful|less|able|ible)|customer|support|service|british|american|russian|russia|london|moscow)\b",
    re.IGNORECASE,
)
_FORMS: Final = (
    _INITIALS,
    _RUSSIAN_FORMS,
    _WITH_PATRONYMIC,
    _LOWER,
    _BEFORE_CALLED,
    _SIGNED,
    _THIS_IS,
    _I,
    _ENGLISH,
    _HERE,
    _WITH_PASSPORT,
    _FORM_FIELD,
    _SIGNED_LOWER,
    _ITS,
)


def names(text: str) -> Iterator[Found]:
    """Names; in doubt a word after an introduction is one, but for those that seldom are."""
    if not _HINT.search(text):
        return
    for pattern in _FORMS:
        for found in matches("name", pattern, text):
            if not _NO_NAME.match(text, found.start):
                yield found
