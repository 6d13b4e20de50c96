"""The trained model as three ONNX graphs, in the layout that transformers.js reads; weights in half precision if wanted."""

import numpy
import onnx
from torch import Tensor

from model import Sizes
from onnx_graph import Graph

State = dict[str, numpy.ndarray]


def as_arrays(state: dict[str, Tensor]) -> State:
    return {name: tensor.float().numpy() for name, tensor in state.items()}


def vision_encoder(sizes: Sizes, tower: State, reader: State, half: bool) -> onnx.ModelProto:
    """`pixel_values` [batch, 3, size, size] to `image_features` [batch, patches, width], projected."""
    graph = Graph("vision_encoder", half)
    width, heads = sizes.tower_width, sizes.tower_heads
    head_size = width // heads

    def norm(name: str, value: str) -> str:
        weights = [graph.weight(f"{name}.{part}", tower[f"{name}.{part}"]) for part in ("weight", "bias")]
        return graph.add("LayerNormalization", value, *weights, axis=-1, epsilon=sizes.epsilon)

    def linear(name: str, value: str, state: State = tower) -> str:
        return graph.linear(name, value, state[f"{name}.weight"], state[f"{name}.bias"])

    hidden = graph.input("pixel_values", numpy.float32, ["batch", 3, sizes.image_size, sizes.image_size])
    last = sizes.patch_size // 4
    for number, (kernel, stride) in enumerate(((3, 2), (3, 2), (last + 2, last))):
        weights = [graph.weight(f"stem.{number}.{part}", tower[f"stem.{number}.{part}"]) for part in ("weight", "bias")]
        hidden = graph.add("Conv", hidden, *weights, kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[1] * 4)
        if number < 2:
            hidden = graph.gelu(hidden)
    hidden = graph.add("Reshape", hidden, graph.integers(0, width, sizes.patches))
    hidden = graph.add("Add", graph.add("Transpose", hidden, perm=[0, 2, 1]), graph.weight("place", tower["place"]))

    for layer in range(sizes.tower_layers):
        name = f"layers.{layer}"
        mixed = linear(f"{name}.attention_in", norm(f"{name}.attention_norm", hidden))
        parts = graph.add("Split", mixed, outputs=3, axis=-1)
        query, key, value = (graph.add("Reshape", part, graph.integers(0, 0, heads, head_size)) for part in parts)
        query = graph.add("Mul", graph.add("Transpose", query, perm=[0, 2, 1, 3]), graph.number(head_size**-0.5))
        scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 2, 3, 1]))
        attended = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), graph.add("Transpose", value, perm=[0, 2, 1, 3]))
        attended = graph.add("Reshape", graph.add("Transpose", attended, perm=[0, 2, 1, 3]), graph.integers(0, 0, width))
        hidden = graph.add("Add", hidden, linear(f"{name}.attention_out", attended))
        inner = graph.gelu(linear(f"{name}.inner_in", norm(f"{name}.inner_norm", hidden)))
        hidden = graph.add("Add", hidden, linear(f"{name}.inner_out", inner))
    hidden = norm("norm", hidden)
    hidden = linear("projector.second", graph.gelu(linear("projector.first", hidden, reader)), reader)
    graph.output(hidden, "image_features", numpy.float32, ["batch", sizes.patches, sizes.width])
    return graph.build()


def embed_tokens(sizes: Sizes, reader: State, half: bool) -> onnx.ModelProto:
    """`input_ids` [batch, count] to `inputs_embeds` [batch, count, width]."""
    graph = Graph("embed_tokens", half)
    ids = graph.input("input_ids", numpy.int64, ["batch", "count"])
    embedded = graph.add("Gather", graph.weight("embed.weight", reader["decoder.embed.weight"]), ids, axis=0)
    graph.output(embedded, "inputs_embeds", numpy.float32, ["batch", "count", sizes.width])
    return graph.build()


def _halves_first(weight: numpy.ndarray, sizes: Sizes) -> numpy.ndarray:
    """Training turns neighbouring pairs of a head, LLaMA pairs of its halves: the same after reordering the rows."""
    pairs = weight.reshape(sizes.heads, sizes.head_size // 2, 2, -1)
    return pairs.transpose(0, 2, 1, 3).reshape(weight.shape)


def decoder_graph(sizes: Sizes, reader: State, half: bool) -> onnx.ModelProto:
    """`inputs_embeds`, `attention_mask`, `position_ids`, the cache and `num_logits_to_keep` to `logits` and the new cache."""
    graph = Graph("decoder_model_merged", half)
    heads, head_size, width = sizes.heads, sizes.head_size, sizes.width
    hidden = graph.input("inputs_embeds", numpy.float32, ["batch", "count", width])
    mask = graph.input("attention_mask", numpy.int64, ["batch", "past_and_count"])
    positions = graph.input("position_ids", numpy.int64, ["batch", "count"])
    past = [
        tuple(graph.input(f"past_key_values.{layer}.{part}", numpy.float32, ["batch", heads, "past", head_size]) for part in ("key", "value"))
        for layer in range(sizes.layers)
    ]
    keep = graph.input("num_logits_to_keep", numpy.int64, [])

    # Turns of the heads' pairs: [batch, 1, count, head_size / 2].
    steps = numpy.arange(0, head_size, 2, dtype=numpy.float64) / head_size
    frequencies = graph.weight("frequencies", (sizes.rope_theta**-steps).astype(numpy.float32))
    angles = graph.add("Mul", graph.add("Unsqueeze", graph.add("Cast", positions, to=1), graph.integers(1, 3)), frequencies)
    cosines, sines = graph.add("Cos", angles), graph.add("Sin", angles)

    def norm(name: str, value: str) -> str:
        squares = graph.add("ReduceMean", graph.add("Mul", value, value), axes=[-1])
        length = graph.add("Sqrt", graph.add("Add", squares, graph.number(sizes.epsilon)))
        return graph.add("Mul", graph.add("Div", value, length), graph.weight(f"{name}.weight", reader[f"{name}.weight"]))

    def in_heads(value: str) -> str:
        value = graph.add("Reshape", value, graph.integers(0, 0, heads, head_size))
        return graph.add("Transpose", value, perm=[0, 2, 1, 3])

    def turn(value: str) -> str:
        first, second = graph.add("Split", value, outputs=2, axis=-1)
        turned_first = graph.add("Sub", graph.add("Mul", first, cosines), graph.add("Mul", second, sines))
        turned_second = graph.add("Add", graph.add("Mul", second, cosines), graph.add("Mul", first, sines))
        return graph.add("Concat", turned_first, turned_second, axis=-1)

    bias = _attention_bias(graph, mask, hidden)
    for layer, (past_key, past_value) in enumerate(past):
        name = f"decoder.layers.{layer}"
        normed = norm(f"{name}.attention_norm", hidden)
        query_weight, key_weight, value_weight = numpy.split(reader[f"{name}.attention_in.weight"], 3)
        query_weight, key_weight = _halves_first(query_weight, sizes), _halves_first(key_weight, sizes)
        query = turn(in_heads(graph.linear(f"{name}.query", normed, query_weight * head_size**-0.5)))
        key = graph.add("Concat", past_key, turn(in_heads(graph.linear(f"{name}.key", normed, key_weight))), axis=2)
        value = graph.add("Concat", past_value, in_heads(graph.linear(f"{name}.value", normed, value_weight)), axis=2)
        graph.output(key, f"present.{layer}.key", numpy.float32, ["batch", heads, "past_and_count", head_size])
        graph.output(value, f"present.{layer}.value", numpy.float32, ["batch", heads, "past_and_count", head_size])
        scores = graph.add("Add", graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2])), bias)
        attended = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)
        attended = graph.add("Reshape", graph.add("Transpose", attended, perm=[0, 2, 1, 3]), graph.integers(0, 0, width))
        hidden = graph.add("Add", hidden, graph.linear(f"{name}.out", attended, reader[f"{name}.attention_out.weight"]))
        normed = norm(f"{name}.inner_norm", hidden)
        gate = graph.linear(f"{name}.gate", normed, reader[f"{name}.inner_gate.weight"])
        up = graph.linear(f"{name}.up", normed, reader[f"{name}.inner_up.weight"])
        inner = graph.add("Mul", graph.add("Mul", gate, graph.add("Sigmoid", gate)), up)
        hidden = graph.add("Add", hidden, graph.linear(f"{name}.down", inner, reader[f"{name}.inner_down.weight"]))

    # The last `num_logits_to_keep` places; nought keeps all, since a slice from -0 starts at the first.
    start = graph.add("Reshape", graph.add("Neg", keep), graph.integers(1))
    last = graph.weight("largest", numpy.array([2**62], numpy.int64))
    hidden = graph.add("Slice", hidden, start, last, graph.integers(1))
    logits = graph.linear("decoder.head", norm("decoder.norm", hidden), reader["decoder.head.weight"])
    model_outputs = graph.outputs
    graph.output(logits, "logits", numpy.float32, ["batch", "kept", sizes.vocabulary])
    model_outputs.insert(0, model_outputs.pop())
    return graph.build()


def _attention_bias(graph: Graph, mask: str, embeddings: str) -> str:
    """[batch, 1, count, past + count]: nought where a place may look, else a large negative number."""
    total = graph.add("Shape", mask, start=1, end=2)
    count = graph.add("Shape", embeddings, start=1, end=2)
    scalar = graph.weight("no_axes", numpy.array([], numpy.int64))
    zero, one = graph.weight("zero", numpy.array(0, numpy.int64)), graph.weight("one", numpy.array(1, numpy.int64))
    seen = graph.add("Range", zero, graph.add("Reshape", total, scalar), one)
    past = graph.add("Sub", total, count)
    looking = graph.add("Add", graph.add("Range", zero, graph.add("Reshape", count, scalar), one), past)
    is_later = graph.add("Greater", seen, graph.add("Unsqueeze", looking, graph.integers(1)))
    is_padding = graph.add("Equal", graph.add("Unsqueeze", mask, graph.integers(1, 2)), zero)
    hidden = graph.add("Or", graph.add("Unsqueeze", is_later, graph.integers(0, 1)), is_padding)
    return graph.add("Mul", graph.add("Cast", hidden, to=1), graph.number(-1e9))
