"""What points a unit earns: for each score the least and the most that is still possible, and whether it applies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, assert_never

import attrs

from antq_rules.engine.ranges import collect, interval
from antq_rules.engine.values import Number
from antq_rules.graph import model as g
from antq_rules.graph import points as p
from antq_rules.types import FAILS, HOLDS, NOT_APPLICABLE, UNKNOWN

if TYPE_CHECKING:
    from antq_rules.engine.evaluate import Judge, Need, Result

_APPLIES = HOLDS
_NOTHING_LOST = (Fraction(0), Fraction(0))
_FAR = 10**60  # beyond any figure that can be written
PointsOf = Callable[[Fraction], Fraction]
Ends = tuple[Fraction | None, Fraction | None]


def _is_decided(low: Fraction | None, high: Fraction | None, applies: int) -> bool:
    return applies == NOT_APPLICABLE or (applies == _APPLIES and low is not None and low == high)


@attrs.frozen
class Scored:
    """A score with what it came to.

    `low` and `high` are its least and greatest points where it applies (`None`: no limit); `applies` holds the
    outcomes still possible of `HOLDS` (it counts) and `NOT_APPLICABLE` (it drops out). `lost` is what leaves the
    criterion's most where items drop out. `tests` are the conditions looked at, `references` the facts of its figures.
    """

    node: p.Score
    low: Fraction | None
    high: Fraction | None
    applies: int = _APPLIES
    children: tuple[Scored, ...] = ()
    tests: tuple[Result, ...] = ()
    references: tuple[g.Reference, ...] = ()
    lost: tuple[Fraction, Fraction] = _NOTHING_LOST
    empty: bool = False

    @property
    def decided(self) -> bool:
        """Whether only one number of points is possible."""
        return _is_decided(self.low, self.high, self.applies)


@attrs.frozen
class Tally:
    """Points of a criterion, a group or all: the least and greatest sum, and the most that could be earned."""

    low: Fraction | None
    high: Fraction | None
    maximum_low: Fraction
    maximum_high: Fraction
    applies: int = _APPLIES

    @property
    def decided(self) -> bool:
        """Whether only one number of points is possible."""
        return _is_decided(self.low, self.high, self.applies)


NOTHING = Tally(Fraction(0), Fraction(0), Fraction(0), Fraction(0), NOT_APPLICABLE)


def score(judge: Judge, node: p.Score, maximum: Fraction) -> Scored:
    """What a score comes to; `maximum` is what it would earn in full."""
    match node:
        case p.Earned():
            return _earned(judge, node, maximum)
        case p.Steps():
            return _of_figure(judge, node, node.value, maximum, lambda value: _steps(node, value))
        case p.Curve():
            return _of_figure(judge, node, node.value, maximum, lambda value: _on_curve(node, value), node.knots)
        case p.NoPoints():
            return Scored(node, Fraction(0), Fraction(0), NOT_APPLICABLE)
        case p.Limited():
            inner = score(judge, node.score, maximum if node.high is None else min(node.high, maximum))
            return _limited(node, inner)
        case p.Bands():
            return _bands(judge, node, maximum)
        case p.ScoredItem():
            inner = score(judge, node.score, maximum if node.maximum is None else node.maximum)
            low, high = inner.low, inner.high
            if node.maximum is not None:
                low = None if low is None else min(low, node.maximum)
                high = _at_most(high, node.maximum)
            return Scored(node, low, high, inner.applies, (inner,), lost=inner.lost)
        case p.ScoreSum():
            return _sum(judge, node, maximum)
        case p.ScoreApplies():
            test = judge.result(node.test)
            inner = score(judge, node.score, maximum)
            applies = (inner.applies if test.outcomes & HOLDS else 0) | (
                NOT_APPLICABLE if test.outcomes & ~HOLDS else 0
            )
            return Scored(node, inner.low, inner.high, applies, (inner,), (test,), lost=inner.lost)
        case p.ScoreForTypes():
            if judge.data.unit_type not in node.types:
                return Scored(node, Fraction(0), Fraction(0), NOT_APPLICABLE)
            inner = score(judge, node.score, maximum)
            return Scored(node, inner.low, inner.high, inner.applies, (inner,), lost=inner.lost)
        case _:
            assert_never(node)


# ------------------------------------------------------------------------------------------------ single scores
def _earned(judge: Judge, node: p.Earned, maximum: Fraction) -> Scored:
    found = _of_figure(judge, node, node.form, maximum, lambda value: value)
    if node.test is None:
        return found
    test = judge.result(node.test)
    low: Fraction | None = None
    high: Fraction | None = None
    applies = 0
    options: list[Ends] = []
    if test.outcomes & HOLDS:
        options.append((found.low, found.high))
        applies |= found.applies
    if test.outcomes & FAILS:
        options.append((Fraction(0), Fraction(0)))
        applies |= _APPLIES
    if test.outcomes & NOT_APPLICABLE:
        applies |= NOT_APPLICABLE
    low, high = _hull(options)
    return Scored(node, low, high, applies, (), (test,), found.references, empty=found.empty)


def _of_figure(
    judge: Judge,
    node: p.Score,
    form: g.Form,
    maximum: Fraction,
    points: PointsOf,
    knots: Sequence[tuple[Fraction, Fraction]] = (),
) -> Scored:
    """The points at both ends of what a figure can be, and at the knots between; a share of nothing by its rule."""
    linear = collect(judge.facts, judge.data, (form, 1))
    references = tuple(reference for reference, _ in form.terms)
    options: list[Ends] = []
    applies = 0
    if linear.no_year or linear.empty or linear.maybe_empty:
        outcomes = judge.no_year().outcomes if linear.no_year else judge.of_nothing()
        applies |= NOT_APPLICABLE if outcomes & NOT_APPLICABLE else 0
        if outcomes & UNKNOWN:
            applies |= _APPLIES
            worst, best = Fraction(0) if outcomes & FAILS else maximum, maximum if outcomes & HOLDS else Fraction(0)
            options.append((worst, best))
    if not linear.empty and not linear.no_year:
        applies |= _APPLIES
        options.append(_ends(interval(linear), points, knots))
    low, high = _hull(options)
    return Scored(node, low, high, applies, references=references, empty=linear.empty)


def _ends(
    limits: tuple[Number | None, Number | None], points: PointsOf, knots: Sequence[tuple[Fraction, Fraction]]
) -> Ends:
    low, high = limits
    values = [points(Fraction(end)) for end in (low, high) if end is not None]
    values += [earned for at, earned in knots if (low is None or at >= low) and (high is None or at <= high)]
    if knots or (low is not None and high is not None):
        return min(values), max(values)
    rising = points(Fraction(_FAR)) >= points(Fraction(0))
    open_low, open_high = (low is None, high is None) if rising else (high is None, low is None)
    return (None if open_low else min(values)), (None if open_high else max(values))


def _steps(node: p.Steps, value: Fraction) -> Fraction:
    return node.each * floor(max(value, Fraction(0)) / node.size)


def _on_curve(node: p.Curve, value: Fraction) -> Fraction:
    before = node.knots[0]
    if value <= before[0]:
        return before[1]
    for knot in node.knots[1:]:
        if value <= knot[0]:
            return before[1] + (knot[1] - before[1]) * (value - before[0]) / (knot[0] - before[0])
        before = knot
    return before[1]


def _hull(options: Sequence[Ends]) -> Ends:
    """The least and the greatest of several ranges."""
    if not options:
        return Fraction(0), Fraction(0)
    lows, highs = zip(*options, strict=True)
    low = None if any(end is None for end in lows) else min(end for end in lows if end is not None)
    high = None if any(end is None for end in highs) else max(end for end in highs if end is not None)
    return low, high


def _at_most(value: Fraction | None, limit: Fraction) -> Fraction | None:
    return limit if value is None else min(value, limit)


def _limited(node: p.Limited, inner: Scored) -> Scored:
    def kept(value: Fraction | None, is_high: bool) -> Fraction | None:
        if value is not None and node.step is not None:
            value = floor(value / node.step + Fraction(1, 2)) * node.step
        if node.high is not None and (value is not None or is_high):
            value = node.high if value is None else min(value, node.high)
        if node.low is not None and (value is not None or not is_high):
            value = node.low if value is None else max(value, node.low)
        return value

    return Scored(node, kept(inner.low, False), kept(inner.high, True), inner.applies, (inner,), lost=inner.lost)


def _bands(judge: Judge, node: p.Bands, maximum: Fraction) -> Scored:
    """The scores that can still be the first whose condition holds."""
    reached: list[Scored] = []
    tests: list[Result] = []
    applies = 0
    open_ended = True
    for condition, one in node.cases:
        test = judge.result(condition)
        if test.outcomes & UNKNOWN == FAILS:
            if test.outcomes & NOT_APPLICABLE:
                tests.append(test)
            continue
        if test.outcomes == NOT_APPLICABLE:
            continue
        tests.append(test)
        reached.append(score(judge, one, maximum))
        if test.outcomes == HOLDS:
            open_ended = False
            break
    if open_ended and node.otherwise is not None:
        reached.append(score(judge, node.otherwise, maximum))
    options: list[Ends] = []
    for one_reached in reached:
        applies |= one_reached.applies
        if one_reached.applies & _APPLIES:
            options.append((one_reached.low, one_reached.high))
    none_met = open_ended and node.otherwise is None and not (reached and _of_one_figure(judge, node))
    if none_met:
        applies |= _APPLIES
        options.append((Fraction(0), Fraction(0)))
    low, high = _hull(options)
    lost = [one.lost for one in reached if one.applies & _APPLIES]
    if none_met:
        lost.append(_NOTHING_LOST)
    ends = (min(low for low, _ in lost), max(high for _, high in lost)) if lost else _NOTHING_LOST
    return Scored(node, low, high, applies, tuple(reached), tuple(tests), lost=ends)


def _of_one_figure(judge: Judge, node: p.Bands) -> bool:
    """Whether bands are limits of one figure: then some band holds, as the check of the rule file has made sure.

    A grade or a date can also be known to be absent, which meets none.
    """
    tests = [judge.program.tests[condition.test] for condition, _ in node.cases if isinstance(condition, g.Leaf)]
    return len(tests) == len(node.cases) and all(isinstance(test, g.Comparison | g.Relative) for test in tests)


def _sum(judge: Judge, node: p.ScoreSum, maximum: Fraction) -> Scored:
    items = tuple(score(judge, item, maximum) for item in node.items)
    low, high = added([(one.low, one.high, one.applies) for one in items])
    lost_low = lost_high = Fraction(0)
    for item, one in zip(node.items, items, strict=True):
        whole = Fraction(0) if item.maximum is None else item.maximum
        if one.applies == NOT_APPLICABLE:
            lost_low += whole
            lost_high += whole
        else:
            lost_low += one.lost[0]
            lost_high += max(whole, one.lost[1]) if one.applies & NOT_APPLICABLE else one.lost[1]
    spare = _spare(node, maximum)
    lost_low, lost_high = max(lost_low - spare, Fraction(0)), max(lost_high - spare, Fraction(0))
    every = all(one.applies & NOT_APPLICABLE for one in items)
    surely = any(one.applies & _APPLIES for one in items)
    applies = (NOT_APPLICABLE if every else 0) | (_APPLIES if surely else 0)
    return Scored(node, low, high, applies, items, lost=(lost_low, lost_high))


def _spare(node: p.ScoreSum, maximum: Fraction) -> Fraction:
    """By how much the items together can earn more than counts: so much may drop out and the most is still there."""
    wholes = [item.maximum for item in node.items if item.maximum is not None]
    return max(sum(wholes, Fraction(0)) - maximum, Fraction(0)) if len(wholes) == len(node.items) else Fraction(0)


def added(parts: Sequence[tuple[Fraction | None, Fraction | None, int]]) -> Ends:
    """The least and greatest sum of scores of which some may drop out."""
    low: Fraction | None = Fraction(0)
    high: Fraction | None = Fraction(0)
    for least, most, applies in parts:
        if applies == NOT_APPLICABLE:
            continue
        if applies & NOT_APPLICABLE:
            least = None if least is None else min(least, Fraction(0))
            most = None if most is None else max(most, Fraction(0))
        low = None if low is None or least is None else low + least
        high = None if high is None or most is None else high + most
    counted = [(least, most) for least, most, applies in parts if applies != NOT_APPLICABLE]
    if counted and all(applies & NOT_APPLICABLE for _, _, applies in parts):  # one of them at least is there
        lows, highs = zip(*counted, strict=True)
        if all(end is not None and end > 0 for end in lows):
            low = min(lows)
        if all(end is not None and end < 0 for end in highs):
            high = max(highs)
    return low, high


# ------------------------------------------------------------------------------------------------ criteria, groups
def unweighted(scored: Scored, scoring: p.Scoring) -> Tally:
    """The points of a criterion of its own most, before its weight, as a least that is enough is asked of them."""
    return tally(scored, attrs.evolve(scoring, weight=Fraction(1), bonus=False))


def tally(scored: Scored, scoring: p.Scoring) -> Tally:
    """The points of a criterion: at most its most, which leaves with what does not apply, times its weight."""
    if scored.applies == NOT_APPLICABLE:
        return NOTHING
    most_low, most_high = scoring.maximum - scored.lost[1], scoring.maximum - scored.lost[0]
    if scoring.bonus:
        most_low = most_high = Fraction(0)
    low, high = scored.low, _at_most(scored.high, scoring.maximum)
    low = None if low is None else min(low, scoring.maximum)
    return _weighed(Tally(low, high, most_low, most_high, scored.applies), scoring.weight)


def _weighed(tally: Tally, weight: Fraction) -> Tally:
    low, high = (None if end is None else end * weight for end in (tally.low, tally.high))
    return Tally(low, high, tally.maximum_low * weight, tally.maximum_high * weight, tally.applies)


def together(tallies: Sequence[Tally]) -> Tally:
    """The points of several criteria or groups; what does not apply leaves both sums."""
    counted = [one for one in tallies if one.applies != NOT_APPLICABLE]
    if not counted:
        return NOTHING
    low, high = added([(one.low, one.high, one.applies) for one in counted])
    most_low = sum((Fraction(0) if one.applies & NOT_APPLICABLE else one.maximum_low for one in counted), Fraction(0))
    most_high = sum((one.maximum_high for one in counted), Fraction(0))
    every = all(one.applies & NOT_APPLICABLE for one in counted)
    return Tally(low, high, most_low, most_high, _APPLIES | (NOT_APPLICABLE if every else 0))


def of_group(tallies: Sequence[Tally], group: p.GroupPoints | None) -> Tally:
    """The points of a group with its cap and weight."""
    whole = together(tallies)
    if group is None or whole.applies == NOT_APPLICABLE:
        return whole
    low, high, most_low, most_high = whole.low, whole.high, whole.maximum_low, whole.maximum_high
    if group.maximum is not None:
        low = None if low is None else min(low, group.maximum)
        high = _at_most(high, group.maximum)
        most_low, most_high = min(most_low, group.maximum), min(most_high, group.maximum)
    return _weighed(Tally(low, high, most_low, most_high, whole.applies), group.weight)


def compared(points: Tally, operator: str, limit: Fraction, of_maximum: bool) -> int:
    """Outcomes of comparing points with a limit, or with a share of the most; points that do not apply drop out."""
    outcomes = points.applies & NOT_APPLICABLE
    if not points.applies & _APPLIES:
        return outcomes
    low, high = points.low, points.high
    if of_maximum:
        low = None if low is None else low - limit * points.maximum_high
        high = None if high is None else high - limit * points.maximum_low
    else:
        low = None if low is None else low - limit
        high = None if high is None else high - limit
    return outcomes | _outcomes(low, high, operator)


def _outcomes(low: Fraction | None, high: Fraction | None, operator: str) -> int:
    reaches = {
        ">=": (high is None or high >= 0, low is None or low < 0),
        ">": (high is None or high > 0, low is None or low <= 0),
        "<=": (low is None or low <= 0, high is None or high > 0),
        "<": (low is None or low < 0, high is None or high >= 0),
    }
    zero = (low is None or low <= 0) and (high is None or high >= 0)
    differs = not (low == high == 0)
    holds, fails = reaches.get(operator, (zero, differs) if operator == "=" else (differs, zero))
    return (HOLDS if holds else 0) | (FAILS if fails else 0)


def needs_of(judge: Judge, scored: Scored) -> Iterator[Need]:
    """What a score that is not decided waits for."""
    from antq_rules.engine.explain import needs

    if scored.decided:
        return
    for test in scored.tests:
        yield from needs(test)
    yield from judge.needs_of(scored.references)
    for child in scored.children:
        yield from needs_of(judge, child)
