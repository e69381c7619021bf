"""Sums of facts over columns: what is known of them, and the least and greatest they can still be."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Final

import attrs

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.outcomes import Outcome, Outcomes
from antq_rules.columnar.ratios import Ratio
from antq_rules.columnar.slots import NO_YEAR, Moment, Slots
from antq_rules.columnar.undecided import unless_known
from antq_rules.engine.ranges import MOST_LINKED
from antq_rules.graph import model as g

_MOST_WEIGHTS: Final = 6
_MOST_CASES: Final = 2


class NotInTables(Exception):
    """A set asks for something that columns cannot say; `reason` says what, in Vietnamese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@attrs.frozen
class View:
    """The year that counts as the assessed one, and whose figures are read where a comparison asks for a same period.

    `compared` takes the same period of the year before where it was reported; `inside` also for the limits of what was
    not reported.
    """

    moment: Moment = Moment()
    compared: bool = False
    inside: bool = False


Known = tuple[str, Moment]
EndsWithout = Callable[[Collection[Known]], tuple[Ratio, Ratio]]


@attrs.frozen(eq=False)
class Variable:
    """A figure of a sum: its value (null: not known), and its least and greatest where it is not known.

    `ends_without` gives the least and greatest where some other facts are not known either. `settled` says that it is
    known here, or that it is not (its value is then null), while a comparison takes its cases one by one.
    """

    name: tuple[str, Moment, int]
    known: Ratio
    low: Ratio
    high: Ratio
    is_integer: bool
    whole: tuple[str, Moment, int] | None
    no_year: Expression
    empty: Expression
    maybe_empty: Expression
    ends_without: EndsWithout | None = None
    settled: bool = False


@attrs.frozen(eq=False)
class Linear:
    """A constant and figures with coefficients."""

    constant: Fraction
    terms: tuple[tuple[Variable, Fraction], ...]


@attrs.frozen(eq=False)
class WorkedOut:
    """A figure worked out from others: its ends, and whether it stands on nothing or on a year that was not."""

    low: Ratio
    high: Ratio
    is_integer: bool
    empty: Expression
    maybe_empty: Expression
    no_year: Expression


Work = Callable[[str, View], WorkedOut]


class Figures:
    """Makes sums of the checked facts of a row."""

    def __init__(
        self, slots: Slots, outcomes: Outcomes, months: int, cutoff: bool, values: Mapping[str, Fraction]
    ) -> None:
        self.slots = slots
        self.outcomes = outcomes
        self.builder = slots.builder
        self.ratios = slots.ratios
        self.months = months
        self.cutoff = cutoff
        self.parameters = values
        self.work: Work | None = None
        self._variables: dict[tuple[g.Reference, View], tuple[Variable, ...]] = {}

    # ------------------------------------------------------------------------------------------ facts
    def same_period(self, moment: Moment, view: View) -> bool:
        """Whether a comparison takes the figures of a year up to the day of the cut-off only."""
        return self.cutoff and (view.compared or view.inside) and moment.offset == -1 and not moment.year

    def months_of(self, moment: Moment, view: View) -> int:
        """How many months of a year count."""
        if (moment.offset == 0 and not moment.year) or self.same_period(moment, view):
            return self.months
        return 12

    def reported(self, code: str, moment: Moment, view: View, month: int = 0) -> Ratio:
        """A checked figure as tests take it: of the same period of the year before where one was reported."""
        whole_year = self.slots.figure(code, moment, month)
        if not self.same_period(moment, view):
            return whole_year.value
        period = self.slots.figure(code, Moment(-1, 0, True), month)
        return self.ratios.choose(self.is_of_period(code), period.value, whole_year.value)

    def is_of_period(self, code: str) -> Expression:
        """Whether something was reported of a fact for the same period of the year before, refused or not."""
        b = self.builder
        same = Moment(-1, 0, True)
        monthly = self.slots.facts.by_code[code].kind == "monthly"
        raw = [self.slots.figure(code, same, month).raw for month in (range(1, 13) if monthly else (0,))]
        return b.or_([*(b.not_(b.is_null(one)) for one in raw), self.slots.flag(code, same, "sai")])

    def gone(self, code: str, moment: Moment, view: View) -> Expression:
        """Whether the unit did not exist in a year; what a fact says of the year does not count for a same period."""
        b = self.builder
        if not self.same_period(moment, view):
            return self.slots.no_year(code, moment)
        stated = b.and_([self.slots.flag(code, moment, NO_YEAR), b.not_(self.is_of_period(code))])
        return b.or_([self.slots.not_there(moment), stated])

    def _limiting(self, code: str, moment: Moment, view: View) -> Ratio:
        return self.reported(code, moment, view if view.inside else View())

    def bounds(self, code: str, moment: Moment, view: View, unknown: Collection[Known] = ()) -> tuple[Ratio, Ratio]:
        """The least and greatest value of a figure that was not reported: its range, its whole, its parts.

        Figures named in `unknown` are taken as not known.
        """
        b, ratios = self.builder, self.ratios
        fact = self.slots.facts.by_code[code]
        low = ratios.number(0)
        if fact.kind == "positive_count" and not self.slots.empty_allowed:
            low = ratios.choose(self.slots.refused(code, moment), low, ratios.number(1))
        if fact.low is not None:
            stated = ratios.number(fact.low)
            low = ratios.greatest([low, stated]) if fact.low >= 0 else stated
        highs = [] if fact.high is None else [ratios.number(fact.high)]
        whole, open_chain = fact.part_of, b.true
        while whole:
            value = self.ratios.none if (whole, moment) in unknown else self._limiting(whole, moment, view)
            limit = ratios.coalesce(value, self._declared(whole))
            highs.append(ratios.choose(open_chain, limit, ratios.none))
            open_chain = b.and_([open_chain, b.is_null(value.top)])
            whole = self.slots.facts.by_code[whole].part_of
        return ratios.greatest([low, *self._parts(code, moment, view, unknown)]), ratios.least(highs)

    def _declared(self, code: str) -> Ratio:
        high = self.slots.facts.by_code[code].high
        return self.ratios.none if high is None else self.ratios.number(high)

    def _parts(self, code: str, moment: Moment, view: View, unknown: Collection[Known]) -> list[Ratio]:
        found = []
        for part in self.slots.facts.parts_of(code):
            known = self.ratios.none if (part, moment) in unknown else self._limiting(part, moment, view)
            below = self.ratios.greatest(self._parts(part, moment, view, unknown))
            value = self.ratios.coalesce(known, below)
            if value.top is not self.builder.none:
                found.append(value)
        return found

    def variables(self, reference: g.Reference, view: View) -> tuple[Variable, ...]:
        """The figures that a reference stands for: one, or one for each month that counts."""
        key = (reference, view)
        if key not in self._variables:
            self._variables[key] = tuple(self._made(reference, view))
        return self._variables[key]

    def _made(self, reference: g.Reference, view: View) -> list[Variable]:
        b, ratios = self.builder, self.ratios
        moment = self.slots.at(view.moment, reference.offset, reference.year)
        code = reference.fact
        if code in self.parameters:
            value = ratios.number(self.parameters[code])
            return [Variable((code, moment, 0), value, value, value, False, None, b.false, b.false, b.false)]
        if code.startswith("="):
            return [self._worked(code, moment, view)]
        fact = self.slots.facts.by_code[code]
        no_year = self.gone(code, moment, view)
        if fact.kind != "monthly":
            known = self.reported(code, moment, view)
            low, high = self.bounds(code, moment, view)
            whole = (fact.part_of, moment, 0) if fact.part_of else None
            name = (code, moment, 0)

            def without(unknown: Collection[Known]) -> tuple[Ratio, Ratio]:
                return self.bounds(code, moment, view, unknown)

            return [Variable(name, known, low, high, fact.is_integer, whole, no_year, b.false, b.false, without)]
        last = self.months_of(moment, view)
        months = range(1, last + 1) if reference.month == g.YEAR_TOTAL else [reference.month]
        low = ratios.number(fact.low or 0)
        return [
            Variable(
                (code, moment, month), self.reported(code, moment, view, month), low, self._declared(code),
                True, None, no_year, b.false, b.false,
            )
            for month in months
        ]  # fmt: skip

    def _worked(self, code: str, moment: Moment, view: View) -> Variable:
        b = self.builder
        assert self.work is not None
        inside = self.same_period(moment, view)
        worked = self.work(code, View(moment, inside, inside))
        no_year = b.or_([worked.no_year, self.slots.not_there(moment)])
        same = self.ratios.compare("=", worked.low, worked.high)
        sure = b.and_([b.surely(same), b.not_(worked.maybe_empty)])
        known = self.ratios.choose(sure, worked.low, self.ratios.none)
        name = (code, moment, 0)
        flags = (no_year, b.and_([worked.empty, b.not_(no_year)]), worked.maybe_empty)
        return Variable(name, known, worked.low, worked.high, worked.is_integer, None, *flags)

    # ------------------------------------------------------------------------------------------ sums
    def collect(self, view: View, *forms: tuple[g.Form, Fraction]) -> Linear:
        """The weighted sum of some forms, equal facts counted once."""
        constant = sum((form.constant * weight for form, weight in forms), Fraction(0))
        terms: dict[tuple[str, Moment, int], tuple[Variable, Fraction]] = {}
        for reference, coefficient in self.standing(view, *forms).items():
            for variable in self.variables(reference, view):
                _, before = terms.get(variable.name, (variable, Fraction(0)))
                terms[variable.name] = variable, before + coefficient
        return Linear(constant, tuple(terms.values()))

    def standing(self, view: View, *forms: tuple[g.Form, Fraction]) -> dict[g.Reference, Fraction]:
        """The facts that stand in a weighted sum of some forms, with their coefficients; what cancels out is left out.

        Raises `NotInTables` where a stated year may be the same as one counted from the assessed year.
        """
        first: dict[tuple[str, Moment, int], g.Reference] = {}
        found: dict[g.Reference, Fraction] = {}
        for form, weight in forms:
            for reference, share in form.terms:
                moment = self.slots.at(view.moment, reference.offset, reference.year)
                same = first.setdefault((reference.fact, moment, reference.month), reference)
                found[same] = found.get(same, Fraction(0)) + share * weight
        stated = {code for code, moment, _ in first if moment.year}
        if stated & {code for code, moment, _ in first if not moment.year}:
            raise NotInTables("một dữ kiện vừa của năm nêu rõ vừa của năm tính từ năm xét trong cùng một tổng")
        return {reference: coefficient for reference, coefficient in found.items() if coefficient}

    def no_year(self, linear: Linear) -> Expression:
        """Whether a year in which the unit did not exist stands in a sum."""
        return self.builder.or_(variable.no_year for variable, _ in linear.terms)

    def empty(self, linear: Linear) -> Expression:
        """Whether a share of nothing stands in a sum."""
        return self.builder.or_(variable.empty for variable, _ in linear.terms)

    def maybe_empty(self, linear: Linear) -> Expression:
        """Whether what may be a share of nothing stands in a sum."""
        return self.builder.or_(variable.maybe_empty for variable, _ in linear.terms)

    def unknown(self, linear: Linear) -> Expression:
        """Whether any figure of a sum is not known."""
        return self.builder.or_(self.is_unknown(variable) for variable, _ in linear.terms)

    def interval(self, linear: Linear) -> tuple[Ratio, Ratio]:
        """The least and greatest value of a sum; null where there is no limit."""
        negative = Linear(-linear.constant, tuple((variable, -weight) for variable, weight in linear.terms))
        return self.ratios.negative(self._maximum(negative)), self._maximum(linear)

    def _ends(self, variable: Variable) -> tuple[Ratio, Ratio]:
        coalesce = self.ratios.coalesce
        return coalesce(variable.known, variable.low), coalesce(variable.known, variable.high)

    def _maximum(self, linear: Linear) -> Ratio:
        parts = [self.ratios.number(linear.constant)]
        for variables in _families(linear):
            parts.append(self._largest(variables))
        return self.ratios.add(parts)

    def _apart(self, variables: Sequence[tuple[Variable, Fraction]]) -> Ratio:
        parts = []
        for variable, weight in variables:
            low, high = self._ends(variable)
            parts.append(self.ratios.scale(high if weight > 0 else low, weight))
        return self.ratios.add(parts)

    def _largest(self, variables: Sequence[tuple[Variable, Fraction]]) -> Ratio:
        """The greatest weighted sum of figures of which some may be parts of others."""
        apart = self._apart(variables)
        if len(variables) == 1:
            return apart
        b = self.builder
        known = {variable.name: variable for variable, _ in variables}
        links = {}
        for variable, _ in variables:
            if variable.whole in known:
                both = [self.is_unknown(variable), self.is_unknown(known[variable.whole])]
                links[variable.name] = b.and_(both)
        linked = b.or_(links.values())
        if len(variables) > MOST_LINKED:
            ends = {name: [links[name]] if name in links else [] for name in known}
            for variable, _ in variables:
                if variable.name in links and variable.whole is not None:
                    ends[variable.whole].append(links[variable.name])
            involved = b.count([b.or_(tests) for tests in ends.values()])
            linked = b.and_([linked, b.compare("<=", involved, b.whole(MOST_LINKED))])
        if linked is b.false:
            return apart
        if len(variables) == 2:  # then both are unknown where they are linked
            variables = [(self._among_unknown(variable, variables), weight) for variable, weight in variables]
        return self.ratios.choose(linked, _Linked(self, variables, links).greatest(), apart)

    def _among_unknown(self, variable: Variable, others: Sequence[tuple[Variable, Fraction]]) -> Variable:
        """A figure as it is where neither it nor the others of its family are known."""
        if variable.ends_without is None or variable.settled:
            return variable
        low, high = variable.ends_without([other.name[:2] for other, _ in others])
        return attrs.evolve(variable, known=self.ratios.none, low=low, high=high)

    # ------------------------------------------------------------------------------------------ comparisons
    def shifted(self, linear: Linear, amount: Fraction) -> Linear:
        """The same sum with something added."""
        return attrs.evolve(linear, constant=linear.constant + amount)

    def compare(self, linear: Linear, operator: str) -> Outcome:
        """Outcomes of `linear operator 0` over everything the unknown figures can still be."""
        return self.outcomes.of_truth(self.test(linear, operator))

    def test(self, linear: Linear, operator: str) -> Expression:
        """Whether `linear operator 0` holds; null where that is undecided."""
        open_terms = [variable for variable, _ in linear.terms if variable.known.top.nullable and not variable.settled]
        if open_terms and len(open_terms) <= _MOST_CASES:
            wholes = {variable.whole for variable in open_terms}
            first = next((one for one in open_terms if one.name in wholes), open_terms[0])
            unknown, known = (
                self.test(self.without(linear, first), operator),
                self.test(self.having(linear, first), operator),
            )
            if not self.is_sound(linear):
                return self.builder.choose(self.builder.is_null(first.known.top), unknown, known)
            return unless_known(self.builder, first.known.top, unknown, known)
        if self.unknown(linear) is self.builder.false:
            exact = [self.ratios.scale(variable.known, weight) for variable, weight in linear.terms]
            return self.ratios.sign(operator, self.ratios.add([self.ratios.number(linear.constant), *exact]))
        low, high = self.interval(linear)
        if operator in ("=", "!="):
            return self._equal(linear, low, high, operator)
        b, sign = self.builder, self.ratios.sign
        if low.top is high.top and low.bottom is high.bottom:
            return sign(operator, low)
        near, far = (low, high) if operator in (">=", ">") else (high, low)
        surely, possibly = sign(operator, near), sign(operator, far)
        if self._far_is_open(linear, operator in (">=", ">")):
            return b.or_([surely, possibly])
        if b.possibly(surely) is b.possibly(possibly):
            return surely
        held = b.surely(surely)
        test = b.or_([held, b.and_([b.possibly(possibly), b.unknown])])
        if not self.is_consistent(linear):  # ends that contradict each other decide nothing
            test = b.choose(b.and_([held, b.not_(b.possibly(possibly))]), b.unknown, test)
        return test

    def is_sound(self, linear: Linear) -> bool:
        """Whether every known figure is seen to lie within what its limits say of it.

        Limits that contradict each other decide nothing, or too much; a figure of a same period is not held to those of
        its whole year.
        """
        return not self.cutoff and self.is_consistent(linear)

    def having(self, linear: Linear, variable: Variable) -> Linear:
        """A sum where one of its figures is known."""
        known = attrs.evolve(variable, low=variable.known, high=variable.known, settled=True)
        return _replaced(linear, {variable.name: known})

    def without(self, linear: Linear, variable: Variable) -> Linear:
        """A sum where one of its figures is not known."""
        found = {}
        for one, _ in linear.terms:
            if one.name == variable.name:
                found[one.name] = attrs.evolve(one, known=self.ratios.none, settled=True)
            elif one.ends_without is not None and not one.settled:
                found[one.name] = self._lacking(one, variable.name[:2])
        return _replaced(linear, found)

    def _lacking(self, variable: Variable, other: Known) -> Variable:
        """A figure whose limits do not lean on another fact."""
        before = variable.ends_without
        assert before is not None

        def ends_without(unknown: Collection[Known]) -> tuple[Ratio, Ratio]:
            return before({*unknown, other})

        low, high = ends_without(())
        return attrs.evolve(variable, low=low, high=high, ends_without=ends_without)

    def is_unknown(self, variable: Variable) -> Expression:
        """Whether a figure is not known."""
        if variable.settled:
            return self.builder.truth(variable.known.top is self.builder.none)
        return self.builder.is_null(variable.known.top)

    def _far_is_open(self, linear: Linear, upwards: bool) -> bool:
        """Whether a sum has no limit on one side as soon as one of its figures is not known."""
        for variable, weight in linear.terms:
            end = variable.high if (weight > 0) is upwards else variable.low
            if self.is_unknown(variable) is not self.builder.false and end.top is not self.builder.none:
                return False
        return True

    def is_consistent(self, linear: Linear) -> bool:
        """Whether no figure's greatest value can come out below its least."""
        return all(
            self.builder.possibly(self.ratios.compare("<=", variable.low, variable.high)) is self.builder.true
            for variable, _ in linear.terms
        )

    def _equal(self, linear: Linear, low: Ratio, high: Ratio, operator: str) -> Expression:
        if low.top is high.top and low.bottom is high.bottom and low.top is not self.builder.none:
            return self.ratios.sign(operator, low)
        return self._equal_within(linear, low, high, operator)

    def _equal_within(self, linear: Linear, low: Ratio, high: Ratio, operator: str) -> Expression:
        """Whether a sum between two ends is 0 (or not), by whether it can be and must be."""
        b, sign = self.builder, self.ratios.sign
        between = b.and_([b.possibly(sign("<=", low)), b.possibly(sign(">=", high)), self._can_be_zero(linear, low)])
        differs = b.not_(b.and_([b.surely(sign("=", low)), b.surely(sign("=", high))]))
        holds, fails = (between, differs) if operator == "=" else (differs, between)
        return b.choose(holds, b.choose(fails, b.unknown, b.true), b.choose(fails, b.false, b.unknown))

    def _can_be_zero(self, linear: Linear, low: Ratio) -> Expression:
        """Whether whole numbers in the place of the unknown figures can make the sum 0."""
        b = self.builder
        fractional = [self.is_unknown(variable) for variable, _ in linear.terms if not variable.is_integer]
        weights = [weight for _, weight in linear.terms]
        if not weights or b.or_(fractional) is b.true:
            return b.true
        scale = lcm(*(weight.denominator for weight in weights))
        known = [
            self.ratios.scale(self.ratios.coalesce(variable.known, self.ratios.number(0)), weight * scale)
            for variable, weight in linear.terms
        ]
        total = self.ratios.add([self.ratios.number(linear.constant * scale), *known])
        steps = [int(weight * scale) for weight in weights]
        if len({abs(step) for step in steps}) == 1:
            divisible = self._divides(total, abs(steps[0]))
        elif len(steps) > _MOST_WEIGHTS:
            raise NotInTables("phép so sánh bằng của hơn sáu con số có hệ số khác nhau")
        else:
            divisible = self._by_unknown(linear, total, steps)
        some = b.or_(self.is_unknown(variable) for variable, _ in linear.terms)
        return b.or_([b.not_(some), *fractional, divisible])

    def _divides(self, total: Ratio, step: int) -> Expression:
        b = self.builder
        whole = b.floor_divide(total.top, b.scale(total.bottom, step))
        return b.compare("=", b.multiply(whole, b.scale(total.bottom, step)), total.top)

    def _by_unknown(self, linear: Linear, total: Ratio, steps: Sequence[int]) -> Expression:
        b = self.builder
        unknown = [self.is_unknown(variable) for variable, _ in linear.terms]
        ways = []
        for chosen in itertools.product((False, True), repeat=len(steps)):
            if any(chosen):
                here = b.and_(test if wanted else b.not_(test) for test, wanted in zip(unknown, chosen, strict=True))
                step = gcd(*(step for step, wanted in zip(steps, chosen, strict=True) if wanted))
                ways.append(b.and_([here, self._divides(total, step)]) if here is not b.false else b.false)
        return b.or_(ways)


def _replaced(linear: Linear, by_name: Mapping[tuple[str, Moment, int], Variable]) -> Linear:
    terms = tuple((by_name.get(variable.name, variable), weight) for variable, weight in linear.terms)
    return Linear(linear.constant, terms)


def _families(linear: Linear) -> list[list[tuple[Variable, Fraction]]]:
    """The terms of a sum, those together that are parts of one another."""
    known = {variable.name for variable, _ in linear.terms}
    wholes = {variable.name: variable.whole for variable, _ in linear.terms}
    families: dict[tuple[str, Moment, int], list[tuple[Variable, Fraction]]] = {}
    for variable, weight in linear.terms:
        root = variable.name
        while True:
            above = wholes[root]
            if above is None or above not in known:
                break
            root = above
        families.setdefault(root, []).append((variable, weight))
    return list(families.values())


@attrs.frozen(eq=False)
class _Sum:
    """A sum that may grow endlessly (so fast), where it is possible at all."""

    endless: Fraction
    finite: Ratio
    possible: Expression


class _Linked:
    """The greatest sum of linked figures: it lies where every figure is at a limit of one of them, or beyond all."""

    def __init__(
        self,
        figures: Figures,
        variables: Sequence[tuple[Variable, Fraction]],
        links: Mapping[tuple[str, Moment, int], Expression],
    ) -> None:
        self.figures = figures
        self.ratios = figures.ratios
        self.builder = figures.builder
        self.weights = {variable.name: weight for variable, weight in variables}
        self.links = links
        self.ends = {variable.name: figures._ends(variable) for variable, _ in variables}
        if len(variables) == 2:  # only asked where they are linked
            self.links = dict.fromkeys(links, figures.builder.true)
        self.parts: dict[tuple[str, Moment, int] | None, list[Variable]] = {}
        for variable, _ in variables:
            self.parts.setdefault(variable.whole if variable.name in links else None, []).append(variable)
        found = [end for ends in self.ends.values() for end in ends if end.top is not self.builder.none]
        places = {(end.top.number, end.bottom.number): end for end in found}
        self.places = list(places.values())

    def greatest(self) -> Ratio:
        """The greatest sum; null where there is no limit."""
        best = [self._best(root, None) for root in self.parts[None]]
        total = self.ratios.number(0)
        for options in best:
            total = self.ratios.add([total, self._settle(options)])
        return total

    def _settle(self, options: Sequence[_Sum]) -> Ratio:
        """The greatest of several sums that are possible: of those that grow fastest."""
        b = self.builder
        found = self.ratios.none
        taken = b.false
        for endless in sorted({one.endless for one in options}, reverse=True):
            group = [one for one in options if one.endless == endless]
            here = b.or_(one.possible for one in group)
            value = self.ratios.none
            if endless <= 0:
                value = self.ratios.greatest(
                    [self.ratios.choose(one.possible, one.finite, self.ratios.none) for one in group]
                )
            found = value if taken is b.false and here is b.true else self.ratios.choose(
                b.and_([here, b.not_(taken)]), value, found
            )  # fmt: skip
            taken = b.or_([taken, here])
            if taken is b.true:
                break
        return found

    def _best(self, variable: Variable, under: Ratio | None) -> list[_Sum]:
        """The sums of a figure and its parts for each place that it can be at, no further than `under`.

        `under` is `None` where nothing above limits it; a place of null top lies beyond all limits.
        """
        options = []
        for place in [*self.places, self.ratios.none]:
            own = self._at(variable, place, under)
            if own is None:
                continue
            sums = [own]
            for part in self.parts.get(variable.name, ()):
                below = self._best(part, place)
                sums = self._merged([self._added(one, other) for one in sums for other in below])
            options += sums
        return self._merged(options)

    def _merged(self, options: Sequence[_Sum]) -> list[_Sum]:
        """The options, those that grow equally fast as one."""
        by_growth: dict[Fraction, list[_Sum]] = {}
        for one in options:
            by_growth.setdefault(one.endless, []).append(one)
        return [
            group[0]
            if len(group) == 1
            else _Sum(
                endless,
                self.ratios.greatest([self.ratios.choose(one.possible, one.finite, self.ratios.none) for one in group]),
                self.builder.or_(one.possible for one in group),
            )
            for endless, group in by_growth.items()
        ]

    def _added(self, one: _Sum, other: _Sum) -> _Sum:
        return _Sum(
            one.endless + other.endless,
            self.ratios.add([one.finite, other.finite]),
            self.builder.and_([one.possible, other.possible]),
        )

    def _at(self, variable: Variable, place: Ratio, under: Ratio | None) -> _Sum | None:
        """What a figure adds at a place, or `None` where it can never be there."""
        b, ratios = self.builder, self.ratios
        low, high = self.ends[variable.name]
        weight = self.weights[variable.name]
        linked = self.links.get(variable.name, b.false)
        if place.top is b.none:
            free = b.is_null(high.top)
            if under is not None and under.top is not b.none:
                free = b.and_([free, b.not_(linked)])
            return None if free is b.false else _Sum(weight, ratios.number(0), free)
        reached = [b.possibly(ratios.compare(">=", place, low)), b.possibly(ratios.compare("<=", place, high))]
        reached.append(b.not_(b.is_null(place.top)))
        if under is not None and under.top is not b.none:
            reached.append(b.or_([b.not_(linked), b.possibly(ratios.compare("<=", place, under))]))
        possible = b.and_(reached)
        return None if possible is b.false else _Sum(Fraction(0), ratios.scale(place, weight), possible)
