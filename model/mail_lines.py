"""What a line of an e-mail is, in the words of Outlook, Gmail, Apple Mail, Mail.ru, Yandex, Thunderbird and of people who close a letter.

Everything here looks at one line, cut to `LONGEST` characters, so that no mail costs more than its length.
"""

import re
from typing import Final

from model.text import strip_invisible

LONGEST: Final = 300

_SPACES: Final = re.compile(r"\s+")
_SEPARATOR: Final = re.compile(
    r"-{2,} ?(?:original message|forwarded message|исходное сообщение|пересылаемое сообщение|пересылаемое письмо|пересланное сообщение"
    r"|(?:начало|конец) пересылаемого сообщения)"
    r"|(?:begin forwarded message|начало пересылаемого сообщения|переадресованное сообщение):",
    re.IGNORECASE,
)
_RULER: Final = re.compile(r"_{24,}")
_LINE: Final = re.compile(r"[-_=—]+")
_HEADER: Final = re.compile(
    r"(?P<from>from|от|от кого)|(?:sent|date|to|cc|bcc|subject|reply-to|importance|отправлено|дата|кому|копия|тема|важность)", re.IGNORECASE
)
_WROTE: Final = r"(?:написала?|написал\(а\)|пишет|писала?|wrote)"
_ADDRESS: Final = re.compile(r"[<\[](?:mailto:)?[^<>\[\]@\s]{1,64}@[^<>\[\]@\s]{1,255}[>\]]")
_CLOSES: Final = re.compile(rf"{_WROTE}\s?(?::|-{{2,}})$", re.IGNORECASE)
_TIME: Final = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_DATE: Final = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d\d\b")
# How a mail program begins the line that opens a quote and may be broken in two or three.
_OPENS: Final = re.compile(
    r"-* ?(?:on|\d|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\b", re.IGNORECASE
)

_NAME: Final = r"""[A-ZА-ЯЁ«"][\w.«»"-]*"""
_FORMULA: Final = re.compile(
    r"(?i:с уважением|с ув\.?|с наилучшими пожеланиями|всего (?:доброго|хорошего|наилучшего)|(?:best|kind|warm|kindest) (?:regards|wishes)"
    r"|regards|sincerely|yours (?:faithfully|sincerely|truly)|best(?=,)|cheers(?=,))"
    rf"[,.!]?(?: {_NAME}(?:,? {_NAME}){{0,6}}(?:, [^,.!?]{{1,40}}){{0,2}})? ?[,.]?$"
)
_DEVICE: Final = re.compile(
    r"(?:отправлено (?:(?:с|из|через) |с помощью )(?:(?:моего|моей|мобильн\w+|устройства|приложения) ){0,2}"
    r"(?:iphone|ipad|android|samsung|huawei|xiaomi|honor|телефона|смартфона|планшета|устройства"
    r"|почты|яндекс(?:[ .]почты)?|outlook|mail(?:\.ru)?|gmail)"
    r"(?: (?:для (?:ios|android|windows|мобильных(?: устройств)?)|на телефоне|(?-i:[A-Z][\w.-]*))){0,4}"
    r"|sent (?:from|via) (?:my |the )?(?:(?:mobile|samsung|android|huawei|xiaomi|apple) ){0,2}"
    r"(?:iphone|ipad|android|samsung|galaxy|huawei|xiaomi|pixel|blackberry|phone|mobile|smartphone|tablet|device|mail|outlook|yahoo|gmail|proton\w*)"
    r"(?: (?:for|on|mail|app|mobile|phone|smartphone|device|(?-i:[A-Z0-9][\w.-]*))){0,6}"
    r"|(?:get|загрузить|скачать) outlook (?:for|для) \w+)[.,]?(?: (?:(?:please )?excuse|(?:простите|извините)(?: меня)? за) .{0,80})?$",
    re.IGNORECASE,
)
_POSTSCRIPT: Final = re.compile(r"(?:[pрп]\.? ?){1,3}[sсы]\b|з\.? ?ы\b|постскриптум", re.IGNORECASE)
_FOOTER: Final = re.compile(
    r"""(?:this|the\ information\ (?:contained\ )?in\ this)\ (?:e-?mail|message)\b.{0,200}
      \b(?:(?:is|be|contains?|are)\ (?:strictly\ )?(?:confidential|privileged|legally)|confidential\ and
        |intended\ (?:only|solely|exclusively)\ for)
    |if\ you\ (?:are\ not\ the\ intended|(?:have\ )?received?\ this\ (?:e-?mail|message)\ (?:in\ error|by\ mistake))
    |confidentiality\ notice|please\ consider\ the\ environment
    |(?:это|данное|настоящее)\ (?:электронное\ )?(?:письмо|сообщение)\ .{0,60}
      (?:содерж\w+\ .{0,60}(?:конфиденциальн|коммерческ)|(?:носит|является)\ .{0,20}конфиденциальн
        |предназначен\w*\ (?:только|исключительно)|не\ является\ офертой)
    |информация,?\ содержащаяся\ в\ (?:этом|данном|настоящем)\ (?:электронном\ )?(?:письме|сообщении)
    |конфиденциальность:|уведомление\ о\ конфиденциальности
    |если\ вы\ (?:получили|не\ являетесь)\ .{0,60}(?:по\ ошибке|адресатом)""",
    re.IGNORECASE | re.VERBOSE,
)
_SMALL_WORD: Final = re.compile(r"\b[a-zа-яё]{2,}\b")
_PROSE_WORDS: Final = 5


def bare(line: str) -> str:
    """The line without what mail programs put around words: zero-width characters, odd blanks, marks of bold."""
    return _SPACES.sub(" ", strip_invisible(line[:LONGEST])).replace("*", "").strip()


def is_quoted(line: str) -> bool:
    """Whether a bare line is marked as a quote."""
    return line.startswith(">")


def separates(line: str) -> bool:
    """Whether a bare line says that another message follows."""
    return _SEPARATOR.match(line) is not None


def is_ruler(line: str) -> bool:
    """Whether a bare line is the ruler that Outlook draws above a header."""
    return _RULER.fullmatch(line) is not None


def is_line(line: str) -> bool:
    """Whether a bare line is drawn of dashes or the like."""
    return _LINE.fullmatch(line) is not None


def header(line: str) -> str | None:
    """`from` or `other` for a bare line of a message's header, else None."""
    name, colon, value = line.partition(":")
    found = _HEADER.fullmatch(name.strip()) if colon and (not value or value.startswith(" ")) else None
    if found is None:
        return None
    return "from" if found["from"] else "other"


def has_address(line: str) -> bool:
    """Whether an e-mail address stands in angle or square brackets in it."""
    return _ADDRESS.search(line) is not None


def opens_quote(line: str) -> bool:
    """Whether a bare line names date and time, or an address, and ends with "wrote:".

    A sentence that only names a day, or an hour, and says "wrote" is the customer's.
    """
    if has_address(line):
        return line.endswith(":") or _CLOSES.search(line) is not None
    return _CLOSES.search(line) is not None and _TIME.search(line) is not None and _DATE.search(line) is not None


def may_open(line: str) -> bool:
    """Whether a bare line can be the first half of one that opens a quote."""
    return _OPENS.match(line) is not None and _DATE.search(line) is not None


def is_formula(line: str) -> bool:
    """Whether a bare line closes a letter, alone or with names after it."""
    return _FORMULA.match(line) is not None


def is_dashes(line: str) -> bool:
    """Whether a bare line is the mark above a signature."""
    return line in ("--", "—")


def is_device(line: str) -> bool:
    """Whether a bare line is what a device or a mail program adds."""
    return _DEVICE.match(line) is not None


def is_footer(line: str) -> bool:
    """Whether a paragraph begins as a legal footer does."""
    return _FOOTER.match(line) is not None


def speaks(line: str, after_blank: bool) -> bool:
    """Whether a bare line under a signature is no part of it: a postscript, an exclamation, a question, a sentence of its own."""
    if _POSTSCRIPT.match(line) or line.endswith(("!", "?")):
        return True
    return after_blank and len(_SMALL_WORD.findall(line)) >= _PROSE_WORDS
