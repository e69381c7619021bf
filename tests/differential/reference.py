"""What the model says of a case, in canonical plain data that every executor is compared with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from antq_rules import Diagnostic
from antq_rules.engine.assess import classes, evaluate, group_points, judge_unit, scored_groups, total_points, verdicts
from antq_rules.engine.evaluate import Judge, Result
from antq_rules.engine.explain import needs
from antq_rules.engine.intake import RawUnit
from antq_rules.engine.points import Tally
from antq_rules.engine.ranges import Facts
from antq_rules.graph import model as g
from antq_rules.types import NOT_APPLICABLE, Verdict
from tests.differential.cases import Case, Unit, plain

Points = tuple[Fraction | None, Fraction | None, Fraction] | None
"""The least and greatest points (`None`: no limit) and the most that could be earned; `None` where none apply."""
Missing = tuple[str, int, int, str]
"""A fact, its year, its month (0: none in particular), and why: `missing`, `wrong` or `evidence`."""
ErrorOfData = tuple[str, str, int]
"""A code of the diagnostics, the fact it is about and its year; no fact and year 0 where it is about the unit."""


@attrs.frozen
class Outcome:
    """What one unit comes to under one set."""

    errors: tuple[ErrorOfData, ...]
    criteria: Mapping[str, str]
    items: Mapping[str, str]
    conclusions: Mapping[str, str]
    missing: Mapping[str, tuple[Missing, ...]]
    points: Mapping[str, Points] = attrs.field(factory=dict)
    groups: Mapping[str, Points] = attrs.field(factory=dict)
    total: Points = None
    classes: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    untold: tuple[str, ...] = ()
    """The fields that an executor says nothing of; they are not compared."""


def differences(expected: Outcome, found: Outcome) -> list[str]:
    """Where an executor's outcome is not the model's, each in one line.

    The one place that says what of items is compared: those the model reached. An item that it did not reach (of a
    case that is ruled out, of an option not chosen, outside its types or years of application) has no verdict in the
    model; an executor may leave it out or say of it what it likes.
    """
    found_items = {name: found.items.get(name) for name in expected.items}
    pairs: dict[str, list[tuple[str, Any, Any]]] = {
        "errors": [("errors", expected.errors, found.errors)],
        "criteria": _by_key("criterion", expected.criteria, found.criteria),
        "items": _by_key("item", expected.items, found_items),
        "conclusions": _by_key("conclusion", expected.conclusions, found.conclusions),
        "missing": _by_key("missing of", expected.missing, found.missing),
        "points": _by_key("points of", expected.points, found.points),
        "groups": _by_key("group", expected.groups, found.groups),
        "total": [("total", expected.total, found.total)],
        "classes": _by_key("class", expected.classes, found.classes),
    }
    compared = [pair for field, several in pairs.items() if field not in found.untold for pair in several]
    return [f"{name}: expected {_shown(wanted)}, got {_shown(got)}" for name, wanted, got in compared if wanted != got]


def _by_key(what: str, expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(f"{what} {key}", expected.get(key), found.get(key)) for key in {**expected, **found}]


def _shown(value: object) -> str:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return f"({', '.join(_shown(part) for part in value)})"
    return repr(value)


# ------------------------------------------------------------------------------------------------ the model
class Reference:
    """The model for one case: what units share is made once."""

    def __init__(self, case: Case) -> None:
        rules = case.rules.with_parameters(case.parameters) if case.parameters else case.rules
        self.program = rules.program
        others = [*(one.fact for one in self.program.parameters), *(one.fact for one in self.program.computed)]
        self.facts = Facts(self.program.facts, others)
        self.readings = {**case.rules.defaults, **case.readings}
        self.cutoff = case.cutoff
        self.codes = {fact.name: fact.code for fact in self.program.facts}

    def judge(self, unit: Unit) -> Judge:
        """The model's judge of a unit."""
        return judge_unit(self.program, self.facts, raw_unit(unit, self.cutoff), self.readings)

    def outcome(self, unit: Unit) -> Outcome:
        """What the model says of a unit."""
        judge = self.judge(unit)
        return self.of_judge(judge, evaluate(judge))

    def of_judge(self, judge: Judge, results: Mapping[str, Result]) -> Outcome:
        """What was evaluated, as plain data."""
        found = verdicts(judge, results)
        errors = sorted(self.error(one) for one in judge.data.errors)
        outcome = Outcome(
            tuple(errors),
            _words(found.criteria),
            _words(found.items),
            _words(found.conclusions),
            {number: missing_of(result) for number, result in results.items()},
        )
        scored = [criterion.number for criterion in self.program.criteria if criterion.scoring is not None]
        if scored:
            outcome = attrs.evolve(
                outcome,
                points={number: points_of(judge.points(number)[1]) for number in scored},
                groups={title: points_of(group_points(judge, title)) for title in scored_groups(judge)},
                total=points_of(total_points(judge)),
            )
        if self.program.classifications:
            outcome = attrs.evolve(outcome, classes=classes(judge, results))
        return outcome

    def error(self, diagnostic: Diagnostic) -> ErrorOfData:
        """A refused value as plain data."""
        name = dict(diagnostic.values).get("name", "")
        year = re.search(r"\d{4}", diagnostic.place)
        return diagnostic.code, self.codes.get(name, ""), int(year.group()) if year is not None else 0


def outcomes(case: Case) -> list[Outcome]:
    """What the model says of every unit of a case."""
    reference = Reference(case)
    return [reference.outcome(unit) for unit in case.units]


def raw_unit(unit: Unit, cutoff: Any) -> RawUnit:
    """A unit as the model takes it in."""
    facts = {year: {code: plain(value) for code, value in known.items()} for year, known in unit.facts.items()}
    same = {code: plain(value) for code, value in unit.same_period.items()}
    return RawUnit(unit.unit_type, unit.year, facts, same, cutoff, unit.existed_before)


def missing_of(result: Result) -> tuple[Missing, ...]:
    """What a criterion waits for, in a fixed order."""
    return tuple(sorted((need.fact, need.year, need.month, need.reason) for need in needs(result)))


def points_of(tally: Tally) -> Points:
    """Points as plain data."""
    if tally.applies == NOT_APPLICABLE:
        return None
    return tally.low, tally.high, tally.maximum_high


def _words(outcomes_of: Mapping[str, int]) -> dict[str, str]:
    return {name: Verdict.of_outcomes(value).value for name, value in outcomes_of.items()}


def program_of(case: Case) -> g.Program:
    """The program of a case with its parameters in force."""
    return Reference(case).program
