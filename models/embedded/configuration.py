"""The configuration files that lie beside the weights."""

from chat import choice_start
from aggregations import default_aggregation
from make_tokenizer import begin_id, end_id, image_id, pad_id, special_tokens
from model import Sizes

knows = (
    "drawn shapes only: circle, square, triangle, star, cross and diamond in red, green, blue, yellow, orange, purple, white and black, "
    "still or moving left, right, up or down, some appearing one after the other or for a moment only, digits, lines of small digits, "
    "and small shapes of which one is different"
)


def configuration_files(sizes: Sizes) -> dict[str, dict]:
    """The JSON files by name."""
    tokens = dict(zip(special_tokens, range(len(special_tokens))))
    return {
        "config.json": {
            "architectures": ["LlavaForConditionalGeneration"],
            "model_type": "llava",
            "image_token_index": image_id,
            "image_seq_length": sizes.patches,
            "projector_hidden_act": "gelu",
            "vision_feature_layer": -1,
            "vision_feature_select_strategy": "full",
            "vision_config": {
                "model_type": "siglip_vision_model",
                "image_size": sizes.image_size,
                "patch_size": sizes.patch_size,
                "hidden_size": sizes.tower_width,
                "intermediate_size": 4 * sizes.tower_width,
                "num_hidden_layers": sizes.tower_layers,
                "num_attention_heads": sizes.tower_heads,
            },
            "text_config": {
                "model_type": "llama",
                "hidden_size": sizes.width,
                "intermediate_size": sizes.inner,
                "num_hidden_layers": sizes.layers,
                "num_attention_heads": sizes.heads,
                "num_key_value_heads": sizes.heads,
                "head_dim": sizes.head_size,
                "vocab_size": sizes.vocabulary,
                "max_position_embeddings": sizes.positions,
                "rope_theta": sizes.rope_theta,
                "rms_norm_eps": sizes.epsilon,
                "hidden_act": "silu",
                "bos_token_id": begin_id,
                "eos_token_id": end_id,
                "pad_token_id": pad_id,
                "tie_word_embeddings": False,
            },
            # The other forms are there for those who ask for them.
            "transformers.js_config": {"dtype": "fp32"},
            "slowfast": {
                "frames": 16,
                "aggregation": str(default_aggregation),
                "fit": "resize",
                "instructions": {
                    "keyFrames": "",
                    "openEnded": "",
                    "multipleChoice": "",
                    "openEndedAnswerStart": "",
                    "multipleChoiceAnswerStart": choice_start,
                },
                "booleanQuestions": "plain",
                "knows": knows,
            },
        },
        "generation_config.json": {
            "bos_token_id": begin_id,
            "eos_token_id": end_id,
            "pad_token_id": pad_id,
            "do_sample": False,
            "max_new_tokens": 32,
        },
        "preprocessor_config.json": {
            "image_processor_type": "CLIPImageProcessor",
            "do_convert_rgb": True,
            "do_resize": True,
            "size": {"height": sizes.image_size, "width": sizes.image_size},
            "resample": 3,
            "do_center_crop": False,
            "do_rescale": True,
            "rescale_factor": 1 / 255,
            "do_normalize": True,
            "image_mean": [0.5, 0.5, 0.5],
            "image_std": [0.5, 0.5, 0.5],
        },
        "processor_config.json": {
            "processor_class": "LlavaProcessor",
            "image_token": special_tokens[image_id],
            "patch_size": sizes.patch_size,
            "vision_feature_select_strategy": "full",
            "num_additional_image_tokens": 0,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "bos_token": special_tokens[begin_id],
            "eos_token": special_tokens[end_id],
            "pad_token": special_tokens[pad_id],
            "unk_token": special_tokens[1],
            "clean_up_tokenization_spaces": True,
            "added_tokens_decoder": {
                str(number): {"content": token, "lstrip": False, "normalized": False, "rstrip": False, "single_word": False, "special": True}
                for token, number in tokens.items()
            },
        },
    }
