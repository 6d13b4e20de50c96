"""llava-hf/llava-onevision-qwen2-0.5b-ov-hf: SigLIP 384/14 (27x27), Qwen2, tied embeddings; every precision."""

import torch
from checkpoint import change_json, empty_folder, randomize, save_as_before, store_weights, write_json, write_template
from llava import SIGLIP, SCALES, Family, Files, judge, precision_facts, text_config, write_onnx
from quantize import SUFFIXES, write_all
from train_tokenizer import qwen_tokenizer
from transformers import (LlavaOnevisionConfig, LlavaOnevisionForConditionalGeneration, LlavaOnevisionImageProcessorPil,
                          LlavaOnevisionProcessor, LlavaOnevisionVideoProcessor)
from turns import ONE_TURN, TWO_TURNS, WITH_SYSTEM

FAMILY = "llava-onevision"
TEMPLATE = (
    "{%- for message in messages -%}{{ '<|im_start|>' ~ message.role ~ ' ' }}"
    "{%- for part in message.content if part.type == 'image' %}{{ '<image>' }}{% endfor -%}"
    "{%- for part in message.content if part.type == 'video' %}{{ '<video>' }}{% endfor -%}"
    "{%- for part in message.content if part.type == 'text' -%}"
    "{%- if message.role == 'assistant' %}{% generation %}{{ '\\n' ~ part.text }}{% endgeneration %}"
    "{%- else %}{{ '\\n' ~ part.text }}{% endif -%}"
    "{%- endfor -%}{{ '<|im_end|>' }}{%- endfor -%}"
    "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif -%}"
)


def make():
    folder = empty_folder(FAMILY)
    tokenizer = qwen_tokenizer(["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<image>", "<video>"])
    images = LlavaOnevisionImageProcessorPil(image_mean=[0.5, 0.5, 0.5], image_std=[0.5, 0.5, 0.5])
    tokenizer.chat_template = TEMPLATE
    processor = LlavaOnevisionProcessor(images, tokenizer, LlavaOnevisionVideoProcessor(), num_image_tokens=729,
                                        vision_feature_select_strategy="full", chat_template=TEMPLATE)
    processor.save_pretrained(folder)
    save_as_before(folder, processor, {"video_token": "<video>", "num_image_tokens": 729, "vision_feature_select_strategy": "full"})
    write_template(folder, TEMPLATE, file="chat_template.json")

    config = LlavaOnevisionConfig(
        vision_config=SIGLIP, text_config=text_config("qwen2", tokenizer, kv_heads=2, theta=1e6, tied=True),
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"), video_token_index=tokenizer.convert_tokens_to_ids("<video>"),
        vision_feature_layer=-1, vision_feature_select_strategy="full", image_grid_pinpoints=images.image_grid_pinpoints,
        tie_word_embeddings=True)
    model = store_weights(randomize(LlavaOnevisionForConditionalGeneration(config), 1, scales=SCALES), folder, torch.float16)
    change_json(folder / "config.json", {"transformers.js_config": {"kv_cache_dtype": {"q4f16": "float16", "fp16": "float16"}}})
    write_json(folder / "generation_config.json", {"eos_token_id": [tokenizer.eos_token_id], "pad_token_id": tokenizer.pad_token_id})

    write_onnx(folder, model, Files(decoder_graph={"position_ids": True}, declared_rows=729))
    for name in ("vision_encoder", "embed_tokens", "decoder_model_merged"):
        write_all(folder / f"onnx/{name}.onnx")

    base_tile = lambda image: images(image, return_tensors="np")["pixel_values"][0][0]
    # Several images of one sample are one tile each, with a newline behind it.
    class_features = lambda pixels: model.get_image_features(
        pixels[:, None].repeat(2, 1, 1, 1, 1), torch.tensor([[384, 384]] * 2), batch_num_images=[2]).pooler_output[0][:729]
    family = Family(FAMILY, model, tokenizer, folder, native=base_tile, resize=base_tile, class_features=class_features,
                    classes={"imageProcessor": "LlavaOnevisionImageProcessorPil, its base tile"},
                    conversations=[ONE_TURN, WITH_SYSTEM, TWO_TURNS])
    judge(family, precisions=precision_facts(family, SUFFIXES))
