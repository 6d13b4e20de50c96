"""Makes everything that `node benchmarks/run.ts real-language-model` needs, in a folder that git ignores:

    pip install -r requirements.txt
    python make.py

It downloads 93 MB and writes 760 MB; some minutes on two cores. `python make.py oracle` makes the oracle alone again.
"""

import json
import sys
from pathlib import Path

from write_checkpoint import write_checkpoint
from write_oracle import write_oracle
from weights import fetch_gguf, load_model, load_tokenizer

HERE = Path(__file__).parent
FOLDER = HERE.parents[2] / "models/real/smollm2-135m-instruct"


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    gguf = fetch_gguf(FOLDER)
    model = load_model(gguf)
    tokenizer, chat_template = load_tokenizer(gguf)
    if sys.argv[1:] != ["oracle"]:
        write_checkpoint(FOLDER / "checkpoint", model, tokenizer, chat_template)
    prompts = json.loads((HERE.parent / "prompts.json").read_text())["prompts"]
    write_oracle(FOLDER, model, tokenizer, chat_template, prompts)


main()
