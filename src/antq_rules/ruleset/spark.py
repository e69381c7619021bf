"""Sets over tables that outgrow one machine."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from antq_rules.columnar.spark_table import check_types, judged, opened, restricted
from antq_rules.ruleset.sql import needs_extra
from antq_rules.version import __version__

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from antq_rules.columnar.spark_table import SparkTable
    from antq_rules.ruleset.rule_set import RuleSet

_numbers = itertools.count(1)


def judge_spark(
    rule_set: RuleSet,
    source: DataFrame | str | Path,
    *,
    session: SparkSession | None = None,
    units: DataFrame | None = None,
    readings: Mapping[str, str] | None = None,
    cutoff: datetime.date | None = None,
    carried: Sequence[str] = (),
    items: bool = False,
    missing: bool = False,
    decimals: int | None = None,
) -> SparkTable:
    """The units of a Spark data frame or of Parquet files, judged by Spark; see `RuleSet.spark`."""
    try:
        session, frame = opened(source, session)
    except ImportError:
        raise needs_extra("pyspark", "spark") from None
    if units is not None:
        frame = restricted(frame, units)
    table = f"antq_du_lieu_{next(_numbers)}"
    view = rule_set.sql(
        "spark", readings=readings, cutoff=cutoff, columns=dict(frame.dtypes), table=table, items=items,
        missing=missing, decimals=decimals, carried=carried,
    )  # fmt: skip
    check_types(view, frame)
    chosen = {**rule_set.defaults, **(readings or {})}
    stamp = {
        "bo_tieu_chi": rule_set.code,
        "ma_bam_bo": rule_set.hash,
        "cach_hieu": "; ".join(f"{code}={option}" for code, option in sorted(chosen.items())),
        "ngay_chot": "" if cutoff is None else cutoff.isoformat(),
        "phien_ban_may": __version__,
    }
    return judged(view, frame, table, stamp)
