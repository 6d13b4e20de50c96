"""Clips of what the world has not, for choosing the measure of `make-known-pictures.ts`, and for testing it.

    pip install -r foreign/requirements.txt
    python make_foreign_clips.py --folder FOLDER

writes three folders: `validation` (100 clips: photographs of scikit-image, ffmpeg's test patterns, noise, gradients, patterns), `test` (100 clips
of other kinds: photographs and videos of other packages, screenshots, text, plots, drawings, other generators) and `hard` (drawn shapes
like the world's, but for one thing). A clip's kind is the first word of its name. ffmpeg and Chromium must be installed.
"""

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy

sys.path.insert(0, str(Path(__file__).parent / "foreign"))

from clips import panned, picture_of, still, write_clip
from generators import gradient, hard, noise, other_generator, pattern
from plots import KINDS, plot
from screens import screenshot

# Counted as other kinds of pictures than photographs, or not pictures of anything.
NOT_PHOTOGRAPHS = {"page", "text", "horse", "phantom", "logo", "chessboard_GRAY", "chessboard_RGB", "microaneurysms", "color", "motorcycle_disp", "motorcycle_right"}

LAVFI = {
    "testsrc": "testsrc", "testsrc2": "testsrc2", "smptebars": "smptebars", "smptehdbars": "smptehdbars", "pal75bars": "pal75bars",
    "pal100bars": "pal100bars", "rgbtestsrc": "rgbtestsrc", "yuvtestsrc": "yuvtestsrc", "mandelbrot": "mandelbrot", "zoom": "mandelbrot=start_scale=0.3:start_x=-0.74:start_y=0.13",
    "life": "life=mold=10:ratio=0.3:death_color=#c83232:life_color=#00ff00", "life2": "life=ratio=0.5", "cells30": "cellauto=rule=30", "cells110": "cellauto=rule=110",
    "cells18": "cellauto=rule=18", "colorchart": "colorchart", "spectrum": "colorspectrum", "spectrum2": "colorspectrum=type=white", "mp": "mptestsrc", "allrgb": "allrgb",
}  # fmt: skip


def package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"The package {name} is not installed: pip install -r foreign/requirements.txt")
    return Path(spec.submodule_search_locations[0])


def files(name: str, *patterns: str) -> list[Path]:
    found = [file for glob in patterns for file in sorted(package(name).glob(glob))]
    if not found:
        raise SystemExit(f"{name} ships no {patterns}: its version differs.")
    return found


def photographs_of_scikit_image() -> list[Path]:
    pictures = files("skimage", "data/*.png", "data/*.jpg")
    return [file for file in pictures if file.stem not in NOT_PHOTOGRAPHS]


def photographs_of_others() -> list[Path]:
    return [
        *files("sklearn", "datasets/images/*.jpg"),
        *files("gradio", "media_assets/images/*.jp*g", "test_data/cheetah2.jpg"),
        *files("ultralytics", "assets/*.jpg"),
        *files("mahotas", "demos/data/*.jpg"),
        *files("imgaug", "quokka.jpg"),
        *files("insightface", "data/images/t1.jpg", "data/images/Tom_Hanks_54745.png", "data/images/mask_white.jpg"),
        *files("matplotlib", "mpl-data/sample_data/grace_hopper.jpg"),
        *files("pygame", "docs/generated/_images/camera_rgb.jpg"),
    ]


def drawings() -> list[Path]:
    return [
        *files("arcade", "resources/assets/images/backgrounds/*.*", "resources/assets/images/cybercity_background/*.png"),
        *files("arcade", "resources/assets/images/spritesheets/tiles.png"),
        *files("pygame", "docs/generated/_images/introduction-*p*[a-z].png", "docs/generated/_images/draw_module_example.png"),
        *files("skimage", "data/horse.png", "data/phantom.png", "data/logo.png"),
        *files("networkx", "drawing/tests/baseline/*.png"),
    ]


def record(file: Path, *source: str) -> None:
    size = "scale=320:-2,format=yuv420p"
    command = ["ffmpeg", "-loglevel", "error", "-y", *source, "-an", "-t", "4", "-r", "8", "-vf", size, "-c:v", "libx264", "-crf", "24", str(file)]
    subprocess.run(command, check=True)


def make_validation(folder: Path) -> None:
    random = numpy.random.default_rng(1)
    photographs = photographs_of_scikit_image()
    for i in range(30):
        picture = picture_of(photographs[i % len(photographs)])
        write_clip(folder / f"photograph-{i:02}.mp4", still(picture) if i < 10 else panned(picture, random))
    for i, (name, source) in enumerate(LAVFI.items()):
        # What moves slowly is stretched by its own time alone, and looked at from the start.
        record(folder / f"testpattern-{i:02}-{name}.mp4", "-f", "lavfi", "-i", source)
    for i in range(15):
        write_clip(folder / f"noise-{i:02}.mp4", noise(["white", "grey", "salt", "coarse", "pink"][i % 5], random))
    for i in range(15):
        write_clip(folder / f"gradient-{i:02}.mp4", gradient(["linear", "radial", "conic", "corners", "rainbow"][i % 5], random))
    for i in range(20):
        kinds = ["checks", "stripes", "waves", "rings", "plaid", "dots", "voronoi"]
        write_clip(folder / f"pattern-{i:02}.mp4", pattern(kinds[i % 7], random))


def make_test(folder: Path) -> None:
    random = numpy.random.default_rng(2)
    for i, file in enumerate(files("gradio", "media_assets/videos/a.mp4", "media_assets/videos/b.mp4", "media_assets/videos/world.mp4")):
        record(folder / f"video-{i}.mp4", "-i", str(file))
    photographs = photographs_of_others()
    for i in range(32):
        picture = picture_of(photographs[i % len(photographs)])
        write_clip(folder / f"photograph-{i:02}.mp4", still(picture) if i < len(photographs) // 2 else panned(picture, random))
    text = Path(__file__).read_text(encoding="utf-8")
    for i in range(16):
        picture = screenshot(["form", "table", "shop", "emoji", "dark", "code", "terminal", "shop"][i % 8], random, text)
        write_clip(folder / f"screenshot-{i:02}.mp4", panned(picture, random) if i % 2 else still(picture))
    pages = [picture_of(file) for file in files("skimage", "data/page.png", "data/text.png")]
    pages += [screenshot("article", random, text) for _ in range(6)]
    for i, picture in enumerate(pages):
        write_clip(folder / f"text-{i:02}.mp4", panned(picture, random) if i % 2 else still(picture))
    for i, kind in enumerate(KINDS):
        write_clip(folder / f"plot-{i:02}.mp4", still(plot(kind, random)))
    # What is white on a transparent ground, or an empty plot, shows nothing.
    drawn = [picture for picture in map(picture_of, drawings()) if picture.std() > 5]
    for i, picture in enumerate(drawn[:16]):
        write_clip(folder / f"drawing-{i:02}.mp4", panned(picture, random) if i % 2 else still(picture))
    for i in range(10):
        kind = ["julia", "blobs", "maze", "curves", "tiles", "strokes"][i % 6]
        write_clip(folder / f"generated-{i:02}.mp4", other_generator(kind, random))


def make_hard(folder: Path) -> None:
    random = numpy.random.default_rng(3)
    backdrops = photographs_of_scikit_image()
    for kind in ["other shapes", "other colours", "letters", "outlines", "shaded", "many shapes", "growing", "blurred", "nothing"]:
        for i in range(10):
            write_clip(folder / f"{kind.replace(' ', '_')}-{i:02}.mp4", hard(kind, random))
    for i in range(10):
        write_clip(folder / f"on_photograph-{i:02}.mp4", hard("known", random, picture_of(backdrops[i])))
    for i in range(10):
        moment = pattern(["checks", "stripes"][i % 2], random)(0.5)
        write_clip(folder / f"on_pattern-{i:02}.mp4", hard("known", random, moment))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--only", choices=["validation", "test", "hard"])
    arguments = parser.parse_args()
    for name, make in {"validation": make_validation, "test": make_test, "hard": make_hard}.items():
        if arguments.only not in (None, name):
            continue
        folder = arguments.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        make(folder)
        print(f"{name}: {len(list(folder.glob('*.mp4')))} clips")
