"""Compiled sets of criteria and what they say of a unit: the objects other applications use."""

from antq_rules.ruleset.assessment import Assessment, ClassResult, CriterionResult, PointsResult, Stability
from antq_rules.ruleset.catalogue import Catalogue, Version
from antq_rules.ruleset.loading import bundled, check_file, check_text, load, load_file, load_text
from antq_rules.ruleset.ranking import RankedUnit, RankingResult
from antq_rules.ruleset.rule_set import CriterionInfo, ItemInfo, RuleSet

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
