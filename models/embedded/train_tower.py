"""Step 1: the tower alone, on stills, where every patch says what it shows and where it is."""

import argparse
import itertools
import json
import math
import os
import time
from pathlib import Path

import numpy
import torch
import torch.nn.functional as functional
from torch import Tensor

from model import PatchHeads, Sizes, Tower
from pictures import normalise, wear
from team import Team, work_together
from world import stream

planes = ("shape", "colour", "digit")
unclear = 255


def batches(split: str, seed: int, batch_size: int, count: int):
    """Yields (pictures uint8 [batch, 64, 64, 3], labels uint8 [batch, 5, 64])."""
    samples = stream("stills", split=split, seed=seed, count=count)
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
        weight[0] = 0.25
        result[name] = functional.cross_entropy(answers[name].float().flatten(0, 1), target.flatten(), weight)
    for name, target in (("row", place // grid), ("column", place % grid)):
        logits = answers[name].float().flatten(0, 1)
        result[name] = 0.3 * functional.cross_entropy(logits, target.repeat(batch))
    thing = (labels[:, 0] > 0) & (labels[:, 0] != unclear)
    offset = (labels[:, 3:5].float().transpose(1, 2) - 128) / 25
    result["offset"] = functional.smooth_l1_loss(answers["offset"].float()[thing], offset[thing])
    return result


def accuracy(answers: dict[str, Tensor], labels: Tensor) -> dict[str, float]:
    """Of the patches that show something (of that kind), the part named rightly."""
    figures = {}
    for plane, name in enumerate(planes):
        target = labels[:, plane]
        there = (target > 0) & (target != unclear)
        figures[name] = (answers[name].argmax(-1)[there] == target[there]).float().mean().item()
    nothing = labels[:, 0] == 0
    figures["nothing"] = (answers["shape"].argmax(-1)[nothing] == 0).float().mean().item()
    thing = (labels[:, 0] > 0) & (labels[:, 0] != unclear)
    offset = (labels[:, 3:5].float().transpose(1, 2) - 128) / 25
    figures["offset_pixels"] = ((answers["offset"].float() - offset)[thing].abs().mean() * 16).item()
    return figures


def train(team: Team, settings: argparse.Namespace) -> None:
    checkpoint_file = settings.folder / "tower.pt"
    torch.manual_seed(settings.seed)
    sizes = Sizes()
    tower, heads = Tower(sizes), PatchHeads(sizes)
    parameters = [*tower.parameters(), *heads.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=settings.rate, betas=(0.9, 0.98), weight_decay=0.02)
    step, seconds_before = 0, 0.0
    if settings.resume and checkpoint_file.exists():
        state = torch.load(checkpoint_file, weights_only=False)
        tower.load_state_dict(state["tower"])
        heads.load_state_dict(state["heads"])
        optimiser.load_state_dict(state["optimiser"])
        step, seconds_before = state["step"], state["seconds"]

    validation = next(batches("validation", 1, 512, 512)) if team.is_first else None
    seed = settings.seed + 1000 * step + 100 * team.rank
    random = torch.Generator().manual_seed(seed)
    budget = settings.minutes * 60
    started = time.monotonic()
    since, since_step, saved, progress = started, step, started, 0.0

    def save() -> None:
        state = {
            "sizes": sizes.to_dict(),
            "tower": tower.state_dict(),
            "heads": heads.state_dict(),
            "optimiser": optimiser.state_dict(),
            "step": step,
            "seconds": seconds_before + time.monotonic() - started,
        }
        torch.save(state, f"{checkpoint_file}.part")
        os.replace(f"{checkpoint_file}.part", checkpoint_file)

    # The whole budget runs through one schedule; a resumed run continues it with what budget is given now.
    for pictures, labels in batches("train", seed, settings.batch, 1 << 40):
        answers = heads(tower(wear(normalise(pictures), random)))
        loss = sum(losses(answers, labels).values())
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        seconds = time.monotonic() - started
        progress, mean_loss = team.average_gradients(
            parameters, (seconds_before + seconds) / (seconds_before + budget), loss.item()
        )
        if progress >= 1:
            break
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        rate = settings.rate * min(1, (step + 1) / 200) * max(0.02, 0.5 * (1 + math.cos(math.pi * progress)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        optimiser.step()
        step += 1
        if not team.is_first:
            continue
        if step % 100 == 0:
            now = time.monotonic()
            report = {"step": step, "seconds": round(seconds), "progress": round(progress, 3), "loss": round(mean_loss, 3)}
            report["pictures_per_second"] = round((step - since_step) * settings.batch * team.size / (now - since))
            since, since_step = now, step
            if step % 300 == 0:
                with torch.no_grad():
                    figures = accuracy(heads(tower(normalise(validation[0]))), validation[1])
                report |= {name: round(figure, 4) for name, figure in figures.items()}
            print(json.dumps(report), flush=True)
        if time.monotonic() - saved > 120:
            saved = time.monotonic()
            save()
    if team.is_first:
        save()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--batch", type=int, default=48, help="pictures a step, in each process")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent / "runs/tower")
    parser.add_argument("--resume", action="store_true")
    settings = parser.parse_args()
    settings.folder.mkdir(parents=True, exist_ok=True)
    work_together(settings.processes, train, settings)


if __name__ == "__main__":
    main()
