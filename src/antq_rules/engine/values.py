"""The typed facts of one unit for one assessed year, as the engine reads them."""

from __future__ import annotations

import calendar
import datetime
import enum
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

import attrs

from antq_rules.diagnostics import Diagnostic

Number = int | Fraction


def clamped_day(ordinal: int) -> datetime.date:
    """The day with that number; the first or last day of the calendar for one that lies beyond it.

    >>> clamped_day(10**9)
    datetime.date(9999, 12, 31)
    """
    return datetime.date.fromordinal(min(max(ordinal, 1), datetime.date.max.toordinal()))


def _year_before(day: datetime.date) -> datetime.date:
    """The day a year earlier that has as many months of its year behind it."""
    last = calendar.monthrange(day.year - 1, day.month)[1]
    ends_month = day.day == calendar.monthrange(day.year, day.month)[1]
    return datetime.date(day.year - 1, day.month, last if ends_month else min(day.day, last - 1))


class Special(enum.Enum):
    """Values that are no figure: known absence, a year in which the unit did not exist, a share of nothing."""

    ABSENT = "absent"
    NO_YEAR = "no_year"
    EMPTY = "empty"


ABSENT: Final = Special.ABSENT
NO_YEAR: Final = Special.NO_YEAR
EMPTY: Final = Special.EMPTY


class Evidence(enum.Enum):
    """What is known of the evidence behind a yes."""

    GIVEN = "given"
    NOT_SHOWN = "not_shown"
    MISSING = "missing"


@attrs.frozen
class Attested:
    """A yes or a no, with what is known of the evidence for a yes."""

    yes: bool
    evidence: Evidence = Evidence.NOT_SHOWN


@attrs.frozen
class Listed:
    """The members of a reported list, by name; their own facts stand beside it under codes of their own."""

    members: tuple[str, ...]


@attrs.frozen
class Worked:
    """A figure worked out from facts: its least and greatest value (`None`: no limit).

    `empty` marks a share of nothing, `maybe_empty` one that may be, `no_year` what stands on a year in which the unit
    did not exist.
    """

    low: Number | None
    high: Number | None
    is_integer: bool = False
    empty: bool = False
    maybe_empty: bool = False
    no_year: bool = False

    @property
    def is_known(self) -> bool:
        """Whether it has one value only."""
        return self.low is not None and self.low == self.high and not self.maybe_empty


Months = tuple[Number | None, ...]
Value = Number | str | datetime.date | frozenset[str] | Attested | Special | Months | Listed
Key = tuple[str, int]


@attrs.frozen
class CombinedPart:
    """One old unit of a combination: its name, its figure (`None`: not known), and the share that went over."""

    unit: str
    value: Value | None
    share: Fraction | None


@attrs.frozen
class Combination:
    """How a figure of the year before came of the units that went into the assessed one.

    `rule` is that of the fact (`sum`, `lowest`, `highest`, `union`), `same` for one unit that went over whole, or
    empty. Where `value` is `None`, `reason` says why: `no_rule`, `no_share` or `missing` (an old unit's figure); `low`
    and `high` then still bound a number that is partly known (`None`: no such bound).
    """

    rule: str
    parts: tuple[CombinedPart, ...]
    value: Value | None
    reason: str = ""
    low: Number | None = None
    high: Number | None = None


@attrs.frozen
class UnitData:
    """Facts of one unit, keyed by fact code and year; whatever is not there was not reported.

    Figures are in the root unit of their kind, grades are ranks (0 the lowest), members of lists are ids.
    `wrong` holds the keys whose value was refused; they count as not reported. `same_period` holds figures of the
    year before for the same part of the year (`None`: refused), used by comparisons where a cut-off day is given.
    `combined` says how figures of the year before came of the units that went into this one. `zero_allowed` says that 0
    is taken of what is never empty (a policy of the set). `worked_out` gives the
    figures that rules work out, by code, year, and whether the same period of the year before is asked for.
    """

    unit_type: str
    year: int
    values: Mapping[Key, Value]
    cutoff: datetime.date | None = None
    evidence: Mapping[Key, str] = attrs.field(factory=dict)
    same_period: Mapping[str, Value | None] = attrs.field(factory=dict)
    wrong: frozenset[Key] = frozenset()
    errors: tuple[Diagnostic, ...] = ()
    existed_before: bool = True
    combined: Mapping[Key, Combination] = attrs.field(factory=dict)
    parameters: Mapping[str, Fraction] = attrs.field(factory=dict)
    zero_allowed: bool = False
    worked_out: Callable[[str, int, bool], Worked] | None = attrs.field(default=None, eq=False, repr=False)

    def value(self, fact: str, year: int, compared: bool = False) -> Value | None:
        """The value of a fact at a year, or `None`; `compared` asks for the same period of the year before."""
        if fact in self.parameters:
            return self.parameters[fact]
        if year < self.year and not self.existed_before:
            return NO_YEAR
        if self.is_same_period(year, compared) and fact in self.same_period:
            return self.same_period[fact]
        return self.values.get((fact, year))

    def in_year(self, year: int, same_period: bool = False) -> UnitData:
        """The same facts with another year as the assessed one: all of it, or the same period of the year before."""
        if not same_period or self.cutoff is None:
            return attrs.evolve(self, year=year, cutoff=None, same_period={})
        values = {key: value for key, value in self.values.items() if key[1] != year or key[0] not in self.same_period}
        values |= {(fact, year): value for fact, value in self.same_period.items() if value is not None}
        return attrs.evolve(self, year=year, cutoff=_year_before(self.cutoff), same_period={}, values=values)

    def is_same_period(self, year: int, compared: bool) -> bool:
        """Whether a comparison takes the figures of a year up to the day of the cut-off only."""
        return compared and self.cutoff is not None and year == self.year - 1

    @property
    def months(self) -> int:
        """How many months of the assessed year are over by the cut-off day; 12 without one."""
        if self.cutoff is None:
            return 12
        last = calendar.monthrange(self.cutoff.year, self.cutoff.month)[1]
        return self.cutoff.month if self.cutoff.day == last else self.cutoff.month - 1

    def with_values(self, changes: Mapping[Key, Value]) -> UnitData:
        """The same unit with some values put in place of the reported ones."""
        wrong = self.wrong.difference(changes)
        return attrs.evolve(self, values={**self.values, **changes}, wrong=wrong)
