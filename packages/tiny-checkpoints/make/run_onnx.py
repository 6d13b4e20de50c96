"""Runs the files of a checkpoint with Python's onnxruntime, bound by what each session says of itself."""

import numpy as np
import onnxruntime

TYPES = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(int64)": np.int64, "tensor(bool)": bool}


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 2, 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run(path, values):
    """`values` by name, cast to what the session wants; others, states above all, are empty or zero. Returns outputs by name."""
    opened = session(path)
    feeds = {}
    for wanted in opened.get_inputs():
        kind = TYPES[wanted.type]
        empty = [size if isinstance(size, int) else (0 if "past" in str(size) else 1) for size in wanted.shape]
        feeds[wanted.name] = np.asarray(values[wanted.name], kind) if wanted.name in values else np.zeros(empty, kind)
    return dict(zip([output.name for output in opened.get_outputs()], opened.run(None, feeds)))


def run_checkpoint(folder, suffix, pixels, ids, placeholder, *, rows=slice(None)):
    """Features [tokens, size] of one picture and the logits of its prompt's last position. `rows`: which feature rows take the
    placeholder's place."""

    def run_component(component, given, wanted):
        return run(folder / f"onnx/{component}{suffix}.onnx", given)[wanted].astype(np.float32)

    features = run_component("vision_encoder", {"pixel_values": pixels[None]}, "image_features")
    features = features.reshape(-1, features.shape[-1])[rows]
    embed = lambda part: run_component("embed_tokens", {"input_ids": [part]}, "inputs_embeds")[0]
    at = ids.index(placeholder)
    embeds = np.concatenate([embed(ids[:at]), features, embed(ids[at + 1:])])[None]
    count = embeds.shape[1]
    given = {"inputs_embeds": embeds, "attention_mask": np.ones((1, count)), "position_ids": np.arange(count)[None], "num_logits_to_keep": 1}
    return features, run_component("decoder_model_merged", given, "logits")[0, -1]
