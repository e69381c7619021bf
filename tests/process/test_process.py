"""Where a unit stands in the process: every stage, every deadline on both sides, all routes, readings, bad data."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

import antq_rules
from antq_rules import InvalidInput, UnitRecord, Verdict
from antq_rules.process import DeadlineState, ProcessStatus, process_status, status_data, status_markdown, status_text
from antq_rules.resources import folder

AGENCY, FIRM, SCHOOL = "cơ quan", "doanh nghiệp", "cơ sở giáo dục"
COMMUNE_BOARD, DISTRICT, PROVINCE = "ban_chi_dao_antt_xa", "ban_chi_dao_138_huyen", "ban_chi_dao_138_tinh"
DISTRICT_POLICE, PROVINCE_POLICE = "cong_an_huyen", "cong_an_tinh"
NOVEMBER = datetime.date(2023, 11, 20)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def status(
    facts: dict[str, Any], kind: str = "xã", on: str = "2023-11-20", year: int = 2023, **options: Any
) -> ProcessStatus:
    return process_status(facts, day(on), options.pop("readings", None), year=year, unit_type=kind, **options)


def example(name: str) -> UnitRecord:
    text = folder("examples").joinpath("quy-trinh", f"{name}.json").read_text(encoding="utf-8")
    return antq_rules.read_units_text(text, name)[0]


def changed(name: str, **facts: Any) -> UnitRecord:
    """An example unit with some facts of its year replaced; `None` takes one out."""
    record = example(name)
    current = {code: value for code, value in {**record.facts[record.year], **facts}.items() if value is not None}
    return UnitRecord(
        record.code,
        record.name,
        record.unit_type,
        record.year,
        {**record.facts, record.year: current},
        record.same_period,
        record.cutoff,
        record.existed_before,
        record.readings,
    )


# ------------------------------------------------------------------------------------------------ competence
ROUTES = [
    ("T1", "xã", "huyen", None, COMMUNE_BOARD, DISTRICT_POLICE, DISTRICT, DISTRICT_POLICE),
    ("T1", "phường", "tinh", None, COMMUNE_BOARD, DISTRICT_POLICE, DISTRICT, DISTRICT_POLICE),
    ("T1", "thị trấn", "tinh", "huyen", COMMUNE_BOARD, DISTRICT_POLICE, DISTRICT, DISTRICT_POLICE),
    ("T2", AGENCY, "tinh", None, PROVINCE_POLICE, PROVINCE_POLICE, PROVINCE, PROVINCE_POLICE),
    ("T2", FIRM, "tinh", "xa", PROVINCE_POLICE, PROVINCE_POLICE, PROVINCE, PROVINCE_POLICE),
    ("T3", FIRM, "huyen", "huyen", DISTRICT, None, PROVINCE, PROVINCE_POLICE),
    ("T3", SCHOOL, "huyen", "tinh", DISTRICT, None, PROVINCE, PROVINCE_POLICE),
    ("T4", SCHOOL, "huyen", "xa", COMMUNE_BOARD, DISTRICT_POLICE, DISTRICT, DISTRICT_POLICE),
]


@pytest.mark.parametrize("year", [2023, 2024])
@pytest.mark.parametrize(
    ("route", "kind", "chosen", "managed", "assesses", "proposes", "recognises", "receives"), ROUTES
)
def test_competent_bodies_are_known_before_anything_was_done(
    year: int,
    route: str,
    kind: str,
    chosen: str,
    managed: str | None,
    assesses: str,
    proposes: str | None,
    recognises: str,
    receives: str,
) -> None:
    facts = {"cap_lua_chon": chosen, **({"cap_quan_ly": managed} if managed else {})}
    found = status(facts, kind, f"{year}-03-01", year).competence
    assert found is not None
    bodies = (found.assesses, found.proposes, found.recognises, found.receives)
    assert found.route == route
    assert [body.code if body else None for body in bodies] == [assesses, proposes, recognises, receives]
    assert bool(found.takes_part) == (route in ("T1", "T4"))


def test_commune_selected_by_the_province_may_be_recognised_by_the_province() -> None:
    found = status({"cap_lua_chon": "tinh"}, readings={"A25": "cap_tinh"}).competence
    assert found is not None and found.recognises is not None and found.receives is not None
    assert (found.recognises.name, found.receives.name) == ("Ban Chỉ đạo 138 tỉnh", "Công an tỉnh")
    assert found.assesses is not None and found.assesses.name == "Ban Chỉ đạo ANTT cấp xã"
    of_district = status({"cap_lua_chon": "huyen"}, readings={"A25": "cap_tinh"}).competence
    assert of_district is not None and of_district.recognises is not None
    assert of_district.recognises.code == DISTRICT


def test_third_route_may_end_at_the_district() -> None:
    facts = {"cap_lua_chon": "huyen", "cap_quan_ly": "huyen"}
    found = status(facts, AGENCY, readings={"A53": "cap_huyen"})
    assert found.competence is not None and found.competence.recognises is not None
    assert found.competence.recognises.code == DISTRICT
    assert found.competence.receives is not None and found.competence.receives.code == DISTRICT_POLICE
    assert [(shown.code, shown.option) for shown in found.readings] == [("A53", "cap_huyen")]


BOARD_138, BOARD_COMMUNE, HEAD = "Ban Chỉ đạo 138 cấp huyện", "Ban Chỉ đạo ANTT cấp xã", "Thủ trưởng đơn vị"


@pytest.mark.parametrize(
    ("option", "kind", "chosen", "managed", "signers"),
    [
        ("mot_ben", "xã", "huyen", "huyen", ((BOARD_COMMUNE,),)),
        ("mot_ben", AGENCY, "tinh", "tinh", ((BOARD_138,), (HEAD,))),
        ("mot_ben", AGENCY, "huyen", "huyen", ((BOARD_138,), (HEAD,))),
        ("mot_ben", AGENCY, "huyen", "xa", ((BOARD_COMMUNE,), (HEAD,))),
        ("ca_hai_ben", "xã", "huyen", "huyen", ((BOARD_COMMUNE,),)),
        ("ca_hai_ben", AGENCY, "tinh", "tinh", ((BOARD_138, HEAD),)),
        ("ca_hai_ben", AGENCY, "huyen", "tinh", ((BOARD_138, HEAD),)),
        ("ca_hai_ben", AGENCY, "huyen", "xa", ((BOARD_COMMUNE, HEAD),)),
        ("theo_cap", AGENCY, "tinh", "tinh", ((HEAD,),)),
        ("theo_cap", AGENCY, "huyen", "huyen", ((BOARD_138,),)),
        ("theo_cap", AGENCY, "huyen", "xa", ((BOARD_COMMUNE,), (HEAD,))),
    ],
)
def test_who_signs_the_submission(
    option: str, kind: str, chosen: str, managed: str, signers: tuple[tuple[str, ...], ...]
) -> None:
    found = status({"cap_lua_chon": chosen, "cap_quan_ly": managed}, kind, readings={"A37": option}).dossier
    assert found is not None
    assert found.signers == signers


def test_route_waits_for_the_managing_level() -> None:
    found = status({"cap_lua_chon": "huyen"}, AGENCY)
    assert found.competence is not None
    assert (found.competence.route, found.competence.recognises) == ("", None)
    assert "Báo cáo cấp quản lý đơn vị để xác định tuyến thẩm quyền" in [step.text for step in found.steps]
    assert not any(step.text.startswith("Họp xét") for step in found.steps)


# ------------------------------------------------------------------------------------------------ deadlines
REPORTS = [
    ("KH-BC-a", "ngay_bao_cao_6_thang", 2023, "2023-06-14", "huyện"),
    ("KH-BC-a", "ngay_bao_cao_6_thang", 2024, "2024-06-14", AGENCY),
    ("KH-BC-b", "ngay_bao_cao_nam", 2023, "2023-10-24", AGENCY),
    ("KH-BC-b", "ngay_bao_cao_nam", 2024, "2024-10-24", "huyện"),
    ("KH-CH-c", "ngay_bao_cao_danh_sach", 2024, "2024-02-14", "huyện"),
    ("KH-CH-d", "ngay_bao_cao_danh_sach", 2023, "2023-04-04", "huyện"),
]


def facts_of(kind: str) -> dict[str, Any]:
    return {} if kind == "huyện" else {"cap_lua_chon": "tinh"}


@pytest.mark.parametrize(("code", "fact", "year", "last", "kind"), REPORTS)
def test_a_deadline_before_on_and_after_its_last_day(code: str, fact: str, year: int, last: str, kind: str) -> None:
    end, one = day(last), datetime.timedelta(days=1)
    for on, state, left in (
        (end - one, DeadlineState.OPEN, 1),
        (end, DeadlineState.OPEN, 0),
        (end + one, DeadlineState.MISSED, -1),
    ):
        found = status(facts_of(kind), kind, on.isoformat(), year)
        deadline = found.deadline(code)
        assert (deadline.last, deadline.state, deadline.days_left) == (end, state, left)
        (step,) = [step for step in found.steps if code in step.obligations and step.by == end]
        assert step.overdue == (state is DeadlineState.MISSED)
    for done, state, verdict in (
        (end, DeadlineState.DONE, Verdict.PASS),
        (end + one, DeadlineState.DONE_LATE, Verdict.FAIL),
    ):
        found = status({**facts_of(kind), fact: done.isoformat()}, kind, f"{year}-12-31", year)
        assert (found.deadline(code).state, found.deadline(code).done_on) == (state, done)
        assert {p.code: p.verdict for stage in found.stages for p in stage.parts}[code] is verdict
        assert not [step for step in found.steps if code in step.obligations]


@pytest.mark.parametrize(("code", "fact", "year", "last", "kind"), REPORTS)
def test_the_day_itself_may_be_in_time(code: str, fact: str, year: int, last: str, kind: str) -> None:
    end = day(last) + datetime.timedelta(days=1)
    found = status({**facts_of(kind), fact: end.isoformat()}, kind, f"{year}-12-31", year, readings={"A20": "ke_ca"})
    assert (found.deadline(code).last, found.deadline(code).state) == (end, DeadlineState.DONE)


def test_each_year_has_its_own_deadline_for_the_list() -> None:
    assert {d.code for d in status({}, "huyện", year=2023).deadlines} == {"KH-CH-d", "KH-BC-a", "KH-BC-b"}
    assert {d.code for d in status({}, "huyện", year=2024).deadlines} == {"KH-CH-c", "KH-BC-a", "KH-BC-b"}


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2023-09-30", DeadlineState.NOT_YET_OPEN),
        ("2023-10-01", DeadlineState.OPEN),
        ("2023-12-31", DeadlineState.OPEN),
        ("2024-01-01", DeadlineState.MISSED),
    ],
)
def test_recognition_happens_at_year_end(on: str, state: DeadlineState) -> None:
    found = status({"cap_lua_chon": "huyen"}, on=on)
    assert found.deadline("KH-CN-d").state is state
    assert "quy ước (A38)" in found.deadline("KH-CN-d").remark
    assert found.deadline("KH-CN-d").who == "Ban Chỉ đạo 138 cấp huyện"


def test_year_end_under_the_other_readings() -> None:
    december = status({"cap_lua_chon": "huyen"}, on="2023-11-30", readings={"A38": "thang_12"}).deadline("KH-CN-d")
    assert (december.first, december.state, december.remark) == (day("2023-12-01"), DeadlineState.NOT_YET_OPEN, "")
    attested = status({"cap_lua_chon": "huyen"}, readings={"A38": "chung_nhan"})
    assert not [deadline for deadline in attested.deadlines if deadline.code == "KH-CN-d"]


@pytest.mark.parametrize(
    ("chosen_on", "state", "verdict"),
    [
        ("2024-01-01", DeadlineState.DONE, Verdict.PASS),
        ("2024-03-31", DeadlineState.DONE, Verdict.PASS),
        ("2024-04-01", DeadlineState.DONE_LATE, Verdict.FAIL),
        ("2023-12-31", DeadlineState.DONE_EARLY, Verdict.FAIL),
    ],
)
def test_district_selects_in_the_first_quarter(chosen_on: str, state: DeadlineState, verdict: Verdict) -> None:
    found = status({"cap_lua_chon": "huyen", "ngay_lua_chon": chosen_on}, on="2024-06-01", year=2024)
    assert found.deadline("KH-DK-d").state is state
    assert {part.code: part.verdict for part in found.stage("selection").parts}["KH-DK-d"] is verdict


def test_known_absence_is_no_failure_while_there_is_time() -> None:
    facts = {"cap_lua_chon": "tinh", "ngay_bao_cao_nam": "không có"}
    open_, missed = status(facts, AGENCY, "2023-10-24"), status(facts, AGENCY, "2023-10-25")
    verdicts = [{p.code: p.verdict for p in one.stage("reports").parts}["KH-BC-b"] for one in (open_, missed)]
    assert verdicts == [Verdict.INSUFFICIENT_DATA, Verdict.FAIL]


def test_what_lies_after_the_day_does_not_count_yet() -> None:
    facts = {"cap_lua_chon": "tinh", "ngay_bao_cao_nam": "2023-10-20"}
    found = status(facts, AGENCY, "2023-10-19")
    assert found.deadline("KH-BC-b").state is DeadlineState.OPEN
    assert found.notes == ("[ngày gửi báo cáo năm] ghi 20/10/2023, sau ngày 19/10/2023, nên chưa được tính.",)
    assert status(facts, AGENCY, "2023-10-20").notes == ()


# ------------------------------------------------------------------------------------------------ selection
def test_selection_of_2023_asks_for_the_annex_of_plan_66_alone() -> None:
    found = status({"cap_lua_chon": "huyen", "thuoc_phu_luc_kh66": True}, previous={"dat_an_toan_antt": False})
    assert found.stage("selection").verdict is Verdict.PASS
    both = status(
        {"cap_lua_chon": "huyen", "thuoc_phu_luc_kh66": True},
        previous={"dat_an_toan_antt": False},
        readings={"A36": "cong_them"},
    )
    assert both.stage("selection").verdict is Verdict.FAIL
    assert any(step.text.startswith("Xem lại việc lựa chọn") for step in both.steps)


def test_selection_from_2024_rests_on_the_year_before() -> None:
    before = {"dat_an_toan_antt": True, "xep_loai_phong_trao_antq": "kha"}
    facts = {"cap_lua_chon": "huyen", "ngay_lua_chon": "2024-03-31"}
    assert status(facts, on="2024-05-01", year=2024, previous=before).stage("selection").verdict is Verdict.PASS
    below = {**before, "xep_loai_phong_trao_antq": "trung_binh"}
    assert status(facts, on="2024-05-01", year=2024, previous=below).stage("selection").verdict is Verdict.FAIL


def test_conditions_of_selection_are_not_asked_of_units_that_the_province_selected() -> None:
    stage = status({"cap_lua_chon": "tinh"}).stage("selection")
    assert not stage.applies and stage.verdict is Verdict.NOT_APPLICABLE
    assert "đơn vị do tỉnh chọn" in stage.reason


def test_unit_not_selected_has_nothing_more_to_do() -> None:
    found = status({"cap_lua_chon": "khong"})
    assert [stage.key for stage in found.stages if stage.applies] == ["scope", "criteria"]
    assert found.steps == () and found.deadlines == ()
    assert found.recognition is not None and found.recognition.eligible is Verdict.NOT_APPLICABLE
    assert "không có việc tiếp theo" in status_text(found)


def test_selection_not_reported_is_asked_for_first() -> None:
    found = status({})
    assert found.steps[0].text == "Báo cáo đơn vị do cấp nào chọn làm điểm trong năm"
    assert found.competence is not None and found.competence.route == ""


def test_scope_names_the_appendix() -> None:
    assert [status({}, kind).appendix for kind in ("xã", "thị trấn", AGENCY, SCHOOL)] == ["pl1", "pl1", "pl2", "pl2"]
    scope = {part.code: part.verdict for part in status({}, AGENCY).stage("scope").parts}
    assert scope["KH-PV-b"] is Verdict.NOT_APPLICABLE and scope["KH-PV-c"] is Verdict.PASS


def test_reports_are_for_units_of_the_province() -> None:
    assert not status({"cap_lua_chon": "huyen"}).stage("reports").applies
    assert status({"cap_lua_chon": "tinh"}).stage("reports").applies


# ------------------------------------------------------------------------------------------------ criteria, recognition
def test_numbers_of_met_criteria_come_from_the_assessment() -> None:
    ready = process_status(example("xa-cho-cong-nhan"), NOVEMBER)
    assert ready.stage("criteria").summary == "34/34 đạt"
    assert ready.stage("eligibility").verdict is Verdict.PASS
    failing = process_status(changed("xa-cho-cong-nhan", so_don_thu_ton_dong=1), NOVEMBER)
    assert failing.stage("criteria").summary == "33/34 đạt, 1 không đạt"
    assert failing.stage("eligibility").verdict is Verdict.FAIL
    assert [part.code for part in failing.stage("criteria").parts] == ["5"]
    waiting = process_status(changed("xa-cho-cong-nhan", so_don_thu_ton_dong=None), NOVEMBER)
    assert waiting.stage("eligibility").verdict is Verdict.INSUFFICIENT_DATA
    assert waiting.steps[0].text == "Bổ sung số liệu, minh chứng cho: tiêu chí 5"


def test_stated_numbers_that_agree_are_no_error() -> None:
    found = process_status(changed("xa-cho-cong-nhan", so_tieu_chi_dat=34, so_tieu_chi_khong_dat=0), NOVEMBER)
    assert found.errors == () and found.stage("eligibility").verdict is Verdict.PASS


def test_stated_numbers_that_contradict_the_assessment_are_an_error() -> None:
    found = process_status(changed("xa-cho-cong-nhan", so_don_thu_ton_dong=1, so_tieu_chi_dat=34), NOVEMBER)
    (error,) = found.errors
    assert error.code == "DL141"
    assert error.message == "[tiêu chí đạt] ghi 34, nhưng xét theo số liệu của đơn vị thì là 33"
    assert found.stage("eligibility").verdict is Verdict.INSUFFICIENT_DATA
    assert found.steps[0].text == "Sửa 1 số liệu sai"


def test_stated_numbers_stand_where_the_criteria_were_judged_elsewhere() -> None:
    facts = {"cap_lua_chon": "tinh", "so_tieu_chi_dat": 14, "so_tieu_chi_khong_dat": 0, "so_tieu_chi_thieu": 0}
    found = status(facts, AGENCY)
    assert found.stage("eligibility").verdict is Verdict.PASS
    assert any(note.startswith("Số tiêu chí đạt lấy theo con số ghi") for note in found.notes)
    assert not any("tiêu chí 1" in step.text for step in found.steps)
    one_short = status({**facts, "so_tieu_chi_dat": 13, "so_tieu_chi_khong_dat": 1}, AGENCY)
    assert one_short.stage("eligibility").verdict is Verdict.FAIL


RECOGNISED = {
    "co_quan_cong_nhan": DISTRICT,
    "so_lan_xet_cong_nhan": 1,
    "ngay_xet_cong_nhan": "2023-12-05",
}


def test_recognised_unit_is_proposed_for_a_reward() -> None:
    found = process_status(changed("xa-cho-cong-nhan", **RECOGNISED), day("2023-12-05"))
    assert found.recognition is not None
    assert (found.recognition.by, found.recognition.on) == ("Ban Chỉ đạo 138 cấp huyện", day("2023-12-05"))
    assert found.recognition.correct is Verdict.PASS
    assert [step.obligations for step in found.steps] == [("KH-KT-a",)]
    before = process_status(changed("xa-cho-cong-nhan", **RECOGNISED), day("2023-12-04"))
    assert before.recognition is not None and not before.recognition.decided
    assert before.steps[-1].text == "Họp xét, công nhận đơn vị điển hình"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"co_quan_cong_nhan": PROVINCE}, "Xem lại việc công nhận: ban chỉ đạo đã công nhận không đúng thẩm quyền"),
        ({"so_lan_xet_cong_nhan": 2}, "Xem lại việc xét công nhận: số lần hoặc dịp xét chưa đúng"),
        ({"ngay_xet_cong_nhan": "2023-09-30"}, "Xem lại việc xét công nhận: số lần hoặc dịp xét chưa đúng"),
    ],
)
def test_recognition_that_went_wrong_is_to_be_reviewed(change: dict[str, Any], text: str) -> None:
    found = process_status(changed("xa-cho-cong-nhan", **{**RECOGNISED, **change}), day("2023-12-31"))
    assert found.recognition is not None and found.recognition.correct is Verdict.FAIL
    assert text in [step.text for step in found.steps]
    assert not any(step.obligations == ("KH-KT-a",) for step in found.steps)


def test_recognition_binds_the_body_that_recognises() -> None:
    stage = process_status(example("xa-cho-cong-nhan"), NOVEMBER).stage("recognition")
    assert stage.reason == "nghĩa vụ của cấp công nhận, không phải của đơn vị"


# ------------------------------------------------------------------------------------------------ dossier
def test_wrong_body_signer_and_receiver_are_named() -> None:
    unit = changed(
        "xa-cho-cong-nhan",
        co_quan_danh_gia=DISTRICT,
        co_quan_de_nghi=PROVINCE_POLICE,
        ben_ky_to_trinh=["thu_truong_don_vi"],
        noi_nhan_ho_so=PROVINCE_POLICE,
    )
    found = process_status(unit, NOVEMBER)
    assert found.dossier is not None
    assert (found.dossier.signed_correctly, found.dossier.sent_correctly) == (Verdict.FAIL, Verdict.FAIL)
    assert [(step.text, step.who) for step in found.steps] == [
        ("Đánh giá lại kết quả: cơ quan đã đánh giá không đúng thẩm quyền", "Ban Chỉ đạo ANTT cấp xã"),
        ("Ký tờ trình", "Ban Chỉ đạo ANTT cấp xã"),
        ("Gửi lại hồ sơ về Công an cấp huyện (đã gửi sai nơi)", "Ban Chỉ đạo ANTT cấp xã"),
        ("Đề nghị lại: cơ quan đã đề nghị không đúng thẩm quyền", "Công an cấp huyện"),
        ("Họp xét, công nhận đơn vị điển hình", "Ban Chỉ đạo 138 cấp huyện"),
    ]


@pytest.mark.parametrize(
    ("item", "title"),
    [("to_trinh", "Tờ trình"), ("bao_cao_ket_qua", "Báo cáo kết quả"), ("bien_ban_hop_xet", "Biên bản họp xét")],
)
def test_each_missing_part_of_the_dossier_is_named(item: str, title: str) -> None:
    rest = [one for one in ("to_trinh", "bao_cao_ket_qua", "bien_ban_hop_xet") if one != item]
    found = process_status(changed("xa-cho-cong-nhan", ho_so_gom=rest), NOVEMBER)
    assert found.dossier is not None and found.dossier.missing == (title,)
    assert found.steps[0].text == f"Lập đủ hồ sơ, còn thiếu: {title}"
    assert found.recognition is not None and found.recognition.eligible is Verdict.FAIL


# ------------------------------------------------------------------------------------------------ the example data
def test_commune_ready_for_recognition() -> None:
    found = process_status(example("xa-cho-cong-nhan"), NOVEMBER)
    assert found.errors == ()
    assert found.recognition is not None and found.recognition.eligible is Verdict.PASS
    (step,) = found.steps
    assert (step.number, step.who, step.by) == (1, "Ban Chỉ đạo 138 cấp huyện", day("2023-12-31"))
    assert step.citation == "Kế hoạch, mục V.3" and not step.overdue


def test_agency_with_a_missing_dossier_item() -> None:
    found = process_status(example("co-quan-thieu-ho-so"), NOVEMBER)
    assert found.errors == ()
    assert found.stage("criteria").summary == "14/14 đạt"
    assert found.dossier is not None
    assert (found.dossier.missing, found.dossier.signed_correctly) == (("Biên bản họp xét",), Verdict.PASS)
    assert [step.who for step in found.steps][-2:] == ["Công an tỉnh", "Ban Chỉ đạo 138 tỉnh"]


def test_district_reporting_late() -> None:
    found = process_status(example("huyen-bao-cao-muon"), day("2024-10-30"))
    states = {deadline.code: deadline.state for deadline in found.deadlines}
    assert states == {
        "KH-CH-c": DeadlineState.DONE_LATE,
        "KH-BC-a": DeadlineState.DONE,
        "KH-BC-b": DeadlineState.MISSED,
    }
    (step,) = found.steps
    assert (step.obligations, step.overdue, step.by) == (("KH-BC-b",), True, day("2024-10-24"))
    assert found.stage("duties").summary == "2/16 nhiệm vụ đã xác nhận, 1 chưa thực hiện"
    assert (found.competence, found.dossier, found.recognition) == (None, None, None)


def test_district_that_selected_nobody_or_an_ineligible_unit() -> None:
    none = status({"so_don_vi_huyen_chon": 0, "so_don_vi_huyen_chon_du_dieu_kien": 0}, "huyện", "2024-02-01", 2024)
    assert none.steps[0].text == "Khắc phục để đạt: Chọn ít nhất 01 đơn vị"
    assert none.steps[0].by == day("2024-02-14")
    bad = status({"so_don_vi_huyen_chon": 2, "so_don_vi_huyen_chon_du_dieu_kien": 1}, "huyện", "2024-02-01", 2024)
    assert bad.steps[0].text == "Khắc phục để đạt: Mọi đơn vị được chọn đủ điều kiện"


def test_province_has_six_kinds_to_select_and_no_day_for_it() -> None:
    kinds = ("xa", "phuong", "thi_tran", "co_quan", "doanh_nghiep", "co_so_giao_duc")
    facts = {f"so_{kind}_tinh_chon": 1 for kind in kinds}
    assert status(facts, "tỉnh", year=2024).steps == ()
    two = status({**facts, "so_xa_tinh_chon": 2}, "tỉnh", year=2024)
    assert [(step.text, step.who, step.by) for step in two.steps] == [
        ("Khắc phục để đạt: 01 xã", "Ban Chỉ đạo 138 tỉnh", None)
    ]
    at_least = status({**facts, "so_xa_tinh_chon": 2}, "tỉnh", year=2024, readings={"A21": "it_nhat_mot"})
    assert at_least.steps == ()


# ------------------------------------------------------------------------------------------------ bad data
def test_a_wrong_value_is_reported_once_whichever_set_reads_it() -> None:
    found = status({"cap_lua_chon": "làng", "ngay_nghi_quyet_dang_uy_antt": "31/02/2023", "cap_quản_lý": "huyen"})
    assert sorted(error.code for error in found.errors) == ["DL102", "DL108", "DL116"]
    unknown = next(error for error in found.errors if error.code == "DL102")
    assert "cấp quản lý" in unknown.suggestions or "cap_quan_ly" in unknown.suggestions


def test_a_value_that_two_sets_read_is_refused_once() -> None:
    found = status({"cap_lua_chon": "huyen"}, previous={"xep_loai_phong_trao_antq": "rất khá"}, year=2023)
    assert [error.code for error in found.errors] == ["DL107"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"year": 2022}, "DL115"),
        ({"kind": "thôn"}, "DL113"),
        ({"readings": {"A53": "cap_xa"}}, "DL118"),
        ({"readings": {"A99": "x"}}, "DL118"),
        ({"readings": {"A26": "loai_rieng"}}, "DL118"),
    ],
)
def test_input_that_cannot_be_used(options: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        status({"cap_lua_chon": "huyen"}, **options)
    assert [problem.code for problem in caught.value.diagnostics] == [code]


def test_facts_alone_need_their_year_and_type() -> None:
    with pytest.raises(InvalidInput) as caught:
        process_status({"cap_lua_chon": "huyen"}, NOVEMBER)
    assert [dict(problem.values)["field"] for problem in caught.value.diagnostics] == ["năm", "loại"]


# ------------------------------------------------------------------------------------------------ renderings
@pytest.mark.parametrize("name", ["xa-cho-cong-nhan", "co-quan-thieu-ho-so", "huyen-bao-cao-muon"])
def test_all_forms_say_the_same(name: str) -> None:
    record = example(name)
    found = process_status(record, datetime.date(record.year, 11, 20))
    data = json.loads(json.dumps(status_data(found), ensure_ascii=False))
    assert data["format"] == 1 and data["as_of"] == f"{record.year}-11-20"
    assert [step["text"] for step in data["steps"]] == [step.text for step in found.steps]
    assert {stage["key"]: stage["verdict"] for stage in data["stages"]} == {
        s.key: s.verdict.value for s in found.stages
    }
    joined = " ".join(status_text(found, 80).split())
    markdown = status_markdown(found)
    for step in found.steps:
        assert f"{step.number}. {step.text} ({step.who}" in joined
        assert f"\n{step.number}. " in markdown
    for deadline in found.deadlines:
        assert deadline.last.strftime("%d/%m/%Y") in joined and deadline.last.strftime("%d/%m/%Y") in markdown
    assert markdown.startswith("# ") and "## Việc tiếp theo" in markdown


def test_lines_of_the_text_fit_the_terminal() -> None:
    for width in (40, 60, 100):
        text = status_text(process_status(example("co-quan-thieu-ho-so"), NOVEMBER), width)
        assert max(map(len, text.splitlines())) <= width


def test_what_others_wrote_cannot_break_markdown() -> None:
    record = example("huyen-bao-cao-muon")
    hostile = UnitRecord("x", "# <b>Tên</b> | *x*", record.unit_type, record.year, record.facts)
    assert "<b>" not in status_markdown(process_status(hostile, NOVEMBER))
