"""What each criterion of a set asks at its default readings, as neutral expressions that the peers' rules are made of.

Two-valued: what holds of complete facts. Figures are whole numbers, and shares are multiplied across.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import lcm

import attrs

from antq_rules import RuleSet
from antq_rules.graph import model as g
from antq_rules.types import NOT_APPLICABLE, DayOfYear

BEFORE = "__before"
"""What the name of a fact of the year before ends in."""


@attrs.frozen
class All:
    """Every part holds; without parts it always holds."""

    parts: tuple[Expression, ...]


@attrs.frozen
class Any:
    """At least one part holds."""

    parts: tuple[Expression, ...]


@attrs.frozen
class Choose:
    """One of two, by a test."""

    test: Expression
    then: Expression
    otherwise: Expression


@attrs.frozen
class Yes:
    """An answer is yes."""

    fact: str


@attrs.frozen
class Figure:
    """A weighted sum of facts against a limit."""

    terms: tuple[tuple[str, int], ...]
    operator: str
    limit: int


@attrs.frozen
class EachMonth:
    """Every month's figure against a limit."""

    fact: str
    operator: str
    limit: int


@attrs.frozen
class Within:
    """A day, as a whole number such as 20230331, between two days, both included."""

    fact: str
    first: int
    last: int


@attrs.frozen
class OneOf:
    """A grade is one of some."""

    fact: str
    members: tuple[str, ...]


@attrs.frozen
class Includes:
    """A list has all of some members."""

    fact: str
    members: tuple[str, ...]


Expression = All | Any | Choose | Yes | Figure | EachMonth | Within | OneOf | Includes


def criteria(rule_set: RuleSet, year: int) -> dict[str, Expression]:
    """The expression of each criterion by its number. Raises `NotImplementedError` for what Appendix I does not use."""
    maker = _Maker(rule_set.program, rule_set.defaults, year)
    return {criterion.number: maker.tree(criterion.tree) for criterion in rule_set.program.criteria}


def leaves(expression: Expression) -> Iterator[Expression]:
    """The conditions of an expression, in the order of the text."""
    match expression:
        case All() | Any():
            for part in expression.parts:
                yield from leaves(part)
        case Choose():
            for part in (expression.test, expression.then, expression.otherwise):
                yield from leaves(part)
        case _:
            yield expression


def facts_of(condition: Expression) -> tuple[str, ...]:
    """The names of the facts that a condition looks at."""
    match condition:
        case Figure():
            return tuple(name for name, _ in condition.terms)
        case All() | Any() | Choose():
            return tuple(name for leaf in leaves(condition) for name in facts_of(leaf))
        case _:
            return (condition.fact,)


class _Maker:
    def __init__(self, program: g.Program, defaults: Mapping[str, str], year: int) -> None:
        self.program = program
        self.defaults = defaults
        self.year = year
        self.vocabularies = {(v.ordered, v.title): v for v in program.vocabularies}
        self.facts = {fact.code: fact for fact in program.facts}

    def tree(self, tree: g.Tree) -> Expression:
        match tree:
            case g.Leaf():
                return self.test(self.program.tests[tree.test])
            case g.Constant(outcomes=outcomes) if outcomes == NOT_APPLICABLE:
                return All(())
            case g.Item() | g.NamedCondition():
                return self.tree(tree.child)
            case g.ByReading():
                return self.tree(dict(tree.options)[self.defaults[tree.reading]])
            case g.Branch(otherwise=otherwise) if otherwise is not None:
                return Choose(self.tree(tree.test), self.tree(tree.then), self.tree(otherwise))
            case g.Joined(kind="all" | "any", mandatory=()) if self._one_kind(tree):
                parts = tuple(part for child in tree.children if (part := self.tree(child)) != All(()))
                if len(parts) == 1:
                    return parts[0]
                return All(parts) if tree.kind == "all" else Any(parts)
            case _:
                raise NotImplementedError(type(tree).__name__)

    def _one_kind(self, tree: g.Joined) -> bool:
        chosen = [
            kind
            for grouping in tree.groupings
            for option, kind, _ in grouping.options
            if option == self.defaults[grouping.reading]
        ]
        return all(kind == tree.kind for kind in chosen)

    def test(self, test: g.Test) -> Expression:
        match test:
            case g.AttestationTest(positive=True):
                return Yes(test.reference.fact)
            case g.Comparison(monthly=True, upper=None):
                ((reference, _),) = test.left.terms
                return EachMonth(reference.fact, test.operator, int(test.right.constant))
            case g.Comparison(upper=None):
                return _figure([(test.left, Fraction(1)), (test.right, Fraction(-1))], test.operator, Fraction(0))
            case g.Relative(rounding=None):
                return self.relative(test)
            case g.GradeTest(excluded=-1):
                fact = self.facts[test.reference.fact]
                ranks = self.vocabularies[True, fact.vocabulary].members[test.low : test.high + 1]
                return OneOf(fact.code, tuple(member.text for member in ranks))
            case g.SetTest(kind="all"):
                return Includes(test.reference.fact, test.members)
            case g.DateTest(first=first, last=last, negated=False) if first is not None and last is not None:
                return Within(test.reference.fact, self._day(first), self._day(last))
            case _:
                raise NotImplementedError(type(test).__name__)

    def relative(self, test: g.Relative) -> Expression:
        compared = _figure([(test.left, Fraction(1)), (test.base, -test.multiple)], test.operator, test.addend)
        positive = all(self.facts[reference.fact].kind == "positive_count" for reference, _ in test.base.terms)
        if test.kind == "change" or positive:
            return compared
        return Any((_figure([(test.base, Fraction(1))], "=", Fraction(0)), compared))

    def _day(self, day: DayOfYear) -> int:
        return self.year * 10000 + day.month * 100 + day.day


def _figure(forms: list[tuple[g.Form, Fraction]], operator: str, addend: Fraction) -> Figure:
    """A sum of forms against an addend, multiplied until every coefficient is a whole number."""
    terms = [(reference, share * weight) for form, weight in forms for reference, share in form.terms]
    limit = addend - sum((form.constant * weight for form, weight in forms), Fraction(0))
    scale = lcm(limit.denominator, *(weight.denominator for _, weight in terms))
    named = tuple((_name(reference), int(weight * scale)) for reference, weight in terms)
    return Figure(named, operator, int(limit * scale))


def _name(reference: g.Reference) -> str:
    if reference.year or reference.month or reference.offset not in (0, -1):
        raise NotImplementedError(reference)
    return reference.fact + (BEFORE if reference.offset else "")
