"""The kit on numpy: figures with a mask of what is known, conditions as two columns of bytes (holds, fails).

Without nulls the masks are left out. Texts are no business of numpy's: they are turned into small numbers beforehand,
which is not timed.
"""

from __future__ import annotations

import datetime
import functools
import itertools
import operator
from collections.abc import Mapping
from typing import Any

import attrs
import numpy as np
import polars as pl

from benchmarks.table_criteria import Ranks, criteria
from benchmarks.table_data import ABSENT, part_column
from benchmarks.workload import YEAR

_FIRST = np.datetime64(datetime.date(YEAR, 1, 1), "D")
_LAST = np.datetime64(datetime.date(YEAR, 3, 31), "D")
_OPERATORS = {"<": operator.lt, "<=": operator.le}


@attrs.frozen(eq=False)
class Column:
    """Values, which of them are known (`None`: all), and the distinct texts that the values are places of."""

    values: Any
    known: Any = None
    texts: tuple[str, ...] = ()


@attrs.frozen(eq=False)
class Condition:
    """Where a condition holds and where it fails; elsewhere it is unknown."""

    holds: Any
    fails: Any


def columns(frame: pl.DataFrame) -> dict[str, Column]:
    """The columns of a table as arrays."""
    return {series.name: _column(series) for series in frame}


def judge(table: Mapping[str, Column], ranks: Ranks | None = None) -> dict[str, Condition]:
    """Where each criterion holds and where it fails."""
    return criteria(NumpyKit(table, ranks))


def verdicts(found: Condition) -> pl.Series:
    """A condition as a column of verdicts, to compare."""
    return pl.select(
        pl.when(pl.Series(found.holds)).then(True).when(pl.Series(found.fails)).then(False).otherwise(None)
    ).to_series()


def _column(series: pl.Series) -> Column:
    known = None if series.null_count() == 0 else series.is_not_null().to_numpy()
    if series.dtype == pl.String:
        texts = tuple(sorted(series.drop_nulls().unique()))
        places = series.replace_strict(list(texts), range(len(texts)), default=0, return_dtype=pl.UInt8)
        return Column(places.to_numpy(), known, texts)
    if series.dtype == pl.Date:
        return Column(series.fill_null(datetime.date(1900, 1, 1)).to_numpy(), known)
    filled = series.fill_null(False) if series.dtype == pl.Boolean else series.fill_null(0)
    return Column(filled.to_numpy(), known)


class NumpyKit:
    """Conditions of two columns each; Kleene's conjunction and disjunction."""

    def __init__(self, table: Mapping[str, Column], ranks: Ranks | None) -> None:
        self.table = table
        self.ranks = ranks

    def yes(self, *answers: str) -> Condition:
        return self.all_of(*(self._where(self.table[one], self.table[one].values) for one in answers))

    def none(self, *figures: str) -> Condition:
        return self.all_of(*(self._where(self.table[one], self.table[one].values == 0) for one in figures))

    def least(self, figure: str, limit: int) -> Condition:
        return self._where(self.table[figure], self.table[figure].values >= limit)

    def most(self, figure: str, limit: int) -> Condition:
        return self._where(self.table[figure], self.table[figure].values <= limit)

    def not_below(self, figure: str, other: str) -> Condition:
        one, two = self.table[figure], self.table[other]
        return self._both(one, two, one.values >= two.values)

    def agree(self, *figures: str) -> Condition:
        fails = functools.reduce(np.logical_or, (self._differ(*pair) for pair in itertools.combinations(figures, 2)))
        return Condition(~fails, fails)

    def _differ(self, first: str, second: str) -> Any:
        one, two = self.table[first], self.table[second]
        known = _known(one, two)
        return one.values != two.values if known is None else (one.values != two.values) & known

    def sum_least(self, first: str, second: str, limit: int) -> Condition:
        one, two = self.table[first], self.table[second]
        holds = one.values.astype(np.int32) + two.values >= limit  # an unknown one is 0 here
        known = _known(one, two)
        return Condition(holds, ~holds if known is None else ~holds & known)

    def compare(self, weight: int, figure: str, operator: str, other_weight: int, other: str, addend: int) -> Condition:
        one, two = self.table[figure], self.table[other]
        right = two.values.astype(np.int32) * other_weight + addend
        return self._both(one, two, _OPERATORS[operator](one.values.astype(np.int32) * weight, right))

    def first_quarter(self, day: str) -> Condition:
        column = self.table[day]
        return self._where(column, (column.values >= _FIRST) & (column.values <= _LAST))

    def one_of(self, grade: str, members: frozenset[str]) -> Condition:
        column = self.table[grade]
        if self.ranks is None:
            held = [text in members for text in column.texts] or [False]
            return self._where(column, np.array(held)[column.values])
        absent = self.table[part_column(grade, ABSENT)].values
        high = self._where(column, column.values >= self.ranks[grade, members])
        return Condition(high.holds & ~absent, high.fails | absent)

    def all_of(self, *parts: Condition) -> Condition:
        holds = functools.reduce(np.logical_and, (part.holds for part in parts))
        return Condition(holds, functools.reduce(np.logical_or, (part.fails for part in parts)))

    def any_of(self, *parts: Condition) -> Condition:
        holds = functools.reduce(np.logical_or, (part.holds for part in parts))
        return Condition(holds, functools.reduce(np.logical_and, (part.fails for part in parts)))

    def _where(self, column: Column, holds: Any) -> Condition:
        return _condition(holds, column.known)

    def _both(self, one: Column, two: Column, holds: Any) -> Condition:
        return _condition(holds, _known(one, two))


def _condition(holds: Any, known: Any) -> Condition:
    return Condition(holds, ~holds) if known is None else Condition(holds & known, ~holds & known)


def _known(one: Column, two: Column) -> Any:
    if one.known is None or two.known is None:
        return two.known if one.known is None else one.known
    return one.known & two.known
