"""Bad data of units: each file has its full report beside it, assessed by the small set `vi-du.rules` of its folder.

A file in `good/` of that folder is a bad one mended; those made from `complete.json` have it for that.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from antq_rules import InvalidInput, RuleSet, Verdict, load, load_file, load_text
from antq_rules.diagnostics import Diagnostic, report_text
from antq_rules.facts import read_units, read_units_text

HERE = Path(__file__).parent / "data"
COMPLETE = HERE / "complete.json"
FILES = [file for file in sorted(HERE.rglob("*")) if file.suffix in (".json", ".yaml", ".csv", ".txt")]
GOOD = [file for file in FILES if file.parent.name == "good"]
BAD = [file for file in FILES if file not in GOOD and file != COMPLETE]
BUILT_HERE = {"DL123", "DL132", "DL133", "DL134", "DL135", "DL136", "DL137", "DL138", "DL145", "DL146", "DL147"}
RULES = load_file(HERE / "vi-du.rules")


def problems_of(file: Path, rules: RuleSet) -> tuple[Diagnostic, ...]:
    try:
        return tuple(problem for unit in read_units(file) for problem in rules.assess(unit).errors)
    except InvalidInput as error:
        return error.diagnostics


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.name)
def test_bad_data(file: Path, request: pytest.FixtureRequest) -> None:
    problems = problems_of(file, load_file(file.parent / "vi-du.rules"))
    expected = file.with_name(f"{file.name}.expected")
    if request.config.getoption("--update-corpus"):
        expected.write_text(report_text(problems) + "\n", encoding="utf-8")
    assert report_text(problems) + "\n" == expected.read_text(encoding="utf-8")
    assert [problem.code for problem in problems] == [file.name.partition("-")[0]]
    assert problems[0].file == file.name


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.name)
def test_mended_data(file: Path) -> None:
    assert report_text(problems_of(file, load_file(file.parent.parent / "vi-du.rules"))) == ""
    assert [bad.stem for bad in BAD if bad.parent == file.parent.parent and bad.stem == file.stem]


def test_the_file_that_the_bad_ones_were_made_from_is_good() -> None:
    assert problems_of(COMPLETE, RULES) == ()
    (unit,) = read_units(COMPLETE)
    assert RULES.assess(unit).verdict is Verdict.PASS


def test_yaml_without_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(InvalidInput) as caught:
        read_units_text("năm: 2023", "a.yaml", "yaml")
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.file) == ("DL123", "a.yaml")
    assert 'pip install "antq-rules[yaml]"' in problem.correction


PARAMETER = (
    'bộ tiêu chí "Thử"\n  mã: thu\n  áp dụng cho: xã\n'
    "tham số [mức tối đa], mặc định 5%\n  mã: muc_toi_da\n  khoảng: từ 1% đến 10%\n"
    "dữ kiện [hộ]\n  kiểu: số đếm dương (hộ)\n"
    "dữ kiện [hộ nghèo]\n  kiểu: số đếm (hộ)\n  trong số: [hộ]\n"
    "dữ kiện [kết quả năm qua]\n  kiểu: kết quả (bộ pl1)\n"
    'tiêu chí 1. "Hộ nghèo"\n  đạt khi số [hộ nghèo] chiếm không quá [mức tối đa] số [hộ]\n'
    'tiêu chí 2. "Năm trước"\n  đạt khi [kết quả năm qua] năm trước là "đạt"\n'
)


@pytest.mark.parametrize(
    ("name", "value", "reason", "suggestion"),
    [
        ("muc_toi_da", "11%", "là 11, ngoài khoảng từ 1 đến 10", ()),
        ("mức tối đa", "nhiều", "không phải “nhiều”", ()),
        ("muc_toi_daa", "5%", "không có tham số nào mã hoặc tên như vậy", ("muc_toi_da",)),
    ],
)
def test_a_parameter_that_is_refused(name: str, value: str, reason: str, suggestion: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_text(PARAMETER).with_parameters({name: value})
    (problem,) = caught.value.diagnostics
    assert problem.code == "DL133"
    assert reason in problem.message
    assert problem.suggestions == suggestion


def test_the_result_of_another_set_than_the_one_asked_for() -> None:
    other = load("pl2").assess({}, year=2023, unit_type="doanh nghiệp")
    result = load_text(PARAMETER).assess({}, year=2024, previous={"kết quả năm qua": other})
    (problem,) = result.errors
    assert problem.code == "DL132"
    assert problem.message == "[kết quả năm qua] phải là kết quả của bộ “pl1”, không phải của bộ “pl2”"
    assert result["2"].verdict is Verdict.INSUFFICIENT_DATA
