"""Bad data of units: each file has its full report beside it, assessed by the small set of data/vi-du.rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from antq_rules import InvalidInput, Verdict, load, load_file
from antq_rules.diagnostics import CODES, Diagnostic, report_text
from antq_rules.facts import read_units

HERE = Path(__file__).parent / "data"
COMPLETE = HERE / "complete.json"
BAD = sorted(file for file in HERE.glob("*.json") if file != COMPLETE)
RULES = load_file(HERE / "vi-du.rules")


def problems_of(file: Path) -> tuple[Diagnostic, ...]:
    try:
        return tuple(problem for unit in read_units(file) for problem in RULES.assess(unit).errors)
    except InvalidInput as error:
        return error.diagnostics


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_bad_data(file: Path, request: pytest.FixtureRequest) -> None:
    problems = problems_of(file)
    expected = file.with_suffix(".expected")
    if request.config.getoption("--update-corpus"):
        expected.write_text(report_text(problems) + "\n", encoding="utf-8")
    assert report_text(problems) + "\n" == expected.read_text(encoding="utf-8")
    assert [problem.code for problem in problems] == [file.name.partition("-")[0]]
    assert problems[0].file == file.name


def test_the_file_that_the_bad_ones_were_made_from_is_good() -> None:
    assert problems_of(COMPLETE) == ()
    (unit,) = read_units(COMPLETE)
    assert RULES.assess(unit).verdict is Verdict.PASS


def test_every_code_of_data_has_a_bad_file() -> None:
    wanted = {code for code in CODES if code.startswith("DL")}
    assert wanted - {file.name.partition("-")[0] for file in BAD} == {"DL117"}


def test_a_set_that_is_not_there() -> None:
    with pytest.raises(InvalidInput) as caught:
        load("pl9")
    (problem,) = caught.value.diagnostics
    assert problem.code == "DL117"
    assert problem.message == "không có bộ tiêu chí “pl9”"
    assert problem.correction == "Các bộ có sẵn: pl1; pl2."
