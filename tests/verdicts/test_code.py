"""The code that verdicts are made with: none of the author's text in it, any depth and length, plain facts only."""

from __future__ import annotations

import datetime
import enum
import re
from collections import defaultdict
from fractions import Fraction
from typing import Any

import pytest
from tests.engine.sample import EMPTY_PASSES, HEADER, VOCABULARY
from tests.verdicts.comparing import assert_same, is_by_code

import antq_rules
from antq_rules import InvalidInput, RuleSet, Verdict
from antq_rules.ruleset.unit_verdicts import UnitVerdicts

HOSTILE = """
bộ tiêu chí "import os"
  mã: import-os
  áp dụng cho: class
dữ kiện [import os]
  mã: import
  kiểu: số đếm (None)
dữ kiện [exec]
  mã: lambda
  kiểu: xác nhận
tiêu chí 1. "raise SystemExit"
  đạt khi có đủ:
    a) "class": số [import os] ít nhất 3 None
    b) "return": có [exec]
"""


def sample(condition: str, lines: str = EMPTY_PASSES) -> RuleSet:
    text = HEADER.format(lines=lines) + VOCABULARY + f'\ntiêu chí 1. "Một"\n  đạt khi {condition}\n'
    return antq_rules.load_text(text)


def source_of(verdicts: UnitVerdicts) -> str:
    return verdicts._plan.source


def test_no_text_of_the_author_stands_in_the_code() -> None:
    rules = antq_rules.load_text(HOSTILE)
    found = assert_same(rules, {"import": 3, "lambda": True}, year=2023)
    assert found.criteria == {"1": Verdict.PASS}
    words = set(re.findall(r"[^\W\d]\w*", source_of(found)))
    known = {
        "def",
        "verdicts",
        "trace",
        "if",
        "elif",
        "else",
        "try",
        "except",
        "raise",
        "return",
        "and",
        "or",
        "is",
        "in",
    }
    known |= {"not", "len", "keys", "map", "type", "None", "False", "KeyError", "Wrong", "NotPlain", "values", "m", "t"}
    assert {word for word in words if not re.fullmatch(r"[a-zA-Z]v?\d+", word)} <= known


def test_names_that_are_python_are_only_names() -> None:
    rules = antq_rules.load_text(HOSTILE)
    assert assert_same(rules, {"import": 2, "lambda": True}, year=2023).criteria == {"1": Verdict.FAIL}


@pytest.mark.parametrize("lead", ["có đủ", "có một trong", "có ít nhất 2 trong"])
def test_a_list_of_five_thousand_items(lead: str) -> None:
    rules = sample(f"{lead}:\n" + "\n".join(f"      - số [vụ] ít nhất {number} vụ" for number in range(1, 5001)))
    for facts in ({"vu": 1}, {"vu": 5000}, {}):
        assert_same(rules, facts, year=2023)


def _nested(inner: str, depth: int) -> str:
    for level in range(depth):
        other = f"số [tin báo] {'ít nhất' if level % 3 else 'không quá'} {level % 7 + 1} vụ"
        inner = f"({other}) {'và' if level % 2 else 'hoặc'} ({inner})"
    return inner


@pytest.mark.parametrize("depth", [15, 70, 99])
def test_a_deep_condition(depth: int) -> None:
    named = f"\nmệnh đề [sâu]: {_nested('số [vụ] ít nhất 1 vụ', depth)}\n"
    text = HEADER.format(lines=EMPTY_PASSES) + VOCABULARY + named
    rules = antq_rules.load_text(text + f'tiêu chí 1. "Một"\n  đạt khi {_nested("[sâu]", depth)}\n')
    for count in (0, 1, 3, 8):
        assert_same(rules, {"vu": 1, "tin": count}, year=2023)
        assert_same(rules, {"tin": count}, year=2023)
        assert is_by_code(rules, {"tin": count}, year=2023)


# ------------------------------------------------------------------------------------------------ what is plain
class Key(str, enum.Enum):  # noqa: UP042  its own text is not what `str` gives of it
    """A text that shows itself otherwise."""

    CASES = "vu"


@pytest.mark.parametrize(
    ("facts", "by_code"),
    [
        ({"vu": 3}, True),
        ({"vu": None}, True),
        ({"vu": "3"}, True),
        ({"vu": 3.0}, True),
        ({"vu": Fraction(3)}, True),
        ({"vu": {"giá trị": 3}}, True),
        ({"vu": 10**20}, True),
        ({Key.CASES: 3}, True),
        ({"vu": True}, False),
        ({"vu": 2.5}, False),
        ({"vu": -1}, False),
        ({"vu": 10**30}, False),
        ({"Vụ": 3}, False),
        ({"vu": 3, "vụ": 3}, False),
        ({"vu": 3, "la": 1}, False),
        ({"vu": 3, 5: 1}, False),
        ({"vu": []}, False),
    ],
)
def test_facts_as_they_are_written(facts: Any, by_code: bool) -> None:
    rules = sample("số [vụ] ít nhất 3 vụ")
    assert_same(rules, facts, year=2023)
    assert is_by_code(rules, facts, year=2023) is by_code


def test_facts_that_make_what_is_asked_of_them() -> None:
    facts: defaultdict[str, object] = defaultdict(int)
    found = assert_same(sample("số [vụ] ít nhất 3 vụ"), facts, year=2023)
    assert found.criteria == {"1": Verdict.INSUFFICIENT_DATA} and not facts


def test_a_list_and_a_text_of_the_same_letters_differ() -> None:
    rules = sample('[ngày hội] gồm "Ngày A"')
    for value in (["ngay_a"], "ngay_a", ["ngay_a", "Ngày A"], ("ngay_a",), ["n", "g"], "không mục nào", 0, None, []):
        assert_same(rules, {"ngay_hoi": value}, year=2023)


def test_a_part_above_its_whole_is_wrong_whoever_asks() -> None:
    rules = sample("số [hộ văn hóa] ít nhất 3 hộ")
    assert assert_same(rules, {"van_hoa": 5, "ho": 4}, year=2023).errors[0].code == "DL105"
    assert assert_same(rules, {"van_hoa": 4, "ho": 4}, year=2023).criteria == {"1": Verdict.PASS}


def test_what_no_criterion_looks_at_is_still_checked() -> None:
    found = sample("số [vụ] ít nhất 3 vụ").verdicts({"vu": 3, "tin": 9}, year=2023)
    assert found.criteria == {"1": Verdict.PASS}
    assert [error.code for error in found.errors] == ["DL104"]


def test_facts_may_change_after_the_verdict() -> None:
    facts: dict[str, object] = {"vu": 3}
    found = sample("số [vụ] ít nhất 3 vụ").verdicts(facts, year=2023)
    facts["vu"] = 0
    assert found.explain("1").verdict is found.criteria["1"] is Verdict.PASS


# ------------------------------------------------------------------------------------------------ wrong calls, sharing
@pytest.mark.parametrize(
    "wrong",
    [
        {"year": None},
        {"year": 1800},
        {"year": 2023.0},
        {"year": True},
        {"readings": {"A1": "khác"}},
        {"readings": {"Z9": "hep"}},
        {"criteria": ["9"]},
        {"parameters": {"x": 1}},
        {"cutoff": datetime.date(2022, 1, 1)},
    ],
)
def test_wrong_calls_are_refused_as_assess_does(wrong: dict[str, Any]) -> None:
    rules = sample("số [vụ] ít nhất 3 vụ")
    rules.verdicts({"vu": 3}, year=2023)
    call: dict[str, Any] = {"year": 2023, **wrong}
    with pytest.raises(InvalidInput) as expected:
        rules.assess({"vu": 3}, **call)
    with pytest.raises(InvalidInput) as found:
        rules.verdicts({"vu": 3}, **call)
    assert found.value.diagnostics == expected.value.diagnostics


def test_a_unit_read_from_a_file_does_not_say_what_type_others_have() -> None:
    rules = sample("có đủ:\n      - đối với phường: số [vụ] ít nhất 3 vụ\n      - số [tin báo] ít nhất 1 vụ")
    ward = '{"đơn vị": {"mã": "a", "loại": "phường"}, "năm": 2023, "dữ kiện": {"vu": 1, "tin": 1}}'
    (unit,) = antq_rules.read_units_text(ward, "json")
    assert rules.verdicts(unit).criteria == {"1": Verdict.FAIL}
    assert rules.verdicts({"vu": 1, "tin": 1}, year=2023).criteria == {"1": Verdict.PASS}


def test_many_years_and_readings_do_not_fill_the_memory() -> None:
    rules = sample("số [vụ] ít nhất 3 vụ")
    for year in range(1900, 2100):
        assert rules.verdicts({"vu": 3}, year=year).criteria == {"1": Verdict.PASS}
    assert len(rules._plans) <= 65


def test_many_values_do_not_fill_the_memory() -> None:
    rules = sample("[ngày ban hành] trong quý I")
    plan = rules.verdicts({}, year=2023)._plan
    for day in range(9000):
        rules.verdicts({"ngay": f"{1 + day % 28:02d}/{1 + day // 28 % 12:02d}/{1900 + day // 336}"}, year=2023)
    assert all(len(reader.memory(slot)) <= 4096 for reader in plan.readers for slot in reader.slots)


def test_the_trace_has_the_facts_beside_the_tree() -> None:
    rules = sample('số [vụ] ít nhất 3 vụ và [mức] từ "Khá" trở lên và [ngày hội] gồm "Ngày A"')
    trace = rules.verdicts({"vu": 2, "muc": "Khá", "ngay_hoi": ["ngay_a"]}, year=2023).trace()
    assert trace.values == {("vu", 2023): 2, ("muc", 2023): "Khá", ("ngay_hoi", 2023): ("Ngày A",)}
    assert [verdict for _, verdict in trace] == [Verdict.FAIL, Verdict.FAIL, Verdict.PASS, Verdict.PASS]
    assert trace.places is rules.verdicts({}, year=2023).trace().places


def test_assess_brings_none_of_it_in() -> None:
    import subprocess
    import sys

    code = (
        "import antq_rules, sys; antq_rules.load('pl1').assess({}, year=2023).verdict; "
        "raise SystemExit(any('verdicts' in name for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
