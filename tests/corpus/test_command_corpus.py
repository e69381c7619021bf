"""Commands that ask for what is not there, with what they print: wrong ones in bad/, their mended form in good/."""

from __future__ import annotations

import datetime
import shlex
from pathlib import Path

import attrs
import pytest
from tests.corpus import test_data_corpus as data

from antq_rules import Catalogue, InvalidInput, load_file, process_status
from antq_rules.cli import main
from antq_rules.diagnostics import CODES
from antq_rules.facts import read_units

HERE = Path(__file__).parent / "commands"
BAD, GOOD = (sorted((HERE / name).glob("*.console")) for name in ("bad", "good"))
BUILT_HERE = {"DL141", "DL203", "DL205"}
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> int:
    """Run the command of a file, compare what it prints with what the file shows, and give its exit code."""
    monkeypatch.chdir(HERE)
    monkeypatch.setenv("COLUMNS", "80")
    shown = file.read_text(encoding="utf-8")
    line = shown.splitlines()[0]
    exit_code = main(shlex.split(line.removeprefix("$ antq ")))
    output = capsys.readouterr()
    real = f"{line}\n{output.out}{output.err}"
    if request.config.getoption("--update-corpus"):
        file.write_text(real, encoding="utf-8")
        shown = real
    assert real == shown
    return exit_code


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_bad_command(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    assert run(file, monkeypatch, capsys, request) == 2
    said = file.read_text(encoding="utf-8")
    assert [code for code in CODES if f"lỗi {code}:" in said] == [file.name.partition("-")[0]]


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_mended_command(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    assert run(file, monkeypatch, capsys, request) == 0


def test_every_bad_command_has_its_mended_form() -> None:
    assert [file.name for file in GOOD] == [file.name for file in BAD]


def test_every_code_of_data_has_a_bad_file() -> None:
    wanted = {code for code in CODES if code.startswith("DL")}
    assert wanted - {file.name.partition("-")[0] for file in [*data.BAD, *BAD]} == BUILT_HERE | data.BUILT_HERE


def test_a_topic_that_no_set_has() -> None:
    catalogue = Catalogue.of_folder(HERE / "bo-theo-chu-de")
    with pytest.raises(InvalidInput) as caught:
        catalogue.in_force("xã", 2026, topic="Hồ sở")
    (problem,) = caught.value.diagnostics
    assert problem.code == "DL203"
    assert problem.message == "không có bộ tiêu chí nào về chủ đề “Hồ sở”"
    assert problem.suggestions == ("Hồ sơ",)
    assert catalogue.in_force("xã", 2026, topic="hồ sơ").code == "ho-so"


def test_a_set_that_others_have_replaced() -> None:
    sets = [load_file(HERE / "bo-luat" / f"{name}.rules") for name in ("bo-2023", "bo-2026")]
    catalogue = Catalogue.of_sets(sets)
    catalogue.check_not_replaced("bo-2023", 2025)
    with pytest.raises(InvalidInput) as caught:
        catalogue.check_not_replaced("bo-2023", 2026)
    (problem,) = caught.value.diagnostics
    assert problem.code == "DL205"
    assert problem.message == "bộ tiêu chí “bo-2023” đã được thay thế, không áp dụng cho năm 2026"
    assert problem.correction == "Dùng bộ thay thế: bo-2026 (từ năm 2026)."


def test_a_stated_count_that_the_assessment_contradicts() -> None:
    (unit,) = read_units(EXAMPLES / "quy-trinh" / "xa-cho-cong-nhan.json")
    stated = {**unit.facts[unit.year], "so_tieu_chi_dat": 30}
    status = process_status(attrs.evolve(unit, facts={**unit.facts, unit.year: stated}), datetime.date(2023, 11, 1))
    (problem,) = status.errors
    assert problem.code == "DL141"
    assert "ghi 30, nhưng xét theo số liệu của đơn vị thì là 34" in problem.message
