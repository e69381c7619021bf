"""Exact fractions of a judged frame: a whole number and one above 0 beside it, and the decimal that they come to."""

from __future__ import annotations

from typing import Final

import polars as pl

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.polars_code import TooWide, size_of
from antq_rules.columnar.polars_table import DENOMINATOR, NUMERATOR
from antq_rules.columnar.ratios import Ratio

PLACES: Final = 9
"""Decimal places of a number; one that needs more is told by its numerator and denominator alone."""
DECIMAL: Final = pl.Decimal(38, PLACES)
WHOLE: Final = pl.Decimal(38, 0)
_MOST: Final = 10**38
_SHIFT: Final = 10**PLACES
_WIDE: Final = pl.Int128()
_WIDEST: Final = 2**127


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
    """The columns of a fraction, named `shown`, from the whole numbers of a judged frame."""
    shown = shown or name
    top = frame.get_column(f"{name} ({NUMERATOR})")
    if number.bottom.operation == "int":
        bottom = pl.lit(number.bottom.value, dtype=_WIDE)
    else:
        bottom = pl.lit(frame.get_column(f"{name} ({DENOMINATOR})")).cast(_WIDE)
    there = pl.lit(top).is_not_null()
    decimal = _decimal(pl.lit(top), bottom, number)
    return frame.select(
        decimal.alias(shown),
        pl.lit(top).cast(WHOLE).alias(f"{shown} ({NUMERATOR})"),
        pl.when(there).then(bottom).cast(WHOLE).alias(f"{shown} ({DENOMINATOR})"),
    ).get_columns()


def _decimal(top: pl.Expr, bottom: pl.Expr, number: Ratio) -> pl.Expr:
    """A fraction as a decimal where it is exact; its whole part and what is left are taken apart, so nothing wraps."""
    if number.bottom.operation == "int" and number.bottom.value == 1:
        return _within(top.cast(_WIDE))
    if size_of(number.bottom) * _SHIFT >= _WIDEST:
        return pl.lit(None, dtype=DECIMAL)
    wide = top.cast(_WIDE)
    whole = wide // bottom
    rest = (wide - whole * bottom) * pl.lit(_SHIFT, dtype=_WIDE)
    digits = rest // bottom
    found = _within(whole) + digits.cast(DECIMAL) / pl.lit(_SHIFT, dtype=_WIDE).cast(DECIMAL)
    return pl.when(digits * bottom == rest).then(found)


def _within(whole: pl.Expr) -> pl.Expr:
    """A whole number as a decimal, null where it has too many digits for one."""
    most = pl.lit(10 ** (38 - PLACES) - 1, dtype=_WIDE)
    return pl.when((whole <= most) & (whole >= -most)).then(whole).cast(DECIMAL)
