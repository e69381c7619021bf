"""Figures that rules work out, lists of members, turns of criteria: verdict, what is asked for, what would help.

All data are invented.
"""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

import pytest

import antq_rules
from antq_rules import Explanation, RuleSet, Verdict

RULES = """bộ tiêu chí "Con số tính ra (hư cấu)"
  mã: tinh-ra
  áp dụng cho: xã, phường
  khi không có đối tượng: {empty}
{lines}
thang "Xếp loại": "Yếu" < "Khá" < "Tốt"
tham số [mức giảm], mặc định 5%
dữ kiện [thôn]
  mã: thon
  kiểu: danh sách (thôn)
dữ kiện [hộ]
  mã: ho
  kiểu: số đếm (hộ)
  của: [thôn]
dữ kiện [hộ văn hóa]
  mã: van_hoa
  kiểu: số đếm (hộ)
  trong số: [hộ]
  của: [thôn]
dữ kiện [xếp loại]
  mã: xep_loai
  kiểu: xếp loại (thang "Xếp loại")
  của: [thôn]
dữ kiện [ngày họp]
  mã: hop
  kiểu: ngày
  của: [thôn]
dữ kiện [trường]
  mã: truong
  kiểu: danh sách (trường)
dữ kiện [lớp]
  mã: lop
  kiểu: số đếm (lớp)
  của: [trường]
dữ kiện [vụ]
  mã: vu
  kiểu: số đếm (vụ)
dữ kiện [vụ đã xử lý]
  mã: xu_ly
  kiểu: số đếm (vụ)
  trong số: [vụ]
dữ kiện [vụ mới]
  mã: moi
  kiểu: số đếm (vụ)
dữ kiện [quỹ]
  mã: quy
  kiểu: số tiền (triệu đồng)
dữ kiện [chi]
  mã: chi
  kiểu: số tiền (triệu đồng)
dữ kiện [tỷ lệ thu]
  mã: thu
  kiểu: số đo (%)
  khoảng: từ 0 đến 100
dữ kiện [mục cần]
  mã: can
  kiểu: số đếm (mục)
dữ kiện [việc tốt]
  mã: tot
  kiểu: xác nhận
dữ kiện [việc hay]
  mã: hay
  kiểu: xác nhận
dữ kiện [ngày A]
  mã: a
  kiểu: ngày
dữ kiện [ngày B]
  mã: b
  kiểu: ngày
đặt [tỷ lệ xử lý] = số [vụ đã xử lý] / số [vụ]
đặt [tỷ lệ văn hóa] = số [hộ văn hóa] / số [hộ]
đặt [còn lại] = [quỹ] - [chi]
mệnh đề [đủ hộ]: có đủ:
  - số [hộ] ít nhất 3 hộ
  - không có [vụ mới]
"""
NOTHING_HELPS = "Trong năm xét, đơn vị không còn cách nào làm cho tiêu chí này đạt."
NOT_FOUND = "Chưa tìm được cách thay đổi nào làm cho tiêu chí này đạt."


@cache
def rules_of(
    *conditions: str, empty: str = "đạt", lines: str = "  khi tháng không có ngày đó: lấy ngày cuối tháng"
) -> RuleSet:
    criteria = [f'tiêu chí {number}. "Thử"\n  đạt khi {text}\n' for number, text in enumerate(conditions, 1)]
    return antq_rules.load_text(RULES.format(empty=empty, lines=lines) + "".join(criteria))


def explained(condition: str, facts: dict[str, Any], empty: str = "đạt", **options: Any) -> Explanation:
    assessment = rules_of(condition, empty=empty).assess(facts, year=2024, **options)
    assert assessment.errors == ()
    return assessment.explain("1")


def villages(*records: dict[str, Any]) -> dict[str, Any]:
    return {"thon": [{"tên": name, **record} for name, record in zip("ABC", records, strict=False)]}


PASS, FAIL, WAIT, NONE = Verdict.PASS, Verdict.FAIL, Verdict.INSUFFICIENT_DATA, Verdict.NOT_APPLICABLE

# ------------------------------------------------------------------------------------------------ products and shares
DUES = "[quỹ] × [tỷ lệ thu] ít nhất 10 triệu đồng"
LEFT = "[còn lại] × [tỷ lệ thu] ít nhất 10 triệu đồng"
SHARE = "[tỷ lệ xử lý] + 5% ít nhất 55%"
ROUNDED = "[tỷ lệ xử lý] (làm tròn đến 0 chữ số thập phân) ít nhất 67%"
FALLING = "[tỷ lệ xử lý] giảm ít nhất 5% so với năm trước"


@pytest.mark.parametrize(
    ("condition", "facts", "verdict"),
    [
        (DUES, {"quy": 20, "thu": 50}, PASS),
        (DUES, {"quy": 20, "thu": 49}, FAIL),
        ("[tỷ lệ thu] × [quỹ] ít nhất 10 triệu đồng", {"quy": 20, "thu": 49}, FAIL),
        (DUES, {"quy": 20}, WAIT),
        (DUES, {"quy": 9}, FAIL),  # even if all of it came in
        (DUES, {"thu": 50}, WAIT),
        (DUES, {"thu": 0}, FAIL),
        (DUES, {"quy": 0}, FAIL),
        (DUES, {}, WAIT),
        (LEFT, {"quy": 30, "chi": 10, "thu": 50}, PASS),
        (LEFT, {"quy": 30, "chi": 11, "thu": 50}, FAIL),
        (LEFT, {"quy": 30, "thu": 50}, WAIT),
        (LEFT, {"thu": 50}, WAIT),
        (SHARE, {"vu": 4, "xu_ly": 2}, PASS),
        (SHARE, {"vu": 5, "xu_ly": 2}, FAIL),
        (SHARE, {"vu": 0}, PASS),  # a share of nothing: the header decides
        (SHARE, {"vu": 4}, WAIT),
        (SHARE, {"xu_ly": 2}, WAIT),
        ("[tỷ lệ xử lý] + 5% ít nhất 106%", {"vu": 4}, FAIL),  # a part is within its whole
        ("[tỷ lệ xử lý] + 5% ít nhất 5%", {"vu": 4}, PASS),
        (ROUNDED, {"vu": 200, "xu_ly": 133}, PASS),  # 66.5% is rounded half up
        (ROUNDED, {"vu": 2000, "xu_ly": 1329}, FAIL),
        (ROUNDED, {"vu": 0, "xu_ly": 0}, PASS),
        (ROUNDED, {"vu": 3}, WAIT),
        (ROUNDED, {}, WAIT),
        ("số [vụ đã xử lý] đạt [tỷ lệ thu] số [vụ]", {"vu": 4, "xu_ly": 3, "thu": 75}, PASS),
        ("số [vụ đã xử lý] đạt [tỷ lệ thu] số [vụ]", {"vu": 4, "xu_ly": 2, "thu": 75}, FAIL),
    ],
)
def test_products_and_shares(condition: str, facts: dict[str, Any], verdict: Verdict) -> None:
    assert explained(condition, facts).verdict is verdict


@pytest.mark.parametrize(
    ("empty", "verdict"),
    [("đạt", PASS), ("không đạt", FAIL), ("không áp dụng", NONE), ("chưa đủ dữ liệu", WAIT)],
)
def test_a_share_of_nothing_is_what_the_header_says(empty: str, verdict: Verdict) -> None:
    for condition in (SHARE, ROUNDED):
        assert explained(condition, {"vu": 0, "xu_ly": 0}, empty).verdict is verdict
    assert explained(SHARE, {"xu_ly": 0}, empty).verdict is WAIT


@pytest.mark.parametrize(
    ("condition", "facts", "needs"),
    [
        (DUES, {"quy": 20}, ["[tỷ lệ thu] (năm nay)"]),
        (LEFT, {"thu": 50}, ["[quỹ] (năm nay)", "[chi] (năm nay)"]),
        (SHARE, {}, ["[vụ đã xử lý] (năm nay)", "[vụ] (năm nay)"]),
        (ROUNDED, {"vu": 3}, ["[vụ đã xử lý] (năm nay)"]),
        (FALLING, {"vu": 3, "xu_ly": 1}, ["[vụ đã xử lý] (năm trước)", "[vụ] (năm trước)"]),
    ],
)
def test_the_facts_behind_a_figure_are_asked_for(condition: str, facts: dict[str, Any], needs: list[str]) -> None:
    assert [need.text for need in explained(condition, facts).needs] == needs


@pytest.mark.parametrize(
    ("condition", "facts", "changes"),
    [
        (DUES, {"quy": 20, "thu": 40}, [
            "[quỹ] tăng thêm 5 triệu đồng: từ 20 triệu đồng thành 25 triệu đồng",
            "[tỷ lệ thu] tăng thêm 10 điểm phần trăm: từ 40% thành 50%",
        ]),
        (SHARE, {"vu": 10, "xu_ly": 2}, ["[vụ đã xử lý] tăng thêm 3 vụ: từ 2 vụ thành 5 vụ"]),
        ("[tỷ lệ xử lý] + 5% không quá 55%", {"vu": 10, "xu_ly": 9},
         ["[vụ đã xử lý] giảm thêm 4 vụ: từ 9 vụ thành 5 vụ"]),
        (ROUNDED, {"vu": 200, "xu_ly": 130}, ["[vụ đã xử lý] tăng thêm 3 vụ: từ 130 vụ thành 133 vụ"]),
    ],
)  # fmt: skip
def test_one_figure_behind_another_is_moved(condition: str, facts: dict[str, Any], changes: list[str]) -> None:
    explanation = explained(condition, facts)
    assert [change.text for change in explanation.changes] == changes
    assert not explanation.changes_complete  # only one figure at a time is tried
    for change in explanation.changes:
        moved = {**facts, **{move.code: move.after for move in change.moves}}
        assert explained(condition, moved).verdict is PASS


def test_a_unit_that_did_not_exist_has_no_share_of_the_year_before() -> None:
    facts = {"vu": 4, "xu_ly": 2}
    assert explained(FALLING, facts, existed_before=False).verdict is WAIT
    remarks = explained(FALLING, facts, existed_before=False).tree.remarks
    assert remarks == ("năm trước đơn vị chưa có số liệu vì chưa thành lập",)
    lines = "  khi không có năm trước: đạt"
    stated = rules_of(FALLING, "số [vụ] không tăng so với năm trước", lines=lines)
    assessment = stated.assess(facts, year=2024, existed_before=False)
    assert [result.verdict for result in assessment.criteria] == [PASS, PASS]


def test_a_parameter_limits_a_share_that_is_worked_out() -> None:
    condition = "[tỷ lệ xử lý] giảm ít nhất [mức giảm] so với năm trước"
    previous = {"vu": 100, "xu_ly": 40}
    assert explained(condition, {"vu": 100, "xu_ly": 38}, previous=previous).verdict is PASS
    explanation = explained(condition, {"vu": 100, "xu_ly": 39}, previous=previous)
    assert [change.text for change in explanation.changes] == ["[vụ đã xử lý] giảm thêm 1 vụ: từ 39 vụ thành 38 vụ"]
    assert (
        explained(condition, {"vu": 100, "xu_ly": 38}, previous=previous, parameters={"muc_giam": "6%"}).verdict is FAIL
    )


# ------------------------------------------------------------------------------------------------ members
SUM = "tổng số [hộ] trong [thôn] ít nhất 10 hộ"
SUM_FALLS = "tổng số [hộ] trong [thôn] không tăng so với năm trước"
COUNT = "số [thôn] mà (số [hộ] ít nhất 5 hộ) ít nhất 2 thôn"
GOOD = 'có [xếp loại] từ "Khá" trở lên'


@pytest.mark.parametrize(
    ("condition", "facts", "verdict", "needs"),
    [
        ("số [thôn] ít nhất 2 thôn", villages({}, {}), PASS, []),
        ("số [thôn] ít nhất 2 thôn", villages({}), FAIL, []),
        ("số [thôn] ít nhất 2 thôn", {}, WAIT, ["[thôn] (năm nay)"]),
        (SUM, {}, WAIT, ["[thôn] (năm nay)"]),
        (SUM, villages({"ho": 4}, {}), WAIT, ["[hộ của B] (năm nay)"]),
        (SUM, villages({"ho": 11}, {}), PASS, []),
        (SUM, villages({"ho": 4}, {"ho": 5}), FAIL, []),
        (SUM, {"thon": []}, FAIL, []),
        (COUNT, villages({"ho": 5}, {"ho": 4}, {}), WAIT, ["[hộ của C] (năm nay)"]),
        (COUNT, {}, WAIT, ["[thôn] (năm nay)"]),
        (f"mọi [thôn] {GOOD}", {}, WAIT, ["[thôn] (năm nay)"]),
        (f"mọi [thôn] (({GOOD}) và (số [hộ] ít nhất 2 hộ))",
         villages({"xep_loai": "Tốt", "ho": 2}, {"xep_loai": "Tốt"}), WAIT, ["[hộ của B] (năm nay)"]),
        (f"mọi [thôn] (({GOOD}) hoặc không phải (số [hộ] ít nhất 2 hộ))",
         villages({"xep_loai": "Yếu", "ho": 1}, {"xep_loai": "Tốt"}), PASS, []),
        (f"mọi [thôn] (nếu số [hộ] ít nhất 2 hộ thì {GOOD})",
         villages({"xep_loai": "Yếu", "ho": 1}, {"xep_loai": "Tốt", "ho": 5}), PASS, []),
        (f"mọi [thôn] (nếu số [hộ] ít nhất 2 hộ thì {GOOD} nếu không thì có [việc tốt])",
         {**villages({"xep_loai": "Tốt", "ho": 2}, {"ho": 1}), "tot": False}, FAIL, []),
        ("mọi [thôn] [đủ hộ]", {**villages({"ho": 3}, {"ho": 2}), "moi": 0}, FAIL, []),
        ("mọi [thôn] [đủ hộ]", {**villages({"ho": 3}, {"ho": 4}), "moi": 0}, PASS, []),
        ("mọi [thôn] [đủ hộ]", villages({"ho": 3}, {"ho": 4}), WAIT, ["[vụ mới] (năm nay)"]),
        ("mọi [thôn] số [hộ] giảm ít nhất 10% so với năm trước",
         {"thon": [{"tên": "A", "ho": 9, "năm trước": {"ho": 10}}]}, PASS, []),
        ("mọi [thôn] số [hộ] giảm ít nhất 10% so với năm trước",
         {"thon": [{"tên": "A", "ho": 9}]}, WAIT, ["[hộ của A] (năm trước)"]),
        (f"mọi [thôn] {GOOD}", villages({"xep_loai": "Yếu"}, {}), FAIL, []),
        ("mọi [thôn] [tỷ lệ văn hóa] ít nhất 50%", villages({"ho": 4, "van_hoa": 2}, {"ho": 3, "van_hoa": 2}),
         PASS, []),
        ("mọi [thôn] [tỷ lệ văn hóa] ít nhất 50%", villages({"ho": 4, "van_hoa": 2}, {"ho": 5, "van_hoa": 2}),
         FAIL, []),
        ("mọi [thôn] [tỷ lệ văn hóa] (làm tròn đến 0 chữ số thập phân) ít nhất 67%",
         villages({"ho": 3, "van_hoa": 2}, {"ho": 200, "van_hoa": 133}), PASS, []),
        ("mọi [thôn] [tỷ lệ văn hóa] (làm tròn đến 0 chữ số thập phân) ít nhất 67%",
         villages({"ho": 3, "van_hoa": 2}, {"ho": 3}), WAIT, ["[hộ văn hóa của B] (năm nay)"]),
        ("số [thôn] mà ([tỷ lệ văn hóa] (làm tròn đến 0 chữ số thập phân) ít nhất 67%) ít nhất 1 thôn",
         villages({"ho": 3, "van_hoa": 2}, {"ho": 3}), PASS, []),
        ("số [thôn] mà ([tỷ lệ văn hóa] (làm tròn đến 0 chữ số thập phân) ít nhất 67%) ít nhất 2 thôn",
         villages({"ho": 3, "van_hoa": 2}, {}), WAIT, ["[hộ văn hóa của B] (năm nay)", "[hộ của B] (năm nay)"]),
        (f"đúng 50% trong [thôn] {GOOD}", villages({"xep_loai": "Tốt"}, {"xep_loai": "Yếu"}), PASS, []),
        (f"đúng 50% trong [thôn] {GOOD}", villages({"xep_loai": "Tốt"}, {"xep_loai": "Tốt"}, {}), FAIL, []),
        (f"khác 50% trong [thôn] {GOOD}", villages({"xep_loai": "Tốt"}, {}, {}), PASS, []),
        (f"đúng 50% trong [thôn] {GOOD}", villages({"xep_loai": "Tốt"}, {}), WAIT, ["[xếp loại của B] (năm nay)"]),
    ],
)  # fmt: skip
def test_members(condition: str, facts: dict[str, Any], verdict: Verdict, needs: list[str]) -> None:
    explanation = explained(condition, facts)
    assert explanation.verdict is verdict
    named = [need.text for need in explanation.needs]
    assert named == needs if verdict is WAIT else named == []


def test_the_members_of_the_year_before_are_asked_for() -> None:
    previous = villages({}, {"ho": 2})
    explanation = explained(SUM_FALLS, {"thon": [{"tên": "Mới", "ho": 5}]}, previous=previous)
    assert [need.text for need in explanation.needs] == ["[hộ của A] (năm trước)"]
    known = villages({"ho": 3}, {"ho": 2})
    assert explained(SUM_FALLS, {"thon": [{"tên": "Mới", "ho": 5}]}, previous=known).verdict is PASS
    assert explained(SUM_FALLS, {"thon": [{"tên": "Mới", "ho": 6}]}, previous=known).verdict is FAIL


def test_a_list_that_was_refused_is_asked_for_again() -> None:
    assessment = rules_of(f"mọi [thôn] {GOOD}").assess({"thon": "ba"}, year=2024)
    assert [error.code for error in assessment.errors] == ["DL103"]
    (need,) = assessment.explain("1").needs
    assert (need.code, need.kind) == ("thon", "correction")


def test_two_lines_about_the_same_members_with_and_without_a_filter() -> None:
    facts = villages({"ho": 5, "xep_loai": "Tốt"}, {"ho": 1, "xep_loai": "Yếu"})
    filtered = 'mọi [thôn] mà [xếp loại] bằng "Tốt" thì số [hộ] ít nhất 5 hộ'
    assert explained(f"({filtered}) và (mọi [thôn] số [hộ] ít nhất 5 hộ)", facts).verdict is FAIL
    assert explained(f"({filtered}) và (mọi [thôn] số [hộ] ít nhất 1 hộ)", facts).verdict is PASS


@pytest.mark.parametrize(
    ("condition", "facts", "changes"),
    [
        (f"đúng 1 trong [thôn] {GOOD}", villages({"xep_loai": "Yếu"}, {"xep_loai": "Yếu"}),
         ["[xếp loại của A] phải đạt “Khá”", "[xếp loại của B] phải đạt “Khá”"]),
        (f"khác 0 trong [thôn] {GOOD}", villages({"xep_loai": "Yếu"}, {"xep_loai": "Yếu"}),
         ["[xếp loại của A] phải đạt “Khá”", "[xếp loại của B] phải đạt “Khá”"]),
        (f"không [thôn] nào {GOOD}", villages({"xep_loai": "Tốt"}),
         ["[xếp loại của A] phải là không có", "[xếp loại của A] phải đạt “Yếu”"]),
        ("mọi [thôn] [ngày họp] trước ngày 15/02", villages({"hop": "2024-03-01"}),
         ["[ngày họp của A] chậm nhất 14/02/2024"]),
        ("mọi [thôn] [ngày họp] không sớm hơn 15/02", villages({"hop": "2024-02-01"}),
         ["[ngày họp của A] sớm nhất 15/02/2024"]),
    ],
)  # fmt: skip
def test_members_are_moved(condition: str, facts: dict[str, Any], changes: list[str]) -> None:
    assert [change.text for change in explained(condition, facts).changes] == changes


def test_a_members_deadline_is_told_as_one() -> None:
    (change,) = explained("mọi [thôn] [ngày họp] trước ngày 15/02", villages({"hop": "2024-03-01"})).changes
    assert [(move.code, move.kind, move.after) for move in change.moves] == [("thon#A#hop", "deadline", "2024-02-14")]


@pytest.mark.parametrize(
    ("condition", "verdicts"),
    [
        ("mọi [thôn] (mọi [trường] (số [lớp] ít nhất 5 lớp hoặc số [hộ] ít nhất 3 hộ))", [PASS, FAIL]),
        ("ít nhất 1 trong [thôn] (không [trường] nào (số [lớp] dưới 5 lớp và số [hộ] dưới 9 hộ))", [PASS, FAIL]),
        ("mọi [thôn] (số [trường] mà (số [lớp] ít nhất 5 lớp) ít nhất 1 trường)", [PASS, PASS]),
        ("mọi [thôn] (số [trường] mà (số [lớp] ít nhất 5 lớp và số [hộ] ít nhất 3 hộ) ít nhất 1 trường)", [PASS, FAIL]),
    ],
)
def test_one_list_within_another(condition: str, verdicts: list[Verdict]) -> None:
    schools = [{"tên": "T1", "lop": 5}, {"tên": "T2", "lop": 4}]
    for most, verdict in zip((9, 2), verdicts, strict=True):
        facts = {**villages({"ho": most}, {"ho": most}), "truong": schools}
        assert explained(f"{condition}", facts).verdict is verdict


CASES = (
    "trường hợp:\n    - số [vụ mới] ít nhất 5 vụ: có [việc tốt]\n    - số [vụ mới] từ 3 vụ đến 4 vụ: không đạt\n"
    "    - còn lại: có [việc hay]"
)
MANDATORY = "có ít nhất 1 trong:\n    a) (bắt buộc) có [việc tốt]\n    b) có [việc hay]"


@pytest.mark.parametrize(
    ("condition", "facts", "changes"),
    [
        (CASES, {"moi": 4, "tot": True, "hay": False}, ["[vụ mới] tăng thêm 1 vụ: từ 4 vụ thành 5 vụ"]),
        (CASES, {"moi": 4, "tot": False, "hay": True}, ["[vụ mới] giảm thêm 2 vụ: từ 4 vụ thành 2 vụ"]),
        (CASES, {"moi": 9, "tot": False, "hay": False},
         ["[việc tốt] phải được xác nhận là có, kèm minh chứng"]),
        (MANDATORY, {"tot": False, "hay": True}, ["[việc tốt] phải được xác nhận là có, kèm minh chứng"]),
        ("không phải (số [vụ mới] ít nhất 5 vụ và tiêu chí 2 đạt)", {"moi": 6, "tot": True, "hay": True},
         ["[việc tốt] phải là không", "[vụ mới] giảm thêm 2 vụ: từ 6 vụ thành 4 vụ"]),
    ],
)  # fmt: skip
def test_the_way_through_cases_and_mandatory_items(condition: str, facts: dict[str, Any], changes: list[str]) -> None:
    assessment = rules_of(condition, MANDATORY).assess(facts, year=2024)
    explanation = assessment.explain("1")
    assert explanation.verdict is FAIL
    texts = [change.text for change in explanation.changes]
    assert texts[: len(changes)] == changes
    for change in explanation.changes:
        moved = {**facts, **{move.code: move.after for move in change.moves}}
        assert rules_of(condition, MANDATORY).assess(moved, year=2024)["1"].verdict is PASS


# ------------------------------------------------------------------------------------------------ hope
@pytest.mark.parametrize(
    ("condition", "facts", "outlook"),
    [
        (f"có đủ:\n    a) có [việc tốt]\n    b) ít nhất 2 trong [thôn] {GOOD}", {"tot": False}, NOT_FOUND),
        (f"có đủ:\n    a) có [việc tốt]\n    b) {COUNT}", {"tot": False}, NOT_FOUND),
        (f"ít nhất 2 trong [thôn] {GOOD}", villages({"xep_loai": "Tốt"}), NOTHING_HELPS),
        (COUNT, villages({"ho": 5}), NOTHING_HELPS),
        ("có ít nhất số [mục cần] trong:\n    a) có [việc tốt]\n    b) có [việc hay]",
         {"can": 3, "tot": True, "hay": True}, NOT_FOUND),  # fewer items may yet be asked for
        ("[ngày B] trước ngày [ngày A] dưới 1 ngày", {"a": "2024-05-01", "b": "2024-04-30"}, NOT_FOUND),
    ],
)  # fmt: skip
def test_nothing_helps_is_said_only_where_it_is_certain(condition: str, facts: dict[str, Any], outlook: str) -> None:
    explanation = explained(condition, facts)
    assert (explanation.verdict, explanation.changes, explanation.outlook) == (FAIL, (), outlook)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("trước ngày [ngày A]", None, "2024-05-14"),
        ("sau ngày [ngày A]", "2024-05-16", None),
        ("trước ngày [ngày A] ít nhất 10 ngày", None, "2024-05-05"),
        ("trước ngày [ngày A] trên 1 tuần", None, "2024-05-07"),
        ("trước ngày [ngày A] không quá 1 tháng", "2024-04-15", "2024-05-14"),
        ("sau ngày [ngày A] ít nhất 10 ngày", "2024-05-25", None),
        ("sau ngày [ngày A] trên 1 năm", "2025-05-16", None),
        ("sau ngày [ngày A] dưới 1 tháng", "2024-05-16", "2024-06-14"),
        ("trong vòng 1 tháng kể từ ngày [ngày A]", "2024-05-15", "2024-06-15"),
    ],
)
def test_one_day_against_another(words: str, first: str | None, last: str | None) -> None:
    ends = [(first, -1, "2000-01-01" if first is None else first), (last, 1, "2099-12-31" if last is None else last)]
    for end, outward, inside in ends:
        assert explained(f"[ngày B] {words}", {"a": "2024-05-15", "b": inside}).verdict is PASS
        if end is not None:
            beyond = datetime.date.fromisoformat(end) + datetime.timedelta(days=outward)
            assert explained(f"[ngày B] {words}", {"a": "2024-05-15", "b": beyond}).verdict is FAIL


@pytest.mark.parametrize(
    ("limit", "least"),
    [("ít nhất", 795), ("trên", 805)],
)
def test_a_rounded_share_is_above_a_limit_from_where_it_is_rounded_above(limit: str, least: int) -> None:
    condition = f"số [vụ đã xử lý] đạt {limit} 80% số [vụ] (làm tròn đến 0 chữ số thập phân)"
    assert explained(condition, {"vu": 1000, "xu_ly": least}).verdict is PASS
    explanation = explained(condition, {"vu": 1000, "xu_ly": least - 1})
    assert explanation.verdict is FAIL
    assert [change.text for change in explanation.changes] == [
        f"[vụ đã xử lý] tăng thêm 1 vụ: từ {least - 1} vụ thành {least} vụ"
    ]


def test_no_day_lies_less_than_a_day_before_another() -> None:
    condition = "[ngày B] trước ngày [ngày A] dưới 1 ngày"
    assert explained(condition, {"a": "2024-05-01"}).verdict is FAIL
    assert explained(condition, {"b": "2024-05-01"}).verdict is WAIT


@pytest.mark.parametrize(
    ("condition", "facts", "verdict"),
    [
        ("[ngày B] trong vòng 15 ngày kể từ ngày [ngày A]", {"a": "9999-12-31", "b": "9999-12-31"}, PASS),
        ("[ngày B] trong vòng 15 ngày kể từ ngày [ngày A]", {"a": "9999-12-31", "b": "2024-01-01"}, FAIL),
        ("[ngày B] trong vòng 1 tháng kể từ ngày [ngày A]", {"a": "9999-12-31", "b": "9999-12-31"}, PASS),
        ("[ngày B] sau ngày [ngày A] không quá 99999999999 ngày", {"a": "2024-01-01", "b": "2024-01-02"}, PASS),
        ("[ngày B] trước ngày [ngày A] ít nhất 99999 tháng", {"a": "2024-01-01", "b": "2024-01-01"}, FAIL),
        ("[ngày B] sau ngày 31/12/9999", {"b": "2024-01-01"}, FAIL),
        ("[ngày B] không muộn hơn 31/12/9999", {"b": "2024-01-01"}, PASS),
    ],
)
def test_days_at_the_end_of_the_calendar(condition: str, facts: dict[str, Any], verdict: Verdict) -> None:
    assert explained(condition, facts).verdict is verdict


def test_a_date_that_has_to_be_later_is_said_so_where_none_was_reported() -> None:
    facts = {"tot": False, "a": "2024-02-01"}
    (change,) = explained("có đủ:\n    a) có [việc tốt]\n    b) [ngày B] sau ngày [ngày A]", facts).changes
    assert change.moves[1].text == "[ngày B] sớm nhất 02/02/2024"
    condition = "có đủ:\n    a) có [việc tốt]\n    b) [ngày B] trong vòng 10 ngày kể từ ngày [ngày A]"
    (change,) = explained(condition, facts).changes
    assert (change.moves[1].text, change.moves[1].kind) == ("[ngày B] chậm nhất 11/02/2024", "deadline")


# ------------------------------------------------------------------------------------------------ numbers of items
ITEMS = "có ít nhất số [mục cần] năm trước trong:\n    a) có [việc tốt]\n    b) có [việc hay]"


def test_a_number_of_items_of_a_year_in_which_the_unit_was_not() -> None:
    facts = {"tot": False, "hay": False}
    assert explained(ITEMS, facts, existed_before=False).verdict is WAIT
    assert explained(ITEMS, facts, previous={"can": 0}).verdict is PASS
    waiting = explained(ITEMS, {"tot": True, "hay": False})
    assert (waiting.verdict, [need.text for need in waiting.needs]) == (WAIT, ["[mục cần] (năm trước)"])


# ------------------------------------------------------------------------------------------------ turns of a criterion
STATES = ("đạt", "không đạt", "chưa đủ dữ liệu", "không áp dụng")


@pytest.mark.parametrize(
    ("facts", "verdicts"),
    [
        ({"tot": True}, [PASS, PASS, FAIL, FAIL, FAIL]),
        ({"tot": False}, [FAIL, FAIL, PASS, FAIL, FAIL]),
        ({}, [WAIT, WAIT, WAIT, PASS, FAIL]),
    ],
)
def test_whether_another_criterion_has_a_verdict(facts: dict[str, Any], verdicts: list[Verdict]) -> None:
    rules = rules_of("có [việc tốt]", *(f"tiêu chí 1 {state}" for state in STATES))
    assert [result.verdict for result in rules.assess(facts, year=2024).criteria] == verdicts


def test_another_criterion_is_changed_through_its_own_facts() -> None:
    rules = rules_of("có [việc tốt]", *(f"tiêu chí 1 {state}" for state in STATES))
    failing, passing = rules.assess({"tot": False}, year=2024), rules.assess({"tot": True}, year=2024)
    assert [change.text for change in failing.explain("2").changes] == [
        "[việc tốt] phải được xác nhận là có, kèm minh chứng"
    ]
    assert failing.explain("2").tree.remarks == ("tiêu chí 1: không đạt",)
    assert [change.moves[0].after for change in passing.explain("3").changes] == [False]
    assert (failing.explain("5").changes, failing.explain("5").outlook) == ((), NOTHING_HELPS)


def test_a_criterion_that_does_not_apply_to_a_type() -> None:
    rules = rules_of("có đủ:\n    a) đối với phường: có [việc tốt]", "tiêu chí 1 không áp dụng")
    assert rules.assess({}, year=2024, unit_type="xã")["2"].verdict is PASS
    assert rules.assess({"tot": True}, year=2024, unit_type="phường")["2"].verdict is FAIL
