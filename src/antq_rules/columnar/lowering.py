"""From a compiled set of criteria to expressions over the columns of a table of units."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, assert_never

import attrs

from antq_rules.columnar.conclusions import Conclusions
from antq_rules.columnar.expressions import NUMBER, Builder, Expression
from antq_rules.columnar.figures import Figures, NotInTables, View
from antq_rules.columnar.leaves import Leaves, Wait
from antq_rules.columnar.margin_nodes import MarginMade, MarginNodes
from antq_rules.columnar.margins import Margins
from antq_rules.columnar.outcomes import Outcome, Outcomes
from antq_rules.columnar.ratios import Ratio
from antq_rules.columnar.scores import Points, Scores
from antq_rules.columnar.slots import UNIT_TYPE, Column, Moment, Problem, Slots, parsed_name
from antq_rules.engine.evaluate import CONDITION_UNKNOWN, resolve_policies
from antq_rules.engine.intake import zero_allowed
from antq_rules.engine.ranges import Facts
from antq_rules.engine.values import UnitData
from antq_rules.graph import model as g
from antq_rules.types import NOT_APPLICABLE, Verdict

_Waits = dict[tuple[str, Moment, int, str], list[Expression]]
SAFE: Final = 10**15
"""The greatest figure that a table is judged on where nothing is known of its columns."""


@attrs.frozen
class Setting:
    """What holds for a whole table: readings, parameters, and how many months count by the cut-off day (if any).

    `year` is the assessed year where it is one for all rows; else it is a column.
    """

    readings: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, Fraction], ...] = ()
    months: int = 12
    cutoff: bool = False
    year: int | None = None


def setting_of(
    program: g.Program, readings: Mapping[str, str], cutoff: datetime.date | None = None, year: int | None = None
) -> Setting:
    """The setting of a table under a reading of every place, with the parameters in force and a cut-off day."""
    parameters = tuple((one.fact.code, one.value) for one in program.parameters)
    if cutoff is not None:
        year = cutoff.year
    months = UnitData("", year or 2000, {}, cutoff).months
    return Setting(tuple(sorted(readings.items())), parameters, months, cutoff is not None, year)


@attrs.frozen(eq=False)
class ItemMade:
    """An item: its outcome, and where it was looked at."""

    id: str
    outcome: Outcome
    reached: Expression


@attrs.frozen(eq=False)
class CriterionMade:
    """A criterion: its outcome, its items, points and margins, and what the outcome and the points wait for."""

    number: str
    outcome: Outcome
    items: tuple[ItemMade, ...]
    waits: tuple[Wait, ...]
    points: Points | None = None
    waits_of_points: tuple[Wait, ...] = ()
    margins: tuple[MarginMade, ...] = ()


@attrs.frozen(eq=False)
class Plan:
    """A set over columns: what each criterion, item and conclusion comes to, and what is refused.

    `groups` and `total` are the points of what is scored; `classes` says of each class whether it is still possible.
    """

    program: g.Program
    builder: Builder
    outcomes: Outcomes
    criteria: tuple[CriterionMade, ...]
    conclusions: tuple[tuple[str, Outcome], ...]
    problems: tuple[Problem, ...]
    columns: tuple[str, ...]
    groups: tuple[tuple[str, Points], ...] = ()
    total: Points | None = None
    classes: tuple[tuple[str, tuple[tuple[str, Expression], ...]], ...] = ()


class _Recorded(Mapping[str, Column]):
    """The columns of a table, with those that were asked for."""

    def __init__(self, columns: Mapping[str, Column] | None) -> None:
        self.given = columns
        self.asked: dict[str, None] = {}

    def __getitem__(self, name: str) -> Column:
        self.asked[name] = None
        return Column() if self.given is None else self.given[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.given or ())

    def __len__(self) -> int:
        return len(self.given or ())


def lower(
    program: g.Program,
    facts: Facts,
    setting: Setting,
    columns: Mapping[str, Column] | None = None,
    limit: int = SAFE,
    waits: bool = True,
    checked: bool = False,
    margins: bool = False,
) -> Plan:
    """The plan of a set for a table with these columns (`None`: with every column that it could ask for).

    `checked` is for rows of which it is known that nothing in them is refused but what their flags say. `margins` asks
    for how far the figures are from their limits.

    Raises `NotInTables` where the set asks for lists of members.
    """
    return _Lowering(program, facts, setting, _Recorded(columns), limit, waits, checked, margins).plan()


class _Lowering:
    def __init__(
        self,
        program: g.Program,
        facts: Facts,
        setting: Setting,
        columns: _Recorded,
        limit: int,
        waits: bool,
        checked: bool,
        margins: bool,
    ) -> None:
        self.program = program
        self.readings = dict(setting.readings)
        self.policies = resolve_policies(program, self.readings)
        self.builder = Builder()
        self.outcomes = Outcomes(self.builder)
        self.columns = columns
        self.slots = Slots(self.builder, facts, columns, zero_allowed(self.policies), limit, checked, setting.year)
        figures = Figures(self.slots, self.outcomes, setting.months, setting.cutoff, dict(setting.parameters))
        self.unit_type = self._unit_type()
        self.leaves = Leaves(program, figures, self.policies, self.unit_type)
        self.scores = Scores(program, self.leaves, self.outcome, self._waits_of_tree)
        self.waits = waits
        self.margins = self._margins() if margins else None
        self._nodes: dict[int, tuple[g.Tree, Outcome]] = {}
        self._criteria: dict[str, Outcome] = {}
        self._tree_waits: dict[int, tuple[Wait, ...]] = {}

    def _unit_type(self) -> Expression:
        column = self.columns.get(UNIT_TYPE)
        if column is None:
            return self.builder.none
        last = len(self.program.unit_types) - 1
        if column.low is not None and column.low == column.high and not column.nullable:
            return self.builder.whole(column.low)
        return self.builder.column(UNIT_TYPE, NUMBER, column.nullable, 0, last)

    def _margins(self) -> MarginNodes:
        return MarginNodes(self.program, Margins(self.leaves, self.scores), self.outcome, self._children)

    def plan(self) -> Plan:
        program, scores = self.program, self.scores
        criteria = tuple(self._criterion(one) for one in program.criteria)
        outcomes = {one.number: one.outcome for one in criteria}
        asked = Conclusions(program, self.outcomes, scores, self.outcome, outcomes)
        conclusions = tuple((one.title, asked.conclude(one.test)) for one in program.conclusions)
        groups = tuple((title, scores.of_group(title)) for title in scores.titles())
        classes = tuple((one.title, asked.classes(one)) for one in program.classifications)
        for fact in program.facts:  # what is reported is checked, whether a test looks at it or not
            self._check(fact)
        return Plan(
            program,
            self.builder,
            self.outcomes,
            criteria,
            conclusions,
            tuple(self.slots.problems.values()),
            tuple(self.columns.asked),
            groups,
            scores.total() if groups else None,
            classes,
        )

    def _check(self, fact: g.Fact) -> None:
        if fact.owner or not fact.is_numeric:
            return
        given = list(self.columns.given or ())
        for name in [one for one in given if one == fact.code or one.startswith((f"{fact.code}@", f"{fact.code}."))]:
            moment, month = parsed_name(name)
            if moment is not None:
                self.slots.figure(fact.code, moment, month)

    # ------------------------------------------------------------------------------------------ trees
    def outcome(self, node: g.Tree) -> Outcome:
        """What a node comes to, made once."""
        known = self._nodes.get(id(node))
        if known is None:
            known = self._nodes[id(node)] = (node, self._outcome(node))
        return known[1]

    def _outcome(self, node: g.Tree) -> Outcome:
        outcomes = self.outcomes
        match node:
            case g.Leaf():
                return self.leaves.leaf(self.program.tests[node.test]).outcome
            case g.Constant():
                return outcomes.constant(node.outcomes)
            case g.Joined():
                return self._joined(node)
            case g.Item() | g.NamedCondition():
                return self.outcome(node.child)
            case g.Not():
                return outcomes.negate(self.outcome(node.child))
            case g.Branch():
                otherwise = None if node.otherwise is None else self.outcome(node.otherwise)
                loose = self.policies.get(CONDITION_UNKNOWN) == "chưa đủ dữ liệu"
                return outcomes.branch(self.outcome(node.test), self.outcome(node.then), otherwise, loose)
            case g.ByReading():
                return self.outcome(self._chosen(node))
            case g.ForTypes():
                return self._applying(self.leaves.is_of_types(node.types), node.child)
            case g.ForYears():
                return self._applying(self.leaves.in_years(node.first, node.last), node.child)
            case g.Cases():
                rest = outcomes.constant(0 if node.exhaustive else NOT_APPLICABLE)
                if node.otherwise is not None:
                    rest = self.outcome(node.otherwise)
                for condition, body in reversed(node.cases):
                    rest = outcomes.case(self.outcome(condition), self.outcome(body), rest)
                return outcomes.never_nothing(rest)
            case g.CriterionState():
                return outcomes.matches(self._of_criterion(node.number), Verdict(node.verdict))
            case g.PointsTest():
                return self._points_test(node)
            case g.Quantified():
                raise NotInTables("danh sách")
            case _:
                assert_never(node)

    def _chosen(self, node: g.ByReading) -> g.Tree:
        option = self.readings[node.reading]
        return next(tree for code, tree in node.options if code == option)

    def _applying(self, test: Expression, child: g.Tree) -> Outcome:
        if test is self.builder.false:
            return self.outcomes.constant(NOT_APPLICABLE)
        return self.outcomes.choose(test, self.outcome(child), self.outcomes.constant(NOT_APPLICABLE))

    def _of_criterion(self, number: str) -> Outcome:
        if number not in self._criteria:
            criterion = next(one for one in self.program.criteria if one.number == number)
            self._criteria[number] = self.outcome(criterion.tree)
        return self._criteria[number]

    def _joined(self, node: g.Joined) -> Outcome:
        values = [self.outcome(child) for child in node.children]
        grouped: set[int] = set()
        joined: list[Outcome] = []
        for grouping in node.groupings:
            option = self.readings[grouping.reading]
            kind, count = next((kind, count) for code, kind, count in grouping.options if code == option)
            joined.append(self.outcomes.join(kind, count, [values[position] for position in grouping.positions]))
            grouped.update(grouping.positions)
        joined.extend(value for position, value in enumerate(values) if position not in grouped)
        found = self._counted(node, joined)
        if node.mandatory:
            found = self.outcomes.all_of([found, *(values[position] for position in node.mandatory)])
        return found

    def _counted(self, node: g.Joined, joined: Sequence[Outcome]) -> Outcome:
        if node.amount is None:
            return self.outcomes.join(node.kind, node.count, joined)
        b, leaves, figures = self.builder, self.leaves, self.leaves.figures
        linear = figures.collect(View(), (node.amount, Fraction(1)))
        low, high = figures.interval(linear)
        most = len(joined) + 1
        whole = b.whole(most)
        least = b.least([b.greatest([self._ceiling(low), b.whole(0)]), whole])
        last = b.least([b.greatest([self._ceiling(high), least]), whole])
        last = b.choose(b.is_null(high.top), whole, last)
        parts = []
        for count in range(most + 1):
            here = b.and_([b.compare("<=", least, b.whole(count)), b.compare(">=", last, b.whole(count))])
            here = b.surely(here)
            one = self.outcomes.at_least(count, joined)
            parts.append(self.outcomes.choose(here, one, self.outcomes.constant(0)))
        found = self.outcomes.either(*parts)  # all at once: nothing at all is no outcome on its own
        maybe = figures.maybe_empty(linear)
        found = self.outcomes.choose(maybe, self.outcomes.either(found, leaves.of_nothing()), found)
        found = self.outcomes.choose(figures.empty(linear), leaves.of_nothing(), found)
        return self.outcomes.choose(figures.no_year(linear), leaves.of_no_year(), found)

    def _ceiling(self, ratio: Ratio) -> Expression:
        b = self.builder
        return b.scale(b.floor_divide(b.scale(ratio.top, -1), ratio.bottom), -1)

    def _points_test(self, node: g.PointsTest) -> Outcome:
        if not node.operator:
            return self.outcomes.constant(NOT_APPLICABLE)
        return self.scores.compared(self.scores.of_criterion(node.number), node.operator, node.limit, node.of_maximum)

    # ------------------------------------------------------------------------------------------ criteria
    def _criterion(self, criterion: g.Criterion) -> CriterionMade:
        found = self._foreign(self.outcome(criterion.tree))
        items: dict[str, ItemMade] = {}
        waits: _Waits = {}
        self._walk(criterion.tree, self.builder.true, self.builder.true if self.waits else None, items, waits)
        margins = () if self.margins is None else self.margins.of_criterion(criterion)
        made = CriterionMade(criterion.number, found, tuple(items.values()), self._merged(waits), margins=margins)
        if criterion.scoring is None:
            return made
        points = self.scores.of_criterion(criterion.number)
        waits_of_points = self.scores.waits_of(criterion.number, points) if self.waits else ()
        return attrs.evolve(made, points=points, waits_of_points=waits_of_points)

    def _merged(self, waits: _Waits) -> tuple[Wait, ...]:
        return tuple(Wait(*key, self.builder.or_(tests)) for key, tests in waits.items())

    def _waits_of_tree(self, tree: g.Tree) -> tuple[Wait, ...]:
        """What a condition waits for that a score looks at."""
        if id(tree) not in self._tree_waits:
            waits: _Waits = {}
            self._walk(tree, self.builder.true, self.builder.true, {}, waits)
            self._tree_waits[id(tree)] = self._merged(waits)
        return self._tree_waits[id(tree)]

    def _foreign(self, found: Outcome) -> Outcome:
        """Nothing applies to a unit of a type that the set is not for."""
        own = self.builder.not_(self.builder.is_null(self.unit_type))
        return self.outcomes.choose(own, found, self.outcomes.constant(NOT_APPLICABLE))

    def _walk(
        self,
        node: g.Tree,
        reached: Expression,
        waiting: Expression | None,
        items: dict[str, ItemMade],
        waits: _Waits,
    ) -> None:
        """Where each item is looked at, and what is waited for where everything above it is undecided."""
        b = self.builder
        found = self.outcome(node)
        if reached is b.false:
            return
        if isinstance(node, g.Item):
            here = reached if node.id not in items else b.or_([items[node.id].reached, reached])
            items[node.id] = ItemMade(node.id, self._foreign(found), here)
        if waiting is not None:
            waiting = b.and_([waiting, b.not_(self.outcomes.decided(found)), b.not_(b.is_null(self.unit_type))])
            for wait in self._waits_of(node):
                test = b.and_([waiting, wait.test])
                if test is not b.false:
                    waits.setdefault((wait.fact, wait.moment, wait.month, wait.reason), []).append(test)
        for child, looked_at, counts in self._children(node):
            below = b.and_([reached, looked_at])
            ahead = None if waiting is None else b.and_([waiting, counts])
            if isinstance(node, g.CriterionState):
                self._walk(child, b.true, ahead, {}, waits)
            else:
                self._walk(child, below, ahead, items, waits)

    def _waits_of(self, node: g.Tree) -> Sequence[Wait]:
        if isinstance(node, g.Leaf):
            return self.leaves.leaf(self.program.tests[node.test]).waits
        if isinstance(node, g.Joined) and node.amount is not None:
            return self.leaves.waits_of_amount(node.amount)
        if isinstance(node, g.PointsTest) and node.operator:
            return self.scores.waits_of(node.number)
        return ()

    def _children(self, node: g.Tree) -> Iterator[tuple[g.Tree, Expression, Expression]]:
        """The nodes below, each with where it is looked at and where it can still count."""
        b = self.builder
        match node:
            case g.Branch():
                test = self.outcome(node.test)
                yield node.test, b.true, b.true
                yield node.then, b.true, test.holds
                if node.otherwise is not None:
                    yield node.otherwise, b.true, test.fails
            case g.ByReading():
                yield self._chosen(node), b.true, b.true
            case g.ForTypes():
                here = self.leaves.is_of_types(node.types)
                yield node.child, here, here
            case g.ForYears():
                here = self.leaves.in_years(node.first, node.last)
                yield node.child, here, here
            case g.Cases():
                yield from self._case_children(node)
            case g.CriterionState():
                criterion = next(one for one in self.program.criteria if one.number == node.number)
                yield criterion.tree, b.true, b.true
            case _:
                for child in g.children_of(node):
                    yield child, b.true, b.true

    def _case_children(self, node: g.Cases) -> Iterator[tuple[g.Tree, Expression, Expression]]:
        b = self.builder
        ahead = b.true
        for condition, body in node.cases:
            test = self.outcome(condition)
            possible = b.and_([ahead, b.or_([test.holds, test.drops])])
            yield condition, possible, possible
            yield body, possible, possible
            ahead = b.and_([ahead, b.or_([test.fails, test.drops])])
        if node.otherwise is not None:
            yield node.otherwise, ahead, ahead
