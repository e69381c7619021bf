"""Versions of a set: which one decides for a type of unit and a year, and what is said where none or two would."""

from __future__ import annotations

from pathlib import Path

import pytest

from antq_rules import Catalogue, Diagnostic, InvalidInput, RuleSet, check_text, load, load_text
from antq_rules.ruleset import catalogue as catalogue_module

SET = """bộ tiêu chí "Bộ {code} (hư cấu)"
  mã: {code}
  áp dụng cho: {types}
  {lines}
dữ kiện [vụ cháy]
  mã: vu
  kiểu: số đếm (vụ)
tiêu chí 1. "Ít cháy"
  đạt khi số [vụ cháy] không quá {most} vụ
"""
OLD_TYPES, NEW_TYPES = "xã, phường, thị trấn", "xã, phường, đặc khu"


def text(code: str, types: str = OLD_TYPES, lines: str = "", most: int = 3) -> str:
    return SET.format(code=code, types=types, lines=lines, most=most)


def rules(code: str, types: str = OLD_TYPES, lines: str = "", most: int = 3) -> RuleSet:
    return load_text(text(code, types, lines, most), f"{code}.rules")


def refused(sets: list[RuleSet]) -> tuple[Diagnostic, ...]:
    with pytest.raises(InvalidInput) as caught:
        Catalogue.of_sets(sets)
    return caught.value.diagnostics


def nothing(catalogue: Catalogue, unit_type: str, year: int, topic: str | None = None) -> Diagnostic:
    with pytest.raises(InvalidInput) as caught:
        catalogue.in_force(unit_type, year, topic)
    (problem,) = caught.value.diagnostics
    return problem


def two_versions() -> Catalogue:
    old = rules("bo-2023", OLD_TYPES, "áp dụng: từ năm 2023", most=3)
    new = rules("bo-2026", NEW_TYPES, "áp dụng: từ năm 2026\n  thay thế: bo-2023", most=1)
    return Catalogue.of_sets([old, new])


# ------------------------------------------------------------------------------------------------ choosing
@pytest.mark.parametrize(
    ("unit_type", "year", "code"),
    [
        ("xã", 2023, "bo-2023"),
        ("xã", 2025, "bo-2023"),
        ("xã", 2026, "bo-2026"),
        ("phuong", 2030, "bo-2026"),
        ("thị trấn", 2025, "bo-2023"),
        ("dac_khu", 2026, "bo-2026"),
    ],
)
def test_the_year_and_the_type_choose(unit_type: str, year: int, code: str) -> None:
    assert two_versions().in_force(unit_type, year).code == code


def test_each_year_is_assessed_under_its_own_rules() -> None:
    catalogue = two_versions()
    before = catalogue.assess({"vu": 2}, year=2025, unit_type="xã")
    after = catalogue.assess({"vu": 2}, year=2026, unit_type="xã")
    assert (before.program.code, before.verdict.value) == ("bo-2023", "pass")
    assert (after.program.code, after.verdict.value) == ("bo-2026", "fail")


def test_where_no_set_decides_it_is_said_which_there_are() -> None:
    problem = nothing(two_versions(), "thị trấn", 2026)
    assert problem.code == "DL202"
    assert "bo-2023 (từ năm 2023 đến năm 2025, sau đó được bo-2026 thay thế)" in problem.correction
    assert nothing(two_versions(), "đặc khu", 2025).correction == "Các bộ dành cho đặc khu: bo-2026 (từ năm 2026)."
    assert nothing(two_versions(), "xã", 2022).code == "DL202"


def test_an_unknown_type_gets_a_suggestion() -> None:
    problem = nothing(two_versions(), "thị trn", 2025)
    assert (problem.code, problem.suggestions) == ("DL201", ("thị trấn",))
    assert "xã; phường; thị trấn; đặc khu" in problem.correction


def test_a_record_says_which_unit_has_no_set() -> None:
    from antq_rules import read_units_text

    (unit,) = read_units_text('{"đơn vị": {"mã": "x1", "loại": "huyện"}, "năm": 2026, "dữ kiện": {}}', "so.json")
    with pytest.raises(InvalidInput) as caught:
        two_versions().assess(unit)
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.file, problem.place) == ("DL201", "so.json", "x1")


def test_type_and_year_are_both_asked_for() -> None:
    with pytest.raises(InvalidInput) as caught:
        two_versions().assess({"vu": 1})
    assert [dict(problem.values)["field"] for problem in caught.value.diagnostics] == ["loại", "năm"]


# ------------------------------------------------------------------------------------------------ replacing
def test_a_set_replaced_for_some_types_stays_for_the_others() -> None:
    old = rules("cu", OLD_TYPES, "áp dụng: từ năm 2023")
    new = rules("moi", NEW_TYPES, "áp dụng: từ năm 2026\n  thay thế: cu (đối với xã, phường)")
    catalogue = Catalogue.of_sets([old, new])
    assert catalogue.in_force("thị trấn", 2026).code == "cu"
    assert catalogue.in_force("phường", 2026).code == "moi"


def test_replacement_goes_through_others_and_a_replaced_set_does_not_come_back() -> None:
    first = rules("mot", "xã", "áp dụng: từ năm 2020")
    second = rules("hai", "xã", "áp dụng: từ năm 2023 đến năm 2024\n  thay thế: mot")
    third = rules("ba", "xã", "áp dụng: từ năm 2026\n  thay thế: hai")
    catalogue = Catalogue.of_sets([third, first, second])
    assert [catalogue.in_force("xã", year).code for year in (2022, 2023, 2024, 2026)] == ["mot", "hai", "hai", "ba"]
    assert nothing(catalogue, "xã", 2025).code == "DL202"


def test_a_set_replaced_before_its_first_year_never_decides() -> None:
    first = rules("mot", "xã", "áp dụng: từ năm 2020")
    never = rules("hai", "xã", "áp dụng: từ năm 2025\n  thay thế: mot")
    third = rules("ba", "xã", "áp dụng: từ năm 2024\n  thay thế: hai")
    catalogue = Catalogue.of_sets([first, never, third])
    assert [catalogue.in_force("xã", year).code for year in (2023, 2024, 2025, 2026)] == ["mot", "ba", "ba", "ba"]
    assert "hai" not in {version.rules.code for version in catalogue.versions()}


def test_one_set_may_replace_several() -> None:
    sets = [rules("a", "xã", "áp dụng: từ năm 2020"), rules("b", "phường", "áp dụng: từ năm 2020")]
    catalogue = Catalogue.of_sets([*sets, rules("c", "xã, phường", "áp dụng: từ năm 2026\n  thay thế: a, b")])
    assert {catalogue.in_force(name, 2026).code for name in ("xã", "phường")} == {"c"}


# ------------------------------------------------------------------------------------------------ contradictions
def test_two_sets_in_force_name_both_places() -> None:
    (problem,) = refused(
        [rules("cu", OLD_TYPES, "áp dụng: từ năm 2023"), rules("moi", NEW_TYPES, "áp dụng: từ năm 2026")]
    )
    assert (problem.code, problem.file, problem.line) == ("AQ507", "moi.rules", 1)
    assert problem.message == ("bộ “moi” và bộ “cu” (cu.rules, dòng 1) cùng áp dụng cho xã, phường, từ năm 2026")


def test_sets_without_years_conflict_in_every_year() -> None:
    (problem,) = refused([rules("a", "xã"), rules("b", "xã")])
    assert dict(problem.values)["years"] == "mọi năm"


def test_years_or_types_apart_do_not_conflict() -> None:
    Catalogue.of_sets(
        [
            rules("a", "xã", "áp dụng: đến hết năm 2024"),
            rules("b", "xã", "áp dụng: từ năm 2025"),
            rules("c", "phường"),
        ]
    )


def test_a_cycle_is_drawn_once() -> None:
    sets = [
        rules(code, "xã", f"áp dụng: từ năm {year}\n  thay thế: {old}")
        for code, year, old in (("a", 2020, "c"), ("b", 2021, "a"), ("c", 2022, "b"))
    ]
    (problem,) = refused(sets)
    assert (problem.code, problem.file) == ("AQ506", "a.rules")
    assert problem.line == 5
    assert "a → c → b → a (c.rules, dòng 5; b.rules, dòng 5)" in problem.message


def test_an_unknown_code_gets_its_line_and_a_suggestion() -> None:
    new = rules("bo-2026", "xã", "áp dụng: từ năm 2026\n  thay thế: bo-2032")
    (problem,) = refused([rules("bo-2023", "xã", "áp dụng: đến hết năm 2025"), new])
    assert (problem.code, problem.line, problem.column) == ("AQ505", 5, 13)
    assert problem.suggestions == ("bo-2023",)


def test_a_type_that_the_old_set_does_not_have_is_said() -> None:
    new = rules("moi", "đặc khu", "áp dụng: từ năm 2026\n  thay thế: cu (đối với đặc khu)")
    (problem,) = refused([rules("cu"), new])
    assert (problem.code, problem.line) == ("AQ209", 5)
    assert "xã; phường; thị trấn" in problem.correction


def test_a_code_used_twice_is_said() -> None:
    problems = refused([rules("a", "xã"), rules("a", "phường")])
    assert [problem.code for problem in problems] == ["AQ210"]


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        ("áp dụng: từ năm 2026\n  thay thế: moi", "AQ501", 5),
        ("thay thế: cu", "AQ502", 4),
        ("áp dụng: đến hết năm 2026\n  thay thế: cu", "AQ502", 5),
        ("áp dụng: từ năm 2026\n  thay thế: cu, cu", "AQ313", 5),
        ("áp dụng: từ năm 2026\n  thay thế: cu\n  thay thế: khac", "AQ112", 6),
        ("chủ đề: Hồ sơ", "AQ101", 4),
    ],
)
def test_header_lines_that_cannot_be(lines: str, code: str, line: int) -> None:
    found = [(p.code, p.line) for p in check_text(text("moi", "xã", lines))]
    assert found == [(code, line)]


# ------------------------------------------------------------------------------------------------ topics
def test_sets_on_different_topics_stand_beside_each_other() -> None:
    main = rules("chinh", "xã, phường")
    process = rules("ho-so", "xã", 'chủ đề: "Hồ sơ đề nghị"')
    catalogue = Catalogue.of_sets([main, process])
    assert catalogue.in_force("xã", 2026).code == "chinh"
    assert catalogue.in_force("xã", 2026, "hồ sơ đề nghị").code == "ho-so"
    assert [one.code for one in catalogue.all_in_force(2026, "xã")] == ["chinh", "ho-so"]
    assert [one.code for one in catalogue.all_in_force(2026)] == ["chinh", "ho-so"]
    assert catalogue.assess({"vu": 1}, year=2026, unit_type="xã", topic="Hồ sơ đề nghị").program.code == "ho-so"


def test_a_topic_is_never_guessed() -> None:
    catalogue = Catalogue.of_sets([rules("chinh", "phường"), rules("ho-so", "xã", 'chủ đề: "Hồ sơ đề nghị"')])
    without = nothing(catalogue, "xã", 2026)
    assert (without.code, "“Hồ sơ đề nghị”" in without.correction) == ("DL204", True)
    other = nothing(catalogue, "phường", 2026, "Hồ sơ đề nghị")
    assert (other.code, "không ghi chủ đề" in other.correction) == ("DL204", True)
    unknown = nothing(catalogue, "xã", 2026, "Hồ sơ đề ngị")
    assert (unknown.code, unknown.suggestions) == ("DL203", ("Hồ sơ đề nghị",))


def test_sets_on_one_topic_conflict() -> None:
    (problem,) = refused([rules("a", "xã", 'chủ đề: "Hồ sơ"'), rules("b", "xã", 'chủ đề: "hồ sơ"')])
    assert problem.code == "AQ507"


# ------------------------------------------------------------------------------------------------ where sets come from
def test_a_folder_with_its_vocabulary(tmp_path: Path) -> None:
    vocabulary = "dữ kiện [vụ cháy]\n  mã: vu\n  kiểu: số đếm (vụ)\n"
    (tmp_path / "chung.rules").write_text(vocabulary, encoding="utf-8")
    for code, lines in (("a", "áp dụng: từ năm 2020"), ("b", "áp dụng: từ năm 2026\n  thay thế: a")):
        body = text(code, "xã", f"{lines}\n  dùng: chung").replace(vocabulary, "")
        (tmp_path / f"{code}.rules").write_text(body, encoding="utf-8")
    catalogue = Catalogue.of_folder(tmp_path)
    assert [one.code for one in catalogue.sets] == ["a", "b"]
    assert catalogue.in_force("xã", 2026).code == "b"


def test_a_folder_tells_the_problems_of_every_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.rules").write_text(text(name).replace("số [vụ cháy]", "số [vụ chay]"), encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        Catalogue.of_folder(tmp_path)
    found = [(problem.code, problem.file) for problem in caught.value.diagnostics]
    assert [one for one in found if one[0] == "AQ201"] == [("AQ201", "a.rules"), ("AQ201", "b.rules")]


@pytest.mark.parametrize(("name", "reason"), [("khong-co", "không có"), (".", "không có bộ tiêu chí nào")])
def test_a_folder_without_sets_is_said(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Catalogue.of_folder(tmp_path / name)
    assert caught.value.diagnostics[0].code == "DL101"
    assert reason in str(caught.value)


def test_bundled_sets_by_type_and_year() -> None:
    catalogue = Catalogue.bundled()
    assert catalogue.in_force("thị trấn", 2023).code == "pl1"
    assert catalogue.in_force("doanh nghiệp", 2026).code == "pl2"
    assert nothing(catalogue, "xã", 2022).code == "DL202"
    assert nothing(catalogue, "đặc khu", 2026).code == "DL201"


def test_loading_for_a_year_refuses_a_set_that_is_not_in_force_then() -> None:
    assert load("pl1", year=2026) is load("pl1")
    with pytest.raises(InvalidInput) as caught:
        load("pl1", year=2022)
    assert caught.value.diagnostics[0].code == "DL115"
    assert "từ năm 2023" in str(caught.value)


def test_a_replaced_set_is_refused_for_later_years() -> None:
    catalogue = two_versions()
    catalogue.check_not_replaced("bo-2023", 2025)
    with pytest.raises(InvalidInput) as caught:
        catalogue.check_not_replaced("bo-2023", 2026)
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.correction) == ("DL205", "Dùng bộ thay thế: bo-2026 (từ năm 2026).")
    partly = Catalogue.of_sets([rules("cu"), rules("moi", "xã", "áp dụng: từ năm 2026\n  thay thế: cu (đối với xã)")])
    partly.check_not_replaced("cu", 2030)


def test_loading_a_bundled_set_for_a_year_minds_what_replaced_it(monkeypatch: pytest.MonkeyPatch) -> None:
    new = rules("moi", "xã, phường, đặc khu", "áp dụng: từ năm 2026\n  thay thế: pl1")
    monkeypatch.setattr(catalogue_module, "_bundled", lambda: Catalogue.of_sets([load("pl1"), new]))
    assert load("pl1", year=2025).code == "pl1"
    with pytest.raises(InvalidInput) as caught:
        load("pl1", year=2026)
    assert [problem.code for problem in caught.value.diagnostics] == ["DL205"]


def test_the_compiled_form_keeps_versions() -> None:
    from antq_rules.graph.codec import from_data, to_data

    new = rules("moi", NEW_TYPES, 'áp dụng: từ năm 2026\n  thay thế: cu (đối với xã), khac\n  chủ đề: "Hồ sơ"')
    again = from_data(to_data(new.program))
    assert again == new.program
    assert [(one.code, one.unit_types) for one in again.replaces] == [("cu", ("xã",)), ("khac", ())]
    assert (again.topic, again.origin.line) == ("Hồ sơ", 1)
