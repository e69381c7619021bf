"""The values that a sum of facts can still take: exact figures, ranges of unknown ones, parts within their wholes."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Final, Generic, TypeVar

import attrs

from antq_rules.engine.binding import SEPARATOR, member_code, member_fact, working_code
from antq_rules.engine.values import EMPTY, NO_YEAR, Number, Special, UnitData
from antq_rules.graph.model import EACH_MONTH, YEAR_TOTAL, Fact, Form, Reference, Tree, Working
from antq_rules.source import fold_name
from antq_rules.types import FAILS, HOLDS, UNKNOWN

MOST_LINKED: Final = 6
MOST_REMEMBERED: Final = 50_000


@attrs.frozen
class Variable:
    """An unknown figure: its bounds (`None` where there is no limit) and whether it is a whole number."""

    name: tuple[str, int, int]
    low: Number | None
    high: Number | None
    is_integer: bool
    whole: tuple[str, int, int] | None = None
    maybe_empty: bool = False


@attrs.frozen
class Linear:
    """A constant and unknown figures with coefficients, after all known figures are put in.

    `no_year`: a year in which the unit did not exist stands in it; `empty`, `maybe_empty`: a share of nothing does.
    """

    constant: Number
    terms: tuple[tuple[Variable, Number], ...] = ()
    no_year: bool = False
    empty: bool = False
    maybe_empty: bool = False

    @property
    def is_known(self) -> bool:
        """Whether nothing unknown is left."""
        return not self.terms


_Sum = tuple[Number, Number]  # how fast a sum grows where figures grow endlessly, and what is left at a number
_Key = TypeVar("_Key")
_Kept = TypeVar("_Kept")


class Remembered(Generic[_Key, _Kept]):
    """What was made for the members of lists, for the next unit that names the same; emptied where it grows too large.

    Members are named by data, so what is made for them has no end. Shared by threads: nothing is read twice.
    """

    def __init__(self) -> None:
        self._kept: dict[_Key, _Kept] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: _Key) -> _Kept | None:
        """What was kept under a key, if it is still there."""
        return self._kept.get(key)

    def put(self, key: _Key, value: _Kept) -> _Kept:
        """Keep a value and give it back."""
        if len(self._kept) >= MOST_REMEMBERED:
            self._kept.clear()
        self._kept[key] = value
        return value


class Facts:
    """The facts of a set by code and by name, and the parts of each whole; made once for a set."""

    def __init__(self, facts: Sequence[Fact], worked_out: Sequence[Fact] = ()) -> None:
        self.reported = {fact.code: fact for fact in facts}
        self.by_code: dict[str, Fact] = _Codes({**self.reported, **{fact.code: fact for fact in worked_out}})
        self.bound: Remembered[tuple[int, int, str, str], tuple[Tree, Tree | None, Tree]] = Remembered()
        self.workings: Remembered[str, Working] = Remembered()
        self.parts: dict[str, list[str]] = {}
        for fact in facts:
            if fact.part_of:
                self.parts.setdefault(fact.part_of, []).append(fact.code)

    @functools.cached_property
    def by_written(self) -> dict[str, Fact]:
        """Facts by everything that a data file may call them: name, old codes, code; folded."""
        names: dict[str, Fact] = {}
        for fact in self.reported.values():
            for key in (fact.name, f"[{fact.name}]", *fact.old_codes, fact.code):
                names[fold_name(key)] = fact
        return names

    @functools.cached_property
    def spellings(self) -> tuple[str, ...]:
        """The code and the name of every fact, to look for what a misspelt one may mean."""
        return tuple(name for fact in self.reported.values() for name in (fact.code, fact.name))

    def parts_of(self, code: str) -> Sequence[str]:
        """The codes of the facts declared as parts of a fact; those of the same member where it is a member's."""
        collection, _, rest = code.partition(SEPARATOR)
        member, found, own = rest.rpartition(SEPARATOR)
        if not found:
            return self.parts.get(code, ())
        return [member_code(collection, member, part) for part in self.parts.get(own, ())]


class _Codes(dict[str, Fact]):
    """Facts by code, those of a list's members made when they are first asked for."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        super().__init__(facts)
        self.made: Remembered[str, Fact] = Remembered()

    def __missing__(self, code: str) -> Fact:
        return self.made.get(code) or self.made.put(code, self._made(code))

    def _made(self, code: str) -> Fact:
        if code.startswith("="):
            working, _, member = working_code(code)
            return attrs.evolve(self[working], code=code, name=f"{self[working].name} của {member}")
        collection, found, rest = code.partition(SEPARATOR)
        member, _, own = rest.rpartition(SEPARATOR)
        if not found:
            raise KeyError(code)
        return member_fact(self[own], self, collection, member)


def year_of(reference: Reference, data: UnitData) -> int:
    """The calendar year a reference speaks of."""
    return reference.year or data.year + reference.offset


def bounds(facts: Facts, data: UnitData, code: str, year: int) -> tuple[Number, Number | None]:
    """The least and greatest value of a figure that was not reported: its declared range, its whole, its parts.

    A part is within its whole; a whole is at least as large as each of its parts.
    """
    fact = facts.by_code[code]
    doubtful = (code, year) in data.wrong  # 0 was reported for what is never empty: it may be that
    low: Number = 1 if fact.kind == "positive_count" and not (doubtful or data.zero_allowed) else 0
    if fact.low is not None:
        low = max(low, fact.low) if fact.low >= 0 else fact.low
    high: Number | None = fact.high
    combination = data.combined.get((code, year))
    if combination is not None and combination.low is not None:  # several units' figures have their own range
        low, high = combination.low, combination.high
    whole = fact.part_of
    while whole:
        value = data.values.get((whole, year))
        limit: Number | None = value if isinstance(value, int | Fraction) else facts.by_code[whole].high
        if limit is not None and (high is None or limit < high):
            high = limit
        whole = facts.by_code[whole].part_of if not isinstance(value, int | Fraction) else ""
    low = max(low, _largest_part(facts, data, code, year))
    return low, high


def _largest_part(facts: Facts, data: UnitData, code: str, year: int) -> Number:
    largest: Number = 0
    for part in facts.parts_of(code):
        value = data.values.get((part, year))
        known = value if isinstance(value, int | Fraction) else _largest_part(facts, data, part, year)
        largest = max(largest, known)
    return largest


def standing(data: UnitData, *forms: tuple[Form, Number]) -> dict[Reference, Number]:
    """The facts that stand in a weighted sum of some forms, with their coefficients; what cancels out is left out.

    A fact is the same one whether its year is named (`năm 2022`) or counted from the assessed year.
    """
    first: dict[tuple[str, int, int], Reference] = {}
    coefficients: dict[Reference, Number] = {}
    for form, weight in forms:
        for reference, share in form.terms:
            same = first.setdefault((reference.fact, year_of(reference, data), reference.month), reference)
            coefficients[same] = coefficients.get(same, 0) + share * weight
    return {reference: coefficient for reference, coefficient in coefficients.items() if coefficient}


def collect(facts: Facts, data: UnitData, *forms: tuple[Form, Number], compared: bool = False) -> Linear:
    """The weighted sum of some forms, equal facts counted once, known figures put in.

    `compared` takes figures of the year before for the same period where a cut-off day is given.
    """
    constant: Number = 0
    for form, weight in forms:
        constant = constant + form.constant * weight
    unknown: dict[tuple[str, int, int], tuple[Variable, Number]] = {}  # a month may stand alone and in a year's sum
    no_year = empty = maybe_empty = False
    for reference, coefficient in standing(data, *forms).items():
        for figure in _figures(facts, data, reference, compared):
            if isinstance(figure, Variable):
                unknown[figure.name] = (figure, unknown.get(figure.name, (figure, 0))[1] + coefficient)
                maybe_empty = maybe_empty or figure.maybe_empty
            elif isinstance(figure, Special):
                no_year = no_year or figure is NO_YEAR
                empty = empty or figure is EMPTY
            else:
                constant += coefficient * figure
    terms = tuple((variable, weight) for variable, weight in unknown.values() if weight)
    return Linear(constant, terms, no_year, empty, maybe_empty)


def _figures(
    facts: Facts, data: UnitData, reference: Reference, compared: bool
) -> Iterator[Number | Variable | Special]:
    year = year_of(reference, data)
    if reference.fact.startswith("="):
        not_there = year < data.year and not data.existed_before
        yield NO_YEAR if not_there else _worked_out(data, reference.fact, year, compared)
        return
    value = data.value(reference.fact, year, compared)
    fact = facts.by_code[reference.fact]
    if value is NO_YEAR:
        yield NO_YEAR
    elif reference.month == 0 or reference.month == EACH_MONTH:
        if isinstance(value, int | Fraction):
            yield value
        else:
            low, high = bounds(facts, data, reference.fact, year)
            whole = (fact.part_of, year, 0) if fact.part_of else None
            yield Variable((reference.fact, year, 0), low, high, fact.is_integer, whole)
    else:
        wanted = range(1, months_of(data, year, compared) + 1) if reference.month == YEAR_TOTAL else [reference.month]
        for month in wanted:
            known = value[month - 1] if isinstance(value, tuple) and month <= len(value) else None
            if known is None:
                high = None if (reference.fact, year) in data.combined else fact.high  # a sum of several units' months
                yield Variable((reference.fact, year, month), fact.low or 0, high, True)
            else:
                yield known


def _worked_out(data: UnitData, code: str, year: int, compared: bool) -> Number | Variable | Special:
    assert data.worked_out is not None
    worked = data.worked_out(code, year, compared)
    if worked.no_year:
        return NO_YEAR
    if worked.empty:
        return EMPTY
    if worked.is_known:
        assert worked.low is not None
        return worked.low
    return Variable((code, year, 0), worked.low, worked.high, worked.is_integer, None, worked.maybe_empty)


def months_of(data: UnitData, year: int, compared: bool = False) -> int:
    """How many months of a year count: those over by the cut-off of the assessed year, all of an earlier one.

    A comparison with the year before takes as many months of it as of the assessed year.
    """
    return data.months if year == data.year or data.is_same_period(year, compared) else 12


def interval(linear: Linear) -> tuple[Number | None, Number | None]:
    """The least and greatest value; `None` where there is no limit."""
    negative = Linear(-linear.constant, tuple((variable, -weight) for variable, weight in linear.terms))
    highest = _maximum(linear)
    lowest = _maximum(negative)
    return (None if lowest is None else -lowest), highest


def _maximum(linear: Linear) -> Number | None:
    weights = {variable.name: weight for variable, weight in linear.terms}
    variables = {variable.name: variable for variable, _ in linear.terms}
    linked = [v for v in variables.values() if v.whole in variables]
    involved = {v.name for v in linked} | {v.whole for v in linked}
    total: Number = linear.constant
    for name, weight in weights.items():
        if name in involved and len(involved) <= MOST_LINKED:
            continue
        limit = variables[name].high if weight > 0 else variables[name].low
        if limit is None:
            return None
        total += weight * limit
    if not involved or len(involved) > MOST_LINKED:
        return total
    best = _linked_maximum([variables[name] for name in weights if name in involved], weights)
    return None if best is None else total + best


def _linked_maximum(variables: Sequence[Variable], weights: Mapping[tuple[str, int, int], Number]) -> Number | None:
    """The greatest weighted sum of figures of which some are parts of others; `None` where there is no limit.

    It lies at a corner, where every figure is at a limit, its own or that of a figure linked with it, or beyond them.
    """
    known = {variable.name for variable in variables}
    parts: dict[tuple[str, int, int] | None, list[Variable]] = {}
    for variable in variables:
        parts.setdefault(variable.whole if variable.whole in known else None, []).append(variable)
    limits = {end for variable in variables for end in (variable.low, variable.high) if end is not None}
    places: list[Number | None] = [*sorted(limits), None]  # at the last a figure without a limit grows endlessly

    def best_within(variable: Variable) -> list[_Sum | None]:
        """The greatest sum of a figure and its parts where the figure is at most at each place."""
        below = [best_within(part) for part in parts.get(variable.name, ())]
        weight = weights[variable.name]
        most: list[_Sum | None] = []
        for position, place in enumerate(places):
            sums = [of_part[position] for of_part in below]
            here = _at(variable, place, weight)
            if here is not None and None not in sums:
                added = [here, *(one for one in sums if one is not None)]
                here = sum(endless for endless, _ in added), sum(finite for _, finite in added)
            else:
                here = None
            most.append(max((one for one in (here, *most[-1:]) if one is not None), default=None))
        return most

    endless: Number = 0
    finite: Number = 0
    for root in parts[None]:
        best = best_within(root)[-1]
        if best is None:
            return None
        endless, finite = endless + best[0], finite + best[1]
    return None if endless > 0 else finite


def _at(variable: Variable, place: Number | None, weight: Number) -> _Sum | None:
    """What a figure adds to a sum at one place, endless (`None`) or a number; nothing where it cannot be there."""
    if place is None:
        return (weight, 0) if variable.high is None else None
    if (variable.low is not None and place < variable.low) or (variable.high is not None and place > variable.high):
        return None
    return 0, place * weight


def compare(linear: Linear, operator: str) -> int:
    """Outcomes of `linear operator 0` over everything the unknown figures can still be.

    Bounds that contradict each other (a whole smaller than what its parts leave) decide nothing.
    """
    return _compare(interval(linear), linear, operator) or UNKNOWN


def _compare(limits: tuple[Number | None, Number | None], linear: Linear, operator: str) -> int:
    low, high = limits
    match operator:
        case ">=":
            return (HOLDS if high is None or high >= 0 else 0) | (FAILS if low is None or low < 0 else 0)
        case ">":
            return (HOLDS if high is None or high > 0 else 0) | (FAILS if low is None or low <= 0 else 0)
        case "<=":
            return (HOLDS if low is None or low <= 0 else 0) | (FAILS if high is None or high > 0 else 0)
        case "<":
            return (HOLDS if low is None or low < 0 else 0) | (FAILS if high is None or high >= 0 else 0)
        case _:
            equal = (low is None or low <= 0) and (high is None or high >= 0) and _can_be_zero(linear)
            differs = not (low == high == 0)
            holds, fails = (equal, differs) if operator == "=" else (differs, equal)
            return (HOLDS if holds else 0) | (FAILS if fails else 0)


def _can_be_zero(linear: Linear) -> bool:
    if not linear.terms or not all(variable.is_integer for variable, _ in linear.terms):
        return True
    weights = [Fraction(weight) for _, weight in linear.terms]
    scale = lcm(*(weight.denominator for weight in weights))
    step = gcd(*(int(weight * scale) for weight in weights))
    return Fraction(linear.constant) * scale % step == 0
