"""The first stages: the rows of a table with their earlier years, each value as a whole number or a truth value.

What a column of the table holds that is no value of its fact is refused here: it counts as not reported, and the
column `….sai` of the plan says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs
from sqlglot import exp

from antq_rules.columnar.dates import FIRST_DAY, LAST_DAY
from antq_rules.columnar.slots import (
    ABSENT,
    EVIDENCE,
    EXISTED,
    NO_YEAR,
    REFUSED,
    UNIT_TYPE,
    YEAR,
    Column,
    Moment,
    column_name,
)
from antq_rules.columnar.sql_dialects import date, day_number
from antq_rules.columnar.sql_shape import EXISTED_BEFORE, SAME, TYPE_OF, YEAR_OF, FactAt, Shape
from antq_rules.columnar.sql_words import (
    all_of,
    among,
    any_of,
    case,
    column,
    is_null,
    not_null,
    number,
    short,
    surely,
    text,
    truth,
)
from antq_rules.graph import model as g
from antq_rules.source import without_tone_marks
from antq_rules.types import Verdict

_EXACT_REAL: Final = 10**15
_ABSENT_WORDS: Final = ("không có", "khong_co")
_BLANK_WORDS: Final = ("", "chưa báo cáo", "chua_bao_cao")
_NO_EVIDENCE: Final = ("", "không", "không có", "chưa có", "thiếu", "thiếu minh chứng", "không có minh chứng")
_INTEGERS: Final = {"tinyint": 7, "smallint": 15, "int": 31, "integer": 31, "bigint": 63, "int64": 63, "int32": 31}
_TEXTS: Final = ("varchar", "text", "string", "char", "character varying")


@attrs.frozen(eq=False)
class Typed:
    """A column of the plan: its name there, what is known of it, and how it is read from the table."""

    name: str
    known: Column
    value: exp.Expr


@attrs.frozen(eq=False)
class SourceProblem:
    """A value of the table that is refused: the code of the data error, of which fact and year, and where it is so."""

    code: str
    fact: str
    moment: Moment
    test: exp.Expr


class Source:
    """Reads the columns of the table; `types` are the types of a real table's columns, where they are known."""

    def __init__(self, shape: Shape, limit: int, types: Mapping[str, str] | None, year: int | None) -> None:
        self.shape = shape
        self.dialect = shape.dialect
        self.limit = limit
        self.types = types or {}
        self.problems: list[SourceProblem] = []
        self.typed: list[Typed] = [*self._of_unit(year)]
        for one in shape.facts_at:
            self.typed += self._of_fact(one)

    @property
    def known(self) -> dict[str, Column]:
        """What is known of the columns of the plan."""
        return {one.name: one.known for one in self.typed}

    # ------------------------------------------------------------------------------------------ units
    def _of_unit(self, year: int | None) -> Iterator[Typed]:
        own = row_of(Moment())
        ends = (1900, 2999) if year is None else (year, year)
        yield Typed(YEAR, Column(False, *ends), column(YEAR_OF, own))
        kind = column(TYPE_OF, own)
        branches = [
            (among(kind.copy(), map(text, _spellings(name, _machine(name)))), number(place))
            for place, name in enumerate(self.shape.program.unit_types)
        ]
        known = [one for name in self.shape.program.unit_types for one in _spellings(name, _machine(name))]
        strange = exp.Or(this=is_null(kind), expression=exp.Not(this=among(kind.copy(), map(text, known))))
        self.problems.append(SourceProblem("DL113", "", Moment(), strange))
        yield Typed(UNIT_TYPE, Column(True), case(branches))
        if self.shape.has(EXISTED_BEFORE):
            stated = column(EXISTED_BEFORE, own)
            yield Typed(EXISTED, Column(False), exp.Coalesce(this=stated, expressions=[truth(True)]))

    # ------------------------------------------------------------------------------------------ facts
    def _of_fact(self, one: FactAt) -> list[Typed]:
        fact, moment = one.fact, one.moment
        match fact.kind:
            case "attestation" | "condition":
                found, refused = self._truths(one, {"": fact.code})
            case "set":
                found, refused = self._members(one)
            case "date":
                found, refused = self._date(one)
            case "grade" | "choice":
                found, refused = self._choice(one)
            case "monthly":
                names = {str(month): self.shape.month(fact, month) for month in range(1, 13)}
                found, refused = self._numbers(one, names)
            case _:
                found, refused = self._numbers(one, {"": fact.code})
        if refused:
            self.problems += refused
            sure = surely(any_of([problem.test.copy() for problem in refused]))
            found.append(Typed(column_name(fact.code, moment, REFUSED), Column(False), sure))
        if one.no_year:
            stated = self._cell(moment, f"{fact.code}_{NO_YEAR}")
            found.append(Typed(column_name(fact.code, moment, NO_YEAR), Column(False), surely(stated)))
        if one.evidence:
            found.append(self._evidence(one))
        return found

    def _cell(self, moment: Moment, name: str) -> exp.Expr:
        return column(short(name), row_of(moment))

    def _problem(self, code: str, one: FactAt, test: exp.Expr) -> SourceProblem:
        return SourceProblem(code, one.fact.code, one.moment, test)

    def _truths(self, one: FactAt, names: Mapping[str, str]) -> tuple[list[Typed], list[SourceProblem]]:
        found, refused = [], []
        for part, name in names.items():
            value = self._cell(one.moment, name)
            if self.dialect.is_sqlite:  # any value may stand in any column
                sound = exp.Paren(this=among(value, [number(0), number(1)]))
                refused.append(self._problem("DL103", one, exp.And(this=not_null(value), expression=exp.Not(this=sound))))
                value = case([(sound.copy(), value)])
            found.append(Typed(column_name(one.fact.code, one.moment, part), Column(True), value))
        return found, refused

    def _members(self, one: FactAt) -> tuple[list[Typed], list[SourceProblem]]:
        """A set is reported where every member is; where only some are, it is refused."""
        names = {member: self.shape.member(one.fact, member) for member in self.shape.members(one.fact)}
        found, refused = self._truths(one, names)
        cells = [self._cell(one.moment, name) for name in names.values()]
        if len(cells) > 1:
            some, others = any_of([not_null(cell) for cell in cells]), any_of([is_null(cell.copy()) for cell in cells])
            partly = exp.And(this=exp.Paren(this=some), expression=exp.Paren(this=others))
            refused.append(self._problem("DL103", one, partly))
        if refused:
            sound = exp.Not(this=surely(any_of([problem.test.copy() for problem in refused])))
            found = [attrs.evolve(typed, value=case([(sound.copy(), typed.value)])) for typed in found]
        return found, refused

    def _evidence(self, one: FactAt) -> Typed:
        name = short(f"{one.fact.code}_{EVIDENCE}")
        cell = self._cell(one.moment, name)
        given = cell.copy()
        if self.types.get(name, "").startswith(_TEXTS):
            blank = among(exp.Lower(this=exp.Trim(this=cell.copy())), map(text, _NO_EVIDENCE))
            given = exp.Not(this=blank)
        state = case([(is_null(cell), number(0)), (given, number(1))], number(2))
        return Typed(column_name(one.fact.code, one.moment, EVIDENCE), Column(False, 0, 2), state)

    def _date(self, one: FactAt) -> tuple[list[Typed], list[SourceProblem]]:
        cell = self._cell(one.moment, one.fact.code)
        if self.dialect.is_sqlite:
            pattern = text("-".join("[0-9]" * count for count in (4, 2, 2)))
            written = exp.Glob(this=cell.copy(), expression=pattern)
            same = exp.EQ(this=exp.Anonymous(this="DATE", expressions=[cell.copy()]), expression=cell.copy())
            real = exp.And(this=surely(same), expression=exp.GTE(this=cell.copy(), expression=text("0001-01-01")))
            there = not_null(cell)
            refused = [
                self._problem("DL103", one, exp.And(this=there, expression=exp.Not(this=exp.Paren(this=written)))),
                self._problem(
                    "DL116", one, all_of([there.copy(), written.copy(), exp.Not(this=exp.Paren(this=real))])
                ),
            ]
            sound = exp.And(this=written.copy(), expression=real.copy())
        else:
            sound = exp.Between(this=cell.copy(), low=date("0001-01-01"), high=date("9999-12-31"))
            refused = [self._problem("DL103", one, exp.Not(this=exp.Paren(this=sound.copy())))]
        value = case([(sound, day_number(self.dialect, cell.copy()))])
        if not self.dialect.is_sqlite:
            value = exp.cast(value, "bigint")
        return self._or_absent(one, value, Column(True, FIRST_DAY, LAST_DAY), refused, exp.Null())

    def _choice(self, one: FactAt) -> tuple[list[Typed], list[SourceProblem]]:
        fact, cell = one.fact, self._cell(one.moment, one.fact.code)
        known: list[str] = [*_BLANK_WORDS, *_ABSENT_WORDS]
        branches = []
        for place, member in enumerate(self.shape.vocabulary(fact).members):
            written = _spellings(member.text, member.code)
            if fact.result_of:
                written += [verdict.value for verdict in Verdict if verdict.vietnamese == member.text]
            branches.append((among(cell.copy(), map(text, written)), number(place)))
            known += written
        code = "DL107" if fact.kind == "grade" else "DL108"
        refused = [self._problem(code, one, exp.Not(this=among(cell.copy(), map(text, dict.fromkeys(known)))))]
        value = exp.cast(case(branches), "bigint") if not self.dialect.is_sqlite else case(branches)
        absent = among(cell.copy(), map(text, _ABSENT_WORDS))
        last = len(branches) - 1
        return self._or_absent(one, value, Column(True, 0, last), refused, absent)

    def _or_absent(
        self, one: FactAt, value: exp.Expr, known: Column, refused: list[SourceProblem], absent: exp.Expr
    ) -> tuple[list[Typed], list[SourceProblem]]:
        """A value that may be known to be absent: said by a word, or by a column; a value and absence is refused."""
        code, moment = one.fact.code, one.moment
        tests = [] if isinstance(absent, exp.Null) else [surely(absent)]
        if one.absent:
            stated = surely(self._cell(moment, f"{code}_{ABSENT}"))
            both = exp.And(this=stated, expression=not_null(exp.Paren(this=value.copy())))
            refused.append(self._problem("DL103", one, both))
            value = case([(exp.Not(this=stated.copy()), value)])
            sound = exp.And(this=stated.copy(), expression=is_null(self._cell(moment, code)))
            if isinstance(absent, exp.Null):
                tests.append(sound)
            else:
                words = surely(absent.copy())
                tests = [exp.Or(this=words, expression=exp.Paren(this=sound))]
        found = [Typed(column_name(code, moment), known, value)]
        if tests:
            found.append(Typed(column_name(code, moment, ABSENT), Column(False), tests[0]))
        return found, refused

    # ------------------------------------------------------------------------------------------ figures
    def _numbers(self, one: FactAt, names: Mapping[str, str]) -> tuple[list[Typed], list[SourceProblem]]:
        found, refused = [], []
        for part, name in names.items():
            typed, wrong = self._number(one, column_name(one.fact.code, one.moment, part), short(name))
            found.append(typed)
            refused += wrong
        return found, refused

    def _number(self, one: FactAt, plan_name: str, name: str) -> tuple[Typed, list[SourceProblem]]:
        decimals = 0 if one.fact.is_integer else self.shape.decimals
        limit = min(self.limit, _EXACT_REAL) if self.dialect.is_sqlite and decimals else self.limit
        bits = _INTEGERS.get(self.types.get(name, ""), 0)
        cell = self._cell(one.moment, name)
        if bits and bits < 63 and 2**bits * 10**decimals <= limit:
            ends = (-(2**bits) * 10**decimals, (2**bits - 1) * 10**decimals)
            return Typed(plan_name, Column(True, *ends, decimals), self._scaled(cell, decimals)), []
        most = limit // 10**decimals
        too_great = exp.Or(
            this=exp.GT(this=cell.copy(), expression=number(most)),
            expression=exp.LT(this=cell.copy(), expression=exp.Paren(this=number(-most))),
        )
        whole = None if bits and not decimals else self._whole(cell, decimals)
        within = exp.Between(this=cell.copy(), low=number(-most), high=number(most))
        sound: list[exp.Expr] = [within]
        refused = [self._problem("DL134", one, too_great)]
        if whole is not None:
            if self.dialect.is_sqlite:
                kind = exp.Anonymous(this="TYPEOF", expressions=[cell.copy()])
                numeric = among(kind, map(text, ("integer", "real")))
                strange = exp.And(this=not_null(cell), expression=exp.Not(this=exp.Paren(this=numeric)))
                refused = [
                    self._problem("DL103", one, strange),
                    self._problem("DL134", one, exp.And(this=numeric.copy(), expression=exp.Paren(this=too_great))),
                ]
                sound.insert(0, numeric.copy())
            here = [part.copy() for part in sound]
            broken = case([(all_of(here), exp.Not(this=exp.Paren(this=whole)))])
            refused.append(self._problem("DL135" if decimals else "DL103", one, broken))
            value = case([(all_of(sound), case([(whole.copy(), self._scaled(cell.copy(), decimals))]))])
        else:
            value = case([(within, self._scaled(cell.copy(), decimals))])
        return Typed(plan_name, Column(True, -limit, limit, decimals), value), refused

    def _whole(self, cell: exp.Expr, decimals: int) -> exp.Expr:
        """Whether a figure within the limit has no more decimals than are kept."""
        one = number(1)
        match self.dialect.name:
            case "sqlite":  # a REAL stands for the decimal number that it is nearest to
                if not decimals:
                    return exp.EQ(this=exp.cast(cell.copy(), "bigint"), expression=cell.copy())
                real = exp.Div(this=self._scaled(cell, decimals), expression=exp.Literal(this=f"1{'0' * decimals}.0", is_string=False), typed=True, safe=False)
                return exp.EQ(this=real, expression=cell.copy())
            case "duckdb" if decimals:
                return exp.EQ(this=self._decimal(cell, decimals), expression=cell.copy())
            case "spark" if decimals:
                return exp.EQ(this=self._decimal(cell, decimals), expression=cell.copy())
            case "postgres" if decimals:
                scaled = self._shifted(exp.cast(cell.copy(), "decimal"), decimals)
                return exp.EQ(this=exp.Mod(this=exp.Paren(this=scaled), expression=one), expression=number(0))
            case _:
                return exp.EQ(this=exp.Mod(this=cell.copy(), expression=one), expression=number(0))

    def _decimal(self, cell: exp.Expr, decimals: int) -> exp.Expr:
        kind = exp.DataType.build(f"decimal(38, {decimals})")
        if self.dialect.name == "duckdb":
            return exp.TryCast(this=cell.copy(), to=kind)
        return exp.Cast(this=cell.copy(), to=kind)

    def _shifted(self, cell: exp.Expr, decimals: int) -> exp.Expr:
        return exp.Mul(this=cell, expression=number(10**decimals))

    def _scaled(self, cell: exp.Expr, decimals: int) -> exp.Expr:
        """A sound figure as a whole number of its last kept decimal."""
        if not decimals:
            return exp.cast(cell.copy(), "bigint")
        match self.dialect.name:
            case "sqlite":
                rounded = exp.Anonymous(this="ROUND", expressions=[self._shifted(cell.copy(), decimals)])
                return exp.cast(rounded, "bigint")
            case "postgres":
                return exp.cast(self._shifted(exp.cast(cell.copy(), "decimal"), decimals), "bigint")
            case _:
                return exp.cast(self._shifted(self._decimal(cell, decimals), decimals), "bigint")


def row_of(moment: Moment) -> str:
    """The name of the row that a moment is read from."""
    if moment.same_period:
        return SAME
    if moment.year:
        return f"nam_{moment.year}"
    if moment.offset:
        return "nam_truoc" if moment.offset == -1 else f"nam_truoc_{-moment.offset}" if moment.offset < 0 else f"nam_sau_{moment.offset}"
    return "don_vi"


def moments_of(shape: Shape) -> Sequence[Moment]:
    """The moments, other than the assessed year, that are read."""
    return sorted({one.moment for one in shape.facts_at} - {Moment()})


def _spellings(written: str, code: str) -> list[str]:
    """How a member may be written: its text in small or capital letters, its id."""
    forms = (written, written.lower(), written.upper(), written[:1].upper() + written[1:], code)
    return list(dict.fromkeys(forms))


def _machine(written: str) -> str:
    return "_".join("".join(letter if letter.isalnum() else " " for letter in without_tone_marks(written)).split())
