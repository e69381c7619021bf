"""The tree of a set under chosen readings, a unit type and a year: shared steps, each made of steps before it.

A step's operands are numbers of other steps, or outcomes that are already certain (negative: `~outcomes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from antq_rules.engine.evaluate import CONDITION_UNKNOWN, with_rate
from antq_rules.engine.outcomes import all_of, any_of, at_least, branch, matches, negate
from antq_rules.graph import model as g
from antq_rules.types import FAILS, HOLDS, NOT_APPLICABLE, UNKNOWN, Verdict

Operand = int


@attrs.frozen
class Tested:
    """A test of the set, by its number."""

    test: int


@attrs.frozen
class Joining:
    """All, any or at least `count` of some steps."""

    kind: str
    count: int
    operands: tuple[Operand, ...]


@attrs.frozen
class Negated:
    """The complement of a step."""

    operand: Operand


@attrs.frozen
class Choosing:
    """If, then, otherwise; `waits` where an undecided condition leaves all open (a policy of the set)."""

    test: Operand
    then: Operand
    otherwise: Operand
    waits: bool = False


@attrs.frozen
class Casing:
    """The first of some cases, each with what is done where it does not hold or does not apply."""

    cases: tuple[tuple[Operand, Operand], ...]
    otherwise: Operand
    exhaustive: bool


@attrs.frozen
class Stating:
    """Whether a step has a verdict."""

    operand: Operand
    verdict: Verdict


@attrs.frozen
class Asked:
    """A node that only the model can judge, by its number among those."""

    number: int


Step = Tested | Joining | Negated | Choosing | Casing | Stating | Asked


@attrs.frozen
class Place:
    """A node of the tree, where its outcomes are found, and the places below it."""

    node: g.Tree
    operand: Operand
    below: tuple[Place, ...] = ()


def certain(outcomes: int) -> Operand:
    """The operand for outcomes that are certain."""
    return ~outcomes


def operands_of(step: Step) -> tuple[Operand, ...]:
    """The operands of a step."""
    match step:
        case Joining():
            return step.operands
        case Negated() | Stating():
            return (step.operand,)
        case Choosing():
            return (step.test, step.then, step.otherwise)
        case Casing():
            return (*(part for pair in step.cases for part in pair), step.otherwise)
        case _:
            return ()


@attrs.define
class Shape:
    """Builds the steps of a set; equal steps are made once."""

    program: g.Program
    readings: Mapping[str, str]
    policies: Mapping[str, str]
    year: int
    unit_type: str
    steps: list[Step] = attrs.field(factory=list, init=False)
    asked: list[g.Tree] = attrs.field(factory=list, init=False)
    places: dict[str, Place] = attrs.field(factory=dict, init=False)
    _numbers: dict[Step, int] = attrs.field(factory=dict, init=False)
    _tests: dict[g.Test, int] = attrs.field(factory=dict, init=False)

    def criterion(self, number: str) -> Place:
        """The place of a criterion's tree."""
        if number not in self.places:
            tree = next(criterion.tree for criterion in self.program.criteria if criterion.number == number)
            self.places[number] = self._place(tree)
        return self.places[number]

    def _step(self, step: Step) -> Operand:
        if step not in self._numbers:
            self._numbers[step] = len(self.steps)
            self.steps.append(step)
        return self._numbers[step]

    def _place(self, node: g.Tree) -> Place:
        match node:
            case g.Leaf():
                return Place(node, self._tested(node))
            case g.Constant():
                return Place(node, certain(node.outcomes))
            case g.Joined():
                return self._joined(node)
            case g.Item() | g.NamedCondition():
                child = self._place(node.child)
                return Place(node, child.operand, (child,))
            case g.Not():
                child = self._place(node.child)
                return Place(node, self._negated(child.operand), (child,))
            case g.Branch():
                return self._branch(node)
            case g.ByReading():
                option = self.readings[node.reading]
                child = self._place(next(tree for code, tree in node.options if code == option))
                return Place(node, child.operand, (child,))
            case g.ForTypes():
                return self._applying(node, self.unit_type in node.types)
            case g.ForYears():
                return self._applying(node, _within(node.first, node.last, self.year))
            case g.Cases():
                return self._cases(node)
            case g.CriterionState():
                return Place(node, self._stating(self.criterion(node.number).operand, Verdict(node.verdict)))
            case _:
                return self._asked(node)

    def _asked(self, node: g.Tree) -> Place:
        self.asked.append(node)
        return Place(node, self._step(Asked(len(self.asked) - 1)))

    def _tested(self, node: g.Leaf) -> Operand:
        test = self.program.tests[node.test]
        if isinstance(test, g.UnitTest):
            met = self.unit_type in test.types if test.types else _within(test.first, test.last, self.year)
            return certain(HOLDS if met else FAILS)
        first = self._tests.setdefault(in_force(self.program, test), node.test)  # of equal tests one is enough
        return self._step(Tested(first))

    def _applying(self, node: g.ForTypes | g.ForYears, applies: bool) -> Place:
        if not applies:
            return Place(node, certain(NOT_APPLICABLE))
        child = self._place(node.child)
        return Place(node, child.operand, (child,))

    def _joined(self, node: g.Joined) -> Place:
        if node.amount is not None:
            return self._asked(node)
        below = tuple(self._place(child) for child in node.children)
        values = [child.operand for child in below]
        grouped: set[int] = set()
        joined: list[Operand] = []
        for grouping in node.groupings:
            option = self.readings[grouping.reading]
            kind, count = next((kind, count) for code, kind, count in grouping.options if code == option)
            joined.append(self._joining(kind, count, [values[position] for position in grouping.positions]))
            grouped.update(grouping.positions)
        joined.extend(value for position, value in enumerate(values) if position not in grouped)
        operand = self._joining(node.kind, node.count, joined)
        if node.mandatory:
            operand = self._joining("all", 0, [operand, *(values[position] for position in node.mandatory)])
        return Place(node, operand, below)

    def _joining(self, kind: str, count: int, operands: Sequence[Operand]) -> Operand:
        applying = [one for one in operands if one != certain(NOT_APPLICABLE)]
        if not applying:
            return certain(NOT_APPLICABLE)
        if all(one < 0 for one in applying):
            values = [~one for one in applying]
            joined = all_of(values) if kind == "all" else any_of(values) if kind == "any" else at_least(count, values)
            return certain(joined)
        if kind in ("all", "any") and len(applying) == 1:
            return applying[0]
        return self._step(Joining(kind, count if kind not in ("all", "any") else 0, tuple(applying)))

    def _negated(self, operand: Operand) -> Operand:
        return certain(negate(~operand)) if operand < 0 else self._step(Negated(operand))

    def _branch(self, node: g.Branch) -> Place:
        test, then = self._place(node.test), self._place(node.then)
        otherwise = None if node.otherwise is None else self._place(node.otherwise)
        last = certain(NOT_APPLICABLE) if otherwise is None else otherwise.operand
        waits = otherwise is None and self.policies.get(CONDITION_UNKNOWN) == "chưa đủ dữ liệu"
        below = (test, then) if otherwise is None else (test, then, otherwise)
        if all(one < 0 for one in (test.operand, then.operand, last)):
            outcomes = branch(~test.operand, ~then.operand, None if otherwise is None else ~last)
            if waits and ~test.operand & UNKNOWN == UNKNOWN:
                outcomes |= UNKNOWN | NOT_APPLICABLE
            return Place(node, certain(outcomes), below)
        return Place(node, self._step(Choosing(test.operand, then.operand, last, waits)), below)

    def _cases(self, node: g.Cases) -> Place:
        pairs = [(self._place(condition), self._place(body)) for condition, body in node.cases]
        below = [one for pair in pairs for one in pair]
        last = certain(0 if node.exhaustive else NOT_APPLICABLE)
        if node.otherwise is not None:
            below.append(self._place(node.otherwise))
            last = below[-1].operand
        cases = tuple((condition.operand, body.operand) for condition, body in pairs)
        return Place(node, self._step(Casing(cases, last, node.exhaustive)), tuple(below))

    def _stating(self, operand: Operand, verdict: Verdict) -> Operand:
        return certain(matches(~operand, verdict)) if operand < 0 else self._step(Stating(operand, verdict))


def in_force(program: g.Program, test: g.Test) -> g.Test:
    """A test with the figure in force where its limit is a parameter."""
    if not isinstance(test, g.Relative) or not test.parameter:
        return test
    return with_rate(test, next(one.value for one in program.parameters if one.fact.code == test.parameter))


def _within(first: int | None, last: int | None, year: int) -> bool:
    return (first is None or first <= year) and (last is None or year <= last)


def needed(steps: Sequence[Step], operands: Iterable[Operand]) -> list[int]:
    """The numbers of all steps that some operands are made of, those that come first first."""
    found: set[int] = set()
    waiting = [one for one in operands if one >= 0]
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting.extend(one for one in operands_of(steps[number]) if one >= 0)
    return sorted(found)
