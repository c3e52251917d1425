"""Figures of the journal: what was said over time, how trainers agree with it, and how far today is from the training data."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, func, select

from model.labels import ARCHETYPE_CLASSES, URGENCIES
from service.journal.filters import Filters, conditions
from service.journal.tables import classifications, reviews

Bucket = Literal["hour", "day", "month"]
Head = Literal["archetype", "urgency"]
LABELS: Final[dict[Head, Sequence[str]]] = {"archetype": ARCHETYPE_CLASSES, "urgency": URGENCIES}
BINS: Final = 10
# A label that never occurs counts as this share, so that the index stays finite.
_LEAST_SHARE: Final = 0.001
_FORMATS: Final[dict[Bucket, tuple[str, str]]] = {
    "hour": ("%Y-%m-%dT%H:00Z", 'YYYY-MM-DD"T"HH24:00"Z"'),
    "day": ("%Y-%m-%d", "YYYY-MM-DD"),
    "month": ("%Y-%m", "YYYY-MM"),
}
_COLUMNS: Final = classifications.c


def _start(connection: Connection, bucket: Bucket) -> ColumnElement[str]:
    sqlite, postgresql = _FORMATS[bucket]
    if connection.dialect.name == "sqlite":
        return func.strftime(sqlite, _COLUMNS.received_at)
    return func.to_char(_COLUMNS.received_at, postgresql)


def _series(connection: Connection, filters: Filters, bucket: Bucket) -> list[dict[str, Any]]:
    """Counts by label and channel for each stretch of time, the earliest first."""
    start = _start(connection, bucket).label("start")
    names = ("archetype", "urgency", "channel")
    columns = [_COLUMNS[name] for name in names]
    query = select(start, *columns, func.count()).where(*conditions(filters)).group_by(start, *columns).order_by(start)
    found: dict[str, dict[str, Counter[str]]] = {}
    for at, *labels, count in connection.execute(query):
        counters = found.setdefault(at, {name: Counter() for name in names})
        for name, label in zip(names, labels, strict=True):
            counters[name][label or "unknown"] += count
    return [{"start": at, "total": sum(counters["urgency"].values()), **counters} for at, counters in found.items()]


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two labellings; None without pairs, or when both always say the same one label."""
    if not pairs:
        return None
    agreed = sum(one == other for one, other in pairs) / len(pairs)
    one_says, other_says = (Counter(side) for side in zip(*pairs, strict=True))
    chance = sum(one_says[label] * other_says[label] for label in one_says) / len(pairs) ** 2
    return None if chance == 1 else (agreed - chance) / (1 - chance)


def _reviewed(connection: Connection, filters: Filters, head: Head) -> dict[str, Any]:
    """Agreement, confusion and calibration of one head on reviewed entries."""
    query = select(_COLUMNS[head], _COLUMNS[f"{head}_probabilities"], _COLUMNS[f"reviewed_{head}"]).where(
        *conditions(filters), _COLUMNS.review_version > 0
    )
    rows = connection.execute(query).all()
    pairs = [(said, corrected) for said, _, corrected in rows]
    confusion = Counter(pairs)
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for said, probabilities, corrected in rows:
        confidence = probabilities[said]
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, said == corrected))
    return {
        "reviewed": len(rows),
        "agreed": sum(one == other for one, other in pairs),
        "kappa": kappa(pairs),
        "confusion": [{"model": said, "trainer": corrected, "count": confusion[said, corrected]}
                      for said in LABELS[head] for corrected in LABELS[head] if confusion[said, corrected]],
        "calibration": [{"from": number / BINS, "to": (number + 1) / BINS, "count": len(inside),
                         "confidence": sum(c for c, _ in inside) / len(inside), "agreed": sum(right for _, right in inside) / len(inside)}
                        for number, inside in enumerate(bins) if inside],
    }  # fmt: skip


def _trainers(connection: Connection, filters: Filters) -> list[dict[str, Any]]:
    """How often each trainer, in the review in force, agrees with the model."""
    latest = (reviews.c.classification_id == _COLUMNS.id) & (reviews.c.version == _COLUMNS.review_version)
    query = (
        select(reviews.c.reviewer, reviews.c.archetype == _COLUMNS.archetype, reviews.c.urgency == _COLUMNS.urgency, func.count())
        .join(classifications, latest)
        .where(*conditions(filters))
        .group_by(reviews.c.reviewer, reviews.c.archetype == _COLUMNS.archetype, reviews.c.urgency == _COLUMNS.urgency)
    )
    found: dict[str, Counter[str]] = {}
    for reviewer, archetype, urgency, count in connection.execute(query):
        said = found.setdefault(reviewer, Counter())
        said["reviewed"] += count
        said["archetype_agreed"] += count if archetype else 0
        said["urgency_agreed"] += count if urgency else 0
    return [{"reviewer": name, "archetype_agreed": 0, "urgency_agreed": 0, **found[name]} for name in sorted(found)]


def _stability(expected: Mapping[str, float], found: Mapping[str, float]) -> float:
    """Population stability index over labels: below 0.1 steady, above 0.25 another population (Siddiqi 2006)."""
    pairs = ((max(expected[label], _LEAST_SHARE), max(found[label], _LEAST_SHARE)) for label in expected)
    return sum((now - then) * math.log(now / then) for then, now in pairs)


def _drift(connection: Connection, filters: Filters, head: Head, reference: Mapping[str, Any]) -> dict[str, Any] | None:
    """Shares of labels and mean confidence now, and what the model said of the training data with their writers left out."""
    query = (
        select(_COLUMNS[head], func.count(), func.avg(_COLUMNS[f"{head}_confidence"])).where(*conditions(filters)).group_by(_COLUMNS[head])
    )
    rows = connection.execute(query).all()
    total = sum(count for _, count, _ in rows)
    if not total:
        return None
    said = {label: sum(row[number] for row in reference["confusion"]) for number, label in enumerate(LABELS[head])}
    then = {label: count / sum(said.values()) for label, count in said.items()}
    now = {label: sum(count for found, count, _ in rows if found == label) / total for label in LABELS[head]}
    return {
        "labels": [{"label": label, "training": then[label], "now": now[label]} for label in LABELS[head]],
        "stability_index": _stability(then, now),
        "confidence": {"training": reference.get("confidence"), "now": sum(count * mean for _, count, mean in rows) / total},
    }


def statistics(connection: Connection, filters: Filters, bucket: Bucket, reference: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that `/v1/stats` tells. `reference`: the figures of the loaded model on writers left out, by head."""
    wanted = conditions(filters)
    review = _COLUMNS.needs_review
    total, unsure, reviewed = connection.execute(
        select(func.count(), func.count().filter(review), func.count().filter(_COLUMNS.review_version > 0)).where(*wanted)
    ).one()
    return {
        "total": total,
        "needs_review": unsure,
        "reviewed": reviewed,
        "series": _series(connection, filters, bucket),
        "agreement": {head: _reviewed(connection, filters, head) for head in LABELS},
        "trainers": _trainers(connection, filters),
        "drift": {head: _drift(connection, filters, head, reference[head]["all"]) for head in LABELS},
    }
