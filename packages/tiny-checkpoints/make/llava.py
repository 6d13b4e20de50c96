"""What the LLaVA classes share: a vision tower with a projector, a language model, and what is computed with both."""

from dataclasses import dataclass, field

import numpy as np
import torch
from checkpoint import declare_rows, export_module, write_json
from decoder_graph import language_model_weights, write_decoder_graph, write_embedding
from oracle import (PICTURES, SLOWFAST_FRAMES, answer, features_fact, floats, logits_function, oracle_path, pixel_values, prompts,
                    relative, slowfast_answer, spliced, versions)
from picture import pil_picture
from run_onnx import run_checkpoint
from transformers import CLIPVisionConfig, LlamaConfig, MistralConfig, Qwen2Config, SiglipVisionConfig

SIGLIP = SiglipVisionConfig(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4, image_size=384,
                            patch_size=14, vision_use_head=False)
# Layer -2 is meant: one layer more than is used.
CLIP = CLIPVisionConfig(hidden_size=32, intermediate_size=48, num_hidden_layers=3, num_attention_heads=4, image_size=336,
                        patch_size=14, projection_dim=32)
LANGUAGE_MODEL = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
                  "max_position_embeddings": 4096}
# Of weights: with these, greedy answers don't settle on one token, and features differ from place to place.
SCALES = {"embed_tokens": 0.3, "_proj.weight": 0.35, "linear_1.weight": 0.4, "linear_2.weight": 0.4}
TEXT_CONFIGS = {"qwen2": Qwen2Config, "llama": LlamaConfig, "mistral": MistralConfig}


def text_config(kind, tokenizer, *, kv_heads, theta, tied, **more):
    """A language model's configuration. The vocabulary is padded as real ones are, so the last rows have no token."""
    return TEXT_CONFIGS[kind](vocab_size=-(-(len(tokenizer) + 1) // 16) * 16, num_key_value_heads=kv_heads, tie_word_embeddings=tied,
                              rope_parameters={"rope_type": "default", "rope_theta": theta}, bos_token_id=tokenizer.bos_token_id,
                              eos_token_id=tokenizer.eos_token_id, **{**LANGUAGE_MODEL, **more})


class VisionEncoder(torch.nn.Module):
    """What a `vision_encoder` file holds: tower, choice of layer and rows, projector; `shape` arranges the result."""

    def __init__(self, model, shape):
        super().__init__()
        self.tower, self.projector = model.model.vision_tower, model.model.multi_modal_projector
        self.layer, self.strategy = model.config.vision_feature_layer, model.config.vision_feature_select_strategy
        self.newline = getattr(model.model, "image_newline", None)
        self.shape = shape

    def forward(self, pixel_values):
        hidden = self.tower(pixel_values, output_hidden_states=True).hidden_states[self.layer]
        hidden = hidden[:, 1:] if self.strategy == "default" else hidden
        return self.shape(self.projector(hidden), self.newline)


def as_it_is(features, newline):
    return features


def packed(features, newline):
    """[frames * tokens, size]"""
    return features.flatten(0, 1)


def with_newline(features, newline):
    """One row more, the same for every picture: LLaVA-NeXT ends a single tile with it."""
    return torch.cat([features, newline.expand(features.shape[0], 1, -1)], 1)


@dataclass
class Files:
    """How the ONNX files of a family differ."""

    shape: object = as_it_is
    decoder_graph: dict = None  # options of write_decoder_graph
    free_sizes: bool = False  # height, width and tokens as free axes, too
    declared_rows: int = None  # rows of features, where the file declares them


def write_onnx(folder, model, files):
    onnx = folder / "onnx"
    axes = {"pixel_values": {0: "batch_size"}, "image_features": {0: "batch_size"}}
    if files.free_sizes:
        axes = {"pixel_values": {0: "batch_size", 2: "height", 3: "width"}, "image_features": {0: "batch_size", 1: "num_tokens"}}
    if files.shape is packed:
        axes["image_features"] = {0: "num_image_tokens"}
    size = model.config.vision_config.image_size
    # Two pictures: a batch of one would be written into the graph as a constant.
    export_module(onnx / "vision_encoder.onnx", VisionEncoder(model, files.shape), (torch.zeros(2, 3, size, size),),
                  input_names=["pixel_values"], output_names=["image_features"], dynamic_axes=axes)
    if files.declared_rows:
        declare_rows(onnx / "vision_encoder.onnx", files.declared_rows)
    language = model.model.language_model
    write_embedding(onnx / "embed_tokens.onnx", language.get_input_embeddings().weight.detach().numpy())
    weights = language_model_weights(language, model.lm_head)
    write_decoder_graph(onnx / "decoder_model_merged.onnx", model.config.text_config, weights, **(files.decoder_graph or {}))


def pictures_of(size):
    return [*PICTURES, (size, size, 7)]


@dataclass
class Family:
    """A checkpoint whose files are written, and how it is used. `native` and `resize` turn an image into its pixel values, by
    the processor's own fit and squashed; `class_features(pixels)` are the features of a batch of one as the model's own class
    gives them."""

    name: str
    model: object
    tokenizer: object
    folder: object
    native: object
    resize: object
    class_features: object
    classes: dict
    conversations: list
    # Which rows of a picture's features are the grid.
    grid_rows: slice = field(default_factory=lambda: slice(None))


def judge(family, **more):
    """Writes `oracles/<family>.json`, and compares the ONNX files with it. `more` goes into the oracle as it is."""
    model, tokenizer = family.model, family.tokenizer
    vision = model.config.vision_config
    size, side = vision.image_size, vision.image_size // vision.patch_size
    encoder = VisionEncoder(model, as_it_is)
    language = model.model.language_model
    logits_of = logits_function(language, model.lm_head)
    embedding = lambda part: language.get_input_embeddings()(part).detach()

    def encode(picture):
        """[tokens, size], a class token left out."""
        with torch.no_grad():
            features = encoder(torch.from_numpy(family.native(pil_picture(*picture))[None]))[0].numpy()
        return features[len(features) - side * side:]

    picture, frames = (size, size, 7), [(size, size, 20 + seed) for seed in range(SLOWFAST_FRAMES)]
    features = encode(picture)
    pixels = family.native(pil_picture(*picture))
    with torch.no_grad():
        own = family.class_features(torch.from_numpy(pixels[None])).numpy()
    assert relative(features, own) < 1e-6, relative(features, own)

    facts = prompts(tokenizer, family.conversations)
    ids, placeholder = facts[0]["modelIds"], model.config.image_token_index
    embeds_of = lambda tokens: spliced(embedding, ids, placeholder, tokens)
    answered = answer(logits_of, embeds_of(features), placeholder, seed=5)
    found = run_checkpoint(family.folder, "", pixels, ids, placeholder, rows=family.grid_rows)
    with torch.no_grad():
        errors = relative(found[0], features), relative(found[1], logits_of(embeds_of(features), [])[0, -1])
    print(f"{family.name}: ONNX differs by {errors[0]:.1e} in features, {errors[1]:.1e} in logits")
    assert max(errors) < 1e-4, errors

    of_video = slowfast_answer(logits_of, embeds_of, frames, np.stack([encode(frame) for frame in frames]), side, side)
    greedy = of_video["greedy"]
    print(f"{family.name}: {len(set(greedy['ids']))} different greedy tokens, least gap {min(greedy['gaps']):.1e}")
    assert len(set(greedy["ids"])) > 8 and placeholder not in greedy["ids"], "other weights are needed"

    write_json(oracle_path(family.name), {
        "versions": versions(),
        "classes": {"model": type(model).__name__, "tokenizer": type(tokenizer).__name__, **family.classes},
        "pixelValues": {"native": pixel_values(family.native, pictures_of(size)), "resize": pixel_values(family.resize, pictures_of(size))},
        "features": features_fact(picture, features, side, side),
        "prompts": facts,
        "answer": {"prompt": 0, **answered},
        "slowfast": {"prompt": 0, **of_video},
        **more,
    })


def precision_facts(family, suffixes, *, every=9):
    """Features (of every ninth token) and logits that Python's onnxruntime computes with the files of other precisions."""
    size = family.model.config.vision_config.image_size
    pixels = family.native(pil_picture(size, size, 7))
    ids = prompts(family.tokenizer, family.conversations[:1])[0]["modelIds"]
    run = lambda suffix: run_checkpoint(family.folder, suffix, pixels, ids, family.model.config.image_token_index)
    exact = run("")
    facts = {}
    for suffix in suffixes:
        features, logits = run(suffix)
        print(f"{family.name}{suffix}: {relative(features, exact[0]):.1e} from float32 in features, {relative(logits, exact[1]):.1e} in logits")
        facts[suffix] = {"every": every, "features": floats(features[::every]), "logits": floats(logits)}
    return facts
