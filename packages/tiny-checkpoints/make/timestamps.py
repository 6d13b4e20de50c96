"""How processors write the times of a video's frames, and the ids that they make of it.

The processors' own code writes the text; it needs neither pictures nor torch. The chat template is what the processor renders videos
with, and ids are those of the tiny checkpoint's tokenizer, an image's tokens as one."""

import importlib.metadata
import json
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from num2words import num2words
from transformers import AutoTokenizer
from transformers.models.lfm3_vl.processing_lfm3_vl import Lfm3VlProcessor
from transformers.models.smolvlm.processing_smolvlm import DEFAULT_CHAT_TEMPLATE, SmolVLMProcessor
from transformers.video_utils import VideoMetadata

ROOT = Path(__file__).parent.parent
QUESTION = "What is happening in the video?"
# Frames of a video, its rate and its length in frames.
VIDEOS = [([0, 100, 299], 30, 300), ([0], 25, 3), (list(range(0, 48, 2)), 12, 48), ([90, 1798, 2698, 108000], 29.97, 108300),
          ([0, 900000], 25, 2_500_000), ([1, 3, 5, 7], 4, 800_000)]


def smolvlm2(indices, fps, total):
    tokenizer = AutoTokenizer.from_pretrained(ROOT / "checkpoints" / "smolvlm2")
    metadata = VideoMetadata(total_num_frames=total, fps=fps, duration=total / fps, frames_indices=indices)
    processor = SimpleNamespace(image_seq_len=64, image_token="<image>", fake_image_token="<fake_token_around_image>",
                                global_image_token="<global-img>")
    inputs = {"pixel_values": np.empty((1, len(indices), 0)), "video_metadata": [metadata]}
    video = SmolVLMProcessor.replace_video_token(processor, inputs, 0)
    turns = [{"role": "user", "content": [{"type": "video"}, {"type": "text", "text": QUESTION}]}]
    rendered = tokenizer.apply_chat_template(turns, chat_template=DEFAULT_CHAT_TEMPLATE, tokenize=False, add_generation_prompt=True)
    image = tokenizer.convert_tokens_to_ids("<image>")
    ids = []
    for id, run in groupby(tokenizer(rendered.replace("<video>", video)).input_ids):
        run = list(run)
        assert id != image or len(run) == 64
        ids += [image] if id == image else run
    text = rendered.replace("<video>", video.replace("<image>" * 64, "<image>"))
    return {**times(metadata), "tokensPerFrame": 64, "text": text, "ids": ids}


def lfm3_vl(indices, fps, total):
    """Each frame twice, as two frames are one to its encoder. It has no tokenizer here, so the text alone."""
    metadata = VideoMetadata(total_num_frames=total, fps=fps, duration=total / fps, frames_indices=[i for i in indices for _ in range(2)])
    processor = SimpleNamespace(video_processor=SimpleNamespace(merge_size=2, temporal_patch_size=2), video_token="<|video_pad|>",
                                vision_start_token="<|vision_start|>", vision_end_token="<|vision_end|>",
                                _calculate_timestamps=lambda *given: Lfm3VlProcessor._calculate_timestamps(None, *given))
    inputs = {"video_grid_thw": np.array([[len(indices), 4, 4]]), "video_metadata": [metadata]}
    video = Lfm3VlProcessor.replace_video_token(processor, inputs, 0)
    once = VideoMetadata(total_num_frames=total, fps=fps, duration=total / fps, frames_indices=indices)
    return {**times(once), "tokensPerFrame": 4, "text": video.replace("<|video_pad|>" * 4, "<image>")}


def times(metadata):
    return {"timestampsSeconds": metadata.timestamps, "durationSeconds": metadata.duration}


def make():
    names = ["num2words", "tokenizers", "transformers"]
    oracle = {
        "versions": {name: importlib.metadata.version(name) for name in names},
        "question": QUESTION,
        "smolvlm2": [smolvlm2(*video) for video in VIDEOS],
        "lfm3-vl": [lfm3_vl(*video) for video in VIDEOS],
        "numbersInWords": {str(n): num2words(n) for n in [*range(1, 131), 199, 200, 342, 999, 1000, 1001, 1100, 1234, 20_000, 999_999]},
    }
    text = json.dumps(oracle, ensure_ascii=False, indent=1)
    (ROOT / "oracles" / "timestamps.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    make()
