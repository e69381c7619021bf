"""The databases of the tests of SQL, by name."""

from __future__ import annotations

import pytest

from tests.columnar import engines
from tests.servers import postgres_server

__all__ = ["postgres_server"]
NAMES = ("duckdb", "sqlite", "postgres")


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest) -> tuple[str, engines.Run]:
    """A database: the name of its dialect, and how views are run on it."""
    if request.param == "postgres":
        pytest.importorskip("psycopg")
        return "postgres", engines.on_postgres(request.getfixturevalue("postgres_server"))
    if request.param == "duckdb":
        pytest.importorskip("duckdb")
        return "duckdb", engines.on_duckdb
    return "sqlite", engines.on_sqlite
