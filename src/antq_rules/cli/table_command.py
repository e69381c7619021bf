"""`antq table`: many units at once, from a table to a table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from antq_rules.cli.output import say
from antq_rules.columnar.targets import check_targets
from antq_rules.diagnostics import Diagnostic, InvalidInput
from antq_rules.ruleset import load, load_file
from antq_rules.ruleset.loading import SUFFIX
from antq_rules.syntax.numbers import parse_date

_SHOWN: Final = 20
_SUFFIXES: Final = (".parquet", ".csv")
_BESIDE: Final = ("missing", "margins", "points")


def add_table(command: Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]) -> None:
    """Add the command and its options."""
    one = command("table", "xét nhiều đơn vị trong một bảng, ghi kết quả thành bảng", run)
    one.add_argument("set", metavar="BỘ", help="mã bộ có sẵn (pl1, pl2) hoặc tệp .rules")
    one.add_argument("data", metavar="BẢNG", type=Path, help="tệp CSV, Parquet hoặc Excel")
    one.add_argument("--out", required=True, metavar="TỆP", type=Path, help="ghi kết quả vào tệp .parquet hoặc .csv")
    one.add_argument("--year", type=int, metavar="2023", help="năm xét; bỏ trống là năm mới nhất của từng đơn vị")
    one.add_argument("--type", metavar="LOẠI", help="loại đơn vị, khi bảng không có cột “loại”")
    one.add_argument("--cutoff", metavar="25/10/2023", help="ngày chốt số liệu")
    one.add_argument("--reading", action="append", default=[], metavar="A01=giam_5", help="chọn cách hiểu")
    one.add_argument("--parameter", action="append", default=[], metavar="MÃ=GIÁ_TRỊ", help="đặt một tham số")
    one.add_argument("--items", action="store_true", help="ghi cả kết quả của từng mục")
    one.add_argument("--missing", type=Path, metavar="TỆP", help="ghi các dữ kiện còn thiếu vào tệp này")
    one.add_argument("--margins", type=Path, metavar="TỆP", help="ghi mỗi con số còn cách mức bao nhiêu vào tệp này")
    one.add_argument("--points", type=Path, metavar="TỆP", help="ghi tổng điểm của từng đơn vị vào tệp này")
    one.add_argument("--errors", type=Path, metavar="TỆP", help="ghi các lỗi số liệu vào tệp này")
    one.add_argument("--large", action="store_true", help="bảng lớn hơn bộ nhớ: xét từng phần, ghi dần ra .parquet")


def run(options: argparse.Namespace) -> int:
    """Judge a table and write what came out."""
    beside = {name: getattr(options, name) for name in _BESIDE}
    targets = [file for file in (options.out, options.errors, *beside.values()) if file is not None]
    for file in targets:
        if file.suffix.lower() not in _SUFFIXES:
            values = (("found", file.suffix), ("members", ", ".join(_SUFFIXES)))
            raise InvalidInput([Diagnostic("DL122", file.name, values=values)])
    check_targets(targets, options.data)
    rules = load_file(options.set) if options.set.endswith(SUFFIX) else load(options.set)
    shared: dict[str, Any] = {
        "year": options.year,
        "unit_type": options.type,
        "cutoff": _day(options.cutoff),
        "readings": _pairs(options.reading),
        "parameters": _pairs(options.parameter),
        "items": options.items,
    }
    if options.large:
        written = rules.table_to(options.data, options.out, progress=_progress, **beside, **shared)
        rows, errors, count = written.rows, written.errors, written.error_count
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")
    else:
        asked: dict[str, Any] = {name: file is not None for name, file in beside.items()}
        found = rules.table(options.data, **asked, **shared)
        rows, errors, count = found.verdicts.height, found.errors, found.errors.height
        _write(found.verdicts, options.out)
        for name, file in beside.items():
            if file is not None and getattr(found, name) is not None:
                _write(getattr(found, name), file)
    say(f"Đã xét {rows} đơn vị, ghi vào {options.out}.")
    if options.points is not None and all(criterion.scoring is None for criterion in rules.program.criteria):
        say(f"Bộ {rules.code} không chấm điểm nên không có tệp {options.points}.")
    if options.errors is not None:
        _write(errors, options.errors)
    if count:
        say(f"{count} lỗi số liệu:")
        for row in errors.head(_SHOWN).iter_rows(named=True):
            place = f"hàng {row['hàng']}, " if row["hàng"] is not None else ""
            say(f"  {place}cột “{row['cột']}”: {row['mã lỗi']}: {row['lỗi']}")
        if count > _SHOWN:
            say(f"  … và {count - _SHOWN} lỗi nữa; ghi tất cả bằng --errors TỆP.")
    return 0


def _pairs(written: list[str]) -> dict[str, str]:
    wrong = [entry for entry in written if not all(part.strip() for part in entry.partition("="))]
    if wrong:
        raise InvalidInput([Diagnostic("DL153", values=(("found", entry),)) for entry in wrong])
    return {entry.partition("=")[0].strip(): entry.partition("=")[2].strip() for entry in written}


def _day(text: str | None) -> object:
    day = None if text is None else parse_date(text)
    if text is not None and day is None:
        raise InvalidInput([Diagnostic("DL116", values=(("name", "ngày chốt số liệu"), ("found", text)))])
    return day


def _progress(rows: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\rĐã xét {rows} đơn vị")
        sys.stderr.flush()


def _write(frame: Any, file: Path) -> None:
    if file.suffix.lower() == ".csv":
        frame.write_csv(file, include_bom=True)
    else:
        frame.write_parquet(file)
