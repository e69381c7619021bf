"""However a text is encoded, it reads the same, and places are told in the author's own text."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

import antq_rules
from antq_rules.source import SourceText

TEXT = """bộ tiêu chí "Hoà giải"
  mã: thu
  áp dụng cho: xã
dữ kiện [vụ hoà giải]
  kiểu: số đo (m²)
tiêu chí 1. "Một"
  đạt khi [vụ hòa giải] ít nhất 2 m²
"""


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        unicodedata.normalize("NFD", TEXT),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        "\ufeff" + TEXT,
        TEXT.replace(" ", "\u00a0"),
        TEXT.replace("  ", "\t"),
        TEXT.upper().replace("M²", "m²").replace("MÃ: THU", "mã: thu"),
    ],
    ids=["plain", "decomposed", "windows", "old mac", "byte order mark", "hard spaces", "tabs", "capitals"],
)
def test_encoding_changes_no_meaning(text: str) -> None:
    assert antq_rules.check_text(text) == ()
    rules = antq_rules.load_text(text)
    assert [rules.assess({"vụ hoà giải": n}, year=2023)["1"].verdict.value for n in (1, 2)] == ["fail", "pass"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_place_is_in_the_authors_text(form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, TEXT.replace("[vụ hòa giải] ít", "[vụ lạ] ít")).replace("\n", "\r\n")
    (problem,) = antq_rules.check_text(text)
    line = text.split("\r\n")[6]
    assert (problem.code, problem.line, problem.source_line) == ("AQ201", 7, line)
    assert line[problem.column - 1 : problem.end_column - 1] == unicodedata.normalize(form, "[vụ lạ]")


def test_refused_characters_have_their_place_and_no_echo() -> None:
    text = TEXT.replace("[vụ hòa", "[v\u200bụ h\u043e\u0300a").replace("Một", "M\u202eột１")
    problems = antq_rules.check_text(text)
    assert [(p.code, p.line, p.column) for p in problems] == [
        ("SEC001", 6, 15),
        ("SEC002", 6, 18),
        ("SEC002", 7, 13),
        ("SEC004", 7, 17),
    ]
    assert problems[2].source_line == text.split("\n")[6]
    assert "\u200b" not in problems[2].text()


def test_line_with_tabs_is_shown_with_its_mark_below() -> None:
    text = TEXT.replace("  đạt khi [vụ hòa", "\tđạt khi [vụ hoà nhầm")
    (problem,) = antq_rules.check_text(text)
    shown, mark = problem.text().split("\n")[1:3]
    assert shown[mark.index("^") : mark.rindex("^") + 1] == "[vụ hoà nhầm giải]"


def test_end_of_a_normalised_text_is_the_end_of_the_authors() -> None:
    source = SourceText.of_text("a.rules", "mệnh\r\nđề")
    assert source.position(len(source.text)) == (2, 3)
    assert source.line(1) == "mệnh"


def test_signs_that_rules_are_written_with_need_no_normalising() -> None:
    text = "số [vụ] × 2 – “1,5 m²” … 3‰ − 2"
    assert SourceText.of_text("a.rules", text).offsets == ()
    marked = SourceText.of_text("a.rules", f"{text}\n" + unicodedata.normalize("NFD", "số"))
    assert (marked.text, marked.problems) == (f"{text}\nsố", ())
