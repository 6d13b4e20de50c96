"""The whole way from a video file to an answer in Python, as an oracle for the TypeScript pipeline."""

import json
import math
from pathlib import Path

import av
import numpy
import torch
from jinja2.sandbox import ImmutableSandboxedEnvironment
from PIL import Image
from tokenizers import Tokenizer

from aggregations import Aggregation, aggregate, parse_aggregation
from quiet_onnxruntime import onnxruntime

letters = "ABCDE"


def round_half_even(value: float) -> int:
    return int(numpy.rint(value))


def sample_indices(total: int, wanted: int) -> list[int]:
    """All where there are no more than wanted; else the middles of equal parts, as the original SlowFast-LLaVA code takes them."""
    if total <= wanted:
        return list(range(total))
    part = (total - 1) / wanted
    return [math.floor((round_half_even(part * i) + round_half_even(part * (i + 1))) / 2) for i in range(wanted)]


def decode(file: Path) -> list[numpy.ndarray]:
    """All frames as RGB bytes, in presentation order."""
    with av.open(str(file)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


class Pipeline:
    def __init__(self, folder: Path, threads: int = 1):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        names = ("vision_encoder", "embed_tokens", "decoder_model_merged")
        self.sessions = {name: onnxruntime.InferenceSession(folder / f"onnx/{name}.onnx", options) for name in names}
        self.config = json.loads((folder / "config.json").read_text())
        self.preprocessor = json.loads((folder / "preprocessor_config.json").read_text())
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.template = ImmutableSandboxedEnvironment().from_string((folder / "chat_template.jinja").read_text())
        self.aggregation = parse_aggregation(self.config["slowfast"]["aggregation"])

    def watch(self, file: Path, aggregation: Aggregation | None = None) -> numpy.ndarray:
        """A video file to tokens [1, tokens, width]."""
        frames = decode(file)
        side = self.preprocessor["size"]["width"]
        chosen = [frames[index] for index in sample_indices(len(frames), self.config["slowfast"]["frames"])]
        resized = [numpy.asarray(Image.fromarray(frame).resize((side, side), Image.Resampling.BICUBIC)) for frame in chosen]
        pixels = (numpy.stack(resized).astype(numpy.float32) / 255 - 0.5) / 0.5
        (features,) = self.sessions["vision_encoder"].run(None, {"pixel_values": pixels.transpose(0, 3, 1, 2)})
        return aggregate(torch.from_numpy(features)[None], aggregation or self.aggregation).numpy()

    def embed(self, ids: list[int]) -> numpy.ndarray:
        (embedded,) = self.sessions["embed_tokens"].run(None, {"input_ids": numpy.array([ids], numpy.int64)})
        return embedded

    def ask(self, video: numpy.ndarray, question: str, options: list[str] | None = None) -> str:
        """The greedy answer to a question about a watched video."""
        for letter, option in zip(letters, options or ()):
            question += f"\n({letter}) {option}"
        content = [{"type": "image"}, {"type": "text", "text": question}]
        prompt = self.template.render(
            messages=[{"role": "user", "content": content}], bos_token="<s>", eos_token="</s>", add_generation_prompt=True
        )
        if options:
            prompt += self.config["slowfast"]["instructions"]["multipleChoiceAnswerStart"]
        before, after = prompt.split("<image>")
        embedded = numpy.concatenate(
            [self.embed(self.tokenizer.encode(before, add_special_tokens=False).ids), video,
             self.embed(self.tokenizer.encode(after, add_special_tokens=False).ids)], axis=1
        )  # fmt: skip
        return self.tokenizer.decode(self._generate(embedded), skip_special_tokens=True)

    def _generate(self, embedded: numpy.ndarray, most: int = 32) -> list[int]:
        text = self.config["text_config"]
        empty = numpy.zeros((1, text["num_key_value_heads"], 0, text["head_dim"]), numpy.float32)
        layers = range(text["num_hidden_layers"])
        cache = {f"past_key_values.{layer}.{part}": empty for layer in layers for part in ("key", "value")}
        session = self.sessions["decoder_model_merged"]
        names = [output.name for output in session.get_outputs()]
        past, ids = 0, []
        while len(ids) < most:
            count = embedded.shape[1]
            inputs = {
                "inputs_embeds": embedded,
                "attention_mask": numpy.ones((1, past + count), numpy.int64),
                "position_ids": numpy.arange(past, past + count, dtype=numpy.int64)[None],
                "num_logits_to_keep": numpy.array(1, numpy.int64),
            }
            results = dict(zip(names, session.run(None, inputs | cache)))
            cache = {name.replace("present", "past_key_values"): value for name, value in results.items() if name != "logits"}
            past += count
            best = int(results["logits"][0, -1].argmax())
            if best == text["eos_token_id"]:
                break
            ids.append(best)
            embedded = self.embed([best])
        return ids


def is_right(answer: str, question: dict) -> bool:
    """Multiple choice: the letter; else any of the accepted wordings."""
    if "options" in question:
        return answer.strip()[:1].upper() == question["answer"]
    return answer.strip().lower() in {accepted.lower() for accepted in question.get("accepted", [question["answer"]])}
