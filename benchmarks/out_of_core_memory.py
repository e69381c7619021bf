"""Peak memory of processes that judge folders of Parquet files larger than the memory that they may use."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

from benchmarks.out_of_core_data import wide
from benchmarks.table_data import BEFORE, SEED
from benchmarks.workload import UNIT_TYPE, YEAR

LIMIT = "512MB"
_A_FILE = 1_000_000
_UNKNOWN = 0.03
_DUCKDB = f"""
from antq_rules import load
from antq_rules.columnar.duckdb_table import judge_file
from antq_rules.columnar.sql_view import Options
found = judge_file(load("pl1").program, Path(folder) / "*.parquet", Path(target), memory="{LIMIT}",
                   options=Options(wide=True, year={YEAR}))
assert (found.units, found.errors) == (rows, 0), found
"""
_POLARS = f"""
from antq_rules import load
found = load("pl1").table_to(Path(folder), Path(target), year={YEAR}, unit_type="{UNIT_TYPE}")
assert (found.rows, found.error_count) == (rows, 0), found
"""
_CHILD = """
import resource, sys, time
from pathlib import Path
folder, target, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
{work}
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak, time.process_time())
"""


def memory(rows: int) -> None:
    """Print the peak of a process of each way, beside what the data take on the disk and in memory."""
    ways = {
        f"DuckDB, limit {LIMIT}, data errors, then verdicts": (_DUCKDB, False),
        "Polars, `table_to`": (_POLARS, True),
    }
    print(f"\n| {rows:,} units, {_UNKNOWN:.0%} unknown | peak memory, MB | CPU s |\n|---|---:|---:|", flush=True)
    for name, (work, dotted) in ways.items():
        with tempfile.TemporaryDirectory() as folder:
            size = _write(Path(folder), rows, dotted)
            if not dotted:
                files = sum(file.stat().st_size for file in Path(folder).glob("*.parquet")) / 2**20
                print(f"| the data in memory (Arrow); {files:.0f} MB of files | {size:.0f} | |", flush=True)
            with tempfile.TemporaryDirectory() as out:
                command = [sys.executable, "-c", _CHILD.format(work=work), folder, f"{out}/verdicts.parquet", str(rows)]
                told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-2:]
            print(f"| {name} | {int(told[0]) / 1024:.0f} | {float(told[1]):.0f} |", flush=True)


def _write(folder: Path, rows: int, dotted: bool) -> float:
    """Several files; gives back how many megabytes all would take in memory."""
    size = 0.0
    for number, start in enumerate(range(0, rows, _A_FILE)):
        count = min(_A_FILE, rows - start)
        frame = wide(count, _UNKNOWN, SEED + number, start)
        size += frame.estimated_size("mb")
        if dotted:
            frame = _for_polars(frame, count, number)
        frame.write_parquet(folder / f"units-{number:05}.parquet")
    return size


def _for_polars(frame: pl.DataFrame, rows: int, number: int) -> pl.DataFrame:
    """The same units with grades as texts, as `RuleSet.table_to` reads them, each row with its year before."""
    from benchmarks.table_data import table

    assert any(name.endswith(BEFORE) for name in frame.columns)
    return table(rows, _UNKNOWN, SEED + number).insert_column(0, frame["ma_don_vi"].alias("mã đơn vị"))
