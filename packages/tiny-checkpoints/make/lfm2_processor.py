"""LFM2-VL's own image processor with Pillow's arithmetic.

The class has a torchvision backend only. Here its geometry, its patches and its padding are used as they are; resizing and
normalising are those of the Pillow backend, which every other family's processor has."""

import numpy as np
import torch
from transformers import Lfm2VlImageProcessor
from transformers.image_processing_backends import PilBackend, TorchvisionBackend


class PillowArithmetic(TorchvisionBackend):
    def resize(self, image, size, resample=None, antialias=True, **kwargs):
        resized = [PilBackend.resize(self, picture.numpy(), size, resample) for picture in image]
        return torch.from_numpy(np.stack(resized))

    def rescale_and_normalize(self, images, do_rescale, rescale_factor, do_normalize, image_mean, image_std):
        assert do_rescale and do_normalize
        scaled = [PilBackend.rescale(self, picture.numpy(), rescale_factor) for picture in images.flatten(0, -4)]
        values = np.stack([PilBackend.normalize(self, picture, image_mean, image_std) for picture in scaled])
        return torch.from_numpy(values).reshape(images.shape)


class Lfm2VlImageProcessorPillow(Lfm2VlImageProcessor, PillowArithmetic):
    """Its base class looks for `resize` behind itself, which is in `PillowArithmetic`."""


def unpacked(patches, rows, columns, patch):
    """[3, height, width] of patches [rows * columns, patch * patch * 3]: the picture before it was packed."""
    grid = np.asarray(patches).reshape(rows, columns, patch, patch, 3)
    return grid.transpose(4, 0, 2, 1, 3).reshape(3, rows * patch, columns * patch)
