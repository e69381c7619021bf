"""A process status as text, as Markdown and as plain data for JSON."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.wording import day
from antq_rules.process import wording as w
from antq_rules.process.model import Body, Competence, Dossier, Part, ProcessStatus, Recognition, Stage
from antq_rules.report import wording as r
from antq_rules.report.display import NARROWEST, wrap
from antq_rules.report.markdown_document import escaped
from antq_rules.types import Verdict

VERSION: Final = 1
_SHOWN: Final = (Verdict.FAIL, Verdict.INSUFFICIENT_DATA)
Section = tuple[str, list[tuple[int, str]]]


def status_text(status: ProcessStatus, width: int = 100) -> str:
    """A status as text for a terminal of `width` columns."""
    width = max(width, NARROWEST)
    blocks = ["\n".join(line for text in _opening(status) for line in wrap(text, width))]
    for title, lines in _sections(status):
        numbered = title == w.STEPS and bool(status.steps)
        written = []
        for number, (depth, text) in enumerate(lines, 1):
            written += wrap(text, width, f"  {number}. " if numbered else "  " * (depth + 1))
        blocks.append("\n".join([title, *written]))
    return "\n\n".join(blocks)


def status_markdown(status: ProcessStatus, level: int = 1) -> str:
    """A status in Markdown, its first heading of the given level."""
    first, *rest = _opening(status)
    blocks = [f"{'#' * level} {escaped(first)}", "\n".join(f"- {escaped(text)}" for text in rest)]
    for title, lines in _sections(status):
        numbered = title == w.STEPS and bool(status.steps)
        marks = (f"{number}." if numbered else "-" for number in range(1, len(lines) + 1))
        listed = "\n".join(f"{'    ' * d}{mark} {escaped(text)}" for mark, (d, text) in zip(marks, lines, strict=True))
        blocks += [f"{'#' * min(level + 1, 6)} {escaped(title)}", listed]
    return "\n\n".join(block for block in blocks if block) + "\n"


def status_data(status: ProcessStatus) -> dict[str, Any]:
    """A status as plain data for JSON, with the version of its form; verdicts and states are their English values."""
    data = _plain(attrs.evolve(status, errors=()))
    return {"format": VERSION, **data, "errors": [error.as_data() for error in status.errors]}


def _plain(value: object) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    kind: Any = type(value)
    if attrs.has(kind):
        return {field.name: _plain(getattr(value, field.name)) for field in attrs.fields(kind)}
    return value


# ------------------------------------------------------------------------------------------------ contents
def _opening(status: ProcessStatus) -> Iterator[str]:
    name = status.unit_name or status.unit_code or r.NO_NAME
    yield w.heading(name, status.unit_type, status.year, day(status.as_of))
    if status.appendix:
        yield w.appendix_line(status.appendix_title, status.appendix)
        yield w.selected_line(status.selected_by)
    if status.cutoff is not None:
        yield w.cutoff_line(day(status.cutoff))
    for shown in status.readings:
        yield r.sentence(f"{r.READINGS_CHOSEN}: {r.reading_chosen(shown)}")


def _sections(status: ProcessStatus) -> Iterator[Section]:
    """The sections in the order of reading, each a title and lines with their depth; empty ones left out."""
    selected = status.recognition is None or status.recognition.eligible is not Verdict.NOT_APPLICABLE
    yield w.STAGES, [line for stage in status.stages for line in _stage(stage)]
    if status.competence is not None and selected:
        yield w.route_line(status.competence.route), list(_competence(status.competence))
    if status.dossier is not None and selected:
        yield w.DOSSIER, list(_dossier(status.dossier))
    if status.deadlines:
        yield w.DEADLINES, list(_deadlines(status))
    if status.recognition is not None:
        yield w.RECOGNITION, [(0, text) for text in _recognition(status.recognition)]
    yield w.STEPS, [(0, text) for text in _steps(status)]
    if status.notes:
        yield w.NOTES, [(0, note) for note in status.notes]
    if status.errors:
        yield w.ERRORS, [line for error in status.errors for line in _error(error)]


def _stage(stage: Stage) -> Iterator[tuple[int, str]]:
    mark = r.MARKS[stage.verdict]
    summary = f": {stage.summary}" if stage.summary else f": {stage.verdict.vietnamese}"
    reason = f" ({stage.reason})" if stage.reason else ""
    yield 0, f"{mark} {stage.title}{summary}{reason}"
    shown = (Verdict.FAIL,) if stage.key == "duties" else _SHOWN
    for part in stage.parts:
        if part.verdict in shown:
            yield 1, _part(part, stage.key == "criteria")


def _part(part: Part, is_criterion: bool) -> str:
    name = f"{r.CRITERION} {part.code}. {part.title}" if is_criterion else f"{part.title} ({part.code})"
    return f"{r.MARKS[part.verdict]} {name}{f': {part.detail}' if part.detail else ''}"


def _competence(bodies: Competence) -> Iterator[tuple[int, str]]:
    for role, body in (
        ("assesses", bodies.assesses),
        ("proposes", bodies.proposes),
        ("recognises", bodies.recognises),
        ("receives", bodies.receives),
    ):
        yield 0, f"{w.ROLES[role]}: {_name(body, bool(bodies.route))}"
        if role == "assesses" and bodies.takes_part:
            yield 1, f"{w.ROLES['takes_part']}: {', '.join(bodies.takes_part)}"
    if bodies.note:
        yield 0, bodies.note


def _name(body: Body | None, is_known: bool) -> str:
    if body is not None:
        return body.name
    return w.NOBODY_NAMED if is_known else w.NOT_KNOWN


def _dossier(dossier: Dossier) -> Iterator[tuple[int, str]]:
    yield 0, w.dossier_parts(dossier.present, dossier.missing, dossier.known)
    if dossier.signers:
        mark = r.MARKS[dossier.signed_correctly]
        yield 0, f"{mark} Ký tờ trình: {w.any_of(dossier.signers)}"
    if dossier.receiver is not None:
        yield 0, f"{r.MARKS[dossier.sent_correctly]} Gửi về: {dossier.receiver.name}"


def _deadlines(status: ProcessStatus) -> Iterator[tuple[int, str]]:
    for one in sorted(status.deadlines, key=lambda deadline: deadline.last):
        yield 0, f"{w.STATE_MARKS[one.state]} {w.deadline(one)}"
        if one.remark:
            yield 1, one.remark


def _recognition(recognition: Recognition) -> Iterator[str]:
    yield w.eligible(recognition.eligible)
    if recognition.decided:
        on = day(recognition.on) if recognition.on is not None else ""
        yield w.decided(recognition.by, on, recognition.correct)


def _steps(status: ProcessStatus) -> Iterator[str]:
    if not status.steps:
        not_selected = status.recognition is not None and status.recognition.eligible is Verdict.NOT_APPLICABLE
        yield w.FINISHED_BY_NOT_SELECTED if not_selected else w.NO_STEPS
    for step in status.steps:
        yield r.sentence(w.step(step))


def _error(error: Diagnostic) -> Iterator[tuple[int, str]]:
    message, correction = r.data_error(error)
    yield 0, message
    yield 1, correction
