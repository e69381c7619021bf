"""Expressions as Polars expressions, one stage of columns after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

import polars as pl

from antq_rules.columnar.expressions import NUMBER, TRUTH, Expression
from antq_rules.columnar.stages import staged

_PREFIX: Final = "#"
_Part = TypeVar("_Part")
_TYPES: Final = (
    (2**7 - 1, pl.Int8()),
    (2**15 - 1, pl.Int16()),
    (2**31 - 1, pl.Int32()),
    (2**63 - 1, pl.Int64()),
    (2**127 - 1, pl.Int128()),
)


_RANKS: Final[dict[pl.DataType, int]] = {kind: rank for rank, (_, kind) in enumerate(_TYPES)}


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

    `types` are the types of the frame's columns, to spare casts.
    """

    def __init__(
        self, roots: Sequence[Expression], names: Mapping[str, str], types: Mapping[str, pl.DataType] | None = None
    ) -> None:
        self.names = names
        self.types = types or {}
        self._kinds: dict[int, pl.DataType] = {}
        self._written: dict[int, pl.Expr] = {}
        self.stages: list[list[pl.Expr]] = []
        for stage in staged(roots, ("least", "greatest")).stages:
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
    def _typed(self, one: Expression, kind: pl.DataType) -> pl.Expr:
        if one.is_constant:
            return pl.lit(one.value, dtype=kind)
        return self.expression(one) if self._kind(one) == kind else self.expression(one).cast(kind)

    def _kind(self, one: Expression) -> pl.DataType | None:
        """The type that a number has in the frame."""
        if one.operation == "column":
            return self.types.get(self.names[str(one.value)])
        if one.operation == "within":
            return self._kind(one.operands[0])
        return self._kinds.get(one.number)

    def _wide_enough(self, one: Expression, size: int) -> pl.DataType:
        """The type for a number of that magnitude: that of its operands where it is enough, which spares casts."""
        kind = type_for(size)
        operands = [operand for operand in one.operands if operand.kind == NUMBER]
        for found in [self._kind(operand) for operand in operands if not operand.is_constant]:
            if found is not None and _RANKS.get(found, -1) > _RANKS[kind]:
                kind = found
        if one.kind == NUMBER:
            self._kinds[one.number] = kind
        return kind

    def _add(self, one: Expression) -> pl.Expr:
        kind = self._wide_enough(one, sum(size_of(operand) for operand in one.operands))
        return _balanced([self._typed(operand, kind) for operand in one.operands], lambda a, b: a + b)

    def _scale(self, one: Expression) -> pl.Expr:
        assert isinstance(one.value, int)
        kind = self._wide_enough(one, max(size_of(one), abs(one.value), size_of(one.operands[0])))
        return self._typed(one.operands[0], kind) * pl.lit(one.value, dtype=kind)

    def _multiply(self, one: Expression) -> pl.Expr:
        left, right = one.operands
        kind = self._wide_enough(one, max(size_of(left) * size_of(right), size_of(left), size_of(right)))
        return self._typed(left, kind) * self._typed(right, kind)

    def _floor_divide(self, one: Expression) -> pl.Expr:
        kind = self._wide_enough(one, max(size_of(operand) for operand in one.operands))
        return self._typed(one.operands[0], kind) // self._typed(one.operands[1], kind)

    def _extreme(self, one: Expression) -> pl.Expr:
        kind = self._wide_enough(one, max(size_of(operand) for operand in one.operands))
        ordered = sorted(one.operands, key=lambda operand: operand.is_constant)
        better = _COMPARE["<" if one.operation == "least" else ">"]

        def further(left: tuple[pl.Expr, bool], right: tuple[pl.Expr, bool]) -> tuple[pl.Expr, bool]:
            test = better(left[0], right[0])  # several times as fast as the horizontal functions
            if right[1]:
                test = test | right[0].is_null()
            # a null on the left takes the right side
            return pl.when(test).then(left[0]).otherwise(right[0]), left[1] and right[1]

        found, nullable = _balanced([(self._typed(operand, kind), operand.nullable) for operand in ordered], further)
        assert nullable == one.nullable
        return found

    def _count(self, one: Expression) -> pl.Expr:
        kind = pl.UInt8() if len(one.operands) < 255 else pl.Int32()
        one_more, none_more = pl.lit(1, dtype=kind), pl.lit(0, dtype=kind)
        counted = [pl.when(self.expression(test)).then(one_more).otherwise(none_more) for test in one.operands]
        return _balanced(counted, lambda a, b: a + b)

    def _within(self, one: Expression) -> pl.Expr:
        return self.expression(one.operands[0])

    def _same_kind(self, one: Expression, operands: Sequence[Expression]) -> list[pl.Expr]:
        if operands[0].kind == TRUTH:
            return [self.expression(operand) for operand in operands]
        kind = self._wide_enough(one, max(size_of(operand) for operand in operands))
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
        if right.operation == "int" and left.operation in ("column", "within"):
            return _COMPARE[one.value](self.expression(left), pl.lit(right.value))
        kind = self._wide_enough(one, max(size_of(left), size_of(right)))
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


def _balanced(parts: Sequence[_Part], join: Callable[[_Part, _Part], _Part]) -> _Part:
    """All parts joined as a tree that is as flat as can be: deep chains of expressions break the engine."""
    found = list(parts)
    while len(found) > 1:
        pairs = [join(first, second) for first, second in zip(found[::2], found[1::2], strict=False)]
        found = pairs + ([found[-1]] if len(found) % 2 else [])
    return found[0]
