"""Which readings a criterion depends on: those in its tree, and those of the set's policies that its tests can meet."""

from __future__ import annotations

from collections.abc import Iterator

from antq_rules.engine import evaluate as e
from antq_rules.engine.figures import references
from antq_rules.graph import model as g


def readings_of(program: g.Program, criterion: g.Criterion) -> tuple[str, ...]:
    """The codes of the readings that can change a criterion's verdict, in the order they are met."""
    found = dict.fromkeys(_in_tree(criterion.tree))
    policies = {key: policy.reading for key, policy in program.policies if policy.reading}
    kinds = {fact.code: fact.kind for fact in program.facts}
    tests = [program.tests[number] for number in _tests(criterion.tree)]
    for key, reading in policies.items():
        if key == e.CONDITION_UNKNOWN:
            matters = _has_condition(criterion.tree)
        else:
            matters = any(_matters(key, test, kinds) for test in tests)
        if matters:
            found[reading] = None
    return tuple(found)


def _in_tree(tree: g.Tree) -> Iterator[str]:
    if isinstance(tree, g.ByReading):
        yield tree.reading
    if isinstance(tree, g.Joined):
        yield from (grouping.reading for grouping in tree.groupings)
    for child in g.children_of(tree):
        yield from _in_tree(child)


def _tests(tree: g.Tree) -> Iterator[int]:
    if isinstance(tree, g.Leaf):
        yield tree.test
    for child in g.children_of(tree):
        yield from _tests(child)


def _has_condition(tree: g.Tree) -> bool:
    if isinstance(tree, g.Branch) and tree.otherwise is None:
        return True
    return any(_has_condition(child) for child in g.children_of(tree))


def _matters(key: str, test: g.Test, kinds: dict[str, str]) -> bool:
    positive = any(kinds[reference.fact] == "positive_count" for reference in references(test))
    match key:
        case e.EMPTY_WHOLE:
            return isinstance(test, g.Relative) and test.zero == "policy"
        case e.EMPTY_POSITIVE_WHOLE:
            return positive
        case e.EVIDENCE_MISSING | e.EVIDENCE_NOT_SHOWN:
            return isinstance(test, g.AttestationTest)
        case e.PARTLY_KNOWN_SUM:
            return isinstance(test, g.Comparison) and max(len(test.left.terms), len(test.right.terms)) > 1
        case e.NOT_LISTED:
            return isinstance(test, g.SetTest | g.PresenceTest)
        case _:
            return any(reference.offset < 0 or reference.year for reference in references(test))
