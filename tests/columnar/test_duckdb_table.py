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


RANKED = """
bộ tiêu chí "Bảng rộng (hư cấu)"
  mã: bang-rong
  áp dụng cho: xã, phường
dữ kiện [vụ]
  mã: so_vu
  kiểu: số đếm (vụ)
dữ kiện [mức]
  mã: muc
  kiểu: xếp loại (thang "Mức")
thang "Mức": "Yếu" < "Khá" < "Tốt"
tiêu chí 1. "Vụ"
  đạt khi số [vụ] giảm ít nhất 10% so với năm trước
tiêu chí 2. "Mức"
  đạt khi [mức] từ "Khá" trở lên
"""
WIDE = Options(wide=True, year=2023)


@pytest.mark.parametrize(("wrong", "verdicts"), [("", []), (", ('sai', 2023, 'xã', -1, 5, 9, NULL)", [1])])
def test_a_wide_table_of_narrow_columns(tmp_path: Path, wrong: str, verdicts: list[int]) -> None:
    """Ranks and small numbers in columns of their own types; with an error in it or none; in several files."""
    program = antq_rules.load_text(RANKED).program
    rows = (
        "('a', 2023, 'xã', 90, 100, 1, NULL), ('b', 2023, 'phường', 91, 100, 0, NULL), "
        "('c', 2023, 'xã', NULL, 100, NULL, true), ('d', 2022, 'xã', 1, 2, 1, NULL)"
    )
    with duckdb.connect() as link:
        link.execute(
            "CREATE TABLE t (ma_don_vi VARCHAR, nam SMALLINT, loai VARCHAR, so_vu SMALLINT, "
            '"so_vu@-1" UTINYINT, muc TINYINT, muc_khong_co BOOLEAN)'
        )
        link.execute(f"INSERT INTO t VALUES {rows}{wrong}")
        for name, rest in (("mot", "= 'a'"), ("hai", "> 'a'")):
            link.execute(f"COPY (FROM t WHERE ma_don_vi {rest}) TO '{tmp_path}/{name}.parquet'")
        target = tmp_path / "ra" / "ket-qua.parquet"
        target.parent.mkdir()
        found = judge_file(program, tmp_path / "*.parquet", target, options=WIDE)
        answer = link.execute("SELECT ma_don_vi, tc_1, tc_2 FROM read_parquet(?) ORDER BY 1", [str(target)]).fetchall()
        errors = link.execute("SELECT ma_loi, du_kien FROM read_parquet(?)", [str(found.errors_file)]).fetchall()
    assert answer[:3] == [
        ("a", "đạt", "đạt"),
        ("b", "không đạt", "không đạt"),
        ("c", "chưa đủ dữ liệu", "không đạt"),
    ]
    assert answer[3:] == [("sai", "chưa đủ dữ liệu", "chưa đủ dữ liệu") for _ in verdicts]
    assert sorted(errors) == [one for _ in verdicts for one in (("DL104", "so_vu"), ("DL107", "muc"))]
