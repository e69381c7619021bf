"""What is asked of a plan for a judged table, and the frames that come of a judged batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs
import polars as pl

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.fractions import fraction, schema_of, wholes_of
from antq_rules.columnar.lowering import CriterionMade, Plan
from antq_rules.columnar.outcomes import Outcome
from antq_rules.columnar.polars_table import HIGHEST, LOWEST, MOST, Wanted, all_wanted
from antq_rules.columnar.result_names import item_columns, title_columns
from antq_rules.graph import model as g
from antq_rules.types import Verdict

UNDECIDED: Final = Verdict.INSUFFICIENT_DATA.vietnamese
NO_CLASS: Final = "không xếp loại"
APPLIES: Final = "áp dụng"
APART: Final = "chênh lệch"
_WORDS: Final = pl.Categorical()

WAITS: Final = {
    "#row": pl.UInt32(),
    "criterion": pl.String(),
    "fact": pl.String(),
    "offset": pl.Int32(),
    "same_period": pl.Boolean(),
    "month": pl.Int8(),
    "reason": pl.String(),
}
MARGINS: Final = {
    "#row": pl.UInt32(),
    "criterion": _WORDS,
    "item": _WORDS,
    "node": _WORDS,
    **schema_of(APART),
    "unit": _WORDS,
}
POINTS: Final = {**schema_of(LOWEST), **schema_of(HIGHEST), **schema_of(MOST), APPLIES: pl.Boolean()}


@attrs.frozen
class Asked:
    """What is to come out beside the verdicts of criteria and conclusions, and the classes."""

    items: bool = False
    missing: bool = False
    margins: bool = False
    points: bool = False


def kinds_of_classes(program: g.Program) -> dict[str, pl.Enum]:
    """The columns of the classes of a set, each with what can stand in it."""
    titles = title_columns(program)[1]
    return {
        title: pl.Enum(list(dict.fromkeys([*(name for name, _ in one.classes), UNDECIDED, NO_CLASS])))
        for title, one in zip(titles, program.classifications, strict=True)
    }


class ResultColumns:
    """The columns that a plan is asked for."""

    def __init__(self, plan: Plan, asked: Asked) -> None:
        self.plan = plan
        self.asked = asked
        self.classes = kinds_of_classes(plan.program)
        self.verdicts: dict[str, Outcome] = dict(all_wanted(plan))
        reached: dict[str, Expression] = {}
        if asked.items:
            items = {item.id: item for criterion in plan.criteria for item in criterion.items}
            for name, column in item_columns(plan.program, items).items():
                self.verdicts[column] = items[name].outcome
                reached[column] = items[name].reached
        self.wanted = Wanted(self.verdicts, dict(self._truths()), reached=reached, wholes=self._wholes())

    def _truths(self) -> Iterator[tuple[str, Expression]]:
        for place, (_, classes) in enumerate(self.plan.classes):
            yield from ((_name("class", place, number), test) for number, (_, test) in enumerate(classes))
        for place, criterion in enumerate(self.plan.criteria) if self.asked.missing else ():
            yield from ((_name("wait", place, number), wait.test) for number, wait in enumerate(criterion.waits))
        if self.asked.points and self.plan.total is not None:
            yield _name("counts"), self.plan.total.counts

    def _wholes(self) -> dict[str, Expression]:
        found: dict[str, Expression] = {}
        if self.asked.points and self.plan.total is not None:
            points = self.plan.total
            for name, end in ((LOWEST, points.low), (HIGHEST, points.high), (MOST, points.maximum_high)):
                found |= wholes_of(_name(name), end)
        for place, criterion in enumerate(self.plan.criteria):
            for number, margin in enumerate(criterion.margins):
                found |= wholes_of(_name("margin", place, number), margin.amount)
        return found

    # ------------------------------------------------------------------------------------------ of a judged batch
    def shown(self, judged: pl.DataFrame) -> pl.DataFrame:
        """The columns of verdicts and classes."""
        columns: list[pl.Expr] = [pl.col(name) for name in self.verdicts]
        for place, (title, kind) in enumerate(self.classes.items()):
            columns.append(self._class(place, kind).alias(title))
        return judged.select(columns)

    def _class(self, place: int, kind: pl.Enum) -> pl.Expr:
        classes = self.plan.classes[place][1]
        tests = [pl.col(_name("class", place, number)) for number in range(len(classes))]
        possible = pl.sum_horizontal(test.cast(pl.UInt8) for test in tests)
        found = pl.when(possible > 1).then(pl.lit(UNDECIDED, dtype=kind))
        for test, (name, _) in zip(tests, classes, strict=True):
            found = found.when(test).then(pl.lit(name, dtype=kind))  # type: ignore[assignment]
        return found.otherwise(pl.lit(NO_CLASS, dtype=kind))

    def points(self, judged: pl.DataFrame) -> pl.DataFrame:
        """The points of every row; of a set that scores nothing there are none."""
        total = self.plan.total
        if not self.asked.points or total is None:
            return pl.DataFrame(schema=POINTS)
        columns = []
        for name, end in ((LOWEST, total.low), (HIGHEST, total.high), (MOST, total.maximum_high)):
            columns += fraction(judged, _name(name), end, name)
        return pl.DataFrame([*columns, judged.get_column(_name("counts")).alias(APPLIES)])

    def missing(self, judged: pl.DataFrame, start: int) -> Iterator[pl.DataFrame]:
        """The rows that wait for something, each fact by itself; `start` is the place of the first row."""
        for place, criterion in enumerate(self.plan.criteria) if self.asked.missing else ():
            for number, wait in enumerate(criterion.waits):
                rows = judged.get_column(_name("wait", place, number)).arg_true()
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

    def margins(self, judged: pl.DataFrame, start: int) -> Iterator[pl.DataFrame]:
        """The rows that have a margin, each line of an explanation by itself."""
        for place, criterion in enumerate(self.plan.criteria):
            for number in range(len(criterion.margins)):
                yield from self._margin(judged, criterion, _name("margin", place, number), number, start)

    def _margin(
        self, judged: pl.DataFrame, criterion: CriterionMade, name: str, number: int, start: int
    ) -> Iterator[pl.DataFrame]:
        margin = criterion.margins[number]
        wholes = list(wholes_of(name, margin.amount))
        there = judged.get_column(wholes[0]).is_not_null()
        rows = there.arg_true()
        if not rows.len():
            return
        own = judged.select(wholes) if rows.len() == judged.height else judged.select(wholes).filter(there)
        words = {"criterion": criterion.number, "item": margin.item, "node": margin.node, "unit": margin.unit}
        yield (
            pl.DataFrame([(rows + start).alias("#row"), *fraction(own, name, margin.amount, APART)])
            .with_columns(
                pl.col("#row").cast(pl.UInt32),
                **{column: pl.lit(word, dtype=_WORDS) for column, word in words.items()},
            )
            .select(list(MARGINS))
        )


def _name(what: str, *places: int) -> str:
    """A column beside those that are shown."""
    return "\0" + ".".join([what, *map(str, places)])
