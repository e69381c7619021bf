"""Figures worked out from facts: counts and sums over the members of a list, products, shares, rounded figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, assert_never

import attrs

from antq_rules.engine.binding import Binding, working_code
from antq_rules.engine.ranges import collect, interval, year_of
from antq_rules.engine.values import Listed, Number, Worked
from antq_rules.graph import model as g
from antq_rules.types import HOLDS

if TYPE_CHECKING:
    from antq_rules.engine.evaluate import Judge, Need

_EMPTY = Worked(None, None, empty=True)
_NO_YEAR = Worked(None, None, no_year=True)
_Ends = tuple[Number | None, Number | None]


def work_out(judge: Judge, code: str) -> Worked:
    """The figure with that code for the assessed year of a judge."""
    working = working_of(judge, code)
    match working:
        case g.CountWhere():
            return _count(judge, working)
        case g.SumOver():
            return _sum(judge, working)
        case g.Product():
            return _product(_range(judge, working.left), _range(judge, working.right))
        case g.Quotient():
            return _quotient(judge, working)
        case g.Rounded():
            return _rounded(judge, working)
        case _:
            assert_never(working)


def working_of(judge: Judge, code: str) -> g.Working:
    """How a figure is worked out, for one member of a list where the code says so."""
    known = judge.facts.workings.get(code)
    if known is None:
        plain, collection, member = working_code(code)
        working = next(one.working for one in judge.program.computed if one.fact.code == plain)
        if member:
            working = Binding(judge.facts.by_code, judge.program.tests, collection, member).part(working)
        known = judge.facts.workings.put(code, working)
    return known


def looked_at(judge: Judge, code: str) -> Iterator[g.Reference]:
    """The facts that a figure is worked out from, lists themselves among them."""
    working = working_of(judge, code)
    match working:
        case g.CountWhere():
            yield working.collection
            for tree in judge.members(working.collection, working.condition):
                yield from judge.behind(judge.references(tree))
        case g.SumOver():
            yield working.collection
            yield from _addends(judge, working)
        case g.Product():
            yield from _of_forms(judge, working.left, working.right)
        case g.Quotient():
            yield from _of_forms(judge, working.part, working.whole)
        case g.Rounded():
            yield from _of_forms(judge, working.value)
        case _:
            assert_never(working)


def _of_forms(judge: Judge, *forms: g.Form) -> Iterator[g.Reference]:
    return judge.behind(reference for form in forms for reference, _ in form.terms)


def waited_for(judge: Judge, code: str) -> Iterator[Need]:
    """What a figure that has not one value only waits for; of a count, what its undecided members wait for."""
    from antq_rules.engine.explain import needs

    working = working_of(judge, code)
    if isinstance(working, g.CountWhere) and _listed(judge, working.collection) is not None:
        for tree in judge.members(working.collection, working.condition):
            yield from needs(judge.result(tree))
    else:
        yield from judge.needs_of(looked_at(judge, code))


# ------------------------------------------------------------------------------------------------ lists
def _listed(judge: Judge, reference: g.Reference) -> Listed | None:
    value = judge.data.value(reference.fact, year_of(reference, judge.data))
    return value if isinstance(value, Listed) else None


def _count(judge: Judge, working: g.CountWhere) -> Worked:
    listed = _listed(judge, working.collection)
    if listed is None:
        return Worked(0, None, True)
    if working.condition is None:
        return Worked(len(listed.members), len(listed.members), True)
    outcomes = [judge.outcomes(tree) for tree in judge.members(working.collection, working.condition)]
    certain = sum(value == HOLDS for value in outcomes)
    possible = sum(bool(value & HOLDS) for value in outcomes)
    return Worked(certain, possible, True)


def _addends(judge: Judge, working: g.SumOver) -> Sequence[g.Reference]:
    listed = _listed(judge, working.collection)
    members = () if listed is None else listed.members
    bound = [Binding(judge.facts.by_code, judge.program.tests, working.collection.fact, member) for member in members]
    return [one.part(working.addend) for one in bound]


def _sum(judge: Judge, working: g.SumOver) -> Worked:
    integer = judge.facts.by_code[working.addend.fact].is_integer
    if _listed(judge, working.collection) is None:
        return Worked(0, None, integer)
    form = g.Form(tuple((reference, Fraction(1)) for reference in _addends(judge, working)))
    return attrs.evolve(_range(judge, form), is_integer=integer)


# ------------------------------------------------------------------------------------------------ arithmetic
def _range(judge: Judge, form: g.Form) -> Worked:
    """The least and greatest value of a sum, and whether it stands on nothing or on a year that was not."""
    linear = collect(judge.facts, judge.data, (form, 1))
    if linear.no_year:
        return _NO_YEAR
    if linear.empty:
        return _EMPTY
    low, high = interval(linear)
    return Worked(low, high, maybe_empty=linear.maybe_empty)


def _nothing(*parts: Worked) -> Worked | None:
    """What comes of parts of which one stands on nothing or on a year that was not."""
    if any(part.no_year for part in parts):
        return _NO_YEAR
    return _EMPTY if any(part.empty for part in parts) else None


def _product(left: Worked, right: Worked) -> Worked:
    nothing = _nothing(left, right)
    if nothing is not None:
        return nothing
    low, high = _times((left.low, left.high), (right.low, right.high))
    return Worked(low, high, maybe_empty=left.maybe_empty or right.maybe_empty)


def _times(left: _Ends, right: _Ends) -> _Ends:
    (a, b), (c, d) = left, right
    if (0, 0) in (left, right):
        return 0, 0
    if a is not None and b is not None and c is not None and d is not None:
        corners = [a * c, a * d, b * c, b * d]
        return min(corners), max(corners)
    if a is not None and a >= 0 and c is not None and c >= 0:
        return a * c, None if b is None or d is None else b * d
    return None, None


def _quotient(judge: Judge, working: g.Quotient) -> Worked:
    part, whole = _range(judge, working.part), _range(judge, working.whole)
    nothing = _nothing(part, whole)
    if nothing is not None:
        return nothing
    if (whole.low, whole.high) == (0, 0):
        return _EMPTY
    maybe_empty = part.maybe_empty or whole.maybe_empty
    (a, b), (c, d) = (part.low, part.high), (whole.low, whole.high)
    if c is None or c < 0 or a is None or a < 0:
        may_be_zero = (c is None or c <= 0) and (d is None or d >= 0)
        if c is not None and c == d and c != 0:
            first, last = (None if end is None else Fraction(end) / c for end in (a, b))
            low, high = (first, last) if c > 0 else (last, first)
            return Worked(low, high, maybe_empty=maybe_empty)
        return Worked(None, None, maybe_empty=maybe_empty or may_be_zero)
    least: Number = 0 if d is None else Fraction(a) / d
    most = None if b is None or c == 0 else Fraction(b) / c
    return Worked(least, most, maybe_empty=maybe_empty or c == 0)


def _rounded(judge: Judge, working: g.Rounded) -> Worked:
    value = _range(judge, working.value)
    return attrs.evolve(value, low=_half_up(value.low, working.step), high=_half_up(value.high, working.step))


def _half_up(value: Number | None, step: Fraction) -> Number | None:
    return None if value is None else floor(Fraction(value) / step + Fraction(1, 2)) * step
