"""A thin builder of ONNX graphs: operators by name, results as names."""

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

opset = 17


class Graph:
    """With `half`, large weights are stored in half precision; a runtime widens them once, when it opens the graph, and computes as ever."""

    def __init__(self, name: str, half: bool = False):
        self.name = name
        self.half = half
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.inputs: list[onnx.ValueInfoProto] = []
        self.outputs: list[onnx.ValueInfoProto] = []
        self._count = 0

    def input(self, name: str, kind: type, shape: list) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, _type_of(kind), shape))
        return name

    def output(self, value: str, name: str, kind: type, shape: list) -> None:
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        self.outputs.append(helper.make_tensor_value_info(name, _type_of(kind), shape))

    def weight(self, name: str, values: numpy.ndarray) -> str:
        values = numpy.ascontiguousarray(values)
        if not self.half or values.dtype != numpy.float32 or values.size < 1024:
            self.constants[name] = numpy_helper.from_array(values, name)
            return name
        stored = f"{name}.half"
        if stored not in self.constants:
            self.constants[stored] = numpy_helper.from_array(values.astype(numpy.float16), stored)
            self.nodes.append(helper.make_node("Cast", [stored], [name], to=TensorProto.FLOAT))
        return name

    def integers(self, *values: int) -> str:
        """A list of 64-bit integers; equal ones are stored once."""
        return self.weight("integers_" + "_".join(map(str, values)).replace("-", "m"), numpy.array(values, numpy.int64))

    def number(self, value: float) -> str:
        return self.weight(f"number_{value}", numpy.array(value, numpy.float32))

    def add(self, operator: str, *inputs: str, outputs: int = 1, **attributes: object):
        """Adds a node and returns the name of its result, or a list of names."""
        self._count += 1
        names = [f"{operator.lower()}_{self._count}" + (f"_{number}" if outputs > 1 else "") for number in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, **attributes))
        return names if outputs > 1 else names[0]

    def linear(self, name: str, value: str, weight: numpy.ndarray, bias: numpy.ndarray | None = None) -> str:
        """Weight as PyTorch keeps it, [out, in]."""
        product = self.add("MatMul", value, self.weight(f"{name}.weight", weight.T))
        return product if bias is None else self.add("Add", product, self.weight(f"{name}.bias", bias))

    def gelu(self, value: str) -> str:
        spread = self.add("Erf", self.add("Mul", value, self.number(0.5**0.5)))
        return self.add("Mul", self.add("Mul", value, self.number(0.5)), self.add("Add", spread, self.number(1.0)))

    def build(self) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, list(self.constants.values()))
        model = helper.make_model(graph, producer_name="slowfast", opset_imports=[helper.make_opsetid("", opset)])
        model.ir_version = 8
        onnx.checker.check_model(model, full_check=True)
        return model


def _type_of(kind: type) -> int:
    return {numpy.float32: TensorProto.FLOAT, numpy.int64: TensorProto.INT64}[kind]
