"""Clips as cached features of the frozen tower, renewed bit by bit."""

from dataclasses import dataclass

import numpy
import torch
from torch import Tensor

from model import Tower
from pictures import normalise, wear
from world import stream

frame_counts = [16] * 28 + [8] * 4 + [10] * 2 + [12] * 4 + [14] * 2 + [20] * 3 + [24] * 3 + [5, 3, 1, 1]
"""Frames a clip may have, as often as they occur: a pipeline takes 16, fewer of a short video, and users may ask for more."""


@dataclass
class CachedClip:
    features: Tensor
    """[frames, patches, width], half precision"""
    questions: list[dict]


@torch.no_grad()
def encode(tower: Tower, clips: list[numpy.ndarray], random: torch.Generator | None) -> Tensor:
    """Clips of equally many frames to features [clips, frames, patches, width]; worn first when `random` is given."""
    frames = clips[0].shape[0]
    pixels = normalise(torch.from_numpy(numpy.concatenate(clips)))
    if random:
        pixels = wear(pixels, random, frames)
    features = torch.cat([tower(part) for part in pixels.split(128)])
    return features.view(len(clips), frames, *features.shape[1:]).half()


class ClipPool:
    """Holds up to `most` clips, in one list per frame count, and replaces the oldest."""

    at_once = 16

    def __init__(self, tower: Tower, split: str, seed: int, most: int, counts: list[int]):
        self.tower = tower
        self.most = most
        self.frame_counts = counts
        self.clips: dict[int, list[CachedClip]] = {count: [] for count in counts}
        frames = ",".join(map(str, counts))
        self._stream = stream("clips", split=split, seed=seed, frames=frames, count=1 << 40)
        self._random = torch.Generator().manual_seed(seed)
        self._oldest = dict.fromkeys(counts, 0)

    def __len__(self) -> int:
        return sum(len(clips) for clips in self.clips.values())

    def renew(self, count: int) -> None:
        """Draws and encodes some clips."""
        drawn = [next(self._stream) for _ in range(count)]
        for frames in self.clips:
            group = [(header, pictures) for header, pictures, _ in drawn if len(pictures) == frames]
            for first in range(0, len(group), self.at_once):
                self._encode(frames, group[first : first + self.at_once])

    def _encode(self, frames: int, group: list[tuple[dict, numpy.ndarray]]) -> None:
        features = encode(self.tower, [pictures for _, pictures in group], self._random)
        clips = self.clips[frames]
        for number, (header, _) in enumerate(group):
            clip = CachedClip(features[number].clone(), header["questions"])
            if len(clips) < self.most * self.frame_counts.count(frames) / len(self.frame_counts):
                clips.append(clip)
            else:
                clips[self._oldest[frames] % len(clips)] = clip
                self._oldest[frames] += 1
