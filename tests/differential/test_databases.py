"""Views in PostgreSQL say what the model says."""

from __future__ import annotations

import pytest

from tests.columnar import engines
from tests.differential.run import compare
from tests.differential.views import Views
from tests.servers import postgres_server

__all__ = ["postgres_server"]


def test_postgres_says_what_the_model_says(postgres_server: str) -> None:
    pytest.importorskip("psycopg")
    report = compare(Views("postgres", engines.on_postgres(postgres_server)), range(300_000, 300_002), 250, None, False)
    assert report.cases >= 250
    assert not report.diverging, report.text
