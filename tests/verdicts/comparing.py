"""Comparing the verdicts of the code with those of the model, to which they must be equal in everything."""

from __future__ import annotations

from typing import Any

from antq_rules import RuleSet
from antq_rules.engine import assess as model
from antq_rules.graph import model as g
from antq_rules.ruleset.unit_verdicts import UnitVerdicts


def assert_same(rules: RuleSet, facts: Any, **circumstances: Any) -> UnitVerdicts:
    """Assert that a unit's verdicts, data errors and nodes are those of the model; the verdicts."""
    expected = rules.assess(facts, **circumstances)
    found = rules.verdicts(facts, **circumstances)
    assert found.criteria == {result.number: result.verdict for result in expected.criteria}
    assert list(found.items.items()) == list(expected.items.items())
    assert found.conclusions == expected.conclusions
    assert found.verdict is expected.verdict
    assert found.errors == expected.errors
    _assert_same_nodes(rules, found, expected)
    return found


def _assert_same_nodes(rules: RuleSet, found: UnitVerdicts, expected: Any) -> None:
    results = model.evaluate(expected._judge, list(found.criteria))
    outcomes = found.trace().outcomes
    for result in results.values():
        if not expected.unit_type:
            continue
        inside: set[str] = set()
        for one in result.walk():
            if one.node.id in outcomes and one.node.id not in inside:
                assert outcomes[one.node.id] == one.outcomes, one.node.id
            if isinstance(one.node, g.Quantified):
                inside |= {node.id for node in g.walk(one.node)} - {one.node.id}


def is_by_code(rules: RuleSet, facts: Any, **circumstances: Any) -> bool:
    """Whether verdicts come about without the model taking the facts in."""
    return rules.verdicts(facts, **circumstances)._given._judge is None
