"""Printing a tree and reading it again gives an equal tree."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antq_rules.source import SourceText
from antq_rules.syntax import tree as t
from antq_rules.syntax.numbers import parse_number
from antq_rules.syntax.parser import parse
from antq_rules.syntax.printer import number_text, print_document, quoted

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    *sorted((ROOT / "rules").glob("*.rules")),
    *sorted((ROOT / "tests" / "conformance" / "cases").glob("*.rules")),
    *sorted(Path(__file__).parent.glob("*.rules")),
    *sorted((ROOT / "tests" / "corpus").rglob("*.rules")),
]


def assert_reads_back(text: str) -> None:
    document = parse(SourceText.of_text("a.rules", text)).document
    printed = print_document(document)
    again = parse(SourceText.of_text("a.rules", printed))
    for block, twin in zip(document.blocks, again.document.blocks, strict=True):
        assert twin == block
    assert print_document(again.document) == printed


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_files_read_back_equal(file: Path) -> None:
    assert_reads_back(file.read_text(encoding="utf-8", errors="replace"))


@given(st.fractions(min_value=0, max_value=10**15, max_denominator=10**6), st.integers(0, 8))
def test_numbers_read_back_equal(value: Fraction, places: int) -> None:
    exact = Fraction(int(value * 10**places), 10**places)
    assert parse_number(number_text(exact)) == exact


VERSION = """bộ tiêu chí "Bộ mới (hư cấu)"
  mã: moi
  áp dụng: từ năm 2026
  áp dụng cho: xã, đặc khu
  thay thế: cu, cu-2 (đối với xã, thị trấn)
  chủ đề: "Bình chọn"

dữ kiện [vụ]
  kiểu: số đếm (vụ)
  khi sáp nhập: cộng

dữ kiện [mức]
  kiểu: xếp loại (thang "Mức")
  khi sáp nhập: lấy mức thấp nhất

dữ kiện [điểm]
  kiểu: số đo (điểm)
  khi sáp nhập: lấy mức cao nhất

dữ kiện [ngày]
  kiểu: tập (danh mục "Ngày")
  khi sáp nhập: hợp các mục
"""


def test_versions_and_merging_are_printed_as_they_are_written() -> None:
    document = parse(SourceText.of_text("a.rules", VERSION)).document
    assert print_document(document) == VERSION
    assert_reads_back(VERSION)


def test_a_block_on_the_first_line_is_placed_there() -> None:
    text = 'bộ tiêu chí "Thử"\n  áp dụng cho: xã\n'
    parsed = parse(SourceText.of_text("a.rules", text))
    assert parsed.document.blocks[0].span.start == 0
    assert [(p.code, p.line, p.column) for p in parsed.diagnostics] == [("AQ113", 1, 1)]


def test_a_text_takes_the_marks_it_does_not_hold() -> None:
    assert quoted("Khá") == '"Khá"'
    assert quoted('gọi là "Khá"') == '“gọi là "Khá"”'


@pytest.mark.parametrize("file", sorted(Path(__file__).parent.glob("*.rules")), ids=lambda file: file.stem)
def test_every_construct_is_read(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert parse(SourceText.of_text("a.rules", text)).diagnostics == ()


def test_what_is_joined_inside_takes_brackets() -> None:
    inner = t.Junction("hoặc", (t.Named("b"), t.Named("c")))
    criterion = t.Criterion("1", "Một", body=t.Junction("và", (t.Named("a"), inner)))
    assert print_document(t.Document((criterion,))) == 'tiêu chí 1. "Một"\n  đạt khi [a] và ([b] hoặc [c])\n'
