"""`antq process`: where units stand in the plan's process on a day, and what comes next."""

from __future__ import annotations

import argparse
import datetime
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

from antq_rules.cli.output import deliver, width
from antq_rules.diagnostics import Diagnostic, InvalidInput
from antq_rules.facts import read_units
from antq_rules.process import ProcessStatus, process_status, status_data, status_markdown, status_text
from antq_rules.syntax.numbers import parse_date

_FORMATS: Final = ("text", "markdown", "json")


class _Command(Protocol):
    def __call__(self, name: str, text: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser: ...


def add_process(command: _Command) -> None:
    """Add the command `process` to the others."""
    one = command("process", "cho biết đơn vị đang ở đâu trong quy trình của Kế hoạch, việc gì tiếp theo", _process)
    one.add_argument("data", metavar="SỐ_LIỆU", type=Path, nargs="+")
    one.add_argument("--as-of", metavar="25/10/2023", required=True, help="tính đến ngày này")
    one.add_argument("--reading", action="append", default=[], metavar="A38=thang_12", help="chọn cách hiểu")
    one.add_argument("--cutoff", metavar="30/09/2023", help="ngày chốt số liệu của các tiêu chí")
    one.add_argument("--format", choices=_FORMATS, default="text", help=f"dạng kết quả: {', '.join(_FORMATS)}")
    one.add_argument("-o", "--output", type=Path, metavar="TỆP", help="ghi kết quả vào tệp này")


def _process(options: argparse.Namespace) -> int:
    as_of = _day(options.as_of, "ngày tính đến")
    cutoff = None if options.cutoff is None else _day(options.cutoff, "ngày chốt số liệu")
    readings = dict(entry.partition("=")[::2] for entry in options.reading)
    units = [unit for path in options.data for unit in read_units(path)]
    if not units:
        values = (("reason", "tệp không có đơn vị nào"), ("advice", "Ghi ít nhất một đơn vị."))
        raise InvalidInput([Diagnostic("DL101", options.data[0].name, values=values)])
    statuses = [process_status(unit, as_of, readings, cutoff=cutoff) for unit in units]
    deliver(_written(statuses, "json" if options.json else options.format), options.output)
    return 0


def _written(statuses: Sequence[ProcessStatus], form: str) -> str:
    match form:
        case "json":
            return json.dumps([status_data(status) for status in statuses], ensure_ascii=False, indent=2)
        case "markdown":
            return "\n".join(status_markdown(status) for status in statuses)
        case _:
            columns = width()
            return f"\n\n{'─' * columns}\n\n".join(status_text(status, columns) for status in statuses)


def _day(text: str, name: str) -> datetime.date:
    day = parse_date(text)
    if day is None:
        raise InvalidInput([Diagnostic("DL116", values=(("name", name), ("found", text)))])
    return day
