"""The kit on Polars, and the eager query: every criterion in one stage, conditions folded with `&` and `|`."""

from __future__ import annotations

import datetime
import functools
import itertools
import operator

import polars as pl

from benchmarks.table_criteria import Ranks, criteria
from benchmarks.table_data import ABSENT, part_column
from benchmarks.workload import YEAR, rule_set

FIRST, LAST = datetime.date(YEAR, 1, 1), datetime.date(YEAR, 3, 31)
WORDS = pl.Enum(["đạt", "không đạt", "chưa đủ dữ liệu"])
_OPERATORS = {"<": operator.lt, "<=": operator.le}


def judge(frame: pl.DataFrame, ranks: Ranks | None = None) -> pl.DataFrame:
    """A column of verdicts for each criterion, null where the facts do not decide."""
    return frame.select(**queries(ranks))


def judge_in_words(frame: pl.DataFrame, ranks: Ranks | None = None) -> pl.DataFrame:
    """The same output as ours: each verdict in words, and whether all criteria are met."""
    found = judge(frame, ranks)
    found = found.with_columns(functools.reduce(operator.and_, map(pl.col, found.columns)).alias("all"))
    held, failed, undecided = (pl.lit(word, dtype=WORDS) for word in WORDS.categories)
    return found.select(
        pl.when(pl.col(name).is_null()).then(undecided).when(pl.col(name)).then(held).otherwise(failed).alias(name)
        for name in found.columns
    )


def judge_checked(frame: pl.DataFrame, ranks: Ranks | None = None) -> pl.DataFrame:
    """The same work as ours: verdicts in words and the conclusion, after a look for figures that cannot be.

    Raises `ValueError` where a figure is negative or a part is above its whole; ours would name the rows.
    """
    wrong = frame.select(any_wrong=pl.any_horizontal(test.any() for test in wrong_figures(frame))).item()
    if wrong:
        raise ValueError("figures that cannot be")
    return judge_in_words(frame, ranks)


def wrong_figures(frame: pl.DataFrame) -> list[pl.Expr]:
    """What must be true of no row."""
    figures = [pl.col(name) < 0 for name, kind in frame.schema.items() if kind.is_signed_integer()]
    parts = {fact.code: fact.part_of for fact in rule_set().program.facts if fact.part_of}
    above = [pl.col(part) > pl.col(whole) for part, whole in parts.items() if {part, whole} <= frame.schema.keys()]
    return [*figures, *above]


def judge_lazily(frame: pl.LazyFrame, ranks: Ranks | None = None) -> pl.LazyFrame:
    """The same, for tables larger than memory."""
    return frame.select(**queries(ranks))


def queries(ranks: Ranks | None = None) -> dict[str, pl.Expr]:
    """The expression of each criterion."""
    return criteria(PolarsKit(ranks))


class PolarsKit:
    """Polars is three-valued of itself: `&` and `|` are Kleene's, comparisons with null are null."""

    def __init__(self, ranks: Ranks | None) -> None:
        self.ranks = ranks

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

    def agree(self, *figures: str) -> pl.Expr:
        pairs = itertools.combinations(map(pl.col, figures), 2)
        return self.all_of(*((one == other).fill_null(True) for one, other in pairs))

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
        if self.ranks is None:
            return pl.col(grade).is_in(sorted(members))
        return (pl.col(grade) >= self.ranks[grade, members]) & ~pl.col(part_column(grade, ABSENT))

    def all_of(self, *parts: pl.Expr) -> pl.Expr:
        return functools.reduce(operator.and_, parts)

    def any_of(self, *parts: pl.Expr) -> pl.Expr:
        return functools.reduce(operator.or_, parts)
