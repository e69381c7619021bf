"""The least and the greatest of what is not settled yet, over columns: fractions whose null says "no limit"."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.ratios import Ratio, Ratios

Option = tuple[Expression, Ratio, Ratio]
"""Where a span counts, its least and its greatest."""


class Spans:
    """Makes spans of spans."""

    def __init__(self, ratios: Ratios) -> None:
        self.ratios = ratios
        self.builder = ratios.builder
        self.zero = ratios.number(0)

    # ------------------------------------------------------------------------------------------ limits
    def bounded(self, one: Ratio, low: Fraction | None, high: Fraction | None) -> Ratio:
        """The same fraction, known to lie between two constants."""
        b, bottom = self.builder, one.bottom
        least = most = None
        if low is not None:
            factor = bottom.low if low >= 0 else bottom.high
            least = None if factor is None else ceil(low * factor)
        if high is not None:
            factor = bottom.high if high >= 0 else bottom.low
            most = None if factor is None else floor(high * factor)
        return Ratio(b.within(one.top, least, most), bottom)

    def at_least(self, one: Ratio, limit: Fraction) -> Ratio:
        """The greater of a fraction and a constant; null stays null."""
        return self._kept(one, "<", limit, limit, None)

    def at_most(self, one: Ratio, limit: Fraction) -> Ratio:
        """The less of a fraction and a constant; null stays null."""
        return self._kept(one, ">", limit, None, limit)

    def _kept(self, one: Ratio, beyond: str, limit: Fraction, low: Fraction | None, high: Fraction | None) -> Ratio:
        stated = self.ratios.number(limit)
        test = self.builder.surely(self.ratios.compare(beyond, one, stated))
        return self.bounded(self.ratios.choose(test, stated, one), low, high)

    def capped(self, low: Ratio, high: Ratio, limit: Fraction) -> tuple[Ratio, Ratio]:
        """A span of which nothing above a constant counts."""
        return self.at_most(low, limit), self.ratios.coalesce(self.at_most(high, limit), self.ratios.number(limit))

    # ------------------------------------------------------------------------------------------ together
    def hull(self, options: Sequence[Option], exclusive: bool) -> tuple[Ratio, Ratio]:
        """The least and the greatest of the spans that count; one does wherever the answer is looked at.

        `exclusive` says that never more than one counts.
        """
        kept = [one for one in options if one[0] is not self.builder.false]
        lows = self._outermost([(test, low) for test, low, _ in kept], exclusive, False)
        highs = self._outermost([(test, high) for test, _, high in kept], exclusive, True)
        return lows, highs

    def _outermost(self, options: Sequence[tuple[Expression, Ratio]], exclusive: bool, upwards: bool) -> Ratio:
        b, ratios = self.builder, self.ratios
        merged: dict[tuple[int, int], tuple[list[Expression], Ratio]] = {}
        for test, value in options:
            merged.setdefault((value.top.number, value.bottom.number), ([], value))[0].append(test)
        found = [(b.or_(tests), value) for tests, value in merged.values()]
        if not found:
            return self.zero
        constants = [_constant(value) for _, value in found]
        if not exclusive and None not in constants:
            found.sort(key=lambda one: _constant(one[1]) or Fraction(0), reverse=upwards)
            exclusive = True  # the first that counts is the outermost
        if exclusive:
            chosen = found[-1][1]
            for test, value in reversed(found[:-1]):
                chosen = ratios.choose(test, value, chosen)
            return chosen
        pick = ratios.greatest if upwards else ratios.least
        outermost = pick(ratios.choose(test, value, ratios.none) for test, value in found)
        unlimited = b.or_(b.and_([test, b.is_null(value.top)]) for test, value in found)
        return ratios.choose(unlimited, ratios.none, ratios.coalesce(outermost, self.zero))

    def added(self, parts: Sequence[tuple[Ratio, Ratio, Expression, Expression]]) -> tuple[Ratio, Ratio]:
        """The least and greatest sum of spans, each with where it may count and where it may drop out."""
        b, ratios, zero = self.builder, self.ratios, self.zero
        lows, highs = [], []
        for low, high, counts, drops in parts:
            least = ratios.choose(drops, self.at_most(low, Fraction(0)), low)
            most = ratios.choose(drops, self.at_least(high, Fraction(0)), high)
            lows.append(ratios.choose(counts, least, zero))
            highs.append(ratios.choose(counts, most, zero))
        every = b.and_(drops for _, _, _, drops in parts)
        if every is b.false:
            return ratios.add(lows), ratios.add(highs)
        # where all may drop out, one of them at least is there
        ends = []
        low_ends = [(low, counts) for low, _, counts, _ in parts]
        high_ends = [(high, counts) for _, high, counts, _ in parts]
        for operator, values, sums in ((">", low_ends, lows), ("<", high_ends, highs)):
            signed = b.and_(b.or_([b.not_(counts), b.surely(ratios.sign(operator, value))]) for value, counts in values)
            alone = [ratios.choose(counts, value, ratios.none) for value, counts in values]
            nearest = ratios.least(alone) if operator == ">" else ratios.greatest(alone)
            some = b.or_(counts for _, counts in values)
            test = b.and_([every, some, signed])
            ends.append(ratios.choose(test, ratios.coalesce(nearest, zero), ratios.add(sums)))
        return ends[0], ends[1]


def _constant(one: Ratio) -> Fraction | None:
    top, bottom = one.top, one.bottom
    if top.operation != "int" or bottom.operation != "int":
        return None
    assert isinstance(top.value, int) and isinstance(bottom.value, int)
    return Fraction(top.value, bottom.value)
