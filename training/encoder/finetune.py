"""Fine-tuning of the encoder on labelled messages, both questions at once."""

import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel

from training.encoder.network import Judge
from training.encoder.precision import quick_products

FloatVector = npt.NDArray[np.float64]
FloatMatrix = npt.NDArray[np.float32]
IntVector = npt.NDArray[np.int64]

# Batches are cut from so many times as many shuffled messages, sorted by length: less padding, still mixed.
_SORTED_BATCHES = 16
_WARM_UP = 0.1
_AVERAGED_EVERY = 5
_PADDING = 1


@dataclass(frozen=True)
class Recipe:
    """Passes over the data, messages a step, learning rates of encoder and heads, and what keeps it from learning by heart.

    The weights in the end are their mean over the last share `averaged` of the steps (Izmailov et al. 2018).
    A share `dropped` of a text's tokens is left out each time it is read (Iyyer et al. 2015), so that no word decides alone.
    """

    epochs: float = 3.0
    batch: int = 32
    rate: float = 1e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    dropout: float = 0.1
    smoothing: float = 0.05
    averaged: float = 0.5
    dropped: float = 0.1
    weight_power: float = 0.5
    seed: int = 7


def class_weights(y: IntVector, classes: int, power: float) -> Tensor:
    """n / (k · count) to the power of `power`, shape (classes,)."""
    counts = np.maximum(np.bincount(y, minlength=classes), 1)
    return torch.tensor((len(y) / (classes * counts)) ** power, dtype=torch.float32)


def _rate(step: int, steps: int) -> float:
    """Share of the learning rate: a linear rise, then a linear fall to a twentieth."""
    rise = max(1, round(steps * _WARM_UP))
    return (step + 1) / rise if step < rise else max(0.05, (steps - step) / max(1, steps - rise))


def _batches(lengths: IntVector, size: int, steps: int, seed: int) -> Iterator[IntVector]:
    random = np.random.default_rng(seed)
    done = 0
    while done < steps:
        order = random.permutation(len(lengths))
        found: list[IntVector] = []
        for start in range(0, len(order), size * _SORTED_BATCHES):
            piece = order[start : start + size * _SORTED_BATCHES]
            piece = piece[np.argsort(lengths[piece], kind="stable")]
            found += [piece[i : i + size] for i in range(0, len(piece), size)]
        for number in random.permutation(len(found))[: steps - done]:
            yield found[number]
            done += 1


def _padded(rows: Sequence[list[int]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Token numbers as one matrix (n, longest), and where it holds a token."""
    ids = np.full((len(rows), max(map(len, rows))), _PADDING, dtype=np.int64)
    present = np.zeros(ids.shape, dtype=np.bool_)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = row
        present[number, : len(row)] = True
    return ids, present


def _thinned(row: list[int], kept: FloatVector, dropped: float) -> list[int]:
    """Token numbers without those whose number in `kept` lies below `dropped`; the begin and end marks stay."""
    return [token for place, token in enumerate(row) if kept[place] >= dropped or place in (0, len(row) - 1)]


def finetune(judge: Judge, rows: Sequence[list[int]], archetype: IntVector, urgency: IntVector, weights: FloatVector, recipe: Recipe,
             progress: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True)) -> None:  # fmt: skip
    """Train `judge` in place.

    rows: token numbers of n texts; archetype, urgency: (n,) class numbers; weights: (n,) how much a
    message counts. Multiplies in bf16 where that is faster; the token table stays as it is.
    """
    torch.manual_seed(recipe.seed)
    judge.train()
    body = [p for name, p in judge.named_parameters() if name.startswith("encoder.")]
    heads = [p for name, p in judge.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": body, "peak": recipe.rate}, {"params": heads, "peak": recipe.head_rate}]
    optimiser = torch.optim.AdamW(groups, lr=recipe.rate, weight_decay=recipe.weight_decay, fused=True)
    questions = [
        (torch.from_numpy(y), class_weights(y, head.out_features, recipe.weight_power))
        for y, head in ((archetype, judge.archetype), (urgency, judge.urgency))
    ]
    counts = torch.tensor(weights, dtype=torch.float32)
    steps = max(1, math.ceil(len(rows) / recipe.batch * recipe.epochs))
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    average = AveragedModel(judge)
    random = np.random.default_rng(recipe.seed)
    begun = time.monotonic()
    for step, chosen in enumerate(_batches(lengths, recipe.batch, steps, recipe.seed)):
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * _rate(step, steps)
        ids, present = _padded([_thinned(rows[i], random.random(len(rows[i])), recipe.dropped) for i in chosen])
        with quick_products():
            answers = judge(torch.from_numpy(ids), torch.from_numpy(present))
        loss = torch.zeros(())
        for scores, (truth, class_weight) in zip(answers, questions, strict=True):
            each = functional.cross_entropy(scores.float(), truth[chosen], class_weight, label_smoothing=recipe.smoothing, reduction="none")
            loss = loss + (each * counts[chosen]).mean()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
        optimiser.step()
        if step >= steps * (1 - recipe.averaged) and step % _AVERAGED_EVERY == 0:
            average.update_parameters(judge)
        if (step + 1) % 100 == 0 or step + 1 == steps:
            left = (time.monotonic() - begun) / (step + 1) * (steps - step - 1)
            progress(f"    step {step + 1} of {steps}, loss {loss.item():.2f}, {left / 60:.1f} min left")
    if average.n_averaged > 0:
        judge.load_state_dict(average.module.state_dict())
    judge.eval()


def scores(judge: Judge, rows: Sequence[list[int]], batch: int = 64) -> FloatMatrix:
    """Scores (n, 9) of both heads before softmax, in 32 bits."""
    found = np.zeros((len(rows), judge.archetype.out_features + judge.urgency.out_features), dtype=np.float32)
    order = np.argsort([len(row) for row in rows], kind="stable")
    judge.eval()
    with torch.no_grad():
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            ids, present = _padded([rows[i] for i in chosen])
            with quick_products():
                answers = judge(torch.from_numpy(ids), torch.from_numpy(present))
            found[chosen] = torch.cat([a.float() for a in answers], dim=1).numpy()
    return found
