"""Screenshots of small pages by the installed Chromium, and pages of text."""

import html
import os
import subprocess
import tempfile
from pathlib import Path

import numpy

from clips import picture_of

STYLES = {
    "article": "font:15px Georgia,serif;margin:24px;line-height:1.5;color:#222;background:#fff",
    "dark": "font:14px sans-serif;margin:16px;color:#ddd;background:#181a1f",
    "terminal": "font:13px monospace;margin:8px;color:#5f5;background:#000;white-space:pre",
    "code": "font:12px monospace;margin:10px;color:#334;background:#f6f8fa;white-space:pre",
}


def _form() -> str:
    rows = "".join(f"<p><label>{name} <input value='{name.lower()}@example.org'></label></p>" for name in ("Name", "Mail", "Town"))
    return f"<h2>Sign up</h2>{rows}<select><option>Choose one</select> <button>Send</button> <progress value=.4></progress>"


def _table(random: numpy.random.Generator) -> str:
    cells = [[f"{value:.2f}" for value in random.normal(50, 20, 5)] for _ in range(12)]
    rows = "".join("<tr>" + "".join(f"<td style='border:1px solid #bbb;padding:3px 8px'>{cell}" for cell in row) for row in cells)
    return f"<table style='border-collapse:collapse;font:13px sans-serif'>{rows}</table>"


def _shop(random: numpy.random.Generator) -> str:
    card = "<div style='width:120px;border-radius:8px;box-shadow:0 1px 4px #999;padding:8px;font:12px sans-serif'>"
    cards = [f"{card}<div style='height:60px;background:hsl({hue},50%,70%)'></div><b>Item {hue}</b><br>★★★☆☆ €{hue / 10:.2f}<br><button>Buy</button></div>" for hue in random.integers(0, 360, 8)]
    return f"<div style='display:flex;flex-wrap:wrap;gap:12px'>{''.join(cards)}</div>"


def _emoji(random: numpy.random.Generator) -> str:
    signs = "😀🐶🚗🌳🍕⚽🏠🎸🐟🌻🚀👩‍🎨🦊🍎🎈📷"
    chosen = "".join(numpy.array(list("😀🐶🚗🌳🍕🏠🎸🐟🌻🚀🦊🍎🎈📷"))[random.permutation(14)[:6]])
    return f"<div style='font-size:70px;background:#eef'>{chosen if chosen else signs}</div>"


def screenshot(kind: str, random: numpy.random.Generator, text: str) -> numpy.ndarray:
    """One page as bytes [height, width, 3]; `text` is what pages of words show."""
    bodies = {"form": _form, "table": lambda: _table(random), "shop": lambda: _shop(random), "emoji": lambda: _emoji(random)}
    start = int(random.integers(0, max(1, len(text) - 3000)))
    body = bodies[kind]() if kind in bodies else html.escape(text[start : start + 3000])
    style = STYLES.get(kind, "margin:16px")
    with tempfile.TemporaryDirectory() as folder:
        page, picture = Path(folder) / "page.html", Path(folder) / "page.png"
        page.write_text(f"<!doctype html><meta charset=utf-8><body style='{style}'>{body}", encoding="utf-8")
        chromium = os.environ.get("CHROMIUM_PATH", "chromium")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=640,480"]
        subprocess.run([chromium, *flags, f"--screenshot={picture}", page.as_uri()], check=True, capture_output=True)
        return picture_of(picture)
