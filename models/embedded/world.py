"""Reads the generated world through a pipe: the TypeScript package is the only world there is."""

import json
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy

generator = Path(__file__).resolve().parents[2] / "packages/shape-world/src/bin.ts"


def node_program() -> str:
    node = os.environ.get("NODE_BINARY") or shutil.which("node")
    if not node:
        raise RuntimeError("Node 22.18 or newer must be on the PATH (or in NODE_BINARY): it draws the training pictures.")
    return node


def stream(kind: str, **options: object) -> Iterator[tuple[dict, numpy.ndarray, bytes]]:
    """Yields (header, frames [frames, size, size, 3] uint8, labels) per sample; see bin.ts for the format and options."""
    arguments = [node_program(), str(generator), "--kind", kind]
    for name, value in options.items():
        arguments += [f"--{name}", str(value)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, bufsize=1 << 20) as process:
        pipe = process.stdout
        while length := pipe.read(4):
            header = json.loads(pipe.read(struct.unpack("<I", length)[0]))
            size = header["size"]
            shape = (header["frames"], size, size, 3)
            frames = numpy.frombuffer(pipe.read(header["frames"] * size * size * 3), numpy.uint8).reshape(shape)
            yield header, frames, pipe.read(header["labelBytes"])
        if process.wait() != 0:
            raise RuntimeError(f"The generator of the world stopped with status {process.returncode}.")
