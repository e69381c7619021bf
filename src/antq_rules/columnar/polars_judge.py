"""Judges prepared frames batch by batch: looks for figures that are refused, then runs the plan that fits the frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs
import polars as pl

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.lowering import Plan, Setting, lower
from antq_rules.columnar.outcomes import Outcome
from antq_rules.columnar.polars_code import TooWide
from antq_rules.columnar.polars_table import Run, Wanted, all_wanted, describe
from antq_rules.columnar.slots import Column, Problem
from antq_rules.engine.ranges import Facts
from antq_rules.graph.model import Program

BATCH: Final = 1 << 19
MOST_FIGURE: Final = 2**120
LIMITS: Final = (10**18, 10**15, 10**12, 10**9)


@attrs.frozen
class Asked:
    """What is to come out beside the verdicts of criteria and conclusions."""

    items: bool = False
    missing: bool = False


@attrs.frozen(eq=False)
class Hit:
    """A problem of a plan, and the places of the rows that have it."""

    problem: Problem
    rows: pl.Series


@attrs.frozen(eq=False)
class Judged:
    """Verdicts by row, the problems found, and for each fact waited for the places of the rows that wait for it."""

    verdicts: pl.DataFrame
    hits: tuple[Hit, ...]
    missing: pl.DataFrame


WAITS: Final = {
    "#row": pl.UInt32(),
    "criterion": pl.String(),
    "fact": pl.String(),
    "offset": pl.Int32(),
    "same_period": pl.Boolean(),
    "month": pl.Int8(),
    "reason": pl.String(),
}


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
        parts, hits, missing = [], list[Hit](), list[pl.DataFrame]()
        looked_for = self._made(columns, frame.schema, False)
        for start in range(0, max(frame.height, 1), BATCH):
            batch = frame.slice(start, BATCH)
            found = list(self._hits(looked_for, batch, start))
            hits += found
            made = looked_for if found else self._made(columns, frame.schema, True)
            verdicts = made.run(batch)
            missing += self._missing(made.plan, verdicts, start)
            parts.append(verdicts.select(made.names))
        waiting = pl.concat(missing) if missing else pl.DataFrame(schema=WAITS)
        return Judged(pl.concat(parts), tuple(_together(hits)), waiting)

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

    def _missing(self, plan: Plan, verdicts: pl.DataFrame, start: int) -> Iterator[pl.DataFrame]:
        if not self.asked.missing:
            return
        for number, criterion in enumerate(plan.criteria):
            for place, wait in enumerate(criterion.waits):
                rows = verdicts.get_column(_wait_name(number, place)).arg_true()
                if rows.len():
                    yield pl.DataFrame({"#row": rows + start}).select(
                        pl.col("#row").cast(pl.UInt32),
                        pl.lit(criterion.number).alias("criterion"),
                        pl.lit(wait.fact).alias("fact"),
                        pl.lit(wait.moment.offset, dtype=pl.Int32).alias("offset"),
                        pl.lit(wait.moment.same_period).alias("same_period"),
                        pl.lit(wait.month, dtype=pl.Int8).alias("month"),
                        pl.lit(wait.reason).alias("reason"),
                    )


def _wait_name(criterion: int, place: int) -> str:
    return f"\0{criterion}.{place}"


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
        wanted: dict[str, Outcome] = dict(all_wanted(plan))
        truths: dict[str, Expression] = {}
        if asked.items:
            wanted |= {item.id: item.outcome for criterion in plan.criteria for item in criterion.items}
            reached = {item.id: item.reached for criterion in plan.criteria for item in criterion.items}
        else:
            reached = {}
        self.names = list(wanted)
        if asked.missing:
            truths |= {
                _wait_name(number, place): wait.test
                for number, criterion in enumerate(plan.criteria)
                for place, wait in enumerate(criterion.waits)
            }
        names = {name: name for name in columns}
        self.run = Run(Wanted(wanted, truths, reached=reached), names, schema).frame
        self.checks = Run(Wanted({}, {str(place): one.test for place, one in enumerate(plan.problems)}), names, schema)

    def problems_in(self, batch: pl.DataFrame) -> list[int]:
        """The places of the problems that some row of a frame has."""
        row = self.checks.any_true(batch).row(0)
        return [place for place, found in enumerate(row) if found]


__all__ = ["BATCH", "LIMITS", "WAITS", "Asked", "Hit", "Judged", "Judging", "TooWide", "describe"]
