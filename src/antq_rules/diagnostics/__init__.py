"""Problems of rule files and of data, as data: a stable code, a place, the values the message needs, corrections."""

from antq_rules.diagnostics.catalogue import CODES, Code
from antq_rules.diagnostics.model import Diagnostic, InvalidInput, Severity, nearest, report_text

__all__ = ["CODES", "Code", "Diagnostic", "InvalidInput", "Severity", "nearest", "report_text"]
