"""A small set with a fact of every kind, and what became of the values of one unit (all of it invented)."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from tests.generation import HEADER, VOCABULARY

import antq_rules
from antq_rules import RuleSet, UnitRecord
from antq_rules.engine.intake import RawUnit, take_in
from antq_rules.engine.ranges import Facts
from antq_rules.engine.values import UnitData


@functools.cache
def rules() -> RuleSet:
    """A set whose one criterion is that there was no incident."""
    return antq_rules.load_text(
        HEADER.format(empty="đạt") + VOCABULARY + 'tiêu chí 1. "Không vụ nào"\n  đạt khi không để xảy ra [vụ]\n'
    )


def typed(unit: UnitRecord) -> UnitData:
    """The typed facts of a unit under the small set."""
    raw = RawUnit(unit.unit_type, unit.year, unit.facts, unit.same_period, unit.cutoff, unit.existed_before,
                  unit.code, unit.file, unit.places)  # fmt: skip
    return take_in(rules().program, Facts(rules().program.facts), raw, {})


def typed_facts(facts: Mapping[str, object]) -> UnitData:
    """The typed facts of an invented commune for 2023."""
    return typed(UnitRecord("x1", "Xã hư cấu", "xã", 2023, {2023: facts}))
