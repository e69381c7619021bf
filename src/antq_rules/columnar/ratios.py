"""Exact fractions over columns: a whole number, possibly null, over one above 0."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import lcm

import attrs

from antq_rules.columnar.expressions import Builder, Expression


@attrs.frozen(eq=False)
class Ratio:
    """`top` over `bottom`; a `top` that is null is a number that is not known, or a limit that is not there."""

    top: Expression
    bottom: Expression


class Ratios:
    """Makes fractions of fractions; nothing is ever divided, only multiplied across."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        one = builder.whole(1)
        self.none = Ratio(builder.none, one)

    def number(self, value: Fraction | int) -> Ratio:
        """A constant."""
        exact = Fraction(value)
        return Ratio(self.builder.whole(exact.numerator), self.builder.whole(exact.denominator))

    def of_column(self, column: Expression, unit: Fraction) -> Ratio:
        """A column of whole numbers that count so much each."""
        return Ratio(self.builder.scale(column, unit.numerator), self.builder.whole(unit.denominator))

    def scale(self, one: Ratio, factor: Fraction) -> Ratio:
        """A multiple."""
        if factor == 0 and one.top.nullable:
            return Ratio(self.builder.scale(one.top, 0), self.builder.whole(1))
        bottom = one.bottom
        top, below = factor.numerator, factor.denominator
        if bottom.operation == "int":
            assert isinstance(bottom.value, int)
            whole = Fraction(top, below * bottom.value)
            return Ratio(self.builder.scale(one.top, whole.numerator), self.builder.whole(whole.denominator))
        return Ratio(self.builder.scale(one.top, top), self.builder.scale(bottom, below))

    def negative(self, one: Ratio) -> Ratio:
        """The number below 0."""
        return Ratio(self.builder.scale(one.top, -1), one.bottom)

    def together(self, several: Sequence[Ratio]) -> tuple[list[Expression], Expression]:
        """The tops of several over one bottom, and that bottom."""
        b = self.builder
        constants = [one.bottom.value for one in several if one.bottom.operation == "int"]
        common = lcm(*(value for value in constants if isinstance(value, int)))
        others = list(dict.fromkeys(one.bottom for one in several if one.bottom.operation != "int"))
        tops = []
        for one in several:
            top = one.top
            if one.bottom.operation == "int":
                assert isinstance(one.bottom.value, int)
                top = b.scale(top, common // one.bottom.value)
            else:
                top = b.scale(top, common)
            for other in others:
                if other is not one.bottom:
                    top = b.multiply(top, other)
            tops.append(top)
        bottom = b.whole(common)
        for other in others:
            bottom = b.multiply(bottom, other)
        return tops, bottom

    def add(self, several: Sequence[Ratio]) -> Ratio:
        """A sum; null where one of them is."""
        if not several:
            return self.number(0)
        if any(one.top is self.builder.none for one in several):
            return self.none
        tops, bottom = self.together(several)
        return Ratio(self.builder.add(tops), bottom)

    def multiply(self, left: Ratio, right: Ratio) -> Ratio:
        """A product."""
        b = self.builder
        return Ratio(b.multiply(left.top, right.top), b.multiply(left.bottom, right.bottom))

    def compare(self, operator: str, left: Ratio, right: Ratio) -> Expression:
        """A comparison; null where either is."""
        (first, second), _ = self.together([left, right])
        return self.builder.compare(operator, first, second)

    def sign(self, operator: str, one: Ratio) -> Expression:
        """A comparison with 0."""
        return self.builder.compare(operator, one.top, self.builder.whole(0))

    def coalesce(self, first: Ratio, second: Ratio) -> Ratio:
        """The first where it is not null, else the second."""
        if not first.top.nullable:
            return first
        if first.top is self.builder.none:
            return second
        if _apart(first, second):
            return self._taken(self.builder.is_null(first.top), second, first)
        (top, rest), bottom = self.together([first, second])
        if bottom.nullable:
            bottom = self.builder.coalesce(bottom, self.builder.whole(1))
        return Ratio(self.builder.coalesce(top, rest), bottom)

    def choose(self, test: Expression, then: Ratio, otherwise: Ratio) -> Ratio:
        """One of two by a test that is never null."""
        if test is self.builder.true:
            return then
        if test is self.builder.false:
            return otherwise
        if _apart(then, otherwise):
            return self._taken(test, then, otherwise)
        (top, rest), bottom = self.together([then, otherwise])
        return Ratio(self.builder.choose(test, top, rest), bottom)

    def _taken(self, test: Expression, then: Ratio, otherwise: Ratio) -> Ratio:
        """One of two, each with its own bottom: that of both together would grow with every choice."""
        b = self.builder
        bottoms = [b.coalesce(one.bottom, b.whole(1)) for one in (then, otherwise)]
        return Ratio(b.choose(test, then.top, otherwise.top), b.choose(test, *bottoms))

    def least(self, several: Iterable[Ratio]) -> Ratio:
        """The least of those that are not null."""
        return self._extreme(self.builder.least, "<", several)

    def greatest(self, several: Iterable[Ratio]) -> Ratio:
        """The greatest of those that are not null."""
        return self._extreme(self.builder.greatest, ">", several)

    def _extreme(
        self, pick: Callable[[Sequence[Expression]], Expression], beyond: str, several: Iterable[Ratio]
    ) -> Ratio:
        b = self.builder
        kept = [one for one in several if one.top is not b.none]
        if not kept:
            return self.none
        by_bottom: dict[Expression, list[Ratio]] = {}
        constant = b.whole(1)
        for one in kept:
            by_bottom.setdefault(constant if one.bottom.operation == "int" else one.bottom, []).append(one)
        if len(by_bottom) > 1:  # constants go with the first of the others
            constants = by_bottom.pop(constant, [])
            next(iter(by_bottom.values())).extend(constants)
        found = self.none
        for group in by_bottom.values():
            tops, bottom = self.together(group)
            best = group[0] if len(group) == 1 else Ratio(pick(tops), bottom)
            further = b.or_([b.is_null(found.top), b.surely(self.compare(beyond, best, found))])
            found = self.choose(further, best, found)
        return found

    def rounded(self, one: Ratio, step: Fraction, half_up: bool) -> Ratio:
        """The number of whole steps below it times the step; rounded half up where asked."""
        b = self.builder
        # one / step (+ 1/2) = (2 * top * step.denominator (+ bottom * step.numerator)) / (2 * bottom * step.numerator)
        top = b.scale(one.top, 2 * step.denominator)
        below = b.scale(one.bottom, 2 * step.numerator)
        if half_up:
            top = b.add([top, b.scale(one.bottom, step.numerator)])
        steps = b.floor_divide(top, below)
        return Ratio(b.scale(steps, step.numerator), b.whole(step.denominator))


def _apart(one: Ratio, other: Ratio) -> bool:
    """Whether two stand over different bottoms neither of which is a constant."""
    return one.bottom is not other.bottom and "int" not in (one.bottom.operation, other.bottom.operation)
