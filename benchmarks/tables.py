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
from antq_rules.columnar.lowering import lower, setting_of
from antq_rules.columnar.polars_judge import Asked, Judging
from antq_rules.columnar.polars_table import Run, Wanted, all_wanted, describe
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
BY_HAND = "Polars by hand, bare truth values"
IN_WORDS = "Polars by hand, verdicts in words, conclusion"
CHECKED_BY_HAND = "Polars by hand, the same, data errors looked for"
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
    """A way to judge a table: `prepare` loads a frame and gives back what judges it, `read` its verdicts as a frame.

    `beside` names the way by hand that does the very same work; the first way where there is none.
    """

    name: str
    prepare: Callable[[pl.DataFrame, Layout], Callable[[], object]]
    read: Callable[[object], pl.DataFrame]
    most_rows: int = sys.maxsize
    nulls: bool = True
    beside: str = BY_HAND
    texts: bool = True

    def fits(self, unknown: float, layout: Layout) -> bool:
        """Whether it judges such tables."""
        return (self.nulls or not unknown) and (self.texts or layout.ranks is not None)


def main(sizes: Sequence[int] = ROWS) -> None:
    """Check every way, then time them for each size, share of unknown cells and layout."""
    notes: list[str] = []
    ways = list(_ways(notes))
    layouts = (Layout(None), Layout(lowest_ranks()))
    for layout, unknown in itertools.product(layouts, UNKNOWN):
        _check([way for way in ways if way.fits(unknown, layout)], unknown, layout)
    notes.append(f"Checked on {CHECKED:,} rows of each layout and share of unknown cells: equal to the model.")
    print("\n".join(notes))
    floor_seconds = _floor_seconds()
    for rows, unknown, layout in itertools.product(sizes, UNKNOWN, layouts):
        if rows <= MOST_FOR_ARRAYS or layout.ranks is not None:
            _time(ways, rows, unknown, layout, floor_seconds)


def _ways(notes: list[str]) -> Iterator[TableWay]:
    yield TableWay(BY_HAND, _polars, _frame)
    yield TableWay(IN_WORDS, _polars_in_words, _of_words)
    yield TableWay(CHECKED_BY_HAND, _polars_checked, _of_words)
    yield TableWay("ours on Polars, verdicts in words, conclusion", _ours_bare, _of_words, beside=IN_WORDS, texts=False)
    yield TableWay("ours on Polars, the same, data errors looked for", _ours, _of_words, beside=CHECKED_BY_HAND)
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


def _polars_checked(frame: pl.DataFrame, layout: Layout) -> Callable[[], object]:
    return lambda: polars_by_hand.judge_checked(frame, layout.ranks)


def _ours(frame: pl.DataFrame, layout: Layout) -> Callable[[], object]:
    """Our table executor: the prepared columns themselves, or the table as an application has it."""
    rules = rule_set()
    if layout.ranks is None:
        return lambda: rules.table(frame, year=YEAR, unit_type=UNIT_TYPE).verdicts
    judging = Judging(rules.program, rules._facts, setting_of(rules.program, rules.defaults, year=YEAR), Asked())

    def judge() -> object:
        days = _days(frame)
        return judging.judge(days, describe(days) | _type_of_unit()).verdicts

    return judge


def _ours_bare(frame: pl.DataFrame, layout: Layout) -> Callable[[], object]:
    """The query of our table executor alone, over columns of which it is known that nothing is wrong with them."""
    rules = rule_set()
    setting = setting_of(rules.program, rules.defaults, year=YEAR)
    known = describe(_days(frame)) | _type_of_unit()
    plan = lower(rules.program, rules._facts, setting, known, checked=True)
    run = Run(Wanted(dict(all_wanted(plan)), {}), {name: name for name in known}, _days(frame).schema)
    return lambda: run.frame(_days(frame))


def _days(frame: pl.DataFrame) -> pl.DataFrame:
    """Days as our prepared layout has them."""
    return frame.with_columns(selectors.date().cast(pl.Int32))


def _type_of_unit() -> dict[str, Column]:
    return {UNIT_TYPE_COLUMN: Column(False, *[rule_set().program.unit_types.index(UNIT_TYPE)] * 2)}


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
    chosen = [way for way in ways if rows <= way.most_rows and way.fits(unknown, layout)]
    judges = [way.prepare(frame, layout) for way in chosen]
    taken: list[list[tuple[float, float]]] = [[] for _ in chosen]
    for _ in range(ROUNDS):
        for judge, times in zip(judges, taken, strict=True):
            times.append(_once(judge))
    head = f"{rows:,} units, {unknown:.0%} unknown, {layout.name}"
    print(f"\n| {head} | M units / CPU s | ÷ bare by hand | ÷ the same by hand | × floor | M units / s |")
    print("|---|---:|---:|---:|---:|---:|")
    of_way = {way.name: [cpu for cpu, _ in times] for way, times in zip(chosen, taken, strict=True)}
    for way, times in zip(chosen, taken, strict=True):
        cpu, clock = (statistics.median(column) for column in zip(*times, strict=True))
        shares = [_share(of_way[name], of_way[way.name]) for name in (BY_HAND, way.beside)]
        same = f"{shares[1]:.2f}" if way.beside != BY_HAND else ""
        speed = f"{rows / cpu / 1e6:.2f} | {shares[0]:.2f} | {same} | {floor_seconds * rows / cpu:.0f}"
        speed += f" | {rows / clock / 1e6:.2f}"
        print(f"| {way.name} | {speed} |", flush=True)


def _share(base: Sequence[float], own: Sequence[float]) -> float:
    """The speed of one way in proportion to another's: the median over the rounds."""
    return statistics.median(one / other for one, other in zip(base, own, strict=True))


def _once(judge: Callable[[], object]) -> tuple[float, float]:
    gc.collect()
    clock, cpu = time.perf_counter(), time.process_time()
    judge()
    return time.process_time() - cpu, time.perf_counter() - clock


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or ROWS)
