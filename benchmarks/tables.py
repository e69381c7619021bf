"""Tables of units: hand-written Polars, SQL on DuckDB, numpy and OpenFisca, and ours beside them.

Every way is checked against the model on some thousand rows before it is timed; CPU time of all threads, and the time
on the clock beside it, in rounds that alternate.

Run: python -m benchmarks.tables [ROWS …]
"""

from __future__ import annotations

import gc
import itertools
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import attrs
import duckdb
import polars as pl
from polars import selectors

from antq_rules import Verdict
from antq_rules.columnar.lowering import setting_of
from antq_rules.columnar.polars_judge import Asked, Judging
from antq_rules.columnar.polars_table import describe
from antq_rules.columnar.slots import UNIT_TYPE as UNIT_TYPE_COLUMN
from antq_rules.columnar.slots import Column
from benchmarks import duckdb_by_hand, floor, numpy_by_hand, polars_by_hand
from benchmarks.table_criteria import Ranks, lowest_ranks
from benchmarks.table_data import SEED, table, unit
from benchmarks.workload import UNIT_TYPE, YEAR, criteria, expected, rule_set, units

ROWS = (100_000, 1_000_000, 10_000_000)
UNKNOWN = (0.0, 0.03)
CHECKED = 2_000
MOST_FOR_ARRAYS = 1_000_000
"""Above this only what a table of that size is judged with: numpy's and OpenFisca's columns would not fit beside it."""
ROUNDS = 5
WORDS = {Verdict.PASS: True, Verdict.FAIL: False, Verdict.INSUFFICIENT_DATA: None}


@attrs.frozen
class Layout:
    """How grades stand in the table: as texts, or as ranks."""

    ranks: Ranks | None

    @property
    def name(self) -> str:
        """What the table is called."""
        return "grades as texts" if self.ranks is None else "grades as ranks"


@attrs.frozen
class TableWay:
    """A way to judge a table: `prepare` loads a frame and gives back what judges it, `read` its verdicts as a frame."""

    name: str
    prepare: Callable[[pl.DataFrame, Layout], Callable[[], object]]
    read: Callable[[object], pl.DataFrame]
    most_rows: int = sys.maxsize
    nulls: bool = True


def main(sizes: Sequence[int] = ROWS) -> None:
    """Check every way, then time them for each size, share of unknown cells and layout."""
    notes: list[str] = []
    ways = list(_ways(notes))
    layouts = (Layout(None), Layout(lowest_ranks()))
    for layout, unknown in itertools.product(layouts, UNKNOWN):
        _check([way for way in ways if way.nulls or not unknown], unknown, layout)
    notes.append(f"Checked on {CHECKED:,} rows of each layout and share of unknown cells: equal to the model.")
    print("\n".join(notes))
    floor_seconds = _floor_seconds()
    for rows, unknown, layout in itertools.product(sizes, UNKNOWN, layouts):
        if rows <= MOST_FOR_ARRAYS or layout.ranks is not None:
            _time(ways, rows, unknown, layout, floor_seconds)


def _ways(notes: list[str]) -> Iterator[TableWay]:
    yield TableWay("Polars by hand", _polars, _frame)
    yield TableWay("Polars by hand, verdicts in words, conclusion", _polars_in_words, _of_words)
    yield TableWay("ours on Polars, data errors looked for", _ours, _of_words)
    yield TableWay("DuckDB by hand", _duckdb, _of_duckdb)
    yield TableWay("numpy by hand", _numpy, _of_numpy, MOST_FOR_ARRAYS)
    try:
        from benchmarks import open_fisca
    except ImportError:
        notes.append("OpenFisca: not installed (pip install openfisca-core)")
    else:
        yield TableWay("OpenFisca", lambda f, _: open_fisca.of_table(f), _frame, MOST_FOR_ARRAYS, nulls=False)


def _polars(frame: pl.DataFrame, layout: Layout) -> Callable[[], object]:
    return lambda: polars_by_hand.judge(frame, layout.ranks)


def _polars_in_words(frame: pl.DataFrame, layout: Layout) -> Callable[[], object]:
    return lambda: polars_by_hand.judge_in_words(frame, layout.ranks)


def _ours(frame: pl.DataFrame, layout: Layout) -> Callable[[], object]:
    """Our table executor: the prepared columns themselves, or the table as an application has it."""
    rules = rule_set()
    if layout.ranks is None:
        return lambda: rules.table(frame, year=YEAR, unit_type=UNIT_TYPE).verdicts
    judging = Judging(rules.program, rules._facts, setting_of(rules.program, rules.defaults, year=YEAR), Asked())
    type_of_unit = {UNIT_TYPE_COLUMN: Column(False, *[rules.program.unit_types.index(UNIT_TYPE)] * 2)}

    def judge() -> object:
        days = frame.with_columns(selectors.date().cast(pl.Int32))
        return judging.judge(days, describe(days) | type_of_unit).verdicts

    return judge


def _of_words(found: object) -> pl.DataFrame:
    words = {verdict.vietnamese: value for verdict, value in WORDS.items()}
    return _frame(found).select(pl.col(*criteria()).cast(pl.String()).replace_strict(words, return_dtype=pl.Boolean()))


def _frame(found: object) -> pl.DataFrame:
    assert isinstance(found, pl.DataFrame)
    return found


def _duckdb(frame: pl.DataFrame, layout: Layout) -> Callable[[], object]:
    connection = duckdb.connect()
    connection.register("frame", frame)
    connection.execute("create table units as from frame")
    connection.unregister("frame")

    def judge() -> object:
        duckdb_by_hand.judge(connection, "units", layout.ranks)
        return connection

    return judge


def _of_duckdb(found: object) -> pl.DataFrame:
    assert isinstance(found, duckdb.DuckDBPyConnection)
    verdicts: pl.DataFrame = found.sql("from verdicts").pl()
    return verdicts


def _numpy(frame: pl.DataFrame, layout: Layout) -> Callable[[], object]:
    columns = numpy_by_hand.columns(frame)
    return lambda: numpy_by_hand.judge(columns, layout.ranks)


def _of_numpy(found: object) -> pl.DataFrame:
    assert isinstance(found, dict)
    return pl.DataFrame({number: numpy_by_hand.verdicts(one) for number, one in found.items()})


def _check(ways: Sequence[TableWay], unknown: float, layout: Layout) -> None:
    """Raise `AssertionError` where a way's verdicts are not the model's."""
    frame = table(CHECKED, unknown, SEED + 1, layout.ranks is not None)
    wanted = pl.DataFrame([expected(unit(row)) for row in frame.iter_rows(named=True)], list(criteria()), orient="row")
    for way in ways:
        found = way.read(way.prepare(frame, layout)())
        wrong = {number: int(found[number].ne_missing(wanted[number]).sum()) for number in criteria()}
        if any(wrong.values()):
            raise AssertionError(f"{way.name} differs from the model: {wrong}")


def _floor_seconds() -> float:
    """CPU seconds of the floor of one unit in plain Python."""
    given = units(200)
    start = time.process_time()
    for one in given * 20:
        floor.judge(one.facts, one.before)
    return (time.process_time() - start) / (200 * 20)


def _time(ways: Sequence[TableWay], rows: int, unknown: float, layout: Layout, floor_seconds: float) -> None:
    frame = table(rows, unknown, ranks=layout.ranks is not None)
    chosen = [way for way in ways if rows <= way.most_rows and (way.nulls or not unknown)]
    judges = [way.prepare(frame, layout) for way in chosen]
    taken: list[list[tuple[float, float]]] = [[] for _ in chosen]
    for _ in range(ROUNDS):
        for judge, times in zip(judges, taken, strict=True):
            times.append(_once(judge))
    head = f"{rows:,} units, {unknown:.0%} unknown, {layout.name}"
    print(f"\n| {head} | M units / CPU s | ÷ Polars by hand | × floor | M units / s |")
    print("|---|---:|---:|---:|---:|")
    first = [cpu for cpu, _ in taken[0]]
    for way, times in zip(chosen, taken, strict=True):
        cpu, clock = (statistics.median(column) for column in zip(*times, strict=True))
        share = statistics.median(base / own for base, (own, _) in zip(first, times, strict=True))
        speed = f"{rows / cpu / 1e6:.2f} | {share:.2f} | {floor_seconds * rows / cpu:.0f} | {rows / clock / 1e6:.2f}"
        print(f"| {way.name} | {speed} |", flush=True)


def _once(judge: Callable[[], object]) -> tuple[float, float]:
    gc.collect()
    clock, cpu = time.perf_counter(), time.process_time()
    judge()
    return time.process_time() - cpu, time.perf_counter() - clock


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or ROWS)
