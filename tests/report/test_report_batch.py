"""Many units at once."""

from __future__ import annotations

import csv
import io

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report import invented

from antq_rules import Verdict, report
from antq_rules.report.batch import safe_cell
from antq_rules.report.display import display_width

UNITS = (invented.unit(), invented.passing_unit(), invented.unit(unit_code="vd-xa-11", unit_name=""))


def test_units_and_criteria_are_counted() -> None:
    (batch,) = report.batch_summaries(UNITS)
    assert batch.counts == {Verdict.PASS: 1, Verdict.FAIL: 2, Verdict.INSUFFICIENT_DATA: 0, Verdict.NOT_APPLICABLE: 0}
    assert batch.units[0].numbers[Verdict.FAIL] == ("15", "18", "19")
    assert [(criterion.number, criterion.counts[Verdict.FAIL]) for criterion in batch.failed_most] == [
        ("15", 2), ("18", 2), ("19", 2)
    ]  # fmt: skip
    by_number = {criterion.number: criterion for criterion in batch.criteria}
    assert by_number["13"].units == 3
    assert by_number["20"].units == 0


def test_the_criterion_that_most_units_fail_comes_first() -> None:
    only_crime = invented.unit(criteria=(invented.crime(),))
    (batch,) = report.batch_summaries([invented.unit(), only_crime])
    assert batch.failed_most[0].number == "18"


def test_each_set_is_counted_apart() -> None:
    batches = report.batch_summaries([*UNITS, invented.unit(set_code="khac", set_title="Bộ khác (hư cấu)")])
    assert [(batch.set_code, len(batch.units)) for batch in batches] == [("vd", 3), ("khac", 1)]


def test_where_no_unit_fails_no_criterion_is_named() -> None:
    for shown in (report.batch_text(UNITS[1:2]), report.batch_markdown(UNITS[1:2])):
        assert "1 đơn vị: 1 đạt." in shown
        assert "nhiều đơn vị không đạt nhất" not in shown


def test_no_units() -> None:
    assert report.batch_summaries([]) == ()
    assert report.batch_text([]) == "Không có đơn vị nào."
    assert report.batch_markdown([]) == "Không có đơn vị nào.\n"
    assert len(report.batch_csv([]).splitlines()) == 1


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_text_keeps_to_the_width(width: int) -> None:
    assert max(map(display_width, report.batch_text(UNITS, width).splitlines())) <= width


def test_a_unit_without_criteria_assessed() -> None:
    empty = invented.unit(criteria=(), unit_name="", unit_code="", errors=())
    assert "(chưa ghi tên)" in report.batch_text([empty])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u00a0="])
def test_no_cell_begins_a_formula(start: str) -> None:
    hostile = invented.unit(unit_name=f"{start}HYPERLINK(1)", unit_code=f"{start}1", unit_type=f"{start}2")
    _, row = csv.reader(io.StringIO(report.batch_csv([hostile])))
    assert all(cell.startswith("'") for cell in row[:3])


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_a_row_in_is_a_row_out(name: str) -> None:
    units = [invented.unit(unit_name=name), *UNITS]
    for delimiter in (",", ";"):
        rows = list(csv.reader(io.StringIO(report.batch_csv(units, delimiter), newline=""), delimiter=delimiter))
        assert len(rows) == 1 + len(units)
        assert {len(row) for row in rows} == {12}
        assert rows[1][1] == safe_cell(name)


@given(st.text(alphabet=st.sampled_from("abệ ,;\"'()1"), max_size=20))
def test_a_harmless_cell_is_itself(text: str) -> None:
    assert safe_cell(text) == text


def test_an_assessment_and_its_report_count_the_same() -> None:
    unit = attrs.evolve(invented.unit(), criteria=invented.CRITERIA[:2])
    (batch,) = report.batch_summaries([unit])
    assert [criterion.number for criterion in batch.criteria] == ["2", "13"]
