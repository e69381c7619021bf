"""Tables from file to file: parts of a table larger than memory, and `antq table`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

import antq_rules
from antq_rules import RuleSet
from antq_rules.cli import main
from antq_rules.diagnostics import InvalidInput
from antq_rules.graph import model as g
from tests.columnar.random_tables import RandomTable

pl = pytest.importorskip("polars")

PL1 = antq_rules.load("pl1")


@pytest.mark.parametrize("rows", [7, 1000])
def test_part_by_part_as_at_once(rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from antq_rules.ruleset import table_stream

    monkeypatch.setattr(table_stream, "_PART_ROWS", rows)
    file, out = tmp_path / "bang.csv", tmp_path / "ket-qua.parquet"
    file.write_text(RandomTable(PL1, 5).csv(20), encoding="utf-8")
    told: list[int] = []
    written = PL1.table_to(file, out, items=True, progress=told.append)
    found = PL1.table(file, items=True)
    assert pl.read_parquet(out).sort("mã đơn vị").equals(found.verdicts.sort("mã đơn vị"))
    assert (written.rows, told[-1]) == (20, 20)
    order = ["hàng", "cột", "lỗi"]
    assert written.errors.sort(order).equals(found.errors.sort(order))


def test_parts_are_parted_again_until_they_are_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from antq_rules.ruleset import table_stream

    monkeypatch.setattr(table_stream, "_PART_ROWS", 5)
    monkeypatch.setattr(table_stream, "_MOST_SPLIT", 2)
    file, out = tmp_path / "bang.csv", tmp_path / "ket-qua.parquet"
    file.write_text(RandomTable(PL1, 9).csv(30), encoding="utf-8")
    heights: list[int] = []
    written = PL1.table_to(file, out, progress=heights.append)
    assert written.rows == 30
    assert len(heights) > 4
    found = PL1.table(file)
    assert pl.read_parquet(out).sort("mã đơn vị").equals(found.verdicts.sort("mã đơn vị"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bang.csv", "ket-qua.parquet"]


SCORED = antq_rules.load_file(str(Path(__file__).resolve().parents[1] / "constructs" / "thi-dua.rules"))


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
@pytest.mark.parametrize("rules", [PL1, SCORED])
def test_files_beside_the_verdicts(
    rules: RuleSet, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from antq_rules.ruleset import table_stream

    monkeypatch.setattr(table_stream, "_PART_ROWS", 7)
    file, out = tmp_path / "bang.csv", tmp_path / "ket-qua.parquet"
    file.write_text(RandomTable(rules, 5).csv(20), encoding="utf-8")
    names = ("missing", "margins", "points") if rules is SCORED else ("missing", "margins")
    beside: dict[str, Any] = {name: tmp_path / f"{name}.{suffix}" for name in names}
    rules.table_to(file, out, **beside)
    found = rules.table(file, missing=True, margins=True, points=True)
    assert (found.points is None) is (rules is PL1)
    for name, written in beside.items():
        wanted = getattr(found, name).with_columns(pl.col(pl.Categorical).cast(pl.String))
        if suffix == "csv":
            lines = written.read_text(encoding="utf-8-sig").splitlines()
            assert sorted(lines) == sorted(wanted.write_csv().splitlines())
        else:
            got = pl.read_parquet(written)
            assert got.schema == getattr(found, name).schema
            order = [name for name in got.columns if name != "hàng"]
            got = got.with_columns(pl.col(pl.Categorical).cast(pl.String))
            assert got.sort(order).equals(wanted.sort(order))
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(
        ["bang.csv", "ket-qua.parquet", *(one.name for one in beside.values())]
    )


def test_no_file_of_points_where_nothing_is_scored(tmp_path: Path) -> None:
    frame = pl.DataFrame({"so_vu_pham_toi_ttxh": [1]})
    options: dict[str, Any] = {"year": 2023, "unit_type": "xã", "points": tmp_path / "diem.csv"}
    PL1.table_to(frame, tmp_path / "a.parquet", **options)
    assert [one.name for one in tmp_path.iterdir()] == ["a.parquet"]


def test_what_files_beside_may_be(tmp_path: Path) -> None:
    frame = pl.DataFrame({"so_vu_pham_toi_ttxh": [1]})
    with pytest.raises(InvalidInput) as caught:
        PL1.table_to(frame, tmp_path / "a.parquet", year=2023, unit_type="xã", missing=tmp_path / "thieu.xlsx")
    assert [one.values for one in caught.value.diagnostics] == [(("found", ".xlsx"), ("members", ".parquet, .csv"))]
    assert not list(tmp_path.iterdir())


def test_the_command_writes_what_is_asked_beside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bang.csv"
    file.write_text(
        "mã đơn vị,loại,năm,so_vu_pham_toi_ttxh\nx1,xã,2023,57\nx1,xã,2022,60\nx2,xã,2023,5\n", encoding="utf-8"
    )
    said = []
    for large in ([], ["--large"]):
        names = {name: tmp_path / f"{name}{len(large)}.csv" for name in ("missing", "margins", "points")}
        options = [part for name, path in names.items() for part in (f"--{name}", str(path))]
        out = tmp_path / f"a{len(large)}.parquet"
        assert main(["table", "pl1", str(file), "--out", str(out), *options, *large]) == 0
        told = capsys.readouterr().out
        assert told.endswith(f"Bộ pl1 không chấm điểm nên không có tệp {names['points']}.\n")
        assert not names["points"].exists()
        said.append([sorted(names[name].read_text("utf-8-sig").splitlines()) for name in ("missing", "margins")])
    assert said[0] == said[1]
    assert any(line.startswith("x1,2023,18,") and "3.000000000,3,1,vụ" in line for line in said[0][1])


def test_a_table_without_ids_goes_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from antq_rules.ruleset import table_stream

    monkeypatch.setattr(table_stream, "_PART_ROWS", 4)
    frame = pl.DataFrame({"so_vu_pham_toi_ttxh": list(range(10)), "so_vu_pham_toi_ttxh@-1": [5] * 10, "x": 1})
    written = PL1.table_to(frame, tmp_path / "a.parquet", year=2023, unit_type="xã")
    found = pl.read_parquet(tmp_path / "a.parquet")
    assert found["hàng"].to_list() == list(range(1, 11))
    assert found["18"].to_list() == ["đạt"] * 6 + ["không đạt"] * 4
    assert written.errors["mã lỗi"].to_list() == ["DL102"]


def test_verdicts_are_written_to_parquet_alone(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        PL1.table_to(pl.DataFrame({"x": [1]}), tmp_path / "a.xlsx", year=2023, unit_type="xã")
    assert [one.code for one in caught.value.diagnostics] == ["DL122"]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bang.csv"
    file.write_text(
        "mã đơn vị,loại,năm,so_vu_pham_toi_ttxh\nx1,xã,2023,57\nx1,xã,2022,60\nx2,xã,2023,nhiều\n", encoding="utf-8"
    )
    out, missing, errors = (tmp_path / name for name in ("a.csv", "thieu.csv", "loi.csv"))
    options = ["--out", str(out), "--missing", str(missing), "--errors", str(errors)]
    assert main(["table", "pl1", str(file), *options]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        f"Đã xét 2 đơn vị, ghi vào {out}.\n1 lỗi số liệu:\n  hàng 4, cột “so_vu_pham_toi_ttxh”: DL103"
    )
    assert pl.read_csv(out)["18"].to_list() == ["đạt", "chưa đủ dữ liệu"]
    assert "so_vu_pham_toi_ttxh" in pl.read_csv(missing)["mã dữ kiện"].to_list()
    assert pl.read_csv(errors)["mã lỗi"].to_list() == ["DL103"]
    assert main(["table", "pl1", str(file), "--out", str(tmp_path / "b.parquet"), "--large"]) == 0
    assert pl.read_parquet(tmp_path / "b.parquet").height == 2
    assert main(["table", "pl1", str(file), "--out", str(tmp_path / "b.txt")]) == 2


SMALL = """
bộ tiêu chí "Thử"
  mã: thu
  áp dụng cho: xã
  khi không có đối tượng: đạt
dữ kiện [vụ]
  kiểu: số đếm (vụ)
tiêu chí 1. "Vụ"
  đạt khi không để xảy ra [vụ]
"""


def with_tree(facts: int, tree: Callable[[g.Leaf], g.Tree]) -> RuleSet:
    """The small set with so many facts, a test for each, and another tree in its criterion."""
    rules = antq_rules.load_text(SMALL)
    program = rules.program
    (fact,), (test,), (criterion,) = program.facts, program.tests, program.criteria
    leaf = next(node for node in g.walk(criterion.tree) if isinstance(node, g.Leaf))
    assert isinstance(test, g.Comparison | g.Relative)
    codes = [f"vu_{number}" for number in range(facts)]
    form = test.left
    forms = [
        attrs.evolve(form, terms=((attrs.evolve(form.terms[0][0], fact=code), form.terms[0][1]),)) for code in codes
    ]
    changed = attrs.evolve(
        program,
        facts=tuple(attrs.evolve(fact, code=code, name=f"vụ {code}") for code in codes),
        tests=tuple(attrs.evolve(test, left=one) for one in forms),
        criteria=(attrs.evolve(criterion, tree=tree(leaf)),),
    )
    return RuleSet(changed)


def test_a_list_of_two_thousand_items() -> None:
    def tree(leaf: g.Leaf) -> g.Tree:
        children = tuple(attrs.evolve(leaf, test=number, id=f"1.{number}") for number in range(2000))
        return g.Joined(id="1", text="", origin=leaf.origin, citation="", children=children, kind="all")

    rules = with_tree(2000, tree)
    columns: dict[str, list[int | None]] = {fact.code: [0, 0, None] for fact in rules.program.facts}
    columns["vu_1999"] = [0, 1, 0]
    found = rules.table(pl.DataFrame(columns), year=2023, unit_type="xã")
    assert found.verdicts["1"].to_list() == ["đạt", "không đạt", "chưa đủ dữ liệu"]


def test_conditions_one_in_another_a_hundred_and_forty_times() -> None:
    def tree(leaf: g.Leaf) -> g.Tree:
        node: g.Tree = attrs.evolve(leaf, test=0)
        for number in range(1, 141):
            other = attrs.evolve(leaf, test=number, id=f"1.{number}")
            kind = "any" if number % 2 else "all"
            node = g.Joined(
                id=f"1/{number}", text="", origin=leaf.origin, citation="", children=(node, other), kind=kind
            )
        return node

    rules = with_tree(141, tree)
    columns = {f"vu_{number}": [0, 1, 1] if number % 2 else [0, 0, 0] for number in range(141)}
    columns["vu_0"] = [0, 0, 1]
    found = rules.table(pl.DataFrame(columns), year=2023, unit_type="xã")
    for row, verdict in enumerate(found.verdicts["1"].to_list()):
        facts = {code: values[row] for code, values in columns.items()}
        assert rules.assess(facts, year=2023)["1"].verdict.vietnamese == verdict
