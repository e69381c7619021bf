"""Every code that the library can report has its wording, and no wording is left without a use."""

from __future__ import annotations

import re
from pathlib import Path

from antq_rules.diagnostics import CODES, Diagnostic

SOURCE = Path(__file__).resolve().parents[2] / "src" / "antq_rules"


def _used() -> set[str]:
    files = [file for file in SOURCE.rglob("*.py") if file != SOURCE / "diagnostics" / "catalogue.py"]
    return {code for file in files for code in re.findall(r'"((?:SEC|LIM|AQ|DL)\d{3})"', file.read_text("utf-8"))}


def test_every_code_used_is_worded() -> None:
    assert _used() - set(CODES) == set()


def test_every_wording_is_used() -> None:
    assert set(CODES) - _used() == set()


def test_messages_take_the_values_they_name() -> None:
    for code, entry in CODES.items():
        names = set(re.findall(r"{(\w+)}", entry.message + entry.correction))
        diagnostic = Diagnostic(code, values=tuple((name, "x") for name in names))
        assert "{" not in diagnostic.text()


def test_a_diagnostic_prints_as_its_text() -> None:
    import antq_rules

    (problem,) = antq_rules.load("pl1").assess({"xyz": 3}, year=2023, unit_type="xã").errors
    assert str(problem) == problem.text()
    assert "DL102: không có dữ kiện nào mã hoặc tên là “xyz”" in str(problem)
