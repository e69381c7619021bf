"""Days are read by one reader, whether they are a fact's value or the cut-off: year first with two digits each."""

from __future__ import annotations

import datetime
import json

import pytest

import antq_rules
from antq_rules import InvalidInput, Verdict, read_units_text

RULES = """bộ tiêu chí "Ngày (hư cấu)"
  mã: ngay
  áp dụng cho: xã
dữ kiện [ngày ban hành]
  mã: ngay
  kiểu: ngày
tiêu chí 1. "Trong quý I"
  đạt khi [ngày ban hành] trong quý I
"""
WRITTEN = [
    ("2023-02-05", True),
    (" 05/02/2023 ", True),
    ("5/2/2023", True),
    ("2023-2-5", False),
    ("2023-02-5", False),
    ("2023-2-05", False),
    ("05-02-2023", False),
    ("2023/02/05", False),
    ("05/02/23", False),
    ("٢٠٢٣-٠٢-٠٥", False),
]


def cutoff_of(text: str) -> datetime.date | None:
    unit = {"đơn vị": {"mã": "x", "loại": "xã"}, "năm": 2023, "dữ kiện": {}, "ngày chốt số liệu": text}
    return read_units_text(json.dumps(unit))[0].cutoff


@pytest.mark.parametrize(("text", "read"), WRITTEN)
def test_value_and_cutoff_are_read_alike(text: str, read: bool) -> None:
    assessment = antq_rules.load_text(RULES).assess({"ngay": text}, year=2023)
    if read:
        assert (assessment["1"].verdict, assessment.errors) == (Verdict.PASS, ())
        assert cutoff_of(text) == datetime.date(2023, 2, 5)
        return
    assert assessment["1"].verdict is Verdict.INSUFFICIENT_DATA
    (error,) = assessment.errors
    assert (error.code, error.place, error.correction) == (
        "DL103",
        "năm 2023",
        "Ghi ngày/tháng/năm, ví dụ 15/02/2023.",
    )
    assert error.message == f"[ngày ban hành] phải là một ngày, không phải “{text}”"
    with pytest.raises(InvalidInput) as caught:
        cutoff_of(text)
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.message) == ("DL116", f"[ngày chốt số liệu]: không có ngày “{text}”")


@pytest.mark.parametrize("text", ["2023-02-29", "31/04/2023", "0000-01-01", "2023-13-01"])
def test_a_day_that_does_not_exist(text: str) -> None:
    (error,) = antq_rules.load_text(RULES).assess({"ngay": text}, year=2023).errors
    assert (error.code, error.message) == ("DL116", f"[ngày ban hành]: không có ngày “{text}”")
    with pytest.raises(InvalidInput) as caught:
        cutoff_of(text)
    assert [problem.code for problem in caught.value.diagnostics] == ["DL116"]
