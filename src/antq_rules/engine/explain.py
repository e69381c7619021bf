"""From what the nodes of a criterion came to, to its explanation."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, assert_never

import attrs

from antq_rules.engine import outcomes as o
from antq_rules.engine import wording as w
from antq_rules.engine.evaluate import EMPTY_WHOLE, MONTH_END, Judge, Need, Result, counts_months, is_change, references
from antq_rules.engine.explanation import Explanation, Margin, Node, ReadingShown
from antq_rules.engine.explanation import Need as NeedShown
from antq_rules.engine.figures import fact_shown, show
from antq_rules.engine.points import Scored, needs_of
from antq_rules.engine.ranges import months_of, year_of
from antq_rules.engine.repair import find_changes
from antq_rules.graph import model as g
from antq_rules.graph import points as p
from antq_rules.types import FAILS, HOLDS, NOT_APPLICABLE, Verdict

_MOST_MEMBERS = 20


def explain(judge: Judge, criterion: g.Criterion) -> Explanation:
    """Why a criterion got its verdict, with what would change it."""
    result = judge.result(criterion.tree)
    verdict = Verdict.of_outcomes(result.outcomes)
    explanation = Explanation(
        criterion.number,
        criterion.title,
        criterion.group,
        verdict,
        criterion.citation,
        node(judge, result),
        criterion.notes,
        tuple(readings_used(judge, result)),
        **_points(judge, criterion),
    )
    if verdict is Verdict.INSUFFICIENT_DATA:
        return attrs.evolve(explanation, needs=shown_needs(judge, needs(result)))
    unreported = _no_longer_matter(judge, result)
    if explanation.only_points:
        return _with_more_points(judge, criterion, explanation)
    if verdict is not Verdict.FAIL:
        if verdict is Verdict.PASS and explanation.points:
            explanation = _with_more_points(judge, criterion, explanation)
        waits = {need.text for need in explanation.needs}
        return attrs.evolve(explanation, no_longer_matter=tuple(text for text in unreported if text not in waits))
    found = find_changes(judge, criterion.tree)
    outlook = "" if found.changes else w.NOTHING_HELPS if found.hopeless else w.NOT_FOUND
    return attrs.evolve(
        explanation,
        changes=found.changes,
        changes_complete=found.complete,
        no_longer_matter=unreported,
        outlook=outlook,
    )


def _with_more_points(judge: Judge, criterion: g.Criterion, explanation: Explanation) -> Explanation:
    """What would earn a criterion more points, or what its points wait for."""
    scored, points = judge.points(criterion.number)
    if not points.decided:
        waiting = tuple(dict.fromkeys(needs_of(judge, scored)))
        return attrs.evolve(explanation, needs=shown_needs(judge, waiting))
    if points.low is None or points.low >= points.maximum_high or points.applies == NOT_APPLICABLE:
        return explanation
    found = find_changes(judge, g.PointsTest(criterion.number, ">", points.low, False))
    return attrs.evolve(explanation, changes=found.changes, changes_complete=False)


def _points(judge: Judge, criterion: g.Criterion) -> dict[str, Any]:
    """The points of a criterion that has some, and whether it is only scored."""
    if criterion.scoring is None:
        return {}
    points = judge.points(criterion.number)[1]
    if points.applies == NOT_APPLICABLE:
        return {}
    only = isinstance(criterion.tree, g.PointsTest) and not criterion.tree.operator
    return {"points": w.points_bare(points.low, points.high, points.maximum_high), "only_points": only}


# ------------------------------------------------------------------------------------------------ tree
def node(judge: Judge, result: Result) -> Node:
    """One node of the explanation's tree with everything below it."""
    tree = result.node
    shown = Node(
        tree.id,
        _kind(tree),
        tree.text,
        Verdict.of_outcomes(result.outcomes),
        citation=tree.citation,
        file=tree.origin.file,
        line=tree.origin.line,
    )
    match tree:
        case g.Leaf():
            assert result.leaf is not None
            parts = show(judge, judge.test_of(tree), result.leaf)
            return attrs.evolve(
                shown,
                facts=parts.facts,
                required=parts.required,
                actual=parts.actual,
                margin=parts.margin,
                remarks=parts.remarks,
            )
        case g.Item():
            shown = attrs.evolve(shown, marker=_marker(tree.marker), label=tree.label, code=tree.code)
        case g.ByReading():
            shown = attrs.evolve(shown, reading=reading_shown(judge, tree.reading))
        case g.Joined():
            shown = _with_groupings(judge, tree, shown)
        case g.NamedCondition():
            shown = attrs.evolve(shown, label=tree.name)
        case g.ForTypes():
            if not result.children:
                shown = attrs.evolve(shown, remarks=(f"chỉ áp dụng cho {', '.join(tree.types)}",))
        case g.ForYears():
            if not result.children:
                shown = attrs.evolve(shown, remarks=(_years(tree),))
        case g.Branch():
            return attrs.evolve(shown, children=tuple(node(judge, child) for child in _taken(result)))
        case g.CriterionState():
            other = Verdict.of_outcomes(result.children[0].outcomes).vietnamese
            return attrs.evolve(shown, remarks=(f"tiêu chí {tree.number}: {other}",))
        case g.Cases():
            if not result.children:
                shown = attrs.evolve(shown, remarks=("không thuộc trường hợp nào",))
        case g.Quantified():
            return _quantified(judge, tree, result, shown)
        case g.PointsTest():
            return points_node(judge, tree, result, shown)
        case _:
            pass
    return attrs.evolve(shown, children=tuple(node(judge, child) for child in result.children))


def _kind(tree: g.Tree) -> str:
    match tree:
        case g.Leaf():
            return "test"
        case g.Constant():
            return "constant"
        case g.Joined():
            return "list"
        case g.Item():
            return "item"
        case g.Not():
            return "not"
        case g.Branch():
            return "branch"
        case g.ByReading():
            return "reading"
        case g.ForTypes():
            return "types"
        case g.ForYears():
            return "years"
        case g.NamedCondition():
            return "named"
        case g.Cases():
            return "cases"
        case g.CriterionState():
            return "criterion"
        case g.Quantified():
            return "members"
        case g.PointsTest():
            return "points"
        case _:
            assert_never(tree)


def _quantified(judge: Judge, tree: g.Quantified, result: Result, shown: Node) -> Node:
    """What was asked of the members of a list, how many meet it, and those that decide it."""
    name = judge.facts.by_code[tree.collection.fact].unit
    applying = [child for child in result.children if child.outcomes != NOT_APPLICABLE]
    met = sum(child.outcomes == HOLDS for child in applying)
    facts = (fact_shown(judge, tree.collection),)
    if result.needs:
        return attrs.evolve(shown, facts=facts)
    required, margin = _members_asked(tree, name, len(applying), met)
    wanted = FAILS if tree.kind == "none" or tree.operator in ("<", "<=") else HOLDS
    telling = [child for child in applying if child.outcomes != wanted]
    remarks = (w.REMARKS["empty_whole"],) if not applying else ()
    return attrs.evolve(
        shown,
        facts=facts,
        required=required,
        actual=w.actual(
            f"{met}/{len(applying)} {name} {'thuộc trường hợp này' if tree.kind == 'none' else 'đạt điều kiện'}"
        ),
        margin=margin if o.decided(result.outcomes) and applying else None,
        remarks=remarks,
        children=tuple(node(judge, child) for child in telling[:_MOST_MEMBERS]),
    )


def points_node(judge: Judge, tree: g.PointsTest, result: Result, shown: Node) -> Node:
    """A criterion's points: how many, of how many, what was asked of them, and how each part was scored."""
    assert result.scored is not None
    _, points = judge.points(tree.number)
    required, margin = "", None
    if tree.operator:
        limit = tree.limit * points.maximum_high if tree.of_maximum else tree.limit
        required = w.required(tree.operator, w.amount(limit, "điểm"))
        if tree.of_maximum:
            required = f"{required} ({w.percent(tree.limit)} điểm tối đa)"
        if points.decided and o.decided(result.outcomes) and points.low is not None:
            spare = points.low - limit
            text = w.spare(spare, "điểm", ">=") if spare >= 0 else w.short(-spare, "điểm", ">=")
            margin = Margin(spare, "điểm", text)
    return attrs.evolve(
        shown,
        required=required,
        actual=w.points(points.low, points.high, points.maximum_high),
        margin=margin,
        children=_root_scores(judge, result.scored),
    )


def _root_scores(judge: Judge, scored: Scored) -> tuple[Node, ...]:
    """The lines of a criterion's points: the items where they are added up, else the one score."""
    root = _score_node(judge, scored)
    return root.children if isinstance(scored.node, p.ScoreSum) else (root,)


def _score_node(judge: Judge, scored: Scored) -> Node:
    """How one score came about; what only wraps another score says it in one line with it."""
    tree = scored.node
    maximum = tree.maximum if isinstance(tree, p.ScoredItem) and tree.maximum else None
    shown = Node(
        tree.id,
        "score",
        tree.text,
        _score_verdict(scored),
        citation=tree.citation,
        actual=_came_to(scored, maximum),
        facts=tuple(dict.fromkeys(fact_shown(judge, reference) for reference in scored.references)),
        remarks=(w.REMARKS["empty_whole"],) if scored.empty else (),
        file=tree.origin.file,
        line=tree.origin.line,
    )
    if not (isinstance(tree, p.ScoredItem | p.Limited | p.ScoreForTypes) and scored.children):
        shown = attrs.evolve(shown, children=tuple(_score_children(judge, scored)))
    else:
        inner = _score_node(judge, scored.children[0])
        remarks = tuple(dict.fromkeys((*shown.remarks, *inner.remarks)))
        shown = attrs.evolve(shown, facts=inner.facts, remarks=remarks, children=inner.children)
        if isinstance(tree, p.ScoredItem):
            text = f"{tree.label}: {inner.text}" if tree.label else inner.text
            shown = attrs.evolve(shown, text=text, marker=_marker(tree.marker), label=tree.label, code=tree.code)
    return shown


def _came_to(scored: Scored, maximum: Fraction | None) -> str:
    if scored.applies != NOT_APPLICABLE:
        return w.points(scored.low, scored.high, maximum)
    return w.leaves_maximum(maximum) if isinstance(scored.node, p.ScoredItem) else ""


def _score_children(judge: Judge, scored: Scored) -> Iterator[Node]:
    yield from (node(judge, test) for test in scored.tests)
    if scored.applies == NOT_APPLICABLE:
        return
    for child in scored.children:
        stated = isinstance(child.node, p.Earned) and not child.tests and not child.references
        if not (stated and isinstance(scored.node, p.Bands)):  # the points of a band stand behind the whole
            yield _score_node(judge, child)


def _score_verdict(scored: Scored) -> Verdict:
    """A sign beside a score: earned, nothing earned, not decided, not applicable."""
    if scored.applies == NOT_APPLICABLE:
        return Verdict.NOT_APPLICABLE
    if not scored.decided or scored.low is None:
        return Verdict.INSUFFICIENT_DATA
    if isinstance(scored.node, p.ScoredItem | p.Limited) and scored.children:
        return _score_verdict(attrs.evolve(scored.children[0], low=scored.low, high=scored.high))
    taken = isinstance(scored.node, p.Steps) and scored.node.each < 0
    return Verdict.PASS if scored.low > 0 or (taken and not scored.low) else Verdict.FAIL


def _members_asked(tree: g.Quantified, unit: str, applying: int, met: int) -> tuple[str, Margin]:
    if tree.kind == "none":
        text = "vừa đủ" if not met else f"vượt {met} {unit}"
        return f"cần không có {unit} nào", Margin(Fraction(-met), unit, text)
    operator, limit = tree.operator, Fraction(tree.count)
    words = w.required(operator, w.amount(tree.count, unit)) if operator else ""
    if tree.kind == "every":
        operator, limit, words = ">=", Fraction(applying), f"cần tất cả {applying} {unit}"
    elif tree.share is not None:
        limit = tree.share * applying
        words = w.required(operator, f"{w.percent(tree.share)} của {w.amount(applying, unit)}")
    spare = w.whole_margin(operator, limit, met)
    if operator in ("=", "!="):
        return words, Margin(spare, unit, w.apart_from(abs(spare), unit, operator))
    text = w.spare(spare, unit, operator) if spare >= 0 else w.short(-spare, unit, operator)
    return words, Margin(spare, unit, text)


def _marker(marker: str) -> str:
    return f"{marker})" if marker.isalpha() else marker


def _years(tree: g.ForYears) -> str:
    if tree.first is not None and tree.first == tree.last:
        return f"chỉ áp dụng năm {tree.first}"
    start = f" từ năm {tree.first}" if tree.first is not None else ""
    end = f" đến năm {tree.last}" if tree.last is not None else ""
    return f"chỉ áp dụng{start}{end}"


def _taken(result: Result) -> list[Result]:
    """The condition of a branch and the side or sides that can still count."""
    test, *sides = result.children
    kept = [test]
    if test.outcomes & HOLDS:
        kept.append(sides[0])
    if test.outcomes & FAILS and len(sides) > 1:
        kept.append(sides[1])
    return kept


def _with_groupings(judge: Judge, tree: g.Joined, shown: Node) -> Node:
    remarks = []
    reading = None
    for grouping in tree.groupings:
        kind, count = judge.choice(grouping)
        words = {"all": "có đủ", "any": "có một trong"}.get(kind, f"có ít nhất {count} trong")
        names = [
            child.marker for position in grouping.positions if isinstance(child := tree.children[position], g.Item)
        ]
        reading = reading_shown(judge, grouping.reading)
        remarks.append(f"các mục {', '.join(names)}: {words}")
    return attrs.evolve(shown, remarks=tuple(remarks), reading=reading)


def reading_shown(judge: Judge, code: str) -> ReadingShown:
    """A reading and the option in force."""
    reading = next(reading for reading in judge.program.readings if reading.code == code)
    option = next(option for option in reading.options if option.code == judge.readings[code])
    return ReadingShown(code, reading.title, option.code, option.title, option.code == reading.default)


def readings_used(judge: Judge, result: Result) -> Iterator[ReadingShown]:
    """The readings that a result went through, each once, those of policies that mattered included."""
    seen: set[str] = set()
    for code in _reading_codes(judge, result):
        if code not in seen:
            seen.add(code)
            yield reading_shown(judge, code)


def _reading_codes(judge: Judge, result: Result) -> Iterator[str]:
    tree = result.node
    if result.scored is not None:
        yield from _scored_readings(judge, result.scored)
    if isinstance(tree, g.ByReading):
        yield tree.reading
    if isinstance(tree, g.Joined):
        yield from (grouping.reading for grouping in tree.groupings)
    policies = {key: policy.reading for key, policy in judge.program.policies if policy.reading}
    yield from (policies[key] for key in _policies_met(judge, result) if key in policies)
    for child in result.children:
        yield from _reading_codes(judge, child)


def _scored_readings(judge: Judge, scored: Scored) -> Iterator[str]:
    if scored.empty:
        yield from (policy.reading for key, policy in judge.program.policies if key == EMPTY_WHOLE and policy.reading)
    for test in scored.tests:
        yield from _reading_codes(judge, test)
    for child in scored.children:
        yield from _scored_readings(judge, child)


def _policies_met(judge: Judge, result: Result) -> Iterator[str]:
    """The policies of the set that decided a node or could have."""
    if result.leaf is not None:
        yield from (_POLICY_OF_REMARK.get(remark, "") for remark in result.leaf.remarks)
    if isinstance(result.node, g.Leaf) and counts_months(judge.test_of(result.node)):
        yield MONTH_END
    if isinstance(result.node, g.Quantified) and result.node.empty == "policy":
        nothing = all(child.outcomes == NOT_APPLICABLE for child in result.children)
        yield from [EMPTY_WHOLE] if nothing and not result.needs else []


_POLICY_OF_REMARK = {
    "empty_whole": "khi không có đối tượng",
    "evidence_not_shown": "khi không nêu minh chứng",
    "evidence_missing": "khi thiếu minh chứng",
    "partly_known_sum": "khi tổng có phần chưa báo cáo",
    "open_set": "khi tập không nêu một mục",
    "no_year_before": "khi không có năm trước",
}


# ------------------------------------------------------------------------------------------------ what is missing
def needs(result: Result) -> tuple[Need, ...]:
    """What the undecided tests wait for that are reached through undecided nodes only."""
    return tuple(dict.fromkeys(_needs(result)))


def _needs(result: Result) -> Iterator[Need]:
    if o.decided(result.outcomes):
        return
    if result.leaf is not None:
        yield from result.leaf.needs
    yield from result.needs
    children = _taken(result) if isinstance(result.node, g.Branch) else result.children
    for child in children:
        yield from _needs(child)


def shown_needs(judge: Judge, found: tuple[Need, ...]) -> tuple[NeedShown, ...]:
    """What is missing as an official reads it, months of one fact together."""
    months: dict[tuple[str, int, str], list[int]] = {}
    for need in found:
        entry = months.setdefault((need.fact, need.year, need.reason), [])
        if need.month:
            entry.append(need.month)
    shown = []
    for (code, year, reason), numbers in months.items():
        fact = judge.facts.by_code[code]
        kind = {"wrong": "correction", "evidence": "evidence"}.get(reason, "")
        kind = kind or ("assessment" if fact.kind == "attestation" else "figure")
        text = w.need(fact.name, w.year_name(year, judge.data.year), kind, numbers)
        shown.append(NeedShown(code, fact.name, year, kind, text, tuple(numbers)))
    return tuple(shown)


def _reported(judge: Judge, leaf: g.Leaf) -> Iterator[g.Reference]:
    """The facts that a test looks at, those behind figures that are worked out among them."""
    test = judge.test_of(leaf)
    return judge.behind(references(test), is_change(test))


def _no_longer_matter(judge: Judge, result: Result) -> tuple[str, ...]:
    names: dict[str, None] = {}
    leaves = [found.node for found in result.walk() if isinstance(found.node, g.Leaf)]
    for leaf in leaves:
        compared = is_change(judge.test_of(leaf))
        for reference in _reported(judge, leaf):
            year = year_of(reference, judge.data)
            value = judge.data.value(reference.fact, year, compared)
            partly = isinstance(value, tuple) and None in value[: months_of(judge.data, year, compared)]
            if value is None or partly:
                when = w.year_name(year, judge.data.year)
                names[f"[{judge.facts.by_code[reference.fact].name}] ({when})"] = None
    return tuple(names)
