"""The workload for one unit: Appendix I and the invented facts of some hundred communes.

Every figure is invented, made by a seeded generator. Most conditions hold, as with real reports, so that nothing is
decided by the first condition alone. An unknown fact is there and is `None`.
"""

from __future__ import annotations

import datetime
import functools
import random
from collections.abc import Mapping

import attrs

import antq_rules
from antq_rules.graph.model import Fact, Vocabulary
from antq_rules.types import Verdict
from benchmarks import conditions as c

YEAR = 2023
UNIT_TYPE = "xã"
SEED = 20231228
Plain = Mapping[str, object]


@attrs.frozen
class Unit:
    """One unit's facts of the assessed year and of the year before, as plain values."""

    facts: Plain
    before: Plain


@functools.cache
def rule_set() -> antq_rules.RuleSet:
    """Appendix I."""
    return antq_rules.load("pl1")


@functools.cache
def criteria() -> Mapping[str, c.Expression]:
    """What each criterion asks at the default readings."""
    return c.criteria(rule_set(), YEAR)


@functools.cache
def used() -> frozenset[str]:
    """The names of the facts that the criteria look at."""
    return frozenset(name for expression in criteria().values() for name in c.facts_of(expression))


@functools.cache
def given() -> frozenset[str]:
    """The names of the facts that a unit reports: those looked at, and the parts of those."""
    parts = (fact.code for fact in rule_set().program.facts if fact.part_of in used())
    return used().union(parts)


def units(count: int, unknown: float = 0.0, seed: int = SEED) -> list[Unit]:
    """So many units' facts, each fact unknown with a probability."""
    chance = random.Random(seed)
    return [_unit(chance, unknown) for _ in range(count)]


def expected(unit: Unit) -> tuple[bool | None, ...]:
    """The verdicts of the model, in the order of the criteria: `None` where the facts do not decide."""
    result = rule_set().assess(unit.facts, year=YEAR, unit_type=UNIT_TYPE, previous=unit.before)
    if result.errors:
        raise ValueError(f"the generator made wrong facts: {result.errors[0]}")
    return tuple(_OUTCOMES[one.verdict] for one in result.criteria)


_OUTCOMES = {Verdict.PASS: True, Verdict.FAIL: False, Verdict.INSUFFICIENT_DATA: None}


def _unit(chance: random.Random, unknown: float) -> Unit:
    facts: dict[str, object] = {}
    for fact in rule_set().program.facts:  # a whole is declared before its parts
        if fact.code in given():
            facts[fact.code] = _value(chance, fact, facts)
    before = {name.removesuffix(c.BEFORE): chance.randint(0, 30) for name in sorted(used()) if name.endswith(c.BEFORE)}
    for name, figure in before.items():
        facts[name] = max(0, figure + chance.choice((-9, -6, -4, -2, -1, 0, 0, 1, 3))) if chance.random() < 0.9 else 0
    return Unit(_forgotten(chance, facts, unknown), _forgotten(chance, before, unknown))


def _value(chance: random.Random, fact: Fact, facts: Plain) -> object:
    match fact.kind:
        case "attestation":
            return chance.random() < 0.97
        case "date":
            return datetime.date(YEAR, 1, 1) + datetime.timedelta(chance.randrange(94))
        case "grade":
            return _grade(chance, fact)
        case "set":
            members = [member.code for member in vocabulary_of(fact).members]
            return members if chance.random() < 0.9 else [one for one in members if chance.random() < 0.8]
        case "monthly":
            return [chance.randint(1, 3) if chance.random() < 0.995 else 0 for _ in range(12)]
        case _:
            return _count(chance, fact, facts)


def _grade(chance: random.Random, fact: Fact) -> str:
    texts = [member.text for member in vocabulary_of(fact).members]
    if fact.may_be_absent and chance.random() < 0.02:
        return "không có"
    return texts[-1] if chance.random() < 0.7 else chance.choice(texts)


def vocabulary_of(fact: Fact) -> Vocabulary:
    """The scale of a grade or the members of a list."""
    ordered = fact.kind == "grade"
    (found,) = [v for v in rule_set().program.vocabularies if v.title == fact.vocabulary and v.ordered is ordered]
    return found


def _count(chance: random.Random, fact: Fact, facts: Plain) -> int:
    whole = facts.get(fact.part_of)
    if isinstance(whole, int):
        most = whole if fact.code not in rare() else whole // 50
        return most if chance.random() < 0.9 else chance.randint(0, most)
    if fact.kind == "positive_count":
        return chance.randint(1, 30)
    if fact.code in unwanted():
        return 0 if chance.random() < 0.97 else chance.randint(1, 3)
    return chance.choice((0, 1, 2, 3, 5, 8, 40, 150)) if fact.code in wholes() else chance.choice((0, 1, 1, 2, 3))


@functools.cache
def wholes() -> frozenset[str]:
    """The facts that have parts among those looked at."""
    return frozenset(fact.part_of for fact in rule_set().program.facts if fact.code in used() and fact.part_of)


@functools.cache
def unwanted() -> frozenset[str]:
    """The facts that must be 0; that a whole is 0 is only another way to meet its share."""
    return frozenset(
        name
        for expression in criteria().values()
        for leaf in c.leaves(expression)
        if isinstance(leaf, c.Figure) and leaf.operator == "=" and leaf.limit == 0
        for name, _ in leaf.terms
        if name not in wholes()
    )


@functools.cache
def rare() -> frozenset[str]:
    """The parts that must stay below a small share of their whole."""
    return frozenset(
        leaf.terms[0][0]
        for expression in criteria().values()
        for leaf in c.leaves(expression)
        if isinstance(leaf, c.Figure) and leaf.operator == "<"
    )


def _forgotten(chance: random.Random, facts: Plain, unknown: float) -> dict[str, object]:
    kept = {name: None if chance.random() < unknown else value for name, value in facts.items()}
    for name, value in kept.items():
        if isinstance(value, list) and len(value) == 12 and chance.random() < unknown:
            month = chance.randrange(12)
            kept[name] = [None if place == month else figure for place, figure in enumerate(value)]
    return kept
