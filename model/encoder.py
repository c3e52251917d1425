"""The sentence encoder: texts → what its two heads say (scores) and where the texts lie (vectors).

Needs onnxruntime and tokenizers; nothing else of the model does.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from model.text import fold

ENCODER_FILE: Final = "encoder.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"
CHARACTERS_FILE: Final = "characters.json"
# A longer text is read at its beginning and its end: what is wanted stands in one or the other.
HEAD_TOKENS: Final = 144
TAIL_TOKENS: Final = 48

Vectors = npt.NDArray[np.float32]


def shortened(ids: list[int]) -> list[int]:
    """The first and the last tokens of a text that is too long, all of one that is not."""
    return ids if len(ids) <= HEAD_TOKENS + TAIL_TOKENS else ids[:HEAD_TOKENS] + ids[-TAIL_TOKENS:]


class TextTokenizer:
    """Texts as sent → token numbers."""

    def __init__(self, tokenizer: Tokenizer, characters: dict[int, str]) -> None:
        self._tokenizer = tokenizer
        self._characters = characters

    @classmethod
    def load(cls, folder: Path) -> "TextTokenizer":
        """Read the two files of `folder`."""
        characters = json.loads((folder / CHARACTERS_FILE).read_text(encoding="utf-8"))
        return cls(Tokenizer.from_file(str(folder / TOKENIZER_FILE)), {int(k): v for k, v in characters.items()})

    def save(self, folder: Path) -> None:
        """Write the two files of `load`."""
        self._tokenizer.save(str(folder / TOKENIZER_FILE), pretty=False)
        characters = json.dumps(self._characters, ensure_ascii=False, separators=(",", ":"))
        (folder / CHARACTERS_FILE).write_text(characters, encoding="utf-8")

    def numbers(self, text: str) -> list[int]:
        """Token numbers of one text, begin and end marks included."""
        found: list[int] = self._tokenizer.encode(fold(text).translate(self._characters)).ids
        return shortened(found)


class Encoder:
    """The encoder of an artefact, run by onnxruntime. Safe in threads."""

    def __init__(self, folder: Path) -> None:
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(folder / ENCODER_FILE), options, providers=["CPUExecutionProvider"])
        self._tokenizer = TextTokenizer.load(folder)
        self.width = int(self._session.get_outputs()[1].shape[1])
        self.score_count = int(self._session.get_outputs()[0].shape[1])

    def encode(self, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """Scores (n, 9), five of archetype and four of urgency before softmax, and vectors (n, width); n may be 0."""
        scores = np.zeros((len(texts), self.score_count), dtype=np.float32)
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        # One by one: a batch is rounded to 8 bits as a whole, so that a text's answer would depend on its neighbours.
        for number, text in enumerate(texts):
            ids = np.array([self._tokenizer.numbers(text)], dtype=np.int64)
            scores[number : number + 1], vectors[number : number + 1] = self._session.run(None, {"ids": ids})
        return scores, vectors
