"""A set of criteria as SQL: a view of the verdicts, a view of the data errors, and the table that they read."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

import attrs
from sqlglot import exp

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.figures import NotInTables
from antq_rules.columnar.leaves import EVIDENCE_NEEDED, Wait
from antq_rules.columnar.lowering import Plan, Setting, lower, setting_of
from antq_rules.columnar.outcomes import Outcome
from antq_rules.columnar.slots import EVIDENCE, REFUSED, YEAR, Column, Moment, column_name
from antq_rules.columnar.sql_code import SqlCode, fits
from antq_rules.columnar.sql_dialects import Dialect, dialect_of, word
from antq_rules.columnar.sql_errors import errors_select
from antq_rules.columnar.sql_names import Names, Titled, machine_name, outcome_names, titles
from antq_rules.columnar.sql_shape import PERIOD, UNIT, YEAR_OF, Shape, mapping_of
from antq_rules.columnar.sql_source import Source, row_of
from antq_rules.columnar.sql_stages import Pipeline, key_columns, separated
from antq_rules.columnar.sql_words import alias, all_of, any_of, case, chained, column, name, text
from antq_rules.engine.ranges import Facts
from antq_rules.graph import model as g
from antq_rules.types import Verdict

DECIMALS: Final = 6
_MOST, _ENOUGH = 18, 12
"""Figures of that many digits are taken if no calculation outgrows the database; with fewer than the second, none."""
MISSING: Final = "thieu"


@attrs.frozen
class SqlView:
    """A set as SQL: statements that make the view of verdicts, the view of data errors, and the table they read.

    `select` and `select_errors` are the queries alone. `limit` is the greatest magnitude of a figure, as a whole number
    of the last of the `decimals` kept; greater ones are data errors.
    `columns` and `types` are those of the table, `facts` what is read with its year (`so_vu@-1`: of the year before).
    For Spark, `stages` and `error_stages` are the same queries in steps: temporary views by name, each over the one
    before, and the query itself last, without a name. Spark plans a long chain of named subqueries in exponential time.
    """

    dialect: str
    create_view: str
    errors_view: str
    input_table: str
    select: str
    select_errors: str
    limit: int
    decimals: int
    columns: tuple[str, ...]
    types: tuple[str, ...]
    facts: tuple[str, ...]
    stages: tuple[tuple[str, str], ...] = ()
    error_stages: tuple[tuple[str, str], ...] = ()

    @property
    def script(self) -> str:
        """All statements, the table first."""
        return ";\n\n".join((self.input_table, self.create_view, self.errors_view)) + ";\n"


@attrs.frozen
class Options:
    """How a view is written: its names, what it shows, how many decimals amounts keep (`None`: 6 or as many as fit).

    `carried` are columns of the table that both views show as they are, such as the province. In a `wide` table a row
    has its unit's earlier years itself, in columns that name the year (`so_vu@-1`). What is `checked` is known to hold
    no value that is refused: the view of verdicts looks for none. With a `year` only its rows are judged.
    """

    table: str = "du_lieu"
    view: str = ""
    items: bool = False
    missing: bool = False
    decimals: int | None = None
    carried: tuple[str, ...] = ()
    wide: bool = False
    checked: bool = False
    year: int | None = None


def sql_view(
    program: g.Program,
    dialect: str,
    *,
    readings: Mapping[str, str] | None = None,
    cutoff: datetime.date | None = None,
    columns: Mapping[str, str] | Collection[str] | None = None,
    options: Options | None = None,
    setting: Setting | None = None,
) -> SqlView:
    """A set as SQL. `columns` are those of a real table (with their types, where they are known), else all asked for.

    Raises `NotInTables` where a set asks for what no table of this shape can say.
    """
    chosen = {reading.code: reading.default for reading in program.readings if not reading.note_only}
    chosen.update(readings or {})
    return _Writer(
        program,
        dialect_of(dialect),
        setting or setting_of(program, chosen, cutoff),
        cutoff,
        mapping_of(columns),
        options or Options(),
    ).written()


class _EveryColumn(Mapping[str, Column]):
    """Every column that a set could ask for; the year is the one that is judged where it is only one."""

    def __init__(self, year: int | None) -> None:
        self.year = Column() if year is None else Column(False, year, year)

    def __getitem__(self, name: str) -> Column:
        return self.year if name == YEAR else Column()

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class _Writer:
    def __init__(
        self,
        program: g.Program,
        dialect: Dialect,
        setting: Setting,
        cutoff: datetime.date | None,
        types: Mapping[str, str] | None,
        options: Options,
    ) -> None:
        self.program = program
        self.dialect = dialect
        self.setting = setting
        self.cutoff = cutoff
        self.year = options.year if cutoff is None else cutoff.year
        self.options = options
        others = [*(one.fact for one in program.parameters), *(one.fact for one in program.computed)]
        self.facts = Facts(program.facts, others)
        asked = self._lowered(_EveryColumn(self.year)).columns
        self.types = types
        self.titles = titles(program)
        self.source, self.plan = self._within_limit(asked)
        self.shape = self.source.shape
        self.table_columns = self.shape.columns()

    def _lowered(self, known: Mapping[str, Column]) -> Plan:
        return lower(
            self.program, self.facts, self.setting, known, waits=self.options.missing, checked=self.options.checked
        )

    def _within_limit(self, asked: Sequence[str]) -> tuple[Source, Plan]:
        """The plan with the most decimals, then the greatest limit, with which every number fits the database."""
        wanted = self.options.decimals
        for decimals in [wanted] if wanted is not None else range(DECIMALS, -1, -1):
            shape = Shape(
                self.program,
                self.facts,
                asked,
                self.dialect,
                decimals,
                self.setting.cutoff,
                self.types,
                self.options.wide,
            )
            found = self._tried(shape, _MOST)
            enough = found or self._tried(shape, _ENOUGH)
            if enough is None:
                continue
            between = range(_MOST - 1, _ENOUGH, -1) if found is None else ()
            return next((one for digits in between if (one := self._tried(shape, digits))), enough)
        raise NotInTables("phép tính cho ra con số lớn hơn mọi kiểu số của hệ quản trị này")

    def _tried(self, shape: Shape, digits: int) -> tuple[Source, Plan] | None:
        source = Source(shape, 10**digits, self.types, self.year, self.options.checked)
        plan = self._lowered(source.known)
        roots = [*(one for one, _ in self._roots(plan)), *(problem.test for problem in plan.problems)]
        return (source, plan) if fits(roots, self.dialect.widest) else None

    # ------------------------------------------------------------------------------------------ what is asked
    def _outcomes(self, plan: Plan) -> list[tuple[Titled, Outcome]]:
        found = []
        for criterion in plan.criteria:
            found.append((self.titles[criterion.number], criterion.outcome))
            if self.options.items:
                found += [(self.titles[item.id], item.outcome) for item in criterion.items]
        for title, outcome in plan.conclusions:
            found.append((Titled(f"kl_{machine_name(title)}", f"Kết luận: {title}"), outcome))
        return found

    def _roots(self, plan: Plan) -> list[tuple[Expression, Titled]]:
        found = [pair for titled, outcome in self._outcomes(plan) for pair in outcome_names(titled, outcome)]
        for criterion in plan.criteria:
            if self.options.items:
                found += [(item.reached, Titled(f"{self.titles[item.id].name}_duoc_xet")) for item in criterion.items]
            if self.options.missing:
                base = f"{self.titles[criterion.number].name}_cho"
                found += [(wait.test, Titled(f"{base}_{wait.fact}")) for wait in criterion.waits]
        return found

    # ------------------------------------------------------------------------------------------ the view
    def written(self) -> SqlView:
        """The finished statements."""
        carried = self.options.carried
        names = Names(carried)
        pipeline = Pipeline(self.plan, self.source, self.options.table, self._roots(self.plan), names)
        for one in carried:
            pipeline.keep(column(one, row_of(Moment())), one)
        pipeline.build()
        code = pipeline.code
        shown: list[exp.Expr] = [*key_columns(), *map(column, carried)]
        keys = len(shown)
        taken = Names()
        for key in shown:
            taken.fresh(key.output_name)
        reached = {item.id: item.reached for one in self.plan.criteria for item in one.items}
        by_name = {titled.name: identifier for identifier, titled in self.titles.items()}
        for titled, outcome in self._outcomes(self.plan):
            value = verdict_of(code, outcome)
            looked_at = reached.get(by_name.get(titled.name, ""))
            if looked_at is not None and not looked_at.is_constant:
                value = case([(code.expression(looked_at), value)])
            shown.append(alias(value, taken.fresh(titled.name), titled.comment))
            criterion = next((one for one in self.plan.criteria if self.titles[one.number] is titled), None)
            if self.options.missing and criterion is not None:
                shown.append(alias(self._missing(code, criterion.waits), taken.fresh(f"{titled.name}_{MISSING}")))
        if self.dialect.name == "spark":
            shown = [*shown[:keys], generated(shown[keys:])]
        looked = self._unchecked()
        queries = [pipeline.select(shown), errors_select(looked.plan, looked.source, self.options.table, carried)]
        select, errors = map(self._text, queries)
        view = self.options.view or f"ket_qua_{machine_name(self.program.code)}"
        return SqlView(
            self.dialect.name,
            self._create(view, select),
            self._create(f"{view}_loi", errors),
            self._text(self._table()),
            select,
            errors,
            self.source.limit,
            self.shape.decimals,
            tuple(one.name for one in self.table_columns),
            tuple(self._type_text(one.kind) for one in self.table_columns),
            tuple(column_name(one.fact.code, one.moment) for one in self.shape.facts_at),
            *(self._in_steps(query, part) for query, part in zip(queries, ("", "_loi"), strict=True)),
        )

    def _unchecked(self) -> _Writer:
        """The same with every value looked at."""
        if not self.options.checked:
            return self
        options = attrs.evolve(self.options, checked=False, decimals=self.shape.decimals)
        return _Writer(self.program, self.dialect, self.setting, self.cutoff, self.types, options)

    def _in_steps(self, query: exp.Expr, part: str) -> tuple[tuple[str, str], ...]:
        if self.dialect.name != "spark":
            return ()
        steps = separated(query, f"{self.options.table}{part}_")
        return tuple((stage, self._text(one)) for stage, one in steps)

    def _missing(self, code: SqlCode, waits: Sequence[Wait]) -> exp.Expr:
        marks = {EVIDENCE_NEEDED: EVIDENCE, "wrong": REFUSED}
        parts = []
        for wait in waits:
            what = column_name(wait.fact, wait.moment, str(wait.month) if wait.month else "")
            mark = marks.get(wait.reason, "")
            written = f"; {what} ({mark})" if mark else f"; {what}"
            parts.append(case([(code.expression(wait.test), text(written))], text("")))
        if not parts:
            return exp.cast(exp.Null(), self.dialect.text_type)
        together = chained(parts, lambda a, b: exp.DPipe(this=a, expression=b))
        cut = exp.Anonymous(this="SUBSTR", expressions=[together, exp.Literal.number(3)])
        return exp.Nullif(this=cut, expression=text(""))

    def _create(self, view: str, select: str) -> str:
        made = exp.Create(this=exp.Table(this=name(view)), kind="VIEW", replace=not self.dialect.is_sqlite)
        about = "; ".join((self.program.title, *self.program.basis))
        made.add_comments([" ".join(about.split())], prepend=True)
        return f"{self._text(made)} AS\n{select}"

    def _table(self) -> exp.Expr:
        parts: list[exp.Expr] = []
        key = [UNIT, YEAR_OF, PERIOD] if self.setting.cutoff and not self.options.wide else [UNIT, YEAR_OF]
        for one in self.table_columns:
            kind = exp.DataType.build(one.kind) if one.kind else None
            rules = []
            if one.name in key:
                rules.append(exp.ColumnConstraint(kind=exp.NotNullColumnConstraint()))
            if one.name == PERIOD and self.dialect.name != "spark":
                rules.append(exp.ColumnConstraint(kind=exp.DefaultColumnConstraint(this=text("ca_nam"))))
            made = exp.ColumnDef(this=name(one.name), kind=kind, constraints=rules)
            made.add_comments([" ".join(one.comment.split())])
            parts.append(made)
        if self.dialect.name != "spark":
            parts.append(exp.PrimaryKey(expressions=[name(one) for one in key]))
        return exp.Create(
            this=exp.Schema(this=exp.Table(this=name(self.options.table)), expressions=parts), kind="TABLE"
        )

    def _type_text(self, kind: str) -> str:
        return exp.DataType.build(kind).sql(dialect=self.dialect.name) if kind else ""

    def _text(self, made: exp.Expr) -> str:
        return made.sql(dialect=self.dialect.name, pretty=True, copy=False)


def generated(shown: Sequence[exp.Expr]) -> exp.Expr:
    """Values as what a generator makes of one row: Spark merges no filter on them into the stages behind."""
    row = exp.Anonymous(this="STRUCT", expressions=list(shown))
    return exp.Anonymous(this="INLINE_OUTER", expressions=[exp.Anonymous(this="ARRAY", expressions=[row])])


def verdict_of(code: SqlCode, outcome: Outcome) -> exp.Expr:
    """The word for the verdict that an outcome comes to."""
    words = {verdict: word(code.dialect, verdict) for verdict in Verdict}
    if outcome.kleene is not None:
        return case(_decided(code, outcome.kleene, words), words[Verdict.INSUFFICIENT_DATA])
    if outcome.applies is not None and outcome.inside is not None:
        nothing = (exp.Not(this=code.part(outcome.applies)), words[Verdict.NOT_APPLICABLE])
        return case([nothing, *_decided(code, outcome.inside, words)], words[Verdict.INSUFFICIENT_DATA])
    holds, fails, drops = (code.part(one) for one in (outcome.holds, outcome.fails, outcome.drops))
    pairs = ((holds, fails), (holds, drops), (fails, drops))
    several = any_of([exp.Paren(this=all_of([a.copy(), b.copy()])) for a, b in pairs])
    return case(
        [
            (several, words[Verdict.INSUFFICIENT_DATA].copy()),
            (holds, words[Verdict.PASS]),
            (drops, words[Verdict.NOT_APPLICABLE]),
        ],
        words[Verdict.FAIL],
    )


def _decided(code: SqlCode, test: Expression, words: Mapping[Verdict, exp.Expr]) -> list[tuple[exp.Expr, exp.Expr]]:
    return [(code.expression(test), words[Verdict.PASS]), (exp.Not(this=code.part(test)), words[Verdict.FAIL])]
