"""Single scores over columns: the least and the most that each can still come to, and whether it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

import attrs

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.figures import Linear, View
from antq_rules.columnar.leaves import Leaves
from antq_rules.columnar.outcomes import Outcome
from antq_rules.columnar.ratios import Ratio
from antq_rules.columnar.spans import Option, Spans
from antq_rules.graph import model as g
from antq_rules.graph import points as p

Ends = tuple[Ratio, Ratio]
EndsOf = Callable[[Linear, Ratio, Ratio], Ends]


@attrs.frozen(eq=False)
class Scored:
    """A score: its least and greatest points (null: no limit), whether it may count, and whether it may drop out.

    The points mean something only where it may count. `lost` is what leaves the criterion's most where items drop out.
    `tests`, `references` and `children` are what it looks at, each with where it does.
    """

    low: Ratio
    high: Ratio
    counts: Expression
    drops: Expression
    lost: Ends
    tests: tuple[tuple[Expression, g.Tree], ...] = ()
    references: tuple[g.Reference, ...] = ()
    children: tuple[tuple[Expression, Scored], ...] = ()


class ScoreMaker:
    """Makes scores; `outcome` makes the conditions that they look at."""

    def __init__(self, leaves: Leaves, outcome: Callable[[g.Tree], Outcome]) -> None:
        self.leaves = leaves
        self.figures = leaves.figures
        self.outcome = outcome
        self.builder = leaves.builder
        self.ratios = leaves.ratios
        self.spans = Spans(leaves.ratios)
        self.nothing_lost = (self.spans.zero, self.spans.zero)

    def score(self, node: p.Score, maximum: Fraction) -> Scored:
        """What a score comes to; `maximum` is what it would earn in full."""
        b = self.builder
        match node:
            case p.Earned():
                return self._earned(node, maximum)
            case p.Steps():
                return self._of_figure(node.value, maximum, lambda *ends: self._steps(node, *ends))
            case p.Curve():
                return self._of_figure(node.value, maximum, lambda *ends: self._curve(node, *ends))
            case p.NoPoints():
                return self._made((self.spans.zero, self.spans.zero), b.false, b.true)
            case p.Limited():
                inner = self.score(node.score, maximum if node.high is None else min(node.high, maximum))
                return self._around(inner, self._limited(node, inner))
            case p.Bands():
                return self._bands(node, maximum)
            case p.ScoredItem():
                inner = self.score(node.score, maximum if node.maximum is None else node.maximum)
                ends = inner.low, inner.high
                return self._around(inner, ends if node.maximum is None else self.spans.capped(*ends, node.maximum))
            case p.ScoreSum():
                return self._sum(node, maximum)
            case p.ScoreApplies():
                test = self.outcome(node.test)
                inner = self.score(node.score, maximum)
                drops = b.or_([b.and_([test.holds, inner.drops]), test.fails, test.drops])
                counts = b.and_([test.holds, inner.counts])
                found = self._made((inner.low, inner.high), counts, drops, inner.lost)
                return attrs.evolve(found, tests=((b.true, node.test),), children=((b.true, inner),))
            case p.ScoreForTypes():
                here = self.leaves.is_of_types(node.types)
                inner = self.score(node.score, maximum)
                counts, drops = b.and_([here, inner.counts]), b.or_([b.not_(here), inner.drops])
                found = self._made((inner.low, inner.high), counts, drops, inner.lost)
                return attrs.evolve(found, children=((here, inner),))
            case _:
                assert_never(node)

    def _made(self, ends: Ends, counts: Expression, drops: Expression, lost: Ends | None = None) -> Scored:
        if drops is self.builder.false:  # one of the two is always possible
            counts = self.builder.true
        return Scored(*ends, counts, drops, self.nothing_lost if lost is None else lost)

    def _around(self, inner: Scored, ends: Ends) -> Scored:
        return Scored(*ends, inner.counts, inner.drops, inner.lost, children=((self.builder.true, inner),))

    # ------------------------------------------------------------------------------------------ single scores
    def _earned(self, node: p.Earned, maximum: Fraction) -> Scored:
        found = self._of_figure(node.form, maximum, self._as_it_is)
        if node.test is None:
            return found
        b, test = self.builder, self.outcome(node.test)
        earned = b.and_([test.holds, found.counts])
        options = [(earned, found.low, found.high), (test.fails, self.spans.zero, self.spans.zero)]
        ends = self.spans.hull(options, _is_sure(test))
        drops = b.or_([b.and_([test.holds, found.drops]), test.drops])
        made = self._made(ends, b.or_([earned, test.fails]), drops)
        return attrs.evolve(made, tests=((b.true, node.test),), references=found.references)

    def _of_figure(self, form: g.Form, maximum: Fraction, points: EndsOf) -> Scored:
        """The points at both ends of what a figure can be; a share of nothing by its rule."""
        b, figures = self.builder, self.figures
        linear = figures.collect(View(), (form, Fraction(1)))
        no_year, empty, maybe = figures.no_year(linear), figures.empty(linear), figures.maybe_empty(linear)
        nothing = b.and_([b.or_([empty, maybe]), b.not_(no_year)])
        there = b.not_(b.or_([empty, no_year]))
        options: list[Option] = [(there, *points(linear, *figures.interval(linear)))]
        drops = []
        full = self.ratios.number(maximum)
        for here, outcome in ((no_year, self.leaves.of_no_year()), (nothing, self.leaves.of_nothing())):
            drops.append(b.and_([here, outcome.drops]))
            worst = self.spans.zero if outcome.fails is b.true else full
            best = full if outcome.holds is b.true else self.spans.zero
            options.append((b.and_([here, b.or_([outcome.holds, outcome.fails])]), worst, best))
        ends = self.spans.hull(options, maybe is b.false)
        found = self._made(ends, b.or_(test for test, _, _ in options), b.or_(drops))
        return attrs.evolve(found, references=tuple(reference for reference, _ in form.terms))

    def _as_it_is(self, linear: Linear, low: Ratio, high: Ratio) -> Ends:
        return self._ordered(linear, low, high)

    def _ordered(self, linear: Linear, low: Ratio, high: Ratio) -> Ends:
        """Two ends, the lower first also where the limits of a figure contradict each other."""
        if _same(low, high) or self.figures.is_consistent(linear):
            return low, high
        b, ratios = self.builder, self.ratios
        least = ratios.choose(b.is_null(low.top), ratios.none, ratios.least([low, high]))
        return least, ratios.choose(b.is_null(high.top), ratios.none, ratios.greatest([low, high]))

    def _steps(self, node: p.Steps, linear: Linear, low: Ratio, high: Ratio) -> Ends:
        ends = [self._in_steps(node, low), self._in_steps(node, high)]
        return self._ordered(linear, *(ends if node.each >= 0 else reversed(ends)))

    def _in_steps(self, node: p.Steps, value: Ratio) -> Ratio:
        steps = self.ratios.scale(self.ratios.rounded(value, node.size, False), 1 / node.size)
        return self.ratios.scale(self.spans.at_least(steps, Fraction(0)), node.each)

    def _curve(self, node: p.Curve, linear: Linear, low: Ratio, high: Ratio) -> Ends:
        b, ratios, knots = self.builder, self.ratios, node.knots
        if _same(low, high) and not low.top.nullable:
            found = self._on_curve(node, low)
            return found, found
        first = ratios.choose(b.is_null(low.top), ratios.number(knots[0][1]), self._on_curve(node, low))
        last = ratios.choose(b.is_null(high.top), ratios.number(knots[-1][1]), self._on_curve(node, high))
        earned = [points for _, points in knots]
        if self.figures.is_consistent(linear) and earned == sorted(earned):
            return first, last
        if self.figures.is_consistent(linear) and earned == sorted(earned, reverse=True):
            return last, first
        values = [first, last]
        for at, points in knots:
            place = ratios.number(at)
            inside = [b.possibly(ratios.compare("<=", low, place)), b.possibly(ratios.compare(">=", high, place))]
            values.append(ratios.choose(b.and_(inside), ratios.number(points), ratios.none))
        return ratios.least(values), ratios.greatest(values)

    def _on_curve(self, node: p.Curve, value: Ratio) -> Ratio:
        """The points on the lines between knots; of a figure that is null those of the last knot."""
        b, ratios, knots = self.builder, self.ratios, node.knots
        found = ratios.number(knots[-1][1])
        for (left, low), (right, high) in reversed(list(pairwise(knots))):
            slope = (high - low) / (right - left)
            line = ratios.add([ratios.scale(value, slope), ratios.number(low - slope * left)])
            here = b.surely(ratios.compare("<=", value, ratios.number(right)))
            found = ratios.choose(here, line if slope else ratios.number(low), found)
        before = b.surely(ratios.compare("<=", value, ratios.number(knots[0][0])))
        found = ratios.choose(before, ratios.number(knots[0][1]), found)
        found = ratios.coalesce(found, self.spans.zero)  # a line is not null where it was chosen
        return self.spans.bounded(found, min(points for _, points in knots), max(points for _, points in knots))

    def _limited(self, node: p.Limited, inner: Scored) -> Ends:
        low, high = inner.low, inner.high
        if node.step is not None:
            low, high = (self.ratios.rounded(end, node.step, True) for end in (low, high))
        if node.high is not None:
            low, high = self.spans.capped(low, high, node.high)
        if node.low is not None:
            low = self.ratios.coalesce(self.spans.at_least(low, node.low), self.ratios.number(node.low))
            high = self.spans.at_least(high, node.low)
        return low, high

    # ------------------------------------------------------------------------------------------ bands, sums
    def _bands(self, node: p.Bands, maximum: Fraction) -> Scored:
        """The scores that can still be the first whose condition holds."""
        b = self.builder
        ahead = b.true
        tests: list[tuple[Expression, g.Tree]] = []
        reached: list[tuple[Expression, Scored]] = []
        exclusive = True
        for condition, one in node.cases:
            if ahead is b.false:
                break
            test = self.outcome(condition)
            exclusive = exclusive and _is_sure(test)
            looked_at = b.or_([test.holds, b.and_([test.fails, test.drops])])
            tests.append((b.and_([ahead, looked_at]), condition))
            reached.append((b.and_([ahead, test.holds]), self.score(one, maximum)))
            ahead = b.and_([ahead, b.or_([test.fails, test.drops])])
        if node.otherwise is not None and ahead is not b.false:
            reached.append((ahead, self.score(node.otherwise, maximum)))
        none_met = b.false
        if node.otherwise is None:
            none_met = ahead
            if self._of_one_figure(node):
                none_met = b.and_([ahead, b.not_(b.or_(here for here, _ in reached))])
        counted = [(b.and_([here, one.counts]), one) for here, one in reached]
        zero = self.spans.zero
        options = [(none_met, zero, zero), *((here, one.low, one.high) for here, one in counted)]
        ends = self.spans.hull(options, exclusive)
        lost = self.spans.hull([(none_met, zero, zero), *((here, *one.lost) for here, one in counted)], exclusive)
        counts = b.or_([none_met, *(here for here, _ in counted)])
        found = self._made(ends, counts, b.or_(b.and_([here, one.drops]) for here, one in reached), lost)
        return attrs.evolve(found, tests=tuple(tests), children=tuple(reached))

    def _of_one_figure(self, node: p.Bands) -> bool:
        """Whether bands are limits of one figure: then some band holds, as the check of the rule file has made sure."""
        listed = self.leaves.program.tests
        tests = [listed[condition.test] for condition, _ in node.cases if isinstance(condition, g.Leaf)]
        return len(tests) == len(node.cases) and all(isinstance(test, g.Comparison | g.Relative) for test in tests)

    def _sum(self, node: p.ScoreSum, maximum: Fraction) -> Scored:
        b, ratios = self.builder, self.ratios
        items = [self.score(item, maximum) for item in node.items]
        ends = self.spans.added([(one.low, one.high, one.counts, one.drops) for one in items])
        lows, highs = [], []
        for item, one in zip(node.items, items, strict=True):
            most = Fraction(0) if item.maximum is None else item.maximum
            whole = ratios.number(most)
            lows.append(ratios.choose(one.counts, one.lost[0], whole))
            largest = ratios.choose(one.drops, self.spans.at_least(one.lost[1], most), one.lost[1])
            highs.append(ratios.choose(one.counts, largest, whole))
        spare = ratios.number(-_spare(node, maximum))
        lost_low, lost_high = (self.spans.at_least(ratios.add([*lost, spare]), Fraction(0)) for lost in (lows, highs))
        counts, drops = b.or_(one.counts for one in items), b.and_(one.drops for one in items)
        found = self._made(ends, counts, drops, (lost_low, lost_high))
        return attrs.evolve(found, children=tuple((b.true, one) for one in items))


def _same(low: Ratio, high: Ratio) -> bool:
    return low.top is high.top and low.bottom is high.bottom


def _is_sure(test: Outcome) -> bool:
    """Whether a test is always decided as met or not met."""
    return test.kleene is not None and not test.kleene.nullable


def _spare(node: p.ScoreSum, maximum: Fraction) -> Fraction:
    """By how much the items together can earn more than counts: so much may drop out and the most is still there."""
    wholes: Sequence[Fraction] = [item.maximum for item in node.items if item.maximum is not None]
    return max(sum(wholes, Fraction(0)) - maximum, Fraction(0)) if len(wholes) == len(node.items) else Fraction(0)
