"""SlowFast token layouts: which tokens of the frames the language model gets to see."""

import re
from dataclasses import dataclass
from random import Random

import torch
import torch.nn.functional as functional
from torch import Tensor

slow_modes = ("concat", "spatial_1d_max_pool", "spatial_1d_avg_pool", "spatial_2d_max_pool", "spatial_2d_avg_pool")


@dataclass(frozen=True)
class Layout:
    """Slow frames (0 for none) with their mode, and the rows and columns of the fast grid (0 for none)."""

    slow_frames: int
    slow_mode: str
    fast_rows: int
    fast_columns: int

    def __str__(self) -> str:
        return f"slowfast-slow_{self.slow_frames}frms_{self.slow_mode}-fast_{self.fast_rows}x{self.fast_columns}"

    def count_tokens(self, frames: int, patches: int) -> int:
        divisor = {"concat": 1, "spatial_1d": 2, "spatial_2d": 4}[self.slow_mode.removesuffix("_max_pool").removesuffix("_avg_pool")]
        return self.slow_frames * (patches // divisor) + frames * self.fast_rows * self.fast_columns


def parse_layout(text: str) -> Layout:
    match = re.fullmatch(r"slowfast-slow_(\d+)frms_(\w+)-fast_(\d+)x(\d+)", text)
    if not match or match[2] not in slow_modes:
        raise ValueError(f"Not a layout: {text!r}")
    return Layout(int(match[1]), match[2], int(match[3]), int(match[4]))


default_layout = parse_layout("slowfast-slow_4frms_spatial_1d_max_pool-fast_2x2")


def _reduce_slow(frames: Tensor, mode: str) -> Tensor:
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


def _reduce_fast(frames: Tensor, rows: int, columns: int) -> Tensor:
    batch, count, patches, width = frames.shape
    side = int(patches**0.5)
    planes = frames.reshape(batch * count, side, side, width).permute(0, 3, 1, 2)
    pooled = functional.adaptive_avg_pool2d(planes, (rows, columns))
    return pooled.permute(0, 2, 3, 1).reshape(batch, count * rows * columns, width)


def aggregate(frames: Tensor, layout: Layout) -> Tensor:
    """Projected features [batch, frames, patches, width] to tokens [batch, tokens, width]: all slow ones, then all fast ones."""
    parts = []
    if layout.slow_frames:
        total = frames.shape[1]
        chosen = [number * total // layout.slow_frames for number in range(layout.slow_frames)]
        parts.append(_reduce_slow(frames[:, chosen], layout.slow_mode))
    if layout.fast_rows:
        parts.append(_reduce_fast(frames, layout.fast_rows, layout.fast_columns))
    return torch.cat(parts, dim=1)


def random_layout(random: Random, frames: int, patches: int = 64, most: int = 704) -> Layout:
    """Any layout, no one favoured; long ones are rarer, as they cost more time than they teach."""
    while True:
        side = random.choice((0, 1, 2, 4))
        slow_frames = random.choice((0, 1, 2, 4, 6, 8))
        layout = Layout(slow_frames, random.choice(slow_modes), side, side)
        tokens = layout.count_tokens(frames, patches)
        keep = 1.0 if tokens <= 200 else 0.6 if tokens <= 288 else 0.2 if tokens <= 448 else 0.07 if tokens <= most else 0.0
        # Without a slow pathway a 1x1 grid says next to nothing of a still.
        if slow_frames == 0 and side <= 1 and not (side == 1 and random.random() < 0.3):
            continue
        if random.random() < keep:
            return layout


def still_layout(random: Random) -> Layout:
    """For single frames: mostly the whole grid."""
    return parse_layout(
        random.choice(
            (
                "slowfast-slow_1frms_concat-fast_0x0",
                "slowfast-slow_1frms_concat-fast_0x0",
                "slowfast-slow_1frms_concat-fast_2x2",
                "slowfast-slow_1frms_spatial_1d_max_pool-fast_4x4",
                "slowfast-slow_1frms_spatial_1d_avg_pool-fast_2x2",
            )
        )
    )
