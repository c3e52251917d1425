"""Where a person lives: from the street to the house or the flat. A house number is always part of it."""

import re
from collections.abc import Iterator
from typing import Final

from service.journal.recognisers.found import Found, Message, matches, matches_from
from service.journal.recognisers.latin_addresses import latin_addresses
from service.journal.recognisers.towns import with_town

_KIND: Final = (
    r"(?:ул(?:иц[аыеу]|\.|(?=\s))|пр(?:осп)?(?:ект[аеу]?|-?к?т\.?|\.)|пр-к?т\.?|пр-д\.?|проезд(?!н)[аеу]?|пер(?:еул(?:ок|ка|ке|ку)|\.)|пер(?=\s)|б(?:ульвар[аеу]?|-р\.?)|бул\."
    r"|наб(?:ережн(?:ая|ой|ую)|\.)|ш(?:оссе|\.)|пл(?:ощад[ьи]|\.)|туп(?:ик[аеу]?|\.)|алле[яиею]|мкр(?:-?н)?\.?|микрорайон[аеу]?|квартал[аеу]?|лини[яиею]|тракт[аеу]?)"
)
# The words of a street's name: letters, initials and numbers as in «ул. 8 Марта», «ул. 50 лет Октября», «9-го Мая».
_NO_STREET_WORD: Final = r"(?!(?:к|до|с|в|на|и|не|по|от|за|из|у|о|нам|вам|мне|минус|уже|это|сейчас)\b)"
_WORD: Final = (
    rf"(?:{_NO_STREET_WORD}(?:(?:[А-ЯЁа-яё]{{1,4}}\.|[А-ЯЁA-Zа-яё][а-яёa-zА-ЯЁ]{{0,29}})(?:-[А-ЯЁа-яё][а-яё\-]{{0,29}})?"
    r"|\d{1,3}(?:-?(?:й|я|го|ая|ой|ый))?(?=\s+[А-ЯЁа-яё])))"
)
_NAME: Final = rf"{_WORD}(?:\s+{_WORD}){{0,3}}"
_HOUSE_NUMBER: Final = (
    r"\d{1,4}(?:(?:к|с|корп|стр)\.?\d{1,3}(?!\d)|\s?-?(?:[А-Яа-яA-Za-z](?![А-Яа-яёA-Za-z\d]|\.?\s?\d)))?"
    r"(?:\s?/\s?\d{1,4}[а-я]?)?(?:\s?[«\"][а-яА-Я][»\"])?"
)
_HOUSE: Final = rf"(?:(?:д(?:ом[аеу]?|\.)?|(?:домо)?вл(?:ад(?:ение)?)?\.?|стр(?:оение|\.))\s*(?:№|No)?\s*)?{_HOUSE_NUMBER}"
_PART: Final = (
    r"(?:\s*[,;]?\s*(?:(?:к(?:орп(?:ус)?|в(?:арт(?:ира|\.)?)?)?|стр(?:оение)?|оф(?:ис)?|под(?:ъезд|\.)?|эт(?:аж)?|пом(?:ещение)?|комн(?:ата)?|ком|лит(?:ера?)?|каб(?:инет)?|бокс|гараж|ряд|секция|блок|пав(?:ильон)?|уч(?:асток)?|ап(?:арт(?:аменты)?)?|д(?:ом)?|kv|apt)(?![а-яё])\.?\s*(?:№|No)?\s*"
    r"(?:\d{1,4}[а-яА-Я]?(?![а-яё])|[А-ЯA-Z](?![а-яёА-ЯЁ]))|\d{1,4}(?:-?й)?\s*(?:кв\b|кварт[а-яё]{0,6}|этаж|подъезд)))"
)
_FLAT_AFTER_DASH: Final = r"\s?[-–—]\s?[1-9]\d{0,3}(?![\d:/]|[.\-]\d)"
_REST: Final = rf"(?:{_FLAT_AFTER_DASH})?(?:{_PART}){{0,4}}(?:{_FLAT_AFTER_DASH})?(?:\s*,\s*\d{{1,4}}(?=\s*(?:$|[.;\n])))?"

# «г. Уфа, », «пгт Ильский, ».
_TOWN: Final = (
    r"(?:(?:р\.\s?п|г|с|п|пос|пгт|дер|рп|ст-ца|город|село|пос[её]лок|деревня|станица|хутор)\.?\s{0,3}"
    r"(?-i:[А-ЯЁ][а-яё]{1,29}(?:-[А-ЯЁа-яё]{1,29}){0,2}(?:\s[А-ЯЁ][а-яё]{1,29})?)\s*[,\n]\s*"
    r"|(?:СНТ|ТСН|ДНТ|ДНП|КП|ЖК|СПК|ГСК|с/т)\s+(?:[«\"][^«»\"\n]{2,30}[»\"]|(?-i:[А-ЯЁ][а-яё]{1,29}))\s*,\s*)?"
)
# «ул. Лесная, д. 14, кв. 63», «проспект Мира дом 7».
_KIND_FIRST: Final = re.compile(
    rf"(?<![а-яё]){_TOWN}(?:\d{{1,2}}-?(?:я|й|ая|ый)\s+)?(?:{_KIND}\s*(?:{_NAME}\s*,\s*)??)?{_KIND}\s*{_NAME}(?:\s+\d-?я)?\s*[,.]?\s*(?:уч(?:асток|\.)\s*\d{{1,5}}\s*,?\s*)?{_HOUSE}{_REST}",
    re.IGNORECASE,
)
# No street at all: «деревня Косые Броды, дом 17», «СНТ «Ветеран», участок 118, д. 1».
_SETTLEMENT: Final = re.compile(
    rf"(?<![а-яё])(?:(?:дер(?:евн[яиею]|\.)|сел[оае]|пос[её]л(?:ок|ка|ке)|хутор[ае]?|станиц[аые])\s+(?-i:[А-ЯЁ][а-яё]{{1,29}}(?:[\s\-][А-ЯЁ][а-яё]{{1,29}})?)"
    rf"|(?:СНТ|ТСН|ДНТ|ДНП|КП|СПК|ГСК|с/т)\s+(?:[«\"][^«»\"\n]{{2,30}}[»\"]|(?-i:[А-ЯЁ][а-яё]{{1,29}})))\s*,?\s*(?:уч(?:асток|\.)|д(?:ом|\.))\s*\d{{1,5}}[а-я]?{_REST}",
    re.IGNORECASE,
)
# Gardens and garages: «СНТ «Рассвет», 3-я линия, участок 41», «ГСК «Старт», ряд 4, бокс 61».
_COOPERATIVE: Final = re.compile(
    r"(?<![а-яё])(?:СНТ|ТСН|ДНТ|ДНП|КП|СПК|ГСК|с/т)\s+(?:[«\"][^«»\"\n]{2,30}[»\"]|(?-i:[А-ЯЁ][а-яё]{1,29}))"
    r"(?:\s*,\s*(?:\d{1,3}-?[йя]\s+)?(?-i:[А-ЯЁ]?[а-яё]{2,29})\.?(?:\s+(?:ул|пр|пер|ал)[а-яё]{0,9}\.?)?(?:\s*(?:№|No)?\s*\d{1,4}[а-я]?)?(?![а-яё\d])){0,3}"
    r"\s*,?\s*(?:уч(?:асток|\.)|д(?:ом|\.)|бокс|гараж)\s*(?:№|No)?\s*\d{1,5}[а-я]?(?![а-яё\d])",
    re.IGNORECASE,
)
# The house before the street: «в доме 27 по Сиреневой, кв. 14», «дом 2 по улице Мира».
_HOUSE_FIRST: Final = re.compile(
    rf"(?<![а-яё])(?i:дом(?:[аеу]|ом)?|д\.)\s*(?i:№|No)?\s*{_HOUSE_NUMBER}\s+(?:по|на)\s+"
    rf"(?:(?i:{_KIND})\s*{_NAME}|(?:\d{{1,3}}-?[йя]\s+)?[А-ЯЁ][а-яё]{{1,29}}(?:-[А-ЯЁа-яё]{{1,29}})?(?:\s+[А-ЯЁ][а-яё]{{1,29}})?(?:\s+(?i:{_KIND})(?![а-яё]))?)(?i:{_REST})"
)
# «12 микрорайон, дом 7, кв. 33».
_NUMBERED: Final = re.compile(
    rf"(?<![\d\-])\d{{1,3}}(?:-?й)?\s(?:микрорайон|мкр-?н?\.?|квартал),?\s+(?:дом|д\.)\s*{_HOUSE_NUMBER}{_REST}", re.IGNORECASE
)
# «Заречная улица 7», «Победы пр., 88, кв. 5».
_KIND_LAST: Final = re.compile(
    rf"(?<![а-яё])(?!Горяч)(?:\d{{1,3}}-?[йя]\s+|[А-ЯЁ]\.\s?)?[А-ЯЁ][а-яё]{{1,29}}(?:-[А-ЯЁ]?[а-яё]{{1,29}})?(?:\s+[А-ЯЁ][а-яё]{{1,29}})?\s+(?i:{_KIND})\s*,?\s*(?i:{_HOUSE}{_REST})"
)
_NO_STREET: Final = (
    r"(?!(?:Заказ|Договор|Заявк|Акт|Чек|Сч[её]т|Полис|Рейс|Поезд|Талон|Трек|Посылк|Накладн|Код|Номер|Паспорт|Карт|Тел|Дом|Кварти|Корпус|Подъезд|Этаж|Вагон|Место|Размер|Артикул|Модель|Серия|Версия"
    r"|Тариф|Ноябр|Январ|Феврал|Март|Апрел|Ма[йя]|Июн|Июл|Август|Сентябр|Октябр(?!ьск)|Декабр|Обращени|Запрос|Квитанци|Операци|Платеж|Сумм|Цен|Отзыв|Достоинств|Недостатк|Через|После|Уже|Жду|Прош)[а-яё]*\b)"
)
# No word for the street: «Садовая 18-77», «Космонавтов, д. 9, кв. 51», with a flat or the word for the house.
_NO_KIND: Final = re.compile(
    rf"(?<![а-яёА-ЯЁ\d]){_NO_STREET}(?:[А-ЯЁ]\.\s?|\d{{1,2}}-?(?:я|й)\s+)?[А-ЯЁ][а-яё]{{2,29}}(?:-[А-ЯЁ][а-яё]{{1,29}})?(?:\s+[А-ЯЁ][а-яё]{{1,29}})?\s*,?\s*(?i:"
    rf"{_HOUSE_NUMBER}{_FLAT_AFTER_DASH}(?:{_PART}){{0,3}}|{_HOUSE_NUMBER}(?:{_PART}){{1,4}}(?:{_FLAT_AFTER_DASH})?|(?<![а-яё])д(?:ом|\.)?\s*{_HOUSE_NUMBER}(?:{_FLAT_AFTER_DASH})?(?:{_PART}){{0,4}})"
)
# A bare street and house after a word that says an address follows.
_AFTER_WORD: Final = re.compile(
    rf"(?:(?<![а-яё])адрес[а-я]{{0,4}}|(?<![а-яё])дом(?![а-яё])(?:\s+наш)?|живу(?:\s+на)?|жив[её]м\s+на|прописан[аы]?(?:\s+на)?|доставк\w{{1,4}}\s+на|курьер\w{{0,4}}\s+на|напротив)\s*[:\-–—]?\s*"
    rf"(?P<it>[А-ЯЁа-яё][а-яёa-z]{{1,29}}(?:\s+[А-ЯЁ][а-яё]{{1,29}})?\s*,?\s*{_HOUSE_NUMBER}(?:{_FLAT_AFTER_DASH})?(?:(?i:{_PART})){{0,4}})(?![а-яё\d])"
)
# Streets whose names are adjectives: «на Школьной, 45», «на Малой Ордынке, 17», «…, Моторная 17?».
_ADJECTIVE: Final = re.compile(
    rf"(?:(?<![а-яё])(?:[Нн]а|[Уу]|[Дд]о|[Пп]о|[Сс]о?|[Ии]з|[Оо]коло|[Вв]озле)\s+(?P<it>[А-ЯЁ][а-яё]{{1,29}}(?:ой|ей)(?:\s+[А-ЯЁ][а-яё]{{1,29}})?\s*,\s*{_HOUSE_NUMBER}(?i:{_REST}))(?![\d:])"
    rf"|(?<![А-ЯЁа-яё])(?P<bare>(?!Перв|Как|Так|Кажд|Сам|Друг|Общ|Горяч|Цел|Больш|Люб)[А-ЯЁ][а-яё]{{3,29}}ая,?\s+\d{{1,3}}[а-яА-Я]?)(?=[?!.,;\n]|\s*$)"
    rf"|(?<![а-яё])[Нн]а\s(?P<other>[А-ЯЁ][а-яё]{{3,29}},\s\d{{1,3}}[а-я]?)(?=[?!.;\n]|\s*$))"
)


# What is looked for first, as the patterns take long: a digit, how every word for a street begins, where a name may begin,
# an adjective in capitals.
_KIND_HINT: Final = re.compile(
    r"[упбнштамкл](?<![а-яё].)(?:(?<=у)л|(?<=п)(?:р(?:[\s.\-]|осп|оезд)|ер(?:[\s.]|еул)|л(?:\.|ощ))|(?<=б)(?:-р|ул)|(?<=н)аб|(?<=ш)(?:\.|ос)"
    r"|(?<=т)(?:уп|ракт)|(?<=а)лле|(?<=м)(?:кр|икр)|(?<=к)варт|(?<=л)ини)"
)
_BEGINNING: Final = re.compile(r"[А-ЯЁ\d](?<![а-яёА-ЯЁ\d].)")
_ADJECTIVE_HINT: Final = re.compile(r"[А-ЯЁ][а-яё]+(?:(?:ой|ей|ая)\b|,\s\d)")
_AFTER_HINTS: Final = frozenset({"адрес", "дом", "жив", "пропис", "доставк", "курьер", "напротив"})
_FLAT_HINT: Final = "кв"
_SETTLEMENT_HINTS: Final = frozenset({"дер", "сел", "хутор", "станиц", "снт", "тсн", "днт", "днп", "кп", "спк", "гск", "с/т"})
_ROOM_HINT: Final = "квартир"
_CHAMBER_HINT: Final = "комнат"
HINTS: Final = _AFTER_HINTS | _SETTLEMENT_HINTS | {_FLAT_HINT, _ROOM_HINT, _CHAMBER_HINT}
_CYRILLIC: Final = re.compile("[а-яё]", re.IGNORECASE)


_LOWER: Final = re.compile(
    r"(?<![а-яё\d])[а-яё]{3,30}\s+\d{1,4}(?:/\d{1,4})?[а-я]?(?:\s+корп\.?\s*\d{1,3})?\s*,?\s*(?:кв\.?|комната)\s*\d{1,4}(?!\d)"
)


# Numbers in words, as they are dictated: «Каштановая, дом три, квартира сорок».
_TEENS: Final = "десять|одиннадцать|двенадцать|тринадцать|четырнадцать|пятнадцать|шестнадцать|семнадцать|восемнадцать|девятнадцать"
_TENS: Final = "двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|сто|двести|триста"
_SPOKEN_NUMBER: Final = (
    rf"(?:(?:(?:{_TENS})\s+){{0,2}}(?:один|два|три|четыре|пять|шесть|семь|восемь|девять|{_TEENS}|{_TENS})|\d{{1,4}})(?![а-яё])"
)
_SPOKEN: Final = re.compile(
    rf"(?:{_KIND}\s+)?(?-i:[А-ЯЁ][а-яё]{{1,29}}|(?<=[а-яё]\s)[а-яё]{{4,30}})\s*,?\s*(?:дом\s+)?{_SPOKEN_NUMBER}(?:\s+(?:дробь|корпус)\s+{_SPOKEN_NUMBER})?\s*,?\s*"
    rf"(?:квартира|кв\.?)\s*{_SPOKEN_NUMBER}",
    re.IGNORECASE,
)


def _russian(message: Message) -> Iterator[Found]:
    text = message.text
    if _KIND_HINT.search(text.lower()):
        yield from matches("address", _KIND_LAST, text)
        yield from matches("address", _KIND_FIRST, text)
        yield from matches("address", _NUMBERED, text)
    if not _SETTLEMENT_HINTS.isdisjoint(message.heard):
        yield from matches("address", _SETTLEMENT, text)
        yield from matches("address", _COOPERATIVE, text)
    if _ADJECTIVE_HINT.search(text):
        yield from matches("address", _ADJECTIVE, text)
    yield from matches_from("address", _BEGINNING, _NO_KIND, text)
    if not _AFTER_HINTS.isdisjoint(message.heard):
        yield from matches("address", _AFTER_WORD, text)
        yield from matches("address", _HOUSE_FIRST, text)
    if _FLAT_HINT in message.heard or _CHAMBER_HINT in message.heard:
        yield from matches("address", _LOWER, text)


def addresses(message: Message) -> Iterator[Found]:
    """Russian and English addresses with a house number, and the town around them."""
    text = message.text
    if _ROOM_HINT in message.heard:
        yield from matches("address", _SPOKEN, text)
    if not message.digits:
        return
    if _CYRILLIC.search(text):
        for found in _russian(message):
            # Twice: with what stands around it, it may meet another number.
            yield found
            yield with_town(text, found)
    yield from latin_addresses(text)
