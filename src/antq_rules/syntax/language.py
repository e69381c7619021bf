"""The one door to lark: the compiled grammar, and how its words are matched."""

from __future__ import annotations

import functools
import re
from typing import Final

from lark import Lark, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from lark.lexer import PatternRE, PatternStr, TerminalDef, Token

from antq_rules.resources import grammar_text

BLOCKS: Final = (
    "header",
    "group",
    "scale",
    "catalogue",
    "reading",
    "phrase",
    "fact",
    "parameter",
    "table",
    "criterion",
    "named_condition",
    "derived",
    "conclusion",
    "classification",
    "ranking",
    "example",
)
_words_of_terminal: dict[str, str] = {}
_line_starts: set[str] = set()

__all__ = [
    "BLOCKS",
    "Token",
    "Tree",
    "UnexpectedCharacters",
    "UnexpectedInput",
    "UnexpectedToken",
    "begins_a_line",
    "language",
    "words",
]


def flexible_keywords(terminal: TerminalDef) -> None:
    """Let a keyword match with any spaces between its words and in any case, as whole words only."""
    pattern = terminal.pattern
    if isinstance(pattern, PatternStr):
        value = pattern.value
        _words_of_terminal[terminal.name] = value.strip()
        if value.startswith("\n"):
            _line_starts.add(terminal.name)
        if any(letter.isalpha() for letter in value):
            words = r"\s+".join(re.escape(word) for word in value.split())
            start = r"\n[ \t]*" if value.startswith("\n") else ""
            terminal.pattern = PatternRE(f"{start}{words}(?!\\w)", flags=("i",))


@functools.cache
def language() -> Lark:
    """The grammar, compiled once per process."""
    return Lark(
        grammar_text(),
        parser="lalr",
        lexer="contextual",
        start=[*BLOCKS, "predicate"],
        propagate_positions=True,
        maybe_placeholders=False,
        edit_terminals=flexible_keywords,
    )


def begins_a_line(terminal: str) -> bool:
    """Whether a keyword stands at the start of a line only."""
    return terminal in _line_starts


def words(terminal: str) -> str:
    """The keyword a terminal stands for, or an empty text where it is a pattern."""
    return _words_of_terminal.get(terminal, "")
