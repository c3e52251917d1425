"""Text as the features see it. Offsets are never taken here: evidence works on the text as sent."""

import re
import unicodedata
from typing import Final

# Unicode's Stream-Safe Text Format (UAX #15) allows 30 combining marks in a row; longer runs are
# only ever abuse, and canonical ordering is quadratic in their length.
_MARKS: Final = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_LONG_MARK_RUN: Final = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")
# Zero-width characters, fillers, soft hyphen, bidi controls and variation selectors say nothing about the customer.
_INVISIBLES: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
_INVISIBLE: Final = re.compile(f"[{_INVISIBLES}]")
_ODD: Final = re.compile(f"[{_MARKS}{_INVISIBLES}]")
_URL: Final = re.compile(r"(?:https?://|www\.)\S+")
_EMAIL: Final = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b")
_MENTION: Final = re.compile(r"(?<!\w)@\w+")
_NUMBER: Final = re.compile(r"\d")
_REPEAT: Final = re.compile(r"(.)\1{3,}", re.DOTALL)
_MEANINGFUL: Final = re.compile(r"[^\s\W]|[\U0001f000-\U0001faff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff?!.+)(:^\-]")


def strip_invisible(text: str) -> str:
    """Remove zero-width, bidi and selector characters and cut runs of combining marks to four."""
    if text.isascii() or not _ODD.search(text):
        return text
    return _LONG_MARK_RUN.sub(r"\1", _INVISIBLE.sub("", text))


def fold(text: str) -> str:
    """Bring `text` to the form that the encoder reads.

    Lower case, compatibility forms folded (NFKC), «ё» as «е», addresses, links and mentions as one
    token each, runs of one character cut to three, white space as single blanks.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", strip_invisible(text))
    text = text.lower().replace("ё", "е")
    if "@" in text:
        text = _EMAIL.sub(" @mail ", _MENTION.sub(" @ ", text))
    if "http" in text or "www." in text:
        text = _URL.sub(" @link ", text)
    return " ".join(_REPEAT.sub(r"\1\1\1", text).split())


def normalise(text: str) -> str:
    """Bring `text` to the form that n-grams are counted on: folded, and every digit a `0`."""
    return _NUMBER.sub("0", fold(text))


def is_blank(text: str) -> bool:
    """Whether nothing in `text` could be read: no letter, digit, emoji or speaking punctuation."""
    return _MEANINGFUL.search(unicodedata.normalize("NFKC", strip_invisible(text))) is None
