"""The view of data errors: one row for each value that was refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlglot import exp

from antq_rules.columnar.lowering import Plan
from antq_rules.columnar.slots import Moment
from antq_rules.columnar.sql_names import Names, Titled
from antq_rules.columnar.sql_shape import SAME, UNIT, YEAR_OF
from antq_rules.columnar.sql_source import Source, row_of
from antq_rules.columnar.sql_stages import Pipeline, cte, key_columns
from antq_rules.columnar.sql_words import alias, any_of, case, column, name, not_null, number, text, truth

_LIST: Final = "loi"
_ROWS: Final = "dong_loi"
_FIELDS: Final = ("so", "ma_loi", "du_kien", "lech_nam", "nam_co_dinh", "ky")


def errors_select(plan: Plan, source: Source, table: str, carried: Sequence[str] = ()) -> exp.Expr:
    """The query of the data errors of a table: unit, year, code of the error, fact, and of which year it is.

    Columns that are `carried` from the table come after the year.
    """
    kinds: list[tuple[str, str, Moment]] = []
    names = Names()
    tests: list[str] = []
    roots = []
    for problem in plan.problems:
        wanted = names.fresh(f"loi_{len(kinds) + 1}")
        roots.append((problem.test, Titled(wanted, f"{problem.code}: {problem.column}")))
        kinds.append((problem.code, problem.fact, problem.moment))
        tests.append(wanted)
    pipeline = Pipeline(plan, source, table, roots, Names(carried))
    for one in carried:
        pipeline.keep(column(one, row_of(Moment())), one)
    for refused in source.problems:
        wanted = names.fresh(f"loi_{len(kinds) + 1}")
        pipeline.keep(refused.test.copy(), wanted)
        kinds.append((refused.code, refused.fact, refused.moment))
        tests.append(wanted)
    pipeline.build()
    for position, problem in enumerate(plan.problems):
        tests[position] = pipeline.code.made.get(problem.test.number, tests[position])
    if pipeline.dialect.name == "spark":
        return pipeline.with_stages(_exploded(kinds, tests, pipeline, carried))
    asked = {one: column(one) for one in tests}
    if pipeline.dialect.name == "duckdb":  # bare comparisons are told by the statistics of a file
        asked |= {name: pipeline.asked_anew(one.test) for name, one in zip(tests, plan.problems, strict=False)}
    some = any_of(list(asked.values())) if tests else truth(False)
    rows = exp.Select(expressions=[exp.Star()]).from_(name(pipeline.stage_names[-1])).where(some, copy=False)
    whole = pipeline.with_stages(_joined(tests, carried))
    listed = exp.Values(expressions=[_row(at, kind) for at, kind in enumerate(kinds, 1)])
    columns = [name(one) for one in _FIELDS]
    whole.args["with_"].expressions.extend(
        [
            cte(_ROWS, rows, pipeline.dialect.materialized),
            exp.CTE(this=listed, alias=exp.TableAlias(this=name(_LIST), columns=columns)),
        ]
    )
    return whole


def _row(at: int, kind: tuple[str, str, Moment]) -> exp.Expr:
    code, fact, moment = kind
    period = SAME if moment.same_period else ""
    values = [number(at), text(code), text(fact), number(moment.offset), number(moment.year), text(period)]
    return exp.Tuple(expressions=values)


def _joined(tests: list[str], carried: Sequence[str]) -> exp.Expr:
    year = case(
        [(exp.GT(this=column("nam_co_dinh", _LIST), expression=number(0)), column("nam_co_dinh", _LIST))],
        exp.Add(this=column(YEAR_OF, _ROWS), expression=column("lech_nam", _LIST)),
    )
    shown = [
        column(UNIT, _ROWS),
        column(YEAR_OF, _ROWS),
        *(column(one, _ROWS) for one in carried),
        column("ma_loi", _LIST),
        column("du_kien", _LIST),
        alias(year, "nam_so_lieu"),
        column("ky", _LIST),
    ]
    here = exp.Case(
        this=column("so", _LIST),
        ifs=[exp.If(this=number(at), true=column(one, _ROWS)) for at, one in enumerate(tests, 1)],
        default=truth(False),
    )
    found = exp.Select(expressions=shown).from_(name(_ROWS)).join(name(_LIST), join_type="cross", copy=False)
    return found.where(here, copy=False).distinct(copy=False)


def _exploded(
    kinds: list[tuple[str, str, Moment]], tests: list[str], pipeline: Pipeline, carried: Sequence[str]
) -> exp.Expr:
    """One row for each number of an array of those that hold: a filter on tests would be merged into every stage."""
    distinct = list(dict.fromkeys(kinds))
    pairs = zip(tests, kinds, strict=True)
    numbers = [case([(column(test), number(distinct.index(kind) + 1))]) for test, kind in pairs]
    held = _function("ARRAY_DISTINCT", _function("ARRAY_COMPACT", _function("ARRAY", *numbers)))
    listed = [*key_columns()[:2], *map(column, carried), alias(_function("EXPLODE_OUTER", held), "so")]
    rows = exp.Select(expressions=listed).from_(name(pipeline.stage_names[-1]))

    def told(values: Iterable[exp.Expr]) -> exp.Expr:
        return _function("ELEMENT_AT", _function("ARRAY", *values), column("so"))

    fixed = told(number(moment.year) for _, _, moment in distinct)
    offset = exp.Add(this=column(YEAR_OF), expression=told(number(moment.offset) for _, _, moment in distinct))
    shown = [
        column(UNIT),
        column(YEAR_OF),
        *map(column, carried),
        alias(told(text(code) for code, _, _ in distinct), "ma_loi"),
        alias(told(text(fact) for _, fact, _ in distinct), "du_kien"),
        alias(exp.Coalesce(this=exp.Nullif(this=fixed, expression=number(0)), expressions=[offset]), "nam_so_lieu"),
        alias(told(text(SAME if moment.same_period else "") for _, _, moment in distinct), "ky"),
    ]
    found = exp.Select(expressions=shown).from_(exp.Subquery(this=rows, alias=exp.TableAlias(this=name(_ROWS))))
    return found.where(not_null(column("so")), copy=False)


def _function(called: str, *operands: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=called, expressions=list(operands))
