"""Asks the exported model about a folder of clips (see make-clips.ts) and says how many answers are right, by kind."""

import argparse
import json
from pathlib import Path

from aggregations import parse_aggregation
from pipeline import Pipeline, is_right

here = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("clips", type=Path)
    parser.add_argument("--model", type=Path, default=here.parents[1] / "packages/tiny-model")
    parser.add_argument("--aggregation", type=parse_aggregation, help="another aggregation than the model's own; nothing is written then")
    parser.add_argument("--first", type=int, default=1 << 30, help="only that many clips; nothing is written then")
    settings = parser.parse_args()
    pipeline = Pipeline(settings.model)
    questions = json.loads((settings.clips / "questions.json").read_text())
    names = list(dict.fromkeys(question["clip"] for question in questions))[: settings.first]
    right: dict[str, list[bool]] = {}
    answers = []
    for name in names:
        video = pipeline.watch(settings.clips / name, settings.aggregation)
        for question in questions:
            if question["clip"] != name:
                continue
            answer = pipeline.ask(video, question["question"], question.get("options"))
            kind = "choice" if "options" in question else question["kind"]
            right.setdefault(kind, []).append(is_right(answer, question))
            asked = {key: question[key] for key in ("clip", "question", "options") if key in question}
            answers.append(asked | {"answer": answer, "right": right[kind][-1]})
    for kind, results in sorted(right.items()):
        print(f"{kind:12} {100 * sum(results) / len(results):5.1f} % of {len(results)}")
    if settings.aggregation is None and len(names) == len({question["clip"] for question in questions}):
        (settings.clips / "python-answers.json").write_text(json.dumps(answers, indent=1) + "\n")


if __name__ == "__main__":
    main()
