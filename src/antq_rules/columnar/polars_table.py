"""Many units at once on Polars: a frame of columns as `slots` names them in, a verdict of each criterion out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs
import polars as pl

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.lowering import Plan
from antq_rules.columnar.outcomes import Outcome
from antq_rules.columnar.polars_code import PolarsCode, size_of, type_for
from antq_rules.columnar.ratios import Ratio
from antq_rules.columnar.result_names import title_columns
from antq_rules.columnar.scores import Points
from antq_rules.columnar.slots import Column
from antq_rules.columnar.stages import names_read
from antq_rules.types import Verdict

VERDICTS: Final = pl.Enum(
    [one.vietnamese for one in (Verdict.PASS, Verdict.FAIL, Verdict.INSUFFICIENT_DATA, Verdict.NOT_APPLICABLE)]
)
LOWEST: Final = "điểm thấp nhất"
HIGHEST: Final = "điểm cao nhất"
MOST: Final = "điểm tối đa"
MAY_COUNT: Final = "có thể được tính"
MAY_DROP: Final = "có thể không áp dụng"
NUMERATOR: Final = "tử số"
DENOMINATOR: Final = "mẫu số"
_DIGITS: Final = 38
_MOST: Final[Mapping[pl.DataType, int]] = {
    **{kind(): 2 ** (bits - 1) - 1 for kind, bits in ((pl.Int8, 8), (pl.Int16, 16), (pl.Int32, 32))},
    **{kind(): 2**bits - 1 for kind, bits in ((pl.UInt8, 8), (pl.UInt16, 16), (pl.UInt32, 32))},
}
_FROM_0: Final = (pl.UInt8(), pl.UInt16(), pl.UInt32(), pl.UInt64())
_WORDS: Final = [pl.lit(word, dtype=VERDICTS) for word in VERDICTS.categories]
_PLAIN: Final = pl.QueryOptFlags(comm_subexpr_elim=False, comm_subplan_elim=False)


def describe(frame: pl.DataFrame, parts: Mapping[str, int] | None = None) -> dict[str, Column]:
    """What is known of the columns of a prepared frame: missing values, least and greatest, decimal places.

    The greatest of a narrow column is that of its type, which costs nothing.
    """
    numbers = {name: kind for name, kind in frame.schema.items() if kind.is_integer() or kind.is_decimal()}
    ends = frame.select(
        *(
            pl.col(name).to_physical().min().name.suffix("\0low")
            for name, kind in numbers.items()
            if kind not in _FROM_0
        ),
        *(
            pl.col(name).to_physical().max().name.suffix("\0high")
            for name, kind in numbers.items()
            if kind not in _MOST
        ),
    )
    found = {}
    for name, kind in frame.schema.items():
        nullable = frame.get_column(name).null_count() > 0
        if name not in numbers:
            found[name] = Column(nullable)
            continue
        low = 0 if kind in _FROM_0 else int(ends.item(0, f"{name}\0low") or 0)
        high = _MOST[kind] if kind in _MOST else int(ends.item(0, f"{name}\0high") or 0)
        decimals = kind.scale if isinstance(kind, pl.Decimal) else 0
        found[name] = Column(nullable, low, high, decimals, (parts or {}).get(name, 1))
    return found


def verdict_of(code: PolarsCode, outcome: Outcome) -> pl.Expr:
    """The verdict that an outcome comes to, as a member of `VERDICTS`."""
    good, bad, open_, nothing = _WORDS
    if outcome.kleene is not None:
        test = code.expression(outcome.kleene)
        found = pl.when(test).then(good)
        return (
            found.when(test.is_null()).then(open_).otherwise(bad) if outcome.kleene.nullable else found.otherwise(bad)
        )
    holds, fails, drops = (code.expression(one) for one in (outcome.holds, outcome.fails, outcome.drops))
    several = (holds & fails) | (holds & drops) | (fails & drops)
    return pl.when(several).then(open_).when(holds).then(good).when(drops).then(nothing).otherwise(bad)


def roots_of(outcomes: Sequence[Outcome]) -> list[Expression]:
    """The expressions that some outcomes stand on."""
    found: list[Expression] = []
    for one in outcomes:
        found += [one.holds, one.fails, one.drops] if one.kleene is None else [one.kleene]
    return found


def exact(code: PolarsCode, name: str, number: Ratio) -> list[pl.Expr]:
    """A fraction as a column of decimals, or of its numerator and one of its denominator where no decimal is exact."""
    top = code.expression(number.top)
    places = _places(number.bottom)
    if places is not None:
        assert isinstance(number.bottom.value, int)
        factor = 10**places // number.bottom.value
        size = size_of(number.top) * factor
        if size * 10**places < 10**_DIGITS:
            whole = top.cast(type_for(size)) * pl.lit(factor, dtype=type_for(size))
            return [(whole.cast(pl.Decimal(_DIGITS, places)) / 10**places).alias(name)]
    return [top.alias(f"{name} ({NUMERATOR})"), code.expression(number.bottom).alias(f"{name} ({DENOMINATOR})")]


def _places(bottom: Expression) -> int | None:
    """How many decimal places a fraction over a constant needs; `None` where none are enough."""
    if bottom.operation != "int":
        return None
    assert isinstance(bottom.value, int)
    return next((places for places in range(_DIGITS) if 10**places % bottom.value == 0), None)


def points_wanted(name: str, points: Points) -> Wanted:
    """The columns of points: least, greatest, the most to be earned, whether they may count and may drop out."""
    return Wanted(
        {},
        {f"{name}: {MAY_COUNT}": points.counts, f"{name}: {MAY_DROP}": points.drops},
        {f"{name}: {LOWEST}": points.low, f"{name}: {HIGHEST}": points.high, f"{name}: {MOST}": points.maximum_high},
    )


@attrs.frozen(eq=False)
class Wanted:
    """What is to come out of a plan: named verdicts, named truth values, named numbers and named whole numbers.

    A verdict is null where its test under the same name in `reached` is false.
    """

    verdicts: Mapping[str, Outcome]
    truths: Mapping[str, Expression]
    numbers: Mapping[str, Ratio] = attrs.field(factory=dict)
    reached: Mapping[str, Expression] = attrs.field(factory=dict)
    wholes: Mapping[str, Expression] = attrs.field(factory=dict)


class Run:
    """What is wanted of a plan as Polars expressions, made once and run on many frames."""

    def __init__(
        self, wanted: Wanted, names: Mapping[str, str], schema: Mapping[str, pl.DataType] | None = None
    ) -> None:
        roots = [*roots_of(list(wanted.verdicts.values())), *wanted.truths.values(), *wanted.reached.values()]
        roots += [part for number in wanted.numbers.values() for part in (number.top, number.bottom)]
        roots += wanted.wholes.values()
        code = PolarsCode(roots, names, schema)
        self.stages = code.stages
        self.read = names_read(roots)
        self.columns = []
        for name, outcome in wanted.verdicts.items():
            found = verdict_of(code, outcome)
            if name in wanted.reached:
                found = pl.when(code.expression(wanted.reached[name])).then(found)
            self.columns.append(found.alias(name))
        for name, number in wanted.numbers.items():
            self.columns += exact(code, name, number)
        self.columns += [code.expression(whole).alias(name) for name, whole in wanted.wholes.items()]
        self.tests = [code.expression(test).alias(name) for name, test in wanted.truths.items()]

    def lazy(self, frame: pl.LazyFrame, kept: Sequence[str] = ()) -> pl.LazyFrame:
        """A frame's `kept` columns with what is wanted beside them."""
        for stage in self.stages:
            frame = frame.with_columns(stage)
        columns = [*self.columns, *self.tests]
        return frame.with_columns(columns).select(*kept, *(column.meta.output_name() for column in columns))

    def frame(self, frame: pl.DataFrame) -> pl.DataFrame:
        """What is wanted of a frame, one row for each of its rows."""
        for stage in self.stages:  # stage by stage at once: planning as one query costs more than it saves
            frame = frame.with_columns(stage)
        columns = [*self.columns, *self.tests]
        return frame.with_columns(columns).select(column.meta.output_name() for column in columns)

    def truths(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The truth values that are wanted of a frame."""
        return self.frame(frame)

    def any_true(self, frame: pl.DataFrame) -> pl.DataFrame:
        """One row: whether each of the wanted truth values is true anywhere in a frame."""
        lazy = frame.lazy()
        for stage in self.stages:
            lazy = lazy.with_columns(stage)
        return lazy.select([test.any(ignore_nulls=True) for test in self.tests]).collect(optimizations=_PLAIN)


def run(frame: pl.LazyFrame, wanted: Wanted, names: Mapping[str, str], kept: Sequence[str] = ()) -> pl.LazyFrame:
    """The frame's `kept` columns with what is wanted beside them."""
    return Run(wanted, names, frame.collect_schema()).lazy(frame, kept)


def all_wanted(plan: Plan) -> Iterator[tuple[str, Outcome]]:
    """Every criterion and conclusion of a plan by the name of its column."""
    for criterion in plan.criteria:
        yield criterion.number, criterion.outcome
    columns = title_columns(plan.program)[0]
    yield from zip(columns, (outcome for _, outcome in plan.conclusions), strict=True)
