"""The law of completions: a verdict given while facts are unknown is the verdict of every way to fill them in, and one
not given has ways to fill them in that differ; what is suggested passes, and one step less of it does not.

What is right is worked out here, from the meaning of the words and not by the engine. All data are invented.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.generation import Chooser, DrawChooser, chance, pick

import antq_rules
from antq_rules import RuleSet, Verdict

# A failure names its condition and facts, so there is nothing to shrink.
SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.reuse, Phase.generate)
)
MOST_UNKNOWN: Final = 4
ABSENT: Final = "không có"
UNKNOWN: Final = None

RULES: Final = """bộ tiêu chí "Điền đủ (hư cấu)"
  mã: dien-du
  áp dụng: từ năm 2023 đến năm 2026
  áp dụng cho: xã, phường
  khi không có đối tượng: {empty}
thang "Xếp loại": "Yếu" < "Khá" < "Tốt"
danh mục "Vùng": "I"; "II"
dữ kiện [thôn]
  mã: thon
  kiểu: danh sách (thôn)
dữ kiện [hộ]
  mã: ho
  kiểu: số đếm (hộ)
  khoảng: từ 0 đến 3
  của: [thôn]
dữ kiện [hộ văn hóa]
  mã: van_hoa
  kiểu: số đếm (hộ)
  trong số: [hộ]
  của: [thôn]
dữ kiện [buổi họp]
  mã: hop
  kiểu: số đếm (buổi)
  khoảng: từ 0 đến 3
  của: [thôn]
dữ kiện [xếp loại]
  mã: xep_loai
  kiểu: xếp loại (thang "Xếp loại")
  của: [thôn]
dữ kiện [nhà]
  mã: nha
  kiểu: xác nhận
  của: [thôn]
dữ kiện [vùng của thôn]
  mã: vung_thon
  kiểu: loại (danh mục "Vùng")
  của: [thôn]
dữ kiện [vùng]
  mã: vung
  kiểu: loại (danh mục "Vùng")
dữ kiện [dân]
  mã: dan
  kiểu: số đếm (người)
  khoảng: từ 0 đến 4
dữ kiện [mô hình]
  mã: mo_hinh
  kiểu: số đếm (mô hình)
  khoảng: từ 0 đến 4
dữ kiện [mục cần]
  mã: can
  kiểu: số đếm (mục)
  khoảng: từ 0 đến 3
dữ kiện [thôn cần]
  mã: thon_can
  kiểu: số đếm (thôn)
  khoảng: từ 0 đến 3
dữ kiện [việc A]
  mã: viec_a
  kiểu: xác nhận
dữ kiện [việc B]
  mã: viec_b
  kiểu: xác nhận
dữ kiện [việc C]
  mã: viec_c
  kiểu: xác nhận
bảng [mức theo vùng] theo [vùng], năm:
  - "I"; đến hết năm 2024: {rows[0]} mô hình
  - "I"; từ năm 2025: {rows[1]} mô hình
  - "II"; bất kỳ: {rows[2]} mô hình
bảng [mức theo dân] theo [dân]:
  - dưới 2 người: {rows[0]} mô hình
  - từ 2 đến dưới 4 người: {rows[1]} mô hình
  - từ 4 người trở lên: {rows[2]} mô hình
bảng [mức theo loại] theo loại đơn vị:
  - "xã": {rows[0]} mô hình
  - còn lại: không áp dụng
tiêu chí 1. "Thử"
  đạt khi {condition}
"""
GRADES: Final = ("Yếu", "Khá", "Tốt")
PLAIN: Final[dict[str, tuple[Any, ...]]] = {
    "vung": ("I", "II", ABSENT),
    "dan": tuple(range(5)),
    "mo_hinh": tuple(range(5)),
    "can": tuple(range(4)),
    "thon_can": tuple(range(4)),
    "viec_a": (True, False),
    "viec_b": (True, False),
    "viec_c": (True, False),
}
OF_MEMBERS: Final[dict[str, tuple[Any, ...]]] = {
    "ho": tuple(range(4)),
    "hop": tuple(range(4)),
    "van_hoa": tuple(range(4)),
    "xep_loai": (*GRADES, ABSENT),
    "nha": (True, False),
    "vung_thon": ("I", "II", ABSENT),
}
MEETS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "ít nhất": operator.ge,
    "trên": operator.gt,
    "không quá": operator.le,
    "dưới": operator.lt,
    "đúng": operator.eq,
    "khác": operator.ne,
}

Outcome = bool | None
"""Holds, does not hold, or (`None`) does not apply."""
Record = Mapping[str, Any]


@attrs.frozen
class Unit:
    """A unit's type, year, and facts: its own, and those of each of its members, by name."""

    unit_type: str
    year: int
    own: Record
    members: Mapping[str, Record]

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as a data file has them; what is unknown is left out."""
        records = [{"tên": name, **_known(record)} for name, record in self.members.items()]
        return {"thon": records, **_known(self.own)}

    def with_value(self, code: str, value: Any) -> Unit:
        """The same unit with another value of one fact, under the code that explanations use."""
        parts = code.split("#")
        if len(parts) == 1:
            return attrs.evolve(self, own={**self.own, code: value})
        _, member, fact = parts
        return attrs.evolve(self, members={**self.members, member: {**self.members[member], fact: value}})


def _known(record: Record) -> dict[str, Any]:
    return {code: value for code, value in record.items() if value is not UNKNOWN}


@attrs.frozen
class Case:
    """A condition, what it comes to for a unit whose facts are all known, and the facts that it looks at.

    `exact` says that no fact is asked about twice, so that a verdict not given can still come out either way.
    """

    condition: str
    outcome: Callable[[Unit], Outcome]
    own: tuple[str, ...] = ()
    of_members: tuple[str, ...] = ()
    exact: bool = True


# ------------------------------------------------------------------------------------------------ asked of members
@attrs.frozen
class Asked:
    """What a member is asked, in words, and what it comes to."""

    words: str
    outcome: Callable[[Record], Outcome]
    codes: tuple[str, ...]


def asked_of_member(chooser: Chooser, empty: Outcome, but: tuple[str, ...] = ()) -> Asked:
    """Something asked of a member that does not look at some facts."""
    number, word = chooser.integer(1, 3), pick(chooser, tuple(MEETS))
    percent, limit = pick(chooser, ((50, "đạt ít nhất"), (60, "chiếm dưới"), (100, "đạt ít nhất")))
    least = limit == "đạt ít nhất"

    def share(record: Record) -> Outcome:
        if record["ho"] == 0:
            return empty
        part = Fraction(record["van_hoa"], record["ho"])
        return part >= Fraction(percent, 100) if least else part < Fraction(percent, 100)

    grade = pick(chooser, GRADES[1:])
    options = [
        Asked("có [nhà]", lambda r: r["nha"], ("nha",)),
        Asked(f"số [hộ] {word} {number} hộ", lambda r: MEETS[word](r["ho"], number), ("ho",)),
        Asked(f"số [buổi họp] {word} {number} buổi", lambda r: MEETS[word](r["hop"], number), ("hop",)),
        Asked(
            f'có [xếp loại] từ "{grade}" trở lên',
            lambda r: r["xep_loai"] != ABSENT and GRADES.index(r["xep_loai"]) >= GRADES.index(grade),
            ("xep_loai",),
        ),
        Asked('[vùng của thôn] là "I"', lambda r: r["vung_thon"] == "I", ("vung_thon",)),
        Asked(f"số [hộ văn hóa] {limit} {percent}% số [hộ]", share, ("ho", "van_hoa")),
    ]
    return pick(chooser, [one for one in options if not set(one.codes) & set(but)])


def outcomes_of(asked: Asked, kept: Asked | None, unit: Unit) -> list[bool]:
    """What each member comes to that counts and to which the question applies."""
    found = []
    for record in unit.members.values():
        if kept is None or kept.outcome(record):
            outcome = asked.outcome(record)
            if outcome is not None:
                found.append(outcome)
    return found


# ------------------------------------------------------------------------------------------------ families
def members(chooser: Chooser, empty: Outcome) -> Case:
    """Every member, none, so many, such a share; with or without a word on which members count."""
    asked = asked_of_member(chooser, empty)
    kept = asked_of_member(chooser, True, asked.codes) if chance(chooser, 40) else None
    if kept is not None and "van_hoa" in kept.codes:
        kept = None
    filtered = "" if kept is None else f" mà {kept.words} thì"
    codes = asked.codes if kept is None else (*asked.codes, *kept.codes)
    word, number = pick(chooser, tuple(MEETS)), chooser.integer(0, 3)
    percent = pick(chooser, (0, 40, 50, 60, 100))

    def every(unit: Unit) -> Outcome:
        found = outcomes_of(asked, kept, unit)
        return all(found) if found else empty

    def share(unit: Unit) -> Outcome:
        found = outcomes_of(asked, kept, unit)
        return MEETS[word](Fraction(sum(found), len(found)), Fraction(percent, 100)) if found else empty

    kind = chooser.integer(0, 3)
    if kind == 0:
        return Case(f"mọi [thôn]{filtered} {asked.words}", every, (), codes)
    if kind == 1:
        return Case(
            f"không [thôn]{filtered} nào {asked.words}",
            lambda unit: not any(outcomes_of(asked, kept, unit)), (), codes,
        )  # fmt: skip
    if kind == 2:
        return Case(
            f"{word} {number} trong [thôn]{filtered} {asked.words}",
            lambda unit: MEETS[word](sum(outcomes_of(asked, kept, unit)), number), (), codes,
        )  # fmt: skip
    return Case(f"{word} {percent}% trong [thôn]{filtered} {asked.words}", share, (), codes)


def number_of_members(chooser: Chooser, empty: Outcome) -> Case:
    """How many members meet a condition, against a number or a fact."""
    asked = asked_of_member(chooser, empty)
    word, number = pick(chooser, tuple(MEETS)), chooser.integer(0, 3)
    if chance(chooser, 30):
        return Case(
            f"số [thôn] mà ({asked.words}) {word} [thôn cần]",
            lambda unit: MEETS[word](sum(outcomes_of(asked, None, unit)), unit.own["thon_can"]),
            ("thon_can",), asked.codes,
        )  # fmt: skip
    return Case(
        f"số [thôn] mà ({asked.words}) {word} {number} thôn",
        lambda unit: MEETS[word](sum(outcomes_of(asked, None, unit)), number), (), asked.codes,
    )  # fmt: skip


def sum_over_members(chooser: Chooser, empty: Outcome) -> Case:
    """A figure added up over the members."""
    word, number = pick(chooser, tuple(MEETS)), chooser.integer(0, 9)
    code, name, counted = pick(chooser, (("ho", "hộ", "hộ"), ("hop", "buổi họp", "buổi")))
    return Case(
        f"tổng số [{name}] trong [thôn] {word} {number} {counted}",
        lambda unit: MEETS[word](sum(record[code] for record in unit.members.values()), number), (), (code,),
    )  # fmt: skip


def number_of_items(chooser: Chooser, empty: Outcome) -> Case:
    """So many items as a fact says, one of which may be obligatory."""
    mandatory = chance(chooser, 50)
    mark = "(bắt buộc) " if mandatory else ""

    def holds(unit: Unit) -> Outcome:
        held = [unit.own[code] for code in ("viec_a", "viec_b", "viec_c")]
        return sum(held) >= unit.own["can"] and (held[0] or not mandatory)

    text = f"có ít nhất số [mục cần] trong:\n    a) {mark}có [việc A]\n    b) có [việc B]\n    c) có [việc C]"
    return Case(text, holds, ("can", "viec_a", "viec_b", "viec_c"))


def looked_up(chooser: Chooser, empty: Outcome) -> Case:
    """A limit looked up by a choice and the year, by a figure, by the type of unit."""
    word = pick(chooser, tuple(MEETS))
    rows = ROWS

    def by_region(unit: Unit) -> Outcome:
        region = unit.own["vung"]
        if region == ABSENT:
            return False
        limit = rows[2] if region == "II" else rows[0] if unit.year <= 2024 else rows[1]
        return MEETS[word](unit.own["mo_hinh"], limit)

    def by_size(unit: Unit) -> Outcome:
        people = unit.own["dan"]
        return MEETS[word](unit.own["mo_hinh"], rows[0] if people < 2 else rows[1] if people < 4 else rows[2])

    def by_type(unit: Unit) -> Outcome:
        return MEETS[word](unit.own["mo_hinh"], rows[0]) if unit.unit_type == "xã" else None

    kind = chooser.integer(0, 2)
    if kind == 0:
        return Case(f"số [mô hình] {word} [mức theo vùng]", by_region, ("vung", "mo_hinh"), exact=False)
    if kind == 1:
        return Case(f"số [mô hình] {word} [mức theo dân]", by_size, ("dan", "mo_hinh"), exact=False)
    return Case(f"số [mô hình] {word} [mức theo loại]", by_type, ("mo_hinh",))


ROWS: Final = (1, 3, 2)


def cases(chooser: Chooser, empty: Outcome) -> Case:
    """One question in one case, another in another, with and without a rest."""
    most, least = chooser.integer(0, 3), chooser.integer(1, 4)
    rest = pick(chooser, ("không áp dụng", "không đạt", ""))

    def by_region(unit: Unit) -> Outcome:
        if unit.own["vung"] == "I":
            return bool(unit.own["mo_hinh"] >= least)
        if unit.own["vung"] == "II":
            return bool(unit.own["viec_a"])
        return None if rest == "không áp dụng" else False

    def by_size(unit: Unit) -> Outcome:
        return bool(unit.own["mo_hinh"] >= least if unit.own["dan"] <= most else unit.own["viec_a"])

    if rest:
        text = (
            f'trường hợp:\n    - [vùng] là "I": số [mô hình] ít nhất {least} mô hình\n'
            f'    - [vùng] là "II": có [việc A]\n    - còn lại: {rest}'
        )
        return Case(text, by_region, ("vung", "mo_hinh", "viec_a"))
    text = (
        f"trường hợp:\n    - số [dân] không quá {most} người: số [mô hình] ít nhất {least} mô hình\n"
        f"    - số [dân] trên {most} người: có [việc A]"
    )
    return Case(text, by_size, ("dan", "mo_hinh", "viec_a"), exact=False)


FAMILIES: Final = (members, members, number_of_members, sum_over_members, number_of_items, looked_up, cases)


# ------------------------------------------------------------------------------------------------ units
def draw_unit(chooser: Chooser, case: Case) -> Unit:
    """A unit that reports the facts that a case looks at, some of them unknown."""
    count = chooser.integer(0, 3) if case.of_members else 0
    records: dict[str, dict[str, Any]] = {}
    for number in range(1, count + 1):
        record = {code: pick(chooser, OF_MEMBERS[code]) for code in case.of_members}
        if "van_hoa" in record:
            record["van_hoa"] = chooser.integer(0, record["ho"])
        records[f"Thôn {number}"] = record
    own = {code: pick(chooser, PLAIN[code]) for code in case.own}
    places: list[tuple[dict[str, Any], str]] = [(own, code) for code in own]
    places += [(record, code) for record in records.values() for code in record]
    for _ in range(chooser.integer(0, min(MOST_UNKNOWN, len(places)))):
        record, code = pick(chooser, places)
        record[code] = UNKNOWN
    return Unit(pick(chooser, ("xã", "phường")), chooser.integer(2023, 2026), own, records)


def completions(unit: Unit) -> Iterator[Unit]:
    """Every way to fill in what is unknown with data that are possible."""
    gaps = [(code, PLAIN[code]) for code, value in unit.own.items() if value is UNKNOWN]
    for name, record in unit.members.items():
        gaps += [(f"thon#{name}#{code}", OF_MEMBERS[code]) for code, value in record.items() if value is UNKNOWN]
    for values in itertools.product(*(options for _, options in gaps)):
        filled = unit
        for (code, _), value in zip(gaps, values, strict=True):
            filled = filled.with_value(code, value)
        if all(record.get("van_hoa", 0) <= record.get("ho", 3) for record in filled.members.values()):
            yield filled


@lru_cache(maxsize=1024)
def compiled(empty: str, condition: str) -> RuleSet:
    return antq_rules.load_text(RULES.format(empty=empty, rows=ROWS, condition=condition))


EMPTY: Final[dict[str, Outcome]] = {"đạt": True, "không đạt": False, "không áp dụng": None}
VERDICTS: Final = {True: Verdict.PASS, False: Verdict.FAIL, None: Verdict.NOT_APPLICABLE}


def verdict(rules: RuleSet, unit: Unit) -> Verdict:
    assessment = rules.assess(unit.facts, year=unit.year, unit_type=unit.unit_type)
    assert assessment.errors == ()
    return assessment["1"].verdict


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
@SETTINGS
@given(data=st.data())
def test_a_verdict_is_that_of_every_completion(family: Callable[[Chooser, Outcome], Case], data: st.DataObject) -> None:
    chooser = DrawChooser(data.draw)
    words = pick(chooser, tuple(EMPTY))
    case = family(chooser, EMPTY[words])
    rules = compiled(words, case.condition)
    unit = draw_unit(chooser, case)
    found = verdict(rules, unit)
    filled = list(completions(unit))
    possible = {VERDICTS[case.outcome(one)] for one in filled}
    shown = (case.condition, words, unit)
    if found is not Verdict.INSUFFICIENT_DATA:
        assert possible == {found}, shown
    elif case.exact:
        assert len(possible) > 1, shown
    one = pick(chooser, filled)
    assert verdict(rules, one) is VERDICTS[case.outcome(one)], (shown, one)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
@SETTINGS
@given(data=st.data())
def test_what_is_suggested_passes_and_less_does_not(
    family: Callable[[Chooser, Outcome], Case], data: st.DataObject
) -> None:
    chooser = DrawChooser(data.draw)
    words = pick(chooser, tuple(EMPTY))
    case = family(chooser, EMPTY[words])
    rules = compiled(words, case.condition)
    unit = draw_unit(chooser, case)
    if verdict(rules, unit) is not Verdict.FAIL:
        return
    explanation = rules.assess(unit.facts, year=unit.year, unit_type=unit.unit_type).explain("1")
    for change in explanation.changes:
        shown = (case.condition, words, unit, change.text)
        moved = unit
        for move in change.moves:
            moved = moved.with_value(move.code, _plain(move.after))
        assert verdict(rules, moved) is Verdict.PASS, shown
        assert {VERDICTS[case.outcome(one)] for one in completions(moved)} == {Verdict.PASS}, shown
        for move in change.moves:
            assert verdict(rules, moved.with_value(move.code, _plain(move.before))) is not Verdict.PASS, shown
            if type(move.before) is int and type(move.after) is int:
                nearer = move.after + (1 if move.after < move.before else -1)
                assert verdict(rules, moved.with_value(move.code, nearer)) is not Verdict.PASS, shown
    if explanation.outlook.startswith("Trong năm xét"):
        records = {
            name: {code: value if code == "ho" else UNKNOWN for code, value in record.items()}
            for name, record in unit.members.items()
        }
        free = attrs.evolve(unit, own=dict.fromkeys(unit.own), members=records)  # all but [hộ], the whole of a share
        assert not any(case.outcome(one) for one in completions(free)), (case.condition, words, unit)


def _plain(value: Any) -> Any:
    """A suggested value as the oracle reads it: a yes comes with word of its evidence."""
    return value["giá trị"] if isinstance(value, dict) else value
