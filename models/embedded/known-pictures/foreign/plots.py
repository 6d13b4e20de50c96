"""Plots, as matplotlib and networkx draw them."""

import io

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import networkx
import numpy
from PIL import Image

KINDS = ["lines", "bars", "scatter", "pie", "histogram", "contour", "heat", "boxes", "polar", "surface", "arrows", "stack", "violins", "steps", "graph"]


def plot(kind: str, random: numpy.random.Generator) -> numpy.ndarray:
    """One plot as bytes [height, width, 3]."""
    figure = plt.figure(figsize=(4, 3), dpi=80)
    axes = figure.add_subplot(projection={"polar": "polar", "surface": "3d"}.get(kind))
    x = numpy.linspace(0, 6, 50)
    values = random.normal(0, 1, (5, 50)).cumsum(1)
    grid = numpy.add.outer(numpy.sin(x * random.uniform(0.5, 2)), numpy.cos(x * random.uniform(0.5, 2)))
    if kind == "lines":
        axes.plot(x, values.T, label=list("abcde"))
        axes.legend()
        axes.grid()
    elif kind == "bars":
        axes.bar(list("ABCDEFG"), random.uniform(1, 9, 7), color=["tab:blue", "tab:orange"])
    elif kind == "scatter":
        axes.scatter(*random.normal(0, 1, (2, 120)), c=random.uniform(0, 1, 120), s=random.uniform(5, 90, 120))
    elif kind == "pie":
        axes.pie(random.uniform(1, 5, 6), labels=["north", "south", "east", "west", "up", "down"], autopct="%d%%")
    elif kind == "histogram":
        axes.hist(random.normal(0, 1, (400, 3)), bins=14, label=["x", "y", "z"])
        axes.legend()
    elif kind == "contour":
        figure.colorbar(axes.contourf(grid, 12))
    elif kind == "heat":
        axes.imshow(random.uniform(0, 1, (12, 12)), cmap="magma")
    elif kind == "boxes":
        axes.boxplot(list(values))
    elif kind == "polar":
        axes.plot(x, numpy.abs(values[0]))
        axes.fill(x, numpy.abs(values[1]), alpha=0.4)
    elif kind == "surface":
        axes.plot_surface(*numpy.meshgrid(x, x), grid, cmap="viridis")
    elif kind == "arrows":
        axes.quiver(grid[::5, ::5], grid.T[::5, ::5])
    elif kind == "stack":
        axes.stackplot(x, numpy.abs(values))
    elif kind == "violins":
        axes.violinplot(list(values))
    elif kind == "steps":
        axes.step(x, values[0])
        axes.set_title("Steps of one walk")
    else:
        graph = networkx.gnm_random_graph(18, 30, seed=int(random.integers(1000)))
        networkx.draw_networkx(graph, ax=axes, node_color="lightgreen", pos=networkx.circular_layout(graph))
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    plt.close(figure)
    return numpy.asarray(Image.open(buffer).convert("RGB"))
