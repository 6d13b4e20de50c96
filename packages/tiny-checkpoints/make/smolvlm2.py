"""SmolVLM2: SigLIP 512/16, pixel shuffle by 4 (8x8 tokens), a LLaMA language model."""

import numpy as np
import torch
from checkpoint import change_json, empty_folder, export_module, randomize, store_weights, write_json
from decoder_graph import language_model_weights, write_decoder_graph, write_embedding
from judged import write_oracle
from oracle import PICTURES, SLOWFAST_FRAMES, pixel_values, prompts
from picture import pil_picture
from smolvlm_vision import SmolVlmVision
from tokenizers import AddedToken, pre_tokenizers
from train_tokenizer import GPT2_PATTERN, byte_level_bpe
from transformers import GPT2Tokenizer, SmolVLMConfig, SmolVLMForConditionalGeneration, SmolVLMImageProcessorPil
from turns import ONE_TURN, TWO_TURNS, WITH_SYSTEM

FAMILY, SIDE, PATCH, TOKENS = "smolvlm2", 512, 16, 8
IN_FRONT = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
BEHIND = ["<global-img>", *(f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7)),
          "<fake_token_around_image>", "<image>", "<end_of_utterance>"]
# What a single picture's tokens stand between in the processor's own prompts.
BEFORE, AFTER = ["<fake_token_around_image>", "<global-img>"], ["<fake_token_around_image>"]
TEMPLATE = (
    "<|im_start|>"
    "{%- for message in messages -%}"
    "{{- message.role | capitalize + (':' if message.content[0].type == 'image' else ': ') -}}"
    "{%- for part in message.content -%}"
    "{{- '<image>' if part.type == 'image' else part.text -}}"
    "{%- endfor -%}"
    "{{- '<end_of_utterance>\n' -}}"
    "{%- endfor -%}"
    "{{- 'Assistant:' if add_generation_prompt else '' -}}"
)


def make_tokenizer():
    vocab, merges = byte_level_bpe(GPT2_PATTERN, size=380, specials=IN_FRONT)
    tokenizer = GPT2Tokenizer(vocab=vocab, merges=merges, bos_token="<|im_start|>", eos_token=None, pad_token="<|im_end|>",
                              clean_up_tokenization_spaces=False)
    digits = pre_tokenizers.Digits(individual_digits=True)
    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence([digits, pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.add_tokens([AddedToken(token, special=True, normalized=False) for token in IN_FRONT + BEHIND])
    tokenizer.eos_token = "<end_of_utterance>"
    tokenizer.chat_template = TEMPLATE
    return tokenizer


def processor(**settings):
    return SmolVLMImageProcessorPil(max_image_size={"longest_edge": SIDE}, image_mean=[0.5] * 3, image_std=[0.5] * 3, **settings)


def single(image_processor):
    """`pixel_values` [3, side, side] of one picture that isn't split; the mask of such a picture is all ones."""
    def process(image):
        values = image_processor(image, do_image_splitting=False, return_tensors="np")
        assert values["pixel_values"].shape == (1, 1, 3, SIDE, SIDE) and values["pixel_attention_mask"].all()
        return values["pixel_values"][0, 0]
    return process


def make_model(tokenizer):
    config = SmolVLMConfig(
        image_token_id=tokenizer.convert_tokens_to_ids("<image>"), scale_factor=4,
        text_config={"model_type": "llama", "vocab_size": len(tokenizer), "hidden_size": 36, "intermediate_size": 64,
                     "num_hidden_layers": 2, "num_attention_heads": 9, "num_key_value_heads": 3, "head_dim": 4,
                     "rms_norm_eps": 1e-5, "rope_parameters": {"rope_theta": 100000.0, "rope_type": "default"},
                     "bos_token_id": tokenizer.bos_token_id, "eos_token_id": tokenizer.eos_token_id,
                     "pad_token_id": tokenizer.pad_token_id, "max_position_embeddings": 8192},
        vision_config={"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
                       "image_size": SIDE, "patch_size": PATCH})
    return randomize(SmolVLMForConditionalGeneration(config), 21, scales={"connector": 0.06, "lm_head": 0.4})


def check_export(path, model, pixels):
    """The exported tower against transformers: one picture, two with a padding picture, and a padded one."""
    import onnxruntime
    session = onnxruntime.InferenceSession(path)
    mask = np.ones((1, 3, SIDE, SIDE), bool)
    mask[0, 1, 300:], mask[0, 1, :, 200:] = False, False
    batch = np.concatenate([pixels[:2], np.zeros_like(pixels[:1])])[None] * mask[:, :, None]
    for values, seen in ((pixels[None, :1], np.ones((1, 1, SIDE, SIDE), bool)), (batch, mask)):
        with torch.no_grad():
            real = torch.cat(model.model.get_image_features(torch.from_numpy(values), torch.from_numpy(seen),
                                                            return_dict=True).pooler_output).numpy()
        ours = session.run(None, {"pixel_values": values, "pixel_attention_mask": seen})[0].reshape(real.shape)
        assert np.abs(ours - real).max() < 1e-5 * np.abs(real).max(), np.abs(ours - real).max()


def make():
    folder = empty_folder(FAMILY)
    tokenizer = make_tokenizer()
    model = store_weights(make_model(tokenizer), folder, torch.bfloat16)
    language_model = model.model.text_model

    process = single(processor(size={"longest_edge": SIDE}))
    frames = [(SIDE, SIDE, seed) for seed in range(60, 60 + SLOWFAST_FRAMES)]
    pixels = np.stack([process(pil_picture(*frame)) for frame in frames])
    vision = folder / "onnx" / "vision_encoder.onnx"
    example = torch.from_numpy(pixels[None, :2]), torch.ones((1, 2, SIDE, SIDE), dtype=torch.bool)
    free = {0: "batch_size", 1: "num_images"}
    export_module(vision, SmolVlmVision(model).eval(), example, input_names=["pixel_values", "pixel_attention_mask"],
                  output_names=["image_features"],
                  dynamic_axes={"pixel_values": free, "pixel_attention_mask": free, "image_features": {0: "num_image_features"}})
    check_export(vision, model, pixels)
    write_embedding(folder / "onnx" / "embed_tokens.onnx", language_model.embed_tokens.weight.detach().numpy())
    write_decoder_graph(folder / "onnx" / "decoder_model_merged.onnx", language_model.config,
                        language_model_weights(language_model, model.lm_head), position_ids=True)

    # As published: the template in chat_template.json, the processor's settings in two files.
    tokenizer.save_pretrained(folder)
    write_json(folder / "chat_template.json", {"chat_template": TEMPLATE})
    (folder / "chat_template.jinja").unlink()
    processor(size={"longest_edge": 2048}).save_pretrained(folder)
    sampling = {"fps": 1, "max_frames": 64, "video_size": {"longest_edge": SIDE}}
    change_json(folder / "preprocessor_config.json", {"processor_class": "SmolVLMProcessor", "video_sampling": sampling})
    write_json(folder / "processor_config.json", {"image_seq_len": TOKENS**2, "processor_class": "SmolVLMProcessor"})
    js_config = {"kv_cache_dtype": {"q4f16": "float16", "fp16": "float16"}}
    change_json(folder / "config.json", {"transformers.js_config": js_config}, removed=["_pad_token_id"])

    with torch.no_grad():
        features = torch.stack(model.model.get_image_features(torch.from_numpy(pixels[:, None]), return_dict=True).pooler_output)
    pictures = [*PICTURES, (SIDE, SIDE, 5)]
    write_oracle(
        [FAMILY],
        classes={"model": "SmolVLMForConditionalGeneration", "tokenizer": "GPT2Tokenizer",
                 "imageProcessor": "SmolVLMImageProcessorPil without splitting; native: with the size of a video's frames"},
        pixel_facts={
            "native": pixel_values(process, pictures),
            "nativeImage": pixel_values(single(processor(size={"longest_edge": 2048})), pictures),
            "resize": pixel_values(single(processor(do_resize=False)), pictures),
        },
        frames=frames, features=features.numpy(), rows=TOKENS, columns=TOKENS,
        prompt_facts=prompts(tokenizer, [ONE_TURN, WITH_SYSTEM, TWO_TURNS]), placeholder=model.config.image_token_id,
        language_model=language_model, lm_head=model.lm_head,
        aroundImage={"before": tokenizer.convert_tokens_to_ids(BEFORE), "after": tokenizer.convert_tokens_to_ids(AFTER)},
    )
