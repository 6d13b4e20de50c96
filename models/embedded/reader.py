"""Projector and language model together: what the second step trains, and how its figures are taken."""

from random import Random

import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from chat import ChatEncoder
from clips import CachedClip
from conversations import Needs, choice, converse, join_turns, no_target, pad
from aggregations import Aggregation, pooling_matrix, reduce_slow
from make_tokenizer import begin_id, user_id
from model import LanguageModel, Projector, Sizes


class Reader(nn.Module):
    """Reads clips' features and conversations about them."""

    def __init__(self, sizes: Sizes):
        super().__init__()
        self.projector = Projector(sizes)
        # Named as its weights are in the exported files.
        self.decoder = LanguageModel(sizes)

    def watch(self, features: Tensor, aggregation: Aggregation) -> Tensor:
        """Features [batch, frames, patches, width] to video tokens [batch, tokens, width].

        The same as `aggregate(projector(features), aggregation)`, but only what is needed is computed: the slow frames alone where there is no fast
        pathway, and means before the projector's second layer, which they commute with.
        """
        frames = features.shape[1]
        slow = aggregation.slow_indices(frames)
        parts = []
        hidden = functional.gelu(self.projector.first(features if aggregation.fast_rows else features[:, slow]))
        if slow:
            chosen = hidden[:, slow] if aggregation.fast_rows else hidden
            parts.append(reduce_slow(self.projector.second(chosen), aggregation.slow_mode))
        if aggregation.fast_rows:
            side = int(features.shape[2] ** 0.5)
            means = pooling_matrix(side, aggregation.fast_rows, aggregation.fast_columns).to(hidden.dtype) @ hidden
            parts.append(self.projector.second(means).flatten(1, 2))
        return torch.cat(parts, dim=1)

    def forward(self, features: Tensor, aggregation: Aggregation, ids: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        """Features [batch, frames, patches, width], ids and targets [batch, text] to (logits, targets) of the targeted places."""
        video = self.watch(features, aggregation)
        start = self.decoder.embed(torch.tensor([begin_id, user_id])).expand(video.shape[0], -1, -1)
        states = self.decoder(torch.cat([start, video.float(), self.decoder.embed(ids)], dim=1))
        states = states[:, start.shape[1] + video.shape[1] :]
        wanted = targets != no_target
        return self.decoder.head(states[wanted]).float(), targets[wanted]


@torch.no_grad()
def evaluate(reader: Reader, clips: list[CachedClip], aggregation: Aggregation, encoder: ChatEncoder, per_clip: int) -> dict[str, list[bool]]:
    """For each kind, and each kind's multiple choice, which answers are right word for word.

    Every question is asked alone, every third as multiple choice.
    """
    right: dict[str, list[bool]] = {}
    asked = [
        (clip, pair[choice if choice in pair and number % 3 == 2 else "open"])
        for clip in clips
        for number, pair in enumerate(clip.questions[:per_clip])
    ]
    asked.sort(key=lambda one: len(one[1]["text"]))
    for first in range(0, len(asked), 48):
        part = asked[first : first + 48]
        ids, targets = pad([join_turns([encoder.turn(question)]) for _, question in part])
        features = torch.stack([clip.features for clip, _ in part]).float()
        logits, wanted = reader(features, aggregation, ids, targets)
        matches = (logits.argmax(-1) == wanted).split([(row != no_target).sum().item() for row in targets])
        for (_, question), match in zip(part, matches):
            # With the forced words before it, naming every next token rightly is the same as answering so greedily.
            names = [choice, f"{choice} {question['kind']}"] if "options" in question else [question["kind"]]
            for name in names:
                right.setdefault(name, []).append(bool(match.all()))
    return right


def losses(
    reader: Reader, clips: list[CachedClip], aggregation: Aggregation, encoder: ChatEncoder, random: Random, room: int, needs: Needs
) -> Tensor:
    ids, targets = pad([converse(clip, aggregation, encoder, random, room, needs) for clip in clips])
    features = torch.stack([clip.features for clip in clips])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits, wanted = reader(features.bfloat16(), aggregation, ids, targets)
    return functional.cross_entropy(logits, wanted)
