"""Who does what for a unit, read off the rules: a body is competent where reporting it would meet the obligation.

The table of competence stands in the rules alone; asking them what they would accept leaves no second one to keep.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import attrs

from antq_rules.engine.explanation import Node
from antq_rules.facts import UnitRecord
from antq_rules.graph import model as g
from antq_rules.process import wording as w
from antq_rules.process.model import Body, Competence
from antq_rules.ruleset import Assessment, RuleSet
from antq_rules.types import Verdict

_ROLES = {
    "KH-TQ-a": "co_quan_danh_gia",
    "KH-TQ-b": "co_quan_de_nghi",
    "KH-TQ-c": "co_quan_cong_nhan",
    "KH-HS-f": "noi_nhan_ho_so",
}
_SIGNERS = ("KH-HS-e", "ben_ky_to_trinh")
_ROUTE_FACTS = ("cap_lua_chon", "cap_quan_ly")


def competence(rules: RuleSet, record: UnitRecord, assessment: Assessment) -> Competence:
    """The bodies competent for a unit, whether or not anything was done yet."""
    bodies = _accepted_bodies(rules, record, assessment)
    route = route_of(assessment)
    takes_part = w.TAKES_PART if route in ("T1", "T4") else ()
    note = "" if route else w.ROUTE_UNKNOWN
    if route == "T3":
        note = w.NO_POLICE_NAMED
    return Competence(
        route, bodies["KH-TQ-a"], takes_part, bodies["KH-TQ-b"], bodies["KH-TQ-c"], bodies["KH-HS-f"], note
    )


def route_of(assessment: Assessment) -> str:
    """The route `T1` to `T4` that holds for a unit, or an empty text where that is not known."""
    names = (node.label for node in _nodes(assessment.explain("1").tree) if _is_route(node))
    return next((name.removeprefix(w.ROUTE_PREFIX) for name in names), "")


def _is_route(node: Node) -> bool:
    return node.kind == "named" and node.verdict is Verdict.PASS and node.label.startswith(w.ROUTE_PREFIX)


def _nodes(node: Node) -> list[Node]:
    return [node, *(below for child in node.children for below in _nodes(child))]


def _accepted_bodies(rules: RuleSet, record: UnitRecord, assessment: Assessment) -> dict[str, Body | None]:
    found: dict[str, Body | None] = dict.fromkeys(_ROLES)
    for member in _members(rules, _ROLES["KH-TQ-a"]):
        verdicts = _tried(rules, record, assessment, dict.fromkeys(_ROLES.values(), member.code))
        for code in _ROLES:
            if verdicts.get(code) is Verdict.PASS:
                found[code] = Body(member.code, member.text)
    return found


def accepted_signers(rules: RuleSet, record: UnitRecord, assessment: Assessment) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of parties whose signatures the rules accept; none where the route is not known."""
    code, fact = _SIGNERS
    members = _members(rules, fact)
    accepted: list[tuple[g.Member, ...]] = []
    for size in range(1, len(members) + 1):
        for parties in itertools.combinations(members, size):
            if any(set(smaller) <= set(parties) for smaller in accepted):
                continue
            tried = _tried(rules, record, assessment, {fact: [member.code for member in parties]})
            if tried.get(code) is Verdict.PASS:
                accepted.append(parties)
    return tuple(tuple(member.text for member in parties) for parties in accepted)


def _tried(
    rules: RuleSet, record: UnitRecord, assessment: Assessment, reported: dict[str, object]
) -> dict[str, Verdict]:
    """What the rules would say of competence and dossier if a unit on this route reported some values."""
    route = {code: assessment.value(code) for code in _ROUTE_FACTS}
    known: dict[str, object] = {code: value for code, value in route.items() if isinstance(value, str)}
    unit = attrs.evolve(record, facts={record.year: {**known, **reported}}, same_period={})
    return rules.assess(unit, readings=assessment.readings, criteria=("3", "4")).obligations


def _members(rules: RuleSet, fact: str) -> Sequence[g.Member]:
    declared = next(one for one in rules.program.facts if one.code == fact)
    return next(v for v in rules.program.vocabularies if not v.ordered and v.title == declared.vocabulary).members
