"""What the header's `khi …` lines and readings decide, whether a verdict is stable, and what conclusions count."""

from __future__ import annotations

from typing import Any

import pytest
from tests.engine.sample import EMPTY_PASSES, rules_of

import antq_rules
from antq_rules import Assessment, RuleSet, Verdict

PASS, FAIL, WAITS, OUT = Verdict.PASS, Verdict.FAIL, Verdict.INSUFFICIENT_DATA, Verdict.NOT_APPLICABLE


def under(line: str, narrow: str, wide: str) -> str:
    """A header line that depends on reading A1."""
    first = "" if line in EMPTY_PASSES else f"{EMPTY_PASSES}\n"
    return f'{first}  {line} theo cách hiểu A1:\n    - "hẹp": {narrow}\n    - "rộng": {wide}'


def both(rules: RuleSet, facts: dict[str, Any], **options: Any) -> tuple[Verdict, Verdict]:
    """Verdicts of criterion 1 under the narrow and the wide reading; both explanations name the reading."""
    found = [rules.assess(facts, year=2023, readings={"A1": option}, **options) for option in ("hep", "rong")]
    assert found[0].stability("1").verdicts == tuple(
        (((("A1", option)),), assessment["1"].verdict)
        for option, assessment in zip(("hep", "rong"), found, strict=True)
    )
    return found[0]["1"].verdict, found[1]["1"].verdict


def named(assessment: Assessment) -> list[str]:
    return [reading.code for reading in assessment.explain("1").readings]


@pytest.mark.parametrize(
    ("line", "values", "condition", "facts", "expected", "remark"),
    [
        ("khi thiếu minh chứng", ("không đạt", "đạt"), "có [việc tốt]", {"tot": "có (thiếu minh chứng)"}, (FAIL, PASS),
         "có xác nhận nhưng thiếu minh chứng"),
        ("khi không nêu minh chứng", ("chưa đủ dữ liệu", "đạt"), "có [việc tốt]", {"tot": True}, (WAITS, PASS),
         "không nêu minh chứng"),
        ("khi tập không nêu một mục", ("không đạt", "chưa đủ dữ liệu"), '[ngày hội] gồm "Ngày A"', {"ngay_hoi": []},
         (FAIL, WAITS), "mục không nêu trong danh sách được coi là chưa báo cáo"),
        ("khi tập không nêu một mục", ("không đạt", "chưa đủ dữ liệu"), "có [ngày hội]", {"ngay_hoi": []},
         (FAIL, WAITS), "mục không nêu trong danh sách được coi là chưa báo cáo"),
        ("khi tổng có phần chưa báo cáo", ("lấy phần đã biết", "chưa đủ dữ liệu"),
         "số [vụ] + số [tin báo] ít nhất 02 vụ", {"vu": 2}, (PASS, WAITS),
         "phần chưa báo cáo của tổng được tính từ 0 trở lên"),
        ("khi không có năm trước", ("đạt", "không đạt"), "số [vụ] không tăng so với năm trước", {"vu": 2}, (PASS, FAIL),
         "năm trước đơn vị chưa có số liệu vì chưa thành lập"),
        ("khi không có đối tượng", ("đạt", "không đạt"), "số [hộ văn hóa] đạt 80% [hộ]", {"ho": 0}, (PASS, FAIL),
         "không có đối tượng"),
        ("khi đối tượng luôn có mà bằng 0", ("đạt", "không đạt"), "số [cán bộ tốt] đạt 80% [cán bộ]",
         {"can_bo": 0, "tot_can_bo": 0}, (PASS, FAIL), "không có đối tượng"),
    ],
)  # fmt: skip
def test_a_line_under_a_reading(
    line: str, values: tuple[str, str], condition: str, facts: dict[str, Any], expected: tuple[Verdict, Verdict],
    remark: str,
) -> None:  # fmt: skip
    rules = rules_of(condition, lines=under(line, *values))
    existed = "năm trước" not in line
    assert both(rules, facts, existed_before=existed) == expected
    for option, verdict in zip(("hep", "rong"), expected, strict=True):
        assessment = rules.assess(facts, year=2023, readings={"A1": option}, existed_before=existed)
        shown = assessment.explain("1")
        unremarked = ("tổng", "tập")  # the closed reading of a list and the plain one of a sum need no remark
        if verdict is WAITS or not any(word in line for word in unremarked):
            assert remark in shown.tree.remarks
            assert named(assessment) == ([] if "luôn có" in line else ["A1"])


def test_open_sets_decide_only_what_is_listed() -> None:
    lines = f"{EMPTY_PASSES}\n  khi tập không nêu một mục: chưa đủ dữ liệu"
    conditions = (
        '[ngày hội] gồm đủ danh mục "Ngày hội"', '[ngày hội] gồm ít nhất 2 trong danh mục "Ngày hội"',
        '[ngày hội] không gồm "Ngày A"', '[ngày hội] đúng bằng danh mục "Ngày hội"', '[ngày hội] gồm "Ngày C"',
    )  # fmt: skip
    rules = rules_of(*conditions, lines=lines)
    verdicts = {
        listed: [result.verdict for result in rules.assess({"ngay_hoi": listed.split()}, year=2023)]
        for listed in ("ngay_a ngay_b", "ngay_a ngay_b ngay_c", "ngay_b")
    }
    assert verdicts == {
        "ngay_a ngay_b": [WAITS, PASS, FAIL, WAITS, WAITS],
        "ngay_a ngay_b ngay_c": [PASS, PASS, FAIL, PASS, PASS],
        "ngay_b": [WAITS, WAITS, WAITS, WAITS, WAITS],
    }
    waiting = rules.assess({"ngay_hoi": ["ngay_b"]}, year=2023)
    assert [need.text for need in waiting.missing] == ["[ngày hội] (năm nay)"]


def test_an_item_beyond_the_list_decides_even_where_the_list_is_open() -> None:
    rules = rules_of(
        '[ngày hội] đúng bằng danh mục "Hai ngày"',
        lines=f'{EMPTY_PASSES}\n  khi tập không nêu một mục: chưa đủ dữ liệu\n'
        'danh mục "Hai ngày": "Ngày A" (mã: ngay_a); "Ngày B" (mã: ngay_b)',
    )  # fmt: skip
    assessment = rules.assess({"ngay_hoi": ["ngay_a", "ngay_c"]}, year=2023)
    explanation = assessment.explain("1")
    assert explanation.verdict is FAIL
    assert explanation.tree.remarks == ("còn thiếu: “Ngày B”", "thừa: “Ngày C”")
    assert [change.text for change in explanation.changes] == ["[ngày hội]: bổ sung “Ngày B”, không còn “Ngày C”"]


def test_an_unreported_condition_may_be_asked_for() -> None:
    condition = "nếu có [tổ chức Đảng] thì không có [vụ]"
    rules = rules_of(
        f"có đủ:\n    a) không có [tin báo]\n    b) {condition}",
        lines=under("khi điều kiện chưa báo cáo", "xét cả hai khả năng", "chưa đủ dữ liệu"),
    )
    assert both(rules, {"tin": 0, "vu": 0}) == (PASS, WAITS)


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("không có [vụ]", ()),
        ('theo cách hiểu A1:\n    - "hẹp": không có [vụ]\n    - "rộng": có [việc tốt]', ("A1",)),
        (
            'có đủ:\n    a) không có [vụ]\n    b) có [việc tốt]\n    c) không có [tin báo]\n'
            '    các mục b và c theo cách hiểu A1:\n    - "hẹp": có đủ\n    - "rộng": có một trong', ("A1",),
        ),
    ],
)  # fmt: skip
def test_readings_that_a_criterion_goes_through(condition: str, codes: tuple[str, ...]) -> None:
    stability = rules_of(condition).assess({"vu": 0, "tot": False, "tin": 0}, year=2023).stability("1")
    assert {code for options, _ in stability.verdicts for code, _ in options} == set(codes)
    assert stability.stable is (not codes)
    assert stability.complete


def test_grouped_items_say_how_they_join() -> None:
    condition = (
        'có đủ:\n    a) không có [vụ]\n    b) có [việc tốt]\n    c) không có [tin báo]\n    d) có [việc khác]\n'
        '    các mục b, c và d theo cách hiểu A1:\n    - "hẹp": có ít nhất 2 trong\n    - "rộng": có một trong'
    )  # fmt: skip
    rules = rules_of(condition)
    facts = {"vu": 1, "tot": True, "tin": 2, "khac": False}
    narrow = rules.assess(facts, year=2023)
    wide = rules.assess(facts, year=2023, readings={"a1": "Rộng"})
    assert narrow.explain("1").tree.remarks == ("các mục b, c, d: có ít nhất 2 trong",)
    assert wide.explain("1").tree.remarks == ("các mục b, c, d: có một trong",)
    assert [change.text for change in wide.explain("1").changes] == ["[vụ] giảm thêm 1 vụ: từ 1 vụ thành 0 vụ"]
    assert [len(change.moves) for change in narrow.explain("1").changes] == [2, 2]
    assert [reading.option for reading in wide.readings_not_default] == ["rong"]
    assert narrow.readings_not_default == ()


CONCLUSIONS = """kết luận "Tất cả"
  khi đạt tất cả tiêu chí
kết luận "Hai tiêu chí"
  khi đạt ít nhất 2 tiêu chí
kết luận "Hai phần ba"
  khi đạt ít nhất 66% số tiêu chí
kết luận "Tiêu chí 1 không đạt"
  khi tiêu chí 1 không đạt
kết luận "Tiêu chí 1 đạt"
  khi tiêu chí 1 đạt
kết luận "Tiêu chí 3 không áp dụng"
  khi tiêu chí 3 không áp dụng
kết luận "Tiêu chí 2 chưa đủ"
  khi tiêu chí 2 chưa đủ dữ liệu
kết luận "Cả hai"
  khi tiêu chí 1 đạt và đạt ít nhất 2 tiêu chí
kết luận "Một trong hai"
  khi tiêu chí 1 không đạt hoặc tiêu chí 2 đạt
"""


def test_conclusions_count_criteria() -> None:
    rules = rules_of("không có [vụ]", "không có [tin báo]", "đối với phường: có [việc tốt]", end=CONCLUSIONS)
    assessment = rules.assess({"vu": 0}, year=2023, unit_type="xã")
    assert assessment.conclusions == {
        "Tất cả": WAITS, "Hai tiêu chí": WAITS, "Hai phần ba": WAITS, "Tiêu chí 1 không đạt": FAIL,
        "Tiêu chí 1 đạt": PASS, "Tiêu chí 3 không áp dụng": PASS, "Tiêu chí 2 chưa đủ": PASS, "Cả hai": WAITS,
        "Một trong hai": WAITS,
    }  # fmt: skip
    assert assessment.summary().text == (
        "Chưa đủ dữ liệu để kết luận: 1/3 tiêu chí đạt, 1 chưa đủ dữ liệu, 1 không áp dụng."
    )
    decided = rules.assess({"vu": 0, "tin": 0}, year=2023, unit_type="xã")
    assert decided.conclusions["Tiêu chí 2 chưa đủ"] is FAIL
    assert decided.conclusions["Tất cả"] is PASS
    assert decided.summary().text == "Đạt: 2/3 tiêu chí đạt, 1 không áp dụng."
    assert decided.stability().verdicts == (((), PASS),)


def test_stability_of_a_whole_set() -> None:
    by_reading = 'theo cách hiểu A1:\n    - "hẹp": không có [vụ]\n    - "rộng": số [vụ] không quá 1 vụ'
    rules = rules_of(by_reading, "không có [tin báo]", end='kết luận "Tất cả"\n  khi đạt tất cả tiêu chí\n')
    stability = rules.assess({"vu": 1, "tin": 0}, year=2023).stability()
    assert (stability.name, stability.stable, stability.complete) == ("Tất cả", False, True)
    assert stability.verdicts == (((("A1", "hep"),), FAIL), ((("A1", "rong"),), PASS))
    part = rules.assess({"vu": 1, "tin": 0}, year=2023, criteria=["1"])
    assert part.stability().verdicts == stability.verdicts
    assert part.conclusions == {}
    without = rules_of(by_reading, "không có [tin báo]").assess({"vu": 1, "tin": 1}, year=2023)
    assert without.stability().stable
    assert (without.verdict, without.stability().name) == (FAIL, "Đạt tất cả tiêu chí")


def test_too_many_combinations_are_said_to_be_too_many() -> None:
    names = [f"B{number}" for number in range(13)]
    declared = "".join(
        f'cách hiểu {name} "Thử"\n  - "hẹp" (mặc định; mã: hep): hẹp\n  - "rộng" (mã: rong): rộng\n' for name in names
    )
    items = "".join(
        f'    {letter}) theo cách hiểu {name}:\n      - "hẹp": không có [vụ]\n      - "rộng": có [việc tốt]\n'
        for letter, name in zip("abcdđeghiklmn", names, strict=True)
    )
    rules = rules_of("có đủ:\n" + items, lines=f"{EMPTY_PASSES}\n{declared}")
    stability = rules.assess({"vu": 0, "tot": True}, year=2023).stability("1")
    assert (stability.stable, stability.complete, len(stability.verdicts)) == (True, False, 4096)


def test_summary_puts_changes_together_and_names_the_hopeless() -> None:
    rules = rules_of(
        "không có [vụ]", "số [vụ] không quá 1 vụ", "có [tổ chức Đảng]", "số [vụ] năm trước ít nhất 1 vụ",
        "[mức] từ \"Khá\" trở lên",
    )  # fmt: skip
    summary = rules.assess({"vu": 3, "to_chuc": False}, year=2023, previous={"vu": 2}).summary()
    assert [move.text for move in summary.moves] == ["[vụ] giảm thêm 3 vụ: từ 3 vụ thành 0 vụ"]
    assert (summary.hopeless, summary.failed, summary.undecided) == (("3",), ("1", "2", "3"), ("5",))
    assert not summary.certain
    assert summary.text == "Không đạt: 1/5 tiêu chí đạt, 3 không đạt, 1 chưa đủ dữ liệu."
    assert [need.text for need in summary.needs] == ["[mức] (năm nay)"]


def test_years_and_types_that_do_not_apply_say_so() -> None:
    rules = rules_of(
        "có đủ:\n    a) không có [vụ]\n    b) đối với năm 2022: có [việc tốt]\n"
        "    c) đối với từ năm 2024: có [việc tốt]\n    d) đối với đến hết năm 2020: có [việc tốt]\n"
        "    đ) đối với từ năm 2019 đến năm 2021: có [việc tốt]\n    e) đối với phường: có [việc tốt]\n"
        "    g) đối với năm 2023: không có [tin báo]\n    h) đối với xã: có [việc khác]"
    )  # fmt: skip
    explanation = rules.assess({"vu": 0, "tin": 0, "khac": False}, year=2023, unit_type="xã").explain("1")
    remarks = [child.children[0].remarks for child in explanation.tree.children]
    assert remarks == [
        (), ("chỉ áp dụng năm 2022",), ("chỉ áp dụng từ năm 2024",), ("chỉ áp dụng đến năm 2020",),
        ("chỉ áp dụng từ năm 2019 đến năm 2021",), ("chỉ áp dụng cho phường",), (), (),
    ]  # fmt: skip
    assert [change.text for change in explanation.changes] == [
        "[việc khác] phải được xác nhận là có, kèm minh chứng"
    ]  # fmt: skip


def test_constants_and_named_conditions() -> None:
    rules = rules_of(
        "có một trong:\n    a) không đạt\n    b) [ít vụ]", "không đạt", "không áp dụng", "chưa đủ dữ liệu", "đạt",
        lines=f"{EMPTY_PASSES}\nmệnh đề [ít vụ]: số [vụ] không quá 2 vụ",
    )  # fmt: skip
    assessment = rules.assess({"vu": 3}, year=2023)
    assert [result.verdict for result in assessment] == [FAIL, FAIL, OUT, WAITS, PASS]
    explanation = assessment.explain("1")
    assert [change.text for change in explanation.changes] == ["[vụ] giảm thêm 1 vụ: từ 3 vụ thành 2 vụ"]
    kinds = [node.children[0].kind for node in explanation.tree.children]
    assert kinds == ["constant", "named"]
    assert explanation.tree.children[1].children[0].label == "ít vụ"
    assert assessment.explain("2").outlook == "Trong năm xét, đơn vị không còn cách nào làm cho tiêu chí này đạt."


@pytest.mark.parametrize(
    ("facts", "verdict", "changes"),
    [
        ({"to_chuc": True, "vu": 1, "tin": 0}, FAIL, ["[vụ] giảm thêm 1 vụ: từ 1 vụ thành 0 vụ"]),
        ({"to_chuc": False, "vu": 0, "tin": 1}, FAIL, ["[tin báo] giảm thêm 1 vụ: từ 1 vụ thành 0 vụ"]),
        ({"vu": 0, "tin": 0}, PASS, []),
        ({"vu": 0, "tin": 1}, WAITS, []),
    ],
)
def test_branches(facts: dict[str, Any], verdict: Verdict, changes: list[str]) -> None:
    rules = rules_of("nếu có [tổ chức Đảng] thì không có [vụ] nếu không thì không có [tin báo]")
    explanation = rules.assess(facts, year=2023).explain("1")
    assert explanation.verdict is verdict
    assert [change.text for change in explanation.changes] == changes


def test_a_branch_without_else_may_be_left_by_its_condition() -> None:
    rules = rules_of(
        "không phải (nếu có [việc tốt] thì không có [vụ])", "có đủ:\n    a) nếu số [vụ] trên 2 vụ thì có [việc tốt]"
    )
    assessment = rules.assess({"tot": True, "vu": 0}, year=2023)
    assert [change.text for change in assessment.explain("1").changes] == ["[vụ] tăng thêm 1 vụ: từ 0 vụ thành 1 vụ"]
    assert assessment["2"].verdict is OUT


CHAIN = """bộ tiêu chí "Phần của phần (hư cấu)"
  mã: phan
  áp dụng cho: xã
  khi không có đối tượng: đạt
dữ kiện [hộ]
  mã: ho
  kiểu: số đếm (hộ)
dữ kiện [hộ nghèo]
  mã: ngheo
  kiểu: số đếm (hộ)
  trong số: [hộ]
dữ kiện [hộ nghèo neo đơn]
  mã: neo
  kiểu: số đếm (hộ)
  trong số: [hộ nghèo]
tiêu chí 1. "Không quá 5"
  đạt khi số [hộ nghèo neo đơn] không quá 05 hộ
tiêu chí 2. "Có ít nhất 3"
  đạt khi số [hộ] ít nhất 03 hộ
tiêu chí 3. "Hiệu"
  đạt khi số [hộ] - số [hộ nghèo neo đơn] ít nhất 0 hộ
"""


def test_parts_of_parts() -> None:
    rules = antq_rules.load_text(CHAIN)
    (error,) = rules.assess({"ho": 2, "neo": 3}, year=2023).errors
    assert (error.code, error.message) == ("DL105", "[hộ nghèo neo đơn] là 3, lớn hơn [hộ] là 2")
    assert rules.assess({"ho": 5}, year=2023)["1"].verdict is PASS
    assert rules.assess({"ho": 6}, year=2023)["1"].verdict is WAITS
    known = rules.assess({"neo": 3}, year=2023)
    assert (known["1"].verdict, known["2"].verdict) == (PASS, PASS)
