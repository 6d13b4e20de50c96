"""Pictures by integer arithmetic alone; src/test-picture.ts draws the same."""

import numpy as np
from PIL import Image


def test_picture(width, height, seed):
    """RGB bytes [height, width, 3]: three slanted waves with noise on top."""
    rows, columns, channels = np.mgrid[0:height, 0:width, 0:3].astype(np.uint32)
    seed = np.uint32(seed)
    phase = (columns * (3 + 2 * channels) + rows * (5 - channels) + seed * np.uint32(37)) & 511
    wave = np.where(phase < 256, phase, 511 - phase)
    place = (columns * np.uint32(73856093)) ^ (rows * np.uint32(19349663)) ^ ((channels + 1 + 3 * seed) * np.uint32(83492791))
    noise = ((place ^ (place >> 15)) * np.uint32(2654435761)) >> 27
    return ((wave * 7 >> 3) + noise).astype(np.uint8)


def pil_picture(width, height, seed):
    return Image.fromarray(test_picture(width, height, seed))
