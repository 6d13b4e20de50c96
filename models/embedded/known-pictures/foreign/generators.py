"""Pictures that a few lines draw: noise, gradients, patterns, and shapes that the world has not."""

import math

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from clips import SIZES, Draw

Random = numpy.random.Generator


def _size(random: Random) -> tuple[int, int]:
    return SIZES[random.integers(len(SIZES))]


def _bytes(values: numpy.ndarray) -> numpy.ndarray:
    return values.clip(0, 255).astype(numpy.uint8)


def _plane(random: Random) -> tuple[int, int, numpy.ndarray, numpy.ndarray]:
    width, height = _size(random)
    y, x = numpy.mgrid[0:height, 0:width].astype(numpy.float64)
    return width, height, x / width, y / height


def noise(kind: str, random: Random) -> Draw:
    width, height = _size(random)
    strength = random.uniform(40, 120)
    base = random.uniform(60, 200, 3)
    moving = random.random() < 0.5
    grain = int(random.integers(2, 10))

    def once() -> numpy.ndarray:
        if kind == "white":
            return _bytes(base + random.normal(0, strength, (height, width, 3)))
        if kind == "grey":
            return _bytes(base.mean() + random.normal(0, strength, (height, width, 1)).repeat(3, 2))
        if kind == "salt":
            dots = random.random((height, width, 1))
            return _bytes(numpy.where(dots < 0.1, 0, numpy.where(dots > 0.9, 255, base.mean())).repeat(3, 2))
        if kind == "coarse":
            small = random.uniform(0, 255, (height // grain + 1, width // grain + 1, 3))
            return _bytes(small.repeat(grain, 0).repeat(grain, 1)[:height, :width])
        frequencies = numpy.hypot(*numpy.meshgrid(numpy.fft.fftfreq(width), numpy.fft.fftfreq(height)))
        frequencies[0, 0] = 1
        channels = []
        for _ in range(3):
            spectrum = numpy.fft.fft2(random.normal(0, 1, (height, width))) / frequencies
            wave = numpy.fft.ifft2(spectrum).real
            channels.append(128 + wave / wave.std() * 55)
        return _bytes(numpy.stack(channels, 2))

    first = once()
    return (lambda time: once()) if moving else (lambda time: first)


def gradient(kind: str, random: Random) -> Draw:
    width, height, x, y = _plane(random)
    colours = random.uniform(0, 255, (4, 3))
    turns = random.uniform(0.3, 1.0)
    angle = random.uniform(0, 2 * math.pi)

    def draw(time: float) -> numpy.ndarray:
        if kind == "corners":
            top = colours[0] + (colours[1] - colours[0]) * x[..., None]
            bottom = colours[2] + (colours[3] - colours[2]) * x[..., None]
            return _bytes(top + (bottom - top) * y[..., None])
        shift = angle + turns * time
        if kind == "linear":
            part = (x - 0.5) * math.cos(shift) + (y - 0.5) * math.sin(shift) + 0.5
        elif kind == "radial":
            part = numpy.hypot(x - 0.5, y - 0.5) * 1.4 + 0.1 * time
        elif kind == "conic":
            part = (numpy.arctan2(y - 0.5, x - 0.5) + shift) / (2 * math.pi) % 1
        else:
            part = (x * math.cos(angle) + y * math.sin(angle) + time * 0.3) % 1
            hue = (part[..., None] + numpy.array([0, 1 / 3, 2 / 3])) % 1
            return _bytes(255 * numpy.abs(hue * 2 - 1))
        return _bytes(numpy.array([10, 10, 10]) + (colours[0].clip(120, 255) - 10) * part[..., None].clip(0, 1))

    return draw


def pattern(kind: str, random: Random) -> Draw:
    width, height, x, y = _plane(random)
    colours = random.uniform(0, 255, (2, 3))
    count = random.uniform(4, 24)
    angle = random.uniform(0, math.pi)
    speed = random.uniform(-0.2, 0.2)
    points = random.uniform(0, 1, (int(random.integers(12, 60)), 2))
    tints = random.uniform(0, 255, (len(points), 3))

    def draw(time: float) -> numpy.ndarray:
        u = x * math.cos(angle) + y * math.sin(angle) + speed * time
        v = -x * math.sin(angle) + y * math.cos(angle)
        if kind == "checks":
            mask = (numpy.floor(u * count) + numpy.floor(v * count)) % 2
        elif kind == "stripes":
            mask = numpy.floor(u * count) % 2
        elif kind == "waves":
            mask = 0.5 + 0.5 * numpy.sin(u * count * 2 * math.pi + 3 * numpy.sin(v * 9))
        elif kind == "rings":
            mask = 0.5 + 0.5 * numpy.sin(numpy.hypot(x - 0.5, y - 0.5) * count * 6 + time * 4)
        elif kind == "plaid":
            mask = (numpy.sin(u * count * 6) + numpy.sin(v * count * 6)) / 4 + 0.5
        elif kind == "dots":
            mask = (numpy.hypot((u * count) % 1 - 0.5, (v * count) % 1 - 0.5) < 0.3).astype(float)
        else:
            away = numpy.hypot(x[..., None] - points[:, 0] - speed * time, y[..., None] - points[:, 1])
            return _bytes(tints[away.argmin(2)])
        return _bytes(colours[0] + (colours[1] - colours[0]) * mask[..., None])

    return draw


def other_generator(kind: str, random: Random) -> Draw:
    """Kinds that none of the above resembles: fractals, mazes, tilings, curves, cells, clouds of discs."""
    width, height, x, y = _plane(random)
    if kind == "julia":
        c = complex(*random.uniform(-0.8, 0.4, 2))

        def draw(time: float) -> numpy.ndarray:
            z = ((x - 0.5) * 3.2 + 1j * (y - 0.5) * 3.2) * (1 - 0.3 * time)
            steps = numpy.zeros(z.shape)
            for _ in range(60):
                alive = numpy.abs(z) < 2
                z = numpy.where(alive, z * z + c, z)
                steps += alive
            return _bytes(numpy.stack([steps * 4, 255 - steps * 4, (steps * 9) % 255], 2))

        return draw
    if kind == "blobs":
        centres, sizes = random.uniform(0, 1, (30, 2)), random.uniform(0.03, 0.14, 30)
        tints, ways = random.uniform(0, 255, (30, 3)), random.uniform(-0.3, 0.3, (30, 2))

        def draw(time: float) -> numpy.ndarray:
            picture = numpy.full((height, width, 3), 128.0)
            for centre, size, tint, way in zip(centres, sizes, tints, ways):
                weight = numpy.exp(-((x - centre[0] - way[0] * time) ** 2 + (y - centre[1] - way[1] * time) ** 2) / size**2)
                picture += (tint - picture) * weight[..., None]
            return _bytes(picture)

        return draw
    image = Image.new("RGB", (width, height), tuple(random.integers(0, 255, 3).tolist()))
    pen = ImageDraw.Draw(image)
    ink = tuple(random.integers(0, 255, 3).tolist())
    step = int(random.integers(10, 22))
    if kind == "maze":
        for top in range(0, height, step):
            for left in range(0, width, step):
                ends = (left, top, left + step, top + step) if random.random() < 0.5 else (left + step, top, left, top + step)
                pen.line(ends, fill=ink, width=3)
    elif kind == "curves":
        for _ in range(14):
            a, b, c = random.uniform(1, 7, 3)
            time = numpy.linspace(0, 2 * math.pi, 300)
            points = zip((0.5 + 0.45 * numpy.sin(a * time + c)) * width, (0.5 + 0.45 * numpy.cos(b * time)) * height)
            pen.line([tuple(point) for point in points], fill=tuple(random.integers(0, 255, 3).tolist()), width=2)
    elif kind == "tiles":
        for top in range(0, height, step * 2):
            for left in range(0, width, step * 2):
                for turn in (0, 180):
                    corner = (left + (step if turn else -step), top + (step if turn else -step))
                    pen.arc((*corner, corner[0] + 2 * step, corner[1] + 2 * step), turn, turn + 90, fill=ink, width=4)
    else:
        for _ in range(400):
            left, top = random.integers(0, width), random.integers(0, height)
            pen.line((left, top, left + random.integers(-30, 30), top + random.integers(-30, 30)), fill=tuple(random.integers(0, 255, 3).tolist()))
    pixels = numpy.asarray(image)
    return lambda time: pixels


def _outline(kind: str, sides: int = 0) -> list[tuple[float, float]]:
    turns = [2 * math.pi * i / 90 for i in range(90)]
    if kind == "heart":
        return [(math.sin(t) ** 3, -(13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)) / 16) for t in turns]
    if kind == "arrow":
        return [(-1, -0.3), (0.2, -0.3), (0.2, -0.8), (1, 0), (0.2, 0.8), (0.2, 0.3), (-1, 0.3)]
    if kind == "crescent":
        outer = [(math.cos(t), math.sin(t)) for t in numpy.linspace(0.9, 5.4, 40)]
        return outer + [(0.35 + 0.75 * math.cos(t), 0.9 * math.sin(t)) for t in numpy.linspace(5.2, 1.1, 40)]
    if kind == "gear":
        return [(math.cos(t) * (1 if i % 6 < 3 else 0.72), math.sin(t) * (1 if i % 6 < 3 else 0.72)) for i, t in enumerate(turns)]
    return [(math.cos(2 * math.pi * i / sides), math.sin(2 * math.pi * i / sides)) for i in range(sides)]


def hard(kind: str, random: Random, backdrop: numpy.ndarray | None = None) -> Draw:
    """Drawn shapes like the world's, but for one thing: other shapes, colours, backgrounds, numbers, ways of moving; or nothing at all."""
    width, height = _size(random)
    grey = int(random.integers(20, 235))
    known = [(217, 38, 38), (38, 166, 62), (43, 82, 219), (240, 216, 42), (244, 137, 28), (148, 58, 190)]
    strange = [(255, 130, 190), (120, 72, 30), (60, 220, 220), (128, 128, 128), (180, 230, 60), (90, 0, 40)]
    shapes = {"heart": 0, "arrow": 0, "crescent": 0, "gear": 0, "pentagon": 5, "hexagon": 6, "octagon": 8}
    shape = list(shapes)[random.integers(len(shapes))] if kind == "other shapes" else "circle"
    outline = _outline(shape, shapes.get(shape, 0) if shape != "circle" else 60)
    colour = (strange if kind == "other colours" else known)[random.integers(6)]
    count = int(random.integers(14, 30)) if kind == "many shapes" else 1
    if kind == "many shapes":
        inks = [known[random.integers(6)] for _ in range(count)]
    else:
        inks = [colour] * count
    centres, ways = random.uniform(0.2, 0.8, (count, 2)), random.uniform(-0.15, 0.15, (count, 2))
    radius = min(width, height) * (0.07 if kind == "many shapes" else random.uniform(0.14, 0.24))
    letter = "ABEFGHKMNPQRSUWXYZ?&%@#"[random.integers(23)]

    def draw(time: float) -> numpy.ndarray:
        scale = 3
        image = Image.new("RGB", (width * scale, height * scale), (grey, grey, grey))
        if backdrop is not None:
            image = Image.fromarray(backdrop).resize(image.size)
        pen = ImageDraw.Draw(image)
        for ink, centre, way in zip(inks, centres, ways):
            x, y = ((centre + way * time) * (width, height) * scale).tolist()
            size = radius * scale * (0.4 + 1.2 * time if kind == "growing" else 1)
            if kind == "letters":
                font = ImageFont.load_default(size=int(size * 2.2))
                pen.text((x, y), letter, fill=ink, font=font, anchor="mm")
            elif kind == "outlines":
                pen.ellipse((x - size, y - size, x + size, y + size), outline=ink, width=int(2.5 * scale))
            elif kind == "shaded":
                for step in range(40):
                    inner = size * (1 - step / 40)
                    light = [int(c * (0.3 + 0.7 * step / 40) + 90 * (step / 40) ** 3) for c in ink]
                    offset = -0.35 * size * step / 40
                    pen.ellipse((x + offset - inner, y + offset - inner, x + offset + inner, y + offset + inner), fill=tuple(min(255, c) for c in light))
            elif kind != "nothing":
                pen.polygon([(x + px * size, y + py * size) for px, py in outline], fill=ink)
        if kind == "blurred":
            image = image.filter(ImageFilter.GaussianBlur(size * 0.45))
        return numpy.asarray(image.resize((width, height), Image.Resampling.BOX))

    return draw
