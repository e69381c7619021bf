"""Invented tables of communes in the wide layout: one row per unit, one column per figure.

A fact is a column named by its code; the year before's is `<code>@-1`, a month of a monthly fact `<code>.<month>`, a
member of a list `<code>.<member>`. Counts are small integers, answers and members booleans, days dates, grades texts,
or ranks with `<code>.khong_co` beside them where there is no grade. Unknown is null. Made column by column with numpy,
so ten million rows take some seconds.
"""

from __future__ import annotations

import datetime
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
ABSENT = "khong_co"
NO_GRADE = "không có"
MONTHS = range(1, 13)
_ONE = 1 << 16


def part_column(code: str, part: object) -> str:
    """The column of a month of a monthly fact, of a member of a list, of a grade's absence."""
    return f"{code}.{part}"


def table(rows: int, unknown: float = 0.0, seed: int = SEED, ranks: bool = False) -> pl.DataFrame:
    """So many units; each cell unknown with a probability. Grades are texts, or ranks from 0."""
    return pl.DataFrame(list(_Columns(rows, unknown, np.random.default_rng(seed), ranks).all()))


def write_parquet(folder: Path, rows: int, unknown: float, ranks: bool = False, rows_a_file: int = 1_000_000) -> None:
    """The same as Parquet files, never more than one file's rows in memory."""
    for number, start in enumerate(range(0, rows, rows_a_file)):
        part = table(min(rows_a_file, rows - start), unknown, SEED + number, ranks)
        part.write_parquet(folder / f"units-{number:05}.parquet")


def unit(row: Mapping[str, Any]) -> Unit:
    """One row as the facts that the model takes."""
    facts = {fact.code: _value(fact, row) for fact in rule_set().program.facts if fact.code in used()}
    before = {name.removesuffix(BEFORE): value for name, value in row.items() if name.endswith(BEFORE)}
    return Unit(facts, before)


def _value(fact: Fact, row: Mapping[str, Any]) -> object:
    match fact.kind:
        case "monthly":
            return [row[part_column(fact.code, month)] for month in MONTHS]
        case "set":
            members = [member.code for member in vocabulary_of(fact).members]
            listed = {member: row[part_column(fact.code, member)] for member in members}
            return None if None in listed.values() else [member for member, held in listed.items() if held]
        case "grade" if row.get(part_column(fact.code, ABSENT)):
            return NO_GRADE
        case "grade" if isinstance(row[fact.code], int):
            return vocabulary_of(fact).members[row[fact.code]].text
        case _:
            return row[fact.code]


class _Columns:
    def __init__(self, rows: int, unknown: float, chance: np.random.Generator, ranks: bool) -> None:
        self.ranks = ranks
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
                yield from self.grade(fact)
            case "set":
                known = self.known()
                for member in vocabulary_of(fact).members:
                    yield _where(known, pl.Series(part_column(fact.code, member.code), ~self.happens(0.02)))
            case "monthly":
                for month in MONTHS:
                    figures = np.where(self.happens(0.005), 0, self.between(1, 4)).astype(np.int8)
                    yield self.series(part_column(fact.code, month), figures)
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

    def grade(self, fact: Fact) -> Iterator[pl.Series]:
        """A grade, the best one more often; now and then none was given."""
        texts = [*(member.text for member in vocabulary_of(fact).members), NO_GRADE]
        places = np.where(self.happens(0.8), len(texts) - 2, self.between(0, len(texts)))
        known = self.known()
        if not self.ranks:
            yield _where(known, pl.Series(fact.code, texts).gather(places.astype(np.uint32)))
            return
        absent = places == len(texts) - 1
        graded = pl.Series("known", ~absent)
        yield _where(graded if known is None else graded & known, pl.Series(fact.code, places.astype(np.int8)))
        stated = absent if known is None else absent & known.to_numpy()
        yield pl.Series(part_column(fact.code, ABSENT), stated)

    def series(self, name: str, values: Any) -> pl.Series:
        return _where(self.known(), pl.Series(name, values))

    def known(self) -> pl.Series | None:
        return pl.Series("known", ~self.happens(self.unknown)) if self.unknown else None

    def drawn(self) -> Any:
        return self.chance.integers(0, _ONE, self.rows, dtype=np.uint16)

    def happens(self, probability: float) -> Any:
        return self.drawn() < round(probability * _ONE)

    def between(self, low: int, high: int) -> Any:
        """Whole numbers from `low` to below `high`."""
        return self.chance.integers(low, high, self.rows, dtype=np.int16)


def _where(known: pl.Series | None, column: pl.Series) -> pl.Series:
    """A column with nulls where it is not known."""
    if known is None:
        return column
    return pl.select(pl.when(known).then(column).alias(column.name)).to_series()
