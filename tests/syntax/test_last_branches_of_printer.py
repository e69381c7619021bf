"""Rarely written fields are printed as they are written, and what is not there is left out."""

from __future__ import annotations

import pytest

from antq_rules.source import SourceText
from antq_rules.syntax import tree as t
from antq_rules.syntax.parser import parse
from antq_rules.syntax.printer import print_document

FACT = "dữ kiện [vụ]\n  kiểu: số đếm (vụ)\n"
RANKING = 'xếp hạng "Khen":\n  theo: tổng điểm giảm dần\n  chọn: 1 đơn vị\n  khi bằng nhau: không lấy\n'
TEXTS = [
    'dữ kiện [vụ]\n  mã: vu\n  mã cũ: vu_cu, vu_nua\n  kiểu: số đếm (vụ)\n',
    "tham số [mức], mặc định 5%\n",
    'tham số [mức] do tỉnh quy định, mặc định 5%\n  mã: muc\n  nghĩa: "Mức"\n  khoảng: từ 1% trở lên\n',
    'tiêu chí 1. "Một"\n  mã: TC01\n  đạt khi không có [vụ]\n',
    'tiêu chí 1. "Một"\n  nguyên văn: "Không để xảy ra vụ nào"\n  đạt khi không có [vụ]\n',
    'tiêu chí 1. "Một"\n  áp dụng khi có [việc]\n  đạt khi không có [vụ]\n',
    'tiêu chí 1. "Một"\n  đối với xã, phường\n  đạt khi không có [vụ]\n',
    'tiêu chí 1. "Một"\n  đạt khi số [vụ] năm 2020 ít nhất 2 vụ\n',
    'tiêu chí 1. "Một"\n  đạt khi số [vụ] giảm so với năm 2020\n',
    'tiêu chí 1. "Một"\n  đạt khi [loại] không thuộc "A"; "B"\n',
    'tiêu chí 1. "Một"\n  đạt khi [các ngày] đúng bằng danh mục "Ngày"\n',
    'tiêu chí 1. "Một"\n  đạt khi [các ngày] gồm "A" và [các ngày] không gồm "B"\n',
    'ví dụ "Thử"\n  tham số [mức]: 5%\n  cho năm 2024:\n    [vụ]: 0 vụ\n  thì tiêu chí 1 đạt\n',
    RANKING,
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_a_block_is_printed_as_it_is_written(text: str) -> None:
    parsed = parse(SourceText.of_text("a.rules", text))
    assert parsed.diagnostics == ()
    printed = print_document(parsed.document)
    assert printed == text
    assert parse(SourceText.of_text("a.rules", printed)).document.blocks == parsed.document.blocks


def test_a_ranking_that_misses_its_fields_prints_those_it_has() -> None:
    parsed = parse(SourceText.of_text("a.rules", 'xếp hạng "Khen":\n  trong số: kết luận "Đủ" đạt\n'))
    assert [problem.code for problem in parsed.diagnostics] == ["AQ113"] * 3
    assert {(problem.line, problem.column) for problem in parsed.diagnostics} == {(1, 10)}
    assert print_document(parsed.document) == 'xếp hạng "Khen":\n  trong số: kết luận "Đủ" đạt\n'


def test_an_example_without_a_year_prints_what_it_expects() -> None:
    example = t.Example("Thử", None, (), None, None, (), (), (), t.NOWHERE)
    assert "cho năm" not in print_document(t.Document((example,)))
