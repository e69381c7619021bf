"""The page on versions: its files are written out, its commands run, and their output is what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import antq_rules
from antq_rules.cli import main

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "ngon-ngu" / "phien-ban.md").read_text(encoding="utf-8")
RUNS = re.findall(r"```console\n\$ antq ([^\n]*)\n(.*?)```", PAGE, re.DOTALL)


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = re.findall(r"^Tệp `([^`]+)`:", PAGE, re.MULTILINE)
    texts = [*blocks("rules"), *blocks("json")]
    for name, text in zip(names, texts, strict=True):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("command", "shown"), RUNS, ids=[command for command, _ in RUNS])
def test_what_a_command_prints_is_what_the_page_shows(
    command: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(shlex.split(command))
    printed = capsys.readouterr()
    assert (printed.out + printed.err).strip() == shown.strip()


def test_the_page_runs_commands() -> None:
    assert len(RUNS) == 4


def test_the_python_on_the_page_is_true() -> None:
    assert antq_rules.Catalogue.of_folder("bo-luat").in_force("đặc khu", 2026).code == "bo-2026"
