"""The model against itself, without a second implementation: what it says of unknown facts holds for every way to fill
them in, and what it asks for is what can still matter.

1. Whatever an unknown fact turns out to be, the outcomes of criteria, items, conclusions, points and classes are among
   those that were still possible.
2. A fact that was asked for is not asked for again once it is known.
3. Where no fact is part of another, an undecided criterion stays undecided as long as only facts that it does not ask
   for become known.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

import attrs

from antq_rules import RuleSet
from antq_rules.engine import outcomes as o
from antq_rules.engine.assess import classes, evaluate, group_points, scored_groups, total_points, verdicts
from antq_rules.engine.evaluate import Judge, Result
from antq_rules.engine.points import Tally
from antq_rules.graph import model as g
from antq_rules.types import NOT_APPLICABLE, Verdict
from tests.differential.cases import Case, Shape, Unit, Units, Value, Yes, parts_of
from tests.differential.reference import Outcome, Reference, missing_of, points_of

Place = tuple[str, int]


@attrs.frozen
class _Seen:
    judge: Judge
    results: Mapping[str, Result]


class Completions:
    """Looks for contradictions in what the model says of the units of one case."""

    def __init__(self, case: Case, seed: int = 0) -> None:
        self.reference = Reference(case)
        self.program = self.reference.program
        self.random = random.Random(f"{case.seed} {seed}")
        rules = attrs.evolve(case.rules, program=self.program)
        self.source = Units(self.random, rules, Shape(0, 0), case.cutoff)
        self.asks_if_undecided = any(
            isinstance(node, g.CriterionState) and node.verdict == Verdict.INSUFFICIENT_DATA.value
            for node in parts_of(self.program)
        )
        self.concludes_if_undecided = self.asks_if_undecided or any(
            isinstance(test, g.ConclusionTest) and test.verdict == Verdict.INSUFFICIENT_DATA.value
            for test in parts_of(self.program)
        )
        self.program_facts = {fact.code: fact for fact in self.program.facts}
        self.no_parts = not any(fact.part_of for fact in self.program.facts)

    def problems(self, unit: Unit, times: int = 2) -> Iterator[str]:
        """What contradicts what, in one line each."""
        unknown = list(self._unknown(unit))
        if not unknown:
            return
        before = self._seen(unit)
        if before.judge.data.wrong and not self.no_parts:
            return  # what was refused may be bounded by its declaration in a way that no whole meets
        for _ in range(times):
            filled = self._filled(unit, unknown)
            after = self._seen(filled)
            if _errors(after) == _errors(before):
                yield from (f"{line}, filling in {_added(unit, filled)}" for line in self._contained(before, after))
        if self.asks_if_undecided:
            return
        for number, result in before.results.items():
            if not o.decided(result.outcomes):
                yield from self._asked(unit, before, number, unknown)

    def _asked(self, unit: Unit, before: _Seen, number: str, unknown: list[Place]) -> Iterator[str]:
        wanted = {(code, year) for code, year, _, reason in missing_of(before.results[number]) if reason == "missing"}
        certain = {place for place in wanted & set(unknown) if self.program_facts[place[0]].kind != "set"}
        known = self._filled(unit, [place for place in unknown if place in certain])
        after = self._seen(known)
        if certain and _errors(after) == _errors(before):
            again = {(code, year) for code, year, _, reason in missing_of(after.results[number]) if reason == "missing"}
            if again & certain:
                yield f"criterion {number} asks again for {sorted(again & certain)}"
        if self.no_parts:
            others = self._filled(unit, [place for place in unknown if place not in wanted])
            after = self._seen(others)
            if _errors(after) == _errors(before) and o.decided(after.results[number].outcomes):
                yield f"criterion {number} asks for {sorted(wanted)} only, but is decided by {_added(unit, others)}"

    # ------------------------------------------------------------------------------------------ filling in
    def _unknown(self, unit: Unit) -> Iterator[Place]:
        for code in self.source.makers:
            for year in self.source.years(code, unit.year):
                value = unit.facts.get(year, {}).get(code)
                if value is None or (isinstance(value, tuple) and None in value):
                    yield code, year

    def _filled(self, unit: Unit, places: list[Place]) -> Unit:
        facts = {year: dict(known) for year, known in unit.facts.items()}
        drawn: dict[int, dict[str, Value]] = {}
        for code, year in places:
            drawn.setdefault(year, {})[code] = self._whole_value(code, year, facts.get(year, {}).get(code))
        for year, found in drawn.items():
            joined = {**facts.get(year, {}), **found}
            self.source.keep_within_wholes(joined, self._parts_among(found))
            facts[year] = joined
        return attrs.evolve(unit, facts=facts)

    def _parts_among(self, found: Mapping[str, Value]) -> list[str]:
        return [code for code in self.source.wholes if code in found]

    def _whole_value(self, code: str, year: int, known: Value | None) -> Value:
        while True:
            value = self.source.makers[code](year)
            if value == 0 and self.program_facts[code].kind == "positive_count":
                continue  # an unknown one is taken to be above 0, also where the header says what 0 means
            if self.program_facts[code].kind == "attestation":
                return Yes(True, "Báo cáo") if value is True or isinstance(value, Yes) else False
            if not isinstance(value, tuple):
                return value
            months = known if isinstance(known, tuple) else (None,) * 12
            if None not in value:
                return tuple(new if old is None else old for old, new in zip(months, value, strict=True))

    # ------------------------------------------------------------------------------------------ comparing
    def _seen(self, unit: Unit) -> _Seen:
        judge = self.reference.judge(unit)
        return _Seen(judge, evaluate(judge))

    def _contained(self, before: _Seen, after: _Seen) -> Iterator[str]:
        first, second = (verdicts(seen.judge, seen.results) for seen in (before, after))
        groups = [("conclusion", first.conclusions, second.conclusions)] if not self.concludes_if_undecided else []
        if not self.asks_if_undecided:
            groups += [("criterion", first.criteria, second.criteria), ("item", first.items, second.items)]
        for what, possible, came in groups:
            for name in possible:
                if name in came and came[name] & ~possible[name]:
                    yield f"{what} {name} was {_bits(possible[name])} and became {_bits(came[name])}"
        if self.concludes_if_undecided:
            return
        for name, was, now in self._tallies(before, after):
            if not _within(was, now):
                yield f"points of {name} were {points_of(was)} and became {points_of(now)}"
        found = classes(after.judge, after.results)
        for title, names in classes(before.judge, before.results).items():
            if not set(found[title]) <= set(names):
                yield f"class {title} was {names} and became {found[title]}"

    def _tallies(self, before: _Seen, after: _Seen) -> Iterator[tuple[str, Tally, Tally]]:
        for criterion in self.program.criteria:
            if criterion.scoring is not None:
                number = criterion.number
                yield number, before.judge.points(number)[1], after.judge.points(number)[1]
        for title in scored_groups(before.judge):
            yield title, group_points(before.judge, title), group_points(after.judge, title)
        if scored_groups(before.judge):
            yield "all", total_points(before.judge), total_points(after.judge)


def _within(was: Tally, now: Tally) -> bool:
    if now.applies & ~was.applies:
        return False
    if now.applies == NOT_APPLICABLE:
        return True
    low = was.low is None or (now.low is not None and was.low <= now.low)
    high = was.high is None or (now.high is not None and now.high <= was.high)
    return low and high and was.maximum_low <= now.maximum_low and now.maximum_high <= was.maximum_high


def _bits(outcomes: int) -> str:
    return "/".join(word for bit, word in ((1, "holds"), (2, "fails"), (4, "does not apply")) if outcomes & bit)


def _errors(seen: _Seen) -> object:
    return [(error.code, error.place, error.values) for error in seen.judge.data.errors]


def _added(before: Unit, after: Unit) -> str:
    found = [
        f"{code} {year} = {value!r}"
        for year, known in after.facts.items()
        for code, value in known.items()
        if before.facts.get(year, {}).get(code) != value
    ]
    return ", ".join(found)


class Checked:
    """The model checked against itself, as an executor: a contradiction stands among a unit's errors of data."""

    name = "completions"

    def supports(self, rules: RuleSet) -> str:
        """Every set."""
        return ""

    def judge(self, case: Case) -> list[Outcome]:
        """What the model says of each unit, or the contradiction found."""
        checked = Completions(case)
        found = []
        for unit in case.units:
            outcome = checked.reference.outcome(unit)
            problem = next(checked.problems(unit), None)
            if problem is not None:
                outcome = attrs.evolve(outcome, errors=(*outcome.errors, (problem, "", 0)))
            found.append(outcome)
        return found
