"""Units that were assessed ranked against each other, and which of them are chosen.

What is not known stays a range: a unit is chosen, or not, only where that holds whatever the unknown figures are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

import attrs

from antq_rules.diagnostics import Diagnostic, InvalidInput
from antq_rules.engine.wording import amount
from antq_rules.graph import rankings as r
from antq_rules.ruleset.assessment import Assessment
from antq_rules.types import Verdict

_AHEAD, _EQUAL, _BEHIND = 1, 2, 4
Ends = tuple[Fraction | None, Fraction | None]


@attrs.frozen
class RankedUnit:
    """One unit of a ranking: its figures as they are shown, its best and worst place, and whether it is chosen.

    `outcome` is pass (chosen), fail (not chosen), insufficient data (not certain yet, or left open by the rule for
    equals), or not applicable (does not take part).
    """

    code: str
    name: str
    unit_type: str
    figures: tuple[str, ...]
    best: int
    worst: int
    outcome: Verdict
    reason: str

    @property
    def place(self) -> str:
        """The place, or the places still possible: `2`, `2–4`."""
        if self.outcome is Verdict.NOT_APPLICABLE:
            return ""
        return str(self.best) if self.best == self.worst else f"{self.best}–{self.worst}"


@attrs.frozen
class RankingResult:
    """A ranking of units: best places first, then those that do not take part."""

    title: str
    keys: tuple[str, ...]
    units: tuple[RankedUnit, ...]

    @property
    def chosen(self) -> tuple[RankedUnit, ...]:
        """The units that are chosen for certain."""
        return tuple(unit for unit in self.units if unit.outcome is Verdict.PASS)


@attrs.frozen
class _Unit:
    assessment: Assessment
    keys: tuple[Ends, ...]
    takes_part: bool
    may_take_part: bool


def rank(ranking: r.Ranking, assessments: Sequence[Assessment]) -> RankingResult:
    """Rank units that were assessed under one set for one year. Raises `InvalidInput` for units of several."""
    _check(assessments)
    units = [_unit(ranking, assessment) for assessment in assessments]
    found = [_ranked(ranking, unit, _rivals(ranking, unit, units)) for unit in units]
    order = sorted(found, key=lambda one: (one.outcome is Verdict.NOT_APPLICABLE, one.best, one.worst))
    return RankingResult(ranking.title, tuple(key.text for key in ranking.keys), tuple(order))


def _check(assessments: Sequence[Assessment]) -> None:
    problems: list[Diagnostic] = []
    sets = {(one.program.code, one.year) for one in assessments}
    ways = {(one.cutoff, tuple(sorted(one.readings.items())), one.program.parameters) for one in assessments}
    if len(sets) > 1:
        shown = "; ".join(f"{code} năm {year}" for code, year in sorted(sets))
        problems.append(Diagnostic("DL151", values=(("found", shown),)))
    elif len(ways) > 1:
        found = "khác nhau về cách hiểu, tham số hoặc ngày chốt số liệu"
        problems.append(Diagnostic("DL151", values=(("found", found),)))
    count = Counter((one.unit_code, one.year) for one in assessments if one.unit_code)
    for (code, year), times in count.items():
        if times > 1:
            problems.append(Diagnostic("DL111", values=(("name", code), ("year", str(year)))))
    if problems:
        raise InvalidInput(problems)


def _unit(ranking: r.Ranking, assessment: Assessment) -> _Unit:
    certain = possible = True
    for entrant in ranking.entrants:
        surely, maybe = _meets(entrant, assessment)
        certain, possible = certain and surely, possible and maybe
    if not assessment.unit_type or (ranking.by_type and assessment.unit_type not in dict(ranking.by_type)):
        certain = possible = False
    keys = [_ends(key, assessment) for key in ranking.keys]
    if None in keys:  # nothing that it could be ranked by applies to it
        certain = possible = False
    return _Unit(assessment, tuple(ends or (None, None) for ends in keys), certain, possible)


def _meets(entrant: r.Entrant, assessment: Assessment) -> tuple[bool, bool]:
    if entrant.kind == "class":
        possible = assessment.classes[entrant.title].possible
        inside = [name in entrant.classes for name in possible]
        return bool(inside) and all(inside), any(inside)
    verdict = assessment.conclusions[entrant.title]
    surely = verdict.value == entrant.verdict
    return surely, surely or verdict is Verdict.INSUFFICIENT_DATA


def _ends(key: r.RankKey, assessment: Assessment) -> Ends | None:
    """The least and greatest figure of a unit; `None` where it has no such points because nothing applies to it."""
    if key.form is not None:
        return assessment.figure_range(key.form)
    match key.kind:
        case "total":
            points = assessment.total_points
        case "group":
            points = assessment.group_points.get(key.name)
        case _:
            points = assessment.points(key.name)
    if points is None:  # not every criterion was assessed
        return None, None
    return (points.low, points.high) if points.applies else None


def _rivals(ranking: r.Ranking, unit: _Unit, units: Sequence[_Unit]) -> list[_Unit]:
    others = [other for other in units if other is not unit and other.may_take_part]
    if ranking.by_type:
        others = [other for other in others if other.assessment.unit_type == unit.assessment.unit_type]
    return others


def _ranked(ranking: r.Ranking, unit: _Unit, rivals: Sequence[_Unit]) -> RankedUnit:
    surely_ahead = maybe_ahead = surely_not_behind = maybe_not_behind = 0
    for rival in rivals:
        relation = _relation(ranking, rival, unit)
        maybe_ahead += bool(relation & _AHEAD)
        maybe_not_behind += bool(relation & (_AHEAD | _EQUAL))
        if rival.takes_part:
            surely_ahead += relation == _AHEAD
            surely_not_behind += not relation & _BEHIND
    low, high = _quota(ranking, unit, rivals)
    outcome, reason = Verdict.INSUFFICIENT_DATA, "số liệu còn thiếu có thể làm đổi thứ hạng"
    strict = ranking.ties != "lấy tất cả"
    if not unit.may_take_part:
        outcome, reason = Verdict.NOT_APPLICABLE, "không thuộc diện xếp hạng"
    elif (surely_not_behind + 1 > high if ranking.ties == "không lấy" else surely_ahead >= high) or high == 0:
        equal = surely_ahead < high
        outcome, reason = Verdict.FAIL, "bằng đơn vị khác ở mức cuối, không lấy" if equal else "ngoài số được chọn"
    elif (maybe_not_behind + 1 <= low if strict else maybe_ahead < low) and unit.takes_part:
        outcome, reason = Verdict.PASS, "trong số được chọn"
    elif surely_ahead == maybe_ahead and surely_not_behind == maybe_not_behind and low == high and unit.takes_part:
        reason = "bằng đơn vị khác ở mức cuối, chờ cấp có thẩm quyền quyết định"
    one = unit.assessment
    figures = tuple(_shown(key, ends) for key, ends in zip(ranking.keys, unit.keys, strict=True))
    return RankedUnit(
        one.unit_code, one.unit_name, one.unit_type, figures, surely_ahead + 1, maybe_ahead + 1, outcome, reason
    )


def _relation(ranking: r.Ranking, first: _Unit, second: _Unit) -> int:
    """How one unit can still stand to another: ahead, equal, behind."""
    possible = 0
    for key, one, other in zip(ranking.keys, first.keys, second.keys, strict=True):
        more, equal, less = _compared(one, other)
        ahead, behind = (more, less) if key.falling else (less, more)
        possible |= (_AHEAD if ahead else 0) | (_BEHIND if behind else 0)
        if not equal:
            return possible
    return possible | _EQUAL


def _compared(one: Ends, other: Ends) -> tuple[bool, bool, bool]:
    """Whether a figure can be more than, equal to, less than another."""
    (a, b), (c, d) = one, other
    more = b is None or c is None or b > c
    less = a is None or d is None or a < d
    equal = (b is None or c is None or b >= c) and (a is None or d is None or a <= d)
    return more, equal, less


def _quota(ranking: r.Ranking, unit: _Unit, rivals: Sequence[_Unit]) -> tuple[int, int]:
    """The least and the greatest number of units that are chosen."""
    if ranking.by_type:
        count = dict(ranking.by_type).get(unit.assessment.unit_type, 0)
        return count, count
    if ranking.count is not None:
        return ranking.count, ranking.count
    share = ranking.share or Fraction(0)
    least = sum(rival.takes_part for rival in rivals) + unit.takes_part
    most = len(rivals) + unit.may_take_part
    whole = ceil if ranking.rounds_up else floor
    return whole(share * least), whole(share * most)


def _shown(key: r.RankKey, ends: Ends) -> str:
    unit, factor = (key.unit, key.factor) if key.form is not None else ("điểm", Fraction(1))
    low, high = ends
    if low is not None and low == high:
        return amount(low / factor, unit)
    least = "" if low is None else f"từ {amount(low / factor, '')} "
    most = "" if high is None else f"đến {amount(high / factor, unit)}"
    return f"{least}{most}".strip() or "chưa báo cáo"
