"""A table says of every unit what the model says: every layout, every spelling, every mistake."""

from __future__ import annotations

import csv
import datetime
import io
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import antq_rules
from antq_rules import InvalidInput, RuleSet
from antq_rules.facts import read_units, read_units_text
from tests.columnar.agreement import assessed, differences, model_errors, told_errors
from tests.columnar.random_tables import RandomTable

pl = pytest.importorskip("polars")

ROOT = Path(__file__).resolve().parents[2]
SETS = [antq_rules.load(code) for code in antq_rules.bundled()]
SETS += [
    antq_rules.load_file(str(ROOT / "tests/constructs" / f"{name}.rules"))
    for name in ("bang-va-tham-so", "nong-thon-moi")
]
ALL: dict[str, Any] = {"items": True, "missing": True, "margins": True, "points": True}
CUTOFF = datetime.date(2023, 10, 25)


def chosen(rules: RuleSet, seed: int) -> dict[str, str]:
    chance = random.Random(seed)
    free = [reading for reading in rules.readings if not reading.note_only]
    return {reading.code: chance.choice(reading.options).code for reading in free if chance.random() < 0.5}


@pytest.mark.parametrize("seed", range(16))
def test_wide_tables_agree_with_the_model(seed: int, tmp_path: Path) -> None:
    rules = SETS[seed % len(SETS)]
    cutoff = CUTOFF if seed % 3 == 0 else None
    text = RandomTable(rules, seed, errors=(0.0, 0.02, 0.1)[seed % 3], known=(1, 0.9, 0.5)[seed // 3 % 3]).csv(
        8, cutoff is not None
    )
    file = tmp_path / "bang.csv"
    file.write_text(text, encoding="utf-8")
    readings = chosen(rules, seed)
    wanted = assessed(rules, read_units(file), cutoff, readings=readings)
    found = rules.table(file, cutoff=cutoff, readings=readings, **ALL)
    assert differences(rules, found, wanted) == []
    titles = next(csv.reader(io.StringIO(text)))
    assert told_errors(found) == model_errors(wanted, titles)
    one = wanted[0]
    again = found.assessment(one.unit_code)
    assert [result.verdict for result in again.criteria] == [result.verdict for result in one.criteria]


def long_of(text: str, seed: int) -> list[list[str]]:
    """A wide table with one row for each fact; what stands in parts of columns is left out."""
    chance = random.Random(seed)
    heading, *rows = csv.reader(io.StringIO(text))
    found = [["mã đơn vị", "loại", "năm", "mã dữ kiện", "giá trị", "minh chứng", "đơn vị tính"]]
    for row in rows:
        cells = dict(zip(heading, row, strict=True))
        first = True
        for title, value in list(cells.items())[4:]:
            if "(" not in title and (first or value or chance.random() < 0.5):
                evidence, unit = cells.get(f"{title} (minh chứng)", ""), chance.choice(["", "", "vụ"])
                found.append([row[0], row[1] if first else "", row[2], title, value, evidence, unit])
                first = False
    return found


@pytest.mark.parametrize("seed", range(8))
def test_long_tables_agree_with_the_model(seed: int, tmp_path: Path) -> None:
    rules = SETS[seed % len(SETS)]
    rows = long_of(RandomTable(rules, seed, 0.05, 0.7).csv(6, True), seed)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    file = tmp_path / "dai.csv"
    file.write_text(out.getvalue(), encoding="utf-8")
    wanted = assessed(rules, read_units_text(out.getvalue(), form="csv"), CUTOFF)
    found = rules.table(file, cutoff=CUTOFF, **ALL)
    assert differences(rules, found, wanted) == []
    assert told_errors(found) == model_errors(wanted, rows[0])


def test_the_example_file() -> None:
    file = ROOT / "examples/pl2-doanh-nghiep.csv"
    rules = antq_rules.load("pl2")
    found = rules.table(file, **ALL)
    assert differences(rules, found, assessed(rules, read_units(file))) == []
    assert found.errors.height == 0


PL1 = antq_rules.load("pl1")


def said(frame: object, criterion: str = "18", **options: object) -> list[str | None]:
    verdicts = PL1.table(frame, **options).verdicts  # type: ignore[arg-type]
    return list(verdicts[criterion])


def units(**columns: object) -> object:
    count = next(len(values) for values in columns.values() if isinstance(values, list))
    return pl.DataFrame({"mã đơn vị": [f"x{n}" for n in range(count)], "loại": "xã", "năm": 2023, **columns})


def test_nothing_reported_is_never_no() -> None:
    assert said(units(so_tu_diem_hinh_su=[0, None], so_tu_diem_ma_tuy=0, so_tu_diem_te_nan_xa_hoi=0), "16") == [
        "đạt",
        "chưa đủ dữ liệu",
    ]


@pytest.mark.parametrize("kind", ["Int8", "UInt8", "Int16", "UInt32", "Int64", "UInt64", "Int128"])
def test_every_width(kind: str) -> None:
    column = pl.Series([57, 61, 0], dtype=getattr(pl, kind))
    frame = units(so_vu_pham_toi_ttxh=[0, 0, 0], **{"so_vu_pham_toi_ttxh@-1": [60, 60, 0]})
    assert isinstance(frame, pl.DataFrame)
    assert said(frame.with_columns(column.alias("so_vu_pham_toi_ttxh"))) == ["đạt", "không đạt", "đạt"]


def test_figures_of_64_bits_do_not_wrap() -> None:
    most = 2**63 - 1
    assert said(units(so_vu_pham_toi_ttxh=[most, most - 1], **{"so_vu_pham_toi_ttxh@-1": [most - 1, most]})) == [
        "không đạt",
        "đạt",
    ]
    unsigned = pl.Series("so_vu_pham_toi_ttxh", [2**64 - 1, 2**63 + 1], dtype=pl.UInt64)
    frame = units(**{"so_vu_pham_toi_ttxh@-1": pl.Series([2**64 - 2, 2**63 + 2], dtype=pl.UInt64), "x": [1, 2]})
    assert isinstance(frame, pl.DataFrame)
    assert said(frame.drop("x").with_columns(unsigned)) == ["không đạt", "đạt"]


def test_figures_too_large_are_refused_where_they_stand() -> None:
    huge = pl.Series("so_vu_pham_toi_ttxh", [2**125, 5], dtype=pl.Int128)
    frame = units(**{"so_vu_pham_toi_ttxh@-1": [6, 6]})
    assert isinstance(frame, pl.DataFrame)
    found = PL1.table(frame.with_columns(huge))
    assert list(found.verdicts["18"]) == ["chưa đủ dữ liệu", "đạt"]
    assert found.errors["mã lỗi"].to_list() == ["DL134"]


def test_decimals_keep_their_scale() -> None:
    rules = antq_rules.load_file(str(ROOT / "tests/constructs/nong-thon-moi.rules"))
    fact = next(one for one in rules.program.facts if one.kind == "amount" and one.part_of)
    values = [Decimal("1.50"), Decimal("1.49"), Decimal("1.51"), None]
    columns = {fact.part_of: pl.Series([Decimal("1.5")] * 4), fact.code: pl.Series(values)}
    frame = pl.DataFrame(
        {"mã đơn vị": ["a", "b", "c", "d"], "loại": rules.program.unit_types[0], "năm": 2023, **columns}
    )
    found = rules.table(frame, items=True)
    wanted = [
        rules.assess(
            {fact.part_of: Decimal("1.5"), fact.code: value}, year=2023, unit=(name, ""),
            unit_type=rules.program.unit_types[0],
        )
        for name, value in zip("abcd", values, strict=True)
    ]  # fmt: skip
    assert differences(rules, found, wanted) == []
    assert found.errors["mã lỗi"].to_list() == ["DL105"]


def test_floats_are_read_by_their_digits() -> None:
    found = PL1.table(units(so_vu_pham_toi_ttxh=[57.0, 57.5, None], **{"so_vu_pham_toi_ttxh@-1": [60.0, 60.0, 60.0]}))
    assert list(found.verdicts["18"]) == ["đạt", "chưa đủ dữ liệu", "chưa đủ dữ liệu"]
    assert found.errors["lỗi"].to_list()[0].endswith("không phải “57,5”")


def test_columns_that_no_fact_is_called() -> None:
    found = PL1.table(units(so_vu_pham_toi_ttx=[1, 2], ghi_chu=["", ""]))
    assert found.errors.select("cột", "mã lỗi").rows() == [("so_vu_pham_toi_ttx", "DL102")]
    assert "so_vu_pham_toi_ttxh" in found.errors["cách sửa"][0]


def test_a_unit_written_twice_is_not_judged() -> None:
    frame = pl.DataFrame({"mã đơn vị": ["a", "a", "b"], "loại": "xã", "năm": 2023, "so_vu_pham_toi_ttxh": [0, 0, 0]})
    found = PL1.table(frame)
    assert found.verdicts.select("mã đơn vị", "18").rows() == [("a", None), ("b", "đạt")]
    assert found.errors.select("hàng", "mã lỗi").rows() == [(2, "DL111")]


def test_types_and_years_that_the_set_is_not_for() -> None:
    frame = pl.DataFrame(
        {"mã đơn vị": ["a", "b", "c", "d"], "loại": ["tỉnh", None, "xã", "xã"], "năm": [2023, 2023, 1999, 9]}
    )
    found = PL1.table(frame.with_columns(so_vu_pham_toi_ttxh=0))
    assert list(found.verdicts["18"]) == ["không áp dụng", None, None, None]
    assert sorted(found.errors["mã lỗi"]) == ["DL112", "DL113", "DL115", "DL115"]


def test_what_is_no_table() -> None:
    for data, code in ((3, "DL101"), ("khong-co.csv", "DL101"), ("bang.doc", "DL122")):
        with pytest.raises(InvalidInput) as caught:
            PL1.table(data)
        assert [one.code for one in caught.value.diagnostics] == [code]
    with pytest.raises(InvalidInput) as caught:
        PL1.table(pl.DataFrame({"so_vu_pham_toi_ttxh": [1]}))
    assert [one.values for one in caught.value.diagnostics] == [(("name", "năm"),), (("name", "loại"),)]


def test_frames_of_other_libraries() -> None:
    frame = units(so_vu_pham_toi_ttxh=[57, 61], **{"so_vu_pham_toi_ttxh@-1": [60, None]})
    assert isinstance(frame, pl.DataFrame)
    wanted = said(frame)
    assert said(frame.lazy()) == wanted
    pytest.importorskip("pyarrow")
    assert said(frame.to_arrow()) == wanted
    pandas = pytest.importorskip("pandas")
    assert said(pandas.DataFrame(frame.to_dict(as_series=False))) == wanted


def test_rows_with_their_own_day_and_readings(tmp_path: Path) -> None:
    text = """mã đơn vị,loại,năm,ngày chốt số liệu,cách hiểu,so_vu_pham_toi_ttxh
a,xã,2023,,,58
a,xã,2022,,,60
b,xã,2023,,A01=giam_5,58
b,xã,2022,,,60
c,xã,2023,30/06/2023,,58
c,xã,2022,,,60
c,xã,cùng kỳ 2022,,,30
"""
    file = tmp_path / "bang.csv"
    file.write_text(text, encoding="utf-8")
    rules = antq_rules.load("pl1")
    wanted = [rules.assess(unit) for unit in read_units(file)]
    found = rules.table(file, **ALL)
    assert differences(rules, found, wanted) == []
    assert len(set(found.verdicts["18"])) == 2
    assert [found.assessment(one.unit_code)["18"].verdict for one in wanted] == [one["18"].verdict for one in wanted]


def test_own_days_and_readings_that_are_wrong() -> None:
    own = {"ngày chốt số liệu": ["hôm qua", None, "30/06/2022"], "cách hiểu": [None, "A01", None]}
    found = PL1.table(units(so_vu_pham_toi_ttxh=[0, 0, 0], **own))
    assert list(found.verdicts["18"]) == [None, None, None]
    assert sorted(found.errors["mã lỗi"]) == ["DL101", "DL115", "DL116"]
