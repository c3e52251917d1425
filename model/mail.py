"""Which parts of an e-mail are the customer's own words: not quoted history, signatures or legal footers.

Parsers of replies (quotequail, mail-parser-reply) return new texts; here spans of the text as sent
are needed, so that evidence keeps its offsets, and Russian mail programs' openings of a quote.
"""

import re
from typing import Final

Span = tuple[int, int]

# From such a line on everything is history, in the words of Outlook, Gmail, Apple Mail, Mail.ru, Yandex and Thunderbird. A sentence that
# only names a day and says "wrote" is the customer's: mail programs give a time or an address, and end the line there.
_HISTORY: Final = re.compile(
    r"""^[ \t]*(?:
      -{2,}[ ]*(?:original\ message|forwarded\ message|исходное\ сообщение|пересылаемое\ сообщение|пересылаемое\ письмо
        |пересланное\ сообщение|конец\ пересылаемого\ сообщения|начало\ пересылаемого\ сообщения)[ ]*-*
      |begin\ forwarded\ message:|начало\ пересылаемого\ сообщения:|переадресованное\ сообщение:
      |_{24,}[ \t]*$
      |[^\n]{0,80}\d{1,2}:\d\d[^\n]{0,80}(?:\n[^\n]{0,60})?(?:написала?|написал\(а\)|пишет|писала?|wrote):[ \t]*$
      |[^\n]{0,120}<[^>\s]+@[^>\s]+>[ ]*(?:написала?|написал\(а\)|пишет|писала?|wrote)?:[ \t]*$
      |(?:from|от):[ ][^\n]{2,120}\n[ \t]*(?:sent|date|to|subject|отправлено|дата|кому|тема):
    )""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_QUOTED: Final = re.compile(r"^[ \t]*>.*(?:\n|\Z)", re.MULTILINE)
# What closes a letter: a formula, at most with names after it, or what a device adds.
_NAMES: Final = r"""[,.!]?(?:[ \t]+(?-i:[A-ZА-ЯЁ«"])[\w.«»"-]*){0,6}[ \t]*$"""
_SIGNATURE: Final = re.compile(
    r"^[ \t]*(?:--[ \t]*$|—[ \t]*$"
    r"|(?:с уважением|с наилучшими пожеланиями|всего (?:доброго|хорошего|наилучшего)|(?:best|kind|warm|kindest) (?:regards|wishes)"
    rf"|regards|sincerely|yours (?:faithfully|sincerely|truly)){_NAMES}"
    r"|отправлено (?:с|из) (?:моего |моей |мобильн\w+ )?(?:ip|andr|samsung|huawei|xiaomi|honor|телефон|почт|яндекс|outlook|mail|gmail)"
    r"|sent from (?:my |mail for |outlook|yahoo)|get outlook for )",
    re.IGNORECASE | re.MULTILINE,
)
_POSTSCRIPT: Final = re.compile(r"^[ \t]*(?:p\.?[ ]?s\b|з\.?[ ]?ы\b|постскриптум)", re.IGNORECASE | re.MULTILINE)
_FOOTER: Final = re.compile(
    r"^[ \t]*(?:(?:this|the)\ (?:e-?mail|message)\b[^\n]{0,200}\b(?:confidential|privileged|intended\ (?:only|solely|for))"
    r"|confidentiality\ notice|disclaimer:"
    r"|(?:это|данное|настоящее)\ (?:электронное\ )?(?:письмо|сообщение)\ [^\n]{0,90}(?:конфиденциальн|предназначен|коммерческую\ тайну)"
    r"|информация,?\ содержащаяся\ в\ (?:этом|данном|настоящем)|конфиденциальность:|please\ consider\ the\ environment)",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_SIGNATURE_LINES: Final = 8
_SIGNATURE_LINE_CHARACTERS: Final = 90


def own_words(text: str) -> list[Span]:
    """Spans of `text` that the customer wrote in this mail, in order; the whole text when nothing else would be left."""
    end = len(text)
    for pattern in (_HISTORY, _FOOTER):
        found = pattern.search(text, 0, end)
        if found:
            end = found.start()
    spans = _signature_removed(text, _outside(_QUOTED, text, end))
    kept = [span for span in spans if text[span[0] : span[1]].strip()]
    return kept if any(re.search(r"\w", text[a:b]) for a, b in kept) else [(0, len(text))]


def _outside(pattern: re.Pattern[str], text: str, end: int) -> list[Span]:
    spans, at = [], 0
    for found in pattern.finditer(text, 0, end):
        spans.append((at, found.start()))
        at = found.end()
    return [*spans, (at, end)]


def _signature_removed(text: str, spans: list[Span]) -> list[Span]:
    """Without the signature: a closing formula with nothing but a few short lines after it. A postscript under it stays."""
    last = next((number for number in range(len(spans) - 1, -1, -1) if text[spans[number][0] : spans[number][1]].strip()), None)
    if last is None:
        return spans
    start, end = spans[last]
    for found in _SIGNATURE.finditer(text, start, end):
        postscript = _POSTSCRIPT.search(text, found.end(), end)
        until = postscript.start() if postscript else end
        lines = [line for line in text[found.start() : until].splitlines() if line.strip()]
        if len(lines) <= _SIGNATURE_LINES and all(len(line) <= _SIGNATURE_LINE_CHARACTERS for line in lines):
            return [*spans[:last], (start, found.start()), (until, end)]
    return spans


class OwnWords:
    """The customer's words of one mail as one text, and the way back to offsets of the mail as sent."""

    def __init__(self, text: str) -> None:
        self.spans = own_words(text)
        self.text = "\n".join(text[start:end] for start, end in self.spans)

    def original(self, start: int, end: int) -> Span:
        """The span of the mail that `start`–`end` of `self.text` stands for; `end` is cut at the end of its part."""
        at = 0
        for first, last in self.spans:
            size = last - first
            if start < at + size:
                return first + start - at, min(first + end - at, last)
            at += size + 1
        raise ValueError(f"{start} lies outside the text")
