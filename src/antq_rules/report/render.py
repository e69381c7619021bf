"""The same report in four forms, of one criterion or of a whole unit, whichever is given."""

from __future__ import annotations

from typing import Any

from antq_rules.engine.explanation import Explanation, Summary
from antq_rules.report.html_document import assessment_html, explanation_html
from antq_rules.report.html_document import page as html_page
from antq_rules.report.markdown_document import assessment_markdown, explanation_markdown
from antq_rules.report.plain_data import assessment_data, explanation_data, report_data, summary_data
from antq_rules.report.terminal import assessment_text, explanation_text
from antq_rules.report.unit_report import UnitReport, unit_report
from antq_rules.report.wording import criterion_title, unit_line
from antq_rules.ruleset import Assessment

Reported = Explanation | Assessment | UnitReport


def text(reported: Reported, width: int = 80, color: bool = False, verbose: bool = False) -> str:
    """A report as text for a terminal of `width` columns.

    >>> import antq_rules
    >>> from antq_rules import report
    >>> pl1 = antq_rules.load("pl1")
    >>> facts, before = {"so_vu_pham_toi_ttxh": 21}, {"so_vu_pham_toi_ttxh": 20}
    >>> result = pl1.assess(facts, year=2023, unit_type="xã", previous=before, criteria=["18"])
    >>> report.text(result.explain("18")).splitlines()[0].split("  ")[-1]
    '✗ KHÔNG ĐẠT'
    """
    if isinstance(reported, Explanation):
        return explanation_text(reported, width, color, verbose)
    return assessment_text(reported, width, color, verbose)


def markdown(reported: Reported, level: int = 1) -> str:
    """A report in Markdown, its first heading of the given level."""
    if isinstance(reported, Explanation):
        return explanation_markdown(reported, level)
    return assessment_markdown(reported, level)


def html(reported: Reported, level: int = 1) -> str:
    """A report as a fragment of HTML, its first heading of the given level; `page` makes a document of it."""
    if isinstance(reported, Explanation):
        return explanation_html(reported, level)
    return assessment_html(reported, level)


def page(reported: Reported) -> str:
    """A report as a full HTML document that stands alone: it loads nothing and runs nothing."""
    if isinstance(reported, Explanation):
        return html_page(explanation_html(reported, 1), criterion_title(reported))
    unit = unit_report(reported)
    return html_page(assessment_html(unit, 1), f"{unit_line(unit)} · {unit.year}")


def data(reported: Reported | Summary) -> dict[str, Any]:
    """A report as plain data for JSON, with the version of its form."""
    match reported:
        case Explanation():
            return explanation_data(reported)
        case Summary():
            return summary_data(reported)
        case UnitReport():
            return report_data(reported)
        case _:
            return assessment_data(reported)
