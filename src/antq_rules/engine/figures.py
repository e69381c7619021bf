"""What each kind of test shows of itself: the facts it used, what it asked for, what was reported, and the margin."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

import attrs

from antq_rules.engine import wording as w
from antq_rules.engine.evaluate import Judge, Leaf, effective_limit, is_change, references
from antq_rules.engine.explanation import FactShown, Margin
from antq_rules.engine.ranges import Linear, collect, interval, months_of, year_of
from antq_rules.engine.values import ABSENT, NO_YEAR, Number, clamped_day
from antq_rules.graph import model as g
from antq_rules.types import FAILS, HOLDS, DayOfYear


@attrs.frozen
class Shown:
    """The visible parts of a test."""

    facts: tuple[FactShown, ...] = ()
    required: str = ""
    actual: str = ""
    margin: Margin | None = None
    remarks: tuple[str, ...] = ()


def show(judge: Judge, test: g.Test, leaf: Leaf) -> Shown:
    """The visible parts of a test and of what it came to."""
    facts = tuple(fact_shown(judge, reference, is_change(test)) for reference in references(test))
    facts = tuple(dict.fromkeys(facts))
    remarks = tuple(w.REMARKS[remark] for remark in leaf.remarks)
    match test:
        case g.Comparison():
            parts = _comparison(judge, test, leaf)
        case g.Relative():
            parts = _relative(judge, test, leaf)
        case g.GradeTest():
            parts = _grade(judge, test, leaf)
        case g.ChoiceTest():
            parts = _choice(judge, test)
        case g.SetTest():
            parts = _set(judge, test)
        case g.DateTest():
            parts = _date(judge, test)
        case g.AttestationTest():
            parts = Shown(required="cần được xác nhận" if test.positive else "cần là không")
        case g.PresenceTest():
            parts = Shown(required="cần có" if test.positive else "cần không có")
        case g.DateOrder():
            parts = _date_order(judge, test)
        case g.UnitTest():
            parts = Shown()
        case _:
            assert_never(test)
    return attrs.evolve(parts, facts=facts, remarks=(*remarks, *parts.remarks, *_combinations(judge, test)))


def _combinations(judge: Judge, test: g.Test) -> Iterator[str]:
    """How the figures of the year before that a test looks at came of the units that went into the assessed one."""
    data = judge.data
    for code in dict.fromkeys(r.fact for r in references(test) if year_of(r, data) == data.year - 1):
        found = data.combined.get((code, data.year - 1))
        if found is None or (is_change(test) and data.cutoff is not None and code in data.same_period):
            continue
        fact = judge.facts.by_code[code]
        vocabulary = vocabulary_of(judge, fact)
        texts = [None if part.value is None else w.shown(part.value, fact, vocabulary) for part in found.parts]
        low = w.figure(found.low, fact) if found.low else ""
        yield w.combined(fact.name, data.year - 1, found, texts, low)


def fact_shown(judge: Judge, reference: g.Reference, compared: bool = False) -> FactShown:
    """A fact as an explanation shows it."""
    data, fact = judge.data, judge.facts.by_code[reference.fact]
    year = year_of(reference, data)
    if reference.fact in data.parameters:
        parameter = next(one for one in judge.program.parameters if one.fact.code == reference.fact)
        origin = "do bên áp dụng quy định" if parameter.changed else "mặc định"
        return FactShown(fact.code, fact.name, year, f"{w.figure(parameter.value, fact)} ({origin})", "parameter")
    if reference.fact.startswith("="):
        return _worked_out(judge, fact, reference.fact, year, compared)
    value = data.value(reference.fact, year, compared)
    evidence = data.evidence.get((reference.fact, year), "")
    if value is None:
        wrong = (reference.fact, year) in data.wrong
        text = "số liệu đã báo cáo không hợp" if wrong else "chưa báo cáo"
        return FactShown(fact.code, fact.name, year, text, "wrong" if wrong else "missing", evidence)
    if isinstance(value, tuple):
        value = value[: months_of(data, year, compared)]
    state = "absent" if value is ABSENT else "no_year" if value is NO_YEAR else "reported"
    return FactShown(fact.code, fact.name, year, w.shown(value, fact, vocabulary_of(judge, fact)), state, evidence)


def _worked_out(judge: Judge, fact: g.Fact, code: str, year: int, compared: bool) -> FactShown:
    """A figure that the rule works out, with the ends of what it can be."""
    data = judge.data
    worked = judge.worked_out(code, year, compared)
    if worked.no_year or (year < data.year and not data.existed_before):
        return FactShown(fact.code, fact.name, year, w.shown(NO_YEAR, fact, None), "no_year")
    if worked.empty:
        return FactShown(fact.code, fact.name, year, "không có đối tượng", "worked_out")
    if worked.is_known:
        assert worked.low is not None
        return FactShown(fact.code, fact.name, year, w.figure(worked.low, fact), "worked_out")
    ends = [("từ", worked.low), ("đến", worked.high)]
    text = " ".join(f"{word} {w.figure(end, fact)}" for word, end in ends if end is not None)
    return FactShown(fact.code, fact.name, year, text or "chưa tính được", "worked_out")


def vocabulary_of(judge: Judge, fact: g.Fact) -> g.Vocabulary | None:
    """The scale or list of a fact."""
    ordered = fact.kind == "grade"
    return next((v for v in judge.program.vocabularies if v.title == fact.vocabulary and v.ordered is ordered), None)


# ------------------------------------------------------------------------------------------------ figures
def _comparison(judge: Judge, test: g.Comparison, leaf: Leaf) -> Shown:
    right = collect(judge.facts, judge.data, (test.right, 1))
    limit = _limit_text(right, test)
    if test.upper is not None:
        upper = collect(judge.facts, judge.data, (test.upper, 1))
        required = w.required_between(limit, _limit_text(upper, test), test.upper_operator == "<")
    else:
        required = w.required(test.operator, limit)
    if test.monthly:
        return _monthly(judge, test, leaf, required)
    left = collect(judge.facts, judge.data, (test.left, 1))
    if not left.is_known or left.no_year:
        low, high = interval(left)
        known = _known_part(left, low, high, test) if left.terms and not left.no_year else ""
        return Shown((), required, known)
    value = Fraction(left.constant)
    actual = w.actual(w.amount(value / test.factor, test.unit))
    margin = None
    if right.is_known and not right.no_year:
        margin = _margin(value, Fraction(right.constant), test.operator, test, leaf, _is_whole(judge, test.left))
    if test.upper is not None and leaf.outcomes == FAILS:
        upper = collect(judge.facts, judge.data, (test.upper, 1))
        past = value >= upper.constant if test.upper_operator == "<" else value > upper.constant
        if upper.is_known and not upper.no_year and past:
            margin = _margin(
                value, Fraction(upper.constant), test.upper_operator, test, leaf, _is_whole(judge, test.left)
            )
    return Shown((), required, actual, margin)


def _limit_text(right: Linear, test: g.Comparison) -> str:
    if right.no_year:
        return "con số của năm đơn vị chưa thành lập"
    if not right.is_known:
        return "con số chưa báo cáo"
    return w.amount(Fraction(right.constant) / test.factor, test.unit)


def _known_part(left: Linear, low: Number | None, high: Number | None, test: g.Comparison) -> str:
    if low is not None and high is not None and low != high:
        bottom, top = w.amount(Fraction(low) / test.factor, ""), w.amount(Fraction(high) / test.factor, test.unit)
        return f"đã biết: từ {bottom} đến {top}"
    if low is not None and low > 0:
        return f"đã biết: ít nhất {w.amount(Fraction(low) / test.factor, test.unit)}"
    return ""


def _is_whole(judge: Judge, form: g.Form) -> bool:
    return all(judge.facts.by_code[r.fact].is_integer and weight.denominator == 1 for r, weight in form.terms)


def _margin(
    value: Fraction, limit: Fraction, operator: str, test: g.Comparison | g.Relative, leaf: Leaf, whole: bool
) -> Margin | None:
    if leaf.outcomes not in (HOLDS, FAILS):
        return None
    nearest = _nearest(limit, operator, whole)
    if operator in (">=", ">"):
        difference = value - nearest
    elif operator in ("<=", "<"):
        difference = nearest - value
    elif operator == "=":
        difference = -abs(value - limit)
    else:
        difference = abs(value - limit)
    size = difference / test.factor
    if operator in ("=", "!="):
        return Margin(size, test.unit, w.apart_from(abs(size), test.unit, operator))
    if leaf.outcomes == HOLDS:
        return Margin(size, test.unit, w.spare(size, test.unit, operator))
    if size == 0:
        return Margin(size, test.unit, "chưa vượt mức" if operator == ">" else "chưa xuống dưới mức")
    return Margin(size, test.unit, w.short(-size, test.unit, operator))


def _nearest(limit: Fraction, operator: str, whole: bool) -> Fraction:
    """The value nearest to the limit that a whole number can take and still meet it."""
    if not whole:
        return limit
    match operator:
        case ">=":
            return Fraction(ceil(limit))
        case ">":
            return Fraction(floor(limit) + 1)
        case "<=":
            return Fraction(floor(limit))
        case "<":
            return Fraction(ceil(limit) - 1)
        case _:
            return limit


def _monthly(judge: Judge, test: g.Comparison, leaf: Leaf, required: str) -> Shown:
    remarks = []
    failing = [number for number, outcomes in enumerate(leaf.months, 1) if outcomes == FAILS]
    waiting = [number for number, outcomes in enumerate(leaf.months, 1) if outcomes not in (HOLDS, FAILS)]
    if failing:
        remarks.append(f"chưa đạt: {w.months(failing)}")
    if waiting and len(waiting) < len(leaf.months):
        remarks.append(f"chưa báo cáo: {w.months(waiting)}")
    if judge.data.cutoff is not None:
        remarks.append(f"tính đến {w.day(judge.data.cutoff)}: {len(leaf.months)} tháng đã hết")
    met = sum(outcomes == HOLDS for outcomes in leaf.months)
    margin = None
    if leaf.outcomes == FAILS:
        margin = Margin(Fraction(-len(failing)), "tháng", f"còn {len(failing)} tháng chưa đạt")
    return Shown((), f"{required} mỗi tháng", f"{met}/{len(leaf.months)} tháng đạt", margin, tuple(remarks))


def _relative(judge: Judge, test: g.Relative, leaf: Leaf) -> Shown:
    compared = test.kind == "change"
    left = collect(judge.facts, judge.data, (test.left, 1), compared=compared)
    base = collect(judge.facts, judge.data, (test.base, 1), compared=compared)
    remarks = []
    if compared and judge.data.cutoff is not None:
        remarks.append(f"so với cùng kỳ, số liệu đến {w.day(judge.data.cutoff)}")
    whole = _is_whole(judge, test.left)
    required, limit, operator = "", None, test.operator
    if base.is_known and not base.no_year and base.constant > 0:
        operator, multiple = effective_limit(test)
        limit = Fraction(multiple * base.constant + test.addend)
        nearest = _nearest(limit, operator, whole)
        exact = nearest if whole and operator in (">=", ">", "<=", "<") else limit
        word = {">": ">=", "<": "<="}.get(operator, operator) if whole else operator
        required = w.required(word, w.amount(exact / test.factor, test.unit))
    if not left.is_known or left.no_year:
        return Shown((), required, "", None, tuple(remarks))
    value = Fraction(left.constant)
    actual = w.actual(w.amount(value / test.factor, test.unit))
    if base.is_known and not base.no_year:
        actual = _ratio_text(test, value, Fraction(base.constant))
    margin = None
    if limit is not None:
        margin = _margin(value, limit, operator, test, leaf, whole)
    return Shown((), required, actual, margin, tuple(remarks))


def _ratio_text(test: g.Relative, value: Fraction, base: Fraction) -> str:
    if test.kind == "change":
        return w.compared(value / test.factor, base / test.factor, test.unit, test.rate)
    if base == 0:
        return w.actual(f"{w.amount(value / test.factor, '')}/{w.amount(base / test.factor, test.unit)}")
    ratio = value / base
    text = w.percent(ratio, test.rate)
    if test.rounding is not None:
        text = f"{text}, làm tròn {w.percent(_half_up(ratio, test.rounding))}"
    counts = f"{w.amount(value / test.factor, '')}/{w.amount(base / test.factor, test.unit)}"
    return w.actual(f"{counts} = {text}")


def _half_up(ratio: Fraction, places: int) -> Fraction:
    step = Fraction(1, 100 * 10**places)
    return floor(ratio / step + Fraction(1, 2)) * step


# ------------------------------------------------------------------------------------------------ other kinds
def _grade(judge: Judge, test: g.GradeTest, leaf: Leaf) -> Shown:
    vocabulary = vocabulary_of(judge, judge.facts.by_code[test.reference.fact])
    assert vocabulary is not None
    names = [f"“{member.text}”" for member in vocabulary.members]
    top = len(names) - 1
    if test.excluded >= 0:
        required = f"cần khác {names[test.excluded]}"
    elif test.low > top:
        required = f"cần trên {names[top]}"
    elif test.high < 0:
        required = f"cần dưới {names[0]}"
    elif test.low == test.high:
        required = f"cần {names[test.low]}"
    elif test.high >= top:
        required = f"cần từ {names[test.low]} trở lên"
    elif test.low <= 0:
        required = f"cần từ {names[test.high]} trở xuống"
    else:
        required = f"cần từ {names[test.low]} đến {names[test.high]}"
    rank = judge.data.value(test.reference.fact, year_of(test.reference, judge.data))
    if not isinstance(rank, int) or leaf.outcomes not in (HOLDS, FAILS):
        return Shown((), required)
    steps = rank - test.low if rank <= test.high else test.high - rank
    text = w.grades(rank - test.low if rank <= test.high else rank - test.high)
    margin = None if test.excluded >= 0 else Margin(Fraction(steps), "bậc", text)
    return Shown((), required, w.actual(names[rank]), margin)


def _choice(judge: Judge, test: g.ChoiceTest) -> Shown:
    names = _texts(judge, test.reference.fact, test.members)
    words = "cần khác" if test.negated else "cần là" if len(names) == 1 else "cần là một trong"
    return Shown((), f"{words} {w.quoted(names)}")


def _set(judge: Judge, test: g.SetTest) -> Shown:
    names = dict(zip(test.members, _texts(judge, test.reference.fact, test.members), strict=True))
    value = judge.data.value(test.reference.fact, year_of(test.reference, judge.data))
    match test.kind:
        case "all":
            required = f"cần đủ {len(names)} mục" if len(names) > 1 else f"cần có {w.quoted(list(names.values()))}"
        case "some":
            required = f"cần ít nhất {test.count} trong {len(names)} mục"
        case "none":
            required = f"cần không có {w.quoted(list(names.values()))}"
        case _:
            required = f"cần đúng {len(names)} mục, không thêm mục khác"
    if not isinstance(value, frozenset):
        return Shown((), required)
    present = [name for code, name in names.items() if code in value]
    missing = [name for code, name in names.items() if code not in value]
    remarks = []
    if test.kind in ("all", "some", "exactly") and missing:
        remarks.append(f"còn thiếu: {w.quoted(missing)}")
    extra = _texts(judge, test.reference.fact, sorted(value - set(names)))
    if test.kind == "exactly" and extra:
        remarks.append(f"thừa: {w.quoted(extra)}")
    if test.kind == "none" and present:
        remarks.append(f"đang có: {w.quoted(present)}")
    goal = test.count if test.kind == "some" else len(names)
    margin = None
    if test.kind in ("all", "some"):
        spare = len(present) - goal
        margin = Margin(
            Fraction(spare), "mục", w.spare(spare, "mục", ">=") if spare >= 0 else w.short(-spare, "mục", ">=")
        )
    return Shown((), required, f"có {len(present)}/{len(names)} mục", margin, tuple(remarks))


def _texts(judge: Judge, code: str, members: tuple[str, ...] | list[str]) -> list[str]:
    vocabulary = vocabulary_of(judge, judge.facts.by_code[code])
    assert vocabulary is not None
    by_code = {member.code: member.text for member in vocabulary.members}
    return [by_code[member] for member in members]


def _date(judge: Judge, test: g.DateTest) -> Shown:
    year = judge.data.year + test.offset
    first = None if test.first is None else _day_text(test.first, year)
    last = None if test.last is None else _day_text(test.last, year)
    if first and first == last:
        words = first if test.negated else f"đúng {first}"
    elif first and last:
        words = f"từ {first} đến {'trước ' if test.last_excluded else ''}{last}"
    elif last:
        words = f"{'trước' if test.last_excluded else 'chậm nhất'} {last}"
    else:
        words = f"{'sau' if test.first_excluded else 'từ'} {first}"
    required = f"cần {'khác ' if test.negated else ''}{words}"
    value = judge.data.value(test.reference.fact, year_of(test.reference, judge.data))
    if not isinstance(value, datetime.date):
        return Shown((), required)
    return Shown((), required, w.actual(w.day(value)), _date_margin(test, value, year))


def _date_order(judge: Judge, test: g.DateOrder) -> Shown:
    since = judge.data.value(test.since.fact, year_of(test.since, judge.data))
    if not isinstance(since, datetime.date):
        return Shown()
    first, last = judge.days_between(test, since)
    parts = [f"từ {w.day(first)}"] if first is not None else []
    parts += [f"{'đến' if parts else 'chậm nhất'} {w.day(last)}"] if last is not None else []
    required = f"cần {' '.join(parts)}"
    value = judge.data.value(test.reference.fact, year_of(test.reference, judge.data))
    if not isinstance(value, datetime.date):
        return Shown((), required)
    return Shown((), required, w.actual(w.day(value)), _days_margin(value, first, last))


def _days_margin(value: datetime.date, first: datetime.date | None, last: datetime.date | None) -> Margin | None:
    if last is not None and value > last:
        late = (value - last).days
        return Margin(Fraction(-late), "ngày", w.days(late, True))
    if first is not None and value < first:
        early = (first - value).days
        return Margin(Fraction(-early), "ngày", w.days(early, False))
    if last is None:
        return None
    left = (last - value).days
    return Margin(Fraction(left), "ngày", "vừa kịp ngày cuối" if left == 0 else f"trước hạn {left} ngày")


def _day_text(day: DayOfYear, year: int) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year or year}"


def _date_margin(test: g.DateTest, value: datetime.date, year: int) -> Margin | None:
    if test.negated:
        return None
    return _days_margin(value, first_day(test, year), last_day(test, year))


def last_day(test: g.DateTest, year: int) -> datetime.date | None:
    """The last day that meets a date test."""
    if test.last is None:
        return None
    return _calendar_day(test.last, year, -1 if test.last_excluded else 0, before=True)


def first_day(test: g.DateTest, year: int) -> datetime.date | None:
    """The first day that meets a date test."""
    if test.first is None:
        return None
    return _calendar_day(test.first, year, 1 if test.first_excluded else 0, before=False)


def _calendar_day(day: DayOfYear, year: int, shift: int, before: bool) -> datetime.date:
    written = day.year or year
    try:
        return clamped_day(datetime.date(written, day.month, day.day).toordinal() + shift)
    except ValueError:  # 29/02 in a year without one: the limit lies between 28/02 and 01/03
        return datetime.date(written, 2, 28) if before else datetime.date(written, 3, 1)
