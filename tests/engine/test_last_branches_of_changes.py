"""Suggested changes at the edges: what clashes, what cannot move, what is left untried."""

from __future__ import annotations

from typing import Any

import pytest

import antq_rules
from antq_rules import Assessment, Explanation, Verdict

HEADER = """bộ tiêu chí "Thay đổi ở chỗ khó (hư cấu)"
  mã: cho-kho
  áp dụng cho: xã
  khi không có đối tượng: đạt
  khi không có năm trước: không đạt
danh mục "Hình": {catalogue}
dữ kiện [hình]
  mã: hinh
  kiểu: loại (danh mục "Hình")
dữ kiện [thôn]
  kiểu: danh sách (thôn)
dữ kiện [hộ]
  mã: ho
  kiểu: số đếm (hộ)
  của: [thôn]
dữ kiện [hộ cần]
  mã: can
  kiểu: số đếm (thôn)
dữ kiện [A]
  kiểu: số đếm (vụ)
dữ kiện [B]
  kiểu: số đếm (vụ)
dữ kiện [C]
  kiểu: số đếm (vụ)
dữ kiện [dân]
  mã: dan
  kiểu: số đếm dương (người)
dữ kiện [ngày nộp]
  mã: nop
  kiểu: ngày
dữ kiện [ngày ban hành]
  mã: ban
  kiểu: ngày
"""
FORMS = [f"m{number}" for number in range(300)]
CATALOGUE = "; ".join(f'"{form}"' for form in FORMS)
NOT_FOUND = "Chưa tìm được cách thay đổi nào làm cho tiêu chí này đạt."
LARGE = "số [thôn] mà (số [hộ] ít nhất 40 hộ)"


def assess(body: str, facts: dict[str, Any], **options: Any) -> Assessment:
    rules = antq_rules.load_text(f'{HEADER.format(catalogue=CATALOGUE)}tiêu chí 1. "Một"\n  {body}\n')
    return rules.assess(facts, year=2024, **options)


def failed(body: str, facts: dict[str, Any], **options: Any) -> Explanation:
    assessment = assess(body, facts, **options)
    assert assessment["1"].verdict is Verdict.FAIL
    return assessment.explain("1")


def texts(explanation: Explanation) -> list[str]:
    return [change.text for change in explanation.changes]


def all_of(*conditions: str) -> str:
    return "đạt khi có đủ:\n" + "\n".join(f"    {key}) {one}" for key, one in zip("abc", conditions, strict=False))


def villages(*households: int) -> list[dict[str, Any]]:
    return [{"tên": f"T{number}", "ho": count} for number, count in enumerate(households, 1)]


# ------------------------------------------------------------------------------------------------ what clashes
@pytest.mark.parametrize(("many", "complete"), [(3, True), (150, False)])
def test_demands_that_exclude_each_other_end_the_search_and_say_so(many: int, complete: bool) -> None:
    first, second = ("; ".join(f'"{form}"' for form in FORMS[start : start + many]) for start in (0, 150))
    explanation = failed(all_of("không có [A]", f"[hình] thuộc {first}", f"[hình] thuộc {second}"), {"a": 1})
    assert (explanation.changes, explanation.changes_complete) == ((), complete)
    assert explanation.outlook == NOT_FOUND


def test_parts_of_a_score_that_exclude_each_other_are_not_added_up() -> None:
    body = (
        "điểm tối đa: 10 điểm\n  điểm tối thiểu: 5 điểm\n  chấm điểm: cộng các mục:\n"
        "    a) 3 điểm nếu số [A] bằng 1 vụ\n    b) 3 điểm nếu số [A] bằng 2 vụ\n"
        "    c) 3 điểm nếu số [A] bằng 3 vụ\n    d) 3 điểm nếu không có [B]"
    )
    assert texts(failed(body, {"a": 0, "b": 1})) == [
        "[A] tăng thêm 1 vụ: từ 0 vụ thành 1 vụ; [B] giảm thêm 1 vụ: từ 1 vụ thành 0 vụ"
    ]
    assert assess(body, {"a": 1, "b": 0})["1"].verdict is Verdict.PASS


def test_two_unreported_figures_that_must_be_equal_are_not_guessed() -> None:
    explanation = failed(all_of("không có [A]", "số [B] bằng số [C]"), {"a": 1})
    assert (explanation.changes, explanation.outlook) == ((), NOT_FOUND)
    (change,) = failed(all_of("không có [A]", "số [B] bằng số [C]"), {"a": 1, "c": 4}).changes
    assert {move.text for move in change.moves} == {
        "[A] giảm thêm 1 vụ: từ 1 vụ thành 0 vụ",
        "[B] phải là 4 vụ (chưa báo cáo)",
    }


def test_nothing_is_moved_towards_a_limit_that_may_be_anything() -> None:
    explanation = failed(all_of("không có [A]", "số [B] + số [C] ít nhất số [A] năm trước"), {"a": 1})
    assert (explanation.changes, explanation.outlook) == ((), NOT_FOUND)


# ------------------------------------------------------------------------------------------------ what cannot move
def test_figures_of_the_year_before_earn_no_more_points() -> None:
    body = (
        "điểm tối đa: 10 điểm\n  chấm điểm: cộng các mục:\n"
        "    a) cứ mỗi 1 vụ số [A] năm trước được 1 điểm\n    b) 3 điểm nếu không có [B]"
    )
    explanation = assess(body, {"a": 3, "b": 1}, previous={"a": 1}).explain("1")
    assert texts(explanation) == ["[B] giảm thêm 1 vụ: từ 1 vụ thành 0 vụ"]
    assert assess(body, {"a": 3, "b": 0}, previous={"a": 1}).points("1").value == 4


def test_what_is_never_empty_is_not_suggested_to_be_empty() -> None:
    assessment = assess(all_of("không có [A]", "số [dân] dưới 1 người"), {"a": 1, "dan": 0})
    assert [error.message for error in assessment.errors] == ["[dân] không thể bằng 0"]
    explanation = assessment.explain("1")
    assert (explanation.verdict, explanation.changes, explanation.outlook) == (Verdict.FAIL, (), NOT_FOUND)


def test_a_share_of_a_year_that_was_not_does_not_hold_because_its_whole_is_empty() -> None:
    share = "số [A] năm trước chiếm ít nhất 80% số [B]"
    one_of = f"đạt khi có ít nhất một trong:\n    a) {share}\n    b) không có [C]"
    explanation = failed(one_of, {"b": 0, "c": 3}, existed_before=False)
    assert texts(explanation) == ["[C] giảm thêm 3 vụ: từ 3 vụ thành 0 vụ"]
    assert assess(one_of, {"b": 0, "c": 0}, existed_before=False)["1"].verdict is Verdict.PASS


def test_a_case_that_does_not_apply_is_passed_over_for_those_after_it() -> None:
    body = (
        "đạt khi trường hợp:\n"
        "    - số [B] chiếm ít nhất 80% số [C], không có đối tượng thì không áp dụng: không có [A]\n"
        "    - số [A] từ 5 vụ trở lên: không có [B]\n    - còn lại: số [A] ít nhất 3 vụ"
    )
    assert texts(failed(body, {"a": 1, "b": 0, "c": 0})) == ["[A] tăng thêm 2 vụ: từ 1 vụ thành 3 vụ"]
    assert assess(body, {"a": 3, "b": 0, "c": 0})["1"].verdict is Verdict.PASS
    assert texts(failed(body, {"a": 1, "b": 5, "c": 5})) == [
        "[A] giảm thêm 1 vụ: từ 1 vụ thành 0 vụ",  # the first case applies, and holds
        "[B] giảm thêm 2 vụ: từ 5 vụ thành 3 vụ; [A] tăng thêm 2 vụ: từ 1 vụ thành 3 vụ",
    ]


# ------------------------------------------------------------------------------------------------ lists
def test_a_share_of_the_number_of_members_moves_members_not_their_number() -> None:
    body = f"đạt khi {LARGE} chiếm ít nhất 50% số [thôn]"
    assert texts(failed(body, {"thon": villages(50, 10, 10)})) == [
        "[hộ của T2] tăng thêm 30 hộ: từ 10 hộ thành 40 hộ",
        "[hộ của T3] tăng thêm 30 hộ: từ 10 hộ thành 40 hộ",
    ]
    assert assess(body, {"thon": villages(50, 40, 10)})["1"].verdict is Verdict.PASS


def test_the_number_asked_of_members_may_move_too() -> None:
    body = f"đạt khi {LARGE} ít nhất số [hộ cần]"
    assert texts(failed(body, {"thon": villages(50, 10), "can": 2})) == [
        "[hộ cần] giảm thêm 1 thôn: từ 2 thôn thành 1 thôn",
        "[hộ của T2] tăng thêm 30 hộ: từ 10 hộ thành 40 hộ",
    ]
    assert assess(body, {"thon": villages(50, 10), "can": 1})["1"].verdict is Verdict.PASS


def test_a_multiple_of_a_number_of_members_moves_one_member_at_a_time() -> None:
    body = f"đạt khi {LARGE} × 2 ít nhất 4 thôn"
    explanation = failed(body, {"thon": villages(50, 10)})
    assert texts(explanation) == ["[hộ của T2] tăng thêm 30 hộ: từ 10 hộ thành 40 hộ"]
    assert not explanation.changes_complete
    assert assess(body, {"thon": villages(50, 40)})["1"].verdict is Verdict.PASS


def test_only_so_many_figures_behind_a_sum_are_tried_and_the_search_says_so() -> None:
    explanation = failed("đạt khi tổng số [hộ] trong [thôn] ít nhất 100 hộ", {"thon": villages(*[1] * 32)})
    assert texts(explanation)[0] == "[hộ của T1] tăng thêm 68 hộ: từ 1 hộ thành 69 hộ"
    assert not explanation.changes_complete


@pytest.mark.parametrize(
    ("part", "worked_out", "after"),
    [
        ("[A]", "số [B] / số [C] × số [C]", 4),
        ("[phần]", "số [B] / số [C]", 4),
        ("[A]", "số [B] (làm tròn đến 0 chữ số thập phân)", 4),
    ],
)
def test_a_share_of_a_figure_that_is_worked_out_moves_only_the_part(part: str, worked_out: str, after: int) -> None:
    body = f"đạt khi {part} đạt ít nhất 100% [quy mô]\nđặt [quy mô] = {worked_out}"
    body += "\nđặt [phần] = số [A] / số [C]" if part == "[phần]" else ""
    (change,) = failed(body, {"a": 1, "b": 4, "c": 2}).changes
    assert change.text == f"[A] tăng thêm {after - 1} vụ: từ 1 vụ thành {after} vụ"
    assert assess(body, {"a": after, "b": 4, "c": 2})["1"].verdict is Verdict.PASS


# ------------------------------------------------------------------------------------------------ points, dates
def test_points_are_not_lost_on_purpose_and_the_search_says_that_it_did_not_look() -> None:
    body = all_of("tiêu chí 2 không đạt", "không có [B]") + (
        '\ntiêu chí 2. "Hai"\n  điểm tối đa: 10 điểm\n  điểm tối thiểu: 5 điểm\n'
        "  chấm điểm: cứ mỗi 1 vụ số [A] được 1 điểm"
    )
    explanation = failed(body, {"a": 7, "b": 1})
    assert (explanation.changes, explanation.changes_complete, explanation.outlook) == ((), False, NOT_FOUND)
    assert assess(body, {"a": 4, "b": 0})["1"].verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("barred", "moves"),
    [
        ("trong vòng 15 ngày kể từ ngày [ngày ban hành]", {"không có", "2024-02-29", "2024-03-17"}),
        ("sau ngày [ngày ban hành]", {"không có", "2024-03-01"}),
        ("chậm nhất [ngày ban hành]", {"không có", "2024-03-13"}),
        ("sau ngày 01 tháng 02", {"không có", "2024-02-01"}),
        ("trước ngày 15/03/2024, kể cả trước năm xét", {"không có", "2024-03-15"}),
    ],
)
def test_a_day_moves_out_of_a_barred_period_by_either_end(barred: str, moves: set[str]) -> None:
    body = f"đạt khi không có [A]\n  không đạt khi [ngày nộp] {barred}"
    facts = {"a": 0, "nop": "2024-03-05", "ban": "2024-03-12" if "chậm" in barred else "2024-03-01"}
    after = {change.moves[0].after for change in failed(body, facts).changes}
    assert after == moves
    for day in moves:
        assert assess(body, {**facts, "nop": day})["1"].verdict is Verdict.PASS


def test_a_day_is_not_suggested_against_a_day_that_is_not_reported() -> None:
    body = all_of("không có [A]", "[ngày nộp] chậm nhất [ngày ban hành]")
    explanation = failed(body, {"a": 1, "nop": "2024-03-05"})
    assert (explanation.changes, explanation.outlook) == ((), NOT_FOUND)
