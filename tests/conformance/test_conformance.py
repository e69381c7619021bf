"""The corner cases of the language, as data: every executor has to give these verdicts."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import antq_rules
from antq_rules import Assessment, RuleSet

CASES = Path(__file__).parent / "cases"


def _all_cases() -> Iterator[Any]:
    for file in sorted(CASES.glob("*.json")):
        for case in json.loads(file.read_text(encoding="utf-8")):
            yield pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")


@pytest.fixture(scope="module")
def sets() -> dict[str, RuleSet]:
    return {file.stem: antq_rules.load_file(file) for file in CASES.glob("*.rules")}


def assess(rules: RuleSet, case: dict[str, Any]) -> Assessment:
    """The assessment that a case describes."""
    return rules.assess(
        case["facts"],
        year=case["year"],
        unit_type=case.get("unit_type"),
        previous=case.get("previous"),
        earlier={int(year): facts for year, facts in case.get("earlier", {}).items()},
        same_period=case.get("same_period"),
        cutoff=datetime.date.fromisoformat(case["cutoff"]) if "cutoff" in case else None,
        existed_before=case.get("existed_before", True),
        readings=case.get("readings"),
    )


def needs_of(assessment: Assessment, number: str) -> set[str]:
    """What a criterion waits for, as `fact@year`, `/month` for a month, `!` for wrong, `?` for missing evidence."""
    found: set[str] = set()
    for need in assessment.explain(number).needs:
        mark = {"correction": "!", "evidence": "?"}.get(need.kind, "")
        months = [f"/{month}" for month in need.months] or [""]
        found.update(f"{need.code}@{need.year}{month}{mark}" for month in months)
    return found


@pytest.mark.parametrize(("name", "case"), list(_all_cases()))
def test_case(sets: dict[str, RuleSet], name: str, case: dict[str, Any]) -> None:
    assessment = assess(sets[name], case)
    expected = case["expect"]
    assert {n: assessment[n].verdict.value for n in expected["criteria"]} == expected["criteria"]
    items = assessment.items
    assert {n: items[n].value for n in expected.get("items", {})} == expected.get("items", {})
    conclusions = assessment.conclusions
    assert {n: conclusions[n].value for n in expected.get("conclusions", {})} == expected.get("conclusions", {})
    assert [error.code for error in assessment.errors] == expected.get("errors", [])
    for number, needs in expected.get("needs", {}).items():
        assert needs_of(assessment, number) == set(needs)
