"""A fact is one and the same whether its year is named or counted from the assessed one."""

from __future__ import annotations

import pytest

import antq_rules
from antq_rules import Verdict

RULES = """bộ tiêu chí "Năm nêu rõ (hư cấu)"
  mã: nam-neu-ro
  áp dụng cho: xã
dữ kiện [hộ nghèo]
  mã: ho_ngheo
  kiểu: số đếm (hộ)
dữ kiện [buổi]
  mã: buoi
  kiểu: theo tháng (buổi)
dữ kiện [buổi được giao]
  mã: giao
  kiểu: theo tháng (buổi)
tiêu chí 1. "Thử"
  đạt khi {condition}
"""


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        ("số [hộ nghèo] không tăng so với năm 2022", Verdict.PASS),
        ("số [hộ nghèo] không giảm so với năm 2022", Verdict.PASS),
        ("số [hộ nghèo] giảm so với năm 2022", Verdict.FAIL),
        ("số [hộ nghèo] - số [hộ nghèo] năm 2022 ít nhất 1 hộ", Verdict.FAIL),
        ("số [hộ nghèo] + số [hộ nghèo] năm 2022 bằng 3", Verdict.FAIL),
        ("hằng tháng số [buổi] không quá cả năm số [buổi]", Verdict.PASS),
    ],
)
def test_same_unknown_figure_counts_once(condition: str, verdict: Verdict) -> None:
    assessment = antq_rules.load_text(RULES.format(condition=condition)).assess({}, year=2022)
    assert assessment["1"].verdict is verdict
    assert assessment.missing == ()


def test_months_of_a_fact_that_was_not_reported_are_not_asked_for_one_by_one() -> None:
    rules = antq_rules.load_text(RULES.format(condition="hằng tháng số [buổi] ít nhất số [buổi được giao]"))
    needs = rules.assess({"giao": [1, 1, None, *[1] * 9]}, year=2022).explain("1").needs
    assert [(need.code, need.months) for need in needs] == [("buoi", ()), ("giao", (3,))]
