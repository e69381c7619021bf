"""Explanations and whole units as text for a terminal: wrapped to its width, in colour where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antq_rules.engine.explanation import Explanation, Need, ReadingShown
from antq_rules.report import wording as w
from antq_rules.report.display import NARROWEST, coloured, display_width, right_aligned, visible, wrap
from antq_rules.report.outline import Line, margins, outline, readings_not_shown, reasons_not_applicable
from antq_rules.report.unit_report import UnitReport, unit_report
from antq_rules.ruleset import Assessment
from antq_rules.types import Verdict


def explanation_text(explanation: Explanation, width: int = 80, color: bool = False, verbose: bool = False) -> str:
    """Why one criterion got its verdict, and what would change it.

    `width` counts columns; fewer than 40 are taken as 40. `verbose` adds the citation of each item and the notes.
    """
    width = max(width, NARROWEST)
    lines = list(_title(w.criterion_title(explanation), explanation.verdict, width, color, mark=w.mark_of(explanation)))
    lines += _tree(outline(explanation), width, color, verbose)
    lines += _outcome(explanation, width)
    for shown in readings_not_shown(explanation):
        lines += wrap(w.sentence(f"{w.READINGS_APPLIED}: {w.reading_chosen(shown)}"), width, "  ", "    ")
    if verbose:
        for note in explanation.notes:
            lines += wrap(f"{w.NOTE}: {note}", width, "  ", "    ")
    if explanation.citation:
        lines += wrap(w.sentence(f"{w.CITATION}: {explanation.citation}"), width, "  ", "    ")
    return "\n".join(lines)


def assessment_text(
    assessment: Assessment | UnitReport, width: int = 80, color: bool = False, verbose: bool = False
) -> str:
    """A whole unit: verdicts, what stands between it and the conclusion, data errors, and why criteria did not pass.

    `verbose` adds the criteria that passed, each with its margins, and what `explanation_text` adds.
    """
    report, width = unit_report(assessment), max(width, NARROWEST)
    sections = [
        [*_header(report, width), *_conclusions(report, width, color)],
        list(_table(report, width, color)),
        list(_in_the_way(report, width)),
        list(_errors(report, width)),
    ]
    for explanation in report.criteria:
        if w.is_explained(explanation):
            sections.append([explanation_text(explanation, width, color, verbose)])
    sections.append(list(_not_applicable(report, width, color)))
    sections.append(list(_passed(report, width, color)) if verbose else [])
    sections.append(wrap(w.made_from(report), width))
    return "\n\n".join("\n".join(lines) for lines in sections if lines)


# ------------------------------------------------------------------------------------------------ one criterion
def _title(text: str, verdict: Verdict, width: int, color: bool, first: str = "", mark: str = "") -> Iterator[str]:
    """A heading with the verdict at the right end of its first line."""
    mark = mark or w.verdict_mark(verdict)
    lines = wrap(text, width - display_width(mark) - 2, first, " " * (display_width(first) + 2))
    space = " " * max(2, width - display_width(lines[0]) - display_width(mark))
    yield f"{lines[0]}{space}{coloured(mark, verdict, color)}"
    yield from lines[1:]


def _tree(root: Line, width: int, color: bool, verbose: bool) -> Iterator[str]:
    """The reasoning; what only introduces the whole list stands at the same indent as the list."""
    if root.verdict is not None:
        yield from _line(root, "  ", width, color, verbose)
        return
    yield from _own(root, "  ", width, color, verbose)
    for child in root.children:
        yield from _line(child, "  ", width, color, verbose)


def _line(line: Line, indent: str, width: int, color: bool, verbose: bool) -> Iterator[str]:
    yield from _own(line, indent, width, color, verbose)
    for child in line.children:
        yield from _line(child, f"{indent}  ", width, color, verbose)


def _own(line: Line, indent: str, width: int, color: bool, verbose: bool) -> Iterator[str]:
    marker = f"{visible(line.marker)} " if line.marker else ""
    if line.verdict is None:
        yield from _with_reading(f"{indent}{marker}", line, width)
    else:
        mark = w.MARKS[line.verdict]
        first, *rest = _with_reading(f"{indent}{mark} {marker}", line, width)
        yield f"{indent}{coloured(mark, line.verdict, color)}{first[len(indent) + len(mark) :]}"
        yield from rest
    below = f"{indent}    "
    for detail in line.details:
        yield from wrap(detail, width, below, f"{below}  ")
    if verbose and line.citation:
        yield from wrap(f"{w.CITATION}: {line.citation}", width, below, f"{below}  ")


def _with_reading(start: str, line: Line, width: int) -> Iterator[str]:
    """A line's text with the readings it depends on: at the right where there is room, else behind the text."""
    text = visible(line.text)
    if not line.readings:
        yield from wrap(text, width, start)
        return
    readings = f"({'; '.join(visible(w.reading(shown)) for shown in line.readings)})"
    joined = right_aligned(f"{start}{text}", readings, width)
    if joined is not None:
        yield joined
    else:
        yield from wrap(f"{text} {readings}", width, start)


def _outcome(explanation: Explanation, width: int) -> Iterator[str]:
    changes = explanation.changes
    doubt = w.doubt(explanation.changes_complete)
    if len(changes) == 1:
        yield from wrap(f"{w.purpose(explanation)}{doubt}: {w.change(changes[0])}", width, "  ", "    ")
    elif changes:
        yield from wrap(f"{w.one_of_these(explanation)}{doubt}:", width, "  ", "    ")
        for number, change in enumerate(changes, 1):
            yield from wrap(w.change(change), width, f"    {number}) ")
    if explanation.outlook:
        yield from wrap(explanation.outlook, width, "  ", "    ")
    yield from _needs(explanation.needs, width)
    if explanation.no_longer_matter:
        text = f"{w.NO_LONGER_MATTER}: {'; '.join(explanation.no_longer_matter)}"
        yield from wrap(w.sentence(text), width, "  ", "    ")


def _needs(needs: Sequence[Need], width: int) -> Iterator[str]:
    if not needs:
        return
    yield f"  {w.NEEDED}:"
    for kind, title in w.NEEDS:
        found = [need.text for need in needs if need.kind == kind]
        if found:
            yield f"    {title}:"
            for text in found:
                yield from wrap(text, width, "      - ")


# ------------------------------------------------------------------------------------------------ a whole unit
def _header(report: UnitReport, width: int) -> Iterator[str]:
    yield from wrap(f"{report.set_title} ({report.set_code})", width)
    yield from wrap(f"{w.UNIT}: {w.unit_line(report)}", width, "", "  ")
    yield from wrap(f"{w.YEAR}: {w.year_line(report)}", width, "", "  ")
    yield from _readings_chosen(report.readings, width)


def _readings_chosen(readings: Sequence[ReadingShown], width: int) -> Iterator[str]:
    if readings:
        yield f"{w.READINGS_CHOSEN}:"
        for shown in readings:
            yield from wrap(w.reading_chosen(shown), width, "  - ")


def _conclusions(report: UnitReport, width: int, color: bool) -> Iterator[str]:
    yield ""
    for stated in report.stated:
        yield from wrap(f"{stated.title}: {stated.text}", width, "", "  ")
    if report.is_scored:
        return
    yield from _title(report.summary.title, report.summary.verdict, width, color)
    yield from wrap(report.summary.text, width, "  ")
    for conclusion in report.conclusions:
        if conclusion.title != report.summary.title:
            yield from _title(conclusion.title, conclusion.verdict, width, color)


def _in_the_way(report: UnitReport, width: int) -> Iterator[str]:
    summary = report.summary
    if report.is_scored or not (summary.moves or summary.needs or summary.hopeless):
        return
    yield from wrap(f"{w.in_the_way(summary)}:", width, "", "  ")
    if summary.moves:
        doubt = w.doubt(summary.certain)
        yield f"  {w.CHANGES_NEEDED}{doubt}:"
        for move in summary.moves:
            yield from wrap(move.text, width, "    - ")
    yield from _needs(summary.needs, width)
    if summary.hopeless:
        yield from wrap(w.hopeless(summary), width, "  ", "    ")


def _errors(report: UnitReport, width: int) -> Iterator[str]:
    if not report.errors:
        return
    yield from wrap(f"{w.DATA_ERRORS}:", width, "", "  ")
    for problem in report.errors:
        text, correction = w.data_error(problem)
        yield from wrap(text, width, "  - ")
        if correction:
            yield from wrap(correction, width, "    ", "      ")


def _table(report: UnitReport, width: int, color: bool) -> Iterator[str]:
    yield from wrap(f"{w.VERDICTS_BY_CRITERION} ({w.LEGEND}):", width, "", "  ")
    widest = max((display_width(criterion.number) for criterion in report.criteria), default=0)
    group = ""
    for criterion in report.criteria:
        if criterion.group != group:
            group = criterion.group
            yield from wrap(group, width, "  ", "    ")
        yield from _row(criterion, w.titled(criterion), widest, width, color)


def _row(criterion: Explanation, text: str, widest: int, width: int, color: bool) -> Iterator[str]:
    number = visible(criterion.number)
    number = " " * (widest - display_width(number)) + number
    first, *rest = wrap(text, width, f"    . {number}. ")
    yield f"    {coloured(w.criterion_mark(criterion), criterion.verdict, color)}{first[5:]}"
    yield from rest


def _not_applicable(report: UnitReport, width: int, color: bool) -> Iterator[str]:
    found = [criterion for criterion in report.criteria if w.is_listed(criterion, Verdict.NOT_APPLICABLE)]
    if found:
        yield f"{w.NOT_APPLICABLE}:"
    for criterion in found:
        reasons = "; ".join(reasons_not_applicable(criterion))
        yield from _row(criterion, f"{criterion.title}: {reasons}" if reasons else criterion.title, 0, width, color)


def _passed(report: UnitReport, width: int, color: bool) -> Iterator[str]:
    found = [criterion for criterion in report.criteria if w.is_listed(criterion, Verdict.PASS)]
    if found:
        yield f"{w.PASSED}:"
    widest = max((display_width(criterion.number) for criterion in found), default=0)
    for criterion in found:
        spare = " · ".join(margins(criterion))
        yield from _row(criterion, f"{criterion.title}: {spare}" if spare else criterion.title, widest, width, color)
