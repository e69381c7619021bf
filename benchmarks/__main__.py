"""Everything at once: one unit, tables in memory and out of core, cold start, compile time, memory, growth.

Run: python -m benchmarks [SVG of the growth curves]
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import cold_start, compile_time, growth, memory, one_unit, out_of_core, tables


def main(picture: Path | None = None) -> None:
    """Run the benchmarks one after another, each under its heading."""
    processor = platform.processor() or platform.machine()
    print(f"Python {platform.python_version()}, {processor}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    runs: dict[str, Callable[[], None]] = {
        "One unit": one_unit.main,
        "Tables": tables.main,
        "Tables out of core": out_of_core.main,
        "Cold start": cold_start.main,
        "Compile time": compile_time.main,
        "Memory": memory.main,
        "Growth": lambda: growth.main(picture),
    }
    for title, run in runs.items():
        print(f"\n## {title}\n", flush=True)
        run()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
