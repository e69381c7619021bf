"""The words for figures that a plan refuses: outside their range, above a whole, 0 of what is never empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

import polars as pl

from antq_rules.columnar.polars_judge import Hit
from antq_rules.columnar.refusals import Refusals
from antq_rules.columnar.slots import Column, Moment, column_name
from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.intake import range_of
from antq_rules.engine.ranges import Facts
from antq_rules.graph.model import Fact
from antq_rules.syntax.numbers import format_number

_PLACE: Final = "\0place"


def tell(
    facts: Facts,
    hits: Iterable[Hit],
    prepared: pl.DataFrame,
    info: Mapping[str, Column],
    rows: pl.Series,
    title: Callable[[str], str],
    refusals: Refusals,
    empty_allowed: bool,
) -> None:
    """Tell every problem with its figure; of the months of a fact the first alone. `rows` are places in the table."""
    told: dict[tuple[str, Moment], pl.Series] = {}
    for hit in sorted(hits, key=_order):
        problem = hit.problem
        places = hit.rows
        fact = facts.by_code[problem.fact]
        if fact.kind == "monthly":
            before = told.get((problem.fact, problem.moment))
            fresh = places if before is None else places.filter(~places.is_in(before.implode()))
            told[problem.fact, problem.moment] = fresh if before is None else pl.concat([before, fresh])
            places = fresh
        columns = [problem.column]
        if problem.code == "DL105":
            columns += [name for name in _wholes(facts, fact, problem.moment) if name in prepared.columns]
        figures = prepared.select(columns).lazy().collect()[places]
        different = figures.unique(maintain_order=True)
        problems = [
            _worded(facts, hit, dict(zip(columns, row, strict=True)), info, empty_allowed)
            for row in different.iter_rows()
        ]
        which = figures.join(
            different.with_row_index(_PLACE), on=columns, how="left", maintain_order="left", nulls_equal=True
        ).get_column(_PLACE)
        refusals.add(rows.gather(places), title(problem.column), problems, which)


def _order(hit: Hit) -> tuple[str, int]:
    _, _, part = hit.problem.column.partition(".")
    return hit.problem.column.partition(".")[0], int(part) if part.isdigit() else 0


def _wholes(facts: Facts, fact: Fact, moment: Moment) -> Iterator[str]:
    whole = fact.part_of
    while whole:
        yield column_name(whole, moment)
        if moment.same_period:
            yield column_name(whole, Moment(-1))
        whole = facts.by_code[whole].part_of


def _worded(
    facts: Facts, hit: Hit, row: Mapping[str, int | None], info: Mapping[str, Column], empty_allowed: bool
) -> Diagnostic:
    fact, moment = facts.by_code[hit.problem.fact], hit.problem.moment

    def figure(name: str) -> Fraction | None:
        number, column = row.get(name), info.get(name)
        if number is None or column is None:
            return None
        return Fraction(number, 10**column.decimals * column.parts)

    own = figure(hit.problem.column) or Fraction(0)
    values = [("name", fact.name)]
    if hit.problem.code == "DL104":
        values += [("found", format_number(own)), ("range", range_of(fact))]
    elif hit.problem.code == "DL134":
        values += [("found", format_number(own))]
    elif hit.problem.code == "DL105":
        code = fact.part_of
        while code:
            whole = facts.by_code[code]
            limit = figure(column_name(code, moment))
            if limit is None and moment.same_period:
                limit = figure(column_name(code, Moment(-1)))
            empty = whole.kind == "positive_count" and limit == 0 and not moment.same_period and not empty_allowed
            if limit is None or empty:
                code = whole.part_of
                continue
            if own * fact.factor > limit * whole.factor and _in_range(whole, limit):
                values += [("found", format_number(own)), ("whole", whole.name), ("whole_value", format_number(limit))]
                break
            code = whole.part_of
    return Diagnostic(hit.problem.code, values=tuple(values))


def _in_range(fact: Fact, number: Fraction) -> bool:
    root = number * fact.factor
    return root >= (fact.low or 0) and (fact.high is None or root <= fact.high)
