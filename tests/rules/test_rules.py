"""The bundled rule files: they compile, their examples pass, every obligation is an item of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest

import antq_rules
from antq_rules import Verdict
from antq_rules.resources import folder
from antq_rules.ruleset.loading import compiled_form, load_file
from antq_rules.testing import run_examples

SETS = {"pl1": ("phu-luc-1.rules", 34, 150), "pl2": ("phu-luc-2.rules", 14, 62)}


@pytest.mark.parametrize("code", SETS)
def test_compiles_without_a_problem_and_all_examples_pass(code: str) -> None:
    rules = load_file(str(folder("rules").joinpath(SETS[code][0])))
    assert rules.diagnostics == ()
    assert rules.examples
    failures = [(result.example.title, result.failures) for result in run_examples(rules) if not result.passed]
    assert failures == []


@pytest.mark.parametrize("code", SETS)
def test_every_criterion_has_an_example(code: str) -> None:
    rules = load_file(str(folder("rules").joinpath(SETS[code][0])))
    named = {e.name.split(".")[0] for example in rules.examples for e in example.expectations}
    assert named >= {criterion.number for criterion in rules.criteria}


@pytest.mark.parametrize("code", SETS)
def test_the_compiled_form_is_up_to_date(code: str) -> None:
    rules = load_file(str(folder("rules").joinpath(SETS[code][0])))
    stored = json.loads(folder("rules").joinpath("compiled", f"{code}.json").read_text(encoding="utf-8"))
    assert stored == json.loads(json.dumps(compiled_form(rules, folder("rules")), ensure_ascii=False))
    assert antq_rules.load(code).program == rules.program
    assert antq_rules.load(code).hash == rules.hash


@pytest.mark.parametrize("code", SETS)
def test_every_obligation_is_an_item_with_its_id_and_citation(code: str) -> None:
    _, criteria, _ = SETS[code]
    rules = antq_rules.load(code)
    assert len(rules.criteria) == criteria
    ids = [item.code for criterion in rules.criteria for item in criterion.items if item.code]
    assert len(ids) == len(set(ids))
    for criterion in rules.criteria:
        lettered = [item for item in criterion.items if item.marker.isalpha()]
        own = [item.code for item in lettered]
        letters = "abcdefghijk"[: len(own)]
        assert own == [f"{code.upper()}-TC{criterion.number}-{letter}" for letter in letters]
        assert all(item.citation for item in lettered)


def test_both_appendices_together_have_all_196_obligations() -> None:
    ids = {item.code for code in SETS for c in antq_rules.load(code).criteria for item in c.items if item.code}
    assert len(ids) == 196


def unit(name: str) -> Any:
    text = folder("examples").joinpath(f"{name}.json").read_text(encoding="utf-8")
    return antq_rules.read_units_text(text, name)[0]


@pytest.mark.parametrize(
    ("name", "code", "verdict"),
    [
        ("pl1-dat", "pl1", Verdict.PASS),
        ("pl1-gan-dat", "pl1", Verdict.FAIL),
        ("pl1-thieu-du-lieu", "pl1", Verdict.INSUFFICIENT_DATA),
        ("pl1-xa-gan-dat", "pl1", Verdict.FAIL),
        ("pl1-xa-thieu-du-lieu", "pl1", Verdict.INSUFFICIENT_DATA),
        ("pl1-phuong-dat", "pl1", Verdict.PASS),
        ("pl1-phuong-thieu-du-lieu", "pl1", Verdict.INSUFFICIENT_DATA),
        ("pl1-thi-tran-dat", "pl1", Verdict.PASS),
        ("pl1-thi-tran-gan-dat", "pl1", Verdict.FAIL),
        ("pl2-dat", "pl2", Verdict.PASS),
        ("pl2-gan-dat", "pl2", Verdict.FAIL),
        ("pl2-thieu-du-lieu", "pl2", Verdict.INSUFFICIENT_DATA),
        ("pl2-co-quan-dat", "pl2", Verdict.PASS),
        ("pl2-co-quan-gan-dat", "pl2", Verdict.FAIL),
        ("pl2-doanh-nghiep-dat", "pl2", Verdict.PASS),
        ("pl2-doanh-nghiep-thieu-du-lieu", "pl2", Verdict.INSUFFICIENT_DATA),
        ("pl2-truong-gan-dat", "pl2", Verdict.FAIL),
        ("pl2-truong-thieu-du-lieu", "pl2", Verdict.INSUFFICIENT_DATA),
    ],
)
def test_example_units(name: str, code: str, verdict: Verdict) -> None:
    assessment = antq_rules.load(code).assess(unit(name))
    assert assessment.errors == ()
    assert assessment.verdict is verdict


@pytest.mark.parametrize("code", SETS)
def test_the_unit_that_passes_reports_every_fact(code: str) -> None:
    asked = {fact.code for fact in antq_rules.load(code).facts}
    assert set(unit(f"{code}-dat").facts[2023]) == asked


def test_near_misses_become_passes_with_the_changes_that_are_suggested() -> None:
    near_misses = (
        ("pl1-gan-dat", "pl1"),
        ("pl1-xa-gan-dat", "pl1"),
        ("pl1-thi-tran-gan-dat", "pl1"),
        ("pl2-gan-dat", "pl2"),
        ("pl2-co-quan-gan-dat", "pl2"),
        ("pl2-truong-gan-dat", "pl2"),
    )
    for name, code in near_misses:
        record = unit(name)
        rules = antq_rules.load(code)
        moves = rules.assess(record).summary().moves
        assert moves
        facts = {**record.facts[record.year], **{move.code: move.after for move in moves}}
        previous = record.facts.get(record.year - 1)
        after = rules.assess(facts, year=record.year, unit_type=record.unit_type, previous=previous)
        assert after.verdict is Verdict.PASS
