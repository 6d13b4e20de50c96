"""A head start for the projector: what the tower's patches were taught to name, in the words' own directions."""

from collections.abc import Iterator

import torch
from tokenizers import Tokenizer
from torch import Tensor

from model import PatchHeads, Tower
from pictures import normalise
from reader import Reader

names = {
    "colour": [None, "red", "green", "blue", "yellow", "orange", "purple", "white", "black"],
    "shape": [None, "circle", "square", "triangle", "star", "cross", "diamond", "digit"],
    "digit": [None, *"0123456789"],
    "row": ["top", "top", "top", "middle", "middle", "bottom", "bottom", "bottom"],
    "column": ["left", "left", "left", "middle", "middle", "right", "right", "right"],
}
"""For every class of the patch heads the word that means it."""


def _directions(reader: Reader, tokenizer: Tokenizer, random: torch.Generator) -> Iterator[Tensor]:
    """One direction of the language model's width per class: its word's, with something of its own."""
    width = reader.decoder.embed.weight.shape[1]
    for kind in PatchHeads.classes:
        for word in names[kind]:
            own = torch.randn(width, generator=random) * 0.15
            yield own if word is None else own + 0.7 * reader.decoder.embed.weight[tokenizer.token_to_id(word)]


@torch.no_grad()
def prime_projector(
    readers: list[Reader], tower: Tower, heads: PatchHeads, tokenizer: Tokenizer, pictures: Tensor, is_thing: Tensor
) -> list[int]:
    """Gives the least used hidden units of the projectors the patch heads' classes, and returns the units' numbers.

    In the tower's features a shape makes twice the difference that a colour or a place makes, and what makes little difference is learned
    late: scaled alike, all are. Pictures [n, size, size, 3] and is_thing [n, patches] say what to scale by.
    """
    random = torch.Generator().manual_seed(1)
    features = tower(normalise(pictures))
    weights = torch.cat([heads.classifiers[kind].weight for kind in PatchHeads.classes])
    biases = torch.cat([heads.classifiers[kind].bias for kind in PatchHeads.classes])
    answers = (features @ weights.T + biases)[is_thing]
    mean, spread = answers.mean(0), answers.std(0)
    first = readers[0].projector
    use = torch.nn.functional.gelu(first.first(features)).flatten(0, 1).std(0) * first.second.weight.norm(dim=0)
    units = use.argsort()[: len(weights)]
    directions = torch.stack(list(_directions(readers[0], tokenizer, random)), dim=1)
    for reader in readers:
        reader.projector.first.weight[units] = weights / spread[:, None]
        reader.projector.first.bias[units] = (biases - mean) / spread
        reader.projector.second.weight[:, units] = directions
    return units.tolist()
