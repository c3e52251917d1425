"""Plots of the evaluation, as SVG to put into a page."""

from collections.abc import Mapping, Sequence
from io import StringIO

import matplotlib
import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure
from sklearn.metrics import confusion_matrix

from training.learning_curve import Curve

FloatMatrix = npt.NDArray[np.float64]
IntVector = npt.NDArray[np.int64]

# The same data give the same file.
matplotlib.rcParams["svg.hashsalt"] = "customer-triage"
# Letters as text, not as outlines.
matplotlib.rcParams["svg.fonttype"] = "none"


def _svg(figure: Figure) -> str:
    out = StringIO()
    figure.savefig(out, format="svg", bbox_inches="tight", metadata={"Date": None})
    whole = " ".join(out.getvalue().split())
    return whole[whole.index("<svg") :] + "\n"


def confusion_plot(truth: IntVector, probabilities: FloatMatrix, classes: Sequence[str], title: str) -> str:
    """Rows: the label; columns: what the model said; shares of the row."""
    counts = confusion_matrix(truth, probabilities.argmax(axis=1), labels=range(len(classes)))
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = Figure(figsize=(5, 4.2))
    axes = figure.subplots()
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(classes)), classes, rotation=30, ha="right")
    axes.set_yticks(range(len(classes)), classes)
    for i, j in np.ndindex(*counts.shape):
        axes.text(j, i, str(counts[i, j]), ha="center", va="center", color="white" if shares[i, j] > 0.5 else "black", fontsize=9)
    axes.set(title=f"{title}: confusion", xlabel="model", ylabel="label")
    return _svg(figure)


def reliability_plot(truth: IntVector, probabilities: FloatMatrix, title: str, bins: int = 10) -> str:
    """Accuracy against confidence: on the diagonal the model means what it says."""
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == truth
    number = np.minimum((confidence * bins).astype(int), bins - 1)
    filled = [b for b in range(bins) if (number == b).sum() >= 5]
    figure = Figure(figsize=(4.2, 4.2))
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], "--", color="gray", linewidth=1)
    axes.plot([confidence[number == b].mean() for b in filled], [correct[number == b].mean() for b in filled], "o-")
    axes.set(title=f"{title}: reliability", xlabel="confidence", ylabel="share correct", xlim=(0, 1), ylim=(0, 1))
    return _svg(figure)


def coverage_plot(truth: IntVector, probabilities: FloatMatrix, title: str) -> str:
    """Accuracy among the messages that the model is surest of, against their share."""
    order = np.argsort(-probabilities.max(axis=1), kind="stable")
    correct = (probabilities.argmax(axis=1) == truth)[order]
    kept = np.arange(1, len(correct) + 1)
    drawn = np.linspace(max(1, len(correct) // 50), len(correct) - 1, min(200, len(correct))).astype(int)
    figure = Figure(figsize=(4.2, 4.2))
    axes = figure.subplots()
    axes.plot((kept / len(kept))[drawn], (correct.cumsum() / kept)[drawn])
    axes.set(title=f"{title}: coverage and precision", xlabel="share of messages, surest first", ylabel="share correct", xlim=(0, 1))
    return _svg(figure)


def learning_plot(curves: Sequence[Curve]) -> str:
    """Kappa against how much was learned from: one plot over messages, one over writers."""
    result = ""
    for curve in curves:
        figure = Figure(figsize=(4.8, 4))
        axes = figure.subplots()
        axes.plot(curve.sizes, curve.archetype, "o-", label="archetype")
        axes.plot(curve.sizes, curve.urgency, "s-", label="urgency")
        axes.set(xlabel=curve.of, ylabel="kappa", ylim=(0, 1), title=f"learning curve over {curve.of}")
        axes.legend()
        result += _svg(figure)
    return result


def experiment_plot(sizes: Sequence[int], curves: Mapping[str, Sequence[float]], title: str) -> str:
    """Kappa of each named curve against how many entries were reviewed."""
    figure = Figure(figsize=(6.4, 4.6))
    axes = figure.subplots()
    for number, (name, kappas) in enumerate(curves.items()):
        axes.plot(sizes, kappas, "o-" if number % 2 else "s--", color=f"C{number // 2}", label=name)
    axes.set(xlabel="entries reviewed", ylabel="kappa", title=title)
    axes.legend(fontsize=7)
    return _svg(figure)
