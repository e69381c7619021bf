"""Cold start: CPU time of a fresh process that loads a bundled set and assesses one unit, beside Python's own start.

Run: python benchmarks/cold_start.py
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROUNDS = 7
UNIT = Path(__file__).resolve().parents[1] / "examples" / "pl1-gan-dat.json"
PROGRAMS = {
    "python alone": "pass",
    "import antq_rules": "import antq_rules",
    "load, assess one unit": (
        "import antq_rules as a; u, = a.read_units(r'{unit}'); assert a.load('pl1').assess(u).verdict.value == 'fail'"
    ),
}


def cpu_seconds(code: str) -> float:
    """CPU time of a child process, user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code.format(unit=UNIT)], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the median of alternating rounds and its ratio to Python's own start."""
    taken: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for _ in range(ROUNDS):
        for name, code in PROGRAMS.items():
            taken[name].append(cpu_seconds(code))
    alone = statistics.median(taken["python alone"])
    for name, times in taken.items():
        median = statistics.median(times)
        beyond = 1000 * (median - alone)
        print(f"{name:24} {median * 1000:7.0f} ms CPU   x{median / alone:.1f}   beyond Python {beyond:.0f} ms")


if __name__ == "__main__":
    main()
