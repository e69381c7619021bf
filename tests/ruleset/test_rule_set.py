"""A compiled set as other applications use it: what it is asked and refuses, its compiled form, its schema, units."""

from __future__ import annotations

import datetime
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.engine.sample import rules_of

import antq_rules
from antq_rules import Diagnostic, InvalidInput, RuleSet, Verdict, units
from antq_rules.graph.codec import VERSION, from_data, to_data
from antq_rules.resources import folder
from antq_rules.ruleset import loading
from antq_rules.ruleset.rule_set import years_in_force

LINES = """  khi không có đối tượng: đạt
  áp dụng: {years}
cách hiểu B1 "Ghi chú" (chỉ ghi chú)
  - "hẹp" (mặc định; mã: hep): nghĩa hẹp
  - "rộng" (mã: rong): nghĩa rộng"""
RULES = rules_of("không có [vụ]", 'có đủ:\n    a) (mã: X-1): có [việc tốt]\n    b) [mức] bằng "Khá"')


def refused(rules: RuleSet, **options: Any) -> list[Diagnostic]:
    with pytest.raises(InvalidInput) as caught:
        rules.assess({"vu": 0}, **{"year": 2023, **options})
    return list(caught.value.diagnostics)


# ------------------------------------------------------------------------------------------------ what is refused
@pytest.mark.parametrize(
    ("options", "code", "message", "correction"),
    [
        ({"year": None}, "DL112", "đơn vị thiếu “năm”", "Ghi “năm” của đơn vị."),
        ({"year": 23}, "DL115", "năm “23” không hợp", "Ghi năm bằng bốn chữ số, ví dụ 2023."),
        ({"year": True}, "DL115", "năm “True” không hợp", "Ghi năm bằng bốn chữ số, ví dụ 2023."),
        ({"cutoff": datetime.date(2022, 12, 31)}, "DL115", "năm “2022” không hợp",
         "Ngày chốt số liệu phải thuộc năm xét."),
        ({"readings": {"A1": "rongg"}}, "DL118", "không có phương án “rongg” của cách hiểu A1",
         "Các phương án là: hep; rong. Có phải ý là: rong?"),
        ({"readings": {"A7": "hep"}}, "DL118", "không có phương án “hep” của cách hiểu A7",
         "Các phương án là: không có."),
        ({"criteria": ["1", "9"]}, "AQ215", "không có tiêu chí 9", "Các tiêu chí là: 1; 2."),
    ],
)  # fmt: skip
def test_refused(options: dict[str, Any], code: str, message: str, correction: str) -> None:
    (problem,) = refused(RULES, **options)
    assert (problem.code, problem.message, problem.correction) == (code, message, correction)


def test_a_reading_that_is_only_a_note_cannot_be_chosen() -> None:
    rules = rules_of("không có [vụ]", lines=LINES.format(years="năm 2023"))
    (problem,) = refused(rules, readings={"B1": "rong"})
    assert (problem.code, problem.correction) == ("DL118", "Các phương án là: không có.")
    assert "B1" not in rules.defaults


@pytest.mark.parametrize(
    ("years", "covered", "words"),
    [
        ("năm 2023", {2023}, "năm 2023"),
        ("từ năm 2023", {2023, 2024}, "từ năm 2023"),
        ("đến hết năm 2023", {2022, 2023}, "đến năm 2023"),
        ("từ năm 2022 đến năm 2023", {2022, 2023}, "từ năm 2022 đến năm 2023"),
    ],
)
def test_years_in_force(years: str, covered: set[int], words: str) -> None:
    rules = rules_of("không có [vụ]", lines=LINES.format(years=years))
    for year in (2022, 2023, 2024):
        if year in covered:
            assert rules.assess({"vu": 0}, year=year)["1"].verdict is Verdict.PASS
        else:
            (problem,) = refused(rules, year=year)
            assert (problem.code, problem.correction) == ("DL115", f"Bộ tiêu chí này áp dụng {words}.")
    assert years_in_force(rules.program) == words
    assert years_in_force(RULES.program) == "mọi năm"


# ------------------------------------------------------------------------------------------------ what is asked
def test_criteria_and_items_can_be_looked_up() -> None:
    first, second = RULES.criteria
    assert (first.number, first.title, first.items) == ("1", "Số 1", ())
    assert [(item.id, item.marker, item.code) for item in second.items] == [("2.a", "a", "X-1"), ("2.b", "b", "")]
    assert (RULES.title, RULES.code) == ("Mẫu (hư cấu)", "mau")
    assert [fact.code for fact in RULES.facts] == ["vu", "muc", "tot"]


def test_items_and_obligations_of_an_assessment() -> None:
    assessment = RULES.assess({"vu": 0, "tot": True, "muc": "Yếu"}, year=2023, unit=("x1", "Xã hư cấu"))
    assert (assessment.unit_code, assessment.unit_name, assessment.unit_type) == ("x1", "Xã hư cấu", "xã")
    assert assessment.obligations == {"X-1": Verdict.PASS}
    assert assessment.item("2.b") is Verdict.FAIL
    assert assessment.item("X-1") is Verdict.PASS
    assert [result.number for result in assessment] == ["1", "2"]
    assert assessment[2].verdict is Verdict.FAIL  # type: ignore[index]
    assert (assessment.year, assessment.cutoff, assessment.readings) == (2023, None, {"A1": "hep"})
    assert assessment.raw.facts[2023]["muc"] == "Yếu"
    assert assessment.version == antq_rules.__version__
    with pytest.raises(KeyError):
        assessment.item("2.z")
    with pytest.raises(KeyError):
        assessment["9"]
    with pytest.raises(KeyError):
        RULES.assess({}, year=2023, criteria=["1"]).explain("2")


def test_schema_says_what_each_fact_may_be() -> None:
    rules = rules_of(
        "không có [vụ]", "không nợ [quỹ]", "số [cán bộ] ít nhất 01 người", 'có [mức]', 'có [cấp]', 'có [ngày hội]',
        "có [ngày ban hành]", "hằng tháng số [buổi] ít nhất 01 buổi", "có [việc tốt]", "số [hộ văn hóa] đạt 80% [hộ]",
        lines='  khi không có đối tượng: đạt\ndữ kiện [cháy]\n  mã: chay\n  kiểu: số đo (ha)\n'
        '  khoảng: từ 0,5 trở lên\n  nghĩa: "Diện tích cháy"\n  minh chứng: "Biên bản"',
        end='tiêu chí 11. "Cháy"\n  đạt khi [cháy] dưới 1 ha\n',
    )  # fmt: skip
    facts = rules.schema()["properties"]["dữ kiện"]["properties"]
    plain = {code: schema["anyOf"][0] for code, schema in facts.items()}
    members = ["ngay_a", "ngay_b", "ngay_c", "Ngày A", "Ngày B", "Ngày C"]
    assert plain == {
        "vu": {"type": "integer", "minimum": 0},
        "quy": {"type": "number", "minimum": 0, "maximum": 500},
        "can_bo": {"type": "integer", "minimum": 1},
        "ho": {"type": "integer", "minimum": 0},
        "van_hoa": {"type": "integer", "minimum": 0},
        "chay": {"type": "number", "minimum": 0.5},
        "muc": {"enum": ["yeu", "trung_binh", "kha", "xuat_sac", "Yếu", "Trung bình", "Khá", "Xuất sắc", "không có"]},
        "cap": {"enum": ["tinh", "huyen", "xa", "tỉnh", "huyện", "xã", "không có"]},
        "ngay_hoi": {"type": "array", "items": {"enum": members}, "uniqueItems": True},
        "ngay": {"anyOf": [{"type": "string", "format": "date"}, {"const": "không có"}]},
        "buoi": {
            "type": "array", "minItems": 1, "maxItems": 12,
            "items": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]},
        },
        "tot": {"type": "boolean"},
    }  # fmt: skip
    assert facts["van_hoa"]["x-trong-so"] == "ho"
    assert (facts["chay"]["description"], facts["chay"]["x-minh-chung"]) == ("Diện tích cháy", "Biên bản")
    assert (facts["vu"]["x-don-vi-tinh"], facts["vu"]["title"]) == ("vụ", "vụ")


# ------------------------------------------------------------------------------------------------ compiled form
def test_compiled_form_comes_back_the_same() -> None:
    data = json.loads(json.dumps(to_data(RULES.program), ensure_ascii=False))
    assert from_data(data) == RULES.program


@pytest.mark.parametrize(
    "program",
    [[99], [-2], [8], [], {"m": 1}, {"n": "1/0"}, "x", [2, "chỉ một trường"], 5, None, [[]], ["x"]],
)  # fmt: skip
def test_malformed_compiled_forms_are_refused(program: object) -> None:
    with pytest.raises(ValueError, match="malformed compiled set"):
        from_data({"version": VERSION, "program": program})
    with pytest.raises(ValueError, match=f"not a compiled set of version {VERSION}"):
        from_data({"version": VERSION - 1, "program": program})
    with pytest.raises(ValueError, match=f"not a compiled set of version {VERSION}"):
        from_data(program)


def test_compiled_form_is_used_only_where_it_matches_its_source(tmp_path: Path) -> None:
    source = tmp_path / "thu.rules"
    source.write_text('bộ tiêu chí "Thử (hư cấu)"\n  mã: thu\n  áp dụng cho: xã\n', encoding="utf-8")
    rules = antq_rules.load_file(source)
    form = loading.compiled_form(rules, tmp_path)
    file = tmp_path / "thu.json"

    def read(**changes: object) -> RuleSet | None:
        file.write_text(json.dumps({**form, **changes}), encoding="utf-8")
        return loading.read_compiled(file, tmp_path)

    again = read()
    assert again is not None
    assert again.hash == rules.hash
    assert read(library="0.0.0") is None
    assert read(format=0) is None
    assert read(files={"thu.rules": "0"}) is None
    assert read(files={"khac.rules": "0"}) is None
    assert read(program={"version": 1, "program": [99]}) is None
    file.write_text("[", encoding="utf-8")
    assert loading.read_compiled(file, tmp_path) is None
    assert loading.read_compiled(tmp_path / "khong-co.json", tmp_path) is None


def test_a_bundled_set_is_compiled_again_where_its_compiled_form_does_not_match(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading, "read_compiled", lambda file, rules: None)
    again = loading._load_bundled.__wrapped__("pl2", "phu-luc-2.rules")
    assert again.program == antq_rules.load("pl2").program
    assert again.hash == antq_rules.load("pl2").hash


# ------------------------------------------------------------------------------------------------ where sets come from
def test_an_unknown_bundled_set_and_a_year_out_of_force() -> None:
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load("pl3")
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.message, problem.suggestions) == ("DL117", "không có bộ tiêu chí “pl3”", ())
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load("pl1", year=1999)
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.message) == ("DL115", "năm “1999” không hợp")
    assert antq_rules.load("pl1", year=2023) is antq_rules.load("pl1")


TWO = 'bộ tiêu chí "Một"\n  mã: mot\n  áp dụng cho: xã\nbộ tiêu chí "Hai"\n  mã: hai\n  áp dụng cho: xã\n'


def test_a_file_with_several_sets_needs_the_code_of_one() -> None:
    assert antq_rules.load_text(TWO, code="hai").title == "Hai"
    for code, name in ((None, ""), ("ba", "ba")):
        with pytest.raises(InvalidInput) as caught:
            antq_rules.load_text(TWO, code=code)
        (problem,) = caught.value.diagnostics
        assert (problem.code, dict(problem.values)) == ("DL117", {"name": name, "members": "mot; hai"})
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load_text("# không có gì\n")
    assert dict(caught.value.diagnostics[0].values) == {"name": "", "members": "không có"}


def test_a_rule_file_that_is_not_there_and_the_one_that_may_be_meant(tmp_path: Path) -> None:
    (tmp_path / "thi-dua.rules").write_text('bộ tiêu chí "Thử"', "utf-8")
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load_file(tmp_path / "thi-du.rules")
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.suggestions) == ("DL117", ("thi-dua.rules",))
    assert problem.message == f"không có bộ tiêu chí “{tmp_path / 'thi-du.rules'}”"
    with pytest.raises(InvalidInput, match="DL117"):
        antq_rules.load_file(tmp_path / "khong-co" / "x.rules")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        antq_rules.check_file(tmp_path)
    (problem,) = caught.value.diagnostics
    assert problem.message == f"không đọc được số liệu: {tmp_path}: đây là thư mục, không phải tệp"
    assert loading.os_reason(PermissionError()) == "không có quyền đọc hoặc ghi"
    assert loading.os_reason(OSError()) == "không đọc hoặc ghi được"


def test_used_files_stand_beside_the_file(tmp_path: Path) -> None:
    words = "dữ kiện [vụ]\n  mã: vu\n  kiểu: số đếm (vụ)\n"
    main = 'bộ tiêu chí "Thử"\n  mã: thu\n  áp dụng cho: xã\n  dùng: {}\ntiêu chí 1. "Một"\n  đạt khi không có [vụ]\n'
    (tmp_path / "tu.rules").write_text(words, encoding="utf-8")
    (tmp_path / "thu.rules").write_text(main.format("tu"), encoding="utf-8")
    assert antq_rules.load_file(tmp_path / "thu.rules").assess({"vu": 0}, year=2023)["1"].verdict is Verdict.PASS
    (tmp_path / "thu.rules").write_text(main.format("khac"), encoding="utf-8")
    problem = antq_rules.check_file(tmp_path / "thu.rules")[0]
    assert (problem.code, problem.line, problem.column) == ("AQ214", 4, 9)
    (compilation,) = loading.compile_file(tmp_path / "thu.rules")
    assert compilation.program is None
    neighbours = loading._Neighbours(tmp_path)
    assert (list(neighbours), len(neighbours)) == (["thu.rules", "tu.rules"], 2)
    assert len(loading._Neighbours(tmp_path / "khong-co")) == 0


def test_every_bundled_set_is_listed() -> None:
    assert sorted(antq_rules.bundled()) == ["kh-don-vi", "kh-huyen", "kh-nhiem-vu", "kh-tinh", "pl1", "pl2"]
    assert all(folder("rules").joinpath("compiled", f"{code}.json").is_file() for code in antq_rules.bundled())


# ------------------------------------------------------------------------------------------------ units
@pytest.mark.parametrize(
    ("name", "kind_of", "factor"),
    [
        ("km", "mét", Fraction(1000)), ("cm", "mét", Fraction(1, 100)), ("héc-ta", "mét vuông", Fraction(10_000)),
        ("lít", "m³", Fraction(1, 1000)), ("tạ", "kg", Fraction(100)), ("phút", "giờ", Fraction(1, 60)),
        ("Tỉ Đồng", "đồng", Fraction(10**9)),
    ],
)  # fmt: skip
def test_units_of_measure(name: str, kind_of: str, factor: Fraction) -> None:
    found, root = units.measure(name), units.measure(kind_of)
    assert found is not None
    assert root is not None
    assert (found.kind, found.factor) == (root.kind, factor)


def test_units_of_count_and_rates() -> None:
    assert units.measure("vụ") is None
    assert units.declared("Vụ") == units.Unit("Vụ", "vụ", Fraction(1))
    assert units.declared("‰") == units.Unit("‰", "%", Fraction(1, 1000))
    assert units.declared("%").factor == Fraction(1, 100)
