"""The law of thresholds: at, one step below and one step above each threshold the verdict is right, and a suggested
change flips it while one step less does not.

What is right is worked out here, with fractions and days, from the meaning of the words and not by the engine.
"""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import floor
from typing import Any, Final

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.generation import GRADES, Chooser, DrawChooser, chance, pick

import antq_rules
from antq_rules import Assessment, RuleSet, Verdict
from antq_rules.resources import folder

# A failure names its condition and figures, so there is nothing to shrink.
SETTINGS = settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.reuse, Phase.generate)
)
IN_A_SET: Final = 4
FARTHEST: Final = 400

Value = Any
"""A figure (an exact fraction, in the fact's own unit), a day, or the rank of a grade."""
Values = Mapping[str, Value]
Holds = Callable[[Values], bool]
Meets = Callable[[Any, Any], bool]

LOW: Final[dict[str, Meets]] = {
    **dict.fromkeys(
        ("ít nhất", "tối thiểu", "không dưới", "không ít hơn", "không thấp hơn", "không nhỏ hơn",
         "lớn hơn hoặc bằng"), operator.ge,
    ),
    **dict.fromkeys(("trên", "nhiều hơn", "lớn hơn", "cao hơn", "vượt", "vượt quá", "quá"), operator.gt),
}  # fmt: skip
HIGH: Final[dict[str, Meets]] = {
    **dict.fromkeys(
        ("không quá", "không vượt quá", "không vượt", "không trên", "không nhiều hơn", "không lớn hơn", "không cao hơn",
         "nhiều nhất", "tối đa", "nhỏ hơn hoặc bằng"), operator.le,
    ),
    **dict.fromkeys(("dưới", "ít hơn", "thấp hơn", "nhỏ hơn", "chưa đến"), operator.lt),
}  # fmt: skip
EQUAL: Final[dict[str, Meets]] = {"bằng": operator.eq, "đúng": operator.eq, "khác": operator.ne}
ENDS: Final[dict[str, Meets]] = {"từ {} trở lên": operator.ge, "từ {} trở xuống": operator.le}
DEADLINES: Final[dict[str, Meets]] = {
    "trước": operator.lt,
    "không muộn hơn": operator.le,
    "chậm nhất": operator.le,
    "chậm nhất là": operator.le,
    "muộn nhất": operator.le,
    "muộn nhất là": operator.le,
    "sau": operator.gt,
    "không sớm hơn": operator.ge,
}
BARE_CHANGES: Final[dict[str, Meets]] = {
    "không tăng": operator.le,
    "không giảm": operator.ge,
    "tăng": operator.gt,
    "giảm": operator.lt,
}
ONE_SIDED: Final = {**{f"{word} {{}}": meets for word, meets in {**LOW, **HIGH}.items()}, **ENDS}
COMPARISONS: Final = {**ONE_SIDED, **{f"{word} {{}}": meets for word, meets in EQUAL.items()}}

RULES: Final = """bộ tiêu chí "Ngưỡng (hư cấu)"
  mã: nguong
  áp dụng cho: xã
  khi không có đối tượng: đạt
thang "Xếp loại": "Yếu" < "Trung bình" < "Khá" < "Xuất sắc"
dữ kiện [vụ]
  mã: vu
  kiểu: số đếm (vụ)
dữ kiện [tin báo]
  mã: tin
  kiểu: số đếm (vụ)
  khoảng: từ 0 đến 9
dữ kiện [vụ cũ]
  mã: vu_cu
  kiểu: số đếm (vụ)
  cố định
dữ kiện [hộ]
  mã: ho
  kiểu: số đếm (hộ)
dữ kiện [hộ văn hóa]
  mã: van_hoa
  kiểu: số đếm (hộ)
  trong số: [hộ]
dữ kiện [lượt tuyên truyền]
  mã: luot
  kiểu: số đếm (hộ)
dữ kiện [sản lượng]
  mã: san_luong
  kiểu: số đo (tấn)
  bước: 0,05
dữ kiện [kế hoạch]
  mã: ke_hoach
  kiểu: số đo (tấn)
  cố định
dữ kiện [quỹ]
  mã: quy
  kiểu: số tiền (triệu đồng)
dữ kiện [ngày ban hành]
  mã: ngay
  kiểu: ngày
dữ kiện [xếp loại]
  mã: muc
  kiểu: xếp loại (thang "Xếp loại")
đặt [tỷ lệ văn hóa] = số [hộ văn hóa] / số [hộ]
"""
NAMES: Final = {"vu": "số [vụ]", "san_luong": "[sản lượng]", "quy": "[quỹ]"}
UNITS: Final = {"vu": "vụ", "tin": "vụ", "san_luong": "tấn", "quy": "triệu đồng"}
SMALLER: Final = {"san_luong": ("kg", 1000), "quy": ("nghìn đồng", 1000)}
STEPS: Final = {"san_luong": Fraction(1, 20), "quy": Fraction(1)}


@attrs.frozen
class Case:
    """A condition, the fact that moves about its thresholds, the other facts, and when it holds."""

    condition: str
    moving: str
    thresholds: tuple[Value, ...]
    holds: Holds
    others: Values = attrs.field(factory=dict)
    earlier: Mapping[int, Values] = attrs.field(factory=dict)
    year: int = 2023


def decimal(value: Fraction) -> str:
    """A number the Vietnamese way; ending in a 0 where it would else look like thousands."""
    whole, rest = divmod(value, 1)
    text = f"{int(whole):,}".replace(",", ".")
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        digits += str(int(digit))
    return f"{text},{digits}{'0' if len(digits) == 3 else ''}" if digits else text


def limit_of(chooser: Chooser, code: str) -> Fraction:
    """A limit in a fact's unit: whole, or with a decimal (counts are compared with such limits too)."""
    if chance(chooser, 10):
        return Fraction(chooser.integer(990, 1010))
    parts = pick(chooser, (1, 1, 2, 10, 20))
    return Fraction(chooser.integer(1, 12 * parts), parts)


def amount(chooser: Chooser, code: str, value: Fraction) -> str:
    """A limit with its unit, or with a smaller one of the same kind."""
    if code in SMALLER and chance(chooser, 40):
        unit, factor = SMALLER[code]
        return f"{decimal(value * factor)} {unit}"
    return f"{decimal(value)} {UNITS[code]}"


# ------------------------------------------------------------------------------------------------ families
def threshold(chooser: Chooser) -> Case:
    """A figure against a number."""
    code = pick(chooser, tuple(NAMES))
    limit = limit_of(chooser, code)
    words, meets = pick(chooser, tuple(COMPARISONS.items()))
    condition = f"{NAMES[code]} {words.format(amount(chooser, code, limit))}"
    return Case(condition, code, (limit,), lambda v: meets(v[code], limit))


def between(chooser: Chooser) -> Case:
    """A figure between two numbers."""
    code = pick(chooser, tuple(NAMES))
    low = limit_of(chooser, code)
    high = low + chooser.integer(0, 8) * Fraction(1, 2)
    word, below = pick(chooser, (("đến", operator.le), ("đến dưới", operator.lt)))
    condition = f"{NAMES[code]} từ {amount(chooser, code, low)} {word} {amount(chooser, code, high)}"
    return Case(condition, code, (low, high), lambda v: v[code] >= low and below(v[code], high))


def figures(chooser: Chooser) -> Case:
    """A figure against another."""
    words, meets = pick(chooser, tuple(COMPARISONS.items()))
    plan = Fraction(chooser.integer(0, 100), 20)
    others = {"ke_hoach": plan}
    return Case(
        f"[sản lượng] {words.format('[kế hoạch]')}", "san_luong", (plan,), lambda v: meets(v["san_luong"], plan), others
    )


def total(chooser: Chooser) -> Case:
    """A sum with multiples and differences against a number."""
    words, meets = pick(chooser, tuple(COMPARISONS.items()))
    times, added, taken = chooser.integer(1, 3), chooser.integer(0, 9), chooser.integer(0, 9)
    limit = Fraction(chooser.integer(1, 20))
    reversed_sign = chance(chooser, 25)
    weight = Fraction(-1) if reversed_sign else pick(chooser, (Fraction(times), Fraction(1, 2)))
    factor = "" if abs(weight) == 1 else f" × {times}" if weight > 1 else " / 2"
    own = f"số [vụ]{factor}"
    text = f"số [tin báo] + số [vụ cũ] - {own}" if reversed_sign else f"{own} + số [tin báo] - số [vụ cũ]"

    def value(v: Values) -> Any:
        old = v["vu_cu"] if reversed_sign else -v["vu_cu"]
        return weight * v["vu"] + v["tin"] + old

    others = {"tin": Fraction(added), "vu_cu": Fraction(taken)}
    rest = value({**others, "vu": Fraction(0)})
    condition = f"{text} {words.format(f'{decimal(limit)} vụ')}"
    return Case(condition, "vu", ((limit - rest) / weight,), lambda v: meets(value(v), limit), others)


def percentage(chooser: Chooser) -> Fraction:
    """A percentage from 0,5 to 100, as a fraction of one."""
    return pick(chooser, (Fraction(1, 2), Fraction(3, 2), Fraction(25, 2), *map(Fraction, (5, 20, 50, 80, 100)))) / 100


def share(chooser: Chooser) -> Case:
    """A part of a whole, rounded or not; the whole may be 0."""
    code, name = pick(chooser, (("van_hoa", "[hộ văn hóa]"), ("luot", "[lượt tuyên truyền]")))
    whole, rate = Fraction(pick(chooser, (chooser.integer(0, 40), 1000))), percentage(chooser)
    limit = f"{decimal(rate * 100)}%"
    if chance(chooser, 20):
        words, meets = pick(chooser, tuple(COMPARISONS.items()))
        condition, code, places = f"[tỷ lệ văn hóa] {words.format(limit)}", "van_hoa", None
    else:
        words, meets = pick(chooser, (("{}", operator.ge), *ONE_SIDED.items()))
        reach, of = pick(chooser, ("đạt", "chiếm")), pick(chooser, ("", "so với ", "của ", "tổng "))
        places = pick(chooser, (None, None, 0, 1, 2))
        rounding = "" if places is None else f" (tỷ lệ làm tròn đến {places:02d} chữ số thập phân)"
        condition = f"số {name} {reach} {words.format(limit)} {of}[hộ]{rounding}"

    def holds(v: Values) -> bool:
        if whole == 0:
            return True
        ratio = v[code] / whole * 100
        return meets(ratio if places is None else half_up(ratio, places), rate * 100)

    return Case(condition, code, (rate * whole,), holds, {"ho": whole})


def half_up(value: Fraction, places: int) -> Fraction:
    """A number rounded half up to so many decimals."""
    return Fraction(floor(value * 10**places + Fraction(1, 2)), 10**places)


def change(chooser: Chooser) -> Case:
    """A change against an earlier year or the mean of some, in percent, in units, or bare."""
    code = pick(chooser, tuple(NAMES))
    unit = Fraction(1) if code == "vu" else Fraction(1, 20)
    figures_before = [chooser.integer(0, 3) * pick(chooser, (0, 1, 7, 20)) * unit for _ in range(3)]
    base_words, years = pick(
        chooser,
        (
            ("so với năm trước", (2022,)),
            ("so với bình quân 3 năm trước", (2022, 2021, 2020)),
            ("so với năm 2020", (2020,)),
        ),
    )
    earlier: dict[int, Values] = {y: {code: before} for y, before in zip(years, figures_before, strict=False)}
    base = sum(figures_before[: len(years)], Fraction(0)) / len(years)
    if chance(chooser, 25):
        word, meets = pick(chooser, tuple(BARE_CHANGES.items()))
        return Case(f"{NAMES[code]} {word} {base_words}", code, (base,), lambda v: meets(v[code], base), {}, earlier)
    direction, sign = pick(chooser, (("giảm", -1), ("tăng", 1)))
    words, meets = pick(chooser, tuple(COMPARISONS.items()))
    by_rate = chance(chooser, 60)
    moved = percentage(chooser) * base if by_rate else limit_of(chooser, code)
    by = f"{decimal(percentage_of(moved, base))}%" if by_rate and base else amount(chooser, code, moved)
    if by_rate and not base:
        by = "5%"
    from_zero = by_rate and not base and meets in (operator.ge, operator.gt, operator.eq)

    def holds(v: Values) -> bool:
        now: Any = v[code]
        if from_zero:  # a fall of some percent from 0 to 0 holds, a rise from 0 holds for anything above 0
            return bool(now == 0) if direction == "giảm" else bool(now > 0)
        return meets((now - base) * sign, moved)

    return Case(
        f"{NAMES[code]} {direction} {words.format(by)} {base_words}", code, (base + sign * moved,), holds, {}, earlier
    )


def percentage_of(part: Fraction, whole: Fraction) -> Fraction:
    """A part of a whole in percent."""
    return part / whole * 100


LIMIT_DAYS: Final = ((15, 2), (25, 10), (1, 1), (31, 12), (28, 2), (29, 2), (1, 3))


def deadline(chooser: Chooser) -> Case:
    """A day against a deadline, which without a year also means not before 01/01 of the assessed year."""
    year = pick(chooser, (2023, 2024))
    day, month = pick(chooser, LIMIT_DAYS)
    word, meets = pick(chooser, tuple(DEADLINES.items()))
    written = pick(chooser, ("", "", "/2024", ", kể cả trước năm xét"))
    if (day, month) == (29, 2) and written == "/2024":
        year = 2024
    limit = (2024 if written == "/2024" else year, month, day)
    own_year_only = not written and meets in (operator.lt, operator.le)

    def holds(v: Values) -> bool:
        reported = v["ngay"]
        assert isinstance(reported, datetime.date)
        inside = meets((reported.year, reported.month, reported.day), limit)
        return inside and not (own_year_only and reported < datetime.date(year, 1, 1))

    near = day_near(*limit)
    days = (near, datetime.date(year, 1, 1)) if own_year_only else (near,)
    end = "" if "kể" in written else written
    tail = written if "kể" in written else ""
    ngay = pick(chooser, ("ngày ", ""))
    return Case(
        f"[ngày ban hành] {word} {ngay}{day:02d}/{month:02d}{end}{tail}", "ngay", days, holds, {}, {}, year
    )  # fmt: skip


def period(chooser: Chooser) -> Case:
    """A day within a quarter, a month, the year, or between two days."""
    year = pick(chooser, (2023, 2024))
    ends = {f"trong quý {name}": (3 * n + 1, 3 * n + 4) for n, name in enumerate(("I", "II", "III", "IV"))}
    ends |= {"trong tháng 2": (2, 3), "trong tháng 12": (12, 13), "trong năm": (1, 13)}
    if chance(chooser, 50):
        words, (first, after) = pick(chooser, tuple(ends.items()))
        start, end = datetime.date(year, first, 1), datetime.date(year + after // 13, after % 12 or 12, 1)
        end -= datetime.timedelta(days=1)
    else:
        (day, month), gap = pick(chooser, LIMIT_DAYS[:4]), chooser.integer(0, 40)
        start = datetime.date(year, month, day)
        end = min(start + datetime.timedelta(days=gap), datetime.date(year, 12, 31))
        open_end = start < end and chance(chooser, 50)
        words = f"từ {start:%d/%m} {'đến dưới' if open_end else 'đến'} {end:%d/%m}"
        end -= datetime.timedelta(days=open_end)
    return Case(f"[ngày ban hành] {words}", "ngay", (start, end), lambda v: start <= v["ngay"] <= end, {}, {}, year)


def day_near(year: int, month: int, day: int) -> datetime.date:
    """A day, or 28/02 for 29/02 of a year that has none."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return datetime.date(year, month, day - 1)


def grade(chooser: Chooser) -> Case:
    """A grade against one or two grades of its scale."""
    low, gap = chooser.integer(0, 3), chooser.integer(0, 3)
    high = min(low + gap, 3)
    words, meets = pick(chooser, tuple(COMPARISONS.items()))
    named: dict[str, tuple[str, Callable[[int], bool]]] = {
        "compared": (words.format(f'"{GRADES[low]}"'), lambda rank: meets(rank, low)),
        "between": (f'từ "{GRADES[low]}" đến "{GRADES[high]}"', lambda rank: low <= rank <= high),
        "one": (f'là "{GRADES[low]}"', lambda rank: rank == low),
        "not one": (f'không là "{GRADES[low]}"', lambda rank: rank != low),
        "members": (
            "thuộc " + "; ".join(f'"{GRADES[rank]}"' for rank in range(low, high + 1)),
            lambda rank: low <= rank <= high,
        ),
    }
    if low < high:
        text = f'từ "{GRADES[low]}" đến dưới "{GRADES[high]}"'
        named["open"] = (text, lambda rank: low <= rank < high)
    condition, holds = pick(chooser, tuple(named.values()))
    return Case(f"[xếp loại] {condition}", "muc", (low, high), lambda v: holds(v["muc"]))


FAMILIES: Final = (threshold, between, figures, total, share, change, deadline, period, grade)


# ------------------------------------------------------------------------------------------------ steps
def shifted(code: str, value: Value, steps: int) -> Value:
    """A value so many steps up."""
    if isinstance(value, datetime.date):
        return value + datetime.timedelta(days=steps)
    if isinstance(value, int):
        return value + steps
    return value + steps * STEPS.get(code, Fraction(1))


def on_step(code: str, value: Value) -> Value:
    """The last value at or below a threshold that a fact can take."""
    if not isinstance(value, Fraction):
        return value
    step = STEPS.get(code, Fraction(1)) if code != "quy" else Fraction(1, 20)
    return floor(value / step) * step


def valid(code: str, value: Value, values: Values) -> bool:
    """Whether a unit can have that value."""
    if isinstance(value, datetime.date):
        return True
    if code == "muc":
        return value in range(len(GRADES))
    highest = {"tin": Fraction(9), "van_hoa": values.get("ho")}.get(code)
    return bool(value >= 0 and (highest is None or value <= highest))


def in_file(code: str, value: Value) -> object:
    """A value as a data file has it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if code == "muc":
        return GRADES[int(value)]
    return int(value) if value.denominator == 1 else decimal(Fraction(value))


def from_file(code: str, written: object) -> Value:
    """The value that a suggested change writes."""
    if code == "ngay":
        return datetime.date.fromisoformat(str(written))
    if code == "muc":
        return GRADES.index(str(written))
    return Fraction(str(written).replace(".", "").replace(",", "."))


def assess(rules: RuleSet, case: Case, number: str, values: Mapping[str, object]) -> Assessment:
    earlier = {y: {code: in_file(code, v) for code, v in before.items()} for y, before in case.earlier.items()}
    return rules.assess(values, year=case.year, earlier=earlier, criteria=[number])


# ------------------------------------------------------------------------------------------------ the law
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
@SETTINGS
@given(data=st.data())
def test_thresholds_and_smallest_changes(family: Callable[[Chooser], Case], data: st.DataObject) -> None:
    chooser = DrawChooser(data.draw)
    cases = {str(number): family(chooser) for number in range(1, IN_A_SET + 1)}
    criteria = [f'tiêu chí {number}. "Số {number}"\n  đạt khi {case.condition}\n' for number, case in cases.items()]
    rules = antq_rules.load_text(RULES + "".join(criteria))
    for number, case in cases.items():
        tried = {
            shifted(case.moving, on_step(case.moving, near), step) for near in case.thresholds for step in (-1, 0, 1, 2)
        }
        for value in sorted(tried):
            if valid(case.moving, value, case.others):
                check(rules, case, number, {**case.others, case.moving: value})


def check(rules: RuleSet, case: Case, number: str, values: Values) -> None:
    """The verdict is right, the margin has its sign, and the suggested changes are the smallest that help."""
    written = {code: in_file(code, value) for code, value in values.items()}
    assessment = assess(rules, case, number, written)
    expected = case.holds(values)
    assert assessment.errors == ()
    assert assessment[number].verdict is (Verdict.PASS if expected else Verdict.FAIL), (case.condition, values)
    explanation = assessment.explain(number)
    margin = explanation.tree.margin
    if margin is not None:
        assert margin.amount >= 0 if expected else margin.amount <= 0, (case.condition, values, margin)
    if expected:
        assert explanation.changes == ()
        return
    alone = {steps for steps in range(-FARTHEST, FARTHEST + 1) if helps(case, values, steps)}
    assert explanation.changes or not alone, (case.condition, values)
    for change in explanation.changes:
        after = {move.code: from_file(move.code, move.after) for move in change.moves}
        flipped = assess(rules, case, number, {**written, **{move.code: move.after for move in change.moves}})
        assert (flipped[number].verdict, flipped.errors) == (Verdict.PASS, ()), (case.condition, values, change.text)
        assert case.holds({**values, **after}), (case.condition, values, change.text)
        for code, value in after.items():
            less_far = {c: in_file(c, v) for c, v in {**after, code: one_less(code, values[code], value)}.items()}
            less = assess(rules, case, number, {**written, **less_far})
            assert less[number].verdict is not Verdict.PASS, (case.condition, values, change.text)
        if set(after) == {case.moving}:
            rises = after[case.moving] > values[case.moving]
            nearest = min((steps for steps in alone if (steps > 0) is rises), key=abs, default=None)
            if nearest is not None:
                smallest = shifted(case.moving, values[case.moving], nearest)
                assert after[case.moving] == smallest, (case.condition, values, change.text)


def one_less(code: str, before: Value, after: Value) -> Value:
    """A changed value one step nearer to what was reported, or that itself."""
    rises = after > before
    back = shifted(code, after, -1 if rises else 1)
    return before if (back <= before if rises else back >= before) else back


def helps(case: Case, values: Values, steps: int) -> bool:
    """Whether the moving fact alone, so many steps from where it is, makes the condition hold."""
    value = shifted(case.moving, values[case.moving], steps)
    return valid(case.moving, value, values) and case.holds({**values, case.moving: value})


# ------------------------------------------------------------------------------------------------ completeness
def grammar_words(terminal: str) -> set[str]:
    """The words of a terminal of the grammar."""
    grammar = folder("grammar").joinpath(GRAMMAR).read_text(encoding="utf-8")
    found = re.search(rf"^{terminal}(?:\.-?\d+)?: /\((.*)\)\(\?[!=]", grammar, re.MULTILINE)
    assert found is not None, terminal
    words = re.sub(r"\(\?!\\s\+\([^)]*\)\)", "", found.group(1))
    return set(spellings(words.replace(r"\s+", " ")))


def spellings(pattern: str) -> list[str]:
    """Every text that a pattern of words, choices `(?:…|…)` and optional parts matches."""
    parts = [""]
    depth = 0
    for character in pattern:
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    if len(parts) > 1:
        return [text for part in parts for text in spellings(part)]
    before, opened, rest = pattern.partition("(?:")
    if not opened:
        return [pattern]
    end = next(i for i in range(len(rest)) if rest[i] == ")" and rest[:i].count("(") == rest[:i].count(")"))
    inside, after = spellings(rest[:end]), rest[end + 1 :]
    if after.startswith("?"):
        inside, after = ["", *inside], after[1:]
    return [before + middle + tail for middle in inside for tail in spellings(after)]


GRAMMAR: Final = next(entry.name for entry in folder("grammar").iterdir() if entry.name.endswith(".lark"))


@pytest.mark.parametrize(
    ("terminal", "words"),
    [
        ("LOW", set(LOW)),
        ("HIGH", set(HIGH)),
        ("EQUAL", set(EQUAL)),
        ("DATE_LIMIT", set(DEADLINES)),
        ("CHANGE_BARE", set(BARE_CHANGES)),
        ("CHANGE", {"tăng", "giảm"}),
        ("REACH", {"đạt", "chiếm"}),
    ],
)
def test_every_comparison_word_of_the_grammar_is_tried(terminal: str, words: set[str]) -> None:
    assert grammar_words(terminal) == words
