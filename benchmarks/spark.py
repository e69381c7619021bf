"""Tables on Spark: rows judged per CPU second, the cost of planning, and what a thousand million rows would come to.

Run: python -m benchmarks.spark [pl1] [100000 1000000]
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import antq_rules
from antq_rules.columnar.sql_view import SqlView

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

UNKNOWN = 3
BILLION = 10**9


def session() -> SparkSession:
    """A local session on two cores."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    settings = {
        "spark.driver.memory": "3g",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    made: SparkSession = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made


def cpu_seconds(spark: SparkSession) -> float:
    """CPU time so far of the virtual machine and of this process."""
    gateway: Any = spark.sparkContext._gateway
    process = gateway.proc.pid
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    own = resource.getrusage(resource.RUSAGE_SELF)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + own.ru_utime + own.ru_stime


@contextmanager
def timed(spark: SparkSession, told: dict[str, float]) -> Iterator[None]:
    """Note CPU and elapsed seconds of what is done meanwhile."""
    cpu, elapsed = cpu_seconds(spark), time.perf_counter()
    yield
    told["cpu"], told["elapsed"] = cpu_seconds(spark) - cpu, time.perf_counter() - elapsed


def made_up(spark: SparkSession, view: SqlView, units: int, folder: str) -> None:
    """A table of that many units, with the year before of each, as Parquet by year; 3 cells of 100 are empty."""
    words = {"boolean": "rand({0}) < 0.8", "date": "date_add(DATE '2023-01-01', int(rand({0}) * 365))"}
    shown = ["concat('u', id div 2) AS ma_don_vi", "'xã' AS loai", "int(2022 + id % 2) AS nam"]
    for at, (name, kind) in enumerate(zip(view.columns, view.types, strict=True)):
        if name in ("ma_don_vi", "loai", "nam"):
            continue
        plain = name.endswith(("_khong_co", "_khong_co_nam"))
        value = "false" if plain else words.get(kind.lower(), "rand({0}) * 100").format(at)
        if kind.lower() in ("text", "string"):
            value = "'chưa báo cáo'"
        shown.append(f"IF(rand({1000 + at}) < 0.0{UNKNOWN}, NULL, CAST({value} AS {kind})) AS `{name}`")
    frame = spark.range(0, 2 * units, 1, 4).selectExpr(*shown)
    frame.write.partitionBy("nam").mode("overwrite").parquet(folder)


def main() -> None:
    """Print the figures of one set for each number of units."""
    code, *sizes = sys.argv[1:] or ["pl1"]
    spark = session()
    rules = antq_rules.load(code)
    version = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr.partition("\n")[
        0
    ]
    print(
        f"{code}; Spark {spark.version}, {version}; local[2] on {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, sizes or ("100000", "1000000")):
            made_up(spark, rules.sql("spark"), size, f"{folder}/bang")
            megabytes = sum(one.stat().st_size for one in Path(folder, "bang").rglob("*.parquet")) / 2**20
            told: dict[str, float] = {}
            with timed(spark, told):
                verdicts = rules.spark(f"{folder}/bang", session=spark).verdicts.where("nam = 2023")
                query: Any = verdicts
                query._jdf.queryExecution().executedPlan()
            print(f"{size:>9} units, {megabytes:.0f} MB: planned in {told['cpu']:.1f} s CPU", flush=True)
            for _ in range(2):
                with timed(spark, told):
                    verdicts.write.format("noop").mode("overwrite").save()
                rate = size / told["cpu"]
                hours = BILLION / rate / 3600
                print(f"{'':9} judged in {told['cpu']:.1f} s CPU, {told['elapsed']:.1f} s elapsed")
                print(f"{'':9} {rate:,.0f} units per CPU s; {hours:.1f} CPU hours per billion", flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
