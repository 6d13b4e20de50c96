"""Collects an ONNX graph node by node."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

TYPES = {
    "float32": TensorProto.FLOAT,
    "float16": TensorProto.FLOAT16,
    "int64": TensorProto.INT64,
    "bool": TensorProto.BOOL,
}


def info(name, dtype, shape):
    return helper.make_tensor_value_info(name, TYPES[dtype], shape)


class Graph:
    """Collects nodes and weights; every operation returns the name of its only result."""

    def __init__(self):
        self.nodes, self.weights, self.count = [], {}, 0

    def weight(self, value):
        self.count += 1
        name = f"w{self.count}"
        self.weights[name] = np.array(value, order="C")
        return name

    def ints(self, *values):
        return self.weight(np.array(values, np.int64))

    def op(self, kind, *inputs, output=None, **attributes):
        self.count += 1
        output = output or f"t{self.count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], name=f"n{self.count}", **attributes))
        return output

    def axis_length(self, tensor, axis):
        """The length of one axis, as a scalar."""
        return self.op("Gather", self.op("Shape", tensor), self.weight(np.int64(axis)), axis=0)

    def save(self, path, inputs, outputs):
        weights = [numpy_helper.from_array(value, name) for name, value in self.weights.items()]
        graph = helper.make_graph(self.nodes, "graph", inputs, outputs, weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, path)


def rms_norm(g, x, weight, epsilon):
    mean = g.op("ReduceMean", g.op("Mul", x, x), axes=[-1], keepdims=1)
    root = g.op("Sqrt", g.op("Add", mean, g.weight(np.float32(epsilon))))
    return g.op("Mul", g.op("Div", x, root), g.weight(weight))


def linear(g, x, weight, bias=None):
    y = g.op("MatMul", x, g.weight(weight.T))
    return y if bias is None else g.op("Add", y, g.weight(bias))


def gated_mlp(g, x, gate, up, down):
    """SiLU(x gate) * (x up), projected down: the feed-forward part of Qwen2, LLaMA, Mistral and LFM2."""
    gate = linear(g, x, gate)
    gate = g.op("Mul", gate, g.op("Sigmoid", gate))
    return linear(g, g.op("Mul", gate, linear(g, x, up)), down)
