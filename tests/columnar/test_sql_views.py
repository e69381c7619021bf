"""Views say what the model says: verdicts of criteria, items, conclusions, missing facts, data errors."""

from __future__ import annotations

import datetime
import random
from typing import Any

import attrs
import pytest

import antq_rules
from antq_rules import InvalidInput, RuleSet
from tests.columnar.engines import Run, differences
from tests.columnar.rows import Maker
from tests.generation import RandomChooser, rule_set

pytest.importorskip("sqlglot")
CUTOFF = datetime.date(2023, 10, 25)
Engine = tuple[str, Run]


def compared(rules: RuleSet, engine: Engine, source: random.Random, count: int, cutoff: datetime.date | None) -> None:
    """Judge units at random on a database and by the model."""
    dialect, run = engine
    readings = {one.code: source.choice(one.options).code for one in rules.readings if not one.note_only}
    view = rules.sql(dialect, readings=readings, cutoff=cutoff, items=True, missing=True)
    maker = Maker(rules, source, decimals=view.decimals)
    units = [maker.unit(f"u{at}", 2023, cutoff is not None) for at in range(count)]
    answer = run(view, [row for unit in units for row in unit.rows])
    assert differences(rules, view, units, answer, readings, cutoff) == []


@pytest.mark.parametrize("seed", range(12))
def test_random_sets(engine: Engine, seed: int) -> None:
    source = random.Random(seed)
    rules = antq_rules.load_text(rule_set(RandomChooser(source)).text)
    compared(rules, engine, source, 30, CUTOFF if seed % 3 == 0 else None)


@pytest.mark.parametrize("code", ["kh-huyen", "kh-don-vi", "pl2"])
def test_bundled_sets(engine: Engine, code: str) -> None:
    compared(antq_rules.load(code), engine, random.Random(code), 40, CUTOFF if code == "pl2" else None)


def test_the_largest_bundled_set(engine: Engine) -> None:
    dialect, run = engine
    rules = antq_rules.load("pl1")
    view = rules.sql(dialect, cutoff=CUTOFF)
    maker = Maker(rules, random.Random(1))
    units = [maker.unit(f"u{at}", 2023, True) for at in range(40)]
    rows, _ = run(view, [row for unit in units for row in unit.rows])
    judged = {row["ma_don_vi"]: row for row in rows if row["nam"] == 2023}
    for unit in units:
        found = unit.assessed(rules, {}, CUTOFF)
        said = {one.number: judged[unit.code][f"tc_{one.number}"] for one in found.criteria}
        assert said == {one.number: one.verdict.vietnamese for one in found.criteria}


# ------------------------------------------------------------------------------------------------ what is refused
SMALL = """bộ tiêu chí "Thử (hư cấu)"
  mã: thu
  áp dụng cho: xã, phường
thang "Xếp loại": "Yếu" < "Khá" < "Tốt"
danh mục "Ngày hội": "Ngày A" (mã: ngay_a); "Ngày B" (mã: ngay_b)
dữ kiện [vụ]
  mã: vu
  kiểu: số đếm (vụ)
dữ kiện [nợ]
  mã: no
  kiểu: số tiền (triệu đồng)
dữ kiện [ngày ban hành]
  mã: ngay
  kiểu: ngày
dữ kiện [mức]
  mã: muc
  kiểu: xếp loại (thang "Xếp loại")
dữ kiện [hội]
  mã: hoi
  kiểu: tập (danh mục "Ngày hội")
tiêu chí 1. "Thử"
  đạt khi có đủ:
    a) số [vụ] không quá 02 vụ
    b) [nợ] không quá 1,5 triệu đồng
    c) [ngày ban hành] trước ngày 15/02
    d) [mức] từ "Khá" trở lên
    đ) [hội] gồm đủ: "Ngày A"; "Ngày B"
"""
GOOD: dict[str, Any] = {
    "vu": 2,
    "no": 1.5,
    "ngay": "2023-02-14",
    "muc": "kha",
    "hoi__ngay_a": True,
    "hoi__ngay_b": True,
}


def judged(engine: Engine, text: str, cells: dict[str, Any], **options: Any) -> tuple[dict[str, Any], list[Any]]:
    """One unit on a database: its row of the view, and its errors as code and fact."""
    dialect, run = engine
    view = antq_rules.load_text(text).sql(dialect, items=True, **options)
    (row,), errors = run(view, [{"ma_don_vi": "x", "nam": 2023, "loai": "xã", **cells}])
    return row, [(one["ma_loi"], one["du_kien"]) for one in errors]


def test_good_cells(engine: Engine) -> None:
    row, errors = judged(engine, SMALL, GOOD)
    assert (row["tc_1"], errors) == ("đạt", [])


@pytest.mark.parametrize(
    ("cells", "item", "code"),
    [
        ({"vu": 2 * 10**18}, "a", "DL134"),
        ({"vu": -1}, "a", "DL104"),
        ({"muc": "Rất tốt"}, "d", "DL107"),
        ({"muc": "tốt", "muc_khong_co": True}, "d", "DL103"),
        ({"ngay_khong_co": True}, "c", "DL103"),
        ({"hoi__ngay_a": None}, "dd", "DL103"),
        ({"loai": "huyện"}, "", "DL113"),
    ],
)
def test_a_cell_that_is_refused(engine: Engine, cells: dict[str, Any], item: str, code: str) -> None:
    row, errors = judged(engine, SMALL, {**GOOD, **cells})
    facts = {"a": "vu", "c": "ngay", "d": "muc", "dd": "hoi", "": ""}
    assert errors == [(code, facts[item])]
    assert row["tc_1"] == ("chưa đủ dữ liệu" if item else "không áp dụng")
    assert not item or row[f"tc_1_{item}"] == "chưa đủ dữ liệu"


def test_more_decimals_than_are_kept(engine: Engine) -> None:
    dialect, run = engine
    rules = antq_rules.load_text(SMALL)
    view = rules.sql(dialect, decimals=1)
    wider = {"duckdb": "DECIMAL(38, 1)", "postgres": "", "sqlite": ""}[dialect]
    table = view.input_table.replace(wider, "DECIMAL(38, 6)") if wider else view.input_table
    cells = {"ma_don_vi": "x", "nam": 2023, "loai": "xã", "no": 1.25}
    _, errors = run(attrs.evolve(view, input_table=table), [cells])
    assert [(one["ma_loi"], one["du_kien"]) for one in errors] == [("DL135", "no")]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"ngay": "2023-02-30"}, "DL116"),
        ({"ngay": "hôm qua"}, "DL103"),
        ({"vu": "ba"}, "DL103"),
        ({"vu": 2.5}, "DL103"),
    ],
)
def test_cells_without_types(cells: dict[str, Any], code: str) -> None:
    """SQLite keeps any value in any column."""
    from tests.columnar.engines import on_sqlite

    row, errors = judged(("sqlite", on_sqlite), SMALL, {**GOOD, **cells})
    assert errors == [(code, next(iter(cells)))]
    assert row["tc_1"] == "chưa đủ dữ liệu"


def test_only_the_columns_of_a_real_table(engine: Engine) -> None:
    dialect, run = engine
    rules = antq_rules.load_text(SMALL)
    view = rules.sql(dialect, items=True, columns=["ma_don_vi", "nam", "loai", "vu", "muc"])
    assert view.columns == ("ma_don_vi", "nam", "loai", "vu", "muc")
    cells = {"ma_don_vi": "x", "nam": 2023, "loai": "phuong", "vu": 3, "muc": "Tốt"}
    (row,), errors = run(view, [cells])
    assert (row["tc_1"], row["tc_1_d"], row["tc_1_c"], errors) == ("không đạt", "đạt", "chưa đủ dữ liệu", [])


# ------------------------------------------------------------------------------------------------ what is not written
LISTED = """bộ tiêu chí "Thử (hư cấu)"
  mã: thu
  áp dụng cho: xã
dữ kiện [thôn]
  mã: thon
  kiểu: danh sách (thôn)
tiêu chí 1. "Thử"
  đạt khi số [thôn] ít nhất 03 thôn
"""


def test_sets_that_are_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load_text(LISTED).sql("duckdb")
    assert [problem.code for problem in caught.value.diagnostics] == ["DL136"]
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load("kh-huyen").sql("oracle")
    assert [problem.code for problem in caught.value.diagnostics] == ["DL137"]
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load("pl1").sql("duckdb", cutoff=datetime.date(1999, 1, 1))
    assert [problem.code for problem in caught.value.diagnostics] == ["DL115"]


def test_without_sqlglot(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in [one for one in sys.modules if one.startswith("antq_rules.columnar.sql_")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load("kh-huyen").sql("duckdb")
    (problem,) = caught.value.diagnostics
    assert problem.code == "DL138"
    assert "antq-rules[sql]" in problem.text()


def test_one_unit_of_postgres_is_found_by_its_key(postgres_server: str) -> None:
    """What a query asks of the view reaches the table: no stage keeps it back."""
    psycopg = pytest.importorskip("psycopg")
    view = antq_rules.load("kh-huyen").sql("postgres")
    with psycopg.connect(postgres_server) as link:
        link.execute("DROP SCHEMA IF EXISTS khoa CASCADE; CREATE SCHEMA khoa; SET search_path = khoa")
        link.execute(view.input_table)
        link.execute(view.create_view)
        link.execute("INSERT INTO du_lieu (ma_don_vi, nam) SELECT 'x' || i, 2023 FROM generate_series(1, 5000) AS i")
        link.execute("ANALYZE du_lieu")
        plan = link.execute("EXPLAIN SELECT * FROM ket_qua_kh_huyen WHERE ma_don_vi = 'x5'").fetchall()
    assert any("Index Cond: ((ma_don_vi = 'x5'" in line for (line,) in plan)
