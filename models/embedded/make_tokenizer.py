"""Builds the tokenizer from the world's own words."""

import argparse
import json
import subprocess
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers

from world import generator, node_program

special_tokens = ["<pad>", "<unk>", "<s>", "</s>", "<image>", "<user>", "<assistant>"]
pad_id, unknown_id, begin_id, end_id, image_id, user_id, assistant_id = range(len(special_tokens))


def make_tokenizer() -> Tokenizer:
    """Whole words, digits and marks one by one; what the world never says becomes <unk>."""
    printed = subprocess.run([node_program(), str(generator.with_name("words.ts"))], capture_output=True, check=True)
    words = [*special_tokens, *json.loads(printed.stdout)]
    vocabulary = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="<unk>", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.BertPreTokenizer()]
    )
    tokenizer.decoder = decoders.WordPiece(prefix="##", cleanup=True)
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in special_tokens])
    return tokenizer


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    make_tokenizer().save(str(parser.parse_args().file))
