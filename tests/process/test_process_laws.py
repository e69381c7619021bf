"""Laws of the process over made-up facts: it always answers, and its parts never contradict each other."""

from __future__ import annotations

import datetime
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from antq_rules import Verdict
from antq_rules.process import DeadlineState, process_status, status_data, status_markdown, status_text

YEAR = 2024
BODIES = [
    "ban_chi_dao_138_tinh",
    "ban_chi_dao_138_huyen",
    "ban_chi_dao_antt_xa",
    "cong_an_tinh",
    "cong_an_huyen",
    "không có",
]
DAYS = st.dates(datetime.date(YEAR - 1, 11, 1), datetime.date(YEAR + 1, 2, 1))
DATES = DAYS.map(datetime.date.isoformat) | st.just("không có")
SETS = st.lists(st.sampled_from(["to_trinh", "bao_cao_ket_qua", "bien_ban_hop_xet"]), unique=True)
SIGNERS = st.lists(st.sampled_from(["ban_chi_dao_138_huyen", "ban_chi_dao_antt_xa", "thu_truong_don_vi"]), unique=True)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "cap_lua_chon": st.sampled_from(["tinh", "huyen", "khong"]),
        "cap_quan_ly": st.sampled_from(["tinh", "huyen", "xa"]),
        "ngay_lua_chon": DATES,
        "co_quan_danh_gia": st.sampled_from(BODIES),
        "co_quan_de_nghi": st.sampled_from(BODIES),
        "co_quan_cong_nhan": st.sampled_from(BODIES),
        "ho_so_gom": SETS,
        "bao_cao_theo_bo_tieu_chi": st.booleans(),
        "ben_ky_to_trinh": SIGNERS,
        "noi_nhan_ho_so": st.sampled_from(BODIES),
        "so_tieu_chi_dat": st.integers(0, 15),
        "so_tieu_chi_khong_dat": st.integers(0, 2),
        "so_tieu_chi_thieu": st.integers(0, 2),
        "so_lan_xet_cong_nhan": st.integers(0, 2),
        "ngay_xet_cong_nhan": DATES,
        "ngay_bao_cao_6_thang": DATES,
        "ngay_bao_cao_nam": DATES,
    },
)
READINGS = st.fixed_dictionaries(
    {},
    optional={
        "A20": st.sampled_from(["nghiem_ngat", "ke_ca"]),
        "A25": st.sampled_from(["cap_huyen", "cap_tinh"]),
        "A37": st.sampled_from(["mot_ben", "ca_hai_ben", "theo_cap"]),
        "A38": st.sampled_from(["quy_4", "thang_12", "chung_nhan"]),
        "A53": st.sampled_from(["cap_tinh", "cap_huyen"]),
    },
)
TYPES = st.sampled_from(["xã", "cơ quan", "doanh nghiệp", "cơ sở giáo dục"])


@settings(max_examples=60, deadline=None)
@given(facts=FACTS, readings=READINGS, kind=TYPES, on=DAYS)
def test_a_status_is_of_one_piece(
    facts: dict[str, Any], readings: dict[str, str], kind: str, on: datetime.date
) -> None:
    status = process_status(facts, on, readings, year=YEAR, unit_type=kind)
    assert status.errors == ()
    assert [step.number for step in status.steps] == list(range(1, len(status.steps) + 1))
    assert all(step.overdue == (step.by is not None and step.by < on) for step in status.steps)
    assert status_text(status) and status_markdown(status) and json.dumps(status_data(status))
    verdicts = {part.code: part.verdict for stage in status.stages for part in stage.parts}
    for deadline in status.deadlines:
        assert deadline.first <= deadline.last
        assert deadline.done_on is None or deadline.done_on <= on
        waiting = deadline.state in (DeadlineState.OPEN, DeadlineState.NOT_YET_OPEN)
        assert waiting == (deadline.done_on is None and on <= deadline.last)
        if deadline.code in verdicts:
            met = verdicts[deadline.code] is Verdict.PASS
            assert met == (deadline.state is DeadlineState.DONE)
    assert status.recognition is not None and status.dossier is not None
    if status.recognition.eligible is Verdict.PASS:
        assert status.dossier.missing == () and verdicts["KH-CN-b"] is Verdict.PASS
    if status.recognition.eligible is Verdict.NOT_APPLICABLE:
        assert facts["cap_lua_chon"] == "khong" and status.steps == ()


@settings(max_examples=40, deadline=None)
@given(facts=FACTS, readings=READINGS, kind=TYPES)
def test_doing_what_the_status_names_is_right(facts: dict[str, Any], readings: dict[str, str], kind: str) -> None:
    """Whoever acts as the status says, is judged to have acted rightly."""
    facts = {**facts, "cap_lua_chon": facts.get("cap_lua_chon", "huyen"), "cap_quan_ly": facts.get("cap_quan_ly", "xa")}
    end = datetime.date(YEAR, 12, 31)
    before = process_status(facts, end, readings, year=YEAR, unit_type=kind)
    assert before.competence is not None and before.dossier is not None
    if not before.competence.route:
        assert facts["cap_lua_chon"] == "khong"
        return
    codes = {
        "Ban Chỉ đạo 138 cấp huyện": "ban_chi_dao_138_huyen",
        "Ban Chỉ đạo ANTT cấp xã": "ban_chi_dao_antt_xa",
        "Thủ trưởng đơn vị": "thu_truong_don_vi",
    }
    found = before.competence
    assert found.assesses is not None and found.recognises is not None and found.receives is not None
    done = {
        **facts,
        "co_quan_danh_gia": found.assesses.code,
        "co_quan_de_nghi": found.proposes.code if found.proposes is not None else "không có",
        "co_quan_cong_nhan": found.recognises.code,
        "noi_nhan_ho_so": found.receives.code,
        "ho_so_gom": ["to_trinh", "bao_cao_ket_qua", "bien_ban_hop_xet"],
        "bao_cao_theo_bo_tieu_chi": True,
        "ngay_xet_cong_nhan": f"{YEAR}-12-15",
        "so_lan_xet_cong_nhan": 1,
        "xet_cong_nhan_dip_cuoi_nam": True,
    }
    for signers in before.dossier.signers:
        done["ben_ky_to_trinh"] = [codes[name] for name in signers]
        after = process_status(done, end, readings, year=YEAR, unit_type=kind)
        assert after.stage("competence").verdict is Verdict.PASS
        assert after.stage("dossier").verdict is Verdict.PASS
        assert after.stage("recognition").verdict is Verdict.PASS
        assert after.recognition is not None and after.recognition.correct is Verdict.PASS
