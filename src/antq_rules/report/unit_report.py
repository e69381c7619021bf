"""Everything that a report on a whole unit shows, as plain data taken from an assessment."""

from __future__ import annotations

import datetime

import attrs

from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.explanation import Explanation, ReadingShown, Summary
from antq_rules.ruleset import Assessment
from antq_rules.types import Verdict


@attrs.frozen
class Conclusion:
    """A conclusion of the set and its verdict."""

    title: str
    verdict: Verdict


@attrs.frozen
class UnitReport:
    """One unit's results for one year, apart from the rules and facts that they were made from.

    `readings` are those for which another option than the default was chosen; `criteria` are all that were assessed,
    in the order of the set; `errors` are the values that were refused.
    """

    set_code: str
    set_title: str
    rules_hash: str
    library_version: str
    unit_code: str
    unit_name: str
    unit_type: str
    year: int
    cutoff: datetime.date | None
    verdict: Verdict
    summary: Summary
    criteria: tuple[Explanation, ...]
    conclusions: tuple[Conclusion, ...] = ()
    readings: tuple[ReadingShown, ...] = ()
    errors: tuple[Diagnostic, ...] = ()


def unit_report(assessment: Assessment | UnitReport) -> UnitReport:
    """What there is to show of an assessment, every criterion explained; a report is returned as it is."""
    if isinstance(assessment, UnitReport):
        return assessment
    return UnitReport(
        assessment.program.code,
        assessment.program.title,
        assessment.rules_hash,
        assessment.version,
        assessment.unit_code,
        assessment.unit_name,
        assessment.raw.unit_type,
        assessment.year,
        assessment.cutoff,
        assessment.verdict,
        assessment.summary(),
        assessment.explain_all(),
        tuple(Conclusion(title, verdict) for title, verdict in assessment.conclusions.items()),
        assessment.readings_not_default,
        assessment.errors,
    )
