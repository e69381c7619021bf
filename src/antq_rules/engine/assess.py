"""One unit under one set: verdicts of items, criteria and conclusions, and what stands between it and a conclusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

import attrs

from antq_rules.engine import outcomes as o
from antq_rules.engine import wording as w
from antq_rules.engine.evaluate import Judge, Need, Result, resolve_policies
from antq_rules.engine.explain import explain, needs, shown_needs
from antq_rules.engine.explanation import Explanation, Move, Node, Summary
from antq_rules.engine.intake import RawUnit, take_in
from antq_rules.engine.ranges import Facts
from antq_rules.graph import model as g
from antq_rules.types import NOT_APPLICABLE, Verdict


def judge_unit(program: g.Program, facts: Facts, raw: RawUnit, readings: Mapping[str, str]) -> Judge:
    """A judge of one unit's facts under chosen readings (every reading of the set with an option)."""
    data = take_in(program, facts, raw, resolve_policies(program, readings))
    if program.parameters:
        data = attrs.evolve(data, parameters={one.fact.code: one.value for one in program.parameters})
    return Judge(program, facts, data, readings)


@attrs.frozen
class Verdicts:
    """Outcomes still possible of every criterion, item and conclusion."""

    criteria: Mapping[str, int]
    items: Mapping[str, int]
    conclusions: Mapping[str, int]


def verdicts(judge: Judge, results: Mapping[str, Result]) -> Verdicts:
    """Verdicts from the evaluated criteria; a conclusion counts every criterion of the set."""
    criteria = {number: result.outcomes for number, result in results.items()}
    reached = [node for result in results.values() for node in result.walk()]
    items = {found.node.id: found.outcomes for found in reached if isinstance(found.node, g.Item)}
    if not judge.data.unit_type:  # the set is not for units of this type, whatever its items would say
        items = dict.fromkeys(items, NOT_APPLICABLE)
    conclusions = {}
    if len(results) == len(judge.program.criteria):
        conclusions = {c.title: conclude(c.test, criteria) for c in judge.program.conclusions}
    return Verdicts(criteria, items, conclusions)


def evaluate(judge: Judge, numbers: Sequence[str] | None = None) -> dict[str, Result]:
    """The evaluated criteria by number; a unit of a type that the set is not for has none that applies."""
    found = {}
    for criterion in judge.program.criteria:
        if numbers is None or criterion.number in numbers:
            result = judge.result(criterion.tree)
            if not judge.data.unit_type:
                result = attrs.evolve(result, outcomes=NOT_APPLICABLE)
            found[criterion.number] = result
    return found


def conclude(test: g.ConclusionTest, criteria: Mapping[str, int]) -> int:
    """Outcomes of what a conclusion asks of the criteria."""
    values = list(criteria.values())
    match test.kind:
        case "all":
            return o.all_of(values)
        case "share":
            return o.share_of(test.share, values)
        case "count":
            return o.at_least(test.count, values)
        case "criterion":
            return o.matches(criteria[test.criterion], Verdict(test.verdict))
        case _:
            parts = [conclude(part, criteria) for part in test.parts]
            return o.all_of(parts) if test.kind == "và" else o.any_of(parts)


# ------------------------------------------------------------------------------------------------ the whole unit
def summarise(
    judge: Judge, title: str, outcomes: int, results: Mapping[str, Result], explanations: Mapping[str, Explanation]
) -> Summary:
    """What stands between a unit and a conclusion: one smallest change for each criterion that fails, put together."""
    by_verdict: dict[Verdict, list[str]] = {verdict: [] for verdict in Verdict}
    for number, result in results.items():
        by_verdict[Verdict.of_outcomes(result.outcomes)].append(number)
    failed = by_verdict[Verdict.FAIL]
    waiting: list[Need] = [need for result in results.values() for need in needs(result)]
    moves: dict[str, Move] = {}
    hopeless: list[str] = []
    certain = True
    for number in failed:
        explanation = explanations[number]
        if not explanation.changes:
            hopeless.append(number)
            continue
        certain = certain and explanation.changes_complete and len(explanation.changes) == 1
        best = min(explanation.changes, key=lambda change: sum(move.code not in moves for move in change.moves))
        for move in best.moves:
            certain = certain and (move.code not in moves or moves[move.code] == move)
            moves.setdefault(move.code, move)
    verdict = Verdict.of_outcomes(outcomes)
    shown = shown_needs(judge, tuple(dict.fromkeys(waiting)))
    return Summary(
        title,
        verdict,
        _summary_text(verdict, len(results), by_verdict),
        tuple(by_verdict[Verdict.PASS]),
        tuple(failed),
        tuple(by_verdict[Verdict.INSUFFICIENT_DATA]),
        tuple(by_verdict[Verdict.NOT_APPLICABLE]),
        tuple(moves.values()),
        shown,
        tuple(hopeless),
        certain,
    )


def _summary_text(verdict: Verdict, count: int, by_verdict: Mapping[Verdict, Sequence[str]]) -> str:
    parts = [f"{len(by_verdict[Verdict.PASS])}/{count} tiêu chí đạt"]
    for kind in (Verdict.FAIL, Verdict.INSUFFICIENT_DATA, Verdict.NOT_APPLICABLE):
        if by_verdict[kind]:
            parts.append(f"{len(by_verdict[kind])} {kind.vietnamese}")
    match verdict:
        case Verdict.PASS:
            lead = "Đạt"
        case Verdict.FAIL:
            lead = "Không đạt"
        case Verdict.INSUFFICIENT_DATA:
            lead = "Chưa đủ dữ liệu để kết luận"
        case Verdict.NOT_APPLICABLE:
            lead = "Không áp dụng"
        case _:
            assert_never(verdict)
    return f"{lead}: {', '.join(parts)}."


def explain_criterion(judge: Judge, number: str) -> Explanation:
    """The explanation of one criterion; of a unit whose type the set is not for, that this is so."""
    criterion = next(criterion for criterion in judge.program.criteria if criterion.number == number)
    if judge.data.unit_type:
        return explain(judge, criterion)
    tree = Node(criterion.tree.id, "types", w.OTHER_UNIT_TYPE, Verdict.NOT_APPLICABLE)
    return Explanation(
        criterion.number,
        criterion.title,
        criterion.group,
        Verdict.NOT_APPLICABLE,
        criterion.citation,
        tree,
        criterion.notes,
    )
