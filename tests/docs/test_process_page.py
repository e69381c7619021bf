"""The page on the process shows what the command really prints, and its tables say what the rules say."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from antq_rules.cli import main
from antq_rules.process import process_status

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "quy-tac" / "quy-trinh.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```sh\nantq (process .*?)\n```\n\n```text\n(.*?)```", PAGE, re.DOTALL)
ROUTES = {
    "T1": ("xã", "tinh", "xa"),
    "T2": ("cơ quan", "tinh", "tinh"),
    "T3": ("doanh nghiệp", "huyen", "tinh"),
    "T4": ("cơ sở giáo dục", "huyen", "xa"),
}


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command.split()[1] for command, _ in SHOWN])
def test_the_output_shown_is_real(
    command: str, output: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    assert main(command.split()) == 0
    assert capsys.readouterr().out.rstrip() == output.rstrip()


def test_three_situations_are_shown() -> None:
    assert len(SHOWN) == 3


@pytest.mark.parametrize("route", ROUTES)
def test_the_table_of_routes_is_that_of_the_rules(route: str) -> None:
    kind, chosen, managed = ROUTES[route]
    facts = {"cap_lua_chon": chosen, "cap_quan_ly": managed}
    status = process_status(facts, datetime.date(2024, 3, 1), year=2024, unit_type=kind)
    assert status.competence is not None and status.dossier is not None
    found = status.competence
    bodies = (found.assesses, found.proposes, found.recognises, found.receives)
    names = [body.name if body is not None else "Kế hoạch không nêu" for body in bodies]
    signers = " hoặc ".join(" và ".join(group) for group in status.dossier.signers)
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {route} |"))
    assert [cell.strip() for cell in row.strip("|").split("|")][2:] == [*names, signers]


def test_python_on_the_page_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(code, "quy-trinh.md", "exec"), {})  # noqa: S102 - our own text
