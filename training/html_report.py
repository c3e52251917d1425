"""The evaluation as one HTML page: tables, plots and the worst mistakes."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from model.labels import ARCHETYPE_CLASSES, URGENCIES
from model.predictor import Predictor
from training.dataset import Record, targets
from training.learning_curve import learning_curve
from training.metrics import figures
from training.plots import confusion_plot, coverage_plot, learning_plot, reliability_plot

Probabilities = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]

WORST: Final = 50
FEWEST: Final = 20
HEADS: Final = (("archetype", ARCHETYPE_CLASSES), ("urgency", URGENCIES))
_LENGTHS: Final = ((40, "up to 40"), (100, "41–100"), (200, "101–200"), (400, "201–400"), (10**9, "over 400"))
_STYLE: Final = """body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #c8ced6;padding:.25rem .6rem;text-align:right}
td:first-child,th:first-child,td.text{text-align:left}mark{background:#ffe08a}svg{max-width:100%;height:auto}
.plots{display:flex;flex-wrap:wrap;gap:1rem}"""


_HEAD: Final = (
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    f"<title>Evaluation</title><style>{_STYLE}</style>"
)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    def cell(value: object) -> str:
        return f"{value:.3f}" if isinstance(value, float) else escape(str(value))

    lines = ["<tr>" + "".join(f"<th>{escape(name)}</th>" for name in head) + "</tr>"]
    lines += ["<tr>" + "".join(f"<td>{cell(value)}</td>" for value in row) + "</tr>" for row in rows]
    return "<table>" + "".join(lines) + "</table>"


def _length(record: Record) -> str:
    return next(name for limit, name in _LENGTHS if len(record.text) <= limit)


def _by(records: Sequence[Record], found: Probabilities, group: Callable[[Record], str], title: str) -> str:
    """Kappa and macro-F1 of both heads for each group of messages that is not too small to say."""
    truth = targets(records)
    names = np.array([group(record) for record in records])
    rows = []
    for name in sorted(set(names), key=lambda n: -int((names == n).sum())):
        chosen = names == name
        if chosen.sum() < FEWEST:
            continue
        both = [figures(y[chosen], p[chosen]) for y, p in zip(truth, found, strict=True)]
        rows.append([name, int(chosen.sum()), both[0].kappa, both[0].macro_f1, both[1].kappa, both[1].macro_f1])
    return f"<h3>By {title}</h3>" + _table([title, "messages", "archetype κ", "archetype F1", "urgency κ", "urgency F1"], rows)


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    result, at = "", 0
    for start, end in sorted(spans):
        if start >= at:
            result += escape(text[at:start]) + "<mark>" + escape(text[start:end]) + "</mark>"
            at = end
    return result + escape(text[at:])


def _worst(records: Sequence[Record], found: Probabilities, predictor: Predictor) -> str:
    """The mistakes that the model was surest of; the evidence is the shipped model's, which has seen the message since."""
    truth = targets(records)[0]
    probabilities = found[0]
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != truth)
    chosen = wrong[np.argsort(-probabilities[wrong].max(axis=1))][:WORST]
    rows = []
    for number in chosen:
        record = records[number]
        judged = predictor.judge([record.text], explain=True, mails=[record.channel == "email"])[0]
        spans = [(e.start, e.end) for e in judged.evidence if e.head == "archetype"]
        said = ARCHETYPE_CLASSES[int(probabilities[number].argmax())]
        rows.append(f"<tr><td class=text>{_marked(record.text, spans)}</td><td>{record.channel}</td><td>{record.archetype}</td>"
                    f"<td>{said} {probabilities[number].max():.2f}</td></tr>")  # fmt: skip
    return "<table><tr><th>message</th><th>channel</th><th>label</th><th>model</th></tr>" + "".join(rows) + "</table>"


def write_report(
    records: Sequence[Record], found: dict[str, Probabilities], result: dict[str, Any], predictor: Predictor, path: Path
) -> None:
    """Write the report on `found`, the probabilities of each model on writers left out, to `path`."""
    truth = targets(records)
    parts = [f"<h1>Evaluation of {escape(predictor.manifest.version)}</h1>",
             f"<p>{len(records)} messages; each was judged by models that never saw its writer. Written by <code>make eval</code>. "
             "The writers are language models: on real messages expect less.</p>"]  # fmt: skip
    summary = [
        [name, head, *(result[name][head]["all"][k] for k in ("accuracy", "macro_f1", "kappa", "ece"))]
        for name in found
        for head, _ in HEADS
    ]
    parts.append(_table(["model", "head", "accuracy", "macro-F1", "kappa", "ECE"], summary))
    for name, probabilities in found.items():
        shown = result[name]["shown"]
        told = f"Shown at {shown['threshold']}: precision {shown['precision']:.3f}, recall {shown['recall']:.3f}."
        parts.append(f"<h2>{name.capitalize()} model</h2><p>{told}</p>")
        for (head, classes), y, p in zip(HEADS, truth, probabilities, strict=True):
            rows = [[c, result[name][head]["all"]["f1"][i]] for i, c in enumerate(classes)]
            plots = confusion_plot(y, p, classes, head) + reliability_plot(y, p, head) + coverage_plot(y, p, head)
            parts.append(f"<h3>{head.capitalize()}</h3>" + _table(["label", "F1"], rows) + f"<div class=plots>{plots}</div>")
    accurate = found["accurate"]
    parts.append("<h2>Where the accurate model is good and where not</h2>")
    for title, group in (("language", lambda r: r.lang), ("channel", lambda r: r.channel), ("length in characters", _length),
                         ("trade", lambda r: r.domain), ("writers named alike", lambda r: f"{r.writer[:-1]}…"),
                         ("writer", lambda r: r.writer)):  # fmt: skip
        parts.append(_by(records, accurate, group, title))
    parts.append("<h2>Learning curves</h2><p>Of the fast model; one fold of writers is judged, the others are learned from.</p>")
    parts.append(f"<div class=plots>{learning_plot(learning_curve(records))}</div>")
    parts.append(
        f"<h2>The {WORST} surest mistakes</h2><p>Marked: what moved the shipped model most.</p>" + _worst(records, accurate, predictor)
    )
    path.write_text(_HEAD + "\n".join(parts) + "</html>\n", encoding="utf-8")
