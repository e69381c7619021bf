"""Which readings a criterion depends on, which facts a set asks for, and the schema of lists. All data are invented."""

from __future__ import annotations

from functools import cache

import pytest

import antq_rules
from antq_rules import RuleSet, Verdict

POLICIES = {
    "khi không có đối tượng": ("đạt", "không đạt"),
    "khi không có năm trước": ("đạt", "không đạt"),
    "khi tháng không có ngày đó": ("lấy ngày cuối tháng", "lấy ngày đầu tháng sau"),
}
RULES = """bộ tiêu chí "Phụ thuộc (hư cấu)"
  mã: phu-thuoc
  áp dụng cho: xã
{policy} theo cách hiểu A1:
    - "hẹp": {first}
    - "rộng": {second}
{others}
cách hiểu A1 "Thử"
  - "hẹp" (mặc định; mã: hep): nghĩa hẹp
  - "rộng" (mã: rong): nghĩa rộng
cách hiểu A2 "Thử nữa"
  - "hẹp" (mặc định; mã: hep): nghĩa hẹp
  - "rộng" (mã: rong): nghĩa rộng
dữ kiện [thôn]
  mã: thon
  kiểu: danh sách (thôn)
dữ kiện [hộ]
  mã: ho
  kiểu: số đếm (hộ)
  của: [thôn]
dữ kiện [hộ nghèo]
  mã: ho_ngheo
  kiểu: số đếm (hộ)
  trong số: [hộ]
  của: [thôn]
dữ kiện [vụ]
  mã: vu
  kiểu: số đếm (vụ)
dữ kiện [vụ đã xử lý]
  mã: xu_ly
  kiểu: số đếm (vụ)
  trong số: [vụ]
dữ kiện [mục cần]
  mã: can
  kiểu: số đếm (mục)
dữ kiện [việc]
  mã: viec
  kiểu: xác nhận
dữ kiện [ngày A]
  mã: a
  kiểu: ngày
dữ kiện [ngày B]
  mã: b
  kiểu: ngày
mệnh đề [đủ hộ] theo cách hiểu A2:
  - "hẹp": số [hộ] ít nhất 5 hộ
  - "rộng": số [hộ] ít nhất 1 hộ
tiêu chí 1. "Một"
  đạt khi {condition}
tiêu chí 2. "Hai"
  đạt khi tiêu chí 1 đạt
"""


@cache
def rules_of(condition: str, policy: str = "khi không có đối tượng") -> RuleSet:
    first, second = POLICIES[policy]
    others = "\n".join(f"  {key}: {values[0]}" for key, values in POLICIES.items() if key != policy)
    text = RULES.format(policy=f"  {policy}", first=first, second=second, others=others, condition=condition)
    return antq_rules.load_text(text)


EMPTY, NO_YEAR, MONTH_END = POLICIES


@pytest.mark.parametrize(
    ("condition", "policy", "facts", "verdicts"),
    [
        ("mọi [thôn] số [hộ] ít nhất 1 hộ", EMPTY, {"thon": []}, ["đạt", "không đạt"]),
        ("ít nhất 50% trong [thôn] số [hộ] ít nhất 1 hộ", EMPTY, {"thon": []}, ["đạt", "không đạt"]),
        ("số [vụ đã xử lý] / số [vụ] + 1% ít nhất 2%", EMPTY, {"vu": 0}, ["đạt", "không đạt"]),
        ("có ít nhất số [mục cần] năm trước trong:\n    a) có [việc]\n    b) không có [việc]", NO_YEAR,
         {"viec": True}, ["đạt", "không đạt"]),
        ("[ngày B] trong vòng 1 tháng kể từ ngày [ngày A]", MONTH_END,
         {"a": "2024-01-31", "b": "2024-03-01"}, ["không đạt", "đạt"]),
    ],
)  # fmt: skip
def test_a_policy_under_a_reading_is_tried_and_shown(
    condition: str, policy: str, facts: dict[str, object], verdicts: list[str]
) -> None:
    rules = rules_of(condition, policy)
    assessment = rules.assess(facts, year=2024, existed_before=policy != NO_YEAR)
    for number in ("1", "2"):
        stability = assessment.stability(number)
        assert [verdict.vietnamese for _, verdict in stability.verdicts] == verdicts, number
        assert not stability.stable
    if policy != NO_YEAR:
        assert [reading.code for reading in assessment.explain("1").readings] == ["A1"]


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_that_cannot_matter_is_not_tried(policy: str) -> None:
    rules = rules_of("số [vụ] ít nhất 1 vụ", policy)
    assert [options for options, _ in rules.assess({}, year=2024).stability("1").verdicts] == [()]
    rules = rules_of("[ngày B] trong vòng 30 ngày kể từ ngày [ngày A]", MONTH_END)
    assert [options for options, _ in rules.assess({}, year=2024).stability("1").verdicts] == [()]


def test_a_reading_inside_what_members_are_asked_is_tried() -> None:
    facts = {"thon": [{"tên": "A", "ho": 3}]}
    for condition in ("mọi [thôn] [đủ hộ]", "số [thôn] mà ([đủ hộ]) ít nhất 1 thôn"):
        stability = rules_of(condition, MONTH_END).assess(facts, year=2024).stability("2")
        assert dict(stability.verdicts) == {(("A2", "hep"),): Verdict.FAIL, (("A2", "rong"),): Verdict.PASS}


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("tổng số [hộ] trong [thôn] ít nhất 1 hộ", ["thon", "ho"]),
        ("số [thôn] ít nhất 1 thôn", ["thon"]),
        ("số [thôn] mà (số [hộ nghèo] không quá 1 hộ) ít nhất 1 thôn", ["thon", "ho", "ho_ngheo"]),
        ("có ít nhất số [mục cần] trong:\n    a) có [việc]\n    b) không có [việc]", ["can", "viec"]),
        ("số [vụ đã xử lý] / số [vụ] (làm tròn đến 1 chữ số thập phân) ít nhất 2%", ["vu", "xu_ly"]),
        ("[ngày B] sau ngày [ngày A]", ["a", "b"]),
    ],
)
def test_the_facts_a_set_asks_for(condition: str, codes: list[str]) -> None:
    assert [fact.code for fact in rules_of(condition).facts] == codes


def test_the_schema_of_a_list() -> None:
    schema = rules_of("mọi [thôn] số [hộ nghèo] không quá 1 hộ").schema()
    reported = schema["properties"]["dữ kiện"]["properties"]
    assert list(reported) == ["thon"]
    record = reported["thon"]["items"]
    assert record["required"] == ["tên"]
    assert list(record["properties"]) == ["tên", "năm trước", "ho", "ho_ngheo"]
    assert record["properties"]["ho"]["anyOf"][0] == {"type": "integer", "minimum": 0}
    assert list(record["properties"]["năm trước"]["properties"]) == ["ho", "ho_ngheo"]
    assert record["additionalProperties"] is False


# ------------------------------------------------------------------------------------------------ points
SCORED = """điểm tối đa: 10 điểm
  điểm tối thiểu: 5 điểm
  chấm điểm: {score}"""
READ = [("A2", "hep"), ("A2", "rong")]
BY_READING = [("A1", "hep"), ("A1", "rong")]
NARROW = 'mệnh đề [đủ vụ] theo cách hiểu A2:\n  - "hẹp": số [vụ] ít nhất 5 vụ\n  - "rộng": số [vụ] ít nhất 1 vụ\n'


def scored_rules(score: str, policy: str = "khi không có đối tượng") -> RuleSet:
    first, second = POLICIES[policy]
    others = "\n".join(f"  {key}: {values[0]}" for key, values in POLICIES.items() if key != policy)
    text = RULES.format(policy=f"  {policy}", first=first, second=second, others=others, condition="")
    text = text.replace("đạt khi \n", SCORED.format(score=score) + "\n") + NARROW
    return antq_rules.load_text(text)


@pytest.mark.parametrize(
    ("score", "policy", "facts", "tried", "verdicts"),
    [
        ("10 điểm nếu [đủ vụ]", EMPTY, {"vu": 3}, READ, ["không đạt", "đạt"]),
        ("theo bậc:\n - [đủ vụ]: 8 điểm\n - còn lại: 1 điểm", EMPTY, {"vu": 3}, READ, ["không đạt", "đạt"]),
        ("cộng các mục:\n a) (tối đa 4 điểm): 4 điểm\n b) (tối đa 6 điểm): áp dụng khi [đủ vụ]: cứ mỗi 1 vụ số [vụ]"
         " được 1 điểm", EMPTY, {"vu": 3}, READ, ["không đạt", "đạt"]),
        ("số [vụ đã xử lý] / số [vụ] × 10 điểm", EMPTY, {"vu": 0, "xu_ly": 0}, BY_READING, ["đạt", "không đạt"]),
        ("nội suy theo số [vụ] năm trước: 0 vụ được 0 điểm; 9 vụ được 10 điểm", NO_YEAR, {}, BY_READING,
         ["đạt", "không đạt"]),
    ],
)  # fmt: skip
def test_a_reading_that_points_depend_on_is_tried_for_the_criterion_and_for_those_that_ask_for_it(
    score: str, policy: str, facts: dict[str, object], tried: list[tuple[str, str]], verdicts: list[str]
) -> None:
    assessment = scored_rules(score, policy).assess(facts, year=2024, existed_before=policy != NO_YEAR)
    for number in ("1", "2"):
        stability = assessment.stability(number)
        assert [options for options, _ in stability.verdicts] == [(one,) for one in tried], number
        assert [verdict.vietnamese for _, verdict in stability.verdicts] == verdicts, number
    if facts == {"vu": 0, "xu_ly": 0}:  # the header's line about an empty whole decided the points
        assert [reading.code for reading in assessment.explain("1").readings] == ["A1"]


def test_points_of_plain_figures_depend_on_no_reading() -> None:
    for policy in POLICIES:
        assessment = scored_rules("cứ mỗi 1 vụ số [vụ] được 1 điểm", policy).assess({"vu": 5}, year=2024)
        assert [options for options, _ in assessment.stability("2").verdicts] == [()]
        assert assessment["2"].verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("score", "codes"),
    [
        ("cứ mỗi 1 vụ số [vụ] được 1 điểm", ["vu"]),
        ("nội suy theo số [mục cần]: 0 mục được 0 điểm; 9 mục được 10 điểm", ["can"]),
        ("cứ mỗi 1 thôn số [thôn] mà (số [hộ nghèo] không quá 1 hộ) được 2 điểm", ["thon", "ho", "ho_ngheo"]),
        ("theo bậc:\n - có [việc]: cứ mỗi 1 vụ số [vụ] được 1 điểm\n - còn lại: không áp dụng", ["vu", "viec"]),
    ],
)
def test_the_facts_that_points_ask_for(score: str, codes: list[str]) -> None:
    assert [fact.code for fact in scored_rules(score).facts] == codes


# ------------------------------------------------------------------------------------------------ parameters
PARAMETERS = """bộ tiêu chí "Tham số (hư cấu)"
  mã: tham-so
  áp dụng cho: xã
tham số [mức hỗ trợ] do tỉnh quy định, mặc định 2 triệu đồng
  mã: ho_tro
  khoảng: từ 1 triệu đồng đến 5 triệu đồng
tham số [số buổi], mặc định 4 buổi
dữ kiện [hỗ trợ]
  mã: da_ho_tro
  kiểu: số tiền (triệu đồng)
dữ kiện [buổi]
  mã: buoi
  kiểu: số đếm (buổi)
tiêu chí 1. "Một"
  đạt khi [hỗ trợ] ít nhất [mức hỗ trợ]
tiêu chí 2. "Hai"
  đạt khi số [buổi] ít nhất [số buổi]
"""


@pytest.mark.parametrize(
    ("values", "verdicts"),
    [
        ({}, [Verdict.PASS, Verdict.PASS]),
        ({"ho_tro": 3}, [Verdict.FAIL, Verdict.PASS]),
        ({"mức hỗ trợ": "2.500 nghìn đồng"}, [Verdict.PASS, Verdict.PASS]),
        ({"[Mức hỗ trợ]": "2.501 nghìn đồng"}, [Verdict.FAIL, Verdict.PASS]),
        ({"số buổi": 5, "ho_tro": 1}, [Verdict.PASS, Verdict.FAIL]),
    ],
)
def test_parameters_are_set_by_code_or_name_in_any_unit_of_their_kind(
    values: dict[str, object], verdicts: list[Verdict]
) -> None:
    rules = antq_rules.load_text(PARAMETERS)
    facts = {"da_ho_tro": "2,5 triệu đồng", "buoi": 4}
    for assessment in (
        rules.assess(facts, year=2024, parameters=values),
        rules.with_parameters(values).assess(facts, year=2024),
    ):
        assert [result.verdict for result in assessment.criteria] == verdicts
    assert [parameter.changed for parameter in rules.parameters] == [False, False]  # the set itself is as it was


@pytest.mark.parametrize(
    ("values", "reasons"),
    [
        ({"ho_tro": 6}, ["6, ngoài khoảng từ 1 đến 5"]),
        ({"ho_tro": "2 buổi"}, ["đơn vị tính “buổi” không hợp"]),
        ({"ho_tr": 3}, ["không có tham số nào"]),
        ({"ho_tro": 0, "so_buoi": "nhiều"}, ["0, ngoài khoảng từ 1 đến 5", "không phải “nhiều”"]),
    ],
)
def test_parameters_that_are_refused(values: dict[str, object], reasons: list[str]) -> None:
    with pytest.raises(antq_rules.InvalidInput) as caught:
        antq_rules.load_text(PARAMETERS).with_parameters(values)
    problems = caught.value.diagnostics
    assert [problem.code for problem in problems] == ["DL133"] * len(reasons)
    assert all(reason in problem.message for problem, reason in zip(problems, reasons, strict=True))
    if "ho_tr" in values:
        assert problems[0].suggestions == ("ho_tro",)
