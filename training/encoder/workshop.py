"""What fine-tuning needs, read once: pretrained weights, the tokens kept, the tokenizer."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch

from model.encoder import TextTokenizer
from training.encoder.export import APART, SMOOTHED, export_encoder
from training.encoder.finetune import FloatMatrix, IntVector, Recipe, finetune, scores
from training.encoder.network import Judge, pretrained_encoder
from training.encoder.pretrained import pretrained_file, read_pretrained
from training.encoder.vocabulary import build_tokenizer, needed_tokens

# Texts that show the export how large the encoder's inner numbers are.
MEASURED: Final = 400


def made_by(recipe: Recipe) -> object:
    """All that an encoder depends on beside the data."""
    return recipe, APART, SMOOTHED, MEASURED


class Workshop:
    """Makes encoders fine-tuned on labelled texts. Raises PretrainedError when the weights are not installed."""

    def __init__(self, texts: Sequence[str], recipe: Recipe) -> None:
        self._pretrained = read_pretrained(pretrained_file())
        self._kept = needed_tokens(self._pretrained, texts)
        self.tokenizer = TextTokenizer(build_tokenizer(self._pretrained, self._kept), self._pretrained.characters)
        self._recipe = recipe
        self._texts = texts

    def seen(self, texts: Sequence[str]) -> str:
        """Stands for what fine-tuning on `texts` sees: the pretrained weights, and the texts as token numbers."""
        digest = hashlib.sha256(pretrained_file().read_bytes())
        for text in texts:
            digest.update(repr(self.tokenizer.numbers(text)).encode())
        return digest.hexdigest()

    def judge(self, texts: Sequence[str], archetype: IntVector, urgency: IntVector, weights: npt.NDArray[np.float64]) -> Judge:
        """An encoder with heads, fine-tuned on n texts with (n,) class numbers, each counting as (n,) `weights` say."""
        judge = self._unfitted()
        finetune(judge, [self.tokenizer.numbers(text) for text in texts], archetype, urgency, weights, self._recipe)
        return judge

    def kept(self, path: Path) -> Judge:
        """One fine-tuned earlier, from the file of its weights."""
        judge = self._unfitted()
        judge.load_state_dict(torch.load(path, weights_only=True))
        return judge

    def _unfitted(self) -> Judge:
        torch.manual_seed(self._recipe.seed)  # a resumed training begins its heads as an uninterrupted one does
        encoder = pretrained_encoder(self._pretrained, self._kept, self._recipe.dropout)
        return Judge(encoder, self._pretrained.shape.width, self._recipe.dropout)

    def scores(self, judge: Judge, texts: Sequence[str]) -> FloatMatrix:
        """Scores (n, 9) of the fine-tuned judge."""
        return scores(judge, [self.tokenizer.numbers(text) for text in texts])

    def export(self, judge: Judge, folder: Path) -> None:
        """Write encoder and tokenizer into `folder` as `model.encoder` reads them."""
        folder.mkdir(parents=True, exist_ok=True)
        shown = [self.tokenizer.numbers(text) for text in self._texts[:: max(1, len(self._texts) // MEASURED)]]
        export_encoder(judge, self._pretrained.matrices["emb.word"].rows(self._kept), shown, folder)
        self.tokenizer.save(folder)
