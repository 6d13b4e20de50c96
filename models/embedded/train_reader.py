"""Step 2: projector and decoder on clips through random SlowFast layouts; the tower stays as it is."""

import argparse
import copy
import json
import math
import os
import time
from pathlib import Path
from random import Random

import torch
from tokenizers import Tokenizer

from chat import ChatEncoder
from clips import CachedClip, ClipPool, encode, frame_counts
from layouts import default_layout, parse_layout, random_layout, still_layout
from make_tokenizer import make_tokenizer
from model import PatchHeads, Sizes, Tower
from priming import prime_projector
from reader import Reader, evaluate, losses
from team import Team, work_together
from train_tower import batches, unclear
from world import stream

runs = Path(__file__).parent / "runs"
checked_layouts = [
    default_layout,
    parse_layout("slowfast-slow_4frms_concat-fast_0x0"),
    parse_layout("slowfast-slow_0frms_concat-fast_4x4"),
    parse_layout("slowfast-slow_0frms_concat-fast_2x2"),
]


def validation_clips(tower: Tower, count: int) -> list[CachedClip]:
    drawn = list(stream("clips", split="validation", seed=2, frames=16, count=count))
    features = encode(tower, [pictures for _, pictures, _ in drawn], None)
    return [CachedClip(features[number], header["questions"]) for number, (header, _, _) in enumerate(drawn)]


class Run:
    """Everything that a run changes, and how it is kept."""

    def __init__(self, team: Team, settings: argparse.Namespace):
        self.file = settings.folder / "model.pt"
        tokenizer = make_tokenizer()
        self.encoder = ChatEncoder(tokenizer)
        tower_state = torch.load(settings.tower, weights_only=False)
        self.sizes = Sizes(**{**tower_state["sizes"], "vocabulary": tokenizer.get_vocab_size()})
        self.tower = Tower(self.sizes).eval().requires_grad_(False)
        self.tower.load_state_dict(tower_state["tower"])
        torch.manual_seed(settings.seed)
        self.reader = Reader(self.sizes)
        # Weights averaged over the last few hundred steps are as good as those of a finished schedule, at any time.
        self.averaged = copy.deepcopy(self.reader)
        self.optimiser = torch.optim.AdamW(self.reader.parameters(), betas=(0.9, 0.98), weight_decay=0.02)
        self.step = 0
        self.seconds_before = 0.0
        self.started = time.monotonic()
        self.team = team
        if settings.resume and self.file.exists():
            state = torch.load(self.file, weights_only=False)
            self.reader.load_state_dict(state["reader"])
            self.averaged.load_state_dict(state["averaged"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.seconds_before = state["step"], state["seconds"]

        if settings.prime or self.step == 0:
            self._prime(tower_state["heads"], tokenizer)

    def _prime(self, heads_state: dict, tokenizer: Tokenizer) -> None:
        heads = PatchHeads(self.sizes)
        heads.load_state_dict(heads_state)
        pictures, labels = next(batches("validation", 3, 192, 192))
        is_thing = (labels[:, 0] > 0) & (labels[:, 0] != unclear)
        units = prime_projector([self.reader, self.averaged], self.tower, heads, tokenizer, pictures, is_thing)
        # What the optimiser remembers of these units is about weights that are gone.
        for weight, part in ((self.reader.projector.first.weight, units), (self.reader.projector.second.weight, (slice(None), units))):
            if weight in self.optimiser.state:
                self.optimiser.state[weight]["exp_avg"][part] = 0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def report(self, **facts: object) -> None:
        print(json.dumps({"step": self.step, "seconds": round(self.seconds)} | facts), flush=True)

    def save(self) -> None:
        state = {
            "sizes": self.sizes.to_dict(),
            "tower": self.tower.state_dict(),
            "reader": self.reader.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "seconds": self.seconds_before + self.seconds,
        }
        torch.save(state, f"{self.file}.part")
        os.replace(f"{self.file}.part", self.file)

    def check(self, clips: list[CachedClip]) -> None:
        """Takes the figures of some layouts, each by one member of the team."""
        for layout in checked_layouts[self.team.rank :: self.team.size]:
            self.report(layout=str(layout), **evaluate(self.averaged, clips, layout, self.encoder, 8))

    def update(self, rate: float) -> None:
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.step()
        self.step += 1
        keep = min(0.995, self.step / (self.step + 20))
        with torch.no_grad():
            for average, weight in zip(self.averaged.parameters(), self.reader.parameters()):
                average.lerp_(weight, 1 - keep)


def train(team: Team, settings: argparse.Namespace) -> None:
    run = Run(team, settings)
    # All choose the same layouts, so that their steps take equally long, but each has clips of its own.
    shared = Random(settings.seed + run.step)
    own = Random(settings.seed + run.step + 1000003 * (team.rank + 1))
    most_clips = settings.clips // team.size
    seed = 7919 * settings.seed + 10 * run.step + team.rank
    pool = ClipPool(run.tower, "train", seed, most_clips, frame_counts)
    # Where to look is learned within minutes on stills, and hardly at all from scratch on clips of hundreds of tokens.
    # Some stay in to the end: they cost a third of a clip and teach the same of colours, shapes, places and digits.
    stills = ClipPool(run.tower, "train", seed + 5, 12000 // team.size, [1])
    checked = validation_clips(run.tower, 160)
    stills.renew(settings.first_clips // team.size)
    run.report(ready=team.rank)

    budget = settings.minutes * 60
    saved = checked_at = run.seconds
    seen, recent, since, progress = 0, [], run.seconds, 0.0
    seconds = 0.0
    while True:
        on_stills = seconds < 60 * settings.still_minutes or shared.random() < settings.still_part * (1 - progress)
        if not on_stills and not len(pool):
            pool.renew(settings.first_clips // team.size)
        current = stills if on_stills else pool
        frames = shared.choice(current.frame_counts)
        layout = still_layout(shared) if on_stills else random_layout(shared, frames)
        tokens = layout.count_tokens(frames, run.sizes.patches) + settings.room
        clips = own.choices(current.clips[frames], k=max(8, min(64, settings.tokens // tokens)))
        loss = losses(run.reader, clips, layout, run.encoder, own, settings.room)
        run.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        progress, mean_loss, seconds = team.average_gradients(
            run.reader.parameters(), (run.seconds_before + run.seconds) / (run.seconds_before + budget), loss.item(), run.seconds
        )
        if progress >= 1:
            break
        warm_up = min(1, (run.step + 1) / 150)
        rate = settings.rate * warm_up * max(0.03, 0.5 * (1 + math.cos(math.pi * progress)))
        run.update(rate)
        seen += len(clips) * team.size
        recent.append(mean_loss)
        if run.step % 50 == 0:
            if team.is_first:
                mean = sum(recent) / len(recent)
                speed = seen / (run.seconds - since)
                run.report(loss=round(mean, 4), clips_per_second=round(speed), rate=round(rate, 6), clips=len(pool) * team.size)
            # Much of the time goes into new clips until the pool is full, then a little.
            stills.renew((480 if len(stills) < stills.most else 96) // team.size)
            if len(pool):
                pool.renew((320 if len(pool) < pool.most else 96) // team.size)
            seen, recent, since = 0, [], run.seconds
        if seconds - checked_at > settings.check_minutes * 60:
            run.check(checked[:80])
            checked_at = seconds
        if seconds - saved > 150:
            saved = seconds
            if team.is_first:
                run.save()
    if team.is_first:
        run.save()
    run.check(checked)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--tokens", type=int, default=6000, help="tokens of a batch in each process, video and text")
    parser.add_argument("--room", type=int, default=100, help="text tokens of a conversation")
    parser.add_argument("--clips", type=int, default=14000, help="clips held in memory by all together, 16 KB a frame")
    parser.add_argument("--first-clips", type=int, default=1000)
    parser.add_argument("--check-minutes", type=float, default=7)
    parser.add_argument("--still-minutes", type=float, default=7, help="stills only, at first")
    parser.add_argument("--still-part", type=float, default=0.5, help="part of later steps on stills; shrinks to nought")
    parser.add_argument("--tower", type=Path, default=runs / "tower/tower.pt")
    parser.add_argument("--folder", type=Path, default=runs / "reader")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--prime", action="store_true", help="prime the projector anew, also of a resumed run")
    settings = parser.parse_args()
    settings.folder.mkdir(parents=True, exist_ok=True)
    work_together(settings.processes, train, settings)


if __name__ == "__main__":
    main()
