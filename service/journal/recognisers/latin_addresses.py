"""Addresses in Latin letters: British, Irish, American and other ones, and Russian ones transliterated."""

import re
from collections.abc import Iterator
from typing import Final

from service.journal.recognisers.found import Found, matches
from service.journal.recognisers.towns import with_town

_STREET: Final = (
    r"(?:Cottages?|Mansions?|Steps|Loft|Approach|Villas?|House|Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Dr|Close|Court|Ct|Crescent|Cres|Way|Place|Pl|Square|Sq|Terrace|Grove|Gardens|Hill|Row|Mews|Boulevard|Blvd|Parade|View|Walk|Park|Rise|Green"
    r"|Terr|Tce|Quay|Wharf|Parkway|Pkwy|Highway|Circle|Trail|Path|Yard|Gate|Vale|Mount|Croft|End|Bank|Heights|Strasse|Plaza|Loop|Cir|Gdns|Grn|Alley|Crossing|Esplanade|Promenade|Wynd|Brae|Ridge|Hollow|Ropewalk)"
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
_IN_WORDS: Final = (
    r"(?i:(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ \-]?)?(?:one|two|three|four|five|six|seven|eight|nine)"
    r"|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
)
_ENGLISH: Final = re.compile(
    rf"(?<![\w\-])(?:Block\s+\w{{1,10}},\s*)?(?:{_UNIT}(?:\s*+,)?\s*+)?{_HOUSE_NAME}(?:\d{{1,2}}/\d{{1,2}},\s)?(?:(?:\d{{1,4}}[/\-])?\d{{1,5}}[A-Za-z]?|{_IN_WORDS})\s+(?:(?:North|South|East|West|N|S|E|W)\.?\s+)?(?:St\.?\s+)?(?:[A-Z][a-z'’]{{1,25}}\s+){{1,3}}{_STREET}\b\.?(?:(?:\s*+,)?\s*+(?i:{_UNIT})(?![a-z]))?"
)
# In small letters the unit stands before it, or a unit or a postcode behind it.
_UNIT_LOWER: Final = re.compile(
    rf"(?<![\w\-])(?:flat|apt\.?|apartment|unit|suite)\s*#?\s*\d{{1,4}}[a-z]?(?:\s*,\s*|\s+(?:[a-z]{{2,25}}\s+){{0,3}}[a-z]{{2,25}}\s*,\s*)"
    rf"(?:\d{{1,4}}[/\-])?\d{{1,5}}[a-z]?\s+(?:[nesw]\.?\s+)?(?:[a-z]{{1,25}}\s+){{1,2}}(?:{_STREET})\b",
    re.IGNORECASE,
)
_ENGLISH_LOWER: Final = re.compile(
    rf"(?<![\w\-])(?:(?:flat|apt\.?|unit)\s*\d{{1,4}}[a-z]?(?:\s*+,)?\s*+)?(?:\d{{1,4}}[/\-])?\d{{1,5}}[a-z]?\s+(?:[nesw]\.?\s+)?(?:[a-z]{{1,25}}\s+){{1,2}}(?:{_STREET})\b"
    r"(?:\s*,?\s*(?:(?:flat|apt\.?|unit)\s*#?|#)\s*\d{1,4}[a-z]?|\s*,\s*[a-z]{1,25}(?:\s[a-z]{1,25})?\s(?:[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}|[a-z]{2}\s\d{5}|[a-z]{2,3}\s\d{4})\b)",
    re.IGNORECASE,
)
# With a postcode it needs no word for the street: «2 Maes-y-Coed, Llanfechell Isaf, LL68 0ZZ», «4417 Cotton Bend, Lot 19, Elgin, TX 78602»,
# and with a flat no number: «Flat 14, Osprey Court, Canning Street, Garsmouth GA2 5LD».
_WITH_POSTCODE: Final = re.compile(
    r"(?<![\w\-])(?:\d{1,5}[A-Za-z]?\s|(?:Flat|Apt\.?|Apartment|Unit|Suite)\s\w{1,4},\s(?:\d{1,5}[A-Za-z]?\s)?)(?:[A-Z][\w'’\-]{1,20}[\s,]{1,2}){1,6}"
    r"(?:(?:(?<=\s)|(?<=,))(?:\d{1,4}|[A-Z]),\s(?:[A-Z][\w'’\-]{1,20}[\s,]{1,2}){1,4})?"
    r"(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[\dWX]\s?[A-Z\d]{4}|[A-Z]{2}\s\d{5})(?!\w)"
)
# «14 rue du Moulin, Bt B, Apt 5, 69999 Sainte-Orme», "49-51 calle Robles, 28010 Madrid".
_ROMANCE: Final = re.compile(
    r"(?<![\w\-])(?:\d{1,4}(?:[\-–]\d{1,4})?(?:\s?(?:bis|ter|[a-d]))?,?\s)(?:rue|avenue|boulevard|chemin|allée|quai|impasse|calle|avenida|plaza|paseo|via|viale|corso)\s"
    r"(?:[\w'’\-]{1,20}\s){0,3}[\w'’\-]{1,20}(?:,\s(?:[^\W\d]{1,5}\.?\s)?\w{1,4}){0,2},\s\d{5}\s[^\W\d][\w\-]{1,25}",
    re.IGNORECASE,
)
# With a flat the street needs no word for it: «5 Weavers Loft, Flat 18», «Hauptstrasse 19, Apt 2», "ul. Mira 15, kv. 80".
_WITH_FLAT: Final = re.compile(
    r"(?<![\w\-])(?:\d{1,5}[A-Za-z]?(?:\s+[A-Z][\w'’]{1,25}){1,4}|(?:ul(?:itsa|\.)\s*)?[A-Z][\w'’\-]{1,25}(?:\s+ulitsa)?\s+\d{1,4}[A-Za-z]?)"
    r"\s*,\s*(?:Flat|Apt\.?|Apartment|Unit|kv\.?|apt\.?|flat)\s*\d{1,4}[A-Za-z]?\b"
)
# «Liteyny prospekt, 46, apt. 12», "ul. Sadovaya 3a - 15", "ulitsa Pobedy, dom 16, kvartira 34".
_KIND: Final = r"(?:ul\.|ul(?=\s)|ulitsa|prospekt|pr\.|pereulok|per\.|shosse|bulvar|naberezhnaya)"
_TRANSLITERATED: Final = re.compile(
    rf"(?<!\w)(?:g\.\s?[a-z]{{2,20}},?\s)?(?:{_KIND}\s?[a-z]{{2,20}}(?:\s[a-z]{{2,20}})?|[a-z]{{4,20}}\s(?:ulitsa|prospekt|pereulok|shosse|bulvar))\s?,?\s?"
    r"(?:(?:d\.|d|dom)\s?)?\d{1,4}(?:[a-z](?![a-z]))?(?:/\d{1,3})?(?:\s?-\s?\d{1,4})?(?:\s?,?\s?(?:kv|kvartira|korp|apt|office)\.?\s?\d{1,4}){0,2}"
    r"|(?<![\w\-])\d{1,4}\s(?:ulitsa|prospekt|pereulok)\s[a-z]{2,20}(?:,\s(?:kv|kvartira|apt|office)\.?\s?\d{1,4})?",
    re.IGNORECASE,
)
# Looked for first: a number beside a Latin word.
_LATIN_HINT: Final = re.compile(r"\d[A-Za-z]?\s+[A-Za-z]|[A-Za-z.,]\s{0,2}(?:d\.?\s?)?\d")


def latin_addresses(text: str) -> Iterator[Found]:
    """Addresses in Latin letters with a house number, and the town around them."""
    if not _LATIN_HINT.search(text):
        return
    for pattern in (_WITH_FLAT, _WITH_POSTCODE, _ENGLISH, _UNIT_LOWER, _ENGLISH_LOWER, _ROMANCE, _TRANSLITERATED):
        for found in matches("address", pattern, text):
            yield found
            yield with_town(text, found)
