"""Conversations whose prompts are compared."""


def text(value):
    return {"type": "text", "text": value}


IMAGE = {"type": "image"}
QUESTION = {"role": "user", "content": [IMAGE, text("What is happening in the video?")]}
SYSTEM = {"role": "system", "content": [text("You are a helpful assistant.")]}
ONE_TURN = [QUESTION]
WITH_SYSTEM = [SYSTEM, QUESTION]
TWO_TURNS = [QUESTION, {"role": "assistant", "content": [text("A person opens the door.")]},
             {"role": "user", "content": [text("Où est le café 🙂? Answer in 12 words.")]}]


def plain(turns, image="<image>\n"):
    """The same with strings as contents, for templates that know no parts."""
    part = lambda content: image if content["type"] == "image" else content["text"]
    return [{"role": turn["role"], "content": "".join(map(part, turn["content"]))} for turn in turns]
