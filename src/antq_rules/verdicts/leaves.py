"""What the code asks of the facts for each test: when it surely holds, surely fails, surely does not apply."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import Final

import attrs

from antq_rules.engine.evaluate import (
    EMPTY_POSITIVE_WHOLE,
    EMPTY_WHOLE,
    NOT_LISTED,
    effective_limit,
    of_evidence,
    verdict_of,
)
from antq_rules.graph import model as g
from antq_rules.types import FAILS, HOLDS, NOT_APPLICABLE, DayOfYear
from antq_rules.verdicts.slots import FORM_OF_KIND, MONTHS, NUMBER, SET, Forms

NEVER: Final = "False"
ALWAYS: Final = "True"
_OPPOSITE: Final = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
_MIRRORED: Final = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}
_FARTHEST_DAY: Final = 10**8


@attrs.frozen
class Sides:
    """Expressions over local variables that are true where a test surely holds, fails or does not apply."""

    holds: str
    fails: str
    drops: str = NEVER


class NoCode(Exception):
    """A test that has no code of its own; the model is asked."""


class LeafCode:
    """Writes the sides of tests; `variable` gives the name of the local variable of a fact at an offset of years."""

    def __init__(
        self,
        program: g.Program,
        policies: dict[str, str],
        forms: Forms,
        year: int,
        unit_type: str,
        variable: Callable[[str, int], str],
    ) -> None:
        self._facts = {fact.code: fact for fact in program.facts}
        self._parameters = {one.fact.code: one.value for one in program.parameters}
        self._policies = policies
        self._forms = forms
        self._year = year
        self._unit_type = unit_type
        self._variable = variable
        self._never_negative: set[str] = set()

    def sides(self, test: g.Test) -> Sides:
        """The sides of a test; raises `NoCode` where it has none."""
        match test:
            case g.Comparison():
                return self._monthly(test) if test.monthly else self._comparison(test)
            case g.Relative():
                return self._relative(test)
            case g.GradeTest():
                return self._grade(test)
            case g.ChoiceTest():
                return self._choice(test)
            case g.SetTest():
                return self._set(test)
            case g.DateTest():
                return self._date(test)
            case g.AttestationTest():
                return self._attestation(test)
            case g.PresenceTest():
                return self._presence(test)
            case _:
                raise NoCode

    # ------------------------------------------------------------------------------------------ figures
    def _figure(self, reference: g.Reference) -> str:
        fact = self._facts.get(reference.fact)
        form = FORM_OF_KIND.get(fact.kind) if fact is not None else None
        name = self._of(reference)
        if form == NUMBER and reference.month == g.NO_MONTH:
            if fact is not None and (fact.low is None or fact.low >= 0):
                self._never_negative.add(name)
            return name
        if form == MONTHS and reference.month == g.YEAR_TOTAL:
            return f"sum({name})"
        if form == MONTHS and reference.month > 0:
            return f"{name}[{reference.month - 1}]"
        raise NoCode

    def _of(self, reference: g.Reference) -> str:
        return self._variable(reference.fact, reference.year - self._year if reference.year else reference.offset)

    def _sum(self, *forms: tuple[g.Form, Fraction]) -> tuple[dict[str, Fraction], Fraction]:
        """Coefficients by expression, and the constant, of a weighted sum of forms."""
        terms: dict[str, Fraction] = {}
        constant = Fraction(0)
        for form, weight in forms:
            constant += form.constant * weight
            for reference, share in form.terms:
                if reference.fact in self._parameters:
                    constant += share * weight * self._parameters[reference.fact]
                else:
                    name = self._figure(reference)
                    terms[name] = terms.get(name, Fraction(0)) + share * weight
        return {name: share for name, share in terms.items() if share}, constant

    def _compared(self, operator: str, terms: dict[str, Fraction], constant: Fraction) -> Sides:
        """Sides of `terms + constant operator 0`, in whole numbers."""
        if not terms:
            return _constant(_holds(constant, operator))
        scale = lcm(constant.denominator, *(share.denominator for share in terms.values()))
        shares = {name: int(share * scale) for name, share in terms.items()}
        rest = int(constant * scale)
        common = gcd(rest, *shares.values())
        if max(shares.values()) < 0:
            operator, common = _MIRRORED.get(operator, operator), -common
        shares, rest = {name: share // common for name, share in shares.items()}, rest // common
        left = _written({name: share for name, share in shares.items() if share > 0}, 0)
        right = _written({name: -share for name, share in shares.items() if share < 0}, -rest)
        if operator in _OPPOSITE:
            return Sides(f"{left} {operator} {right}", f"{left} {_OPPOSITE[operator]} {right}")
        never_below = len(shares) == 1 and rest == 0 and left in self._never_negative
        differs = f"{left} > 0" if never_below else f"({left} < {right} or {left} > {right})"
        return Sides(*((f"{left} == {right}", differs) if operator == "=" else (differs, f"{left} == {right}")))

    def _comparison(self, test: g.Comparison) -> Sides:
        one, minus = Fraction(1), Fraction(-1)
        lower = self._compared(test.operator, *self._sum((test.left, one), (test.right, minus)))
        if test.upper is None:
            return lower
        upper = self._compared(test.upper_operator, *self._sum((test.left, one), (test.upper, minus)))
        return Sides(both([lower.holds, upper.holds]), either([lower.fails, upper.fails]))

    def _monthly(self, test: g.Comparison) -> Sides:
        """One fact asked of each month against a constant; whatever else is asked of months goes to the model."""
        if len(test.left.terms) != 1 or test.right.terms or test.upper is not None or test.operator not in _OPPOSITE:
            raise NoCode
        reference, share = test.left.terms[0]
        fact = self._facts.get(reference.fact)
        if fact is None or fact.kind != "monthly" or reference.month != g.EACH_MONTH or share <= 0:
            raise NoCode
        name = self._of(reference)
        worst = f"{'min' if test.operator in ('>=', '>') else 'max'}({name})"
        asked = self._compared(test.operator, {worst: share}, test.left.constant - test.right.constant)
        return Sides(both([asked.holds, f"sum({name}) >= 0"]), asked.fails)

    def _relative(self, test: g.Relative) -> Sides:
        one = Fraction(1)
        base, least = self._sum((test.base, one))
        operator, multiple = effective_limit(test)
        limit = self._compared(operator, *_shifted(self._sum((test.left, one), (test.base, -Fraction(multiple))), test))
        zero = self._at_zero(test)
        above, not_above = self._compared(">", base, least), self._compared("<=", base, least)
        holds = either([both([above.holds, limit.holds]), both([not_above.holds, zero.holds])])
        fails = either([both([above.holds, limit.fails]), both([not_above.holds, zero.fails])])
        return Sides(holds, fails, both([not_above.holds, zero.drops]))

    def _at_zero(self, test: g.Relative) -> Sides:
        left, constant = self._sum((test.left, Fraction(1)))
        match test.zero:
            case "plain":
                return self._compared(test.operator, *_shifted((left, constant), test))
            case "fall" | "no_rise":
                return self._compared("<=", left, constant)
            case "rise":
                return self._compared(">", left, constant)
            case "policy":
                positive = any(self._is_positive(reference.fact) for reference, _ in test.base.terms)
                key = EMPTY_POSITIVE_WHOLE if positive else EMPTY_WHOLE
                return _constant(verdict_of(self._policies.get(key, "chưa đủ dữ liệu")).outcomes)
            case stated:
                return _constant(verdict_of(stated).outcomes)

    def _is_positive(self, code: str) -> bool:
        return code in self._facts and self._facts[code].kind == "positive_count"

    # ------------------------------------------------------------------------------------------ other kinds
    def _grade(self, test: g.GradeTest) -> Sides:
        name = self._of(test.reference)
        low = max(test.low, 0)
        holds = f"{low} <= {name} <= {test.high}"
        fails = f"({name} < {low} or {name} > {test.high})"
        if test.excluded < 0:
            return Sides(holds, fails)
        return Sides(both([holds, f"{name} != {test.excluded}"]), either([fails, f"{name} == {test.excluded}"]))

    def _choice(self, test: g.ChoiceTest) -> Sides:
        name = self._of(test.reference)
        places = self._forms.places(self._facts[test.reference.fact], test.members)
        named = either([f"{name} == {place}" for place in places])
        others = both([f"({name} < {place} or {name} > {place})" for place in places])
        if not test.negated:
            return Sides(named, both([f"{name} >= -1", others]))
        return Sides(both([f"{name} >= 0", others]), either([f"{name} == -1", named]))

    def _set(self, test: g.SetTest) -> Sides:
        name = self._of(test.reference)
        bits = self._forms.bits(self._facts[test.reference.fact], test.members)
        reported, count, members = bits | 1, test.count, len(set(test.members))
        is_open = self._policies.get(NOT_LISTED) == "chưa đủ dữ liệu"
        match test.kind:
            case "all":
                return Sides(
                    f"{name} & {reported} == {reported}", _not_open(is_open, name, f"{name} & {bits} != {bits}")
                )
            case "some":
                found = f"({name} & {bits}).bit_count()"
                never = is_open and members >= count
                return Sides(both([name, f"{found} >= {count}"]), _not_open(never, name, f"{found} < {count}"))
            case "none":
                never = is_open and members > 0
                return Sides(NEVER if never else f"{name} & {reported} == 1", f"{name} & {bits} != 0")
            case _:
                beyond = f"{name} & {~reported} != 0"
                missing = _not_open(is_open, name, f"{name} & {bits} != {bits}")
                return Sides(f"{name} == {reported}", either([beyond, missing]))

    def _date(self, test: g.DateTest) -> Sides:
        name = self._of(test.reference)
        year = self._year + test.offset
        first = 1 if test.first is None else _number(test.first, year) + test.first_excluded
        last = _FARTHEST_DAY if test.last is None else _number(test.last, year) - test.last_excluded
        inside = f"{first} <= {name} <= {last}"
        if not test.negated:
            return Sides(inside, f"({name} < {first} or {name} > {last})")
        return Sides(f"(0 < {name} < {first} or {name} > {last})", f"({name} == -1 or {inside})")

    def _attestation(self, test: g.AttestationTest) -> Sides:
        if of_evidence(self._policies) & NOT_APPLICABLE:
            raise NoCode
        name = self._of(test.reference)
        if test.positive:
            return Sides(name, f"{name} is False")
        return Sides(f"{name} is False", f"({name} is not False and {name} is not None)")

    def _presence(self, test: g.PresenceTest) -> Sides:
        name = self._of(test.reference)
        fact = self._facts[test.reference.fact]
        form = FORM_OF_KIND.get(fact.kind)
        if form == SET:
            is_open = self._policies.get(NOT_LISTED) == "chưa đủ dữ liệu"
            present, absent = f"{name} > 1", NEVER if is_open else f"{name} == 1"
        elif fact.may_be_absent:
            present, absent = f"{name} >= 0", f"{name} == -1"
        else:
            raise NoCode
        return Sides(present, absent) if test.positive else Sides(absent, present)


def _shifted(summed: tuple[dict[str, Fraction], Fraction], test: g.Relative) -> tuple[dict[str, Fraction], Fraction]:
    return summed[0], summed[1] - test.addend


def _not_open(is_open: bool, name: str, fails: str) -> str:
    return NEVER if is_open else both([name, fails])


def _number(day: DayOfYear, year: int) -> int:
    return (day.year or year) * 10000 + day.month * 100 + day.day


def _holds(value: Fraction, operator: str) -> int:
    found = {"=": value == 0, "!=": value != 0, ">=": value >= 0, ">": value > 0, "<=": value <= 0, "<": value < 0}
    return HOLDS if found[operator] else FAILS


def _constant(outcomes: int) -> Sides:
    return Sides(*(ALWAYS if outcomes == one else NEVER for one in (HOLDS, FAILS, NOT_APPLICABLE)))


def _written(shares: dict[str, int], constant: int) -> str:
    """A sum of positive shares and a constant."""
    parts = [name if share == 1 else f"{share} * {name}" for name, share in shares.items()]
    if constant or not parts:
        parts.append(f"({constant})" if constant < 0 else f"{constant}")
    return parts[0] if len(parts) == 1 else f"({' + '.join(parts)})"


def both(parts: Iterable[str]) -> str:
    """Expressions joined by `and`, constants put in."""
    found = [part for part in parts if part != ALWAYS]
    if NEVER in found:
        return NEVER
    return ALWAYS if not found else found[0] if len(found) == 1 else f"({' and '.join(found)})"


def either(parts: Iterable[str]) -> str:
    """Expressions joined by `or`, constants put in."""
    found = [part for part in parts if part != NEVER]
    if ALWAYS in found:
        return ALWAYS
    return NEVER if not found else found[0] if len(found) == 1 else f"({' or '.join(found)})"
