"""The fine-tuned encoder as an ONNX graph of 8-bit weights, beside its tokenizer."""

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from model.encoder import ENCODER_FILE
from training.encoder.network import Judge
from training.encoder.pretrained import BLOCK, Blocks

# The inner values of these layers hold outliers; in 8 bits they would drown the rest.
EXACT_LAYERS: Final = (0, 4, 5)
OPSET: Final = 18


class _Embedded(nn.Module):
    """The judge from the embedded tokens on: the table is added to the graph afterwards, in the 4 bits that it came in."""

    def __init__(self, judge: Judge) -> None:
        super().__init__()
        self.judge = judge

    def forward(self, embedded: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        vector = self.judge.encoder.encode(embedded, present)
        return torch.cat([self.judge.archetype(vector), self.judge.urgency(vector)], dim=1), vector


def _with_table(model: onnx.ModelProto, table: Blocks) -> None:
    """Put the look-up of token numbers in front of the graph: `ids` → `embedded`, from a table of 4-bit blocks."""
    # Q4_0 holds weight j and j + 16 of a block in one byte, ONNX neighbours.
    low, high = table.nibbles & 15, table.nibbles >> 4
    values = np.concatenate([low, high], axis=-1).reshape(len(table.nibbles), -1)
    packed = (values[:, ::2] | (values[:, 1::2] << 4)).astype(np.uint8)
    data = helper.make_tensor("table", TensorProto.UINT8, packed.shape, packed.tobytes(), raw=True)
    graph = model.graph
    graph.initializer.extend([data, numpy_helper.from_array(table.scales.astype(np.float32), "table_scales")])
    graph.node.insert(0, helper.make_node(
        "GatherBlockQuantized", ["table", "ids", "table_scales"], ["embedded"], name="look_up", domain="com.microsoft",
        gather_axis=0, quantize_axis=1, block_size=BLOCK, bits=4))  # fmt: skip
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n", "t"]), *(i for i in graph.input if i.name != "embedded")]
    del graph.input[:]
    graph.input.extend(inputs)
    if not any(o.domain == "com.microsoft" for o in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))


def _exact_nodes(model: onnx.ModelProto) -> list[str]:
    """Names of the products that stay in 32 bits: the outer one of the feed-forward part of `EXACT_LAYERS`."""
    wide = {i.name for i in model.graph.initializer if i.dims and len(i.dims) == 2 and i.dims[0] == 4 * i.dims[1]}
    outer = [node.name for node in model.graph.node if node.op_type == "MatMul" and node.input[1] in wide]
    return [outer[layer] for layer in EXACT_LAYERS]


def export_encoder(judge: Judge, table: Blocks, folder: Path) -> None:
    """Write `judge` to `folder`: inputs `ids` (n, t) and `present` (n, t), outputs `scores` (n, 9) and `vectors` (n, width)."""
    judge.eval()
    example = torch.zeros(2, 7, table.scales.shape[1] * BLOCK), torch.ones(2, 7, dtype=torch.bool)
    with TemporaryDirectory() as scratch:
        raw, small = Path(scratch) / "raw.onnx", Path(scratch) / "small.onnx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            torch.onnx.export(
                _Embedded(judge), example, str(raw), input_names=["embedded", "present"], output_names=["scores", "vectors"],
                dynamic_axes={"embedded": {0: "n", 1: "t"}, "present": {0: "n", 1: "t"}, "scores": {0: "n"}, "vectors": {0: "n"}},
                opset_version=OPSET, dynamo=False,
            )  # fmt: skip
        quantize_dynamic(
            raw, small, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=_exact_nodes(onnx.load(raw)),
            op_types_to_quantize=["MatMul"],
        )  # fmt: skip
        model = onnx.load(small)
        _with_table(model, table)
        onnx.save(model, folder / ENCODER_FILE)
