"""Spark says what the model says: verdicts, items, missing facts, data errors; a set is one job over all its units."""

from __future__ import annotations

import datetime
import random
import runpy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import antq_rules
from antq_rules import InvalidInput, RuleSet
from antq_rules.columnar.spark_table import SparkTable, changed_units
from tests import pages
from tests.columnar.engines import differences
from tests.columnar.rows import Maker
from tests.differential import pitfalls
from tests.differential.cases import State
from tests.generation import RandomChooser, rule_set
from tests.sparks import frame, spark

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytest.importorskip("sqlglot")
pytest.importorskip("pyspark", reason="pyspark is not installed (the extra `spark`)")
pytestmark = pytest.mark.filterwarnings("ignore")  # of Spark's own parts, at any time
__all__ = ["spark"]
CUTOFF = datetime.date(2023, 10, 25)
Rows = list[dict[str, Any]]


def rows(found: DataFrame) -> Rows:
    """All rows of a frame."""
    return [one.asDict() for one in found.collect()]


def compared(
    session: SparkSession,
    rules: RuleSet,
    source: random.Random,
    count: int,
    cutoff: datetime.date | None = None,
    all_told: bool = True,
) -> None:
    """Judge units at random on Spark and by the model."""
    readings = {one.code: source.choice(one.options).code for one in rules.readings if not one.note_only}
    view = rules.sql("spark", readings=readings, cutoff=cutoff)
    maker = Maker(rules, source, decimals=view.decimals)
    units = [maker.unit(f"u{at}", 2023, cutoff is not None) for at in range(count)]
    table = frame(session, view, [row for unit in units for row in unit.rows])
    judged = rules.spark(table, readings=readings, cutoff=cutoff, items=all_told, missing=all_told)
    answer = rows(judged.verdicts), rows(judged.errors)
    found = differences(rules, judged.view, units, answer, readings, cutoff)
    if not all_told:  # items and missing facts are not among the columns
        found = [one for one in found if one[1] in answer[0][0]]
    assert found == []


@pytest.mark.parametrize("code", ["kh-don-vi", "kh-huyen", "pl2"])
def test_bundled_sets(spark: SparkSession, code: str) -> None:
    everything = code in ("kh-huyen", "pl2")
    compared(spark, antq_rules.load(code), random.Random(code), 120, CUTOFF if code == "pl2" else None, everything)


def test_the_largest_bundled_set(spark: SparkSession) -> None:
    compared(spark, antq_rules.load("pl1"), random.Random(1), 120, CUTOFF, all_told=False)


@pytest.mark.parametrize("seed", range(100, 103))
def test_random_sets(spark: SparkSession, seed: int) -> None:
    source = random.Random(seed)
    rules = antq_rules.load_text(rule_set(RandomChooser(source)).text)
    compared(spark, rules, source, 120, CUTOFF if seed % 3 == 0 else None)


# ----------------------------------------------------------------------------------------------- where engines go wrong
DEEP, MANY = 80, 400
_DEEP_UNITS = next(one.units for one in pitfalls.PITFALLS if one.name == "deep chains")
_ENDS = ((({"vu": 2 * MANY - 2},), pitfalls.PASS), (({"vu": 2 * MANY - 3},), pitfalls.FAIL))
_MANY = " hoặc ".join(f"số [vụ] bằng {number} vụ" for number in range(0, 2 * MANY, 2))


def test_pitfalls(spark: SparkSession) -> None:
    found, refused = told_right(spark, pitfalls.PITFALLS)
    assert "DECIMAL(38, 0)" in found.view.select
    assert refused >= 5


def test_conditions_as_deep_as_a_file_may_nest_them(spark: SparkSession) -> None:
    told_right(spark, [pitfalls.Pitfall("deeper chains", pitfalls._nested(DEEP), _DEEP_UNITS)])


def test_long_alternatives(spark: SparkSession) -> None:
    told_right(spark, [pitfalls.Pitfall("more alternatives", _MANY, _ENDS)])


def told_right(session: SparkSession, found: Sequence[pitfalls.Pitfall]) -> tuple[SparkTable, int]:
    """Judge all in one set and one job: how many units have figures that the table refuses; those may be undecided."""
    head, _, body = pitfalls.RULES.partition("tiêu chí 1.")
    text = head + "".join(f"tiêu chí {at}.{body.format(condition=one.condition)}\n" for at, one in enumerate(found, 1))
    rules = antq_rules.load_text(text)
    view = rules.sql("spark")
    table: Rows = []
    expected: dict[str, tuple[str, str]] = {}
    for at, one in enumerate(found, 1):
        for place, (years, verdict) in enumerate(one.units):
            expected[f"{at}-{place}"] = f"tc_{at}", verdict
            for back, facts in enumerate(years):
                key = {"ma_don_vi": f"{at}-{place}", "nam": pitfalls.YEAR - back, "loai": "xã"}
                table.append({**key, **cells(facts)})
    judged = rules.spark(frame(session, view, table, wide=True))
    said = {row["ma_don_vi"]: row for row in rows(judged.verdicts) if row["nam"] == pitfalls.YEAR}
    refused = {row["ma_don_vi"] for row in rows(judged.errors) if row["ma_loi"] in ("DL134", "DL135")}
    assert len(refused) < len(expected) / 4
    for code, (column, verdict) in expected.items():
        wanted = antq_rules.Verdict(verdict).vietnamese
        allowed = {wanted, "chưa đủ dữ liệu"} if code in refused else {wanted}
        assert said[code][column] in allowed, (found[int(code.partition("-")[0]) - 1].name, code)
    return judged, len(refused)


def cells(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of a case as columns of the table."""
    found: dict[str, Any] = {}
    for code, value in facts.items():
        match value:
            case State.ABSENT:
                found[f"{code}_khong_co"] = True
            case State.NO_YEAR:
                found[f"{code}_khong_co_nam"] = True
            case tuple():
                found |= {f"{code}_t{month}": one for month, one in enumerate(value, 1)}
            case _:
                found[code] = value
    return found


# ------------------------------------------------------------------------------------------------ frames in and out
SMALL = """bộ tiêu chí "Thử (hư cấu)"
  mã: thu
  áp dụng cho: xã, phường
dữ kiện [vụ]
  mã: vu
  kiểu: số đếm (vụ)
tiêu chí 1. "Thử"
  đạt khi số [vụ] không tăng so với năm trước
"""


def small(session: SparkSession, figures: Sequence[tuple[str, int, int | None, str]]) -> DataFrame:
    """A table of units: code, year, figure, province."""
    view = antq_rules.load_text(SMALL).sql("spark")
    made = [{"ma_don_vi": a, "nam": b, "loai": "xã", "vu": c, "tinh": d} for a, b, c, d in figures]
    return frame(session, view, made, "tinh")


def test_written_and_run_again_for_what_changed(spark: SparkSession, tmp_path: Path) -> None:
    rules = antq_rules.load_text(SMALL)
    before = small(spark, [("a", 2022, 3, "N"), ("a", 2023, 2, "N"), ("b", 2022, 1, "S"), ("b", 2023, -1, "S")])
    before.write.partitionBy("nam").parquet(f"{tmp_path}/bang")
    keys = ("nam", "tinh")
    rules.spark(f"{tmp_path}/bang", session=spark, carried=["tinh"]).write(tmp_path, keys, "nam = 2023")
    after = small(spark, [("a", 2022, 3, "N"), ("a", 2023, 2, "N"), ("b", 2022, 1, "S"), ("b", 2023, 1, "S")])
    changed = changed_units(before, after)
    assert rows(changed) == [{"ma_don_vi": "b"}]
    again = rules.spark(after, units=changed, carried=["tinh"])
    assert rows(again.repeated) == []
    again.write(tmp_path, keys, "nam = 2023")
    written = rows(spark.read.parquet(f"{tmp_path}/ket_qua"))
    assert {(row["ma_don_vi"], row["nam"], row["tinh"], row["tc_1"]) for row in written} == {
        ("a", 2023, "N", "đạt"), ("b", 2023, "S", "đạt"),
    }  # fmt: skip
    assert {(row["bo_tieu_chi"], row["ma_bam_bo"]) for row in written} == {("thu", rules.hash)}
    assert rows(spark.read.parquet(f"{tmp_path}/loi_so_lieu").where("ma_loi IS NOT NULL")) == []


def test_only_the_partitions_of_a_year_are_read_and_nothing_runs_in_python(spark: SparkSession, tmp_path: Path) -> None:
    small(spark, [("a", 2022, 3, "N"), ("a", 2023, 2, "N")]).write.partitionBy("nam").parquet(str(tmp_path / "bang"))
    judged = antq_rules.load_text(SMALL).spark(tmp_path / "bang", session=spark)
    chosen = judged.verdicts.where("nam = 2023 AND tc_1 = 'đạt'")
    query: Any = chosen
    plan = query._jdf.queryExecution().executedPlan().toString()
    assert "= 2023)" in plan.partition("PartitionFilters")[2].partition("\n")[0]
    assert "Python" not in plan
    assert [row["ma_don_vi"] for row in rows(chosen)] == ["a"]


def test_two_rows_of_a_unit_are_told(spark: SparkSession) -> None:
    judged = antq_rules.load_text(SMALL).spark(small(spark, [("a", 2023, 3, "N"), ("a", 2023, 2, "N")]))
    assert rows(judged.repeated) == [{"ma_don_vi": "a", "nam": 2023, "count": 2}]


def test_a_session_that_wraps_is_refused(spark: SparkSession) -> None:
    other = spark.newSession()
    other.conf.set("spark.sql.ansi.enabled", "false")
    with pytest.raises(InvalidInput) as refused:
        antq_rules.load_text(SMALL).spark(other.sql("SELECT 'a' AS ma_don_vi, 2023 AS nam, 'xã' AS loai, 1L AS vu"))
    assert [one.code for one in refused.value.diagnostics] == ["DL145"]


def test_columns_without_exact_values_are_refused(spark: SparkSession) -> None:
    with pytest.raises(InvalidInput) as refused:
        antq_rules.load_text(SMALL).spark(
            spark.sql("SELECT 'a' AS ma_don_vi, '2023' AS nam, 'xã' AS loai, CAST(1 AS DOUBLE) AS vu")
        )
    assert [(one.code, dict(one.values)["name"]) for one in refused.value.diagnostics] == [
        ("DL146", "nam"), ("DL146", "vu"),
    ]  # fmt: skip


def test_the_job_of_the_page(spark: SparkSession, tmp_path: Path) -> None:
    rules = antq_rules.load("kh-huyen")
    view = rules.sql("spark")
    units = [Maker(rules, random.Random(at)).unit(f"u{at}", 2023) for at in range(4)]
    table = [{**row, "tinh": unit.code[-1]} for unit in units for row in unit.rows]
    frame(spark, view, table, "tinh").write.partitionBy("nam", "tinh").parquet(f"{tmp_path}/old")
    table[0]["da_co_nam_truoc"] = not table[0]["da_co_nam_truoc"]
    frame(spark, view, table, "tinh").write.partitionBy("nam", "tinh").parquet(f"{tmp_path}/new")
    job = runpy.run_path(str(pages.ROOT / "examples" / "spark_job.py"))["main"]
    asked = ["kh-huyen", f"{tmp_path}/new", f"{tmp_path}/out", "--year", "2023", "--by", "nam", "tinh"]
    job([*asked, "--before", f"{tmp_path}/old"])
    assert [row["tinh"] for row in rows(spark.read.parquet(f"{tmp_path}/out/ket_qua"))] == [0]
    job(asked)
    assert spark.read.parquet(f"{tmp_path}/out/ket_qua").count() == len(units)
