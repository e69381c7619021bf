"""`antq sql`: statements that a database takes, and clear words where there are none."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from antq_rules.cli import main

pytest.importorskip("sqlglot")


def test_a_file_of_statements(tmp_path: Path) -> None:
    target = tmp_path / "kh.sql"
    assert main(["sql", "kh-huyen", "--dialect", "sqlite", "--items", "--missing", "--out", str(target)]) == 0
    link = sqlite3.connect(":memory:")
    link.executescript(target.read_text("utf-8"))
    link.execute("INSERT INTO du_lieu (ma_don_vi, nam, loai) VALUES ('h1', 2023, 'huyện')")
    (row,) = link.execute("SELECT tc_1, tc_1_thieu FROM ket_qua_kh_huyen").fetchall()
    assert row[0] == "chưa đủ dữ liệu"
    assert row[1]
    link.close()


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark"])
def test_names_and_readings(dialect: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["sql", "pl1", "--dialect", dialect, "--reading", "A01=giam_5", "--cutoff", "25/10/2023"]
    assert main([*command, "--table", "so_lieu_xa", "--view", "ket_qua_xa", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert "so_lieu_xa" in made["table"]
    assert "ket_qua_xa AS" in made["view"]
    assert "ket_qua_xa_loi AS" in made["errors"]
    assert "Tiêu chí 18." in made["view"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--dialect", "oracle"], "DL137"),
        (["--dialect", "duckdb", "--reading", "A01=khong_co_that"], "DL118"),
        (["--dialect", "duckdb", "--cutoff", "31/02/2023"], "DL116"),
        (["--dialect", "duckdb", "--parameter", "x"], "DL153"),
    ],
)
def test_what_is_refused(arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", "pl1", *arguments]) == 2
    assert code in capsys.readouterr().err
