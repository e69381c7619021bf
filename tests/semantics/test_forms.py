"""Each form of the language means what its words say: a condition, reported facts, and the verdict."""

from __future__ import annotations

from typing import Any

import pytest

import antq_rules

BASE = """bộ tiêu chí "Thử"
  mã: thu
  áp dụng: từ năm 2020 đến năm 2030
  áp dụng cho: xã, phường
  khi không có đối tượng: đạt
thang "Mức": "Yếu" < "Trung bình" < "Khá" < "Xuất sắc"
danh mục "Ngày": "Ngày A"; "Ngày B"; "Ngày C"
danh mục "Cấp": "xã"; "huyện"; "tỉnh"
dữ kiện [vụ]
  kiểu: số đếm (vụ)
dữ kiện [hộ]
  kiểu: số đếm (hộ)
dữ kiện [hộ ký]
  kiểu: số đếm (hộ)
dữ kiện [mức]
  kiểu: xếp loại (thang "Mức")
dữ kiện [ngày họp]
  kiểu: ngày
dữ kiện [các ngày]
  kiểu: tập (danh mục "Ngày")
dữ kiện [cấp]
  kiểu: loại (danh mục "Cấp")
dữ kiện [việc]
  kiểu: xác nhận
dữ kiện [buổi]
  kiểu: theo tháng (buổi)
dữ kiện [tiền]
  kiểu: số tiền (triệu đồng)
dữ kiện [đất]
  kiểu: số đo (m²)
tiêu chí 1. "Một"
  trích: "Phụ lục", tiêu chí 1, mục 1.a
"""


def verdict(criterion: str, facts: dict[str, Any], before: dict[str, Any] | None = None, year: int = 2023) -> str:
    earlier = {2020: before, 2021: before, 2022: before} if before is not None else None
    result = antq_rules.load_text(BASE + "  " + criterion).assess(facts, year=year, unit_type="xã", earlier=earlier)
    assert result.errors == ()
    return result["1"].verdict.vietnamese


FORMS = [
    # so sánh
    ("số [vụ] không dưới 2 vụ", {"vụ": 2}, {"vụ": 1}),
    ("số [vụ] nhiều hơn 2 vụ", {"vụ": 3}, {"vụ": 2}),
    ("số [vụ] vượt 2 vụ", {"vụ": 3}, {"vụ": 2}),
    ("số [vụ] nhiều nhất 2 vụ", {"vụ": 2}, {"vụ": 3}),
    ("số [vụ] ít hơn 2 vụ", {"vụ": 1}, {"vụ": 2}),
    ("số [vụ] chưa đến 2 vụ", {"vụ": 1}, {"vụ": 2}),
    ("số [vụ] khác 2 vụ", {"vụ": 1}, {"vụ": 2}),
    ("số [vụ] đúng 2 vụ", {"vụ": 2}, {"vụ": 3}),
    ("số [vụ] từ 2 vụ trở lên", {"vụ": 2}, {"vụ": 1}),
    ("số [vụ] từ 2 vụ trở xuống", {"vụ": 2}, {"vụ": 3}),
    ("số [vụ] từ 2 vụ đến 4 vụ", {"vụ": 4}, {"vụ": 5}),
    ("số [vụ] từ 2 vụ đến dưới 4 vụ", {"vụ": 2}, {"vụ": 4}),
    # phép tính và đơn vị tính
    ("2 × số [vụ] không quá 10 vụ", {"vụ": 5}, {"vụ": 6}),
    ("số [vụ] * 50% không quá 10 vụ", {"vụ": 20}, {"vụ": 21}),
    ("số [vụ] / 2 − 1 không quá 10 vụ", {"vụ": 22}, {"vụ": 23}),
    ("[tiền] ít nhất 1,5 tỷ đồng", {"tiền": 1500}, {"tiền": "1.499,9"}),
    ("[đất] dưới 0,01 ha", {"đất": "99,5"}, {"đất": 100}),
    ("số [hộ ký] vượt số [hộ]", {"hộ ký": 3, "hộ": 2}, {"hộ ký": 2, "hộ": 2}),
    ("số [hộ ký] / số [hộ] ít nhất 0,5", {"hộ ký": 1, "hộ": 2}, {"hộ ký": 1, "hộ": 3}),
    ("số [hộ ký] / số [hộ] trên 50%", {"hộ ký": 2, "hộ": 3}, {"hộ ký": 1, "hộ": 2}),
    # phần và toàn bộ
    ("số [hộ ký] chiếm từ 50% trở lên [hộ]", {"hộ ký": 1, "hộ": 2}, {"hộ ký": 1, "hộ": 3}),
    ("số [hộ ký] chiếm từ 50% trở xuống của số [hộ]", {"hộ ký": 1, "hộ": 2}, {"hộ ký": 2, "hộ": 3}),
    ("số [hộ ký] chiếm dưới 5‰ tổng số [hộ]", {"hộ ký": 4, "hộ": 1000}, {"hộ ký": 5, "hộ": 1000}),
    # xếp loại
    ('[mức] không là "Yếu"', {"mức": "Khá"}, {"mức": "Yếu"}),
    ('[mức] thuộc "Khá"; "Xuất sắc"', {"mức": "Khá"}, {"mức": "Trung bình"}),
    ('[mức] khác "Khá"', {"mức": "Yếu"}, {"mức": "Khá"}),
    ('[mức] dưới "Khá"', {"mức": "Trung bình"}, {"mức": "Khá"}),
    ('[mức] từ "Trung bình" đến dưới "Xuất sắc"', {"mức": "Khá"}, {"mức": "Xuất sắc"}),
    # một trong danh mục
    ('[cấp] bằng "huyện"', {"cấp": "huyện"}, {"cấp": "xã"}),
    ('[cấp] khác "huyện"', {"cấp": "xã"}, {"cấp": "huyện"}),
    ('[cấp] không thuộc "huyện"; "tỉnh"', {"cấp": "xã"}, {"cấp": "tỉnh"}),
    # tập
    ('[các ngày] không gồm "Ngày A"', {"các ngày": ["Ngày B"]}, {"các ngày": ["Ngày A"]}),
    (
        '[các ngày] đúng bằng danh mục "Ngày"',
        {"các ngày": ["Ngày A", "Ngày B", "Ngày C"]},
        {"các ngày": ["Ngày A", "Ngày B"]},
    ),
    # ngày
    ("[ngày họp] trong năm", {"ngày họp": "2023-12-31"}, {"ngày họp": "2022-12-31"}),
    ("[ngày họp] trong tháng 6", {"ngày họp": "2023-06-30"}, {"ngày họp": "2023-07-01"}),
    ("[ngày họp] sau ngày 15/02", {"ngày họp": "2023-02-16"}, {"ngày họp": "2023-02-15"}),
    ("[ngày họp] không sớm hơn 15/02", {"ngày họp": "2023-02-15"}, {"ngày họp": "2023-02-14"}),
    ("[ngày họp] chậm nhất ngày 15/02", {"ngày họp": "2023-02-15"}, {"ngày họp": "2023-02-16"}),
    ("[ngày họp] trước ngày 15/02", {"ngày họp": "2023-02-14"}, {"ngày họp": "2022-02-14"}),
    ("[ngày họp] trước ngày 15/02, kể cả trước năm xét", {"ngày họp": "2022-02-14"}, {"ngày họp": "2023-02-15"}),
    ("[ngày họp] bằng 15/02", {"ngày họp": "2023-02-15"}, {"ngày họp": "2023-02-16"}),
    ("[ngày họp] khác 15/02", {"ngày họp": "2023-02-16"}, {"ngày họp": "2023-02-15"}),
    ("[ngày họp] từ 01/01/2022 đến 31/12/2022", {"ngày họp": "2022-12-31"}, {"ngày họp": "2023-01-01"}),
    # điều kiện
    ("[việc]", {"việc": True}, {"việc": False}),
    ("bảo đảm [ngày họp]", {"ngày họp": "2023-02-15"}, {"ngày họp": "không có"}),
    ("không phải (số [vụ] ít nhất 3 vụ)", {"vụ": 2}, {"vụ": 3}),
    ("không phải (có [việc] hoặc có [vụ])", {"việc": False, "vụ": 0}, {"việc": True, "vụ": 0}),
    ("đối với năm 2023: có [việc]", {"việc": True}, {"việc": False}),
    ("đối với từ năm 2022: có [việc]", {"việc": True}, {"việc": False}),
    ("đối với đến hết năm 2023: có [việc]", {"việc": True}, {"việc": False}),
    ("có đủ:\n    a) (mã: M1): có [việc]\n    b) không có [vụ]", {"việc": True, "vụ": 0}, {"việc": True, "vụ": 1}),
    ("có ít nhất 1 trong:\n    – có [việc]\n    – không có [vụ]", {"việc": False, "vụ": 0}, {"việc": False, "vụ": 1}),
]


@pytest.mark.parametrize(("condition", "passing", "failing"), FORMS, ids=[form[0] for form in FORMS])
def test_form(condition: str, passing: dict[str, Any], failing: dict[str, Any]) -> None:
    assert verdict(f"đạt khi {condition}", passing) == "đạt"
    assert verdict(f"đạt khi {condition}", failing) == "không đạt"


CHANGES = [
    ("số [vụ] tăng so với năm trước", 11, 10),
    ("số [vụ] không giảm so với năm trước", 10, 9),
    ("số [vụ] giảm từ 5% trở lên so với năm 2021", 9, 10),
    ("số [vụ] giảm từ 20% trở xuống so với năm trước", 8, 7),
    ("số [vụ] tăng không quá 3 vụ so với bình quân 3 năm trước", 13, 14),
    ("số [vụ] năm trước + số [vụ] 2 năm trước + số [vụ] năm 2020 + số [vụ] không quá 35 vụ", 5, 6),
]


@pytest.mark.parametrize(("condition", "passing", "failing"), CHANGES, ids=[change[0] for change in CHANGES])
def test_change(condition: str, passing: int, failing: int) -> None:
    assert verdict(f"đạt khi {condition}", {"vụ": passing}, {"vụ": 10}) == "đạt"
    assert verdict(f"đạt khi {condition}", {"vụ": failing}, {"vụ": 10}) == "không đạt"


@pytest.mark.parametrize(
    ("words", "year", "expected"),
    [("năm 2022", 2023, "không áp dụng"), ("từ năm 2024", 2023, "không áp dụng"), ("đến hết năm 2022", 2022, "đạt")],
)
def test_years_in_which_a_body_applies(words: str, year: int, expected: str) -> None:
    assert verdict(f"đạt khi đối với {words}: có [việc]", {"việc": True}, year=year) == expected


def test_criterion_that_applies_under_a_condition() -> None:
    criterion = "áp dụng khi số [hộ] ít nhất 10 hộ\n  đạt khi có [việc]"
    assert verdict(criterion, {"hộ": 9, "việc": False}) == "không áp dụng"
    assert verdict(criterion, {"hộ": 10, "việc": False}) == "không đạt"
    assert verdict(criterion, {"hộ": 10, "việc": True}) == "đạt"


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        ("số [hộ] dưới 100 hộ", None),
        ("số [hộ] không quá 0 hộ", None),
        ("số [hộ] dưới 0 hộ", "luôn sai"),
        ("số [hộ] trên 0 hộ", None),
        ("số [hộ] - số [hộ ký] ít nhất 0 hộ", None),
        ("số [hộ] + 5 trên 3 hộ", "luôn đúng"),
        ('[mức] dưới "Yếu"', "luôn sai"),
    ],
)
def test_conditions_that_are_always_so(condition: str, problem: str | None) -> None:
    found = [p for p in antq_rules.check_text(f"{BASE}  đạt khi {condition}") if p.code == "AQ307"]
    assert [dict(p.values)["always"] for p in found] == ([problem] if problem else [])
