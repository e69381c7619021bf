"""`antq sql`: a set of criteria as SQL for another application's database."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable
from pathlib import Path

from antq_rules.cli.output import deliver, say_json
from antq_rules.ruleset import RuleSet

Command = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_sql(command: Command, run: Callable[[argparse.Namespace], int]) -> None:
    """Add the command to those of `antq`."""
    one = command("sql", "viết bộ tiêu chí thành SQL: bảng số liệu, khung nhìn kết quả, khung nhìn lỗi số liệu", run)
    one.add_argument("set", metavar="BỘ", help="mã bộ có sẵn (pl1, pl2) hoặc tệp .rules")
    one.add_argument("--dialect", required=True, metavar="HỆ", help="duckdb, postgres, spark hoặc sqlite")
    one.add_argument("--reading", action="append", default=[], metavar="A01=giam_5", help="chọn cách hiểu")
    one.add_argument("--parameter", action="append", default=[], metavar="MÃ=GIÁ_TRỊ", help="đặt một tham số")
    one.add_argument("--cutoff", metavar="25/10/2023", help="ngày chốt số liệu")
    one.add_argument("--items", action="store_true", help="thêm một cột cho từng mục của tiêu chí")
    one.add_argument("--missing", action="store_true", help="thêm cột nêu dữ kiện mà từng tiêu chí còn chờ")
    one.add_argument("--decimals", type=int, metavar="6", help="số chữ số thập phân giữ lại của số đo, số tiền")
    one.add_argument("--table", default="du_lieu", metavar="TÊN", help="tên bảng số liệu")
    one.add_argument("--view", default="", metavar="TÊN", help="tên khung nhìn kết quả")
    one.add_argument("-o", "--out", type=Path, metavar="TỆP", help="ghi vào tệp này")


def write_sql(options: argparse.Namespace, rules: RuleSet, cutoff: datetime.date | None) -> None:
    """Print the statements of a set, or write them to a file. Raises `InvalidInput`."""
    view = rules.sql(
        options.dialect,
        readings=dict(entry.partition("=")[::2] for entry in options.reading),
        cutoff=cutoff,
        table=options.table,
        view=options.view,
        items=options.items,
        missing=options.missing,
        decimals=options.decimals,
    )
    if options.json:
        say_json({"table": view.input_table, "view": view.create_view, "errors": view.errors_view})
    else:
        deliver(view.script, options.out)
