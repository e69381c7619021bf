"""The kit on Polars, and the eager query: every criterion in one stage, conditions folded with `&` and `|`."""

from __future__ import annotations

import datetime
import functools
import operator
from collections.abc import Sequence

import polars as pl

from benchmarks.table_criteria import criteria
from benchmarks.workload import YEAR

FIRST, LAST = datetime.date(YEAR, 1, 1), datetime.date(YEAR, 3, 31)
_OPERATORS = {"<": operator.lt, "<=": operator.le}


def judge(frame: pl.DataFrame) -> pl.DataFrame:
    """A column of verdicts for each criterion, null where the facts do not decide."""
    return frame.select(**queries())


def judge_lazily(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The same, for tables larger than memory."""
    return frame.select(**queries())


def queries() -> dict[str, pl.Expr]:
    """The expression of each criterion."""
    return criteria(PolarsKit())


class PolarsKit:
    """Polars is three-valued of itself: `&` and `|` are Kleene's, comparisons with null are null."""

    def yes(self, *answers: str) -> pl.Expr:
        return self.all_of(*map(pl.col, answers))

    def none(self, *figures: str) -> pl.Expr:
        return self.all_of(*(pl.col(figure) == 0 for figure in figures))

    def least(self, figure: str, limit: int) -> pl.Expr:
        return pl.col(figure) >= limit

    def most(self, figure: str, limit: int) -> pl.Expr:
        return pl.col(figure) <= limit

    def not_below(self, figure: str, other: str) -> pl.Expr:
        return pl.col(figure) >= pl.col(other)

    def not_below_greatest(self, figure: str, others: Sequence[str]) -> pl.Expr:
        return (pl.col(figure) >= pl.max_horizontal(*others)).fill_null(True)

    def sum_least(self, first: str, second: str, limit: int) -> pl.Expr:
        one, other = pl.col(first), pl.col(second)
        return (one >= limit) | (other >= limit) | (one.cast(pl.Int32) + other >= limit)

    def compare(self, weight: int, figure: str, operator: str, other_weight: int, other: str, addend: int) -> pl.Expr:
        left = pl.col(figure).cast(pl.Int32) * weight
        right = pl.col(other).cast(pl.Int32) * other_weight
        compared: pl.Expr = _OPERATORS[operator](left, right + addend if addend else right)
        return compared

    def first_quarter(self, day: str) -> pl.Expr:
        return (pl.col(day) >= FIRST) & (pl.col(day) <= LAST)

    def one_of(self, grade: str, members: frozenset[str]) -> pl.Expr:
        return self.any_of(*(pl.col(grade) == member for member in sorted(members)))

    def includes(self, listed: str, members: Sequence[str]) -> pl.Expr:
        return self.all_of(*(pl.col(listed).str.contains(member, literal=True) for member in members))

    def all_of(self, *parts: pl.Expr) -> pl.Expr:
        return functools.reduce(operator.and_, parts)

    def any_of(self, *parts: pl.Expr) -> pl.Expr:
        return functools.reduce(operator.or_, parts)
