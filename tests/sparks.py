"""A local Spark session for tests, and rows of units as frames of it."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from antq_rules.columnar.sql_view import SqlView

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

JAVA: Final = 17
SETTINGS: Final = {
    "spark.driver.memory": "1g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss16m",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""Short jobs: the quick compiler of the virtual machine alone, which costs a third of the time of both."""


def why_not() -> str:
    """Why no Spark can be started here; nothing where it can."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "pyspark is not installed (the extra `spark`)"
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None or not Path(java).exists():
        return f"Java {JAVA} is not installed"
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = told.partition('"')[2].partition(".")[0]
    return "" if version.isdigit() and int(version) >= JAVA else f"Spark needs Java {JAVA}, this is {version or told}"


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session on two cores that lives as long as the tests do."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of versions of libraries that nothing here uses
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]")
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        builder = builder.config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session.stop()


def frame(
    session: SparkSession, view: SqlView, rows: Sequence[dict[str, Any]], *extra: str, wide: bool = False
) -> DataFrame:
    """Rows as a frame with the columns that a view asks for; `extra` are columns of text beside them.

    With `wide` the columns of figures hold more than the view takes.
    """
    types = [(name, kind.lower()) for name, kind in zip(view.columns, view.types, strict=True)]
    if wide:
        wider = {"bigint": "decimal(38,0)", f"decimal(38, {view.decimals})": "decimal(38,12)"}
        types = [(name, wider.get(kind, kind)) for name, kind in types]
    types += [(name, "string") for name in extra]
    cells = [tuple(_cell(kind, row.get(name)) for name, kind in types) for row in rows]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return session.createDataFrame(cells, ", ".join(f"`{name}` {kind}" for name, kind in types))


def _cell(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "date":
        return datetime.date.fromisoformat(value) if isinstance(value, str) else value
    return Decimal(value) if kind.startswith("decimal") else value
