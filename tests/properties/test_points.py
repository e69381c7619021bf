"""The law of points: what a score, a criterion, a group, a set and a class come to is worked out a second time here.

Scores are made at random as text that an author could have written, each beside what it means: plain fractions over
complete facts. Where facts are left out, every completion of them is tried.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Any, Final

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.generation import Chooser, DrawChooser, chance, pick

import antq_rules
from antq_rules.syntax.numbers import format_number

# A failure prints its rules and facts, so there is nothing to shrink.
SETTINGS = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.reuse, Phase.generate)
)
MOST: Final = 4  # figures run from 0 to this, so that every completion can be tried
WHOLE: Final = "tất cả"  # always reported, as the most that a figure can be
UNKNOWN_AT_MOST: Final = 3
TYPES: Final = ("xã", "phường")
LETTERS: Final = "abcd"
CLASSES: Final = ("Xuất sắc", "Tốt", "Đạt", "Không xếp loại")

Facts = Mapping[str, int | bool]


@attrs.frozen
class Came:
    """What a score came to on complete facts: its points, what its items can earn, and how much of that left."""

    points: Fraction
    whole: Fraction = Fraction(0)
    lost: Fraction = Fraction(0)

    def left_of(self, most: Fraction) -> Fraction:
        """The most that can still be earned where no more than `most` counts."""
        return min(most, self.whole - self.lost) if self.whole >= most else most - self.lost


Means = Callable[[Facts, str], Came | None]
"""What a score means for facts and a type of unit; `None` where it does not apply."""


@attrs.frozen
class Score:
    """A score: its text and its meaning."""

    text: str
    means: Means


@attrs.define
class Maker:
    """Makes scores; every figure stands in one place only, so that each can be reached whatever the others are."""

    chooser: Chooser
    figures: list[str] = attrs.field(factory=list)
    conditions: list[str] = attrs.field(factory=list)

    def points(self, low: int = 0, high: int = 8) -> Fraction:
        return Fraction(self.chooser.integer(low, high), 2)

    def figure(self) -> str:
        self.figures.append(f"x{len(self.figures)}")
        return self.figures[-1]

    def condition(self) -> str:
        self.conditions.append(f"y{len(self.conditions)}")
        return self.conditions[-1]

    # ---------------------------------------------------------------------------------------- one line
    def simple(self) -> Score:
        kind = self.chooser.integer(0, 5)
        made = (self.stated, self.stated_if, self.steps, self.curve, self.reported, self.product)[kind]()
        while chance(self.chooser, 30):
            made = self.limited(made, kind == 2 and "trừ" in made.text)
        return made

    def stated(self) -> Score:
        points = self.points()
        return Score(shown(points), lambda facts, unit: Came(points))

    def stated_if(self) -> Score:
        points, name, limit = self.points(1), self.figure(), self.chooser.integer(1, MOST)
        text = f"{shown(points)} nếu số [{name}] ít nhất {limit} buổi"
        return Score(text, lambda facts, unit: Came(points if facts[name] >= limit else Fraction(0)))

    def steps(self) -> Score:
        size, above, each, name = self.chooser.integer(1, 3), self.chooser.integer(0, 2), self.points(1), self.figure()
        off = chance(self.chooser, 40)
        start = f" vượt {above} buổi" if above else ""
        text = f"cứ mỗi {size} buổi số [{name}]{start} {'trừ' if off else 'được'} {shown(each)}"

        def means(facts: Facts, unit: str) -> Came:
            earned = each * (max(facts[name] - above, 0) // size)
            return Came(-earned if off else earned)

        return Score(text, means)

    def curve(self) -> Score:
        name = self.figure()
        places = sorted({self.chooser.integer(0, 1), *(self.chooser.integer(2, MOST) for _ in range(2))})
        knots = [(place, self.points()) for place in places]
        text = "; ".join(f"{place} buổi được {shown(points)}" for place, points in knots)

        def means(facts: Facts, unit: str) -> Came:
            at = facts[name]
            if at <= knots[0][0]:
                return Came(knots[0][1])
            for (left, low), (right, high) in itertools.pairwise(knots):
                if left <= at <= right:
                    return Came(low + (high - low) * Fraction(at - left, right - left))
            return Came(knots[-1][1])

        return Score(f"nội suy theo số [{name}]: {text}", means)

    def reported(self) -> Score:
        name = f"{self.figure()} điểm"
        self.figures[-1] = name
        return Score(f"[{name}]", lambda facts, unit: Came(Fraction(facts[name])))

    def product(self) -> Score:
        name, points = self.figure(), self.points(1)
        text = f"số [{name}] / số [{WHOLE}] × {shown(points)}"
        return Score(text, lambda facts, unit: Came(Fraction(facts[name], MOST) * points))

    def limited(self, score: Score, off: bool) -> Score:
        kinds = ("tối đa", "làm tròn đến") if off else ("tối đa", "tối thiểu", "làm tròn đến")
        kind, limit = pick(self.chooser, kinds), self.points(1, 6)

        def means(facts: Facts, unit: str) -> Came:
            came = score.means(facts, unit)
            assert came is not None
            match kind:
                case "tối đa" if off:
                    return Came(max(came.points, -limit))
                case "tối đa":
                    return Came(min(came.points, limit))
                case "tối thiểu":
                    return Came(max(came.points, limit))
                case _:
                    return Came(limit * floor(came.points / limit + Fraction(1, 2)))

        return Score(f"{score.text}, {kind} {shown(limit)}", means)

    # ---------------------------------------------------------------------------------------- bands, sums
    def banded(self, marker: str) -> Score:
        """Bands by one figure; the last may say that the score does not apply."""
        name = self.figure()
        limits = sorted({self.chooser.integer(1, MOST) for _ in range(2)}, reverse=True)
        scores = [self.stated() for _ in limits]
        last = Score("không áp dụng", lambda facts, unit: None) if chance(self.chooser, 20) else self.stated()
        lines = [
            f"{marker} số [{name}] ít nhất {limit} buổi: {score.text}"
            for limit, score in zip(limits, scores, strict=True)
        ]
        lines.append(f"{marker} còn lại: {last.text}")

        def means(facts: Facts, unit: str) -> Came | None:
            for limit, score in zip(limits, scores, strict=True):
                if facts[name] >= limit:
                    return score.means(facts, unit)
            return last.means(facts, unit)

        return Score("theo bậc:\n" + "\n".join(lines), means)

    def applying(self, score: Score) -> Score:
        """A score for some units only."""
        if chance(self.chooser, 50):
            name = self.condition()
            text = f"áp dụng khi [{name}]: {score.text}"
            return Score(text, lambda facts, unit: score.means(facts, unit) if facts[name] else None)
        kind = pick(self.chooser, TYPES)
        text = f"đối với {kind}: {score.text}"
        return Score(text, lambda facts, unit: score.means(facts, unit) if unit == kind else None)

    def score(self, level: int = 0) -> Score:
        """A score below `level` markers."""
        kind = self.chooser.integer(0, 4)
        if kind == 0 and level < 2:
            return self.sum(level)
        made = self.banded("-" if level < 2 else "+") if kind in (1, 2) else self.simple()
        return self.applying(made) if chance(self.chooser, 25) else made

    def sum(self, level: int) -> Score:
        items: list[tuple[Fraction, Score]] = []
        lines = []
        for position in range(self.chooser.integer(1, 3)):
            most, score = self.points(1), self.score(level + 1)
            marker = f"{LETTERS[position]})" if level == 0 else "-+"[level - 1]
            lines.append(f"{marker} (tối đa {shown(most)}): {score.text}")
            items.append((most, score))

        def means(facts: Facts, unit: str) -> Came | None:
            earned = lost = Fraction(0)
            there = False
            for most, score in items:
                came = score.means(facts, unit)
                there = there or came is not None
                earned += Fraction(0) if came is None else min(came.points, most)
                lost += most if came is None else most - came.left_of(most)
            return Came(earned, sum((most for most, _ in items), Fraction(0)), lost) if there else None

        return Score("cộng các mục:\n" + "\n".join(lines), means)


def shown(points: Fraction) -> str:
    return f"{format_number(points)} điểm"


# ------------------------------------------------------------------------------------------------ whole sets
@attrs.frozen
class Criterion:
    score: Score
    maximum: Fraction
    weight: int
    bonus: bool

    def points(self, facts: Facts, unit: str) -> tuple[Fraction, Fraction] | None:
        """The points and the most, before the weight."""
        came = self.score.means(facts, unit)
        return None if came is None else (min(came.points, self.maximum), came.left_of(self.maximum))


@attrs.frozen
class Group:
    title: str
    criteria: tuple[Criterion, ...]
    cap: Fraction | None
    weight: int

    def points(self, facts: Facts, unit: str) -> tuple[Fraction, Fraction] | None:
        """The points and the most, with cap and weight."""
        found = [(one, one.points(facts, unit)) for one in self.criteria]
        there = [(one, points) for one, points in found if points is not None]
        if not there:
            return None
        earned = sum((points[0] * one.weight for one, points in there), Fraction(0))
        most = sum((points[1] * one.weight for one, points in there if not one.bonus), Fraction(0))
        if self.cap is not None:
            earned, most = min(earned, self.cap), min(most, self.cap)
        return earned * self.weight, most * self.weight


@attrs.frozen
class RuleText:
    """A set: its text and what it means."""

    text: str
    figures: tuple[str, ...]
    conditions: tuple[str, ...]
    groups: tuple[Group, ...]
    limits: tuple[Fraction, ...]  # shares of the most, or points
    shares: bool
    veto: str

    @property
    def criteria(self) -> list[Criterion]:
        return [criterion for group in self.groups for criterion in group.criteria]

    def total(self, facts: Facts, unit: str) -> tuple[Fraction, Fraction] | None:
        found = [points for group in self.groups if (points := group.points(facts, unit)) is not None]
        return None if not found else (sum((p for p, _ in found), Fraction(0)), sum((m for _, m in found), Fraction(0)))

    def class_of(self, facts: Facts, unit: str) -> str:
        total = self.total(facts, unit)
        at = len(self.limits)
        if total is not None:
            needed = [limit * total[1] if self.shares else limit for limit in self.limits]
            at = next((place for place, limit in enumerate(needed) if total[0] >= limit), at)
        if facts[self.veto]:
            at = min(at + 1, len(CLASSES) - 1)
        return CLASSES[at]

    def completions(self, known: Facts) -> Iterator[Facts]:
        """Every way to complete the facts."""
        names = [*self.figures, *self.conditions]
        options: list[Sequence[int | bool]] = [
            (known[name],) if name in known else range(MOST + 1) if name in self.figures else (False, True)
            for name in names
        ]
        return (dict(zip(names, values, strict=True)) for values in itertools.product(*options))


def make_set(chooser: Chooser) -> RuleText:
    maker = Maker(chooser)
    groups, lines, number = [], [], 0
    for title in ("A", "B"):
        cap = maker.points(4, 30) if chance(chooser, 25) else None
        weight = chooser.integer(1, 2)
        lines.append(f'nhóm "{title}"' + (f"\n  điểm tối đa: {shown(cap)}" if cap is not None else ""))
        lines.append(f"  hệ số: {weight}")
        criteria = []
        for _ in range(chooser.integer(1, 2)):
            number += 1
            one = Criterion(
                maker.sum(0) if chance(chooser, 60) else maker.score(),
                maker.points(24, 40), chooser.integer(1, 2), chance(chooser, 20),
            )  # fmt: skip
            criteria.append(one)
            lines += [
                f'tiêu chí {number}. "Số {number}"',
                f"  điểm tối đa: {shown(one.maximum)}",
                f"  hệ số: {one.weight}",
            ]
            lines += ["  không tính vào điểm tối đa"] * one.bonus + [f"  chấm điểm: {one.score.text}"]
        groups.append(Group(title, tuple(criteria), cap, weight))
    shares = chance(chooser, 50)
    lowest = chooser.integer(1, 5)
    marks = [lowest + 4, lowest + chooser.integer(1, 3), lowest]
    limits = tuple(Fraction(mark, 10) if shares else Fraction(mark) for mark in marks)
    asked = [f"{mark * 10}% điểm tối đa" if shares else f"{mark} điểm" for mark in marks]
    veto = maker.condition()
    lines.append('xếp loại "X":')
    lines += [f'  - "{name}": tổng điểm ít nhất {limit}' for name, limit in zip(CLASSES, asked, strict=False)]
    lines += [f'  - "{CLASSES[-1]}": còn lại', f"  hạ một bậc khi [{veto}]"]
    head = [
        'bộ tiêu chí "Ngẫu nhiên (hư cấu)"',
        "  mã: diem",
        "  áp dụng cho: xã, phường",
        "  khi không có đối tượng: đạt",
    ]
    for name in [*maker.figures, WHOLE]:
        kind = "số đo (điểm)" if name.endswith("điểm") else "số đếm (buổi)"
        head += [f"dữ kiện [{name}]", f"  kiểu: {kind}", f"  khoảng: từ 0 đến {MOST}"]
    for name in maker.conditions:
        head += [f"dữ kiện [{name}]", "  kiểu: điều kiện"]
    text = "\n".join([*head, *lines]) + "\n"
    return RuleText(text, tuple(maker.figures), tuple(maker.conditions), tuple(groups), limits, shares, veto)


@st.composite
def sets(draw: Any) -> tuple[RuleText, antq_rules.RuleSet, dict[str, int | bool], str, tuple[str, ...]]:
    """A set, complete facts, a type of unit, and names of facts to leave out."""
    chooser = DrawChooser(draw)
    made = make_set(chooser)
    facts: dict[str, int | bool] = {name: chooser.integer(0, MOST) for name in made.figures}
    facts |= {name: chance(chooser, 50) for name in made.conditions}
    order = draw(st.permutations(list(facts)))
    rules = antq_rules.load_text(made.text)
    return made, rules, facts, pick(chooser, TYPES), tuple(order[:UNKNOWN_AT_MOST])


# ------------------------------------------------------------------------------------------------ the laws
@SETTINGS
@given(sets())
def test_points_and_classes_on_complete_facts(drawn: Any) -> None:
    made, rules, facts, unit, _ = drawn
    result = rules.assess({**facts, WHOLE: MOST}, year=2024, unit_type=unit)
    assert result.errors == ()
    for number, criterion in enumerate(made.criteria, 1):
        found, expected = result.points(str(number)), criterion.points(facts, unit)
        assert found.applies is (expected is not None), (made.text, facts)
        if expected is not None:
            assert (found.value, found.maximum) == expected, (made.text, facts, number)
    for group in made.groups:
        found, expected = result.group_points[group.title], group.points(facts, unit)
        assert (found.applies, found.value, found.maximum) == (
            (False, None, 0) if expected is None else (True, *expected)
        ), (made.text, facts)
    total, expected = result.total_points, made.total(facts, unit)
    assert total is not None
    assert total.value == (None if expected is None else expected[0])
    assert result.classes["X"].name == made.class_of(facts, unit), (made.text, facts)


@SETTINGS
@given(sets())
def test_the_range_holds_every_completion_and_its_ends_are_reached(drawn: Any) -> None:
    made, rules, facts, unit, left_out = drawn
    known = {name: value for name, value in facts.items() if name not in left_out}
    result = rules.assess({**known, WHOLE: MOST}, year=2024, unit_type=unit)
    completions = list(made.completions(known))
    for number, criterion in enumerate(made.criteria, 1):
        found = result.points(str(number))
        reached = [points for one in completions if (points := criterion.points(one, unit)) is not None]
        assert found.applies is bool(reached), (made.text, known)
        if reached:
            ends = min(points for points, _ in reached), max(points for points, _ in reached)
            assert (found.low, found.high) == ends, (made.text, known, number)
            assert found.maximum == max(most for _, most in reached)
    totals = [points[0] for one in completions if (points := made.total(one, unit)) is not None]
    assert result.total_points is not None
    if totals:
        assert (result.total_points.low, result.total_points.high) == (min(totals), max(totals)), (made.text, known)


@SETTINGS
@given(sets())
def test_a_class_is_decided_only_where_every_completion_has_it(drawn: Any) -> None:
    made, rules, facts, unit, left_out = drawn
    known = {name: value for name, value in facts.items() if name not in left_out}
    found = rules.assess({**known, WHOLE: MOST}, year=2024, unit_type=unit).classes["X"]
    reached = {made.class_of(one, unit) for one in made.completions(known)}
    assert reached <= set(found.possible), (made.text, known)
    if not made.shares and made.total(facts, unit) is not None:
        assert found.name is None or reached == {found.name}
    if len(found.possible) == 1:
        assert found.name in reached


@SETTINGS
@given(sets())
def test_a_suggested_change_earns_more_points(drawn: Any) -> None:
    made, rules, facts, unit, _ = drawn
    result = rules.assess({**facts, WHOLE: MOST}, year=2024, unit_type=unit)
    codes = {fact.code: fact.name for fact in rules.facts}
    for number, criterion in enumerate(made.criteria, 1):
        before = criterion.points(facts, unit)
        for change in result.explain(str(number)).changes:
            moved = {**facts, **{codes[move.code]: move.after for move in change.moves}}
            after = criterion.points(moved, unit)
            assert before is not None
            assert after is not None
            assert after[0] > before[0], (made.text, facts, change.text)


@pytest.mark.parametrize("unit", TYPES)
def test_the_generator_makes_every_kind_of_score(unit: str) -> None:
    import random

    from tests.generation import RandomChooser

    texts = [make_set(RandomChooser(random.Random(seed))).text for seed in range(200)]  # noqa: S311 - not secrets
    for words in (
        "nếu số", "theo bậc:", "cứ mỗi", " trừ ", "nội suy theo", "áp dụng khi", f"đối với {unit}", "không áp dụng",
        ", tối đa", ", tối thiểu", ", làm tròn", "\n+ ", "× ", "không tính vào",
    ):  # fmt: skip
        assert any(words in text for text in texts), words
    for text in texts[:20]:
        assert antq_rules.load_text(text).criteria
