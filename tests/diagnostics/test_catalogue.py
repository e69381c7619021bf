"""Every code that the library can report has its wording, and no wording is left without a use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
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


def _reports() -> Iterator[tuple[str, str, set[str]]]:
    """Every place that reports a problem of a rule file with its values written out: where, the code, their names."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "attr", getattr(node.func, "id", "")) not in (
                "problem",
                "at",
            ):
                continue
            codes = [one.value for one in node.args if isinstance(one, ast.Constant) and one.value in CODES]
            names = {keyword.arg for keyword in node.keywords}
            if codes and None not in names:
                yield f"{file.name}:{node.lineno}", str(codes[0]), {name for name in names if name}


def test_every_report_gives_the_values_that_its_wording_takes() -> None:
    found = list(_reports())
    assert len(found) > 100
    for place, code, names in found:
        taken = set(re.findall(r"{(\w+)}", CODES[code].message + CODES[code].correction))
        assert taken <= names, (place, code, taken - names)


def test_a_diagnostic_prints_as_its_text() -> None:
    import antq_rules

    (problem,) = antq_rules.load("pl1").assess({"xyz": 3}, year=2023, unit_type="xã").errors
    assert str(problem) == problem.text()
    assert "DL102: không có dữ kiện nào mã hoặc tên là “xyz”" in str(problem)
