"""What could not be read is reported once: nothing that depends on it is reported too."""

from __future__ import annotations

import pytest

import antq_rules

HEADER = 'bộ tiêu chí "Thử"\n  mã: thu\n  áp dụng cho: xã\n  khi không có đối tượng: đạt\n'
FACT = "dữ kiện [vụ cháy]\n  kiểu: số đếm (vụ)\n"
CRITERION = 'tiêu chí 1. "Một"\n  đạt khi không có [vụ cháy]\n'


def codes(text: str, others: dict[str, str] | None = None) -> list[str]:
    return [problem.code for problem in antq_rules.check_text(text, others=others)]


SCALE = 'thang "Mức" "A" < "B"\ndữ kiện [mức]\n  kiểu: xếp loại (thang "Mức")\n'
BROKEN = [
    ("fact", "dữ kiện [nhà]\n  kiểu số đếm (nhà)\n", "số [nhà] ít nhất 2 nhà", "AQ102"),
    ("fact without brackets", "dữ kiện nhà\n  kiểu: số đếm (nhà)\n", "số [nhà] ít nhất 2 nhà", "AQ101"),
    ("quantity", "đặt [nhà] = số [vụ cháy] +\n", "[nhà] ít nhất 2", "AQ101"),
    ("named condition", "mệnh đề [yên]: không có\n", "[yên]", "AQ114"),
    (
        "scale",
        'thang "Mức" "A" < "B"\ndữ kiện [mức]\n  kiểu: xếp loại (thang "Mức")\n',
        '[mức] từ "B" trở lên',
        "AQ102",
    ),
    ("list", 'danh mục "D": "A", "B"\ndữ kiện [d]\n  kiểu: tập (danh mục "D")\n', '[d] gồm đủ danh mục "D"', "AQ101"),
    ("choice", 'danh mục "D": "A", "B"\ndữ kiện [d]\n  kiểu: loại (danh mục "D")\n', '[d] là "A"', "AQ101"),
    ("reading", 'cách hiểu A1 "Đọc"\n  - "x" (mặc định)\n', 'theo cách hiểu A1:\n  - "x": không có [vụ cháy]', "AQ114"),
    ("phrase", 'cụm từ "trong quý 7" theo cách hiểu A1:\n  - "x": trong quý I\n', "không có [vụ cháy]", "AQ101"),
]


@pytest.mark.parametrize(("name", "block", "condition", "code"), BROKEN, ids=[case[0] for case in BROKEN])
def test_broken_block(name: str, block: str, condition: str, code: str) -> None:
    assert codes(f'{HEADER}{FACT}{block}tiêu chí 1. "Một"\n  đạt khi {condition}\n') == [code]


def test_broken_criterion() -> None:
    text = HEADER + FACT + CRITERION + 'tiêu chí 2. "Hai"\n  đạt khi có [\n'
    text += CRITERION.replace("1.", "3.")
    text += 'kết luận "Đủ"\n  khi tiêu chí 2 đạt và đạt ít nhất 3 tiêu chí\n'
    text += 'ví dụ "a"\n  cho năm 2023:\n    [vụ cháy]: 0 vụ\n  thì tiêu chí 2 đạt, mục 2.a đạt\n'
    assert codes(text) == ["AQ103"]


def test_broken_conclusion() -> None:
    text = HEADER + FACT + CRITERION + 'kết luận "Đủ"\n  khi đạt hết tiêu chí\n'
    text += 'ví dụ "a"\n  cho năm 2023:\n    [vụ cháy]: 0 vụ\n  thì kết luận "Đủ" đạt\n'
    assert codes(text) == ["AQ101"]


def test_broken_header() -> None:
    assert codes(HEADER.replace("mã:", "mã") + FACT + CRITERION) == ["AQ102"]


def test_set_without_unit_types() -> None:
    text = HEADER.replace("  áp dụng cho: xã\n", "") + FACT + CRITERION.replace("không có", "đối với xã: không có")
    assert codes(text) == ["AQ113"]


def test_names_left_empty() -> None:
    text = HEADER + FACT + "dữ kiện []\n  kiểu: xác nhận\nmệnh đề []: không có [vụ cháy]\n"
    text += 'tiêu chí 1. "Một"\n  đạt khi [] và không có [vụ cháy]\n'
    text += 'ví dụ "a"\n  cho năm 2023:\n    []: 1\n    []: 2\n  thì tiêu chí 1 đạt\n'
    problems = antq_rules.check_text(text)
    assert {problem.code for problem in problems} == {"AQ101"}
    assert [(problem.line, problem.column) for problem in problems] == [(7, 9), (9, 9), (11, 11), (14, 5), (15, 5)]


def test_unknown_names_of_the_right_set() -> None:
    """A list that is there does not make up for the list of the fact that is not."""
    text = HEADER + FACT + 'danh mục "D": "A"; "B"\ndữ kiện [d]\n  kiểu: tập (danh mục "E")\n'
    text += 'tiêu chí 1. "Một"\n  đạt khi [d] gồm đủ danh mục "D" và không có [vụ cháy]\n'
    assert codes(text) == ["AQ204"]


def test_used_file_that_is_not_there_or_cannot_be_read() -> None:
    text = HEADER + '  dùng: chung\ntiêu chí 1. "Một"\n  đạt khi [a] từ 2 lượt trở lên và [b] và theo cách hiểu A1:\n'
    text = text.replace(" và theo cách hiểu A1:\n", "\n")
    assert codes(text) == ["AQ214"]
    assert codes(text, {"chung.rules": "x" * 1_100_000}) == ["LIM001"]


def test_used_files_are_read_once() -> None:
    text = HEADER + "  dùng: chung, chung, rieng\n" + CRITERION
    assert codes(text, {"chung.rules": FACT, "rieng.rules": 'nhóm "Không dùng đến"\n'}) == []


def test_one_circle_is_reported_once_however_it_is_entered() -> None:
    text = HEADER + FACT + "đặt [a] = [b] + 1\nđặt [b] = [a] + số [vụ cháy]\n"
    text += 'tiêu chí 1. "Một"\n  đạt khi [b] ít nhất 1\ntiêu chí 2. "Hai"\n  đạt khi [a] ít nhất 1\n'
    problems = antq_rules.check_text(text)
    assert [(problem.code, problem.line) for problem in problems] == [("AQ213", 7)]
    assert dict(problems[0].values)["cycle"] == "[a] → [b] → [a]"


def test_facts_with_one_code_do_not_send_the_search_round_for_ever() -> None:
    def fact(name: str, code: str, whole: str = "") -> str:
        part = f"  trong số: [{whole}]\n" if whole else ""
        return f"dữ kiện [{name}]\n  mã: {code}\n  kiểu: số đếm (hộ)\n{part}"

    text = HEADER + fact("b", "x") + fact("a", "x", "c") + fact("c", "c", "b") + fact("d", "d", "a")
    text += 'tiêu chí 1. "Một"\n  đạt khi không có [a] và không có [b] và không có [c] và không có [d]\n'
    assert codes(text) == ["AQ210"]
