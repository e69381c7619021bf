"""JSON data files: what is read, and what is said of a file that is wrong."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antq_rules import InvalidInput, read_units_text

KEY = {"ma": "x1", "ten": "Xã hư cấu", "loai": "xa"}
UNIT = {"don_vi": KEY, "nam": 2023, "du_kien": {"a": 1}, "nam_truoc": {"a": 2}}


def codes(text: str) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read_units_text(text, "x.json")
    return [problem.code for problem in caught.value.diagnostics]


def test_keys_without_marks_and_years() -> None:
    more = {"cac_nam_truoc": {"2020": {"a": 5}}, "ngay_chot_so_lieu": "25/10/2023"}
    (unit,) = read_units_text(json.dumps({**UNIT, **more}))
    assert (unit.code, unit.unit_type, unit.year) == ("x1", "xa", 2023)
    assert unit.facts == {2023: {"a": 1}, 2022: {"a": 2}, 2020: {"a": 5}}
    assert str(unit.cutoff) == "2023-10-25"


def test_several_units_and_a_duplicate() -> None:
    other = {**UNIT, "don_vi": {"ma": "x2", "loai": "xa"}}
    assert [unit.code for unit in read_units_text(json.dumps([UNIT, other]))] == ["x1", "x2"]
    assert [unit.code for unit in read_units_text(json.dumps({"các đơn vị": [UNIT]}))] == ["x1"]
    assert codes(json.dumps([UNIT, UNIT])) == ["DL111"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", ["DL101"]),
        ("[1]", ["DL101"]),
        ('{"năm": 2023}', ["DL112", "DL112"]),
        ('{"đơn vị": {"mã": "a", "loại": "xã"}, "năm": "2023", "dữ kiện": {}}', ["DL115"]),
        ('{"đơn vị": {"mã": "a", "loại": "xã"}, "năm": 2023, "dữ kiện": {"x": NaN}}', ["DL101"]),
        ('{"đơn vị": {"mã": "a", "loại": "xã"}, "năm": 2023, "dữ kiện": {"x": 1, "x": 2}}', ["DL114"]),
        ('{"đơn vị": {"mã": "a", "loại": "xã"}, "năm": 2023, "dữ kiệm": {}}', ["DL120", "DL112"]),
        ('{"đơn vị": {"mã": "a", "ma": "b", "loại": "xã"}, "năm": 2023, "dữ kiện": {}}', ["DL114"]),
        ('{"đơn vị": {"mã": true, "loại": []}, "năm": 2023, "dữ kiện": {}}', ["DL101", "DL101"]),
        ('{"đơn vị": {"mã": " ", "loại": null}, "năm": 2023, "dữ kiện": {}}', ["DL112", "DL112"]),
        ('{"đơn vị": {"mã": 5, "loại": "xã"}, "năm": true, "dữ kiện": {}}', ["DL115"]),
        ('{"đơn vị": {"mã": 5, "loại": "xã"}, "năm": [], "dữ kiện": []}', ["DL115", "DL101"]),
        ('{"đơn vị": {"mã": 5, "loại": "xã"}, "năm": 2023, "dữ kiện": {}, "các năm trước": {"22": {}}}', ["DL115"]),
        ('{"đơn vị": {"mã": 5, "loại": "xã"}, "năm": 2023, "dữ kiện": {}, "ngày chốt số liệu": 5}', ["DL116"]),
        (
            '{"đơn vị": {"mã": 5, "loại": "xã"}, "năm": 2023, "dữ kiện": {}, "chưa thành lập năm trước": "có"}',
            ["DL101"],
        ),
        ('{"đơn vị": {"mã": 5, "loại": "xã"}, "năm": 2023, "dữ kiện": {"a": ' + "9" * 41 + "}}", ["LIM004"]),
        ("[" * 100_000, ["DL101"]),
        ('{"a":' * 80 + "1" + "}" * 80, ["DL101"]),
    ],
)
def test_problems(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@settings(max_examples=300, deadline=None)
@given(st.text() | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert isinstance(read_units_text(text), tuple)
    except InvalidInput as error:
        assert error.diagnostics
