"""Tables out of core: Parquet files judged by DuckDB, ours beside SQL written by hand over the same file.

Both give the same columns: the keys, a verdict in words for each of the 34 criteria, and the conclusion. In ours the
words are an enumeration; the query by hand is measured with that and with texts. Verdicts are checked to be equal
before anything is timed. CPU time, one thread, the median of rounds that alternate. Then the peak memory of processes
that judge files larger than the memory that they may use.

Run: python -m benchmarks.out_of_core [ROWS …] [--memory ROWS]
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs
import duckdb

from antq_rules import Verdict
from antq_rules.columnar.sql_names import criterion_name
from antq_rules.columnar.sql_view import Options, sql_view
from benchmarks import duckdb_by_hand
from benchmarks.out_of_core_data import LONG, WIDE, name_in_sql, write_files
from benchmarks.out_of_core_memory import memory
from benchmarks.table_criteria import lowest_ranks
from benchmarks.workload import YEAR, criteria, rule_set

ROWS = (1_000_000,)
MEMORY_ROWS = 10_000_000
UNKNOWN = (0.0, 0.03)
ROUNDS = 5
_KEYS = ("ma_don_vi", "nam", "loai")
_WORDS = ", ".join(f"'{one.vietnamese}'" for one in Verdict)


@attrs.frozen
class Way:
    """A way to judge a file: its name and its queries, which run one after another."""

    name: str
    queries: tuple[str, ...]


def main(sizes: Sequence[int] = ROWS, memory_rows: int = MEMORY_ROWS) -> None:
    """Check and time every way for each size and share of unknown cells, then measure memory."""
    for rows in sizes:
        for unknown in UNKNOWN:
            with tempfile.TemporaryDirectory() as folder:
                write_files(Path(folder), rows, unknown)
                _measure(Path(folder), rows, unknown)
    if memory_rows:
        memory(memory_rows)


def by_hand(source: str, words: str) -> str:
    """The query by hand with the same columns as ours; `words` makes a text a word."""
    ranks = lowest_ranks()
    names = list(criteria())
    plain = re.sub(r'"([^"]+\.[^"]+)"', lambda found: f'"{name_in_sql(found[1])}"', duckdb_by_hand.query(source, ranks))
    judged = plain.replace("select\n", f"select {', '.join(_KEYS)},\n", 1)
    shown = ", ".join(
        f"case when {test} then {words.format('đạt')} when not {test} then {words.format('không đạt')} "
        f"else {words.format('chưa đủ dữ liệu')} end as {title}"
        for test, title in [*((f'"{name}"', criterion_name(name)) for name in names), ("every", "kl")]
    )
    every = " and ".join(f'"{name}"' for name in names)
    return f"select {', '.join(_KEYS)}, {shown} from (select *, {every} as every from ({judged})) where nam = {YEAR}"


def ours(link: duckdb.DuckDBPyConnection, source: str, options: Options) -> tuple[str, str]:
    """The queries of our views of verdicts and of data errors over a file."""
    described = link.execute(f"describe from {source}").fetchall()
    columns = {str(row[0]): str(row[1]) for row in described}
    view = sql_view(rule_set().program, "duckdb", columns=columns, options=attrs.evolve(options, table="source"))
    found = [
        f"with source as not materialized (from {source}) from ({one})" for one in (view.select, view.select_errors)
    ]
    return found[0], found[1]


def _ways(link: duckdb.DuckDBPyConnection, folder: Path) -> list[Way]:
    wide, long = (f"read_parquet('{folder}/{name}.parquet')" for name in (WIDE, LONG))
    enumerated = f"cast('{{}}' as enum({_WORDS}))"
    whole, errors = ours(link, wide, Options(wide=True, year=YEAR))
    checked, _ = ours(link, wide, Options(wide=True, year=YEAR, checked=True))
    any_year, _ = ours(link, wide, Options(wide=True, checked=True))
    joined, errors_joined = ours(link, long, Options(year=YEAR))
    joined_checked, _ = ours(link, long, Options(year=YEAR, checked=True))
    return [
        Way("SQL by hand, words an enumeration", (by_hand(wide, enumerated),)),
        Way("SQL by hand, words as texts", (by_hand(wide, "'{}'"),)),
        Way("ours, wide and checked, one year", (checked,)),
        Way("ours, wide and checked, any year", (any_year,)),
        Way("ours, wide, what is wrong left out", (whole,)),
        Way("ours, wide: data errors, then verdicts", (errors, checked)),
        Way("ours, a row a year, joined, checked", (joined_checked,)),
        Way("ours, a row a year, joined, what is wrong left out", (joined,)),
        Way("ours, a row a year: data errors, then verdicts", (errors_joined, joined_checked)),
    ]


def _measure(folder: Path, rows: int, unknown: float) -> None:
    with duckdb.connect() as link:
        link.execute("set threads = 1")
        ways = _ways(link, folder)
        _check(link, ways)
        taken: list[list[float]] = [[] for _ in ways]
        for _ in range(ROUNDS):
            for way, times in zip(ways, taken, strict=True):
                times.append(_seconds(lambda way=way: _run(link, way)))  # type: ignore[misc]
    print(f"\n| {rows:,} units, {unknown:.0%} unknown | CPU s | × by hand, enumeration | × by hand, texts |")
    print("|---|---:|---:|---:|")
    for way, times in zip(ways, taken, strict=True):
        ratios = [statistics.median(a / b for a, b in zip(taken[at], times, strict=True)) for at in (0, 1)]
        print(f"| {way.name} | {statistics.median(times):.2f} | {ratios[0]:.2f} | {ratios[1]:.2f} |", flush=True)


def _run(link: duckdb.DuckDBPyConnection, way: Way) -> None:
    for query in way.queries:
        link.execute(f"create or replace temp table verdicts as {query}")


def _seconds(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _check(link: duckdb.DuckDBPyConnection, ways: Sequence[Way]) -> None:
    """Raise `AssertionError` where a way's verdicts of criteria are not those of the query by hand."""
    names = [criterion_name(number) for number in criteria()]
    texts = ", ".join(f"cast({name} as varchar) as {name}" for name in names)
    for place, way in enumerate(ways):
        *before, last = way.queries
        for errors in before:
            assert link.execute(f"select count(*) from ({errors})").fetchone() == (0,), way.name
        wanted = "wanted" if place == 0 else "found"
        link.execute(f"create or replace temp table {wanted} as select ma_don_vi, {texts} from ({last})")
        differing = "(from wanted except from found) union all (from found except from wanted)"
        if place:
            assert link.execute(f"select count(*) from ({differing})").fetchone() == (0,), way.name
    link.execute("drop table wanted; drop table found")


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    if "--memory" in sys.argv[1:]:
        main([], numbers[0] if numbers else MEMORY_ROWS)
    else:
        main(numbers or ROWS, 0 if numbers else MEMORY_ROWS)
