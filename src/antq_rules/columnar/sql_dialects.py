"""What the four kinds of database differ in where it matters to exact figures."""

from __future__ import annotations

from typing import Final

import attrs
from sqlglot import exp

from antq_rules.columnar.sql_words import text
from antq_rules.diagnostics import Diagnostic, InvalidInput, nearest
from antq_rules.types import Verdict


@attrs.frozen
class Dialect:
    """A kind of database: its widest whole numbers, its types, and how it is kept from merging stages.

    `widest` is the greatest magnitude of its whole numbers, `most_columns` how many a query may have (0: no limit).
    """

    name: str
    widest: int
    wide_type: str
    text_type: str
    amount_type: str
    most_columns: int
    materialized: bool | None

    @property
    def is_sqlite(self) -> bool:
        """Whether types belong to values and not to columns."""
        return self.name == "sqlite"


DIALECTS: Final = {
    one.name: one
    for one in (
        Dialect("duckdb", 2**127 - 1, "int128", "text", "decimal(38, {decimals})", 0, False),
        Dialect("postgres", 10**1000, "decimal", "text", "decimal", 1600, False),
        Dialect("spark", 10**31, "decimal(38, 0)", "text", "decimal(38, {decimals})", 0, None),
        Dialect("sqlite", 2**63 - 1, "bigint", "text", "", 1900, True),
    )
}
"""A decimal of 38 digits keeps 32 before the point in a division, so Spark's widest is smaller than its type."""


def dialect_of(name: str) -> Dialect:
    """The dialect of that name. Raises `InvalidInput`."""
    found = DIALECTS.get(name.lower())
    if found is None:
        values = (("found", name), ("members", "; ".join(DIALECTS)))
        raise InvalidInput([Diagnostic("DL137", values=values, suggestions=tuple(nearest(name, list(DIALECTS))))])
    return found


def divided(dialect: Dialect, number: exp.Expr, divisor: exp.Expr, wide: bool) -> exp.Expr:
    """One whole number by another above 0, where the first is a multiple of it or not below 0; rounded down."""
    match dialect.name:
        case "duckdb" | "spark" if not (wide and dialect.name == "spark"):
            return exp.Paren(this=exp.IntDiv(this=number, expression=divisor))
        case "spark":
            return exp.cast(exp.Floor(this=exp.Div(this=number, expression=divisor, typed=True)), "decimal(38, 0)")
        case "postgres" if wide:
            return exp.Anonymous(this="DIV", expressions=[number, divisor])
        case _:
            return exp.Paren(this=exp.Div(this=number, expression=divisor, typed=True, safe=False))


def extreme(dialect: Dialect, least: bool, numbers: list[exp.Expr]) -> exp.Expr:
    """The least or greatest of the numbers that are not null; null where all are."""
    if not dialect.is_sqlite:
        return exp.Anonymous(this="LEAST" if least else "GREATEST", expressions=numbers)
    while len(numbers) > 1:
        first, second, *rest = numbers
        either = [
            exp.Coalesce(this=first.copy(), expressions=[second.copy()]),
            exp.Coalesce(this=second, expressions=[first]),
        ]
        numbers = [exp.Anonymous(this="MIN" if least else "MAX", expressions=either), *rest]
    return numbers[0]


def day_number(dialect: Dialect, day: exp.Expr) -> exp.Expr:
    """How many days after 01/01/1970 a day is."""
    match dialect.name:
        case "sqlite":
            seconds = exp.cast(exp.Anonymous(this="STRFTIME", expressions=[text("%s"), day]), "bigint")
            return exp.Div(this=seconds, expression=exp.Literal.number(86400), typed=True, safe=False)
        case "spark":
            return exp.Anonymous(this="DATEDIFF", expressions=[day, date("1970-01-01")])
        case _:
            return exp.Paren(this=exp.Sub(this=day, expression=date("1970-01-01")))


def word(dialect: Dialect, verdict: Verdict) -> exp.Expr:
    """The word for a verdict: on DuckDB one of an enumeration, which is a byte where a text is sixteen."""
    if dialect.name != "duckdb":
        return text(verdict.vietnamese)
    words = [text(one.vietnamese) for one in Verdict]
    return exp.cast(text(verdict.vietnamese), exp.DataType(this=exp.DataType.Type.ENUM, expressions=words))


def date(written: str) -> exp.Expr:
    """A day of the calendar."""
    return exp.cast(text(written), "date")
