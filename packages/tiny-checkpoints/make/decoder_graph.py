"""Writes the decoder graph of a language model in the layout of published checkpoints.

Qwen2, LLaMA and Mistral are one graph: biases are there where the weights have them. A decoder graph with other layers brings
its own `layer` function (see `transformer_layer` for what one gets and gives)."""

from dataclasses import dataclass, field

import numpy as np
from graph import TYPES, Graph, gated_mlp, info, linear, rms_norm
from onnx import TensorProto


def language_model_weights(language_model, lm_head):
    """Weights by name, without the prefix that a checkpoint gives them: `layers.0.mlp.up_proj.weight`, `norm.weight`."""
    state = {name: value.detach().float().numpy() for name, value in language_model.state_dict().items()}
    state["lm_head.weight"] = lm_head.weight.detach().float().numpy()
    return state


@dataclass
class DecoderGraph:
    """What the layers share while a decoder graph is written."""

    g: Graph
    config: object
    weights: dict
    # float32 or float16: of inputs_embeds, states and logits. Arithmetic is float32 throughout.
    dtype: str
    total: str = ""  # scalars: cached and new tokens together
    mask: str = ""  # [new, total], zero where seen
    new_keys_only: bool = False
    cos: str = ""  # [batch or 1, 1, new, head size]
    sin: str = ""
    inputs: list = field(default_factory=list)
    outputs: list = field(default_factory=list)

    @property
    def head_size(self):
        return getattr(self.config, "head_dim", None) or self.config.hidden_size // self.config.num_attention_heads

    def of(self, layer, name):
        """A weight of a layer, or None where the model has none."""
        return self.weights.get(f"layers.{layer}.{name}")

    def to_f32(self, x):
        return self.g.op("Cast", x, to=TensorProto.FLOAT) if self.dtype == "float16" else x

    def from_f32(self, x):
        return self.g.op("Cast", x, to=TensorProto.FLOAT16) if self.dtype == "float16" else x

    def state_input(self, name, shape):
        self.inputs.append(info(name, self.dtype, shape))
        return name

    def state_output(self, name, shape):
        self.outputs.append(info(name, self.dtype, shape))
        return name


def rotate(g, x, cos, sin, size):
    first = g.op("Slice", x, g.ints(0), g.ints(size // 2), g.ints(3))
    second = g.op("Slice", x, g.ints(size // 2), g.ints(size), g.ints(3))
    turned = g.op("Concat", g.op("Neg", second), first, axis=-1)
    return g.op("Add", g.op("Mul", x, cos), g.op("Mul", turned, sin))


def whole_state(d, layer, kind, new):
    """Past and `new` [batch, heads, new, size] in one, which is also what the decoder graph returns."""
    g, kv, size = d.g, d.config.num_key_value_heads, d.head_size
    name = d.state_input(f"past_key_values.{layer}.{kind}", ["batch_size", kv, "past_sequence_length", size])
    present = d.state_output(f"present.{layer}.{kind}", ["batch_size", kv, "total_sequence_length", size])
    g.op("Concat", name, d.from_f32(new), axis=2, output=present)
    return d.to_f32(present)


def appended_state(d, layer, kind, new):
    """Past and `new` [1, heads, new, size] in one; fed as [past, heads, size], and only the new ones are returned."""
    g, kv, size = d.g, d.config.num_key_value_heads, d.head_size
    name = d.state_input(f"past_key_values.{layer}.{kind}", ["past_sequence_length", kv, size])
    new_name = d.state_output(f"new_key_values.{layer}.{kind}", ["sequence_length", kv, size])
    rows = g.op("Reshape", g.op("Transpose", new, perm=[0, 2, 1, 3]), g.ints(-1, kv, size))
    g.op("Identity", d.from_f32(rows), output=new_name)
    joined = g.op("Concat", name, new_name, axis=0)
    return g.op("Unsqueeze", g.op("Transpose", d.to_f32(joined), perm=[1, 0, 2]), g.ints(0))


def attention(d, h, layer, *, output_projection="o_proj", head_norms=(None, None)):
    """Self-attention of one layer over `past_key_values.{layer}` and the new tokens. `head_norms`: names of the norms of
    queries and keys within a head, where the model has them."""
    g, config, size = d.g, d.config, d.head_size
    kv, count = config.num_key_value_heads, config.num_attention_heads
    of = lambda name: d.of(layer, f"self_attn.{name}")

    def heads(name, count):
        x = linear(g, h, of(f"{name}_proj.weight"), of(f"{name}_proj.bias"))
        return g.op("Reshape", x, g.ints(0, 0, count, size))

    def turned(name, count, norm):
        x = heads(name, count)
        x = x if norm is None else rms_norm(g, x, of(f"{norm}.weight"), config.norm_eps)
        return rotate(g, g.op("Transpose", x, perm=[0, 2, 1, 3]), d.cos, d.sin, size)

    q = turned("q", count, head_norms[0])
    new = {"key": turned("k", kv, head_norms[1]), "value": g.op("Transpose", heads("v", kv), perm=[0, 2, 1, 3])}
    whole = {}
    for kind in ("key", "value"):
        joined = (appended_state if d.new_keys_only else whole_state)(d, layer, kind, new[kind])
        # Query heads of a group share one key and value head.
        shape = g.op("Concat", g.ints(1, kv, count // kv), g.op("Unsqueeze", d.total, g.ints(0)), g.ints(size), axis=0)
        wide = g.op("Expand", g.op("Unsqueeze", joined, g.ints(2)), shape)
        whole[kind] = g.op("Reshape", wide, g.ints(1, count, -1, size))
    scores = g.op("MatMul", q, g.op("Transpose", whole["key"], perm=[0, 1, 3, 2]))
    scores = g.op("Add", g.op("Mul", scores, g.weight(np.float32(size**-0.5))), d.mask)
    mixed = g.op("MatMul", g.op("Softmax", scores, axis=-1), whole["value"])
    mixed = g.op("Reshape", g.op("Transpose", mixed, perm=[0, 2, 1, 3]), g.ints(0, 0, -1))
    return linear(g, mixed, of(f"{output_projection}.weight"), of(f"{output_projection}.bias"))


def transformer_layer(d, x, layer):
    """One layer of Qwen2, LLaMA or Mistral: hidden states in, hidden states out, its states told to `d`."""
    g, epsilon = d.g, d.config.rms_norm_eps
    h = rms_norm(g, x, d.of(layer, "input_layernorm.weight"), epsilon)
    x = g.op("Add", x, attention(d, h, layer))
    h = rms_norm(g, x, d.of(layer, "post_attention_layernorm.weight"), epsilon)
    return g.op("Add", x, gated_mlp(g, h, *(d.of(layer, f"mlp.{part}_proj.weight") for part in ("gate", "up", "down"))))


def write_decoder_graph(path, config, weights, *, dtype="float32", position_ids=True, num_logits_to_keep=False,
                        use_cache_branch=False, new_keys_only=False, layer=transformer_layer, embed=None, norm="norm.weight"):
    """`config` is a text configuration, `weights` are those of `language_model_weights`. `layer` writes one layer; `norm` names
    the last norm. `new_keys_only` is the layout for a cache that the caller owns: states `[past, heads, size]` come in, those of
    the new tokens alone go out, positions follow from the length of the past, and logits are of the last position.
    `embed(d)` replaces the input `inputs_embeds`: it tells `d` its inputs and returns the embeddings and
    the name of the tensor whose second axis counts new tokens."""
    if dtype == "float16":
        weights = {name: value.astype(np.float16).astype(np.float32) for name, value in weights.items()}
    g = Graph()
    d = DecoderGraph(g, config, weights, dtype, new_keys_only=new_keys_only)
    embeds, counted = "inputs_embeds", "inputs_embeds"
    if embed is None:
        d.inputs.append(info("inputs_embeds", dtype, ["batch_size", "sequence_length", config.hidden_size]))
    else:
        embeds, counted = embed(d)
    if new_keys_only:
        past = g.axis_length("past_key_values.0.key", 0)
        d.total = g.op("Add", past, g.axis_length(counted, 1))
    else:
        d.inputs.append(info("attention_mask", "int64", ["batch_size", "total_sequence_length"]))
        d.total = g.axis_length("attention_mask", 1)
        past = g.op("Sub", d.total, g.axis_length(counted, 1))
    one, zero = g.weight(np.int64(1)), g.weight(np.int64(0))
    rows = g.op("Range", past, d.total, one)
    if position_ids and not new_keys_only:
        d.inputs.append(info("position_ids", "int64", ["batch_size", "sequence_length"]))
        positions = "position_ids"
    else:
        positions = g.op("Unsqueeze", rows, g.ints(0))
    if use_cache_branch:
        # Merged graphs of old exports choose their branch by it; both give the same here.
        d.inputs.append(info("use_cache_branch", "bool", [1]))

    theta, size = config.rope_parameters["rope_theta"], d.head_size
    frequencies = 1.0 / theta ** (np.arange(0, size, 2, dtype=np.float32) / size)
    angles = g.op("Mul", g.op("Unsqueeze", g.op("Cast", positions, to=TensorProto.FLOAT), g.ints(1, 3)),
                  g.weight(np.concatenate([frequencies, frequencies]).astype(np.float32)))
    d.cos, d.sin = g.op("Cos", angles), g.op("Sin", angles)
    columns = g.op("Range", zero, d.total, one)
    seen = g.op("LessOrEqual", g.op("Unsqueeze", columns, g.ints(0)), g.op("Unsqueeze", rows, g.ints(1)))
    d.mask = g.op("Where", seen, g.weight(np.float32(0)), g.weight(np.float32(-1e9)))

    x = d.to_f32(embeds)
    for index in range(config.num_hidden_layers):
        x = layer(d, x, index)
    kept = "sequence_length"
    if num_logits_to_keep:
        d.inputs.append(info("num_logits_to_keep", "int64", []))
        start = g.op("Unsqueeze", g.op("Neg", "num_logits_to_keep"), g.ints(0))
        x = g.op("Slice", x, start, g.ints(np.iinfo(np.int64).max), g.ints(1))
        kept = "num_logits_to_keep"
    if new_keys_only:
        x = g.op("Slice", x, g.ints(-1), g.ints(np.iinfo(np.int64).max), g.ints(1))
        kept = 1
    epsilon = getattr(config, "rms_norm_eps", None) or config.norm_eps
    logits = linear(g, rms_norm(g, x, weights[norm], epsilon), weights["lm_head.weight"])
    g.op("Cast", logits, to=TYPES[dtype], output="logits")
    d.outputs.insert(0, info("logits", dtype, ["batch_size", kept, weights["lm_head.weight"].shape[0]]))
    g.save(path, d.inputs, d.outputs)


def write_embedding(path, table, *, dtype="float32"):
    """`table` [vocabulary, size] as the session that turns `input_ids` into `inputs_embeds`."""
    g = Graph()
    g.op("Gather", g.weight(table.astype(dtype)), "input_ids", axis=0, output="inputs_embeds")
    inputs = [info("input_ids", "int64", ["batch_size", "sequence_length"])]
    g.save(path, inputs, [info("inputs_embeds", dtype, ["batch_size", "sequence_length", table.shape[1]])])
