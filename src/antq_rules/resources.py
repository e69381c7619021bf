"""Where the package finds its own grammar, rules and examples: a checkout, a wheel, a zip or a browser build."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path


def folder(name: str) -> Traversable:
    """The folder `grammar`, `rules` or `examples` that came with the package."""
    packed = resources.files("antq_rules").joinpath("_data", name)
    if packed.is_dir():
        return packed
    return Path(__file__).resolve().parents[2] / name


def grammar_text() -> str:
    """The grammar of rule files, in lark's notation."""
    return folder("grammar").joinpath("antq.lark").read_text(encoding="utf-8")
