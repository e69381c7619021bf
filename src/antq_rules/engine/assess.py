"""One unit under one set: verdicts of items, criteria and conclusions, and what stands between it and a conclusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from fractions import Fraction
from typing import TYPE_CHECKING, Final, assert_never

import attrs

from antq_rules.engine import outcomes as o
from antq_rules.engine import wording as w
from antq_rules.engine.classes import possible_classes
from antq_rules.engine.evaluate import Judge, Need, Result, resolve_policies
from antq_rules.engine.intake import RawUnit, take_in
from antq_rules.engine.points import Tally, compared, of_group, tally, together
from antq_rules.engine.ranges import Facts
from antq_rules.graph import model as g
from antq_rules.types import HOLDS, NOT_APPLICABLE, Verdict

if TYPE_CHECKING:
    from antq_rules.engine.explanation import Explanation, Move, Summary


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
        conclusions = {c.title: conclude(judge, c.test, criteria) for c in judge.program.conclusions}
    return Verdicts(criteria, items, conclusions)


def classes(judge: Judge, results: Mapping[str, Result]) -> dict[str, tuple[str, ...]]:
    """The classes still possible of each classification by its title, best first."""
    criteria = {number: result.outcomes for number, result in results.items()}
    if not judge.data.unit_type:  # the set is not for units of this type
        return dict.fromkeys([one.title for one in judge.program.classifications], ())
    return {
        one.title: possible_classes(one, lambda test: conclude(judge, test, criteria))
        for one in judge.program.classifications
    }


def class_reasons(
    judge: Judge, results: Mapping[str, Result], classification: g.Classification, possible: Sequence[str]
) -> tuple[str, ...]:
    """Why a unit has no better class: what those ask and it does not meet, and what moves its class down."""
    if not possible:
        return ()
    criteria = {number: result.outcomes for number, result in results.items()}
    names = [name for name, _ in classification.classes]
    found = []
    for name, test in classification.classes[: max(names.index(one) for one in possible)]:
        assert test is not None  # only the last class asks nothing
        parts = test.parts if test.kind == "và" else (test,)
        outcomes = [(part, conclude(judge, part, criteria)) for part in parts]
        unmet = [w.class_part(part.text, _needed(judge, part)) for part, one in outcomes if not one & HOLDS]
        unsure = [part.text for part, one in outcomes if one & HOLDS and one != HOLDS]
        if unmet:
            found.append(w.class_not_met(name, unmet))
        elif unsure:
            found.append(w.class_unsure(name, unsure))
    for turn in classification.turns:
        outcome = conclude(judge, turn.test, criteria)
        if outcome & HOLDS:
            found.append(w.class_moved(turn.text, outcome == HOLDS))
    return tuple(found)


def _needed(judge: Judge, test: g.ConclusionTest) -> str:
    """The points that a share of the most comes to, where the most is known."""
    if not test.of_maximum or test.kind not in ("total", "group", "points"):
        return ""
    points = {
        "total": lambda: total_points(judge),
        "group": lambda: group_points(judge, test.name),
        "points": lambda: judge.points(test.name)[1],
    }[test.kind]()
    if points.maximum_low != points.maximum_high:
        return ""
    return w.required(test.operator, w.amount(test.limit * points.maximum_high, "điểm"))


def group_points(judge: Judge, title: str) -> Tally:
    """The points of a group, with its cap and weight."""
    group = next((one for one in judge.program.groups if one.title == title), None)
    tallies = [
        tally(judge.points(criterion.number)[0], criterion.scoring)
        for criterion in judge.program.criteria
        if criterion.scoring is not None and criterion.group == title
    ]
    return of_group(tallies, group)


def scored_groups(judge: Judge) -> list[str]:
    """The titles of groups that have points, in the order of the set; an empty one for criteria of no group."""
    return list(dict.fromkeys(c.group for c in judge.program.criteria if c.scoring is not None))


def total_points(judge: Judge) -> Tally:
    """The points of all groups together."""
    return together([group_points(judge, title) for title in scored_groups(judge)])


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


def conclude(judge: Judge, test: g.ConclusionTest, criteria: Mapping[str, int]) -> int:
    """Outcomes of what a conclusion asks of the criteria, their points and levels, and of the unit."""
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
        case "và" | "hoặc":
            parts = [conclude(judge, part, criteria) for part in test.parts]
            return o.all_of(parts) if test.kind == "và" else o.any_of(parts)
        case "fact":
            assert test.tree is not None
            return judge.outcomes(test.tree)
        case "level":
            return o.all_of([_level(judge, criterion, test.name) for criterion in judge.program.criteria])
        case _:
            return _of_points(judge, test)


def _level(judge: Judge, criterion: g.Criterion, name: str) -> int:
    """Outcomes of a criterion reaching a level, with those below it; one without levels is asked for its verdict."""
    if not criterion.levels:
        return judge.outcomes(criterion.tree)
    names = [level for level, _ in criterion.levels]
    return o.all_of([judge.outcomes(tree) for _, tree in criterion.levels[: names.index(name) + 1]])


def _of_points(judge: Judge, test: g.ConclusionTest) -> int:
    scored = [criterion for criterion in judge.program.criteria if criterion.scoring is not None]
    match test.kind:
        case "total":
            return _limits(test, total_points(judge))
        case "group":
            return _limits(test, group_points(judge, test.name))
        case "points":
            return _limits(test, judge.points(test.name)[1])
        case "no_group":
            found = [_limits(test, group_points(judge, title)) for title in scored_groups(judge)]
            return o.all_of([o.negate(outcomes) for outcomes in found])
        case "no_criterion":
            return o.all_of([o.negate(_limits(test, judge.points(criterion.number)[1])) for criterion in scored])
        case "minimum_groups":
            asked = [group for group in judge.program.groups if group.minimum is not None]
            tallies = {group.title: group_points(judge, group.title) for group in asked}
            return o.all_of(
                [
                    compared(
                        _before_weight(tallies[group.title], group.weight),
                        ">=",
                        group.minimum or Fraction(0),
                        group.minimum_is_share,
                    )
                    for group in asked
                ]
            )
        case _:
            return o.all_of([_minimum(judge, criterion) for criterion in scored])


def _minimum(judge: Judge, criterion: g.Criterion) -> int:
    scoring = criterion.scoring
    if scoring is None or scoring.minimum is None:
        return NOT_APPLICABLE
    return compared(judge.points(criterion.number)[1], ">=", scoring.minimum, scoring.minimum_is_share)


def _before_weight(points: Tally, weight: Fraction) -> Tally:
    return attrs.evolve(
        points,
        low=None if points.low is None else points.low / weight,
        high=None if points.high is None else points.high / weight,
        maximum_low=points.maximum_low / weight,
        maximum_high=points.maximum_high / weight,
    )


def _limits(test: g.ConclusionTest, points: Tally) -> int:
    outcomes = compared(points, test.operator, test.limit, test.of_maximum)
    if not test.upper_operator:
        return outcomes
    return o.all_of([outcomes, compared(points, test.upper_operator, test.upper, test.of_maximum)])


# ------------------------------------------------------------------------------------------------ the whole unit
def summarise(
    judge: Judge, title: str, outcomes: int, results: Mapping[str, Result], explanations: Mapping[str, Explanation]
) -> Summary:
    """What stands between a unit and a conclusion: one smallest change for each criterion that fails, put together."""
    from antq_rules.engine.explain import needs, shown_needs  # loaded where something is explained, not for verdicts
    from antq_rules.engine.explanation import Summary

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
    text = _summary_text(verdict, by_verdict, {one for one in results if _only_scored(judge, one)})
    shown = shown_needs(judge, tuple(dict.fromkeys(waiting)))
    return Summary(
        title,
        verdict,
        text + _asked_beside_criteria(judge, title, results),
        tuple(by_verdict[Verdict.PASS]),
        tuple(failed),
        tuple(by_verdict[Verdict.INSUFFICIENT_DATA]),
        tuple(by_verdict[Verdict.NOT_APPLICABLE]),
        tuple(moves.values()),
        shown,
        tuple(hopeless),
        certain,
    )


def _only_scored(judge: Judge, number: str) -> bool:
    """Whether a criterion is given points and neither passes nor fails."""
    criterion = next(criterion for criterion in judge.program.criteria if criterion.number == number)
    return isinstance(criterion.tree, g.PointsTest) and not criterion.tree.operator


def _asked_beside_criteria(judge: Judge, title: str, results: Mapping[str, Result]) -> str:
    """What else a conclusion asks (points, figures) and the unit does not meet, or may not meet."""
    conclusion = next((one for one in judge.program.conclusions if one.title == title), None)
    if conclusion is None or not judge.data.unit_type:
        return ""
    criteria = {number: result.outcomes for number, result in results.items()}
    whole = conclusion.test
    asked = [part for part in (whole.parts if whole.kind == "và" else (whole,)) if part.kind not in _OF_CRITERIA]
    outcomes = [(part, conclude(judge, part, criteria)) for part in asked]
    unmet = [w.class_part(part.text, _needed(judge, part)) for part, one in outcomes if not one & HOLDS]
    unsure = [part.text for part, one in outcomes if one & HOLDS and one != HOLDS]
    return w.asked_beside_criteria(unmet, unsure)


_OF_CRITERIA: Final = ("all", "share", "count")


def _summary_text(verdict: Verdict, by_verdict: Mapping[Verdict, Sequence[str]], scored: Set[str]) -> str:
    counts = {kind: sum(number not in scored for number in numbers) for kind, numbers in by_verdict.items()}
    total = sum(counts.values())
    parts = [f"{counts[Verdict.PASS]}/{total} tiêu chí đạt"] if total else []
    for kind in (Verdict.FAIL, Verdict.INSUFFICIENT_DATA, Verdict.NOT_APPLICABLE):
        if counts[kind]:
            parts.append(f"{counts[kind]} {kind.vietnamese}")
    if scored:
        parts.append(f"{len(scored)} tiêu chí chỉ chấm điểm")
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
    from antq_rules.engine.explain import explain
    from antq_rules.engine.explanation import Explanation, Node

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
