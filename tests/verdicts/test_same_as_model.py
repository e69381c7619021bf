"""The verdicts of the code are those of the model: bundled sets, every set of the tests, sets and facts at random."""

from __future__ import annotations

import datetime
import json
import random
from functools import lru_cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conformance.test_conformance import CASES
from tests.generation import (
    Chooser,
    DrawChooser,
    Generated,
    RandomChooser,
    pick,
    rule_set,
    rule_sets,
    unit_facts,
)
from tests.verdicts.comparing import assert_same, is_by_code

import antq_rules
from antq_rules import Predecessor, RuleSet
from antq_rules.engine.intake import RawUnit
from antq_rules.resources import folder
from antq_rules.testing.examples import assess_example

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
TESTS = Path(__file__).parents[1]
EXAMPLES = sorted(entry.name for entry in folder("examples").iterdir() if entry.name.startswith("pl"))
SETS = [*sorted(TESTS.glob("constructs/*.rules")), *sorted(TESTS.glob("conformance/cases/*.rules"))]
STRANGE: tuple[Any, ...] = (
    None, -1, 0, 10**19, 10**40, 2.5, float("nan"), "x", "5", True, [1], {"giá trị": 1}, "không có", "1.000",
    "chưa báo cáo", {"giá trị": True, "minh chứng": "thiếu minh chứng"}, "không có năm trước",
    datetime.date(2023, 2, 1), {},
)  # fmt: skip


@attrs.frozen
class Record:
    """A unit as the readers of data files return it."""

    raw: RawUnit
    readings: dict[str, str]
    code: str = "u1"
    name: str = "Xã A (hư cấu)"

    def __getattr__(self, name: str) -> Any:
        return getattr(self.raw, name)


@lru_cache(maxsize=512)
def compiled(text: str) -> RuleSet:
    return antq_rules.load_text(text)


@pytest.mark.parametrize("name", EXAMPLES)
def test_units_of_the_package(name: str) -> None:
    for unit in antq_rules.read_units(str(folder("examples").joinpath(name))):
        for code in antq_rules.bundled():
            rules = antq_rules.load(code)
            if unit.readings.keys() <= rules.defaults.keys():
                assert_same(rules, unit)


def _examples_are_the_same(rules: RuleSet, changed: int = 0) -> int:
    """Compare the examples of a set, and each so often with some facts changed; how many there are."""
    chooser = RandomChooser(random.Random(5))
    for example in rules.examples:
        assessment = assess_example(rules, example)
        in_force = rules.with_parameters(dict(example.parameters)) if example.parameters else rules
        record = Record(assessment.raw, dict(example.readings))
        assert_same(in_force, record)
        for _ in range(changed):
            facts = {year: _changed(chooser, reported) for year, reported in assessment.raw.facts.items()}
            assert_same(in_force, attrs.evolve(record, raw=attrs.evolve(assessment.raw, facts=facts)))
    return len(rules.examples)


def _changed(chooser: Chooser, facts: Any) -> dict[str, Any]:
    """Some facts left out, some with another value."""
    left = {code: value for code, value in facts.items() if chooser.integer(0, 4)}
    return {code: value if chooser.integer(0, 9) else pick(chooser, STRANGE) for code, value in left.items()}


@pytest.mark.parametrize("file", SETS, ids=lambda file: file.stem)
def test_examples_of_sets(file: Path) -> None:
    assert _examples_are_the_same(antq_rules.load_file(file), 3) or file.parent.name == "cases"


@pytest.mark.parametrize("name", ["phu-luc-1.rules", "phu-luc-2.rules", "ke-hoach.rules"])
def test_examples_of_bundled_sets(name: str) -> None:
    text = folder("rules").joinpath(name).read_text(encoding="utf-8")
    codes = [line.split()[1] for line in text.splitlines() if line.startswith("  mã: ") and "kh-nhiem" not in line]
    sets = [code for code in codes if code in antq_rules.bundled()]
    assert sets
    for code in sets:
        files = [one for one in folder("rules").iterdir() if one.name.endswith(".rules")]
        others = {one.name: one.read_text(encoding="utf-8") for one in files}
        assert _examples_are_the_same(antq_rules.load_text(text, name, others, code))


@pytest.mark.parametrize("file", sorted(CASES.glob("*.json")), ids=lambda file: file.stem)
def test_cases_of_conformance(file: Path) -> None:
    rules = antq_rules.load_file(file.with_suffix(".rules"))
    for case in json.loads(file.read_text(encoding="utf-8")):
        assert_same(
            rules,
            case["facts"],
            year=case["year"],
            unit_type=case.get("unit_type"),
            previous=case.get("previous"),
            earlier={int(year): facts for year, facts in case.get("earlier", {}).items()},
            same_period=case.get("same_period"),
            cutoff=datetime.date.fromisoformat(case["cutoff"]) if "cutoff" in case else None,
            existed_before=case.get("existed_before", True),
            readings=case.get("readings"),
        )


# ------------------------------------------------------------------------------------------------ at random
def _unit(chooser: Chooser) -> tuple[dict[str, Any], dict[str, Any]]:
    """Facts, some of them strange, and circumstances of a unit."""
    unit = unit_facts(chooser, pick(chooser, (0, 5, 20, 60)))
    facts = _strange(chooser, unit.facts)
    circumstances: dict[str, Any] = {"year": unit.year, "unit_type": unit.unit_type, "previous": unit.previous}
    match chooser.integer(0, 9):
        case 1:
            circumstances["existed_before"] = False
        case 2:
            circumstances["cutoff"] = datetime.date(unit.year, chooser.integer(1, 12), 15)
            circumstances["same_period"] = unit_facts(chooser).previous
        case 3:
            circumstances["previous"] = None
        case 4:
            circumstances["earlier"] = {unit.year - 2: _strange(chooser, unit_facts(chooser).facts)}
        case 5:
            circumstances["unit_type"] = "huyện"
        case 6:
            circumstances["previous"] = _strange(chooser, unit.previous)
        case 7:
            olds = [Predecessor(f"c{one}", f"Xã {one}", "xã", unit_facts(chooser, 10).previous) for one in "ab"]
            circumstances |= {"predecessors": tuple(olds[: chooser.integer(1, 2)]), "previous": None}
        case _:
            pass
    if chooser.integer(0, 2) == 1:
        circumstances["readings"] = {"A1": "rong"}
    if chooser.integer(0, 4) == 1:
        circumstances["criteria"] = ["1"]
    return facts, circumstances


def _strange(chooser: Chooser, facts: dict[str, Any]) -> dict[str, Any]:
    if not facts or chooser.integer(0, 3) != 1:
        return facts
    return {**facts, pick(chooser, (*facts, "la", "Vụ")): pick(chooser, STRANGE)}


@SETTINGS
@given(rule_sets(), st.data())
def test_sets_and_facts_that_shrink(generated: Generated, data: st.DataObject) -> None:
    rules = compiled(generated.text)
    facts, circumstances = _unit(DrawChooser(data.draw))
    assert_same(rules, facts, **circumstances)


@pytest.mark.parametrize("seed", range(40))
def test_sets_and_facts_at_random(seed: int) -> None:
    chooser = RandomChooser(random.Random(seed))
    rules = antq_rules.load_text(rule_set(chooser).text)
    for _ in range(12):
        facts, circumstances = _unit(chooser)
        assert_same(rules, facts, **circumstances)


def test_most_units_at_random_are_judged_by_the_code() -> None:
    chooser = RandomChooser(random.Random(1))
    by_code = 0
    for _ in range(20):
        rules = antq_rules.load_text(rule_set(chooser).text)
        for _ in range(5):
            unit = unit_facts(chooser)
            circumstances = {"year": unit.year, "unit_type": unit.unit_type, "previous": unit.previous}
            by_code += is_by_code(rules, unit.facts, **circumstances)
    assert by_code >= 95


@pytest.mark.parametrize("seed", range(8))
def test_appendix_one_with_facts_at_random(seed: int) -> None:
    chooser = RandomChooser(random.Random(seed))
    rules = antq_rules.load("pl1")
    (unit,) = antq_rules.read_units(str(folder("examples").joinpath("pl1-gan-dat.json")))
    choices = [one for one in rules.readings if not one.note_only]
    readings = {one.code: pick(chooser, [option.code for option in one.options]) for one in choices}
    for _ in range(6):
        facts = {code: value for code, value in unit.facts[2023].items() if chooser.integer(0, 9)}
        for code, value in facts.items():
            if type(value) is int and not chooser.integer(0, 5):
                facts[code] = chooser.integer(0, 12)
        assert_same(rules, facts, year=2023, previous=unit.facts[2022], readings=pick(chooser, (None, readings)))
