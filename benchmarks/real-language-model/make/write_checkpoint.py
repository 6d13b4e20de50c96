"""Writes a language model in the layout of vision language checkpoints."""

import json
import sys
from copy import deepcopy
from pathlib import Path

import numpy as np
import onnx
from transformers import CLIPVisionConfig, LlavaConfig

sys.path.append(str(Path(__file__).parents[3] / "packages/tiny-checkpoints/make"))
from decoder_graph import language_model_weights, write_decoder_graph, write_embedding  # noqa: E402
from graph import Graph, info  # noqa: E402

from weights import IMAGE_TOKEN  # noqa: E402

# A stand-in for the tower that a language model alone has not: one strided convolution with the signature of one.
IMAGE, PATCH = 28, 7


def write_checkpoint(folder, model, tokenizer, chat_template):
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    config = model.config
    vision = CLIPVisionConfig(image_size=IMAGE, patch_size=PATCH, hidden_size=config.hidden_size)
    whole = LlavaConfig(vision_config=vision, text_config=deepcopy(config), image_token_index=tokenizer.token_to_id(IMAGE_TOKEN),
                        image_seq_length=(IMAGE // PATCH) ** 2).to_dict()
    whole["architectures"] = ["LlavaForConditionalGeneration"]
    write_json(folder / "config.json", whole)
    write_side_files(folder, config, tokenizer, chat_template)

    write_vision(folder / "onnx/vision_encoder.onnx", config.hidden_size)
    write_embedding(folder / "onnx/embed_tokens.onnx", model.get_input_embeddings().weight.detach().numpy())
    decoder_graph = folder / "onnx/decoder_model_merged.onnx"
    write_decoder_graph(decoder_graph, config, language_model_weights(model.model, model.lm_head))
    move_weights_out(decoder_graph)


def write_side_files(folder, config, tokenizer, chat_template):
    """Tokenizer, template and settings; `config` is the language model's."""
    write_json(folder / "generation_config.json", {"bos_token_id": config.bos_token_id, "eos_token_id": config.eos_token_id})
    write_json(folder / "preprocessor_config.json", {
        "image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": IMAGE}, "resample": 3,
        "crop_size": {"height": IMAGE, "width": IMAGE}, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]})
    write_json(folder / "tokenizer_config.json", {
        "tokenizer_class": "GPT2Tokenizer", "bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "pad_token": "<|im_end|>",
        "unk_token": "<|endoftext|>", "add_prefix_space": False, "clean_up_tokenization_spaces": False})
    (folder / "chat_template.jinja").write_text(chat_template)
    tokenizer.save(str(folder / "tokenizer.json"))


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n")


def move_weights_out(path):
    """Puts the weights into a file beside the graph, as large checkpoints have them."""
    data = path.with_name(f"{path.name}_data")
    data.unlink(missing_ok=True)
    onnx.save(onnx.load(path), path, save_as_external_data=True, location=data.name, size_threshold=1024)


def write_vision(path, size):
    kernel = np.random.default_rng(3).normal(0, 0.05, (size, 3, PATCH, PATCH)).astype(np.float32)
    g = Graph()
    x = g.op("Conv", "pixel_values", g.weight(kernel), kernel_shape=[PATCH, PATCH], strides=[PATCH, PATCH])
    g.op("Transpose", g.op("Reshape", x, g.ints(0, 0, -1)), perm=[0, 2, 1], output="image_features")
    inputs = [info("pixel_values", "float32", ["batch_size", 3, IMAGE, IMAGE])]
    g.save(path, inputs, [info("image_features", "float32", ["batch_size", (IMAGE // PATCH) ** 2, size])])
