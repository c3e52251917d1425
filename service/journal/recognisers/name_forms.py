"""How people name themselves and others: introductions, forms, signatures, each with words that must be there for it."""

import re
from typing import Final, NamedTuple

_UP: Final = "A-ZА-ЯЁÀ-ÖØ-ÞŁŚŠŽČ"
_CAPITAL: Final = rf"[{_UP}](?:[^\W\d_]|['’\-](?=[^\W\d_])){{0,29}}"
_INITIAL: Final = rf"[{_UP}]\."
_PARTICLE: Final = r"(?:(?:van|von|der|den|de|di|da|del|la|le|bin|al|el|du)\s+){0,2}"
_CAPITALS: Final = (
    rf"(?-i:(?:{_INITIAL}\s?){{0,2}}{_CAPITAL}(?:\s+(?:{_INITIAL}\s?{_INITIAL}|{_INITIAL}|{_PARTICLE}{_CAPITAL}|оглы|кызы)){{0,3}})"
)
_FULL: Final = rf"(?P<it>{_CAPITALS})"
# In small letters: what follows the name is cut off again.
_SMALL: Final = r"(?P<it>(?-i:[a-zа-яё][a-zа-яё'’\-]{1,29}(?:\s+[a-zа-яё][a-zа-яё'’\-]{1,29}){0,2}))"
_PATRONYMIC: Final = r"[А-ЯЁа-яё]{2,25}(?:ович|евич|ьич|кич|мич|овна|евна|ична|инична)(?:а|у|ем|ом|е|ы|ой|и)?"
# Bounded: long runs of blanks would be tried in every way.
_AND: Final = r"(?:\s{0,9}[:\-–—=]\s{0,9}|\s{1,9})"


class Form(NamedTuple):
    """A pattern, and words in lower case of which one must be there: looking for words is much cheaper than for patterns.

    `doubtful`: without a given name in it, it is no name. `digits`: the message must hold so many.
    """

    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    doubtful: bool
    digits: int


def _form(pattern: str, *hints: str, doubtful: bool = False, digits: int = 0) -> Form:
    return Form(hints, re.compile(pattern, re.IGNORECASE), doubtful, digits)


_INFORMS: Final = (
    r"(?:\bфио(?:(?-i:\s+[а-яё]{1,29}))??|\bф\.\s?и\.\s?о\.?|\bимя(?:\s+и\s+фамилия)?|\bфамилия|имя\s+на\s+(?:ней|карте)|на\s+имя|от\s+имени"
    r"|\bполучател(?:ь(?:ниц[аыу])?|[яюе]м?)(?:(?-i:\s+[а-яё]{1,29}а))??|отправител[ьяюе]м?|\bкому|владел(?:ец|ьца|ице)|держател[ьяю]|плательщик|заявитель|абонент[ау]?|пациент[ауко]{0,2}|пассажир[ау]?)"
)
_FORM_HINTS: Final = ("фио", "ф.", "имя", "имени", "фамили", "получат", "отправит", "кому", "владел", "держат", "плательщ", "заявит",
                      "абонент", "пациент", "пассажир")  # fmt: skip
_ENGLISH_RELATIVES: Final = tuple(
    word.replace("_", " ")
    for word in """
    wife husband dad daddy father mum mom mother son daughter brother sister nan gran grandma grandad granny aunt auntie
    uncle cousin niece nephew partner fiance fiancé fiancee fiancée boyfriend girlfriend ex nanny au_pair tenant
    landlord landlady employee colleague neighbour neighbor flatmate roommate friend boss manager assistant driver carer
    """.split()
)
_ENDS: Final = (
    r"(?:с\s+уважением|с\s+ув\.|уваж\.|signed|regards|sincerely|best\s+wishes|cheers|thanks|yours(?:\s+\w{1,29})?)"
    r"\s*[,.!\-–—]{0,4}\s+"
)
_END_HINTS: Final = ("уваж", "с ув", "signed", "regards", "sincerely", "wishes", "cheers", "thanks", "yours")

FORMS: Final = (
    # In a form or an order: «ФИО: …», «на имя …», «получатель …», «менеджер …».
    _form(rf"{_INFORMS}{_AND}(?:ИП\s+)?[«\"]?{_FULL}", *_FORM_HINTS),
    _form(rf"{_INFORMS}{_AND}{_SMALL}", *_FORM_HINTS, doubtful=True),
    _form(rf"(?:м[еи]ня\s+з[ао]вут|зовут\s+меня(?:\s+так)?|звать\s+меня|мо[её]\s+имя){_AND}{_FULL}", "зовут", "завут", "звать", "имя"),
    _form(rf"(?:м[еи]ня\s+(?:з[ао]вут|звать)){_AND}{_SMALL}", "зовут", "завут", "звать"),
    _form(rf"(?:men[yj]a\s+zovut|zovut\s+men[yj]a){_AND}(?:{_FULL}|(?P<small>[a-z]{{3,29}}(?:\s+[a-z]{{3,29}})?))", "zovut"),
    _form(rf"(?:менеджер|оператор|курьер|мастер|врач|доктор)[ \t]+{_FULL}", "менеджер", "оператор", "курьер", "мастер", "врач", "доктор"),
    # «Гусев Антон Романович», «Людмила Игнатьевна Рябова», «нина фёдоровна».
    _form(rf"(?<![А-ЯЁа-яё])(?P<it>(?-i:(?:[А-ЯЁ][а-яё\-]{{1,29}}\s+)?[А-ЯЁ][а-яё]{{1,29}}\s+{_PATRONYMIC}(?![А-ЯЁа-яё])(?:\s+[А-ЯЁ][а-яё\-]{{1,29}})?"
          rf"|[а-яё]{{3,29}}\s+{_PATRONYMIC}(?![А-ЯЁа-яё])))", "вич", "ьич", "кич", "мич", "вна", "вны", "вне", "вну", "вной", "ичн",
          doubtful=True),
    _form(rf"{_FULL}\s*,?\s+меня\s+зовут", "меня зовут"),
    _form(rf"{_ENDS}{_FULL}", *_END_HINTS),
    _form(rf"(?:с\s+уважением|regards|sincerely)\s*,?\s+{_SMALL}(?=\s*(?:[/.,\n]|$))", "уважением", "regards", "sincerely"),
    _form(rf"{_ENDS}{_SMALL}", *_END_HINTS, doubtful=True),
    _form(rf"\bэто\s+(?:{_FULL}|(?P<small>[а-яё]{{3,29}}))(?=\s+(?:из|пишет|звонит|беспокоит|с\s+\w{{1,20}}\s+(?:этаж|квартир|подъезд))\b)",
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
    _form(rf"\b(?:name['’]?s?|surname(?:\s+is)?|attn\.?|attention|guest|undersigned,?|me)\s*[:=]?\s+{_FULL}",
          "name", "attn", "attention", "guest", "undersigned", " me: "),
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
    _form(rf"(?:^|\b(?:hi|hello|hey|morning|afternoon|evening|there)[\s,.!]{{1,6}})this\s+is\s+(?:(?P<it>(?-i:{_CAPITAL}\s+{_CAPITAL}))(?=\s*[.,;!(]|\s+(?:of|from|at)\b)"
          rf"|(?P<small>(?-i:{_CAPITAL}))(?=\s*,\s*(?:i|my|we)\b))", "this is"),
    _form(rf"(?-i:(?P<it>[A-Z][a-z'’]{{1,29}}(?:\s+{_CAPITAL})?)\s+(?:here|speaking)\b)", " here", "speaking"),
    _form(r"(?:hi|hello|hey|this\s+is)\s*,?\s+(?:it['’]s\s+)?(?P<it>(?-i:[a-z]{3,29}\s+[a-z]{3,29}))(?=\s*,\s*i\b)",
          "it's", "it’s", "this is"),
    # «Камила Рашитова, паспорт …», "Ottoline Farrow, passport …"; "Name Ivy Marchetti" in a form.
    _form(r"(?P<it>(?-i:[А-ЯЁ][а-яё]{1,29}\s+[А-ЯЁ][а-яё]{1,29}|[A-Z][a-z]{1,29}\s+[A-Z][a-z]{1,29}))(?=\s*,\s*(?:загран)?(?:паспорт|passport))",
          "паспорт", "passport"),
    _form(rf"(?-i:(?m:^)(?:Full\s+)?Name\s+(?P<it>{_CAPITAL}\s+{_CAPITAL}))", "name "),
    # Relatives and others who are told about: «my ex, Darnell Hightower,»; Russian given names are known to the dictionary.
    _form(rf"\b(?:my|our|his|her|an?|the)\s+(?:(?:late|elderly|new|old|little|ex)[ \-])?(?:{'|'.join(_ENGLISH_RELATIVES)})"
          rf"\s?,?[ \t]+{_FULL}",
          *(f" {word}" for word in _ENGLISH_RELATIVES)),
    # Before a phone number: «контакт — Лариса, 8 (3412) 90-11-63».
    _form(rf"{_FULL}(?=(?:\s*+,)?\s*+(?:тел(?:ефон)?\.?|т\.|моб\.?|phone|tel\.?|mob(?:ile)?|cell)?(?:\s*+:)?\s*+[+(]?\d[\d \t()\-]{{9}})",
          *"0123456789", doubtful=True, digits=9),
    # At the end of all: «… уже месяц. Вероника Лось», «Thank you. Perpetua Lindgren-Shaw».
    _form(r"[.!?)\n]\s{0,9}(?P<it>(?-i:[А-ЯЁ][а-яё\-]{1,29}\s+[А-ЯЁ][а-яё\-]{1,29}))\s*[.!)]*+\s*$",
          ".", "!", "?", ")", "\n", doubtful=True),
    _form(r"[.!?)\n]\s{0,9}(?P<it>(?-i:[A-Z][a-z'’\-]{1,29}\s+[A-Z][a-z]\w{1,29}(?:['’\-]\w{1,29})?))(?:\s*(?:x{1,3}|\)+|[.!]))?\s*$",
          ".", "!", "?", ")", "\n"),
    # «Лазарев К.А.», «К. А. Лазарев».
    _form(rf"(?-i:[{_UP}](?<![А-ЯЁа-яё].)(?:(?<=[А-ЯЁ])[а-яё\-]{{1,29}}\s+{_INITIAL}\s?{_INITIAL}|\.\s?{_INITIAL}\s?[А-ЯЁ][а-яё\-]{{1,29}}))",
          "."),
)  # fmt: skip
