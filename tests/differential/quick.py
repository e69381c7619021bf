"""The verdict path: one unit at a time by code made from the graph."""

from __future__ import annotations

from antq_rules import RuleSet
from tests.differential.cases import Case, plain
from tests.differential.reference import Outcome, Reference


class Quick:
    """What `RuleSet.verdicts` says; it knows neither missing facts nor points."""

    name = "verdicts"

    def supports(self, rules: RuleSet) -> str:
        """Every set."""
        return ""

    def judge(self, case: Case) -> list[Outcome]:
        """What the code of the set says of each unit."""
        reference = Reference(case)
        rules = case.rules.with_parameters(case.parameters) if case.parameters else case.rules
        found = []
        for unit in case.units:
            years = {year: {code: plain(value) for code, value in known.items()} for year, known in unit.facts.items()}
            verdicts = rules.verdicts(
                years[unit.year],
                year=unit.year,
                unit_type=unit.unit_type,
                previous=years.get(unit.year - 1),
                earlier={year: known for year, known in years.items() if year < unit.year - 1},
                same_period={code: plain(value) for code, value in unit.same_period.items()},
                cutoff=case.cutoff,
                existed_before=unit.existed_before,
                readings=case.readings,
            )
            found.append(
                Outcome(
                    tuple(sorted(reference.error(one) for one in verdicts.errors)),
                    {number: verdict.value for number, verdict in verdicts.criteria.items()},
                    {number: verdict.value for number, verdict in verdicts.items.items()},
                    {title: verdict.value for title, verdict in verdicts.conclusions.items()},
                    {},
                    untold=("missing", "points", "groups", "total", "classes"),
                )
            )
        return found

