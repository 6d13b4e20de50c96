"""Writes the layers of LFM2: attention with normalised heads, and gated short convolutions that keep a state."""

import numpy as np
from decoder_graph import attention
from graph import gated_mlp, info, linear, rms_norm
from onnx import TensorProto


def short_convolution(d, h, layer):
    """A causal depthwise convolution over gated inputs. Its state, `past_conv.{layer}` [batch, size, kernel], holds the
    last inputs as transformers keeps them: the oldest of them is read by no later step."""
    g, size, kernel = d.g, d.config.hidden_size, d.config.conv_L_cache
    of = lambda name: d.of(layer, f"conv.{name}")
    mixed = linear(g, h, of("in_proj.weight"), of("in_proj.bias"))
    part = lambda index: g.op("Slice", mixed, g.ints(index * size), g.ints((index + 1) * size), g.ints(2))
    gated = g.op("Transpose", g.op("Mul", part(0), part(2)), perm=[0, 2, 1])
    shape = ["batch_size", size, kernel]
    past = d.to_f32(d.state_input(f"past_conv.{layer}", shape))
    joined = g.op("Concat", past, gated, axis=2)
    present = d.state_output(f"present_conv.{layer}", shape)
    last = g.op("Slice", joined, g.ints(-kernel), g.ints(np.iinfo(np.int64).max), g.ints(2))
    g.op("Cast", last, to=TensorProto.FLOAT16 if d.dtype == "float16" else TensorProto.FLOAT, output=present)
    # One result more than there are new tokens: the first belongs to the last of the past ones.
    inputs = [joined, g.weight(of("conv.weight"))] + ([] if of("conv.bias") is None else [g.weight(of("conv.bias"))])
    results = g.op("Conv", *inputs, group=size, kernel_shape=[kernel])
    results = g.op("Slice", results, g.ints(1), g.ints(np.iinfo(np.int64).max), g.ints(2))
    y = g.op("Mul", part(1), g.op("Transpose", results, perm=[0, 2, 1]))
    return linear(g, y, of("out_proj.weight"), of("out_proj.bias"))


def lfm2_layer(d, x, layer):
    """One layer of LFM2, for `write_decoder_graph`."""
    g, epsilon = d.g, d.config.norm_eps
    h = rms_norm(g, x, d.of(layer, "operator_norm.weight"), epsilon)
    if d.config.layer_types[layer] == "full_attention":
        mixed = attention(d, h, layer, output_projection="out_proj", head_norms=("q_layernorm", "k_layernorm"))
    else:
        mixed = short_convolution(d, h, layer)
    x = g.op("Add", x, mixed)
    h = rms_norm(g, x, d.of(layer, "ffn_norm.weight"), epsilon)
    return g.op("Add", x, gated_mlp(g, h, *(d.of(layer, f"feed_forward.{part}.weight") for part in ("w1", "w3", "w2"))))


def own_embeddings(table, image_token_id):
    """For `write_decoder_graph`: a decoder graph that embeds `input_ids` itself and puts `image_features` [tokens, size] where the
    image token stands, in order, as torch's exporter writes `masked_scatter`. Surplus features are left out."""

    def embed(d):
        g, size = d.g, table.shape[1]
        d.inputs.append(info("input_ids", "int64", ["batch_size", "sequence_length"]))
        d.inputs.append(info("image_features", d.dtype, ["num_image_tokens", size]))
        embeds = g.op("Gather", g.weight(table.astype(d.dtype)), "input_ids", axis=0)
        places = g.op("NonZero", g.op("Equal", "input_ids", g.weight(np.int64(image_token_id))))
        places = g.op("Transpose", places, perm=[1, 0])
        count = g.op("Slice", g.op("Shape", places), g.ints(0), g.ints(1), g.ints(0))
        features = g.op("Slice", "image_features", g.ints(0), count, g.ints(0))
        return g.op("ScatterND", embeds, places, features), "input_ids"

    return embed
