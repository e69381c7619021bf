"""Constructs beyond the two appendices: their worked examples, explanations and smallest changes."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import antq_rules
from antq_rules.testing import run_examples

FILES = sorted(Path(__file__).parent.glob("*.rules"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_examples_hold(file: Path) -> None:
    rules = antq_rules.load_file(file)
    assert rules.diagnostics == ()
    results = run_examples(rules)
    assert len(results) > 10
    assert [(result.example.title, result.failures) for result in results if not result.passed] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_compiled_form_gives_the_same(file: Path) -> None:
    from antq_rules.graph.codec import from_data, to_data
    from antq_rules.ruleset import RuleSet

    rules = antq_rules.load_file(file)
    again = RuleSet(from_data(to_data(rules.program)), rules.examples)
    assert again.program == rules.program
    assert all(result.passed for result in run_examples(again))


@pytest.fixture
def members() -> antq_rules.RuleSet:
    return antq_rules.load_file(Path(__file__).parent / "danh-sach.rules")


def villages(*records: dict[str, Any]) -> dict[str, Any]:
    return {"thon": [{"tên": f"Thôn {number}", **record} for number, record in enumerate(records, 1)]}


def test_a_list_names_the_members_that_fall_short(members: antq_rules.RuleSet) -> None:
    facts = villages({"xl": "Tốt"}, {"xl": "Yếu"}, {"xl": "Khá"})
    tree = members.assess(facts, year=2024).explain("1").tree.children[0].children[0]
    assert (tree.required, tree.actual) == ("cần tất cả 3 thôn", "thực tế 2/3 thôn đạt điều kiện")
    assert [child.label for child in tree.children] == ["Thôn 2"]
    assert tree.margin is not None
    assert tree.margin.text == "còn thiếu 1 thôn"


def test_what_is_missing_is_asked_of_the_member(members: antq_rules.RuleSet) -> None:
    result = members.assess(villages({"xl": "Tốt"}, {}), year=2024)
    assert "[xếp loại thôn của Thôn 2] (năm nay)" in [need.text for need in result.explain("1").needs]


def test_the_change_of_a_member_makes_its_line_hold() -> None:
    rules = antq_rules.load_text(
        """
bộ tiêu chí "Thử"
  mã: thu
  áp dụng cho: xã
  khi không có đối tượng: đạt
thang "X": "Yếu" < "Khá" < "Tốt"
dữ kiện [thôn]
  kiểu: danh sách (thôn)
dữ kiện [loại]
  kiểu: xếp loại (thang "X")
  của: [thôn]
tiêu chí 1. "Hai thôn"
  đạt khi ít nhất 2 trong [thôn] có [loại] từ "Khá" trở lên
tiêu chí 2. "Số thôn"
  đạt khi số [thôn] mà ([loại] từ "Khá" trở lên) trên 1 thôn
"""
    )
    records = [{"tên": "A", "loai": "Yếu"}, {"tên": "B", "loai": "Tốt"}, {"tên": "C", "loai": "Yếu"}]
    result = rules.assess({"thon": records}, year=2024)
    for number in ("1", "2"):
        texts = [change.text for change in result.explain(number).changes]
        assert texts == ["[loại của A] phải đạt “Khá”", "[loại của C] phải đạt “Khá”"]
    records[2]["loai"] = "Khá"
    assert rules.assess({"thon": records}, year=2024).verdict is antq_rules.Verdict.PASS


@pytest.mark.parametrize(
    ("value", "code", "inside"),
    [
        ([{"ho": 1}], "DL131", "thứ 1"),
        ([{"tên": "A"}, {"tên": "A"}], "DL103", "hai lần"),
        ([{"tên": "A", "so_ho": 1}], "DL102", "A"),
        ([{"tên": "A", "ho": 3, "ho_vh": 5}], "DL105", "hộ văn hóa của A"),
        ("ba thôn", "DL103", "danh sách"),
        ([{"tên": "A#B"}], "DL131", "thứ 1"),
    ],
)
def test_bad_lists_are_data_errors(members: antq_rules.RuleSet, value: object, code: str, inside: str) -> None:
    errors = members.assess({"thon": value}, year=2024).errors
    assert [error.code for error in errors] == [code]
    assert inside in errors[0].text()


def test_a_members_fact_is_refused_for_the_whole_unit(members: antq_rules.RuleSet) -> None:
    errors = members.assess({"ho": 3}, year=2024).errors
    assert [error.code for error in errors] == ["DL130"]


def test_another_sets_assessment_is_a_fact(members: antq_rules.RuleSet) -> None:
    other = antq_rules.load("pl1").assess({}, year=2023)
    facts = {"vu": 1}
    earlier: dict[int, dict[str, Any]] = {2023: {"vu": 1, "ket_qua_bo_cu": other}, 2022: {"vu": 1}}
    assert members.assess(facts, year=2024, earlier=earlier)["6"].verdict is antq_rules.Verdict.FAIL
    earlier[2023]["ket_qua_bo_cu"] = antq_rules.Verdict.PASS
    assert members.assess(facts, year=2024, earlier=earlier)["6"].verdict is antq_rules.Verdict.PASS
    wrong = antq_rules.load("pl2").assess({}, year=2023)
    (error,) = members.assess({}, year=2024, previous={"ket_qua_bo_cu": wrong}).errors
    assert error.code == "DL132"


def test_parameters_are_set_from_outside_and_shown() -> None:
    rules = antq_rules.load_file(Path(__file__).parent / "bang-va-tham-so.rules")
    facts = {"ho": 100, "ho_ngheo": 6, "so_dan": 20000, "vung": "I"}
    shown = rules.assess(facts, year=2024).explain("2").tree
    assert "5% (mặc định)" in str(shown)
    changed = rules.assess(facts, year=2024, parameters={"muc_ho_ngheo": "7%"})
    assert changed["2"].verdict is antq_rules.Verdict.PASS
    assert "7% (do bên áp dụng quy định)" in str(changed.explain("2").tree)
    with pytest.raises(antq_rules.InvalidInput) as caught:
        rules.with_parameters({"muc_ho_ngheo": "11%", "muc_ho": 1, "muc_giam_toi_thieu": "x"})
    assert [problem.code for problem in caught.value.diagnostics] == ["DL133"] * 3


BAD = """
bộ tiêu chí "Thử"
  mã: thu
  áp dụng: từ năm 2023 đến năm 2024
  áp dụng cho: xã
danh mục "Vùng": "I"; "II"
dữ kiện [vùng]
  kiểu: loại (danh mục "Vùng")
dữ kiện [thôn]
  kiểu: danh sách (thôn)
dữ kiện [hộ]
  kiểu: số đếm (hộ)
  của: [thôn]
dữ kiện [vụ]
  kiểu: số đếm (vụ)
dữ kiện [ngày A]
  kiểu: ngày
dữ kiện [ngày B]
  kiểu: ngày
{declared}
tiêu chí 1. "Một"
  đạt khi {body}
"""


@pytest.mark.parametrize(
    ("declared", "body", "code"),
    [
        ('bảng [mức] theo [vùng]:\n  - "I": 5 vụ', "số [vụ] ít nhất [mức]", "AQ330"),
        ('bảng [mức] theo [vùng]:\n  - "I": 5 vụ\n  - bất kỳ: 6 vụ', "số [vụ] ít nhất [mức]", "AQ331"),
        ("bảng [mức] theo năm:\n  - năm 2023: 5 vụ", "số [vụ] ít nhất [mức]", "AQ330"),
        ("bảng [mức] theo [vụ]:\n  - dưới 5 vụ: 1 vụ\n  - trên 5 vụ: 2 vụ", "số [vụ] ít nhất [mức]", "AQ330"),
        ("bảng [mức] theo năm:\n  - bất kỳ: 5 vụ", "số [vụ] ít nhất [mức] năm trước", "AQ335"),
        ("bảng [mức] theo năm:\n  - bất kỳ: 5 vụ", "có [mức]", "AQ335"),
        ("bảng [mức] theo năm:\n  - bất kỳ: 5%", "số [vụ] ít nhất [mức]", "AQ303"),
        ("", "số [hộ] ít nhất 1 hộ", "AQ332"),
        ("", "mọi [vụ] có [hộ]", "AQ333"),
        ("", "mọi [thôn] có [hộ]", "AQ305"),
        ("", "[ngày A] trong vòng 2 tháng kể từ ngày [ngày B]", "AQ334"),
        ("", "[ngày A] sau [vụ]", "AQ101"),
        ("", "tiêu chí 1 đạt", "AQ213"),
        ("", "tiêu chí 2 đạt", "AQ215"),
        ("tham số [mức], mặc định 5 vụ\n  khoảng: từ 6 vụ đến 9 vụ", "số [vụ] ít nhất [mức]", "AQ316"),
        ("tham số [mức], mặc định 5 ngày", "số [vụ] ít nhất [mức]", "AQ302"),
        ("", 'trường hợp:\n    - [vùng] là "I": số [vụ] ít nhất 1 vụ', "AQ336"),
        (
            "",
            'trường hợp:\n    - [vùng] là "I": có [vụ]\n    - [vùng] thuộc "I"; "II": có [vụ]\n'
            "    - còn lại: không áp dụng",
            "AQ331",
        ),
    ],
)
def test_mistakes_are_told(declared: str, body: str, code: str) -> None:
    problems = antq_rules.check_text(BAD.format(declared=declared, body=body))
    assert code in [problem.code for problem in problems if problem.code not in ("AQ401",)]
    assert [problem.code for problem in problems if problem.code not in ("AQ401", code)] == []


@pytest.fixture
def scoring() -> antq_rules.RuleSet:
    return antq_rules.load_file(Path(__file__).parent / "cham-diem.rules")


SCORED: dict[str, Any] = {
    "ho": 100, "ho_ky_cam_ket": 80, "ho_lap_den": 75, "so_buoi": 19, "vu": 1, "ke_hoach": True, "co_cho": False,
    "vu_nghiem_trong": 0, "diem_tham_dinh": "2,3", "to_tu_quan": True, "to_mau": False,
}  # fmt: skip


def test_points_are_added_up_and_what_does_not_apply_leaves_the_most(scoring: antq_rules.RuleSet) -> None:
    result = scoring.assess(SCORED, year=2024)
    assert {n: result.points(n).text for n in "1234"} == {
        "1": "được 4,5/8 điểm", "2": "được 5/10 điểm", "3": "được 8/10 điểm", "4": "được 2,5/3 điểm",
    }  # fmt: skip
    assert result.group_points["Phòng ngừa"].text == "được 14,5/28 điểm"
    assert result.total_points is not None
    assert (result.total_points.value, result.total_points.maximum) == (Fraction(25), Fraction(41))
    assert result.classes["Xếp loại khu dân cư"].name == "Đạt"
    with pytest.raises(KeyError):
        result.points("5")


def test_what_earns_more_points_is_suggested_and_earns_them(scoring: antq_rules.RuleSet) -> None:
    result = scoring.assess(SCORED, year=2024)
    before = result.points("1").value
    changes = result.explain("1").changes
    assert before is not None
    assert [change.text for change in changes] == [
        "[buổi tuyên truyền] tăng thêm 1 buổi: từ 19 buổi thành 20 buổi",
        "[hộ ký cam kết] tăng thêm 10 hộ: từ 80 hộ thành 90 hộ",
    ]
    for change in changes:
        moved = {**SCORED, **{move.code: move.after for move in change.moves}}
        after = scoring.assess(moved, year=2024).points("1").value
        assert after is not None
        assert after > before


def test_undecided_points_are_a_range_and_name_what_they_wait_for(scoring: antq_rules.RuleSet) -> None:
    facts = {code: value for code, value in SCORED.items() if code not in ("ho_ky_cam_ket", "vu")}
    result = scoring.assess(facts, year=2024)
    assert result.points("1").text == "được từ 2,5 đến 6,5/8 điểm"
    assert [need.code for need in result.explain("1").needs] == ["ho_ky_cam_ket"]
    assert result.points("3").value is None
    assert (result.points("3").low, result.points("3").high) == (None, Fraction(10))
    assert result.classes["Xếp loại khu dân cư"].possible == ("Tốt", "Đạt", "Không xếp loại")


def test_a_scored_report_shows_class_points_and_reads_back(scoring: antq_rules.RuleSet) -> None:
    from antq_rules import report

    result = scoring.assess(SCORED, year=2024)
    text = report.assessment_text(result, 100)
    assert "Xếp loại khu dân cư: Đạt\n  - Chưa được “Xuất sắc” vì chưa đạt: tổng điểm ít nhất 90% điểm tối đa" in text
    assert "\nTổng điểm: 25/41 điểm\n" in text
    assert "Đạt tất cả tiêu chí" not in text
    assert "• 1. Tuyên truyền (4,5/8 điểm)" in text
    assert "không áp dụng, điểm tối đa bớt 2 điểm" in text
    assert "2024: 1 vụ → bị trừ 2 điểm" in text
    assert "Tổng điểm: 25/41 điểm" in report.assessment_html(result)
    assert "4,5/8 điểm" in report.assessment_markdown(result)
    again = antq_rules.assessment_from_json(antq_rules.assessment_to_json(result))
    assert report.assessment_text(again, 100) == text


def test_a_class_says_why_it_is_no_better(scoring: antq_rules.RuleSet) -> None:
    def reasons(**changes: Any) -> tuple[str, ...]:
        return scoring.assess({**SCORED, **changes}, year=2024).classes["Xếp loại khu dân cư"].reasons

    assert reasons() == (
        "Chưa được “Xuất sắc” vì chưa đạt: tổng điểm ít nhất 90% điểm tối đa (cần ít nhất 36,9 điểm); "
        'không nhóm nào dưới 70% điểm tối đa; mọi tiêu chí đạt mức "Tốt".',
        "Chưa được “Tốt” vì chưa đạt: tổng điểm ít nhất 70% điểm tối đa (cần ít nhất 28,7 điểm).",
    )
    full: dict[str, Any] = {"ho_ky_cam_ket": 90, "ho_lap_den": 100, "so_buoi": 30, "vu": 0, "to_mau": True}
    assert reasons(**full) == ()
    assert reasons(**full, vu_nghiem_trong=1) == ('Áp dụng: không quá "Đạt" khi số [vụ nghiêm trọng] ít nhất 1 vụ.',)
    assert reasons(**{**full, "vu": 5}, vu_nghiem_trong=None) == (
        "Chưa được “Xuất sắc” vì chưa đạt: tổng điểm ít nhất 90% điểm tối đa (cần ít nhất 36,9 điểm); "
        "không nhóm nào dưới 70% điểm tối đa.",
        "Áp dụng: hạ một bậc khi số [vụ] ít nhất 3 vụ.",
        'Chưa rõ có áp dụng không: không quá "Đạt" khi số [vụ nghiêm trọng] ít nhất 1 vụ.',
    )
    assert reasons(**{**full, "co_cho": None, "to_mau": None}) == (
        'Chưa rõ có được “Xuất sắc” không vì chưa đủ dữ liệu: mọi tiêu chí đạt mức "Tốt".',
    )


def test_some_criteria_alone_have_no_total_and_no_class(scoring: antq_rules.RuleSet) -> None:
    from antq_rules import report

    result = scoring.assess(SCORED, year=2024, criteria=["1"])
    assert (result.total_points, result.group_points, result.classes) == (None, {}, {})
    text = report.assessment_text(result, 100)
    assert "Tổng điểm" not in text
    assert "• 1. Tuyên truyền (4,5/8 điểm)" in text
    assert "Đạt tất cả tiêu chí" not in text


def test_a_criterion_that_passes_still_shows_how_to_earn_more(scoring: antq_rules.RuleSet) -> None:
    explanation = scoring.assess(SCORED, year=2024).explain("2")
    assert explanation.verdict is antq_rules.Verdict.PASS
    assert [change.text for change in explanation.changes] == [
        "[hộ lắp đèn] tăng thêm 1 hộ: từ 75 hộ thành 76 hộ",
    ]


SCORED_BAD = """
bộ tiêu chí "Thử"
  mã: thu
  áp dụng cho: xã
  khi không có đối tượng: đạt
dữ kiện [vụ]
  kiểu: số đếm (vụ)
dữ kiện [hộ]
  kiểu: số đếm (hộ)
dữ kiện [có]
  kiểu: xác nhận
nhóm "A"
tiêu chí 1. "Một"
  {maximum}
  chấm điểm: {score}
{more}
"""
TEN = "điểm tối đa: 10 điểm"


@pytest.mark.parametrize(
    ("maximum", "score", "more", "code"),
    [
        (TEN, "theo bậc:\n    - số [vụ] ít nhất 2 vụ: 3 điểm", "", "AQ340"),
        ("", "3 điểm nếu có [có]", "", "AQ341"),
        (TEN, "cộng các mục:\n    a) áp dụng khi có [có]: 3 điểm\n    b) 7 điểm", "", "AQ342"),
        (TEN, "cộng các mục:\n    a) (tối đa 3 điểm): 3 điểm\n    b) (tối đa 6 điểm): 6 điểm", "", "AQ343"),
        (TEN, "nội suy theo số [vụ]: 5 vụ được 1 điểm; 5 vụ được 2 điểm", "", "AQ344"),
        (TEN, "số [vụ]", "", "AQ302"),
        (TEN, "cứ mỗi 2 hộ số [vụ] được 1 điểm", "", "AQ302"),
        (TEN, "cứ mỗi 0 vụ số [vụ] được 1 điểm", "", "AQ101"),
        (TEN, "3 vụ nếu có [có]", "", "AQ302"),
        (TEN, "3 điểm, làm tròn đến 0 điểm", "", "AQ101"),
        (TEN, "3 điểm", 'kết luận "K"\n  khi điểm nhóm "B" ít nhất 2 điểm', "AQ346"),
        (TEN, "3 điểm", 'kết luận "K"\n  khi tổng điểm ít nhất 80%', "AQ303"),
        (TEN, "3 điểm", 'kết luận "K"\n  khi điểm tiêu chí 2 ít nhất 2 điểm', "AQ345"),
        (TEN, "3 điểm", 'kết luận "K"\n  khi mọi nhóm đạt điểm tối thiểu', "AQ345"),
        (TEN, "3 điểm", 'kết luận "K"\n  khi mọi tiêu chí đạt mức "Tốt"', "AQ349"),
        (TEN, "3 điểm", 'xếp loại "X":\n  - "T": tổng điểm ít nhất 8 điểm', "AQ350"),
        (
            TEN, "3 điểm",
            'xếp loại "X":\n  - "K": tổng điểm ít nhất 5 điểm\n  - "T": tổng điểm ít nhất 8 điểm\n  - "R": còn lại',
            "AQ348",
        ),
        (
            TEN, "3 điểm",
            'xếp loại "X":\n  - "K": tổng điểm ít nhất 5 điểm\n  - "R": còn lại\n  không quá "Z" khi có [có]', "AQ347",
        ),
        (TEN, "3 điểm", 'ví dụ "v"\n  cho năm 2024:\n  thì điểm tiêu chí 2 bằng 3 điểm', "AQ345"),
    ],
)  # fmt: skip
def test_mistakes_in_points_are_told(maximum: str, score: str, more: str, code: str) -> None:
    problems = antq_rules.check_text(SCORED_BAD.format(maximum=maximum, score=score, more=more))
    assert [problem.code for problem in problems if problem.code != "AQ401"] == [code]


def test_points_taken_away_stop_at_the_most_that_may_be_taken() -> None:
    rules = antq_rules.load_file(Path(__file__).parent / "thi-dua.rules")
    taken = [
        rules.assess({"bao_cao_nop_muon": count}, year=2023, unit_type="phòng").points("7").low
        for count in (0, 4, 5, 8)
    ]
    assert taken == [0, -4, -5, -5]
    text = (
        (Path(__file__).parent / "thi-dua.rules")
        .read_text("utf-8")
        .replace("trừ 1 điểm, tối đa", "trừ 1 điểm, tối thiểu")
    )
    (problem,) = antq_rules.check_text(text)
    assert (problem.code, problem.source_line[problem.column - 1 : problem.end_column - 1]) == ("AQ101", "5 điểm")
    assert problem.correction == "Điểm trừ chỉ chặn bằng “tối đa … điểm”: trừ nhiều nhất bấy nhiêu."


def explained(file: str, number: str, facts: dict[str, Any], year: int, unit_type: str) -> str:
    from antq_rules import report

    rules = antq_rules.load_file(Path(__file__).parent / file)
    return report.text(rules.assess(facts, year=year, unit_type=unit_type).explain(number), width=100)


def test_points_taken_away_are_said_so_and_none_taken_is_good() -> None:
    lost = explained("thi-dua.rules", "7", {"bao_cao_nop_muon": 8}, 2023, "phòng")
    assert "✗ cứ 01 [báo cáo nộp muộn] trừ 1 điểm, tối đa 5 điểm\n      2023: 8 báo cáo → bị trừ 5 điểm" in lost
    assert "(bị trừ 5 điểm)" in lost.split("\n")[0]
    kept = explained("thi-dua.rules", "7", {"bao_cao_nop_muon": 0}, 2023, "phòng")
    assert "✓ cứ 01 [báo cáo nộp muộn] trừ 1 điểm" in kept
    assert kept.split("\n")[0].endswith("• CHẤM ĐIỂM")


def test_criteria_that_are_only_scored_are_not_counted_as_not_applicable() -> None:
    from antq_rules import report

    rules = antq_rules.load_file(Path(__file__).parent / "thi-dua.rules")
    result = rules.assess({"ho_so_qua_han": 0}, year=2023, unit_type="phòng")
    text = report.text(result, width=100)
    assert "1/1 tiêu chí đạt, 6 tiêu chí chỉ chấm điểm" in text
    assert "    ? 1. Tiến độ nhiệm vụ" in text
    assert "    ✓ 3. Hồ sơ quá hạn (10/10 điểm)" in text


def test_an_exception_that_is_not_the_case_is_said_so() -> None:
    text = explained("an-toan.rules", "2", {"vu_chay": 1, "thien_tai_nghiem_trong": False}, 2024, "xã")
    assert "điều kiện: không thuộc trường hợp có [thiên tai nghiêm trọng] (đúng)" in text


def test_members_that_must_not_be_are_counted_as_such_and_a_result_is_named() -> None:
    villages = [{"tên": f"Thôn {number}", "ho_trong_thon": 100, "ho_van_hoa": 40 + 20 * number} for number in (0, 1, 2)]
    text = explained("an-toan.rules", "1", {"thon": villages}, 2024, "xã")
    assert "thực tế 1/3 thôn thuộc trường hợp này" in text
    rules = antq_rules.load_file(Path(__file__).parent / "an-toan.rules")
    result = rules.assess({"ket_qua_nong_thon_moi": "không đạt"}, year=2024, unit_type="xã")
    assert [change.text for change in result.explain("5").changes] == ["[kết quả nông thôn mới] phải là “đạt”"]


def test_a_set_without_rankings_says_so() -> None:
    rules = antq_rules.load_file(Path(__file__).parent / "nong-thon-moi.rules")
    with pytest.raises(antq_rules.InvalidInput) as caught:
        rules.rank([])
    assert caught.value.diagnostics[0].message == "bộ tiêu chí này không xếp hạng"


CONCLUDED = """
bộ tiêu chí "x"
  mã: x
  áp dụng cho: xã
dữ kiện [vụ]
  kiểu: số đếm (vụ)
tiêu chí 1. "a"
  điểm tối đa: 5 điểm
  đạt khi số [vụ] ít nhất 1 vụ
  chấm điểm: cứ mỗi 1 vụ số [vụ] được 1 điểm
kết luận "K"
  khi đạt tất cả tiêu chí và tổng điểm ít nhất 80% điểm tối đa
"""


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"vu": 2}, "Chưa đạt điều kiện: tổng điểm ít nhất 80% điểm tối đa (cần ít nhất 4 điểm)."),
        ({}, "Chưa rõ có đạt không: tổng điểm ít nhất 80% điểm tối đa."),
        ({"vu": 4}, "Đạt: 1/1 tiêu chí đạt."),
    ],
)
def test_a_conclusion_says_which_of_its_own_conditions_is_not_met(facts: dict[str, int], said: str) -> None:
    assert antq_rules.load_text(CONCLUDED).assess(facts, year=2024).summary().text.endswith(said)
