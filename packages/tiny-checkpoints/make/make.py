"""Makes tiny checkpoints and what transformers computes with them: `python make.py FAMILY...` or `python make.py all`.

    python -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make.py all

The tests need no Python: they read what this script wrote."""

import importlib
import os
import sys

# Same bytes at every run, and no network: onnxruntime sends usage data unless told otherwise.
os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", ORT_DISABLE_TELEMETRY="1")

import torch

# One module each, whose `make()` writes the checkpoint and its oracle.
FAMILIES = ["llava_onevision", "llava_interleave", "llava_1_5", "llava_1_6", "nanollava",
            "fastvlm", "smolvlm2", "lfm2_vl", "timestamps"]


def main():
    torch.set_num_threads(2)
    names = FAMILIES if sys.argv[1:] == ["all"] else sys.argv[1:]
    for name in names:
        importlib.import_module(name.replace("-", "_").replace(".", "_")).make()
        print(name)


main()
