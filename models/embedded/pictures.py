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


def _amounts(batch: int, chance: float, most: float, random: torch.Generator, channels: int = 1) -> Tensor:
    """Per picture a random amount, nought for most of them."""
    chosen = torch.rand(batch, 1, 1, 1, generator=random) < chance
    return torch.rand(batch, channels, 1, 1, generator=random) * most * chosen


def wear(pictures: Tensor, random: torch.Generator) -> Tensor:
    """Blurs, loses colour detail, quantises, brightens: what coding a clip and squashing it do, somewhat exaggerated."""
    batch = pictures.shape[0]
    blurred = _blur(pictures)
    pictures = pictures + (blurred - pictures) * _amounts(batch, 0.5, 0.9, random)
    luma = pictures.mean(dim=1, keepdim=True)
    chroma = pictures - luma
    pictures = luma + chroma + (_blur(chroma) - chroma) * _amounts(batch, 0.5, 1.0, random)

    quantised = torch.rand(batch, generator=random) < 0.3
    if quantised.any():
        some = pictures[quantised]
        count, channels, height, width = some.shape
        blocks = some.view(count, channels, height // 8, 8, width // 8, 8).permute(0, 1, 2, 4, 3, 5)
        frequencies = cosine_transform @ blocks @ cosine_transform.T
        step = (0.01 + 0.09 * torch.rand(count, 1, 1, 1, 1, 1, generator=random)) * quantiser
        blocks = cosine_transform.T @ (torch.round(frequencies / step) * step) @ cosine_transform
        pictures[quantised] = blocks.permute(0, 1, 2, 4, 3, 5).reshape(count, channels, height, width)

    contrast = 1 + _amounts(batch, 0.6, 0.3, random) - _amounts(batch, 0.6, 0.3, random)
    brightness = _amounts(batch, 0.6, 0.16, random, 3) - _amounts(batch, 0.6, 0.16, random, 3)
    grain = torch.randn(pictures.shape, generator=random) * _amounts(batch, 0.3, 0.05, random)
    return (pictures * contrast + brightness + grain).clamp(-1, 1)
