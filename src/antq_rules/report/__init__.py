"""Explanations and assessments as text, Markdown and HTML for people, and as plain data for machines."""

from antq_rules.report.batch import (
    BatchSummary,
    CriterionRow,
    UnitRow,
    batch_csv,
    batch_markdown,
    batch_summaries,
    batch_text,
)
from antq_rules.report.display import supports_color
from antq_rules.report.html_document import assessment_html, explanation_html
from antq_rules.report.json_text import assessment_from_json, assessment_to_json
from antq_rules.report.markdown_document import assessment_markdown, explanation_markdown
from antq_rules.report.plain_data import (
    assessment_data,
    explanation_data,
    explanation_from_data,
    report_data,
    report_from_data,
    summary_data,
    summary_from_data,
)
from antq_rules.report.render import data, html, markdown, page, text
from antq_rules.report.terminal import assessment_text, explanation_text
from antq_rules.report.unit_report import Conclusion, UnitReport, unit_report

__all__ = [
    "BatchSummary",
    "Conclusion",
    "CriterionRow",
    "UnitReport",
    "UnitRow",
    "assessment_data",
    "assessment_from_json",
    "assessment_html",
    "assessment_markdown",
    "assessment_text",
    "assessment_to_json",
    "batch_csv",
    "batch_markdown",
    "batch_summaries",
    "batch_text",
    "data",
    "explanation_data",
    "explanation_from_data",
    "explanation_html",
    "explanation_markdown",
    "explanation_text",
    "html",
    "markdown",
    "page",
    "report_data",
    "report_from_data",
    "summary_data",
    "summary_from_data",
    "supports_color",
    "text",
    "unit_report",
]
