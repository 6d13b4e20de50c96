"""llava-hf/llava-v1.6-mistral-7b-hf: CLIP 336/14, layer -2, Mistral; a video frame is the base tile alone, and the newline
that ends a tile is in the vision file: one row behind the grid. Processor files as transformers 5 writes them, in one."""

import torch
from checkpoint import empty_folder, randomize, store_weights, write_json, write_template
from llava import CLIP, SCALES, Family, Files, judge, text_config, with_newline, write_onnx
from train_tokenizer import llama_tokenizer
from transformers import LlavaNextConfig, LlavaNextForConditionalGeneration, LlavaNextImageProcessorPil, LlavaNextProcessor
from turns import ONE_TURN, TWO_TURNS, WITH_SYSTEM

FAMILY = "llava-1.6"
TEMPLATE = (
    "{%- for message in messages -%}"
    "{%- if message.role == 'system' %}{{ '<<SYS>>\\n' ~ message.content[0].text ~ '\\n<</SYS>>\\n\\n' }}"
    "{%- elif message.role == 'user' %}{{ '[INST] ' }}"
    "{%- for part in message.content if part.type == 'image' %}{{ '<image>\\n' }}{% endfor -%}"
    "{%- for part in message.content if part.type == 'text' %}{{ part.text }}{% endfor -%}{{ ' [/INST]' }}"
    "{%- elif message.role == 'assistant' %}{{ ' ' ~ message.content[0].text ~ '</s> ' }}"
    "{%- else %}{{ raise_exception('Turns are of system, user or assistant.') }}{% endif -%}"
    "{%- endfor -%}"
)


def make():
    folder = empty_folder(FAMILY)
    tokenizer = llama_tokenizer(["<image>", "<pad>"], pad_token="<pad>", add_bos_token=True, legacy=True)
    tokenizer.chat_template = TEMPLATE
    images = LlavaNextImageProcessorPil(size={"shortest_edge": 336}, crop_size={"height": 336, "width": 336})
    processor = LlavaNextProcessor(images, tokenizer, patch_size=14, num_additional_image_tokens=1,
                                   vision_feature_select_strategy="default", chat_template=TEMPLATE)
    processor.save_pretrained(folder)
    settings = folder / "processor_config.json"
    settings.write_text(settings.read_text().replace("LlavaNextImageProcessorPil", "LlavaNextImageProcessor"))
    write_template(folder, TEMPLATE, file="chat_template.jinja")

    config = LlavaNextConfig(
        vision_config=CLIP, text_config=text_config("mistral", tokenizer, kv_heads=2, theta=1e6, tied=False, sliding_window=None),
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"), image_seq_length=576, vision_feature_layer=-2,
        vision_feature_select_strategy="default", image_grid_pinpoints=images.image_grid_pinpoints)
    model = store_weights(randomize(LlavaNextForConditionalGeneration(config), 4, scales=SCALES), folder, torch.float16)
    write_json(folder / "generation_config.json", {"bos_token_id": 1, "eos_token_id": 2, "pad_token_id": tokenizer.pad_token_id})
    write_onnx(folder, model, Files(shape=with_newline, declared_rows=577, decoder_graph={"num_logits_to_keep": True}))

    base_tile = lambda image: images(image, return_tensors="np")["pixel_values"][0][0]
    # Of base and tiles, here three times the same, the base comes first.
    class_features = lambda pixels: model.get_image_features(
        pixels[:, None].repeat(1, 3, 1, 1, 1), torch.tensor([[336, 672]])).pooler_output[0][:576]
    judge(Family(FAMILY, model, tokenizer, folder, native=base_tile, resize=base_tile, class_features=class_features,
                 grid_rows=slice(0, 576), classes={"imageProcessor": "LlavaNextImageProcessorPil, its base tile"},
                 conversations=[ONE_TURN, WITH_SYSTEM, TWO_TURNS]))
