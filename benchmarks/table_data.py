"""Invented tables of communes in the wide layout: one row per unit, columns named as in the library's CSV files.

A fact is a column named by its code; the year before's is `<code>@-1`; a month of a monthly fact is `<code> (tháng N)`;
a list of members is a text, its codes parted by `; `. Counts are small integers, answers booleans, days dates, grades
texts; unknown is null. Made column by column with numpy, so ten million rows take less than a minute.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from antq_rules.graph.model import Fact
from benchmarks import conditions as c
from benchmarks.workload import YEAR, Unit, rare, rule_set, unwanted, used, vocabulary_of, wholes

BEFORE = "@-1"
SEED = 20231228
_ONE = 1 << 16


def month_column(code: str, month: int) -> str:
    """The column of a month of a monthly fact."""
    return f"{code} (tháng {month})"


def table(rows: int, unknown: float = 0.0, seed: int = SEED) -> pl.DataFrame:
    """So many units; each cell unknown with a probability."""
    return pl.DataFrame(list(_Columns(rows, unknown, np.random.default_rng(seed)).all()))


def write_parquet(folder: Path, rows: int, unknown: float, rows_a_file: int = 1_000_000) -> None:
    """The same as Parquet files, never more than one file's rows in memory."""
    for number, start in enumerate(range(0, rows, rows_a_file)):
        part = table(min(rows_a_file, rows - start), unknown, SEED + number)
        part.write_parquet(folder / f"units-{number:05}.parquet")


def unit(row: Mapping[str, Any]) -> Unit:
    """One row as the facts that the model takes."""
    facts: dict[str, object] = {}
    before = {name.removesuffix(BEFORE): value for name, value in row.items() if name.endswith(BEFORE)}
    for fact in (fact for fact in rule_set().program.facts if fact.code in used()):
        if fact.kind == "monthly":
            facts[fact.code] = [row[month_column(fact.code, month)] for month in range(1, 13)]
        elif fact.kind == "set":
            listed = row[fact.code]
            facts[fact.code] = None if listed is None else [one for one in listed.split("; ") if one]
        else:
            facts[fact.code] = row[fact.code]
    return Unit(facts, before)


class _Columns:
    def __init__(self, rows: int, unknown: float, chance: np.random.Generator) -> None:
        self.rows = rows
        self.unknown = unknown
        self.chance = chance
        self.wholes: dict[str, Any] = {}
        self.before = {name.removesuffix(c.BEFORE) for name in used() if name.endswith(c.BEFORE)}

    def all(self) -> Iterator[pl.Series]:
        for fact in rule_set().program.facts:  # a whole is declared before its parts
            if fact.code in used():
                yield from self.of_fact(fact)

    def of_fact(self, fact: Fact) -> Iterator[pl.Series]:
        match fact.kind:
            case "attestation":
                yield self.series(fact.code, ~self.happens(0.03))
            case "date":
                start = np.datetime64(datetime.date(YEAR, 1, 1), "D")
                yield self.series(fact.code, start + self.between(0, 94).astype("timedelta64[D]"))
            case "grade":
                texts = ["không có", *(member.text for member in vocabulary_of(fact).members)]
                likely = np.where(self.happens(0.8), len(texts) - 1, self.between(0, len(texts)))
                yield self.texts(fact.code, texts, likely)
            case "set":
                yield self.listed(fact)
            case "monthly":
                for month in range(1, 13):
                    figures = np.where(self.happens(0.005), 0, self.between(1, 4)).astype(np.int8)
                    yield self.series(month_column(fact.code, month), figures)
            case _:
                yield from self.counts(fact)

    def counts(self, fact: Fact) -> Iterator[pl.Series]:
        if fact.code in self.before:
            figures, earlier = self.between(0, 30), self.between(0, 31)
            yield self.series(fact.code, np.where(self.happens(0.2), 0, figures))
            yield self.series(f"{fact.code}{BEFORE}", earlier)
            return
        if fact.part_of in self.wholes:  # known also where the whole is then forgotten
            most = self.wholes[fact.part_of] // (50 if fact.code in rare() else 1)
            some = (most.astype(np.uint32) * self.drawn() // _ONE).astype(np.int16)
            yield self.series(fact.code, np.where(self.happens(0.9), most, some))
        elif fact.code in unwanted():
            yield self.series(fact.code, np.where(self.happens(0.97), 0, self.between(1, 4)).astype(np.int16))
        elif fact.code in wholes():
            least = 1 if fact.kind == "positive_count" else 0
            figures = np.where(self.happens(0.1), self.between(0, 400), self.between(0, 12))
            self.wholes[fact.code] = np.maximum(figures, least).astype(np.int16)
            yield self.series(fact.code, self.wholes[fact.code])
        else:
            yield self.series(fact.code, self.between(0, 4))

    def listed(self, fact: Fact) -> pl.Series:
        codes = [member.code for member in vocabulary_of(fact).members]
        subsets = [
            "; ".join(code for code, kept in zip(codes, chosen, strict=True) if kept)
            for chosen in itertools.product((False, True), repeat=len(codes))
        ]
        full = len(subsets) - 1
        return self.texts(fact.code, subsets, np.where(self.happens(0.9), full, self.between(0, full + 1)))

    def texts(self, name: str, texts: list[str], places: Any) -> pl.Series:
        column = pl.Series(name, texts).gather(places.astype(np.uint32))
        return self.forgotten(column)

    def series(self, name: str, values: Any) -> pl.Series:
        return self.forgotten(pl.Series(name, values))

    def forgotten(self, column: pl.Series) -> pl.Series:
        if not self.unknown:
            return column
        known = pl.Series("known", ~self.happens(self.unknown))
        return pl.select(pl.when(known).then(column).alias(column.name)).to_series()

    def drawn(self) -> Any:
        return self.chance.integers(0, _ONE, self.rows, dtype=np.uint16)

    def happens(self, probability: float) -> Any:
        return self.drawn() < round(probability * _ONE)

    def between(self, low: int, high: int) -> Any:
        """Whole numbers from `low` to below `high`."""
        return self.chance.integers(low, high, self.rows, dtype=np.int16)
