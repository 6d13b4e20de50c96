"""Folders of checkpoints: random weights as real checkpoints store them, their files, ONNX exports of real modules."""

import json
import shutil
import warnings
from pathlib import Path

import onnx
import torch
from transformers.utils import logging

logging.disable_progress_bar()

ROOT = Path(__file__).parent.parent


def empty_folder(family):
    """`checkpoints/<family>`, with an empty `onnx` folder and nothing else."""
    folder = ROOT / "checkpoints" / family
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "onnx").mkdir(parents=True)
    return folder


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def change_json(path, changes, removed=()):
    value = json.loads(path.read_text())
    write_json(path, {key: entry for key, entry in {**value, **changes}.items() if key not in removed})


def save_as_before(folder, processor, settings):
    """Processor files as transformers 4 wrote them and published checkpoints have them: one for images, one for the rest."""
    processor.image_processor.save_pretrained(folder)
    kind = type(processor.image_processor).__name__.removesuffix("Pil")
    change_json(folder / "preprocessor_config.json", {"image_processor_type": kind, "processor_class": type(processor).__name__})
    write_json(folder / "processor_config.json", {"image_token": "<image>", **settings, "processor_class": type(processor).__name__})


def write_template(folder, template, *, file):
    """A chat template where checkpoints keep it: `chat_template.jinja`, `chat_template.json` or `tokenizer_config.json`."""
    (folder / "chat_template.jinja").unlink(missing_ok=True)
    if file == "chat_template.jinja":
        (folder / file).write_text(template)
    elif file == "chat_template.json":
        write_json(folder / file, {"chat_template": template})
    else:
        change_json(folder / file, {"chat_template": template})


def randomize(model, seed, *, scales=None):
    """Weights large enough that every path shows in the result, random biases and norms too. `scales`: standard
    deviations by a part of a parameter's name, the first that fits."""
    generator = torch.Generator().manual_seed(seed)
    scales = {**(scales or {}), "norm": 0.2, "bias": 0.2, "position_embedding": 0.3, "patch_embedding": 0.06, "embed_tokens": 1.0}
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            scale = next((value for part, value in scales.items() if part in name), 0.25)
            value = torch.randn(parameter.shape, generator=generator) * scale
            is_norm = "norm" in name and name.endswith("weight")
            parameter.copy_(value + 1 if is_norm else value)
    return model.eval()


def store_weights(model, folder, dtype):
    """Writes `model.safetensors` and configurations in `dtype`, and reads them back: a float32 model with the stored values."""
    model.to(dtype).save_pretrained(folder)
    (folder / "model.safetensors").chmod(0o644)
    stored = type(model).from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
    return stored.eval()


def export_module(path, module, inputs, *, input_names, output_names, dynamic_axes):
    """A PyTorch module as ONNX, without traces of where it was made."""
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, inputs, path, input_names=input_names, output_names=output_names,
                          dynamic_axes=dynamic_axes, opset_version=17, dynamo=False)
    model = onnx.load(path)
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def declare_rows(path, rows):
    """Declares the second axis of the output, which the exporter can't infer."""
    model = onnx.load(path)
    model.graph.output[0].type.tensor_type.shape.dim[1].dim_value = rows
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def rename_tensors(path, names):
    """Gives inputs and outputs of a graph other names: `names` has the new ones by the present ones."""
    model = onnx.load(path)
    for value in [*model.graph.input, *model.graph.output]:
        value.name = names.get(value.name, value.name)
    for node in model.graph.node:
        for tensors in (node.input, node.output):
            tensors[:] = [names.get(name, name) for name in tensors]
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def move_weights_out(path):
    """Weights into external data beside the file, `<file>_data`, as files above 2 GB have it."""
    data = path.with_name(path.name + "_data")
    data.unlink(missing_ok=True)
    onnx.save(onnx.load(path), path, save_as_external_data=True, all_tensors_to_one_file=True, location=data.name,
              size_threshold=1024, convert_attribute=False)
    data.chmod(0o644)
