"""Exact fractions of a judged frame: a whole number and one above 0 beside it, and the decimal that they come to."""

from __future__ import annotations

from typing import Final

import polars as pl

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.polars_code import TooWide, size_of, type_for
from antq_rules.columnar.polars_table import DENOMINATOR, NUMERATOR
from antq_rules.columnar.ratios import Ratio

PLACES: Final = 9
"""Decimal places of a number; one that needs more is told by its numerator and denominator alone."""
DECIMAL: Final = pl.Decimal(38, PLACES)
WHOLE: Final = pl.Decimal(38, 0)
_MOST: Final = 10**38
_SHIFT: Final = 10**PLACES
_WIDE: Final = pl.Int128()


def schema_of(name: str) -> dict[str, pl.DataType]:
    """The columns of a fraction: the number where so many decimal places hold it, numerator and denominator.

    >>> list(schema_of("điểm"))
    ['điểm', 'điểm (tử số)', 'điểm (mẫu số)']
    """
    return {name: DECIMAL, f"{name} ({NUMERATOR})": WHOLE, f"{name} ({DENOMINATOR})": WHOLE}


def wholes_of(name: str, number: Ratio) -> dict[str, Expression]:
    """The whole numbers that a plan has to give for a fraction. Raises `TooWide` for more than 38 digits."""
    found = {f"{name} ({NUMERATOR})": number.top}
    if number.bottom.operation != "int":
        found[f"{name} ({DENOMINATOR})"] = number.bottom
    for one in (number.top, number.bottom):
        if size_of(one) >= _MOST:
            raise TooWide(one)
    return found


def fraction(frame: pl.DataFrame, name: str, number: Ratio, shown: str = "") -> list[pl.Series]:
    """The columns of a fraction in lowest terms, named `shown`, from the whole numbers of a judged frame."""
    shown = shown or name
    top = frame.get_column(f"{name} ({NUMERATOR})")
    if number.bottom.operation != "int":
        bottom = frame.get_column(f"{name} ({DENOMINATOR})")
    else:
        kind = type_for(size_of(number.bottom))
        bottom = pl.select(pl.repeat(pl.lit(number.bottom.value, dtype=kind), frame.height)).to_series()
    top, bottom = _reduced(top, bottom, number)
    return frame.select(
        _decimal(pl.lit(top), pl.lit(bottom).cast(_WIDE)).alias(shown),
        pl.lit(top).cast(WHOLE).alias(f"{shown} ({NUMERATOR})"),
        pl.when(pl.lit(top).is_not_null()).then(pl.lit(bottom)).cast(WHOLE).alias(f"{shown} ({DENOMINATOR})"),
    ).get_columns()


def _reduced(top: pl.Series, bottom: pl.Series, number: Ratio) -> tuple[pl.Series, pl.Series]:
    """Numerators and denominators by their greatest common divisor, as Euclid finds it, all rows at once."""
    if number.bottom.operation == "int" and number.bottom.value == 1:
        return top, bottom
    wide = type_for(max(size_of(number.top), size_of(number.bottom), 2**31))
    top, bottom = top.cast(wide), bottom.cast(wide)
    pair = pl.DataFrame({"a": top.abs().fill_null(0), "b": bottom.fill_null(1)})
    a, b = pl.col("a"), pl.col("b")
    while (pair.get_column("b") != 0).any():
        pair = pair.select(pl.when(b != 0).then(b).otherwise(a).alias("a"), (a % b).fill_null(0).alias("b"))
    return top // pair.get_column("a"), bottom // pair.get_column("a")


def _decimal(top: pl.Expr, bottom: pl.Expr) -> pl.Expr:
    """A fraction in lowest terms as a decimal where it is one; whole part and rest apart, so nothing wraps."""
    shift = pl.lit(_SHIFT, dtype=_WIDE)
    below = pl.when(bottom <= shift).then(bottom)  # a greater one never divides it
    wide = top.cast(_WIDE).abs()
    whole = wide // below
    rest = (wide - whole * below) * (shift // below)
    found = _within(whole) + rest.cast(DECIMAL) / shift.cast(DECIMAL)
    return pl.when(shift % below == 0).then(pl.when(top < 0).then(-found).otherwise(found))


def _within(whole: pl.Expr) -> pl.Expr:
    """A whole number from 0 up as a decimal, null where it has too many digits for one."""
    return pl.when(whole < pl.lit(10 ** (38 - PLACES), dtype=_WIDE)).then(whole).cast(DECIMAL)
