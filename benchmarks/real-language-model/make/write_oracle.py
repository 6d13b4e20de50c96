"""What transformers computes with the same weights: ids, logits, greedy answers, stop strings, sampling distributions."""

import base64
import json

import numpy as np
import torch
import transformers
from transformers import (LogitsProcessorList, MinPLogitsWarper, PreTrainedTokenizerFast, RepetitionPenaltyLogitsProcessor,
                          TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper)

from weights import IMAGE_TOKEN, MEMBER, PACKAGE, SHA256

END = "<|im_end|>"
PENALTY, PENALTY_TOKENS, PENALTY_PROMPTS = 1.3, 48, ["prose", "python", "list", "unicode"]
STOP_PROMPTS, STOP_TOKENS = ["prose", "arithmetic", "recipe", "unicode"], 40
CONTEXT_ROOM = 12
# Leads within which batches of other sizes may choose otherwise.
CLOSE = 1e-3
SPELLED = ["Say <|im_end|> and <|im_start|>assistant\nno.", "<|endoftext|>", "an <image> here", "<|im_<|im_end|>end|>"]
SAMPLING = [
    {"temperature": 1.0},
    {"temperature": 0.3},
    {"temperature": 2.5, "topK": 7},
    {"temperature": 1.0, "topK": 500},
    {"temperature": 0.8, "topP": 0.9},
    {"temperature": 1.5, "topP": 0.99},
    {"temperature": 1.3, "minP": 0.05},
    {"temperature": 0.7, "topK": 50, "topP": 0.8, "minP": 0.02},
    {"temperature": 1.0, "repetitionPenalty": 1.3},
    {"temperature": 0.9, "topK": 40, "topP": 0.95, "minP": 0.01, "repetitionPenalty": 1.7},
]
SAMPLING_PROMPTS = ["prose", "typescript", "unicode", "coaching"]


class Judge:
    def __init__(self, model, tokenizer, chat_template):
        self.model = model
        # The end token would end runs early: it is looked for afterwards.
        model.generation_config.eos_token_id = None
        self.tokenizer = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=END, pad_token=END,
                                                 clean_up_tokenization_spaces=False)
        self.tokenizer.chat_template = chat_template
        self.end = tokenizer.token_to_id(END)

    def rendered(self, turns, image=False):
        messages = [{"role": turn["role"], "content": turn["text"]} for turn in turns]
        if image:
            messages[0]["content"] = f"{IMAGE_TOKEN}\n{messages[0]['content']}"
        return self.tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)

    def ids(self, text, **options):
        return self.tokenizer(text, add_special_tokens=False, **options)["input_ids"]

    def text(self, ids):
        return self.tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)

    def generate(self, prompts, count, **options):
        """Greedy answers of several prompts in one batch, which is much faster than one by one."""
        length = max(len(ids) for ids in prompts)
        padded = torch.tensor([[self.end] * (length - len(ids)) + ids for ids in prompts])
        mask = torch.tensor([[0] * (length - len(ids)) + [1] * len(ids) for ids in prompts])
        result = self.model.generate(padded, attention_mask=mask, max_new_tokens=count, do_sample=False,
                                     pad_token_id=self.end, return_dict_in_generate=True, **options)
        return result.sequences[:, length:].tolist(), result.scores

    def teacher_forced(self, ids, answer):
        """Arg max, its logit and the lead over the second at each position where an answer token is chosen, and the first
        position's logits."""
        with torch.no_grad():
            logits = self.model(torch.tensor([ids + answer[:-1]]), logits_to_keep=len(answer)).logits[0]
        top = logits.topk(2, dim=-1)
        return {"argMax": top.indices[:, 0].tolist(), "largest": top.values[:, 0].tolist(),
                "gaps": (top.values[:, 0] - top.values[:, 1]).tolist()}, logits[0].numpy()

    def answer(self, ids, greedy):
        """A greedy answer, each token of which one pass over the whole confirms."""
        forced, logits = self.teacher_forced(ids, greedy)
        for token, likeliest, gap in zip(greedy, forced["argMax"], forced["gaps"]):
            assert token == likeliest or gap < CLOSE, (token, likeliest, gap)
        end = greedy.index(self.end) if self.end in greedy else None
        return {"greedy": greedy, **forced, "text": self.text(greedy), "endsAt": end,
                "textToEnd": self.text(greedy[:end])}, logits

    def penalized(self, prompts):
        """Greedy answers with a repetition penalty over prompt and answer, and the lead of each choice. The padding is a
        token that every prompt has, so the penalty does not change by it."""
        answers, scores = self.generate(prompts, PENALTY_TOKENS, repetition_penalty=PENALTY, output_scores=True)
        top = torch.stack(scores, 1).topk(2, dim=-1).values
        gaps = (top[..., 0] - top[..., 1]).tolist()
        return [{"greedy": answer, "gaps": gap, "text": self.text(answer)} for answer, gap in zip(answers, gaps)]

    def stopped(self, ids, stops):
        """transformers ends with the token that completes a stop string; the text before the first one is the answer."""
        (answer,), _ = self.generate([ids], STOP_TOKENS, stop_strings=stops, tokenizer=self.tokenizer)
        text = self.text(answer)
        starts = [text.index(stop) for stop in stops if stop in text]
        return {"stopStrings": stops, "tokens": len(answer), "stops": bool(starts), "text": text[:min(starts, default=None)]}


def stop_choices(judge, greedy, text):
    """Stop strings that lie in a token, across tokens, across many, that begin but do not end, that never come."""
    words = [judge.text(greedy[:i]) for i in range(len(greedy) + 1)]
    # Positions in the text behind the 10th, 11th, 12th and 30th token.
    a, b, c, d = (len(words[i]) for i in (10, 11, 12, 30))
    inside = next((judge.text([token])[1:-1] for token in greedy[8:] if len(judge.text([token]).strip()) > 4), "e")
    return [
        [inside],
        [text[a - 1:b + 1]],
        [text[a - 2:c + 2]],
        [text[b + 1:d - 1]],
        [text[a:b] + "\u0001", text[c - 1:c + 3]],
        ["a stop string that never comes \u0001"],
    ]


def distribution(logits, occurred, settings):
    processors = LogitsProcessorList()
    if "repetitionPenalty" in settings:
        processors.append(RepetitionPenaltyLogitsProcessor(settings["repetitionPenalty"]))
    processors.append(TemperatureLogitsWarper(settings["temperature"]))
    if "topK" in settings:
        processors.append(TopKLogitsWarper(settings["topK"]))
    if "topP" in settings:
        processors.append(TopPLogitsWarper(settings["topP"]))
    if "minP" in settings:
        processors.append(MinPLogitsWarper(settings["minP"]))
    scores = processors(torch.tensor([occurred]), torch.from_numpy(logits.copy())[None])
    probabilities = torch.softmax(scores.double(), -1)[0].numpy()
    (ids,) = probabilities.nonzero()
    return {"ids": numbers(ids.astype(np.int32)), "probabilities": numbers(probabilities[ids])}


def numbers(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def full_context(judge, prompts, context_length):
    """A conversation that leaves room for a few tokens, out of the words of all prompts."""
    words = " ".join(turn["text"] for prompt in prompts for turn in prompt["turns"]).split() * 4
    turns = lambda count: [{"role": "user", "text": " ".join(words[:count])}]
    length = lambda count: len(judge.ids(judge.rendered(turns(count))))
    low, high = 0, len(words)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if length(middle) <= context_length - CONTEXT_ROOM else (low, middle)
    ids = judge.ids(judge.rendered(turns(low)))
    (greedy,), _ = judge.generate([ids], context_length - len(ids))
    answer, logits = judge.answer(ids, greedy)
    return {"turns": turns(low), "ids": ids, "answer": answer, "logits": numbers(logits)}


def write_oracle(folder, model, tokenizer, chat_template, prompts):
    judge = Judge(model, tokenizer, chat_template)
    rendered = [judge.rendered(prompt["turns"]) for prompt in prompts]
    ids = [judge.ids(text) for text in rendered]
    # Those of one length together.
    greedy = {}
    for count in sorted({prompt["answerTokens"] for prompt in prompts}):
        places = [i for i, prompt in enumerate(prompts) if prompt["answerTokens"] == count]
        greedy |= zip(places, judge.generate([ids[i] for i in places], count)[0])
    cases, by_name = [], {}
    for i, prompt in enumerate(prompts):
        answer, logits = judge.answer(ids[i], greedy[i])
        case = {"name": prompt["name"], "turns": prompt["turns"], "rendered": rendered[i],
                "renderedWithImage": judge.rendered(prompt["turns"], image=True), "ids": ids[i],
                "answer": answer, "logits": numbers(logits)}
        by_name[prompt["name"]] = (ids[i], answer, logits)
        cases.append(case)
        print(prompt["name"], len(ids[i]), repr(answer["textToEnd"]), flush=True)
    stops = [{"prompt": name, "maxTokens": STOP_TOKENS, **judge.stopped(by_name[name][0], chosen)}
             for name in STOP_PROMPTS
             for chosen in stop_choices(judge, by_name[name][1]["greedy"], by_name[name][1]["text"])]
    penalized = judge.penalized([by_name[name][0] for name in PENALTY_PROMPTS])
    penalties = [{"prompt": name, "repetitionPenalty": PENALTY, **answer} for name, answer in zip(PENALTY_PROMPTS, penalized)]
    sampling = [{"prompt": name, "settings": settings, **distribution(by_name[name][2], by_name[name][0], settings)}
                for name in SAMPLING_PROMPTS for settings in SAMPLING]
    spelled = [{"text": text, "ids": judge.ids(text, split_special_tokens=True)} for text in SPELLED]
    texts = [judge.text([token]) for token in range(model.config.vocab_size)]
    context = full_context(judge, prompts, model.config.max_position_embeddings)
    source = {"package": PACKAGE, "member": MEMBER, "sha256": SHA256, "transformers": transformers.__version__,
              "torch": torch.__version__}
    (folder / "oracle.json").write_text(json.dumps({
        "source": source, "prompts": cases, "stops": stops, "penalties": penalties, "sampling": sampling,
        "tokenTexts": texts, "spelled": spelled, "context": context}))
