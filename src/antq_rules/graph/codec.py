"""A compiled set as plain data and back: the closed set of the graph's classes, by field, fractions as texts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import attrs

from antq_rules.graph import model as g
from antq_rules.graph import points as p
from antq_rules.graph import rankings as r
from antq_rules.types import DayOfYear

VERSION: Final = 3
_CLASSES: Final[tuple[type[Any], ...]] = (
    g.Member, g.Vocabulary, g.Fact, g.Option, g.Reading, g.Policy, g.Origin, g.Reference, g.Form, g.Comparison,
    g.Relative, g.GradeTest, g.ChoiceTest, g.SetTest, g.DateTest, g.AttestationTest, g.PresenceTest, g.Leaf,
    g.Constant, g.Grouping, g.Joined, g.Item, g.Not, g.Branch, g.ByReading, g.ForTypes, g.ForYears,
    g.NamedCondition, g.Criterion, g.ConclusionTest, g.Conclusion, g.Program, DayOfYear,
    g.Replacement,
    g.Parameter, g.CountWhere, g.SumOver, g.Product, g.Quotient, g.Rounded, g.Computed, g.Span, g.DateOrder,
    g.UnitTest, g.Cases, g.CriterionState, g.Quantified, g.PointsTest, g.ClassTurn, g.Classification,
    p.Earned, p.Steps, p.Curve, p.NoPoints, p.Limited, p.Bands, p.ScoredItem, p.ScoreSum, p.ScoreApplies,
    p.ScoreForTypes, p.Scoring, p.GroupPoints, r.Entrant, r.RankKey, r.Ranking,
)  # fmt: skip
_NUMBERS: Final = {kind: number for number, kind in enumerate(_CLASSES)}
_FIELDS: Final = [[field.name for field in attrs.fields(kind)] for kind in _CLASSES]


def to_data(program: g.Program) -> dict[str, Any]:
    """A program as lists, texts and numbers for JSON: an object is a list of its class's number and its fields."""
    return {"version": VERSION, "program": _encode(program)}


def _encode(value: object) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Fraction):
        return {"n": str(value)}
    if isinstance(value, tuple):
        return [-1, *(_encode(part) for part in value)]
    number = _NUMBERS[type(value)]
    return [number, *(_encode(getattr(value, name)) for name in _FIELDS[number])]


def from_data(data: Any) -> g.Program:
    """The program that `to_data` wrote. Raises `ValueError` for anything else.

    >>> from_data({"version": 0})
    Traceback (most recent call last):
    ValueError: not a compiled set of version 3
    """
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise ValueError(f"not a compiled set of version {VERSION}")
    try:
        program = _decode(data["program"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise ValueError("malformed compiled set") from error
    if not isinstance(program, g.Program):
        raise ValueError("malformed compiled set")
    return program


def _decode(data: Any) -> Any:
    if isinstance(data, list):
        number, *fields = data
        values = [part if isinstance(part, str) else _decode(part) for part in fields]
        if number == -1:
            return tuple(values)
        if not 0 <= number < len(_CLASSES):
            raise ValueError("malformed compiled set")
        return _CLASSES[number](**dict(zip(_FIELDS[number], values, strict=True)))
    return Fraction(data["n"]) if isinstance(data, dict) else data
