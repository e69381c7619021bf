"""Many units at once: verdicts side by side and the criteria that most units fail, as text, Markdown and CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from antq_rules.report import wording as w
from antq_rules.report.display import NARROWEST, display_width, visible, wrap
from antq_rules.report.markdown_document import escaped, heading
from antq_rules.report.unit_report import UnitReport
from antq_rules.ruleset import Assessment
from antq_rules.source import FORMULA_STARTS
from antq_rules.types import Verdict

_MOST_SHOWN: Final = 10
_COUNTED: Final = (Verdict.PASS, Verdict.FAIL, Verdict.INSUFFICIENT_DATA, Verdict.NOT_APPLICABLE)


@attrs.frozen
class UnitRow:
    """One unit: its key, its verdict, the numbers of its criteria by verdict, and how many values were refused."""

    code: str
    name: str
    unit_type: str
    year: int
    verdict: Verdict
    numbers: Mapping[Verdict, tuple[str, ...]]
    errors: int


@attrs.frozen
class CriterionRow:
    """One criterion: how many units of a batch got each verdict."""

    number: str
    title: str
    counts: Mapping[Verdict, int]

    @property
    def units(self) -> int:
        """How many units the criterion applies to."""
        return sum(self.counts.values()) - self.counts[Verdict.NOT_APPLICABLE]


@attrs.frozen
class BatchSummary:
    """All units of a batch that were assessed under one set, and its criteria, in the order they came in."""

    set_code: str
    set_title: str
    units: tuple[UnitRow, ...]
    criteria: tuple[CriterionRow, ...]

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many units got each verdict."""
        return {verdict: sum(unit.verdict is verdict for unit in self.units) for verdict in _COUNTED}

    @property
    def failed_most(self) -> tuple[CriterionRow, ...]:
        """The criteria that some unit fails, most units first."""
        found = [criterion for criterion in self.criteria if criterion.counts[Verdict.FAIL]]
        return tuple(sorted(found, key=lambda criterion: -criterion.counts[Verdict.FAIL]))


def batch_summaries(assessments: Iterable[Assessment | UnitReport]) -> tuple[BatchSummary, ...]:
    """Verdicts counted over many units, apart for each set; only verdicts are asked of an assessment, none is kept."""
    titles: dict[str, str] = {}
    units: dict[str, list[UnitRow]] = {}
    criteria: dict[str, dict[tuple[str, str], Counter[Verdict]]] = {}
    for assessment in assessments:
        code, title = _set_of(assessment)
        titles.setdefault(code, title)
        units.setdefault(code, []).append(_unit(assessment))
        for criterion in assessment.criteria:
            key = criterion.number, criterion.title
            criteria.setdefault(code, {}).setdefault(key, Counter())[criterion.verdict] += 1
    return tuple(
        BatchSummary(code, titles[code], tuple(units[code]), tuple(_criterion_rows(criteria.get(code, {}))))
        for code in titles
    )


def _criterion_rows(counted: Mapping[tuple[str, str], Mapping[Verdict, int]]) -> Iterator[CriterionRow]:
    for (number, title), counts in counted.items():
        yield CriterionRow(number, title, {verdict: counts[verdict] for verdict in _COUNTED})


def _set_of(assessment: Assessment | UnitReport) -> tuple[str, str]:
    if isinstance(assessment, UnitReport):
        return assessment.set_code, assessment.set_title
    return assessment.program.code, assessment.program.title


def _unit(assessment: Assessment | UnitReport) -> UnitRow:
    numbers: dict[Verdict, tuple[str, ...]] = dict.fromkeys(_COUNTED, ())
    for criterion in assessment.criteria:
        numbers[criterion.verdict] += (criterion.number,)
    unit_type = assessment.unit_type if isinstance(assessment, UnitReport) else assessment.raw.unit_type
    return UnitRow(
        assessment.unit_code,
        assessment.unit_name,
        unit_type,
        assessment.year,
        assessment.verdict,
        numbers,
        len(assessment.errors),
    )


# ------------------------------------------------------------------------------------------------ renderings
def batch_text(assessments: Iterable[Assessment | UnitReport], width: int = 80) -> str:
    """A table of units with their verdicts and the criteria that most units fail, for a terminal."""
    width = max(width, NARROWEST)
    parts = []
    for batch in batch_summaries(assessments):
        lines = wrap(f"{w.BATCH}: {batch.set_title} ({batch.set_code})", width, "", "  ")
        lines += wrap(w.counts(len(batch.units), batch.counts), width)
        lines += ["", *_text_rows(batch, width)]
        if batch.failed_most:
            lines += ["", f"{w.FAILED_MOST}:"]
            for criterion in batch.failed_most[:_MOST_SHOWN]:
                lines += wrap(_failed(criterion), width, "  - ")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) or w.NO_UNIT


def batch_markdown(assessments: Iterable[Assessment | UnitReport], level: int = 1) -> str:
    """A table of units with their verdicts and the criteria that most units fail, in Markdown."""
    blocks = []
    for batch in batch_summaries(assessments):
        blocks.append(f"{heading(level)} {w.BATCH}: {escaped(f'{batch.set_title} ({batch.set_code})')}")
        blocks.append(w.counts(len(batch.units), batch.counts))
        rows: list[tuple[str, ...]] = [w.UNIT_COLUMNS, ("---", "---", "---:", "---:", "---:", "---:", "---")]
        rows += [tuple(escaped(cell) for cell in _cells(unit)) for unit in batch.units]
        blocks.append("\n".join(f"| {' | '.join(row)} |" for row in rows))
        if batch.failed_most:
            blocks.append(f"{heading(level + 1)} {w.FAILED_MOST}")
            shown = batch.failed_most[:_MOST_SHOWN]
            blocks.append("\n".join(f"- {escaped(_failed(criterion))}" for criterion in shown))
    return "\n\n".join(blocks or [w.NO_UNIT]) + "\n"


def batch_csv(assessments: Iterable[Assessment | UnitReport], delimiter: str = ",") -> str:
    """One row per unit for a spreadsheet; write it as UTF-8 with a byte order mark (`utf-8-sig`) for Excel.

    No cell is taken for a formula: a cell that begins like one gets an apostrophe in front, and control characters
    are shown.
    """
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(w.SHEET_COLUMNS)
    for batch in batch_summaries(assessments):
        for unit in batch.units:
            writer.writerow([safe_cell(cell) for cell in _sheet_row(unit)])
    return target.getvalue()


def safe_cell(text: str) -> str:
    """A text that a spreadsheet takes for text.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("Xã A")
    ("'=HYPERLINK(1)", 'Xã A')
    """
    shown = visible(text)
    return f"'{shown}" if text.startswith(FORMULA_STARTS) or shown.lstrip().startswith(FORMULA_STARTS) else shown


def _sheet_row(unit: UnitRow) -> list[str]:
    return [
        unit.code,
        unit.name,
        unit.unit_type,
        str(unit.year),
        unit.verdict.vietnamese,
        *(str(len(unit.numbers[verdict])) for verdict in _COUNTED),
        "; ".join(unit.numbers[Verdict.FAIL]),
        "; ".join(unit.numbers[Verdict.INSUFFICIENT_DATA]),
        str(unit.errors),
    ]


def _cells(unit: UnitRow) -> tuple[str, ...]:
    counts = (str(len(unit.numbers[verdict])) for verdict in _COUNTED)
    return (_unit_name(unit), w.verdict_words(unit.verdict), *counts, ", ".join(unit.numbers[Verdict.FAIL]))


def _unit_name(unit: UnitRow) -> str:
    if unit.name and unit.code:
        return f"{unit.name} ({unit.code})"
    return unit.name or unit.code or w.NO_NAME


def _failed(criterion: CriterionRow) -> str:
    failed, waiting = criterion.counts[Verdict.FAIL], criterion.counts[Verdict.INSUFFICIENT_DATA]
    shares = w.share_failed(failed, criterion.units, waiting)
    return f"{w.CRITERION} {criterion.number}. {criterion.title}: {shares}"


def _text_rows(batch: BatchSummary, width: int) -> Iterator[str]:
    """The verdict in a column of its own; the unit and what it is about in the rest of the line."""
    column = max(display_width(w.verdict_words(verdict)) for verdict in _COUNTED)
    for unit in batch.units:
        words = w.verdict_words(unit.verdict)
        start = f"{words}{' ' * (column - display_width(words))}  "
        yield from wrap(": ".join(part for part in (_unit_name(unit), _remarks(unit)) if part), width, start)


def _remarks(unit: UnitRow) -> str:
    parts = [
        f"{verdict.vietnamese} {', '.join(unit.numbers[verdict])}"
        for verdict in (Verdict.FAIL, Verdict.INSUFFICIENT_DATA)
        if unit.numbers[verdict]
    ]
    return "; ".join([*parts, *([w.refused(unit.errors)] if unit.errors else [])])
