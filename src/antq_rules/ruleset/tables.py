"""Judging tables of units: what `RuleSet.table` does, loaded when it is first asked for."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
import polars as pl

from antq_rules.columnar.figures import NotInTables
from antq_rules.columnar.fractions import schema_of
from antq_rules.columnar.lowering import setting_of
from antq_rules.columnar.polars_code import TooWide
from antq_rules.columnar.refusals import ROW
from antq_rules.columnar.result_columns import APART, Asked
from antq_rules.columnar.result_names import ROWS
from antq_rules.columnar.table_flow import Flow, Flowed, Terms
from antq_rules.columnar.table_headings import Headings, is_long, read_headings
from antq_rules.columnar.table_labels import CUTOFF, NAME, TYPE, stated_readings
from antq_rules.columnar.table_long import widen
from antq_rules.columnar.table_source import PLACE, lazy_frame, readable
from antq_rules.diagnostics import Diagnostic, InvalidInput
from antq_rules.engine.headings import CODE, FACT, VALUE, YEAR
from antq_rules.engine.intake import RawUnit
from antq_rules.ruleset.assessment import Assessment
from antq_rules.ruleset.rule_set import RuleSet, in_force, years_in_force
from antq_rules.ruleset.table_result import TableResult, errors_frame
from antq_rules.syntax.numbers import parse_date

_REASONS: Final = {"missing": "thiếu số liệu", "wrong": "số liệu bị từ chối", "evidence": "thiếu minh chứng"}
Progress = Callable[[int, int], None]


@attrs.frozen
class Choices:
    """How a table is judged: as `RuleSet.table` takes it."""

    year: int | None = None
    unit_type: str | None = None
    cutoff: datetime.date | None = None
    readings: Mapping[str, str] = attrs.field(factory=dict)
    items: bool = False
    missing: bool = False
    margins: bool = False
    points: bool = False


class Tables:
    """Judges tables of one set under one choice of readings."""

    def __init__(self, rules: RuleSet, choices: Choices) -> None:
        self.rules = rules
        self.choices = choices
        self.terms = self._terms(self._options({}), choices.cutoff)

    def _options(self, stated: Mapping[str, str]) -> dict[str, str]:
        return self.rules._options({**stated, **self.choices.readings}, RawUnit("", 2000, {}))

    def _terms(self, options: Mapping[str, str], cutoff: datetime.date | None) -> Terms:
        setting = setting_of(self.rules.program, options, cutoff)
        choices = self.choices
        return Terms(setting, cutoff, choices.year, choices.unit_type, self._not_in_force, self._own)

    def _own(self, cutoff: object, readings: object) -> Terms | Diagnostic:
        """The terms of rows that state a cut-off day or readings; what is given for the whole table comes first."""
        day = _day(cutoff)
        if cutoff is not None and day is None:
            return Diagnostic("DL116", values=(("name", CUTOFF), ("found", str(cutoff))))
        stated = stated_readings("" if readings is None else str(readings))
        if isinstance(stated, Diagnostic):
            return stated
        try:
            return self._terms(self._options(stated), self.choices.cutoff or day)
        except InvalidInput as error:
            return error.diagnostics[0]

    def _not_in_force(self, year: int) -> str:
        program = self.rules.program
        return "" if in_force(program, year) else f"Bộ tiêu chí này áp dụng {years_in_force(program)}."

    def flow(self, titles: list[str]) -> Flow:
        """What judges tables with these columns. Raises `InvalidInput`."""
        needed = [] if self.choices.year is not None else [YEAR]
        if self.choices.unit_type is None:
            needed.append(TYPE)
        if is_long(titles):
            needed = [CODE, TYPE, YEAR, FACT, VALUE]
        headings = read_headings(self.rules.program, self.rules._facts, titles, needed)
        return self._flow(headings)

    def _flow(self, headings: Headings) -> Flow:
        choices = self.choices
        asked = Asked(choices.items, choices.missing, choices.margins, choices.points)
        return Flow(self.rules.program, self.rules._facts, headings, self.terms, asked)

    def judge(self, flow: Flow, frame: pl.DataFrame, first: bool = True) -> TableResult:
        """Judge a frame with a column of row numbers; the first tells what is wrong with its columns.

        Raises `InvalidInput`.
        """
        source, source_labels, widened = frame, flow.headings.labels, None
        if flow.headings.long:
            widened = widen(self.rules._facts, frame, flow.headings)
            flow, frame = self._flow(widened.headings), widened.frame
        try:
            flowed = flow.run(frame)
        except (NotInTables, TooWide) as error:
            raise _not_in_tables(self.rules.code, error) from None
        headings = flow.headings
        errors = flowed.refusals
        if widened is not None:
            errors = errors.moved(widened.places, widened.first, source_labels[VALUE])
            errors.take(widened.refusals)
        for title, problem in headings.problems if first else ():
            errors.add_column(title, problem)
        verdicts = _keys(flowed, frame, headings).hstack(flowed.verdicts)
        missing = self._missing(flowed, frame, headings) if self.choices.missing else None
        margins = _margins(flowed, frame, headings) if self.choices.margins else None
        scored = any(criterion.scoring is not None for criterion in self.rules.program.criteria)
        points = _keys(flowed, frame, headings).hstack(flowed.points) if self.choices.points and scored else None
        shown = errors_frame(errors, source, source_labels)
        return TableResult(
            verdicts, shown, missing, margins, points, flowed, frame, headings, self.rules.program, self._assess
        )

    def _assess(self, raw: RawUnit, unit: tuple[str, str], cutoff: object, readings: object) -> Assessment:
        terms = self.terms if cutoff is None and readings is None else self._own(cutoff, readings)
        if isinstance(terms, Diagnostic):
            raise InvalidInput([terms])
        raw = attrs.evolve(raw, cutoff=terms.cutoff)
        if self.choices.unit_type is not None and not raw.unit_type:
            raw = attrs.evolve(raw, unit_type=self.choices.unit_type)
        return self.rules._assess(raw, dict(terms.setting.readings), unit, None)

    def _missing(self, flowed: Flowed, frame: pl.DataFrame, headings: Headings) -> pl.DataFrame:
        found = flowed.missing
        names = {fact.code: fact.name for fact in self.rules.program.facts}
        fact = pl.col("fact")
        return pl.DataFrame([_unit(found, frame, headings)]).hstack(
            found.select(
                pl.col("criterion").alias("tiêu chí"),
                fact.alias("mã dữ kiện"),
                fact.replace_strict(names, default=None, return_dtype=pl.String).alias("dữ kiện"),
                pl.col("year").alias(YEAR),
                pl.col("same_period").alias("cùng kỳ"),
                pl.when(pl.col("month") > 0).then("month").alias("tháng"),
                pl.col("reason").replace_strict(_REASONS, return_dtype=pl.String).alias("lý do"),
            )
        )


def judge_table(rules: RuleSet, data: Any, choices: Choices) -> TableResult:
    """Judge a table that fits in memory. Raises `InvalidInput`."""
    lazy = lazy_frame(data)
    with readable(data):
        titles = [name for name in lazy.collect_schema().names() if name != PLACE]
        frame = lazy.collect()
    tables = Tables(rules, choices)
    flow = tables.flow(titles)
    return tables.judge(flow, frame)


def _day(written: object) -> datetime.date | None:
    if isinstance(written, datetime.datetime):
        return written.date()
    if isinstance(written, datetime.date):
        return written
    return parse_date(written) if isinstance(written, str) else None


def _keys(flowed: Flowed, frame: pl.DataFrame, headings: Headings) -> pl.DataFrame:
    """Which unit and year each row of verdicts is of."""
    rows = flowed.rows
    whole = rows.len() == frame.height

    def column(title: str) -> pl.Series:
        series = frame.get_column(title)
        return series if whole else series.gather(rows)

    keys = [column(headings.labels[name]).alias(name) for name in (CODE, NAME) if name in headings.labels]
    if CODE not in headings.labels:
        keys.insert(0, column(PLACE).alias(ROWS))
    return pl.DataFrame([*keys, flowed.years.alias(YEAR)])


def _unit(found: pl.DataFrame, frame: pl.DataFrame, headings: Headings) -> pl.Series:
    """Which unit each row of what was found is of."""
    title = headings.labels.get(CODE)
    return frame.get_column(title or PLACE).gather(found.get_column(ROW)).alias(CODE if title else ROWS)


def _margins(flowed: Flowed, frame: pl.DataFrame, headings: Headings) -> pl.DataFrame:
    found = flowed.margins
    return pl.DataFrame([_unit(found, frame, headings)]).hstack(
        found.select(
            pl.col("year").alias(YEAR),
            pl.col("criterion").alias("tiêu chí"),
            pl.col("item").alias("mục"),
            pl.col("node").alias("mã nút"),
            *schema_of(APART),
            pl.col("unit").alias("đơn vị"),
        )
    )


def _not_in_tables(code: str, error: NotInTables | TooWide) -> InvalidInput:
    reason = error.reason if isinstance(error, NotInTables) else "phép tính trên những con số quá lớn"
    return InvalidInput([Diagnostic("DL136", values=(("name", code), ("reason", reason)))])
