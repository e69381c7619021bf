"""Mistakes in points, classes and levels: each is told once, at its place, with what to write instead."""

from __future__ import annotations

import pytest

import antq_rules

HEAD = """
bộ tiêu chí "Thử (hư cấu)"
  mã: thu
  áp dụng cho: xã, phường
  khi không có đối tượng: đạt
dữ kiện [vụ]
  kiểu: số đếm (vụ)
dữ kiện [hộ]
  kiểu: số đếm (hộ)
dữ kiện [chợ]
  kiểu: điều kiện
dữ kiện [ngày họp]
  kiểu: ngày
nhóm "Phòng ngừa"
{group}
tiêu chí 1. "Một"
{fields}
{more}
"""
TEN = "  điểm tối đa: 10 điểm\n  chấm điểm: "
GOOD = TEN + "3 điểm nếu có [chợ]"
CLASSES = 'xếp loại "X":\n  - "Tốt": tổng điểm ít nhất 8 điểm\n  - "Khá": còn lại\n'


def told(fields: str, more: str = "", group: str = "") -> list[tuple[str, str, str]]:
    """The code, the marked text and the correction of each problem; unused facts are no matter here."""
    text = HEAD.format(fields=fields, more=more, group=group)
    found = []
    for problem in antq_rules.check_text(text):
        if problem.code != "AQ401":
            lines = problem.text().split("\n")
            at = problem.column - 1
            marked = text.split("\n")[problem.line - 1][at:]
            found.append((problem.code, marked, lines[-1].strip()))
    return found


@pytest.mark.parametrize(
    ("fields", "code", "marked", "advice"),
    [
        ("  đạt khi có [chợ]\n  hệ số: 2", "AQ113", "tiêu chí 1.", "chấm điểm:"),
        ("  đạt khi có [chợ]\n  không tính vào điểm tối đa", "AQ113", "tiêu chí 1.", "chấm điểm:"),
        (f"{GOOD}\n  hệ số: 0", "AQ101", "0", "Hệ số là một số lớn hơn 0."),
        (f"{GOOD}\n  điểm tối thiểu: 120%", "AQ303", "120%", "không vượt quá 100% điểm tối đa"),
        (f"{GOOD}\n  điểm tối thiểu: 3 vụ", "AQ302", "3 vụ", "cùng một đơn vị tính"),
        ("  điểm tối đa: 10%\n  chấm điểm: 3 điểm", "AQ302", "10%", "cùng một đơn vị tính"),
        (f"{TEN}[không có tên này]", "AQ201", "[không có tên này]", ""),
        (f"{TEN}số [hộ] / số [vụ]", "AQ302", "số [hộ]", ""),
        (f"{TEN}cứ mỗi 2 vụ số [không có] được 1 điểm", "AQ201", "[không có]", ""),
        (f"{TEN}cứ mỗi 2 vụ số [vụ] vượt 3 hộ được 1 điểm", "AQ302", "3 hộ", ""),
        (f"{TEN}cứ mỗi 2 vụ số [vụ] ít nhất 3 vụ được 1 điểm", "AQ101", "ít nhất", "vượt 10 buổi"),
        (f"{TEN}nội suy theo số [vụ]: 1 hộ được 1 điểm; 2 hộ được 2 điểm", "AQ302", "1 hộ", ""),
        (f"{TEN}nội suy theo số [không có]: 1 vụ được 1 điểm; 2 vụ được 2 điểm", "AQ201", "[không có]", ""),
        (f"{TEN}3 điểm, làm tròn đến 0 điểm", "AQ101", "0 điểm", "lớn hơn 0"),
        ("  chấm điểm: 3 điểm, tối đa 2 điểm", "AQ341", "tiêu chí 1.", "“điểm tối đa: 2 điểm”"),
        ("  chấm điểm: cứ mỗi 1 vụ số [vụ] được 2 điểm", "AQ341", "tiêu chí 1.", "“điểm tối đa: … điểm”"),
        ("  chấm điểm: cứ mỗi 1 vụ số [vụ] trừ 2 điểm", "AQ341", "tiêu chí 1.", "“điểm tối đa: 0 điểm”"),
        ("  chấm điểm: áp dụng khi [chợ]: 3 điểm", "AQ341", "tiêu chí 1.", "“điểm tối đa: 3 điểm”"),
        (
            "  chấm điểm: nội suy theo số [vụ]: 0 vụ được 7 điểm; 3 vụ được 1 điểm",
            "AQ341",
            "tiêu chí",
            "tối đa: 7 điểm",
        ),
        (
            "  chấm điểm: theo bậc:\n  - [chợ]: 3 điểm nếu có [chợ]\n  - còn lại: không áp dụng",
            "AQ341",
            "tiêu",
            "đa: 3 điểm",
        ),
        (
            "  chấm điểm: cộng các mục:\n  a) (tối đa 3 điểm): 3 điểm\n  b) 2 điểm",
            "AQ341",
            "tiêu chí 1",
            "tối đa: 5 điểm",
        ),
        (
            "  chấm điểm: cộng các mục:\n  a) 3 điểm\n  b) cứ mỗi 1 vụ số [vụ] được 1 điểm",
            "AQ341",
            "tiêu",
            "tối đa: … điểm",
        ),
        (
            f"{TEN}cộng các mục:\n  a) 3 điểm\n  b) theo bậc:\n  - [chợ]: không áp dụng\n  - còn lại: 1 điểm",
            "AQ342",
            "b)",
            "",
        ),
        (
            f"{TEN}cộng các mục:\n  a) 3 điểm\n  b) cộng các mục:\n  - (tối đa 1 điểm): đối với xã: 1 điểm",
            "AQ342",
            "b)",
            "",
        ),
    ],
)
def test_mistakes_in_a_score(fields: str, code: str, marked: str, advice: str) -> None:
    (found,) = told(fields)
    assert found[0] == code
    assert found[1].startswith(marked)
    assert advice in found[2]


@pytest.mark.parametrize(
    "score",
    [
        "cộng các mục:\n  a) 3 điểm\n  b) cộng các mục:\n  - (tối đa 1 điểm): đối với xã: 1 điểm\n  - 6 điểm",
        "cộng các mục:\n  a) 3 điểm\n  b) (tối đa 7 điểm): theo bậc:\n  - [chợ]: không áp dụng\n  - còn lại: 1 điểm",
        "cộng các mục:\n  a) (tối đa 10 điểm): cứ mỗi 2 vụ số [vụ] vượt 3 vụ được 1 điểm, tối đa 10 điểm",
        "theo bậc:\n  - số [vụ] ít nhất 3 vụ: 1 điểm\n  - số [vụ] dưới 3 vụ: 10 điểm",
    ],
)
def test_what_is_no_mistake(score: str) -> None:
    assert told(TEN + score) == []


@pytest.mark.parametrize(
    ("more", "code", "marked", "advice"),
    [
        ('kết luận "K"\n  khi tiêu chí 9 đạt', "AQ215", "tiêu chí 9", ""),
        ('kết luận "K"\n  khi đạt ít nhất 3 tiêu chí', "AQ310", "đạt ít nhất", ""),
        ('kết luận "K"\n  khi mọi tiêu chí đạt điểm tối thiểu', "AQ345", "mọi tiêu chí", "ở từng tiêu chí phải đạt"),
        ('kết luận "K"\n  khi mọi nhóm đạt điểm tối thiểu', "AQ345", "mọi nhóm", "ở từng nhóm phải đạt"),
        ('kết luận "K"\n  khi điểm nhóm "Phòng" ít nhất 3 điểm', "AQ346", "điểm nhóm", "“Phòng ngừa”"),
        ('nhóm "Trống"\nkết luận "K"\n  khi điểm nhóm "Trống" ít nhất 3 điểm', "AQ345", "điểm nhóm", "chấm điểm:"),
        ('kết luận "K"\n  khi tổng điểm từ 8 đến 5 điểm', "AQ309", "tổng điểm", ""),
        ('kết luận "K"\n  khi tổng điểm ít nhất 80%', "AQ303", "80%", "điểm tối đa"),
        ('kết luận "K"\n  khi tổng điểm ít nhất 180% điểm tối đa', "AQ303", "180%", "không vượt quá 100%"),
        ('kết luận "K"\n  khi tổng điểm ít nhất 8 điểm điểm tối đa', "AQ101", "8 điểm", "tỷ lệ phần trăm"),
        ('kết luận "K"\n  khi tổng điểm ít nhất số [vụ]', "AQ101", "số [vụ]", "một số điểm"),
        ('kết luận "K"\n  khi tổng điểm trong quý I', "AQ101", "trong quý I", "ít nhất 80 điểm"),
        (CLASSES + "  hạ 2 bậc khi có [chợ]", "AQ101", "hạ 2 bậc", "từ 1 đến 1 bậc"),
        (CLASSES + '  không quá "Tôt" khi có [chợ]', "AQ347", "không quá", "“Tốt”"),
        ('xếp loại "X":\n  - "A": tổng điểm ít nhất 8 điểm\n  - "A": còn lại', "AQ313", '- "A": còn', ""),
        (
            'xếp loại "X":\n  - "A": tổng điểm ít nhất 8 điểm\n  - "B": tổng điểm trên 8 điểm\n  - "C": còn lại',
            "AQ348",
            '- "B"',
            "",
        ),
        (CLASSES + 'ví dụ "v"\n  cho năm 2024:\n  thì xếp loại "X" là "Tôt"', "AQ347", "xếp loại", "“Tốt”"),
        (CLASSES + 'ví dụ "v"\n  cho năm 2024:\n  thì xếp loại "Y" là "Tốt"', "AQ221", "xếp loại", "“X”"),
        ('ví dụ "v"\n  cho năm 2024:\n  thì điểm nhóm "Phòng" bằng 3 điểm', "AQ345", "điểm nhóm", "“Phòng ngừa”"),
        ('ví dụ "v"\n  cho năm 2024:\n  thì tổng điểm -3%', "AQ101", "3%", "một số điểm"),
    ],
)
def test_mistakes_in_classes_and_conclusions(more: str, code: str, marked: str, advice: str) -> None:
    (found,) = told(GOOD, more)
    assert found[0] == code
    assert found[1].startswith(marked)
    assert advice in found[2]


@pytest.mark.parametrize(
    "lines",
    [
        ("tổng điểm trên 8 điểm", "tổng điểm ít nhất 8 điểm"),
        ("tổng điểm dưới 8 điểm", "tổng điểm ít nhất 8 điểm"),
        ("tổng điểm từ 5 đến 8 điểm", "tổng điểm ít nhất 9 điểm"),
        ("tổng điểm ít nhất 8 điểm", "tổng điểm dưới 3 điểm"),
        ("tổng điểm ít nhất 8 điểm", "tổng điểm ít nhất 70% điểm tối đa"),
        ("tổng điểm ít nhất 8 điểm", 'điểm nhóm "Phòng ngừa" ít nhất 9 điểm'),
    ],
)
def test_classes_that_can_each_be_reached(lines: tuple[str, str]) -> None:
    more = f'xếp loại "X":\n  - "A": {lines[0]}\n  - "B": {lines[1]}\n  - "C": còn lại'
    assert told(GOOD, more) == []


def test_a_last_class_in_the_middle_is_told_and_takes_what_follows() -> None:
    more = 'xếp loại "X":\n  - "A": còn lại\n  - "B": tổng điểm ít nhất 8 điểm\n  - "C": còn lại'
    assert [code for code, _, _ in told(GOOD, more)] == ["AQ101", "AQ348"]


def test_a_set_without_points_says_so_for_each_question_of_points() -> None:
    more = 'kết luận "K"\n  khi tổng điểm ít nhất 3 điểm\nví dụ "v"\n  cho năm 2024:\n  thì tổng điểm 3 điểm'
    found = told("  đạt khi có [chợ]", more)
    assert [(code, marked) for code, marked, _ in found] == [
        ("AQ345", "tổng điểm ít nhất 3 điểm"), ("AQ345", "tổng điểm 3 điểm"),
    ]  # fmt: skip


def test_a_minimum_of_a_group_is_checked_like_that_of_a_criterion() -> None:
    assert [code for code, _, _ in told(GOOD, group="  điểm tối thiểu: 101%")] == ["AQ303"]
    assert told(GOOD, 'kết luận "K"\n  khi mọi nhóm đạt điểm tối thiểu', "  điểm tối thiểu: 50%") == []


def test_points_of_what_could_not_be_read_are_not_missed() -> None:
    broken = 'tiêu chí 2. "Hai"\n  điểm tối đa: 5 điểm\n  chấm điểm: 3 điểm khi có [chợ]\n'
    asked = 'kết luận "K"\n  khi điểm tiêu chí 2 ít nhất 3 điểm và mọi tiêu chí đạt mức "Tốt"'
    assert [code for code, _, _ in told(GOOD, broken + asked)] == ["AQ101"]


def test_levels_are_compared_by_name_with_a_suggestion() -> None:
    levels = '  mức "Đạt" khi có [chợ]\n  mức "Tốt" khi số [vụ] ít nhất 2 vụ'
    (found,) = told(levels, 'kết luận "K"\n  khi mọi tiêu chí đạt mức "Tôt"')
    assert (found[0], "Có phải ý là: “Tốt”" in found[2]) == ("AQ349", True)
    (found,) = told(GOOD, 'kết luận "K"\n  khi mọi tiêu chí đạt mức "Tốt"')
    assert (found[0], "Ghi các mức trong tiêu chí" in found[2]) == ("AQ349", True)
