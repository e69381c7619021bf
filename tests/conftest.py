"""Options of a test run that rewrite expected output; the change is then read as prose before it is kept."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("shared machine", deadline=None)  # how long an example takes is measured elsewhere
settings.load_profile("shared machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/report/golden anew")
    parser.addoption("--update-corpus", action="store_true", help="write the expected texts of tests/corpus anew")
