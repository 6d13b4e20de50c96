"""llava-hf/llava-1.5-7b-hf: CLIP 336/14, layer -2, LLaMA 2; no `position_ids`, a `use_cache_branch`. And the same with
all rows, `llava-1.5-class-token`: the class token stands before the grid."""

import torch
from checkpoint import empty_folder, randomize, save_as_before, store_weights, write_json, write_template
from llava import CLIP, SCALES, Family, Files, judge, text_config, write_onnx
from train_tokenizer import llama_tokenizer
from transformers import CLIPImageProcessorPil, LlavaConfig, LlavaForConditionalGeneration, LlavaProcessor
from turns import ONE_TURN, TWO_TURNS

# A system turn is left out by the real template.
TEMPLATE = (
    "{%- for message in messages -%}"
    "{%- if message.role != 'system' %}{{ message.role.upper() ~ ': ' }}{% endif -%}"
    "{%- for part in message.content if part.type == 'image' %}{{ '<image>\\n' }}{% endfor -%}"
    "{%- for part in message.content if part.type == 'text' -%}"
    "{%- if message.role == 'assistant' %}{% generation %}{{ part.text ~ ' ' }}{% endgeneration %}"
    "{%- else %}{{ part.text ~ ' ' }}{% endif -%}"
    "{%- endfor -%}{%- endfor -%}"
    "{%- if add_generation_prompt %}{{ 'ASSISTANT:' }}{% endif -%}"
)


def make_one(name, strategy, grid_rows, declared_rows=None):
    folder = empty_folder(name)
    tokenizer = llama_tokenizer(["<image>", "<pad>"], pad_token="<pad>", add_bos_token=True)
    tokenizer.chat_template = TEMPLATE
    sizes = {"size": {"shortest_edge": 336}, "crop_size": {"height": 336, "width": 336}}
    images = CLIPImageProcessorPil(**sizes)
    settings = {"patch_size": 14, "num_additional_image_tokens": 1, "vision_feature_select_strategy": strategy}
    processor = LlavaProcessor(images, tokenizer, chat_template=TEMPLATE, **settings)
    processor.save_pretrained(folder)
    save_as_before(folder, processor, settings)
    write_template(folder, TEMPLATE, file="chat_template.json")

    config = LlavaConfig(
        vision_config=CLIP, text_config=text_config("llama", tokenizer, kv_heads=4, theta=1e4, tied=False),
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"), image_seq_length=576, vision_feature_layer=-2,
        vision_feature_select_strategy=strategy)
    model = store_weights(randomize(LlavaForConditionalGeneration(config), 6, scales=SCALES), folder, torch.float16)
    write_json(folder / "generation_config.json", {"bos_token_id": 1, "eos_token_id": 2, "pad_token_id": tokenizer.pad_token_id})
    write_onnx(folder, model, Files(decoder_graph={"position_ids": False, "use_cache_branch": True}, declared_rows=declared_rows))

    squashed = CLIPImageProcessorPil(**{**sizes, "size": {"height": 336, "width": 336}, "do_center_crop": False})
    judge(Family(name, model, tokenizer, folder, grid_rows=grid_rows,
                 native=lambda image: images(image, return_tensors="np")["pixel_values"][0],
                 resize=lambda image: squashed(image, return_tensors="np")["pixel_values"][0],
                 class_features=lambda pixels: model.get_image_features(pixels).pooler_output[0][grid_rows],
                 classes={"imageProcessor": "CLIPImageProcessorPil"}, conversations=[ONE_TURN, TWO_TURNS]))


def make():
    make_one("llava-1.5", "default", slice(None))
    make_one("llava-1.5-class-token", "full", slice(1, None), declared_rows=577)
