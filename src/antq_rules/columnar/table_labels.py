"""Which unit and year each row of a table is of, and what type of unit; what is wrong with that."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import attrs
import polars as pl

from antq_rules.columnar.refusals import Refusals
from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.headings import CODE, SAME_PERIOD, YEAR
from antq_rules.engine.intake import resolve_unit_type
from antq_rules.graph.model import Program
from antq_rules.source import without_tone_marks

TYPE: Final = "loại"
NEW: Final = "chưa thành lập năm trước"
CUTOFF: Final = "ngày chốt số liệu"
READINGS: Final = "cách hiểu"
NAME: Final = "tên"
FIRST_YEAR, LAST_YEAR = 1900, 2999
_YES: Final = frozenset({"co", "dung", "true"})
_NO: Final = frozenset({"khong", "sai", "false"})
ADVICE_YEAR: Final = "Ghi năm bằng bốn chữ số, ví dụ 2023."


@attrs.frozen
class Different:
    """The different values of a column and where each row's stands; `None` stands for an empty cell."""

    values: Sequence[Any]
    places: pl.Series

    def column(self, values: Sequence[object], kind: pl.DataType) -> pl.Series:
        """Something of every different value, for each row."""
        return pl.Series(values, dtype=kind).gather(self.places)


def different(series: pl.Series) -> Different:
    """The different values of a column; texts without spaces around them, an empty one as nothing."""
    count = series.len()
    if not count:
        return Different([], pl.Series([], dtype=pl.UInt32))
    if series.null_count() == 0 and series.dtype != pl.Object:
        first = series.head(1)
        if bool((series == first).all()):
            return Different([_plain(first.item())], pl.zeros(count, pl.UInt32, eager=True))
    if isinstance(series.dtype, pl.Enum | pl.Categorical):
        series = series.cast(pl.String)
    lookup = pl.DataFrame({"value": series.unique()}).with_row_index("place")
    rows = pl.DataFrame({"value": series})
    found = rows.join(lookup, on="value", how="left", maintain_order="left", nulls_equal=True).get_column("place")
    return Different([_plain(value) for value in lookup.get_column("value").to_list()], found)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value


@attrs.frozen
class Labels:
    """The labels of some rows: `code` is `None` where every row is a unit of its own; `kept` rows have unit and year.

    `unit_type` is the place of the type in the set; null where the set is not for it. `refused` rows are not judged.
    """

    code: pl.Series | None
    year: pl.Series
    same_period: pl.Series
    unit_type: pl.Series
    untyped: pl.Series
    new: pl.Series | None
    refused: pl.Series


class LabelReader:
    """Reads the labels of rows; tells what is wrong with them."""

    def __init__(
        self, program: Program, titles: Mapping[str, str], refusals: Refusals, year: int | None, unit_type: str | None
    ) -> None:
        self.program = program
        self.titles = titles
        self.refusals = refusals
        self.year = year
        self.unit_type = unit_type

    def read(self, frame: pl.DataFrame) -> Labels:
        """The labels of every row of a table."""
        rows = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
        code = self._codes(frame, rows)
        year, same_period, wrong_year = self._years(frame, rows)
        unit_type, untyped = self._types(frame, rows)
        new, wrong_new = self._new(frame, rows)
        return Labels(code, year, same_period, unit_type, untyped, new, wrong_year | wrong_new)

    def _tell(
        self, rows: pl.Series, name: str, found: Different, problem: Callable[[Any], Diagnostic | None]
    ) -> pl.Series:
        """Tell the problem of every value that has one, and where it is so."""
        told = [problem(value) for value in found.values]
        wrong = found.column([one is not None for one in told], pl.Boolean())
        if wrong.any():
            kept = [one for one in told if one is not None]
            numbers = iter(range(len(kept)))
            which = found.column([None if one is None else next(numbers) for one in told], pl.UInt32())
            self.refusals.add(rows.filter(wrong), self.titles.get(name, name), kept, which.filter(wrong))
        return wrong

    def _codes(self, frame: pl.DataFrame, rows: pl.Series) -> pl.Series | None:
        title = self.titles.get(CODE)
        if title is None:
            return None
        code = frame.get_column(title)
        if isinstance(code.dtype, pl.Enum | pl.Categorical):
            code = code.cast(pl.String)
        if code.dtype == pl.String:
            empty = (code.str.strip_chars() == "").fill_null(True)
        else:
            empty = code.is_null()
        if empty.any():
            self.refusals.add(rows.filter(empty), title, [_missing(CODE)])
            code = pl.select(pl.when(~empty).then(code)).to_series()
        return code.str.strip_chars() if code.dtype == pl.String else code

    def _years(self, frame: pl.DataFrame, rows: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
        title = self.titles.get(YEAR)
        no = pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
        if title is None:
            return pl.repeat(self.year, frame.height, dtype=pl.Int32, eager=True), no, no
        series = frame.get_column(title)
        if series.dtype.is_integer() and not series.null_count() and frame.height:
            low, high = series.min(), series.max()
            assert isinstance(low, int) and isinstance(high, int)
            if low >= FIRST_YEAR and high <= LAST_YEAR:
                return series.cast(pl.Int32), no, no
        found = different(series)
        read = [_year(value) for value in found.values]
        years = found.column([None if one is None else one[0] for one in read], pl.Int32())
        periods = found.column([one is not None and one[1] for one in read], pl.Boolean())
        wrong = self._tell(rows, YEAR, found, _wrong_year)
        return years, periods, wrong

    def _types(self, frame: pl.DataFrame, rows: pl.Series) -> tuple[pl.Series, pl.Series]:
        title = self.titles.get(TYPE)
        no = pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
        if title is None:
            place = self._type(self.unit_type)
            return pl.repeat(place, frame.height, dtype=pl.UInt8, eager=True), no
        found = different(frame.get_column(title))
        types = found.column([self._type(value) for value in found.values], pl.UInt8())
        untyped = found.column([value is None for value in found.values], pl.Boolean())
        return types, untyped

    def _type(self, written: object) -> int | None:
        types = self.program.unit_types
        if isinstance(written, int) and not isinstance(written, bool):
            return written if 0 <= written < len(types) else None
        name = None if written is None else resolve_unit_type(self.program, str(written))
        return None if name is None else types.index(name)

    def tell_types(self, frame: pl.DataFrame, rows: pl.Series) -> pl.Series:
        """Tell the types of judged rows that are missing or are none of the set's; where they are missing."""
        title = self.titles.get(TYPE)
        if title is None:
            return pl.repeat(False, rows.len(), dtype=pl.Boolean, eager=True)
        found = different(frame.get_column(title).gather(rows))
        members = "; ".join(self.program.unit_types)

        def problem(value: object) -> Diagnostic | None:
            if value is None or self._type(value) is not None:
                return None
            return Diagnostic("DL113", values=(("found", str(value)), ("members", members)))

        self._tell(rows, TYPE, found, problem)
        return found.column([value is None for value in found.values], pl.Boolean())

    def _new(self, frame: pl.DataFrame, rows: pl.Series) -> tuple[pl.Series | None, pl.Series]:
        title = self.titles.get(NEW)
        no = pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
        if title is None:
            return None, no
        found = different(frame.get_column(title))
        read = [_yes(value) for value in found.values]
        wrong = self._tell(rows, NEW, found, lambda value: None if _yes(value) is not None else _wrong_new())
        return found.column([bool(one) for one in read], pl.Boolean()), wrong


def _missing(field: str) -> Diagnostic:
    return Diagnostic("DL112", values=(("field", field),))


def _year(value: object) -> tuple[int, bool] | None:
    if isinstance(value, str):
        period = SAME_PERIOD.fullmatch(value)
        if period is not None:
            return int(period[1]), True
        if re.fullmatch(r"\d{4}", value, re.ASCII):
            value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= LAST_YEAR:
        return value, False
    return None


def _wrong_year(value: object) -> Diagnostic | None:
    if value is None:
        return _missing(YEAR)
    if _year(value) is not None:
        return None
    return Diagnostic("DL115", values=(("found", str(value)), ("advice", ADVICE_YEAR)))


def _yes(value: object) -> bool | None:
    if value is None:
        return False
    if isinstance(value, bool):
        return value
    word = without_tone_marks(str(value))
    return word in _YES if word in _YES | _NO else None


def _wrong_new() -> Diagnostic:
    values = (("reason", f"“{NEW}” phải là “có” hoặc “không”"), ("advice", "Sửa lại."))
    return Diagnostic("DL101", values=values)


def stated_readings(written: str) -> dict[str, str] | Diagnostic:
    """The readings that a cell states, such as `A01=giam_5; A02=...`, or what is wrong with it."""
    found: dict[str, str] = {}
    for part in re.split(r"[;|,]", written):
        code, sign, option = (text.strip() for text in part.partition("="))
        if not part.strip():
            continue
        if not (code and sign and option):
            reason = f"cách hiểu “{part.strip()[:60]}” chưa đúng dạng"
            advice = "Ghi mã cách hiểu, dấu bằng, phương án; ví dụ A01=giam_5."
            return Diagnostic("DL101", values=(("reason", reason), ("advice", advice)))
        if code in found:
            return Diagnostic("DL114", values=(("name", code),))
        found[code] = option
    return found
