"""Facts of units made at random for any set, both as the model takes them and as rows of the table that SQL reads."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

from antq_rules.graph import model as g
from antq_rules.ruleset import Assessment, RuleSet

Cells = dict[str, Any]
_DAYS: Final = ("2022-12-31", "2023-01-01", "2023-02-14", "2023-02-15", "2023-03-31", "2023-06-30", "2024-02-29")


@attrs.frozen
class Unit:
    """A unit: its type and year, facts of the year, the year before and the same period, and its rows of the table."""

    code: str
    unit_type: str
    year: int
    existed_before: bool
    facts: Mapping[str, object]
    previous: Mapping[str, object]
    same_period: Mapping[str, object]
    rows: Sequence[Cells]

    def assessed(self, rules: RuleSet, readings: Mapping[str, str], cutoff: datetime.date | None) -> Assessment:
        """What the model says of the unit."""
        return rules.assess(
            self.facts, year=self.year, unit_type=self.unit_type, previous=self.previous, readings=readings,
            cutoff=cutoff, same_period=self.same_period, existed_before=self.existed_before,
        )  # fmt: skip


@attrs.frozen
class Maker:
    """Makes units; `wrong` of a hundred values are such as are refused, `unknown` of a hundred are left out."""

    rules: RuleSet
    source: random.Random
    unknown: int = 15
    wrong: int = 3
    decimals: int = 6

    def chance(self, percent: int) -> bool:
        return self.source.random() * 100 < percent

    def unit(self, code: str, year: int, cutoff: bool = False) -> Unit:
        """A unit with the year before."""
        unit_type = self.source.choice(self.rules.program.unit_types)
        unknown = self.source.choice((0, self.unknown, 60))
        facts, cells = self.year(unknown)
        previous, before = self.year(unknown, True)
        existed = not self.chance(6)
        rows = [{"ma_don_vi": code, "nam": year, "loai": unit_type, "da_co_nam_truoc": existed, **cells}]
        rows.append({"ma_don_vi": code, "nam": year - 1, "loai": unit_type, **before})
        same: Mapping[str, object] = {}
        if cutoff:
            same, period = self.year(50)
            rows.append({"ma_don_vi": code, "nam": year - 1, "loai": unit_type, "ky": "cung_ky", **period})
            rows[0]["ky"] = rows[1]["ky"] = "ca_nam"
        return Unit(code, unit_type, year, existed, facts, previous, same, rows)

    def year(self, unknown: int, earlier: bool = False) -> tuple[dict[str, object], Cells]:
        """The facts of a year, for the model and for the table."""
        facts: dict[str, object] = {}
        cells: Cells = {}
        for fact in self.rules.program.facts:
            if fact.owner or fact.kind == "list" or self.chance(unknown):
                continue
            if earlier and self.chance(3):
                facts[fact.code], made = "không có năm trước", {f"{fact.code}_khong_co_nam": True}
            else:
                facts[fact.code], made = self.value(fact)
            cells |= made
        self._fit_parts(facts, cells)
        return facts, cells

    def _fit_parts(self, facts: dict[str, object], cells: Cells) -> None:
        """Most parts are not above their wholes."""
        for fact in self.rules.program.facts:
            part, whole = facts.get(fact.code), facts.get(fact.part_of)
            if isinstance(part, int) and isinstance(whole, int) and part > whole >= 0 and not self.chance(self.wrong):
                facts[fact.code] = cells[fact.code] = whole

    def value(self, fact: g.Fact) -> tuple[object, Cells]:
        """A value of a fact."""
        code, pick, wrong = fact.code, self.source.choice, self.chance(self.wrong)
        match fact.kind:
            case "attestation":
                yes = self.chance(70)
                kinds: tuple[tuple[object, Cells], ...] = (
                    (yes, {}),
                    ({"giá trị": yes, "minh chứng": "Báo cáo"}, {f"{code}_mc": True}),
                    ({"giá trị": yes, "minh chứng": None}, {f"{code}_mc": False}),
                )
                model, cells = pick(kinds)
                return model, {code: yes, **cells}
            case "condition":
                yes = self.chance(50)
                return yes, {code: yes}
            case "date":
                if self.chance(10):
                    return "không có", {f"{code}_khong_co": True}
                day = pick(_DAYS)
                return day, {code: day}
            case "grade" | "choice":
                return self._choice(fact, wrong)
            case "set":
                members = [member.code for member in self._vocabulary(fact).members]
                chosen = [one for one in members if self.chance(60)]
                return chosen, {f"{code}__{one}": one in chosen for one in members}
            case "monthly":
                months = [None if self.chance(4) else self._number(fact, wrong) for _ in range(12)]
                return months, {f"{code}_t{at}": one for at, one in enumerate(months, 1)}
            case "amount" | "money":
                parts = (0, Fraction(1, 2), Fraction(1, 10**self.decimals), Fraction(1, 4))
                figure = self._number(fact, wrong) + pick(parts)
                return figure, {code: Decimal(figure.numerator) / Decimal(figure.denominator)}
            case _:
                number = self._number(fact, wrong)
                return number, {code: number}

    def _number(self, fact: g.Fact, wrong: bool) -> int:
        pick = self.source.choice
        if wrong:
            return pick((-1, 0, 10**8))
        return self.source.randint(1 if fact.kind == "positive_count" else 0, pick((3, 10, 10, 120)))

    def _vocabulary(self, fact: g.Fact) -> g.Vocabulary:
        vocabularies = self.rules.program.vocabularies
        return next(v for v in vocabularies if v.title == fact.vocabulary and v.ordered == (fact.kind == "grade"))

    def _choice(self, fact: g.Fact, wrong: bool) -> tuple[object, Cells]:
        if wrong:
            return "Rất lạ", {fact.code: "Rất lạ"}
        way = self.source.randint(0, 9)
        if way == 0:
            return "không có", {f"{fact.code}_khong_co": True}
        if way == 1:
            return "không có", {fact.code: "không có"}
        member = self.source.choice(self._vocabulary(fact).members)
        written = member.text if way < 6 else member.code
        return written, {fact.code: written}
