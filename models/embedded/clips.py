"""Clips and tiled stills as cached features of the frozen tower, renewed bit by bit."""

from dataclasses import dataclass

import numpy
import torch
from torch import Tensor

from model import Tower
from pictures import normalise, wear
from world import stream

frame_counts = [16] * 24 + [8] * 4 + [10] * 2 + [12] * 4 + [14] * 2 + [20] * 2 + [24] * 3 + [6, 5, 4, 3, 3, 2]
"""Frames a clip may have, as often as they occur: a pipeline takes 16, fewer of a short video, and users may ask for more."""


@dataclass
class CachedClip:
    features: Tensor
    """[frames, patches, width], half precision"""
    questions: list[dict]
    """Each {"open": question} or {"open": question, "choice": the same as multiple choice}."""
    brief_frames: list[int]
    """The frames that show what is there for a moment only."""
    appearance_frames: list[int]
    """The first frame of each thing that appears and stays."""


@torch.no_grad()
def encode(tower: Tower, clips: list[numpy.ndarray], random: torch.Generator | None) -> Tensor:
    """Clips of equally many frames to features [clips, frames, patches, width]; worn first when `random` is given."""
    frames = clips[0].shape[0]
    pixels = normalise(torch.from_numpy(numpy.concatenate(clips)))
    if random:
        pixels = wear(pixels, random, frames)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=random is not None):
        features = torch.cat([tower(part) for part in pixels.split(128)])
    return features.view(len(clips), frames, *features.shape[1:]).half()


def cache(tower: Tower, drawn: list[tuple[dict, numpy.ndarray]], random: torch.Generator | None) -> list[CachedClip]:
    """Clips of equally many frames as the generator sent them."""
    features = encode(tower, [pictures for _, pictures in drawn], random)
    return [
        CachedClip(features[number].clone(), header["questions"], header["briefFrames"], header["appearanceFrames"])
        for number, (header, _) in enumerate(drawn)
    ]


class ClipPool:
    """Holds up to `most` samples of a kind, in one list per number of frames, and replaces the oldest."""

    at_once = 16

    def __init__(self, tower: Tower, kind: str, seed: int, most: int, counts: list[int], first: int = 0, fresh: int = 96):
        self.tower = tower
        self.most = most
        self.fresh = fresh
        """How many are replaced at a time."""
        self.drawn = first
        """How many the generator has drawn since the run began: where a resumed run goes on."""
        self.clips: dict[int, list[CachedClip]] = {}
        # A tiled still has two tiles or four.
        self.lengths = {3, 5} if kind == "tiled" else set(counts)
        frames = ",".join(map(str, counts))
        self._stream = stream(kind, size=tower.sizes.image_size, split="train", seed=seed, frames=frames, count=1 << 40, first=first)
        self._random = torch.Generator().manual_seed(seed + first)
        self._oldest: dict[int, int] = {}

    def __len__(self) -> int:
        return sum(len(clips) for clips in self.clips.values())

    def begin(self, count: int) -> None:
        """Draws and encodes the first ones, until there are some of every length."""
        self.renew(count)
        while not all(self.clips.get(frames) for frames in self.lengths):
            self.renew(self.at_once)

    def renew(self, count: int) -> None:
        """Draws and encodes some."""
        drawn = [next(self._stream)[:2] for _ in range(count)]
        self.drawn += count
        for frames in sorted({len(pictures) for _, pictures in drawn}):
            group = [sample for sample in drawn if len(sample[1]) == frames]
            for first in range(0, len(group), self.at_once):
                for clip in cache(self.tower, group[first : first + self.at_once], self._random):
                    self._keep(frames, clip)

    def _keep(self, frames: int, clip: CachedClip) -> None:
        clips = self.clips.setdefault(frames, [])
        if len(self) < self.most:
            clips.append(clip)
            return
        oldest = self._oldest.get(frames, 0)
        if clips:
            clips[oldest % len(clips)] = clip
        else:
            clips.append(clip)
        self._oldest[frames] = oldest + 1
