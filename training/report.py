"""Figures as Markdown tables, for the terminal and the model card."""

from collections.abc import Iterable, Sequence
from typing import Any

from model.labels import ARCHETYPE_CLASSES, URGENCIES

CLASSES = {"archetype": ARCHETYPE_CLASSES, "urgency": URGENCIES}


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines.extend(f"| {' | '.join(_cell(value) for value in row)} |" for row in rows)
    return "\n".join(lines)


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def render(result: dict[str, Any]) -> str:
    """The result of `training.evaluate.evaluate` as Markdown."""
    parts = []
    for head, classes in CLASSES.items():
        if head not in result:
            continue
        figures = result[head]
        names = [name for name in figures if name != "coverage"]
        rows = [[n, *(figures[n][k] for k in ("n", "accuracy", "macro_f1", "kappa", "ece"))] for n in names]
        parts.append(f"## {head}\n\n" + table(["messages", "n", "accuracy", "macro-F1", "kappa", "ECE"], rows))
        whole = figures["all"]
        parts.append("Rows: the label; columns: what the model said.\n\n" + table(
            ["", *classes, "F1"], [[name, *whole["confusion"][i], whole["f1"][i]] for i, name in enumerate(classes)]))  # fmt: skip
        parts.append(table(["confidence at least", "share of messages", "accuracy among them"], figures["coverage"]))
    if shown := result.get("shown"):
        parts.append(
            f"## shown\n\nAt the threshold {shown['threshold']}: precision {shown['precision']:.3f}, recall {shown['recall']:.3f}."
        )
    return "\n\n".join(parts)
