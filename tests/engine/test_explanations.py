"""What is said of one condition: required, reported, margin, remarks, changes, what is missing. Cases are data.

`expect` holds what the last test of the criterion shows; what is left out there is empty. Invented data.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.engine.sample import rules_of

from antq_rules import Verdict
from antq_rules.engine.explanation import Explanation, Node

FILES = sorted(Path(__file__).parent.glob("*.json"))
CASES = [case for file in FILES for case in json.loads(file.read_text(encoding="utf-8"))]
CONDITIONS = tuple(dict.fromkeys(case["condition"] for case in CASES))


def leaves_of(node: Node) -> Iterator[Node]:
    if node.kind == "test":
        yield node
    for child in node.children:
        yield from leaves_of(child)


def said(explanation: Explanation) -> dict[str, Any]:
    """The parts of an explanation that a case can expect, empty ones left out."""
    *_, test = leaves_of(explanation.tree)
    parts: dict[str, Any] = {
        "verdict": explanation.verdict.value,
        "required": test.required,
        "actual": test.actual,
        "margin": test.margin.text if test.margin is not None else "",
        "remarks": list(test.remarks),
        "shown": [fact.value for fact in test.facts],
        "changes": [change.text for change in explanation.changes],
        "outlook": explanation.outlook,
        "needs": [need.text for need in explanation.needs],
        "no_longer_matter": list(explanation.no_longer_matter),
    }
    return {name: part for name, part in parts.items() if part}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['condition']} {case['facts']}")
def test_explanation(case: dict[str, Any]) -> None:
    rules = rules_of(*CONDITIONS)
    number = str(CONDITIONS.index(case["condition"]) + 1)
    options = dict(case.get("options", {}))
    if "cutoff" in options:
        options["cutoff"] = datetime.date.fromisoformat(options["cutoff"])
    assessment = rules.assess(case["facts"], year=2023, criteria=[number], **options)
    expected = dict(case["expect"])
    assert [error.code for error in assessment.errors] == expected.pop("errors", [])
    explanation = assessment.explain(number)
    assert said(explanation) == expected
    for change in explanation.changes:
        moved = {**case["facts"], **{move.code: move.after for move in change.moves}}
        after = rules.assess(moved, year=2023, criteria=[number], **options)
        assert (after[number].verdict, after.errors) == (Verdict.PASS, assessment.errors)
