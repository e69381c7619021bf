"""Compile time of the shipped rule files, warm: parse, resolve and check, beside lark alone on the same texts.

Run: python -m benchmarks.compile_time
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from pathlib import Path

from antq_rules.compiler import compile_all
from antq_rules.source import SourceText
from antq_rules.syntax.language import language
from antq_rules.syntax.parser import forget, parse, split
from benchmarks.timing import Measured, Way, measure

RULES = Path(__file__).resolve().parents[1] / "rules"
FILES = ("phu-luc-1.rules", "phu-luc-2.rules", "ke-hoach.rules")
ROUNDS = 7


def main() -> None:
    """Print the time of each file in milliseconds and as a ratio to lark alone."""
    print(f"Compile time, warm: {ROUNDS} alternating rounds, CPU time; each with the vocabulary it uses")
    print("Checking is parsing, resolving and checking. Blocks read before are remembered, as an editor needs it.\n")
    print(
        "| file | lines | lark alone, ms | checked first, ms | ÷ lark alone | criterion changed, ms | unchanged, ms |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name in FILES:
        for title, texts in ((name, sources(name)), (f"{name}, no examples", list(map(_plain, sources(name))))):
            measured = times(texts)
            lines = sum(text.text.count("\n") for text in texts)
            alone, first, changed, unchanged = (f"{one.microseconds / 1000:.0f}" for one in measured)
            print(f"| {title} | {lines:,} | {alone} | {first} | {measured[1].ratio:.2f} | {changed} | {unchanged} |")


def times(texts: Sequence[SourceText]) -> Sequence[Measured]:
    """Lark alone; then checking a file, the first of some that belong together: for the first time, with one criterion
    changed (another length each time, so that all after it moves), and unchanged."""
    blocks = [(block.kind, _block_text(text, block.start, block.end)) for text in texts for block in split(text, [])]
    others = {text.name: text for text in texts}
    edits = itertools.cycle(_edited(texts[0]))

    def first() -> object:
        forget()
        return compile_all(texts[0], others)

    ways = [
        Way("lark alone", lambda: [language().parse(text, start=kind) for kind, text in blocks], [()]),
        Way("for the first time", first, [()]),
        Way("one criterion changed", lambda: compile_all(next(edits), others), [()]),
        Way("unchanged", lambda: compile_all(texts[0], others), [()]),
    ]
    return measure(ways, ROUNDS)


def _edited(source: SourceText) -> list[SourceText]:
    """The file with another title of its first criterion each time."""
    start = next(block.start for block in split(source, []) if block.kind == "criterion")
    place = source.text.index('"', start) + 1
    edits = ("x" * count + " " for count in range(1, 200))
    return [SourceText.of_text(source.name, source.text[:place] + edit + source.text[place:]) for edit in edits]


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
