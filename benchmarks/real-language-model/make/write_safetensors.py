"""The language model inside a LLaVA checkpoint in safetensors, written by the real class."""

from copy import deepcopy

import torch
from transformers import CLIPVisionConfig, LlavaConfig, LlavaForConditionalGeneration

from write_checkpoint import IMAGE, PATCH, write_side_files
from weights import IMAGE_TOKEN


def write_safetensors(folder, model, tokenizer, chat_template):
    """float32. The vision tower and the projector are tiny and random: a language model alone has none."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(5)
    vision = CLIPVisionConfig(image_size=IMAGE, patch_size=PATCH, hidden_size=32, intermediate_size=64, num_hidden_layers=2,
                              num_attention_heads=2)
    config = LlavaConfig(vision_config=vision, text_config=deepcopy(model.config),
                         image_token_index=tokenizer.token_to_id(IMAGE_TOKEN), image_seq_length=(IMAGE // PATCH) ** 2,
                         tie_word_embeddings=True)
    whole = LlavaForConditionalGeneration(config).float()
    whole.model.language_model.load_state_dict(model.model.state_dict())
    whole.tie_weights()
    whole.save_pretrained(folder)
    write_side_files(folder, model.config, tokenizer, chat_template)
