"""What is said of other criteria where points are given, and commas after years in a row."""

from __future__ import annotations

import pytest

import antq_rules
from antq_rules import InvalidInput

HEADER = """bộ tiêu chí "Nhắc tiêu chí khác (hư cấu)"
  mã: nhac-tieu-chi
  áp dụng cho: xã
dữ kiện [vụ cháy]
  mã: vu
  kiểu: số đếm (vụ)
tiêu chí 1. "Không cháy"
"""
PASSES = "  đạt khi không có [vụ cháy]\n"
POINTS = "  điểm tối đa: 2 điểm\n  chấm điểm: 2 điểm nếu {condition}\n"


def test_points_may_ask_of_the_criterion_before() -> None:
    text = f'{HEADER}{PASSES}tiêu chí 2. "Điểm"\n{POINTS.format(condition="tiêu chí 1 đạt")}'
    assert antq_rules.load_text(text).assess({"vu": 0}, year=2024).points("2").value == 2


@pytest.mark.parametrize("extra", ["", '\ntiêu chí 2. "Khác"\n  đạt khi có [vụ cháy]\n'])
def test_points_may_not_ask_of_their_own_criterion(extra: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load_text(HEADER + POINTS.format(condition="tiêu chí 1 đạt") + extra)
    assert "AQ213" in {problem.code for problem in caught.value.diagnostics}


def test_limit_of_points_after_years_in_a_row() -> None:
    condition = "số [vụ cháy] không quá 2 vụ trong 02 năm liên tục, tối đa 1 điểm"
    rules = antq_rules.load_text(HEADER + POINTS.format(condition=condition))
    assert rules.assess({"vu": 0}, year=2024, previous={"vu": 2}).points("1").value == 1
