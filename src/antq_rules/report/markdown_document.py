"""Explanations and whole units as Markdown that shows somebody's text as it is, whatever stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from antq_rules.engine.explanation import Explanation, Need
from antq_rules.report import wording as w
from antq_rules.report.display import visible
from antq_rules.report.outline import Line, margins, outline, readings_not_shown, reasons_not_applicable
from antq_rules.report.unit_report import UnitReport, unit_report
from antq_rules.ruleset import Assessment
from antq_rules.types import Verdict

_BACKSLASHED: Final = re.compile(r"[\\`*_{}\[\]#!]")
_AS_ENTITY: Final = re.compile(
    r"[&<>|~$@]|(?<=http):(?=//)|(?<=https):(?=//)|(?<=ftp):(?=//)|(?<=www)\.", re.IGNORECASE
)
_LIST_START: Final = re.compile(r"^(\d+)([.)])|^([-+=])")


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: no emphasis, links, lists, tables or HTML come of it.

    >>> escaped("[số vụ] <b> | 1*2")
    '\\\\[số vụ\\\\] &lt;b&gt; &#124; 1\\\\*2'
    """
    text = _BACKSLASHED.sub(lambda match: f"\\{match[0]}", " ".join(visible(text).split()))
    text = _AS_ENTITY.sub(lambda match: _ENTITIES.get(match[0], f"&#{ord(match[0])};"), text)
    return _LIST_START.sub(lambda match: f"{match[1] or ''}\\{match[2] or match[3]}", text)


_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def heading(level: int) -> str:
    """The mark of a heading; there are six levels."""
    return "#" * min(level, 6)


def explanation_markdown(explanation: Explanation, level: int = 2) -> str:
    """Why one criterion got its verdict and what would change it, under a heading of a level from 1 to 6."""
    title = escaped(w.criterion_title(explanation))
    blocks = [f"{heading(level)} {title}: {escaped(w.mark_of(explanation))}", *_tree(outline(explanation))]
    blocks += _outcome(explanation)
    for shown in readings_not_shown(explanation):
        blocks.append(escaped(w.sentence(f"{w.READINGS_APPLIED}: {w.reading_chosen(shown)}")))
    blocks += [f"{w.NOTE}: {escaped(note)}" for note in explanation.notes]
    if explanation.citation:
        blocks.append(f"{w.CITATION}: {escaped(w.sentence(explanation.citation))}")
    return "\n\n".join(blocks) + "\n"


def assessment_markdown(assessment: Assessment | UnitReport, level: int = 1) -> str:
    """A whole unit: verdicts, what stands between it and the conclusion, data errors, why criteria did not pass."""
    report = unit_report(assessment)
    below = heading(level + 1)
    blocks = [f"{heading(level)} {escaped(w.unit_line(report))}", *_header(report)]
    blocks += [f"{below} {w.VERDICTS_BY_CRITERION}", w.legend(report), _table(report)]
    if any(_in_the_way(report)):
        blocks += [f"{below} {escaped(w.in_the_way(report.summary))}", *_in_the_way(report)]
    if report.errors:
        blocks += [f"{below} {w.DATA_ERRORS}", _list(" ".join(w.data_error(error)) for error in report.errors)]
    explained = [criterion for criterion in report.criteria if w.is_explained(criterion)]
    if explained:
        blocks.append(f"{below} {w.EXPLAINED_POINTS if report.is_scored else w.EXPLAINED}")
        blocks += [explanation_markdown(criterion, level + 2).rstrip() for criterion in explained]
    blocks += _others(report, below)
    blocks.append(escaped(w.made_from(report)))
    return "\n\n".join(blocks) + "\n"


# ------------------------------------------------------------------------------------------------ one criterion
def _tree(root: Line) -> Iterator[str]:
    if root.verdict is not None:
        yield "\n".join(_line(root, 0))
        return
    yield _own(root)
    yield "\n".join(text for child in root.children for text in _line(child, 0))


def _line(line: Line, depth: int) -> Iterator[str]:
    yield f"{'    ' * depth}- {_own(line)}"
    for child in line.children:
        yield from _line(child, depth + 1)


def _own(line: Line) -> str:
    mark = f"{w.MARKS[line.verdict]} " if line.verdict is not None else ""
    marker = f"**{escaped(line.marker)}** " if line.marker else ""
    text = escaped(line.text)
    if line.readings:
        text += f" *({escaped('; '.join(w.reading(shown) for shown in line.readings))})*"
    details = [*line.details, *([f"{w.CITATION}: {line.citation}"] if line.citation else [])]
    if details:
        text += f" — {'; '.join(escaped(detail) for detail in details)}"
    return f"{mark}{marker}{text}"


def _outcome(explanation: Explanation) -> Iterator[str]:
    doubt = w.doubt(explanation.changes_complete)
    texts = [w.change(change) for change in explanation.changes]
    if len(texts) == 1:
        yield f"**{w.purpose(explanation)}**{doubt}: {escaped(texts[0])}"
    elif texts:
        yield f"**{w.one_of_these(explanation)}**{doubt}:"
        yield "\n".join(f"{number}. {escaped(text)}" for number, text in enumerate(texts, 1))
    if explanation.outlook:
        yield escaped(explanation.outlook)
    yield from _needs(explanation.needs)
    if explanation.no_longer_matter:
        yield escaped(w.sentence(f"{w.NO_LONGER_MATTER}: {'; '.join(explanation.no_longer_matter)}"))


def _needs(needs: Sequence[Need]) -> Iterator[str]:
    if needs:
        yield f"**{w.NEEDED}**:"
        yield "\n".join(_needs_by_kind(needs))


def _needs_by_kind(needs: Sequence[Need]) -> Iterator[str]:
    for kind, title in w.NEEDS:
        found = [need.text for need in needs if need.kind == kind]
        if found:
            yield f"- {title}:"
            yield from (f"    - {escaped(text)}" for text in found)


# ------------------------------------------------------------------------------------------------ a whole unit
def _header(report: UnitReport) -> Iterator[str]:
    facts = [f"{report.set_title} ({report.set_code})", f"{w.YEAR}: {w.year_line(report)}"]
    facts += [f"{w.READINGS_CHOSEN}: {w.reading_chosen(shown)}" for shown in report.readings]
    yield _list(facts)
    if report.stated or report.parameters:
        yield _list(list(w.stated_lines(report)))
    if report.is_scored:
        return
    summary = report.summary
    yield f"**{escaped(summary.title)}: {escaped(w.verdict_mark(summary.verdict))}**"
    yield escaped(summary.text)
    others = [w.conclusion(c.title, c.verdict) for c in report.conclusions if c.title != summary.title]
    if others:
        yield _list(others)


def _list(texts: Sequence[str] | Iterator[str]) -> str:
    return "\n".join(f"- {escaped(text)}" for text in texts)


def _table(report: UnitReport) -> str:
    rows = [f"| {w.CRITERION} | {w.TITLE} | {w.VERDICT} |", "|---:|---|---|"]
    for criterion in report.criteria:
        verdict = escaped(w.result_words(criterion))
        rows.append(f"| {escaped(criterion.number)} | {escaped(w.titled(criterion))} | {verdict} |")
    return "\n".join(rows)


def _in_the_way(report: UnitReport) -> Iterator[str]:
    summary = report.summary
    if report.is_scored:
        return
    if summary.moves:
        doubt = w.doubt(summary.certain)
        yield f"**{w.CHANGES_NEEDED}**{doubt}:"
        yield _list([move.text for move in summary.moves])
    yield from _needs(summary.needs)
    if summary.hopeless:
        yield escaped(w.hopeless(summary))


def _others(report: UnitReport, heading: str) -> Iterator[str]:
    for verdict, title in ((Verdict.NOT_APPLICABLE, w.NOT_APPLICABLE), (Verdict.PASS, w.PASSED)):
        found = [criterion for criterion in report.criteria if w.is_listed(criterion, verdict)]
        if found:
            yield f"{heading} {title}"
            yield _list([_one_line(criterion) for criterion in found])


def _one_line(criterion: Explanation) -> str:
    is_passed = criterion.verdict is Verdict.PASS
    tail = " · ".join(margins(criterion) if is_passed else reasons_not_applicable(criterion))
    text = f"{w.CRITERION} {criterion.number}. {criterion.title}"
    return f"{text}: {tail}" if tail else text
