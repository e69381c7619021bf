"""Reports as they are read; `--update-golden` writes them anew, and the change is read as prose."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.report import invented

from antq_rules import report

GOLDEN = Path(__file__).parent / "golden"
UNITS = (invented.unit(), invented.passing_unit())
CASES = {
    **{f"tieu-chi-{c.number}-{width}.txt": report.text(c, width) for c in invented.CRITERIA for width in (60, 80, 120)},
    "tieu-chi-19-mau.txt": report.text(invented.addicts(), 80, color=True),
    "tieu-chi-2-day-du.txt": report.text(invented.documents(), 80, verbose=True),
    **{f"don-vi-{width}.txt": report.text(UNITS[0], width) for width in (60, 80, 120)},
    "don-vi-mau.txt": report.text(UNITS[0], 80, color=True),
    "don-vi-day-du.txt": report.text(UNITS[0], 80, verbose=True),
    "don-vi-dat.txt": report.text(UNITS[1], 80, verbose=True),
    "tieu-chi-19.md": report.markdown(invented.addicts()),
    "don-vi.md": report.markdown(UNITS[0]),
    "don-vi-dat.md": report.markdown(UNITS[1]),
    "tieu-chi-19.html": report.html(invented.addicts()),
    "don-vi.html": report.page(UNITS[0]),
    "nhieu-don-vi-80.txt": report.batch_text(UNITS, 80),
    "nhieu-don-vi.md": report.batch_markdown(UNITS),
    "nhieu-don-vi.csv": report.batch_csv(UNITS),
}


@pytest.mark.parametrize("name", CASES)
def test_a_report_reads_as_expected(name: str, request: pytest.FixtureRequest) -> None:
    file = GOLDEN / name
    written = CASES[name].encode()
    if request.config.getoption("--update-golden"):
        file.write_bytes(written)
    assert written.decode() == file.read_bytes().decode()


def test_no_expected_report_is_left_over() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == set(CASES)
