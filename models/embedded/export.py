"""Writes a trained checkpoint as the files of packages/tiny-model, and checks them against PyTorch."""

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path

import numpy
import torch

from configuration import configuration_files
from make_tokenizer import make_tokenizer
from model import Sizes, Tower
from onnx_model import as_arrays, decoder_graph, embed_tokens, vision_encoder
from quiet_onnxruntime import onnxruntime
from reader import Reader

here = Path(__file__).resolve().parent
tolerance = 1e-4
half_tolerance = 0.05
"""Of logits between -20 and 20, on noise; what weights in half precision cost in answers is measured on clips."""


def write_files(state: dict, folder: Path, half: bool) -> None:
    sizes = Sizes(**state["sizes"])
    tower, reader = as_arrays(state["tower"]), as_arrays(state["averaged"])
    graphs = {
        "vision_encoder": vision_encoder(sizes, tower, reader, half),
        "embed_tokens": embed_tokens(sizes, reader, half),
        "decoder_model_merged": decoder_graph(sizes, reader, half),
    }
    (folder / "onnx").mkdir(exist_ok=True)
    for name, graph in graphs.items():
        (folder / f"onnx/{name}.onnx").write_bytes(graph.SerializeToString())
    for name, content in configuration_files(sizes).items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n")
    make_tokenizer().save(str(folder / "tokenizer.json"))
    shutil.copy(here / "chat_template.jinja", folder / "chat_template.jinja")


def largest_difference(first: torch.Tensor, second: numpy.ndarray) -> float:
    return float(numpy.abs(first.detach().numpy() - second).max())


@torch.no_grad()
def compare(state: dict, folder: Path) -> dict[str, float]:
    """Largest differences between PyTorch and onnxruntime, for whole and for chunked prefill."""
    sizes = Sizes(**state["sizes"])
    tower, reader = Tower(sizes).eval(), Reader(sizes).eval()
    tower.load_state_dict(state["tower"])
    reader.load_state_dict(state["averaged"])
    sessions = {path.stem: onnxruntime.InferenceSession(path) for path in (folder / "onnx").glob("*.onnx")}
    pixels = torch.rand(3, 3, sizes.image_size, sizes.image_size) * 2 - 1
    (features,) = sessions["vision_encoder"].run(None, {"pixel_values": pixels.numpy()})
    ids = torch.randint(0, sizes.vocabulary, (2, 200))
    (embedded,) = sessions["embed_tokens"].run(None, {"input_ids": ids.numpy()})
    differences = {
        "features": largest_difference(reader.projector(tower(pixels)), features),
        "embeddings": largest_difference(reader.decoder.embed(ids), embedded),
    }
    expected = reader.decoder.head(reader.decoder(torch.from_numpy(embedded)))

    def run(first: int, last: int, cache: dict[str, numpy.ndarray], keep: int) -> tuple[numpy.ndarray, dict]:
        inputs = {
            "inputs_embeds": embedded[:, first:last],
            "attention_mask": numpy.ones((2, last), numpy.int64),
            "position_ids": numpy.tile(numpy.arange(first, last, dtype=numpy.int64), (2, 1)),
            "num_logits_to_keep": numpy.array(keep, numpy.int64),
            **cache,
        }
        names = [output.name for output in sessions["decoder_model_merged"].get_outputs()]
        results = dict(zip(names, sessions["decoder_model_merged"].run(None, inputs)))
        logits = results.pop("logits")
        return logits, {name.replace("present", "past_key_values"): value for name, value in results.items()}

    empty = numpy.zeros((2, sizes.heads, 0, sizes.head_size), numpy.float32)
    no_cache = {f"past_key_values.{layer}.{part}": empty for layer in range(sizes.layers) for part in ("key", "value")}
    logits, _ = run(0, 200, no_cache, 0)
    differences["logits"] = largest_difference(expected, logits)
    cache = no_cache
    for first, last in ((0, 96), (96, 192), (192, 199), (199, 200)):
        logits, cache = run(first, last, cache, 1)
        name = "logits, in chunks"
        differences[name] = max(differences.get(name, 0), largest_difference(expected[:, last - 1 : last], logits))
    return differences


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", type=Path, default=here / "runs/reader-clips/model.pt")
    parser.add_argument("--folder", type=Path, default=here.parents[1] / "packages/tiny-model")
    settings = parser.parse_args()
    state = torch.load(settings.checkpoint, weights_only=False)
    settings.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.folder, prefix=".export-") as name:
        made = Path(name)
        for half, most in ((False, tolerance), (True, half_tolerance)):
            write_files(state, made, half)
            differences = compare(state, made)
            print(json.dumps({"half": half, **differences}))
            if max(differences.values()) > most:
                raise SystemExit(f"The exported model differs from the trained one by more than {most}.")
        # Only what has passed takes the place of what is there, file by file in one move each.
        (settings.folder / "onnx").mkdir(exist_ok=True)
        for path in sorted(made.rglob("*")):
            if path.is_file():
                os.replace(path, settings.folder / path.relative_to(made))


if __name__ == "__main__":
    main()
