"""A declarative Vietnamese language for official criteria, with verdicts that explain themselves.

Everything public is here; names are brought in when they are first used, so that importing costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from antq_rules.version import __version__

if TYPE_CHECKING:
    from antq_rules.diagnostics import Diagnostic, InvalidInput, Severity
    from antq_rules.engine.explanation import Change, Explanation, Move, Need, Node, Summary
    from antq_rules.engine.predecessors import Predecessor
    from antq_rules.facts import UnitRecord, read_files, read_units, read_units_text
    from antq_rules.process import ProcessStatus, process_status
    from antq_rules.report import UnitReport, assessment_from_json, assessment_to_json
    from antq_rules.ruleset import (
        Assessment,
        Catalogue,
        ClassResult,
        CriterionInfo,
        CriterionResult,
        ItemInfo,
        PointsResult,
        RankedUnit,
        RankingResult,
        RuleSet,
        Stability,
        Version,
        bundled,
        check_file,
        check_text,
        load,
        load_file,
        load_text,
    )
    from antq_rules.ruleset.unit_verdicts import UnitVerdicts
    from antq_rules.testing import ExampleResult, run_examples
    from antq_rules.types import Verdict
    from antq_rules.verdicts.trace import Trace

_PLACES = {
    "Assessment": "ruleset",
    "Catalogue": "ruleset",
    "Change": "engine.explanation",
    "ClassResult": "ruleset",
    "PointsResult": "ruleset",
    "RankedUnit": "ruleset",
    "RankingResult": "ruleset",
    "CriterionInfo": "ruleset",
    "CriterionResult": "ruleset",
    "Diagnostic": "diagnostics",
    "ExampleResult": "testing",
    "Explanation": "engine.explanation",
    "InvalidInput": "diagnostics",
    "ItemInfo": "ruleset",
    "Move": "engine.explanation",
    "Need": "engine.explanation",
    "Node": "engine.explanation",
    "Predecessor": "engine.predecessors",
    "ProcessStatus": "process",
    "RuleSet": "ruleset",
    "Severity": "diagnostics",
    "Stability": "ruleset",
    "Summary": "engine.explanation",
    "UnitRecord": "facts",
    "Trace": "verdicts.trace",
    "UnitReport": "report",
    "UnitVerdicts": "ruleset.unit_verdicts",
    "Verdict": "types",
    "Version": "ruleset",
    "assessment_from_json": "report",
    "assessment_to_json": "report",
    "bundled": "ruleset",
    "check_file": "ruleset",
    "check_text": "ruleset",
    "load": "ruleset",
    "load_file": "ruleset",
    "load_text": "ruleset",
    "process_status": "process",
    "read_files": "facts",
    "read_units": "facts",
    "read_units_text": "facts",
    "run_examples": "testing",
}

__all__ = [
    "Assessment",
    "Catalogue",
    "Change",
    "ClassResult",
    "CriterionInfo",
    "CriterionResult",
    "Diagnostic",
    "ExampleResult",
    "Explanation",
    "InvalidInput",
    "ItemInfo",
    "Move",
    "Need",
    "Node",
    "PointsResult",
    "RankedUnit",
    "RankingResult",
    "Predecessor",
    "ProcessStatus",
    "RuleSet",
    "Severity",
    "Stability",
    "Summary",
    "Trace",
    "UnitRecord",
    "UnitReport",
    "UnitVerdicts",
    "Verdict",
    "Version",
    "__version__",
    "assessment_from_json",
    "assessment_to_json",
    "bundled",
    "check_file",
    "check_text",
    "load",
    "load_file",
    "load_text",
    "process_status",
    "read_files",
    "read_units",
    "read_units_text",
    "run_examples",
]


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"antq_rules.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
