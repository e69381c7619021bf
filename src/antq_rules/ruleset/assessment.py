"""What a set says of one unit for one year: verdicts at once, explanations when asked for."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.assess import (
    Verdicts,
    class_reasons,
    classes,
    conclude,
    evaluate,
    explain_criterion,
    group_points,
    judge_unit,
    scored_groups,
    summarise,
    total_points,
    verdicts,
)
from antq_rules.engine.evaluate import Judge, Result
from antq_rules.engine.intake import RawUnit
from antq_rules.engine.outcomes import all_of
from antq_rules.engine.points import Tally
from antq_rules.engine.ranges import collect, interval
from antq_rules.engine.values import Value
from antq_rules.engine.wording import points as points_text
from antq_rules.graph import model as g
from antq_rules.ruleset.dependence import readings_of
from antq_rules.types import NOT_APPLICABLE, Verdict
from antq_rules.version import __version__

_MOST_COMBINATIONS = 4096

if TYPE_CHECKING:
    from antq_rules.engine.explanation import Explanation, Need, ReadingShown, Summary


@attrs.frozen
class CriterionResult:
    """The verdict of one criterion."""

    number: str
    title: str
    group: str
    verdict: Verdict


@attrs.frozen
class Stability:
    """Whether a verdict is the same under all readings that it depends on.

    `verdicts` has one entry for each combination of options tried (only readings that matter are named); `complete`
    is false where there were too many combinations to try all.
    """

    name: str
    verdicts: tuple[tuple[tuple[tuple[str, str], ...], Verdict], ...]
    complete: bool = True

    @property
    def stable(self) -> bool:
        """Whether only one verdict came out."""
        return len({verdict for _, verdict in self.verdicts}) == 1


@attrs.frozen
class PointsResult:
    """Points: the least and the greatest still possible (`None`: no limit), and the most that could be earned.

    `applies` is false where nothing that has points applies to the unit.
    """

    low: Fraction | None
    high: Fraction | None
    maximum: Fraction
    applies: bool = True

    @property
    def value(self) -> Fraction | None:
        """The points where they are decided, else `None`."""
        return self.low if self.applies and self.low == self.high else None

    @property
    def text(self) -> str:
        """The points as an official reads them."""
        return points_text(self.low, self.high, self.maximum) if self.applies else "không áp dụng"


@attrs.frozen
class ClassResult:
    """A class: the names still possible, best first, and in Vietnamese why the unit has not a better one."""

    title: str
    possible: tuple[str, ...]
    reasons: tuple[str, ...] = ()

    @property
    def name(self) -> str | None:
        """The class where it is decided, else `None`."""
        return self.possible[0] if len(self.possible) == 1 else None

    @property
    def text(self) -> str:
        """The class as an official reads it."""
        if self.name is not None:
            return self.name
        return f"chưa đủ dữ liệu (còn có thể: {'; '.join(self.possible)})" if self.possible else "không xếp loại"


def _points_result(points: Tally) -> PointsResult:
    applies = points.applies != NOT_APPLICABLE
    return PointsResult(points.low, points.high, points.maximum_high, applies)


@attrs.define(eq=False)
class Assessment:
    """The verdicts of one unit for one year, with explanations on request."""

    program: g.Program = attrs.field(repr=False)
    rules_hash: str
    _judge: Judge = attrs.field(repr=False)
    _raw: RawUnit = attrs.field(repr=False)
    unit: tuple[str, str]
    _results: Mapping[str, Result] = attrs.field(repr=False)
    _explanations: dict[str, Explanation] = attrs.field(factory=dict, init=False, repr=False)
    _verdicts: Verdicts | None = attrs.field(default=None, init=False, repr=False)

    @property
    def year(self) -> int:
        """The assessed year."""
        return self._judge.data.year

    @property
    def unit_code(self) -> str:
        """The unit's id, as reported."""
        return self.unit[0]

    @property
    def unit_name(self) -> str:
        """The unit's name, as reported."""
        return self.unit[1]

    @property
    def unit_type(self) -> str:
        """The unit's type; empty where the set is not for units of the reported type."""
        return self._judge.data.unit_type

    @property
    def cutoff(self) -> datetime.date | None:
        """The day up to which figures run; `None` for the whole year."""
        return self._judge.data.cutoff

    @property
    def readings(self) -> dict[str, str]:
        """The option in force of every reading."""
        return dict(self._judge.readings)

    @property
    def readings_not_default(self) -> tuple[ReadingShown, ...]:
        """The readings for which another option than the default was chosen."""
        from antq_rules.engine.explain import reading_shown  # what explains is loaded where it is asked for

        defaults = {reading.code: reading.default for reading in self.program.readings}
        chosen = [code for code, option in self._judge.readings.items() if defaults[code] != option]
        return tuple(reading_shown(self._judge, code) for code in chosen)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Every value that was refused, each with its place; such facts count as not reported."""
        return self._judge.data.errors

    def value(self, code: str, year: int | None = None) -> Value | None:
        """What is known of a fact (by code) at a year, the assessed one by default; `None` where not reported."""
        return self._judge.data.value(code, self.year if year is None else year)

    def _all(self) -> Verdicts:
        if self._verdicts is None:
            self._verdicts = verdicts(self._judge, self._results)
        return self._verdicts

    @property
    def criteria(self) -> tuple[CriterionResult, ...]:
        """The verdict of each criterion assessed, in the order of the set."""
        return tuple(self[number] for number in self._results)

    def __getitem__(self, number: str) -> CriterionResult:
        criterion = next((c for c in self.program.criteria if c.number == str(number)), None)
        if criterion is None or criterion.number not in self._results:
            raise KeyError(number)
        verdict = Verdict.of_outcomes(self._results[criterion.number].outcomes)
        return CriterionResult(criterion.number, criterion.title, criterion.group, verdict)

    def __iter__(self) -> Iterator[CriterionResult]:
        return iter(self.criteria)

    @property
    def items(self) -> dict[str, Verdict]:
        """The verdict of each item by id (`19.a`), those of options not chosen left out."""
        return {name: Verdict.of_outcomes(outcomes) for name, outcomes in self._all().items.items()}

    def item(self, name: str) -> Verdict:
        """The verdict of an item by id (`19.a`) or by the id of its obligation; `KeyError` where there is none."""
        items = self._all().items
        if name in items:
            return Verdict.of_outcomes(items[name])
        return Verdict.of_outcomes(items[self._item_ids()[name]])

    def _item_ids(self) -> dict[str, str]:
        nodes = [found.node for result in self._results.values() for found in result.walk()]
        return {node.code: node.id for node in nodes if isinstance(node, g.Item) and node.code}

    @property
    def obligations(self) -> dict[str, Verdict]:
        """The verdict of each item that carries the id of an obligation, by that id."""
        items = self._all().items
        return {code: Verdict.of_outcomes(items[name]) for code, name in self._item_ids().items()}

    @property
    def conclusions(self) -> dict[str, Verdict]:
        """The verdict of each conclusion by title; empty where only some criteria were assessed."""
        return {title: Verdict.of_outcomes(value) for title, value in self._all().conclusions.items()}

    @property
    def classes(self) -> dict[str, ClassResult]:
        """The class of each classification by title; empty where only some criteria were assessed."""
        if len(self._results) != len(self.program.criteria):
            return {}
        possible = classes(self._judge, self._results)
        return {
            one.title: ClassResult(
                one.title,
                possible[one.title],
                class_reasons(self._judge, self._results, one, possible[one.title]),
            )
            for one in self.program.classifications
        }

    def points(self, number: str) -> PointsResult:
        """The points of a criterion, before its weight; `KeyError` where it has none or was not assessed."""
        criterion = next((c for c in self.program.criteria if c.number == str(number)), None)
        if criterion is None or criterion.scoring is None or criterion.number not in self._results:
            raise KeyError(number)
        return _points_result(self._judge.points(criterion.number)[1])

    def figure_range(self, form: g.Form) -> tuple[Fraction | None, Fraction | None]:
        """The least and greatest value of a sum of facts, in its root unit; `None` where there is no limit."""
        linear = collect(self._judge.facts, self._judge.data, (form, 1))
        if linear.no_year or linear.empty:
            return None, None
        low, high = interval(linear)
        return None if low is None else Fraction(low), None if high is None else Fraction(high)

    @property
    def group_points(self) -> dict[str, PointsResult]:
        """The points of each group that has some, by title, with its cap and weight; empty as `classes` is."""
        if len(self._results) != len(self.program.criteria):
            return {}
        return {title: _points_result(group_points(self._judge, title)) for title in scored_groups(self._judge)}

    @property
    def total_points(self) -> PointsResult | None:
        """The points of all groups together; `None` where the set has none or only some criteria were assessed."""
        if len(self._results) != len(self.program.criteria) or not scored_groups(self._judge):
            return None
        return _points_result(total_points(self._judge))

    @property
    def verdict(self) -> Verdict:
        """The verdict of the first conclusion, or of all criteria assessed where the set has none."""
        return Verdict.of_outcomes(self._main()[1])

    def _main(self) -> tuple[str, int]:
        for title, outcomes in self._all().conclusions.items():
            return title, outcomes
        return "Đạt tất cả tiêu chí", all_of([result.outcomes for result in self._results.values()])

    @property
    def missing(self) -> tuple[Need, ...]:
        """The facts that can still change the verdict of some criterion, each once."""
        from antq_rules.engine.explain import needs, shown_needs

        found = dict.fromkeys(need for result in self._results.values() for need in needs(result))
        return shown_needs(self._judge, tuple(found))

    def explain(self, number: str) -> Explanation:
        """Why a criterion got its verdict and what would change it; `KeyError` for one that was not assessed."""
        number = self[number].number
        if number not in self._explanations:
            self._explanations[number] = explain_criterion(self._judge, number)
        return self._explanations[number]

    def explain_all(self) -> tuple[Explanation, ...]:
        """The explanations of all criteria assessed."""
        return tuple(self.explain(number) for number in self._results)

    def summary(self) -> Summary:
        """What stands between the unit and the conclusion, over all criteria."""
        title, outcomes = self._main()
        explanations = {number: self.explain(number) for number in self._results}
        return summarise(self._judge, title, outcomes, self._results, explanations)

    # ------------------------------------------------------------------------------------------ readings
    def stability(self, number: str | None = None) -> Stability:
        """Whether the verdict of a criterion (or of the first conclusion) is the same under all readings.

        >>> import antq_rules
        >>> pl1 = antq_rules.load("pl1")
        >>> facts, before = {"so_vu_pham_toi_ttxh": 60}, {"so_vu_pham_toi_ttxh": 60}
        >>> result = pl1.assess(facts, year=2023, unit_type="xã", previous=before, criteria=["18"])
        >>> result.stability("18").stable
        False
        """
        if number is not None:
            return self._stability_of(self[number].number)
        sensitive: dict[str, None] = {}
        complete = True
        for name in self._results:
            found = self._stability_of(name)
            complete = complete and found.complete
            if not found.stable:
                sensitive.update(dict.fromkeys(code for options, _ in found.verdicts for code, _ in options))
        tried, all_tried = self._try(tuple(sensitive), list(self._results))
        return Stability(self._main()[0], tried, complete and all_tried)

    def _stability_of(self, number: str) -> Stability:
        criterion = next(criterion for criterion in self.program.criteria if criterion.number == number)
        tried, complete = self._try(readings_of(self.program, criterion), [number])
        return Stability(number, tried, complete)

    def _try(
        self, codes: tuple[str, ...], numbers: list[str]
    ) -> tuple[tuple[tuple[tuple[tuple[str, str], ...], Verdict], ...], bool]:
        readings = {reading.code: reading for reading in self.program.readings}
        choices = [[(code, option.code) for option in readings[code].options] for code in codes]
        combinations = list(itertools.islice(itertools.product(*choices), _MOST_COMBINATIONS + 1))
        tried = []
        for combination in combinations[:_MOST_COMBINATIONS]:
            judge = judge_unit(
                self.program, self._judge.facts, self._raw, {**self._judge.readings, **dict(combination)}
            )
            results = evaluate(judge, numbers)
            outcomes = {name: result.outcomes for name, result in results.items()}
            if len(numbers) == 1 and len(self._results) != 1:
                value = outcomes[numbers[0]]
            elif self.program.conclusions and len(numbers) == len(self.program.criteria):
                value = conclude(judge, self.program.conclusions[0].test, outcomes)
            else:
                value = all_of(list(outcomes.values()))
            tried.append((combination, Verdict.of_outcomes(value)))
        return tuple(tried), len(combinations) <= _MOST_COMBINATIONS

    @property
    def raw(self) -> RawUnit:
        """The facts as they were reported."""
        return self._raw

    @property
    def version(self) -> str:
        """The version of the library that made the assessment."""
        return __version__
