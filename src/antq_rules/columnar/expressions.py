"""Expressions over columns: whole numbers and truth values, either of which may be null.

Equal expressions are one object. Null means "no limit known" of numbers and "undecided" of truth values; `and`, `or`
and `not` follow strong Kleene logic, arithmetic and comparisons with null are null. Every number knows the least and
the greatest value it can have, so that an executor can choose a type that never overflows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

import attrs

NUMBER: Final = "number"
TRUTH: Final = "truth"
_MIRRORED: Final = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "=": "=", "!=": "!="}
_MOST_SPREAD: Final = 4
"""Longer lists stay whole within others, so that what is made of them is made once."""
_OPPOSITE: Final = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "=": "!=", "!=": "="}


@attrs.frozen(eq=False)
class Expression:
    """An operation with its operands; `value` is the name of a column, a number, or an operator.

    `low` and `high` bound a number (`None`: not bounded); `nullable` says whether it may be null.
    """

    operation: str
    operands: tuple[Expression, ...] = attrs.field(repr=False)
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
        self._taken_as: dict[tuple[int, bool], Expression] = {}
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
        weights: dict[Expression, int] = {}
        for part in parts:
            for one in part.operands if part.operation == "add" else (part,):
                if one is self.none:
                    return self.none
                if one.operation == "int":
                    constant += int(one.value)  # type: ignore[arg-type]
                elif one.operation == "scale":
                    weights[one.operands[0]] = weights.get(one.operands[0], 0) + int(one.value)  # type: ignore[arg-type]
                else:
                    weights[one] = weights.get(one, 0) + 1
        kept = [self.scale(one, weight) for one, weight in weights.items() if weight or one.nullable]
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
        if self.none in (number, divisor):
            return self.none
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
        key = (test.number, default)  # nested branches meet the same part over and over
        found = self._taken_as.get(key)
        if found is None:
            if test.operation == "not":
                found = self.not_(self.coalesce(test.operands[0], self.truth(not default)))
            else:
                parts = [self.coalesce(one, self.truth(default)) for one in test.operands]
                found = self.and_(parts) if test.operation == "and" else self.or_(parts)
            self._taken_as[key] = found
        return found

    def choose(self, test: Expression, then: Expression, otherwise: Expression) -> Expression:
        """One of two by a test that is never null."""
        assert not test.nullable, test
        if test is self.true or then is otherwise:
            return then
        if test is self.false:
            return otherwise
        then, otherwise = self._assuming(then, test, True), self._assuming(otherwise, test, False)
        if then is otherwise:
            return then
        if then.kind == TRUTH:
            if otherwise is self.false:
                return self.and_([test, then])
            if then is self.true:
                return self.or_([test, otherwise])
            if then is self.false:
                return self.and_([self.not_(test), otherwise])
            if otherwise is self.true:
                return self.or_([self.not_(test), then])
        if then.operation == "null" and (test is self.is_null(otherwise) or self._is_null_with(otherwise, test)):
            return otherwise
        if otherwise.operation == "null" and test.operation == "not" and self._is_null_with(then, test.operands[0]):
            return then
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

    def _assuming(self, one: Expression, test: Expression, value: bool) -> Expression:
        """An expression where a test is known to be true, or to be false."""
        if test.operation == "not":
            return self._assuming(one, test.operands[0], not value)
        if (test.operation == "and" and value) or (test.operation == "or" and not value):
            for part in test.operands:
                one = self._assuming(one, part, value) if not part.nullable else one
        known = {test.number: self.truth(value)}
        if test.operation == "coalesce" and test.operands[1] is self.truth(not value):
            decided = test.operands[0]  # then it is not null either
            known |= {decided.number: self.truth(value), self.not_(decided).number: self.truth(not value)}
        there = test if test.operation == "is_null" and not value and one.nullable else None
        return self.replaced(one, known, there)

    def replaced(self, one: Expression, known: dict[int, Expression], there: Expression | None = None) -> Expression:
        """An expression with others in the place of some; `there` asks whether something is null that is not."""
        made = dict(known)
        behind = walk([one])
        if there is None and not any(part.number in known for part in behind):
            return one
        for part in behind:
            if part.number in made:
                continue
            operands = [made[operand.number] for operand in part.operands]
            if there is not None and part.operation == "coalesce" and self.is_null(part.operands[0]) is there:
                made[part.number] = operands[0]
                continue
            same = all(new is old for new, old in zip(operands, part.operands, strict=True))
            made[part.number] = part if same else self._again(part, operands)
        return made[one.number]

    def _is_null_with(self, one: Expression, test: Expression) -> bool:
        """Whether an expression is null wherever a test says that something is."""
        if test.operation != "is_null":
            return False
        asked = test.operands[0]
        nothing = self.none if asked.kind == NUMBER else self.unknown
        return self.replaced(one, {asked.number: nothing}).operation == "null"

    def _again(self, one: Expression, operands: list[Expression]) -> Expression:
        """The operation of an expression with other operands."""
        match one.operation:
            case "and":
                return self.and_(operands)
            case "or":
                return self.or_(operands)
            case "not":
                return self.not_(operands[0])
            case "is_null":
                return self.is_null(operands[0])
            case "compare":
                return self.compare(str(one.value), operands[0], operands[1])
            case "among":
                assert isinstance(one.value, tuple)
                return self.among(operands[0], one.value)
            case "coalesce":
                return self.coalesce(operands[0], operands[1])
            case "choose":
                return self.choose(self.surely(operands[0]), operands[1], operands[2])
            case "count":
                return self.count([self.surely(operand) for operand in operands])
            case "add":
                return self.add(operands)
            case "scale":
                return self.scale(operands[0], int(one.value))  # type: ignore[arg-type]
            case "multiply":
                return self.multiply(operands[0], operands[1])
            case "floor_divide":
                return self.floor_divide(operands[0], operands[1])
            case "within":
                return self.within(operands[0], one.low, one.high)
            case "least":
                return self.least(operands)
            case _:
                return self.greatest(operands)

    def least(self, numbers: Sequence[Expression]) -> Expression:
        """The least of the numbers that are not null; null where all are."""
        return self._extreme("least", min, numbers)

    def greatest(self, numbers: Sequence[Expression]) -> Expression:
        """The greatest of the numbers that are not null; null where all are."""
        return self._extreme("greatest", max, numbers)

    def _extreme(self, operation: str, pick: object, numbers: Sequence[Expression]) -> Expression:
        assert callable(pick)
        numbers = [part for one in numbers for part in (one.operands if one.operation == operation else (one,))]
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
        if right.operation == "int":
            operator, right = _inclusive(operator, right, self)
        if _value_of(left) is _value_of(right):
            sure = self.truth(operator in (">=", "<=", "="))
            return self.choose(self.is_null(left), self.unknown, sure)
        decided = _decided(operator, left, right)
        if decided is not None:
            sure = self.truth(decided)
            if not left.nullable and not right.nullable:
                return sure
            nulls = self.or_([self.is_null(left), self.is_null(right)])
            return self.choose(nulls, self.unknown, sure)
        if right.operation == "int" and left.operation in ("scale", "add", "greatest", "least"):
            extreme = self._of_extreme(operator, left, right)
            if extreme is not None:
                return extreme
        if right.operation == "int" and left.operation in ("scale", "add"):
            return self._reduced(operator, left, right)
        if right.operation == "int" and left.operation == "coalesce" and left.operands[1].operation == "int":
            first, second = left.operands
            return self.coalesce(self.compare(operator, first, right), self.compare(operator, second, right))
        if right.operation != "int":
            return self._sides(operator, left, right)
        return self._make("compare", (left, right), operator, TRUTH, left.nullable or right.nullable)

    def _of_extreme(self, operator: str, left: Expression, right: Expression) -> Expression | None:
        """A comparison of a sum with an extreme in it with a constant: that of each number it is the extreme of."""
        if operator in ("=", "!="):
            return None
        terms = left.operands if left.operation == "add" else (left,)
        for position, term in enumerate(terms):
            weight, extreme = (int(term.value), term.operands[0]) if term.operation == "scale" else (1, term)  # type: ignore[arg-type]
            if extreme.operation not in ("greatest", "least") or all(one.nullable for one in extreme.operands):
                continue
            rest = [*terms[:position], *terms[position + 1 :]]
            tests = [
                (one, self.compare(operator, self.add([*rest, self.scale(one, weight)]), right))
                for one in extreme.operands
            ]
            upwards = (operator in (">=", ">")) is (weight > 0)
            if upwards is (extreme.operation == "greatest"):  # one is enough; what is null is none
                return self.or_(self.coalesce(test, self.false) if one.nullable else test for one, test in tests)
            return self.and_(self.coalesce(test, self.true) if one.nullable else test for one, test in tests)
        return None

    def _reduced(self, operator: str, left: Expression, right: Expression) -> Expression:
        """A comparison of a multiple or of a sum with a constant, with the constants on the right side."""
        assert isinstance(right.value, int)
        if left.operation == "add":
            below = [one for one in left.operands if one.operation == "scale" and int(one.value) < 0]  # type: ignore[arg-type]
            if below:
                above = self.add(one for one in left.operands if one not in below)
                other = self.add([*(self.scale(one, -1) for one in below), right])
                if above.operation != "int" and other.operation != "int":
                    return self._sides(operator, above, other)
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
                at_least = operator in (">=", ">")
                rounded = self.whole(limit // factor + 1) if at_least else self.whole(limit // factor)
                return self.compare(">=" if at_least else "<=", number, rounded)
        nullable = left.nullable
        return self._make("compare", (left, right), operator, TRUTH, nullable)

    def _sides(self, operator: str, left: Expression, right: Expression) -> Expression:
        """A comparison of two sums, each once however it is turned."""
        if _value_of(left) is _value_of(right):
            return self.compare(operator, left, right)
        if left.number > right.number:
            operator, left, right = _MIRRORED[operator], right, left
        return self._make("compare", (left, right), operator, TRUTH, left.nullable or right.nullable)

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
        if test.operation == "compare":
            assert isinstance(test.value, str)
            return self.compare(_OPPOSITE[test.value], *test.operands)
        if test.operation == "and" and all(one.operation == "not" for one in test.operands):
            return self.or_(one.operands[0] for one in test.operands)
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
            spread = test.operation == operation and len(test.operands) <= _MOST_SPREAD
            for part in test.operands if spread else (test,):
                if part is final:
                    return final
                if part is not neutral:
                    kept[part] = None
        if any(not one.nullable and self.not_(one) in kept for one in kept):
            return final
        for one in [one for one in kept if one.operation == "coalesce" and one.operands[1] is neutral]:
            if one.operands[0] in kept:  # what is undecided says it already
                del kept[one]
        if self.unknown in kept:  # what an undecided part would come to makes no difference
            kept = {
                (one.operands[0] if one.operation == "coalesce" and one.operands[1] is neutral else one): None
                for one in kept
            }
        dual = "or" if operation == "and" else "and"
        for one in [one for one in kept if one.operation == dual and any(part in kept for part in one.operands)]:
            del kept[one]  # absorbed: one of its parts decides as much
        for one in implied(list(kept), strongest=operation == "and"):
            del kept[one]
        if operation == "and":
            kept = self._equalled(kept)
        if not kept:
            return neutral
        if len(kept) == 1:
            return next(iter(kept))
        operands = tuple(kept)
        return self._make(operation, operands, None, TRUTH, any(one.nullable for one in operands))

    def _equalled(self, kept: dict[Expression, None]) -> dict[Expression, None]:
        """Tests that must all hold: what is neither below nor above something is equal to it."""
        compared = {
            one: one.operands[0] for one in kept if one.operation == "coalesce" and one.operands[1] is self.true
        }
        compared |= {one: one for one in kept if one.operation == "compare"}
        tests = {one: test for one, test in compared.items() if test.operation == "compare"}
        lower = {(one.operation, test.operands): one for one, test in tests.items() if test.value == "<="}
        found = dict(kept)
        for one, test in tests.items():
            upper = lower.get((one.operation, test.operands)) if test.value == ">=" else None
            if upper is not None:
                equal = self.compare("=", *test.operands)
                del found[one], found[upper]
                found[equal if one is test else self.possibly(equal)] = None
        return found

    def surely(self, test: Expression) -> Expression:
        """Whether a test is true, the undecided counted as not; never null."""
        return self.coalesce(test, self.false)

    def possibly(self, test: Expression) -> Expression:
        """Whether a test is not false, the undecided counted as true; never null."""
        return self.coalesce(test, self.true)


def _inclusive(operator: str, limit: Expression, builder: Builder) -> tuple[str, Expression]:
    """A comparison of whole numbers with a constant as at least or at most."""
    assert isinstance(limit.value, int)
    if operator == ">":
        return ">=", builder.whole(limit.value + 1)
    return ("<=", builder.whole(limit.value - 1)) if operator == "<" else (operator, limit)


def _value_of(number: Expression) -> Expression:
    """A number without what is known of its bounds."""
    return _value_of(number.operands[0]) if number.operation == "within" else number


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


def implied(tests: Sequence[Expression], strongest: bool) -> list[Expression]:
    """The tests that say no more than others of the same two columns: `3 a <= 2 b` and `a <= b`, of columns from 0 on.

    `strongest` says whether all must hold: then what follows from another is left out, else what another follows from.
    """
    found: list[Expression] = []
    best: dict[tuple[int, int], tuple[Fraction, Expression]] = {}
    for test in tests:
        known = _proportion(test)
        if known is None:
            continue
        columns, most = known
        if columns not in best:
            best[columns] = most, test
            continue
        other, held = best[columns]
        if (most < other) is strongest:
            best[columns], test = (most, test), held
        found.append(test)
    return found


def _proportion(test: Expression) -> tuple[tuple[int, int], Fraction] | None:
    """Of `n a <= m b` the columns `a`, `b` and `m / n`; `None` for other tests."""
    if test.operation != "compare" or test.value not in ("<=", ">="):
        return None
    left, right = test.operands if test.value == "<=" else reversed(test.operands)
    sides = [(int(one.value), one.operands[0]) if one.operation == "scale" else (1, one) for one in (left, right)]  # type: ignore[arg-type]
    (low_times, low), (high_times, high) = sides
    if any(one.operation != "column" or one.low is None or one.low < 0 for one in (low, high)):
        return None
    return ((low.number, high.number), Fraction(high_times, low_times)) if min(low_times, high_times) > 0 else None


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
