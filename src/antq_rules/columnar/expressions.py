"""Expressions over columns: whole numbers and truth values, either of which may be null.

Equal expressions are one object. Null means "no limit known" of numbers and "undecided" of truth values; `and`, `or`
and `not` follow strong Kleene logic, arithmetic and comparisons with null are null. Every number knows the least and
the greatest value it can have, so that an executor can choose a type that never overflows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

NUMBER: Final = "number"
TRUTH: Final = "truth"
_MIRRORED: Final = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "=": "=", "!=": "!="}
_OPPOSITE: Final = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "=": "!=", "!=": "="}


@attrs.frozen(eq=False)
class Expression:
    """An operation with its operands; `value` is the name of a column, a number, or an operator.

    `low` and `high` bound a number (`None`: not bounded); `nullable` says whether it may be null.
    """

    operation: str
    operands: tuple[Expression, ...]
    value: str | int | bool | tuple[int, ...] | None
    kind: str
    nullable: bool
    low: int | None = None
    high: int | None = None
    number: int = 0

    @property
    def is_constant(self) -> bool:
        """Whether it is a number or a truth value stated outright."""
        return self.operation in ("int", "true", "false")


class Builder:
    """Makes expressions, each once, in their simplest form."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], Expression] = {}
        self.true = self._make("true", (), True, TRUTH, False)
        self.false = self._make("false", (), False, TRUTH, False)
        self.unknown = self._make("null", (), None, TRUTH, True)
        self.none = self._make("null", (), None, NUMBER, True)

    def _make(
        self,
        operation: str,
        operands: tuple[Expression, ...],
        value: str | int | bool | tuple[int, ...] | None,
        kind: str,
        nullable: bool,
        low: int | None = None,
        high: int | None = None,
    ) -> Expression:
        ends = (low, high) if operation in ("within", "column") else None
        key = (operation, tuple(one.number for one in operands), value, kind, ends)
        found = self._made.get(key)
        if found is None:
            number = len(self._made)
            found = self._made[key] = Expression(operation, operands, value, kind, nullable, low, high, number)
        return found

    # ------------------------------------------------------------------------------------------ leaves
    def column(
        self, name: str, kind: str, nullable: bool = True, low: int | None = None, high: int | None = None
    ) -> Expression:
        """A column of the table."""
        return self._make("column", (), name, kind, nullable, low, high)

    def whole(self, value: int) -> Expression:
        """A whole number."""
        return self._make("int", (), value, NUMBER, False, value, value)

    def truth(self, value: bool) -> Expression:
        """True or false."""
        return self.true if value else self.false

    # ------------------------------------------------------------------------------------------ numbers
    def within(self, number: Expression, low: int | None, high: int | None) -> Expression:
        """The same number, known to lie between two ends."""
        lows = [end for end in (number.low, low) if end is not None]
        highs = [end for end in (number.high, high) if end is not None]
        least, most = max(lows, default=None), min(highs, default=None)
        if number.operation == "null" or number.is_constant or (least, most) == (number.low, number.high):
            return number
        return self._make("within", (number,), None, NUMBER, number.nullable, least, most)

    def add(self, parts: Iterable[Expression]) -> Expression:
        """A sum."""
        constant = 0
        kept: list[Expression] = []
        for part in parts:
            if part.operation == "int":
                assert isinstance(part.value, int)
                constant += part.value
            elif part is self.none:
                return self.none
            else:
                kept.append(part)
        if not kept:
            return self.whole(constant)
        if len(kept) == 1 and not constant:
            return kept[0]
        operands = (*kept, self.whole(constant)) if constant else tuple(kept)
        lows, highs = [one.low for one in operands], [one.high for one in operands]
        return self._make(
            "add",
            operands,
            None,
            NUMBER,
            any(one.nullable for one in operands),
            None if None in lows else sum(one for one in lows if one is not None),
            None if None in highs else sum(one for one in highs if one is not None),
        )

    def scale(self, number: Expression, factor: int) -> Expression:
        """A number times a constant."""
        if factor == 1 or number is self.none:
            return number
        if factor == 0 and not number.nullable:
            return self.whole(0)
        if number.operation == "int":
            assert isinstance(number.value, int)
            return self.whole(number.value * factor)
        if number.operation == "scale":
            assert isinstance(number.value, int)
            return self.scale(number.operands[0], number.value * factor)
        ends = [None if end is None else end * factor for end in (number.low, number.high)]
        low, high = ends if factor > 0 else reversed(ends)
        return self._make("scale", (number,), factor, NUMBER, number.nullable, low, high)

    def multiply(self, left: Expression, right: Expression) -> Expression:
        """Two numbers multiplied."""
        if left.operation == "int":
            left, right = right, left
        if right.operation == "int":
            assert isinstance(right.value, int)
            return self.scale(left, right.value)
        if self.none in (left, right):
            return self.none
        if left.number > right.number:
            left, right = right, left
        low = high = None
        ends = (left.low, left.high), (right.low, right.high)
        if None not in ends[0] and None not in ends[1]:
            corners = [a * b for a in ends[0] for b in ends[1] if a is not None and b is not None]
            low, high = min(corners), max(corners)
        elif left.low is not None and right.low is not None and left.low >= 0 and right.low >= 0:
            low = left.low * right.low
        return self._make("multiply", (left, right), None, NUMBER, left.nullable or right.nullable, low, high)

    def floor_divide(self, number: Expression, divisor: Expression) -> Expression:
        """A number divided by one above 0, rounded down."""
        if divisor.operation == "int":
            if divisor.value == 1:
                return number
            if number.operation == "int":
                assert isinstance(number.value, int) and isinstance(divisor.value, int)
                return self.whole(number.value // divisor.value)
        least = max(divisor.low or 1, 1)
        low = None if number.low is None else min(number.low // least, 0)
        high = None if number.high is None else max(number.high // least, 0)
        nullable = number.nullable or divisor.nullable
        return self._make("floor_divide", (number, divisor), None, NUMBER, nullable, low, high)

    def coalesce(self, first: Expression, second: Expression) -> Expression:
        """The first where it is not null, else the second."""
        if not first.nullable or first is second or second.operation == "null":
            return first
        if first in (self.none, self.unknown):
            return second
        if first.kind == TRUTH and first.operation in ("and", "or", "not") and second.is_constant:
            return self._coalesced(first, bool(second.value))
        low = high = None
        if first.low is not None and second.low is not None:
            low = min(first.low, second.low)
        if first.high is not None and second.high is not None:
            high = max(first.high, second.high)
        return self._make("coalesce", (first, second), None, first.kind, second.nullable, low, high)

    def _coalesced(self, test: Expression, default: bool) -> Expression:
        """A Kleene expression with the undecided taken as a constant: its parts with the undecided taken so."""
        fallback = self.truth(default)
        if test.operation == "not":
            return self.not_(self.coalesce(test.operands[0], self.truth(not default)))
        parts = [self.coalesce(one, fallback) for one in test.operands]
        return self.and_(parts) if test.operation == "and" else self.or_(parts)

    def choose(self, test: Expression, then: Expression, otherwise: Expression) -> Expression:
        """One of two by a test that is never null."""
        assert not test.nullable, test
        if test is self.true or then is otherwise:
            return then
        if test is self.false:
            return otherwise
        if then.kind == TRUTH and not then.nullable and not otherwise.nullable:
            if otherwise is self.false:
                return self.and_([test, then])
            if then is self.true:
                return self.or_([test, otherwise])
            if then is self.false:
                return self.and_([self.not_(test), otherwise])
            if otherwise is self.true:
                return self.or_([self.not_(test), then])
        if then.kind == TRUTH and test.operation == "coalesce":
            whole = self._restored(test, then, otherwise)
            if whole is not None:
                return whole
        if then is self.unknown and otherwise.is_constant:
            return self.choose(self.not_(test), otherwise, then)
        if then.kind == TRUTH and then.is_constant and otherwise is self.unknown:
            return self.or_([test, self.unknown]) if then is self.true else self.and_([self.not_(test), self.unknown])
        ends = []
        for worst, pick in (("low", min), ("high", max)):
            pair = [getattr(one, worst) for one in (then, otherwise) if one.operation != "null"]
            ends.append(None if None in pair else pick(pair))
        nullable = then.nullable or otherwise.nullable
        return self._make("choose", (test, then, otherwise), None, then.kind, nullable, ends[0], ends[1])

    def _restored(self, test: Expression, then: Expression, otherwise: Expression) -> Expression | None:
        """The test itself where a choice by what it surely or possibly is says nothing else."""
        inner, sure = test.operands[0], test.operands[1] is self.false
        if sure and then is self.true and otherwise is inner:
            return inner
        surely = self.surely(inner)
        if test.operands[1] is self.true and then is self.or_([surely, self.unknown]):
            fails = (self.false, self.and_([surely, self.unknown]))
            return inner if otherwise in fails else None
        return None

    def least(self, numbers: Sequence[Expression]) -> Expression:
        """The least of the numbers that are not null; null where all are."""
        return self._extreme("least", min, numbers)

    def greatest(self, numbers: Sequence[Expression]) -> Expression:
        """The greatest of the numbers that are not null; null where all are."""
        return self._extreme("greatest", max, numbers)

    def _extreme(self, operation: str, pick: object, numbers: Sequence[Expression]) -> Expression:
        assert callable(pick)
        constants = [one.low for one in numbers if one.operation == "int" and one.low is not None]
        kept = list(dict.fromkeys(one for one in numbers if not one.is_constant and one is not self.none))
        if constants:
            limit = pick(constants)
            kept = [one for one in kept if not _settled(operation, one, limit)]
            kept.append(self.whole(limit))
        if not kept:
            return self.none
        if len(kept) == 1:
            return kept[0]
        kept.sort(key=lambda one: one.number)
        lows, highs = [one.low for one in kept], [one.high for one in kept]
        low = high = None
        known_low = [one for one in lows if one is not None]
        known_high = [one for one in highs if one is not None]
        if len(known_low) == len(kept):
            low = min(known_low) if operation == "least" else max(one.low for one in kept if one.low is not None)
            if operation == "greatest" and any(one.nullable for one in kept):
                sure = [one.low for one in kept if not one.nullable and one.low is not None]
                low = max(sure) if sure else min(known_low)
        if len(known_high) == len(kept):
            high = max(known_high)
            sure = [one.high for one in kept if not one.nullable and one.high is not None]
            if operation == "least" and sure:
                high = min(sure)
        return self._make(operation, tuple(kept), None, NUMBER, all(one.nullable for one in kept), low, high)

    def count(self, tests: Sequence[Expression]) -> Expression:
        """How many of some tests, none of which is ever null, are true."""
        sure = sum(one is self.true for one in tests)
        kept = tuple(one for one in tests if not one.is_constant)
        if not kept:
            return self.whole(sure)
        counted = self._make("count", kept, None, NUMBER, False, 0, len(kept))
        return self.add([counted, self.whole(sure)])

    # ------------------------------------------------------------------------------------------ truth values
    def compare(self, operator: str, left: Expression, right: Expression) -> Expression:
        """A comparison; null where either number is."""
        if left.operation == "int" and right.operation != "int":
            return self.compare(_MIRRORED[operator], right, left)
        if self.none in (left, right):
            return self.unknown
        decided = _decided(operator, left, right)
        if decided is not None:
            sure = self.truth(decided)
            if not left.nullable and not right.nullable:
                return sure
            nulls = self.or_([self.is_null(left), self.is_null(right)])
            return self.choose(nulls, self.unknown, sure)
        if right.operation == "int" and left.operation in ("scale", "add"):
            return self._reduced(operator, left, right)
        if right.operation == "int" and left.operation == "choose":
            test, then, otherwise = left.operands
            if then.is_constant or otherwise.is_constant or self.none in (then, otherwise):
                return self.choose(test, self.compare(operator, then, right), self.compare(operator, otherwise, right))
        if right.operation == "int" and left.operation == "coalesce" and left.operands[1].operation == "int":
            otherwise = self.compare(operator, left.operands[1], right)
            return self.coalesce(self.compare(operator, left.operands[0], right), otherwise)
        if right.operation == "int":
            operator, right = self._at_an_end(operator, left, right)
        if right.operation != "int" and left.number > right.number:
            operator, left, right = _MIRRORED[operator], right, left
        return self._make("compare", (left, right), operator, TRUTH, left.nullable or right.nullable)

    def _at_an_end(self, operator: str, left: Expression, right: Expression) -> tuple[str, Expression]:
        """The same comparison with a constant as one of equality, where the constant is at an end of the number."""
        assert isinstance(right.value, int)
        for end, inwards, outwards, step in (
            (left.low, (">", ">="), ("<=", "<"), 1),
            (left.high, ("<", "<="), (">=", ">"), -1),
        ):
            if end is None:
                continue
            if (operator == inwards[0] and right.value == end) or (
                operator == inwards[1] and right.value == end + step
            ):
                return "!=", self.whole(end)
            if (operator == outwards[0] and right.value == end) or (
                operator == outwards[1] and right.value == end + step
            ):
                return "=", self.whole(end)
        return operator, right

    def _reduced(self, operator: str, left: Expression, right: Expression) -> Expression:
        """A comparison of a multiple or of a sum with a constant, with the constants on the right side."""
        assert isinstance(right.value, int)
        if left.operation == "add" and left.operands[-1].operation == "int":
            moved = right.value - int(left.operands[-1].value)  # type: ignore[arg-type]
            return self.compare(operator, self.add(left.operands[:-1]), self.whole(moved))
        if left.operation == "scale":
            assert isinstance(left.value, int)
            factor, number = left.value, left.operands[0]
            if factor < 0:
                operator, factor, limit = _MIRRORED[operator], -factor, -right.value
            else:
                limit = right.value
            if limit % factor == 0:
                return self.compare(operator, number, self.whole(limit // factor))
            if operator in (">=", ">", "<", "<="):  # of whole numbers
                above = operator in (">=", ">")
                rounded = self.whole(limit // factor + 1) if above else self.whole(limit // factor)
                return self.compare(">=" if above else "<=", number, rounded)
        if left.operation == "add" and right.value == 0:
            taken = [
                one
                for one in left.operands
                if one.operation == "scale" and isinstance(one.value, int) and one.value < 0
            ]
            given = [one for one in left.operands if one not in taken]
            if taken and given:
                return self.compare(operator, self.add(given), self.add(self.scale(one, -1) for one in taken))
        nullable = left.nullable
        return self._make("compare", (left, right), operator, TRUTH, nullable)

    def among(self, number: Expression, values: Iterable[int]) -> Expression:
        """Whether a number is one of some constants; null where it is null."""
        wanted = tuple(sorted(set(values)))
        if not wanted:
            return self.choose(self.is_null(number), self.unknown, self.false)
        if len(wanted) == 1:
            return self.compare("=", number, self.whole(wanted[0]))
        return self._make("among", (number,), wanted, TRUTH, number.nullable)

    def is_null(self, one: Expression) -> Expression:
        """Whether something is null; never null itself."""
        if not one.nullable:
            return self.false
        if one.operation == "null":
            return self.true
        if one.operation in ("add", "scale", "multiply", "floor_divide", "compare", "among", "not"):
            return self.or_([self.is_null(operand) for operand in one.operands])
        if one.operation in ("coalesce", "least", "greatest"):
            return self.and_([self.is_null(operand) for operand in one.operands])
        if one.operation == "within":
            return self.is_null(one.operands[0])
        if one.operation == "choose":
            test, then, otherwise = one.operands
            return self.choose(test, self.is_null(then), self.is_null(otherwise))
        return self._make("is_null", (one,), None, TRUTH, False)

    def not_(self, test: Expression) -> Expression:
        """The complement; null stays null."""
        if test is self.unknown:
            return test
        if test.is_constant:
            return self.truth(test is self.false)
        if test.operation == "not":
            return test.operands[0]
        if test.operation == "coalesce" and test.operands[1].is_constant and test.operands[0].operation == "compare":
            return self.coalesce(self.not_(test.operands[0]), self.not_(test.operands[1]))
        if test.operation == "compare":
            assert isinstance(test.value, str)
            return self._make("compare", test.operands, _OPPOSITE[test.value], TRUTH, test.nullable)
        return self._make("not", (test,), None, TRUTH, test.nullable)

    def and_(self, tests: Iterable[Expression]) -> Expression:
        """Whether all hold, by strong Kleene logic."""
        return self._joined("and", tests, self.true, self.false)

    def or_(self, tests: Iterable[Expression]) -> Expression:
        """Whether any holds, by strong Kleene logic."""
        return self._joined("or", tests, self.false, self.true)

    def _joined(
        self, operation: str, tests: Iterable[Expression], neutral: Expression, final: Expression
    ) -> Expression:
        kept: dict[Expression, None] = {}
        for test in tests:
            for part in test.operands if test.operation == operation else (test,):
                if part is final:
                    return final
                if part is not neutral:
                    kept[part] = None
        if any(not one.nullable and self.not_(one) in kept for one in kept):
            return final
        kept = self._without_echoes(operation, kept)
        if not kept:
            return neutral
        if len(kept) == 1:
            return next(iter(kept))
        operands = tuple(kept)
        return self._make(operation, operands, None, TRUTH, any(one.nullable for one in operands))

    def _without_echoes(self, operation: str, kept: dict[Expression, None]) -> dict[Expression, None]:
        """The parts without those that others say already: what is surely, possibly or not at all known of them."""
        weak = self.true if operation == "and" else self.false  # `t and possibly t` is `t`, `t or surely t` as well
        restored: list[Expression] = []
        for one in list(kept):
            if one.operation == "coalesce" and one.operands[1] is weak:
                inner = one.operands[0]
                strong = self.coalesce(inner, self.not_(weak))
                if inner in kept or strong in kept:
                    kept.pop(one, None)
            elif one.operation != operation and one.operation in ("and", "or") and self.unknown in one.operands:
                other = [part for part in one.operands if part is not self.unknown]
                if len(other) != 1:
                    continue
                if self._is_known_where(other[0], kept, operation):
                    kept.pop(one)
                elif other[0].operation == "coalesce" and other[0].operands[1] is self.not_(weak):
                    inner = other[0].operands[0]
                    sure = self.coalesce(inner, weak)
                    if sure in kept:  # `surely t or (possibly t and unknown)` is `t`
                        kept.pop(one)
                        kept.pop(sure)
                        restored.append(inner)
        kept.update(dict.fromkeys(restored))
        return kept

    def _is_known_where(self, test: Expression, kept: dict[Expression, None], operation: str) -> bool:
        """Whether a test only asks that a number is known, and another part is undecided where it is not."""
        asked = test.operands[0] if test.operation == ("not" if operation == "and" else "is_null") else None
        if asked is None:
            return False
        if operation == "and":
            if asked.operation != "is_null":
                return False
            asked = asked.operands[0]
        return any(one.operation in ("compare", "among") and asked in one.operands for one in kept)

    def where_null(self, one: Expression, test: Expression) -> Expression:
        """An expression as it is where a test holds that asks of columns whether they are null."""
        asked = test.operands if test.operation == "and" else (test,)
        nulls = [part.operands[0] for part in asked if part.operation == "is_null"]
        put: dict[int, Expression] = {
            null.number: self.unknown if null.kind == TRUTH else self.none
            for null in nulls
            if null.operation == "column"
        }
        if not put:
            return one
        for part in walk([one]):
            if part.number not in put:
                operands = tuple(put[operand.number] for operand in part.operands)
                put[part.number] = part if operands == part.operands else self._again(part, operands)
        return put[one.number]

    def _again(self, one: Expression, operands: tuple[Expression, ...]) -> Expression:
        """The same operation on other operands."""
        match one.operation:
            case "within":
                return self.within(operands[0], one.low, one.high)
            case "scale" if isinstance(one.value, int):
                return self.scale(operands[0], one.value)
            case "compare" if isinstance(one.value, str):
                return self.compare(one.value, operands[0], operands[1])
            case "among" if isinstance(one.value, tuple):
                return self.among(operands[0], one.value)
            case "add" | "least" | "greatest" | "count" | "and" | "or":
                many = {"add": self.add, "least": self.least, "greatest": self.greatest, "count": self.count}
                many |= {"and": self.and_, "or": self.or_}
                return many[one.operation](operands)
            case "choose":
                return self.choose(*operands)
            case "is_null" | "not":
                return (self.is_null if one.operation == "is_null" else self.not_)(operands[0])
            case _:
                two = {"multiply": self.multiply, "floor_divide": self.floor_divide, "coalesce": self.coalesce}
                return two[one.operation](operands[0], operands[1])

    def surely(self, test: Expression) -> Expression:
        """Whether a test is true, the undecided counted as not; never null."""
        return self.coalesce(test, self.false)

    def possibly(self, test: Expression) -> Expression:
        """Whether a test is not false, the undecided counted as true; never null."""
        return self.coalesce(test, self.true)


def _settled(operation: str, number: Expression, limit: int) -> bool:
    """Whether a number never changes an extreme in which a constant stands."""
    if operation == "least":
        return number.low is not None and number.low >= limit
    return number.high is not None and number.high <= limit


def _decided(operator: str, left: Expression, right: Expression) -> bool | None:
    """What a comparison comes to whatever the numbers are within their bounds, or `None`."""
    if left is right and not left.nullable:
        return operator in (">=", "<=", "=")
    (a, b), (c, d) = (left.low, left.high), (right.low, right.high)
    surely_less = b is not None and c is not None and b < c
    surely_at_most = b is not None and c is not None and b <= c
    surely_more = a is not None and d is not None and a > d
    surely_at_least = a is not None and d is not None and a >= d
    same = None not in (a, b, c, d) and a == b == c == d
    match operator:
        case ">=":
            return True if surely_at_least else False if surely_less else None
        case ">":
            return True if surely_more else False if surely_at_most else None
        case "<=":
            return True if surely_at_most else False if surely_more else None
        case "<":
            return True if surely_less else False if surely_at_least else None
        case "=":
            return True if same else False if surely_less or surely_more else None
        case _:
            return False if same else True if surely_less or surely_more else None


def walk(roots: Iterable[Expression]) -> list[Expression]:
    """Every expression behind some, each once, operands before what is made of them."""
    seen: set[int] = set()
    ordered: list[Expression] = []
    ahead = [(root, False) for root in roots]
    ahead.reverse()
    while ahead:
        one, expanded = ahead.pop()
        if expanded:
            ordered.append(one)
        elif one.number not in seen:
            seen.add(one.number)
            ahead.append((one, True))
            ahead.extend((operand, False) for operand in reversed(one.operands))
    return ordered
