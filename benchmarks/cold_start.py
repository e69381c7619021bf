"""Cold start: CPU time of a fresh process that loads a bundled set and assesses one unit, beside Python's own start.

Modules are compiled to bytecode before, as pip does when it installs a package.

Run: python benchmarks/cold_start.py
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
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


def cpu_seconds(code: str, bytecode: str) -> float:
    """CPU time of a child process, user and system; its modules' bytecode is kept in a folder."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = bytecode
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code.format(unit=UNIT)], check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the median of alternating rounds and its ratio to Python's own start."""
    taken: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    with tempfile.TemporaryDirectory() as bytecode:
        for code in PROGRAMS.values():
            cpu_seconds(code, bytecode)
        for _ in range(ROUNDS):
            for name, code in PROGRAMS.items():
                taken[name].append(cpu_seconds(code, bytecode))
    alone = statistics.median(taken["python alone"])
    for name, times in taken.items():
        median = statistics.median(times)
        beyond = 1000 * (median - alone)
        print(f"{name:24} {median * 1000:7.0f} ms CPU   x{median / alone:.1f}   beyond Python {beyond:.0f} ms")


if __name__ == "__main__":
    main()
