"""Projector and decoder together: what the second step trains, and how its figures are taken."""

from random import Random

import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from chat import ChatEncoder, Turn
from clips import CachedClip
from layouts import Layout, aggregate
from make_tokenizer import begin_id, pad_id, user_id
from model import Decoder, Projector, Sizes

no_target = -100


class Reader(nn.Module):
    """Reads clips' features and conversations about them."""

    def __init__(self, sizes: Sizes):
        super().__init__()
        self.projector = Projector(sizes)
        self.decoder = Decoder(sizes)

    def forward(self, features: Tensor, layout: Layout, ids: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        """Features [batch, frames, patches, width], ids and targets [batch, text] to (logits, targets) of the targeted places."""
        video = aggregate(self.projector(features), layout)
        start = self.decoder.embed(torch.tensor([begin_id, user_id])).expand(video.shape[0], -1, -1)
        states = self.decoder(torch.cat([start, video, self.decoder.embed(ids)], dim=1))
        states = states[:, start.shape[1] + video.shape[1] :]
        wanted = targets != no_target
        return self.decoder.head(states[wanted]), targets[wanted]


def join_turns(turns: list[Turn]) -> tuple[list[int], list[int]]:
    """Ids of a conversation behind the video, and for each the id that should follow where that is the model's to say."""
    ids: list[int] = []
    targets: list[int] = []
    for number, turn in enumerate(turns):
        # The first user marker stands in front of the video.
        question = turn.question[1:] if number == 0 else turn.question
        ids += question + turn.answer
        targets += [no_target] * (len(question) - 1) + turn.answer + [no_target]
    return ids, targets


def pad(conversations: list[tuple[list[int], list[int]]]) -> tuple[Tensor, Tensor]:
    longest = max(len(ids) for ids, _ in conversations)
    ids = torch.full((len(conversations), longest), pad_id)
    targets = torch.full((len(conversations), longest), no_target)
    for row, (some_ids, some_targets) in enumerate(conversations):
        ids[row, : len(some_ids)] = torch.tensor(some_ids)
        targets[row, : len(some_targets)] = torch.tensor(some_targets)
    return ids, targets


def _need(question: dict) -> float:
    """How much practice a kind of question needs, measured by how late it is learned."""
    kind = {"where": 3.0, "motion": 4.0, "brief": 1.5, "shape": 1.0, "description": 1.0}.get(question["kind"], 0.6)
    return max(kind, 2.0) if "options" in question else kind


def converse(clip: CachedClip, layout: Layout, encoder: ChatEncoder, random: Random, room: int) -> tuple[list[int], list[int]]:
    """A random conversation about a clip, in at most `room` tokens."""
    questions = [
        question for question in clip.questions
        # The slow pathway alone mostly misses what is brief: asking would teach to guess.
        if layout.fast_rows or not question["brief"]
    ] or clip.questions
    turns: list[Turn] = []
    used = 0
    most = 1 if random.random() < 0.1 else 8
    drawn = sorted(questions, key=lambda question: random.random() ** (1 / _need(question)), reverse=True)
    for question in random.sample(drawn[:most], min(most, len(drawn))):
        turn = encoder.turn(question, random)
        length = len(turn.question) + len(turn.answer)
        if used + length > room and turns:
            continue
        turns.append(turn)
        used += length
    return join_turns(turns)


@torch.no_grad()
def evaluate(reader: Reader, clips: list[CachedClip], layout: Layout, encoder: ChatEncoder, per_clip: int) -> dict[str, float]:
    """Part of the answers that are right word for word, every question asked alone, by kind; multiple choice apart."""
    right: dict[str, list[bool]] = {}
    asked = [(clip, question) for clip in clips for question in clip.questions[:per_clip]]
    asked.sort(key=lambda pair: len(pair[1]["text"]))
    for first in range(0, len(asked), 64):
        part = asked[first : first + 64]
        conversations = [join_turns([encoder.turn(question)]) for _, question in part]
        ids, targets = pad(conversations)
        features = torch.stack([clip.features for clip, _ in part]).float()
        logits, wanted = reader(features, layout, ids, targets)
        matches = (logits.argmax(-1) == wanted).split([(row != no_target).sum().item() for row in targets])
        for (_, question), match in zip(part, matches):
            # With the forced words before it, naming every next token rightly is the same as answering so greedily.
            name = "choice" if "options" in question else question["kind"]
            right.setdefault(name, []).append(bool(match.all()))
    return {name: round(sum(results) / len(results), 3) for name, results in sorted(right.items())}


def losses(reader: Reader, clips: list[CachedClip], layout: Layout, encoder: ChatEncoder, random: Random, room: int) -> Tensor:
    ids, targets = pad([converse(clip, layout, encoder, random, room) for clip in clips])
    features = torch.stack([clip.features for clip in clips]).float()
    logits, wanted = reader(features, layout, ids, targets)
    return functional.cross_entropy(logits, wanted)
