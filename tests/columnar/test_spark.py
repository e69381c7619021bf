"""Spark says what the model says: verdicts, items, missing facts, data errors; each set is one job over all its units."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import antq_rules
from antq_rules import InvalidInput, RuleSet
from tests.columnar.engines import differences
from tests.columnar.rows import Maker
from tests.differential import pitfalls
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


@pytest.mark.parametrize("code", ["kh-don-vi", "kh-huyen", "kh-tinh", "kh-nhiem-vu", "pl2"])
def test_bundled_sets(spark: SparkSession, code: str) -> None:
    everything = code in ("kh-huyen", "pl2")
    compared(spark, antq_rules.load(code), random.Random(code), 200, CUTOFF if code == "pl2" else None, everything)


def test_the_largest_bundled_set(spark: SparkSession) -> None:
    compared(spark, antq_rules.load("pl1"), random.Random(1), 200, CUTOFF, all_told=False)


@pytest.mark.parametrize("seed", range(100, 106))
def test_random_sets(spark: SparkSession, seed: int) -> None:
    source = random.Random(seed)
    rules = antq_rules.load_text(rule_set(RandomChooser(source)).text)
    compared(spark, rules, source, 200, CUTOFF if seed % 3 == 0 else None)
