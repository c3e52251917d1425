"""The tokens that Russian and English need, and a tokenizer over them alone."""

import re
from collections.abc import Iterable
from typing import Final

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from wordfreq import top_n_list

from training.encoder.pretrained import Pretrained

SPACE: Final = "▁"
PADDING: Final = "<pad>"
UNKNOWN: Final = "<unk>"
# Words a language: all that wordfreq has, names and misprints included.
WORDS: Final = {"ru": 500_000, "en": 320_000}
_ONE_CHARACTER: Final = re.compile(r"▁?[a-zа-яё\W]?")
_NUMBERS_AND_MARKS: Final = re.compile(r"[0-9▁\u0020-\u0040\u005b-\u0060\u007b-\u007e«»—–…№€₽£•]*")


def build_tokenizer(pretrained: Pretrained, kept: list[int] | None = None) -> Tokenizer:
    """SentencePiece's Unigram tokenizer of the pretrained encoder, over the tokens `kept` (all of them when None).

    A token's number is its place in `kept`. Characters must have been mapped by `pretrained.characters` before.
    """
    numbers = list(range(len(pretrained.pieces))) if kept is None else kept
    pieces = [(pretrained.pieces[i], pretrained.scores[i]) for i in numbers]
    place = {pretrained.pieces[i]: n for n, i in enumerate(numbers)}
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=place[UNKNOWN]))
    tokenizer.normalizer = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", place["<s>"]), ("</s>", place["</s>"])]
    )
    return tokenizer


def map_characters(pretrained: Pretrained, text: str) -> str:
    """`text` with the characters replaced as the pretrained tokenizer does."""
    return text.translate(pretrained.characters)


def needed_tokens(pretrained: Pretrained, texts: Iterable[str]) -> list[int]:
    """Numbers of the tokens worth keeping, in order.

    Kept are the special tokens, single characters, numbers and marks, and every token
    that common words of the two languages (wordfreq) or `texts` need, in lower case.
    """
    whole = build_tokenizer(pretrained)
    kept = {i for i, piece in enumerate(pretrained.pieces) if _ONE_CHARACTER.fullmatch(piece) or _NUMBERS_AND_MARKS.fullmatch(piece)}
    kept.update(pretrained.special.values())
    sources = [top_n_list(language, count) for language, count in WORDS.items()]
    for source in (*sources, list(texts)):
        for encoded in whole.encode_batch([map_characters(pretrained, text) for text in source]):
            kept.update(encoded.ids)
    return sorted(kept)
