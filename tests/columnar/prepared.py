"""Typed facts of units, as the model reads them, put into columns as `columnar.slots` names them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm

import polars as pl

from antq_rules.columnar.dates import day_number
from antq_rules.columnar.slots import (
    ABSENT,
    EVIDENCE,
    EXISTED,
    NO_YEAR,
    REFUSED,
    UNIT_TYPE,
    YEAR,
    Column,
    Moment,
    column_name,
)
from antq_rules.engine import values as v
from antq_rules.engine.values import UnitData
from antq_rules.graph import model as g

Cell = bool | Fraction | None

SAME_PERIOD = Moment(-1, 0, True)
_EVIDENCE = {v.Evidence.NOT_SHOWN: 0, v.Evidence.GIVEN: 1, v.Evidence.MISSING: 2}


def has_decimals_only(unit: UnitData) -> bool:
    """Whether every figure of a unit ends after some decimal places, as those of a table do."""
    figures = [value for value in (*unit.values.values(), *unit.same_period.values()) if isinstance(value, Fraction)]
    return all(10**40 % Fraction(figure).denominator == 0 for figure in figures)


def is_huge(unit: UnitData) -> bool:
    """Whether a unit has a figure of more than nine digits, or of more than nine decimal places."""
    values = (*unit.values.values(), *unit.same_period.values())
    months = [month for value in values if isinstance(value, tuple) for month in value]
    figures = [value for value in (*values, *months) if isinstance(value, int | Fraction)]
    return any(abs(Fraction(figure)) > 10**9 or 10**9 % Fraction(figure).denominator for figure in figures)


def prepared(program: g.Program, units: Sequence[UnitData]) -> tuple[pl.DataFrame, dict[str, Column]]:
    """A frame of some units and what is known of its columns."""
    rows = [dict(_row(program, unit)) for unit in units]
    columns, known = {}, {}
    for name in dict.fromkeys(name for row in rows for name in row):
        columns[name], known[name] = _column(name, [row.get(name) for row in rows])
    return pl.DataFrame(columns), known


def _column(name: str, cells: Sequence[Cell]) -> tuple[pl.Series, Column]:
    given = [cell for cell in cells if cell is not None]
    if all(isinstance(cell, bool) for cell in given):
        return pl.Series(name, cells, dtype=pl.Boolean), Column(None in cells)
    smallest = lcm(*(Fraction(cell).denominator for cell in given))
    places = next(places for places in range(40) if 10**places % smallest == 0)
    whole = [None if cell is None else int(cell * 10**places) for cell in cells]
    found = [cell for cell in whole if cell is not None]
    kind = pl.Int64() if min(found) >= -(2**63) and max(found) < 2**63 else pl.Int128()
    return pl.Series(name, whole, dtype=kind), Column(None in whole, min(found), max(found), places)


def _row(program: g.Program, unit: UnitData) -> Iterator[tuple[str, Cell]]:
    facts = {fact.code: fact for fact in program.facts}
    yield YEAR, Fraction(unit.year)
    yield UNIT_TYPE, Fraction(program.unit_types.index(unit.unit_type)) if unit.unit_type else None
    yield EXISTED, unit.existed_before
    for (code, year), value in unit.values.items():
        yield from _cells(program, facts[code], Moment(year - unit.year), value)
    for code, same in unit.same_period.items():
        if same is None:
            yield column_name(code, SAME_PERIOD, REFUSED), True
        else:
            yield from _cells(program, facts[code], SAME_PERIOD, same)
    for code, year in unit.wrong - unit.values.keys():  # else only the same period of that year was refused
        yield column_name(code, Moment(year - unit.year), REFUSED), True


def _cells(program: g.Program, fact: g.Fact, moment: Moment, value: v.Value) -> Iterator[tuple[str, Cell]]:
    def name(part: str = "") -> str:
        return column_name(fact.code, moment, part)

    match value:
        case v.Special():
            yield name(NO_YEAR if value is v.NO_YEAR else ABSENT), True
        case v.Attested():
            yield name(), value.yes
            yield name(EVIDENCE), Fraction(_EVIDENCE[value.evidence])
        case tuple():
            for month, number in enumerate(value, 1):
                yield name(str(month)), None if number is None else Fraction(number)
        case datetime.date():
            yield name(), Fraction(day_number(value))
        case frozenset():
            for member in _members(program, fact):
                yield name(member), member in value
        case str():
            yield name(), Fraction(_members(program, fact).index(value))
        case int() | Fraction():
            yield name(), Fraction(value) / (fact.factor if fact.is_numeric else 1)
        case _:
            raise AssertionError(f"{fact.code}: a list has no column")


def _members(program: g.Program, fact: g.Fact) -> list[str]:
    known: Mapping[str, g.Vocabulary] = {one.title: one for one in program.vocabularies if not one.ordered}
    return [member.code for member in known[fact.vocabulary].members]
