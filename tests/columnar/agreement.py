"""Whether a table says of every unit what the model says: verdicts, items, missing facts, data errors."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from antq_rules import Assessment, RuleSet, UnitRecord
from antq_rules.engine.explain import needs
from antq_rules.ruleset.table_result import TableResult

_REASONS = {"missing": "thiếu số liệu", "wrong": "số liệu bị từ chối", "evidence": "thiếu minh chứng"}


def assessed(
    rules: RuleSet, units: Iterable[UnitRecord], cutoff: datetime.date | None = None, **others: Mapping[str, str]
) -> list[Assessment]:
    """What the model says of each unit."""
    return [rules.assess(unit, cutoff=cutoff, **others) for unit in units]  # type: ignore[arg-type]


def differences(rules: RuleSet, found: TableResult, wanted: Sequence[Assessment], items: bool = True) -> list[str]:
    """Where a table differs from the model."""
    rows = {str(row["mã đơn vị"]): row for row in found.verdicts.iter_rows(named=True)}
    told = []
    if len(rows) != len(wanted):
        told.append(f"{len(rows)} units, not {len(wanted)}")
    ids = [item.id for criterion in rules.criteria for item in criterion.items]
    for one in wanted:
        row = rows.get(one.unit_code, {})
        said = {criterion.number: criterion.verdict.vietnamese for criterion in one.criteria}
        said |= {title: verdict.vietnamese for title, verdict in one.conclusions.items()}
        if items:
            of_items = {item: verdict.vietnamese for item, verdict in one.items.items()}
            said |= {item: of_items.get(item) for item in ids}  # type: ignore[misc]
        told += [f"{one.unit_code} {name}: {row.get(name)}, not {word}" for name, word in said.items()
                 if row.get(name) != word]  # fmt: skip
        if found.missing is not None:
            told += list(_needs(found, one))
    return told


def _needs(found: TableResult, one: Assessment) -> Iterable[str]:
    assert found.missing is not None
    own = found.missing.filter(pl.col("mã đơn vị").cast(pl.String) == one.unit_code)
    here = Counter(own.select("tiêu chí", "mã dữ kiện", "năm", pl.col("tháng").fill_null(0), "lý do").iter_rows())
    there = Counter(
        (number, need.fact, need.year, need.month, _REASONS[need.reason])
        for number, result in one._results.items()
        if one._judge.data.unit_type
        for need in needs(result)
    )
    if here != there:
        yield f"{one.unit_code} waits for {here - there} more and {there - here} less"


def told_errors(found: TableResult) -> Counter[tuple[int, str, str, str]]:
    """Data errors of a table: row, column, code, message."""
    return Counter(found.errors.select("hàng", "cột", "mã lỗi", "lỗi").iter_rows())


def model_errors(wanted: Sequence[Assessment], titles: Sequence[str]) -> Counter[tuple[int, str, str, str]]:
    """Data errors of the model for a sheet with these headings."""
    return Counter(
        (error.line, titles[error.column - 1], error.code, error.message) for one in wanted for error in one.errors
    )
