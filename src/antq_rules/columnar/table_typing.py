"""From the columns of a table as they come to the whole numbers and truth values that a plan is judged on.

Columns of whole numbers, decimals, truth values, days and members of an Enum are taken as they are; every other value
is typed by the intake of single units, once for each different value of a column.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, Final

import attrs
import polars as pl

from antq_rules.columnar.dates import FIRST_DAY, LAST_DAY, day_number
from antq_rules.columnar.refusals import Refusals
from antq_rules.columnar.slots import ABSENT, EVIDENCE, NO_YEAR, REFUSED, Moment, column_name
from antq_rules.columnar.table_headings import WORDS, FactColumns
from antq_rules.diagnostics import Diagnostic
from antq_rules.engine import values as v
from antq_rules.engine.intake import CellReader, evidence_is_named
from antq_rules.graph.model import Fact, Program
from antq_rules.syntax.numbers import format_number

MOST: Final = 2**126
_EXACT_FLOATS: Final = 2**53
_MOST_PARTS: Final = 10**9
_DIGITS: Final = r"^(?:0|[1-9][0-9]{0,14})$"
_SHORT: Final = 64
_MOST_CATEGORIES: Final = 100_000
_SAMPLED: Final = 10_000
_FEW: Final = 1_000
_MONTHS: Final = [str(month) for month in range(1, 13)]
_STATES: Final = {v.Evidence.NOT_SHOWN: 0, v.Evidence.GIVEN: 1, v.Evidence.MISSING: 2}


@attrs.define
class Typed:
    """Typed columns by the names of `slots`, and how many of its numbers make one of a fact's unit, where not one."""

    columns: dict[str, pl.Series] = attrs.field(factory=dict)
    parts: dict[str, int] = attrs.field(factory=dict)


@attrs.frozen
class _Read:
    """The different values of a column: typed, and where each row's stands."""

    values: Sequence[v.Value | Diagnostic | None]
    places: pl.Series

    def column(self, pick: Callable[[Any], object], kind: pl.DataType) -> pl.Series:
        return pl.Series([pick(value) for value in self.values], dtype=kind).gather(self.places)

    def flag(self, wanted: Callable[[Any], bool]) -> pl.Series | None:
        """Where a value is so, or `None` where none is."""
        found = [wanted(value) for value in self.values]
        return pl.Series(found, dtype=pl.Boolean).gather(self.places).fill_null(False) if any(found) else None


def _placed(series: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The different values of a column, and where each row's stands among them."""
    if series.dtype == pl.String:
        first = series.head(_SAMPLED).drop_nulls().unique(maintain_order=True)
        if first.len() <= _FEW:  # then these are most likely all there are
            found = series.cast(pl.Enum(first), strict=False)
            if found.null_count() == series.null_count():
                return first, found.to_physical()
    distinct = series.drop_nulls().unique(maintain_order=True)
    lookup = pl.DataFrame({"value": distinct}).with_row_index("place")
    rows = pl.DataFrame({"value": series})
    return distinct, rows.join(lookup, on="value", how="left", maintain_order="left").get_column("place")


class Typing:
    """Types the columns of facts of some rows; `rows` are their places in the table."""

    def __init__(
        self,
        program: Program,
        reader: CellReader,
        rows: pl.Series,
        refusals: Refusals,
        ranks: bool,
    ) -> None:
        self.reader = reader
        self.rows = rows
        self.refusals = refusals
        self.ranks = ranks
        self.vocabularies = {(one.ordered, one.title): one for one in program.vocabularies}
        self.typed = Typed()

    def take(self, columns: FactColumns, moment: Moment, given: Mapping[str, pl.Series]) -> None:
        """Type the columns of one fact at one year, by their parts."""
        fact = columns.fact
        self._fact, self._moment = fact, moment
        if columns.refused:
            self._put(REFUSED, pl.repeat(True, self.rows.len(), dtype=pl.Boolean, eager=True))
            return
        months = {part: series for part, series in given.items() if part.isdigit()}
        if "" in given:
            self._value(columns.title, given[""])
        elif months and fact.kind == "monthly":
            self._months(columns, months)
        elif months:
            reported = pl.any_horizontal([_reported(series) for series in months.values()])
            problem = self.reader.read(fact, dict.fromkeys(months, "1"))
            if isinstance(problem, Diagnostic):
                self._refuse(columns.title, pl.select(reported).to_series(), [problem])
        for part, series in given.items():
            if part == WORDS and fact.kind == "attestation":
                self._words(series)
            elif part == EVIDENCE:
                self._put(part, series)
            elif part and part != WORDS and not part.isdigit():
                self._put(part, series.cast(pl.Boolean))

    # ------------------------------------------------------------------------------------------ columns
    def _name(self, part: str = "") -> str:
        return column_name(self._fact.code, self._moment, part)

    def _put(self, part: str, series: pl.Series) -> None:
        name = self._name(part)
        known = self.typed.columns.get(name)
        if known is not None and part in (REFUSED, ABSENT, NO_YEAR):
            series = known.fill_null(False) | series.fill_null(False)
        self.typed.columns[name] = series

    def _refuse(
        self, title: str, where: pl.Series, problems: Sequence[Diagnostic], which: pl.Series | None = None
    ) -> None:
        """Refuse the fact in some rows; `which` says by which of the problems."""
        if where.any():
            self.refusals.add(self.rows.filter(where), title, problems, None if which is None else which.filter(where))
            self._put(REFUSED, where)

    # ------------------------------------------------------------------------------------------ values
    def _value(self, title: str, series: pl.Series) -> None:
        fact, kind = self._fact, series.dtype
        if series.null_count() == series.len():
            return
        if fact.is_numeric and fact.kind != "monthly":
            self._figures(title, series, "")
        elif fact.kind in ("attestation", "condition") and kind == pl.Boolean:
            self._put("", series)
        elif fact.kind == "date" and kind in (pl.Date, pl.Datetime):
            days = series.dt.date() if kind == pl.Datetime else series
            self._days(title, days.to_physical())
        elif self.ranks and fact.kind in ("grade", "choice", "date") and kind.is_integer():
            self._numbered(title, series)
        elif fact.kind in ("grade", "choice") and isinstance(kind, pl.Enum | pl.Categorical):
            self._take_all(title, self._by_category(series))
        else:
            self._take_all(title, self._read(series))

    def _days(self, title: str, days: pl.Series) -> None:
        wrong = ((days < FIRST_DAY) | (days > LAST_DAY)).fill_null(False)
        if wrong.any():
            problem = Diagnostic("DL116", values=(("name", self._fact.name), ("found", "ngoài lịch")))
            self._refuse(title, wrong, [problem])
            days = _without(days, wrong)
        self._put("", days)

    def _numbered(self, title: str, series: pl.Series) -> None:
        """Ranks, places of members and day numbers of a prepared table."""
        fact = self._fact
        if fact.kind == "date":
            self._days(title, series)
            return
        members = self.vocabularies[fact.kind == "grade", fact.vocabulary].members
        wrong = ((series < 0) | (series >= len(members))).fill_null(False)
        if wrong.any():
            texts = "; ".join(member.text for member in members)
            code = "DL107" if fact.kind == "grade" else "DL108"
            found = sorted({value for value in series.filter(wrong).to_list() if value is not None})
            problems = [
                Diagnostic(code, values=(("name", fact.name), ("found", str(one)), ("members", texts))) for one in found
            ]
            self._refuse(title, wrong, problems, series.replace_strict(found, range(len(found)), default=None))
            series = _without(series, wrong)
        self._put("", series)

    def _by_category(self, series: pl.Series) -> _Read:
        distinct = series.drop_nulls().unique()
        places = distinct.to_physical().to_list()
        if not places or max(places) > _MOST_CATEGORIES:
            return self._read(series.cast(pl.String))
        values: list[v.Value | Diagnostic | None] = [None] * (max(places) + 1)
        for place, name in zip(places, distinct.cast(pl.String).to_list(), strict=True):
            values[place] = self.reader.read(self._fact, name)
        return _Read(values, series.to_physical())

    def _read(self, series: pl.Series) -> _Read:
        """Every different value, typed by the intake."""
        if isinstance(series.dtype, pl.Enum | pl.Categorical):
            series = series.cast(pl.String)
        if series.dtype.is_nested() or series.dtype == pl.Object:
            plain = series.to_list()
            order: dict[str, int] = {}
            places = pl.Series(
                [None if one is None else order.setdefault(repr(one), len(order)) for one in plain], dtype=pl.UInt32
            )
            known = {repr(one): one for one in plain if one is not None}
            return _Read([self.reader.read(self._fact, known[key]) for key in order], places)
        distinct, places = _placed(series)
        return _Read([self.reader.read(self._fact, value) for value in distinct.to_list()], places)

    def _take_all(self, title: str, read: _Read) -> None:
        """Put the columns of values that are no figures."""
        self._specials(title, read)
        fact = self._fact
        if fact.kind in ("attestation", "condition"):
            self._put("", read.column(lambda one: one.yes if isinstance(one, v.Attested) else None, pl.Boolean()))
            states = [_STATES[one.evidence] if isinstance(one, v.Attested) else 0 for one in read.values]
            if fact.kind == "attestation" and any(states):
                self._put(EVIDENCE, pl.Series(states, dtype=pl.UInt8).gather(read.places))
        elif fact.kind == "date":
            plain = read.column(lambda one: day_number(one) if isinstance(one, datetime.date) else None, pl.Int32())
            self._put("", plain)
        elif fact.kind == "grade":
            plain = read.column(lambda one: one if isinstance(one, int) else None, pl.UInt16())
            self._put("", plain)
        elif fact.kind == "choice":
            codes = [member.code for member in self.vocabularies[False, fact.vocabulary].members]
            self._put("", read.column(lambda one: codes.index(one) if isinstance(one, str) else None, pl.UInt16()))
        elif fact.kind == "set":
            for member in self.vocabularies[False, fact.vocabulary].members:
                self._put(member.code, read.column(_holds(member.code), pl.Boolean()))
        elif fact.kind == "monthly":
            for position, month in enumerate(_MONTHS):
                numbers = [one[position] if isinstance(one, tuple) else None for one in read.values]
                self._put_figures(month, title, numbers, read.places, None)

    def _specials(self, title: str, read: _Read) -> None:
        absent = read.flag(lambda one: one is v.ABSENT)
        if absent is not None:
            self._put(ABSENT, absent)
        gone = read.flag(lambda one: one is v.NO_YEAR)
        if gone is not None:
            self._put(NO_YEAR, gone)
        wrong = read.flag(lambda one: isinstance(one, Diagnostic))
        if wrong is not None:
            problems = [one for one in read.values if isinstance(one, Diagnostic)]
            numbers = iter(range(len(problems)))
            which = [next(numbers) if isinstance(one, Diagnostic) else None for one in read.values]
            self._refuse(title, wrong, problems, pl.Series(which, dtype=pl.UInt32).gather(read.places))

    # ------------------------------------------------------------------------------------------ figures
    def _months(self, columns: FactColumns, months: Mapping[str, pl.Series]) -> None:
        """The months of a fact; the first that is refused is told, and the whole fact is refused."""
        count = self.rows.len()
        told = pl.repeat(False, count, dtype=pl.Boolean, eager=True)
        for part in sorted(months, key=int):
            if months[part].null_count() == count:
                continue
            told = self._figures(columns.title, months[part], part, told)

    def _figures(self, title: str, series: pl.Series, part: str, told: pl.Series | None = None) -> pl.Series:
        """A column of figures; gives back where the fact has been refused so far."""
        told = pl.repeat(False, 1, dtype=pl.Boolean, eager=True) if told is None else told
        fact, kind = self._fact, series.dtype
        if kind.is_integer():
            self._put(part, series)
        elif isinstance(kind, pl.Decimal) and (kind.scale == 0 or not fact.is_integer):
            self._put(part, _narrow(series.to_physical()))
            self.typed.parts[self._name(part)] = 10**kind.scale
        elif kind.is_float() and _is_whole(series):
            self._put(part, series.cast(pl.Int64))
        else:
            return self._spelled(title, series, part, told)
        return told

    def _spelled(self, title: str, series: pl.Series, part: str, told: pl.Series) -> pl.Series:
        plain = None
        if series.dtype == pl.String:
            series = series.str.strip_chars()
            digits = series.str.contains(_DIGITS)
            plain = pl.select(pl.when(digits).then(series)).to_series().cast(pl.Int64)
            series = pl.select(pl.when(~digits).then(series)).to_series()
            if series.null_count() == series.len():
                self._put(part, plain)
                return told
        read = self._read_month(series) if part else self._read(series)
        wrong = read.flag(lambda one: isinstance(one, Diagnostic))
        fresh = read
        if wrong is not None and told.any():
            places = pl.select(pl.when(~told).then(read.places)).to_series()
            fresh = _Read(read.values, places)
        self._specials(title, fresh)
        numbers = [one if isinstance(one, int | Fraction) else None for one in read.values]
        self._put_figures(part, title, numbers, read.places, plain)
        return told if wrong is None else told | wrong

    def _read_month(self, series: pl.Series) -> _Read:
        """The values of one month; a month is read as the first of a year."""
        read = self.reader
        month = _MonthReader(read)
        outer = self.reader
        try:
            self.reader = month  # type: ignore[assignment]
            return self._read(series)
        finally:
            self.reader = outer

    def _put_figures(
        self,
        part: str,
        title: str,
        numbers: Sequence[object],
        places: pl.Series,
        plain: pl.Series | None,
    ) -> None:
        """Put figures given in the root unit as whole parts of the fact's unit; what no number holds is refused."""
        shares = [Fraction(one) / self._fact.factor if isinstance(one, int | Fraction) else None for one in numbers]
        parts = 1
        for share in shares:
            if share is not None and lcm(parts, share.denominator) <= _MOST_PARTS:
                parts = lcm(parts, share.denominator)
        kept: list[int | None] = []
        large: list[Diagnostic] = []
        which: list[int | None] = []
        for share in shares:
            fits = share is None or (parts % share.denominator == 0 and abs(share * parts) < MOST)
            kept.append(int(share * parts) if share is not None and fits else None)
            which.append(None if fits else len(large))
            if not fits and share is not None:
                large.append(too_large(self._fact, share))
        most = max((abs(one) for one in kept if one is not None), default=0)
        if plain is not None:
            most = max(most, 10**15 * parts)
        kind = pl.Int64() if most < 2**63 else pl.Int128()
        found = pl.Series(kept, dtype=kind).gather(places)
        if plain is not None:
            scaled = plain.cast(kind) * pl.Series([parts], dtype=kind) if parts > 1 else plain.cast(kind)
            found = pl.select(pl.coalesce(scaled, found)).to_series()
        if large:
            number = pl.Series(which, dtype=pl.UInt32).gather(places)
            self._refuse(title, number.is_not_null(), large, number)
        self._put(part, found)
        if parts > 1:
            self.typed.parts[self._name(part)] = parts

    # ------------------------------------------------------------------------------------------ evidence
    def _words(self, series: pl.Series) -> None:
        """Evidence in words beside a yes: given, missing where the words say so, not shown where nothing is written."""
        if series.dtype != pl.String:
            series = series.cast(pl.String)
        text = series.str.strip_chars()
        short = pl.select(pl.when(text.str.len_chars() <= _SHORT).then(text)).to_series()
        distinct = short.drop_nulls().unique().to_list()
        none = [one for one in distinct if one and not evidence_is_named(one)]
        state = pl.select(
            pl.when(text.is_null() | (text == "")).then(0).when(text.is_in(none)).then(2).otherwise(1).cast(pl.UInt8)
        ).to_series()
        own = self.typed.columns.get(self._name(EVIDENCE))
        if own is not None:
            state = pl.select(pl.when(own.fill_null(0) > 0).then(own).otherwise(state)).to_series()
        self._put(EVIDENCE, state)


class _MonthReader:
    """Reads a value as one month of a monthly fact."""

    def __init__(self, reader: CellReader) -> None:
        self._reader = reader

    def read(self, fact: Fact, value: object) -> v.Value | Diagnostic | None:
        found = self._reader.read(fact, {"1": value})
        return found[0] if isinstance(found, tuple) else found


def too_large(fact: Fact, number: Fraction) -> Diagnostic:
    """That a figure, in the fact's unit, is too large to be judged in a table."""
    return Diagnostic("DL134", values=(("name", fact.name), ("found", format_number(number))))


def _holds(member: str) -> Callable[[object], bool | None]:
    return lambda one: member in one if isinstance(one, frozenset) else None


def _reported(series: pl.Series) -> pl.Series:
    if series.dtype == pl.String:
        return (series.str.strip_chars() != "").fill_null(False)
    return series.is_not_null()


def _without(series: pl.Series, wrong: pl.Series) -> pl.Series:
    return pl.select(pl.when(~wrong).then(series)).to_series()


def _is_whole(series: pl.Series) -> bool:
    """Whether floats are whole numbers that floats hold exactly."""
    known = series.drop_nulls()
    return bool(((known == known.floor()) & (known.abs() < _EXACT_FLOATS)).all())


def _narrow(series: pl.Series) -> pl.Series:
    """Whole numbers in 64 bits where they fit."""
    low, high = series.min(), series.max()
    if isinstance(low, int) and isinstance(high, int) and low >= -(2**63) and high < 2**63:
        return series.cast(pl.Int64)
    return series
