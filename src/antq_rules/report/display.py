"""Text on a terminal: how wide it is, where it breaks, what must not reach the terminal, and colour."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from typing import Final, TextIO

from antq_rules.types import Verdict

NARROWEST: Final = 40
_COLOURS: Final = {Verdict.PASS: "32", Verdict.FAIL: "31", Verdict.INSUFFICIENT_DATA: "33", Verdict.NOT_APPLICABLE: "2"}


def supports_color(stream: TextIO) -> bool:
    """Whether to write colours to a stream: a terminal that is not `dumb`, and no `NO_COLOR` in the environment."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def coloured(text: str, verdict: Verdict, color: bool) -> str:
    """Text in the colour of a verdict, or as it is."""
    return f"\x1b[{_COLOURS[verdict]}m{text}\x1b[0m" if color else text


def visible(text: str) -> str:
    """Somebody's text on one line, with control, bidirectional and invisible characters shown instead of obeyed.

    >>> visible("xã\\x1b[2J A\\u202eB")
    'xã\\\\x1b[2J A\\\\u202eB'
    """
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if character in "\t\n\r\x0b\x0c" or unicodedata.category(character) == "Zs":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def display_width(text: str) -> int:
    """How many columns a text takes: combining marks none, wide characters two.

    >>> display_width("độ"), display_width("o\\u0323\\u0302"), display_width("界")
    (2, 1, 2)
    """
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """A text as lines of at most `width` columns: the first behind `first`, the others behind `rest`.

    Without `rest`, the others hang under the text of the first. Words wider than a line are broken.

    >>> wrap("một hai ba", 9, "- ")
    ['- một hai', '  ba']
    """
    rest = " " * display_width(first) if rest is None else rest
    lines: list[str] = []
    start, line = first, ""
    for word in _words(visible(text), max(8, width - max(display_width(first), display_width(rest)))):
        joined = f"{line} {word}" if line else word
        if line and display_width(start) + display_width(joined) > width:
            lines.append(start + line)
            start, joined = rest, word
        line = joined
    return [*lines, (start + line).rstrip()]


def _words(text: str, widest: int) -> Iterator[str]:
    for word in text.split():
        piece = ""
        for character in word:
            if display_width(piece) + _columns(character) > widest:
                yield piece
                piece = ""
            piece += character
        yield piece


def right_aligned(left: str, right: str, width: int) -> str | None:
    """Two texts at the ends of one line, or `None` where they do not fit on it."""
    space = width - display_width(left) - display_width(right)
    return f"{left}{' ' * space}{right}" if space >= 2 else None
