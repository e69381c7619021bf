"""How many criteria are met: from the assessment, and checked against what the data file states."""

from __future__ import annotations

from collections import Counter

import attrs

from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.ranges import Facts
from antq_rules.facts import UnitRecord
from antq_rules.process.intake import without
from antq_rules.ruleset import Assessment, RuleSet
from antq_rules.source import fold_name
from antq_rules.types import Verdict

_COUNTS = {
    "so_tieu_chi_dat": Verdict.PASS,
    "so_tieu_chi_khong_dat": Verdict.FAIL,
    "so_tieu_chi_thieu": Verdict.INSUFFICIENT_DATA,
}


def with_counts(
    process: RuleSet, own: UnitRecord, criteria: Assessment | None, appendix: RuleSet | None
) -> tuple[UnitRecord, tuple[Diagnostic, ...], bool]:
    """The record with the counts of the assessment in it, and an error for each stated count that is another.

    A contradiction leaves all counts unreported. Where the data hold no fact of the appendix at all, the criteria were
    judged elsewhere and the stated counts are taken as they are; the last value returned says so.
    """
    if criteria is None or appendix is None:
        return own, (), False
    stated = process.assess(own, criteria=("5",))
    if any(stated.value(code) is not None for code in _COUNTS) and not _reports_criteria(criteria, appendix):
        return own, (), True
    counted = counts(criteria)
    names = {fact.code: fact.name for fact in process.facts}
    errors = tuple(
        _contradiction(own, names[code], stated.value(code), number)
        for code, number in counted.items()
        if stated.value(code) not in (None, number)
    )
    bare = without(own, process, _COUNTS)
    if errors:
        return bare, errors, False
    return _with(bare, process, counted), (), False


def counts(criteria: Assessment) -> dict[str, int]:
    """The number of criteria met, failed and undecided; one that does not apply stands in nobody's way."""
    by_verdict = Counter(result.verdict for result in criteria)
    by_verdict[Verdict.PASS] += by_verdict[Verdict.NOT_APPLICABLE]
    return {code: by_verdict[verdict] for code, verdict in _COUNTS.items()}


def _reports_criteria(criteria: Assessment, appendix: RuleSet) -> bool:
    names, used = Facts(appendix.program.facts).by_written, {fact.code for fact in appendix.facts}
    current = criteria.raw.facts.get(criteria.year, {})
    return any(names[key].code in used for key in map(fold_name, current) if key in names)


def _contradiction(own: UnitRecord, name: str, found: object, computed: int) -> Diagnostic:
    values = (("name", name), ("found", str(found)), ("computed", str(computed)))
    return Diagnostic("DL141", own.file, place=own.code or own.name, values=values)


def _with(own: UnitRecord, process: RuleSet, counted: dict[str, int]) -> UnitRecord:
    facts: dict[str, object] = {**own.facts.get(own.year, {}), **counted}
    return attrs.evolve(own, facts={**own.facts, own.year: facts})
