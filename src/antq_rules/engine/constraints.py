"""What single facts would have to be for a test to hold or to fail: the pieces of suggested changes."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Final, assert_never

import attrs

from antq_rules.engine.binding import SEPARATOR
from antq_rules.engine.evaluate import Judge, effective_limit, in_month
from antq_rules.engine.figures import first_day, last_day, vocabulary_of
from antq_rules.engine.ranges import Linear, bounds, collect, interval, months_of, year_of
from antq_rules.engine.values import ABSENT, Number
from antq_rules.graph import model as g
from antq_rules.types import FAILS, HOLDS

Slot = tuple[str, int]
"""A fact of the assessed year, and a month of it (0 for the whole year)."""

_OPPOSITE: Final = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "=": "!=", "!=": "="}
_MIRRORED: Final = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "=": "=", "!=": "!="}
_MOST: Final = 12


@attrs.frozen
class Between:
    """A figure, rank or day between two ends, both included; `None` where there is no limit."""

    low: Number | None
    high: Number | None


@attrs.frozen
class Members:
    """Members that a list must have and members that it must not have."""

    added: frozenset[str]
    removed: frozenset[str]


@attrs.frozen
class Exactly:
    """One value: an attestation, one of a list, known absence."""

    value: object


Constraint = Between | Members | Exactly
Demand = Mapping[Slot, Constraint]


def join(first: Demand, second: Demand) -> Demand | None:
    """Both demands at once, or `None` where they exclude each other."""
    joined = dict(first)
    for slot, constraint in second.items():
        if slot not in joined:
            joined[slot] = constraint
            continue
        both = _meet(joined[slot], constraint)
        if both is None:
            return None
        joined[slot] = both
    return joined


def _meet(first: Constraint, second: Constraint) -> Constraint | None:
    if isinstance(first, Between) and isinstance(second, Between):
        lows = [end for end in (first.low, second.low) if end is not None]
        highs = [end for end in (first.high, second.high) if end is not None]
        low, high = max(lows, default=None), min(highs, default=None)
        return None if low is not None and high is not None and low > high else Between(low, high)
    if isinstance(first, Members) and isinstance(second, Members):
        added, removed = first.added | second.added, first.removed | second.removed
        return None if added & removed else Members(added, removed)
    return first if first == second else None


def movable(judge: Judge, code: str) -> bool:
    """Whether a unit can still influence a fact: no condition, nothing fixed, no whole of others or of a ratio."""
    fact = judge.facts.by_code[code]
    own = code.rpartition(SEPARATOR)[2]
    fixed = fact.fixed or fact.kind in ("condition", "list")
    return not (fixed or own in judge.facts.parts or own in wholes(judge.program))


def wholes(program: g.Program) -> frozenset[str]:
    """The facts that stand in the whole of a ratio, those behind a figure that is worked out among them."""
    workings = {one.fact.code: one.working for one in program.computed}
    forms = [one.whole for one in workings.values() if isinstance(one, g.Quotient)]
    forms += [test.base for test in program.tests if isinstance(test, g.Relative) and test.kind == "share"]
    found: set[str] = set()
    ahead = [reference.fact for form in forms for reference, _ in form.terms]
    while ahead:
        code = ahead.pop()
        if code not in found:
            found.add(code)
            ahead += _figures_in(workings[code]) if code in workings else []
    return frozenset(found)


def _figures_in(working: g.Working) -> list[str]:
    match working:
        case g.CountWhere():
            return []
        case g.SumOver():
            return [working.addend.fact]
        case g.Product():
            forms = [working.left, working.right]
        case g.Quotient():
            forms = [working.part, working.whole]
        case g.Rounded():
            forms = [working.value]
        case _:
            assert_never(working)
    return [reference.fact for form in forms for reference, _ in form.terms]


def demands(judge: Judge, test: g.Test, wanted: int) -> Iterator[Demand]:
    """Ways in which facts of the assessed year would make a test hold (or fail), fewest facts first."""
    match test:
        case g.Comparison():
            yield from _comparison(judge, test, wanted)
        case g.Relative():
            yield from _relative(judge, test, wanted)
        case g.GradeTest():
            yield from _grade(judge, test, wanted)
        case g.ChoiceTest():
            yield from _choice(judge, test, wanted)
        case g.SetTest():
            yield from _set(judge, test, wanted)
        case g.DateTest():
            yield from _date(judge, test, wanted)
        case g.AttestationTest():
            slot = _slot(judge, test.reference)
            if slot is not None:
                yield {slot: Exactly(test.positive is (wanted == HOLDS))}
        case g.PresenceTest():
            yield from _presence(judge, test, wanted)
        case g.DateOrder():
            yield from _date_order(judge, test, wanted)
        case g.UnitTest():
            return
        case _:
            assert_never(test)


def _slot(judge: Judge, reference: g.Reference) -> Slot | None:
    if year_of(reference, judge.data) != judge.data.year or not movable(judge, reference.fact):
        return None
    return reference.fact, max(reference.month, 0)


# ------------------------------------------------------------------------------------------------ figures
def _comparison(judge: Judge, test: g.Comparison, wanted: int) -> Iterator[Demand]:
    if test.monthly:
        yield from _monthly(judge, test, wanted)
        return
    limits = [(test.operator, test.right)]
    if test.upper is not None:
        limits.append((test.upper_operator, test.upper))
    if wanted == HOLDS:
        yield from _all_limits(judge, test.left, limits)
    else:
        for operator, right in limits:
            yield from _limit(judge, test.left, _OPPOSITE[operator], right)


def _all_limits(judge: Judge, left: g.Form, limits: list[tuple[str, g.Form]]) -> Iterator[Demand]:
    ways = [list(_limit(judge, left, operator, right)) for operator, right in limits]
    for combination in itertools.product(*ways):
        whole: Demand | None = {}
        for demand in combination:
            whole = None if whole is None else join(whole, demand)
        if whole is not None:
            yield whole


def _limit(judge: Judge, left: g.Form, operator: str, right: g.Form) -> Iterator[Demand]:
    yield from linear_demands(judge, [(left, 1), (right, -1)], operator)


def linear_demands(
    judge: Judge, forms: list[tuple[g.Form, Number]], operator: str, addend: Number = 0
) -> Iterator[Demand]:
    """Ways to make a sum of facts meet `operator 0`: each figure alone, or all that can move together."""
    weights: dict[Slot, Number] = {}
    for form, sign in forms:
        for reference, share in form.terms:
            for slot in _slots(judge, reference):
                weights[slot] = weights.get(slot, 0) + share * sign
    weights = {slot: weight for slot, weight in weights.items() if weight}
    total = collect(judge.facts, judge.data, *forms)
    if total.no_year:
        return
    found = False
    for slot, weight in weights.items():
        rest = _without(judge, total, slot, weight)
        for low, high in _solve(judge, rest, weight, operator, addend, slot):
            found = True
            yield {slot: Between(low, high)}
    if not found and len(weights) > 1:
        yield from _together(judge, total, weights, operator, addend)


def _slots(judge: Judge, reference: g.Reference) -> list[Slot]:
    slot = _slot(judge, reference)
    if slot is None:
        return []
    if reference.month == g.YEAR_TOTAL:
        return [(reference.fact, month) for month in range(1, months_of(judge.data, judge.data.year) + 1)]
    return [slot]


def known_figure(judge: Judge, slot: Slot) -> Number | None:
    """The reported figure of a slot, if any."""
    value = judge.data.values.get((slot[0], judge.data.year))
    if isinstance(value, tuple):
        return value[slot[1] - 1] if slot[1] else None
    return value if isinstance(value, int | Fraction) else None


def _without(judge: Judge, total: Linear, slot: Slot, weight: Number) -> Linear:
    known = known_figure(judge, slot)
    if known is not None:
        return attrs.evolve(total, constant=total.constant - known * weight)
    name = (slot[0], judge.data.year, slot[1])
    return attrs.evolve(total, terms=tuple((v, c) for v, c in total.terms if v.name != name))


def slot_bounds(judge: Judge, slot: Slot) -> tuple[Number, Number | None]:
    """The least and greatest figure a slot may have with the other data as they are."""
    if slot[1]:
        fact = judge.facts.by_code[slot[0]]
        return fact.low or 0, fact.high
    return bounds(judge.facts, judge.data, slot[0], judge.data.year)


def step_of(judge: Judge, slot: Slot) -> Number:
    """The size of one step of a figure: 1 for counts, else the declared step or one unit."""
    fact = judge.facts.by_code[slot[0]]
    if fact.is_integer:
        return 1
    return fact.step or fact.factor


def _solve(
    judge: Judge, rest: Linear, weight: Number, operator: str, addend: Number, slot: Slot
) -> Iterator[tuple[Number | None, Number | None]]:
    """Values of one figure for which `weight * figure + rest + addend` meets the operator whatever rest may be."""
    low, high = interval(rest)
    need_low = operator in (">=", ">", "=")
    worst = low if need_low else high
    if operator in ("=", "!=") and low != high:
        return
    if worst is None:
        return
    limit = -(Fraction(worst) + addend) / weight
    operator = operator if weight > 0 else _MIRRORED[operator]
    least, greatest = slot_bounds(judge, slot)
    known = known_figure(judge, slot)
    below = _past(limit, known, step_of(judge, slot), least, upward=False)
    above = _past(limit, known, step_of(judge, slot), greatest, upward=True)
    for bottom, top in _ends(operator, limit, below, above, judge.facts.by_code[slot[0]].is_integer):
        start = least if bottom is None else max(least, bottom)
        end = greatest if top is None else (top if greatest is None else min(greatest, top))
        if end is None or start <= end:
            yield start, end


def _past(limit: Fraction, known: Number | None, step: Number, edge: Number | None, upward: bool) -> Number:
    """The first figure past a limit, whole steps from what was reported (else from 0), or the edge before that step."""
    start = Fraction(known or 0)
    way = 1 if upward else -1
    figure = start + way * (floor((limit - start) * way / step) + 1) * step
    if edge is not None and (figure - edge) * way > 0 and (edge - limit) * way > 0:
        return edge
    return int(figure) if figure.denominator == 1 else figure


def _ends(
    operator: str, limit: Fraction, below: Number, above: Number, is_integer: bool
) -> list[tuple[Number | None, Number | None]]:
    up: Number = ceil(limit) if is_integer else limit
    down: Number = floor(limit) if is_integer else limit
    match operator:
        case ">=":
            return [(up, None)]
        case ">":
            return [(above, None)]
        case "<=":
            return [(None, down)]
        case "<":
            return [(None, below)]
        case "=":
            return [(up, down)] if up == down else []
        case _:
            return [(None, below), (above, None)]


def _together(
    judge: Judge, total: Linear, weights: Mapping[Slot, Number], operator: str, addend: Number
) -> Iterator[Demand]:
    """All figures that can move, each to its best end in turn, until the limit is met."""
    upward = operator in (">=", ">")
    if operator in ("=", "!="):
        return
    rest = total
    chosen: dict[Slot, Constraint] = {}
    for slot, weight in weights.items():
        rest = _without(judge, rest, slot, weight)
        solved = list(_solve(judge, rest, weight, operator, addend, slot))
        if solved:
            chosen[slot] = Between(*solved[0])
            yield chosen
            return
        least, greatest = slot_bounds(judge, slot)
        best = greatest if (weight > 0) is upward else least
        if best is None:
            return
        chosen[slot] = Between(best, best)
        rest = attrs.evolve(rest, constant=rest.constant + weight * best)


def _monthly(judge: Judge, test: g.Comparison, wanted: int) -> Iterator[Demand]:
    parts: list[Demand] = []
    for month in range(1, judge.data.months + 1):
        ways = list(_comparison(judge, in_month(test, month), wanted))
        if wanted == FAILS:
            yield from ways
        elif not ways:
            return
        else:
            parts.append(ways[0])
    if wanted == HOLDS and parts:
        whole: dict[Slot, Constraint] = {}
        for part in parts:
            whole.update(part)
        yield whole


def _relative(judge: Judge, test: g.Relative, wanted: int) -> Iterator[Demand]:
    compared = test.kind == "change"
    base = collect(judge.facts, judge.data, (test.base, 1), compared=compared)
    if not base.is_known or base.no_year:
        return
    fixed = g.Form((), Fraction(base.constant))
    if base.constant > 0:
        operator, multiple = effective_limit(test)
        limit = g.Form((), multiple * fixed.constant + test.addend)
        yield from _limit(judge, test.left, _turned(operator, wanted), limit)
        return
    match test.zero:
        case "plain":
            yield from linear_demands(judge, [(test.left, 1)], _turned(test.operator, wanted), -test.addend)
        case "fall" | "no_rise":
            yield from linear_demands(judge, [(test.left, 1)], _turned("<=", wanted))
        case "rise":
            yield from linear_demands(judge, [(test.left, 1)], _turned(">", wanted))
        case _:
            return  # a stated outcome stays what it is, whatever the figure compared


def _turned(operator: str, wanted: int) -> str:
    return operator if wanted == HOLDS else _OPPOSITE[operator]


# ------------------------------------------------------------------------------------------------ other kinds
def _vocabulary(judge: Judge, code: str) -> g.Vocabulary:
    vocabulary = vocabulary_of(judge, judge.facts.by_code[code])
    assert vocabulary is not None
    return vocabulary


def _grade(judge: Judge, test: g.GradeTest, wanted: int) -> Iterator[Demand]:
    slot = _slot(judge, test.reference)
    if slot is None:
        return
    ranks = range(len(_vocabulary(judge, slot[0]).members))
    good = [r for r in ranks if (test.low <= r <= test.high and r != test.excluded) is (wanted == HOLDS)]
    yield from _runs(slot, good)
    if wanted == FAILS:
        yield {slot: Exactly(ABSENT)}


def _runs(slot: Slot, ranks: list[int]) -> Iterator[Demand]:
    start = 0
    for position in range(1, len(ranks) + 1):
        if position == len(ranks) or ranks[position] != ranks[position - 1] + 1:
            yield {slot: Between(ranks[start], ranks[position - 1])}
            start = position


def _choice(judge: Judge, test: g.ChoiceTest, wanted: int) -> Iterator[Demand]:
    slot = _slot(judge, test.reference)
    if slot is not None:
        for member in _vocabulary(judge, slot[0]).members:
            if ((member.code in test.members) is not test.negated) is (wanted == HOLDS):
                yield {slot: Exactly(member.code)}


def _set(judge: Judge, test: g.SetTest, wanted: int) -> Iterator[Demand]:
    slot = _slot(judge, test.reference)
    if slot is None:
        return
    value = judge.data.value(slot[0], judge.data.year)
    present = value if isinstance(value, frozenset) else frozenset()
    members = test.members
    nothing: frozenset[str] = frozenset()
    absent = [member for member in members if member not in present]
    held = [member for member in members if member in present]
    if (test.kind == "none") is (wanted == FAILS):
        if test.kind == "none":
            yield from ({slot: Members(frozenset([member]), nothing)} for member in members)
        elif test.kind == "some":
            lacking = max(test.count - len(held), 0)
            for chosen in itertools.islice(itertools.combinations(absent, lacking), _MOST):
                yield {slot: Members(frozenset(chosen), nothing)}
        elif test.kind == "all":
            yield {slot: Members(frozenset(members), nothing)}
        else:
            others = frozenset(m.code for m in _vocabulary(judge, slot[0]).members) - set(members)
            yield {slot: Members(frozenset(members), others)}
    elif test.kind == "none":
        yield {slot: Members(nothing, frozenset(members))}
    elif test.kind == "some":
        surplus = max(len(held) - test.count + 1, 0)
        for chosen in itertools.islice(itertools.combinations(held, surplus), _MOST):
            yield {slot: Members(nothing, frozenset(chosen))}
    else:
        yield from ({slot: Members(nothing, frozenset([member]))} for member in members)


def _date(judge: Judge, test: g.DateTest, wanted: int) -> Iterator[Demand]:
    slot = _slot(judge, test.reference)
    if slot is None:
        return
    year = judge.data.year + test.offset
    first, last = first_day(test, year), last_day(test, year)
    if (wanted == HOLDS) is not test.negated:
        yield {slot: Between(_ordinal(first, 0), _ordinal(last, 0))}
        return
    if last is not None:
        yield {slot: Between(_ordinal(last, 1), None)}
    if first is not None:
        yield {slot: Between(None, _ordinal(first, -1))}
    if wanted == FAILS:
        yield {slot: Exactly(ABSENT)}


def _date_order(judge: Judge, test: g.DateOrder, wanted: int) -> Iterator[Demand]:
    slot = _slot(judge, test.reference)
    since = judge.data.value(test.since.fact, year_of(test.since, judge.data))
    if slot is None or not isinstance(since, datetime.date):
        return
    first, last = judge.days_between(test, since)
    if wanted == HOLDS:
        yield {slot: Between(_ordinal(first, 0), _ordinal(last, 0))}
        return
    if last is not None:
        yield {slot: Between(_ordinal(last, 1), None)}
    if first is not None:
        yield {slot: Between(None, _ordinal(first, -1))}
    yield {slot: Exactly(ABSENT)}


def _ordinal(day: datetime.date | None, shift: int) -> int | None:
    return None if day is None else day.toordinal() + shift


def _presence(judge: Judge, test: g.PresenceTest, wanted: int) -> Iterator[Demand]:
    slot = _slot(judge, test.reference)
    if slot is None:
        return
    fact = judge.facts.by_code[slot[0]]
    if test.positive is (wanted == FAILS):
        members = frozenset(m.code for m in _vocabulary(judge, slot[0]).members) if fact.kind == "set" else frozenset()
        yield {slot: Members(frozenset(), members) if fact.kind == "set" else Exactly(ABSENT)}
    elif fact.kind == "date":
        year = judge.data.year
        yield {slot: Between(datetime.date(year, 1, 1).toordinal(), datetime.date(year, 12, 31).toordinal())}
    elif fact.kind == "grade":
        yield from ({slot: Between(rank, rank)} for rank in range(len(_vocabulary(judge, slot[0]).members)))
    else:
        for member in itertools.islice(_vocabulary(judge, slot[0]).members, _MOST):
            yield {slot: Members(frozenset([member.code]), frozenset()) if fact.kind == "set" else Exactly(member.code)}
