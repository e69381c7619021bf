"""Plain values from a file or an application: what each spelling means, and pint quantities."""

from __future__ import annotations

import decimal
import time
from fractions import Fraction
from typing import Any

import pint
import pytest
from tests.facts.small_rules import rules, typed_facts

from antq_rules import Verdict, report
from antq_rules.engine.values import ABSENT, Attested, Evidence

REGISTRY: Any = pint.UnitRegistry()
for _unit in ("đồng = [tiền]", "nghìn_đồng = 1000 đồng", "triệu_đồng = 1000000 đồng", "vụ = []"):
    REGISTRY.define(_unit)


def value(fact: str, written: object) -> object:
    data = typed_facts({fact: written})
    assert data.errors == ()
    return data.values.get((fact, 2023))


def refused(fact: str, written: object) -> tuple[str, str]:
    (problem,) = typed_facts({fact: written}).errors
    return problem.code, problem.text()


@pytest.mark.parametrize(
    ("fact", "amount", "unit", "expected"),
    [
        ("san_luong", 2, "metric_ton", 2000),
        ("san_luong", 2500, "kilogram", 2500),
        ("san_luong", 0.1, "tonne", 100),
        ("san_luong", decimal.Decimal("2.5"), "metric_ton", 2500),
        ("san_luong", Fraction(1, 3), "kilogram", Fraction(1, 3)),
        ("no", 1500, "nghìn_đồng", 1_500_000),
        ("no", 2, "triệu_đồng", 2_000_000),
        ("vu", 5, "vụ", 5),
        ("vu", 5, "", 5),
        ("no", 5, "", 5_000_000),
    ],
)
def test_a_pint_quantity_is_read_exactly(fact: str, amount: object, unit: str, expected: object) -> None:
    assert value(fact, REGISTRY.Quantity(amount, unit)) == expected
    assert value(fact, {"giá trị": REGISTRY.Quantity(amount, unit), "minh chứng": "BC 5"}) == expected


@pytest.mark.parametrize(
    ("fact", "amount", "unit", "code"),
    [
        ("san_luong", 2, "meter", "DL106"), ("san_luong", 2, "đồng", "DL106"), ("vu", 2, "percent", "DL106"),
        ("san_luong", float("nan"), "kilogram", "DL103"),
        ("vu", 2.5, "vụ", "DL103"), ("san_luong", -1, "kilogram", "DL104"),
    ],
)  # fmt: skip
def test_a_pint_quantity_that_does_not_fit(fact: str, amount: Any, unit: str, code: str) -> None:
    assert refused(fact, REGISTRY.Quantity(amount, unit))[0] == code


def test_pint_quantities_through_a_rule_set_and_back_from_a_saved_assessment() -> None:
    facts = {"vu": REGISTRY.Quantity(0, "vụ"), "san_luong": REGISTRY.Quantity(1.5, "metric_ton")}
    previous = {"san_luong": REGISTRY.Quantity(900, "kilogram")}
    result = rules().assess(facts, year=2023, unit_type="xã", previous=previous)
    assert (result["1"].verdict, result.errors) == (Verdict.PASS, ())
    saved = report.data(result)
    assert saved["facts"]["2023"]["san_luong"] == "1,5 metric ton"
    assert value("san_luong", saved["facts"]["2023"]["san_luong"]) == 1500


def test_a_float_is_read_by_its_decimal_text() -> None:
    assert value("san_luong", 0.1) == 100
    assert value("san_luong", 2.675) == 2675


@pytest.mark.parametrize("words", ["thiếu", "không có", "Thiếu minh chứng", "chưa có", "", None, " "])
def test_evidence_said_to_be_missing_is_missing(words: str | None) -> None:
    data = typed_facts({"tot": {"giá trị": True, "minh chứng": words}})
    assert (data.values["tot", 2023], data.evidence) == (Attested(True, Evidence.MISSING), {})
    if words:
        assert value("tot", f"có (minh chứng: {words})") == Attested(True, Evidence.MISSING)


@pytest.mark.parametrize(("fact", "advice"), [("ngay", "ghi “không có”"), ("muc", "ghi “không có”"),
                                               ("tot", "ghi “không”"), ("vu", "ghi “không có”")])  # fmt: skip
def test_not_yet_may_mean_two_things_and_is_refused_with_both(fact: str, advice: str) -> None:
    code, text = refused(fact, "chưa có")
    assert code == "DL103"
    assert advice in text and "chưa báo cáo thì để trống" in text
    assert value("ngay", "không có") is ABSENT


def test_a_unit_beside_a_value() -> None:
    assert value("no", {"giá trị": "1.500", "đơn vị": "nghìn đồng"}) == 1_500_000
    assert value("buoi", {"giá trị": [1, None, *[2] * 10], "đơn vị": "buổi"}) == (1, None, *[2] * 10)
    assert value("buoi", {"giá trị": {"1": 1, "2": None}, "đơn vị": "buổi"}) == (1, *[None] * 11)
    assert value("buoi", {"giá trị": "1||" + "2|" * 9 + "2", "đơn vị": "buổi"}) == (1, None, *[2] * 10)
    assert value("no", {"giá trị": None, "đơn vị": "đồng"}) is None
    assert value("no", {"giá trị": " ", "minh chứng": "BC 5"}) is None
    assert value("no", {"giá trị": 2, "đơn vị": ""}) == 2_000_000


@pytest.mark.parametrize("separator", [";", " | ", "|"])
def test_lists_in_one_text(separator: str) -> None:
    assert value("ngay_hoi", separator.join(["Ngày A", "ngay_b"])) == frozenset({"ngay_a", "ngay_b"})
    assert value("buoi", separator.join(["1"] * 11 + [""])) == (*[1] * 11, None)


LONG_SPACES = " " * 100_000


@pytest.mark.parametrize(
    "text", [f"1{LONG_SPACES}x{LONG_SPACES}y", f"có (minh chứng:{LONG_SPACES}", "có (minh chứng:" + "(a)" * 30_000,
             "1" * 100_000, ";" * 100_000]
)  # fmt: skip
def test_a_very_long_text_is_refused_in_no_time(text: str) -> None:
    start = time.process_time()
    data = typed_facts(dict.fromkeys(("vu", "tot", "no"), text))
    assert len(data.errors) == 3
    assert time.process_time() - start < 10
