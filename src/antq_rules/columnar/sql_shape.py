"""The table that SQL reads: one row for each unit and year, and what each of its columns holds.

A fact is in the column of its code. Months are in `code_t1` to `code_t12`, members of sets in `code__member`, the state
of evidence in `code_mc`, known absence in `code_khong_co`, and in the row of an earlier year `code_khong_co_nam` says
that the unit was not there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import attrs

from antq_rules.columnar.figures import NotInTables
from antq_rules.columnar.slots import ABSENT, EVIDENCE, EXISTED, NO_YEAR, UNIT_TYPE, YEAR, Moment
from antq_rules.columnar.sql_dialects import Dialect
from antq_rules.columnar.sql_words import short
from antq_rules.engine.ranges import Facts
from antq_rules.graph import model as g

UNIT: Final = "ma_don_vi"
YEAR_OF: Final = "nam"
TYPE_OF: Final = "loai"
EXISTED_BEFORE: Final = "da_co_nam_truoc"
PERIOD: Final = "ky"
SAME: Final = "cung_ky"
WHOLE: Final = "ca_nam"
_MOST_DECIMALS: Final = 12


@attrs.frozen
class InputColumn:
    """A column of the table: its name, its type, and what it holds."""

    name: str
    kind: str
    comment: str


@attrs.frozen
class FactAt:
    """A fact that a set asks for at a moment, and whether the table can say each thing that is asked of it."""

    fact: g.Fact
    moment: Moment
    evidence: bool = False
    absent: bool = False
    no_year: bool = False


def parsed(name: str) -> tuple[str, Moment, str]:
    """The code, moment and part of a column of a plan.

    >>> parsed("so_vu@-1.3")
    ('so_vu', Moment(offset=-1, year=0, same_period=False), '3')
    """
    base, _, part = name.partition(".")
    code, _, when = base.partition("@")
    if when == SAME:
        return code, Moment(-1, 0, True), part
    number = int(when or 0)
    return code, Moment(0, number) if number > 1000 else Moment(number), part


class Shape:
    """The columns of the table that a set asks for."""

    def __init__(
        self,
        program: g.Program,
        facts: Facts,
        asked: Sequence[str],
        dialect: Dialect,
        decimals: int,
        cutoff: bool,
        given: Collection[str] | None = None,
        wide: bool = False,
    ) -> None:
        if not 0 <= decimals <= _MOST_DECIMALS:
            raise ValueError(f"decimals: 0 to {_MOST_DECIMALS}, not {decimals}")
        self.program = program
        self.facts = facts
        self.dialect = dialect
        self.decimals = decimals
        self.cutoff = cutoff
        self.wide = wide
        self.given = None if given is None else frozenset(given)
        self.vocabularies = {(v.ordered, v.title): v for v in program.vocabularies}
        self.facts_at = self._facts_at(asked)

    def has(self, column: str) -> bool:
        """Whether the table has a column; without a list of its columns it has every one that is asked for."""
        return self.given is None or column in self.given

    @property
    def has_periods(self) -> bool:
        """Whether rows say if they are of a whole year or of the same period of it."""
        return self.cutoff and not self.wide and self.has(PERIOD)

    def _facts_at(self, asked: Sequence[str]) -> tuple[FactAt, ...]:
        parts: dict[tuple[str, Moment], set[str]] = {}
        for name in asked:
            if name not in (YEAR, UNIT_TYPE, EXISTED):
                code, moment, part = parsed(name)
                if not moment.same_period or self.cutoff:
                    parts.setdefault((code, moment), set()).add(part)
        made = (self._fact_at(self.facts.by_code[code], moment, one) for (code, moment), one in parts.items())
        return tuple(one for one in made if one is not None)

    def _fact_at(self, fact: g.Fact, moment: Moment, parts: Collection[str]) -> FactAt | None:
        told = self.cell(fact, moment, "_t1" if fact.kind == "monthly" else "")
        named = [self.member(fact, one, moment) for one in self.members(fact)] if fact.kind == "set" else [told]
        absent = ABSENT in parts and fact.may_be_absent and self.has(self.cell(fact, moment, f"_{ABSENT}"))
        away = moment.year > 0 or (moment.offset < 0 and not moment.same_period)
        no_year = NO_YEAR in parts and away and self.has(self.cell(fact, moment, f"_{NO_YEAR}"))
        if fact.owner or fact.kind == "list" or not all(self.has(name) for name in named):
            return None
        stated = self.has(self.cell(fact, moment, f"_{EVIDENCE}"))
        evidence = EVIDENCE in parts and fact.kind == "attestation" and stated
        return FactAt(fact, moment, evidence, absent, no_year)

    # ------------------------------------------------------------------------------------------ names
    def cell(self, fact: g.Fact, moment: Moment, ending: str = "") -> str:
        """The column of a fact, or of what is said of it, in the row that has it; of a wide table it names the year."""
        return short(f"{fact.code}{moment.suffix if self.wide else ''}{ending}")

    def month(self, fact: g.Fact, month: int, moment: Moment) -> str:
        """The column of a month of a fact."""
        return self.cell(fact, moment, f"_t{month}")

    def member(self, fact: g.Fact, member: str, moment: Moment) -> str:
        """The column of a member of a set."""
        return self.cell(fact, moment, f"__{member}")

    def members(self, fact: g.Fact) -> list[str]:
        """The ids of the members of a fact's list."""
        return [member.code for member in self.vocabulary(fact).members]

    def vocabulary(self, fact: g.Fact) -> g.Vocabulary:
        """The scale or list that a fact takes its values from."""
        return self.vocabularies[fact.kind == "grade", fact.vocabulary]

    # ------------------------------------------------------------------------------------------ the table itself
    def columns(self) -> list[InputColumn]:
        """Every column of the table in order. Raises `NotInTables` where two would have one name."""
        types = "; ".join(self.program.unit_types)
        found = [
            InputColumn(UNIT, self.dialect.text_type, "mã đơn vị"),
            InputColumn(YEAR_OF, "integer", "năm của số liệu"),
            InputColumn(TYPE_OF, self.dialect.text_type, f"loại đơn vị: {types}"),
            InputColumn(EXISTED_BEFORE, "boolean", "năm trước đã có đơn vị này; bỏ trống là có"),
        ]
        if self.has_periods:
            found.append(
                InputColumn(PERIOD, self.dialect.text_type, f"“{SAME}”: số liệu cùng kỳ; còn lại là “{WHOLE}”")
            )
        merged: dict[str, FactAt] = {}
        for one in self.facts_at:
            name = self.cell(one.fact, one.moment)
            before = merged.get(name, one)
            flags = {flag: getattr(before, flag) or getattr(one, flag) for flag in ("evidence", "absent", "no_year")}
            merged[name] = attrs.evolve(one, **flags)
        for one in merged.values():
            found += self._of_fact(one)
        kept = [one for one in found if self.has(one.name)]
        names: dict[str, InputColumn] = {}
        for made in kept:
            if names.setdefault(made.name.lower(), made) is not made:
                raise NotInTables(f"hai cột cùng tên {made.name}")
        return kept

    def _of_fact(self, one: FactAt) -> list[InputColumn]:
        fact, moment = one.fact, one.moment
        told = f"{fact.name} ({fact.unit})" if fact.unit else fact.name
        told += f", năm {moment.suffix[1:]}" if self.wide and moment != Moment() else ""
        name = self.cell(fact, moment)
        found = []
        match fact.kind:
            case "monthly":
                found = [InputColumn(self.month(fact, m, moment), "bigint", f"{told}, tháng {m}") for m in range(1, 13)]
            case "set":
                members = self.vocabulary(fact).members
                found = [
                    InputColumn(self.member(fact, m.code, moment), "boolean", f"{told}: {m.text}") for m in members
                ]
            case "attestation" | "condition":
                found = [InputColumn(name, "boolean", told)]
            case "date":
                found = [InputColumn(name, "text" if self.dialect.is_sqlite else "date", told)]
            case "grade" | "choice":
                texts = "; ".join(member.text for member in self.vocabulary(fact).members)
                found = [InputColumn(name, self.dialect.text_type, f"{told}: {texts}")]
            case "amount" | "money":
                found = [InputColumn(name, self.dialect.amount_type.format(decimals=self.decimals), told)]
            case _:
                found = [InputColumn(name, "bigint", told)]
        if one.evidence:
            found.append(
                InputColumn(self.cell(fact, moment, f"_{EVIDENCE}"), "boolean", "có minh chứng; bỏ trống: chưa nêu")
            )
        if one.absent:
            found.append(
                InputColumn(self.cell(fact, moment, f"_{ABSENT}"), "boolean", f"biết rõ là không có {fact.name}")
            )
        if one.no_year:
            found.append(InputColumn(self.cell(fact, moment, f"_{NO_YEAR}"), "boolean", "năm ấy chưa có đơn vị"))
        return found


def mapping_of(given: Mapping[str, str] | Collection[str] | None) -> dict[str, str] | None:
    """The columns of a real table with their types in lower case, where they are known."""
    if given is None:
        return None
    if isinstance(given, Mapping):
        return {name: kind.lower() for name, kind in given.items()}
    return dict.fromkeys(given, "")
