"""The invented example units in YAML and CSV are those of the JSON files, and are judged alike."""

from __future__ import annotations

import attrs
import pytest

import antq_rules
from antq_rules import UnitRecord
from antq_rules.resources import folder

UNITS = ("pl2-doanh-nghiep-dat.json", "pl2-gan-dat.json", "pl2-doanh-nghiep-thieu-du-lieu.json")


def read(*names: str) -> list[UnitRecord]:
    return [unit for name in names for unit in antq_rules.read_units(str(folder("examples").joinpath(name)))]


@pytest.mark.parametrize("name", ["pl2-doanh-nghiep.yaml", "pl2-doanh-nghiep.csv"])
def test_examples_in_other_forms_are_judged_alike(name: str) -> None:
    rules = antq_rules.load("pl2")
    for unit, same in zip(read(name), read(*UNITS), strict=True):
        assert "hư cấu" in unit.name
        result, expected = rules.assess(unit), rules.assess(same)
        assert (result.unit_code, result.unit_name, result.year) == (same.code, same.name, same.year)
        assert result.errors == ()
        assert result.obligations == expected.obligations
        assert result.verdict is expected.verdict
        explained, wanted = result.explain("14"), expected.explain("14")
        assert attrs.asdict(explained) == attrs.asdict(wanted)
