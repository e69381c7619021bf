"""Which readings a criterion depends on: those in its tree, and those of the set's policies that its tests can meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antq_rules.engine import evaluate as e
from antq_rules.engine.figures import references
from antq_rules.graph import model as g


def readings_of(program: g.Program, criterion: g.Criterion) -> tuple[str, ...]:
    """The codes of the readings that can change a criterion's verdict, in the order they are met."""
    nodes = list(g.walk(criterion.tree))
    found = dict.fromkeys(_in_tree(nodes))
    policies = {key: policy.reading for key, policy in program.policies if policy.reading}
    kinds = {fact.code: fact.kind for fact in program.facts}
    tests = [program.tests[node.test] for node in nodes if isinstance(node, g.Leaf)]
    conditional = any(isinstance(node, g.Branch) and node.otherwise is None for node in nodes)
    for key, reading in policies.items():
        if conditional if key == e.CONDITION_UNKNOWN else any(_matters(key, test, kinds) for test in tests):
            found[reading] = None
    return tuple(found)


def _in_tree(nodes: Sequence[g.Tree]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, g.ByReading):
            yield node.reading
        if isinstance(node, g.Joined):
            yield from (grouping.reading for grouping in node.groupings)


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
