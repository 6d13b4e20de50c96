"""LFM2-VL: SigLIP 2 NaFlex on packed patches, pixel unshuffle by 2, a language model of convolutions and attention. And the same
weights in the newest layout, whose decoder graph embeds its own ids: `lfm3-vl`."""

import hashlib

import numpy as np
import torch
from checkpoint import change_json, empty_folder, export_module, randomize, store_weights, write_json
from decoder_graph import language_model_weights, write_decoder_graph, write_embedding
from judged import write_oracle
from lfm2_layers import lfm2_layer, own_embeddings
from lfm2_processor import Lfm2VlImageProcessorPillow, unpacked
from lfm2_vision import Lfm2VlVision
from oracle import PICTURES, SLOWFAST_FRAMES, features_fact, pixel_values, prompts
from picture import pil_picture
from PIL import Image
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, processors
from train_tokenizer import byte_level_bpe
from transformers import Lfm2VlConfig, Lfm2VlForConditionalGeneration, Lfm2VlImageProcessor, Lfm2VlProcessor, PreTrainedTokenizerFast
from turns import ONE_TURN, TWO_TURNS, WITH_SYSTEM

SIDE, PATCH, PACKED = 512, 16, 1024
PATTERN = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|"
           r"\s+(?!\S)|\s+")
IN_FRONT = ["<|pad|>", "<|startoftext|>", "<|endoftext|>", "<|fim_pre|>", "<|fim_mid|>", "<|fim_suf|>", "<|im_start|>", "<|im_end|>",
            "<image>", *(f"<|img_row_{row}_col_{column}|>" for row in (1, 2) for column in (1, 2)), "<|img_thumbnail|>",
            "<|image_start|>", "<|image_end|>"]
TEMPLATE = (
    "{{- bos_token -}}"
    "{%- for message in messages -%}"
    "{{- '<|im_start|>' + message.role + '\\n' -}}"
    "{%- if message.content is string -%}"
    "{{- message.content -}}"
    "{%- else -%}"
    "{%- for part in message.content -%}"
    "{{- '<image>' if part.type == 'image' else part.text -}}"
    "{%- endfor -%}"
    "{%- endif -%}"
    "{{- '<|im_end|>\\n' -}}"
    "{%- endfor -%}"
    "{%- if add_generation_prompt -%}"
    "{{- '<|im_start|>assistant\\n' -}}"
    "{%- endif -%}"
)


def make_tokenizer():
    vocab, merges = byte_level_bpe(PATTERN, size=400, specials=IN_FRONT)
    tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=merges))
    split = pre_tokenizers.Split(Regex(PATTERN), behavior="isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in IN_FRONT])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<|startoftext|> $A", pair="<|startoftext|> $A <|startoftext|> $B", special_tokens=[("<|startoftext|>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<|startoftext|>", eos_token="<|im_end|>", pad_token="<|pad|>", chat_template=TEMPLATE,
        clean_up_tokenization_spaces=False, model_input_names=["input_ids", "attention_mask"])


def make_model(tokenizer):
    config = Lfm2VlConfig(
        image_token_id=tokenizer.convert_tokens_to_ids("<image>"), downsample_factor=2, projector_hidden_size=48,
        projector_use_layernorm=False,
        text_config={"model_type": "lfm2", "vocab_size": len(tokenizer), "hidden_size": 32, "intermediate_size": 64,
                     "block_auto_adjust_ff_dim": False, "num_hidden_layers": 4, "num_attention_heads": 4, "num_key_value_heads": 2,
                     "norm_eps": 1e-5, "conv_L_cache": 3, "conv_bias": False,
                     "layer_types": ["conv", "conv", "full_attention", "conv"], "bos_token_id": 1, "eos_token_id": 7,
                     "pad_token_id": 0, "rope_parameters": {"rope_theta": 1000000.0, "rope_type": "default"},
                     "tie_word_embeddings": True},
        vision_config={"model_type": "siglip2_vision_model", "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
                       "num_attention_heads": 4, "patch_size": PATCH, "num_patches": 256, "vision_use_head": False})
    return randomize(Lfm2VlForConditionalGeneration(config), 41,
                     scales={"embed_tokens": 0.5, "conv.conv": 0.6, "multi_modal_projector": 0.15})


def processor(kind=Lfm2VlImageProcessorPillow, **settings):
    return kind(min_image_tokens=64, max_image_tokens=256, **settings)


def packed(image_processor, image):
    """Patches [1, 1024, 768], their mask [1, 1024] and rows and columns [1, 2] of one picture as a single tile."""
    values = image_processor([[image]], do_image_splitting=False, return_tensors="pt")
    return values["pixel_values"], values["pixel_attention_mask"].long(), values["spatial_shapes"]


def packed_values(prepare, pictures):
    """Pixel values before and after packing, and how far those of the torchvision backend are away."""
    facts = []
    for picture in pictures:
        image = prepare(pil_picture(*picture))
        values, mask, shape = packed(processor(), image)
        rows, columns = shape[0].tolist()
        assert mask[0].sum() == rows * columns and values.shape == (1, PACKED, 3 * PATCH**2)
        whole = unpacked(values[0, : rows * columns], rows, columns, PATCH)
        fact = pixel_values(lambda _, whole=whole: whole, [picture])[0]
        other = packed(processor(Lfm2VlImageProcessor), image)[0]
        digest = hashlib.sha256(np.ascontiguousarray(values[0].numpy(), "<f4").tobytes()).hexdigest()
        facts.append({**fact, "packed": {"rows": rows, "columns": columns, "shape": list(values.shape[1:]), "sha256": digest},
                      "torchvisionDistance": float((values - other).abs().max())})
    return facts


def feature_facts(model, pictures):
    """Features of pictures with other grids, by the processor's own fit."""
    facts = []
    for picture in pictures:
        values, mask, shape = packed(processor(), pil_picture(*picture))
        features = features_of(model, values, mask, shape)
        rows, columns = (shape[0] // model.config.downsample_factor).tolist()
        facts.append((picture, features, rows, columns))
    return facts


def features_of(model, values, mask, shape):
    with torch.no_grad():
        output = model.model.get_image_features(pixel_values=values, pixel_attention_mask=mask, spatial_shapes=shape, return_dict=True)
    return torch.cat(output.pooler_output).numpy()


def check_export(path, model, inputs):
    """The exported tower against transformers: a batch of unequal grids, each alone, and each alone without padding."""
    import onnxruntime
    session = onnxruntime.InferenceSession(path)
    names = [value.name for value in session.get_inputs()]
    batch = [torch.cat(parts) for parts in zip(*inputs)]
    bare = [(values[:, : shape.prod()], mask[:, : shape.prod()], shape) for values, mask, shape in inputs]
    for case, judge in [(batch, batch), *zip(inputs, inputs), *zip(bare, inputs)]:
        real = features_of(model, *judge)
        ours = session.run(None, dict(zip(names, (part.numpy() for part in case))))[0]
        assert np.abs(ours - real).max() < 1e-5 * np.abs(real).max(), np.abs(ours - real).max()


def write_files(folder, model, tokenizer, *, newest):
    """Everything but the weights. `newest`: no embedding file, and the processor's settings in one file."""
    onnx, language_model = folder / "onnx", model.model.language_model
    inputs = [packed(processor(), pil_picture(*picture)) for picture in PICTURES]
    names = ["pixel_values", "pixel_attention_mask", "spatial_shapes"]
    free = {0: "batch_size", 1: "num_patches"}
    export_module(onnx / "vision_encoder.onnx", Lfm2VlVision(model).eval(), tuple(torch.cat(parts) for parts in zip(*inputs)),
                  input_names=names, output_names=["image_features"],
                  dynamic_axes={names[0]: free, names[1]: free, names[2]: {0: "batch_size"}, "image_features": {0: "num_image_tokens"}})
    check_export(onnx / "vision_encoder.onnx", model, inputs)
    table, weights = language_model.embed_tokens.weight.detach().numpy(), language_model_weights(language_model, model.lm_head)
    options = {"position_ids": False, "layer": lfm2_layer, "norm": "embedding_norm.weight"}
    if newest:
        options["embed"] = own_embeddings(table, model.config.image_token_id)
    else:
        write_embedding(onnx / "embed_tokens.onnx", table)
    write_decoder_graph(onnx / "decoder_model_merged.onnx", language_model.config, weights, **options)

    Lfm2VlProcessor(processor(Lfm2VlImageProcessor), tokenizer, chat_template=TEMPLATE).save_pretrained(folder)
    if not newest:
        processor(Lfm2VlImageProcessor).save_pretrained(folder)
        change_json(folder / "preprocessor_config.json", {"processor_class": "Lfm2VlProcessor"})
        write_json(folder / "processor_config.json", {"processor_class": "Lfm2VlProcessor"})
    settings = {"image_token": "<image>", "image_start_token": "<|image_start|>", "image_end_token": "<|image_end|>",
                "image_thumbnail": "<|img_thumbnail|>"}
    change_json(folder / "tokenizer_config.json", {**settings, "processor_class": "Lfm2VlProcessor"})
    # Published configurations repeat these of the image processor.
    repeated = {"do_image_splitting": True, "encoder_patch_size": PATCH, "max_image_tokens": 256, "max_pixels_tolerance": 2.0,
                "max_tiles": 10, "min_image_tokens": 64, "min_tiles": 2, "tile_size": SIDE, "use_image_special_tokens": True,
                "use_thumbnail": True}
    change_json(folder / "config.json", {**repeated, "transformers.js_config": {"use_external_data_format": False}})


def make():
    tokenizer = make_tokenizer()
    for family in ("lfm2-vl", "lfm3-vl"):
        folder = empty_folder(family)
        model = store_weights(make_model(tokenizer), folder, torch.bfloat16)
        write_files(folder, model, tokenizer, newest=family == "lfm3-vl")

    frames = [(SIDE, SIDE, seed) for seed in range(80, 80 + SLOWFAST_FRAMES)]
    features = np.stack([features_of(model, *packed(processor(), pil_picture(*frame))) for frame in frames])
    pictures = [*PICTURES, (1920, 1080, 8), (SIDE, SIDE, 5)]
    side = SIDE // PATCH // model.config.downsample_factor
    write_oracle(
        ["lfm2-vl", "lfm3-vl"],
        classes={"model": "Lfm2VlForConditionalGeneration", "tokenizer": "PreTrainedTokenizerFast",
                 "imageProcessor": "Lfm2VlImageProcessor without splitting, with Pillow's resize and the Pillow backend's normalising"},
        pixel_facts={
            "native": packed_values(lambda image: image, pictures),
            "resize": packed_values(lambda image: image.resize((SIDE, SIDE), Image.Resampling.BILINEAR), pictures),
        },
        frames=frames, features=features, rows=side, columns=side,
        prompt_facts=prompts(tokenizer, [ONE_TURN, WITH_SYSTEM, TWO_TURNS], add_special_tokens=False),
        placeholder=model.config.image_token_id, language_model=model.model.language_model, lm_head=model.lm_head,
        featuresOfOtherGrids=[features_fact(*facts) for facts in feature_facts(model, PICTURES[:2])],
        aroundImage={"before": tokenizer.convert_tokens_to_ids(["<|image_start|>"]),
                     "after": tokenizer.convert_tokens_to_ids(["<|image_end|>"])},
    )
