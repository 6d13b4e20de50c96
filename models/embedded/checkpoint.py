"""Keeping a run: its state in one file that is never half-written, its figures in another, a line of JSON each."""

import json
import os
import time
from pathlib import Path

import torch

seconds_between_saves = 180


class RunFolder:
    """What a run leaves behind: `NAME.pt`, and `log.jsonl`, which a resumed run goes on with."""

    def __init__(self, folder: Path, name: str, is_first: bool):
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / f"{name}.pt"
        self._log = folder / "log.jsonl"
        self._is_first = is_first
        self._started = self._saved = time.monotonic()
        self._seconds_before = 0.0

    def load(self) -> dict | None:
        """The state that was saved last, or none."""
        if not self.file.exists():
            return None
        state = torch.load(self.file, weights_only=False)
        self._seconds_before = state["seconds"]
        return state

    @property
    def seconds(self) -> float:
        """Time spent on this run, earlier starts counted in up to their last save."""
        return self._seconds_before + time.monotonic() - self._started

    @property
    def is_save_due(self) -> bool:
        return time.monotonic() - self._saved > seconds_between_saves

    def save(self, state: dict) -> None:
        self._saved = time.monotonic()
        if not self._is_first:
            return
        part = Path(f"{self.file}.part")
        torch.save(state | {"seconds": self.seconds}, part)
        os.replace(part, self.file)

    def report(self, **facts: object) -> None:
        """Of a team any member may report."""
        line = json.dumps(facts | {"seconds": round(self.seconds)})
        with self._log.open("a") as log:
            log.write(line + "\n")
        print(line, flush=True)
