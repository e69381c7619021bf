"""Expressions as SQL, every number in a type that holds it and everything it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sqlglot import exp

from antq_rules.columnar.expressions import TRUTH, Expression, walk
from antq_rules.columnar.sql_dialects import Dialect, divided, extreme
from antq_rules.columnar.sql_words import all_of, among, any_of, case, chained, column, is_null, number, truth

_SMALL: Final = 2**31 - 1
_NORMAL: Final = 2**63 - 1
NARROW, SMALL, NORMAL, WIDE = range(4)
_LOOSE: Final = (exp.Binary, exp.Not, exp.Neg, exp.In, exp.Between)


def size_of(one: Expression) -> int | None:
    """The greatest magnitude that a number can have; `None` where it has no bound."""
    if one.operation == "null":
        return 0
    return None if one.low is None or one.high is None else max(abs(one.low), abs(one.high))


def needed(one: Expression) -> int | None:
    """The greatest magnitude that comes up while a number, or a comparison of numbers, is worked out."""
    sizes = [size_of(part) for part in one.operands if part.kind != TRUTH]
    if one.kind != TRUTH:
        sizes.append(size_of(one))
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes):
        return None
    if one.operation == "add":
        return sum(known[:-1])
    if one.operation == "floor_divide":
        return known[0] + 2 * known[1]
    if one.operation == "multiply":
        return max(known[0] * known[1], *known)
    return max(known, default=0)


def fits(roots: Sequence[Expression], widest: int) -> bool:
    """Whether nothing behind some expressions can be greater than the widest whole number of a database."""
    return all((size := needed(one)) is not None and size <= widest for one in walk(roots) if one.operation != "column")


class SqlCode:
    """Writes expressions; `columns` are the columns of the first stage by the names of the plan.

    What became a column of a stage is told by `make`, and is read from there ever after.
    """

    def __init__(self, dialect: Dialect, columns: Mapping[str, str], kinds: Mapping[str, int] | None = None) -> None:
        self.dialect = dialect
        self.columns = columns
        self.kinds = kinds or {}
        self._least = SMALL if dialect.name == "duckdb" else NORMAL
        self.made: dict[int, str] = {}
        self._kinds: dict[int, int] = {}

    def make(self, one: Expression, name: str) -> None:
        """Read an expression from a column from now on."""
        self._kinds[one.number] = self.kind(one)
        self.made[one.number] = name

    def expression(self, one: Expression) -> exp.Expr:
        """An expression over the columns made so far."""
        name = self.made.get(one.number)
        return column(name) if name is not None else self.fresh(one)

    def fresh(self, one: Expression) -> exp.Expr:
        """An expression in terms of its operands."""
        return _WRITERS[one.operation](self, one)

    def part(self, one: Expression) -> exp.Expr:
        """An expression as an operand of another."""
        found = self.expression(one)
        return exp.Paren(this=found) if isinstance(found, _LOOSE) else found

    # ------------------------------------------------------------------------------------------ types
    def kind(self, one: Expression) -> int:
        """The type that a number has as it is written: `NARROW`, `SMALL` (32 bits), `NORMAL` (64) or `WIDE`."""
        found = self._kinds.get(one.number)
        if found is None:
            found = self._kinds[one.number] = self._kind(one)
        return found

    def _kind(self, one: Expression) -> int:
        match one.operation:
            case "column":
                return self.kinds.get(str(one.value), NORMAL)
            case "int" | "add" | "scale" | "multiply" | "floor_divide":
                size = needed(one) or 0
                narrowest = SMALL if one.operation == "int" else self._least
                least = WIDE if size > _NORMAL else NORMAL if size > _SMALL else narrowest
                return max([least, *(self.kind(part) for part in one.operands)])
            case "null" | "count":
                return SMALL
            case _:
                return max((self.kind(part) for part in one.operands if part.kind != TRUTH), default=SMALL)

    def typed(self, one: Expression, kind: int) -> exp.Expr:
        """A number as an operand of a calculation that is done in a type."""
        found = self.part(one)
        if self.dialect.is_sqlite or self.kind(one) >= kind or (kind == NORMAL and one.is_constant):
            return found
        return exp.cast(found, (self.dialect.wide_type, "bigint", "integer")[WIDE - kind])

    # ------------------------------------------------------------------------------------------ leaves
    def _column(self, one: Expression) -> exp.Expr:
        return column(self.columns[str(one.value)])

    def _int(self, one: Expression) -> exp.Expr:
        assert isinstance(one.value, int)
        return number(one.value) if one.value >= 0 else exp.Paren(this=number(one.value))

    def _truth(self, one: Expression) -> exp.Expr:
        return truth(bool(one.value))

    def _null(self, one: Expression) -> exp.Expr:
        if self.dialect.is_sqlite or (self._least == SMALL and one.kind != TRUTH):
            return exp.Null()  # in any other type it would make wider what it stands beside
        return exp.cast(exp.Null(), _type_of(one))

    # ------------------------------------------------------------------------------------------ numbers
    def _add(self, one: Expression) -> exp.Expr:
        kind = self.kind(one)
        return chained([self.typed(part, kind) for part in one.operands], lambda a, b: exp.Add(this=a, expression=b))

    def _scale(self, one: Expression) -> exp.Expr:
        assert isinstance(one.value, int)
        factor = number(one.value) if one.value >= 0 else exp.Paren(this=number(one.value))
        return exp.Mul(this=self.typed(one.operands[0], self.kind(one)), expression=factor)

    def _multiply(self, one: Expression) -> exp.Expr:
        left, right = (self.typed(part, self.kind(one)) for part in one.operands)
        return exp.Mul(this=left, expression=right)

    def _floor_divide(self, one: Expression) -> exp.Expr:
        kind = self.kind(one)
        first, second = one.operands
        wide = kind == WIDE
        if first.low is not None and first.low >= 0:
            return divided(self.dialect, self.typed(first, kind), self._divisor(second, kind), wide)
        # the remainder, made positive first, is taken away: what is left is divided without any rounding
        rest = exp.Paren(this=exp.Mod(this=self.typed(first, kind), expression=self._divisor(second, kind)))
        positive = exp.Paren(this=exp.Add(this=rest, expression=self.typed(second, kind)))
        modulo = exp.Paren(this=exp.Mod(this=positive, expression=self._divisor(second, kind)))
        multiple = exp.Paren(this=exp.Sub(this=self.typed(first, kind), expression=modulo))
        return divided(self.dialect, multiple, self._divisor(second, kind), wide)

    def _divisor(self, one: Expression, kind: int) -> exp.Expr:
        """A number above 0 to divide by; it may be 0 in a branch that is not taken, and is worked out there as well."""
        found = self.typed(one, kind)
        return found if one.is_constant else exp.Nullif(this=found, expression=number(0))

    def _extreme(self, one: Expression) -> exp.Expr:
        kind = max(self.kind(one), self._least)
        parts = [self.typed(part, kind) for part in one.operands]
        return extreme(self.dialect, one.operation == "least", parts)

    def _count(self, one: Expression) -> exp.Expr:
        counted = [case([(self.asked(part), number(1))], number(0)) for part in one.operands]
        return chained(counted, lambda a, b: exp.Add(this=a, expression=b))

    def _within(self, one: Expression) -> exp.Expr:
        return self.expression(one.operands[0])

    def _coalesce(self, one: Expression) -> exp.Expr:
        first, second = (self.expression(part) for part in one.operands)
        return exp.Coalesce(this=first, expressions=[second])

    def _choose(self, one: Expression) -> exp.Expr:
        test, then, otherwise = one.operands
        if then.operation == "null" and test.operation == "or" and test.number not in self.made:
            sure = _null_with(otherwise)  # there the other branch is null of itself
            parts = [part for part in test.operands if part.operation != "is_null" or part.operands[0] not in sure]
            if parts and len(parts) < len(test.operands):
                tests = any_of([self._loose(self.asked(part), len(parts)) for part in parts])
                return case([(tests, self.expression(then))], self.expression(otherwise))
        return case([(self.asked(test), self.expression(then))], self.expression(otherwise))

    def asked(self, one: Expression) -> exp.Expr:
        """A truth value where the undecided counts as false, as in a branch or a filter."""
        if one.number in self.made:
            return self.expression(one)
        if one.operation == "coalesce" and one.operands[1].operation == "false":
            return self.asked(one.operands[0])
        if one.operation in ("and", "or"):
            parts = [self._loose(self.asked(part), 2) for part in one.operands]
            return all_of(parts) if one.operation == "and" else any_of(parts)
        return self.expression(one)

    def _loose(self, found: exp.Expr, among_others: int) -> exp.Expr:
        return exp.Paren(this=found) if among_others > 1 and isinstance(found, _LOOSE) else found

    # ------------------------------------------------------------------------------------------ truth values
    def _compare(self, one: Expression) -> exp.Expr:
        left, right = (self.part(part) for part in one.operands)
        assert isinstance(one.value, str)
        return _COMPARE[one.value](this=left, expression=right)

    def _among(self, one: Expression) -> exp.Expr:
        assert isinstance(one.value, tuple)
        return among(self.part(one.operands[0]), [number(value) for value in one.value])

    def _is_null(self, one: Expression) -> exp.Expr:
        return is_null(self.part(one.operands[0]))

    def _not(self, one: Expression) -> exp.Expr:
        return exp.Not(this=self.part(one.operands[0]))

    def _and(self, one: Expression) -> exp.Expr:
        return all_of([self.part(part) for part in one.operands])

    def _or(self, one: Expression) -> exp.Expr:
        return any_of([self.part(part) for part in one.operands])


def _null_with(one: Expression) -> set[Expression]:
    """Parts of an expression that make it null where they are null."""
    found = set()
    ahead = [one]
    while ahead:
        part = ahead.pop()
        found.add(part)
        if part.operation in ("compare", "among", "not", "within", "add", "scale", "multiply"):
            ahead.extend(part.operands)
    return found


def _type_of(one: Expression) -> str:
    return "boolean" if one.kind == TRUTH else "bigint"


_COMPARE: Final[Mapping[str, type[exp.Binary]]] = {
    ">=": exp.GTE,
    ">": exp.GT,
    "<=": exp.LTE,
    "<": exp.LT,
    "=": exp.EQ,
    "!=": exp.NEQ,
}
_WRITERS: Final[Mapping[str, Callable[[SqlCode, Expression], exp.Expr]]] = {
    "column": SqlCode._column,
    "int": SqlCode._int,
    "true": SqlCode._truth,
    "false": SqlCode._truth,
    "null": SqlCode._null,
    "add": SqlCode._add,
    "scale": SqlCode._scale,
    "multiply": SqlCode._multiply,
    "floor_divide": SqlCode._floor_divide,
    "least": SqlCode._extreme,
    "greatest": SqlCode._extreme,
    "count": SqlCode._count,
    "within": SqlCode._within,
    "coalesce": SqlCode._coalesce,
    "choose": SqlCode._choose,
    "compare": SqlCode._compare,
    "among": SqlCode._among,
    "is_null": SqlCode._is_null,
    "not": SqlCode._not,
    "and": SqlCode._and,
    "or": SqlCode._or,
}
