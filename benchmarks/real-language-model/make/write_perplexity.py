"""What transformers loses on each token of the texts of the perplexity benchmark."""

import base64
import json
from pathlib import Path

import numpy as np
import torch
import transformers

TEXTS = Path(__file__).parents[2] / "perplexity/texts"
WINDOW = 1024


def write_perplexity(path, model, tokenizer):
    """Ids of whole texts; losses in nats of the tokens behind the first of each window of 1024, float32 in base64, in order."""
    texts = []
    for text in json.loads((TEXTS / "texts.json").read_text()):
        ids = tokenizer.encode((TEXTS / text["file"]).read_bytes().decode(), add_special_tokens=False).ids
        losses = np.concatenate([window_losses(model, ids[i:i + WINDOW]) for i in range(0, len(ids) - WINDOW + 1, WINDOW)])
        print(text["name"], len(ids), "tokens, perplexity", np.exp(losses.astype(np.float64).mean()), flush=True)
        texts.append({"file": text["file"], "ids": ids, "losses": base64.b64encode(losses.tobytes()).decode()})
    path.write_text(json.dumps({"source": {"transformers": transformers.__version__, "torch": torch.__version__},
                                "texts": texts}))


def window_losses(model, ids):
    window = torch.tensor([ids])
    with torch.no_grad():
        logits = model(window).logits[0, :-1]
    return torch.nn.functional.cross_entropy(logits, window[0, 1:], reduction="none").numpy()
