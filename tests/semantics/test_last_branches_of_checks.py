"""Mistakes that few sets make: each is reported at its place, once, and nothing stops short."""

from __future__ import annotations

import pytest

import antq_rules

BASE = """bộ tiêu chí "Thử"
  mã: thu
  áp dụng cho: xã, phường
thang "Xếp loại": "Yếu" < "Khá" < "Xuất sắc"
danh mục "Vùng": "I"; "II"
dữ kiện [vụ cháy]
  kiểu: số đếm (vụ)
dữ kiện [hộ]
  kiểu: số đếm (hộ)
dữ kiện [xếp loại]
  kiểu: xếp loại (thang "Xếp loại")
dữ kiện [vùng]
  kiểu: loại (danh mục "Vùng")
dữ kiện [ngày họp]
  kiểu: ngày
dữ kiện [thôn]
  kiểu: danh sách (thôn)
dữ kiện [hộ của thôn]
  kiểu: số đếm (hộ)
  của: [thôn]
"""

# what follows the base: code, line and column of each problem
CASES: list[tuple[str, list[tuple[str, int, int]]]] = [
    (
        "bảng [mức] theo loại đơn vị:\n"
        '  - "xã": 1 vụ\n'
        "  - còn lại: 2 vụ\n"
        "đặt [gấp đôi] = [mức] + [vụ cháy]\n"
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n",
        [],
    ),
    (
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n"
        'ví dụ "Thử"\n'
        "  cho năm 2024:\n"
        '    [vụ cháy] của "A": 0 vụ\n'
        "  thì tiêu chí 1 đạt\n",
        [("AQ316", 25, 5)],
    ),
    (
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n"
        'ví dụ "Thử"\n'
        "  cho năm 2024:\n"
        "    [hộ của thôn]: 3 hộ\n"
        "  thì tiêu chí 1 đạt\n",
        [("AQ316", 25, 5)],
    ),
    (
        'tiêu chí 1. "T1"\n'
        "  đạt khi tiêu chí 2 đạt\n"
        'tiêu chí 2. "T2"\n'
        "  đạt khi tiêu chí 3 đạt\n"
        'tiêu chí 3. "T3"\n'
        "  đạt khi tiêu chí 1 đạt\n",
        [("AQ213", 22, 11), ("AQ213", 24, 11), ("AQ213", 26, 11)],
    ),
    (
        'tiêu chí 1. "Một"\n  đạt khi số [vụ cháy] / số [hộ] ít nhất số [vụ cháy]\n',
        [("AQ305", 22, 11)],
    ),
    (
        'tiêu chí 1. "Một"\n  đạt khi [ngày họp] trước ngày [xếp loại]\n',
        [("AQ301", 22, 33)],
    ),
    (
        'tiêu chí 1. "Một"\n  đạt khi số [thôm] mà ([hộ của thôn] ít nhất 3 hộ) ít nhất 2 thôn\n',
        [("AQ201", 22, 14)],
    ),
    (
        "bảng [hộ] theo loại đơn vị:\n"
        '  - "xã": 1 vụ\n'
        "  - còn lại: 2 vụ\n"
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n",
        [("AQ210", 21, 1)],
    ),
    (
        'đặt [hộ] = số [vụ cháy]\ntiêu chí 1. "Một"\n  đạt khi không có [vụ cháy]\n',
        [("AQ210", 21, 1)],
    ),
    (
        "tham số [p] do tỉnh quy định, mặc định 5%\n"
        "  mã: p\n"
        '  nghĩa: "M"\n'
        "  khoảng: từ 1 vụ đến 10%\n"
        'tiêu chí 1. "Một"\n'
        "  đạt khi số [vụ cháy] không quá [p]\n",
        [("AQ316", 21, 40), ("AQ302", 24, 14), ("AQ302", 26, 34)],
    ),
    (
        "tham số [p] do tỉnh quy định, mặc định 5 hộ\n"
        "  mã: p\n"
        '  nghĩa: "M"\n'
        "  khoảng: từ 1% đến 10 hộ\n"
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n",
        [("AQ302", 24, 14)],
    ),
    (
        'dữ kiện [x]\n  kiểu: số đếm (hộ)\n  của: [thôm]\ntiêu chí 1. "Một"\n  đạt khi không có [vụ cháy]\n',
        [("AQ201", 23, 8)],
    ),
    (
        'dữ kiện [x]\n  kiểu: số đếm (hộ)\n  của: [hộ]\ntiêu chí 1. "Một"\n  đạt khi không có [vụ cháy]\n',
        [("AQ333", 23, 8)],
    ),
    (
        'danh mục "Vùng": "A"; "B"\ntiêu chí 1. "Một"\n  đạt khi không có [vụ cháy]\n',
        [("AQ210", 21, 1)],
    ),
    (
        "dữ kiện [tập]\n"
        '  kiểu: tập (danh mục "Vùng")\n'
        "bảng [mức] theo [tập]:\n"
        '  - gồm "I": 1 vụ\n'
        "  - còn lại: 2 vụ\n"
        'tiêu chí 1. "Một"\n'
        "  đạt khi số [vụ cháy] không quá [mức]\n",
        [],
    ),
    (
        "dữ kiện [tập]\n"
        '  kiểu: tập (danh mục "Vùng")\n'
        "bảng [mức] theo [tập]:\n"
        '  - gồm "I": 1 vụ\n'
        '  - không gồm "I": 2 vụ\n'
        'tiêu chí 1. "Một"\n'
        "  đạt khi số [vụ cháy] không quá [mức]\n",
        [("AQ330", 23, 1)],
    ),
    (
        "bảng [mức] theo [hộ]:\n"
        "  - giảm so với năm trước: 1 vụ\n"
        "  - không giảm so với năm trước: 2 vụ\n"
        'tiêu chí 1. "Một"\n'
        "  đạt khi số [vụ cháy] không quá [mức]\n",
        [("AQ330", 21, 1)],
    ),
    (
        "dữ kiện [đo]\n"
        "  kiểu: số đo (km)\n"
        "  khoảng: từ 1 đến 9\n"
        "  bước: 0,5\n"
        "bảng [mức] theo [đo]:\n"
        "  - dưới 5 km: 1 vụ\n"
        "  - từ 5 km đến dưới 7 km: 3 vụ\n"
        "  - trên 7 km: 2 vụ\n"
        'tiêu chí 1. "Một"\n'
        "  đạt khi số [vụ cháy] không quá [mức]\n",
        [("AQ330", 25, 1)],
    ),
    (
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n"
        'xếp hạng "Khen":\n'
        "  theo: số [vụ cháy] tăng dần\n"
        "  chọn: 0 đơn vị\n"
        "  khi bằng nhau: lấy tất cả\n",
        [("AQ101", 23, 1)],
    ),
    (
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n"
        'xếp hạng "Khen":\n'
        "  theo: số [vụ cháy] tăng dần\n"
        "  chọn: 120% số đơn vị, làm tròn lên\n"
        "  khi bằng nhau: lấy tất cả\n",
        [("AQ303", 25, 9)],
    ),
    (
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n"
        'xếp hạng "Khen":\n'
        "  theo: [ngày họp] tăng dần\n"
        "  chọn: 1 đơn vị\n"
        "  khi bằng nhau: lấy tất cả\n",
        [("AQ301", 24, 9)],
    ),
    (
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n"
        'xếp hạng "Khen":\n'
        '  theo: điểm nhóm "A" giảm dần\n'
        "  chọn: 1 đơn vị\n"
        "  khi bằng nhau: lấy tất cả\n",
        [("AQ346", 24, 9)],
    ),
    (
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n"
        'xếp hạng "Khen":\n'
        "  theo: điểm tiêu chí 1 giảm dần\n"
        "  chọn: 1 đơn vị\n"
        "  khi bằng nhau: lấy tất cả\n",
        [("AQ345", 24, 9)],
    ),
    (
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n"
        'xếp hạng "Khen":\n'
        "  theo: tổng điểm giảm dần\n"
        "  chọn: 1 đơn vị\n"
        "  khi bằng nhau: lấy tất cả\n",
        [("AQ345", 24, 9)],
    ),
    (
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n"
        'xếp loại "Loại":\n'
        '  - "Tốt": đạt tất cả tiêu chí\n'
        '  - "Kém": còn lại\n'
        'xếp hạng "Khen":\n'
        '  trong số: xếp loại "Loại" từ "Giỏi" trở lên\n'
        "  theo: số [vụ cháy] tăng dần\n"
        "  chọn: 1 đơn vị\n"
        "  khi bằng nhau: lấy tất cả\n",
        [("AQ347", 27, 13)],
    ),
    (
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n"
        'xếp hạng "Khen":\n'
        '  trong số: xếp loại "Loại" từ "Giỏi" trở lên\n'
        "  theo: số [vụ cháy] tăng dần\n"
        "  chọn: 1 đơn vị\n"
        "  khi bằng nhau: lấy tất cả\n",
        [("AQ221", 24, 13)],
    ),
    (
        'tiêu chí 1. "Một"\n  đạt khi không có [vụ cháy]\nxếp hạng "Khen":\n  trong số: kết luận "X" đạt\n',
        [("AQ113", 23, 10), ("AQ113", 23, 10), ("AQ113", 23, 10), ("AQ221", 24, 13)],
    ),
    (
        'tiêu chí 1. "Một"\n'
        "  đạt khi không có [vụ cháy]\n"
        'xếp hạng "Khen":\n'
        "  theo: số [vụ cháy] tăng dần\n"
        "  chọn: 1 đơn vị\n"
        "  chọn: 20% số đơn vị, làm tròn lên\n"
        "  khi bằng nhau: lấy tất cả\n",
        [("AQ112", 26, 3)],
    ),
    (
        'tiêu chí 1. "Một"\n'
        "  chấm điểm: theo bậc:\n"
        "    - còn lại: 1 điểm\n"
        "    - số [vụ cháy] ít nhất 3 vụ: 0 điểm\n"
        "  điểm tối đa: 5 điểm\n",
        [("AQ101", 23, 7)],
    ),
    (
        "tham số [p] do tỉnh quy định, mặc định 5 vụ\n"
        "  mã: p\n"
        '  nghĩa: "M"\n'
        'tiêu chí 1. "Một"\n'
        "  đạt khi số [vụ cháy] đạt từ [p] trở lên\n",
        [],
    ),
    (
        'tiêu chí 1. "Một"\n  đạt khi số [vụ cháy] đạt từ 5 vụ trở lên\n',
        [],
    ),
    (
        'tiêu chí 1. "Một"\n  đạt khi số [vụ cháy] / số [hộ] đạt từ 5% trở lên\n',
        [("AQ305", 22, 11)],
    ),
]
SAME_CODE = """dữ kiện [khác]
  mã: {code}
  kiểu: {kind}
tiêu chí 1. "Một"
  đạt khi trường hợp:
    - {first}: không có [vụ cháy]
    - {second}: có ít nhất 2 [hộ]
"""


def problems(text: str) -> list[tuple[str, int, int]]:
    hints = ("AQ401", "AQ402", "AQ403")
    found = [problem for problem in antq_rules.check_text(BASE + text) if problem.code not in hints]
    assert all(problem.message and problem.correction for problem in found)
    return [(problem.code, problem.line, problem.column) for problem in found]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_problems_are_placed(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert problems(text) == expected


TABLE = 'bảng [mức] theo loại đơn vị:\n  - "xã": 1 vụ\n  - còn lại: 2 vụ\n'
LAST = 'tiêu chí 1. "Một"\n  đạt khi số [vụ cháy] ít nhất [{}]\n'


def test_a_quantity_of_itself_and_a_table_is_a_circle_and_is_told_at_once() -> None:
    found = problems(TABLE + "đặt [g] = [g] + [mức]\n" + LAST.format("g"))
    assert ("AQ213", 24, 1) in found


def test_a_table_behind_too_many_names_is_refused() -> None:
    chain = "".join(f"đặt [tên {i}] = [tên {i - 1}] + 0 vụ\n" for i in range(1, 33))
    assert problems(TABLE + "đặt [tên 0] = [mức] + 0 vụ\n" + chain + LAST.format("tên 32")) == [("AQ335", 24, 15)]


def test_a_criterion_that_asks_and_scores_needs_both() -> None:
    body = 'tiêu chí 1. "Một"\n  điểm tối đa: 5 điểm\n  điểm tối thiểu: 2 điểm\n'
    body += "  chấm điểm: mỗi [vụ cháy] được 1 điểm, tối đa 5 điểm\n  đạt khi không có [hộ]\n"
    rules = antq_rules.load_text(BASE + body)
    verdicts = [
        rules.assess({"vụ cháy": fires, "hộ": homes}, year=2024)["1"].verdict.value
        for fires, homes in ((2, 0), (1, 0), (2, 1))
    ]
    assert verdicts == ["pass", "fail", "fail"]


@pytest.mark.parametrize(
    ("code", "kind", "first", "second", "twice"),
    [
        ("vung", 'xếp loại (thang "Xếp loại")', '[khác] là "Yếu"', "còn lại", False),
        ("vung", 'xếp loại (thang "Xếp loại")', '[khác] từ "Khá" trở lên', '[khác] là "Khá"', True),
        ("xep_loai", "số đếm (vụ)", "số [khác] dưới 5 vụ", "số [khác] từ 5 vụ trở lên", False),
        ("xep_loai", "số đếm (vụ)", "số [khác] dưới 5 vụ", "số [khác] từ 4 vụ trở lên", True),
        ("ho", 'loại (danh mục "Vùng")', '[khác] là "I"', "còn lại", False),
    ],
)
def test_cases_of_a_fact_with_the_code_of_another_are_checked_as_its_own(
    code: str, kind: str, first: str, second: str, twice: bool
) -> None:
    found = problems(SAME_CODE.format(code=code, kind=kind, first=first, second=second))
    assert ("AQ210", 22, 7) in found
    assert [place for place in found if place[0] == "AQ331"] == ([("AQ331", 27, 7)] if twice else [])
    assert {name for name, *_ in found} <= {"AQ210", "AQ331", "AQ336"}  # AQ336: a grade may be “không có”


def test_a_part_with_the_code_of_its_whole_is_no_circle() -> None:
    part = "dữ kiện [hộ mới]\n  mã: ho\n  kiểu: số đếm (hộ)\n  trong số: [hộ]\n"
    assert problems(part + 'tiêu chí 1. "Một"\n  đạt khi có ít nhất 1 [hộ mới]\n') == [("AQ210", 22, 7)]


def test_a_parameter_with_the_code_of_a_fact_is_not_taken_for_it() -> None:
    parameter = 'tham số [mốc] do tỉnh quy định, mặc định 5 vụ\n  mã: xep_loai\n  nghĩa: "M"\n'
    text = parameter + (
        'tiêu chí 1. "Một"\n'
        "  đạt khi trường hợp:\n"
        "    - [mốc] ít nhất số [vụ cháy]: không có [hộ]\n"
        "    - [mốc] dưới số [vụ cháy]: có ít nhất 1 [hộ]\n"
        "    - còn lại: có ít nhất 2 [hộ]\n"
    )
    assert problems(text) == [("AQ210", 22, 7)]


@pytest.mark.parametrize(
    ("unit", "low", "high", "expected"),
    [
        ("", "1", "4", []),
        ("", "3", "4", [("AQ316", 21, 44)]),
        ("", "1 vụ", "4 hộ", [("AQ302", 24, 14), ("AQ302", 24, 23)]),
        (" vụ", "1", "4", []),
    ],
)
def test_a_parameter_may_be_a_bare_number(unit: str, low: str, high: str, expected: list[tuple[str, int, int]]) -> None:
    text = f'tham số [hệ số] do tỉnh quy định, mặc định 2{unit}\n  mã: k\n  nghĩa: "H"\n  khoảng: từ {low} đến {high}\n'
    assert problems(text + LAST.format("hệ số")) == expected


def test_a_bare_number_multiplies_what_it_is_set_for() -> None:
    text = 'tham số [hệ số] do tỉnh quy định, mặc định 2\n  mã: k\n  nghĩa: "H"\n'
    text += 'tiêu chí 1. "Một"\n  đạt khi số [vụ cháy] ít nhất [hệ số] × số [vụ cháy] năm trước\n'
    rules = antq_rules.load_text(BASE + text)
    fires, before = {"vụ cháy": 5}, {"vụ cháy": 2}
    for value, verdict in ((2, "pass"), ("2,5", "pass"), (3, "fail")):
        assessment = rules.assess(fires, previous=before, year=2024, parameters={"k": value})
        assert assessment["1"].verdict.value == verdict


NET = """tiêu chí 1. "Một"
  đạt khi tiêu chí 2 đạt
tiêu chí 2. "Hai"
  đạt khi tiêu chí 3 đạt và tiêu chí 4 đạt
tiêu chí 3. "Ba"
  đạt khi tiêu chí 5 đạt
tiêu chí 4. "Bốn"
  đạt khi tiêu chí 5 đạt
tiêu chí 5. "Năm"
  đạt khi {last}
"""


def test_two_ways_to_one_criterion_are_no_circle() -> None:
    text = NET.format(last="không có [vụ cháy]")
    assert problems(text) == []
    rules = antq_rules.load_text(BASE + text)
    for fires, verdict in ((0, "pass"), (1, "fail")):
        assessment = rules.assess({"vụ cháy": fires}, year=2024)
        assert {assessment[number].verdict.value for number in "12345"} == {verdict}


def test_a_circle_with_two_ways_round_is_told_where_it_is_and_not_where_it_is_asked_for() -> None:
    found = antq_rules.check_text(BASE + NET.format(last="tiêu chí 2 đạt"))
    circles = {(one.line, one.column): one.message for one in found if one.code == "AQ213"}
    assert {place: message.partition(": ")[2] for place, message in circles.items()} == {
        (24, 11): "tiêu chí 2 → tiêu chí 3 → tiêu chí 5 → tiêu chí 2",
        (24, 29): "tiêu chí 2 → tiêu chí 4 → tiêu chí 5 → tiêu chí 2",
        (26, 11): "tiêu chí 3 → tiêu chí 5 → tiêu chí 2 → tiêu chí 3",
        (28, 11): "tiêu chí 4 → tiêu chí 5 → tiêu chí 2 → tiêu chí 4",
        (30, 11): "tiêu chí 5 → tiêu chí 2 → tiêu chí 3 → tiêu chí 5",
    }
