"""Cases: a generated set, compiled once, with a table of units whose facts lie at and around its own limits.

Facts are canonical typed values by fact code and year:

=========================  ==================================================================================
kind                       value
=========================  ==================================================================================
count, positive count      `int` (a `Fraction` with a rest where the value is to be refused)
amount, money              `decimal.Decimal` or `Fraction`, in the unit that the fact declares
monthly                    a tuple of 12, each an `int` or `None`
date                       `datetime.date`
grade, choice              the id of the member, as the vocabulary has it
set                        a `frozenset` of ids
attestation, condition     `bool`, or `Yes` where something is said of the evidence
known absence              `State.ABSENT`
no such year               `State.NO_YEAR`
unknown                    the fact is not there
=========================  ==================================================================================
"""

from __future__ import annotations

import datetime
import decimal
import enum
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final, TypeGuard

import attrs

import antq_rules
from antq_rules import RuleSet
from antq_rules.graph import model as g
from antq_rules.graph import points as p
from tests.differential.rule_texts import write
from tests.differential.vocabulary import FIRST_YEAR, LAST_YEAR, chance, pick, weighted

HUGE: Final = tuple(
    base + step
    for base in (2**31, 2**53, 2**63, 2**64, 10**18, 10**29)
    for step in (-1, 0, 1)
)  # fmt: skip
EARLIER: Final = 3
"""How many years before the assessed one a set may look at without naming them."""


class State(enum.Enum):
    """What is known of a fact that has no value: its value is how a data file says so."""

    ABSENT = "không có"
    NO_YEAR = "không có năm trước"


@attrs.frozen
class Yes:
    """A yes or a no of which something is said about the evidence: what was given, or (`None`) that it is missing."""

    yes: bool
    evidence: str | None


Figure = int | decimal.Decimal | Fraction
Value = Figure | str | datetime.date | frozenset[str] | tuple[int | None, ...] | Yes | State
Facts = Mapping[str, Value]


@attrs.frozen
class Unit:
    """One unit: type, assessed year, facts by year, the year before up to the same day, whether it existed then."""

    unit_type: str
    year: int
    facts: Mapping[int, Facts]
    same_period: Facts = attrs.field(factory=dict)
    existed_before: bool = True


@attrs.frozen
class Case:
    """A set under chosen readings and parameters, and the units of one table."""

    seed: int
    text: str
    rules: RuleSet = attrs.field(repr=False)
    units: tuple[Unit, ...]
    readings: Mapping[str, str] = attrs.field(factory=dict)
    parameters: Mapping[str, Figure] = attrs.field(factory=dict)
    cutoff: datetime.date | None = None


@attrs.frozen
class Shape:
    """How often in a hundred a table has values beyond 31 bits, and values that are to be refused."""

    huge: int = 15
    strange: int = 25


def plain(value: Value) -> object:
    """A value as `RuleSet.assess` takes it."""
    if isinstance(value, State):
        return value.value
    if isinstance(value, Yes):
        return {"giá trị": value.yes, "minh chứng": value.evidence}
    return value


# ------------------------------------------------------------------------------------------------ generating
def generate(seed: int, units: int = 200, shape: Shape | None = None) -> Case:
    """The case of a seed."""
    return draw(random.Random(seed), units, shape, seed)


def draw(random_: random.Random, units: int = 200, shape: Shape | None = None, seed: int = -1) -> Case:
    """A case drawn from a source of randomness."""
    text = write(random_)
    rules = antq_rules.load_text(text)
    return table(random_, rules, text, units, shape or Shape(), seed)


def table(random_: random.Random, rules: RuleSet, text: str, units: int, shape: Shape, seed: int = -1) -> Case:
    """A table of units for a set, with readings, parameters and a cut-off day."""
    readings = {}
    for reading in rules.readings:
        if chance(random_, 60):
            readings[reading.code] = pick(random_, reading.options).code
    parameters = {one.fact.code: _parameter(random_, one) for one in rules.parameters if chance(random_, 50)}
    cutoff = None
    if chance(random_, 15):
        year = random_.randint(FIRST_YEAR, LAST_YEAR)
        last = 29 if year % 4 == 0 else 28
        month, day = pick(
            random_, ((1, 31), (2, last), (2, 27), (3, 31), (6, 15), (6, 30), (10, 25), (12, 31), (1, 15))
        )
        cutoff = datetime.date(year, month, day)
    source = Units(random_, rules.with_parameters(parameters) if parameters else rules, shape, cutoff)
    return Case(seed, text, rules, tuple(source.unit() for _ in range(units)), readings, parameters, cutoff)


def _parameter(random_: random.Random, parameter: g.Parameter) -> Figure:
    if parameter.fact.dimension == "%":
        return decimal.Decimal(pick(random_, ("0", "12.5", "50", "100", "0.05")))
    return random_.randint(0, 12)


# ------------------------------------------------------------------------------------------------ what a set looks at
def parts_of(value: Any) -> Iterator[Any]:
    """Everything that a program or a part of one is made of, except places in files and what facts declare."""
    if isinstance(value, tuple):
        for part in value:
            yield from parts_of(part)
    elif attrs.has(type(value)) and not isinstance(value, g.Origin | g.Fact):
        yield value
        for field in attrs.fields(type(value)):
            yield from parts_of(getattr(value, field.name))


def references_of(program: g.Program) -> frozenset[g.Reference]:
    """Every fact at a year that a set looks at anywhere."""
    return frozenset(part for part in parts_of(program) if isinstance(part, g.Reference))


def limits_of(program: g.Program) -> dict[str, set[Fraction]]:
    """Figures that the tests and points of a set compare each fact with, in the unit that the fact declares."""
    facts = {fact.code: fact for fact in program.facts}
    found: dict[str, set[Fraction]] = {code: set() for code in facts}
    parameters = {one.fact.code: one.value for one in program.parameters}

    def add(form: g.Form, limit: Fraction) -> None:
        for reference, weight in form.terms:
            if reference.fact in facts and weight:
                share = (limit - form.constant) / weight
                found[reference.fact].add(share / facts[reference.fact].factor)

    for test in program.tests:
        if isinstance(test, g.Comparison):
            for right in (test.right, test.upper):
                if right is not None:
                    constant = sum((parameters.get(r.fact, Fraction(0)) * w for r, w in right.terms), right.constant)
                    add(test.left, constant)
                    add(right, test.left.constant)
        elif isinstance(test, g.Relative):
            add(test.left, test.addend)
    for criterion in program.criteria:
        for score in p.walk_scores(criterion.scoring.score) if criterion.scoring else ():
            if isinstance(score, p.Steps):
                for times in range(1, 4):
                    add(score.value, score.size * times)
            elif isinstance(score, p.Curve):
                for at, _ in score.knots:
                    add(score.value, at)
    return found


@attrs.frozen
class _Edge:
    """A test of figures as `left <> right`: what must be equal for a unit to stand at the limit."""

    terms: tuple[tuple[g.Reference, Fraction], ...]
    constant: Fraction


def _edges(program: g.Program) -> list[_Edge]:
    parameters = {one.fact.code: one.value for one in program.parameters}
    found = []
    for test in program.tests:
        if isinstance(test, g.Comparison) and not test.monthly:
            for right in (test.right, test.upper):
                if right is not None:
                    found.append(_edge(parameters, (test.left, Fraction(1)), (right, Fraction(-1))))
        elif isinstance(test, g.Relative):
            multiple = test.multiple
            if test.parameter:
                rate = parameters[test.parameter]
                multiple = rate if test.kind == "share" else 1 - rate if test.direction == "giảm" else 1 + rate
            edge = _edge(parameters, (test.left, Fraction(1)), (test.base, -multiple))
            found.append(attrs.evolve(edge, constant=edge.constant - test.addend))
    for one in program.computed:
        if isinstance(one.working, g.Quotient):
            for share in (Fraction(1), Fraction(1, 2)):
                found.append(_edge(parameters, (one.working.part, Fraction(1)), (one.working.whole, -share)))
    return [edge for edge in found if edge.terms and not any(r.month or r.fact[0] == "=" for r, _ in edge.terms)]


def _edge(parameters: Mapping[str, Fraction], *forms: tuple[g.Form, Fraction]) -> _Edge:
    weights: dict[g.Reference, Fraction] = {}
    constant = Fraction(0)
    for form, sign in forms:
        constant += form.constant * sign
        for reference, weight in form.terms:
            if reference.fact in parameters:
                constant += parameters[reference.fact] * weight * sign
            else:
                weights[reference] = weights.get(reference, Fraction(0)) + weight * sign
    return _Edge(tuple((r, w) for r, w in weights.items() if w), constant)


# ------------------------------------------------------------------------------------------------ units
class Units:
    """Makes units for one set: what it looks at is worked out once, so that a unit costs little."""

    def __init__(
        self, random_: random.Random, rules: RuleSet, shape: Shape, cutoff: datetime.date | None = None
    ) -> None:
        program = rules.program
        self.random = random_
        self.program = program
        self.cutoff = cutoff
        self.huge = chance(random_, shape.huge)
        self.strange = chance(random_, shape.strange)
        self.facts = {fact.code: fact for fact in program.facts}
        self.offsets: dict[str, set[int]] = {}
        self.absolute: dict[str, set[int]] = {}
        self._seek_years()
        self.edges = _edges(program)
        limits = limits_of(program)
        self.makers: dict[str, Callable[[int], Value]] = {
            code: self._maker(fact, limits[code]) for code, fact in self.facts.items()
        }
        self.wholes = {code: tuple(self._wholes_of(code)) for code in self.facts if self.facts[code].part_of}
        self.plans: dict[int, list[tuple[int, str, Callable[[int], Value]]]] = {}
        self.types = (*program.unit_types, *program.unit_types[:1])
        self.in_force = [
            year
            for year in range(FIRST_YEAR, LAST_YEAR + 1)
            if (program.first_year or year) <= year <= (program.last_year or year)
        ]
        self.compared = [
            code
            for code in self.facts
            if cutoff is not None and -1 in self.offsets.get(code, set())
        ]  # fmt: skip

    def _seek_years(self) -> None:
        for reference in references_of(self.program):
            if reference.fact in self.facts:
                if reference.year:
                    self.absolute.setdefault(reference.fact, set()).add(reference.year)
                else:
                    self.offsets.setdefault(reference.fact, set()).add(reference.offset)
        if any(one.fact.code.startswith("=") for one in self.program.computed):  # they may be asked of earlier years
            shifts = {r.offset for r in references_of(self.program) if r.fact.startswith("=")}
            for offsets in self.offsets.values():
                offsets.update({first + second for first in tuple(offsets) for second in shifts})
        for fact in self.program.facts:  # a whole of what is looked at bounds it, and so does a part
            whole = fact.part_of
            if whole:
                for kept in (self.offsets, self.absolute):
                    years = kept.get(fact.code, set()) | kept.get(whole, set())
                    if years:
                        kept[fact.code] = set(years)
                        kept[whole] = set(years)

    # ------------------------------------------------------------------------------------------ one unit
    def unit(self) -> Unit:
        """One unit."""
        draw = self.random
        year = self.cutoff.year if self.cutoff is not None else pick(draw, self.in_force)
        unknown = weighted(draw, [(35, 0), (25, 5), (20, 20), (15, 45), (5, 90)])
        facts: dict[int, dict[str, Value]] = {year: {}}
        for at, code, maker in self._plan(year):
            if not unknown or draw.random() * 100 >= unknown:
                facts.setdefault(at, {})[code] = maker(at)
        self._within_wholes(facts, 0.02)
        for _ in range(draw.randrange(3)):
            moved = self._to_an_edge(facts, year)
            if moved is not None and self.wholes:
                self._within_wholes({moved: facts[moved]}, 0.1)
        if draw.random() < 0.05:
            self._no_year(facts, year)
        same: dict[str, Value] = {}
        if self.compared and draw.random() < 0.8:
            same = {code: self.makers[code](year - 1) for code in self.compared if draw.random() < 0.6}
            self._within_wholes({0: same}, 0.1)
        if self.strange and draw.random() < 0.15:
            self._refused(facts, year)
        unit_type = pick(draw, self.types)
        if self.strange and draw.random() < 0.03:
            unit_type = "huyện"
        return Unit(unit_type, year, facts, same, draw.random() > 0.04)

    def years(self, code: str, year: int) -> list[int]:
        """The years of a fact that a unit assessed for a year is asked for."""
        return sorted({year + offset for offset in self.offsets.get(code, ())} | self.absolute.get(code, set()))

    def _plan(self, year: int) -> list[tuple[int, str, Callable[[int], Value]]]:
        """The facts that a unit assessed for a year is asked for, with what makes their values."""
        plan = self.plans.get(year)
        if plan is None:
            plan = [(at, code, maker) for code, maker in self.makers.items() for at in self.years(code, year)]
            self.plans[year] = plan
        return plan

    def _wholes_of(self, code: str) -> Iterator[str]:
        while self.facts[code].part_of:
            code = self.facts[code].part_of
            yield code

    def _within_wholes(self, facts: Mapping[int, dict[str, Value]], above: float) -> None:
        """Most parts are kept within their wholes; the others stay, to be refused."""
        for known in facts.values():
            self.keep_within_wholes(known, [code for code in self.wholes if self.random.random() >= above])

    def keep_within_wholes(self, known: dict[str, Value], parts: Iterable[str]) -> None:
        """Keep some parts within their wholes, in the facts of one year."""
        for code in parts:
            part = known.get(code)
            if part is None or not _is_figure(part):
                continue
            for whole in self.wholes.get(code, ()):
                limit = known.get(whole)
                if limit is not None and _is_figure(limit) and part > limit:  # both are in one unit
                    part = self._part_of(limit)
            known[code] = part

    def _part_of(self, whole: Figure) -> Figure:
        quarters = (4, 4, 3, 2, 1, 0)[int(self.random.random() * 6)]
        return whole * quarters // 4 if isinstance(whole, int) else whole * quarters / 4

    def _to_an_edge(self, facts: Mapping[int, dict[str, Value]], year: int) -> int | None:
        """Move one figure so that a test of the set stands at its limit, or one step beside it; tell its year."""
        if not self.edges:
            return None
        draw = self.random
        edge = pick(draw, self.edges)
        places = []
        total = edge.constant
        for reference, weight in edge.terms:
            at = reference.year or year + reference.offset
            value = facts.get(at, {}).get(reference.fact)
            fact = self.facts[reference.fact]
            if not _is_figure(value):
                return None
            scaled = weight * fact.factor
            total += scaled * Fraction(value)
            places.append((at, fact, scaled, value))
        at, fact, scaled, value = pick(draw, places)
        exact = Fraction(value) - total / scaled
        step = draw.randrange(-1, 2)
        if fact.is_integer:
            moved: Figure = (floor(exact) if draw.random() < 0.5 else ceil(exact)) + step
        else:
            moved = self._amount(exact + step * pick(draw, (Fraction(1), Fraction(1, 100), Fraction(1, 10**6))))
        root = Fraction(moved) * fact.factor
        if (fact.lowest <= root and (fact.high is None or root <= fact.high)) or draw.random() < 0.02:
            facts[at][fact.code] = moved
        return at

    def _amount(self, value: Fraction) -> Figure:
        """An amount as a decimal where its digits end, or (only in strange tables) as it is."""
        scaled = value * 10**9
        if scaled.denominator == 1 and abs(value) < 10**18:
            return decimal.Decimal(scaled.numerator) / 10**9
        return value if self.strange else decimal.Decimal(floor(value * 10**6)) / 10**6

    def _no_year(self, facts: Mapping[int, dict[str, Value]], year: int) -> None:
        earlier = [(at, code) for at, known in facts.items() for code in known if at < year]
        if earlier:
            at, code = pick(self.random, earlier)
            facts[at][code] = State.NO_YEAR

    def _refused(self, facts: Mapping[int, dict[str, Value]], year: int) -> None:
        """Put a value of the right type in one place that is to be refused."""
        draw = self.random
        at = pick(draw, sorted(facts))
        if not facts[at]:
            return
        code = pick(draw, sorted(facts[at]))
        fact = self.facts[code]
        match fact.kind:
            case "count" | "positive_count":
                low, high = fact.lowest, fact.high if fact.high is not None else Fraction(-1)
                bad: tuple[Value, ...] = (-1, int(high) + 1, int(low) - 1, Fraction(3, 2), State.ABSENT)
            case "amount" | "money":
                high = fact.high / fact.factor if fact.high is not None else Fraction(-1)
                bad = (decimal.Decimal("-0.01"), -1, high + Fraction(1, 100), State.ABSENT)
            case "monthly":
                bad = ((1,) * 11, (1, -1, *(1,) * 10), State.ABSENT)
            case "grade" | "choice":
                bad = ("khong_co_muc_nay", State.NO_YEAR)
            case "set":
                bad = (frozenset({"khong_co_muc_nay"}), State.NO_YEAR)
            case "date":
                bad = (State.NO_YEAR,)
            case _:
                bad = (State.NO_YEAR,)
        facts[at][code] = pick(draw, bad)

    # ------------------------------------------------------------------------------------------ values
    def _maker(self, fact: g.Fact, limits: set[Fraction]) -> Callable[[int], Value]:
        draw = self.random
        match fact.kind:
            case "count" | "positive_count":
                pool = self._counts(fact, limits)
                return lambda at: pool[int(draw.random() * len(pool))]
            case "amount" | "money":
                amounts = self._amounts(fact, limits)
                return lambda at: amounts[int(draw.random() * len(amounts))]
            case "monthly":
                return self._months_maker(fact, limits)
            case "date":
                return self._day
            case "grade" | "choice":
                names = self._members(fact)
                members: tuple[Value, ...] = (*names, *names, *names, State.ABSENT)
                return lambda at: members[int(draw.random() * len(members))]
            case "set":
                codes = self._members(fact)
                return lambda at: frozenset(code for code in codes if draw.random() < 0.65)
            case "attestation":
                said: tuple[Value, ...] = (True, True, False, False, Yes(True, "Báo cáo"), Yes(True, "Báo cáo"),
                                           Yes(True, None), Yes(False, None), Yes(False, "Báo cáo"))  # fmt: skip
                return lambda at: said[int(draw.random() * len(said))]
            case _:
                return lambda at: draw.random() < 0.5

    def _members(self, fact: g.Fact) -> tuple[str, ...]:
        ordered = fact.kind == "grade"
        vocabulary = next(v for v in self.program.vocabularies if (v.ordered, v.title) == (ordered, fact.vocabulary))
        return tuple(member.code for member in vocabulary.members)

    def _counts(self, fact: g.Fact, limits: set[Fraction]) -> Sequence[int]:
        low = max(ceil(fact.lowest), 0)
        high = floor(fact.high) if fact.high is not None else None
        pool = [*range(low, low + 9), low, low + 10, low + 20, 100]
        for limit in sorted(limits):
            if 0 <= limit < 10**30:
                pool += [floor(limit) - 1, floor(limit), floor(limit), ceil(limit), floor(limit) + 1]
        if self.huge:
            pool += [*HUGE, 10**9, 10**12]
        kept = [value for value in pool if value >= low and (high is None or value <= high)] or [low]
        if fact.kind == "positive_count":
            kept = [*kept, *kept, *kept, 0]
        return kept

    def _amounts(self, fact: g.Fact, limits: set[Fraction]) -> Sequence[Figure]:
        low, high = fact.lowest / fact.factor, fact.high / fact.factor if fact.high is not None else None
        pool = [low + extra for extra in (Fraction(0), Fraction(1), Fraction(5, 2), Fraction(7), Fraction(12345, 1000))]
        for limit in sorted(limits):
            if 0 <= limit < 10**29:
                pool += [
                    limit,
                    limit,
                    limit - Fraction(1, 100),
                    limit + Fraction(1, 100),
                    limit + Fraction(1, 10**6),
                    limit * 2,
                ]
        if self.huge:
            pool += [Fraction(one) for one in HUGE[::3]] + [
                Fraction(2**53) + Fraction(1, 2),
                Fraction(10**18) + Fraction(1, 100),
            ]
        if self.strange:
            pool += [Fraction(1, 3), Fraction(22, 7)]
        kept = [value for value in pool if value >= low and (high is None or value <= high)] or [low]
        return [self._amount(value) for value in kept]

    def _months_maker(self, fact: g.Fact, limits: set[Fraction]) -> Callable[[int], Value]:
        draw = self.random
        low = max(ceil(fact.lowest), 0)
        high = floor(fact.high) if fact.high is not None else low + 4
        usual = sorted({max(low, min(high, floor(limit) + step)) for limit in limits for step in (0, 1) if limit < 40})
        pool = [value for value in (*(usual or [1]), low, low + 1, low + 1, low + 2) if low <= value <= high]
        if self.huge and fact.high is None:
            pool += [2**62, 2**31]

        def make(at: int) -> Value:
            if draw.random() < 0.4:
                same = pool[int(draw.random() * len(pool))]
                months: list[int | None] = [same] * 12
            else:
                months = [pool[int(draw.random() * len(pool))] for _ in range(12)]
            for _ in range(int(draw.random() * 3) if draw.random() < 0.4 else 0):
                months[int(draw.random() * 12)] = None
            if draw.random() < 0.05:
                months = [None] * 12
            return tuple(months)

        return make

    def _day(self, at: int) -> Value:
        draw = self.random
        if draw.random() < 0.08:
            return State.ABSENT
        days = _days_of(at if draw.random() < 0.85 else at + draw.randrange(-1, 2))
        return days[int(draw.random() * len(days))]


_FIGURES: Final = frozenset({int, Fraction, decimal.Decimal})


def _is_figure(value: Value | None) -> TypeGuard[Figure]:
    return value.__class__ in _FIGURES


_DAYS: dict[int, tuple[datetime.date, ...]] = {}


def _days_of(year: int) -> tuple[datetime.date, ...]:
    """Ends of months and quarters, usual deadlines, and the days beside them."""
    if year not in _DAYS:
        known = {datetime.date(year, month, day) for month, day in _USUAL}
        known |= {datetime.date(year, 3, 1) - datetime.timedelta(days=1)}
        beside = {day + datetime.timedelta(days=step) for day in known for step in (-1, 0, 1)}
        _DAYS[year] = tuple(sorted(beside))
    return _DAYS[year]


_USUAL: Final = (
    (1, 1), (1, 31), (2, 15), (3, 1), (3, 31), (5, 31), (6, 1), (6, 30), (9, 30), (10, 25), (11, 30), (12, 31),
)  # fmt: skip
