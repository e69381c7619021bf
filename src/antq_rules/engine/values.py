"""The typed facts of one unit for one assessed year, as the engine reads them."""

from __future__ import annotations

import calendar
import datetime
import enum
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

import attrs

from antq_rules.diagnostics import Diagnostic

Number = int | Fraction


class Special(enum.Enum):
    """Values that are no figure: known absence, and a year in which the unit did not exist."""

    ABSENT = "absent"
    NO_YEAR = "no_year"


ABSENT: Final = Special.ABSENT
NO_YEAR: Final = Special.NO_YEAR


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


Months = tuple[Number | None, ...]
Value = Number | str | datetime.date | frozenset[str] | Attested | Special | Months
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
    year before for the same part of the year, used by comparisons where a cut-off day is given. `combined` says how
    figures of the year before came of the units that went into this one.
    """

    unit_type: str
    year: int
    values: Mapping[Key, Value]
    cutoff: datetime.date | None = None
    evidence: Mapping[Key, str] = attrs.field(factory=dict)
    same_period: Mapping[str, Value] = attrs.field(factory=dict)
    wrong: frozenset[Key] = frozenset()
    errors: tuple[Diagnostic, ...] = ()
    existed_before: bool = True
    combined: Mapping[Key, Combination] = attrs.field(factory=dict)

    def value(self, fact: str, year: int, compared: bool = False) -> Value | None:
        """The value of a fact at a year, or `None`; `compared` asks for the same period of the year before."""
        if year < self.year and not self.existed_before:
            return NO_YEAR
        if compared and self.cutoff is not None and year == self.year - 1 and fact in self.same_period:
            return self.same_period[fact]
        return self.values.get((fact, year))

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
