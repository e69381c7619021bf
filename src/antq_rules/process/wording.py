"""Every Vietnamese word that a process status adds to what the rules say themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from antq_rules.engine.wording import day
from antq_rules.process.model import Deadline, DeadlineState, Step
from antq_rules.types import Verdict

PROVINCE: Final = "Ban Chỉ đạo 138 tỉnh"
DISTRICT: Final = "Ban Chỉ đạo 138 cấp huyện"
PROVINCE_POLICE: Final = "Công an tỉnh"
COMMITTEES: Final = "Ban Chỉ đạo các cấp"
UNIT: Final = "Đơn vị"
ROUTE_PREFIX: Final = "tuyến "
TAKES_PART: Final = ("Công an cấp huyện", "các phòng chuyên môn cấp huyện", "Tổ công tác liên ngành")

# Vì sao một giai đoạn có hay không áp dụng
ROUTE_UNKNOWN: Final = "Chưa xác định được tuyến thẩm quyền: cần báo cáo cấp lựa chọn và cấp quản lý."
NO_POLICE_NAMED: Final = "Kế hoạch không nêu cơ quan Công an kiểm tra, đề nghị ở tuyến này."
NOT_SELECTED: Final = "đơn vị không được chọn làm điểm trong năm"
SELECTION_UNKNOWN: Final = "chưa báo cáo đơn vị do cấp nào chọn"
SELECTED_BY_DISTRICT: Final = "đơn vị do cấp huyện chọn"
SELECTED_BY_PROVINCE: Final = "đơn vị do tỉnh chọn; Kế hoạch không nêu điều kiện lựa chọn ở cấp tỉnh"
SELECTED: Final = "đơn vị được chọn làm điểm"
BINDS_RECOGNISER: Final = "nghĩa vụ của cấp công nhận, không phải của đơn vị"
REPORTS_FROM_PROVINCE_UNITS: Final = "đơn vị do tỉnh chọn phải báo cáo"
REPORTS_FROM_DISTRICTS: Final = "chế độ báo cáo dành cho cấp huyện và đơn vị do tỉnh chọn"
CHECKLIST: Final = "bảng theo dõi, không ảnh hưởng đến kết quả xét"
QUARTER_IS_OURS: Final = "Kế hoạch chỉ nói dịp cuối năm; ngày đầu kỳ do bộ luật này quy ước (A38)"
COUNTS_STATED: Final = (
    "Số tiêu chí đạt lấy theo con số ghi trong tệp số liệu, vì tệp không có số liệu nào của các tiêu chí để xét lại."
)
FINISHED_BY_NOT_SELECTED: Final = (
    "Đơn vị không được chọn làm điểm trong năm, nên không có việc tiếp theo trong quy trình."
)

# Giai đoạn và phần
CRITERIA_STAGE: Final = "Kết quả xét theo tiêu chí"
ROLES: Final = {
    "assesses": "Đánh giá",
    "takes_part": "Cùng tham gia đánh giá",
    "proposes": "Kiểm tra, đề nghị",
    "recognises": "Công nhận",
    "receives": "Nhận hồ sơ",
}
STAGES: Final = "Các giai đoạn"
COMPETENCE: Final = "Cơ quan có thẩm quyền"
DOSSIER: Final = "Hồ sơ"
DEADLINES: Final = "Thời hạn"
RECOGNITION: Final = "Công nhận"
STEPS: Final = "Việc tiếp theo"
NOTES: Final = "Lưu ý"
ERRORS: Final = "Số liệu sai (coi như chưa báo cáo cho đến khi sửa)"
NO_STEPS: Final = "Không còn việc nào."
NOBODY_NAMED: Final = "Kế hoạch không nêu"
NOT_KNOWN: Final = "chưa xác định được"
STATES: Final = {
    DeadlineState.DONE: "đã xong, đúng hạn",
    DeadlineState.DONE_LATE: "đã xong, quá hạn",
    DeadlineState.DONE_EARLY: "đã làm trước kỳ",
    DeadlineState.OPEN: "còn hạn",
    DeadlineState.NOT_YET_OPEN: "chưa đến kỳ",
    DeadlineState.MISSED: "đã quá hạn, chưa làm",
}
STATE_MARKS: Final = {
    DeadlineState.DONE: "✓",
    DeadlineState.DONE_LATE: "✗",
    DeadlineState.DONE_EARLY: "✗",
    DeadlineState.OPEN: "?",
    DeadlineState.NOT_YET_OPEN: "–",
    DeadlineState.MISSED: "✗",
}


def heading(name: str, unit_type: str, year: int, as_of: str) -> str:
    """The first line of a status."""
    return f"{name} · {unit_type} · năm {year} · tính đến ngày {as_of}"


def appendix_line(title: str, code: str) -> str:
    """Which set of criteria judges the unit."""
    return f"Xét theo bộ tiêu chí {code}: {title}."


def selected_line(selected_by: str) -> str:
    """Which level selected the unit."""
    return f"Cấp lựa chọn: {selected_by or 'chưa báo cáo'}."


def cutoff_line(cutoff: str) -> str:
    """Up to which day the figures of the criteria run."""
    return f"Số liệu các tiêu chí tính đến hết ngày {cutoff}."


def route_line(route: str) -> str:
    """The route of competence."""
    return f"{COMPETENCE} (tuyến {route})" if route else COMPETENCE


def counts(passed: int, failed: int, waiting: int) -> str:
    """How many criteria or duties came to what."""
    parts = [f"{passed}/{passed + failed + waiting} đạt"]
    parts += [f"{failed} không đạt"] if failed else []
    parts += [f"{waiting} chưa đủ dữ liệu"] if waiting else []
    return ", ".join(parts)


def duties(done: int, open_: int, waiting: int) -> str:
    """How many duties were attested."""
    parts = [f"{done}/{done + open_ + waiting} nhiệm vụ đã xác nhận"]
    parts += [f"{open_} chưa thực hiện"] if open_ else []
    return ", ".join(parts)


def not_yet(name: str, on: str, as_of: str) -> str:
    """Why a date in the data does not count yet."""
    return f"[{name}] ghi {on}, sau ngày {as_of}, nên chưa được tính."


def any_of(groups: Sequence[Sequence[str]]) -> str:
    """Which parties may sign: `A hoặc B`; parties that must sign together are joined by `và`."""
    return " hoặc ".join(" và ".join(group) for group in groups)


# ------------------------------------------------------------------------------------------------ lines of a report
def deadline(shown: Deadline) -> str:
    """One deadline: period, how it stands, what is left."""
    parts = [STATES[shown.state]]
    if shown.done_on is not None:
        parts.append(f"ngày {day(shown.done_on)}")
    elif shown.state is DeadlineState.MISSED:
        parts.append(f"quá {-shown.days_left} ngày")
    elif shown.state is DeadlineState.OPEN:
        parts.append("hôm nay là ngày cuối" if shown.days_left == 0 else f"còn {shown.days_left} ngày")
    to = f", gửi {shown.receiver}" if shown.receiver else ""
    period = f"từ {day(shown.first)} đến hết {day(shown.last)}"
    return f"{shown.title} ({shown.who}{to}): {period} – {', '.join(parts)}"


def step(shown: Step) -> str:
    """One next step with who, until when and the clause."""
    limit = "" if shown.by is None else f"; {'đã quá hạn' if shown.overdue else 'chậm nhất'} {day(shown.by)}"
    citation = f"; {shown.citation}" if shown.citation else ""
    return f"{shown.text} ({shown.who}{limit}{citation})"


def eligible(verdict: Verdict) -> str:
    """Whether recognition may be decided."""
    return {
        Verdict.PASS: "Đủ điều kiện và hồ sơ để xét, công nhận.",
        Verdict.FAIL: "Chưa đủ điều kiện hoặc hồ sơ để xét, công nhận.",
        Verdict.INSUFFICIENT_DATA: "Chưa đủ dữ liệu để biết có đủ điều kiện xét, công nhận hay không.",
        Verdict.NOT_APPLICABLE: "Không xét công nhận trong năm.",
    }[verdict]


def decided(by: str, on: str, correct: Verdict) -> str:
    """What was reported of the recognition."""
    when = f" ngày {on}" if on else ""
    words = {
        Verdict.PASS: "đúng thẩm quyền, đúng số lần, đúng dịp",
        Verdict.FAIL: "chưa đúng thẩm quyền, số lần hoặc dịp xét",
    }.get(correct, "chưa đủ dữ liệu về thẩm quyền, số lần hoặc dịp xét")
    return f"{by} đã công nhận{when}: {words}."


def dossier_parts(present: Sequence[str], missing: Sequence[str], known: bool) -> str:
    """What is in the dossier and what is missing."""
    if not known:
        return f"Chưa báo cáo; cần có: {'; '.join((*present, *missing))}."
    have = f"Đã có: {'; '.join(present)}." if present else "Chưa có thành phần nào."
    lack = f" Còn thiếu: {'; '.join(missing)}." if missing else " Đủ thành phần."
    return have + lack


# ------------------------------------------------------------------------------------------------ next steps
def fix_errors(count: int) -> str:
    """To correct what was refused."""
    return f"Sửa {count} số liệu sai"


REPORT_SELECTION: Final = "Báo cáo đơn vị do cấp nào chọn làm điểm trong năm"
REPORT_ROUTE: Final = "Báo cáo cấp quản lý đơn vị để xác định tuyến thẩm quyền"
ASSESS: Final = "Đánh giá kết quả xây dựng điển hình của đơn vị"
REASSESS: Final = "Đánh giá lại kết quả: cơ quan đã đánh giá không đúng thẩm quyền"
PROPOSE: Final = "Kiểm tra, đánh giá và đề nghị công nhận"
REPROPOSE: Final = "Đề nghị lại: cơ quan đã đề nghị không đúng thẩm quyền"
RECOGNISE: Final = "Họp xét, công nhận đơn vị điển hình"
RERECOGNISE: Final = "Xem lại việc công nhận: ban chỉ đạo đã công nhận không đúng thẩm quyền"
REVIEW_RECOGNITION: Final = "Xem lại việc xét công nhận: số lần hoặc dịp xét chưa đúng"
REWARD: Final = "Xét khen thưởng đơn vị đã được công nhận theo Luật Thi đua, khen thưởng"
WRITE_REPORT: Final = "Viết báo cáo kết quả theo từng tiêu chí của Bộ Tiêu chí tạm thời, kèm minh chứng"
SIGN: Final = "Ký tờ trình"
REWARD_CITATION: Final = "Kế hoạch, mục V.3, đoạn cuối"
SELECTION_CITATION: Final = "Kế hoạch, mục II.2"


def selection_failed(titles: Sequence[str]) -> str:
    """Eligibility for selection is not there."""
    return f"Xem lại việc lựa chọn, chưa đạt: {'; '.join(titles)}"


def add_for(titles: Sequence[str]) -> str:
    """Facts or evidence are missing for some obligations."""
    return f"Bổ sung số liệu, minh chứng cho: {'; '.join(titles)}"


def meet(titles: Sequence[str]) -> str:
    """Obligations that failed are to be met."""
    return f"Khắc phục để đạt: {'; '.join(titles)}"


def criteria(numbers: Sequence[str]) -> list[str]:
    """Criteria by number."""
    return [f"tiêu chí {', '.join(numbers)}"]


def complete(missing: Sequence[str]) -> str:
    """The dossier is to be completed."""
    return f"Lập đủ hồ sơ, còn thiếu: {'; '.join(missing)}"


def send_to(receiver: str, wrong: bool) -> str:
    """The dossier is to be sent."""
    return f"Gửi {'lại ' if wrong else ''}hồ sơ về {receiver}{' (đã gửi sai nơi)' if wrong else ''}"


def due(shown: Deadline) -> str:
    """A deadline as a step."""
    to = f", gửi {shown.receiver}" if shown.receiver else ""
    now = " ngay" if shown.state is DeadlineState.MISSED else ""
    return f"Thực hiện{now}: {shown.title}{to}"
