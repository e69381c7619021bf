"""What other tests of the engine leave out: rare figures, lists, points and words, each with the outcome it must have.

All data are invented.
"""

from __future__ import annotations

import datetime
import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine import test_merged_units as merged
from tests.engine import test_point_ranges as scored
from tests.engine import test_worked_out as worked
from tests.engine.sample import rules_of

import antq_rules
from antq_rules import Predecessor, Verdict
from antq_rules.engine.ranges import Linear, Variable, interval

PASS, FAIL, WAIT, NONE = Verdict.PASS, Verdict.FAIL, Verdict.INSUFFICIENT_DATA, Verdict.NOT_APPLICABLE
MORE = """đặt [phần còn] = [còn lại] / [quỹ]
đặt [lần] = [quỹ] / [còn lại]
đặt [số mục] = [tỷ lệ xử lý] × số [mục cần]
"""
PART_WITH_LIMITS = """dữ kiện [vụ lẻ]
  mã: le
  kiểu: số đếm (vụ)
  khoảng: từ 5 đến 8
  trong số: [vụ]
"""
ITEMS = "có ít nhất [số mục] trong:\n    a) có [việc tốt]\n    b) có [việc hay]"


def explained(condition: str, facts: dict[str, Any], empty: str = "đạt", more: str = MORE) -> antq_rules.Explanation:
    text = worked.RULES.format(empty=empty, lines="") + more + f'tiêu chí 1. "Thử"\n  đạt khi {condition}\n'
    assessment = antq_rules.load_text(text).assess(facts, year=2024)
    assert assessment.errors == ()
    return assessment.explain("1")


# ------------------------------------------------------------------------------------------------ figures
@pytest.mark.parametrize(("empty", "verdict"), [("đạt", PASS), ("không đạt", FAIL), ("không áp dụng", NONE)])
def test_a_number_of_items_that_is_a_share_of_nothing_is_what_the_header_says(empty: str, verdict: Verdict) -> None:
    facts = {"vu": 0, "xu_ly": 0, "can": 2, "tot": True, "hay": True}
    assert explained(ITEMS, facts, empty).verdict is verdict
    assert explained(ITEMS, {**facts, "vu": 2, "xu_ly": 2}, empty).verdict is PASS  # two of two
    assert explained(ITEMS, {**facts, "vu": 2, "xu_ly": 2, "hay": False}, empty).verdict is FAIL


@pytest.mark.parametrize(
    ("condition", "facts", "verdict", "value"),
    [
        ("[lần] + 200% ít nhất 100%", {"quy": 10, "chi": 20}, PASS, "-100%"),
        ("[lần] + 200% ít nhất 101%", {"quy": 10, "chi": 20}, FAIL, "-100%"),
        ("[phần còn] + 5% ít nhất 0%", {"quy": 10, "chi": 20}, FAIL, "-100%"),
        ("[phần còn] + 5% ít nhất 106%", {"quy": 10}, FAIL, "đến 100%"),  # whatever was spent
        ("[phần còn] + 5% ít nhất 105%", {"quy": 10}, WAIT, "đến 100%"),
        ("[lần] + 5% ít nhất 105%", {"quy": 10}, WAIT, "chưa tính được"),  # what is left may be nothing, or less
    ],
)
def test_shares_of_what_may_be_below_zero(condition: str, facts: dict[str, Any], verdict: Verdict, value: str) -> None:
    explanation = explained(condition, facts)
    assert (explanation.verdict, [fact.value for fact in explanation.tree.facts]) == (verdict, [value])


@pytest.mark.parametrize(
    ("condition", "facts", "verdict"),
    [
        ("[vụ lẻ] + [vụ lẻ] - [vụ] không quá 8 vụ", {}, PASS),  # 8 of 8 is the most
        ("[vụ lẻ] + [vụ lẻ] - [vụ] không quá 7 vụ", {}, WAIT),
        ("[vụ] - [vụ lẻ] ít nhất 0 vụ", {}, PASS),
        ("[vụ] - [vụ lẻ] ít nhất 1 vụ", {}, WAIT),
        ("[vụ] ít nhất 5 vụ và [vụ] - [vụ lẻ] không quá 3 vụ", {"vu": 9}, WAIT),
        ("[vụ lẻ] chiếm ít nhất 50% [vụ]", {}, WAIT),
    ],
)
def test_a_part_with_limits_of_its_own_within_its_unknown_whole(
    condition: str, facts: dict[str, Any], verdict: Verdict
) -> None:
    assert explained(condition, facts, more=PART_WITH_LIMITS).verdict is verdict


def test_limits_of_part_and_whole_leave_what_can_still_be() -> None:
    limited = MORE + (
        "dữ kiện [đơn]\n  mã: don\n  kiểu: số đếm (đơn)\n  khoảng: từ 0 đến 100\n"
        "dữ kiện [đơn đúng]\n  mã: dung\n  kiểu: số đếm (đơn)\n  khoảng: từ 5 đến 8\n  trong số: [đơn]\n"
    )
    condition = "[đơn đúng] chiếm ít nhất 50% [đơn]"
    assert explained(condition, {}, more=limited).verdict is WAIT
    assert explained(condition, {"don": 8, "dung": 8}, more=limited).verdict is PASS  # so it was not yet failed
    assert explained(condition, {"don": 17}, more=limited).verdict is FAIL


@pytest.mark.parametrize(
    "condition", ["[đơn] - [đơn đúng] ít nhất 1 đơn", "[đơn] + [đơn đúng] ít nhất 5 đơn", "[đơn đúng] không quá [đơn]"]
)
def test_limits_of_part_and_whole_that_contradict_each_other_decide_nothing(condition: str) -> None:
    contradicting = (
        "dữ kiện [đơn]\n  mã: don\n  kiểu: số đếm (đơn)\n  khoảng: từ 0 đến 3\n"
        "dữ kiện [đơn đúng]\n  mã: dung\n  kiểu: số đếm (đơn)\n  khoảng: từ 5 đến 8\n  trong số: [đơn]\n"
    )
    explanation = explained(condition, {}, more=contradicting)
    assert (explanation.verdict, {need.code for need in explanation.needs}) == (WAIT, {"don", "dung"})


FIGURES = st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans(), st.sampled_from([-2, -1, 1, 2]))


@given(st.lists(FIGURES, min_size=3, max_size=3), st.integers(0, 1))
@settings(max_examples=150, deadline=None)
def test_the_greatest_sum_of_linked_figures_is_that_of_trying_all(
    figures: list[tuple[int, int, bool, int]], whole_of_last: int
) -> None:
    names = [(code, 2024, 0) for code in "abc"]
    wholes = [None, 0, whole_of_last]
    variables = [
        Variable(name, low, None if endless else low + width, True, None if whole is None else names[whole])
        for name, (low, width, endless, _), whole in zip(names, figures, wholes, strict=True)
    ]
    weights = [weight for *_, weight in figures]

    def greatest(top: int) -> int | None:
        spans = [range(low, (top if endless else low + width) + 1) for low, width, endless, _ in figures]
        values = [
            one for one in itertools.product(*spans)
            if all(whole is None or one[at] <= one[whole] for at, whole in enumerate(wholes))
        ]  # fmt: skip
        return max((sum(x * y for x, y in zip(one, weights, strict=True)) for one in values), default=None)

    most, beyond = greatest(9), greatest(10)
    found = interval(Linear(0, tuple(zip(variables, weights, strict=True))))[1]
    assert found == (most if most == beyond else None)  # no limit where more is always possible


@pytest.mark.parametrize(
    ("asked", "good", "verdict", "text"),
    [
        ("trên 1", 1, FAIL, "còn thiếu 1 thôn"),
        ("trên 1", 2, PASS, "vừa đủ"),
        ("dưới 2", 3, FAIL, "vượt 2 thôn"),
        ("dưới 2", 2, FAIL, "vượt 1 thôn"),
        ("dưới 2", 1, PASS, "vừa đủ"),
        ("dưới 2", 0, PASS, "còn cách giới hạn 1 thôn"),
    ],
)
def test_more_or_fewer_than_a_number_of_members(asked: str, good: int, verdict: Verdict, text: str) -> None:
    facts = worked.villages(*[{"xep_loai": "Tốt" if one < good else "Yếu"} for one in range(3)])
    explanation = explained(f"{asked} trong [thôn] {worked.GOOD}", facts)
    assert explanation.tree.margin is not None
    assert (explanation.verdict, explanation.tree.margin.text) == (verdict, text)


@pytest.mark.parametrize(
    ("asked", "good", "verdict", "text"),
    [
        ("đúng 2", 1, FAIL, "lệch 1 thôn"),  # neither too many nor, in so many words, too few
        ("đúng 2", 2, PASS, "vừa đúng"),
        ("bằng 2", 3, FAIL, "lệch 1 thôn"),
        ("bằng 50%", 1, FAIL, "lệch 0,5 thôn"),  # half of three is no number of villages: nothing is enough
        ("bằng 50%", 2, FAIL, "lệch 0,5 thôn"),
        ("khác 2", 2, FAIL, "lệch 0 thôn"),
        ("khác 2", 0, PASS, "lệch 2 thôn"),
        ("khác 50%", 1, PASS, "lệch 0,5 thôn"),
    ],
)
def test_exactly_a_number_of_members_or_any_other(asked: str, good: int, verdict: Verdict, text: str) -> None:
    facts = worked.villages(*[{"xep_loai": "Tốt" if one < good else "Yếu"} for one in range(3)])
    explanation = explained(f"{asked} trong [thôn] {worked.GOOD}", facts)
    assert explanation.tree.margin is not None
    assert (explanation.verdict, explanation.tree.margin.text) == (verdict, text)


@pytest.mark.parametrize(("empty", "verdict"), [("đạt", WAIT), ("không đạt", FAIL), ("không áp dụng", WAIT)])
def test_half_of_a_list_that_may_have_nobody_to_count(empty: str, verdict: Verdict) -> None:
    condition = "đúng 50% trong [thôn] (nếu có [việc tốt] thì số [hộ] ít nhất 3 hộ)"
    facts = worked.villages({"ho": 5})
    assert explained(condition, facts, empty).verdict is verdict  # one of one or none of none, never half
    assert explained(condition, {**facts, "tot": True}, empty).verdict is FAIL
    two = worked.villages({"ho": 5}, {"ho": 2})
    assert explained(condition, {**two, "tot": True}, empty).verdict is PASS


def test_a_unit_is_not_told_to_be_of_another_type() -> None:
    table = 'bảng [mức] theo loại đơn vị:\n  - "xã": 3 vụ\n  - "phường": 1 vụ\n'
    text = (
        worked.RULES.format(empty="đạt", lines="")
        + table
        + 'tiêu chí 1. "Thử"\n  đạt khi số [vụ mới] không quá [mức]\n'
    )
    rules = antq_rules.load_text(text)
    explanations = {kind: rules.assess({"moi": 2}, year=2024, unit_type=kind).explain("1") for kind in ("xã", "phường")}
    assert explanations["xã"].verdict is PASS
    failed = explanations["phường"]
    assert failed.verdict is FAIL
    assert [change.text for change in failed.changes] == ["[vụ mới] giảm thêm 1 vụ: từ 2 vụ thành 1 vụ"]
    row, limit = failed.tree.children  # the row of the other type is left out
    assert (row.verdict, row.facts, row.required) == (PASS, (), "")
    assert (limit.verdict, limit.required) == (FAIL, "cần không quá 1 vụ")


def test_a_share_does_not_look_like_a_limit_that_it_misses() -> None:
    condition = "[sản lượng] chiếm ít nhất 50% [kế hoạch]"
    close = rules_of(condition).assess({"san_luong": Fraction(49999, 100000), "ke_hoach": 1}, year=2023).explain("1")
    assert (close.verdict, close.tree.actual.endswith("= 49,999%")) == (FAIL, True)
    nearly = Fraction(10**50 - 1, 2 * 10**50)
    closest = rules_of(condition).assess({"san_luong": nearly, "ke_hoach": 1}, year=2023).explain("1")
    assert closest.verdict is FAIL
    assert closest.tree.actual.endswith(f"= 49,{'9' * 40}…%")


def test_cases_of_which_none_is_met_are_not_applicable() -> None:
    cases = "trường hợp:\n    - số [vụ mới] ít nhất 5 vụ: có [việc tốt]"
    explanation = explained(cases, {"moi": 4, "tot": False})
    assert (explanation.verdict, explanation.tree.remarks) == (NONE, ("không thuộc trường hợp nào",))
    assert explained(cases, {"moi": 5, "tot": False}).verdict is FAIL


# ------------------------------------------------------------------------------------------------ points
@pytest.mark.parametrize(
    ("facts", "verdict", "actual", "margin"),
    [
        ({}, WAIT, "được từ 0 đến 10/10 điểm", None),
        ({"diem_cham": 4}, FAIL, "được 4/10 điểm", "còn thiếu 1 điểm"),
        ({"diem_cham": 5}, PASS, "được 5/10 điểm", "vừa đủ"),
    ],
)
def test_a_least_share_of_the_points(facts: dict[str, Any], verdict: Verdict, actual: str, margin: str | None) -> None:
    explanation = scored.make("[điểm chấm]\n  điểm tối thiểu: 50%").assess(facts, year=2024).explain("1")
    shown = explanation.tree
    assert (explanation.verdict, shown.required) == (verdict, "cần ít nhất 5 điểm (50% điểm tối đa)")
    assert (shown.actual, shown.margin and shown.margin.text) == (actual, margin)


@pytest.mark.parametrize(("stated", "low", "high"), [("đạt", 3, 3), ("không đạt", 0, 0), ("chưa đủ dữ liệu", 3, 5)])
def test_bands_of_a_year_in_which_the_unit_was_not(stated: str, low: int, high: int) -> None:
    bands = "theo bậc:\n - số [vụ] năm trước ít nhất 3 vụ: 3 điểm\n - số [vụ] năm trước dưới 3 vụ: 5 điểm"
    rules = scored.make(bands, f"khi không có năm trước: {stated}")
    points = rules.assess({}, year=2024, existed_before=False).points("1")
    assert (points.low, points.high, points.maximum) == (Fraction(low), Fraction(high), Fraction(10))
    assert rules.assess({}, year=2024, previous={"vu": 2}).points("1").value == 5


# ------------------------------------------------------------------------------------------------ what was reported
def test_a_list_in_words_is_empty() -> None:
    assert explained(worked.SUM, {"thon": "không mục nào"}).verdict is FAIL
    explanation = explained("không [thôn] nào số [hộ] dưới 5 hộ", {"thon": "không mục nào"})
    assert explanation.tree.actual == "thực tế 0/0 thôn thuộc trường hợp này"


def test_a_member_that_is_no_name_and_no_group_of_facts_is_refused() -> None:
    assessment = worked.rules_of(worked.SUM).assess({"thon": ["A", 5]}, year=2024)
    (error,) = assessment.errors
    assert (error.code, dict(error.values)["number"]) == ("DL131", "2")
    assert assessment["1"].verdict is WAIT


def test_zero_of_what_is_never_empty_in_the_same_period() -> None:
    rules = rules_of("số [cán bộ] không giảm so với năm trước")
    options: dict[str, Any] = {"year": 2023, "cutoff": datetime.date(2023, 9, 30)}
    assessment = rules.assess({"can_bo": 1}, same_period={"can_bo": 0}, **options)
    assert [(error.code, error.place) for error in assessment.errors] == [("DL110", "cùng kỳ năm 2022")]
    assert assessment["1"].verdict is WAIT
    assert rules.assess({"can_bo": 1}, same_period={"can_bo": 1}, **options)["1"].verdict is PASS


@pytest.mark.parametrize("verdict", [PASS, FAIL])
def test_the_result_of_another_set_by_the_value_of_its_verdict(verdict: Verdict) -> None:
    text = """bộ tiêu chí "Nối (hư cấu)"
  mã: noi
  áp dụng cho: xã
dữ kiện [kết quả cũ]
  mã: cu
  kiểu: kết quả (bộ pl1)
tiêu chí 1. "Thử"
  đạt khi [kết quả cũ] là "đạt"
"""
    rules = antq_rules.load_text(text)
    for written in (verdict, verdict.value, verdict.vietnamese):
        assessment = rules.assess({"cu": written}, year=2024)
        assert (assessment.errors, assessment["1"].verdict) == ((), verdict)


def test_a_code_that_no_fact_has_is_not_made_up() -> None:
    facts = rules_of("không có [vụ]").assess({}, year=2023)._judge.facts.by_code
    assert facts["vu"].name == "vụ"
    with pytest.raises(KeyError, match="khong_ro"):
        facts["khong_ro"]


# ------------------------------------------------------------------------------------------------ merged units
def test_a_figure_of_the_year_before_that_was_refused_is_not_taken_from_the_old_units() -> None:
    result = merged.assess(merged.old("a", vu=60), now={"vu": 50}, previous={"vu": "nhiều"})
    assert [error.code for error in result.errors] == ["DL103"]
    assert result["1"].verdict is WAIT
    assert merged.assess(merged.old("a", vu=60), now={"vu": 50})["1"].verdict is PASS


@pytest.mark.parametrize(("households", "verdict"), [(5, PASS), (6, FAIL)])
def test_a_list_goes_over_whole_with_what_its_members_report(households: int, verdict: Verdict) -> None:
    before = Predecessor("a", "Xã A", "xã", {"thon": [{"tên": "X", "ho": 3}, {"tên": "Y", "ho": 2}]})
    facts = {"thon": [{"tên": "Mới", "ho": households}]}
    assessment = worked.rules_of(worked.SUM_FALLS).assess(facts, year=2024, predecessors=(before,))
    assert (assessment.errors, assessment["1"].verdict) == ((), verdict)


def test_a_highest_figure_of_old_units_is_at_least_the_one_that_is_known() -> None:
    text = merged.TEXT.replace("lấy mức thấp nhất\ndữ kiện [hội viên]", "lấy mức cao nhất\ndữ kiện [hội viên]")
    rules = antq_rules.load_text(text.replace('"Điểm thấp nhất năm trước"', '"Điểm cao nhất năm trước"'))

    def verdict(*figures: int | None) -> Verdict:
        units = [merged.old(code, diem_thap=figure) for code, figure in zip("ab", figures, strict=True)]
        return rules.assess({}, year=2026, unit_type="xã", predecessors=tuple(units))["8"].verdict

    assert (verdict(5, None), verdict(4, None), verdict(4, 4), verdict(4, 5)) == (PASS, WAIT, FAIL, PASS)
