"""Explanations and assessments as text for people, and as plain data for machines."""

from antq_rules.report.data import assessment_data, explanation_data
from antq_rules.report.terminal import assessment_text, explanation_text

__all__ = ["assessment_data", "assessment_text", "explanation_data", "explanation_text"]
