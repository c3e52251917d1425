"""What stands around a street and belongs to the address: postcode, region, town, the name of a house."""

import re
from typing import Final

from service.journal.recognisers.found import Found
from service.journal.recognisers.given_names import is_given_name, is_name

# As far before a street as this is looked.
_BEFORE: Final = 80
_CAPITAL: Final = r"[А-ЯЁ][а-яё]{1,29}(?:-[А-ЯЁа-яё]{1,29}){0,2}"
_NO_TOWN: Final = (
    r"(?!(?:Здра|Добр|Привет|Алло|Адрес|Курьер|Получат|Клиент|Снова|Спасибо|Заказ|Жалоб|Прошу|Алё|Пожалуйста|Жду|Ждём|Это|Вот|Да|Нет|Но|Или"
    r"|Там|Тут|Я|Мы|Он|Она|Уже|Тел|Код|Дом|Кв)[а-яё]*\b)"
)
_ABBREVIATED: Final = (
    r"(?:(?:г|с|п|д|х|ст|пос|пгт|дер|рп|р\.\s?п|город|село|пос[её]лок|деревня|хутор|станица)\.?\s{1,2}|(?:г|с|п|д|х|ст)\.)"
)
_REGION: Final = r"(?:Респ(?:ублика|\.)?\s+[А-ЯЁ][а-яё]+|[А-ЯЁ][а-яё\-]+\s(?:обл\.?|область|край|район|р-н))"
_CYRILLIC: Final = re.compile("[а-яё]", re.IGNORECASE)
_RUSSIAN_BEFORE: Final = re.compile(
    rf"(?:(?:(?<![\d\-])\d{{6}}(?:,\s[а-яё\-]{{3,20}}(?=,))?|{_REGION}|[ГПС]\.\s?[А-ЯЁ]{{3,29}}|{_NO_TOWN}{_ABBREVIATED}?{_CAPITAL}(?:\s{_CAPITAL})?)\s?[,\n]\s{{0,2}}){{1,4}}$"
)
_CAPITALS: Final = re.compile(r"[А-ЯЁ][а-яё]+")
_CAPITAL_BEFORE: Final = re.compile(r"([А-ЯЁ][а-яё]+)\s$")
_RUSSIAN_BEHIND: Final = re.compile(rf"\s?,\s?{_NO_TOWN}(?:г(?:ород|\.)?\s?)?{_CAPITAL}(?=\s{{0,2}}(?:[.;!\n)]|$))")

_NO_PLACE: Final = (
    r"(?!(?:Thanks?|Please|But|And|Not|Can|Could|My|It|We|They|He|She|You|No|Yes|Why|When|Where|How|Cheers|Regards|Hi|Hello|Hey|Dear|Is|So|Also|Address"
    r"|Deliver|Order|To|From|At|Our|Your|This|That|If|Or|I)\b)"
)
_WORDS: Final = r"[A-Z][A-Za-z'’]{0,20}(?:[\s\-](?:[A-Z][A-Za-z'’]{0,20}|na|of|the|upon|on|in|le|y)){0,3}"
# British, Irish, Canadian, American and Australian.
_POSTCODE: Final = (
    r"(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[\dWX]\s?[A-Z\d]{4}|(?:[A-Z]{2}\s+)?[A-Z]\d[A-Z]\s?\d[A-Z]\d|(?:[A-Z]{2}\s+)?\d{5,6}"
    r"|(?:NSW|VIC|QLD|TAS|ACT|NT|SA|WA)\s\d{4})(?!\w)"
)
_UNIT: Final = r"(?:Flat|Apt\.?|Apartment|Unit|Lot|Plot|Cabin|Annexe|Suite|Room)\s?\w{0,5}"
_ENGLISH_BEFORE: Final = re.compile(rf"(?:(?:{_UNIT}|{_POSTCODE}|{_NO_PLACE}{_WORDS})\s?,\s?){{1,3}}$")
_ENGLISH_BEHIND: Final = re.compile(
    rf"(?:\s?,?\s?{_UNIT}(?=\W|$))?(?:\s?,\s?{_NO_PLACE}(?:Co\.\s)?{_WORDS}){{0,4}}?"
    rf"(?:[\s,]{{1,3}}(?:{_WORDS}\s)?{_POSTCODE}|(?=\s{{0,2}}(?:[.;:!?\n)]|$)|,\s(?:[a-z]|I\b)))"
)


def with_town(text: str, street: Found) -> Found:
    """The street with what belongs to it on both sides."""
    russian = _CYRILLIC.search(text, street.start, street.end) is not None
    first = max(0, street.start - _BEFORE)
    if russian:
        # «… для Валентины Громовой, Школьная ул., 19», «Мусин Ринат Юсупович, Респ. Башкирия, …»: no town begins with a person.
        people = [word.end() for word in _CAPITALS.finditer(text, first, street.start) if is_given_name(word[0])]
        first = max([first, *people])
    before = (_RUSSIAN_BEFORE if russian else _ENGLISH_BEFORE).search(text, first, street.start)
    if before and russian:
        word = _CAPITAL_BEFORE.search(text, max(0, street.start - _BEFORE), before.start())
        if word and is_name(word[1]):
            before = None
    behind = (_RUSSIAN_BEHIND if russian else _ENGLISH_BEHIND).match(text, street.end)
    return Found("address", before.start() if before else street.start, behind.end() if behind else street.end)
