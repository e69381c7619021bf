"""A unit of a type that the set is not for: verdicts, items, explanation and summary all say the same."""

from __future__ import annotations

import antq_rules
from antq_rules import Verdict


def test_everything_says_not_applicable() -> None:
    assessment = antq_rules.load("pl1").assess({"so_nguoi_nghien_moi": 3}, year=2023, unit_type="doanh nghiệp")
    assert [error.code for error in assessment.errors] == ["DL113"]
    assert {result.verdict for result in assessment.criteria} == {Verdict.NOT_APPLICABLE}
    assert set(assessment.items.values()) == {Verdict.NOT_APPLICABLE}
    assert set(assessment.obligations.values()) == {Verdict.NOT_APPLICABLE}
    assert {explanation.verdict for explanation in assessment.explain_all()} == {Verdict.NOT_APPLICABLE}
    assert assessment.summary().verdict is Verdict.NOT_APPLICABLE
    assert assessment.missing == ()
