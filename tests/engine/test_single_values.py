"""Single values, as tables and the quick verdicts have them typed: the same as among the facts of a whole unit."""

from __future__ import annotations

import datetime

import pytest
from tests.engine.sample import rules_of
from tests.engine.test_intake import READ, REFUSED, taken, value_of

from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.evaluate import resolve_policies
from antq_rules.engine.intake import (
    CellReader,
    RawUnit,
    evidence_is_named,
    likely_names,
    take_alone,
    text_with_unit,
)

RULES = rules_of("không có [vụ]")
FACTS = RULES._facts
CHECKED_TOGETHER = ("DL104", "DL110")  # what is looked at beside other facts of the unit, or against its range


def reader(cutoff: datetime.date | None = None) -> CellReader:
    return CellReader(RULES.program, FACTS, 2023, 2023, cutoff)


@pytest.mark.parametrize(("code", "value", "expected"), READ, ids=lambda part: str(part)[:40])
def test_read_alone(code: str, value: object, expected: object) -> None:
    fact = FACTS.reported[code]
    assert reader().read(fact, value) == expected
    raw = RawUnit("", 2023, {})
    assert take_alone(RULES.program, FACTS, raw, resolve_policies(RULES.program, {}), fact, 2023, value) == (
        expected,
        False,
    )


@pytest.mark.parametrize(
    ("code", "value", "problem"), [row[:3] for row in REFUSED if row[2] not in CHECKED_TOGETHER], ids=str
)
def test_refused_alone(code: str, value: object, problem: str) -> None:
    fact, cells = FACTS.reported[code], reader()
    found = cells.read(fact, value)
    assert isinstance(found, Diagnostic)
    (error,) = taken(code, value).errors
    assert (found.code, found.message, found.correction) == (problem, error.message, error.correction)
    assert cells.read(FACTS.reported["vu"], 3) == 3  # what was refused before is not told again
    policies = resolve_policies(RULES.program, {})
    assert take_alone(RULES.program, FACTS, RawUnit("", 2023, {}), policies, fact, 2023, value) == (None, True)


def test_months_alone_may_end_with_the_day_of_the_report() -> None:
    months = FACTS.reported["buoi"]
    assert reader(datetime.date(2023, 9, 30)).read(months, [1] * 9) == (*[1] * 9, None, None, None)
    found = reader().read(months, [1] * 9)
    assert isinstance(found, Diagnostic) and found.code == "DL109"


@pytest.mark.parametrize("blank", [[None] * 12, ";" * 11, {"tháng 1": None}, [" "] * 12])
def test_twelve_blank_months_are_not_reported(blank: object) -> None:
    assert reader().read(FACTS.reported["buoi"], blank) is None
    assessment = taken("buoi", blank)
    assert (assessment.errors, value_of(assessment, "buoi")) == ((), None)


def test_words_about_evidence() -> None:
    assert evidence_is_named("Báo cáo số 2 (hư cấu)")
    assert not evidence_is_named(" ") and not evidence_is_named("chưa có")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("3", "vụ", "3 vụ"),
        (3, " ", "3"),
        (1.5, "km", "1,5 km"),
        ([1, 2], "giờ", "1 giờ;2 giờ"),
        ("1;2", "giờ", "1 giờ;2 giờ"),
        ([1, 2], "", "1;2"),
    ],
)
def test_text_with_the_unit_beside_it(value: object, unit: str, text: str) -> None:
    assert text_with_unit(value, unit) == text


def test_names_that_a_misspelt_one_may_mean() -> None:
    assert likely_names(FACTS, "vuj") == ("vu", "vụ")
