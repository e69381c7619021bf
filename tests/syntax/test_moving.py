"""Blocks that are remembered: the same tree and the same places as read anew, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from antq_rules.source import SourceText
from antq_rules.syntax import tree as t
from antq_rules.syntax.parser import Parsed, forget, parse
from antq_rules.types import Span

RULES = Path(__file__).resolve().parent
FILES = ("constructs.rules", "scores.rules")


def places(part: object) -> Iterator[Span]:
    if isinstance(part, Span):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from places(one)
    elif isinstance(part, t.Node):
        for field in attrs.fields(type(part)):
            yield from places(getattr(part, field.name))


def read(name: str, text: str) -> Parsed:
    return parse(SourceText.of_text(name, text))


def the_same(one: Parsed, other: Parsed) -> bool:
    return (
        one.document == other.document
        and one.diagnostics == other.diagnostics
        and list(places(one.document)) == list(places(other.document))
    )


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("before", ["", "# ghi chú\n", 'nhóm "Thêm"\n'])
def test_moved_is_as_read_anew(file: str, before: str) -> None:
    text = (RULES / file).read_text(encoding="utf-8")
    read("khac.rules", text)
    remembered = read(file, before + text)
    forget()
    anew = read(file, before + text)
    assert the_same(remembered, anew)
    assert len(list(places(anew.document))) > 100


def test_one_block_changed() -> None:
    text = (RULES / FILES[0]).read_text(encoding="utf-8")
    read(FILES[0], text)
    changed = text.replace('tiêu chí 1. "', 'tiêu chí 1. "Đã sửa: ', 1)
    assert changed != text
    remembered = read(FILES[0], changed)
    forget()
    assert the_same(remembered, read(FILES[0], changed))


def test_problems_are_told_where_they_stand_each_time() -> None:
    wrong = 'tiêu chí 1. "Một"\n  đạt khi số [vụ]\n'
    lines = [read("a.rules", "\n" * count + wrong).diagnostics[0].line for count in (0, 3, 0)]
    assert lines == [2, 5, 2]
