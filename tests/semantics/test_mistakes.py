"""Mistakes that a person who has just started makes: each gets its code, its place, and a correction."""

from __future__ import annotations

import pytest

import antq_rules
from antq_rules import InvalidInput

BASE = """bộ tiêu chí "Thử"
  mã: thu
  áp dụng cho: xã, phường
{header}
thang "Xếp loại": "Yếu" < "Khá" < "Xuất sắc"
thang "Thang khác": "Tốt" < "Rất tốt"
danh mục "Ngày": "Ngày A"; "Ngày B"
cách hiểu A1 "Thử"
  - "hẹp" (mặc định; mã: hep): hẹp
  - "rộng" (mã: rong): rộng
dữ kiện [vụ cháy]
  kiểu: số đếm (vụ)
dữ kiện [hộ]
  kiểu: số đếm (hộ)
dữ kiện [xếp loại]
  kiểu: xếp loại (thang "Xếp loại")
dữ kiện [ngày họp]
  kiểu: ngày
dữ kiện [các ngày]
  kiểu: tập (danh mục "Ngày")
dữ kiện [việc tốt]
  kiểu: xác nhận
dữ kiện [buổi]
  kiểu: theo tháng (buổi)
tiêu chí 1. "Một"
  đạt khi {condition}
"""

MISTAKES = [
    ("không có [vụ chay]", "AQ201"),
    ("số [vụ cháy] ít nhất 01 người lạ", "AQ208"),
    ("số [vụ cháy] ít nhất 01 hộ", "AQ302"),
    ('[xếp loại] từ "Khá giỏi" trở lên', "AQ203"),
    ('[xếp loại] từ "Tốt" trở lên', "AQ304"),
    ('[các ngày] gồm "Ngày C"', "AQ205"),
    ('[các ngày] gồm đủ danh mục "Ngày lễ"', "AQ204"),
    ("[ngày họp] trước ngày 31/02", "AQ108"),
    ("[ngày họp] ít nhất 01", "AQ301"),
    ("[việc tốt] ít nhất 01", "AQ301"),
    ("số [buổi] ít nhất 01 buổi", "AQ301"),
    ("hằng tháng số [vụ cháy] ít nhất 01 vụ", "AQ301"),
    ("số [vụ cháy] đạt 100% [hộ]", "AQ302"),
    ("số [hộ] đạt 80% [hộ]", "AQ305"),
    ("số [hộ] đạt 120% [hộ], không có đối tượng thì đạt", "AQ303"),
    ("số [vụ cháy] giảm ít nhất 105% so với năm trước", "AQ303"),
    ("có [việc tốt] và không có [vụ cháy] hoặc có [ngày họp]", "AQ105"),
    ("số [vụ cháy] ít nhất 1.5 vụ", "AQ107"),
    ("số [vụ cháy] ít nhất 1,000 vụ", "AQ107"),
    ("(có [việc tốt]", "AQ115"),
    ("có [việc tốt", "AQ103"),
    ("đối với thị trấn: có [việc tốt]", "AQ209"),
    ("[trong quý 5]", "AQ201"),
    ("[ngày họp] trong quý 5", "AQ117"),
    ('theo cách hiểu A9:\n    - "hẹp": có [việc tốt]', "AQ206"),
    ('theo cách hiểu A1:\n    - "hẹp": có [việc tốt]', "AQ217"),
    ('theo cách hiểu A1:\n    - "hẹp": có [việc tốt]\n    - "rông": không có [vụ cháy]', "AQ207"),
    ("số [vụ cháy] từ 5 vụ đến 3 vụ", "AQ309"),
    ("có ít nhất 3 trong:\n    a) có [việc tốt]\n    b) không có [vụ cháy]", "AQ310"),
    ("số [vụ cháy] × số [hộ] ít nhất 1", "AQ312"),
    ("có [việc tốt] và có [ngày họp \u200b]", "SEC002"),
    ("có [việc tốt] và Ðạt", "SEC004"),
    ("khong co [vụ cháy]", "AQ116"),
]


@pytest.mark.parametrize(("condition", "code"), MISTAKES)
def test_mistake(condition: str, code: str) -> None:
    text = BASE.format(header="", condition=condition)
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load_text(text)
    found = {problem.code: problem for problem in caught.value.diagnostics}
    assert code in found, found
    assert found[code].line >= 1
    assert found[code].correction


def test_all_mistakes_of_a_file_come_at_once() -> None:
    text = BASE.format(header="", condition="không có [vụ chay]")
    text += 'tiêu chí 1. "Hai"\n  đạt khi [xếp loại] từ "Giỏi" trở lên\n'
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load_text(text)
    assert {problem.code for problem in caught.value.diagnostics} >= {"AQ201", "AQ203", "AQ211"}


def test_named_quantities_and_conditions() -> None:
    definitions = "đặt [tỷ lệ cháy] = số [vụ cháy] / (số [hộ])\n"
    text = BASE.format(header="  khi không có đối tượng: đạt", condition="có [việc tốt]").replace(
        "(số [hộ])", "số [hộ]"
    )
    text += definitions.replace("(số [hộ])", "số [hộ]").replace("[vụ cháy]", "[hộ]")
    text += 'tiêu chí 2. "Hai"\n  đạt khi [tỷ lệ cháy] dưới 5%\n'
    rules = antq_rules.load_text(text)
    assert rules.assess({"hộ": 3}, year=2023)["2"].verdict.value == "fail"
    circular = text.replace("= số [hộ] / số [hộ]", "= [tỷ lệ cháy]")
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load_text(circular)
    assert "AQ213" in {problem.code for problem in caught.value.diagnostics}


def test_a_cut_off_of_an_example_on_a_day_that_its_year_has_not() -> None:
    example = 'ví dụ "Thử"\n  ngày chốt số liệu: 29/02\n  cho năm {}:\n    [vụ cháy]: 0 vụ\n  thì tiêu chí 1 đạt\n'
    text = BASE.format(header="", condition="không có [vụ cháy]")
    assert {problem.code for problem in antq_rules.check_text(text + example.format(2024))} == {"AQ401", "AQ402"}
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load_text(text + example.format(2023))
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.message) == ("AQ108", "không có ngày 29/02/2023")
    assert (problem.source_line, problem.column) == ("  ngày chốt số liệu: 29/02", 22)
