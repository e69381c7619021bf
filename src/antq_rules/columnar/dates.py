"""The calendar by whole numbers: days are counted from 01/01/1970."""

from __future__ import annotations

import datetime
from typing import Final

import attrs

from antq_rules.columnar.expressions import Builder, Expression
from antq_rules.graph.model import Span
from antq_rules.types import DayOfYear

_EPOCH: Final = datetime.date(1970, 1, 1).toordinal()
FIRST_DAY: Final = 1 - _EPOCH
LAST_DAY: Final = datetime.date.max.toordinal() - _EPOCH


def day_number(day: datetime.date) -> int:
    """The number of a day.

    >>> day_number(datetime.date(1970, 1, 2))
    1
    """
    return day.toordinal() - _EPOCH


@attrs.frozen(eq=False)
class _Civil:
    year: Expression
    month: Expression
    day: Expression


class Calendar:
    """Makes days of years and months, and years and months of days."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder

    def _minus(self, first: Expression, second: Expression) -> Expression:
        return self.builder.add([first, self.builder.scale(second, -1)])

    def number_of(self, year: Expression, month: Expression, day: Expression) -> Expression:
        """The number of a day of the Gregorian calendar."""
        b = self.builder
        if year.operation == month.operation == day.operation == "int":
            return b.whole(day_number(datetime.date(_int(year), _int(month), _int(day))))
        early = b.compare("<=", month, b.whole(2))
        shifted = b.add([year, b.choose(b.surely(early), b.whole(-1), b.whole(0))])
        era = b.floor_divide(shifted, b.whole(400))
        of_era = b.within(self._minus(shifted, b.scale(era, 400)), 0, 399)
        months = b.add([month, b.choose(b.surely(early), b.whole(9), b.whole(-3))])
        of_year = b.add([b.floor_divide(b.add([b.scale(months, 153), b.whole(2)]), b.whole(5)), day, b.whole(-1)])
        parts = [b.scale(of_era, 365), b.floor_divide(of_era, b.whole(4))]
        parts += [b.scale(b.floor_divide(of_era, b.whole(100)), -1), of_year, b.scale(era, 146097), b.whole(-719468)]
        return b.add(parts)

    def start_of(self, year: Expression, day: DayOfYear) -> Expression:
        """The first day that is not before a day of a year; after 28/02 where the year has no 29/02."""
        b = self.builder
        if (day.month, day.day) == (2, 29):
            return b.add([self.number_of(year, b.whole(2), b.whole(28)), b.whole(1)])
        return self.number_of(year, b.whole(day.month), b.whole(day.day))

    def after(self, year: Expression, day: DayOfYear) -> Expression:
        """The first day after a day of a year."""
        b = self.builder
        if (day.month, day.day) == (2, 29):
            return self.number_of(year, b.whole(3), b.whole(1))
        return b.add([self.start_of(year, day), b.whole(1)])

    def civil(self, number: Expression) -> _Civil:
        """Year, month and day of a day."""
        b = self.builder
        shifted = b.add([number, b.whole(719468)])
        era = b.floor_divide(shifted, b.whole(146097))
        of_era = b.within(self._minus(shifted, b.scale(era, 146097)), 0, 146096)
        parts = [of_era, b.scale(b.floor_divide(of_era, b.whole(1460)), -1)]
        parts += [b.floor_divide(of_era, b.whole(36524)), b.scale(b.floor_divide(of_era, b.whole(146096)), -1)]
        year_of_era = b.within(b.floor_divide(b.add(parts), b.whole(365)), 0, 399)
        leaps = b.add([b.floor_divide(year_of_era, b.whole(4)), b.scale(b.floor_divide(year_of_era, b.whole(100)), -1)])
        of_year = b.within(b.add([of_era, b.scale(b.add([b.scale(year_of_era, 365), leaps]), -1)]), 0, 365)
        shifted_month = b.within(b.floor_divide(b.add([b.scale(of_year, 5), b.whole(2)]), b.whole(153)), 0, 11)
        before = b.floor_divide(b.add([b.scale(shifted_month, 153), b.whole(2)]), b.whole(5))
        day = b.within(b.add([of_year, b.scale(before, -1), b.whole(1)]), 1, 31)
        late = b.surely(b.compare(">=", shifted_month, b.whole(10)))
        month = b.within(b.add([shifted_month, b.choose(late, b.whole(-9), b.whole(3))]), 1, 12)
        year = b.add([year_of_era, b.scale(era, 400), b.choose(late, b.whole(1), b.whole(0))])
        return _Civil(year, month, day)

    def moved(self, number: Expression, span: Span, month_end: bool) -> Expression:
        """A day so long after (or before) another, as `engine.evaluate.moved` says; within the calendar."""
        b = self.builder
        if span.unit in ("ngày", "tuần"):
            return self._clamped(b.add([number, b.whole(span.count * (7 if span.unit == "tuần" else 1))]))
        civil = self.civil(number)
        count = span.count * (12 if span.unit == "năm" else 1)
        months = b.add([b.scale(civil.year, 12), civil.month, b.whole(count - 1)])
        year = b.floor_divide(months, b.whole(12))
        month = b.within(b.add([self._minus(months, b.scale(year, 12)), b.whole(1)]), 1, 12)
        start = self.number_of(year, month, b.whole(1))
        next_year = b.add([year, b.choose(b.surely(b.compare("=", month, b.whole(12))), b.whole(1), b.whole(0))])
        next_month = b.choose(b.surely(b.compare("=", month, b.whole(12))), b.whole(1), b.add([month, b.whole(1)]))
        following = self.number_of(next_year, next_month, b.whole(1))
        wanted = b.add([start, civil.day, b.whole(-1)])
        last = following if not month_end else b.add([following, b.whole(-1)])
        found = b.choose(b.surely(b.compare("<", wanted, following)), wanted, last)
        early = b.surely(b.compare("<", year, b.whole(datetime.MINYEAR)))
        late = b.surely(b.compare(">", year, b.whole(datetime.MAXYEAR)))
        return b.choose(early, b.whole(FIRST_DAY), b.choose(late, b.whole(LAST_DAY), found))

    def stepped(self, number: Expression, days: int) -> Expression:
        """A day some days later, within the calendar."""
        return self._clamped(self.builder.add([number, self.builder.whole(days)]))

    def _clamped(self, number: Expression) -> Expression:
        b = self.builder
        late = b.surely(b.compare(">", number, b.whole(LAST_DAY)))
        early = b.surely(b.compare("<", number, b.whole(FIRST_DAY)))
        return b.choose(late, b.whole(LAST_DAY), b.choose(early, b.whole(FIRST_DAY), number))


def _int(constant: Expression) -> int:
    assert isinstance(constant.value, int)
    return constant.value
