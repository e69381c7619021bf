"""Compiled sets of criteria and what they say of a unit: the objects other applications use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antq_rules.ruleset.assessment import Assessment, ClassResult, CriterionResult, PointsResult, Stability
from antq_rules.ruleset.loading import bundled, check_file, check_text, load, load_file, load_text
from antq_rules.ruleset.rule_set import CriterionInfo, ItemInfo, RuleSet

if TYPE_CHECKING:
    from antq_rules.ruleset.catalogue import Catalogue, Version
    from antq_rules.ruleset.ranking import RankedUnit, RankingResult

__all__ = [
    "Assessment",
    "Catalogue",
    "ClassResult",
    "CriterionInfo",
    "CriterionResult",
    "ItemInfo",
    "PointsResult",
    "RankedUnit",
    "RankingResult",
    "RuleSet",
    "Stability",
    "Version",
    "bundled",
    "check_file",
    "check_text",
    "load",
    "load_file",
    "load_text",
]

_LATER = {"Catalogue": "catalogue", "Version": "catalogue", "RankedUnit": "ranking", "RankingResult": "ranking"}


def __getattr__(name: str) -> object:
    """What one unit's verdict does not need is loaded when it is first asked for."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
