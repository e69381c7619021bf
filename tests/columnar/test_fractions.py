"""Fractions as columns: in lowest terms, and as a decimal exactly where nine places hold it."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from antq_rules.columnar import fractions as f
from antq_rules.columnar.expressions import NUMBER, Builder, Expression
from antq_rules.columnar.polars_code import TooWide
from antq_rules.columnar.ratios import Ratio

pl = pytest.importorskip("polars")

CHANCE = random.Random(1)  # noqa: S311 - not secrets
TOPS = [None, 0, 1, -1, 7, -22, 10**29, -(10**29), 10**29 - 1, 10**38 - 1, 1 - 10**38]
TOPS += [CHANCE.randint(-(10**digits), 10**digits) for digits in range(1, 37)]


def told(bottom: Expression, bottoms: list[int | None]) -> None:
    builder = Builder()
    number = Ratio(builder.column("x", NUMBER, True, 1 - 10**38, 10**38 - 1), bottom)
    names = list(f.wholes_of("x", number))
    frame = pl.DataFrame([pl.Series(names[0], TOPS, dtype=pl.Int128)])
    if len(names) > 1:
        frame = frame.with_columns(pl.Series(names[1], bottoms, dtype=pl.Int128))
    columns = f.fraction(frame, "x", number, "y")
    assert {one.name: one.dtype for one in columns} == f.schema_of("y")
    for top, below, decimal, *parts in zip(TOPS, bottoms, *(one.to_list() for one in columns), strict=True):
        if top is None:
            assert (decimal, *parts) == (None, None, None)
            continue
        assert below is not None
        exact = Fraction(top, below)
        assert (exact.numerator, exact.denominator) == tuple(parts)
        fits = 10**9 % exact.denominator == 0 and abs(int(exact)) < 10**29
        assert (decimal is not None) is fits
        assert decimal is None or Fraction(decimal) == exact


@pytest.mark.parametrize("bottom", [1, 2, 3, 1000, 10**9, 10**10, 7 * 10**4, 10**29, 2**120])
def test_over_a_constant(bottom: int) -> None:
    told(Builder().whole(bottom), [bottom] * len(TOPS))


def test_over_a_column() -> None:
    bottoms = [None, *(CHANCE.choice([1, 4, 6, 10**12, 10**37, CHANCE.randint(1, 999)]) for _ in TOPS[1:])]
    told(Builder().column("b", NUMBER, True, 1, 10**37), bottoms)


def test_numbers_of_more_than_38_digits_have_no_column() -> None:
    builder = Builder()
    with pytest.raises(TooWide):
        f.wholes_of("x", Ratio(builder.column("x", NUMBER, True, 0, 10**38), builder.whole(1)))
