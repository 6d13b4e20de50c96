"""Step 2: projector and language model; the tower stays as it is. First on stills and their tiles, then on clips through random SlowFast aggregations."""

import argparse
import copy
import math
import time
from pathlib import Path
from random import Random

import torch

from chat import ChatEncoder
from checkpoint import RunFolder
from clips import CachedClip, ClipPool, cache, frame_counts
from conversations import Needs
from aggregations import Aggregation, default_aggregation, parse_aggregation, random_aggregation, random_still_aggregation, whole_grids
from make_tokenizer import make_tokenizer
from model import PatchHeads, Sizes, Tower
from priming import prime_projector
from reader import Reader, evaluate, losses
from team import Team, work_together
from train_tower import batches, unclear
from world import stream

runs = Path(__file__).parent / "runs"
patches = 64


class Stills:
    """Stills at full grids, a third of them with tiles beside; what the model knows after this, it knows from stills alone."""

    name = "reader-stills"
    still_part = 1.0

    def __init__(self, tower: Tower, seed: int, most: int, first: list[int]):
        self.pools = [
            ClipPool(tower, "clips", seed, 3 * most // 2, [1], first[0]),
            ClipPool(tower, "tiled", seed + 50, most // 2, [1], first[1]),
        ]

    def choose(self, shared: Random, progress: float) -> tuple[ClipPool, int, Aggregation]:
        pool = self.pools[0] if shared.random() < 0.67 else self.pools[1]
        frames = 1 if pool is self.pools[0] else shared.choice((3, 5, 5))
        return pool, frames, whole_grids(frames)

    checks = {"one view": ("clips", 1, whole_grids(1)), "tiles": ("tiled", 5, whole_grids(5))}


class Clips:
    """Clips through random aggregations, and single frames of ever new ones: what is small is learnt from many writings, and a frame costs little."""

    name = "reader-clips"

    def __init__(self, tower: Tower, seed: int, most: int, first: list[int]):
        self.pools = [
            ClipPool(tower, "clips", seed + 100, most, frame_counts, first[0]),
            ClipPool(tower, "clips", seed + 150, most // 2, [1], first[1], fresh=480),
        ]

    def choose(self, shared: Random, progress: float) -> tuple[ClipPool, int, Aggregation]:
        if shared.random() < max(0.2, 0.3 * (1 - progress)):
            return self.pools[1], 1, random_still_aggregation(shared)
        frames = shared.choice(frame_counts)
        return self.pools[0], frames, random_aggregation(shared, frames)

    checks = {
        str(aggregation): ("clips", 16, aggregation)
        for aggregation in (
            default_aggregation,
            parse_aggregation("slowfast-slow_6frms_spatial_1d_max_pool-fast_0x0"),
            parse_aggregation("slowfast-slow_0frms_concat-fast_3x4"),
        )
    }


phases = {"stills": Stills, "clips": Clips}


def validation(tower: Tower, kind: str, frames: int, count: int) -> list[CachedClip]:
    drawn = [sample[:2] for sample in stream(kind, size=tower.sizes.image_size, split="validation", seed=2, frames=frames, count=2 * count)]
    return cache(tower, [sample for sample in drawn if len(sample[1]) == frames][:count], None)


class Run:
    """Everything that training changes; what else has to go on unchanged after an interruption follows from the number of the step."""

    def __init__(self, team: Team, settings: argparse.Namespace):
        phase = phases[settings.phase]
        self.team = team
        self.folder = RunFolder(settings.folder or runs / phase.name, "model", team.is_first)
        tokenizer = make_tokenizer()
        self.encoder = ChatEncoder(tokenizer)
        state = self.folder.load() if settings.resume else None
        self.schedule = {name: getattr(settings, name) for name in ("steps", "rate", "seed", "tokens", "room")}
        self.step, self.needs, drawn = 0, Needs(), [0, 0]
        torch.manual_seed(settings.seed)
        tower_state = torch.load(settings.tower, weights_only=False)
        self.sizes = Sizes(**{**tower_state["sizes"], "vocabulary": tokenizer.get_vocab_size()})
        self.tower = Tower(self.sizes).eval().requires_grad_(False)
        self.tower.load_state_dict(tower_state["tower"])
        self.reader = Reader(self.sizes)
        # Weights averaged over the last few hundred steps are as good as those of a finished schedule, at any time.
        self.averaged = copy.deepcopy(self.reader)
        self.optimiser = torch.optim.AdamW(self.reader.parameters(), betas=(0.9, 0.98), weight_decay=0.02)
        if state:
            self.reader.load_state_dict(state["reader"])
            self.averaged.load_state_dict(state["averaged"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.schedule, drawn = state["step"], state["schedule"], state["drawn"]
            self.needs = Needs(state["needs"])
        elif settings.phase == "clips":
            earlier = torch.load(settings.stills, weights_only=False)
            for reader in (self.reader, self.averaged):
                reader.load_state_dict(earlier["averaged"])
            self.needs = Needs(earlier["needs"])
        else:
            self._prime(tower_state["heads"])
        self.phase = phase(self.tower, 1000 * settings.seed + team.rank, settings.pool // team.size, drawn)

    def _prime(self, heads_state: dict) -> None:
        heads = PatchHeads(self.sizes)
        heads.load_state_dict(heads_state)
        pictures, labels = next(batches(self.sizes.image_size, "validation", 3, 192, 192))
        is_thing = (labels[:, 0] > 0) & (labels[:, 0] != unclear)
        prime_projector([self.reader, self.averaged], self.tower, heads, self.encoder.tokenizer, pictures, is_thing)

    def save(self) -> None:
        self.folder.save(
            {
                "sizes": self.sizes.to_dict(),
                "tower": self.tower.state_dict(),
                "reader": self.reader.state_dict(),
                "averaged": self.averaged.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "step": self.step,
                "schedule": self.schedule,
                "drawn": [pool.drawn for pool in self.phase.pools],
                "needs": self.needs.accuracies,
            }
        )

    def check(self, samples: dict[str, list[CachedClip]]) -> None:
        """Takes the figures of some aggregations, each member those of its own clips, and learns what needs practice."""
        together: dict[str, list[bool]] = {}
        for name, (_, _, aggregation) in self.phase.checks.items():
            right: dict[str, list[bool]] = {}
            for part in self.team.gather_facts(evaluate(self.averaged, samples[name], aggregation, self.encoder, 12)):
                for kind, answers in part.items():
                    right.setdefault(kind, []).extend(answers)
                    together.setdefault(kind, []).extend(answers)
            if self.team.is_first:
                self.folder.report(step=self.step, aggregation=name, **_parts(right))
        self.needs.learn(_parts(together))

    def update(self) -> None:
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
        steps, top_rate = self.schedule["steps"], self.schedule["rate"]
        rate = top_rate * min(1, (self.step + 1) / 200) * max(0.02, 0.5 * (1 + math.cos(math.pi * self.step / steps)))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.step()
        self.step += 1
        keep = min(0.995, self.step / (self.step + 20))
        with torch.no_grad():
            for average, weight in zip(self.averaged.parameters(), self.reader.parameters()):
                average.lerp_(weight, 1 - keep)


def _parts(right: dict[str, list[bool]]) -> dict[str, float]:
    return {kind: round(sum(answers) / len(answers), 3) for kind, answers in sorted(right.items())}


def train(team: Team, settings: argparse.Namespace) -> None:
    run = Run(team, settings)
    steps, tokens_at_once, room = (run.schedule[name] for name in ("steps", "tokens", "room"))
    samples = {
        name: validation(run.tower, kind, frames, settings.checked)[team.rank :: team.size]
        for name, (kind, frames, _) in run.phase.checks.items()
    }
    for pool in run.phase.pools:
        pool.begin(settings.first_clips // team.size)
    since, seen, recent = time.monotonic(), 0, []
    while run.step < steps:
        # All choose the same aggregation, so that their steps take equally long, but each has clips of its own.
        shared = Random(run.schedule["seed"] * 1000003 + run.step)
        own = Random((run.schedule["seed"] * 1000003 + run.step) * 100 + team.rank + 1)
        pool, frames, aggregation = run.phase.choose(shared, run.step / steps)
        length = aggregation.count_tokens(frames, patches) + room
        clips = own.choices(pool.clips[frames], k=max(8, min(64, tokens_at_once // length)))
        loss = losses(run.reader, clips, aggregation, run.encoder, own, room, run.needs)
        run.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        (mean_loss,) = team.average_gradients(run.reader.parameters(), loss.item())
        run.update()
        seen += len(clips) * team.size
        recent.append(mean_loss)
        if run.step % 50 == 0:
            if team.is_first:
                speed = seen / (time.monotonic() - since)
                held = [len(pool) * team.size for pool in run.phase.pools]
                run.folder.report(step=run.step, of=steps, loss=round(sum(recent) / len(recent), 4), per_second=round(speed), held=held)
            # Much of the time goes into new clips until the pools are full, then a little.
            for pool in run.phase.pools:
                pool.renew(max(pool.fresh, 320 if len(pool) < pool.most else 0) // team.size)
            since, seen, recent = time.monotonic(), 0, []
        if run.step % settings.check_steps == 0 or run.step == steps:
            run.check(samples)
            since, seen = time.monotonic(), 0
        if run.folder.is_save_due:
            run.save()
    run.save()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("phase", choices=phases)
    parser.add_argument("--steps", type=int, help="1500 for stills, 8000 for clips")
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--tokens", type=int, default=6000, help="tokens of a batch in each process, video and text")
    parser.add_argument("--room", type=int, default=220, help="text tokens of a conversation")
    parser.add_argument("--pool", type=int, default=9000, help="clips held in memory by all together, 20 KB a frame")
    parser.add_argument("--first-clips", type=int, default=1000)
    parser.add_argument("--check-steps", type=int, default=400)
    parser.add_argument("--checked", type=int, default=120, help="validation clips that figures are taken of")
    parser.add_argument("--tower", type=Path, default=runs / "tower/tower.pt")
    parser.add_argument("--stills", type=Path, default=runs / "reader-stills/model.pt", help="what training on clips begins with")
    parser.add_argument("--folder", type=Path, help="runs/reader-stills or runs/reader-clips by default")
    parser.add_argument("--resume", action="store_true", help="go on with the run in the folder, by the schedule it began with")
    settings = parser.parse_args()
    settings.steps = settings.steps or {"stills": 1500, "clips": 8000}[settings.phase]
    work_together(settings.processes, train, settings)


if __name__ == "__main__":
    main()
