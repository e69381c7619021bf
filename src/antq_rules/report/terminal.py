"""Explanations and assessments as text for a terminal: wrapped to its width, in colour where that is asked for."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from antq_rules.engine import wording as w
from antq_rules.engine.explanation import Explanation, Need, Node, Summary
from antq_rules.ruleset import Assessment
from antq_rules.types import Verdict

_MARKS: Final = {Verdict.PASS: "✓", Verdict.FAIL: "✗", Verdict.INSUFFICIENT_DATA: "?", Verdict.NOT_APPLICABLE: "–"}
_COLOURS: Final = {Verdict.PASS: "32", Verdict.FAIL: "31", Verdict.INSUFFICIENT_DATA: "33", Verdict.NOT_APPLICABLE: "2"}
_NEEDS: Final = (
    ("figure", "Số liệu cần báo cáo"),
    ("assessment", "Chờ cấp thẩm định xác nhận"),
    ("evidence", "Minh chứng cần bổ sung"),
    ("correction", "Số liệu cần báo cáo lại"),
)


def explanation_text(explanation: Explanation, width: int = 100, color: bool = False) -> str:
    """Why one criterion got its verdict, and what would change it."""
    verdict = f"{_MARKS[explanation.verdict]} {explanation.verdict.vietnamese.upper()}"
    title = f"Tiêu chí {explanation.number} · {explanation.title}"
    space = " " * max(2, width - _width(title) - _width(verdict))
    lines = [_safe(title) + space + _coloured(verdict, explanation.verdict, color)]
    lines += _node(explanation.tree, "  ", width, color)
    lines += _outcome(explanation, width)
    if explanation.citation:
        lines += _wrap(f"Căn cứ: {explanation.citation}.", "  ", width)
    return "\n".join(lines)


def assessment_text(assessment: Assessment, width: int = 100, color: bool = False, verbose: bool = False) -> str:
    """A whole assessment: verdicts, what stands between the unit and the conclusion, what did not pass and why."""
    summary = assessment.summary()
    lines = list(_header(assessment, width))
    lines += ["", _coloured(f"{_MARKS[summary.verdict]} {summary.title}", summary.verdict, color)]
    lines += _wrap(summary.text, "  ", width)
    lines += _summary(summary, width)
    if assessment.errors:
        lines += ["", "Số liệu sai:"]
        for error in assessment.errors:
            lines += _wrap(f"- {error.text()}", "  ", width)
    lines.append("")
    lines += _table(assessment, width, color)
    shown = (Verdict.FAIL, Verdict.INSUFFICIENT_DATA)
    for result in assessment.criteria:
        if verbose or result.verdict in shown:
            lines += ["", explanation_text(assessment.explain(result.number), width, color)]
    return "\n".join(lines)


def _header(assessment: Assessment, width: int) -> Iterator[str]:
    yield from _wrap(assessment.program.title, "", width)
    unit = " · ".join(part for part in (assessment.unit_name or assessment.unit_code, assessment.raw.unit_type) if part)
    yield from _wrap(f"Đơn vị: {unit} · năm {assessment.year}", "", width)
    if assessment.cutoff is not None:
        yield f"Số liệu đến ngày {w.day(assessment.cutoff)}"
    for reading in assessment.readings_not_default:
        yield from _wrap(f"Cách hiểu {reading.code}: {reading.option_title} (không phải mặc định)", "", width)


def _table(assessment: Assessment, width: int, color: bool) -> Iterator[str]:
    group = ""
    for result in assessment.criteria:
        if result.group != group:
            group = result.group
            yield from _wrap(group, "", width)
        mark = _coloured(_MARKS[result.verdict], result.verdict, color)
        lines = _wrap(f"{result.number:>2}. {result.title}", "    ", width)
        yield f"  {mark} {lines[0].strip() if len(result.number) > 1 else ' ' + lines[0].strip()}"
        yield from lines[1:]


def _summary(summary: Summary, width: int) -> Iterator[str]:
    if summary.moves:
        certain = "" if summary.certain else f" ({w.NOT_SURELY_SHORTEST})"
        yield f"  Cần thay đổi{certain}:"
        for move in summary.moves:
            yield from _wrap(f"- {move.text}", "    ", width)
    yield from _needs(summary.needs, width)
    if summary.hopeless:
        yield from _wrap(f"Chưa có cách nào làm cho đạt: tiêu chí {', '.join(summary.hopeless)}.", "  ", width)


def _outcome(explanation: Explanation, width: int) -> Iterator[str]:
    if len(explanation.changes) == 1:
        yield from _wrap(f"Để đạt: {explanation.changes[0].text}.", "  ", width)
    elif explanation.changes:
        certain = "" if explanation.changes_complete else f" ({w.NOT_SURELY_SHORTEST})"
        yield f"  Để đạt, một trong các cách sau{certain}:"
        for change in explanation.changes:
            yield from _wrap(f"- {change.text}", "    ", width)
    if explanation.outlook:
        yield from _wrap(explanation.outlook, "  ", width)
    yield from _needs(explanation.needs, width)
    if explanation.no_longer_matter:
        text = f"Chưa báo cáo nhưng không còn ảnh hưởng: {'; '.join(explanation.no_longer_matter)}."
        yield from _wrap(text, "  ", width)


def _needs(needs: Sequence[Need], width: int) -> Iterator[str]:
    for kind, title in _NEEDS:
        found = [need.text for need in needs if need.kind == kind]
        if found:
            yield f"  {title}:"
            for text in found:
                yield from _wrap(f"- {text}", "    ", width)


def _node(node: Node, indent: str, width: int, color: bool) -> Iterator[str]:
    mark = _coloured(_MARKS[node.verdict], node.verdict, color)
    marker = f"{node.marker} " if node.marker and node.marker.isascii() or node.marker == "đ)" else ""
    text = node.label or node.text
    if node.kind == "item" and len(node.children) == 1:
        child = node.children[0]
        if child.kind == "test":
            yield from _marked(f"{marker}{node.label + ': ' if node.label else ''}{child.text}", mark, indent, width)
            yield from _details(child, indent + "    ", width)
            return
    if node.reading is not None:
        text = f"{text}: {node.reading.option_title}" if node.kind == "reading" else text
    if node.kind in ("list", "reading") and node.children:
        text += ":"
    yield from _marked(marker + text, mark, indent, width)
    yield from _details(node, indent + "    ", width)
    for child in node.children:
        yield from _node(child, indent + "  ", width, color)


def _marked(text: str, mark: str, indent: str, width: int) -> Iterator[str]:
    first, *rest = _wrap(text, indent + "  ", width)
    yield f"{indent}{mark} {first.strip()}"
    yield from rest


def _details(node: Node, indent: str, width: int) -> Iterator[str]:
    if node.facts:
        shown = [f"{fact.name} ({fact.year}): {fact.value}" for fact in node.facts]
        evidence = [f"minh chứng: {fact.evidence}" for fact in node.facts if fact.evidence]
        yield from _wrap(" · ".join([*shown, *evidence]), indent, width)
    parts = [part for part in (node.required, node.actual, node.margin.text if node.margin else "") if part]
    if parts:
        yield from _wrap(" · ".join(parts), indent, width)
    for remark in node.remarks:
        yield from _wrap(f"({remark})", indent, width)


def _wrap(text: str, indent: str, width: int) -> list[str]:
    wrapped = textwrap.wrap(
        _safe(text), max(width, 30), initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
    return wrapped or [indent]


def _safe(text: str) -> str:
    """Text in which control characters of somebody's data are shown instead of obeyed."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text.replace("\n", " "))


def _width(text: str) -> int:
    return sum(not unicodedata.combining(character) for character in text)


def _coloured(text: str, verdict: Verdict, color: bool) -> str:
    return f"\x1b[{_COLOURS[verdict]}m{text}\x1b[0m" if color else text
