"""onnx-community/nanoLLaVA-1.5: SigLIP 384/14, Qwen1.5, a flat `llava_qwen2` configuration, no processor_config.json, a
template that takes strings. transformers has no class of it: LlavaForConditionalGeneration computes the same. And the same
files with the names of tensors that an export by hand leaves, `nanollava-other-names`."""

import json
import shutil

import torch
from checkpoint import empty_folder, randomize, rename_tensors, save_as_before, store_weights, write_json, write_template
from llava import SIGLIP, SCALES, Family, Files, judge, text_config, write_onnx
from oracle import oracle_path
from train_tokenizer import qwen_tokenizer
from transformers import LlavaConfig, LlavaForConditionalGeneration, LlavaProcessor, SiglipImageProcessorPil
from turns import ONE_TURN, TWO_TURNS, WITH_SYSTEM, plain

FAMILY = "nanollava"
TEMPLATE = (
    "{%- for message in messages -%}"
    "{%- if loop.first and message.role != 'system' %}{{ '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{% endif -%}"
    "{{- '<|im_start|>' ~ message.role ~ '\\n' ~ message.content ~ '<|im_end|>\\n' -}}"
    "{%- endfor -%}"
    "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif -%}"
)
NAMES = {
    "vision_encoder": {"pixel_values": "images", "image_features": "/mm_projector/linear_2/Add_output_0"},
    "embed_tokens": {"input_ids": "input", "inputs_embeds": "/model/embed_tokens/Gather_output_0"},
    "decoder_model_merged": {"inputs_embeds": "/model/embed_tokens/Gather_output_0"},
}


def flat_config(config, tokenizer):
    """The configuration as the checkpoint's own code has it: the language model's at the top, the tower's as `mm_` settings."""
    text = config.text_config.to_dict()
    kept = ["attention_dropout", "bos_token_id", "eos_token_id", "hidden_act", "hidden_size", "initializer_range", "intermediate_size",
            "max_position_embeddings", "max_window_layers", "num_attention_heads", "num_hidden_layers", "num_key_value_heads",
            "rms_norm_eps", "use_cache", "vocab_size"]
    return {
        "architectures": ["LlavaQwen2ForCausalLM"], "model_type": "llava_qwen2", **{key: text[key] for key in kept},
        "freeze_mm_mlp_adapter": False, "ignore_index": -100, "image_aspect_ratio": "pad", "image_token_index": config.image_token_index,
        "mm_hidden_size": config.vision_config.hidden_size, "mm_projector_lr": None, "mm_projector_type": "mlp2x_gelu",
        "mm_use_im_patch_token": False, "mm_use_im_start_end": False, "mm_vision_select_feature": "patch",
        "mm_vision_select_layer": -2, "mm_vision_tower": "google/siglip-so400m-patch14-384",
        "rope_theta": 1000000.0, "sliding_window": 32768, "tie_word_embeddings": False, "tokenizer_model_max_length": 4096,
        "tokenizer_padding_side": "right", "torch_dtype": "bfloat16", "transformers_version": "4.41.0",
        "tune_mm_mlp_adapter": False, "use_mm_proj": True, "use_sliding_window": False,
    }


def make():
    folder = empty_folder(FAMILY)
    tokenizer = qwen_tokenizer(["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<image>"])
    tokenizer.chat_template = TEMPLATE
    images = SiglipImageProcessorPil(size={"height": 384, "width": 384})
    processor = LlavaProcessor(images, tokenizer, patch_size=14, vision_feature_select_strategy="full", chat_template=TEMPLATE)
    processor.save_pretrained(folder)
    save_as_before(folder, processor, {})
    (folder / "processor_config.json").unlink()
    write_template(folder, TEMPLATE, file="tokenizer_config.json")

    # "Layer -2" of the checkpoint's code counts the whole tower; its last layer is not in the file.
    config = LlavaConfig(
        vision_config=SIGLIP, text_config=text_config("qwen2", tokenizer, kv_heads=4, theta=1e6, tied=False),
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"), image_seq_length=729, vision_feature_layer=-1,
        vision_feature_select_strategy="full")
    model = store_weights(randomize(LlavaForConditionalGeneration(config), 5, scales=SCALES), folder, torch.bfloat16)
    write_json(folder / "config.json", flat_config(model.config, tokenizer))
    write_json(folder / "generation_config.json", {"eos_token_id": tokenizer.eos_token_id, "pad_token_id": tokenizer.pad_token_id})

    write_onnx(folder, model, Files(free_sizes=True))

    squash = lambda image: images(image, return_tensors="np")["pixel_values"][0]
    family = Family(FAMILY, model, tokenizer, folder, native=squash, resize=squash,
                    class_features=lambda pixels: model.get_image_features(pixels).pooler_output[0],
                    classes={"imageProcessor": "SiglipImageProcessorPil"},
                    conversations=[plain(ONE_TURN), plain(WITH_SYSTEM), plain(TWO_TURNS)])
    judge(family)
    write_with_other_names(folder)


def write_with_other_names(folder):
    """The same checkpoint, its weights in PyTorch's form left out, and the same oracle."""
    name = f"{FAMILY}-other-names"
    other = empty_folder(name)
    shutil.copytree(folder, other, dirs_exist_ok=True, ignore=shutil.ignore_patterns("model.safetensors"))
    for component, names in NAMES.items():
        rename_tensors(other / f"onnx/{component}.onnx", names)
    facts = json.loads(oracle_path(FAMILY).read_text())
    write_json(oracle_path(name), {**facts, "tensorNames": NAMES})
