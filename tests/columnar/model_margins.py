"""The margins that the model's explanations show, by criterion and node, and those of a frame of margins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from antq_rules import Assessment
from antq_rules.engine.explain import node
from antq_rules.engine.explanation import Node

Margins = dict[tuple[str, str], tuple[Fraction, str]]


def margins_of_model(one: Assessment) -> Margins:
    """Every margin in the explanations of a unit: how far, in which unit."""
    if not one.unit_type:  # nothing is explained of a unit of a type that the set is not for
        return {}
    found: Margins = {}
    for number, result in one._results.items():
        for shown in _walk(node(one._judge, result)):
            if shown.margin is not None:
                said = (shown.margin.amount, shown.margin.unit)
                assert found.setdefault((number, shown.id), said) == said
    return found


def margins_of_rows(rows: Iterable[Mapping[str, Any]]) -> Margins:
    """The rows of one unit in a frame of margins."""
    found: Margins = {}
    for row in rows:
        said = (Fraction(int(row["chênh lệch (tử số)"]), int(row["chênh lệch (mẫu số)"])), row["đơn vị"])
        assert row["chênh lệch"] is None or Fraction(row["chênh lệch"]) == said[0]
        assert found.setdefault((row["tiêu chí"], row["mã nút"]), said) == said
    return found


def _walk(shown: Node) -> Iterator[Node]:
    yield shown
    for child in shown.children:
        yield from _walk(child)
