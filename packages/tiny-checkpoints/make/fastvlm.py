"""FastVLM: FastViT 1024 (16x16 tokens), Qwen2; the flat `llava_qwen2` configuration of published ONNX files."""

import numpy as np
import torch
from checkpoint import change_json, empty_folder, export_module, randomize, store_weights, write_json
from decoder_graph import language_model_weights, write_decoder_graph, write_embedding
from judged import write_oracle
from oracle import PICTURES, SLOWFAST_FRAMES, pixel_values, prompts
from picture import pil_picture
from PIL import Image
from train_tokenizer import qwen_tokenizer
from transformers import CLIPImageProcessorPil, FastVlmConfig, FastVlmForConditionalGeneration
from turns import ONE_TURN, TWO_TURNS, plain, text

FAMILY, SIDE, TOKENS = "fastvlm", 1024, 16
# Another system turn than the one that the template writes by itself.
WITH_SYSTEM = [{"role": "system", "content": [text("Answer the question.")]}, *ONE_TURN]
TEMPLATE = (
    "{%- if messages[0].role != 'system' -%}"
    "{{- '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n' -}}"
    "{%- endif -%}"
    "{%- for message in messages -%}"
    "{{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' -}}"
    "{%- endfor -%}"
    "{{- '<|im_start|>assistant\n' if add_generation_prompt else '' -}}"
)


def processor(**settings):
    return CLIPImageProcessorPil(**{"size": {"shortest_edge": SIDE}, "crop_size": {"height": SIDE, "width": SIDE},
                                    "image_mean": [0.0] * 3, "image_std": [1.0] * 3, **settings})


def on_square(image):
    """Centred on a black square, as Apple's own code does first (`image_aspect_ratio: pad`)."""
    side = max(image.size)
    square = Image.new("RGB", (side, side))
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return square


def make_model(tokenizer):
    config = FastVlmConfig(
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"), image_seq_length=TOKENS**2,
        text_config={"model_type": "qwen2", "vocab_size": len(tokenizer) + 10, "hidden_size": 32, "intermediate_size": 64,
                     "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 32768,
                     "rope_parameters": {"rope_theta": 1000000.0, "rope_type": "default"}, "tie_word_embeddings": False,
                     "bos_token_id": None, "eos_token_id": tokenizer.eos_token_id},
        # The published architecture with one block a stage; stages with attention need multiples of 32.
        vision_config={"model_type": "timm_wrapper", "architecture": "fastvit_mci3", "do_pooling": True, "global_pool": "avg",
                       "hidden_size": 64, "initializer_range": 0.02,
                       "model_args": {"inference_mode": True, "layers": [1] * 5, "embed_dims": [8, 8, 16, 32, 32],
                                      "mlp_ratios": [2] * 5}})
    model = randomize(FastVlmForConditionalGeneration(config), 31,
                      scales={"gamma": 0.5, "bn.weight": 0.5, "stem": 0.6, "multi_modal_projector": 0.25, "lm_head": 0.4})
    generator = torch.Generator().manual_seed(32)
    for name, buffer in sorted(model.named_buffers()):
        if name.endswith("running_mean"):
            buffer.copy_(torch.randn(buffer.shape, generator=generator) * 0.3)
        if name.endswith("running_var"):
            buffer.copy_(torch.rand(buffer.shape, generator=generator) + 0.5)
    return model


class FastVlmVision(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.tower, self.projector = model.model.vision_tower, model.model.multi_modal_projector

    def forward(self, pixel_values):
        return self.projector(self.tower(pixel_values).last_hidden_state.flatten(2).permute(0, 2, 1))


def flat_config(config, dtype):
    """The same as the published ONNX files' config.json says it: LLaVA's own flat form."""
    text = config.text_config
    return {
        "architectures": ["LlavaQwen2ForCausalLM"], "attention_dropout": 0.0, "bos_token_id": text.bos_token_id,
        "eos_token_id": text.eos_token_id, "freeze_mm_mlp_adapter": False, "hidden_act": "silu", "hidden_size": text.hidden_size,
        "image_aspect_ratio": "pad", "image_grid_pinpoints": None, "image_token_index": config.image_token_index,
        "initializer_range": 0.02, "intermediate_size": text.intermediate_size,
        "max_position_embeddings": text.max_position_embeddings, "max_window_layers": text.num_hidden_layers,
        "mm_hidden_size": config.vision_config.hidden_size, "mm_patch_merge_type": "flat", "mm_projector_lr": None,
        "mm_projector_type": "mlp2x_gelu", "mm_use_im_patch_token": False, "mm_use_im_start_end": False,
        "mm_vision_select_feature": "patch", "mm_vision_select_layer": -2, "mm_vision_tower": "mobileclip_l_1024",
        "model_type": "llava_qwen2", "num_attention_heads": text.num_attention_heads, "num_hidden_layers": text.num_hidden_layers,
        "num_key_value_heads": text.num_key_value_heads, "rms_norm_eps": text.rms_norm_eps,
        "rope_theta": text.rope_parameters["rope_theta"], "sliding_window": 32768, "tie_word_embeddings": False,
        "tokenizer_model_max_length": 8192, "tokenizer_padding_side": "right", "torch_dtype": dtype,
        "transformers_version": "4.48.3", "tune_mm_mlp_adapter": False, "unfreeze_mm_vision_tower": True, "use_cache": True,
        "use_mm_proj": True, "use_sliding_window": False, "vocab_size": text.vocab_size,
        "transformers.js_config": {"kv_cache_dtype": {"q4f16": "float16", "fp16": "float16"}},
    }


def make():
    folder = empty_folder(FAMILY)
    tokenizer = qwen_tokenizer(["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<image>"])
    tokenizer.chat_template = TEMPLATE
    model = store_weights(make_model(tokenizer), folder, torch.bfloat16)
    language_model = model.model.language_model
    # Of the class in transformers, which the weights are named for.
    (folder / "config.json").rename(folder / "config.fast_vlm.json")
    write_json(folder / "config.json", flat_config(model.config, "bfloat16"))

    tokenizer.save_pretrained(folder)
    change_json(folder / "tokenizer_config.json", {"chat_template": TEMPLATE})
    (folder / "chat_template.jinja").unlink()
    processor().save_pretrained(folder)
    change_json(folder / "preprocessor_config.json", {"processor_class": "LlavaProcessor"})
    write_json(folder / "processor_config.json", {"image_token": "<image>", "num_additional_image_tokens": 0, "patch_size": 64,
                                                  "processor_class": "LlavaProcessor"})

    process = lambda **settings: lambda image: processor(**settings)(image, return_tensors="np")["pixel_values"][0]
    frames = [(SIDE, SIDE, seed) for seed in range(40, 40 + SLOWFAST_FRAMES)]
    pixels = [torch.from_numpy(process()(pil_picture(*frame))[None]) for frame in frames]
    # The exporter leaves the module in the mode that it was in, with all that is inside of it.
    vision = FastVlmVision(model).eval()
    export_module(folder / "onnx" / "vision_encoder.onnx", vision, (torch.cat(pixels[:2]),), input_names=["pixel_values"],
                  output_names=["image_features"], dynamic_axes={"pixel_values": {0: "batch_size"}, "image_features": {0: "batch_size"}})
    write_embedding(folder / "onnx" / "embed_tokens.onnx", language_model.embed_tokens.weight.detach().numpy())
    write_decoder_graph(folder / "onnx" / "decoder_model_merged.onnx", language_model.config,
                        language_model_weights(language_model, model.lm_head), position_ids=True)

    with torch.no_grad():
        features = np.concatenate([model.model.get_image_features(frame, return_dict=True).pooler_output.numpy() for frame in pixels])
        assert np.abs(vision(pixels[0]).numpy() - features[:1]).max() == 0
    pictures = [*PICTURES, (SIDE, SIDE, 5)]
    write_oracle(
        [FAMILY],
        classes={"model": "FastVlmForConditionalGeneration", "imageProcessor": "CLIPImageProcessorPil", "tokenizer": "Qwen2Tokenizer"},
        pixel_facts={
            "native": pixel_values(process(), pictures),
            "nativePad": pixel_values(lambda image: process()(on_square(image)), pictures),
            "resize": pixel_values(process(size={"height": SIDE, "width": SIDE}, do_center_crop=False), pictures),
        },
        frames=frames, features=features, rows=TOKENS, columns=TOKENS,
        prompt_facts=prompts(tokenizer, [plain(turns) for turns in (ONE_TURN, WITH_SYSTEM, TWO_TURNS)]),
        placeholder=model.config.image_token_index, language_model=language_model, lm_head=model.lm_head, seed=6)
