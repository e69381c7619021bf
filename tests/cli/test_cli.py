"""The command `antq`, called as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import antq_rules
from antq_rules.cli import main
from antq_rules.report import unit_report
from antq_rules.resources import folder

NEAR = str(folder("examples").joinpath("pl1-gan-dat.json"))
GOOD = """bộ tiêu chí "Thử"
  mã: thu
  áp dụng cho: xã
dữ kiện [vụ cháy]
  mã: vu
  kiểu: số đếm (vụ)
tiêu chí 1. "Không cháy"
  đạt khi không để xảy ra [vụ cháy]
ví dụ "một vụ"
  cho năm 2023:
    [vụ cháy]: 1 vụ
  thì tiêu chí 1 {expected}
"""


def test_evaluate_explains_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "pl1", NEAR]) == 0
    out = capsys.readouterr().out
    assert "Tiêu chí 19 · Người nghiện ma túy" in out
    assert "Để đạt: [người nghiện ma túy] giảm thêm 1 người: từ 9 người thành 8 người." in out
    assert main(["evaluate", "pl1", NEAR, "--fail-on-verdict"]) == 1


def test_evaluate_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "pl1", NEAR, "--json", "--reading", "A01=giam_5"]) == 0
    (data,) = json.loads(capsys.readouterr().out)
    assert data["verdict"] == "fail"
    assert data["readings"]["A01"] == "giam_5"
    assert len(data["criteria"]) == 34


def test_explain_one_criterion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "pl1", "5", NEAR]) == 0
    out = capsys.readouterr().out
    assert "chưa đạt: tháng 7" in out
    assert "Tiêu chí 19" not in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["evaluate", "pl9", NEAR], "DL117"),
        (["evaluate", "pl1", "khong-co.json"], "DL101"),
        (["evaluate", "pl1", NEAR, "--reading", "A01=xyz"], "DL118"),
        (["evaluate", "pl1", NEAR, "--criteria", "99"], "AQ215"),
        (["evaluate", "pl1", NEAR, "--cutoff", "31/02/2023"], "DL116"),
        (["check", "khong-co.rules"], "DL117"),
    ],
)
def test_bad_input_is_said_and_ends_with_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_a_bad_command_line_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["lam-gi-do"])
    assert stop.value.code == 2
    assert "dòng lệnh chưa đúng" in capsys.readouterr().err


def test_check_shows_every_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sai.rules"
    file.write_text(GOOD.format(expected="đạt").replace("xảy ra [vụ cháy]", "xảy ra [vụ chay]"), encoding="utf-8")
    assert main(["check", str(file)]) == 2
    out = capsys.readouterr().out
    assert "AQ201" in out and "[vụ cháy]" in out
    assert main(["check", str(file), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["diagnostics"][0]["line"] == 8


def test_test_runs_examples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.rules").write_text(GOOD.format(expected="không đạt"), encoding="utf-8")
    assert main(["test", str(tmp_path)]) == 0
    assert "1 ví dụ đạt" in capsys.readouterr().out
    (tmp_path / "a.rules").write_text(GOOD.format(expected="đạt"), encoding="utf-8")
    assert main(["test", str(tmp_path)]) == 1
    assert "mong đợi “đạt”, kết quả “không đạt”" in capsys.readouterr().out


def test_list_and_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    assert "pl2: " in capsys.readouterr().out
    assert main(["list", "pl1"]) == 0
    assert "19.a PL1-TC19-a" in capsys.readouterr().out
    assert main(["schema", "pl2"]) == 0
    assert "so_bao_ve_duoc_tap_huan" in json.loads(capsys.readouterr().out)["properties"]["dữ kiện"]["properties"]


def test_compile_writes_a_form_that_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "a.rules").write_text(GOOD.format(expected="không đạt"), encoding="utf-8")
    assert main(["compile", str(tmp_path)]) == 0
    assert json.loads((tmp_path / "compiled" / "index.json").read_text(encoding="utf-8")) == {"thu": "a.rules"}
    from antq_rules.ruleset.loading import read_compiled

    read = read_compiled(tmp_path / "compiled" / "thu.json", tmp_path)
    assert read is not None and read.assess({"vu": 0}, year=2023).verdict.value == "pass"
    (tmp_path / "a.rules").write_text(GOOD.format(expected="đạt"), encoding="utf-8")
    assert read_compiled(tmp_path / "compiled" / "thu.json", tmp_path) is None


@pytest.mark.parametrize(
    ("form", "start", "inside"),
    [
        ("text", "Xã, phường, thị trấn", "✗ KHÔNG ĐẠT"),
        ("markdown", "# ", "Tiêu chí 19"),
        ("html", "<!doctype html>", "Tiêu chí 19"),
        ("json", "[", '"verdict": "fail"'),
        ("csv", "", "không đạt"),
    ],
)
def test_evaluate_in_each_form(
    form: str, start: str, inside: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["evaluate", "pl1", NEAR, "--format", form]) == 0
    shown = capsys.readouterr().out
    assert shown.casefold().startswith(start.casefold())
    assert inside in shown
    file = tmp_path / f"ket-qua.{form}"
    assert main(["evaluate", "pl1", NEAR, "--format", form, "-o", str(file)]) == 0
    assert capsys.readouterr().out == ""
    assert file.read_text(encoding="utf-8-sig").splitlines() == shown.splitlines()


@pytest.mark.parametrize(
    ("form", "inside"), [("markdown", "## "), ("html", "<html"), ("json", '"margin"'), ("text", "tháng 7")]
)
def test_explain_in_each_form(form: str, inside: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "pl1", "5", NEAR, "--format", form]) == 0
    assert inside in capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "markdown", "html", "csv", "json"])
def test_many_units_in_each_form(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    good = NEAR.replace("gan-dat", "dat")
    assert main(["evaluate", "pl1", NEAR, good, "--format", form]) == 0
    shown = capsys.readouterr().out
    names = [json.loads(Path(file).read_text(encoding="utf-8"))["đơn vị"]["tên"] for file in (NEAR, good)]
    assert [name for name in names if name not in shown] == []


def test_a_report_that_cannot_be_written_is_said_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["evaluate", "pl1", NEAR, "-o", str(tmp_path / "khong" / "co.txt")]) == 2
    assert "DL101" in capsys.readouterr().err


def test_a_file_without_units_is_said_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "rong.json"
    file.write_text("[]", encoding="utf-8")
    assert main(["evaluate", "pl1", str(file)]) == 2
    assert "tệp không có đơn vị nào" in capsys.readouterr().err
    assert main(["explain", "pl1", "5", str(file)]) == 2


def test_a_saved_assessment_is_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    (unit,) = antq_rules.read_units(NEAR)
    assessment = antq_rules.load("pl1").assess(unit)
    again = antq_rules.assessment_from_json(antq_rules.assessment_to_json(assessment))
    assert again == unit_report(assessment)
    assert antq_rules.assessment_from_json(antq_rules.assessment_to_json(again)) == again
    with pytest.raises(antq_rules.InvalidInput, match="DL101"):
        antq_rules.assessment_from_json("{")


PARAMETER = """bộ tiêu chí "Thử"
  mã: thu
  áp dụng cho: xã
tham số [mức tối đa] do tỉnh quy định, mặc định 2 vụ
  mã: muc
dữ kiện [vụ]
  kiểu: số đếm (vụ)
tiêu chí 1. "Một"
  đạt khi số [vụ] không quá [mức tối đa]
"""


def test_a_parameter_is_set_from_the_command_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rules, data = tmp_path / "thu.rules", tmp_path / "x.csv"
    rules.write_text(PARAMETER, encoding="utf-8")
    data.write_text("mã đơn vị;loại;năm;vu\nx1;xã;2024;3\n", encoding="utf-8")
    assert main(["evaluate", str(rules), str(data), "--fail-on-verdict"]) == 1
    assert "Tham số [mức tối đa]: 2 vụ (mặc định)" in capsys.readouterr().out
    assert main(["evaluate", str(rules), str(data), "--fail-on-verdict", "--parameter", "muc=3"]) == 0
    assert "Tham số [mức tối đa]: 3 vụ (do bên áp dụng quy định)" in capsys.readouterr().out
    assert main(["evaluate", str(rules), str(data), "--parameter", "muc"]) == 2
    assert "DL153" in capsys.readouterr().err
    assert main(["evaluate", str(rules), str(data), "--parameter", "khac=3"]) == 2
    assert "DL133" in capsys.readouterr().err
