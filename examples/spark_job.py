"""Judge the units of a Parquet table on Spark and write the verdicts as Parquet.

    spark-submit spark_job.py SET TABLE FOLDER [--year 2025] [--by nam tinh] [--before OLD_TABLE]

With `--before` only units whose rows differ from that earlier table are looked for; the partitions they are in are
judged as a whole and replace those of the earlier run.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import antq_rules
from antq_rules.columnar.spark_table import changed_units


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the job."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set")
    parser.add_argument("table")
    parser.add_argument("folder")
    parser.add_argument("--year", type=int)
    parser.add_argument("--by", nargs="+", default=["nam"])
    parser.add_argument("--before")
    chosen = parser.parse_args(arguments)

    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName(f"antq {chosen.set}").config("spark.sql.ansi.enabled", "true").getOrCreate()
    table = session.read.parquet(chosen.table)
    carried = [name for name in chosen.by if name != "nam"]
    if chosen.before:
        changed = changed_units(session.read.parquet(chosen.before), table)
        touched = table.join(changed, "ma_don_vi", "left_semi")
        if carried:
            table = table.join(touched.select(*carried).distinct(), carried, "left_semi")
        elif touched.isEmpty():
            return
    rules = antq_rules.load(chosen.set)
    judged = rules.spark(table, session=session, carried=carried)
    if not judged.repeated.isEmpty():
        raise SystemExit("the table has more than one row of a unit and year")
    judged.write(chosen.folder, chosen.by, f"nam = {chosen.year}" if chosen.year else None)


if __name__ == "__main__":
    main()
