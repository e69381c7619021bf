"""The process as rule files: they compile, their examples pass, every obligation and duty is an item of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest

import antq_rules
from antq_rules import InvalidInput, RuleSet, Verdict
from antq_rules.resources import folder
from antq_rules.ruleset.loading import compiled_form, load_file
from antq_rules.testing import run_examples

FILES = {
    "kh-don-vi": "ke-hoach.rules",
    "kh-huyen": "ke-hoach.rules",
    "kh-tinh": "ke-hoach.rules",
    "kh-nhiem-vu": "ke-hoach-nhiem-vu.rules",
}
GROUPS = {
    "PV": "abcd",
    "CT": "abcdefg",
    "DK": "abcde",
    "CH": "abcd",
    "TQ": "abc",
    "HS": "abcdef",
    "CN": "abcd",
    "BC": "ab",
}
OBLIGATIONS = {f"KH-{group}-{letter}" for group, letters in GROUPS.items() for letter in letters}
DUTIES = {
    "ND": "abcdef", "CAT": "abcdefghi", "SNV": "a", "STC": "a", "TTTT": "a", "VHTT": "a", "GDDT": "abc", "LDLD": "abc",
    "MTTQ": "abcd", "UBH": "abcdefgh", "SBN": "a", "KP": "abc", "KT": "a", "XL": "ab",
}  # fmt: skip


def source(code: str) -> RuleSet:
    return load_file(str(folder("rules").joinpath(FILES[code])), code)


def codes(code: str) -> list[str]:
    return [item.code for criterion in antq_rules.load(code).criteria for item in criterion.items if item.code]


@pytest.mark.parametrize("code", FILES)
def test_compiles_without_a_problem_and_all_examples_pass(code: str) -> None:
    rules = source(code)
    assert rules.diagnostics == ()
    assert rules.examples
    failures = [(result.example.title, result.failures) for result in run_examples(rules) if not result.passed]
    assert failures == []


@pytest.mark.parametrize("code", FILES)
def test_the_compiled_form_is_up_to_date(code: str) -> None:
    rules = source(code)
    stored = json.loads(folder("rules").joinpath("compiled", f"{code}.json").read_text(encoding="utf-8"))
    assert stored == json.loads(json.dumps(compiled_form(rules, folder("rules")), ensure_ascii=False))
    assert antq_rules.load(code).hash == rules.hash


def test_the_index_lists_the_sets() -> None:
    assert set(antq_rules.bundled()) == {*FILES, "pl1", "pl2"}


def test_all_35_obligations_are_items_with_a_citation() -> None:
    found = [code for name in ("kh-don-vi", "kh-huyen", "kh-tinh") for code in codes(name)]
    assert len(OBLIGATIONS) == 35
    assert set(found) == OBLIGATIONS
    assert sorted(code for code in set(found) if found.count(code) > 1) == ["KH-BC-a", "KH-BC-b"]  # units and districts
    for name in FILES:
        items = [item for criterion in antq_rules.load(name).criteria for item in criterion.items if item.code]
        assert all(item.citation.startswith("Kế hoạch, mục ") for item in items)


def test_all_44_duties_are_on_the_checklist() -> None:
    duties = {f"KH-{group}-{letter}" for group, letters in DUTIES.items() for letter in letters}
    assert len(duties) == 44
    assert sorted(codes("kh-nhiem-vu")) == sorted(duties)


@pytest.mark.parametrize("code", FILES)
def test_examples_stand_on_both_sides_of_every_obligation(code: str) -> None:
    """Each obligation passes in some example and comes to something else in another."""
    rules = source(code)
    by_id = {item.id: item.code for criterion in rules.criteria for item in criterion.items if item.code}
    expected: dict[str, set[str]] = {name: set() for name in by_id.values()}
    for example in rules.examples:
        for expectation in example.expectations:
            if expectation.name in by_id:
                expected[by_id[expectation.name]].add(expectation.verdict)
    always = {"KH-PV-a", "KH-DK-a"}  # hold for every unit and year that the set is for; the other side is refused
    one_sided = {name for name, verdicts in expected.items() if "pass" not in verdicts or len(verdicts) == 1}
    assert one_sided - always == set()


def test_examples_choose_every_option_of_the_readings_of_the_process() -> None:
    chosen = {(code, option) for name in FILES for e in source(name).examples for code, option in e.readings}
    for reading in antq_rules.load("kh-don-vi").readings:
        if reading.code in {"A20", "A21", "A25", "A36", "A37", "A38", "A53"}:
            others = {(reading.code, option.code) for option in reading.options if option.code != reading.default}
            assert others <= chosen


def test_the_plan_does_not_apply_before_2023() -> None:
    rules = antq_rules.load("kh-don-vi")
    assert rules.assess({}, year=2023, unit_type="xã").item("KH-PV-a") is Verdict.PASS
    with pytest.raises(InvalidInput) as caught:
        rules.assess({}, year=2022, unit_type="xã")
    assert "từ năm 2023" in caught.value.diagnostics[0].correction


def test_a_unit_of_no_known_type_is_not_eligible_for_anything() -> None:
    result = antq_rules.load("kh-don-vi").assess({}, year=2024, unit_type="thôn")
    assert [error.code for error in result.errors] == ["DL113"]
    assert result.item("KH-DK-a") is Verdict.NOT_APPLICABLE


def test_note_readings_are_documented_and_cannot_be_chosen() -> None:
    rules = antq_rules.load("kh-don-vi")
    notes = " ".join(note for criterion in rules.criteria for note in criterion.notes)
    for code in ("A26", "A45", "A50"):
        assert f"({code})" in notes
        assert code not in rules.defaults
    assert {"A20", "A25", "A36", "A37", "A38", "A53"} <= set(rules.defaults)


def schema_of(code: str) -> dict[str, Any]:
    return antq_rules.load(code).schema()


def test_schemas_describe_the_facts_of_the_process() -> None:
    schema = schema_of("kh-don-vi")
    facts = schema["properties"]["dữ kiện"]["properties"]
    assert facts["cap_lua_chon"]["anyOf"][0]["enum"][:3] == ["tinh", "huyen", "khong"]
    assert facts["ho_so_gom"]["anyOf"][0]["items"]["enum"][:3] == ["to_trinh", "bao_cao_ket_qua", "bien_ban_hop_xet"]
    assert schema["properties"]["năm"]["minimum"] == 2023
    assert set(schema["properties"]["cách hiểu"]["properties"]["A37"]["enum"]) == {"mot_ben", "ca_hai_ben", "theo_cap"}
    assert schema_of("kh-tinh")["properties"]["đơn vị"]["properties"]["loại"]["enum"] == ["tỉnh"]
    assert set(schema_of("kh-huyen")["properties"]["dữ kiện"]["properties"]) == {
        "so_don_vi_huyen_chon",
        "so_don_vi_huyen_chon_du_dieu_kien",
        "ngay_bao_cao_danh_sach",
        "ngay_bao_cao_6_thang",
        "ngay_bao_cao_nam",
    }
    assert len(schema_of("kh-nhiem-vu")["properties"]["dữ kiện"]["properties"]) == 44
