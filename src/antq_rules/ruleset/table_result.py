"""What a set says of a table of units: verdicts, data errors, missing facts, and any unit explained by the model."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs
import polars as pl

from antq_rules.columnar.dates import day_number
from antq_rules.columnar.refusals import ROW, Refusals
from antq_rules.columnar.result_names import ROWS
from antq_rules.columnar.slots import ABSENT, EVIDENCE, NO_YEAR, REFUSED
from antq_rules.columnar.table_flow import Flowed
from antq_rules.columnar.table_headings import WORDS, FactColumns, Headings
from antq_rules.columnar.table_labels import CUTOFF, NAME, NEW, READINGS, TYPE, different
from antq_rules.columnar.table_source import PLACE
from antq_rules.diagnostics import Diagnostic, InvalidInput, nearest
from antq_rules.engine.headings import CODE, YEAR
from antq_rules.engine.intake import RawUnit
from antq_rules.graph.model import Program
from antq_rules.ruleset.assessment import Assessment

if TYPE_CHECKING:
    from antq_rules.engine.explanation import Explanation

_EPOCH: Final = datetime.date(1970, 1, 1)
_EVIDENCE: Final = {1: "có minh chứng", 2: ""}


@attrs.frozen(eq=False)
class TableResult:
    """What a set says of a table: one row for each judged unit and year.

    `verdicts` has the unit (`mã đơn vị`, or `hàng` where the table has no such column), `năm`, and a column of verdicts
    for each criterion, conclusion and (on request) item; a unit that is refused has none. A class has a column too: its
    name, “chưa đủ dữ liệu” where several are still possible, “không xếp loại” where none is. A title that is the number
    of a criterion, the id of an item or a key stands as “kết luận “…””, “xếp loại “…””. `errors` has one row for each
    data error. What follows is `None` where it was not asked for.

    `missing` has one row for each fact that an undecided criterion waits for. `margins` has one row for each line of an
    explanation with a margin: criterion, innermost item (`mục`, or nothing), id of the line (`mã nút`, as
    `Explanation.tree` has it), how far from the limit (`chênh lệch`: at or above 0 where the test holds), in which unit
    (`đơn vị`). `points` has for each row of `verdicts` the least and greatest total that is still possible and the most
    that could be earned, `None` also where the set scores nothing; `áp dụng` is false where nothing scored applies.

    Numbers are exact: a decimal of up to 9 places, null where more are needed, and beside it numerator and denominator
    in lowest terms (`… (tử số)`, `… (mẫu số)`), null where there is no limit.
    """

    verdicts: pl.DataFrame
    errors: pl.DataFrame
    missing: pl.DataFrame | None
    margins: pl.DataFrame | None
    points: pl.DataFrame | None
    _flowed: Flowed = attrs.field(repr=False)
    _frame: pl.DataFrame = attrs.field(repr=False)
    _headings: Headings = attrs.field(repr=False)
    _program: Program = attrs.field(repr=False)
    _assess: Callable[[RawUnit, tuple[str, str], object, object], Assessment] = attrs.field(repr=False)

    def assessment(self, unit: object, year: int | None = None) -> Assessment:
        """A unit of the table judged by the model: by its id, or by its row where the table has no ids.

        `year` chooses among several judged years of a unit. Raises `InvalidInput` where there is no such unit.
        """
        place = self._place(unit, year)
        position = self._flowed.rows.index_of(place)
        assert position is not None
        assessed = self._flowed.years[position]
        if assessed is None:  # a row without a year is judged by nobody
            raise InvalidInput([Diagnostic("DL112", values=(("field", "năm"),))])
        raw = _Raw(self._frame, self._headings, self._program).unit(place, assessed)
        row = self._frame.row(place, named=True)
        labels = self._headings.labels
        code = str(row[labels[CODE]]) if CODE in labels else ""
        name = str(row[labels[NAME]] or "") if NAME in labels else ""
        stated = [different(self._frame.get_column(labels[one])[place : place + 1]).values[0] if one in labels else None
                  for one in (CUTOFF, READINGS)]  # fmt: skip
        return self._assess(raw, (code, name), stated[0], stated[1])

    def explain(self, unit: object, criterion: str, year: int | None = None) -> Explanation:
        """The explanation of one criterion of a unit, as the model gives it."""
        return self.assessment(unit, year).explain(criterion)

    def _place(self, unit: object, year: int | None) -> int:
        title = self._headings.labels.get(CODE, PLACE)
        column = self._frame.get_column(title).gather(self._flowed.rows)
        wanted = str(unit).strip()
        found = column.cast(pl.String).str.strip_chars() == wanted
        if year is not None:
            found = found & (self._flowed.years == year)
        places = self._flowed.rows.filter(found.fill_null(False))
        if not places.len():
            likely = nearest(wanted, column.head(10_000).cast(pl.String).drop_nulls().to_list())
            values = (("reason", f"bảng không có đơn vị “{wanted}”"), ("advice", "Kiểm tra lại mã đơn vị."))
            raise InvalidInput([Diagnostic("DL101", values=values, suggestions=tuple(likely))])
        return int(places[0])


class _Raw:
    """Plain values of one unit, as the readers of single units give them."""

    def __init__(self, frame: pl.DataFrame, headings: Headings, program: Program) -> None:
        self.frame = frame
        self.headings = headings
        self.vocabularies = {(one.ordered, one.title): one for one in program.vocabularies}
        self.types = program.unit_types

    def unit(self, place: int, year: int) -> RawUnit:
        row = self.frame.row(place, named=True)
        labels = self.headings.labels
        facts: dict[int, dict[str, object]] = {year: {}}
        same_period: dict[str, object] = {}
        for columns in self.headings.facts:
            moment = columns.moment
            of_year = moment.year or year + moment.offset
            group = same_period if moment.same_period else facts.setdefault(of_year, {})
            for spelling, value in self._facts(columns, row):
                group[spelling] = value
        for other, of_year, period in self._others(row, year):
            found = self.frame.row(other, named=True)
            group = same_period if period else facts.setdefault(of_year, {})
            for columns in self.headings.facts:
                group.update(self._facts(columns, found))
        written = row[labels[TYPE]] if TYPE in labels else None
        unit_type = self.types[written] if isinstance(written, int) and written < len(self.types) else written
        new = row[labels[NEW]] if NEW in labels else False
        existed = str(new or "").strip().casefold() not in ("có", "co", "true", "đúng", "dung")
        name = str(row[labels[CODE]]) if CODE in labels else ""
        return RawUnit(str(unit_type or ""), year, facts, same_period, None, existed, name)

    def _others(self, row: Mapping[str, Any], year: int) -> Iterator[tuple[int, int, bool]]:
        """The places of the unit's rows of earlier years and of the same period."""
        labels = self.headings.labels
        if self.headings.prepared or CODE not in labels or YEAR not in labels:
            return
        from antq_rules.columnar.table_labels import _year

        same = (self.frame.get_column(labels[CODE]) == row[labels[CODE]]).fill_null(False).arg_true()
        found = different(self.frame.get_column(labels[YEAR]).gather(same))
        for place, at in zip(same.to_list(), found.places.to_list(), strict=True):
            read = _year(found.values[at])
            if read is not None and (read[1] or read[0] < year):
                yield place, read[0], read[1]

    def _facts(self, columns: FactColumns, row: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
        """A fact's values by their spelling; facts that several columns report are given under each of them."""
        value = self._value(columns, {part: row[title] for part, title in columns.titles.items()})
        yield columns.spelling, value
        if columns.refused or (REFUSED in columns.titles and row[columns.titles[REFUSED]]):
            yield columns.fact.name if columns.spelling == columns.fact.code else columns.fact.code, value

    def _value(self, columns: FactColumns, row: Mapping[str, Any]) -> object:
        fact = columns.fact
        if row.get(NO_YEAR):
            return "không có năm trước"
        if row.get(ABSENT):
            return "không có"
        value = self._plain(columns, row.get(""))
        months = {part: one for part, one in row.items() if part.isdigit()}
        if any(not _blank(one) for one in months.values()):
            value = {part: None if _blank(one) else one for part, one in months.items()}
        if fact.kind == "set" and "" not in row:
            held = {part: one for part, one in row.items() if part not in (WORDS, EVIDENCE)}
            if any(one is not None for one in held.values()):
                value = [part for part, one in held.items() if one]
        words = row.get(WORDS)
        if not _blank(words):
            return {"giá trị": value, "minh chứng": str(words)}
        if row.get(EVIDENCE) in _EVIDENCE:
            return {"giá trị": value, "minh chứng": _EVIDENCE[row[EVIDENCE]]}
        return value

    def _plain(self, columns: FactColumns, value: Any) -> object:
        fact = columns.fact
        if not self.headings.prepared or not isinstance(value, int) or isinstance(value, bool):
            return value
        if fact.kind in ("grade", "choice"):
            members = self.vocabularies[fact.kind == "grade", fact.vocabulary].members
            return members[value].text if 0 <= value < len(members) else value
        if fact.kind == "date":
            last = day_number(datetime.date.max)
            return _EPOCH + datetime.timedelta(days=value) if abs(value) <= last else value
        return value


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def errors_frame(refusals: Refusals, frame: pl.DataFrame, labels: Mapping[str, str]) -> pl.DataFrame:
    """Data errors as a person reads them: row, unit, year, column, code, message, what to do."""
    found = refusals.frame()
    rows = found.get_column(ROW)
    columns = [frame.get_column(PLACE).gather(rows).cast(pl.Int64).alias(ROWS)]
    for name in (CODE, YEAR):
        if name in labels:
            columns.append(frame.get_column(labels[name]).gather(rows).cast(pl.String).alias(name))
    rest = found.select(
        pl.col("column").alias("cột"),
        pl.col("code").alias("mã lỗi"),
        pl.col("message").alias("lỗi"),
        pl.col("correction").alias("cách sửa"),
    )
    return pl.DataFrame(columns).hstack(rest)
