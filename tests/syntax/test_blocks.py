"""Blocks as they are read: limits inside them, comments, and what a block that could not be read was called."""

from __future__ import annotations

import pytest

from antq_rules.source import SourceText
from antq_rules.syntax import tree as t
from antq_rules.syntax.language import language, words
from antq_rules.syntax.parser import _EXPECTED_WORDS, Parsed, parse


def read(text: str) -> Parsed:
    return parse(SourceText.of_text("a.rules", text))


def codes(text: str) -> list[tuple[str, int, int]]:
    return [(problem.code, problem.line, problem.column) for problem in read(text).diagnostics]


def test_string_too_long() -> None:
    assert codes(f'nhóm "{"a" * 9_998}"') == []
    assert codes(f'nhóm "{"a" * 9_999}"') == [("LIM004", 1, 6)]


@pytest.mark.parametrize(
    ("title", "code", "column"),
    [(f"trong tháng {'0' * 31}6", "LIM004", 21), ("trong tháng 13", "AQ108", 9), ("ít nhất 1.5 vụ", "AQ107", 17)],
)
def test_phrase_is_checked_in_its_own_place(title: str, code: str, column: int) -> None:
    text = f'cụm từ "{title}" theo cách hiểu A1:\n  - "a": trong quý I\n'
    assert codes(text) == [(code, 1, column)]


def test_comments_may_hold_anything() -> None:
    text = '# [ " (\ndữ kiện [vụ]\n  # [ " (\n  kiểu: số đếm (vụ)\n# tiêu chí sau [\n\n# "\n'
    assert codes(text) == []
    assert codes('tiêu chí 1. "Một"\n  đạt khi số [vụ]\n# ghi chú\n') == [("AQ114", 2, 17)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("dữ kiện [vụ cháy]\n  kiểu\n", ("fact", "vụ cháy")),
        ("dữ kiện [vụ cháy\n", ("fact", "vụ cháy")),
        ("dữ kiện vụ cháy\n", ("fact", "vụ cháy")),
        ("mệnh đề ít cháy: có [x]\n", ("named_condition", "ít cháy: có [x]")),
        ('cách hiểu A1 "Thế nào"\n  - x\n', ("reading", "A1")),
        ('thang "Mức" "A"\n', ("scale", "Mức")),
        ('tiêu chí 02. "Hai"\n  đạt\n', ("criterion", "2")),
        ("kết luận\n", ("conclusion", "luận")),
    ],
)
def test_name_of_a_block_that_could_not_be_read(text: str, name: tuple[str, str]) -> None:
    parsed = read(text)
    assert parsed.document.blocks == ()
    assert parsed.unread == (name,)
    assert len(parsed.diagnostics) == 1


@pytest.mark.parametrize(
    ("words_used", "meant"),
    [
        ("<=", "không quá"),
        (">", "trên"),
    ],
)
def test_other_words_for_a_comparison(words_used: str, meant: str) -> None:
    (problem,) = read(f'tiêu chí 1. "Một"\n  đạt khi số [vụ] {words_used} 5 vụ\n').diagnostics
    assert (problem.code, problem.suggestions, dict(problem.values)["found"]) == ("AQ101", (meant,), words_used)
    assert problem.end_column - problem.column == len(words_used)


def test_every_place_where_reading_stops_can_say_what_may_stand_there() -> None:
    followers = {"CHANGE_BARE", "ADD", "MULTIPLY", "OF", "ROUND", "TAG_OPEN", "GROUPED", "POLICY", "NOTE_ONLY"}
    followers |= {"CONSECUTIVE", "EXCEPT", "MANDATORY", "AT_MOST", "AT_LEAST", "ROUND_TO", "OF_MAXIMUM"}
    terminals = {terminal.name for terminal in language().terminals}
    shown = {name for name in terminals if name in _EXPECTED_WORDS or words(name)}
    ignored = set(language().ignore_tokens)
    assert terminals - shown - ignored == followers


def test_blocks_read_around_a_broken_one() -> None:
    parsed = read('nhóm "Một"\nnhóm Hai\nnhóm "Ba"\n')
    assert parsed.document.blocks == (t.Group("Một"), t.Group("Ba"))
    assert [(problem.code, problem.line) for problem in parsed.diagnostics] == [("AQ101", 2)]
