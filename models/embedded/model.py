"""The embedded model: a small vision tower, a projector and a small language model, in the shape of a LLaVA."""

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as functional
from torch import Tensor, nn


@dataclass(frozen=True)
class Sizes:
    """Every size of the model; it is stored in each checkpoint."""

    image_size: int = 96
    patch_size: int = 12
    tower_width: int = 160
    tower_layers: int = 5
    tower_heads: int = 5
    width: int = 160
    layers: int = 5
    heads: int = 5
    inner: int = 480
    vocabulary: int = 0
    positions: int = 1024
    rope_theta: float = 10000.0
    epsilon: float = 1e-5

    @property
    def grid(self) -> int:
        return self.image_size // self.patch_size

    @property
    def patches(self) -> int:
        return self.grid * self.grid

    @property
    def head_size(self) -> int:
        return self.width // self.heads

    def to_dict(self) -> dict:
        return asdict(self)


def attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Every place looks at all: [batch, heads, count, head_size] each.

    Written out, since PyTorch's fused attention is two to three times slower than this on a CPU with heads as small as these.
    """
    scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
    return scores.softmax(-1) @ value


def attend_to_earlier(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Every place looks at itself and the ones before it; the first half of them never at the second half's scores."""
    count = query.shape[-2]
    parts = []
    for first, last in ((0, count // 2), (count // 2, count)):
        scores = (query[..., first:last, :] * query.shape[-1] ** -0.5) @ key[..., :last, :].transpose(-1, -2)
        later = torch.full(scores.shape[-2:], float("-inf"), dtype=scores.dtype).triu(first + 1)
        parts.append((scores + later).softmax(-1, dtype=scores.dtype) @ value[..., :last, :])
    return torch.cat(parts, dim=-2)


class TowerLayer(nn.Module):
    def __init__(self, sizes: Sizes):
        super().__init__()
        width = sizes.tower_width
        self.heads = sizes.tower_heads
        self.attention_norm = nn.LayerNorm(width, eps=sizes.epsilon)
        self.attention_in = nn.Linear(width, 3 * width)
        self.attention_out = nn.Linear(width, width)
        self.inner_norm = nn.LayerNorm(width, eps=sizes.epsilon)
        self.inner_in = nn.Linear(width, 4 * width)
        self.inner_out = nn.Linear(4 * width, width)

    def forward(self, hidden: Tensor) -> Tensor:
        batch, count, width = hidden.shape
        mixed = self.attention_in(self.attention_norm(hidden))
        query, key, value = mixed.view(batch, count, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        attended = attend(query, key, value)
        hidden = hidden + self.attention_out(attended.transpose(1, 2).reshape(batch, count, width))
        return hidden + self.inner_out(functional.gelu(self.inner_in(self.inner_norm(hidden))))


class Tower(nn.Module):
    """Pictures [batch, 3, image_size, image_size] to patch features [batch, patches, tower_width].

    Three strided convolutions instead of one big patch embedding: with the latter the loss stays on a plateau for very long. The last
    one's windows reach over their patches, so that each sees a whole small digit that stands on its border.
    """

    def __init__(self, sizes: Sizes):
        super().__init__()
        self.sizes = sizes
        self.stem = nn.ModuleList(
            [
                nn.Conv2d(3, 32, 3, stride=2, padding=1),
                nn.Conv2d(32, 64, 3, stride=2, padding=1),
                nn.Conv2d(64, sizes.tower_width, sizes.patch_size // 4 + 2, stride=sizes.patch_size // 4, padding=1),
            ]
        )
        self.place = nn.Parameter(torch.randn(1, sizes.patches, sizes.tower_width) * 0.02)
        self.layers = nn.ModuleList([TowerLayer(sizes) for _ in range(sizes.tower_layers)])
        self.norm = nn.LayerNorm(sizes.tower_width, eps=sizes.epsilon)

    def forward(self, pixels: Tensor) -> Tensor:
        hidden = functional.gelu(self.stem[0](pixels))
        hidden = functional.gelu(self.stem[1](hidden))
        hidden = self.stem[2](hidden).flatten(2).transpose(1, 2) + self.place
        for layer in self.layers:
            hidden = layer(hidden)
        return self.norm(hidden)


class PatchHeads(nn.Module):
    """What every patch is asked in the first step of training; thrown away afterwards."""

    classes = {"shape": 8, "colour": 9, "digit": 11, "row": 8, "column": 8}

    def __init__(self, sizes: Sizes):
        super().__init__()
        self.classifiers = nn.ModuleDict({name: nn.Linear(sizes.tower_width, n) for name, n in self.classes.items()})
        self.offset = nn.Linear(sizes.tower_width, 2)

    def forward(self, features: Tensor) -> dict[str, Tensor]:
        return {name: head(features) for name, head in self.classifiers.items()} | {"offset": self.offset(features)}


class Projector(nn.Module):
    """Patch features to the language model's width."""

    def __init__(self, sizes: Sizes):
        super().__init__()
        self.first = nn.Linear(sizes.tower_width, 2 * sizes.width)
        self.second = nn.Linear(2 * sizes.width, sizes.width)

    def forward(self, features: Tensor) -> Tensor:
        return self.second(functional.gelu(self.first(features)))


def rotary_table(sizes: Sizes) -> Tensor:
    """Turns of the pairs of a head, as complex numbers [positions, head_size / 2].

    Pairs are neighbours here, since that takes one multiplication; LLaMA pairs the halves of a head, and `export.py`
    reorders the weights so.
    """
    steps = torch.arange(0, sizes.head_size, 2, dtype=torch.float64) / sizes.head_size
    angles = torch.arange(sizes.positions, dtype=torch.float64)[:, None] * sizes.rope_theta**-steps
    return torch.polar(torch.ones_like(angles), angles).to(torch.complex64)


def rotate(states: Tensor, turns: Tensor) -> Tensor:
    """States [batch, count, 2, heads, head_size] turned by their places."""
    pairs = torch.view_as_complex(states.unflatten(-1, (-1, 2)))
    return torch.view_as_real(pairs * turns[:, None, None]).flatten(-2)


class _RmsNormFunction(torch.autograd.Function):
    """Written out, because composed of separate operations it is the slowest part of a layer on a CPU."""

    @staticmethod
    def forward(context, hidden: Tensor, weight: Tensor, epsilon: float) -> Tensor:
        length = torch.linalg.vector_norm(hidden, dim=-1, keepdim=True)
        scale = torch.rsqrt(length.square() / hidden.shape[-1] + epsilon)
        context.save_for_backward(hidden, weight, scale)
        return (hidden * scale).mul_(weight)

    @staticmethod
    def backward(context, gradient: Tensor):
        hidden, weight, scale = context.saved_tensors
        products = gradient * hidden
        weight_gradient = torch.mv(products.view(-1, hidden.shape[-1]).T, scale.flatten())
        along = torch.matmul(products, weight)[..., None]
        hidden_gradient = (gradient * scale).mul_(weight)
        return hidden_gradient.addcmul_(hidden, along * scale**3, value=-1 / hidden.shape[-1]), weight_gradient, None


class RmsNorm(nn.Module):
    def __init__(self, width: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = eps

    def forward(self, hidden: Tensor) -> Tensor:
        return _RmsNormFunction.apply(hidden, self.weight, self.epsilon)


class LanguageModelLayer(nn.Module):
    def __init__(self, sizes: Sizes):
        super().__init__()
        self.heads = sizes.heads
        self.head_size = sizes.head_size
        self.attention_norm = RmsNorm(sizes.width, eps=sizes.epsilon)
        self.attention_in = nn.Linear(sizes.width, 3 * sizes.width, bias=False)
        self.attention_out = nn.Linear(sizes.width, sizes.width, bias=False)
        self.inner_norm = RmsNorm(sizes.width, eps=sizes.epsilon)
        self.inner_gate = nn.Linear(sizes.width, sizes.inner, bias=False)
        self.inner_up = nn.Linear(sizes.width, sizes.inner, bias=False)
        self.inner_down = nn.Linear(sizes.inner, sizes.width, bias=False)

    def forward(self, hidden: Tensor, turns: Tensor) -> Tensor:
        batch, count, width = hidden.shape
        mixed = self.attention_in(self.attention_norm(hidden)).view(batch, count, 3, self.heads, self.head_size)
        query, key = rotate(mixed[:, :, :2], turns).permute(2, 0, 3, 1, 4)
        value = mixed[:, :, 2].transpose(1, 2)
        attended = attend_to_earlier(query, key, value)
        hidden = hidden + self.attention_out(attended.transpose(1, 2).reshape(batch, count, width))
        normed = self.inner_norm(hidden)
        return hidden + self.inner_down(functional.silu(self.inner_gate(normed)) * self.inner_up(normed))


class LanguageModel(nn.Module):
    """A LLaMA in small. Padding goes behind the text, so causal attention alone keeps it out."""

    def __init__(self, sizes: Sizes):
        super().__init__()
        self.embed = nn.Embedding(sizes.vocabulary, sizes.width)
        self.layers = nn.ModuleList([LanguageModelLayer(sizes) for _ in range(sizes.layers)])
        self.norm = RmsNorm(sizes.width, eps=sizes.epsilon)
        self.head = nn.Linear(sizes.width, sizes.vocabulary, bias=False)
        self.register_buffer("turns", rotary_table(sizes), persistent=False)
        for layer in self.layers:
            for linear in (layer.attention_out, layer.inner_down):
                nn.init.normal_(linear.weight, std=0.02 / (2 * sizes.layers) ** 0.5)
            for linear in (layer.attention_in, layer.inner_gate, layer.inner_up):
                nn.init.normal_(linear.weight, std=sizes.width**-0.5 * 0.6)
        nn.init.normal_(self.embed.weight, std=0.5)
        nn.init.normal_(self.head.weight, std=0.02)

    def forward(self, embeddings: Tensor) -> Tensor:
        """Embeddings [batch, count, width] to the states [batch, count, width] that `head` reads."""
        hidden = embeddings
        for layer in self.layers:
            hidden = layer(hidden, self.turns[: embeddings.shape[1]])
        return self.norm(hidden)
