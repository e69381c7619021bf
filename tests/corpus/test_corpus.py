"""What a beginner writes: each bad file or folder has its full report beside it, and its mended form in good/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from antq_rules.cli.catalogue_command import check
from antq_rules.diagnostics import CODES, Diagnostic
from antq_rules.source import MAX_FILE_BYTES, SourceText
from antq_rules.syntax.parser import MAX_DIAGNOSTICS, parse

HERE = Path(__file__).parent
BAD, GOOD = (  # a folder holds sets that only together are wrong
    sorted(file for file in (HERE / name).iterdir() if file.suffix != ".expected") for name in ("bad", "good")
)
BUILT_HERE = {"SEC003", "LIM001", "LIM002", "LIM003"}
SET = 'bộ tiêu chí "Xã điển hình"\n  mã: vi-du\n  áp dụng cho: xã\n'


def report(problems: tuple[Diagnostic, ...]) -> str:
    return "".join(problem.text() + "\n" for problem in problems)


def code_of(file: Path) -> str:
    return file.name.partition("-")[0]


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_bad_file(file: Path, request: pytest.FixtureRequest) -> None:
    problems = check(file)
    expected = file.with_suffix(".expected")
    if request.config.getoption("--update-corpus"):
        expected.write_text(report(problems), encoding="utf-8")
    assert report(problems) == expected.read_text(encoding="utf-8")
    assert [problem.code for problem in problems] == [code_of(file)]  # one mistake, one report


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_mended_file(file: Path) -> None:
    assert report(check(file)) == ""


def test_every_bad_file_has_its_mended_form() -> None:
    assert [file.name for file in GOOD] == [file.name for file in BAD]


def test_every_code_of_rule_files_has_a_bad_file() -> None:
    wanted = {code for code in CODES if not code.startswith("DL")}
    assert wanted - {code_of(file) for file in BAD} == BUILT_HERE


def test_reports_are_clean_text() -> None:
    for file in BAD:
        text = file.with_suffix(".expected").read_text(encoding="utf-8")
        assert not re.search(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text), file.name
        assert not re.search(r"\b(None|Token|Tree|[A-Z]{2,}_[A-Z]+|LPAR|RPAR|COLON)\b", text), file.name


def test_file_that_is_not_utf8() -> None:
    source = SourceText.of_bytes("a.rules", SET.encode() + "  ghi chú: ".encode() + b'"\xe1n"\n')
    (problem,) = parse(source).diagnostics
    assert (problem.code, problem.line, problem.column) == ("SEC003", 4, 13)
    assert "byte 0xE1" in problem.message


@pytest.mark.parametrize("as_bytes", [True, False])
def test_file_too_large(as_bytes: bool) -> None:
    text = SET + "# x\n" * (MAX_FILE_BYTES // 4)
    source = SourceText.of_bytes("a.rules", text.encode()) if as_bytes else SourceText.of_text("a.rules", text)
    (problem,) = parse(source).diagnostics
    assert problem.code == "LIM001"
    assert problem.message.startswith("tệp quá lớn (1")


@pytest.mark.parametrize(("depth", "refused"), [(100, False), (101, True)])
def test_depth_of_brackets(depth: int, refused: bool) -> None:
    text = f'tiêu chí 1. "Một"\n  đạt khi {"(" * depth}có [kế hoạch]{")" * depth}\n'
    problems = parse(SourceText.of_text("a.rules", text)).diagnostics
    assert [(problem.code, problem.line, problem.column) for problem in problems] == [("LIM002", 2, 11)] * refused


@pytest.mark.parametrize("more", [0, 1, 5])
def test_number_of_problems_shown(more: int) -> None:
    text = "\n".join(f'tiêu chí {n}. "Một"\n  đạt khi có [' for n in range(1, MAX_DIAGNOSTICS + more + 1))
    problems = parse(SourceText.of_text("a.rules", text)).diagnostics
    assert [problem.code for problem in problems] == ["AQ103"] * MAX_DIAGNOSTICS + ["LIM003"] * bool(more)
    assert not more or problems[-1].message == f"còn nhiều lỗi khác không hiện ({more} lỗi)"
