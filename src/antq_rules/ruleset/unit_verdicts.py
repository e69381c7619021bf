"""The verdicts of one unit by the quick way; everything that explains them is made by the model when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.assess import conclude, evaluate, judge_unit
from antq_rules.engine.evaluate import Judge
from antq_rules.engine.intake import RawUnit
from antq_rules.engine.outcomes import all_of
from antq_rules.graph import model as g
from antq_rules.ruleset.assessment import Assessment
from antq_rules.types import NOT_APPLICABLE, Verdict
from antq_rules.verdicts.plan import Plan
from antq_rules.verdicts.slots import NotPlain
from antq_rules.verdicts.trace import Trace

if TYPE_CHECKING:
    from antq_rules.engine.explanation import Explanation
    from antq_rules.ruleset.rule_set import RuleSet

_NOT_PLAIN: Final = (NotPlain, TypeError, ValueError, OverflowError, AttributeError)
_VERDICTS: Final = tuple(Verdict.of_outcomes(outcomes) for outcomes in range(8))
_OF_CRITERIA: Final = ("all", "share", "count", "criterion")
_TWO_YEARS: Final = (0, -1)
_NO_YEARS: Final = (None,) * 100
_Years = tuple[Mapping[str, object] | None, ...]


@attrs.frozen(eq=False)
class UnitVerdicts:
    """The verdicts of one unit for one year, the same as those of its `Assessment`.

    They are exact: where a fact is not known or not plain, the model decides what its test can still come to.

    >>> import antq_rules
    >>> pl1 = antq_rules.load("pl1")
    >>> found = pl1.verdicts({"so_vu_pham_toi_ttxh": 57}, year=2023, previous={"so_vu_pham_toi_ttxh": 60})
    >>> found.criteria["18"].vietnamese, found.errors
    ('đạt', ())
    >>> found.explain("18").verdict is found.criteria["18"]
    True
    """

    _plan: Plan = attrs.field(repr=False)
    _outcomes: Sequence[int]
    _values: Sequence[object] = attrs.field(repr=False)
    _given: Given = attrs.field(repr=False)

    @property
    def criteria(self) -> dict[str, Verdict]:
        """The verdict of each criterion assessed by its number, in the order of the set."""
        return dict(zip(self._plan.numbers, [_VERDICTS[one] for one in self._outcomes]))  # noqa: B905  a check costs as much

    @property
    def items(self) -> dict[str, Verdict]:
        """The verdict of each item by id, as `Assessment.items` has them."""
        places = self._plan.items
        if places is None:
            return self.assessment().items
        outcomes = self._given.traced(self._plan, self._values)
        return {name: _VERDICTS[outcomes[at]] for name, at in places}

    @property
    def conclusions(self) -> dict[str, Verdict]:
        """The verdict of each conclusion by title; empty where only some criteria were assessed."""
        program = self._plan.program
        if len(self._outcomes) != len(program.criteria):
            return {}
        if not all(_is_of_criteria(one.test) for one in program.conclusions):
            return self.assessment().conclusions
        outcomes = dict(zip(self._plan.numbers, self._outcomes, strict=True))
        return {one.title: _VERDICTS[conclude(self._plan.empty, one.test, outcomes)] for one in program.conclusions}

    @property
    def verdict(self) -> Verdict:
        """The verdict of the first conclusion, or of all criteria assessed where the set has none."""
        for verdict in self.conclusions.values():
            return verdict
        return _VERDICTS[all_of(self._outcomes)]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Every value that was refused, each with its place; such facts count as not reported."""
        return () if self._given.is_all_read(self._plan) else self._given.judge(self._plan).data.errors

    def trace(self) -> Trace:
        """What every node of the tree came to, with the facts they were taken from; the tree itself is shared."""
        return Trace(self._plan, self._given.traced(self._plan, self._values), self._values)

    def assessment(self) -> Assessment:
        """The assessment by the model, with explanations, points, classes and everything else."""
        return self._given.assessment(self._plan)

    def explain(self, number: str) -> Explanation:
        """Why a criterion got its verdict and what would change it; `KeyError` for one that was not assessed."""
        return self.assessment().explain(number)


def _is_of_criteria(test: g.ConclusionTest) -> bool:
    return test.kind in _OF_CRITERIA or (test.kind in ("và", "hoặc") and all(map(_is_of_criteria, test.parts)))


@attrs.define(eq=False)
class Given:
    """What was reported of a unit, and what was made of it so far.

    `years` are the facts of each year that the code reads, none where the code cannot be used. `raw` is the unit as the
    model takes it in; `None` where there is nothing beside `years`.
    """

    rules: RuleSet
    years: _Years
    unit: tuple[str, str]
    raw: RawUnit | None = None
    _judge: Judge | None = None
    nodes: Sequence[int] | None = None
    _assessment: Assessment | None = None

    def judge(self, plan: Plan) -> Judge:
        """The model over the facts, every bad one refused."""
        if self._judge is None:
            self._judge = judge_unit(plan.program, plan.facts, self._reported(plan), plan.readings)
        return self._judge

    def _reported(self, plan: Plan) -> RawUnit:
        if self.raw is None:
            years = dict(zip((plan.year + offset for offset in plan.offsets), self.years, strict=True))
            reported = {year: facts for year, facts in years.items() if facts is not None}
            self.raw = _raw(plan, reported, self.unit)
        return self.raw

    def is_all_read(self, plan: Plan) -> bool:
        """Whether the code has looked at all facts, so that none of them is wrong."""
        known = {plan.year + offset for offset in plan.offsets}
        if self._judge is not None or (self.raw is not None and not self.raw.facts.keys() <= known):
            return False
        pairs = zip(self.years, plan.readers, strict=True)
        return all(facts is None or facts.keys() <= reader.read for facts, reader in pairs)

    def traced(self, plan: Plan, values: Sequence[object]) -> Sequence[int]:
        """Outcomes of every node from the plain values."""
        if self.nodes is None:
            self.nodes = plan.trace(values)
        return self.nodes

    def assessment(self, plan: Plan) -> Assessment:
        """The whole assessment by the model."""
        if self._assessment is None:
            judge = self.judge(plan)
            results = evaluate(judge, plan.numbers)
            raw = self._reported(plan)
            self._assessment = Assessment(plan.program, self.rules.hash, judge, raw, self.unit, results)
        return self._assessment


def verdicts_of(
    rules: RuleSet,
    plan: Plan,
    facts: Mapping[str, object],
    previous: Mapping[str, object] | None,
    unit: tuple[str, str],
) -> UnitVerdicts:
    """Verdicts of a unit of which nothing is reported but the facts of two years."""
    facts = dict(facts)
    if plan.offsets == _TWO_YEARS:
        years: _Years = (facts, None if previous is None else dict(previous))
    elif previous is None:
        years = (facts, *_NO_YEARS[: len(plan.offsets) - 1])
    else:
        reported = {plan.year: facts, plan.year - 1: dict(previous)}
        return verdicts_of_raw(rules, plan, _raw(plan, reported, unit), unit)
    given = Given(rules, years, unit)
    if plan.is_plain:
        try:
            return UnitVerdicts(plan, *plan.verdicts(*years), given)
        except _NOT_PLAIN:
            pass
    return _typed(plan, given)


def verdicts_of_raw(rules: RuleSet, plan: Plan, raw: RawUnit, unit: tuple[str, str]) -> UnitVerdicts:
    """Verdicts of a unit of which other things may be reported: more years, a cut-off day, old units."""
    raw = attrs.evolve(raw, facts={year: dict(facts) for year, facts in raw.facts.items()})
    if raw.cutoff is not None or raw.same_period or raw.predecessors or not raw.existed_before:
        return _typed(plan, Given(rules, (), unit, raw))
    given = Given(rules, tuple(raw.facts.get(plan.year + offset) for offset in plan.offsets), unit, raw)
    if plan.is_plain and given.years[0] is not None:
        try:
            return UnitVerdicts(plan, *plan.verdicts(*given.years), given)
        except _NOT_PLAIN:
            pass
    return _typed(plan, given)


def _raw(plan: Plan, reported: Mapping[int, Mapping[str, object]], unit: tuple[str, str]) -> RawUnit:
    return RawUnit(plan.written_type, plan.year, reported, name=unit[0] or unit[1])


def _typed(plan: Plan, given: Given) -> UnitVerdicts:
    """Verdicts of a unit whose facts the model takes in."""
    outcomes, values = plan.judged(given.judge(plan))
    given.nodes = outcomes if plan.unit_type else (NOT_APPLICABLE,) * len(outcomes)
    return UnitVerdicts(plan, [given.nodes[at] for at in plan.roots.values()], values, given)
