"""Points at the edges: what is not bounded, what does not apply, shares of nothing, years without figures, classes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import antq_rules
from antq_rules.engine.classes import possible_classes
from antq_rules.graph import model as g
from antq_rules.types import FAILS, HOLDS, NOT_APPLICABLE, UNKNOWN

HEAD = """
bộ tiêu chí "Điểm (hư cấu)"
  mã: diem
  áp dụng cho: xã, phường
  {policies}
dữ kiện [hộ]
  mã: ho
  kiểu: số đếm (hộ)
dữ kiện [hộ ký]
  mã: ho_ky
  kiểu: số đếm (hộ)
  trong số: [hộ]
dữ kiện [vụ]
  mã: vu
  kiểu: số đếm (vụ)
dữ kiện [chợ]
  mã: cho
  kiểu: điều kiện
dữ kiện [điểm chấm]
  mã: diem_cham
  kiểu: số đo (điểm)
thang "Mức": "Thấp" < "Cao"
dữ kiện [mức]
  mã: muc
  kiểu: xếp loại (thang "Mức")
nhóm "A"
  {group}
tiêu chí 1. "Một"
  điểm tối đa: 10 điểm
  chấm điểm: {score}
{more}
"""


def make(
    score: str, policies: str = "khi không có đối tượng: đạt", group: str = "", more: str = ""
) -> antq_rules.RuleSet:
    return antq_rules.load_text(HEAD.format(score=score, policies=policies, group=group, more=more))


def ends(score: str, facts: dict[str, Any], **options: Any) -> tuple[Any, Any, Fraction, bool]:
    policies = options.pop("policies", "khi không có đối tượng: đạt")
    found = make(score, policies).assess(facts, year=2024, **options).points("1")
    return found.low, found.high, found.maximum, found.applies


@pytest.mark.parametrize(
    ("score", "low", "high"),
    [
        ("cứ mỗi 1 vụ số [vụ] được 1 điểm", 0, 10),  # no more than the most of the criterion
        ("cứ mỗi 1 vụ số [vụ] trừ 1 điểm", None, 0),  # no limit below
        ("cứ mỗi 1 vụ số [vụ] trừ 1 điểm, tối đa 3 điểm", -3, 0),
        ("cứ mỗi 1 vụ số [vụ] trừ 1 điểm, làm tròn đến 5 điểm, tối đa 3 điểm", -3, 0),
        ("cứ mỗi 1 vụ số [vụ] được 1 điểm, làm tròn đến 2 điểm, tối đa 7 điểm", 0, 7),
        ("nội suy theo số [vụ]: 2 vụ được 6 điểm; 4 vụ được 1 điểm", 1, 6),
        ("nội suy theo số [vụ]: 2 vụ được 1 điểm; 4 vụ được 6 điểm, tối thiểu 2 điểm", 2, 6),
        ("[điểm chấm]", 0, 10),
        ("cộng các mục:\n a) cứ mỗi 1 vụ số [vụ] trừ 1 điểm\n b) 4 điểm", None, 4),
        ("cộng các mục:\n a) (tối đa 2 điểm): cứ mỗi 1 vụ số [vụ] trừ 1 điểm\n b) (tối đa 8 điểm): 4 điểm", None, 4),
        ("theo bậc:\n - [chợ]: cứ mỗi 1 vụ số [vụ] trừ 1 điểm\n - còn lại: 5 điểm", None, 5),
        ("theo bậc:\n - số [vụ] ít nhất 3 vụ: 3 điểm\n - số [vụ] dưới 3 vụ: 5 điểm", 3, 5),
        ('theo bậc:\n - [mức] từ "Cao" trở lên: 3 điểm\n - [mức] bằng "Thấp": 5 điểm\n - còn lại: 0 điểm', 0, 5),
    ],
)
def test_unknown_figures_leave_a_range_that_may_have_no_end(score: str, low: int | None, high: int) -> None:
    assert ends(score, {})[:2] == (low, high)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("đạt", (10, 10, 10, True)),
        ("không đạt", (0, 0, 10, True)),
        ("không áp dụng", (0, 0, 0, False)),
        ("chưa đủ dữ liệu", (0, 10, 10, True)),
    ],
)
@pytest.mark.parametrize(
    "score", ["nội suy theo số [hộ ký] / số [hộ]: 0% được 0 điểm; 100% được 10 điểm", "số [hộ ký] / số [hộ] × 10 điểm"]
)
def test_a_share_of_nothing_earns_what_the_header_says(score: str, stated: str, expected: tuple[Any, ...]) -> None:
    policies = f"khi không có đối tượng: {stated}"
    found = make(score, policies).assess({"ho": 0}, year=2024).points("1")
    assert found.applies is expected[3]
    assert not found.applies or (found.low, found.high, found.maximum) == expected[:3]
    assert ends(score, {"ho": 4, "ho_ky": 1}, policies=policies)[:2] == (Fraction(5, 2), Fraction(5, 2))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("đạt", (10, 10, True)), ("không đạt", (0, 0, True)), ("không áp dụng", None), ("", (0, 10, True))],
)
def test_a_year_without_figures_earns_what_the_header_says(stated: str, expected: tuple[Any, ...] | None) -> None:
    policies = "khi không có đối tượng: đạt" + (f"\n  khi không có năm trước: {stated}" if stated else "")
    score = "nội suy theo số [vụ] năm trước: 0 vụ được 10 điểm; 10 vụ được 0 điểm"
    found = make(score, policies).assess({}, year=2024, existed_before=False).points("1")
    assert found.applies is (expected is not None)
    assert expected is None or (found.low, found.high, found.applies) == expected


def test_a_condition_that_does_not_apply_makes_a_score_drop_out() -> None:
    score = "cộng các mục:\n a) (tối đa 4 điểm): 4 điểm nếu [ở phường]\n b) (tối đa 6 điểm): 6 điểm"
    rules = make(score, more="mệnh đề [ở phường]: đối với phường: có [chợ]")
    assert (points(rules, {"cho": True}, "phường"), points(rules, {"cho": True}, "xã")) == ((10, 10), (6, 6))
    assert points(rules, {"cho": False}, "phường") == (6, 10)


def test_a_band_that_does_not_apply_is_passed_over() -> None:
    score = "theo bậc:\n - [ở phường]: 4 điểm\n - còn lại: 1 điểm"
    rules = make(score, more="mệnh đề [ở phường]: đối với phường: có [chợ]")
    assert points(rules, {"cho": True}, "phường") == (4, 10)
    assert points(rules, {"cho": True}, "xã") == (1, 10)
    maybe = make(score, more="mệnh đề [ở phường]: áp dụng khi [chợ]: số [vụ] ít nhất 3 vụ")
    assert points(maybe, {"vu": 2}, "xã") == (1, 10)
    assert [need.code for need in maybe.assess({}, year=2024).explain("1").needs] == ["cho", "vu"]


def test_a_band_or_a_score_without_points_drops_out() -> None:
    rules = make("theo bậc:\n - [chợ]: không áp dụng\n - còn lại: 7 điểm")
    assert points(rules, {"cho": False}, "xã") == (7, 10)
    without = rules.assess({"cho": True}, year=2024)
    assert not without.points("1").applies
    explanation = without.explain("1")
    assert (explanation.verdict.vietnamese, explanation.points, explanation.changes) == ("không áp dụng", "", ())
    unsure = rules.assess({}, year=2024)  # seven points, if any are given
    assert {unsure.points("1").low, unsure.points("1").high} == {Fraction(7)}
    assert [need.code for need in unsure.explain("1").needs] == ["cho"]


@pytest.mark.parametrize(("cases", "earned"), [(0, 6), (2, 6), (3, Fraction(7, 2)), (4, 1), (5, 1), (900, 1)])
def test_a_curve_is_level_before_its_first_knot_and_after_its_last(cases: int, earned: Fraction) -> None:
    rules = make("nội suy theo số [vụ]: 2 vụ được 6 điểm; 4 vụ được 1 điểm")
    assert points(rules, {"vu": cases}, "xã") == (earned, 10)


def test_bands_that_leave_no_gap_need_no_last_line() -> None:
    score = (
        "theo bậc:\n - số [vụ] ít nhất 3 vụ: 4 điểm\n - số [vụ] dưới 3 vụ: cộng các mục:\n"
        " + (tối đa 2 điểm): đối với phường: 2 điểm\n + (tối đa 8 điểm): 8 điểm"
    )
    rules = make(score)
    assert points(rules, {"vu": 3}, "xã") == (4, 10)
    assert points(rules, {"vu": 2}, "xã") == (8, 8)
    grades = make('theo bậc:\n - [mức] từ "Cao" trở lên: 3 điểm\n - [mức] bằng "Thấp": 5 điểm\n - còn lại: 0 điểm')
    assert points(grades, {"muc": "khong_co"}, "xã") == (0, 10)  # known to have no grade: no band holds


def points(rules: antq_rules.RuleSet, facts: dict[str, Any], unit_type: str) -> tuple[Any, Any]:
    found = rules.assess(facts, year=2024, unit_type=unit_type).points("1")
    return found.value, found.maximum


def test_points_without_any_limit_wait_for_their_figures() -> None:
    taken_off = "dữ kiện [điểm trừ]\n  mã: diem_tru\n  kiểu: số đo (điểm)"
    assessment = make("[điểm chấm] - [điểm trừ]", more=taken_off).assess({}, year=2024)
    assert assessment.points("1").low is None
    assert assessment.points("1").high == 10
    assert [need.code for need in assessment.explain("1").needs] == ["diem_cham", "diem_tru"]


def test_what_is_left_of_items_that_earn_more_than_counts() -> None:
    score = (
        "cộng các mục:\n a) (tối đa 8 điểm): 8 điểm\n b) (tối đa 4 điểm): áp dụng khi [chợ]: 4 điểm\n"
        " c) (tối đa 3 điểm): đối với phường: 3 điểm"
    )
    rules = antq_rules.load_text(HEAD.format(score=score, policies="", group="", more=""))
    assert [problem.code for problem in rules.diagnostics if problem.code == "AQ343"] == ["AQ343"]
    assert points(rules, {"cho": True}, "phường") == (10, 10)  # 15 points, of which 10 count
    assert points(rules, {"cho": False}, "phường") == (10, 10)  # 11 can still be earned
    assert points(rules, {"cho": False}, "xã") == (8, 8)


CLASSES = """
xếp loại "X":
  - "Tốt": {test}
  - "Khá": còn lại
"""


@pytest.mark.parametrize(
    ("test", "facts", "expected"),
    [
        ("tổng điểm trên 5 điểm", {"diem_cham": 5}, "Khá"),
        ("tổng điểm trên 5 điểm", {"diem_cham": 6}, "Tốt"),
        ("tổng điểm dưới 5 điểm", {"diem_cham": 5}, "Khá"),
        ("tổng điểm dưới 5 điểm", {"diem_cham": 4}, "Tốt"),
        ("tổng điểm không quá 5 điểm", {"diem_cham": 5}, "Tốt"),
        ("tổng điểm không quá 5 điểm", {"diem_cham": 6}, "Khá"),
        ("tổng điểm bằng 5 điểm", {"diem_cham": 5}, "Tốt"),
        ("tổng điểm bằng 5 điểm", {"diem_cham": 6}, "Khá"),
        ("tổng điểm bằng 5 điểm", {}, None),
        ("tổng điểm khác 5 điểm", {"diem_cham": 5}, "Khá"),
        ("tổng điểm khác 5 điểm", {"diem_cham": 6}, "Tốt"),
        ("tổng điểm khác 50% điểm tối đa", {"diem_cham": 5}, "Khá"),
        ("tổng điểm từ 5 đến 6 điểm", {"diem_cham": 6}, "Tốt"),
        ("tổng điểm từ 5 đến dưới 6 điểm", {"diem_cham": 6}, "Khá"),
        ("tổng điểm từ 50% đến dưới 60% điểm tối đa", {"diem_cham": 5}, "Tốt"),
        ('điểm nhóm "A" ít nhất 5 điểm', {"diem_cham": 5}, "Tốt"),
        ("điểm tiêu chí 1 ít nhất 50% điểm tối đa", {"diem_cham": 4}, "Khá"),
        ("không tiêu chí nào dưới 5 điểm", {"diem_cham": 4}, "Khá"),
        ("không tiêu chí nào dưới 5 điểm", {"diem_cham": 5}, "Tốt"),
        ("không nhóm nào dưới 5 điểm", {"diem_cham": 5}, "Tốt"),
        ("mọi nhóm đạt điểm tối thiểu", {"diem_cham": 5}, "Tốt"),
        ("mọi nhóm đạt điểm tối thiểu", {"diem_cham": 4}, "Khá"),
        ("có [chợ] và tổng điểm ít nhất 1 điểm", {"diem_cham": 4, "cho": True}, "Tốt"),
        ("tổng điểm ít nhất 9 điểm hoặc [chợ]", {"diem_cham": 4, "cho": True}, "Tốt"),
    ],
)
def test_classes_ask_of_points(test: str, facts: dict[str, Any], expected: str | None) -> None:
    rules = make("[điểm chấm]", group="điểm tối thiểu: 50%\n  hệ số: 3", more=CLASSES.format(test=test))
    if "nhóm" in test or "tổng" in test:  # the weight counts in groups and in the total
        factor = 1 if "%" in test or "tối thiểu" in test else 3
        facts = {**facts} if "diem_cham" not in facts else {**facts, "diem_cham": Fraction(facts["diem_cham"], factor)}
    assert rules.assess(facts, year=2024).classes["X"].name == expected


def test_a_share_of_the_most_is_said_in_points_only_where_the_most_is_known() -> None:
    score = "cộng các mục:\n a) (tối đa 4 điểm): [điểm chấm]\n b) (tối đa 6 điểm): áp dụng khi [chợ]: 0 điểm"
    rules = make(score, more=CLASSES.format(test="tổng điểm ít nhất 50% điểm tối đa"))

    def reason(**facts: Any) -> str:
        (found,) = rules.assess({"diem_cham": 1, **facts}, year=2024).classes["X"].reasons
        return found

    assert "cần ít nhất 5 điểm" in reason(cho=True)
    assert "cần ít nhất 2 điểm" in reason(cho=False)
    assert "50% điểm tối đa" in reason()
    assert "cần" not in reason()  # two or five, according to whether there is a market


def test_a_downgrade_stops_at_the_last_class_and_a_doubtful_one_leaves_both() -> None:
    more = (
        'xếp loại "X":\n  - "Một": tổng điểm ít nhất 9 điểm\n  - "Hai": tổng điểm ít nhất 5 điểm\n  - "Ba": còn lại\n'
        '  hạ 2 bậc khi có [chợ]\n  không quá "Hai" khi số [vụ] ít nhất 1 vụ'
    )
    rules = make("[điểm chấm]", more=more)

    def possible(**facts: Any) -> tuple[str, ...]:
        return rules.assess(facts, year=2024).classes["X"].possible

    assert possible(diem_cham=9, cho=False, vu=0) == ("Một",)
    assert possible(diem_cham=9, cho=True, vu=0) == ("Ba",)
    assert possible(diem_cham=5, cho=True, vu=0) == ("Ba",)
    assert possible(diem_cham=9, cho=False, vu=1) == ("Hai",)
    assert possible(diem_cham=4, cho=False, vu=1) == ("Ba",)
    assert possible(diem_cham=9, vu=0) == ("Một", "Ba")
    assert possible(diem_cham=9, cho=False) == ("Một", "Hai")
    assert possible() == ("Một", "Hai", "Ba")
    assert rules.assess({}, year=2024).classes["X"].text == "chưa đủ dữ liệu (còn có thể: Một; Hai; Ba)"


def test_a_unit_of_another_type_has_no_points_and_no_class() -> None:
    rules = make("[điểm chấm]", more=CLASSES.format(test="tổng điểm ít nhất 5 điểm"))
    result = rules.assess({"diem_cham": 9}, year=2024, unit_type="quận")
    assert [error.code for error in result.errors] == ["DL113"]
    assert (result.points("1").applies, result.points("1").text) == (False, "không áp dụng")
    assert result.total_points is not None
    assert not result.total_points.applies
    assert not result.group_points["A"].applies
    assert (result.classes["X"].possible, result.classes["X"].reasons) == ((), ())
    assert result.classes["X"].text == "không xếp loại"


def test_a_group_that_does_not_apply_is_no_hindrance() -> None:
    more = (
        'nhóm "B"\n  điểm tối thiểu: 3 điểm\ntiêu chí 2. "Hai"\n  điểm tối đa: 4 điểm\n'
        "  chấm điểm: đối với phường: 2 điểm\n"
    )
    rules = make(
        "[điểm chấm]",
        more=more + CLASSES.format(test="mọi nhóm đạt điểm tối thiểu và tổng điểm ít nhất 50% điểm tối đa"),
    )
    found = {kind: rules.assess({"diem_cham": 6}, year=2024, unit_type=kind) for kind in ("xã", "phường")}
    assert {kind: one.classes["X"].name for kind, one in found.items()} == {"xã": "Tốt", "phường": "Khá"}
    assert {kind: one.total_points and one.total_points.maximum for kind, one in found.items()} == {
        "xã": 10,
        "phường": 14,
    }


def test_the_cap_of_a_group_counts_before_its_weight() -> None:
    rules = make("[điểm chấm]", group="điểm tối đa: 6 điểm\n  hệ số: 2")
    group = rules.assess({"diem_cham": 9}, year=2024).group_points["A"]
    assert (group.value, group.maximum) == (Fraction(12), Fraction(12))
    below = make("cứ mỗi 1 vụ số [vụ] trừ 1 điểm", group="điểm tối đa: 6 điểm\n  hệ số: 2").assess({}, year=2024)
    assert (below.group_points["A"].low, below.group_points["A"].high) == (None, Fraction(0))
    assert below.group_points["A"].text == "được đến 0/12 điểm"


def test_where_all_may_drop_out_one_is_there_if_anything_counts() -> None:
    off = "cộng các mục:\n a) (tối đa 0 điểm): áp dụng khi [chợ]: cứ mỗi 1 vụ số [vụ] trừ 1 điểm"
    assert ends(off, {"vu": 3})[:2] == (-3, -3)
    assert ends(off + "\n b) (tối đa 10 điểm): 4 điểm", {"vu": 3})[:2] == (1, 4)
    on = "cộng các mục:\n a) (tối đa 3 điểm): áp dụng khi [chợ]: 3 điểm\n b) (tối đa 7 điểm): áp dụng khi [chợ]: 5 điểm"
    assert ends(on, {})[:2] == (3, 8)


def test_classes_may_leave_a_unit_without_one_where_no_class_takes_the_rest() -> None:
    test = g.ConclusionTest("all")
    classification = g.Classification("X", (("A", test), ("B", test)), (), g.Origin("a.rules", 1, 1))
    assert possible_classes(classification, lambda _: FAILS) == ()
    assert possible_classes(classification, lambda _: HOLDS) == ("A",)
    assert possible_classes(classification, lambda _: UNKNOWN) == ("A", "B")
    assert possible_classes(classification, lambda _: NOT_APPLICABLE) == ()
