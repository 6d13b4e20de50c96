"""Several single-threaded processes that train one model together.

On a machine that others use too this is far faster than one process with several threads: those wait for the slowest
after every operation, these once a step.
"""

import tempfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import torch
import torch.distributed as distributed
from torch import Tensor, nn


class Team:
    """One process's view of the team; a team of one needs no set-up."""

    def __init__(self, rank: int, size: int):
        self.rank = rank
        self.size = size

    @property
    def is_first(self) -> bool:
        return self.rank == 0

    def average_gradients(self, parameters: Iterable[nn.Parameter], *facts: float) -> list[float]:
        """Makes the gradients of all the same, and returns the means of some facts: what all decide by must be equal too."""
        parameters = list(parameters)
        if self.size == 1:
            return list(facts)
        flat = torch.cat([*(parameter.grad.flatten() for parameter in parameters), torch.tensor(facts)])
        distributed.all_reduce(flat)
        flat /= self.size
        first = 0
        for parameter in parameters:
            count = parameter.numel()
            parameter.grad.copy_(flat[first : first + count].view_as(parameter))
            first += count
        return flat[first:].tolist()

    def gather_facts(self, facts: object) -> list:
        """What each member knows, in the order of their ranks."""
        if self.size == 1:
            return [facts]
        known: list = [None] * self.size
        distributed.all_gather_object(known, facts)
        return known

    def gather(self, tensor: Tensor) -> Tensor:
        """The tensors of all, one behind the other."""
        if self.size == 1:
            return tensor
        parts = [torch.empty_like(tensor) for _ in range(self.size)]
        distributed.all_gather(parts, tensor)
        return torch.cat(parts)


def _member(rank: int, size: int, meeting: str, work: Callable, settings: object) -> None:
    torch.set_num_threads(1)
    # A run that is stopped for a night and goes on waits no less patiently for its members.
    distributed.init_process_group(
        "gloo", init_method=f"file://{meeting}", rank=rank, world_size=size, timeout=timedelta(days=7)
    )
    work(Team(rank, size), settings)
    distributed.destroy_process_group()


def work_together(size: int, work: Callable, settings: object) -> None:
    """Runs `work(team, settings)` in `size` processes and waits for them; one process runs here, on all its threads."""
    if size == 1:
        work(Team(0, 1), settings)
        return
    with tempfile.TemporaryDirectory() as folder:
        meeting = str(Path(folder) / "meeting")
        torch.multiprocessing.spawn(_member, (size, meeting, work, settings), nprocs=size)
