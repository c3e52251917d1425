"""What corrections give in a trade that the model does not know: `python -m training.learning_experiment --trade telecom`.

Encoder and heads are trained without the trade. Of its writers some are this company's customers so far: their messages
are reviewed (the labels of the data are the trainer's), at random or least certain first, and learned from as `training.learn`
does it: fast model and heads anew, the encoder kept. The messages of the trade's other writers are then judged.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from joblib import Parallel, delayed
from sklearn.metrics import cohen_kappa_score
from sklearn.model_selection import GroupShuffleSplit
from threadpoolctl import threadpool_limits

from model.artifact import ENCODER_FILES
from model.encoder import Encoder
from model.shipped import SHIPPED
from model.stacked import said_of
from training.crossvalidate import FloatMatrix, IntVector, Probabilities
from training.dataset import LABELLED, data_sha256, read_labelled, targets
from training.encoder.finetune import Recipe
from training.encoder.kept import export_final
from training.encoder.workshop import Workshop
from training.left_out import labelled_part, read_left_out
from training.plots import experiment_plot
from training.recipe import HEAD_WEIGHTS, REVIEW_WEIGHT, SEED, build_fast, build_heads
from training.reviewed import counts
from training.train import CACHE

SIZES: Final = (0, 50, 100, 200)
CHOICES: Final = ("at random", "least certain first")
# Of the trade's writers so many are reviewed, the rest judged; drawn so many times.
_REVIEWED: Final = 0.6
_DRAWS: Final = 4


@dataclass(frozen=True)
class World:
    """n messages with labels, writers and the encoder's scores (n, 9) by encoders that had not seen the message.

    `known` are the rows of other trades, `trade` those of the one left out; `fast` what the fast model says of a row
    whose writer (or trade) it had not seen.
    """

    texts: list[str]
    labels: tuple[IntVector, IntVector]
    writers: list[str]
    known: IntVector
    trade: IntVector
    scores: FloatMatrix
    fast: Probabilities


@dataclass(frozen=True)
class Point:
    """Kappa of one model's head after so many reviews, chosen so, in one draw."""

    choice: str
    reviews: int
    draw: int
    model: str
    head: str
    kappa: float


def build_world(trade: str) -> World:
    """Train the encoder without `trade`, and the fast model that judges its messages until something is reviewed.

    Raises DatasetError without the shipped predictions on writers left out, PretrainedError without the encoder's weights.
    """
    records = read_labelled()
    left = read_left_out(SHIPPED, records, data_sha256(LABELLED))
    archetype, urgency = targets(records)
    writers, texts = [r.writer for r in records], [r.words for r in records]
    of_trade = np.array([r.domain == trade for r in records])
    known, rows = np.flatnonzero(~of_trade), np.flatnonzero(of_trade)
    folder = CACHE / f"without-{trade}"
    if not all((folder / name).is_file() for name in ENCODER_FILES):
        rest = [records[i] for i in known]
        export_final(rest, Workshop([r.words for r in rest], Recipe()), Recipe(), CACHE, folder)
    of_its_texts = [texts[i] for i in rows]
    scores = left.encoder.copy()
    scores[rows] = Encoder(folder).encode(of_its_texts)[0]
    print("fast model without the trade", file=sys.stderr)
    model = build_fast().fit([texts[i] for i in known], archetype[known], urgency[known], [writers[i] for i in known])
    fast = labelled_part(left.fast, len(records))
    for kept, live in zip(fast, model.predict_proba(of_its_texts), strict=True):
        kept[rows] = live
    return World(texts, (archetype, urgency), writers, known, rows, scores, fast)


def _said(world: World, rows: IntVector, fast: Probabilities) -> FloatMatrix:
    return said_of([world.texts[i] for i in rows], world.scores[rows], *fast)


def judged_after(world: World, reviewed: IntVector, rest: IntVector) -> dict[str, Probabilities]:
    """What both models say of `rest` after learning from `reviewed`."""
    learned = np.concatenate([world.known, reviewed])
    weights = counts(len(world.known), len(reviewed), REVIEW_WEIGHT)
    writers, (archetype, urgency) = [world.writers[i] for i in learned], world.labels
    with threadpool_limits(1):
        model = build_fast().fit([world.texts[i] for i in learned], archetype[learned], urgency[learned], writers, weights)
        fast = model.predict_proba([world.texts[i] for i in rest])
        before = world.fast[0][learned], world.fast[1][learned]
        in_heads = weights * np.array([HEAD_WEIGHTS.get(writer, 1.0) for writer in writers])
        heads = build_heads().fit(_said(world, learned, before), archetype[learned], urgency[learned], writers, in_heads)
        return {"accurate": heads.predict_proba(_said(world, rest, fast)), "fast": fast}


def _chosen(before: Probabilities, pool: IntVector, choice: str, reviews: int, draw: int) -> IntVector:
    """Places in the trade of what is reviewed, out of `pool`.

    before: what the accurate model says of the trade without a review; its certainty is the lower one of the two heads', as in the queue.
    """
    if choice == CHOICES[0]:
        return np.random.default_rng(draw).permutation(pool)[:reviews]
    certainty = np.minimum(before[0].max(axis=1), before[1].max(axis=1))
    return pool[np.argsort(certainty[pool], kind="stable")[:reviews]]


def points(world: World, before: dict[str, Probabilities], choice: str, reviews: int, draw: int) -> list[Point]:
    """One draw of the trade's writers, one choice, one number of reviews; `before` is what the models say of the trade without any."""
    splitter = GroupShuffleSplit(n_splits=1, train_size=_REVIEWED, random_state=SEED + draw)
    pool, rest = next(splitter.split(world.trade, groups=[world.writers[i] for i in world.trade]))
    if reviews:
        chosen = _chosen(before["accurate"], pool, choice, reviews, draw)
        found = judged_after(world, world.trade[chosen], world.trade[rest])
    else:
        found = {model: (said[0][rest], said[1][rest]) for model, said in before.items()}
    truth = [labels[world.trade[rest]] for labels in world.labels]
    return [
        Point(choice, reviews, draw, model, head, float(cohen_kappa_score(truth[number], said[number].argmax(axis=1))))
        for model, said in found.items()
        for number, head in enumerate(("archetype", "urgency"))
    ]


def table(found: Sequence[Point]) -> str:
    """Markdown: mean kappa over the draws, and how much it rose against no reviews in the same draw (mean, least, most)."""
    lines = ["| model, question | reviewed | " + " | ".join(CHOICES) + " |", "|---|---|---|---|"]
    for model, head in (("accurate", "archetype"), ("accurate", "urgency"), ("fast", "archetype"), ("fast", "urgency")):
        here = {(p.choice, p.reviews, p.draw): p.kappa for p in found if (p.model, p.head) == (model, head)}
        for reviews in SIZES:
            cells = []
            for choice in CHOICES:
                kappas = np.array([here[choice, reviews, draw] for draw in range(_DRAWS)])
                rise = kappas - np.array([here[choice, 0, draw] for draw in range(_DRAWS)])
                more = f" ({rise.mean():+.3f}: {rise.min():+.3f} … {rise.max():+.3f})" if reviews else ""
                cells.append(f"{kappas.mean():.3f}{more}")
            lines.append(f"| {model}, {head} | {reviews} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.learning_experiment", description=__doc__)
    parser.add_argument("--trade", default="telecom", help="`domain` of the messages left out")
    parser.add_argument("--plot", type=Path, default=Path("docs/learning-curve.svg"), help="file for the curves")
    options = parser.parse_args()
    world = build_world(options.trade)
    before = judged_after(world, world.trade[:0], world.trade)
    tasks = [(choice, reviews, draw) for choice in CHOICES for reviews in SIZES for draw in range(_DRAWS)]
    found = [point for part in Parallel(n_jobs=-1, verbose=5)(delayed(points)(world, before, *task) for task in tasks) for point in part]
    print(f"{len(world.trade)} messages of {options.trade}, {len({world.writers[i] for i in world.trade})} writers")
    print(table(found))
    curves = {
        f"{model}, {head}, {choice}": [
            float(np.mean([p.kappa for p in found if (p.model, p.head, p.choice, p.reviews) == (model, head, choice, size)]))
            for size in SIZES
        ]
        for model in ("accurate", "fast")
        for head in ("archetype", "urgency")
        for choice in CHOICES
    }
    options.plot.write_text(experiment_plot(SIZES, curves, f"{options.trade}: kappa after reviews"), encoding="utf-8")


if __name__ == "__main__":
    main()
