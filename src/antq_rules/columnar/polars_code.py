"""Expressions as Polars expressions, one stage of columns after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import polars as pl

from antq_rules.columnar.expressions import TRUTH, Expression
from antq_rules.columnar.stages import staged

_PREFIX: Final = "#"
_TYPES: Final = ((2**15 - 1, pl.Int16()), (2**31 - 1, pl.Int32()), (2**63 - 1, pl.Int64()), (2**127 - 1, pl.Int128()))

_SIGNED: Final = (pl.Int8(), *(kind for _, kind in _TYPES))


class TooWide(Exception):
    """Numbers could come out that no type of the engine holds."""


def size_of(one: Expression) -> int:
    """The greatest magnitude that a number can have. Raises `TooWide` where it has no bound."""
    if one.operation == "null":
        return 0
    if one.low is None or one.high is None:
        raise TooWide(one)
    return max(abs(one.low), abs(one.high))


def type_for(size: int) -> pl.DataType:
    """The narrowest type that holds whole numbers of a magnitude."""
    for most, found in _TYPES:
        if size <= most:
            return found
    raise TooWide(size)


class PolarsCode:
    """Writes expressions as Polars expressions; `names` are the columns of the frame by the names of the plan.

    `schema` has the types of the frame's columns where they are known, so that nothing is cast without need.
    """

    def __init__(
        self, roots: Sequence[Expression], names: Mapping[str, str], schema: Mapping[str, pl.DataType] | None = None
    ) -> None:
        self.names = names
        self.schema = schema or {}
        self._kinds: dict[int, pl.DataType] = {}
        self._written: dict[int, pl.Expr] = {}
        self.stages: list[list[pl.Expr]] = []
        for stage in staged(roots).stages:
            made = {one.number: self._fresh(one).alias(f"{_PREFIX}{one.number}") for one in stage}
            self.stages.append(list(made.values()))
            self._written.update((number, pl.col(f"{_PREFIX}{number}")) for number in made)

    def expression(self, one: Expression) -> pl.Expr:
        """An expression over the frame after all stages."""
        found = self._written.get(one.number)
        return self._fresh(one) if found is None else found

    def _fresh(self, one: Expression) -> pl.Expr:
        return _WRITERS[one.operation](self, one)

    # ------------------------------------------------------------------------------------------ leaves
    def _column(self, one: Expression) -> pl.Expr:
        return pl.col(self.names[str(one.value)])

    def _constant(self, one: Expression) -> pl.Expr:
        if one.kind == TRUTH:
            return pl.lit(one.value, dtype=pl.Boolean)
        return pl.lit(one.value, dtype=pl.Int32() if one.value is None else type_for(size_of(one)))

    # ------------------------------------------------------------------------------------------ numbers
    def _kind_of(self, one: Expression) -> pl.DataType | None:
        """The type that a number has, where that is known."""
        if one.operation == "column":
            return self.schema.get(self.names[str(one.value)])
        return self._kind_of(one.operands[0]) if one.operation == "within" else self._kinds.get(one.number)

    def _kind(self, one: Expression, size: int, operands: Sequence[Expression]) -> pl.DataType:
        """The type to work out a number of some operands in: wide enough, and no narrower than theirs."""
        widest = type_for(size)
        for operand in operands:
            kind = None if operand.is_constant else self._kind_of(operand)
            if kind in _SIGNED and _SIGNED.index(kind) > _SIGNED.index(widest):
                widest = _SIGNED[_SIGNED.index(kind)]
        if one.kind != TRUTH:
            self._kinds[one.number] = widest
        return widest

    def _typed(self, one: Expression, kind: pl.DataType) -> pl.Expr:
        if one.is_constant:
            return pl.lit(one.value, dtype=kind)
        return self.expression(one) if self._kind_of(one) == kind else self.expression(one).cast(kind)

    def _add(self, one: Expression) -> pl.Expr:
        kind = self._kind(one, sum(size_of(operand) for operand in one.operands), one.operands)
        return _balanced([self._typed(operand, kind) for operand in one.operands], lambda a, b: a + b)

    def _scale(self, one: Expression) -> pl.Expr:
        assert isinstance(one.value, int)
        kind = self._kind(one, max(size_of(one), abs(one.value), size_of(one.operands[0])), one.operands)
        return self._typed(one.operands[0], kind) * pl.lit(one.value, dtype=kind)

    def _multiply(self, one: Expression) -> pl.Expr:
        left, right = one.operands
        kind = self._kind(one, max(size_of(left) * size_of(right), size_of(left), size_of(right)), one.operands)
        return self._typed(left, kind) * self._typed(right, kind)

    def _floor_divide(self, one: Expression) -> pl.Expr:
        kind = self._kind(one, max(size_of(operand) for operand in one.operands), one.operands)
        return self._typed(one.operands[0], kind) // self._typed(one.operands[1], kind)

    def _extreme(self, one: Expression) -> pl.Expr:
        kind = self._kind(one, max(size_of(operand) for operand in one.operands), one.operands)
        least = one.operation == "least"
        ends = [operand.high if least else operand.low for operand in one.operands]
        known = [end for end in ends if end is not None]
        never = pl.lit(max(known) if least else min(known), dtype=kind)  # changes no extreme of what is known
        parts = [self._typed(operand, kind) for operand in one.operands]
        filled = [
            part.fill_null(never) if operand.nullable else part
            for part, operand in zip(parts, one.operands, strict=True)
        ]
        found = pl.min_horizontal(filled) if least else pl.max_horizontal(filled)
        if not one.nullable:
            return found
        return pl.when(_balanced([part.is_not_null() for part in parts], lambda a, b: a | b)).then(found)

    def _count(self, one: Expression) -> pl.Expr:
        kind: pl.DataType = pl.Int16() if len(one.operands) < 2**15 else pl.Int32()
        self._kinds[one.number] = kind
        return _balanced([self.expression(operand).cast(kind) for operand in one.operands], lambda a, b: a + b)

    def _within(self, one: Expression) -> pl.Expr:
        return self.expression(one.operands[0])

    def _same_kind(self, one: Expression, operands: Sequence[Expression]) -> list[pl.Expr]:
        if operands[0].kind == TRUTH:
            return [self.expression(operand) for operand in operands]
        kind = self._kind(one, max(size_of(operand) for operand in operands), operands)
        return [self._typed(operand, kind) for operand in operands]

    def _coalesce(self, one: Expression) -> pl.Expr:
        first, second = self._same_kind(one, one.operands)
        if one.operands[1].is_constant and one.kind == TRUTH:
            return first.fill_null(bool(one.operands[1].value))
        return pl.coalesce(first, second)

    def _choose(self, one: Expression) -> pl.Expr:
        then, otherwise = self._same_kind(one, one.operands[1:])
        return pl.when(self.expression(one.operands[0])).then(then).otherwise(otherwise)

    # ------------------------------------------------------------------------------------------ truth values
    def _compare(self, one: Expression) -> pl.Expr:
        left, right = one.operands
        assert isinstance(one.value, str)
        if right.operation == "int" and left.operation == "column":
            return _COMPARE[one.value](self.expression(left), pl.lit(right.value))
        kind = self._kind(one, max(size_of(left), size_of(right)), one.operands)
        return _COMPARE[one.value](self._typed(left, kind), self._typed(right, kind))

    def _among(self, one: Expression) -> pl.Expr:
        assert isinstance(one.value, tuple)
        number = self.expression(one.operands[0])
        return _balanced([number == pl.lit(value) for value in one.value], lambda a, b: a | b)

    def _is_null(self, one: Expression) -> pl.Expr:
        return self.expression(one.operands[0]).is_null()

    def _not(self, one: Expression) -> pl.Expr:
        return ~self.expression(one.operands[0])

    def _and(self, one: Expression) -> pl.Expr:
        return _balanced([self.expression(operand) for operand in one.operands], lambda a, b: a & b)

    def _or(self, one: Expression) -> pl.Expr:
        return _balanced([self.expression(operand) for operand in one.operands], lambda a, b: a | b)


_COMPARE: Final[Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]]] = {
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_WRITERS: Final[Mapping[str, Callable[[PolarsCode, Expression], pl.Expr]]] = {
    "column": PolarsCode._column,
    "int": PolarsCode._constant,
    "true": PolarsCode._constant,
    "false": PolarsCode._constant,
    "null": PolarsCode._constant,
    "add": PolarsCode._add,
    "scale": PolarsCode._scale,
    "multiply": PolarsCode._multiply,
    "floor_divide": PolarsCode._floor_divide,
    "least": PolarsCode._extreme,
    "greatest": PolarsCode._extreme,
    "count": PolarsCode._count,
    "within": PolarsCode._within,
    "coalesce": PolarsCode._coalesce,
    "choose": PolarsCode._choose,
    "compare": PolarsCode._compare,
    "among": PolarsCode._among,
    "is_null": PolarsCode._is_null,
    "not": PolarsCode._not,
    "and": PolarsCode._and,
    "or": PolarsCode._or,
}


def _balanced(parts: Sequence[pl.Expr], join: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> pl.Expr:
    """All parts joined as a tree that is as flat as can be: deep chains of expressions break the engine."""
    found = list(parts)
    while len(found) > 1:
        pairs = [join(first, second) for first, second in zip(found[::2], found[1::2], strict=False)]
        found = pairs + ([found[-1]] if len(found) % 2 else [])
    return found[0]
