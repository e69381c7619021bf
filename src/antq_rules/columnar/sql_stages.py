"""The stages of a view: named subqueries, each of which adds columns to those before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

import attrs
from sqlglot import exp

from antq_rules.columnar.expressions import Expression, walk
from antq_rules.columnar.figures import NotInTables
from antq_rules.columnar.lowering import Plan
from antq_rules.columnar.slots import YEAR, Moment
from antq_rules.columnar.sql_code import SqlCode
from antq_rules.columnar.sql_names import Names, Titled, leaf_name, name_all
from antq_rules.columnar.sql_shape import PERIOD, SAME, TYPE_OF, UNIT, YEAR_OF
from antq_rules.columnar.sql_source import Source, moments_of, row_of
from antq_rules.columnar.sql_words import alias, all_of, column, name, number, text
from antq_rules.columnar.stages import names_read, staged

SOURCE_STAGE: Final = "nguon"
KEYS: Final = (UNIT, YEAR_OF, TYPE_OF)
_COMPARISONS: Final = ("compare", "among", "is_null", "not", "coalesce")
_CONNECTED: Final = (*_COMPARISONS, "choose", "and", "or")


def key_columns(table: str = "") -> list[exp.Expr]:
    """The columns that say which unit and year a row is of."""
    return [column(one, table) for one in KEYS]


class Pipeline:
    """The stages behind some expressions; `code` writes expressions over the last one."""

    def __init__(
        self, plan: Plan, source: Source, table: str, roots: Sequence[tuple[Expression, Titled]], names: Names
    ) -> None:
        self.plan = plan
        self.source = source
        self.dialect = source.dialect
        self.table = table
        for key in KEYS:
            names.fresh(key)
        expressions = [one for one, _ in roots]
        self.read = names_read(expressions)
        leaves = {YEAR: YEAR_OF}
        leaves.update((one, names.fresh(leaf_name(one))) for one in self.read if one != YEAR)
        self.code = SqlCode(self.dialect, leaves, {one.name: one.kind for one in source.typed})
        self.stages = self._staged(expressions)
        made = [one for stage in self.stages for one in stage]
        self.titled = name_all(plan, roots, made, names)
        self.stage_names: list[str] = []
        self.selects: list[exp.Expr] = []
        self._extra: list[tuple[exp.Expr, str]] = []
        self._last_use = self._uses(made, expressions)

    def keep(self, value: exp.Expr, wanted: str) -> None:
        """Have a column of the first stage carried through to the end."""
        self._extra.append((value, wanted))

    # ------------------------------------------------------------------------------------------ which columns
    def _staged(self, roots: Sequence[Expression]) -> Sequence[Sequence[Expression]]:
        found = staged([*roots, *self._repeated(roots)]).stages
        found = _without_small(found, roots, _Small(_COMPARISONS, 2, 2))
        most = self.dialect.most_columns
        if most and max(map(len, found), default=0) > most // 2:
            found = _without_small(found, roots, _Small(_CONNECTED, 8, 6))
        return found

    def _repeated(self, roots: Sequence[Expression]) -> list[Expression]:
        """What would be written several times over: it becomes a column of its own."""
        operations = ("floor_divide", "least", "greatest") if self.dialect.is_sqlite else ("floor_divide",)
        return [part for one in walk(roots) if one.operation in operations for part in one.operands if part.operands]

    def _uses(self, made: Sequence[Expression], roots: Sequence[Expression]) -> dict[int, int]:
        """The last stage that reads each column; those that come out are read after all of them."""
        numbers = {one.number for one in made}
        last: dict[int, int] = {}
        for position, stage in enumerate(self.stages, 1):
            for one in stage:
                ahead = list(one.operands)
                while ahead:
                    part = ahead.pop()
                    if part.number in numbers or part.operation == "column":
                        last[part.number] = max(last.get(part.number, 0), position)
                    else:
                        ahead.extend(part.operands)
        for root in roots:
            last[root.number] = len(self.stages) + 1
        return last

    def build(self) -> None:
        """Write every stage."""
        first = self._source_select()
        self._add(SOURCE_STAGE, first)
        leaves: dict[str, Expression] = {}
        for stage in self.stages:
            for one in stage:
                ahead = list(one.operands)
                while ahead:
                    part = ahead.pop()
                    if part.operation == "column":
                        leaves[str(part.value)] = part
                    elif part.number not in self.titled:
                        ahead.extend(part.operands)
        carried = [(self._last_use.get(part.number, 0), self.code.columns[name]) for name, part in leaves.items()]
        carried = [pair for pair in carried if pair[1] != YEAR_OF]
        total = len(carried) + sum(map(len, self.stages)) + len(KEYS) + len(self._extra)
        narrow = bool(self.dialect.most_columns) and total > self.dialect.most_columns
        for position, stage in enumerate(self.stages, 1):
            added = []
            for one in stage:
                titled = self.titled[one.number]
                added.append(alias(self.code.fresh(one), titled.name, titled.comment))
            before = self.stage_names[-1]
            kept: list[exp.Expr] = [exp.Star()]
            if narrow:
                carried = [pair for pair in carried if pair[0] >= position]
                kept = [*key_columns(), *(column(wanted) for _, wanted in self._extra)]
                kept += [column(one) for last, one in carried if last > position]
            if self.dialect.most_columns and len(kept) + len(added) > self.dialect.most_columns:
                raise NotInTables(f"hơn {self.dialect.most_columns} cột trong một bước tính")
            self._add(f"buoc_{position}", exp.Select(expressions=[*kept, *added]).from_(name(before)))
            for one in stage:
                self.code.make(one, self.titled[one.number].name)
                carried.append((self._last_use[one.number], self.titled[one.number].name))

    def _add(self, stage: str, select: exp.Expr) -> None:
        self.stage_names.append(stage)
        self.selects.append(select)

    # ------------------------------------------------------------------------------------------ the first stage
    def _source_select(self) -> exp.Expr:
        own = row_of(Moment())
        values: list[exp.Expr] = list(key_columns(own))
        for one in self.source.typed:
            if one.name in self.read and one.name != YEAR:
                values.append(alias(one.value, self.code.columns[one.name]))
        values += [alias(value, wanted) for value, wanted in self._extra]
        select = exp.Select(expressions=values).from_(self._row(own))
        for moment in moments_of(self.source.shape):
            select = select.join(self._row(row_of(moment)), on=self._same_unit(moment), join_type="left", copy=False)
        return select.where(all_of(self._judged()), copy=False)

    def _row(self, name_: str) -> exp.Expr:
        return exp.alias_(exp.Table(this=name(self.table)), name(name_), table=True)

    def _same_unit(self, moment: Moment) -> exp.Expr:
        own, other = row_of(Moment()), row_of(moment)
        year: exp.Expr = number(moment.year)
        if not moment.year:
            year = exp.Add(this=column(YEAR_OF, own), expression=exp.Paren(this=number(moment.offset)))
        tests: list[exp.Expr] = [
            exp.EQ(this=column(UNIT, other), expression=column(UNIT, own)),
            exp.EQ(this=column(YEAR_OF, other), expression=year),
        ]
        if self.source.shape.has_periods:
            tests.append(self._period(other, moment.same_period))
        return all_of(tests)

    def _period(self, row: str, same: bool) -> exp.Expr:
        stated = exp.Coalesce(this=column(PERIOD, row), expressions=[text("")])
        return (exp.EQ if same else exp.NEQ)(this=stated, expression=text(SAME))

    def _judged(self) -> list[exp.Expr]:
        """Which rows are units to be judged: of years in which the set is in force, not of the same period."""
        own = row_of(Moment())
        program = self.plan.program
        first, last = program.first_year or 1900, program.last_year or 2999
        known = self.source.known[YEAR]
        if known.low == known.high and known.low is not None:
            first = last = known.low
        tests: list[exp.Expr] = [exp.Between(this=column(YEAR_OF, own), low=number(first), high=number(last))]
        if self.source.shape.has_periods:
            tests.append(self._period(own, False))
        return tests

    def asked_anew(self, test: Expression) -> exp.Expr:
        """A test of the last stage for a filter, in terms of its operands where all stages keep their columns."""
        if test.operation == "coalesce" and test.operands[1].operation == "false":
            return exp.Paren(this=self.code.asked(test.operands[0]))
        return self.code.expression(test)

    # ------------------------------------------------------------------------------------------ the whole
    def select(self, shown: Sequence[exp.Expr], where: exp.Expr | None = None) -> exp.Expr:
        """The query that shows some values over the last stage."""
        found = exp.Select(expressions=list(shown)).from_(name(self.stage_names[-1]))
        if where is not None:
            found = found.where(where, copy=False)
        return self.with_stages(found)

    def with_stages(self, select: exp.Expr) -> exp.Expr:
        """A query with all stages before it."""
        stages = [
            cte(stage, one, self.dialect.materialized)
            for stage, one in zip(self.stage_names, self.selects, strict=True)
        ]
        if self.dialect.name == "postgres":  # a constant order keeps the planner from merging the stages into one
            for one in stages:
                one.this.set("order", exp.Order(expressions=[exp.cast(exp.Null(), "int")]))
        select.set("with_", exp.With(expressions=stages))
        return select


@attrs.frozen
class _Small:
    """What is as short to write again as to name: some operations, used so often and made of so many at the most."""

    operations: tuple[str, ...]
    uses: int
    size: int

    def size_of(self, parts: Sequence[Expression], made: Collection[int]) -> int:
        """How many operations stand in some operands, no more counted than are too many."""
        inner = [part for part in parts if part.operands and part.number not in made]
        if len(inner) >= self.size:
            return self.size
        return sum(1 + self.size_of(part.operands, made) for part in inner)


def _without_small(
    stages: Sequence[Sequence[Expression]], roots: Sequence[Expression], small: _Small
) -> tuple[tuple[Expression, ...], ...]:
    """The stages without what is small: it is written where it is used."""
    wanted = {root.number for root in roots}
    made = {one.number for stage in stages for one in stage}
    uses = Counter(part.number for one in walk(roots) for part in set(one.operands))
    kept = []
    for stage in stages:
        left = []
        for one in stage:
            again = one.operation in small.operations and len(one.operands) <= 3 and uses[one.number] <= small.uses
            if again and one.number not in wanted and small.size_of(one.operands, made) < small.size:
                made.discard(one.number)
            else:
                left.append(one)
        kept.append(tuple(left))
    return tuple(stage for stage in kept if stage)


def cte(stage: str, select: exp.Expr, materialized: bool | None) -> exp.CTE:
    """A named subquery."""
    return exp.CTE(this=select, alias=exp.TableAlias(this=name(stage)), materialized=materialized)


def separated(query: exp.Expr, prefix: str) -> list[tuple[str, exp.Expr]]:
    """The named subqueries of a query by names with a prefix, each reading the one before; the query last, unnamed."""
    stages = query.args["with_"].expressions
    query.set("with_", None)
    names = {stage.alias for stage in stages}
    found = [(f"{prefix}{stage.alias}", stage.this) for stage in stages] + [("", query)]
    for _, select in found:
        read = select.args["from_"].this
        if isinstance(read, exp.Subquery):
            read = read.this.args["from_"].this
        if read.name in names:
            read.set("this", name(f"{prefix}{read.name}"))
    return found
