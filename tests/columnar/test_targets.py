"""Nothing is written over the figures, nor two tables into one file; what cannot be read is told, not thrown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import antq_rules
from antq_rules.cli import main
from antq_rules.columnar.targets import check_targets
from antq_rules.diagnostics import InvalidInput

pytest.importorskip("polars")
PL1 = antq_rules.load("pl1")
TABLE = "mã đơn vị,loại,năm,so_vu_pham_toi_ttxh\nx1,xã,2023,57\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "huyen.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--out", "huyen.csv"], "nơi có số liệu"),
        (["--out", "kq.csv", "--missing", "huyen.csv"], "nơi có số liệu"),
        (["--out", "kq.csv", "--missing", "kq.csv"], "cùng ghi vào"),
        (["--out", "nn/kq.csv"], "không có thư mục “nn”"),
        (["--out", "thu-muc.csv"], "thư mục"),
    ],
)
def test_files_that_are_not_written(
    table: Path, options: list[str], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(table.parent)
    Path("thu-muc.csv").mkdir()
    assert main(["table", "pl1", "huyen.csv", *options]) == 2
    shown = capsys.readouterr()
    assert "DL147" in shown.out + shown.err and told in shown.out + shown.err
    assert table.read_text(encoding="utf-8") == TABLE
    assert sorted(path.name for path in table.parent.iterdir()) == ["huyen.csv", "thu-muc.csv"]


def test_a_folder_of_figures_takes_no_results(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="DL147"):
        check_targets([tmp_path / "kq.parquet"], tmp_path)
    check_targets([tmp_path.parent / "kq.parquet"], tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("rach.csv", TABLE + "x2,xã,2023,5,9,9\n", "nhiều ô hơn"),
        ("rong.csv", "", "không có gì"),
        ("gia.parquet", "không phải Parquet", "không phải bảng Parquet"),
    ],
)
def test_files_that_are_no_tables(tmp_path: Path, name: str, content: str, told: str) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    ways: list[Any] = [lambda: PL1.table(file), lambda: PL1.table_to(file, tmp_path / "kq.parquet")]
    for way in ways:
        with pytest.raises(InvalidInput) as refused:
            way()
        (problem,) = refused.value.diagnostics
        assert problem.code == "DL101" and told in problem.message


def test_a_row_without_a_year_is_not_explained(tmp_path: Path) -> None:
    file = tmp_path / "bang.csv"
    file.write_text(TABLE + "x3,xã,,5\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="DL112"):
        PL1.table(file).assessment("x3")


def test_a_table_said_to_be_checked_that_is_not(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    from antq_rules.columnar.duckdb_table import judge_file
    from antq_rules.columnar.sql_view import Options

    source, target = tmp_path / "bang.parquet", tmp_path / "kq.parquet"
    columns = (
        "'x1' AS ma_don_vi, 2023 AS nam, 'xã' AS loai, -57 AS so_vu_pham_toi_ttxh, 60 AS \"so_vu_pham_toi_ttxh@-1\""
    )
    duckdb.sql(f"SELECT {columns}").write_parquet(str(source))
    found = judge_file(PL1.program, source, target, options=Options(wide=True, checked=True))
    assert found.errors == 1
    frame = duckdb.sql(f"SELECT * FROM '{target}'").pl()
    assert [row for row in frame.row(0) if str(row) == "đạt"] == []


def test_an_empty_table_without_ids(tmp_path: Path) -> None:
    import polars as pl

    empty = pl.DataFrame({"so_vu_pham_toi_ttxh": pl.Series([], dtype=pl.Int64)})
    written = PL1.table_to(empty, tmp_path / "kq.parquet", year=2023, unit_type="xã")
    assert written.rows == 0
    assert pl.read_parquet(tmp_path / "kq.parquet").height == 0


@pytest.mark.parametrize(
    ("condition", "columns", "verdicts"),
    [
        (
            "số [hộ] tăng ít nhất 10% so với năm trước",
            {"ho": [0, None], "ho@-1": [3, None], "ho_ngheo": [5, 1]},
            ["không đạt"],
        ),
        (
            "số [hộ] tăng so với năm trước",
            {"ho": [0, None, 3], "ho_ngheo": [2, 2, 2], "ho@-1": [3, None, 0], "ho_ngheo@-1": [2, 2, 2]},
            [],
        ),
        (
            "số [hộ] giảm ít nhất 10% so với năm trước",
            {"ho": [0, 3, 1], "ho_ngheo": [2, 2, 2], "ho@-1": [None, None, 0], "ho_ngheo@-1": [1, 1, 3]},
            [],
        ),
    ],
)
def test_what_is_refused_is_unknown_though_its_column_is_full(
    condition: str, columns: dict[str, list[int | None]], verdicts: list[str]
) -> None:
    import polars as pl

    from tests.differential.pitfalls import RULES

    rules = antq_rules.load_text(RULES.format(condition=condition))
    frame = pl.DataFrame({"mã đơn vị": [f"u{place}" for place in range(len(columns["ho"]))], **columns})
    found = rules.table(frame, year=2024, unit_type="xã")
    own = found.verdicts.get_column("1").cast(pl.String).to_list()
    modelled = [found.assessment(unit)["1"].verdict.vietnamese for unit in frame.get_column("mã đơn vị")]
    assert own == modelled
    assert own[: len(verdicts)] == verdicts
