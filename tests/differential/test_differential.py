"""Every executor at hand says what the model says, over generated sets and units; and the generator keeps its word."""

from __future__ import annotations

import datetime
import os
import random
from collections import Counter
from fractions import Fraction
from typing import Final

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import antq_rules
from antq_rules import RuleSet, Severity
from antq_rules.graph import model as g
from tests.differential import strategies
from tests.differential.cases import Case, Shape, State, Unit, generate, limits_of, parts_of, table
from tests.differential.executors import Rewritten, available, executor
from tests.differential.pitfalls import PITFALLS, Pitfall
from tests.differential.reference import Outcome, Reference, differences, outcomes
from tests.differential.rule_texts import write
from tests.differential.run import compare, divergences_of, main, run
from tests.differential.shrink import shrink

IN_PROCESS: Final = [name for name in available() if name not in ("duckdb", "duckdb_wide", "sqlite", "postgres")]
"""A database takes seconds to plan each set: those are compared in tests of their own and in the volume of CI."""
CASES: Final = int(os.environ.get("ANTQ_DIFFERENTIAL_CASES", "200"))
"""How many cases each executor is compared over here; a CI run asks for more through the command."""
SETTINGS = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
RULES: Final = """bộ tiêu chí "Một tiêu chí (hư cấu)"
  mã: mot-tieu-chi
  áp dụng cho: xã
dữ kiện [vụ cháy]
  mã: vu
  kiểu: số đếm (vụ)
dữ kiện [ngày họp]
  mã: ngay
  kiểu: ngày
tiêu chí 1. "Thử"
  đạt khi có một trong:
    a) (số [vụ cháy] không quá 2 vụ) và ([ngày họp] trước ngày 15/02)
    b) số [vụ cháy] bằng 7 vụ
"""


def small_case(*units: Unit) -> Case:
    return Case(0, RULES, antq_rules.load_text(RULES), units)


# ------------------------------------------------------------------------------------------------ executors
def test_executors_say_what_the_model_says() -> None:
    named = IN_PROCESS
    for report in run(named, CASES, 1, 25, 1):
        assert not report.diverging, report.text


def test_executors_in_several_processes() -> None:
    (report,) = run(["stored"], 60, 3, 15, 2)
    assert (report.cases, report.sets, report.diverging) == (60, 4, 0)


@pytest.mark.parametrize("name", IN_PROCESS)
@given(case=strategies.cases())
@SETTINGS
def test_executor_says_what_the_model_says_of_a_small_table(name: str, case: Case) -> None:
    judging = executor(name)
    if not judging.supports(case.rules):
        assert divergences_of(judging, case) == {}


@pytest.mark.parametrize("pitfall", PITFALLS, ids=lambda pitfall: pitfall.name)
def test_pitfall(pitfall: Pitfall) -> None:
    case = pitfall.case
    assert [outcome.criteria["1"] for outcome in outcomes(case)] == pitfall.verdicts
    for name in available():
        judging = executor(name)
        assert judging.supports(case.rules) or divergences_of(judging, case) == {}, name


# ------------------------------------------------------------------------------------------------ the generator
@pytest.fixture(scope="module")
def sets() -> list[RuleSet]:
    return [antq_rules.load_text(write(random.Random(seed))) for seed in range(300)]


def test_every_text_compiles(sets: list[RuleSet]) -> None:
    problems = [problem for rules in sets for problem in rules.diagnostics]
    assert all(problem.severity is Severity.WARNING for problem in problems)


def test_a_seed_gives_its_case_again() -> None:
    first, second = generate(7, 20), generate(7, 20)
    assert (first.text, first.units, first.readings, first.parameters) == (
        second.text,
        second.units,
        second.readings,
        second.parameters,
    )
    assert outcomes(first) == outcomes(second)


def test_constructs_are_all_drawn(sets: list[RuleSet]) -> None:
    nodes = Counter(type(part).__name__ for rules in sets for part in parts_of(rules.program))
    wanted = {
        "Comparison", "Relative", "GradeTest", "ChoiceTest", "SetTest", "DateTest", "AttestationTest", "PresenceTest",
        "DateOrder", "UnitTest", "Leaf", "Constant", "Joined", "Grouping", "Item", "Not", "Branch", "ByReading",
        "ForTypes", "ForYears", "NamedCondition", "Cases", "CriterionState", "PointsTest", "Product", "Quotient",
        "Rounded", "Earned", "Steps", "Curve", "NoPoints", "Limited", "Bands", "ScoredItem", "ScoreSum",
        "ScoreApplies", "ScoreForTypes", "GroupPoints", "Classification", "ClassTurn", "Parameter", "Policy",
    }  # fmt: skip
    assert wanted <= set(nodes)


def test_outcomes_of_every_kind_are_drawn() -> None:
    verdicts: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for seed in range(60):
        for outcome in outcomes(generate(seed, 40, Shape(20, 60))):
            verdicts.update(outcome.criteria.values())
            errors.update(code for code, _, _ in outcome.errors)
            reasons.update(reason for missing in outcome.missing.values() for *_, reason in missing)
    assert set(verdicts) == {"pass", "fail", "insufficient_data", "not_applicable"}
    assert {"DL103", "DL104", "DL105", "DL107", "DL108", "DL110", "DL113", "DL119"} <= set(errors)
    assert set(reasons) == {"missing", "wrong", "evidence"}


def test_units_stand_at_the_limits_of_a_set() -> None:
    rules = antq_rules.load_text(RULES)
    assert limits_of(rules.program)["vu"] == {Fraction(2), Fraction(7)}
    case = table(random.Random(1), rules, RULES, 400, Shape(100, 0))
    counts = Counter(known.get("vu") for unit in case.units for known in unit.facts.values())
    assert all(counts[number] for number in (1, 2, 3, 6, 7, 8, 2**31, 2**53, 2**63, 2**64, None))
    days = {known.get("ngay") for unit in case.units for known in unit.facts.values()}
    assert State.ABSENT in days
    assert any(isinstance(day, datetime.date) and (day.month, day.day) == (2, 14) for day in days)


# ------------------------------------------------------------------------------------------------ comparing
def test_reference_is_plain_data() -> None:
    case = small_case(
        Unit("xã", 2024, {2024: {"vu": 2}}),
        Unit("xã", 2024, {2024: {"vu": -1, "ngay": State.ABSENT}}),
        Unit("huyện", 2024, {2024: {}}),
    )
    first, second, third = outcomes(case)
    assert first == Outcome(
        (),
        {"1": "insufficient_data"},
        {"1.a": "insufficient_data", "1.b": "fail"},
        {},
        {"1": (("ngay", 2024, 0, "missing"),)},
    )
    assert second.errors == (("DL104", "vu", 2024),)
    assert second.missing == {"1": (("vu", 2024, 0, "wrong"),)}
    assert (third.errors, third.criteria) == ((("DL113", "", 0),), {"1": "not_applicable"})


def test_items_that_the_model_did_not_reach_are_not_compared() -> None:
    expected = Outcome((), {}, {"1.a": "pass"}, {}, {})
    assert differences(expected, attrs.evolve(expected, items={"1.a": "pass", "1.b": "fail"})) == []
    assert differences(expected, attrs.evolve(expected, items={})) == ["item 1.a: expected 'pass', got None"]


def other_rules(case: Case) -> RuleSet:
    """The same set with one operator mistaken."""
    changed = tuple(
        attrs.evolve(test, operator="<") if isinstance(test, g.Comparison) and test.operator == "<=" else test
        for test in case.rules.program.tests
    )
    return attrs.evolve(case.rules, program=attrs.evolve(case.rules.program, tests=changed))


def test_a_mistaken_executor_is_caught_and_its_case_made_small() -> None:
    mistaken = Rewritten("mistaken", other_rules)
    report = compare(mistaken, range(1, 20), 30)
    assert report.diverging
    assert len(report.divergences) == 3
    assert "expected" in report.text
    unit = Unit("xã", 2024, {2024: {"vu": 2, "ngay": datetime.date(2024, 1, 1)}, 2023: {"vu": 5}})
    case = shrink(small_case(unit), lambda smaller: bool(divergences_of(mistaken, smaller)))
    assert "ngày họp" not in case.text
    assert case.units == (Unit("xã", 2024, {2024: {"vu": 2}, 2023: {}}),)


def test_an_executor_that_stops_or_leaves_units_out_diverges() -> None:
    def stop(case: Case) -> RuleSet:
        raise ValueError("no such set")

    case = small_case(Unit("xã", 2024, {2024: {}}))
    assert "no such set" in divergences_of(Rewritten("stops", stop), case)[0][0]


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--executor", "stored", "--cases", "40", "--units", "20", "--jobs", "1"]) == 0
    assert "stored: 40 cases under 2 sets, 0 diverge" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--executor", "no-such"])


def test_reference_keeps_parameters_and_readings_of_the_case() -> None:
    for seed in range(40):
        case = generate(seed, 1)
        reference = Reference(case)
        assert {code: reference.readings[code] for code in case.readings} == dict(case.readings)
        changed = {one.fact.code for one in reference.program.parameters if one.changed}
        assert changed == set(case.parameters)
