"""Addresses in Latin letters: British, Irish, American and other ones, and Russian ones transliterated."""

import re
from collections.abc import Iterator
from typing import Final

from service.journal.recognisers.found import Found, matches
from service.journal.recognisers.towns import with_town

_STREET: Final = (
    r"(?:Cottages?|Mansions?|Steps|Loft|Approach|Villas?|House|Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Dr|Close|Court|Ct|Crescent|Cres|Way|Place|Pl|Square|Sq|Terrace|Grove|Gardens|Hill|Row|Mews|Boulevard|Blvd|Parade|View|Walk|Park|Rise|Green"
    r"|Terr|Tce|Quay|Wharf|Parkway|Pkwy|Highway|Circle|Trail|Path|Yard|Gate|Vale|Mount|Croft|End|Bank|Heights|Strasse|Street)"
)
_UNIT: Final = (
    r"(?:(?:Ground|First|Second|Third|Top)\s[Ff]loor"
    r"|(?:Flat|Apt\.?|Apartment|Unit|Suite|Room|Studio|Villa|No\.?|#)\s*+(?:#\s*+)?\d{0,4}[A-Za-z]?)"
)
# «Hollybank Farm, 2 Tarn Road», «The Old Forge, 3 Chapel Street».
_HOUSE_NAME: Final = (
    r"(?:(?:The\s(?:[A-Z][a-z'’]{1,25}\s?){1,3}|(?:[A-Z][a-z'’]{1,25}\s){1,3}(?:House|Court|Mansions?|Building|Lodge|Farm|Hall|Cottage|Mill|Barn|Estate|Centre|Center|Tower))"
    r"\s*,\s*)?"
)
_ENGLISH: Final = re.compile(
    rf"(?<![\w\-])(?:Block\s+\w{{1,10}},\s*)?(?:{_UNIT}(?:\s*+,)?\s*+)?{_HOUSE_NAME}(?:\d{{1,4}}[/\-])?\d{{1,5}}[A-Za-z]?\s+(?:(?:North|South|East|West|N|S|E|W)\.?\s+)?(?:St\.?\s+)?(?:[A-Z][a-z'’]{{1,25}}\s+){{1,3}}{_STREET}\b\.?(?:(?:\s*+,)?\s*+(?i:{_UNIT})(?![a-z]))?"
)
_ENGLISH_LOWER: Final = re.compile(
    rf"(?<![\w\-])(?:(?:flat|apt\.?|unit)\s*\d{{1,4}}[a-z]?(?:\s*+,)?\s*+)?(?:\d{{1,4}}[/\-])?\d{{1,5}}[a-z]?\s+(?:[nesw]\.?\s+)?(?:[a-z]{{1,25}}\s+){{1,2}}(?:{_STREET})\b"
    r"(?:\s*,?\s*(?:(?:flat|apt\.?|unit)\s*#?|#)\s*\d{1,4}[a-z]?|\s*,\s*[a-z]{1,25}(?:\s[a-z]{1,25})?\s(?:[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}|[a-z]{2}\s\d{5}|[a-z]{2,3}\s\d{4})\b)",
    re.IGNORECASE,
)
# With a British or Irish postcode neither: «2 Maes-y-Coed, Llanfechell Isaf, LL68 0ZZ».
_WITH_POSTCODE: Final = re.compile(
    r"(?<![\w\-])\d{1,4}[A-Za-z]?\s(?:[A-Z][\w'’\-]{1,20}[\s,]{1,2}){1,6}(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[\dWX]\s?[A-Z\d]{4})(?!\w)"
)
# With a flat the street needs no word for it: «5 Weavers Loft, Flat 18», «Hauptstrasse 19, Apt 2», "ul. Mira 15, kv. 80".
_WITH_FLAT: Final = re.compile(
    r"(?<![\w\-])(?:\d{1,5}[A-Za-z]?(?:\s+[A-Z][\w'’]{1,25}){1,4}|(?:ul(?:itsa|\.)\s*)?[A-Z][\w'’\-]{1,25}(?:\s+ulitsa)?\s+\d{1,4}[A-Za-z]?)"
    r"\s*,\s*(?:Flat|Apt\.?|Apartment|Unit|kv\.?|apt\.?|flat)\s*\d{1,4}[A-Za-z]?\b"
)
_TRANSLITERATED: Final = re.compile(
    r"(?<!\w)(?:g\.\s?[a-z]{2,20},?\s)?(?:ul\.|ul(?=\s)|ulitsa|prospekt|pr\.)\s?[a-z]{2,20}(?:\s[a-z]{2,20})?\s?,?\s?(?:d\.?\s?)?\d{1,4}"
    r"(?:\s?,?\s?(?:kv|apt|office)\.?\s?\d{1,4})?",
    re.IGNORECASE,
)
# Looked for first: a number beside a Latin word.
_LATIN_HINT: Final = re.compile(r"\d[A-Za-z]?\s+[A-Za-z]|[A-Za-z.,]\s{0,2}(?:d\.?\s?)?\d")


def latin_addresses(text: str) -> Iterator[Found]:
    """Addresses in Latin letters with a house number, and the town around them."""
    if not _LATIN_HINT.search(text):
        return
    for pattern in (_WITH_FLAT, _WITH_POSTCODE, _ENGLISH, _ENGLISH_LOWER, _TRANSLITERATED):
        for found in matches("address", pattern, text):
            yield with_town(text, found)
