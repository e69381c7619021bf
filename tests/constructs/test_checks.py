"""Mistakes in the constructs beyond the two appendices: one report each, at its place, with what to write instead; and
what is right although it looks like one. All data are invented."""

from __future__ import annotations

from typing import Any

import pytest

import antq_rules
from antq_rules import Verdict

SET = """bộ tiêu chí "Soát (hư cấu)"
  mã: soat
  áp dụng: từ năm 2023 đến năm 2024
  áp dụng cho: xã, phường
  khi không có đối tượng: {empty}
danh mục "Vùng": "I"; "II"
thang "X": "Yếu" < "Khá" < "Tốt"
tham số [số vụ phải giảm], mặc định 2 vụ
dữ kiện [vùng]
  mã: vung
  kiểu: loại (danh mục "Vùng")
dữ kiện [xếp loại]
  mã: xep_loai
  kiểu: xếp loại (thang "X")
dữ kiện [thôn]
  mã: thon
  kiểu: danh sách (thôn)
dữ kiện [hộ]
  mã: ho
  kiểu: số đếm (hộ)
  của: [thôn]
dữ kiện [vụ]
  mã: vu
  kiểu: số đếm (vụ)
dữ kiện [dân]
  mã: dan
  kiểu: số đếm (người)
dữ kiện [buổi]
  mã: buoi
  kiểu: theo tháng (buổi)
dữ kiện [việc tốt]
  mã: tot
  kiểu: xác nhận
dữ kiện [ngày A]
  mã: a
  kiểu: ngày
dữ kiện [ngày B]
  mã: b
  kiểu: ngày
{declared}
tiêu chí 1. "Một"
  đạt khi {condition}
tiêu chí 2. "Hai"
  đạt khi có [việc tốt]
"""
UNUSED = ("AQ401", "AQ402")  # facts and readings that nothing uses
LOOKED_UP = "số [vụ] ít nhất [mức]"


def text(condition: str, declared: str = "", empty: str = "đạt") -> str:
    return SET.format(condition=condition, declared=declared, empty=empty)


@pytest.mark.parametrize(
    ("declared", "condition", "code", "found", "correction"),
    [
        ('bảng [mức] theo năm:\n  - "I": 2 vụ\n  - còn lại: 3 vụ', LOOKED_UP, "AQ101", '"I"', "năm 2023"),
        ("bảng [mức] theo loại đơn vị:\n  - năm 2023: 2 vụ\n  - còn lại: 3 vụ", LOOKED_UP, "AQ101", "năm 2023",
         "loại đơn vị trong dấu nháy"),
        ("bảng [mức] theo [vùng]:\n  - năm 2023: 2 vụ\n  - còn lại: 3 vụ", LOOKED_UP, "AQ101", "năm 2023",
         "một mục trong dấu nháy"),
        ('bảng [mức] theo [vùng], năm:\n  - "I": 2 vụ\n  - còn lại: 3 vụ', LOOKED_UP, "AQ101", '- "I": 2 vụ', "2 ô"),
        ('bảng [mức] theo loại đơn vị:\n  - "thôn": 2 vụ\n  - còn lại: 1 vụ', LOOKED_UP, "AQ209", '"thôn"',
         "xã; phường"),
        ('bảng [mức] theo loại đơn vị:\n  - "xã": 2 vụ', LOOKED_UP, "AQ330", "bảng [mức] theo loại đơn vị:",
         "còn lại"),
        ("bảng [mức] theo [ngày A]:\n  - trong quý I: 2 vụ\n  - trong quý II: 1 vụ", LOOKED_UP, "AQ330",
         "bảng [mức] theo [ngày A]:", "còn lại"),
        ('bảng [mức] theo [xếp loại]:\n  - từ "Khá" trở lên: 2 vụ\n  - từ "Khá" trở xuống: 1 vụ', LOOKED_UP, "AQ331",
         '- từ "Khá" trở xuống: 1 vụ', "dòng 4"),
        ("bảng [mức] theo [dân]:\n  - không quá [vụ]: 2 vụ\n  - trên 5 người: 1 vụ", LOOKED_UP, "AQ302", "[vụ]",
         "cùng một đơn vị tính"),
        ('bảng [mức] theo năm:\n  - năm 2023: "I"\n  - năm 2024: 2 vụ',
         "số [vụ] giảm ít nhất [mức] so với năm trước", "AQ335", "[mức]", "con số"),
        ('bảng [mức] theo năm:\n  - bất kỳ: "I"', '[mức] là "I"', "AQ335", "[mức]", "con số"),
        ('bảng [mức] theo năm:\n  - bất kỳ: "III"', "[vùng] là [mức]", "AQ205", "[mức]", "“I”; “II”"),
        ("", "[vùng] là [vụ]", "AQ301", "là [vụ]", "là"),
        ("", "số [vụ] giảm ít nhất [dân] so với năm trước", "AQ302", "[dân]", "cùng một đơn vị tính"),
        ("", "bình quân 21 năm số [vụ] ít nhất 2 vụ", "AQ101", "bình quân 21 năm", "từ 2 đến 20 năm"),
        ("", "số [vụ] ít nhất 2 vụ trong 1 năm liên tục", "AQ101", "trong 1 năm liên tục", "từ 2 đến 20"),
        ("", "số [vụ] không quá 5 vụ tính trên 0 [dân]", "AQ101", "0", "lớn hơn 0"),
        ("", "số [vụ] không quá 5 vụ tính trên 10 [việc tốt]", "AQ301", "[việc tốt]", "có […]"),
        ("", "[ngày A] không muộn hơn [ngày B] ít nhất 2 ngày", "AQ101", "không muộn hơn", "trước hoặc sau"),
        ("", "ít nhất 120% trong [thôn] số [hộ] ít nhất 1 hộ", "AQ303", "120%", "100%"),
        ("", "trường hợp:\n    - còn lại: có [việc tốt]\n    - số [vụ] ít nhất 1 vụ: có [việc tốt]", "AQ101",
         "còn lại", "dòng cuối"),
        ("", "trường hợp:\n    - số [vụ] ít nhất 1 vụ: có [việc tốt]\n    - số [dân] bằng 0 người: có [việc tốt]",
         "AQ336", "trường hợp:", "còn lại"),
        ("", "trường hợp:\n    - số [vụ] ít nhất 1 vụ: có [việc tốt]\n    - số [vụ] không quá 1 vụ: có [việc tốt]",
         "AQ331", "số [vụ] không quá 1 vụ: có [việc tốt]", "dòng 3"),
        ("", "tổng số [vụ] trong [thôn] ít nhất 1 vụ", "AQ101", "tổng số [vụ] trong [thôn]", "từng mục"),
        ("", "tổng số [hộ] trong [vụ] ít nhất 1 hộ", "AQ333", "tổng số [hộ] trong [vụ]", "danh sách"),
        ("", "số [vụ] mà (số [hộ] ít nhất 1 hộ) ít nhất 1 vụ", "AQ333", "[vụ]", "danh sách"),
        ("", "có ít nhất [việc tốt] trong:\n    a) có [việc tốt]\n    b) có [vùng]", "AQ301", "[việc tốt]", "có […]"),
        ("", "số [vụ] × số [dân] ít nhất 1 vụ", "AQ312", "số [vụ] × số [dân]", "nhân"),
        ("", "[việc tốt] (làm tròn đến 1 chữ số thập phân) bằng 1,5 vụ", "AQ301", "[việc tốt]", "có […]"),
        ("", "có ít nhất 2 trong:\n    a) tiêu chí 2 đạt\n    b) trường hợp:\n      - số [vụ] ít nhất 1 vụ: có [vùng]\n"
         "      - còn lại: không áp dụng", "AQ311", "có ít nhất 2 trong:", "không đạt"),
        ("", "có ít nhất 2 trong:\n    a) tiêu chí 2 đạt\n    b) mọi [thôn] số [hộ] ít nhất 1 hộ, không có đối tượng"
         " thì không áp dụng", "AQ311", "có ít nhất 2 trong:", "không đạt"),
    ],
)  # fmt: skip
def test_one_mistake_one_report(declared: str, condition: str, code: str, found: str, correction: str) -> None:
    rules = text(condition, declared)
    (problem,) = [one for one in antq_rules.check_text(rules) if one.code not in UNUSED]
    assert problem.code == code
    assert problem.source_line[problem.column - 1 :].startswith(found)
    assert found in rules.split("\n")[problem.line - 1]
    shown = f"{problem.message} {problem.correction}"
    expected = correction
    if correction.startswith("dòng ") and correction[5:].isdigit():
        expected = f"dòng {problem.line - 1}"  # the row before it
    assert expected in shown


@pytest.mark.parametrize(
    ("declared", "condition", "empty"),
    [
        ('bảng [mức] theo [xếp loại]:\n  - từ "Khá" trở lên: 2 vụ\n  - bằng "Yếu": 1 vụ', LOOKED_UP, "đạt"),
        ("bảng [mức] theo [vùng]:\n  - bất kỳ: 2 vụ", LOOKED_UP, "đạt"),
        ("bảng [mức] theo [dân]:\n  - dưới 5 người: 2 vụ\n  - từ 5 người trở lên: 1 vụ",
         f"có ít nhất 2 trong:\n    a) tiêu chí 2 đạt\n    b) {LOOKED_UP}", "đạt"),
        ("", "trường hợp:\n    - số [vụ] ít nhất 1 vụ: có [việc tốt]\n    - số [vụ] bằng 0 vụ: có [vùng]", "đạt"),
        ("", "có ít nhất 2 trong:\n    a) tiêu chí 2 đạt\n    b) mọi [thôn] số [hộ] ít nhất 1 hộ", "đạt"),
        ("đặt [hộ chưa dùng] = số [hộ] + số [hộ]", "có [việc tốt]", "đạt"),
        ("mệnh đề [điều chưa dùng]: số [hộ] ít nhất 2 hộ", "có [việc tốt]", "đạt"),
    ],
)  # fmt: skip
def test_what_is_right_is_not_reported(declared: str, condition: str, empty: str) -> None:
    problems = antq_rules.check_text(text(condition, declared, empty))
    assert [one.code for one in problems if one.code not in (*UNUSED, "AQ403")] == []


def test_a_list_that_may_have_no_member_may_leave_too_few_items() -> None:
    condition = "có ít nhất 2 trong:\n    a) tiêu chí 2 đạt\n    b) mọi [thôn] số [hộ] ít nhất 1 hộ"
    problems = antq_rules.check_text(text(condition, empty="không áp dụng"))
    assert [one.code for one in problems if one.code not in UNUSED] == ["AQ311"]


# ------------------------------------------------------------------------------------------------ meaning
BY_YEAR = "bảng [mức] theo năm:\n  - năm 2023: 1 buổi\n  - năm 2024: 2 buổi"
RATES = "bảng [mức] theo năm:\n  - năm 2023: 5%\n  - năm 2024: 3 vụ"
BY_SIZE = "bảng [mức] theo [dân]:\n  - dưới 5 người: 2 vụ\n  - từ 5 người trở lên: 4 vụ"
PASS, FAIL, WAIT, NONE = Verdict.PASS, Verdict.FAIL, Verdict.INSUFFICIENT_DATA, Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("declared", "condition", "facts", "year", "verdict"),
    [
        (BY_YEAR, "hằng tháng số [buổi] ít nhất [mức]", {"buoi": [1] * 12}, 2023, PASS),
        (BY_YEAR, "hằng tháng số [buổi] ít nhất [mức]", {"buoi": [2] * 11 + [1]}, 2024, FAIL),
        (RATES, "số [vụ] giảm ít nhất [mức] so với năm trước", {"vu": 95}, 2023, PASS),
        (RATES, "số [vụ] giảm ít nhất [mức] so với năm trước", {"vu": 96}, 2023, FAIL),
        (RATES, "số [vụ] giảm ít nhất [mức] so với năm trước", {"vu": 97}, 2024, PASS),
        (RATES, "số [vụ] giảm ít nhất [mức] so với năm trước", {"vu": 98}, 2024, FAIL),
        ("", "số [vụ] giảm ít nhất [số vụ phải giảm] so với năm trước", {"vu": 98}, 2023, PASS),
        ("", "số [vụ] giảm ít nhất [số vụ phải giảm] so với năm trước", {"vu": 99}, 2023, FAIL),
        ("", "số [vụ] tăng không quá [số vụ phải giảm] so với năm trước", {"vu": 102}, 2023, PASS),
        ("", "số [vụ] tăng không quá [số vụ phải giảm] so với năm trước", {"vu": 103}, 2023, FAIL),
        (f"đặt [mức cao] = [mức] × 2\n{BY_SIZE}", "số [vụ] ít nhất [mức cao]", {"vu": 8, "dan": 5}, 2023, PASS),
        (f"đặt [mức cao] = [mức] × 2\n{BY_SIZE}", "số [vụ] ít nhất [mức cao]", {"vu": 7, "dan": 5}, 2023, FAIL),
        (f"đặt [mức cao] = [mức] × 2\n{BY_SIZE}", "số [vụ] ít nhất [mức cao]", {"vu": 4, "dan": 4}, 2023, PASS),
        ('bảng [mức] theo [xếp loại]:\n  - từ "Khá" trở lên: 2 vụ\n  - bằng "Yếu": 1 vụ', LOOKED_UP,
         {"vu": 1, "xep_loai": "Yếu"}, 2023, PASS),
        ('bảng [mức] theo [xếp loại]:\n  - từ "Khá" trở lên: 2 vụ\n  - bằng "Yếu": 1 vụ', LOOKED_UP,
         {"vu": 1, "xep_loai": "Khá"}, 2023, FAIL),
        ('bảng [mức] theo [xếp loại]:\n  - từ "Khá" trở lên: 2 vụ\n  - bằng "Yếu": 1 vụ', LOOKED_UP,
         {"vu": 2, "xep_loai": "không có"}, 2023, FAIL),  # no row is right for it
        (BY_SIZE, LOOKED_UP, {"vu": 4}, 2023, PASS),  # enough whatever the number of people
        (BY_SIZE, LOOKED_UP, {"vu": 3}, 2023, WAIT),
        (BY_SIZE, LOOKED_UP, {"vu": 1}, 2023, FAIL),
        ("bảng [mức] theo [vùng]:\n  - bất kỳ: 2 vụ", LOOKED_UP, {"vu": 2, "vung": "không có"}, 2023, PASS),
        ("", "có [việc tốt] trừ trường hợp số [vụ] trên 2 vụ", {"tot": False, "vu": 3}, 2023, NONE),
        ("", "có [việc tốt] trừ trường hợp số [vụ] trên 2 vụ", {"tot": False, "vu": 2}, 2023, FAIL),
        ("", "có [việc tốt] trừ trường hợp số [vụ] trên 2 vụ", {"tot": True, "vu": 2}, 2023, PASS),
        ("", "có [việc tốt] trừ trường hợp số [vụ] trên 2 vụ", {"tot": False}, 2023, WAIT),
        ("", "trường hợp:\n    - số [vụ] ít nhất 1 vụ: có [việc tốt]\n    - số [vụ] bằng 0 vụ: có [việc tốt]",
         {"tot": True}, 2023, PASS),
        ("", "[vụ] (làm tròn đến 0 chữ số thập phân) bằng 2 vụ", {"vu": 2}, 2023, PASS),
        ("", "số [vụ] / 4 (làm tròn đến 0 chữ số thập phân) bằng 2 vụ", {"vu": 6}, 2023, PASS),
        ("", "số [vụ] / 4 (làm tròn đến 0 chữ số thập phân) bằng 2 vụ", {"vu": 5}, 2023, FAIL),
    ],
)  # fmt: skip
def test_meaning(declared: str, condition: str, facts: dict[str, Any], year: int, verdict: Verdict) -> None:
    assessment = antq_rules.load_text(text(condition, declared)).assess(facts, year=year, previous={"vu": 100})
    assert assessment.errors == ()
    assert assessment["1"].verdict is verdict
