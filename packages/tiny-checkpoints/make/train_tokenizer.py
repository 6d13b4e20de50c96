"""Small tokenizers of the kinds that LLaVA checkpoints have, trained on a few texts, as the real classes load them."""

import json

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import LlamaTokenizer, Qwen2Tokenizer
from transformers.models.qwen2.tokenization_qwen2 import PRETOKENIZE_REGEX

TEXTS = [
    "What is happening in the video? A person opens the door and puts the red cup on the table.",
    "Describe the picture in one sentence. How many people are there? There are two. The car is red.",
    "You are a helpful assistant. A chat between a curious human and an artificial intelligence assistant.",
    "Le café est très bon. Ein Mädchen läuft über die Straße. Привет, мир! 视频里的人在做什么？ 🙂🎬",
    "def read(path): return open(path).read()  # 12345 67890",
    "user assistant system USER: ASSISTANT: [INST] [/INST] Answer the question. Yes. No.",
] * 6


# What the byte-level splitting of GPT-2 does, digits apart.
GPT2_PATTERN = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


def byte_level_bpe(pattern, *, size, normalizer=None, texts=TEXTS, specials=()):
    """Vocabulary (by token) and merges of a BPE over bytes, split by `pattern` first. `specials` get the first ids."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizer
    split = pre_tokenizers.Split(Regex(pattern), behavior="isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=size, initial_alphabet=alphabet, special_tokens=list(specials), show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    return model["vocab"], [tuple(merge) for merge in model["merges"]]


def qwen_tokenizer(added, *, size=380, **settings):
    """Qwen2's tokenizer. `added`: special tokens in the order of their ids, behind the vocabulary."""
    vocab, merges = byte_level_bpe(PRETOKENIZE_REGEX, size=size, normalizer=normalizers.NFC())
    tokenizer = Qwen2Tokenizer(vocab=vocab, merges=merges, unk_token=None, eos_token=None, pad_token=None)
    tokenizer.add_tokens(added, special_tokens=True)
    for name, token in {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>", **settings}.items():
        setattr(tokenizer, name, token)
    return tokenizer


def sentencepiece_vocabulary(*, size=520, texts=TEXTS):
    """Vocabulary and merges like those of LLaMA's SentencePiece model: <unk>, <s>, </s>, all bytes, then pieces. Letters beyond
    Latin are left to the bytes: the trainer's own limit on the alphabet gives another vocabulary at every run."""
    specials = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=specials, max_token_length=12, show_progress=False)
    latin = ["".join(letter for letter in text if ord(letter) < 0x180) for text in texts]
    tokenizer.train_from_iterator(latin, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    return model["vocab"], [tuple(merge) for merge in model["merges"]]


def llama_tokenizer(added, *, size=520, **settings):
    """LLaMA 2's tokenizer, `added` behind its vocabulary."""
    vocab, merges = sentencepiece_vocabulary(size=size)
    tokenizer = LlamaTokenizer(vocab=vocab, merges=merges, **settings)
    tokenizer.add_tokens(added, special_tokens=True)
    return tokenizer
