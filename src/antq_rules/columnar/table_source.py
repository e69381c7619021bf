"""Tables wherever they come from, as Polars frames: frames of other libraries, and CSV, Parquet and Excel files."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from antq_rules.diagnostics import Diagnostic, InvalidInput, nearest
from antq_rules.engine.headings import UNIT_COLUMNS, plain_key
from antq_rules.source import FORMULA_STARTS

PLACE: Final = "\0hàng"
"""The column that holds the number of each row, as a person counts them in the source."""
_DELIMITERS: Final = {".csv": (",", ";", "\t"), ".tsv": ("\t", ",", ";")}
_PARQUET: Final = (".parquet", ".pq")
_EXCEL: Final = (".xlsx", ".xlsm", ".xls", ".ods")
_SAMPLE: Final = 1 << 16


def lazy_frame(data: Any) -> pl.LazyFrame:
    """The table with a column of row numbers. Raises `InvalidInput` for what is no table."""
    if isinstance(data, str | Path):
        return _of_file(Path(data))
    if isinstance(data, pl.LazyFrame):
        return data.with_row_index(PLACE, 1)
    if isinstance(data, pl.DataFrame):
        return data.lazy().with_row_index(PLACE, 1)
    module = type(data).__module__.partition(".")[0]
    if module == "pandas":
        return pl.from_pandas(data).lazy().with_row_index(PLACE, 1)
    if module == "pyarrow":
        frame = pl.from_arrow(data)
        assert isinstance(frame, pl.DataFrame)
        return frame.lazy().with_row_index(PLACE, 1)
    reason = f"không nhận ra bảng kiểu {type(data).__name__}"
    raise _unreadable(reason, "Đưa bảng Polars, pandas, PyArrow, hoặc đường dẫn tệp CSV, Parquet, Excel.")


def _of_file(path: Path) -> pl.LazyFrame:
    suffix = path.suffix.lower()
    known = (*_DELIMITERS, *_PARQUET, *_EXCEL)
    if suffix not in known and not path.is_dir():
        values = (("found", path.suffix), ("members", ", ".join(known)))
        raise InvalidInput([Diagnostic("DL122", path.name, values=values, suggestions=tuple(nearest(suffix, known)))])
    if not path.exists():
        raise _unreadable("không có tệp này", "Kiểm tra lại đường dẫn.", path.name)
    if suffix in _PARQUET or path.is_dir():
        source = path / "**/*.parquet" if path.is_dir() else path
        return pl.scan_parquet(source).with_row_index(PLACE, 1)
    try:
        return _of_csv(path, _DELIMITERS[suffix]) if suffix in _DELIMITERS else _of_excel(path)
    except pl.exceptions.PolarsError as error:
        raise _broken(error, path) from None


@contextlib.contextmanager
def readable(data: Any) -> Iterator[None]:
    """Turns what a file cannot be read for into `InvalidInput`."""
    try:
        yield
    except (pl.exceptions.ComputeError, pl.exceptions.NoDataError) as error:
        if not isinstance(data, str | Path):
            raise
        raise _broken(error, Path(data)) from None


def _broken(error: Exception, path: Path) -> InvalidInput:
    told = str(error)
    if isinstance(error, pl.exceptions.NoDataError):
        return _unreadable("tệp không có gì", "Ghi hàng tiêu đề và số liệu vào tệp.", path.name)
    if "more fields than defined" in told:
        return _unreadable("có hàng nhiều ô hơn hàng tiêu đề", "Xóa ô thừa, hoặc thêm tiêu đề cho cột.", path.name)
    if path.suffix.lower() in _PARQUET or path.is_dir():
        return _unreadable("không phải bảng Parquet", "Kiểm tra lại tệp, hoặc xuất lại từ phần mềm.", path.name)
    first = told.splitlines()[0] if told else type(error).__name__
    return _unreadable(f"không đúng cú pháp ({first[:120]})", "Kiểm tra lại tệp.", path.name)


def _of_csv(path: Path, delimiters: Sequence[str]) -> pl.LazyFrame:
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    try:
        text = sample.decode("utf-8-sig", errors="strict" if len(sample) < _SAMPLE else "ignore")
    except UnicodeDecodeError:
        raise InvalidInput([Diagnostic("DL121", path.name, values=(("found", "một bảng mã khác"),))]) from None
    separator = max(delimiters, key=lambda one: _known(text, one))
    frame = pl.scan_csv(path, separator=separator, infer_schema=False, row_index_name=PLACE, row_index_offset=2)
    return _cleaned(frame)


def _known(text: str, delimiter: str) -> tuple[int, int]:
    try:
        rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
        heading = next((row for row in rows if any(cell.strip() for cell in row)), [])
    except csv.Error:
        return 0, 0
    return sum(plain_key(cell) in UNIT_COLUMNS for cell in heading), len(heading)


def _of_excel(path: Path) -> pl.LazyFrame:
    try:
        frame = pl.read_excel(path, engine="calamine", infer_schema_length=None)
    except ImportError:
        raise InvalidInput(
            [Diagnostic("DL138", path.name, values=(("name", "fastexcel"), ("extra", "excel")))]
        ) from None
    return _cleaned(frame.lazy().with_row_index(PLACE, 2))


def _cleaned(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Cells without spaces around them, in the composed form, without the apostrophe that keeps formulas from running.

    Empty cells are nothing.
    """
    text = pl.col(pl.String).str.normalize("NFC").str.strip_chars()
    return frame.with_columns(text).with_columns(_unguarded())


def _unguarded() -> pl.Expr:
    text = pl.col(pl.String)
    starts = "|".join("\\" + one if one in "+" else one for one in FORMULA_STARTS)
    return pl.when(text != "").then(text.str.replace(rf"^'\s*((?:{starts}))", "${1}"))


def _unreadable(reason: str, advice: str, file: str = "") -> InvalidInput:
    return InvalidInput([Diagnostic("DL101", file, values=(("reason", reason), ("advice", advice)))])
