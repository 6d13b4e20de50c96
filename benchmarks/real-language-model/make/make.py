"""Makes everything that `node benchmarks/run.ts real-language-model` needs, in a folder that git ignores:

    pip install -r requirements.txt
    python make.py

It downloads 93 MB and writes 1.3 GB; some minutes on two cores. `python make.py oracle` makes the oracle alone again,
`python make.py perplexity` what `pnpm bench perplexity` needs, alone.
"""

import json
import sys
from pathlib import Path

from write_checkpoint import write_checkpoint
from write_oracle import write_oracle
from write_perplexity import write_perplexity
from write_safetensors import write_safetensors
from weights import fetch_gguf, load_model, load_tokenizer

HERE = Path(__file__).parent
FOLDER = HERE.parents[2] / "models/real/smollm2-135m-instruct"


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    gguf = fetch_gguf(FOLDER)
    model = load_model(gguf)
    tokenizer, chat_template = load_tokenizer(gguf)
    wanted = sys.argv[1:] or ["checkpoint", "oracle", "perplexity"]
    if "checkpoint" in wanted:
        write_checkpoint(FOLDER / "checkpoint", model, tokenizer, chat_template)
    if "oracle" in wanted:
        prompts = json.loads((HERE.parent / "prompts.json").read_text())["prompts"]
        write_oracle(FOLDER, model, tokenizer, chat_template, prompts)
    if "perplexity" in wanted:
        write_safetensors(FOLDER / "safetensors", model, tokenizer, chat_template)
        write_perplexity(FOLDER / "perplexity.json", model, tokenizer)


main()
