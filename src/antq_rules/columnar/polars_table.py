"""Many units at once on Polars: a frame of columns as `slots` names them in, a verdict of each criterion out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs
import polars as pl

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.lowering import Plan
from antq_rules.columnar.outcomes import Outcome
from antq_rules.columnar.polars_code import PolarsCode
from antq_rules.columnar.slots import Column
from antq_rules.types import Verdict

VERDICTS: Final = pl.Enum(
    [one.vietnamese for one in (Verdict.PASS, Verdict.FAIL, Verdict.INSUFFICIENT_DATA, Verdict.NOT_APPLICABLE)]
)


def describe(frame: pl.DataFrame) -> dict[str, Column]:
    """What is known of the columns of a prepared frame: missing values, least and greatest, decimal places."""
    numbers = [name for name, kind in frame.schema.items() if kind.is_integer() or kind.is_decimal()]
    physical = [pl.col(name).to_physical() for name in numbers]
    ends = frame.select(
        *(column.min().name.suffix("\0low") for column in physical),
        *(column.max().name.suffix("\0high") for column in physical),
    )
    found = {}
    for name, kind in frame.schema.items():
        nullable = frame.get_column(name).null_count() > 0
        if name not in numbers:
            found[name] = Column(nullable)
            continue
        low, high = ends.item(0, f"{name}\0low"), ends.item(0, f"{name}\0high")
        decimals = kind.scale if isinstance(kind, pl.Decimal) else 0
        found[name] = Column(nullable, int(low or 0), int(high or 0), decimals)
    return found


def verdict_of(code: PolarsCode, outcome: Outcome) -> pl.Expr:
    """The verdict that an outcome comes to, as a member of `VERDICTS`."""
    held, failed, open_ended, dropped = (pl.lit(name, dtype=VERDICTS) for name in VERDICTS.categories)
    if outcome.kleene is not None:
        test = code.expression(outcome.kleene)
        decided = pl.when(test).then(held).otherwise(failed)
        if not outcome.kleene.nullable:
            return decided
        return pl.when(test.is_null()).then(open_ended).when(test).then(held).otherwise(failed)
    holds, fails, drops = (code.expression(one) for one in (outcome.holds, outcome.fails, outcome.drops))
    several = (holds & fails) | (holds & drops) | (fails & drops)
    return pl.when(several).then(open_ended).when(holds).then(held).when(drops).then(dropped).otherwise(failed)


def roots_of(outcomes: Sequence[Outcome]) -> list[Expression]:
    """The expressions that some outcomes stand on."""
    found: list[Expression] = []
    for one in outcomes:
        found += [one.holds, one.fails, one.drops] if one.kleene is None else [one.kleene]
    return found


@attrs.frozen(eq=False)
class Wanted:
    """What is to come out of a plan: named verdicts and named truth values."""

    verdicts: Mapping[str, Outcome]
    truths: Mapping[str, Expression]


def run(frame: pl.LazyFrame, wanted: Wanted, names: Mapping[str, str], kept: Sequence[str] = ()) -> pl.LazyFrame:
    """The frame's `kept` columns with what is wanted beside them."""
    roots = [*roots_of(list(wanted.verdicts.values())), *wanted.truths.values()]
    code = PolarsCode(roots, names, frame.collect_schema())
    for stage in code.stages:
        frame = frame.with_columns(stage)
    columns = [verdict_of(code, outcome).alias(name) for name, outcome in wanted.verdicts.items()]
    columns += [code.expression(test).alias(name) for name, test in wanted.truths.items()]
    return frame.select(*kept, *columns)


def all_wanted(plan: Plan) -> Iterator[tuple[str, Outcome]]:
    """Every criterion and conclusion of a plan by name."""
    for criterion in plan.criteria:
        yield criterion.number, criterion.outcome
    yield from plan.conclusions
