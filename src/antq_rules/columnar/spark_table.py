"""A table of units on Spark: the SQL of a set over a data frame; nothing of it runs in Python, row by row or at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from antq_rules.columnar.sql_shape import PERIOD, UNIT, YEAR_OF
from antq_rules.diagnostics import Diagnostic, InvalidInput

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from antq_rules.columnar.sql_view import SqlView

ANSI: Final = "spark.sql.ansi.enabled"
VERDICTS: Final = "ket_qua"
ERRORS: Final = "loi_so_lieu"
_WHOLE: Final = ("tinyint", "smallint", "int", "bigint", "decimal")
_TEXT: Final = ("string", "varchar", "char")
_ACCEPTED: Final = {
    "bigint": _WHOLE,
    "int": _WHOLE,
    "decimal": _WHOLE,
    "boolean": ("boolean",),
    "date": ("date",),
    "string": _TEXT,
}


@attrs.frozen(eq=False)
class SparkTable:
    """Units judged by Spark; each frame is computed when it is used.

    `verdicts` has a row for each unit and year, `errors` one for each value refused, `repeated` the units and years
    that the table has more than one row of: they are judged once for each, so it should be empty.
    """

    verdicts: DataFrame
    errors: DataFrame
    repeated: DataFrame
    view: SqlView
    source: DataFrame
    stamp: dict[str, str]

    def write(self, folder: str | Path, partition_by: Sequence[str] = (YEAR_OF,), where: str | None = None) -> None:
        """Write verdicts and errors as Parquet below a folder, over the same partitions of an earlier run only.

        `where` is an SQL condition on the columns to partition by, such as `nam = 2025`. Each row tells by which rules,
        readings and version it was judged. A partition of `loi_so_lieu` has one row without a code for having been
        checked, so that a partition without errors any more replaces the one that had some.
        """
        checked = self.source.select(*partition_by).distinct()
        for column, kind in self.errors.dtypes:
            if column not in partition_by:
                checked = checked.selectExpr("*", f"CAST(NULL AS {kind}) AS `{column}`")
        errors = self.errors.unionByName(checked)
        for name, frame in ((VERDICTS, self.verdicts), (ERRORS, errors)):
            chosen = frame if where is None else frame.where(where)
            stamped = chosen.selectExpr("*", *(f"{_literal(value)} AS {key}" for key, value in self.stamp.items()))
            writer = stamped.write.mode("overwrite").option("partitionOverwriteMode", "dynamic")
            writer.partitionBy(*partition_by).parquet(f"{folder}/{name}")


def opened(source: DataFrame | str | Path, session: SparkSession | None) -> tuple[SparkSession, DataFrame]:
    """A frame, or the Parquet files of a path, with its session, which computes in ANSI mode. Raises `InvalidInput`."""
    from pyspark.sql import SparkSession as Session

    if not isinstance(source, (str, Path)):
        session = source.sparkSession
    elif session is None:
        session = Session.getActiveSession() or Session.builder.config(ANSI, "true").getOrCreate()
    found = str(session.conf.get(ANSI, "false"))
    if found.lower() != "true":
        raise InvalidInput([Diagnostic("DL145", values=(("found", found),))])
    return session, session.read.parquet(str(source)) if isinstance(source, (str, Path)) else source


def restricted(frame: DataFrame, units: DataFrame) -> DataFrame:
    """The rows, of all years, of some units."""
    return frame.join(units.select(UNIT).distinct(), UNIT, "left_semi")


def changed_units(before: DataFrame, after: DataFrame) -> DataFrame:
    """The units of which a row is new, gone or not what it was; a column that only one frame has counts as changed."""
    from pyspark.sql.functions import lit

    for name, kind in before.dtypes:
        if name not in after.columns:
            after = after.withColumn(name, lit(None).cast(kind))
    for name, kind in after.dtypes:
        if name not in before.columns:
            before = before.withColumn(name, lit(None).cast(kind))
    before = before.select(*after.columns)
    return after.subtract(before).select(UNIT).union(before.subtract(after).select(UNIT)).distinct()


def check_types(view: SqlView, frame: DataFrame) -> None:
    """Raise `InvalidInput` for each column that is read and that no exact value of its fact comes out of."""
    problems = list(_wrong_types(view, dict(frame.dtypes)))
    if problems:
        raise InvalidInput(problems)


def _wrong_types(view: SqlView, types: dict[str, str]) -> Iterator[Diagnostic]:
    for name, declared in zip(view.columns, view.types, strict=True):
        accepted = _ACCEPTED[declared.lower().partition("(")[0]]
        found = types[name]
        given_words = name.endswith("_mc") and found.startswith(_TEXT)
        if found.partition("(")[0] not in accepted and not given_words:
            values = (("name", name), ("found", found), ("expected", ", ".join(accepted)))
            yield Diagnostic("DL146", values=values)


def judged(view: SqlView, frame: DataFrame, table: str, stamp: dict[str, str]) -> SparkTable:
    """A frame judged; it becomes the temporary view `table`, the stages behind the queries others named after it."""
    session = frame.sparkSession
    frame.createOrReplaceTempView(table)
    keys = [name for name in (UNIT, YEAR_OF, PERIOD) if name in frame.columns]
    repeated = frame.groupBy(*keys).count().where("count > 1")
    verdicts, errors = _staged(session, view.stages), _staged(session, view.error_stages)
    return SparkTable(verdicts, errors, repeated, view, frame, stamp)


def _staged(session: SparkSession, stages: Sequence[tuple[str, str]]) -> DataFrame:
    *before, (_, last) = stages
    for name, select in before:
        session.sql(select).createOrReplaceTempView(name)
    return session.sql(last)


def _literal(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
