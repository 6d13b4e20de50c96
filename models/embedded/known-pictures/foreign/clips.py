"""Pictures as short clips: still, or looked at through a window that moves over them."""

import subprocess
from pathlib import Path
from typing import Callable

import numpy
from PIL import Image

FRAMES = 24
RATE = 8
SIZES = [(320, 240), (320, 180), (240, 240), (180, 320), (256, 192)]

# A moment of a clip: time 0 to 1 in, bytes [height, width, 3] out.
Draw = Callable[[float], numpy.ndarray]


def write_clip(file: Path, draw: Draw, rate_factor: int = 24) -> None:
    """Codes a clip of FRAMES frames by the ffmpeg program."""
    first = draw(0.5 / FRAMES)
    height, width = (side // 2 * 2 for side in first.shape[:2])
    command = ["ffmpeg", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}"]
    command += ["-r", str(RATE), "-i", "-", "-an", "-threads", "1", "-vf", "scale=out_color_matrix=bt709:out_range=tv"]
    command += ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
    command += ["-pix_fmt", "yuv420p", "-c:v", "libx264", "-crf", str(rate_factor), str(file)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    for frame in range(FRAMES):
        picture = draw((frame + 0.5) / FRAMES)
        process.stdin.write(numpy.ascontiguousarray(picture[:height, :width], dtype=numpy.uint8).tobytes())
    process.stdin.close()
    if process.wait() != 0:
        raise RuntimeError(f"ffmpeg failed on {file}.")


def still(picture: numpy.ndarray) -> Draw:
    """The picture itself, no larger than a clip is."""
    image = Image.fromarray(picture)
    image.thumbnail((320, 320), Image.Resampling.BICUBIC)
    pixels = numpy.asarray(image)
    return lambda time: pixels


def panned(picture: numpy.ndarray, random: numpy.random.Generator) -> Draw:
    """A window that moves over the picture and may grow or shrink."""
    image = Image.fromarray(picture)
    width, height = SIZES[random.integers(len(SIZES))]
    largest = min(image.width / width, image.height / height)
    scales = largest * random.uniform(0.5, 1.0, 2)
    places = random.uniform(0, 1, (2, 2))

    def draw(time: float) -> numpy.ndarray:
        scale = scales[0] + (scales[1] - scales[0]) * time
        x, y = places[0] + (places[1] - places[0]) * time
        left, top = x * (image.width - width * scale), y * (image.height - height * scale)
        box = (left, top, left + width * scale, top + height * scale)
        return numpy.asarray(image.resize((width, height), Image.Resampling.BICUBIC, box))

    return draw


def picture_of(file: Path) -> numpy.ndarray:
    """A picture file as bytes [height, width, 3], on white where it is transparent."""
    image = Image.open(file).convert("RGBA")
    on_white = Image.new("RGBA", image.size, "white")
    on_white.alpha_composite(image)
    return numpy.asarray(on_white.convert("RGB"))
