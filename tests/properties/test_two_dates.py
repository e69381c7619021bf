"""The law of one date against another: at every edge the verdict is right, and the suggested day is the nearest.

Days are counted here, from the meaning of the words and not by the engine. All data are invented.
"""

from __future__ import annotations

import calendar
import datetime
import operator
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.generation import Chooser, DrawChooser, chance, pick

import antq_rules
from antq_rules import Assessment, RuleSet, Verdict

# A failure names its condition and days, so there is nothing to shrink.
SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.reuse, Phase.generate)
)
RULES: Final = """bộ tiêu chí "Hai ngày (hư cấu)"
  mã: hai-ngay
  áp dụng cho: xã
  khi tháng không có ngày đó: {month_end}
dữ kiện [ngày ban hành]
  mã: ban_hanh
  kiểu: ngày
  cố định
dữ kiện [ngày nộp]
  mã: nop
  kiểu: ngày
tiêu chí 1. "Thử"
  đạt khi [ngày nộp] {words}
"""
MONTH_ENDS: Final = ("lấy ngày cuối tháng", "lấy ngày đầu tháng sau")
ONE_DAY: Final = datetime.timedelta(days=1)
PLAIN: Final[dict[str, Callable[[datetime.date, datetime.date], bool]]] = {
    "trước": operator.lt,
    "sau": operator.gt,
    "không muộn hơn": operator.le,
    "chậm nhất": operator.le,
    "không sớm hơn": operator.ge,
}
LIMITS: Final[dict[str, Callable[[datetime.date, datetime.date], bool]]] = {
    "ít nhất": operator.ge,
    "trên": operator.gt,
    "không quá": operator.le,
    "dưới": operator.lt,
}


@attrs.frozen
class Case:
    """Words about a day and another, the edge between right and wrong, and when a day is right."""

    words: str
    month_end: str
    edge: datetime.date
    holds: Callable[[datetime.date], bool]


def after(day: datetime.date, count: int, unit: str, month_end: str) -> datetime.date:
    """The day so many days, weeks, months or years after (below 0: before) another."""
    if unit in ("ngày", "tuần"):
        return day + ONE_DAY * count * (7 if unit == "tuần" else 1)
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "năm" else 1)
    first = datetime.date(months // 12, months % 12 + 1, 1)
    length = calendar.monthrange(first.year, first.month)[1]
    if day.day > length:
        return first + ONE_DAY * (length - 1 if month_end == MONTH_ENDS[0] else length)
    return first.replace(day=day.day)


def draw_day(chooser: Chooser) -> datetime.date:
    """A day, often the last of a month."""
    year, month = chooser.integer(2023, 2025), chooser.integer(1, 12)
    length = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, length if chance(chooser, 40) else chooser.integer(1, length))


def draw_case(chooser: Chooser, issued: datetime.date) -> Case:
    """One of the ways to speak of two days."""
    month_end = pick(chooser, MONTH_ENDS)
    if chance(chooser, 25):
        words, meets = pick(chooser, tuple(PLAIN.items()))
        return Case(f"{words} ngày [ngày ban hành]", month_end, issued, lambda day: meets(day, issued))
    count, unit = chooser.integer(1, 40), pick(chooser, ("ngày", "tuần", "tháng", "năm"))
    count = min(count, 3) if unit == "năm" else count
    if chance(chooser, 30):
        end = after(issued, count, unit, month_end)
        words = f"trong vòng {count} {unit} kể từ ngày [ngày ban hành]"
        return Case(words, month_end, end, lambda day: issued <= day <= end)
    limit, meets = pick(chooser, tuple(LIMITS.items()))
    if limit == "dưới" and unit == "ngày":
        count += 1  # there is no day less than one day away
    words = f"{{}} ngày [ngày ban hành] {limit} {count} {unit}"
    near = limit in ("không quá", "dưới")
    if chance(chooser, 50):
        end = after(issued, count, unit, month_end)
        return Case(words.format("sau"), month_end, end, lambda day: meets(day, end) and (day > issued or not near))
    end = after(issued, -count, unit, month_end)
    return Case(words.format("trước"), month_end, end, lambda day: meets(end, day) and (day < issued or not near))


@lru_cache(maxsize=1024)
def compiled(month_end: str, words: str) -> RuleSet:
    return antq_rules.load_text(RULES.format(month_end=month_end, words=words))


def assess(case: Case, issued: datetime.date | str | None, handed_in: datetime.date | str | None) -> Assessment:
    facts = {"ban_hanh": issued, "nop": handed_in}
    known = {code: value for code, value in facts.items() if value is not None}
    assessment = compiled(case.month_end, case.words).assess(known, year=2024)
    assert assessment.errors == ()
    return assessment


def verdict(case: Case, issued: datetime.date | str | None, handed_in: datetime.date | str | None) -> Verdict:
    return assess(case, issued, handed_in)["1"].verdict


@SETTINGS
@given(data=st.data())
def test_both_sides_of_every_edge(data: st.DataObject) -> None:
    chooser = DrawChooser(data.draw)
    issued = draw_day(chooser)
    case = draw_case(chooser, issued)
    for edge in (case.edge, issued):
        for shift in (-400, -1, 0, 1, 400):
            day = edge + ONE_DAY * shift
            expected = Verdict.PASS if case.holds(day) else Verdict.FAIL
            assert verdict(case, issued, day) is expected, (case.words, case.month_end, issued, day)


@SETTINGS
@given(data=st.data())
def test_the_suggested_day_is_the_nearest_that_does(data: st.DataObject) -> None:
    chooser = DrawChooser(data.draw)
    issued = draw_day(chooser)
    case = draw_case(chooser, issued)
    day = pick(chooser, (case.edge, issued)) + ONE_DAY * chooser.integer(-3, 3)
    if case.holds(day):
        return
    shown = (case.words, case.month_end, issued, day)
    explanation = assess(case, issued, day).explain("1")
    (change,) = explanation.changes
    (move,) = change.moves
    suggested = datetime.date.fromisoformat(str(move.after))
    assert case.holds(suggested), shown
    assert verdict(case, issued, suggested) is Verdict.PASS, shown
    nearer = suggested + (ONE_DAY if suggested < day else -ONE_DAY)
    assert nearer == day or not case.holds(nearer), shown
    assert ("chậm nhất" in change.text) is (suggested < day), shown


@SETTINGS
@given(data=st.data())
def test_a_day_not_reported_is_waited_for_and_a_document_never_issued_fails(data: st.DataObject) -> None:
    chooser = DrawChooser(data.draw)
    issued = draw_day(chooser)
    case = draw_case(chooser, issued)
    waiting = assess(case, issued, None).explain("1")
    assert waiting.verdict is Verdict.INSUFFICIENT_DATA
    assert [need.code for need in waiting.needs] == ["nop"]
    waiting = assess(case, None, issued).explain("1")
    assert [need.code for need in waiting.needs] == ["ban_hanh"]
    assert [need.code for need in assess(case, None, None).explain("1").needs] == ["nop", "ban_hanh"]
    for first, second in (("không có", issued), (issued, "không có"), ("không có", None), (None, "không có")):
        assert verdict(case, first, second) is Verdict.FAIL
