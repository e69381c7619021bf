"""Laws over the formats: the same units read from JSON, YAML and CSV are the same, and no bytes make a traceback."""

from __future__ import annotations

import csv
import io
import json
import string
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.facts.small_rules import typed
from tests.generation import GeneratedFacts, facts_of_units

from antq_rules import InvalidInput, read_units, read_units_text
from antq_rules.facts.text_file import text_of_bytes
from antq_rules.source import FORMULA_STARTS

CODES = st.text(string.ascii_lowercase + string.digits + "_", min_size=1, max_size=8).map("f_{}".format)
TEXTS = (
    st.text(st.characters(exclude_categories=["C", "M", "Zl", "Zp"]) | st.just("\n"), min_size=1, max_size=20)
    .map(lambda text: unicodedata.normalize("NFC", text).strip())
    .filter(lambda text: text and text[0] != "'")
)
VALUES = st.none() | TEXTS | st.builds(lambda value, said: {"giá trị": value, "minh chứng": said}, TEXTS, TEXTS)


@st.composite
def reported_units(draw: Callable[[st.SearchStrategy[Any]], Any]) -> list[dict[str, Any]]:
    """Units as a data file writes them, each with the same facts in each of its years."""
    codes = draw(st.lists(CODES, max_size=4, unique=True))
    years = draw(st.lists(st.integers(1900, 2999), min_size=1, max_size=3, unique=True))
    groups = st.fixed_dictionaries(dict.fromkeys(codes, VALUES))
    latest = max(years)
    return [
        {
            "đơn vị": {"mã": code, "tên": draw(TEXTS | st.just("")), "loại": draw(TEXTS)},
            "năm": latest,
            "dữ kiện": draw(groups),
            "các năm trước": {str(year): draw(groups) for year in years if year != latest},
            "chưa thành lập năm trước": draw(st.booleans()),
        }
        for code in draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
    ]


def as_json(units: list[dict[str, Any]]) -> str:
    return json.dumps(units, ensure_ascii=False)


def as_yaml(units: list[dict[str, Any]], flow: bool) -> str:
    text: str = yaml.safe_dump_all(units, allow_unicode=True, default_flow_style=flow)
    return text


def as_csv(units: list[dict[str, Any]], delimiter: str) -> str:
    codes = list(units[0]["dữ kiện"])
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter)
    head = ["mã đơn vị", "tên", "loại", "năm", "chưa thành lập năm trước"]
    writer.writerow([*head, *(title for code in codes for title in (code, f"{code} (minh chứng)"))])
    for unit in units:
        key = unit["đơn vị"]
        for year, group in {str(unit["năm"]): unit["dữ kiện"], **unit["các năm trước"]}.items():
            cells = [cell for code in codes for cell in _cells(group[code])]
            absent = "có" if unit["chưa thành lập năm trước"] else "không"
            labels = [key["mã"], key["tên"], key["loại"], year, absent]
            writer.writerow([f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in [*labels, *cells]])
    return target.getvalue()


def _cells(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (value["giá trị"], value["minh chứng"])
    else:
        yield from (value or "", "")


@settings(max_examples=200, deadline=None)
@given(reported_units(), st.booleans(), st.sampled_from([",", ";", "\t"]))
def test_the_same_units_are_the_same_records(units: list[dict[str, Any]], flow: bool, delimiter: str) -> None:
    from_json = read_units_text(as_json(units))
    assert [record.code for record in from_json] == [unit["đơn vị"]["mã"] for unit in units]
    assert read_units_text(as_yaml(units, flow), form="yaml") == from_json
    assert read_units_text(as_json(units), form="yaml") == from_json
    assert read_units_text(as_csv(units, delimiter), form="csv") == from_json


# ------------------------------------------------------------------------------------------------ typed facts
def _written(value: Any) -> str:
    """A value of `facts_of_units` as a cell writes it."""
    if isinstance(value, dict):
        said = value["minh chứng"]
        return f"có (minh chứng: {said})" if said else "có (thiếu minh chứng)"
    if isinstance(value, list):
        return " | ".join(str("" if part is None else part) for part in value) or "không mục nào"
    return {True: "có", False: "không"}[value] if isinstance(value, bool) else str(value)


@settings(max_examples=200, deadline=None)
@given(facts_of_units(), st.booleans())
def test_typed_facts_are_the_same_from_every_format(generated: GeneratedFacts, flow: bool) -> None:
    unit = {
        "đơn vị": {"mã": "x1", "loại": generated.unit_type}, "năm": generated.year,
        "dữ kiện": generated.facts, "năm trước": generated.previous,
    }  # fmt: skip
    rows = [
        f"x1;{generated.unit_type};{year};{code};{_written(value)}"
        for year, group in ((generated.year, generated.facts), (generated.year - 1, generated.previous))
        for code, value in group.items()
    ]
    texts = {
        "json": as_json([unit]),
        "yaml": as_yaml([unit], flow),
        "csv": "\n".join(["mã đơn vị;loại;năm;mã dữ kiện;giá trị", *rows]),
    }
    if not generated.facts:
        del texts["csv"]  # a sheet without a row of the assessed year is another unit
    read = {form: typed(read_units_text(text, form=form)[0]) for form, text in texts.items()}
    for form in read:
        assert attrs.evolve(read[form], errors=()) == attrs.evolve(read["json"], errors=()), form
        assert [problem.code for problem in read[form].errors] == [problem.code for problem in read["json"].errors]


# ------------------------------------------------------------------------------------------------ any bytes
SEEDS = {
    "json": '{"đơn vị": {"mã": "x1", "loại": "xã"}, "năm": 2023, "dữ kiện": {"a": [1, null, 1.5e3]}, "năm trước": {}}',
    "yaml": "đơn vị: {mã: x1, loại: xã}\nnăm: 2023\ndữ kiện:\n  a: [1, ~]\n  b: \"x\\u0041\"\n  c: |\n    d\n---\n",
    "csv": 'mã đơn vị;tên;loại;năm;a;a (minh chứng);b (tháng 1)\nx1;A;xã;2023;"1;2";BC;1\nx1;;;cùng kỳ 2022;;;\n',
}  # fmt: skip
FORMS = st.sampled_from(sorted(SEEDS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bytes")


def read_or_refused(folder: Path, form: str, data: bytes) -> None:
    file = folder / f"don-vi.{form}"
    file.write_bytes(data)
    _read_or_refused(file)
    if form == "yaml":
        with pytest.MonkeyPatch.context() as patch:  # PyYAML as it is where libyaml is not
            patch.delattr(yaml, "CSafeLoader", raising=False)
            _read_or_refused(file)


def _read_or_refused(file: Path) -> None:
    try:
        records = read_units(file)
    except InvalidInput as error:
        assert error.diagnostics
        assert all(problem.file == file.name and problem.text() for problem in error.diagnostics)
    else:
        assert records and all(record.code and record.year for record in records)


@settings(max_examples=200, deadline=None)
@given(FORMS, st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(folder: Path, form: str, data: bytes) -> None:
    read_or_refused(folder, form, data)


@settings(max_examples=400, deadline=None)
@given(
    FORMS, st.integers(0, 200), st.integers(0, 8),
    st.text(st.sampled_from("[]{}:,;\"'\\|>&*!%@`-?#<~=\t\n\r\0 019xđ\u0301\ufeff\u2028"), max_size=4),
)  # fmt: skip
def test_a_file_changed_anywhere_is_read_or_refused(folder: Path, form: str, at: int, cut: int, put: str) -> None:
    text = SEEDS[form]
    read_or_refused(folder, form, (text[:at] + put + text[at + cut :]).encode())


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_refused_with_their_encoding_named(data: bytes) -> None:
    try:
        text = text_of_bytes(data, "x.csv")
    except InvalidInput as error:
        assert [problem.code for problem in error.diagnostics] == ["DL121"]
    else:
        assert text == unicodedata.normalize("NFC", data.decode("utf-8-sig"))
