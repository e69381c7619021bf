"""Old units in data files: what is read of `sáp nhập từ`, `tách từ`, `mã cũ`, and what is said of wrong ones."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

import antq_rules
from antq_rules import InvalidInput, read_units_text


def unit(code: Any = "m1", key: Any = None, **fields: Any) -> dict[str, Any]:
    return {"đơn vị": {"mã": code, "loại": "xã", **(key or {})}, "năm": 2026, "dữ kiện": {}, **fields}


def old(code: str, **fields: Any) -> dict[str, Any]:
    return {"mã": code, "tên": f"Xã {code}", "loại": "xã", "dữ kiện": {"vu": 1}, **fields}


def problems(*units: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        read_units_text(json.dumps(list(units)), "x.json")
    return [(problem.code, problem.place) for problem in caught.value.diagnostics]


def test_old_units_are_read_with_their_shares() -> None:
    share = {"tỷ lệ": "33,5%"}
    data = unit(**{"sáp nhập từ": [old("a"), old("b", **share)], "tách từ": old("c")})
    (read,) = read_units_text(json.dumps(data))
    found = [(one.code, one.name, one.unit_type, one.share, one.facts) for one in read.predecessors]
    assert found == [
        ("a", "Xã a", "xã", Fraction(1), {"vu": 1}),
        ("b", "Xã b", "xã", Fraction(67, 200), {"vu": 1}),
        ("c", "Xã c", "xã", None, {"vu": 1}),
    ]


def test_keys_without_marks() -> None:
    entry = {"ma": "a", "ten": "A", "loai": "xa", "ty_le": "100%", "du_kien": {}}
    data = {"don_vi": {"ma": "m", "loai": "xa", "ma_cu": "a"}, "nam": 2026, "du_kien": {}, "tach_tu": [entry]}
    (read,) = read_units_text(json.dumps(data))
    assert (read.old_codes, read.predecessors[0].share) == (("a",), Fraction(1))


@pytest.mark.parametrize("written", ["0%", "101%", "40", 40, "1.5%", "4,,0%", "-5%", None])
def test_a_share_that_cannot_be(written: object) -> None:
    assert problems(unit(**{"tách từ": [old("a", **{"tỷ lệ": written})]})) == [("DL213", "tách từ, a")]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"sáp nhập từ": []}, [("DL101", "")]),
        ({"sáp nhập từ": ["a"]}, [("DL101", "")]),
        ({"sáp nhập từ": [{"tên": "A"}]}, [("DL112", "sáp nhập từ"), ("DL112", "sáp nhập từ")]),
        ({"sáp nhập từ": [old("a"), old("a")]}, [("DL111", "sáp nhập từ, a")]),
        ({"sáp nhập từ": [old("a", năm=2025)]}, [("DL120", "sáp nhập từ")]),
    ],
)
def test_wrong_old_units(fields: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert problems(unit(**fields)) == expected


def test_new_units_take_at_most_the_whole_of_an_old_one() -> None:
    def part(share: str) -> dict[str, object]:
        return {"tách từ": old("a", **{"tỷ lệ": share})}

    assert len(read_units_text(json.dumps([unit("m1", **part("40%")), unit("m2", **part("60%"))]))) == 2
    with pytest.raises(InvalidInput) as caught:
        read_units_text(json.dumps([unit("m1", **part("40%")), unit("m2", **part("60,5%"))]))
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.place) == ("DL214", "m2")
    assert problem.message == "các đơn vị mới nhận tổng cộng 100,5% của đơn vị cũ Xã a"


def test_a_renamed_unit_stands_once_in_a_year() -> None:
    renamed = unit("m1", {"mã cũ": ["x1", "x2"]})
    (read,) = read_units_text(json.dumps(renamed))
    assert read.old_codes == ("x1", "x2")
    assert [code for code, _ in problems(unit("x2"), renamed)] == ["DL111"]
    assert [code for code, _ in problems(renamed, unit("x1"))] == ["DL111"]
    before = {**unit("x1"), "năm": 2025}
    assert len(read_units_text(json.dumps([before, renamed]))) == 2
    assert problems(unit("m1", {"mã cũ": 5})) == [("DL101", "")]


def test_the_schema_and_the_saved_assessment_know_old_units() -> None:
    schema = antq_rules.load("pl1").schema()
    assert {"sáp nhập từ", "tách từ"} <= set(schema["properties"])
    assert "mã cũ" in schema["properties"]["đơn vị"]["properties"]
    data = unit(**{"sáp nhập từ": [old("a", **{"tỷ lệ": "40%", "dữ kiện": {"so_vu_pham_toi_ttxh": 5}})]})
    (read,) = read_units_text(json.dumps(data))
    assessment = antq_rules.load("pl1").assess(read, criteria=["18"])
    saved = json.loads(antq_rules.assessment_to_json(assessment))
    facts = {"so_vu_pham_toi_ttxh": 5}
    assert saved["predecessors"] == [{"code": "a", "name": "Xã a", "type": "xã", "share": "2/5", "facts": facts}]
