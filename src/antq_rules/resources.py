"""Where the package finds its own grammar, rules and examples: a checkout, a wheel, a zip or a browser build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def folder(name: str) -> Traversable:
    """The folder `grammar`, `rules` or `examples` that came with the package."""
    here = Path(__file__).resolve()
    for found in (here.parent / "_data" / name, here.parents[2] / name):
        if found.is_dir():
            return found
    from importlib import resources  # only a package in a zip needs it, and it takes long to import

    return resources.files("antq_rules").joinpath("_data", name)


def grammar_text() -> str:
    """The grammar of rule files, in lark's notation."""
    return folder("grammar").joinpath("antq.lark").read_text(encoding="utf-8")
