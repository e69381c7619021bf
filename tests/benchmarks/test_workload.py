"""What the benchmarks time is right: hand-written code and neutral conditions give the model's verdicts."""

from __future__ import annotations

import pytest
from benchmarks.plot import Curve, svg

from benchmarks import conditions, floor, floor_three_valued, workload

COUNT = 12


def test_hand_written_python_agrees_with_the_model() -> None:
    whole = workload.units(COUNT)
    partial = workload.units(COUNT, unknown=0.2)
    assert [floor.judge(unit.facts, unit.before) for unit in whole] == [workload.expected(unit) for unit in whole]
    found = [floor_three_valued.judge(unit.facts, unit.before) for unit in partial]
    assert found == [workload.expected(unit) for unit in partial]


def test_neutral_conditions_look_at_every_criterion() -> None:
    expressions = workload.criteria()
    assert list(expressions) == [str(number) for number in range(1, 35)]
    assert sum(1 for one in expressions.values() for _ in conditions.leaves(one)) > 150


def test_hand_written_tables_agree_with_the_model() -> None:
    pl = pytest.importorskip("polars")
    duckdb = pytest.importorskip("duckdb")
    from benchmarks.table_criteria import lowest_ranks
    from benchmarks.table_data import table, unit

    from benchmarks import duckdb_by_hand, numpy_by_hand, polars_by_hand

    for ranks in (None, lowest_ranks()):
        frame = table(COUNT, 0.1, ranks=ranks is not None)
        verdicts = [workload.expected(unit(row)) for row in frame.iter_rows(named=True)]
        wanted = pl.DataFrame(verdicts, list(workload.criteria()), orient="row")
        connection = duckdb.connect()
        connection.register("units", frame)
        arrays = numpy_by_hand.judge(numpy_by_hand.columns(frame), ranks)
        assert polars_by_hand.judge(frame, ranks).equals(wanted)
        assert connection.sql(duckdb_by_hand.query("units", ranks)).pl().equals(wanted)
        assert pl.DataFrame({name: numpy_by_hand.verdicts(one) for name, one in arrays.items()}).equals(wanted)


def test_exponent_of_a_curve_is_its_slope_on_logarithmic_axes() -> None:
    curve = Curve("bình phương", (1, 10, 100), (2, 200, 20_000))
    assert curve.exponent == pytest.approx(2)
    assert "exponent 2.00" in svg("t", "x", [curve])
