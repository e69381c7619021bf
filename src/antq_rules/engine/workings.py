"""Figures worked out from facts: counts and sums over the members of a list, products, shares, rounded figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, assert_never

from antq_rules.engine.binding import Binding, working_code
from antq_rules.engine.ranges import collect, interval, year_of
from antq_rules.engine.values import Listed, Number, Worked
from antq_rules.graph import model as g
from antq_rules.types import HOLDS

if TYPE_CHECKING:
    from antq_rules.engine.evaluate import Judge

_EMPTY = Worked(None, None, False, True)
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
            return _product(judge, working)
        case g.Quotient():
            return _quotient(judge, working)
        case g.Rounded():
            return _rounded(judge, working)
        case _:
            assert_never(working)


def working_of(judge: Judge, code: str) -> g.Working:
    """How a figure is worked out, for one member of a list where the code says so."""
    known = judge.facts.workings
    if code not in known:
        plain, collection, member = working_code(code)
        working = next(one.working for one in judge.program.computed if one.fact.code == plain)
        if member:
            working = Binding(judge.facts.by_code, judge.program.tests, collection, member).part(working)
        known[code] = working
    return known[code]


def looked_at(judge: Judge, code: str) -> Iterator[g.Reference]:
    """The facts that a figure is worked out from, lists themselves among them."""
    working = working_of(judge, code)
    match working:
        case g.CountWhere():
            yield working.collection
            for tree in judge.members(working.collection, working.condition):
                yield from judge.references(tree)
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
    for form in forms:
        for reference, _ in form.terms:
            if reference.fact.startswith("="):
                yield from looked_at(judge, reference.fact)
            else:
                yield reference


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
    low, high = _ends(judge, form)
    return Worked(low, high, integer)


# ------------------------------------------------------------------------------------------------ arithmetic
def _ends(judge: Judge, form: g.Form) -> _Ends:
    linear = collect(judge.facts, judge.data, (form, 1))
    if linear.no_year or linear.empty:
        return None, None
    return interval(linear)


def _product(judge: Judge, working: g.Product) -> Worked:
    sides = [collect(judge.facts, judge.data, (form, 1)) for form in (working.left, working.right)]
    if any(side.empty for side in sides):
        return _EMPTY
    maybe_empty = any(side.maybe_empty for side in sides)
    (a, b), (c, d) = _ends(judge, working.left), _ends(judge, working.right)
    if a is not None and b is not None and c is not None and d is not None:
        corners = [a * c, a * d, b * c, b * d]
        return Worked(min(corners), max(corners), maybe_empty=maybe_empty)
    if a is not None and a >= 0 and c is not None and c >= 0:
        return Worked(a * c, None if b is None or d is None else b * d, maybe_empty=maybe_empty)
    return Worked(None, None, maybe_empty=maybe_empty)


def _quotient(judge: Judge, working: g.Quotient) -> Worked:
    part, whole = _ends(judge, working.part), _ends(judge, working.whole)
    if whole == (0, 0):
        return _EMPTY
    (a, b), (c, d) = part, whole
    if c is None or c < 0 or a is None or a < 0:
        return Worked(None, None, maybe_empty=c is None or c <= 0)
    low: Number = 0 if d is None else Fraction(a) / d
    high = None if b is None or c == 0 else Fraction(b) / c
    return Worked(low, high, maybe_empty=c == 0)


def _rounded(judge: Judge, working: g.Rounded) -> Worked:
    linear = collect(judge.facts, judge.data, (working.value, 1))
    if linear.empty:
        return _EMPTY
    low, high = _ends(judge, working.value)
    return Worked(_half_up(low, working.step), _half_up(high, working.step), False, False, linear.maybe_empty)


def _half_up(value: Number | None, step: Fraction) -> Number | None:
    return None if value is None else floor(Fraction(value) / step + Fraction(1, 2)) * step
