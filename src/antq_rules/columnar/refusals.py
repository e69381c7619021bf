"""What is refused in a table: rows, the column, and why, told once for each value however many rows have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from antq_rules.diagnostics import Diagnostic

ROW: Final = "#row"
SCHEMA: Final = {
    ROW: pl.UInt32(),
    "column": pl.String(),
    "code": pl.String(),
    "message": pl.String(),
    "correction": pl.String(),
}


class Refusals:
    """Data errors by the places of rows in the table, counted from 0; a problem of a column alone has no row."""

    def __init__(self) -> None:
        self._frames: list[pl.DataFrame] = []

    def add(self, rows: pl.Series, title: str, problems: Sequence[Diagnostic], which: pl.Series | None = None) -> None:
        """Keep that some rows have problems; `which` says which of the problems each row has (else the first)."""
        if not rows.len():
            return
        texts = pl.DataFrame(
            {
                "code": [one.code for one in problems],
                "message": [one.message for one in problems],
                "correction": [one.correction for one in problems],
            },
            schema={"code": pl.String, "message": pl.String, "correction": pl.String},
        )
        places = pl.zeros(rows.len(), pl.UInt32, eager=True) if which is None else which
        frame = pl.DataFrame({ROW: rows.cast(pl.UInt32)}).hstack(texts[places.cast(pl.UInt32)])
        self._frames.append(frame.with_columns(pl.lit(title).alias("column")).select(*SCHEMA))

    def add_column(self, title: str, problem: Diagnostic) -> None:
        """Keep a problem of a whole column."""
        self.add(pl.Series([None], dtype=pl.UInt32), title, [problem])

    def moved(self, places: pl.DataFrame, first: pl.Series, title: str) -> Refusals:
        """The same, told of other rows: those of `places` by row and column, or else of `first` by row."""
        found = self.frame()
        beside = found.join(places, on=[ROW, "column"], how="left", maintain_order="left")
        rows = pl.select(pl.coalesce(beside.get_column("place"), first.gather(found.get_column(ROW)))).to_series()
        known = beside.get_column("place").is_not_null()
        column = pl.select(pl.when(known).then(pl.lit(title)).otherwise(found.get_column("column"))).to_series()
        moved = Refusals()
        moved._frames.append(found.with_columns(rows.cast(pl.UInt32).alias(ROW), column.alias("column")))
        return moved

    def take(self, others: Refusals) -> None:
        """Keep what others refused as well."""
        self._frames += others._frames

    def frame(self) -> pl.DataFrame:
        """All that was kept, in the order of rows."""
        if not self._frames:
            return pl.DataFrame(schema=SCHEMA)
        return pl.concat(self._frames).sort(ROW, nulls_last=False, maintain_order=True)
