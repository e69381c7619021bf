"""How far the figures of a row are from what each test asks (`engine.figures`), over columns."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.figures import Linear, View
from antq_rules.columnar.leaves import Leaves
from antq_rules.columnar.outcomes import Outcome
from antq_rules.columnar.ratios import Ratio
from antq_rules.columnar.scores import Points, Scores
from antq_rules.engine import evaluate as e
from antq_rules.graph import model as g

GRADES: Final = "bậc"
MEMBERS: Final = "mục"
DAYS: Final = "ngày"
MONTHS: Final = "tháng"
POINTS: Final = "điểm"
Margin = tuple[Ratio, str]
"""How far, null where there is no margin, and in which unit."""


class Margins:
    """Makes the margins of tests: at or above 0 where a test holds, below 0 by what is short."""

    def __init__(self, leaves: Leaves, scores: Scores) -> None:
        self.leaves = leaves
        self.scores = scores
        self.figures = leaves.figures
        self.slots = leaves.slots
        self.builder = leaves.builder
        self.ratios = leaves.ratios

    def of_test(self, test: g.Test) -> Margin | None:
        """The margin of a test, or `None` for a kind that never has one."""
        if isinstance(test, g.Relative) and test.parameter:
            test = e.with_rate(test, self.figures.parameters[test.parameter])
        match test:
            case g.Comparison():
                return (self._monthly(test), MONTHS) if test.monthly else (self._comparison(test), test.unit)
            case g.Relative():
                return self._relative(test), test.unit
            case g.GradeTest() if test.excluded < 0:
                return self._grade(test), GRADES
            case g.SetTest() if test.kind in ("all", "some"):
                return self._set(test), MEMBERS
            case g.DateTest() if not test.negated:
                return self._date(test), DAYS
            case g.DateOrder():
                return self._date_order(test), DAYS
            case _:
                return None

    def of_points(self, node: g.PointsTest, outcome: Outcome) -> Margin | None:
        """The margin of points against a limit, or `None` where none is asked."""
        if not node.operator:
            return None
        b, ratios = self.builder, self.ratios
        points: Points = self.scores.of_criterion(node.number)
        limit = ratios.scale(points.maximum_high, node.limit) if node.of_maximum else ratios.number(node.limit)
        decided = [self.scores.decided(points), self.leaves.outcomes.decided(outcome)]
        spare = ratios.add([points.low, ratios.negative(limit)])
        return self.where(b.and_(decided), spare), POINTS

    def where(self, test: Expression, one: Ratio) -> Ratio:
        """The same margin where a test is true, and none elsewhere."""
        top = self.builder.choose(self.builder.surely(test), one.top, self.builder.none)
        return Ratio(top, one.bottom)

    # ------------------------------------------------------------------------------------------ figures
    def _known(self, linear: Linear) -> tuple[Ratio, Expression]:
        """What a sum comes to and whether it is known; a share of nothing adds nothing, as in the model."""
        b, ratios = self.builder, self.ratios
        values = [ratios.number(linear.constant)]
        for variable, weight in linear.terms:
            if weight:  # a month may be taken off the year that it is part of
                values.append(ratios.scale(ratios.choose(variable.empty, ratios.number(0), variable.known), weight))
        total = ratios.add(values)
        return total, b.not_(b.or_([b.is_null(total.top), self.figures.no_year(linear)]))

    def _comparison(self, test: g.Comparison) -> Ratio:
        b, ratios = self.builder, self.ratios
        left, right = (self.figures.collect(View(), (form, Fraction(1))) for form in (test.left, test.right))
        value, known = self._known(left)
        limit, limit_known = self._known(right)
        whole = self._is_whole(test.left)
        below = self._between(value, limit, test.operator, whole, test.factor)
        if test.upper is None:
            return self.where(b.and_([known, limit_known, self._met_or_not(test, [left, right])]), below)
        above = self.figures.collect(View(), (test.upper, Fraction(1)))
        upper, upper_known = self._known(above)
        sure = self._met_or_not(test, [left, right, above], [above])
        found = self.where(b.and_([known, limit_known, sure]), below)
        past = b.surely(ratios.compare(">=" if test.upper_operator == "<" else ">", value, upper))
        fails = b.true if self._is_there([left, right, above]) else self._only_fails(self.leaves.leaf(test).outcome)
        beyond = self._between(value, upper, test.upper_operator, whole, test.factor)
        return ratios.coalesce(self.where(b.and_([known, upper_known, past, fails]), beyond), found)

    def _relative(self, test: g.Relative) -> Ratio:
        b, ratios = self.builder, self.ratios
        view = View(compared=test.kind == "change")
        left, whole = (self.figures.collect(view, (form, Fraction(1))) for form in (test.left, test.base))
        value, known = self._known(left)
        base, base_known = self._known(whole)
        operator, multiple = e.effective_limit(test)
        limit = ratios.add([ratios.scale(base, Fraction(multiple)), ratios.number(test.addend)])
        above = b.surely(ratios.sign(">", base))
        here = b.and_([known, base_known, above, self._met_or_not(test, [left, whole])])
        return self.where(here, self._between(value, limit, operator, self._is_whole(test.left), test.factor))

    def _is_there(self, linears: Sequence[Linear]) -> bool:
        """Whether no share of nothing can stand in some sums."""
        return all(self.figures.empty(one) is self.builder.false for one in linears)

    def _met_or_not(
        self, test: g.Comparison | g.Relative, linears: Sequence[Linear], open_ends: Sequence[Linear] = ()
    ) -> Expression:
        """Whether a test of known sums is met or is not; `open_ends` are sums of it that may not be known.

        Of known sums it always is one of the two, unless a share of nothing stands in them.
        """
        b, figures = self.builder, self.figures
        open_tests = b.or_(b.or_([figures.unknown(one), figures.no_year(one)]) for one in open_ends)
        if self._is_there(linears) and open_tests is b.false:
            return b.true
        outcome = self.leaves.leaf(test).outcome
        return b.and_([self.leaves.outcomes.decided(outcome), b.not_(outcome.drops)])

    def _between(self, value: Ratio, limit: Ratio, operator: str, whole: bool, factor: Fraction) -> Ratio:
        b, ratios = self.builder, self.ratios
        nearest = self._nearest(limit, operator) if whole else limit
        difference = ratios.add([value, ratios.negative(nearest)])
        if operator in ("<=", "<"):
            difference = ratios.negative(difference)
        elif operator in ("=", "!="):
            apart = b.greatest([difference.top, b.scale(difference.top, -1)])
            difference = Ratio(b.scale(apart, -1) if operator == "=" else apart, difference.bottom)
        return ratios.scale(difference, 1 / factor)

    def _nearest(self, limit: Ratio, operator: str) -> Ratio:
        """The whole number nearest to the limit that still meets it."""
        b, one = self.builder, self.builder.whole(1)
        floor = b.floor_divide(limit.top, limit.bottom)
        ceiling = b.scale(b.floor_divide(b.scale(limit.top, -1), limit.bottom), -1)
        match operator:
            case ">=":
                return Ratio(ceiling, one)
            case ">":
                return Ratio(b.add([floor, one]), one)
            case "<=":
                return Ratio(floor, one)
            case "<":
                return Ratio(b.add([ceiling, b.whole(-1)]), one)
            case _:
                return limit

    def _is_whole(self, form: g.Form) -> bool:
        facts = self.slots.facts.by_code
        return all(facts[reference.fact].is_integer and weight.denominator == 1 for reference, weight in form.terms)

    def _monthly(self, test: g.Comparison) -> Ratio:
        """How many months are not met, where any is not: then the test surely fails."""
        b = self.builder
        months = range(1, self.figures.months + 1)
        failing = [self._only_fails(self.leaves.leaf(e.in_month(test, month)).outcome) for month in months]
        count = b.count(failing)
        return self.where(b.compare(">", count, b.whole(0)), Ratio(b.scale(count, -1), b.whole(1)))

    def _only_fails(self, one: Outcome) -> Expression:
        b = self.builder
        if one.kleene is not None:
            return b.not_(b.possibly(one.kleene))
        return b.and_([one.fails, b.not_(b.or_([one.holds, one.drops]))])

    # ------------------------------------------------------------------------------------------ other kinds
    def _there(self, reference: g.Reference, absent: bool = True) -> Expression:
        """Whether a fact that is no figure may have a value: the unit was there, and it is not known to be absent."""
        b, moment = self.builder, self.leaves.moment(reference)
        tests = [b.not_(self.slots.no_year(reference.fact, moment))]
        if absent:
            tests.append(b.not_(self.leaves.is_absent(reference)))
        return b.and_(tests)

    def _grade(self, test: g.GradeTest) -> Ratio:
        b = self.builder
        rank = self.leaves.rank(test.reference)
        below = b.add([rank, b.whole(-test.low)])
        above = b.add([b.whole(test.high), b.scale(rank, -1)])
        within = b.surely(b.compare("<=", rank, b.whole(test.high)))
        return self.where(self._there(test.reference), Ratio(b.choose(within, below, above), b.whole(1)))

    def _set(self, test: g.SetTest) -> Ratio:
        b = self.builder
        asked = list(dict.fromkeys(test.members))
        present = b.count([b.surely(self.leaves.member(test.reference, one)) for one in asked])
        goal = test.count if test.kind == "some" else len(asked)
        reported = b.not_(self.leaves.unreported(test.reference.fact, self.leaves.moment(test.reference)))
        here = b.and_([reported, self._there(test.reference, absent=False)])
        return self.where(here, Ratio(b.add([present, b.whole(-goal)]), b.whole(1)))

    def _date(self, test: g.DateTest) -> Ratio:
        first, last = self.leaves.days_of(test)
        return self._days(self.leaves.day(test.reference), first, last, self._there(test.reference))

    def _date_order(self, test: g.DateOrder) -> Ratio:
        b = self.builder
        since = self.leaves.day(test.since)
        first, last = self.leaves.days_between(test, since)
        here = b.and_([self._there(test.reference), self._there(test.since), b.not_(b.is_null(since))])
        return self._days(self.leaves.day(test.reference), first, last, here)

    def _days(self, day: Expression, first: Expression | None, last: Expression | None, here: Expression) -> Ratio:
        """Days that a day is late or early, or that are left to the last one; none after a first day alone."""
        b = self.builder
        found = b.none if last is None else b.add([last, b.scale(day, -1)])
        if first is not None:
            early = b.surely(b.compare("<", day, first))
            if last is not None:  # later than the last day comes first, where both are so
                early = b.and_([early, b.not_(b.surely(b.compare(">", day, last)))])
            found = b.choose(early, b.add([day, b.scale(first, -1)]), found)
        return self.where(here, Ratio(found, b.whole(1)))
