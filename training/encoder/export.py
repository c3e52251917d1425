"""The fine-tuned encoder as an ONNX graph of 8-bit products, for one text at a time.

What would be drowned by rounding is kept apart: a product rounds its input to 256 steps between the smallest and the
largest number, and a few channels hold numbers ten times as large as the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from model.encoder import ENCODER_FILE
from training.encoder.graph import CONTRIB, Graph
from training.encoder.network import Judge, Layer
from training.encoder.pretrained import Blocks

# So many channels of the feed-forward part, those with the largest numbers, are multiplied in 32 bits
# (Dettmers et al. 2022, LLM.int8(), which chooses them anew for each input).
APART: Final = 32
# How much of a channel's size goes from the input of the feed-forward part into its weights (Xiao et al. 2023, SmoothQuant).
SMOOTHED: Final = 0.7

FloatMatrix = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Largest:
    """The largest absolute numbers by layer and channel that go into the feed-forward part (layers, width), and
    into its outer product (layers, inner width)."""

    inner: FloatMatrix
    outer: FloatMatrix


def largest(judge: Judge, rows: Sequence[list[int]]) -> Largest:
    """What `judge` computes on texts given as token numbers."""
    layers: list[Any] = list(judge.encoder.layers)
    found = [np.zeros((len(layers), product.in_features), dtype=np.float32) for product in (layers[0].inner, layers[0].outer)]

    def watch(product: nn.Module, seen: FloatMatrix) -> Any:
        def look(_: nn.Module, given: tuple[torch.Tensor]) -> None:
            np.maximum(seen, given[0].abs().amax(dim=(0, 1)).numpy(), out=seen)

        return product.register_forward_pre_hook(look)

    hooks = [watch(layer.inner, found[0][n]) for n, layer in enumerate(layers)]
    hooks += [watch(layer.outer, found[1][n]) for n, layer in enumerate(layers)]
    judge.eval()
    with torch.no_grad():
        for row in rows:
            judge(torch.tensor([row]), torch.ones(1, len(row), dtype=torch.bool))
    for hook in hooks:
        hook.remove()
    return Largest(*found)


def _numbers(part: nn.Linear | nn.LayerNorm) -> tuple[FloatMatrix, FloatMatrix]:
    return part.weight.detach().numpy(), part.bias.detach().numpy()


def _smoothing(seen: FloatMatrix, weight: FloatMatrix) -> FloatMatrix:
    """By what each channel (in,) is divided, and its weights multiplied."""
    factors = np.maximum(seen, 1e-3) ** SMOOTHED / np.maximum(np.abs(weight).max(axis=0), 1e-4) ** (1 - SMOOTHED)
    scaled: FloatMatrix = (factors / np.exp(np.log(factors).mean())).astype(np.float32)
    return scaled


def _feed_forward(graph: Graph, x: str, name: str, layer: Layer, seen: tuple[FloatMatrix, FloatMatrix]) -> str:
    order = np.argsort(seen[1], kind="stable")  # the channels to keep apart come last
    weight, bias = _numbers(layer.inner)
    factors = _smoothing(seen[0], weight)
    smooth = graph.node("Mul", [x, graph.constant(f"{name}.factors", 1 / factors)], f"{name}.smooth")
    inner = graph.node("Gelu", [graph.product(smooth, f"{name}.inner", weight[order] * factors, bias[order])], f"{name}.gelu")
    weight, bias = _numbers(layer.outer)
    most, apart = graph.nodes("Split", [inner, "sizes"], [f"{name}.most", f"{name}.apart"], axis=2)
    rounded = graph.product(most, f"{name}.outer", weight[:, order[:-APART]], bias)
    exact = graph.node("MatMul", [apart, graph.constant(f"{name}.exact", weight[:, order[-APART:]].T)], f"{name}.exactly")
    return graph.node("Add", [rounded, exact], f"{name}.fed")


def _layer(graph: Graph, x: str, name: str, layer: Layer, seen: tuple[FloatMatrix, FloatMatrix]) -> str:
    weights, biases = zip(*(_numbers(part) for part in (layer.query, layer.key, layer.value)), strict=True)
    together = graph.product(x, f"{name}.asked", np.vstack(weights), np.concatenate(biases))
    parts = graph.nodes("Split", [together, "thirds"], [f"{name}.{part}" for part in ("query", "key", "value")], axis=2)
    mixed = graph.node("MultiHeadAttention", parts, f"{name}.mixed", CONTRIB, num_heads=layer.heads)
    attended = graph.product(mixed, f"{name}.attended", *_numbers(layer.attended))
    x = graph.node("Add", [attended, x], f"{name}.with_attended")
    x = graph.normed(x, f"{name}.attention_norm", *_numbers(layer.attention_norm), layer.attention_norm.eps)
    x = graph.node("Add", [_feed_forward(graph, x, name, layer, seen), x], f"{name}.with_fed")
    return graph.normed(x, f"{name}.output_norm", *_numbers(layer.output_norm), layer.output_norm.eps)


def export_encoder(judge: Judge, table: Blocks, rows: Sequence[list[int]], folder: Path) -> None:
    """Write `judge` to `folder`: input `ids` (1, t), outputs `scores` (1, 9) and `vectors` (1, width).

    table: the token table; rows: token numbers of texts that show which channels hold large numbers.
    """
    seen = largest(judge, rows)
    graph, encoder = Graph(), judge.encoder
    layers: list[Any] = list(encoder.layers)
    width, inner = layers[0].inner.in_features, layers[0].inner.out_features
    graph.constant("thirds", np.array([width] * 3))
    graph.constant("sizes", np.array([inner - APART, APART]))
    embedded = graph.looked_up(table, "ids", "embedded")
    first = [graph.constant(name, np.array([0])) for name in ("begin", "axis")]
    length = graph.node("Shape", ["ids"], "length", start=1, end=2)
    places = graph.constant("positions", encoder.positions.detach().numpy())
    place = graph.node("Slice", [places, first[0], length, first[1]], "places")
    x = graph.normed(graph.node("Add", [embedded, place], "placed"), "norm", *_numbers(encoder.norm), encoder.norm.eps)
    for number, layer in enumerate(layers):
        x = _layer(graph, x, f"layer{number}", layer, (seen.inner[number], seen.outer[number]))
    vectors = graph.node("ReduceMean", [x, graph.constant("tokens", np.array([1]))], "vectors", keepdims=0)
    weights, biases = zip(*(_numbers(head) for head in (judge.archetype, judge.urgency)), strict=True)
    heads = [graph.constant("heads.weight", np.vstack(weights)), graph.constant("heads.bias", np.concatenate(biases))]
    graph.node("Gemm", [vectors, *heads], "scores", transB=1)
    graph.save(folder / ENCODER_FILE, {"ids": [1, "t"]}, {"scores": [1, sum(map(len, biases))], "vectors": [1, width]})
