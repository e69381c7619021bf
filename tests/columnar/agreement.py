"""Whether a table says of every unit what the model says: verdicts, items, missing facts, data errors."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import polars as pl

from antq_rules import Assessment, RuleSet, UnitRecord
from antq_rules.engine.explain import needs
from antq_rules.ruleset.table_result import TableResult
from tests.columnar.model_margins import margins_of_model, margins_of_rows

_REASONS = {"missing": "thiếu số liệu", "wrong": "số liệu bị từ chối", "evidence": "thiếu minh chứng"}

_UNCLASSED = {True: "chưa đủ dữ liệu", False: "không xếp loại"}


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
        said = {title: classed.name or _UNCLASSED[bool(classed.possible)] for title, classed in one.classes.items()}
        told += [f"{one.unit_code} {name}: {row.get(name)}, not {word}" for name, word in said.items()
                 if row.get(name) != word]  # fmt: skip
        if found.missing is not None:
            told += list(_needs(found, one))
        if found.margins is not None:
            told += list(_margins(found.margins, one))
        if found.points is not None:
            told += list(_points(found.points, one))
    return told


def _of_unit(frame: pl.DataFrame, one: Assessment) -> pl.DataFrame:
    return frame.filter(pl.col("mã đơn vị").cast(pl.String) == one.unit_code)


def _margins(frame: pl.DataFrame, one: Assessment) -> Iterable[str]:
    own = _of_unit(frame, one)
    assert set(own["năm"]) <= {one.year}
    here, there = margins_of_rows(own.iter_rows(named=True)), margins_of_model(one)
    if here != there:
        more, less = here.items() - there.items(), there.items() - here.items()
        yield f"{one.unit_code} has margins {more} more and {less} less"


def _points(frame: pl.DataFrame, one: Assessment) -> Iterable[str]:
    [row] = _of_unit(frame, one).iter_rows(named=True)
    total = one.total_points
    assert total is not None
    wanted = {"thấp nhất": total.low, "cao nhất": total.high, "tối đa": total.maximum}
    for words, end in wanted.items():
        top, bottom = row[f"điểm {words} (tử số)"], row[f"điểm {words} (mẫu số)"]
        told = None if top is None else Fraction(int(top), int(bottom))
        if told != end or row["áp dụng"] is not total.applies:
            yield f"{one.unit_code} điểm {words} {told}, not {end}"
        decimal = row[f"điểm {words}"]
        if decimal is not None and Fraction(decimal) != told:
            yield f"{one.unit_code} điểm {words} {decimal}, not {told}"


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
