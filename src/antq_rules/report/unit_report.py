"""Everything that a report on a whole unit shows, as plain data taken from an assessment."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import attrs

from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.explanation import Explanation, ReadingShown, Summary
from antq_rules.engine.wording import figure
from antq_rules.ruleset import Assessment
from antq_rules.types import Verdict


@attrs.frozen
class Conclusion:
    """A conclusion of the set and its verdict."""

    title: str
    verdict: Verdict


@attrs.frozen
class Stated:
    """A class with the reasons that it is no better, or a number of points, as an official reads it."""

    title: str
    text: str
    reasons: tuple[str, ...] = ()


@attrs.frozen
class UnitReport:
    """One unit's results for one year, apart from the rules and facts that they were made from.

    `readings` are those for which another option than the default was chosen; `criteria` are all that were assessed,
    in the order of the set; `errors` are the values that were refused. `stated` are classes and points, `parameters`
    those of the set with the figure in force.
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
    stated: tuple[Stated, ...] = ()
    parameters: tuple[Stated, ...] = ()

    @property
    def is_scored(self) -> bool:
        """Whether the set gives points or classes instead of a conclusion."""
        scored = bool(self.stated) or any(criterion.only_points for criterion in self.criteria)
        return scored and not self.conclusions


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
        tuple(_stated(assessment)),
        tuple(_parameters(assessment)),
    )


def _stated(assessment: Assessment) -> Iterator[Stated]:
    for title, found in assessment.classes.items():
        yield Stated(title, found.text, found.reasons)
    total = assessment.total_points
    if total is not None:
        yield Stated("Tổng điểm", total.text.removeprefix("được "))
    groups = assessment.group_points
    if len(groups) > 1:
        for title, points in groups.items():
            yield Stated(f"Điểm nhóm “{title}”", points.text.removeprefix("được "))


def _parameters(assessment: Assessment) -> Iterator[Stated]:
    for parameter in assessment.program.parameters:
        origin = "do bên áp dụng quy định" if parameter.changed else "mặc định"
        yield Stated(f"Tham số [{parameter.fact.name}]", f"{figure(parameter.value, parameter.fact)} ({origin})")
