"""What `antq evaluate` and `antq explain` print, in each form that can be asked for."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from antq_rules.diagnostics import Diagnostic, InvalidInput
from antq_rules.report import (
    assessment_data,
    assessment_html,
    assessment_markdown,
    assessment_text,
    batch_csv,
    batch_markdown,
    batch_text,
    explanation_data,
    explanation_html,
    explanation_markdown,
    explanation_text,
    supports_color,
)
from antq_rules.report.html_document import page
from antq_rules.ruleset import Assessment
from antq_rules.ruleset.loading import os_reason

FORMATS: Final = ("text", "markdown", "html", "json", "csv")


def say(text: str, stream: Any = None) -> None:
    """Print a line."""
    (stream or sys.stdout).write(text + "\n")


def say_json(data: object) -> None:
    """Print data as JSON."""
    say(json.dumps(data, ensure_ascii=False, indent=2))


def deliver(text: str, file: Path | None) -> None:
    """Print a report, or write it to a file (CSV with the mark that Excel wants). Raises `InvalidInput`."""
    if file is None:
        say(text.rstrip())
        return
    try:
        encoding = "utf-8-sig" if file.suffix == ".csv" else "utf-8"
        file.write_text(text.rstrip() + "\n", encoding=encoding, newline="")
    except OSError as error:
        advice = "Kiểm tra lại đường dẫn và quyền ghi."
        raise InvalidInput(
            [Diagnostic("DL101", str(file), values=(("reason", os_reason(error)), ("advice", advice)))]
        ) from None


def width() -> int:
    """Columns of the terminal, within what reads well."""
    return max(60, min(shutil.get_terminal_size((100, 24)).columns, 120))


def assessments_report(assessments: Sequence[Assessment], form: str, to_screen: bool, verbose: bool) -> str:
    """Units assessed, in one form: one unit in full, many as a table first (text: only the table)."""
    (one, *others) = assessments
    match form:
        case "json":
            return json.dumps([assessment_data(one) for one in assessments], ensure_ascii=False, indent=2)
        case "csv":
            return batch_csv(assessments)
        case "markdown":
            if not others:
                return assessment_markdown(one)
            return "\n\n".join([batch_markdown(assessments), *(assessment_markdown(unit, 2) for unit in assessments)])
        case "html":
            title = one.unit_name or one.unit_code if not others else one.program.title
            return page("\n".join(assessment_html(unit) for unit in assessments), title)
        case _:
            if others:
                return batch_text(assessments, width())
            return assessment_text(one, width(), to_screen and supports_color(sys.stdout), verbose)


def explanations_report(assessments: Sequence[Assessment], number: str, form: str, to_screen: bool) -> str:
    """One criterion of each unit, in one form."""
    explained = [(f"{one.unit_name or one.unit_code} · năm {one.year}", one.explain(number)) for one in assessments]
    if form == "json":
        return json.dumps([explanation_data(one) for _, one in explained], ensure_ascii=False, indent=2)
    if form == "html":
        return page("\n".join(explanation_html(one) for _, one in explained), explained[0][0])
    color = to_screen and supports_color(sys.stdout)
    parts: dict[str, Callable[[Any], str]] = {
        "markdown": lambda one: explanation_markdown(one, 2),
        "text": lambda one: explanation_text(one, width(), color),
    }
    heading = "# " if form == "markdown" else ""
    return "\n".join(f"{heading}{unit}\n{parts[form](one)}" for unit, one in explained)
