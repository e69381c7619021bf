"""Peak memory of fresh processes: Python alone, importing, one unit, a table out of Parquet files.

Run: python -m benchmarks.memory [ROWS]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROWS = 1_000_000
UNIT = Path(__file__).resolve().parents[1] / "examples" / "pl1-gan-dat.json"
_PEAK = "\nprint(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
_ONE_UNIT = "import antq_rules as a; u, = a.read_units(r'{unit}'); a.load('pl1').assess(u).criteria"
_TABLE = """
import polars as pl
from benchmarks import polars_by_hand, table_criteria
frame = pl.scan_parquet(r'{folder}/*.parquet')
polars_by_hand.judge_lazily(frame, table_criteria.lowest_ranks()).sink_parquet(r'{folder}/verdicts')
"""
_IN_MEMORY = """
import polars as pl
from benchmarks import polars_by_hand, table_criteria
frame = pl.read_parquet(r'{folder}/*.parquet')
verdicts = polars_by_hand.judge(frame, table_criteria.lowest_ranks())
"""


def main(rows: int = ROWS) -> None:
    """Print the peak of each process in megabytes."""
    from benchmarks.table_data import write_parquet

    with tempfile.TemporaryDirectory() as folder:
        write_parquet(Path(folder), rows, 0.03, ranks=True)
        programs = {
            "python alone": "",
            "import antq_rules": "import antq_rules",
            "load, assess one unit": _ONE_UNIT,
            f"{rows:,} units in memory, Polars by hand": _IN_MEMORY,
            f"{rows:,} units from Parquet to Parquet, Polars by hand": _TABLE,
        }
        print("| process | peak memory, MB |\n|---|---:|")
        for name, code in programs.items():
            print(f"| {name} | {peak_megabytes(code.format(unit=UNIT, folder=folder)):.0f} |", flush=True)


def peak_megabytes(code: str) -> float:
    """The peak resident memory of a process that runs the code; read by itself, as a child would inherit ours."""
    found = subprocess.run([sys.executable, "-c", code + _PEAK], check=True, capture_output=True, text=True)
    return int(found.stdout.split()[-1]) / 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
