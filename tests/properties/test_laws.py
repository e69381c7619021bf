"""Laws of the language, over rule sets and facts made at random."""

from __future__ import annotations

import random
import unicodedata
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.generation import Generated, GeneratedFacts, RandomChooser, facts_of_units, rule_set, rule_sets, unit_facts

import antq_rules
from antq_rules import Assessment, RuleSet, Verdict

SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
DECIDED = (Verdict.PASS, Verdict.FAIL)


@lru_cache(maxsize=512)
def compiled(text: str) -> RuleSet:
    return antq_rules.load_text(text)


def assess(rules: RuleSet, unit: GeneratedFacts, facts: dict[str, Any] | None = None) -> Assessment:
    chosen = unit.facts if facts is None else facts
    return rules.assess(chosen, year=unit.year, unit_type=unit.unit_type, previous=unit.previous)


def verdicts(assessment: Assessment) -> dict[str, Verdict]:
    return {result.number: result.verdict for result in assessment.criteria}


@SETTINGS
@given(rule_sets(), facts_of_units())
def test_leaving_a_fact_out_never_flips_a_verdict(generated: Generated, unit: GeneratedFacts) -> None:
    rules = compiled(generated.text)
    before = verdicts(assess(rules, unit))
    for code in unit.facts:
        fewer = {other: value for other, value in unit.facts.items() if other != code}
        for number, verdict in verdicts(assess(rules, unit, fewer)).items():
            if before[number] in DECIDED and verdict in DECIDED:
                assert verdict is before[number]


@SETTINGS
@given(rule_sets(), facts_of_units(), facts_of_units())
def test_only_facts_that_are_named_can_decide(generated: Generated, unit: GeneratedFacts, more: GeneratedFacts) -> None:
    rules = compiled(generated.text)
    before = assess(rules, unit)
    for result in before.criteria:
        if result.verdict is not Verdict.INSUFFICIENT_DATA:
            continue
        named = {need.code for need in before.explain(result.number).needs if need.year == unit.year}
        for code, value in more.facts.items():
            if code in unit.facts or code in named:
                continue
            after = assess(rules, unit, {**unit.facts, code: value})
            parts = {fact.part_of: fact.code for fact in rules.program.facts}
            wholes = {fact.code: fact.part_of for fact in rules.program.facts}
            if parts.get(code) in named or wholes.get(code) in named:
                continue  # a whole limits its part and a part its whole: reporting one narrows the other
            assert after[result.number].verdict is Verdict.INSUFFICIENT_DATA


@SETTINGS
@given(rule_sets(), facts_of_units())
def test_suggested_changes_work_and_none_of_their_facts_can_be_left_out(
    generated: Generated, unit: GeneratedFacts
) -> None:
    rules = compiled(generated.text)
    assessment = assess(rules, unit)
    for result in assessment.criteria:
        for change in assessment.explain(result.number).changes:
            moved = {move.code: move.after for move in change.moves}
            after = assess(rules, unit, {**unit.facts, **moved})
            assert after[result.number].verdict is Verdict.PASS
            assert after.errors == assessment.errors
            for code in moved:
                fewer = {other: value for other, value in moved.items() if other != code}
                assert assess(rules, unit, {**unit.facts, **fewer})[result.number].verdict is not Verdict.PASS


@SETTINGS
@given(rule_sets(), facts_of_units())
def test_one_step_less_than_a_suggested_figure_does_not_pass(generated: Generated, unit: GeneratedFacts) -> None:
    rules = compiled(generated.text)
    kinds = {fact.code: fact.kind for fact in rules.program.facts}
    assessment = assess(rules, unit)
    for result in assessment.criteria:
        for change in assessment.explain(result.number).changes:
            moved = {move.code: move.after for move in change.moves}
            for move in change.moves:
                counted = kinds[move.code] in ("count", "positive_count")
                if not counted or not isinstance(move.before, int) or not isinstance(move.after, int):
                    continue
                nearer = move.after + (1 if move.after < move.before else -1)
                less = {**moved, move.code: nearer}
                assert assess(rules, unit, {**unit.facts, **less})[result.number].verdict is not Verdict.PASS


@SETTINGS
@given(rule_sets(), facts_of_units())
def test_spelling_of_the_text_does_not_matter(generated: Generated, unit: GeneratedFacts) -> None:
    expected = verdicts(assess(compiled(generated.text), unit))
    decomposed = unicodedata.normalize("NFD", generated.text)
    windows = generated.text.replace("\n", "\r\n").replace(" 0", "\u00a00")
    for text in (decomposed, windows):
        assert verdicts(assess(antq_rules.load_text(text), unit)) == expected


@pytest.mark.parametrize("seed", range(40))
def test_volume(seed: int) -> None:
    source = random.Random(seed)
    rules = compiled(rule_set(RandomChooser(source)).text)
    for _ in range(25):
        unit = unit_facts(RandomChooser(source))
        assessment = assess(rules, unit)
        for explanation in assessment.explain_all():
            assert explanation.tree.verdict is assessment[explanation.number].verdict
            assert bool(explanation.needs) <= (explanation.verdict is Verdict.INSUFFICIENT_DATA)
