"""The columns of a table of units: what each is called, what it holds, and what is wrong in it.

One row stands for one unit in one year. A fact of the assessed year is in the column of its code, of the year before
in `code@-1`, of a stated year in `code@2020`, of the same period of the year before in `code@cung_ky`. Months are in
`code.1` to `code.12`, members of sets in `code.member`, the state of evidence in `code.mc` (0 not shown, 1 given,
2 missing), known absence in `code.khong_co`, a year in which the unit was not there in `code.khong_co_nam`, and what
was refused before in `code.sai`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Final

import attrs

from antq_rules.columnar.expressions import NUMBER, TRUTH, Builder, Expression
from antq_rules.columnar.ratios import Ratio, Ratios
from antq_rules.engine.ranges import Facts
from antq_rules.graph.model import Fact

YEAR: Final = "năm"
UNIT_TYPE: Final = "loại"
EXISTED: Final = "đã có năm trước"
SAME_PERIOD: Final = "cung_ky"
EVIDENCE: Final = "mc"
ABSENT: Final = "khong_co"
NO_YEAR: Final = "khong_co_nam"
REFUSED: Final = "sai"


@attrs.frozen(order=True)
class Moment:
    """The year of a figure: so many years from the assessed one, a stated `year`, or the same period of a year ago."""

    offset: int = 0
    year: int = 0
    same_period: bool = False

    @property
    def suffix(self) -> str:
        """How the columns of that year end."""
        if self.same_period:
            return f"@{SAME_PERIOD}"
        return f"@{self.year}" if self.year else f"@{self.offset}" if self.offset else ""


def column_name(code: str, moment: Moment, part: str = "") -> str:
    """The column of a fact at a moment, or of a part of it.

    >>> column_name("so_vu", Moment(-1), "3")
    'so_vu@-1.3'
    """
    return f"{code}{moment.suffix}.{part}" if part else f"{code}{moment.suffix}"


@attrs.frozen
class Column:
    """What is known of a column: whether values are missing, the least and greatest, and its decimal places.

    `parts` says how many of its numbers make one of the fact's unit, after the decimal places.
    """

    nullable: bool = True
    low: int | None = None
    high: int | None = None
    decimals: int = 0
    parts: int = 1


@attrs.frozen
class Problem:
    """A value that is refused: the code of the data error, the column, and where it is so."""

    code: str
    column: str
    test: Expression
    fact: str = ""
    moment: Moment = Moment()


@attrs.frozen(eq=False)
class Figure:
    """A reported number after it was checked: null where it was not reported or refused.

    `limit` limits its parts in the same period of the year before: 0 of what is never empty does so as well there.
    """

    value: Ratio
    raw: Expression
    refused: Expression
    limit: Ratio | None = None


class Slots:
    """The checked values of the facts of a row."""

    def __init__(
        self,
        builder: Builder,
        facts: Facts,
        columns: Mapping[str, Column],
        empty_allowed: bool,
        limit: int,
        checked: bool = False,
    ) -> None:
        self.builder = builder
        self.ratios = Ratios(builder)
        self.facts = facts
        self.columns = columns
        self.empty_allowed = empty_allowed
        self.limit = limit
        self.checked = checked  # the figures were found to be within their ranges and wholes before
        self.problems: dict[tuple[str, str], Problem] = {}
        self.existed = builder.possibly(self.truth_column(EXISTED, builder.true))
        self.year = self._year()
        self._ranged: dict[tuple[str, Moment, int], Figure] = {}
        self._checked: dict[tuple[str, Moment, int], Figure] = {}

    def _year(self) -> Expression:
        column = self.columns[YEAR]
        if column.low is not None and column.low == column.high and not column.nullable:
            return self.builder.whole(column.low)
        return self.builder.column(YEAR, NUMBER, False, column.low or 1900, column.high or 2999)

    # ------------------------------------------------------------------------------------------ columns
    def number_column(self, name: str) -> Expression:
        """A column of whole numbers; null throughout where the table has no such column."""
        column = self.columns.get(name)
        if column is None:
            return self.builder.none
        low = -self.limit if column.low is None else column.low
        high = self.limit if column.high is None else column.high
        return self.builder.column(name, NUMBER, column.nullable, low, high)

    def truth_column(self, name: str, default: Expression) -> Expression:
        """A column of truth values; the default throughout where the table has no such column."""
        column = self.columns.get(name)
        return default if column is None else self.builder.column(name, TRUTH, column.nullable)

    def flag(self, code: str, moment: Moment, part: str) -> Expression:
        """A column that says of another that something is so; never null."""
        return self.builder.surely(self.truth_column(column_name(code, moment, part), self.builder.false))

    def refuse(self, code: str, fact: str, moment: Moment, column: str, test: Expression) -> None:
        """Keep what is refused, unless it never is."""
        if test is not self.builder.false:
            self.problems.setdefault((code, column), Problem(code, column, test, fact, moment))

    # ------------------------------------------------------------------------------------------ years
    def at(self, moment: Moment, offset: int, year: int) -> Moment:
        """The year that a reference means where a moment is the assessed year; counted from it where that is known."""
        stated = year or (moment.year and moment.year + offset)
        if not stated:
            return Moment(moment.offset + offset)
        if self.year.operation == "int":
            assert isinstance(self.year.value, int)
            return Moment(stated - self.year.value)
        return Moment(0, stated)

    def not_there(self, moment: Moment) -> Expression:
        """Whether the unit did not exist in that year."""
        b = self.builder
        if moment.year:
            return b.and_([b.not_(self.existed), b.compare(">", self.year, b.whole(moment.year))])
        return b.not_(self.existed) if moment.offset < 0 else b.false

    def no_year(self, code: str, moment: Moment) -> Expression:
        """Whether the unit did not exist in that year, as it says of itself or of the fact."""
        return self.builder.or_([self.not_there(moment), self.flag(code, moment, NO_YEAR)])

    # ------------------------------------------------------------------------------------------ figures
    def figure(self, code: str, moment: Moment, month: int = 0) -> Figure:
        """A reported number (of a month) of the year itself, after all checks."""
        key = (code, moment, month)
        found = self._checked.get(key)
        if found is None:
            found = self._checked[key] = self._checked_figure(code, moment, month)
        return found

    def _unit(self, fact: Fact, column: str) -> Fraction:
        known = self.columns.get(column)
        return fact.factor if known is None else fact.factor / (10**known.decimals * known.parts)

    def _in_range(self, code: str, moment: Moment, month: int) -> Figure:
        """A number of one cell, null where it is outside its range or 0 of what is never empty."""
        key = (code, moment, month)
        if key in self._ranged:
            return self._ranged[key]
        b, fact = self.builder, self.facts.by_code[code]
        name = column_name(code, moment, str(month) if month else "")
        raw = self.number_column(name)
        value = self.ratios.of_column(raw, self._unit(fact, name))
        low = fact.low if fact.low is not None else Fraction(0)
        outside = b.surely(self.ratios.compare("<", value, self.ratios.number(low)))
        if fact.high is not None:
            above = b.surely(self.ratios.compare(">", value, self.ratios.number(fact.high)))
            outside = b.or_([outside, above])
        known = self.columns.get(name)
        if known is not None and known.low is None:  # nothing is known of the column: no sum of it may overflow
            low_end, high_end = b.whole(-self.limit), b.whole(self.limit)
            free = b.column(name, NUMBER, known.nullable)
            too_big = b.or_([b.compare("<", free, low_end), b.compare(">", free, high_end)])
            self.refuse("DL134", code, moment, name, b.surely(too_big))
        else:
            too_big = b.false
        outside = b.false if self.checked else outside
        self.refuse("DL104", code, moment, name, outside)
        empty = b.false
        if fact.kind == "positive_count" and not self.empty_allowed and not self.checked:
            empty = b.surely(self.ratios.sign("=", value))
            self.refuse("DL110", code, moment, name, empty)
        refused = b.or_([outside, b.surely(too_big), empty, self.flag(code, moment, REFUSED)])
        unit = self._unit(fact, name)
        kept = b.within(
            b.choose(refused, b.none, raw),
            ceil(low / unit),
            None if fact.high is None else floor(fact.high / unit),
        )
        limit = None
        if empty is not b.false:
            limiting = b.or_([outside, b.surely(too_big), self.flag(code, moment, REFUSED)])
            limit = self.ratios.of_column(b.choose(limiting, b.none, raw), unit)
        found = self._ranged[key] = Figure(self.ratios.of_column(kept, unit), raw, refused, limit)
        return found

    def _checked_figure(self, code: str, moment: Moment, month: int) -> Figure:
        b, fact = self.builder, self.facts.by_code[code]
        found = self._in_range(code, moment, month)
        if fact.kind == "monthly":
            months = [self._in_range(code, moment, number) for number in range(1, 13)]
            refused = b.or_(one.refused for one in months)
            top = b.choose(refused, b.none, found.value.top)
            return Figure(Ratio(top, found.value.bottom), found.raw, refused)
        if self.checked:
            return found
        above = b.or_(b.surely(self.ratios.compare(">", found.value, whole)) for whole in self._wholes(fact, moment))
        self.refuse("DL105", code, moment, column_name(code, moment), above)
        top = b.choose(above, b.none, found.value.top)
        return Figure(Ratio(top, found.value.bottom), found.raw, b.or_([found.refused, above]))

    def _wholes(self, fact: Fact, moment: Moment) -> list[Ratio]:
        """The figures of the wholes that a fact is part of, one in another."""
        found = []
        code = fact.part_of
        while code:
            own = self._in_range(code, moment, 0)
            value = own.value
            if moment.same_period:
                whole_year = self.figure(code, Moment(-1))
                given = [self.builder.not_(self.builder.is_null(own.raw)), self.flag(code, moment, REFUSED)]
                value = self.ratios.choose(self.builder.or_(given), own.limit or value, whole_year.value)
            found.append(value)
            code = self.facts.by_code[code].part_of
        return found

    def refused(self, code: str, moment: Moment) -> Expression:
        """Whether what was reported of a fact in a year was refused, of the whole year or of the same period."""
        b = self.builder
        moments = [moment]
        if moment.offset == -1:
            moments.append(Moment(-1, 0, True))
        elif moment.same_period:
            moments.append(Moment(-1))
        fact = self.facts.by_code[code]
        if not fact.is_numeric:
            return b.or_(self.flag(code, one, REFUSED) for one in moments)
        month = 1 if fact.kind == "monthly" else 0
        return b.or_(self.figure(code, one, month).refused for one in moments)
