"""Files judged by DuckDB: the verdicts of the model, whatever the file is and however little memory there is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import antq_rules
from antq_rules.columnar.figures import NotInTables
from tests.columnar.engines import differences
from tests.columnar.rows import Maker

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("sqlglot")

from antq_rules.columnar.duckdb_table import judge_file  # noqa: E402
from antq_rules.columnar.sql_view import Options  # noqa: E402


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_a_file(tmp_path: Path, suffix: str) -> None:
    rules = antq_rules.load("kh-don-vi")
    view = rules.sql("duckdb", items=True, missing=True)
    maker = Maker(rules, random.Random(3))
    units = [maker.unit(f"u{at}", 2023) for at in range(30)]
    source = tmp_path / f"so-lieu{suffix}"
    with duckdb.connect() as link:
        link.execute(view.input_table)
        cells = [[row.get(name) for name in view.columns] for unit in units for row in unit.rows]
        link.executemany(f"INSERT INTO du_lieu VALUES ({', '.join('?' * len(view.columns))})", cells)
        link.execute(f"COPY du_lieu TO '{source}'")
        target = tmp_path / "ket-qua.parquet"
        found = judge_file(rules.program, source, target, memory="200MB", options=Options(items=True, missing=True))
        answer = []
        for file in (found.verdicts_file, found.errors_file):
            cursor = link.execute("SELECT * FROM read_parquet(?)", [str(file)])
            names = [one[0] for one in cursor.description or ()]
            answer.append([dict(zip(names, row, strict=True)) for row in cursor.fetchall()])
    assert (found.units, found.errors) == (len(answer[0]), len(answer[1]))
    assert differences(rules, view, units, (answer[0], answer[1]), {}) == []


def test_files_that_are_refused(tmp_path: Path) -> None:
    program = antq_rules.load("kh-huyen").program
    twice = tmp_path / "hai.csv"
    twice.write_text("ma_don_vi,nam,loai\nx,2023,huyện\nx,2023,huyện\n", encoding="utf-8")
    with pytest.raises(NotInTables, match="đơn vị x năm 2023 có hai hàng"):
        judge_file(program, twice, tmp_path / "a.parquet")
    with pytest.raises(NotInTables, match=r"không phải \.parquet hay \.csv"):
        judge_file(program, tmp_path / "a.xlsx", tmp_path / "a.parquet")
    nameless = tmp_path / "khong.csv"
    nameless.write_text("nam,loai\n2023,huyện\n", encoding="utf-8")
    with pytest.raises(NotInTables, match="tệp không có cột ma_don_vi"):
        judge_file(program, nameless, tmp_path / "a.parquet")
