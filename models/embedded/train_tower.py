"""Step 1: the tower alone, on stills at the full grid, where every patch says what it shows and where it is."""

import argparse
import itertools
import math
import time
from collections.abc import Iterator
from pathlib import Path

import numpy
import torch
import torch.nn.functional as functional
from torch import Tensor

from checkpoint import RunFolder
from model import PatchHeads, Sizes, Tower
from pictures import normalise, wear
from team import Team, work_together
from world import stream

planes = ("shape", "colour", "digit")
unclear = 255
digit_shape = 7


def batches(size: int, split: str, seed: int, batch_size: int, count: int, first: int = 0) -> Iterator[tuple[Tensor, Tensor]]:
    """Yields (pictures uint8 [batch, size, size, 3], labels uint8 [batch, 5, patches])."""
    samples = stream("stills", size=size, split=split, seed=seed, count=count, first=first)
    while chunk := list(itertools.islice(samples, batch_size)):
        pictures = numpy.concatenate([frames for _, frames, _ in chunk])
        labels = numpy.frombuffer(b"".join(labels for _, _, labels in chunk), numpy.uint8).reshape(len(chunk), 5, -1)
        yield torch.from_numpy(pictures), torch.from_numpy(labels.copy())


def losses(answers: dict[str, Tensor], labels: Tensor) -> dict[str, Tensor]:
    batch, _, patches = labels.shape
    place = torch.arange(patches)
    grid = int(patches**0.5)
    result = {}
    for plane, name in enumerate(planes):
        target = labels[:, plane].long()
        target = torch.where(target == unclear, -100, target)
        # Most patches show nothing: they count less, or the rare ones would be learned last.
        weight = torch.ones(answers[name].shape[-1])
        weight[0] = 0.08 if name == "digit" else 0.25
        result[name] = functional.cross_entropy(answers[name].float().flatten(0, 1), target.flatten(), weight)
    # What takes longest: strokes of a pixel or two.
    result["digit"] = 6 * result["digit"]
    for name, target in (("row", place // grid), ("column", place % grid)):
        logits = answers[name].float().flatten(0, 1)
        result[name] = 0.3 * functional.cross_entropy(logits, target.repeat(batch))
    thing = (labels[:, 0] > 0) & (labels[:, 0] != unclear)
    offset = (labels[:, 3:5].float().transpose(1, 2) - 128) / 25
    result["offset"] = functional.smooth_l1_loss(answers["offset"].float()[thing], offset[thing])
    return result


def accuracy(answers: dict[str, Tensor], labels: Tensor) -> dict[str, float]:
    """Of the patches that show something (of that kind), the part named rightly; of the rows of digits, those without a mistake."""
    figures = {}
    for plane, name in enumerate(planes):
        target = labels[:, plane]
        there = (target > 0) & (target != unclear)
        figures[name] = (answers[name].argmax(-1)[there] == target[there]).float().mean().item()
    nothing = labels[:, 0] == 0
    figures["nothing"] = (answers["shape"].argmax(-1)[nothing] == 0).float().mean().item()
    thing = (labels[:, 0] > 0) & (labels[:, 0] != unclear)
    offset = (labels[:, 3:5].float().transpose(1, 2) - 128) / 25
    # Of a hundred parts of the picture.
    figures["offset"] = ((answers["offset"].float() - offset)[thing].abs().mean() * 25).item()

    # A digit of a row is named by one patch only, so some of its others say digit, but not which.
    is_row = ((labels[:, 0] == digit_shape) & (labels[:, 2] == unclear)).any(dim=1)
    digits, named = labels[is_row, 2], answers["digit"].argmax(-1)[is_row]
    there = (digits > 0) & (digits != unclear)
    figures["row_digit"] = (named[there] == digits[there]).float().mean().item()
    figures["whole_row"] = ((named == digits) | ~there).all(dim=1).float().mean().item()
    return {name: round(figure, 4) for name, figure in figures.items()}


class Run:
    """Everything that training changes; what has to go on unchanged after an interruption follows from the number of the step."""

    def __init__(self, team: Team, settings: argparse.Namespace):
        self.team = team
        self.folder = RunFolder(settings.folder, "tower", team.is_first)
        torch.manual_seed(settings.seed)
        self.sizes = Sizes()
        self.tower, self.heads = Tower(self.sizes), PatchHeads(self.sizes)
        self.parameters = [*self.tower.parameters(), *self.heads.parameters()]
        self.optimiser = torch.optim.AdamW(self.parameters, betas=(0.9, 0.98), weight_decay=0.02)
        self.step = 0
        self.schedule = {name: getattr(settings, name) for name in ("steps", "batch", "rate", "seed")}
        if settings.resume and (state := self.folder.load()):
            self.tower.load_state_dict(state["tower"])
            self.heads.load_state_dict(state["heads"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.schedule = state["step"], state["schedule"]

    def answer(self, pixels: Tensor) -> dict[str, Tensor]:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return self.heads(self.tower(pixels))

    def save(self) -> None:
        self.folder.save(
            {
                "sizes": self.sizes.to_dict(),
                "tower": self.tower.state_dict(),
                "heads": self.heads.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "step": self.step,
                "schedule": self.schedule,
            }
        )

    def update(self, steps: int, top_rate: float) -> None:
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        rate = top_rate * min(1, (self.step + 1) / 200) * max(0.01, 0.5 * (1 + math.cos(math.pi * self.step / steps)))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.step()
        self.step += 1


def train(team: Team, settings: argparse.Namespace) -> None:
    run = Run(team, settings)
    steps, batch, top_rate, seed = (run.schedule[name] for name in ("steps", "batch", "rate", "seed"))
    validation = next(batches(run.sizes.image_size, "validation", 1, 768, 768))
    random = torch.Generator()
    pictures = batches(run.sizes.image_size, "train", 100 * seed + team.rank, batch, 1 << 40, first=run.step * batch)
    since, since_step, recent = time.monotonic(), run.step, []
    while run.step < steps:
        drawn, labels = next(pictures)
        random.manual_seed(run.step * 100 + team.rank)
        loss = sum(losses(run.answer(wear(normalise(drawn), random)), labels).values())
        run.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        (mean_loss,) = team.average_gradients(run.parameters, loss.item())
        recent.append(mean_loss)
        run.update(steps, top_rate)
        if team.is_first and (run.step % 100 == 0 or run.step == steps):
            now = time.monotonic()
            figures: dict[str, float] = {}
            if run.step % 300 == 0 or run.step == steps:
                with torch.no_grad():
                    figures = accuracy(run.answer(normalise(validation[0])), validation[1])
            speed = (run.step - since_step) * batch * team.size / (now - since)
            run.folder.report(step=run.step, of=steps, loss=round(sum(recent) / len(recent), 3), per_second=round(speed), **figures)
            since, since_step, recent = time.monotonic(), run.step, []
        if run.folder.is_save_due:
            run.save()
    run.save()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=8500)
    parser.add_argument("--batch", type=int, default=48, help="pictures a step, in each process")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent / "runs/tower")
    parser.add_argument("--resume", action="store_true", help="go on with the run in the folder, by the schedule it began with")
    settings = parser.parse_args()
    work_together(settings.processes, train, settings)


if __name__ == "__main__":
    main()
