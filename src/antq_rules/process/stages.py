"""Stages of the process from what a set says: a criterion with its obligations, the criteria, the checklist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from antq_rules.engine.explanation import Explanation
from antq_rules.graph import model as g
from antq_rules.process import wording as w
from antq_rules.process.model import Part, Stage
from antq_rules.report.outline import Line, outline
from antq_rules.ruleset import Assessment, RuleSet
from antq_rules.types import Verdict


def stage(assessment: Assessment, number: str, key: str, applies: bool = True, reason: str = "") -> Stage:
    """A criterion of a process set as a stage, its obligations as parts."""
    result = assessment[number]
    if not applies:
        return Stage(key, result.title, Verdict.NOT_APPLICABLE, False, reason)
    return Stage(key, result.title, result.verdict, True, reason, "", tuple(_parts(assessment, number)))


def _parts(assessment: Assessment, number: str) -> Iterator[Part]:
    lines = {line.code: line for line in _lines(outline(assessment.explain(number))) if line.code}
    items = assessment.obligations
    criterion = next(one for one in assessment.program.criteria if one.number == number)
    labels = {node.code: node.label for node in g.walk(criterion.tree) if isinstance(node, g.Item)}
    for code, line in lines.items():
        verdict = items[code]
        yield Part(code, labels[code], verdict, line.citation or criterion.citation, _detail(line, verdict))


def _detail(line: Line, verdict: Verdict) -> str:
    """The figures behind an obligation that is not met: those of the first line below it that came to the same."""
    if verdict in (Verdict.PASS, Verdict.NOT_APPLICABLE):
        return ""
    for below in _lines(line):
        if below.details and below.verdict is verdict:
            return "; ".join(below.details)
    return ""


def _lines(line: Line) -> Iterator[Line]:
    yield line
    for child in line.children:
        yield from _lines(child)


def criteria_stage(criteria: Assessment) -> Stage:
    """The criteria of the appendix as a stage: those that are not met as parts."""
    by_verdict = Counter(result.verdict for result in criteria)
    summary = w.counts(*(by_verdict[v] for v in (Verdict.PASS, Verdict.FAIL, Verdict.INSUFFICIENT_DATA)))
    waiting = (Verdict.FAIL, Verdict.INSUFFICIENT_DATA)
    parts = tuple(_criterion(criteria.explain(r.number)) for r in criteria if r.verdict in waiting)
    return Stage("criteria", w.CRITERIA_STAGE, criteria.verdict, True, "", summary, parts)


def _criterion(explanation: Explanation) -> Part:
    texts = [change.text for change in explanation.changes[:1]] or [need.text for need in explanation.needs[:3]]
    more = len(explanation.needs) - 3
    tail = f"; và {more} mục nữa" if more > 0 and not explanation.changes else ""
    detail = "; ".join(texts) + tail
    return Part(explanation.number, explanation.title, explanation.verdict, explanation.citation, detail)


def duties_stage(duties: Assessment) -> Stage:
    """The checklist of duties as a stage: each attested duty as a part."""
    parts = tuple(
        part
        for result in duties
        if result.verdict is not Verdict.NOT_APPLICABLE
        for part in _parts(duties, result.number)
    )
    by_verdict = Counter(part.verdict for part in parts)
    summary = w.duties(*(by_verdict[v] for v in (Verdict.PASS, Verdict.FAIL, Verdict.INSUFFICIENT_DATA)))
    return Stage("duties", duties.program.title, duties.verdict, True, w.CHECKLIST, summary, parts)


def member_text(rules: RuleSet, fact: str, code: object) -> str:
    """The text of a member of a fact's list, by its id; empty for anything else."""
    declared = next((one for one in rules.program.facts if one.code == fact), None)
    if declared is None or not isinstance(code, str):
        return ""
    lists = {v.title: v for v in rules.program.vocabularies if not v.ordered}
    return next((member.text for member in lists[declared.vocabulary].members if member.code == code), "")
