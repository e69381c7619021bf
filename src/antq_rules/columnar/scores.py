"""Points of criteria, groups and whole sets over columns, what is asked of them, and what they wait for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import attrs

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.figures import View
from antq_rules.columnar.leaves import Leaves, Wait
from antq_rules.columnar.outcomes import Outcome
from antq_rules.columnar.ratios import Ratio
from antq_rules.columnar.scored import Scored, ScoreMaker
from antq_rules.columnar.slots import Moment
from antq_rules.graph import model as g
from antq_rules.graph import points as p

_Found = dict[tuple[str, Moment, int, str], list[Expression]]


@attrs.frozen(eq=False)
class Points:
    """Points of a criterion, a group or all: the least and greatest sum (null: no limit), and the most to be earned.

    `counts` says whether they may count, `drops` whether they may drop out; where they cannot count all are 0.
    """

    low: Ratio
    high: Ratio
    maximum_low: Ratio
    maximum_high: Ratio
    counts: Expression
    drops: Expression


class Scores:
    """Makes the points of a set; `waits_of_tree` says what a condition waits for."""

    def __init__(
        self,
        program: g.Program,
        leaves: Leaves,
        outcome: Callable[[g.Tree], Outcome],
        waits_of_tree: Callable[[g.Tree], Sequence[Wait]],
    ) -> None:
        self.program = program
        self.leaves = leaves
        self.builder = leaves.builder
        self.ratios = leaves.ratios
        self.maker = ScoreMaker(leaves, outcome)
        self.spans = self.maker.spans
        self.waits_of_tree = waits_of_tree
        self._scored: dict[str, Scored] = {}

    # ------------------------------------------------------------------------------------------ criteria
    def scoring(self, number: str) -> p.Scoring:
        """How a criterion is scored."""
        found = next(criterion.scoring for criterion in self.program.criteria if criterion.number == number)
        assert found is not None
        return found

    def scored(self, number: str) -> Scored:
        """The score of a criterion; it drops out where the set is not for the type of the unit."""
        if number not in self._scored:
            b, scoring = self.builder, self.scoring(number)
            made = self.maker.score(scoring.score, scoring.maximum)
            foreign = b.is_null(self.leaves.unit_type)
            counts = b.and_([made.counts, b.not_(foreign)])
            self._scored[number] = attrs.evolve(made, counts=counts, drops=b.or_([made.drops, foreign]))
        return self._scored[number]

    def of_criterion(self, number: str) -> Points:
        """The points of a criterion of its own most, before its weight."""
        return self._tally(self.scored(number), attrs.evolve(self.scoring(number), weight=Fraction(1), bonus=False))

    def _tally(self, scored: Scored, scoring: p.Scoring) -> Points:
        ratios = self.ratios
        low, high = self.spans.capped(scored.low, scored.high, scoring.maximum)
        whole = ratios.number(scoring.maximum)
        most_low, most_high = (ratios.add([whole, ratios.negative(lost)]) for lost in reversed(scored.lost))
        if scoring.bonus:
            most_low = most_high = self.spans.zero
        parts = [
            ratios.choose(scored.counts, ratios.scale(one, scoring.weight), self.spans.zero)
            for one in (low, high, most_low, most_high)
        ]
        return Points(parts[0], parts[1], parts[2], parts[3], scored.counts, scored.drops)

    # ------------------------------------------------------------------------------------------ groups, all
    def titles(self) -> list[str]:
        """The titles of groups that have points, in the order of the set; an empty one for criteria of no group."""
        return list(dict.fromkeys(one.group for one in self.program.criteria if one.scoring is not None))

    def of_group(self, title: str, weighted: bool = True) -> Points:
        """The points of a group with its cap, and with its weight where asked."""
        ratios = self.ratios
        group = next((one for one in self.program.groups if one.title == title), None)
        whole = self._together(
            [
                self._tally(self.scored(one.number), one.scoring)
                for one in self.program.criteria
                if one.scoring is not None and one.group == title
            ]
        )
        if group is None:
            return whole
        parts = [whole.low, whole.high, whole.maximum_low, whole.maximum_high]
        if group.maximum is not None:
            most = [self.spans.at_most(one, group.maximum) for one in parts[2:]]
            parts = [*self.spans.capped(whole.low, whole.high, group.maximum), *most]
        if weighted:
            parts = [ratios.scale(one, group.weight) for one in parts]
        return Points(parts[0], parts[1], parts[2], parts[3], whole.counts, whole.drops)

    def total(self) -> Points:
        """The points of all groups together."""
        return self._together([self.of_group(title) for title in self.titles()])

    def _together(self, several: Sequence[Points]) -> Points:
        """The points of several criteria or groups; what does not apply leaves both sums."""
        b, ratios = self.builder, self.ratios
        low, high = self.spans.added([(one.low, one.high, one.counts, one.drops) for one in several])
        most_low = ratios.add([ratios.choose(one.drops, self.spans.zero, one.maximum_low) for one in several])
        most_high = ratios.add([one.maximum_high for one in several])
        counts, drops = b.or_(one.counts for one in several), b.and_(one.drops for one in several)
        return Points(low, high, most_low, most_high, b.true if drops is b.false else counts, drops)

    # ------------------------------------------------------------------------------------------ what is asked
    def compared(self, points: Points, operator: str, limit: Fraction, of_maximum: bool) -> Outcome:
        """Points against a limit, or against a share of the most; points that do not apply drop out."""
        b, ratios = self.builder, self.ratios
        near = far = ratios.number(limit)
        if of_maximum:
            near = ratios.scale(points.maximum_high, limit)
            far = ratios.scale(points.maximum_low, limit)
        low, high = (points.low, near), (points.high, far)

        def may(asked: str, ends: tuple[Ratio, Ratio]) -> Expression:
            return b.possibly(ratios.compare(asked, *ends))

        zero = b.and_([may("<=", low), may(">=", high)])
        differs = b.or_([may("!=", low), may("!=", high)])
        holds, fails = {
            ">=": lambda: (may(">=", high), may("<", low)),
            ">": lambda: (may(">", high), may("<=", low)),
            "<=": lambda: (may("<=", low), may(">", high)),
            "<": lambda: (may("<", low), may(">=", high)),
            "=": lambda: (zero, differs),
            "!=": lambda: (differs, zero),
        }[operator]()
        counts = points.counts
        return self.leaves.outcomes.of_parts(b.and_([counts, holds]), b.and_([counts, fails]), points.drops)

    # ------------------------------------------------------------------------------------------ waiting
    def waits_of(self, number: str, points: Points | None = None) -> tuple[Wait, ...]:
        """What the score of a criterion waits for where it is not decided, nor are these points made of it."""
        found: _Found = {}
        here = self.builder.true if points is None else self.builder.not_(self.decided(points))
        self._waiting(self.scored(number), here, found)
        return tuple(Wait(*key, self.builder.or_(tests)) for key, tests in found.items())

    def decided(self, one: Scored | Points) -> Expression:
        """Whether only one number of points is possible."""
        b = self.builder
        same = b.surely(self.ratios.compare("=", one.low, one.high))
        return b.or_([b.not_(one.counts), b.and_([b.not_(one.drops), same])])

    def _waiting(self, scored: Scored, here: Expression, found: _Found) -> None:
        b = self.builder
        here = b.and_([here, b.not_(self.decided(scored))])
        if here is b.false:
            return
        waits = [(here, wait) for wait in self.leaves.waits_for(scored.references, View())]
        for looked_at, tree in scored.tests:
            waits += [(b.and_([here, looked_at]), wait) for wait in self.waits_of_tree(tree)]
        for where, wait in waits:
            test = b.and_([where, wait.test])
            if test is not b.false:
                found.setdefault((wait.fact, wait.moment, wait.month, wait.reason), []).append(test)
        for looked_at, child in scored.children:
            self._waiting(child, b.and_([here, looked_at]), found)
