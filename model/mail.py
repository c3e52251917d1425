"""Which parts of an e-mail are the customer's own words: not quoted history, signatures or legal footers.

Parsers of replies (quotequail, mail-parser-reply) return new texts; here spans of the text as sent
are needed, so that evidence keeps its offsets, and Russian mail programs' openings of a quote.
"""

import re
from typing import Final

Span = tuple[int, int]

# From such a line on everything is history, in the words of Outlook, Gmail, Apple Mail, Mail.ru, Yandex and Thunderbird.
_HISTORY: Final = re.compile(
    r"""^[ \t]*(?:
      -{2,}[ ]*(?:original\ message|forwarded\ message|исходное\ сообщение|пересылаемое\ сообщение|пересылаемое\ письмо
        |пересланное\ сообщение|конец\ пересылаемого\ сообщения|начало\ пересылаемого\ сообщения)[ ]*-*
      |begin\ forwarded\ message:|начало\ пересылаемого\ сообщения:|переадресованное\ сообщение:
      |_{10,}
      |on\ .{6,120}\ wrote:
      |(?:\d{1,2}[.\s]|\d{4}-|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье).{4,120}
        (?:написала?|написал\(а\)|пишет|писала?):
      |.{0,120}<[^>\s]+@[^>\s]+>[ ]*(?:написала?|написал\(а\)|пишет|писала?|wrote)?:
      |(?:from|от):[ ].{2,120}\n[ \t]*(?:sent|date|to|subject|отправлено|дата|кому|тема):
    )""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_QUOTED: Final = re.compile(r"^[ \t]*[>|].*(?:\n|\Z)", re.MULTILINE)
# What closes a letter; at most so many short lines follow in a signature.
_SIGNATURE: Final = re.compile(
    r"^[ \t]*(?:--[ \t]*$|—[ \t]*$|с\ уважением\b|с\ наилучшими\ пожеланиями\b|всего\ (?:доброго|хорошего|наилучшего)[,.!]?[ \t]*$"
    r"|(?:best|kind|warm|kindest)\ (?:regards|wishes)\b|regards[,.!]?[ \t]*$|sincerely\b|yours\ (?:faithfully|sincerely|truly)\b"
    r"|отправлено\ (?:с|из)\ |sent\ from\ (?:my\ |mail\ for\ )|get\ outlook\ for\ )",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_FOOTER: Final = re.compile(
    r"^[ \t]*(?:(?:this|the)\ (?:e-?mail|message)\ (?:and\ any|is\ intended|may\ contain|contains)|confidentiality\ notice|disclaimer:"
    r"|(?:это|данное|настоящее)\ (?:электронное\ )?(?:письмо|сообщение)\ .{0,60}(?:конфиденциальн|предназначен)"
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
    """Without the signature: a closing formula with nothing but a few short lines after it."""
    last = next((number for number in range(len(spans) - 1, -1, -1) if text[spans[number][0] : spans[number][1]].strip()), None)
    if last is None:
        return spans
    start, end = spans[last]
    for found in _SIGNATURE.finditer(text, start, end):
        lines = [line for line in text[found.start() : end].splitlines() if line.strip()]
        if len(lines) <= _SIGNATURE_LINES and all(len(line) <= _SIGNATURE_LINE_CHARACTERS for line in lines):
            return [*spans[:last], (start, found.start())]
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
