"""Compile time of the shipped rule files, warm: parse, resolve and check, beside lark alone on the same texts.

Run: python -m benchmarks.compile_time
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from antq_rules.compiler import compile_all
from antq_rules.source import SourceText
from antq_rules.syntax.language import language
from antq_rules.syntax.parser import parse, split
from benchmarks.timing import Measured, Way, measure

RULES = Path(__file__).resolve().parents[1] / "rules"
FILES = ("phu-luc-1.rules", "phu-luc-2.rules", "ke-hoach.rules")
ROUNDS = 7


def main() -> None:
    """Print the time of each file in milliseconds and as a ratio to lark alone."""
    print(f"Compile time, warm: {ROUNDS} alternating rounds, CPU time; each with the vocabulary it uses\n")
    print("| file | lines | lark alone, ms | syntax trees, ms | parse, resolve, check, ms | ÷ lark alone |")
    print("|---|---:|---:|---:|---:|---:|")
    for name in FILES:
        for title, texts in ((name, sources(name)), (f"{name}, no examples", list(map(_plain, sources(name))))):
            alone, parsed, compiled = times(texts)
            lines = sum(text.text.count("\n") for text in texts)
            shown = " | ".join(f"{one.microseconds / 1000:.0f}" for one in (alone, parsed, compiled))
            print(f"| {title} | {lines:,} | {shown} | {compiled.ratio:.2f} |", flush=True)


def times(texts: Sequence[SourceText]) -> Sequence[Measured]:
    """Lark alone, the syntax trees, and the whole of checking a file, the first of some that belong together."""
    blocks = [(block.kind, _block_text(text, block.start, block.end)) for text in texts for block in split(text, [])]
    others = {text.name: text for text in texts}
    ways = [
        Way("lark alone", lambda: [language().parse(text, start=kind) for kind, text in blocks], [()]),
        Way("syntax trees", lambda: [parse(text) for text in texts], [()]),
        Way("parse, resolve, check", lambda: compile_all(texts[0], others), [()]),
    ]
    return measure(ways, ROUNDS)


def sources(name: str) -> list[SourceText]:
    """A rule file and the files that it uses."""
    known = {text.name: text for text in _all()}
    parsed = parse(known[name])
    used = [one.text for block in parsed.document.blocks for one in getattr(block, "uses", ())]
    return [known[name], *(known[f"{one}.rules"] for one in dict.fromkeys(used))]


@functools.cache
def _all() -> tuple[SourceText, ...]:
    return tuple(
        SourceText.of_text(path.name, path.read_text(encoding="utf-8")) for path in sorted(RULES.glob("*.rules"))
    )


def _plain(source: SourceText) -> SourceText:
    """A file without its examples."""
    kept = [source.text[block.start : block.end] for block in split(source, []) if block.kind != "example"]
    return SourceText.of_text(source.name, "".join(kept))


def _block_text(source: SourceText, start: int, end: int) -> str:
    """A block as the parser hands it to lark: on a line of its own, without what follows it."""
    return "\n" + source.text[start:end].strip("\n") + "\n"


if __name__ == "__main__":
    main()
