"""llava-hf/llava-interleave-qwen-0.5b-hf: SigLIP 384/14, all rows of the last layer, Qwen1.5 without grouped heads; packed
features, weights in external data, `num_logits_to_keep`."""

import torch
from checkpoint import change_json, empty_folder, move_weights_out, randomize, save_as_before, store_weights, write_json, write_template
from llava import SIGLIP, SCALES, Family, Files, judge, packed, text_config, write_onnx
from train_tokenizer import qwen_tokenizer
from transformers import LlavaConfig, LlavaForConditionalGeneration, LlavaProcessor, SiglipImageProcessorPil
from turns import ONE_TURN, TWO_TURNS, WITH_SYSTEM

FAMILY = "llava-interleave"
TEMPLATE = (
    "{%- for message in messages -%}{{ '<|im_start|>' ~ message.role ~ '\\n' }}"
    "{%- for part in message.content if part.type == 'image' %}{{ '<image>\\n' }}{% endfor -%}"
    "{%- for part in message.content if part.type == 'text' -%}"
    "{%- if message.role == 'assistant' %}{% generation %}{{ part.text }}{% endgeneration %}"
    "{%- else %}{{ part.text }}{% endif -%}"
    "{%- endfor -%}{{ '<|im_end|>\\n' }}{%- endfor -%}"
    "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif -%}"
)


def make():
    folder = empty_folder(FAMILY)
    tokenizer = qwen_tokenizer(["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<image>"])
    tokenizer.chat_template = TEMPLATE
    images = SiglipImageProcessorPil(size={"height": 384, "width": 384})
    settings = {"patch_size": 14, "num_additional_image_tokens": 0, "vision_feature_select_strategy": "full"}
    processor = LlavaProcessor(images, tokenizer, chat_template=TEMPLATE, **settings)
    processor.save_pretrained(folder)
    save_as_before(folder, processor, settings)
    write_template(folder, TEMPLATE, file="chat_template.json")

    config = LlavaConfig(
        vision_config=SIGLIP, text_config=text_config("qwen2", tokenizer, kv_heads=4, theta=1e6, tied=True),
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"), image_seq_length=729, vision_feature_layer=-1,
        vision_feature_select_strategy="full", tie_word_embeddings=True)
    model = store_weights(randomize(LlavaForConditionalGeneration(config), 2, scales=SCALES), folder, torch.float16)
    external = {"vision_encoder.onnx": True, "decoder_model_merged.onnx": True}
    change_json(folder / "config.json", {"transformers.js_config": {"use_external_data_format": external}})
    write_json(folder / "generation_config.json", {"eos_token_id": tokenizer.eos_token_id, "pad_token_id": tokenizer.pad_token_id})

    write_onnx(folder, model, Files(shape=packed, decoder_graph={"num_logits_to_keep": True}))
    for name in external:
        move_weights_out(folder / "onnx" / name)

    squash = lambda image: images(image, return_tensors="np")["pixel_values"][0]
    judge(Family(FAMILY, model, tokenizer, folder, native=squash, resize=squash,
                 class_features=lambda pixels: model.get_image_features(pixels).pooler_output[0],
                 classes={"imageProcessor": "SiglipImageProcessorPil"}, conversations=[ONE_TURN, WITH_SYSTEM, TWO_TURNS]))
