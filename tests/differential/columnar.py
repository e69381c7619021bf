"""The executors over columns: a case's units as the model takes them in, put into prepared columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from antq_rules import RuleSet, Verdict
from antq_rules.columnar.figures import NotInTables
from antq_rules.columnar.lowering import Plan, lower, setting_of
from antq_rules.columnar.polars_code import TooWide
from antq_rules.columnar.polars_table import Wanted, run
from antq_rules.columnar.ratios import Ratio
from antq_rules.columnar.scores import Points as PlanPoints
from antq_rules.columnar.slots import YEAR, Moment
from antq_rules.engine.values import UnitData
from tests.columnar.prepared import has_decimals_only, is_huge, prepared
from tests.differential.cases import Case
from tests.differential.reference import Missing, Outcome, Points, Reference

_WORDS = {verdict.vietnamese: verdict.value for verdict in Verdict}


class Prepared:
    """Polars over prepared columns; what the model refused is refused already."""

    name = "columns"

    def supports(self, rules: RuleSet) -> str:
        """Why a set cannot be said in columns."""
        try:
            lower(rules.program, rules._facts, setting_of(rules.program, rules.defaults, year=2024))
        except NotInTables as refused:
            return refused.reason
        return ""

    def judge(self, case: Case) -> list[Outcome]:
        """What each unit comes to, by the year that is assessed."""
        reference = Reference(case)
        data = [reference.judge(unit).data for unit in case.units]
        found = {  # thirds cannot be written in a column of decimals
            place: reference.outcome(case.units[place]) for place, one in enumerate(data) if not has_decimals_only(one)
        }
        for year in dict.fromkeys(one.year for one in data):
            places = [place for place, one in enumerate(data) if one.year == year and place not in found]
            if not places:
                continue
            try:
                outcomes = list(self._of_year(case, reference, [data[place] for place in places]))
            except TooWide:  # as in a table: what no number of the engine holds is left to the model
                found |= {place: reference.outcome(case.units[place]) for place in places if is_huge(data[place])}
                places = [place for place in places if place not in found]
                outcomes = list(self._of_year(case, reference, [data[place] for place in places])) if places else []
            found.update(zip(places, outcomes, strict=True))
        return [found[place] for place in range(len(data))]

    def _of_year(self, case: Case, reference: Reference, data: list[UnitData]) -> Iterator[Outcome]:
        program = reference.program
        frame, columns = prepared(program, data)
        plan = lower(
            program, reference.facts, setting_of(program, reference.readings, case.cutoff, data[0].year), columns
        )
        asked = Asked(plan)
        names = {name: name for name in frame.columns}
        rows = run(frame.lazy(), asked.wanted, names, [YEAR]).collect().to_dicts()
        for unit, row in zip(data, rows, strict=True):
            errors = tuple(sorted(reference.error(one) for one in unit.errors))
            yield asked.outcome(row, errors, unit.year)


class Asked:
    """What is asked of a plan, by columns of a frame, and what a row of them says."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        verdicts = {f"c {one.number}": one.outcome for one in plan.criteria}
        verdicts |= {f"k {title}": outcome for title, outcome in plan.conclusions}
        truths = {}
        numbers: dict[str, Ratio] = {}
        for criterion in plan.criteria:
            for item in criterion.items:
                verdicts[f"i {item.id}"] = item.outcome
                truths[f"r {item.id}"] = item.reached
            for place, wait in enumerate(criterion.waits):
                truths[f"w {criterion.number} {place}"] = wait.test
        self.points: dict[str, PlanPoints] = {
            f"p {one.number}": one.points for one in plan.criteria if one.points is not None
        }
        self.points |= {f"g {title}": points for title, points in plan.groups}
        if plan.total is not None:
            self.points["t"] = plan.total
        for name, points in self.points.items():
            truths[f"{name} counts"] = points.counts
            numbers |= {f"{name} low": points.low, f"{name} high": points.high, f"{name} most": points.maximum_high}
        for title, classes in plan.classes:
            for name, possible in classes:
                truths[f"l {title} {name}"] = possible
        self.wanted = Wanted(verdicts, truths, numbers)

    def outcome(self, row: Mapping[str, Any], errors: tuple[tuple[str, str, int], ...], year: int) -> Outcome:
        """What a row of the judged frame says."""
        plan = self.plan
        return Outcome(
            errors,
            {one.number: _WORDS[row[f"c {one.number}"]] for one in plan.criteria},
            {
                item.id: _WORDS[row[f"i {item.id}"]]
                for one in plan.criteria
                for item in one.items
                if row[f"r {item.id}"]
            },
            {title: _WORDS[row[f"k {title}"]] for title, _ in plan.conclusions},
            {one.number: tuple(sorted(self._missing(row, one.number, year))) for one in plan.criteria},
            {one.number: self._points(row, f"p {one.number}") for one in plan.criteria if one.points is not None},
            {title: self._points(row, f"g {title}") for title, _ in plan.groups},
            self._points(row, "t") if plan.total is not None else None,
            {title: tuple(name for name, _ in classes if row[f"l {title} {name}"]) for title, classes in plan.classes},
        )

    def _missing(self, row: Mapping[str, Any], number: str, year: int) -> Iterator[Missing]:
        criterion = next(one for one in self.plan.criteria if one.number == number)
        for place, wait in enumerate(criterion.waits):
            if row[f"w {number} {place}"]:
                yield wait.fact, _year(wait.moment, year), wait.month, wait.reason

    def _points(self, row: Mapping[str, Any], name: str) -> Points:
        if not row[f"{name} counts"]:
            return None
        most = _number(row, f"{name} most")
        assert most is not None
        return _number(row, f"{name} low"), _number(row, f"{name} high"), most


def _year(moment: Moment, year: int) -> int:
    return moment.year or year + moment.offset


def _number(row: Mapping[str, Any], name: str) -> Fraction | None:
    if name in row:
        return None if row[name] is None else Fraction(row[name])
    [top] = [key for key in row if re.fullmatch(re.escape(name) + r" \(tử số\)", key)]
    [bottom] = [key for key in row if re.fullmatch(re.escape(name) + r" \(mẫu số\)", key)]
    return None if row[top] is None else Fraction(row[top], row[bottom])
