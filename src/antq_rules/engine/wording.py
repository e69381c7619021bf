"""Every Vietnamese word of an explanation: figures, limits, margins, remarks, suggestions."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Final

from antq_rules.engine.values import ABSENT, NO_YEAR, Attested, Combination, Evidence, Listed, Number, Value
from antq_rules.graph.model import Fact, Vocabulary
from antq_rules.syntax.numbers import format_number

OPERATORS: Final = {
    ">=": "ít nhất",
    ">": "trên",
    "<=": "không quá",
    "<": "dưới",
    "=": "đúng",
    "!=": "khác",
}
REMARKS: Final = {
    "empty_whole": "không có đối tượng",
    "nothing_arisen": "không phát sinh: năm trước bằng 0 và năm nay bằng 0",
    "no_year_before": "năm trước đơn vị chưa có số liệu vì chưa thành lập",
    "evidence_not_shown": "không nêu minh chứng",
    "evidence_missing": "có xác nhận nhưng thiếu minh chứng",
    "absent": "không có (đã báo cáo là không có)",
    "partly_known_sum": "phần chưa báo cáo của tổng được tính từ 0 trở lên",
    "open_set": "mục không nêu trong danh sách được coi là chưa báo cáo",
}
NOTHING_HELPS: Final = "Trong năm xét, đơn vị không còn cách nào làm cho tiêu chí này đạt."
NOT_FOUND: Final = "Chưa tìm được cách thay đổi nào làm cho tiêu chí này đạt."
OTHER_UNIT_TYPE: Final = "Loại đơn vị đã báo cáo không thuộc các loại mà bộ tiêu chí này áp dụng."
NOT_SURELY_SHORTEST: Final = "chưa chắc ngắn nhất"


def figure(value: Number, fact: Fact) -> str:
    """A figure with its unit.

    >>> figure(21, Fact("so_vu", "vụ", "count", "vụ"))
    '21 vụ'
    """
    return amount(Fraction(value) / fact.factor, fact.unit)


def amount(value: Number, unit: str) -> str:
    """A number in a unit, as an official writes it."""
    number = format_number(Fraction(value))
    if unit in ("%", "‰"):
        return f"{number}{unit}"
    return f"{number} {unit}".strip()


def apart(value: Number, unit: str) -> str:
    """How far two figures in a unit are apart; two percentages are so many points apart.

    >>> apart(2, "%"), apart(2, "vụ")
    ('2 điểm phần trăm', '2 vụ')
    """
    return amount(value, "điểm phần trăm" if unit == "%" else unit)


def day(value: datetime.date) -> str:
    """A day as an official writes it."""
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def shown(value: Value, fact: Fact, vocabulary: Vocabulary | None) -> str:
    """A value of a fact as an official reads it."""
    if value is ABSENT:
        return "không có"
    if value is NO_YEAR:
        return "không có năm trước"
    if isinstance(value, Attested):
        return _attested(value, fact)
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, Listed):
        return f"{len(value.members)} {fact.unit}: {'; '.join(value.members)}" if value.members else "không mục nào"
    if isinstance(value, frozenset):
        assert vocabulary is not None
        return "; ".join(member.text for member in vocabulary.members if member.code in value) or "không mục nào"
    if isinstance(value, tuple):
        return ", ".join("chưa báo cáo" if month is None else format_number(Fraction(month)) for month in value)
    if fact.kind == "grade" and isinstance(value, int):
        assert vocabulary is not None
        return f"“{vocabulary.members[value].text}”"
    if isinstance(value, str):
        assert vocabulary is not None
        return f"“{next(member.text for member in vocabulary.members if member.code == value)}”"
    assert isinstance(value, int | Fraction)
    return figure(value, fact)


def _attested(value: Attested, fact: Fact) -> str:
    if not value.yes:
        return "không"
    if value.evidence is Evidence.MISSING:
        return "có, thiếu minh chứng"
    if value.evidence is Evidence.NOT_SHOWN and fact.kind == "attestation":
        return "có, không nêu minh chứng"
    return "có"


def percent(value: Fraction, limit: Fraction | None = None) -> str:
    """A ratio as a percentage; digits are added until it no longer looks like a limit that it does not equal.

    >>> percent(Fraction(1491, 30000), Fraction(5, 100)), percent(Fraction(49999, 1000000), Fraction(5, 100))
    ('4,97%', '4,9999%')
    """
    for digits in range(2, 40):
        text = _rounded(value * 100, digits)
        if limit is None or value == limit or text != _rounded(limit * 100, digits):
            return f"{text}%"
    return f"{format_number(value * 100, 40)}%"


def _rounded(value: Fraction, digits: int) -> str:
    scaled = (abs(value) * 10**digits + Fraction(1, 2)).__floor__()
    sign = "-" if value < 0 and scaled else ""
    return sign + format_number(Fraction(scaled, 10**digits), digits)


def required(operator: str, limit: str) -> str:
    """What a test asks for."""
    return f"cần {OPERATORS[operator]} {limit}"


def required_between(low: str, high: str, high_excluded: bool) -> str:
    """What a test with two limits asks for."""
    return f"cần từ {low} đến {'dưới ' if high_excluded else ''}{high}"


def actual(text: str) -> str:
    """What was reported."""
    return f"thực tế {text}"


def spare(value: Number, unit: str, operator: str) -> str:
    """By how much a test holds."""
    if value == 0:
        return "vừa đủ"
    if operator in (">=", ">"):
        return f"hơn mức cần {apart(value, unit)}"
    return f"còn cách giới hạn {apart(value, unit)}"


def apart_from(value: Number, unit: str, operator: str) -> str:
    """How far a figure is from the one that it must be, or must not be."""
    return "vừa đúng" if operator == "=" and not value else f"lệch {apart(value, unit)}"


def points(low: Fraction | None, high: Fraction | None, maximum: Fraction | None) -> str:
    """Points as an official reads them: `được 7/10 điểm`, `được từ 4 đến 7 điểm`, `bị trừ 2 điểm`.

    >>> points(Fraction(7), Fraction(7), Fraction(10)), points(Fraction(4), Fraction(7), None)
    ('được 7/10 điểm', 'được từ 4 đến 7 điểm')
    >>> points(Fraction(-5), Fraction(-5), Fraction(0))
    'bị trừ 5 điểm'
    """
    of = "" if not maximum else f"/{format_number(maximum)}"
    if low is not None and low == high and low < 0:
        return f"bị trừ {format_number(-low)} điểm"
    if low is not None and low == high:
        return f"được {format_number(low)}{of} điểm"
    least = "" if low is None else f" từ {format_number(low)}"
    most = "" if high is None else f" đến {format_number(high)}"
    return f"được{least}{most}{of} điểm" if least or most else "chưa tính được điểm"


def class_part(text: str, needed: str) -> str:
    """What a class asks, with the points that a share comes to."""
    return f"{text} ({needed})" if needed else text


def class_not_met(name: str, unmet: Sequence[str]) -> str:
    """Why a unit has not a better class."""
    return f"Chưa được “{name}” vì chưa đạt: {'; '.join(unmet)}."


def asked_beside_criteria(unmet: Sequence[str], unsure: Sequence[str]) -> str:
    """What a conclusion asks beside its criteria that is not met, and what is not known to be.

    >>> asked_beside_criteria(["tổng điểm ít nhất 80 điểm"], [])
    ' Chưa đạt điều kiện: tổng điểm ít nhất 80 điểm.'
    """
    found = f" Chưa đạt điều kiện: {'; '.join(unmet)}." if unmet else ""
    return found + (f" Chưa rõ có đạt không: {'; '.join(unsure)}." if unsure else "")


def class_unsure(name: str, unsure: Sequence[str]) -> str:
    """Why it is not known whether a unit has a better class."""
    return f"Chưa rõ có được “{name}” không vì chưa đủ dữ liệu: {'; '.join(unsure)}."


def class_moved(text: str, surely: bool) -> str:
    """What moves a class down, or may do so."""
    return f"{'Áp dụng' if surely else 'Chưa rõ có áp dụng không'}: {text}."


def leaves_maximum(most: Fraction | None) -> str:
    """What is said of an item of a score that does not apply."""
    return "không áp dụng" if not most else f"không áp dụng, điểm tối đa bớt {format_number(most)} điểm"


def points_bare(low: Fraction | None, high: Fraction | None, maximum: Fraction | None) -> str:
    """Points without a verb: `7/10 điểm`."""
    return points(low, high, maximum).removeprefix("được ")


def whole_margin(operator: str, limit: Fraction, value: int) -> Fraction:
    """How many whole things lie between a count and the nearest count that meets its limit.

    Where exactly the limit is asked for, or anything else, how far the count is from the limit itself.

    >>> [int(whole_margin(operator, Fraction(5, 2), 2)) for operator in (">=", ">", "<=", "<")]
    [-1, -1, 0, 0]
    """
    match operator:
        case ">=":
            return Fraction(value - ceil(limit))
        case ">":
            return Fraction(value - floor(limit) - 1)
        case "<=":
            return Fraction(floor(limit) - value)
        case "<":
            return Fraction(ceil(limit) - 1 - value)
        case "=":
            return -abs(value - limit)
        case _:
            return abs(value - limit)


def short(value: Number, unit: str, operator: str) -> str:
    """By how much a test fails."""
    if operator in (">=", ">"):
        return f"còn thiếu {apart(value, unit)}"
    return f"vượt {apart(value, unit)}"


def compared(now: Number, before: Number, unit: str, limit: Fraction | None) -> str:
    """The change from one figure to another: `tăng 1 vụ (5%)`."""
    difference = Fraction(now) - Fraction(before)
    if difference == 0:
        return "không đổi"
    words = f"{'tăng' if difference > 0 else 'giảm'} {apart(abs(difference), unit)}"
    if before > 0:
        return f"{words} ({percent(abs(difference) / Fraction(before), limit)})"
    return words


def combined(name: str, year: int, found: Combination, texts: Sequence[str | None], low: str) -> str:
    """How a figure of the year before came of old units (`texts` are theirs), or why not and its known least value."""
    units, count = [part.unit for part in found.parts], len(found.parts)
    lead = f"[{name}] năm {year}"
    match found.reason:
        case "no_share":
            unstated = [part.unit for part in found.parts if part.share is None]
            return f"{lead}: chưa tính được từ đơn vị cũ, vì chưa nêu tỷ lệ tách của {'; '.join(unstated)}"
        case "no_rule":
            return f"{lead}: bộ tiêu chí chưa nêu cách gộp số liệu của {count} đơn vị cũ ({'; '.join(units)})"
        case "missing":
            unreported = [unit for unit, text in zip(units, texts, strict=True) if text is None]
            known = f"; đã biết ít nhất {low}" if low else ""
            return f"{lead}: chưa {_combined_how(found)} được, thiếu số liệu của {'; '.join(unreported)}{known}"
        case _:
            figures = "; ".join(
                f"{part.unit} {text}{_share(part.share) if found.rule == 'sum' else ''}"
                for part, text in zip(found.parts, texts, strict=True)
            )
            return f"{lead}: {_combined_how(found)}: {figures}"


_COMBINED: Final = {
    "same": "lấy của đơn vị cũ",
    "sum": "cộng từ {} đơn vị",
    "lowest": "lấy mức thấp nhất của {} đơn vị",
    "highest": "lấy mức cao nhất của {} đơn vị",
    "union": "hợp các mục của {} đơn vị",
}


def _combined_how(found: Combination) -> str:
    if len(found.parts) > 1:
        return _COMBINED[found.rule].format(len(found.parts))
    return "lấy theo tỷ lệ của đơn vị cũ" if found.rule == "sum" else _COMBINED["same"]


def _share(share: Fraction | None) -> str:
    return "" if share is None or share == 1 else f" × {percent(share)}"


def days(count: int, late: bool) -> str:
    """How far a day is from the nearest end of its period."""
    return f"{'muộn' if late else 'sớm'} {count} ngày"


def grades(count: int) -> str:
    """How far a grade is above or below the one required."""
    if count == 0:
        return "vừa đủ"
    return f"cao hơn {count} bậc" if count > 0 else f"thấp hơn {-count} bậc"


def months(numbers: Sequence[int]) -> str:
    """Months by number: `tháng 7, 8`."""
    return "tháng " + ", ".join(str(number) for number in numbers)


def quoted(texts: Sequence[str]) -> str:
    """Texts in quotation marks, separated by semicolons."""
    return "; ".join(f"“{text}”" for text in texts)


def year_name(year: int, assessed: int) -> str:
    """A year as it stands beside a fact's name."""
    return "năm nay" if year == assessed else "năm trước" if year == assessed - 1 else f"năm {year}"


def move_figure(name: str, before: str | None, after: str, difference: str, rises: bool) -> str:
    """A suggested change of a figure."""
    if before is None:
        return f"[{name}] phải là {after} (chưa báo cáo)"
    return f"[{name}] {'tăng thêm' if rises else 'giảm thêm'} {difference}: từ {before} thành {after}"


def move_grade(name: str, after: str) -> str:
    """A suggested change of a grade or of one of a list."""
    return f"[{name}] phải đạt {after}"


def move_choice(name: str, after: str) -> str:
    """A suggested change to one of a closed list."""
    return f"[{name}] phải là {after}"


def move_date(name: str, day_text: str, later: bool) -> str:
    """A suggested change of a date: the first day that does where it has to be later, else the last."""
    return f"[{name}] {'sớm nhất' if later else 'chậm nhất'} {day_text}"


def move_set(name: str, added: Sequence[str], removed: Sequence[str]) -> str:
    """A suggested change of a list."""
    parts = []
    if added:
        parts.append(f"bổ sung {quoted(added)}")
    if removed:
        parts.append(f"không còn {quoted(removed)}")
    return f"[{name}]: {', '.join(parts)}"


def move_attestation(name: str, yes: bool, only_evidence: bool) -> str:
    """A suggested change of an attestation."""
    if only_evidence:
        return f"[{name}]: bổ sung minh chứng"
    return f"[{name}] {'phải được xác nhận là có, kèm minh chứng' if yes else 'phải là không'}"


def move_months(name: str, parts: Sequence[str]) -> str:
    """A suggested change of monthly figures."""
    return f"[{name}]: {'; '.join(parts)}"


def move_absent(name: str) -> str:
    """A suggested change to known absence."""
    return f"[{name}] phải là không có"


def need(name: str, year: str, kind: str, month_numbers: Sequence[int]) -> str:
    """What is still to be reported."""
    when = f", {months(month_numbers)}" if month_numbers else ""
    match kind:
        case "evidence":
            return f"minh chứng của [{name}] ({year})"
        case "correction":
            return f"[{name}] ({year}{when}): số liệu đã báo cáo không hợp, cần báo cáo lại"
        case _:
            return f"[{name}] ({year}{when})"
