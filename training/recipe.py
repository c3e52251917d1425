"""The recipe of the shipped model, in one place: features, strengths, seed."""

from typing import Final

from model.heads import TriageModel
from model.ngrams import build_features

SEED: Final = 7


def build_model() -> TriageModel:
    """The unfitted model that `make train` fits on everything and `make eval` on all writers but those left out."""
    return TriageModel(build_features(), seed=SEED)
