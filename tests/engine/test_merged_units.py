"""Units merged, split or renamed: the year before is combined by each fact's rule, exactly, or stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antq_rules import Assessment, Explanation, Predecessor, Verdict, check_text, load_text

TEXT = """bộ tiêu chí "Đơn vị sáp nhập (hư cấu)"
  mã: sap-nhap
  áp dụng cho: xã, phường, đặc khu
  khi không có đối tượng: đạt
  khi không có năm trước: đạt
thang "Mức": "Yếu" < "Khá" < "Xuất sắc"
danh mục "Ngày hội": "Ngày A" (mã: a); "Ngày B" (mã: b); "Ngày C" (mã: c)
dữ kiện [vụ]
  mã: vu
  kiểu: số đếm (vụ)
  khoảng: từ 0 đến 100
  khi sáp nhập: cộng
dữ kiện [vụ lớn]
  mã: vu_lon
  kiểu: số đếm (vụ)
  trong số: [vụ]
  khi sáp nhập: cộng
dữ kiện [xếp loại]
  mã: xep_loai
  kiểu: xếp loại (thang "Mức")
  khi sáp nhập: lấy mức thấp nhất
dữ kiện [danh hiệu]
  mã: danh_hieu
  kiểu: xếp loại (thang "Mức")
  khi sáp nhập: lấy mức cao nhất
dữ kiện [ngày hội]
  mã: ngay_hoi
  kiểu: tập (danh mục "Ngày hội")
  khi sáp nhập: hợp các mục
dữ kiện [buổi]
  mã: buoi
  kiểu: theo tháng (buổi)
  khi sáp nhập: cộng
dữ kiện [điểm thấp]
  mã: diem_thap
  kiểu: số đo (điểm)
  khi sáp nhập: lấy mức thấp nhất
dữ kiện [hội viên]
  mã: hoi_vien
  kiểu: số đếm (người)
tiêu chí 1. "Giảm"
  đạt khi số [vụ] giảm ít nhất 5% so với năm trước
tiêu chí 2. "Xếp loại năm trước"
  đạt khi [xếp loại] năm trước từ "Khá" trở lên
tiêu chí 3. "Danh hiệu năm trước"
  đạt khi [danh hiệu] năm trước từ "Xuất sắc" trở lên
tiêu chí 4. "Ngày hội năm trước"
  đạt khi [ngày hội] năm trước gồm đủ: "Ngày A"; "Ngày B"
tiêu chí 5. "Cả năm trước"
  đạt khi cả năm số [buổi] năm trước ít nhất 36 buổi
tiêu chí 6. "Hội viên"
  đạt khi số [hội viên] không giảm so với năm trước
tiêu chí 7. "Năm trước nhiều"
  đạt khi số [vụ] năm trước ít nhất 150 vụ
tiêu chí 8. "Điểm thấp nhất năm trước"
  đạt khi [điểm thấp] năm trước ít nhất 5 điểm
"""
RULES = load_text(TEXT)


def old(code: str, share: Fraction | None = Fraction(1), **facts: object) -> Predecessor:
    return Predecessor(code, f"Xã {code.upper()}", "xã", facts, share)


def assess(
    *units: Predecessor, now: Mapping[str, object] | None = None, previous: Mapping[str, object] | None = None,
    existed_before: bool = True,
) -> Assessment:  # fmt: skip
    return RULES.assess(
        now or {}, year=2026, unit_type="xã", previous=previous, predecessors=units, existed_before=existed_before
    )


def remarks(explanation: Explanation) -> str:
    return " | ".join(explanation.tree.remarks)


# ------------------------------------------------------------------------------------------------ combined
@pytest.mark.parametrize(("now", "verdict"), [(57, Verdict.PASS), (58, Verdict.FAIL)])
def test_counts_are_added_up(now: int, verdict: Verdict) -> None:
    result = assess(old("a", vu=10), old("b", vu=20), old("c", vu=30), now={"vu": now})
    assert result.errors == ()
    assert result["1"].verdict is verdict
    explanation = result.explain("1")
    assert remarks(explanation) == "[vụ] năm 2025: cộng từ 3 đơn vị: Xã A 10 vụ; Xã B 20 vụ; Xã C 30 vụ"
    assert [(fact.year, fact.value) for fact in explanation.tree.facts] == [(2026, f"{now} vụ"), (2025, "60 vụ")]


def test_grades_sets_and_months_combine_by_their_rules() -> None:
    months = [1] * 12
    first = old("a", xep_loai="Xuất sắc", danh_hieu="Yếu", ngay_hoi=["a"], buoi=[2] * 12, diem_thap="7,5")
    second = old("b", xep_loai="Khá", danh_hieu="Xuất sắc", ngay_hoi=["b"], buoi=months, diem_thap="4,5")
    result = assess(first, second)
    found = {number: result[number].verdict for number in "234578"}
    assert found == {
        "2": Verdict.PASS, "3": Verdict.PASS, "4": Verdict.PASS, "5": Verdict.PASS,
        "7": Verdict.INSUFFICIENT_DATA, "8": Verdict.FAIL,
    }  # fmt: skip
    assert "lấy mức thấp nhất của 2 đơn vị: Xã A “Xuất sắc”; Xã B “Khá”" in remarks(result.explain("2"))
    assert "lấy mức cao nhất của 2 đơn vị: Xã A “Yếu”; Xã B “Xuất sắc”" in remarks(result.explain("3"))
    assert "hợp các mục của 2 đơn vị: Xã A Ngày A; Xã B Ngày B" in remarks(result.explain("4"))
    assert assess(old("a", xep_loai="Yếu"), second)["2"].verdict is Verdict.FAIL
    less = assess(old("a", buoi=[2] * 11 + [1]), second)
    assert less["5"].verdict is Verdict.FAIL


def test_known_absence_of_a_grade_is_the_lowest() -> None:
    result = assess(old("a", xep_loai="không có", danh_hieu="không có"), old("b", xep_loai="Khá", danh_hieu="Xuất sắc"))
    assert (result["2"].verdict, result["3"].verdict) == (Verdict.FAIL, Verdict.PASS)


def test_a_part_of_a_unit_counts_by_its_exact_share() -> None:
    result = assess(old("a", Fraction(2, 5), vu=7, xep_loai="Khá"), old("b", vu=10, xep_loai="Khá"), now={"vu": 12})
    explanation = result.explain("1")
    assert [fact.value for fact in explanation.tree.facts] == ["12 vụ", "12,8 vụ"]
    assert "Xã A 7 vụ × 40%; Xã B 10 vụ" in remarks(explanation)
    assert result["1"].verdict is Verdict.PASS  # 12 is not above 12,8 × 95% = 12,16
    assert result["2"].verdict is Verdict.PASS


def test_a_unit_split_off_takes_its_share_of_what_is_added_up() -> None:
    result = assess(old("a", Fraction(2, 5), vu=50, xep_loai="Khá", hoi_vien=5), now={"vu": 19, "hoi_vien": 5})
    assert (result["1"].verdict, result["2"].verdict) == (Verdict.PASS, Verdict.PASS)  # 19 of 20, the grade as it was
    assert remarks(result.explain("1")) == "[vụ] năm 2025: lấy theo tỷ lệ của đơn vị cũ: Xã A 50 vụ × 40%"
    assert remarks(result.explain("2")) == "[xếp loại] năm 2025: lấy của đơn vị cũ: Xã A “Khá”"
    assert result["6"].verdict is Verdict.INSUFFICIENT_DATA  # no rule is stated, and the unit did not go over whole


def test_one_unit_that_went_over_whole_needs_no_rule() -> None:
    result = assess(old("a", hoi_vien=10), now={"hoi_vien": 10})
    assert result["6"].verdict is Verdict.PASS
    assert remarks(result.explain("6")) == "[hội viên] năm 2025: lấy của đơn vị cũ: Xã A 10 người"


# ------------------------------------------------------------------------------------------------ unknown
def test_a_fact_without_a_rule_stays_unknown_and_it_is_said_why() -> None:
    result = assess(old("a", hoi_vien=4), old("b", hoi_vien=5), now={"hoi_vien": 9})
    assert result["6"].verdict is Verdict.INSUFFICIENT_DATA
    explanation = result.explain("6")
    assert remarks(explanation) == (
        "[hội viên] năm 2025: bộ tiêu chí chưa nêu cách gộp số liệu của 2 đơn vị cũ (Xã A; Xã B)"
    )
    assert [(need.code, need.year) for need in explanation.needs] == [("hoi_vien", 2025)]


def test_a_split_without_a_share_stays_unknown() -> None:
    result = assess(old("a", None, vu=10, xep_loai="Khá"), now={"vu": 1})
    assert {result["1"].verdict, result["2"].verdict} == {Verdict.INSUFFICIENT_DATA}
    assert "chưa nêu tỷ lệ tách của Xã A" in remarks(result.explain("1"))


def test_an_old_unit_that_did_not_report_leaves_a_sum_with_a_least_value() -> None:
    enough = assess(old("a", vu=90), old("b", vu=70), old("c"), now={"vu": 100})
    assert {enough["1"].verdict, enough["7"].verdict} == {Verdict.PASS}  # whatever the third reported
    result = assess(old("a", vu=50), old("b", vu=40), old("c"), now={"vu": 90})
    assert {result["1"].verdict, result["7"].verdict} == {Verdict.INSUFFICIENT_DATA}
    missing = "[vụ] năm 2025: chưa cộng từ 3 đơn vị được, thiếu số liệu của Xã C; đã biết ít nhất 90 vụ"
    assert remarks(result.explain("1")) == missing


def test_the_range_of_one_unit_does_not_limit_a_sum() -> None:
    assert assess(old("a", vu=60), old("b"), now={"vu": 0})["7"].verdict is Verdict.INSUFFICIENT_DATA
    assert assess(old("a", vu=40), old("b"), now={"vu": 0})["7"].verdict is Verdict.FAIL  # at most 140


def test_a_lowest_that_is_partly_known_has_a_greatest_value() -> None:
    assert assess(old("a", diem_thap=4), old("b"))["8"].verdict is Verdict.FAIL
    assert assess(old("a", diem_thap=6), old("b"))["8"].verdict is Verdict.INSUFFICIENT_DATA


def test_months_that_one_unit_did_not_report_are_unknown() -> None:
    first = old("a", buoi=[3] * 11 + [None])
    result = assess(first, old("b", buoi=[0] * 12))
    assert result["5"].verdict is Verdict.INSUFFICIENT_DATA
    assert assess(old("a", buoi=[4] * 11 + [None]), old("b", buoi=[0] * 12))["5"].verdict is Verdict.PASS


# ------------------------------------------------------------------------------------------------ data errors
def test_a_figure_given_directly_stands_and_giving_both_is_said() -> None:
    result = assess(old("a", vu=10), old("b", vu=10), now={"vu": 57}, previous={"vu": 60, "xep_loai": "Khá"})
    assert [error.code for error in result.errors] == ["DL211"]
    assert "[vụ] vừa ghi trực tiếp cho năm trước, vừa có ở đơn vị cũ: Xã A; Xã B" in result.errors[0].message
    assert (result["1"].verdict, result["2"].verdict) == (Verdict.PASS, Verdict.PASS)
    assert remarks(result.explain("1")) == ""


def test_what_was_not_reported_directly_is_combined() -> None:
    result = assess(old("a", vu=30), old("b", vu=30), now={"vu": 57}, previous={"vu": None})
    assert result.errors == ()
    assert result["1"].verdict is Verdict.PASS


def test_a_bad_value_of_an_old_unit_is_said_of_that_unit() -> None:
    result = assess(old("a", vu=-1), old("b", vu=5, la=1), now={"vu": 5})
    assert [(error.code, error.place) for error in result.errors] == [
        ("DL104", "Xã A, năm 2025"),
        ("DL102", "Xã B, năm 2025"),
    ]
    assert result["1"].verdict is Verdict.INSUFFICIENT_DATA


def test_a_part_above_its_whole_in_an_old_unit_is_a_data_error() -> None:
    result = assess(old("a", vu=3, vu_lon=4), old("b", vu=5, vu_lon=1))
    assert [(error.code, error.place) for error in result.errors] == [("DL105", "Xã A, năm 2025")]


def test_a_unit_that_did_not_exist_has_no_old_units() -> None:
    result = assess(old("a", vu=60), old("b", vu=0), now={"vu": 57}, existed_before=False)
    assert [error.code for error in result.errors] == ["DL212"]
    assert result["1"].verdict is Verdict.INSUFFICIENT_DATA  # neither combined nor “không có năm trước: đạt”


# ------------------------------------------------------------------------------------------------ laws
FIGURES = st.none() | st.integers(0, 100)


@settings(max_examples=200, deadline=None)
@given(st.lists(FIGURES, min_size=2, max_size=4), st.integers(0, 300), st.data())
def test_a_decided_verdict_holds_whatever_the_rest_reported(
    figures: list[int | None], now: int, data: st.DataObject
) -> None:
    known = [old(str(n), vu=figure, diem_thap=figure) for n, figure in enumerate(figures)]
    full = [figure if figure is not None else data.draw(st.integers(0, 100)) for figure in figures]
    complete = [old(str(n), vu=figure, diem_thap=figure) for n, figure in enumerate(full)]
    current = {"vu": min(now, 100)}
    partly, wholly = assess(*known, now=current), assess(*complete, now=current)
    for number in ("1", "7", "8"):
        if partly[number].verdict is not Verdict.INSUFFICIENT_DATA:
            assert partly[number].verdict is wholly[number].verdict


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 100), min_size=2, max_size=4), st.integers(0, 100))
def test_old_units_give_the_same_as_their_sum_given_directly(figures: list[int], now: int) -> None:
    combined = assess(*(old(str(n), vu=figure) for n, figure in enumerate(figures)), now={"vu": now})
    if sum(figures) <= 100:
        direct = assess(now={"vu": now}, previous={"vu": sum(figures)})
        assert [c.verdict for c in combined] == [c.verdict for c in direct]


# ------------------------------------------------------------------------------------------------ the rule's own checks
FACT = """bộ tiêu chí "Thử"
  mã: thu
  áp dụng cho: xã
thang "Mức": "Yếu" < "Khá"
danh mục "Ngày": "A"; "B"
dữ kiện [tổng]
  kiểu: số đếm (vụ)
  khi sáp nhập: cộng
dữ kiện [x]
  kiểu: {kind}
  {lines}
tiêu chí 1. "Một"
  đạt khi số [tổng] ít nhất 01 vụ
"""


@pytest.mark.parametrize(
    ("kind", "rule", "fits"),
    [
        ("số đếm (vụ)", "cộng", True),
        ("theo tháng (buổi)", "cộng", True),
        ("số tiền (đồng)", "lấy mức cao nhất", True),
        ('xếp loại (thang "Mức")', "lấy mức thấp nhất", True),
        ('tập (danh mục "Ngày")', "hợp các mục", True),
        ('xếp loại (thang "Mức")', "cộng", False),
        ("số đếm (vụ)", "hợp các mục", False),
        ("theo tháng (buổi)", "lấy mức thấp nhất", False),
        ("xác nhận", "cộng", False),
        ("ngày", "lấy mức cao nhất", False),
        ('loại (danh mục "Ngày")', "hợp các mục", False),
    ],
)
def test_a_rule_fits_some_kinds(kind: str, rule: str, fits: bool) -> None:
    found = check_text(FACT.format(kind=kind, lines=f"khi sáp nhập: {rule}"))
    errors = [(problem.code, problem.line) for problem in found if problem.code != "AQ401"]
    assert errors == ([] if fits else [("AQ503", 11)])


def test_a_part_combines_as_its_whole_does() -> None:
    lines = "trong số: [tổng]\n  khi sáp nhập: lấy mức cao nhất"
    found = check_text(FACT.format(kind="số đếm (vụ)", lines=lines))
    assert [(problem.code, problem.line) for problem in found if problem.code != "AQ401"] == [("AQ504", 11)]
    alike = check_text(FACT.format(kind="số đếm (vụ)", lines="trong số: [tổng]\n  khi sáp nhập: cộng"))
    assert [problem.code for problem in alike if problem.code != "AQ401"] == []


def test_an_unknown_rule_is_said_with_what_may_stand_there() -> None:
    found = check_text(FACT.format(kind="số đếm (vụ)", lines="khi sáp nhập: trung bình"))
    assert [(problem.code, problem.line) for problem in found] == [("AQ101", 11)]
    assert "lấy mức thấp nhất" in found[0].correction
