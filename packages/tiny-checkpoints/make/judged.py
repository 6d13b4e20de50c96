"""The oracle of a family whose features were computed by its own class."""

import torch
from checkpoint import write_json
from oracle import answer, features_fact, logits_function, oracle_path, slowfast_answer, spliced, versions


def write_oracle(families, *, classes, pixel_facts, frames, features, rows, columns, prompt_facts, placeholder, language_model,
                 lm_head, seed=5, **more):
    """Writes `oracles/<family>.json` of every family in `families`, which have these weights. `features`
    [frames, rows * columns, size]: of pictures of the model's own size; `placeholder`: the id of the image token; `seed`: of the ids that are forced."""
    logits_of, vocabulary = logits_function(language_model, lm_head), lm_head.weight.shape[0]
    ids = prompt_facts[0]["modelIds"]
    embeds_of = lambda tokens: spliced(language_model.get_input_embeddings(), ids, placeholder, tokens)
    with torch.no_grad():
        answered = answer(logits_of, embeds_of(features[0]), vocabulary, seed=seed)
        of_video = slowfast_answer(logits_of, embeds_of, frames, features, rows, columns)
    # A decoder graph that embeds ids itself would want features for these: another seed, or other weights.
    assert placeholder not in answered["forced"]["ids"], "forced"
    assert placeholder not in of_video["greedy"]["ids"], "greedy"
    for family in families:
        write_json(oracle_path(family), {
            "versions": versions(),
            "classes": classes,
            "pixelValues": pixel_facts,
            "features": features_fact(frames[0], features[0], rows, columns),
            "prompts": prompt_facts,
            "answer": {"prompt": 0, **answered},
            "slowfast": {"prompt": 0, **of_video},
            **more,
        })
