"""The invented tables as files that SQL reads: wide, and with one row for each unit and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from benchmarks.table_data import ABSENT, BEFORE, SEED, table
from benchmarks.workload import UNIT_TYPE, YEAR, rule_set

WIDE = "wide"
LONG = "long"


def write_files(folder: Path, rows: int, unknown: float, layouts: tuple[str, ...] = (WIDE, LONG)) -> None:
    """The same units in every layout, a Parquet file for each."""
    frame = wide(rows, unknown, SEED, 0)
    frame.write_parquet(folder / f"{WIDE}.parquet")
    if LONG in layouts:
        long(frame).write_parquet(folder / f"{LONG}.parquet")


def wide(rows: int, unknown: float, seed: int, first: int) -> pl.DataFrame:
    """A table whose rows carry the year before, in columns named as SQL reads them; grades are ranks."""
    frame = table(rows, unknown, seed, ranks=True)
    codes = pl.int_range(first, first + rows, eager=True).cast(pl.String)
    keys = {"nam": pl.lit(YEAR, dtype=pl.Int32), "loai": pl.lit(UNIT_TYPE)}
    named = frame.rename({name: name_in_sql(name) for name in frame.columns})
    return named.select(codes.alias("ma_don_vi"), *(value.alias(name) for name, value in keys.items()), pl.all())


def name_in_sql(name: str) -> str:
    """The column that SQL reads for a column of the invented tables."""
    code, _, part = name.partition(".")
    if not part:
        return name
    kinds = {fact.code: fact.kind for fact in rule_set().program.facts}
    mark = "_" if part == ABSENT else "_t" if kinds[code] == "monthly" else "__"
    return f"{code}{mark}{part}"


def long(frame: pl.DataFrame) -> pl.DataFrame:
    """A row for each unit and year of a wide table."""
    before = [name for name in frame.columns if name.endswith(BEFORE)]
    names = {name: name.removesuffix(BEFORE) for name in before}
    earlier = frame.select("ma_don_vi", pl.col("nam") - 1, "loai", *before).rename(names)
    return pl.concat([frame.drop(before), earlier], how="diagonal")
