"""From bytes to what the tower takes, with the wear and tear that a coded video adds."""

import math

import torch
import torch.nn.functional as functional
from torch import Tensor


def _cosine_transform() -> Tensor:
    row = torch.arange(8.0)[:, None]
    column = torch.arange(8.0)[None, :]
    matrix = torch.cos((2 * column + 1) * row * math.pi / 16) / 2
    matrix[0] /= math.sqrt(2)
    return matrix


cosine_transform = _cosine_transform()
# Coarser steps for finer detail, as codecs have them.
quantiser = 1 + 0.35 * (torch.arange(8.0)[:, None] + torch.arange(8.0)[None, :])
blur_kernel = torch.tensor([[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]) / 16


def normalise(pictures: Tensor) -> Tensor:
    """Bytes [batch, height, width, 3] to [-1, 1] [batch, 3, height, width]."""
    return pictures.permute(0, 3, 1, 2).float() / 127.5 - 1


def _blur(pictures: Tensor) -> Tensor:
    channels = pictures.shape[1]
    kernel = blur_kernel[None, None].expand(channels, 1, 3, 3)
    return functional.conv2d(functional.pad(pictures, (1, 1, 1, 1), mode="replicate"), kernel, groups=channels)


class Amounts:
    """Draws how much of each kind of wear a picture gets; the frames of a clip get alike."""

    def __init__(self, pictures: int, frames: int, random: torch.Generator):
        self.clips = pictures // frames
        self.frames = frames
        self.random = random

    def draw(self, chance: float, most: float, channels: int = 1) -> Tensor:
        """[pictures, channels, 1, 1]: nought, or with the given chance something up to the most."""
        chosen = torch.rand(self.clips, 1, 1, 1, generator=self.random) < chance
        amounts = torch.rand(self.clips, channels, 1, 1, generator=self.random) * most * chosen
        return amounts.repeat_interleave(self.frames, dim=0)


def _quantise(pictures: Tensor, steps: Tensor) -> Tensor:
    """Rounds the 8x8 blocks' frequencies to multiples of steps [pictures, 1, 1, 1]."""
    count, channels, height, width = pictures.shape
    blocks = pictures.view(count, channels, height // 8, 8, width // 8, 8).permute(0, 1, 2, 4, 3, 5)
    step = steps[..., None, None] * quantiser
    rounded = torch.round(cosine_transform @ blocks @ cosine_transform.T / step) * step
    blocks = cosine_transform.T @ rounded @ cosine_transform
    return blocks.permute(0, 1, 2, 4, 3, 5).reshape(count, channels, height, width)


def wear(pictures: Tensor, random: torch.Generator, frames: int = 1) -> Tensor:
    """Blurs, loses colour detail, quantises, brightens: what coding a clip and squashing it do, somewhat exaggerated.

    Pictures are [clips * frames, 3, height, width] in [-1, 1], the frames of a clip one behind the other.
    """
    amounts = Amounts(pictures.shape[0], frames, random)
    pictures = pictures + (_blur(pictures) - pictures) * amounts.draw(0.5, 0.9)
    luma = pictures.mean(dim=1, keepdim=True)
    chroma = pictures - luma
    pictures = luma + chroma + (_blur(chroma) - chroma) * amounts.draw(0.5, 1.0)

    steps = amounts.draw(0.3, 0.1)
    quantised = steps.flatten() > 0.01
    if quantised.any():
        pictures[quantised] = _quantise(pictures[quantised], steps[quantised])

    contrast = 1 + amounts.draw(0.6, 0.3) - amounts.draw(0.6, 0.3)
    brightness = amounts.draw(0.6, 0.16, 3) - amounts.draw(0.6, 0.16, 3)
    grain = torch.randn(pictures.shape, generator=random) * amounts.draw(0.3, 0.05)
    return (pictures * contrast + brightness + grain).clamp(-1, 1)
