"""Judges prepared frames batch by batch: looks for figures that are refused, then runs the plan that fits the frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs
import polars as pl

from antq_rules.columnar.lowering import Plan, Setting, lower
from antq_rules.columnar.polars_code import TooWide
from antq_rules.columnar.polars_table import Run, Wanted, describe
from antq_rules.columnar.result_columns import MARGINS, POINTS, WAITS, Asked, ResultColumns
from antq_rules.columnar.slots import Column, Problem
from antq_rules.engine.ranges import Facts
from antq_rules.graph.model import Program

BATCH: Final = 1 << 19
MOST_FIGURE: Final = 2**120
LIMITS: Final = (10**18, 10**15, 10**12, 10**9)


@attrs.frozen(eq=False)
class Hit:
    """A problem of a plan, and the places of the rows that have it."""

    problem: Problem
    rows: pl.Series


@attrs.frozen(eq=False)
class Judged:
    """Verdicts by row, the problems found, and what was asked for beside them.

    `points` has a row for each row; `missing` and `margins` have the places of the rows, each fact waited for and each
    line of an explanation by itself.
    """

    verdicts: pl.DataFrame
    hits: tuple[Hit, ...]
    missing: pl.DataFrame
    margins: pl.DataFrame
    points: pl.DataFrame


class Judging:
    """Judges frames of one set under one setting; plans are kept with its facts for frames with the same columns."""

    def __init__(self, program: Program, facts: Facts, setting: Setting, asked: Asked) -> None:
        self.program = program
        self.facts = facts
        self.setting = setting
        self.asked = asked

    def judge(self, frame: pl.DataFrame, columns: Mapping[str, Column]) -> Judged:
        """The verdicts of every row of a prepared frame, of whose columns so much is known.

        Raises `TooWide` where figures could come out that no number of the engine holds.
        """
        verdicts, points, hits = list[pl.DataFrame](), list[pl.DataFrame](), list[Hit]()
        missing, margins = [pl.DataFrame(schema=WAITS)], [pl.DataFrame(schema=MARGINS)]
        looked_for = self._made(columns, frame.schema, False)
        for start in range(0, max(frame.height, 1), BATCH):
            batch = frame.slice(start, BATCH)
            found = list(self._hits(looked_for, batch, start))
            hits += found
            made = looked_for if found else self._made(columns, frame.schema, True)
            judged = made.run(batch)
            verdicts.append(made.columns.shown(judged))
            points.append(made.columns.points(judged))
            missing += made.columns.missing(judged, start)
            margins += made.columns.margins(judged, start)
        together = (pl.concat(one) for one in (missing, margins, points))
        return Judged(pl.concat(verdicts), tuple(_together(hits)), *together)

    def hits(self, frame: pl.DataFrame, columns: Mapping[str, Column]) -> tuple[Hit, ...]:
        """The problems of a frame alone."""
        made = self._made(columns, frame.schema, False)
        found = [
            hit for start in range(0, frame.height, BATCH) for hit in self._hits(made, frame.slice(start, BATCH), start)
        ]
        return tuple(_together(found))

    def _made(self, columns: Mapping[str, Column], schema: Mapping[str, pl.DataType], checked: bool) -> _Made:
        parameters = tuple((one.fact.code, one.value) for one in self.program.parameters)
        key = self.setting, self.asked, tuple(columns.items()), tuple(schema.items()), checked, parameters
        found = self.facts.plans.get(key)
        if not isinstance(found, _Made):
            plan = lower(
                self.program,
                self.facts,
                self.setting,
                columns,
                limit=MOST_FIGURE,
                waits=self.asked.missing,
                checked=checked,
                margins=self.asked.margins,
            )
            found = _Made(plan, self.asked, columns, schema)
            self.facts.plans.put(key, found)
        return found

    def _hits(self, made: _Made, batch: pl.DataFrame, start: int) -> Iterator[Hit]:
        if not made.plan.problems:
            return
        places = made.problems_in(batch)
        if not places:
            return
        tests = made.checks.truths(batch)
        for place in places:
            rows = tests.get_column(str(place)).arg_true() + start
            yield Hit(made.plan.problems[place], rows)


def _together(hits: list[Hit]) -> Iterator[Hit]:
    by_problem: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        by_problem.setdefault((hit.problem.code, hit.problem.column), []).append(hit)
    for same in by_problem.values():
        yield Hit(same[0].problem, pl.concat([one.rows for one in same]))


class _Made:
    """A plan with the Polars expressions of its verdicts and of its problems."""

    def __init__(
        self, plan: Plan, asked: Asked, columns: Mapping[str, Column], schema: Mapping[str, pl.DataType]
    ) -> None:
        self.plan = plan
        self.columns = ResultColumns(plan, asked)
        names = {name: name for name in columns}
        self.run = Run(self.columns.wanted, names, schema).frame
        self.checks = Run(Wanted({}, {str(place): one.test for place, one in enumerate(plan.problems)}), names, schema)

    def problems_in(self, batch: pl.DataFrame) -> list[int]:
        """The places of the problems that some row of a frame has."""
        row = self.checks.any_true(batch).row(0)
        return [place for place, found in enumerate(row) if found]


__all__ = ["BATCH", "LIMITS", "MARGINS", "POINTS", "WAITS", "Asked", "Hit", "Judged", "Judging", "TooWide", "describe"]
