"""What a suggested change says and that it can be put into a data file as it stands."""

from __future__ import annotations

import pytest

import antq_rules
from antq_rules import Assessment, RuleSet, Verdict

HEADER = """bộ tiêu chí "Thay đổi nhỏ nhất (hư cấu)"
  mã: nho-nhat
  áp dụng cho: xã
  khi không có đối tượng: đạt
thang "Xếp loại": "Yếu" < "Trung bình" < "Khá" < "Xuất sắc"
dữ kiện [sản lượng]
  mã: san_luong
  kiểu: số đo (tấn)
  khoảng: từ 1 đến 50
  bước: 0,1
dữ kiện [sản lượng khác]
  mã: khac
  kiểu: số đo (tấn)
dữ kiện [quỹ]
  mã: quy
  kiểu: số tiền (triệu đồng)
dữ kiện [vụ]
  mã: vu
  kiểu: số đếm (vụ)
dữ kiện [tin báo]
  mã: tin
  kiểu: số đếm (vụ)
  khoảng: từ 0 đến 8
dữ kiện [tỷ lệ hộ nghèo]
  mã: ty_le
  kiểu: số đo (%)
dữ kiện [xếp loại]
  mã: muc
  kiểu: xếp loại (thang "Xếp loại")
"""


def rules_of(*conditions: str) -> RuleSet:
    criteria = [
        f'tiêu chí {number}. "Số {number}"\n  đạt khi {condition}\n' for number, condition in enumerate(conditions, 1)
    ]
    return antq_rules.load_text(HEADER + "".join(criteria))


def texts(assessment: Assessment, number: str = "1") -> list[str]:
    assert assessment[number].verdict is Verdict.FAIL
    return [change.text for change in assessment.explain(number).changes]


def test_range_and_step_are_in_the_unit_of_the_fact() -> None:
    rules = rules_of("[sản lượng] ít nhất 2,45 tấn")
    fact = next(fact for fact in rules.facts if fact.code == "san_luong")
    assert [fact.low, fact.high, fact.step] == [1000, 50_000, 100]
    assert texts(rules.assess({"san_luong": 2}, year=2023)) == ["[sản lượng] tăng thêm 0,5 tấn: từ 2 tấn thành 2,5 tấn"]
    outside = rules.assess({"san_luong": 51}, year=2023)
    assert [error.message for error in outside.errors] == ["[sản lượng] là 51, ngoài khoảng từ 1 đến 50"]
    assert rules.schema()["properties"]["dữ kiện"]["properties"]["san_luong"]["anyOf"][0] == {
        "type": "number",
        "minimum": 1,
        "maximum": 50,
    }


def test_three_decimals_are_not_suggested_in_the_spelling_of_thousands() -> None:
    rules = rules_of("[sản lượng] bằng 2,4550 tấn")
    (change,) = rules.assess({"san_luong": 2}, year=2023).explain("1").changes
    assert change.moves[0].after == "2,4550"
    after = rules.assess({"san_luong": change.moves[0].after}, year=2023)
    assert (after["1"].verdict, after.errors) == (Verdict.PASS, ())


def test_a_figure_without_a_finite_spelling_is_not_suggested() -> None:
    rules = rules_of("[sản lượng khác] tăng đúng 10% so với bình quân 3 năm trước")
    years = {2022: {"khac": 1}, 2021: {"khac": 1}, 2020: {"khac": 2}}
    explanation = rules.assess({"khac": 5}, year=2023, earlier=years).explain("1")
    assert explanation.verdict is Verdict.FAIL
    assert explanation.changes == ()
    assert explanation.outlook == "Chưa tìm được cách thay đổi nào làm cho tiêu chí này đạt."


def test_an_unreported_amount_is_suggested_on_a_whole_step() -> None:
    rules = rules_of(
        "có đủ:\n    a) không có [vụ]\n    b) [sản lượng khác] không giảm so với bình quân 3 năm trước",
        "có đủ:\n    a) không có [vụ]\n    b) [sản lượng khác] không tăng so với bình quân 3 năm trước",
        "có đủ:\n    a) không có [vụ]\n    b) [sản lượng khác] trên 2,5 tấn",
        "có đủ:\n    a) không có [vụ]\n    b) [sản lượng] từ 2,42 tấn đến 2,48 tấn",
    )
    years = {2022: {"khac": 3}, 2021: {"khac": 3}, 2020: {"khac": 4}}
    assessment = rules.assess({"vu": 1}, year=2023, earlier=years)
    moves = {n: assessment.explain(n).changes[0].moves[1] for n in ("1", "2", "3", "4")}
    assert {n: move.text for n, move in moves.items()} == {
        "1": "[sản lượng khác] phải là 4 tấn (chưa báo cáo)",
        "2": "[sản lượng khác] phải là 3 tấn (chưa báo cáo)",
        "3": "[sản lượng khác] phải là 3 tấn (chưa báo cáo)",
        "4": "[sản lượng] phải là 2,42 tấn (chưa báo cáo)",
    }


@pytest.mark.parametrize(
    ("condition", "after", "difference"),
    [
        ("[quỹ] dưới 0,5 triệu đồng", 0, "giảm thêm 1,5 triệu đồng"),
        ("[quỹ] dưới 1 triệu đồng", "0,5", "giảm thêm 1 triệu đồng"),
        ("[quỹ] trên 2 triệu đồng", "2,5", "tăng thêm 1 triệu đồng"),
    ],
)
def test_past_a_strict_limit_by_the_smallest_step(condition: str, after: object, difference: str) -> None:
    (change,) = rules_of(condition).assess({"quy": "1,5"}, year=2023).explain("1").changes
    assert change.moves[0].after == after
    assert change.text == f"[quỹ] {difference}: từ 1,5 triệu đồng thành {after} triệu đồng"


def test_past_a_strict_limit_up_to_the_greatest_valid_figure() -> None:
    (change,) = rules_of("[sản lượng] trên 49,99 tấn").assess({"san_luong": "49,95"}, year=2023).explain("1").changes
    assert change.text == "[sản lượng] tăng thêm 0,05 tấn: từ 49,95 tấn thành 50 tấn"


def test_the_open_end_of_a_range_is_the_one_exceeded() -> None:
    tree = rules_of("số [vụ] từ 7 vụ đến dưới 11 vụ").assess({"vu": 11}, year=2023).explain("1").tree
    assert (tree.required, tree.actual) == ("cần từ 7 vụ đến dưới 11 vụ", "thực tế 11 vụ")
    assert tree.margin is not None
    assert tree.margin.amount == -1
    assert tree.margin.text == "vượt 1 vụ"


@pytest.mark.parametrize(
    ("condition", "required", "margin"),
    [
        ('[xếp loại] trên "Xuất sắc"', "cần trên “Xuất sắc”", "thấp hơn 2 bậc"),
        ('[xếp loại] dưới "Yếu"', "cần dưới “Yếu”", "cao hơn 3 bậc"),
        ('[xếp loại] từ "Trung bình" trở xuống', "cần từ “Trung bình” trở xuống", "cao hơn 1 bậc"),
        ('[xếp loại] bằng "Trung bình"', "cần “Trung bình”", "cao hơn 1 bậc"),
        ('[xếp loại] từ "Yếu" đến dưới "Khá"', "cần từ “Trung bình” trở xuống", "cao hơn 1 bậc"),
    ],
)
def test_grades_beyond_the_ends_of_the_scale(condition: str, required: str, margin: str) -> None:
    explanation = rules_of(condition).assess({"muc": "Khá"}, year=2023).explain("1")
    assert explanation.verdict is Verdict.FAIL
    assert explanation.tree.required == required
    assert explanation.tree.margin is not None
    assert explanation.tree.margin.text == margin


def test_two_figures_move_together_where_neither_is_enough_alone() -> None:
    rules = rules_of("số [tin báo] × 2 - số [vụ] ít nhất 12 vụ")
    assert texts(rules.assess({"tin": 1, "vu": 5}, year=2023)) == [
        "[tin báo] tăng thêm 7 vụ: từ 1 vụ thành 8 vụ; [vụ] giảm thêm 1 vụ: từ 5 vụ thành 4 vụ"
    ]


def test_a_rate_is_written_with_its_sign_and_moves_by_one_point() -> None:
    rules = rules_of("[tỷ lệ hộ nghèo] không quá 4,5%")
    assessment = rules.assess({"ty_le": "6%"}, year=2023)
    tree = assessment.explain("1").tree
    assert tree.required == "cần không quá 4,5%"
    assert tree.margin is not None and tree.margin.text == "vượt 1,5 điểm phần trăm"
    assert texts(assessment) == ["[tỷ lệ hộ nghèo] giảm thêm 2 điểm phần trăm: từ 6% thành 4%"]
    assert rules.assess({"ty_le": "4,5"}, year=2023)["1"].verdict is Verdict.PASS
