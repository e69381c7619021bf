"""Every Vietnamese word that reports add to what explanations say themselves."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.explanation import Change, Explanation, ReadingShown, Summary
from antq_rules.engine.wording import NOT_SURELY_SHORTEST, day, percent
from antq_rules.report.unit_report import UnitReport
from antq_rules.types import Verdict

MARKS: Final = {Verdict.PASS: "✓", Verdict.FAIL: "✗", Verdict.INSUFFICIENT_DATA: "?", Verdict.NOT_APPLICABLE: "–"}
LEGEND: Final = " · ".join(f"{mark} {verdict.vietnamese}" for verdict, mark in MARKS.items())
NO_NAME: Final = "(chưa ghi tên)"
_TO_PASS: Final = "Để đạt"
_FOR_POINTS: Final = "Để thêm điểm"
_ONE_OF_THESE: Final = "chọn một trong các cách sau"
NEEDED: Final = "Cần bổ sung"
NEEDS: Final = (
    ("figure", "Số liệu"),
    ("assessment", "Chờ thẩm định (xác nhận)"),
    ("evidence", "Minh chứng"),
    ("correction", "Sửa số liệu sai"),
)
NO_LONGER_MATTER: Final = "Chưa báo cáo nhưng không còn ảnh hưởng đến kết quả"
CITATION: Final = "Căn cứ"
NOTE: Final = "Ghi chú"
READINGS_APPLIED: Final = "Cách hiểu áp dụng"
READINGS_CHOSEN: Final = "Cách hiểu khác mặc định"
UNIT: Final = "Đơn vị"
YEAR: Final = "Năm xét"
VERDICTS_BY_CRITERION: Final = "Kết quả từng tiêu chí"
CHANGES_NEEDED: Final = "Cần thay đổi"
DATA_ERRORS: Final = "Số liệu sai (coi như chưa báo cáo cho đến khi sửa)"
EXPLAINED: Final = "Giải thích các tiêu chí chưa đạt hoặc chưa đủ dữ liệu"
EXPLAINED_POINTS: Final = "Giải thích từng tiêu chí"
NOT_APPLICABLE: Final = "Tiêu chí không áp dụng"
PASSED: Final = "Tiêu chí đạt"
CRITERION: Final = "Tiêu chí"
TITLE: Final = "Nội dung"
VERDICT: Final = "Kết quả"
CONDITION: Final = "điều kiện"
IF_TRUE: Final = "nếu đúng"
IF_FALSE: Final = "nếu không đúng"
EVIDENCE: Final = "minh chứng"


BATCH: Final = "Tổng hợp"
FAILED_MOST: Final = "Tiêu chí có nhiều đơn vị không đạt nhất"
NO_UNIT: Final = "Không có đơn vị nào."
UNIT_COLUMNS: Final = (
    "Đơn vị", "Kết quả", "Đạt", "Không đạt", "Chưa đủ dữ liệu", "Không áp dụng", "Tiêu chí không đạt"
)  # fmt: skip
SHEET_COLUMNS: Final = (
    "Mã đơn vị", "Tên đơn vị", "Loại", "Năm", "Kết quả", "Số tiêu chí đạt", "Số tiêu chí không đạt",
    "Số tiêu chí chưa đủ dữ liệu", "Số tiêu chí không áp dụng", "Tiêu chí không đạt", "Tiêu chí chưa đủ dữ liệu",
    "Số số liệu sai",
)  # fmt: skip


def criterion_title(explanation: Explanation) -> str:
    """A criterion's number and title, as a heading, with its points where it has some."""
    return f"Tiêu chí {explanation.number} · {titled(explanation)}"


def titled(explanation: Explanation) -> str:
    """A criterion's title, with its points where it has some."""
    return f"{explanation.title} ({explanation.points})" if explanation.points else explanation.title


def purpose(explanation: Explanation) -> str:
    """What the changes of an explanation are for: to pass, or to earn more points."""
    return _FOR_POINTS if explanation.only_points else _TO_PASS


def one_of_these(explanation: Explanation) -> str:
    """The heading over several changes."""
    return f"{purpose(explanation)}, {_ONE_OF_THESE}"


def is_explained(explanation: Explanation) -> bool:
    """Whether a report on a unit says why: what did not pass, was not decided, or was scored."""
    return explanation.only_points or explanation.verdict in (Verdict.FAIL, Verdict.INSUFFICIENT_DATA)


def is_listed(explanation: Explanation, verdict: Verdict) -> bool:
    """Whether a criterion stands in the list of those with a verdict at the end of a report."""
    return explanation.verdict is verdict and not explanation.only_points


def mark_of(explanation: Explanation) -> str:
    """A criterion's verdict behind its mark; of one that is only scored, that it is so."""
    return f"{criterion_mark(explanation)} CHẤM ĐIỂM" if explanation.only_points else verdict_mark(explanation.verdict)


def result_words(explanation: Explanation) -> str:
    """A criterion's verdict in a table, or its points where it is only scored."""
    return explanation.points if explanation.only_points else verdict_words(explanation.verdict)


def criterion_mark(explanation: Explanation) -> str:
    """The mark before a criterion in a list; one that is only scored has none of the four."""
    return "·" if explanation.only_points else MARKS[explanation.verdict]


def verdict_mark(verdict: Verdict) -> str:
    """A verdict in capitals behind its mark: `✗ KHÔNG ĐẠT`."""
    return f"{MARKS[verdict]} {verdict.vietnamese.upper()}"


def verdict_words(verdict: Verdict) -> str:
    """A verdict behind its mark: `✗ không đạt`."""
    return f"{MARKS[verdict]} {verdict.vietnamese}"


def reading(shown: ReadingShown) -> str:
    """A reading behind a line of reasoning: `cách hiểu A01: không tăng`."""
    other = "" if shown.is_default else ", khác mặc định"
    return f"cách hiểu {shown.code}: {shown.option_title}{other}"


def reading_chosen(shown: ReadingShown) -> str:
    """A reading with its subject: `A01 (Kiềm chế): không tăng`."""
    subject = f" ({shown.title})" if shown.title else ""
    return f"{shown.code}{subject}: {shown.option_title}"


def met(verdict: Verdict) -> str:
    """Whether the condition of a branch is met."""
    return {Verdict.PASS: "đúng", Verdict.FAIL: "không đúng", Verdict.NOT_APPLICABLE: "không áp dụng"}.get(
        verdict, "chưa rõ"
    )


def unit_line(report: UnitReport) -> str:
    """The unit's name, id and type."""
    name, code = report.unit_name or report.unit_code, report.unit_code
    parts = [name, f"mã {code}" if code and code != name else "", report.unit_type]
    return " · ".join(part for part in parts if part) or NO_NAME


def year_line(report: UnitReport) -> str:
    """The assessed year and the day up to which figures run."""
    if report.cutoff is None:
        return str(report.year)
    return f"{report.year} · số liệu đến hết ngày {day(report.cutoff)}"


def in_the_way(summary: Summary) -> str:
    """The heading over what stands between a unit and a conclusion."""
    return f"Để được kết luận “{summary.title}”"


def hopeless(summary: Summary) -> str:
    """The criteria for which no change was found."""
    return f"Chưa có cách nào trong năm xét làm cho đạt: tiêu chí {', '.join(summary.hopeless)}."


def conclusion(title: str, verdict: Verdict) -> str:
    """Another conclusion of the set."""
    return f"{title}: {verdict.vietnamese}"


def made_from(report: UnitReport) -> str:
    """What a result was made from, so that it can be made again."""
    return (
        f"Xét theo bộ tiêu chí {report.set_code} (dấu kiểm {report.rules_hash[:12]}), "
        f"antq_rules {report.library_version}."
    )


def data_error(problem: Diagnostic) -> tuple[str, str]:
    """A data error with its place and code, and what to do about it."""
    lead = f"{problem.where}: " if problem.where else ""
    return f"{lead}{problem.message} ({problem.code})", problem.correction


def share_failed(failed: int, units: int, undecided: int) -> str:
    """How many units fail a criterion, of those it applies to."""
    waiting = f", {undecided} chưa đủ dữ liệu" if undecided else ""
    return f"{failed}/{units} đơn vị không đạt ({percent(Fraction(failed, units))}){waiting}"


def counts(number: int, by_verdict: Mapping[Verdict, int]) -> str:
    """How many units there are, and how many of each verdict."""
    parts = [f"{count} {verdict.vietnamese}" for verdict, count in by_verdict.items() if count]
    return f"{number} đơn vị: {', '.join(parts)}."


def margin_of(margin: str, items: str) -> str:
    """A margin with the items it belongs to."""
    return f"{margin} (mục {items})"


def change(shown: Change) -> str:
    """A change as a sentence; that its parts belong together is said where there are several."""
    return sentence(f"đồng thời: {shown.text}" if len(shown.moves) > 1 else shown.text)


def doubt(is_certain: bool) -> str:
    """What stands behind a heading over changes where a shorter one may exist."""
    return "" if is_certain else f" ({NOT_SURELY_SHORTEST})"


def refused(count: int) -> str:
    """How many values of a unit were refused."""
    return f"{count} số liệu sai"


def sentence(text: str) -> str:
    """A text with a full stop, unless it ends in one."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def malformed(place: str) -> tuple[tuple[str, str], ...]:
    """The values of the diagnostic for a saved result that is not in the form this version writes."""
    return (
        ("reason", f"{place} không đúng dạng của kết quả xét đã lưu"),
        ("advice", "Dùng tệp do “antq … --json” ghi ra, không sửa tay; hoặc xét lại từ số liệu."),
    )
