"""Features of the linear model: character and word n-grams and a few figures of style."""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Final, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from model.text import normalise, strip_invisible

FloatMatrix = npt.NDArray[np.float64]

CHAR_NGRAMS: Final = (2, 5)
WORD_NGRAMS: Final = (1, 2)
# A word, or one mark that speaks: «?» and «!» tell questions and exclamations apart.
WORD_PATTERN: Final = r"\w+|[?!]"
_BLANKS: Final = re.compile(r"[ \t]+")
_DIGITS: Final = re.compile(r"\d+")
# The figure of a text's length is ln(1 + characters) divided by this.
LENGTH_SCALE: Final = 9
STYLE_NAMES: Final = ("length", "words", "lines", "questions", "exclamations", "dots", "upper", "numbers", "mention")


def style(text: str) -> list[float]:
    """Figures of style of `text` as sent, whatever its white space, in the order of `STYLE_NAMES`, each about 0–1."""
    text = strip_invisible(text).strip()
    if "  " in text or "\t" in text:
        text = _BLANKS.sub(" ", text)
    words = text.split()
    return [
        math.log1p(len(text)) / LENGTH_SCALE,
        math.log1p(len(words)) / 7,
        min(text.count("\n"), 20) / 20,
        min(text.count("?"), 5) / 5,
        min(text.count("!"), 5) / 5,
        min(text.count("...") + text.count("…"), 4) / 4,
        min(sum([len(word) > 2 and word.isupper() for word in words]), 8) / 8,
        min(len(_DIGITS.findall(text)), 8) / 8,
        1.0 if text.startswith("@") else 0.0,
    ]


class StyleFeatures(TransformerMixin, BaseEstimator):
    """Stateless transformer: texts → (n, 9) figures of style."""

    def fit(self, texts: Iterable[str], y: object = None) -> Self:  # noqa: ARG002 -- scikit-learn's signature
        """Nothing to learn."""
        return self

    def transform(self, texts: Sequence[str]) -> FloatMatrix:
        """Texts as sent → array of shape (n, 9)."""
        return np.array([style(text) for text in texts], dtype=np.float64).reshape(-1, len(STYLE_NAMES))


def build_features(min_df: int = 3, max_features: int = 40_000) -> FeatureUnion:
    """The unfitted features of the linear model: texts as sent → sparse (n, features)."""
    char = TfidfVectorizer(
        analyzer="char_wb", ngram_range=CHAR_NGRAMS, preprocessor=normalise, min_df=min_df,
        max_features=max_features, sublinear_tf=True,
    )  # fmt: skip
    word = TfidfVectorizer(
        analyzer="word", token_pattern=WORD_PATTERN, ngram_range=WORD_NGRAMS, preprocessor=normalise,
        min_df=min_df, max_features=max_features, sublinear_tf=True,
    )  # fmt: skip
    return FeatureUnion([("char", char), ("word", word), ("style", StyleFeatures())])
