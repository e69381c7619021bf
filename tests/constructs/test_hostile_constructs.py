"""Rule files made to be deep, long or to multiply: each gets a diagnostic with a place, in time, and no traceback."""

from __future__ import annotations

import time

import pytest

import antq_rules

RULES = """
bộ tiêu chí "Thử (hư cấu)"
  mã: thu
  áp dụng cho: xã
  khi không có đối tượng: đạt
dữ kiện [A]
  kiểu: số đếm (vụ)
dữ kiện [B]
  kiểu: số đếm (vụ)
dữ kiện [có]
  kiểu: điều kiện
{more}
tiêu chí 1. "Một"
  {body}
"""
SCORED = "điểm tối đa: 10 điểm\n  chấm điểm: "
MANY = 20_000


def rows(table: str, count: int) -> str:
    lines = "".join(f"  - từ {number} đến dưới {number + 1} vụ: {number} vụ\n" for number in range(count))
    return f"bảng [{table}] theo [B]:\n{lines}  - từ {count} vụ trở lên: 1 vụ\n"


@pytest.mark.parametrize(
    ("body", "more", "code"),
    [
        (SCORED + "đối với xã: " * 5000 + "3 điểm", "", "LIM002"),
        (SCORED + "3 điểm" + ", làm tròn đến 0,5 điểm" * 5000, "", "LIM002"),
        (SCORED + "(" * 100_000 + "3 điểm", "", "LIM002"),
        ("đạt khi số [A] ít nhất " + "1 × " * MANY + "1 vụ", "", "LIM002"),
        ("đạt khi " + "số [A] / " * MANY + "số [B] ít nhất 1%", "", "LIM002"),
        ("đạt khi có [có]" + "\n  trừ trường hợp [có]" * 3000, "", "LIM002"),
        ("đạt khi có [có]" + "\n  không đạt khi [có]" * 3000, "", "LIM002"),
        ("đạt khi số [A] + [m1] ít nhất [m2] + [m3]", rows("m1", 100) + rows("m2", 100) + rows("m3", 100), "LIM004"),
        (
            SCORED + "theo bậc:" + "".join(f"\n    - số [A] ít nhất {at} vụ: 1 điểm" for at in range(3000, -1, -1)),
            "",
            "AQ340",
        ),
    ],
    ids=["types", "rounding", "brackets", "product", "ratio", "exceptions", "vetoes", "tables", "bands"],
)
def test_a_file_past_what_is_read_is_told_in_time(body: str, more: str, code: str) -> None:
    started = time.process_time()
    problems = antq_rules.check_text(RULES.format(body=body, more=more))
    assert time.process_time() - started < 20
    (found,) = [problem for problem in problems if problem.code == code]
    assert found.line > 0
    assert code in found.text()


@pytest.mark.parametrize(
    "body",
    [
        "đạt khi " + "số [A] + " * 100 + "số [A] ít nhất 101 vụ",
        "đạt khi " + "không phải (" * 98 + "có [có]" + ")" * 98,
        "đạt khi có [có]" + "\n  trừ trường hợp không có [có]" * 100,
        SCORED + "3 điểm" + ", làm tròn đến 0,5 điểm" * 100,
    ],
    ids=["sum", "negations", "exceptions", "rounding"],
)
def test_a_hundred_after_each_other_are_read_judged_and_explained(body: str) -> None:
    rules = antq_rules.load_text(RULES.format(body=body, more=""))
    started = time.process_time()
    result = rules.assess({"a": 1, "co": True}, year=2024)
    explanation = result.explain("1")
    assert time.process_time() - started < 10
    if "chấm điểm" in body:
        assert result.points("1").value == 3
    else:
        assert explanation.verdict is antq_rules.Verdict.PASS


def test_an_item_that_drops_out_below_a_type_or_an_item_leaves_the_most() -> None:
    nested = "cộng các mục:\n    a) (tối đa 4 điểm): áp dụng khi có [có]: 4 điểm\n    b) (tối đa 6 điểm): 6 điểm"
    rules = antq_rules.load_text(RULES.format(body=SCORED + f"đối với xã: {nested}", more=""))
    points = rules.assess({"co": False}, year=2024).points("1")
    assert points.text == "được 6/6 điểm"
    unknown = rules.assess({}, year=2024).points("1")
    assert unknown.low == 6 and unknown.high == 10
