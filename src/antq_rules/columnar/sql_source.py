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
from antq_rules.columnar.sql_code import NARROW, NORMAL, SMALL
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
    surely,
    text,
    truth,
)
from antq_rules.source import without_tone_marks
from antq_rules.types import Verdict

_EXACT_REAL: Final = 10**15
_ABSENT_WORDS: Final = ("không có", "khong_co")
_BLANK_WORDS: Final = ("", "chưa báo cáo", "chua_bao_cao")
_NO_EVIDENCE: Final = ("", "không", "không có", "chưa có", "thiếu", "thiếu minh chứng", "không có minh chứng")
_INTEGERS: Final = {"tinyint": 7, "smallint": 15, "int": 31, "integer": 31, "bigint": 63, "int64": 63, "int32": 31}
_UNSIGNED: Final = {"utinyint": 8, "usmallint": 16}
_TEXTS: Final = ("varchar", "text", "string", "char", "character varying")


@attrs.frozen(eq=False)
class Typed:
    """A column of the plan: its name there, what is known of it, how it is read from the table, in which type."""

    name: str
    known: Column
    value: exp.Expr
    kind: int = NORMAL


@attrs.frozen(eq=False)
class SourceProblem:
    """A value of the table that is refused: the code of the data error, of which fact and year, and where it is so."""

    code: str
    fact: str
    moment: Moment
    test: exp.Expr


@attrs.frozen(eq=False)
class _Read:
    """Columns of the plan read from cells of the table, where what the cells hold is refused, and why."""

    typed: list[Typed]
    refused: exp.Expr | None
    problems: list[SourceProblem]


class Source:
    """Reads the columns of the table; `types` are the types of a real table's columns, where they are known.

    Of a table that is `checked` nothing is refused.
    """

    def __init__(
        self, shape: Shape, limit: int, types: Mapping[str, str] | None, year: int | None, checked: bool = False
    ) -> None:
        self.shape = shape
        self.dialect = shape.dialect
        self.limit = limit
        self.types = types or {}
        self.checked = checked
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
        yield Typed(YEAR, Column(False, *ends), column(YEAR_OF, own), self._kind(YEAR_OF))
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
                read = self._truths(one, {"": self.shape.cell(fact, moment)})
            case "set":
                read = self._members(one)
            case "date":
                read = self._date(one)
            case "grade" | "choice":
                read = self._choice(one)
            case "monthly":
                read = self._numbers(one, {str(month): self.shape.month(fact, month, moment) for month in range(1, 13)})
            case _:
                read = self._numbers(one, {"": self.shape.cell(fact, moment)})
        self.problems += read.problems
        found = list(read.typed)
        if read.refused is not None and not self.checked:
            name = column_name(fact.code, moment, REFUSED)
            found.append(Typed(name, Column(False), surely(read.refused)))
        if one.no_year:
            stated = self._cell(one, f"_{NO_YEAR}")
            found.append(Typed(column_name(fact.code, moment, NO_YEAR), Column(False), surely(stated)))
        if one.evidence:
            found.append(self._evidence(one))
        return found

    def _cell(self, one: FactAt, ending: str = "") -> exp.Expr:
        return self._at(one, self.shape.cell(one.fact, one.moment, ending))

    def _at(self, one: FactAt, name: str) -> exp.Expr:
        return column(name, row_of(Moment() if self.shape.wide else one.moment))

    def _problem(self, code: str, one: FactAt, test: exp.Expr) -> SourceProblem:
        return SourceProblem(code, one.fact.code, one.moment, test)

    def _truths(self, one: FactAt, names: Mapping[str, str]) -> _Read:
        found, strange = [], []
        for part, name in names.items():
            value = self._at(one, name)
            if self.dialect.is_sqlite and not self.checked:  # any value may stand in any column
                sound = among(value, [number(0), number(1)])
                strange.append(exp.Paren(this=exp.Not(this=sound)))
                value = case([(sound.copy(), value.copy())])
            found.append(Typed(column_name(one.fact.code, one.moment, part), Column(True), value))
        refused = any_of(strange) if strange else None
        return _Read(found, refused, [] if refused is None else [self._problem("DL103", one, refused.copy())])

    def _members(self, one: FactAt) -> _Read:
        """A set is reported where every member is; where only some are, it is refused."""
        names = {member: self.shape.member(one.fact, member, one.moment) for member in self.shape.members(one.fact)}
        read = self._truths(one, names)
        tests = [] if read.refused is None else [read.refused]
        cells = [self._at(one, name) for name in names.values()]
        if len(cells) > 1 and not self.checked:
            some, others = any_of([not_null(cell) for cell in cells]), any_of([is_null(cell.copy()) for cell in cells])
            tests.append(exp.Paren(this=exp.And(this=exp.Paren(this=some), expression=exp.Paren(this=others))))
        if not tests:
            return read
        refused = any_of(tests)
        sound = exp.Not(this=surely(refused.copy()))
        found = [attrs.evolve(typed, value=case([(sound.copy(), typed.value)])) for typed in read.typed]
        return _Read(found, refused, [self._problem("DL103", one, refused.copy())])

    def _evidence(self, one: FactAt) -> Typed:
        name = self.shape.cell(one.fact, one.moment, f"_{EVIDENCE}")
        cell = self._at(one, name)
        given = cell.copy()
        if self.types.get(name, "").startswith(_TEXTS):
            blank = among(exp.Lower(this=exp.Trim(this=cell.copy())), map(text, _NO_EVIDENCE))
            given = exp.Not(this=blank)
        state = case([(is_null(cell), number(0)), (given, number(1))], number(2))
        return Typed(column_name(one.fact.code, one.moment, EVIDENCE), Column(False, 0, 2), state)

    def _date(self, one: FactAt) -> _Read:
        cell = self._cell(one)
        there = not_null(cell)
        if self.dialect.is_sqlite:
            pattern = text("-".join("[0-9]" * count for count in (4, 2, 2)))
            written = exp.Glob(this=cell.copy(), expression=pattern)
            same = exp.EQ(
                this=exp.Anonymous(this="DATE", expressions=[cell.copy(), text("+0 days")]), expression=cell.copy()
            )
            real = exp.And(this=surely(same), expression=exp.GTE(this=cell.copy(), expression=text("0001-01-01")))
            sound: exp.Expr = exp.And(this=written, expression=real)
            no_date = exp.Not(this=exp.Paren(this=written.copy()))
            no_day = all_of([written.copy(), exp.Not(this=exp.Paren(this=real.copy()))])
            problems = [self._problem("DL103", one, no_date), self._problem("DL116", one, no_day)]
        else:
            sound = exp.Between(this=cell.copy(), low=date("0001-01-01"), high=date("9999-12-31"))
            problems = [self._problem("DL103", one, exp.Not(this=exp.Paren(this=sound.copy())))]
        value = day_number(self.dialect, cell.copy())
        if not self.checked:
            value = case([(sound, value)])
        if not self.dialect.is_sqlite:
            value = exp.cast(value, "bigint")
        refused = exp.And(this=there, expression=exp.Not(this=exp.Paren(this=sound.copy())))
        read = _Read([Typed("", Column(True, FIRST_DAY, LAST_DAY), value)], refused, problems)
        return self._or_absent(one, read, None)

    def _choice(self, one: FactAt) -> _Read:
        fact, cell = one.fact, self._cell(one)
        if self._bits(self.shape.cell(fact, one.moment)):
            return self._or_absent(one, self._rank(one), None)
        known: list[str] = [*_BLANK_WORDS, *_ABSENT_WORDS]
        branches = []
        for place, member in enumerate(self.shape.vocabulary(fact).members):
            written = _spellings(member.text, member.code)
            if fact.result_of:
                written += [verdict.value for verdict in Verdict if verdict.vietnamese == member.text]
            branches.append((among(cell.copy(), map(text, written)), number(place)))
            known += written
        code = "DL107" if fact.kind == "grade" else "DL108"
        refused = exp.Not(this=among(cell.copy(), map(text, dict.fromkeys(known))))
        value = exp.cast(case(branches), "bigint") if not self.dialect.is_sqlite else case(branches)
        read = _Read([Typed("", Column(True, 0, len(branches) - 1), value)], refused, [])
        read.problems.append(self._problem(code, one, refused.copy()))
        return self._or_absent(one, read, among(cell.copy(), map(text, _ABSENT_WORDS)))

    def _rank(self, one: FactAt) -> _Read:
        """A member by its place, the first 0."""
        cell, kind = self._cell(one), self._kind(self.shape.cell(one.fact, one.moment))
        last = len(self.shape.vocabulary(one.fact).members) - 1
        sound = exp.Between(this=cell.copy(), low=number(0), high=number(last))
        refused = exp.Not(this=exp.Paren(this=sound.copy()))
        value = cell if self.checked else case([(sound, cell)])
        code = "DL107" if one.fact.kind == "grade" else "DL108"
        problems = [self._problem(code, one, refused.copy())]
        return _Read([Typed("", Column(True, 0, last), value, kind)], refused, problems)

    def _or_absent(self, one: FactAt, read: _Read, word: exp.Expr | None) -> _Read:
        """A value that may be known to be absent, by a word or by a column; a value and absence is refused."""
        code, moment = one.fact.code, one.moment
        (typed,) = read.typed
        tests = [] if word is None else [surely(word)]
        refused, problems, value = read.refused, list(read.problems), typed.value
        assert refused is not None
        if one.absent and self.checked:
            tests.append(surely(self._cell(one, f"_{ABSENT}")))
        elif one.absent:
            stated = surely(self._cell(one, f"_{ABSENT}"))
            there = not_null(self._cell(one))
            if word is not None:
                there = exp.And(this=there, expression=exp.Not(this=surely(word.copy())))
            both = exp.And(this=stated, expression=there)
            sure = exp.And(this=both.copy(), expression=exp.Not(this=surely(refused.copy())))
            problems.append(self._problem("DL103", one, sure))
            refused = exp.Or(this=refused, expression=exp.Paren(this=both.copy()))
            value = case([(exp.Not(this=stated.copy()), value)])
            tests.append(exp.Paren(this=exp.And(this=stated.copy(), expression=is_null(self._cell(one)))))
        found = [attrs.evolve(typed, name=column_name(code, moment), value=value)]
        if tests:
            found.append(Typed(column_name(code, moment, ABSENT), Column(False), any_of(tests)))
        return _Read(found, refused, problems)

    # ------------------------------------------------------------------------------------------ figures
    def _numbers(self, one: FactAt, names: Mapping[str, str]) -> _Read:
        parts = [self._number(one, column_name(one.fact.code, one.moment, part), name) for part, name in names.items()]
        tests = [part.refused for part in parts if part.refused is not None]
        problems = [problem for part in parts for problem in part.problems]
        return _Read([typed for part in parts for typed in part.typed], any_of(tests) if tests else None, problems)

    def _bits(self, name: str) -> int:
        """How many bits the whole numbers of a column have beside their sign; 0 where that is not known."""
        return 0 if self.dialect.is_sqlite else (_INTEGERS | _UNSIGNED).get(self.types.get(name, ""), 0)

    def _kind(self, name: str) -> int:
        """The type that a column of whole numbers is reckoned with."""
        if self.dialect.name != "duckdb":
            return NORMAL
        bits = self._bits(name)
        return NARROW if 0 < bits <= 16 else SMALL if 0 < bits <= 31 else NORMAL

    def _number(self, one: FactAt, plan_name: str, name: str) -> _Read:
        decimals = 0 if one.fact.is_integer else self.shape.decimals
        scale = 10**decimals
        bits = self._bits(name)
        cell = self._at(one, name)
        limit = min(self.limit, _EXACT_REAL) if self.dialect.is_sqlite and decimals else self.limit
        if 0 < bits < 63 and 2**bits * scale <= self.limit:
            least = 0 if self.types[name] in _UNSIGNED else -(2**bits) * scale
            known = Column(True, least, (2**bits - 1) * scale, decimals)
            if decimals or self.dialect.name != "duckdb":
                return _Read([Typed(plan_name, known, self._scaled(cell, decimals))], None, [])
            return _Read([Typed(plan_name, known, cell, self._kind(name))], None, [])
        if self.checked:
            return _Read(
                [Typed(plan_name, Column(True, -limit, limit, decimals), self._scaled(cell, decimals))], None, []
            )
        inside = exp.Between(this=cell, low=number(-limit // scale), high=number(limit // scale))
        figure = self._is_figure(cell, decimals)
        whole = self._is_whole(cell, decimals, bits, self.types.get(name, "") in ("double", "float"))
        parts = [part for part in (figure, inside) if part is not None]
        if whole is None:
            sound = all_of([part.copy() for part in parts])
        elif decimals:  # what lies outside is not even looked at
            sound = surely(case([(all_of([part.copy() for part in parts]), whole)]))
        else:
            sound = all_of([*(part.copy() for part in parts), whole])
        known = Column(True, -limit, limit, decimals)
        value = case([(sound, self._scaled(cell, decimals))])
        there = not_null(cell.copy())
        refused = exp.And(this=there, expression=exp.Not(this=exp.Paren(this=sound.copy())))
        problems = []
        if figure is not None:
            problems.append(self._problem("DL103", one, all_of([there.copy(), exp.Not(this=figure.copy())])))
        beyond = [exp.Not(this=exp.Paren(this=inside.copy()))]
        problems.append(self._problem("DL134", one, all_of([figure.copy(), *beyond] if figure is not None else beyond)))
        if whole is not None:
            broken = exp.Not(this=exp.Paren(this=whole.copy()))
            test = case([(all_of([part.copy() for part in parts]), broken)])
            problems.append(self._problem("DL135" if decimals else "DL103", one, test))
        return _Read([Typed(plan_name, known, value)], exp.Paren(this=refused), problems)

    def _is_figure(self, cell: exp.Expr, decimals: int) -> exp.Expr | None:
        """Whether a cell holds a number at all, where its column does not say so."""
        if not self.dialect.is_sqlite:
            return None
        kinds = ("integer", "real") if decimals else ("integer",)
        return among(exp.Anonymous(this="TYPEOF", expressions=[cell.copy()]), map(text, kinds))

    def _is_whole(self, cell: exp.Expr, decimals: int, bits: int, floating: bool) -> exp.Expr | None:
        """Whether a figure within the limit has no more decimals than are kept; `None` where its type says so."""
        if not decimals:
            if bits or self.dialect.is_sqlite:
                return None
            return exp.EQ(this=exp.Mod(this=cell.copy(), expression=number(1)), expression=number(0))
        match self.dialect.name:
            case "sqlite":  # a REAL stands for the decimal number that it is nearest to
                scale = exp.Literal(this=f"1{'0' * decimals}.0", is_string=False)
                nearest = exp.Div(this=self._scaled(cell, decimals), expression=scale, typed=True, safe=False)
                return exp.EQ(this=nearest, expression=cell.copy())
            case "postgres":
                scaled = exp.Paren(this=self._shifted(exp.cast(cell.copy(), "decimal"), decimals))
                return exp.EQ(this=exp.Mod(this=scaled, expression=number(1)), expression=number(0))
            case "spark" if not floating:  # two wide decimals are compared by as many decimals as the shorter has
                last = exp.Literal(this=f"0.{'1'.zfill(decimals)}", is_string=False)
                return exp.EQ(this=exp.Mod(this=cell.copy(), expression=last), expression=number(0))
            case _:
                return exp.EQ(this=self._decimal(cell, decimals), expression=cell.copy())

    def _decimal(self, cell: exp.Expr, decimals: int) -> exp.Expr:
        kind = exp.DataType.build(f"decimal(38, {decimals})")
        return (exp.TryCast if self.dialect.name == "duckdb" else exp.Cast)(this=cell.copy(), to=kind)

    def _shifted(self, cell: exp.Expr, decimals: int) -> exp.Expr:
        return exp.Mul(this=cell, expression=number(10**decimals))

    def _scaled(self, cell: exp.Expr, decimals: int) -> exp.Expr:
        """A sound figure as a whole number of its last kept decimal."""
        if not decimals:
            return exp.cast(cell.copy(), "bigint")
        match self.dialect.name:
            case "sqlite":
                shifted: exp.Expr = exp.Anonymous(this="ROUND", expressions=[self._shifted(cell.copy(), decimals)])
            case "postgres":
                shifted = self._shifted(exp.cast(cell.copy(), "decimal"), decimals)
            case _:
                shifted = self._shifted(self._decimal(cell, decimals), decimals)
        return exp.cast(shifted, "bigint")


def row_of(moment: Moment) -> str:
    """The name of the row that a moment is read from."""
    if moment.same_period:
        return SAME
    if moment.year:
        return f"nam_{moment.year}"
    if moment.offset:
        return (
            "nam_truoc"
            if moment.offset == -1
            else f"nam_truoc_{-moment.offset}"
            if moment.offset < 0
            else f"nam_sau_{moment.offset}"
        )
    return "don_vi"


def moments_of(shape: Shape) -> Sequence[Moment]:
    """The moments, other than the assessed year, that are read."""
    return [] if shape.wide else sorted({one.moment for one in shape.facts_at} - {Moment()})


def _spellings(written: str, code: str) -> list[str]:
    """How a member may be written: its text in small or capital letters, its id."""
    forms = (written, written.lower(), written.upper(), written[:1].upper() + written[1:], code)
    return list(dict.fromkeys(forms))


def _machine(written: str) -> str:
    return "_".join("".join(letter if letter.isalnum() else " " for letter in without_tone_marks(written)).split())
