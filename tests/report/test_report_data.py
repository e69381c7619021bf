"""Reports as plain data: what is written is read back equal, and nothing else is taken."""

from __future__ import annotations

import copy
import datetime
import decimal
import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report import invented

from antq_rules import InvalidInput, Verdict, report
from antq_rules.engine.explanation import (
    Change,
    Explanation,
    FactShown,
    Margin,
    Move,
    Need,
    Node,
    ReadingShown,
    Summary,
)
from antq_rules.report.plain_data import _as_reported

TEXT = st.text(max_size=8)
TEXTS = st.lists(TEXT, max_size=2).map(tuple)
VERDICTS = st.sampled_from(Verdict)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=3,
)


def many(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=2).map(tuple)


READINGS = st.builds(ReadingShown, TEXT, TEXT, TEXT, TEXT, st.booleans())
FACTS = st.builds(FactShown, TEXT, TEXT, st.integers(), TEXT, TEXT, TEXT)
MARGINS = st.builds(Margin, st.fractions(), TEXT, TEXT)


def nodes(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        Node, TEXT, TEXT, TEXT, VERDICTS, TEXT, TEXT, TEXT, TEXT, many(FACTS), TEXT, TEXT, st.none() | MARGINS, TEXTS,
        st.none() | READINGS, TEXT, st.integers(), children,
    )  # fmt: skip


TREES = st.recursive(nodes(st.just(())), lambda inner: nodes(many(inner)), max_leaves=4)
NEEDS = st.builds(Need, TEXT, TEXT, st.integers(), TEXT, TEXT, st.lists(st.integers(1, 12), max_size=3).map(tuple))
MOVES = st.builds(Move, TEXT, TEXT, st.integers(), TEXT, PLAIN, PLAIN, TEXT)
CHANGES = st.builds(Change, many(MOVES), TEXT)
EXPLANATIONS = st.builds(
    Explanation, TEXT, TEXT, TEXT, VERDICTS, TEXT, TREES, TEXTS, many(READINGS), many(CHANGES), st.booleans(),
    many(NEEDS), TEXTS, TEXT,
)  # fmt: skip
SUMMARIES = st.builds(
    Summary, TEXT, VERDICTS, TEXT, TEXTS, TEXTS, TEXTS, TEXTS, many(MOVES), many(NEEDS), TEXTS, st.booleans()
)


def through_json(data: object) -> Any:
    return json.loads(json.dumps(data, ensure_ascii=False))


@settings(max_examples=60, deadline=None)
@given(EXPLANATIONS)
def test_an_explanation_comes_back_equal(explanation: Explanation) -> None:
    assert report.explanation_from_data(through_json(report.data(explanation))) == explanation


@settings(max_examples=40, deadline=None)
@given(SUMMARIES)
def test_a_summary_comes_back_equal(summary: Summary) -> None:
    assert report.summary_from_data(through_json(report.data(summary))) == summary


@pytest.mark.parametrize("unit", [invented.unit(), invented.passing_unit()])
def test_a_unit_comes_back_equal_and_reads_the_same(unit: report.UnitReport) -> None:
    back = report.report_from_data(through_json(report.data(unit)))
    assert back == unit
    assert report.text(back) == report.text(unit)


def test_numbers_are_exact() -> None:
    explanation = invented.models()
    exact = attrs.evolve(explanation.tree, margin=Margin(Fraction(-1, 3), "%", "còn thiếu 0,33…%"))
    data = report.data(attrs.evolve(explanation, tree=exact))
    assert data["format"] == 2
    assert data["tree"]["margin"]["amount"] == "-1/3"


# ------------------------------------------------------------------------------------------------ other forms
def _places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, part in entries:
        yield from _places(part, (*path, key))


UNIT = report.data(invented.unit())


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(list(_places(UNIT))), st.sampled_from([None, 7, -1, True, "?", [], {}, [7], {"a": None}, 1.5]))
def test_any_part_of_another_kind_is_refused_or_taken_for_what_it_is(path: tuple[Any, ...], other: Any) -> None:
    data = copy.deepcopy(UNIT)
    place = data
    if path:
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = other
    else:
        data = other
    try:
        back = report.report_from_data(data)
    except InvalidInput as error:
        assert error.diagnostics[0].code == "DL101"
        assert "không đúng dạng" in str(error)
    else:
        report.text(back)
        written = report.data(back)
        for key in path:
            if key in ("message", "correction", "severity"):
                return  # worded from the code again
            written = written[key]
        assert written == other


def _without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}


@pytest.mark.parametrize("read", [report.report_from_data, report.explanation_from_data, report.summary_from_data])
@pytest.mark.parametrize("data", [None, [], "x", {}, {"format": 2}, {"format": True}, {"format": 1}])
def test_data_of_another_version_are_refused(read: Any, data: Any) -> None:
    with pytest.raises(InvalidInput, match="DL101"):
        read(data)


def test_a_field_too_few_or_too_many_is_refused() -> None:
    data = report.data(invented.crime())
    with pytest.raises(InvalidInput):
        report.explanation_from_data(_without(data, "number"))
    with pytest.raises(InvalidInput):
        report.explanation_from_data({**data, "khac": 1})


@pytest.mark.parametrize("amount", ["1/0", "1.5", "x", "", "9" * 500, "1/-2", "٣"])
def test_a_number_that_is_none_is_refused(amount: str) -> None:
    data = report.data(attrs.evolve(invented.branches(), tree=_with_margin()))
    data["tree"]["margin"]["amount"] = amount
    with pytest.raises(InvalidInput, match=r"tree\.margin\.amount"):
        report.explanation_from_data(data)


def _with_margin() -> Node:
    return attrs.evolve(invented.branches().tree, margin=Margin(Fraction(1), "bậc", "cao hơn 1 bậc"))


def test_a_tree_without_end_is_refused() -> None:
    data = report.data(invented.branches())
    leaf = copy.deepcopy(data["tree"])
    for _ in range(5000):
        leaf = {**leaf, "children": [leaf]}
    with pytest.raises(InvalidInput, match="DL101"):
        report.explanation_from_data({**data, "tree": leaf})


@pytest.mark.parametrize(("name", "value"), [("code", "DL999"), ("values", {}), ("values", {"name": 1}), ("line", "1")])
def test_a_data_error_that_cannot_be_worded_is_refused(name: str, value: Any) -> None:
    data = copy.deepcopy(UNIT)
    data["errors"][0][name] = value
    with pytest.raises(InvalidInput, match="DL101"):
        report.report_from_data(data)


# ------------------------------------------------------------------------------------------------ reported facts
class _Quantity:
    magnitude = 1.5
    units = "triệu_đồng"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, True),
        (3, 3),
        ("1,5", "1,5"),
        (1.5, "1,5"),
        (0.1, "0,1"),
        (1e-7, "0,0000001"),
        (float("inf"), "inf"),
        (decimal.Decimal("1234.50"), "1.234,5"),
        (Fraction(1, 4), "0,25"),
        (datetime.date(2023, 2, 1), "2023-02-01"),
        (datetime.datetime(2023, 2, 1, 8), "2023-02-01"),
        ({"giá trị": True, "minh chứng": None}, {"giá trị": True, "minh chứng": None}),
        ({"b", "a"}, ["a", "b"]),
        ((1, None), [1, None]),
        (_Quantity(), "1,5 triệu đồng"),
        (b"x", "b'x'"),
    ],
)
def test_reported_facts_are_written_as_a_data_file_holds_them(value: object, written: object) -> None:
    assert _as_reported(value) == written
