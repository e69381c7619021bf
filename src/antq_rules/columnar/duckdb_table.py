"""Parquet and CSV files judged by DuckDB inside this process, within a limit of memory, and written out as Parquet."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs
import duckdb
from sqlglot import exp

from antq_rules.columnar.figures import NotInTables
from antq_rules.columnar.sql_shape import PERIOD, UNIT, YEAR_OF
from antq_rules.columnar.sql_view import Options, sql_view
from antq_rules.columnar.sql_words import name, text
from antq_rules.columnar.targets import check_targets
from antq_rules.graph import model as g

_READERS: Final = {".parquet": "READ_PARQUET", ".csv": "READ_CSV"}
_TABLE: Final = "du_lieu"


@attrs.frozen
class Judged:
    """What came of a file: how many units were judged, how many values were refused, where both were written."""

    units: int
    errors: int
    verdicts_file: Path
    errors_file: Path


def judge_file(
    program: g.Program,
    source: Path,
    target: Path,
    *,
    readings: Mapping[str, str] | None = None,
    cutoff: datetime.date | None = None,
    memory: str = "1GB",
    threads: int = 0,
    options: Options | None = None,
) -> Judged:
    """Judge a Parquet or CSV file of units into Parquet files `target` and `….loi.parquet`.

    The file has the columns of the table that SQL reads; those that a set asks for and the file has not count as not
    reported. `options` say whether it is a wide table and which year is judged. A pattern (`tinh/*.parquet`) stands for
    several files. Raises `NotInTables` where the set cannot be judged so, or the file has a unit twice for one year.
    """
    errors_file = target.with_suffix(".loi.parquet")
    check_targets((target, errors_file), source)
    with duckdb.connect() as link:
        link.execute("SET memory_limit = ?", [memory])
        link.execute("SET temp_directory = ?", [f"{target}.tmp"])
        link.execute("SET preserve_insertion_order = false")
        if threads:
            link.execute(f"SET threads = {int(threads)}")
        link.execute(_view_of(source, _types_asked(program, source, readings, cutoff, options)))
        columns = {str(row[0]): str(row[1]) for row in link.execute(f"DESCRIBE {_TABLE}").fetchall()}
        _check_keys(link, columns)
        chosen = attrs.evolve(options or Options(), table=_TABLE, view="ket_qua", checked=False)  # that is seen here
        view = sql_view(program, "duckdb", readings=readings, cutoff=cutoff, columns=columns, options=chosen)
        errors = _write(link, view.select_errors, errors_file)
        if not errors:  # then no value need be looked at again
            without = attrs.evolve(chosen, checked=True, decimals=view.decimals)
            checked = sql_view(program, "duckdb", readings=readings, cutoff=cutoff, columns=columns, options=without)
            view = checked if checked.limit >= view.limit else view
        units = _write(link, view.select, target)
    return Judged(units, errors, target, errors_file)


def _types_asked(
    program: g.Program,
    source: Path,
    readings: Mapping[str, str] | None,
    cutoff: datetime.date | None,
    options: Options | None,
) -> dict[str, str]:
    """The types that the columns of a CSV file are read with: those that the set's table declares."""
    if source.suffix.lower() != ".csv":
        return {}
    view = sql_view(program, "duckdb", readings=readings, cutoff=cutoff, options=options)
    return dict(zip(view.columns, view.types, strict=True))


def _reader(source: Path) -> str:
    reader = _READERS.get(source.suffix.lower())
    if reader is None:
        raise NotInTables(f"tệp {source.name} không phải .parquet hay .csv")
    return reader


def _view_of(source: Path, types: Mapping[str, str]) -> str:
    """The statement that makes a file the table of units; columns of a CSV file that are not asked for are text."""
    arguments: list[exp.Expr] = [text(str(source))]
    if types:
        with duckdb.connect() as link:
            sniffed = link.execute("SELECT * FROM read_csv(?, all_varchar = true) LIMIT 0", [str(source)]).description
        pairs = [
            exp.PropertyEQ(this=exp.to_identifier(column, quoted=True), expression=text(types.get(column, "VARCHAR")))
            for column, *_ in sniffed or ()
        ]
        arguments.append(exp.EQ(this=exp.column("types"), expression=exp.Struct(expressions=pairs)))
    read = exp.Anonymous(this=_reader(source), expressions=arguments)
    select = exp.Select(expressions=[exp.Star()]).from_(exp.Table(this=read))
    made = exp.Create(this=exp.Table(this=name(_TABLE)), kind="VIEW", expression=select)
    return made.sql(dialect="duckdb")


def _check_keys(link: duckdb.DuckDBPyConnection, columns: Mapping[str, str]) -> None:
    keys = [name(one) for one in (UNIT, YEAR_OF, *([PERIOD] if PERIOD in columns else []))]
    for key in (UNIT, YEAR_OF):
        if key not in columns:
            raise NotInTables(f"tệp không có cột {key}")
    twice = exp.Select(expressions=list(keys)).from_(name(_TABLE)).group_by(*keys)
    twice = twice.having(exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1))).limit(1)
    found = link.execute(twice.sql(dialect="duckdb")).fetchone()
    if found is not None:
        raise NotInTables(f"đơn vị {found[0]} năm {found[1]} có hai hàng")


def _write(link: duckdb.DuckDBPyConnection, select: str, target: Path) -> int:
    quoted = text(str(target)).sql(dialect="duckdb")
    found = link.execute(f"COPY ({select}) TO {quoted} (FORMAT parquet)").fetchone()
    return int(found[0]) if found else 0
