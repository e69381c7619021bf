"""What an expression over columns comes to, by plain Python: what every database has to say."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Final

from antq_rules.columnar.expressions import Expression, walk

Value = int | bool | None
_COMPARE: Final[Mapping[str, Callable[[int, int], bool]]] = {
    ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip


def value_of(expression: Expression, row: Mapping[str, Value]) -> Value:
    """The value of an expression for a row."""
    known: dict[int, Value] = {}
    for one in walk([expression]):
        known[one.number] = _value(one, [known[part.number] for part in one.operands], row)
    return known[expression.number]


def _value(one: Expression, parts: list[Value], row: Mapping[str, Value]) -> Value:
    there = [part for part in parts if part is not None]
    match one.operation:
        case "column":
            return row[str(one.value)]
        case "int" | "true" | "false" | "null":
            assert not isinstance(one.value, str | tuple)
            return one.value
        case "is_null":
            return parts[0] is None
        case "coalesce":
            return parts[1] if parts[0] is None else parts[0]
        case "choose":
            return parts[1] if parts[0] else parts[2]
        case "least" | "greatest":
            pick = min if one.operation == "least" else max
            return pick(there) if there else None
        case "count":
            return sum(map(bool, parts))
        case "and" | "or":
            final = one.operation == "or"
            return final if final in parts else None if None in parts else not final
    if len(there) < len(parts):
        return None
    return _known(one, there)


def _known(one: Expression, parts: list[int]) -> int | bool:
    match one.operation:
        case "within":
            return parts[0]
        case "not":
            return not parts[0]
        case "add":
            return sum(parts)
        case "scale":
            assert isinstance(one.value, int)
            return parts[0] * one.value
        case "multiply":
            return reduce(operator.mul, parts)
        case "floor_divide":
            return parts[0] // parts[1]
        case "among":
            assert isinstance(one.value, tuple)
            return parts[0] in one.value
        case _:
            return _COMPARE[str(one.value)](parts[0], parts[1])
