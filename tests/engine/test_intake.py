"""What a data file may say of each kind of fact: what is read, and what is refused with which words."""

from __future__ import annotations

import datetime
import decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.engine.sample import rules_of

from antq_rules import Assessment, Verdict
from antq_rules.engine.values import ABSENT, Attested, Evidence

RULES = rules_of("không có [vụ]")


@attrs.frozen
class Quantity:
    """A quantity as other libraries have it."""

    magnitude: object
    units: str


def taken(code: str, value: object, **options: Any) -> Assessment:
    return RULES.assess({code: value}, year=2023, **options)


def value_of(assessment: Assessment, code: str, year: int = 2023) -> object:
    return assessment._judge.data.values.get((code, year))


READ = [
    ("vu", 3, 3),
    ("vu", "3", 3),
    ("vu", "1.000", 1000),
    ("vu", "3 vụ", 3),
    ("vu", 3.0, 3),
    ("vu", Fraction(3), 3),
    ("vu", decimal.Decimal("3"), 3),
    ("vu", {"giá trị": 3, "đơn vị": "vụ"}, 3),
    ("vu", Quantity(3, "vụ"), 3),
    ("vu", None, None),
    ("vu", "", None),
    ("vu", "chưa báo cáo", None),
    ("vu", {"giá trị": None}, None),
    ("san_luong", "2,5", 2500),
    ("san_luong", 0.1, 100),
    ("san_luong", "2.500 kg", 2500),
    ("san_luong", {"value": 2500.5, "unit": "kg"}, Fraction(5001, 2)),
    ("san_luong", Quantity(Fraction(5, 2), "tấn"), 2500),
    ("quy", "1.500 nghìn đồng", 1_500_000),
    ("quy", {"gia_tri": 1500, "don_vi": "nghìn đồng"}, 1_500_000),
    ("ngay", datetime.datetime(2023, 2, 5, 10), datetime.date(2023, 2, 5)),
    ("ngay", datetime.date(2023, 2, 5), datetime.date(2023, 2, 5)),
    ("ngay", "khong co", ABSENT),
    ("muc", "khá", 2),
    ("cap", "tinh", "tinh"),
    ("ngay_hoi", "Ngày A; ngay_c", frozenset({"ngay_a", "ngay_c"})),
    ("ngay_hoi", "không có", frozenset()),
    ("ngay_hoi", {"Ngày A"}, frozenset({"ngay_a"})),
    ("buoi", "1;2;;4;5;6;7;8;9;10;11;12", (1, 2, None, 4, 5, 6, 7, 8, 9, 10, 11, 12)),
    ("buoi", {"tháng 1": 1, "12": 2}, (1, *[None] * 10, 2)),
    ("tot", True, Attested(True)),
    ("tot", "sai", Attested(False)),
    ("tot", "có (thiếu minh chứng)", Attested(True, Evidence.MISSING)),
    ("tot", "có (minh chứng: )", Attested(True, Evidence.MISSING)),
    ("tot", "có (minh chứng: Báo cáo (hư cấu))", Attested(True, Evidence.GIVEN)),
    ("tot", {"giá trị": True, "minh chứng": "Báo cáo"}, Attested(True, Evidence.GIVEN)),
    ("tot", {"giá trị": True, "minh chứng": " "}, Attested(True, Evidence.MISSING)),
    ("to_chuc", False, Attested(False)),
]


@pytest.mark.parametrize(("code", "value", "expected"), READ, ids=lambda part: str(part)[:40])
def test_read(code: str, value: object, expected: object) -> None:
    assessment = taken(code, value)
    assert assessment.errors == ()
    assert value_of(assessment, code) == expected


LONG = "9" * 31
REFUSED = [
    ("vu", True, "DL103", "[vụ] phải là số nguyên từ 0 trở lên, không phải “có”", "Ghi con số."),
    ("vu", False, "DL103", "[vụ] phải là số nguyên từ 0 trở lên, không phải “không”", "Ghi con số."),
    ("vu", 10**31, "DL103", "[vụ] phải là số nguyên từ 0 trở lên, không phải “số quá dài”", "Nhiều nhất 30 chữ số."),
    ("vu", LONG, "DL103", f"[vụ] phải là số nguyên từ 0 trở lên, không phải “{LONG}”", "Nhiều nhất 30 chữ số."),
    ("vu", float("nan"), "DL103", "[vụ] phải là số nguyên từ 0 trở lên, không phải “nan”", "Ghi con số."),
    (
        "vu", decimal.Decimal("1e40"), "DL103",
        "[vụ] phải là số nguyên từ 0 trở lên, không phải “số quá lớn hoặc không phải số”", "Nhiều nhất 30 chữ số.",
    ),
    ("vu", "1.5", "DL103", "[vụ] phải là số nguyên từ 0 trở lên, không phải “1.5”",
     "Viết 1,5: dấu phẩy ngăn phần thập phân, dấu chấm chỉ ngăn hàng nghìn."),
    ("vu", "nhiều", "DL103", "[vụ] phải là số nguyên từ 0 trở lên, không phải “nhiều”",
     "Ghi con số theo kiểu Việt Nam, ví dụ 1.000 hoặc 1,5."),
    ("vu", "2,5", "DL103", "[vụ] phải là số nguyên từ 0 trở lên, không phải “2,5”", "Ghi số nguyên."),
    ("vu", [1], "DL103", "[vụ] phải là số nguyên từ 0 trở lên, không phải “một danh sách”", "Ghi con số."),
    ("vu", {"a": 1}, "DL103", "[vụ] phải là số nguyên từ 0 trở lên, không phải “một nhóm giá trị”", "Ghi con số."),
    ("vu", {"giá trị": 1, "ghi": 2}, "DL103", "[vụ] phải là số nguyên từ 0 trở lên, không phải “ghi”",
     "Chỉ ghi “giá trị”, “minh chứng”, “đơn vị”."),
    ("vu", "không có năm trước", "DL103", "[vụ] phải là số nguyên từ 0 trở lên, không phải “không có năm trước”",
     "“không có năm trước” chỉ ghi cho năm trước."),
    ("vu", {"giá trị": True, "đơn vị": "vụ"}, "DL103", "[vụ] phải là số nguyên từ 0 trở lên, không phải “True vụ”",
     "Ghi con số theo kiểu Việt Nam, ví dụ 1.000 hoặc 1,5."),
    ("vu", "không có", "DL119", "[vụ] không nhận “không có”", "Không phát sinh thì ghi 0; chưa báo cáo thì để trống."),
    ("vu", -1, "DL104", "[vụ] là -1, ngoài khoảng từ 0 trở lên", "Kiểm tra lại con số."),
    ("tin", 9, "DL104", "[tin báo] là 9, ngoài khoảng từ 0 đến 8", "Kiểm tra lại con số."),
    ("vu", "3 hộ", "DL106", "đơn vị tính “hộ” không hợp với [vụ] tính bằng vụ", "Ghi số bằng vụ."),
    ("can_bo", 0, "DL110", "[cán bộ] không thể bằng 0", "Kiểm tra lại con số."),
    ("san_luong", "2,5 km", "DL106", "đơn vị tính “km” không hợp với [sản lượng] tính bằng tấn", "Ghi số bằng tấn."),
    ("ngay", 5, "DL103", "[ngày ban hành] phải là một ngày, không phải “5”", "Ghi ngày/tháng/năm, ví dụ 15/02/2023."),
    ("muc", "Giỏi", "DL107", "[mức] không có mức “Giỏi”", "Các mức là: Yếu; Trung bình; Khá; Xuất sắc."),
    ("muc", 3, "DL107", "[mức] không có mức “3”", "Các mức là: Yếu; Trung bình; Khá; Xuất sắc."),
    ("cap", "trung ương", "DL108", "[cấp] không có mục “trung ương”", "Các mục là: tỉnh; huyện; xã."),
    ("ngay_hoi", ["ngay_d"], "DL108", "[ngày hội] không có mục “ngay_d”", "Các mục là: Ngày A; Ngày B; Ngày C."),
    ("ngay_hoi", ["ngay_a", "Ngày A"], "DL103", "[ngày hội] phải là danh sách các mục, không phải “Ngày A”",
     "Mục này ghi hai lần; giữ lại một lần."),
    ("ngay_hoi", 5, "DL103", "[ngày hội] phải là danh sách các mục, không phải “5”",
     "Ghi danh sách các mục; không có mục nào thì ghi danh sách rỗng."),
    ("buoi", 5, "DL103", "[buổi] phải là 12 số nguyên, mỗi tháng một số, không phải “5”",
     "Ghi 12 số, tháng chưa báo cáo thì để trống."),
    ("buoi", [1] * 13, "DL109", "[buổi] phải có 12 số, mỗi tháng một số; ở đây có 13",
     "Ghi đủ 12 số, tháng chưa báo cáo thì để trống."),
    ("buoi", {"tháng 13": 1}, "DL109", "[buổi] phải có 12 số, mỗi tháng một số; ở đây có tháng 13",
     "Ghi đủ 12 số, tháng chưa báo cáo thì để trống."),
    ("tot", "có lẽ", "DL103", "[việc tốt] phải là “có” hoặc “không”, kèm minh chứng, không phải “có lẽ”",
     "Ghi “có” hoặc “không”."),
    ("tot", ..., "DL103", "[việc tốt] phải là “có” hoặc “không”, kèm minh chứng, không phải “ellipsis”",
     "Ghi “có” hoặc “không”."),
    ("tot", "x" * 70, "DL103", f"[việc tốt] phải là “có” hoặc “không”, kèm minh chứng, không phải “{'x' * 60}…”",
     "Ghi “có” hoặc “không”."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "value", "problem", "message", "correction"), REFUSED, ids=lambda part: str(part)[:40]
)
def test_refused(code: str, value: object, problem: str, message: str, correction: str) -> None:
    assessment = taken(code, value, unit=("x1", "Xã hư cấu"))
    (error,) = assessment.errors
    assert (error.code, error.message, error.correction, error.place) == (problem, message, correction, "x1, năm 2023")
    assert value_of(assessment, code) is None
    assert (code, 2023) in assessment._judge.data.wrong


def test_a_fact_written_twice_counts_as_wrong_everywhere() -> None:
    assessment = RULES.assess({"vu": 0, "vụ": 1, "tin": 1}, year=2023)
    (error,) = assessment.errors
    assert (error.code, error.message, error.place) == ("DL114", "“vu; vụ” ghi hai lần", "năm 2023")
    assert assessment["1"].verdict is Verdict.INSUFFICIENT_DATA
    assert [need.kind for need in assessment.explain("1").needs] == ["correction"]
    same_period = RULES.assess({"vu": 0}, year=2023, same_period={"vu": 0, "[vụ]": 1})
    assert [(error.code, error.place) for error in same_period.errors] == [("DL114", "cùng kỳ năm 2022")]
    assert same_period["1"].verdict is Verdict.PASS


def test_an_unknown_fact_is_told_with_the_likeliest_names() -> None:
    (error,) = RULES.assess({"vuj": 1}, year=2023, unit=("x1", "")).errors
    assert (error.code, error.place, error.suggestions) == ("DL102", "x1, năm 2023", ("vu", "vụ"))


def test_bad_figures_of_the_same_period_are_errors_too() -> None:
    assessment = RULES.assess({}, year=2023, same_period={"vu": "nhiều", "tin": None})
    assert [(error.code, error.place) for error in assessment.errors] == [("DL103", "cùng kỳ năm 2022")]


def test_not_existing_in_a_year_may_be_said_of_a_fact() -> None:
    rules = rules_of("số [vụ] không tăng so với năm trước, không có năm trước thì đạt")
    assessment = rules.assess({"vu": 3}, year=2023, previous={"vu": "khong_co_nam_truoc"})
    assert assessment["1"].verdict is Verdict.PASS


def test_evidence_of_a_figure_is_shown() -> None:
    value = {"giá trị": 0, "minh chứng": " Báo cáo số 2 (hư cấu) "}
    tree = taken("vu", value).explain("1").tree
    assert [fact.evidence for fact in tree.facts] == ["Báo cáo số 2 (hư cấu)"]


def test_months_up_to_the_cut_off_are_enough() -> None:
    cutoff = datetime.date(2023, 9, 30)
    assert value_of(taken("buoi", [1] * 9, cutoff=cutoff), "buoi") == (*[1] * 9, None, None, None)
    assert [error.code for error in taken("buoi", [1] * 8, cutoff=cutoff).errors] == ["DL109"]


def test_a_part_above_its_whole_names_both() -> None:
    rules = rules_of("số [hộ văn hóa] ít nhất 01 hộ")
    (error,) = rules.assess({"ho": "2", "van_hoa": 3}, year=2023).errors
    assert (error.code, error.message) == ("DL105", "[hộ văn hóa] là 3, lớn hơn [hộ] là 2")
    assert error.correction == "Kiểm tra cả hai con số; phần không thể lớn hơn toàn bộ."


def test_an_empty_whole_that_a_reading_allows_is_no_error() -> None:
    lines = "  khi không có đối tượng: đạt\n  khi đối tượng luôn có mà bằng 0: không đạt"
    rules = rules_of("số [cán bộ tốt] đạt 80% [cán bộ]", lines=lines)
    assessment = rules.assess({"can_bo": 0, "tot_can_bo": 0}, year=2023)
    assert (assessment.errors, assessment["1"].verdict) == ((), Verdict.FAIL)
    assert assessment.explain("1").tree.remarks == ("không có đối tượng",)
