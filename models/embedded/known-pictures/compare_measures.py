"""Compares measures of how strange a clip's tokens are, by validation clips alone.

    node dump-tokens.ts CLIPS/train --out dumps/train        # and validation, foreign, plain
    python compare_measures.py dumps

Every measure is fitted to the clips of training. Its threshold is what 99 of 100 validation clips of the world stay below; printed are the foreign
clips above it, by kind, and the area under the curve, which needs no threshold.
"""

import json
import sys
from pathlib import Path
from typing import Callable

import numpy

folder = Path(sys.argv[1])
random = numpy.random.default_rng(0)


def load(name: str) -> tuple[numpy.ndarray, numpy.ndarray]:
    names = json.loads((folder / f"{name}.json").read_text())
    tokens = numpy.fromfile(folder / f"{name}.f32", numpy.float32).reshape(len(names), 4, 64, -1)
    return tokens, numpy.array([clip.split("-")[0] for clip in names])


train, known, (foreign, kinds), plain = load("train")[0], load("validation")[0], load("foreign"), load("plain")[0]
sets = (train, known, foreign, plain)
size = train.shape[-1]


def report(name: str, scores: list[numpy.ndarray]) -> None:
    """Scores of the frames of each set, [clips, frames]."""
    _, of_known, of_foreign, of_plain = (score.mean(1) for score in scores)
    threshold = numpy.quantile(of_known, 0.99)
    by_kind = [f"{kind} {100 * (of_foreign[kinds == kind] > threshold).mean():.0f}" for kind in dict.fromkeys(kinds)]
    area = (of_foreign[:, None] > of_known[None]).mean()
    print(f"| {name} | {100 * (of_foreign > threshold).mean():.0f} | {area:.4f} | {(of_plain > threshold).sum()} | {', '.join(by_kind)} |")


def flat(values: numpy.ndarray) -> numpy.ndarray:
    return values.reshape(-1, values.shape[-1]).astype(numpy.float64)


def mahalanobis(values: numpy.ndarray) -> Callable[[numpy.ndarray], numpy.ndarray]:
    mean = values.mean(0)
    covariance = numpy.cov((values - mean).T)
    inverse = numpy.linalg.inv(covariance + 1e-3 * numpy.trace(covariance) / size * numpy.eye(size))
    root = numpy.linalg.cholesky(inverse)
    return lambda x: (((x - mean) @ root) ** 2).sum(-1)


def low_rank(values: numpy.ndarray, rank: int) -> Callable[[numpy.ndarray], numpy.ndarray]:
    mean = values.mean(0)
    variances, axes = numpy.linalg.eigh(numpy.cov((values - mean).T))
    variances, axes = variances[::-1], axes[:, ::-1]
    rest = variances[rank:].mean()

    def distance(x: numpy.ndarray) -> numpy.ndarray:
        along = (x - mean) @ axes[:, :rank]
        beside = ((x - mean) ** 2).sum(-1) - (along**2).sum(-1)
        return numpy.sqrt(((along**2 / variances[:rank]).sum(-1) + beside / rest) / size)

    return distance


def clusters(values: numpy.ndarray, count: int) -> numpy.ndarray:
    centres = values[random.permutation(len(values))[:count]].copy()
    for _ in range(12):
        nearest = ((centres**2).sum(1) - 2 * values @ centres.T).argmin(1)
        for i in range(count):
            if (nearest == i).any():
                centres[i] = values[nearest == i].mean(0)
    return centres


def nearest(centres: numpy.ndarray) -> Callable[[numpy.ndarray], numpy.ndarray]:
    return lambda x: ((x**2).sum(-1)[..., None] - 2 * x @ centres.T + (centres**2).sum(1)).min(-1)


print("| measure | foreign clips above | area | plain clips above | by kind |\n|---|---|---|---|---|")
means = [tokens.mean(2) for tokens in sets]
distance = mahalanobis(flat(means[0]))
report("Mahalanobis of the mean token", [distance(values) for values in means])

some = flat(train)[random.permutation(train[..., 0].size)[:30000]]
distance = mahalanobis(some)
report("Mahalanobis of tokens, mean", [distance(tokens).mean(-1) for tokens in sets])
report("Mahalanobis of tokens, mean of logarithms", [numpy.log(distance(tokens)).mean(-1) for tokens in sets])

centre = some.mean(0)
axes = numpy.linalg.svd(some - centre, full_matrices=False)[2][:48]
residual = lambda x: ((x - centre) ** 2).sum(-1) - (((x - centre) @ axes.T) ** 2).sum(-1)
report("residual of 48 principal axes of tokens", [residual(tokens).mean(-1) for tokens in sets])

root = numpy.linalg.cholesky(numpy.linalg.inv(numpy.cov((some - centre).T) + 1e-2 * some.var(0).mean() * numpy.eye(size)))
distance = nearest(clusters((some - centre) @ root, 128))
report("nearest of 128 clusters of whitened tokens, mean", [distance((tokens - centre) @ root).mean(-1) for tokens in sets])
report("the same, lower quartile", [numpy.quantile(distance((tokens - centre) @ root), 0.25, -1) for tokens in sets])


def directions(tokens: numpy.ndarray) -> numpy.ndarray:
    from_centre = tokens - centre
    return (from_centre / numpy.linalg.norm(from_centre, axis=-1, keepdims=True)).mean(2)


of_sets = [directions(tokens) for tokens in sets]
distance = mahalanobis(flat(of_sets[0]))
report("Mahalanobis of the mean direction", [distance(values) for values in of_sets])
for rank in (16, 32, 48, 64, 96):
    distance = low_rank(flat(of_sets[0]), rank)
    report(f"mean direction, {rank} axes", [distance(values) for values in of_sets])
mean, root = flat(of_sets[0]).mean(0), numpy.linalg.cholesky(numpy.linalg.inv(numpy.cov(flat(of_sets[0]).T) + 1e-5 * numpy.eye(size)))
distance = nearest(clusters((flat(of_sets[0]) - mean) @ root, 256))
report("mean direction, nearest of 256 clusters", [distance((values - mean) @ root) for values in of_sets])
