"""Conversations about clips: which questions are asked behind one clip, in which form, and what the model is to say."""

from random import Random

import torch
from torch import Tensor

from chat import ChatEncoder, Turn
from clips import CachedClip
from aggregations import Aggregation
from make_tokenizer import pad_id

no_target = -100
choice = "choice"
"""Multiple choice is counted as a kind of its own."""
lasting_kinds = ("digits", "digit-at", "digit", "odd")
"""Kinds about what neither moves nor comes or goes."""


class Needs:
    """How much practice each kind of question gets: the more, the more of it still goes wrong on validation clips."""

    def __init__(self, accuracies: dict[str, float] | None = None):
        self.accuracies = dict(accuracies or {})

    def learn(self, accuracies: dict[str, float]) -> None:
        self.accuracies |= accuracies

    def of(self, kind: str) -> float:
        weaker = min(self.accuracies.get(kind, 0.5), self.accuracies.get(f"{choice} {kind}", 1))
        need = 0.2 + 2.8 * (1 - weaker)
        # A description has ten times the words of another answer, and every word counts.
        return need / 2 if kind == "description" else need

    def choice_part(self, kind: str) -> float:
        """The part of the questions of a kind that are asked as multiple choice."""
        return 0.25 + 0.6 * (1 - self.accuracies.get(f"{choice} {kind}", 0.5))


def seen_frames(aggregation: Aggregation, frames: int) -> list[int]:
    """The frames that an aggregation shows anything of."""
    return list(range(frames)) if aggregation.fast_rows else aggregation.slow_indices(frames)


def can_be_known(question: dict, clip: CachedClip, aggregation: Aggregation) -> bool:
    """Whether the frames of an aggregation tell the answer: a question about what falls between them would teach to guess."""
    seen = seen_frames(aggregation, len(clip.features))
    if question["brief"] and not any(frame in seen for frame in clip.brief_frames):
        return False
    if clip.appearance_frames and clip.appearance_frames[-1] > seen[-1]:
        # Something appears after the last frame: only what is always there stays certain.
        return question["kind"] in lasting_kinds
    if question["kind"] == "order":
        first, second = clip.appearance_frames
        return any(first <= frame < second for frame in seen) and any(frame >= second for frame in seen)
    return True


def converse(clip: CachedClip, aggregation: Aggregation, encoder: ChatEncoder, random: Random, room: int, needs: Needs) -> tuple[list[int], list[int]]:
    """A random conversation about a clip, in at most `room` tokens: ids, and for each the id that should follow."""
    pairs = [pair for pair in clip.questions if can_be_known(pair["open"], clip, aggregation)] or clip.questions[:1]
    drawn = sorted(pairs, key=lambda pair: random.random() ** (1 / needs.of(pair["open"]["kind"])), reverse=True)
    most = 1 if random.random() < 0.1 else 12
    turns: list[Turn] = []
    used = 0
    for pair in drawn[:most]:
        # Which letter stands before an answer that has just been given is learned first, then it goes without.
        is_choice = choice in pair and random.random() < needs.choice_part(pair["open"]["kind"])
        forms = ["open", choice] if is_choice and most > 1 and random.random() < 0.3 else [choice if is_choice else "open"]
        asked = [encoder.turn(pair[form], random) for form in forms]
        length = sum(len(turn.question) + len(turn.answer) for turn in asked)
        if used + length > room and turns:
            continue
        turns += asked
        used += length
    return join_turns(turns, with_verdicts=True)


def join_turns(turns: list[Turn], with_verdicts: bool = False) -> tuple[list[int], list[int]]:
    """Ids of a conversation behind the video, and for each the id that should follow where that is the model's to say.

    With verdicts, every option of a multiple choice is followed by yes or no, too: what it takes to find the letter is then learned
    from each of them, where the letter alone says little about why.
    """
    ids: list[int] = []
    targets: list[int] = []
    for number, turn in enumerate(turns):
        # The first user marker stands in front of the video.
        question = turn.question[1:] if number == 0 else turn.question
        ids += question + turn.answer
        asked = [no_target] * (len(question) - 1)
        for place, verdict in turn.verdicts.items() if with_verdicts else ():
            asked[place - (number == 0)] = verdict
        targets += asked + turn.answer + [no_target]
    return ids, targets


def pad(conversations: list[tuple[list[int], list[int]]]) -> tuple[Tensor, Tensor]:
    longest = max(len(ids) for ids, _ in conversations)
    ids = torch.full((len(conversations), longest), pad_id)
    targets = torch.full((len(conversations), longest), no_target)
    for row, (some_ids, some_targets) in enumerate(conversations):
        ids[row, : len(some_ids)] = torch.tensor(some_ids)
        targets[row, : len(some_targets)] = torch.tensor(some_targets)
    return ids, targets
