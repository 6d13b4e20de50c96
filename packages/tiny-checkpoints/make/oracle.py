"""What transformers computes with a checkpoint, as plain data that tests read."""

import base64
import hashlib
import importlib.metadata

import numpy as np
import torch
from checkpoint import ROOT
from picture import pil_picture
from slowfast import SETTINGS, slowfast

PICTURES = [(640, 360, 1), (270, 480, 2), (300, 300, 3), (23, 17, 4), (37, 640, 6)]
FORCED, SLOWFAST_FRAMES = 64, 8


def floats(array):
    """Little-endian float32 as base64."""
    return base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()


def versions():
    names = ["numpy", "onnx", "onnxruntime", "pillow", "tokenizers", "torch", "transformers"]
    return {name: importlib.metadata.version(name) for name in names}


def picture_fact(picture):
    return dict(zip(("width", "height", "seed"), picture))


def pixel_values(process, pictures):
    """`process(image)` gives what the model gets of one Pillow image; its bytes as float32 are remembered by their hash."""
    facts = []
    for picture in pictures:
        values = np.ascontiguousarray(process(pil_picture(*picture)), "<f4")
        facts.append({**picture_fact(picture), "shape": list(values.shape), "first": [float(x) for x in values.flat[:8]],
                      "sha256": hashlib.sha256(values.tobytes()).hexdigest()})
    return facts


def relative(found, wanted):
    """Largest difference by the largest value."""
    return float(np.abs(np.asarray(found) - np.asarray(wanted)).max() / np.abs(np.asarray(wanted)).max())


def features_fact(picture, features, rows, columns):
    assert features.shape[0] == rows * columns
    return {"picture": picture_fact(picture), "rows": rows, "columns": columns, "size": features.shape[1], "values": floats(features)}


def prompts(tokenizer, conversations, **settings):
    """Rendered strings and ids, the placeholder not expanded. `conversations`: turns as `apply_chat_template` takes them.
    `modelIds` are what a processor makes of the rendered string: with the tokens that every input begins with. `settings`:
    how its processor calls the tokenizer."""
    facts = []
    for turns in conversations:
        rendered = tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
        ids = tokenizer.apply_chat_template(turns, tokenize=True, add_generation_prompt=True, return_dict=False)
        model_ids = tokenizer(rendered, **settings).input_ids
        assert model_ids[len(model_ids) - len(ids):] == list(ids)
        facts.append({"turns": turns, "rendered": rendered, "ids": list(ids), "modelIds": model_ids})
    return facts


def spliced(embedding, ids, placeholder, features):
    """Embeddings of a prompt, the features [tokens, size] in place of its only placeholder: [1, positions, size]."""
    at = ids.index(placeholder)
    assert ids.count(placeholder) == 1
    embed = lambda part: embedding(torch.tensor(part, dtype=torch.long))
    return torch.cat([embed(ids[:at]), torch.as_tensor(features), embed(ids[at + 1:])])[None]


def answer(logits_of, embeds, vocabulary, *, seed):
    """Logits of the prompt's last position, and of 64 further positions whose ids are given. `logits_of(embeds, ids)` gives
    the logits [1, positions, vocabulary] of embeddings and of the ids behind them."""
    ids = np.random.default_rng(seed).integers(0, vocabulary, FORCED).tolist()
    logits = logits_of(embeds, ids)[0]
    end = embeds.shape[1]
    return {"logits": floats(logits[end - 1]), "forced": {"ids": ids, "logits": floats(logits[end:])}}


def slowfast_answer(logits_of, embeds_of, frames, features, rows, columns):
    """64 greedy ids behind a SlowFast prompt. `features` [frames, tokens, size]; `embeds_of(tokens)` puts tokens into the prompt."""
    tokens = slowfast(features, rows, columns)
    embeds = embeds_of(tokens)
    ids, gaps, first = [], [], None
    while len(ids) < FORCED:
        logits = logits_of(embeds, ids)[0, -1]
        first = logits if first is None else first
        top = torch.topk(logits, 2)
        gaps.append(float(top.values[0] - top.values[1]))
        ids.append(int(top.indices[0]))
    return {"frames": [picture_fact(frame) for frame in frames], "settings": SETTINGS, "tokens": len(tokens), "size": tokens.shape[1],
            "sha256": hashlib.sha256(tokens.astype("<f4").tobytes()).hexdigest(),
            "logits": floats(first), "greedy": {"ids": ids, "gaps": gaps}}


def logits_function(language_model, lm_head):
    """`logits_of` of `answer` and `slowfast_answer`."""
    def logits_of(embeds, ids):
        behind = language_model.get_input_embeddings()(torch.tensor([ids], dtype=torch.long))
        with torch.no_grad():
            return lm_head(language_model(inputs_embeds=torch.cat([embeds, behind], 1), use_cache=False).last_hidden_state)
    return logits_of


def oracle_path(family):
    (ROOT / "oracles").mkdir(exist_ok=True)
    return ROOT / "oracles" / f"{family}.json"
