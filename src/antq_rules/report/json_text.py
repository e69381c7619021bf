"""An assessment written as JSON text and read back."""

from __future__ import annotations

import json

from antq_rules.diagnostics import Diagnostic, InvalidInput
from antq_rules.report.plain_data import assessment_data, report_data, report_from_data
from antq_rules.report.unit_report import UnitReport
from antq_rules.ruleset import Assessment


def assessment_to_json(assessment: Assessment | UnitReport) -> str:
    """An assessment as JSON text, with its explanations, the facts it was made from, versions and the rules' hash.

    >>> import antq_rules
    >>> pl1 = antq_rules.load("pl1")
    >>> result = pl1.assess({"so_vu_pham_toi_ttxh": 3}, year=2023, unit_type="xã", criteria=["18"])
    >>> antq_rules.assessment_from_json(antq_rules.assessment_to_json(result)).criteria[0].number
    '18'
    """
    data = report_data(assessment) if isinstance(assessment, UnitReport) else assessment_data(assessment)
    return json.dumps(data, ensure_ascii=False, indent=2)


def assessment_from_json(text: str) -> UnitReport:
    """What `assessment_to_json` wrote: every verdict and explanation, ready to be shown without the rules.

    Raises `InvalidInput` where the text is no JSON or not of that form.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        reason, advice = "không đúng cú pháp JSON", "Dùng bản ghi do phần mềm này xuất ra, chưa sửa."
        raise InvalidInput([Diagnostic("DL101", "", values=(("reason", reason), ("advice", advice)))]) from None
    return report_from_data(data)
