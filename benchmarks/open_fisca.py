"""Appendix I in OpenFisca: a variable for each fact (a month, a member of a list) and for each criterion."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy
import polars as pl
from openfisca_core import entities, model_api, periods, simulations, taxbenefitsystems

from benchmarks import conditions as c
from benchmarks.table_criteria import lowest_ranks
from benchmarks.table_data import ABSENT, BEFORE, part_column
from benchmarks.workload import YEAR, Unit, criteria

Inputs = Mapping[tuple[str, str], Any]
THIS_YEAR, LAST_YEAR = str(YEAR), str(YEAR - 1)
_OPERATORS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "=": operator.eq}


def judge(traced: bool) -> Callable[[Inputs], Sequence[object]]:
    """A judge of one unit; a new simulation for each."""
    system = _system()
    names = [f"c{number}" for number in criteria()]

    def run(given: Inputs) -> Sequence[object]:
        return [bool(column[0]) for column in columns(system, given, 1, names, traced)]

    return run


def columns(system: Any, given: Inputs, count: int, names: Sequence[str], traced: bool = False) -> list[Any]:
    """The verdicts of all units, a column for each criterion."""
    simulation = simulations.SimulationBuilder().build_default_simulation(system, count)
    simulation.trace = traced
    for (name, year), values in given.items():
        simulation.set_input(name, year, values)
    return [simulation.calculate(name, THIS_YEAR) for name in names]


def of_table(frame: pl.DataFrame) -> Callable[[], pl.DataFrame]:
    """A judge of a whole table without nulls; one simulation of all units, its input columns made beforehand."""
    given = {
        (column.removesuffix(c.BEFORE), year): _array(frame, column) for column, (_, year, _) in _columns().items()
    }
    names = [f"c{number}" for number in criteria()]
    return lambda: pl.DataFrame(
        {name.removeprefix("c"): column for name, column in zip(names, _all(given, len(frame), names), strict=True)}
    )


def _all(given: Inputs, count: int, names: Sequence[str]) -> list[Any]:
    return columns(_system(), given, count, names)


def _array(frame: pl.DataFrame, column: str) -> Any:
    """An input column out of a table in the wide layout."""
    name, _, part = column.partition("__")
    if column.endswith(c.BEFORE):
        return frame[f"{name}{BEFORE}"].to_numpy()
    if part.isdigit():
        return frame[part_column(name, int(part) + 1)].to_numpy()
    if part == "high":
        leaf = next(one for e in criteria().values() for one in c.leaves(e) if name in c.facts_of(one))
        assert isinstance(leaf, c.OneOf)
        if frame.schema[name] == pl.String:
            return frame[name].is_in(list(leaf.members)).to_numpy()
        high = frame[name] >= lowest_ranks()[name, frozenset(leaf.members)]
        return (high & ~frame[part_column(name, ABSENT)]).fill_null(False).to_numpy()
    if part:
        return frame[part_column(name, part)].to_numpy()
    if frame.schema[name] == pl.Date:
        days = frame[name].dt
        return (days.year() * 10000 + days.month().cast(pl.Int32) * 100 + days.day()).to_numpy()
    return frame[name].to_numpy()


def inputs(units: Sequence[Unit]) -> Inputs:
    """Columns of the units' facts; an unknown fact is left to the default, 0 or no, as the engine knows none."""
    return {
        (column.removesuffix(c.BEFORE), year): numpy.array([read(unit) for unit in units])
        for column, (_, year, read) in _columns().items()
    }


@functools.cache
def _columns() -> Mapping[str, tuple[type, str, Callable[[Unit], Any]]]:
    """The input columns: their type, their year, and how they are read from a unit."""
    found: dict[str, tuple[type, str, Callable[[Unit], Any]]] = {}
    for leaf in (leaf for expression in criteria().values() for leaf in c.leaves(expression)):
        for name in c.facts_of(leaf):
            for column, kind, pick in _spread(leaf, name):
                found[column] = (kind, LAST_YEAR if name.endswith(c.BEFORE) else THIS_YEAR, _reader(name, pick))
    return found


def _reader(name: str, pick: Callable[[Any], Any]) -> Callable[[Unit], Any]:
    if name.endswith(c.BEFORE):
        return lambda unit: pick(unit.before[name.removesuffix(c.BEFORE)])
    return lambda unit: pick(unit.facts[name])


def _spread(leaf: c.Expression, name: str) -> Iterator[tuple[str, type, Callable[[Any], Any]]]:
    match leaf:
        case c.EachMonth():
            for month in range(12):
                yield f"{name}__{month}", int, functools.partial(_month, month)
        case c.Includes(members=members):
            for member in members:
                yield f"{name}__{member}", bool, functools.partial(_listed, member)
        case c.OneOf(members=members):
            yield f"{name}__high", bool, functools.partial(_among, members)
        case c.Within():
            yield name, int, lambda day: 0 if day is None else day.year * 10000 + day.month * 100 + day.day
        case c.Yes():
            yield name, bool, bool
        case _:
            yield name, int, lambda figure: figure or 0


def _month(month: int, figures: Any) -> int:
    return (figures or [0] * 12)[month] or 0


def _listed(member: str, listed: Any) -> bool:
    return member in (listed or ())


def _among(members: Sequence[str], grade: Any) -> bool:
    return grade in members


@functools.cache
def _system() -> Any:
    unit = entities.SingleEntity("unit", "units", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([unit])
    for column, (kind, _, _) in _columns().items():
        if not column.endswith(c.BEFORE):
            system.add_variable(_variable(column, unit, kind))
    for number, expression in criteria().items():
        system.add_variable(_variable(f"c{number}", unit, bool, _formula(expression)))
    return system


def _variable(name: str, unit: Any, kind: type, formula: Any = None) -> Any:
    own = {"value_type": kind, "entity": unit, "definition_period": periods.DateUnit.YEAR, "label": name}
    return type(name, (model_api.Variable,), own if formula is None else own | {"formula": formula})


def _formula(expression: c.Expression) -> Any:
    return lambda unit, period: _evaluate(expression, unit, period)


def _evaluate(expression: c.Expression, unit: Any, period: Any) -> Any:
    match expression:
        case c.All(parts=parts):
            return functools.reduce(operator.and_, [_evaluate(part, unit, period) for part in parts])
        case c.Any(parts=parts):
            return functools.reduce(operator.or_, [_evaluate(part, unit, period) for part in parts])
        case c.Choose():
            names = ("test", "then", "otherwise")
            return numpy.where(*(_evaluate(getattr(expression, name), unit, period) for name in names))
        case c.Figure():
            total = sum(weight * _value(name, unit, period) for name, weight in expression.terms)
            return _OPERATORS[expression.operator](total, expression.limit)
        case c.Within():
            day = unit(expression.fact, period)
            return (day >= expression.first) & (day <= expression.last)
        case c.EachMonth():
            months = [unit(f"{expression.fact}__{month}", period) for month in range(12)]
            held = [_OPERATORS[expression.operator](month, expression.limit) for month in months]
            return functools.reduce(operator.and_, held)
        case c.Includes():
            listed = [unit(f"{expression.fact}__{member}", period) for member in expression.members]
            return functools.reduce(operator.and_, listed)
        case c.OneOf():
            return unit(f"{expression.fact}__high", period)
        case c.Yes():
            return unit(expression.fact, period)


def _value(name: str, unit: Any, period: Any) -> Any:
    return unit(name.removesuffix(c.BEFORE), period.last_year if name.endswith(c.BEFORE) else period)
