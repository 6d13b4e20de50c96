"""SlowFast aggregations: which tokens of the frames the language model gets to see."""

import re
from dataclasses import dataclass
from functools import cache
from random import Random

import torch
import torch.nn.functional as functional
from torch import Tensor

slow_modes = ("concat", "spatial_1d_max_pool", "spatial_1d_avg_pool", "spatial_2d_max_pool", "spatial_2d_avg_pool")


@dataclass(frozen=True)
class Aggregation:
    """Slow frames (0 for none; all where there are fewer) with their mode, and the rows and columns of the fast grid (0 for none)."""

    slow_frames: int
    slow_mode: str
    fast_rows: int
    fast_columns: int

    def __str__(self) -> str:
        return f"slowfast-slow_{self.slow_frames}frms_{self.slow_mode}-fast_{self.fast_rows}x{self.fast_columns}"

    def slow_indices(self, frames: int) -> list[int]:
        count = min(self.slow_frames, frames)
        return [number * frames // count for number in range(count)]

    def count_tokens(self, frames: int, patches: int) -> int:
        divisor = {"concat": 1, "spatial_1d": 2, "spatial_2d": 4}[self.slow_mode.removesuffix("_max_pool").removesuffix("_avg_pool")]
        return min(self.slow_frames, frames) * (patches // divisor) + frames * self.fast_rows * self.fast_columns


def parse_aggregation(text: str) -> Aggregation:
    match = re.fullmatch(r"slowfast-slow_(\d+)frms_(\w+)-fast_(\d+)x(\d+)", text)
    if not match or match[2] not in slow_modes:
        raise ValueError(f"Not an aggregation: {text!r}")
    return Aggregation(int(match[1]), match[2], int(match[3]), int(match[4]))


default_aggregation = parse_aggregation("slowfast-slow_3frms_concat-fast_2x2")


def reduce_slow(frames: Tensor, mode: str) -> Tensor:
    batch, count, patches, width = frames.shape
    if mode == "concat":
        return frames.reshape(batch, count * patches, width)
    if mode.startswith("spatial_1d"):
        pairs = frames.view(batch, count * patches // 2, 2, width)
        return pairs.amax(dim=2) if "max" in mode else pairs.mean(dim=2)
    side = int(patches**0.5)
    blocks = frames.view(batch, count, side // 2, 2, side // 2, 2, width)
    blocks = blocks.amax(dim=(3, 5)) if "max" in mode else blocks.mean(dim=(3, 5))
    return blocks.reshape(batch, -1, width)


@cache
def pooling_matrix(side: int, rows: int, columns: int) -> Tensor:
    """[rows * columns, side * side]: the weights that adaptive average pooling gives the patches of a square grid."""
    cells = torch.eye(side * side).view(1, side * side, side, side)
    return functional.adaptive_avg_pool2d(cells, (rows, columns)).flatten(2)[0].T.contiguous()


def _reduce_fast(frames: Tensor, rows: int, columns: int) -> Tensor:
    side = int(frames.shape[2] ** 0.5)
    return (pooling_matrix(side, rows, columns) @ frames).flatten(1, 2)


def aggregate(frames: Tensor, aggregation: Aggregation) -> Tensor:
    """Projected features [batch, frames, patches, width] to tokens [batch, tokens, width]: all slow ones, then all fast ones."""
    parts = []
    if aggregation.slow_frames:
        parts.append(reduce_slow(frames[:, aggregation.slow_indices(frames.shape[1])], aggregation.slow_mode))
    if aggregation.fast_rows:
        parts.append(_reduce_fast(frames, aggregation.fast_rows, aggregation.fast_columns))
    return torch.cat(parts, dim=1)


def random_aggregation(random: Random, frames: int, patches: int = 64, most: int = 704) -> Aggregation:
    """Any aggregation: both pathways, or either alone, equally often. None is favoured, but the longer, the rarer: each gets about as much computing."""
    pathways = random.choice(("both", "slow", "fast"))
    while True:
        slow_frames = 0 if pathways == "fast" else random.choice((1, 2, 3, 4, 5, 6, 8, 10, 12))
        rows, columns = (0, 0) if pathways == "slow" else (random.choice((1, 2, 3, 4, 5)), random.choice((1, 2, 3, 4, 5)))
        # One frame, or a mean over all of each frame, tells next to nothing of a clip.
        if slow_frames > frames or (pathways == "slow" and slow_frames == 1) or (pathways == "fast" and rows * columns == 1):
            continue
        aggregation = Aggregation(slow_frames, random.choice(slow_modes), rows, columns)
        if pathways == "slow" and frames <= 6 and random.random() < 0.5:
            # So few frames may as well be seen whole.
            aggregation = whole_grids(frames)
        tokens = aggregation.count_tokens(frames, patches)
        if tokens <= most and random.random() < 160 / tokens:
            return aggregation


def whole_grids(frames: int) -> Aggregation:
    """Every patch of every frame, as of a still and its tiles."""
    return Aggregation(frames, "concat", 0, 0)


def random_still_aggregation(random: Random) -> Aggregation:
    """For single frames among clips: whole or halved, sometimes beside a coarse grid."""
    rows, columns = random.choice(((0, 0), (0, 0), (2, 2), (4, 4), (3, 4)))
    return Aggregation(1, random.choice(("concat", "concat", "spatial_1d_max_pool", "spatial_1d_avg_pool")), rows, columns)
