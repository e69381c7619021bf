"""From a table as it was read to verdicts: rows are put in their roles, typed, joined over years and judged."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Final

import attrs
import polars as pl

from antq_rules.columnar.lowering import Setting, lower
from antq_rules.columnar.polars_code import TooWide
from antq_rules.columnar.polars_judge import LIMITS, MARGINS, POINTS, WAITS, Asked, Judged, Judging
from antq_rules.columnar.polars_table import VERDICTS, describe
from antq_rules.columnar.refusals import ROW, Refusals
from antq_rules.columnar.result_columns import kinds_of_classes
from antq_rules.columnar.result_names import title_columns
from antq_rules.columnar.slots import EXISTED, UNIT_TYPE, YEAR, Column, Moment, column_name
from antq_rules.columnar.table_headings import Headings
from antq_rules.columnar.table_hits import tell
from antq_rules.columnar.table_labels import CUTOFF, READINGS, Different, LabelReader, Labels, different
from antq_rules.columnar.table_typing import Typed, Typing, too_large
from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.evaluate import EMPTY_POSITIVE_WHOLE, resolve_policies
from antq_rules.engine.headings import CODE
from antq_rules.engine.intake import CellReader
from antq_rules.engine.ranges import Facts
from antq_rules.graph.model import Program

_PERIOD: Final = Moment(-1, 0, True)
_PLACES: Final = "\0places"


@attrs.frozen
class Terms:
    """What holds for a whole table: setting and cut-off day, the year and type where no column says them.

    `not_in_force` says in words why a year is not assessed, or nothing. `own` gives the terms of rows that state a
    cut-off day or readings of their own, or what is wrong with these.
    """

    setting: Setting
    cutoff: datetime.date | None
    year: int | None
    unit_type: str | None
    not_in_force: Callable[[int], str]
    own: Callable[[object, object], Terms | Diagnostic]


@attrs.frozen(eq=False)
class Flowed:
    """Verdicts of the judged rows with their places in the table, what was asked for beside, and all data errors.

    `points` has a row for each judged row where they were asked for and the set scores something, else none.
    """

    rows: pl.Series
    years: pl.Series
    verdicts: pl.DataFrame
    missing: pl.DataFrame
    margins: pl.DataFrame
    points: pl.DataFrame
    refusals: Refusals


class Flow:
    """Judges tables with the same columns; plans are kept from one to the next."""

    def __init__(self, program: Program, facts: Facts, headings: Headings, terms: Terms, asked: Asked) -> None:
        self.program = program
        self.facts = facts
        self.headings = headings
        self.terms = terms
        self.asked = asked
        self.judging = Judging(program, facts, terms.setting, asked)
        self.checking = Judging(program, facts, terms.setting, Asked())
        self._moments: tuple[Moment, ...] | None = None
        self._others: dict[tuple[str, str], Flow | Diagnostic] = {}
        policies = resolve_policies(program, dict(terms.setting.readings))
        self.empty_allowed = policies.get(EMPTY_POSITIVE_WHOLE, "chưa đủ dữ liệu") != "chưa đủ dữ liệu"

    def run(self, frame: pl.DataFrame) -> Flowed:
        """Judge one table."""
        refusals = Refusals()
        reader = LabelReader(self.program, self.headings.labels, refusals, self.terms.year, self.terms.unit_type)
        labels = reader.read(frame)
        judged, refused = self._roles(labels, refusals)
        untyped = reader.tell_types(frame, judged)
        if untyped.any():
            missing = Diagnostic("DL112", values=(("field", UNIT_TYPE),))
            refusals.add(judged.filter(untyped), self.headings.labels.get(UNIT_TYPE, UNIT_TYPE), [missing])
            refused = refused | untyped
        parts: list[tuple[pl.Series, Judged]] = []
        waiting, margins = [_with_rows(pl.DataFrame(schema=WAITS), judged, 0)], list[pl.DataFrame]()
        years = labels.year.gather(judged)
        for places, year, flow in self._groups(frame, judged, years, ~refused, refusals):
            rows = judged if places.len() == judged.len() else judged.gather(places)
            if flow._out_of_force(year, rows, refusals):
                continue
            found = _Year(flow, frame, labels, rows, year, refusals).judge()
            parts.append((rows, found))
            waiting.append(_with_rows(found.missing, rows, year))
            margins.append(_of_year(found.margins, rows, year))
        verdicts = _in_order(judged, [(rows, one.verdicts) for rows, one in parts], self._verdict_columns)
        points = pl.DataFrame(schema=POINTS)
        if self.asked.points and any(one.scoring is not None for one in self.program.criteria):
            points = _in_order(judged, [(rows, one.points) for rows, one in parts], lambda: POINTS)
        margins = margins or [_of_year(pl.DataFrame(schema=MARGINS), judged, 0)]
        return Flowed(judged, years, verdicts, pl.concat(waiting), pl.concat(margins), points, refusals)

    def _groups(
        self, frame: pl.DataFrame, judged: pl.Series, years: pl.Series, allowed: pl.Series, refusals: Refusals
    ) -> Iterator[tuple[pl.Series, int, Flow]]:
        """The places among the judged rows of those with one year and one set of terms, and what judges them."""
        keys = {"year": years}
        stated: dict[str, Different] = {}
        for name in (CUTOFF, READINGS):
            title = self.headings.labels.get(name)
            if title is not None:
                stated[name] = different(frame.get_column(title).gather(judged))
                keys[name] = stated[name].places
        different_keys = pl.DataFrame(keys).filter(allowed).unique().sort(list(keys))
        for row in different_keys.iter_rows(named=True):
            here = allowed
            if different_keys.height > 1:
                for name, value in row.items():
                    here = here & (keys[name] == value)
            places = here.arg_true()
            written = {name: stated[name].values[row[name]] for name in stated}
            own = self._own(written.get(CUTOFF), written.get(READINGS))
            if isinstance(own, Diagnostic):
                column = self.headings.labels.get(CUTOFF if own.code == "DL116" else READINGS, READINGS)
                refusals.add(judged.gather(places), column, [own])
            else:
                yield places, row["year"], own

    def _own(self, cutoff: object, readings: object) -> Flow | Diagnostic:
        """What judges rows that state a cut-off day or readings of their own; itself where they state none."""
        if cutoff is None and readings is None:
            return self
        key = str(cutoff), str(readings)
        if key not in self._others:
            terms = self.terms.own(cutoff, readings)
            if isinstance(terms, Terms):
                self._others[key] = Flow(self.program, self.facts, self.headings, terms, self.asked)
            else:
                self._others[key] = terms
        return self._others[key]

    def _out_of_force(self, year: int, rows: pl.Series, refusals: Refusals) -> bool:
        advice = self.terms.not_in_force(year)
        if not advice and self.terms.cutoff is not None and self.terms.cutoff.year != year:
            advice = "Ngày chốt số liệu phải thuộc năm xét."
        if advice:
            problem = Diagnostic("DL115", values=(("found", str(year)), ("advice", advice)))
            refusals.add(rows, self.headings.labels.get(YEAR, YEAR), [problem])
        return bool(advice)

    # ------------------------------------------------------------------------------------------ roles
    def _roles(self, labels: Labels, refusals: Refusals) -> tuple[pl.Series, pl.Series]:
        """The places of the rows that are judged, and which of these are refused."""
        every = pl.int_range(labels.year.len(), dtype=pl.UInt32, eager=True)
        code = labels.code
        if code is None:
            return every, labels.refused
        whole = not code.null_count() and not labels.refused.any() and not labels.same_period.any()
        whole = whole and labels.year.n_unique() <= 1 and self.terms.year in (None, labels.year.first())
        if whole and code.n_unique() == code.len():
            return every, labels.refused
        table = pl.DataFrame(
            {ROW: every, "code": code, "year": labels.year, "period": labels.same_period, "wrong": labels.refused}
        )
        known = table.filter(pl.col("code").is_not_null() & (pl.col("year").is_not_null() | pl.col("wrong")))
        doubled = known.filter(pl.col("year").is_not_null() & ~pl.struct("code", "year", "period").is_first_distinct())
        self._tell_doubled(doubled, refusals)
        spoilt = pl.concat([doubled.get_column("code"), known.filter("wrong").get_column("code")]).unique()
        plain = known.filter(~pl.col("period"))
        if self.terms.year is not None and YEAR in self.headings.labels:
            plain = plain.filter((pl.col("year") == self.terms.year) | pl.col("year").is_null())
        first = pl.struct("code", "year").is_first_distinct()
        if not self.headings.prepared:
            plain = plain.filter(pl.col("year").fill_null(0) == pl.col("year").fill_null(0).max().over("code"))
            first = pl.col("code").is_first_distinct()
        kept = plain.filter(first)
        self._tell_unjudged(known, kept, refusals)
        return kept.get_column(ROW), kept.get_column("code").is_in(spoilt.implode())

    def _tell_doubled(self, doubled: pl.DataFrame, refusals: Refusals) -> None:
        if doubled.height:
            problems = [
                Diagnostic("DL111", values=(("name", str(code)), ("year", f"cùng kỳ {year}" if period else str(year))))
                for code, year, period in doubled.select("code", "year", "period").iter_rows()
            ]
            which = pl.int_range(doubled.height, dtype=pl.UInt32, eager=True)
            refusals.add(doubled.get_column(ROW), self.headings.labels[CODE], problems, which)

    def _tell_unjudged(self, known: pl.DataFrame, kept: pl.DataFrame, refusals: Refusals) -> None:
        """Tell of the same period of a year that is not the one before the assessed one."""
        periods = known.filter("period")
        if not periods.height:
            return
        years = kept.select("code", assessed=pl.col("year"))
        lost = periods.join(years, on="code", how="left", maintain_order="left").filter(
            pl.col("assessed").is_null() | (pl.col("assessed") - 1 != pl.col("year"))
        )
        problems = [_lost_period(year, assessed) for year, assessed in lost.select("year", "assessed").iter_rows()]
        which = pl.int_range(lost.height, dtype=pl.UInt32, eager=True)
        refusals.add(lost.get_column(ROW), self.headings.labels[YEAR], problems, which)

    def moments(self) -> tuple[Moment, ...]:
        """The years that the set could look at, beside the assessed one, as far as it says them by their distance."""
        if self._moments is None:
            plan = lower(self.program, self.facts, self.terms.setting, waits=self.asked.missing)
            found = {_moment_of(name) for name in plan.columns}
            self._moments = tuple(sorted(one for one in found if one is not None and one != Moment()))
        return self._moments

    def _verdict_columns(self) -> Mapping[str, pl.DataType]:
        names = [*(one.number for one in self.program.criteria), *title_columns(self.program)[0]]
        return {**dict.fromkeys(names, VERDICTS), **kinds_of_classes(self.program)}


def _in_order(
    judged: pl.Series, parts: list[tuple[pl.Series, pl.DataFrame]], schema: Callable[[], Mapping[str, pl.DataType]]
) -> pl.DataFrame:
    """A row for each judged row; of those that are refused nothing is known."""
    if len(parts) == 1 and parts[0][0] is judged:
        return parts[0][1]
    if not parts:
        nothing = [None] * judged.len()
        return pl.DataFrame([pl.Series(name, nothing, dtype=kind) for name, kind in schema().items()])
    own = [found.with_columns(rows.alias(ROW)) for rows, found in parts]
    every = pl.concat(own, how="diagonal")  # a reading may choose other items
    return pl.DataFrame({ROW: judged}).join(every, on=ROW, how="left", maintain_order="left").drop(ROW)


def _lost_period(year: int, assessed: int | None) -> Diagnostic:
    advice = "Thêm hàng của năm xét."
    if assessed is not None:
        advice = f"“Cùng kỳ” chỉ ghi cho năm trước của năm xét {assessed}."
    return Diagnostic("DL115", values=(("found", f"cùng kỳ {year}"), ("advice", advice)))


def _with_rows(missing: pl.DataFrame, rows: pl.Series, year: int) -> pl.DataFrame:
    return missing.with_columns(
        rows.gather(missing.get_column(ROW)).alias(ROW), (pl.col("offset") + year).alias("year")
    )


def _of_year(margins: pl.DataFrame, rows: pl.Series, year: int) -> pl.DataFrame:
    return margins.with_columns(
        rows.gather(margins.get_column(ROW)).alias(ROW), pl.lit(year, dtype=pl.Int32).alias("year")
    )


def _moment_of(name: str) -> Moment | None:
    base, _, _ = name.partition(".")
    _, found, when = base.partition("@")
    if not found:
        return None if name in (YEAR, UNIT_TYPE, EXISTED) else Moment()
    if when == "cung_ky":
        return _PERIOD
    return Moment(0, int(when)) if int(when) > 0 else Moment(int(when))


class _Year:
    """Judges the rows of one assessed year."""

    def __init__(
        self, flow: Flow, frame: pl.DataFrame, labels: Labels, rows: pl.Series, year: int, refusals: Refusals
    ) -> None:
        self.flow = flow
        self.frame = frame
        self.labels = labels
        self.rows = rows
        self.year = year
        self.refusals = refusals
        self.ranks = flow.headings.prepared

    def judge(self) -> Judged:
        typed = self._typed(self.rows, self.year)
        sources = [(dict(typed.columns), self.rows)]
        for moment, found in self._earlier():
            places = found.columns.pop(_PLACES)
            typed.columns |= found.columns
            typed.parts |= found.parts
            if moment == _PERIOD:  # rows of other years were checked by themselves
                sources.append((found.columns, places))
        prepared = self._prepared(typed.columns, self.rows)
        info: Mapping[str, Column] = describe(prepared, typed.parts)
        judged, prepared, info = self._within_limits(prepared, info, typed.parts)
        for columns, rows in sources:
            told = [hit for hit in judged.hits if hit.problem.column in columns]
            tell(self.flow.facts, told, prepared, info, rows, self._title, self.refusals, self.flow.empty_allowed)
        return judged

    def _title(self, column: str) -> str:
        """The column of the table in which a typed column stood."""
        base = column.partition(".")[0]
        code, _, when = base.partition("@")
        for one in self.flow.headings.facts:
            if one.fact.code == code and (not when or column_name(code, one.moment) == base or not one.moment.suffix):
                return one.title
        return column

    # ------------------------------------------------------------------------------------------ typing
    def _typed(self, rows: pl.Series, year: int, shift: Moment | None = None) -> Typed:
        """The facts of some rows as of a year; with `shift` as those of another moment of the assessed year."""
        whole = rows.len() == self.frame.height
        typing: dict[int, Typing] = {}
        found = Typed()
        for columns in self.flow.headings.facts:
            moment = self._moment(columns.moment) if shift is None else shift
            if moment is None or (shift is not None and columns.moment != Moment()):
                continue
            of_year = self.year + moment.offset if shift is None else year
            if of_year not in typing:
                reader = CellReader(self.flow.program, self.flow.facts, self.year, of_year, self.flow.terms.cutoff)
                typing[of_year] = Typing(self.flow.program, reader, rows, self.refusals, self.ranks)
            given = {part: self.frame.get_column(title) for part, title in columns.titles.items()}
            if not whole:
                given = {part: series.gather(rows) for part, series in given.items()}
            typing[of_year].take(columns, moment, given)
        for one in typing.values():
            found.columns |= one.typed.columns
            found.parts |= one.typed.parts
        return found

    def _moment(self, stated: Moment) -> Moment | None:
        """A column's moment by its distance from the assessed year."""
        if not stated.year:
            return stated
        return Moment(stated.year - self.year) if stated.year != self.year else None

    def _prepared(self, columns: Mapping[str, pl.Series], rows: pl.Series) -> pl.DataFrame:
        whole = rows.len() == self.frame.height
        labels = self.labels
        unit_type = labels.unit_type if whole else labels.unit_type.gather(rows)
        series = {UNIT_TYPE: unit_type, YEAR: pl.repeat(self.year, rows.len(), dtype=pl.Int16, eager=True)}
        if labels.new is not None:
            series[EXISTED] = ~(labels.new if whole else labels.new.gather(rows))
        return pl.DataFrame({**series, **columns})

    # ------------------------------------------------------------------------------------------ years before
    def _earlier(self) -> Iterator[tuple[Moment, Typed]]:
        """The facts of rows of earlier years and of the same period, put beside the judged rows of their units."""
        labels = self.labels
        if labels.code is None or self.flow.headings.prepared or self.rows.len() == labels.year.len():
            return
        codes = labels.code.gather(self.rows)
        mine = pl.DataFrame({ROW: pl.int_range(labels.year.len(), dtype=pl.UInt32, eager=True), "code": labels.code})
        mine = mine.with_columns(labels.year.alias("year"), labels.same_period.alias("period"))
        mine = mine.filter(pl.col("code").is_in(codes.implode()) & (pl.col("year") < self.year))
        before = mine.filter(~pl.col("period"))
        periods = mine.filter(pl.col("period") & (pl.col("year") == self.year - 1)).get_column(ROW)
        asked = {*self.flow.moments(), *([Moment(-1)] if periods.len() else [])}  # a whole year limits its part
        for year in sorted(before.get_column("year").unique().to_list()):
            rows = before.filter(pl.col("year") == year).get_column(ROW)
            moment = Moment(year - self.year)
            typed = self._typed(rows, year, moment)
            self._check(typed, rows, moment)
            if moment in asked or Moment(0, year) in asked:
                yield moment, self._beside(typed, codes, rows)
        if periods.len():
            typed = self._typed(periods, self.year - 1, _PERIOD)
            yield _PERIOD, self._beside(typed, codes, periods)

    def _check(self, typed: Typed, rows: pl.Series, moment: Moment) -> None:
        """Tell what is refused in rows of an earlier year, whether the set looks at it or not."""
        end = moment.suffix
        columns = {name.replace(end, "", 1): series for name, series in typed.columns.items()}
        parts = {name.replace(end, "", 1): number for name, number in typed.parts.items()}
        prepared = self._prepared(columns, rows)
        info = describe(prepared, parts)
        hits = self.flow.checking.hits(prepared, info)
        tell(self.flow.facts, hits, prepared, info, rows, self._title, self.refusals, self.flow.empty_allowed)

    def _beside(self, typed: Typed, codes: pl.Series, rows: pl.Series) -> Typed:
        assert self.labels.code is not None
        frame = pl.DataFrame({"\0code": self.labels.code.gather(rows), _PLACES: rows, **typed.columns})
        joined = pl.DataFrame({"\0code": codes}).join(frame, on="\0code", how="left", maintain_order="left")
        return Typed({name: joined.get_column(name) for name in (_PLACES, *typed.columns)}, typed.parts)

    # ------------------------------------------------------------------------------------------ limits
    def _within_limits(
        self, prepared: pl.DataFrame, info: Mapping[str, Column], parts: Mapping[str, int]
    ) -> tuple[Judged, pl.DataFrame, Mapping[str, Column]]:
        """The rows judged; where numbers could overflow the largest figures are refused, as few as can be."""
        for limit in (None, *LIMITS):
            if limit is not None:
                prepared = self._limited(prepared, info, limit)
                info = describe(prepared, parts)
            try:
                return self.flow.judging.judge(prepared, info), prepared, info
            except TooWide:
                continue
        raise TooWide(LIMITS[-1])

    def _limited(self, prepared: pl.DataFrame, info: Mapping[str, Column], limit: int) -> pl.DataFrame:
        changed: list[pl.Series] = []
        for name, column in info.items():
            fact = self.flow.facts.by_code.get(name.partition(".")[0].partition("@")[0])
            most = max(abs(column.low or 0), abs(column.high or 0))
            if fact is None or most <= limit:
                continue
            series = prepared.get_column(name)
            wrong = ((series > limit) | (series < -limit)).fill_null(False)
            found = series.filter(wrong).unique().to_list()
            problems = [too_large(fact, Fraction(one, 10**column.decimals * column.parts)) for one in found]
            which = series.replace_strict(found, range(len(found)), default=None, return_dtype=pl.UInt32)
            self.refusals.add(self.rows.filter(wrong), self._title(name), problems, which.filter(wrong))
            changed.append(pl.select(pl.when(~wrong).then(series).alias(name)).to_series())
            base, _, part = name.partition(".")
            flag = f"{base}.sai" if not part or part.isdigit() else name
            before = prepared.get_column(flag) if flag in prepared.columns else None
            changed.append((wrong if before is None else wrong | before.fill_null(False)).alias(flag))
            prepared = prepared.with_columns(changed)
            changed.clear()
        return prepared
