"""An ONNX graph put together node by node, with the operations that onnxruntime has for 8-bit products on processors."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.encoder.pretrained import BLOCK, Blocks

FloatMatrix = npt.NDArray[np.float32]
FloatVector = npt.NDArray[np.float32]

OPSET: Final = 20
# onnxruntime's operations beyond the standard ones (its contrib operators).
CONTRIB: Final = "com.microsoft"


def in_8_bits(weight: FloatMatrix) -> tuple[npt.NDArray[np.int8], FloatVector]:
    """A weight (out, in) as whole numbers (in, out) and a scale (out,) each: the largest of an output's weights becomes 127."""
    largest = np.abs(weight).max(axis=1)
    scales = np.where(largest == 0, 1, largest / 127).astype(np.float32)
    return np.ascontiguousarray(np.rint(weight / scales[:, None]).astype(np.int8).T), scales


class Graph:
    """Nodes and constants of one graph. What adds a node returns the names of its outputs."""

    def __init__(self) -> None:
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def constant(self, name: str, values: npt.NDArray[Any]) -> str:
        """Add a constant."""
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def nodes(self, kind: str, inputs: Sequence[str], outputs: Sequence[str], domain: str = "", **attributes: Any) -> list[str]:
        """Add a node with named outputs."""
        self._nodes.append(helper.make_node(kind, inputs, outputs, name=outputs[0], domain=domain, **attributes))
        return list(outputs)

    def node(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        """Add a node with one output."""
        return self.nodes(kind, inputs, [output], domain, **attributes)[0]

    def looked_up(self, table: Blocks, ids: str, output: str) -> str:
        """Rows of a table that stays in its 4-bit blocks."""
        # Q4_0 holds weight j and j + 16 of a block in one byte, ONNX neighbours.
        low, high = table.nibbles & 15, table.nibbles >> 4
        values = np.concatenate([low, high], axis=-1).reshape(len(table.nibbles), -1)
        packed = self.constant(f"{output}.table", (values[:, ::2] | (values[:, 1::2] << 4)).astype(np.uint8))
        scales = self.constant(f"{output}.scales", table.scales.astype(np.float32))
        return self.node("GatherBlockQuantized", [packed, ids, scales], output, CONTRIB,
                         gather_axis=0, quantize_axis=1, block_size=BLOCK, bits=4)  # fmt: skip

    def normed(self, x: str, name: str, weight: FloatVector, bias: FloatVector, epsilon: float) -> str:
        """Layer norm over the last axis."""
        constants = [self.constant(f"{name}.weight", weight), self.constant(f"{name}.bias", bias)]
        return self.node("LayerNormalization", [x, *constants], name, axis=-1, epsilon=epsilon)

    def product(self, x: str, name: str, weight: FloatMatrix, bias: FloatVector) -> str:
        """x · weightᵀ + bias with weight (out, in) in 8 bits; x is rounded to 8 bits as a whole when it is known."""
        whole, scales = in_8_bits(weight)
        constants = [
            self.constant(f"{name}.weight", whole),
            self.constant(f"{name}.scales", scales),
            self.constant(f"{name}.zeros", np.zeros(len(scales), dtype=np.int8)),
            self.constant(f"{name}.bias", bias),
        ]
        return self.node("DynamicQuantizeMatMul", [x, *constants], name, CONTRIB)

    def save(self, path: Path, inputs: dict[str, Sequence[int | str]], outputs: dict[str, Sequence[int | str]]) -> None:
        """Write the graph. `inputs`: names and shapes of whole numbers, `outputs`: of floats."""
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name, shape in inputs.items()],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
            self._constants,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
        onnx.checker.check_model(model)
        onnx.save(model, path)
