"""The executors that are compared with the model: each is made when it is asked for, so that none has to be there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Final, Protocol

import attrs

import antq_rules
from antq_rules import Assessment, CriterionResult, PointsResult, RuleSet, Verdict
from antq_rules.graph.codec import from_data, to_data
from antq_rules.source import SourceText
from antq_rules.syntax.parser import parse
from antq_rules.syntax.printer import print_document
from tests.differential.cases import Case, plain
from tests.differential.reference import Missing, Outcome, Points, Reference


class Executor(Protocol):
    """Something that judges many units at once."""

    @property
    def name(self) -> str: ...

    def supports(self, rules: RuleSet) -> str:
        """Why it cannot judge by a set, or nothing where it can."""
        ...

    def judge(self, case: Case) -> list[Outcome]:
        """What each unit of a case comes to, in their order."""
        ...


class Assessments:
    """The model through its public door, a unit at a time."""

    name = "assess"

    def supports(self, rules: RuleSet) -> str:
        """Every set."""
        return ""

    def judge(self, case: Case) -> list[Outcome]:
        """What `RuleSet.assess` says of each unit."""
        reference = Reference(case)
        found = []
        for unit in case.units:
            earlier = {
                year: {code: plain(value) for code, value in known.items()}
                for year, known in unit.facts.items()
                if year != unit.year
            }
            assessment = case.rules.assess(
                {code: plain(value) for code, value in unit.facts[unit.year].items()},
                year=unit.year,
                unit_type=unit.unit_type,
                earlier=earlier,
                same_period={code: plain(value) for code, value in unit.same_period.items()},
                cutoff=case.cutoff,
                existed_before=unit.existed_before,
                readings=case.readings,
                parameters=case.parameters,
            )
            found.append(_of_assessment(reference, assessment))
        return found


def _of_assessment(reference: Reference, assessment: Assessment) -> Outcome:
    scored = [criterion.number for criterion in assessment.program.criteria if criterion.scoring is not None]
    return Outcome(
        tuple(sorted(reference.error(one) for one in assessment.errors)),
        {one.number: one.verdict.value for one in assessment},
        {name: verdict.value for name, verdict in assessment.items.items()},
        {title: verdict.value for title, verdict in assessment.conclusions.items()},
        {one.number: _missing(assessment, one) for one in assessment},
        {number: _points(assessment.points(number)) for number in scored},
        {title: _points(points) for title, points in assessment.group_points.items()} if scored else {},
        _points(assessment.total_points),
        {title: one.possible for title, one in assessment.classes.items()},
    )


def _missing(assessment: Assessment, criterion: CriterionResult) -> tuple[Missing, ...]:
    if criterion.verdict is not Verdict.INSUFFICIENT_DATA:
        return ()
    reasons = {"correction": "wrong", "evidence": "evidence"}
    return tuple(
        sorted(
            (need.code, need.year, month, reasons.get(need.kind, "missing"))
            for need in assessment.explain(criterion.number).needs
            for month in need.months or (0,)
        )
    )


def _points(points: PointsResult | None) -> Points:
    return None if points is None or not points.applies else (points.low, points.high, points.maximum)


class Rewritten:
    """The model by a set that went another way and has to mean the same."""

    def __init__(self, name: str, rewrite: Callable[[Case], RuleSet]) -> None:
        self.name = name
        self._rewrite = rewrite

    def supports(self, rules: RuleSet) -> str:
        """Every set."""
        return ""

    def judge(self, case: Case) -> list[Outcome]:
        """What the model says by the rewritten set."""
        reference = Reference(attrs.evolve(case, rules=self._rewrite(case)))
        return [reference.outcome(unit) for unit in case.units]


def stored() -> Executor:
    """By the compiled form as it is stored: plain JSON."""

    def rewrite(case: Case) -> RuleSet:
        data = json.loads(json.dumps(to_data(case.rules.program)))
        return attrs.evolve(case.rules, program=from_data(data))

    return Rewritten("stored", rewrite)


def printed() -> Executor:
    """By the text as the formatter writes it."""
    return Rewritten(
        "printed",
        lambda case: antq_rules.load_text(print_document(parse(SourceText.of_text("rules", case.text)).document)),
    )


_KNOWN: Final = {
    "assess": "tests.differential.executors:Assessments",
    "stored": "tests.differential.executors:stored",
    "printed": "tests.differential.executors:printed",
    "verdicts": "tests.differential.quick:Quick",
    "columns": "tests.differential.columnar:Prepared",
    "duckdb": "tests.differential.views:duckdb",
    "duckdb_wide": "tests.differential.views:duckdb_wide",
    "sqlite": "tests.differential.views:sqlite",
    "postgres": "tests.differential.views:postgres",
    "completions": "tests.differential.completions:Checked",
}
"""The executors by name: a module and what makes one. Whoever writes an executor adds a line."""


def executor(name: str) -> Executor:
    """The executor of that name; `KeyError` for one that is not known, `ImportError` where it cannot be made here."""
    module, _, maker = _KNOWN[name].partition(":")
    made: Executor = getattr(import_module(module), maker)()
    return made


def names() -> tuple[str, ...]:
    """All known names."""
    return tuple(_KNOWN)


def available() -> Iterator[str]:
    """The names of executors that can be made here."""
    for name in _KNOWN:
        try:
            executor(name)
        except ImportError:
            continue
        yield name
