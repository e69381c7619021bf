"""Tables with one row for each unit, year and fact, turned into tables with one row for each unit and year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs
import polars as pl

from antq_rules.columnar.refusals import ROW, Refusals
from antq_rules.columnar.slots import REFUSED, Moment
from antq_rules.columnar.table_headings import WORDS, FactColumns, Headings
from antq_rules.columnar.table_source import PLACE
from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.headings import CODE, EVIDENCE, FACT, LABELS, UNIT, VALUE, YEAR
from antq_rules.engine.intake import likely_names, text_with_unit
from antq_rules.engine.ranges import Facts
from antq_rules.graph.model import Fact
from antq_rules.source import fold_name

_ENTRY: Final = "\0entry"
_NO_FACT: Final = (
    ("reason", "hàng này chưa ghi mã dữ kiện"),
    ("advice", "Ghi mã hoặc tên dữ kiện, hoặc xóa hàng này."),
)


@attrs.frozen(eq=False)
class Widened:
    """The wide table, its columns, what was refused on the way, and where each fact of each row stood.

    `first` holds the place of the first row of each unit and year; `places` those of facts by row and column.
    """

    frame: pl.DataFrame
    headings: Headings
    refusals: Refusals
    first: pl.Series
    places: pl.DataFrame


def widen(facts: Facts, frame: pl.DataFrame, headings: Headings) -> Widened:
    """The wide table of a long one."""
    return _Widening(facts, frame, headings).run()


class _Widening:
    def __init__(self, facts: Facts, frame: pl.DataFrame, headings: Headings) -> None:
        self.facts = facts
        self.frame = frame
        self.labels = headings.labels
        self.headings = headings
        self.refusals = Refusals()

    def run(self) -> Widened:
        rows = pl.DataFrame({ROW: pl.int_range(self.frame.height, dtype=pl.UInt32, eager=True)})
        for name in (CODE, YEAR, FACT):
            rows = rows.with_columns(_text(self.frame.get_column(self.labels[name])).alias(name))
        for name in (CODE, YEAR):
            empty = rows.filter(pl.col(name).is_null())
            self.refusals.add(
                empty.get_column(ROW), self.labels[name], [Diagnostic("DL112", values=(("field", name),))]
            )
        rows = rows.filter(pl.col(CODE).is_not_null() & pl.col(YEAR).is_not_null())
        entries = rows.group_by(CODE, YEAR, maintain_order=True).agg(pl.col(ROW).first().alias("\0first"))
        entries = entries.with_row_index(_ENTRY)
        rows = rows.join(entries.select(CODE, YEAR, _ENTRY), on=[CODE, YEAR], how="left", maintain_order="left")
        first = entries.get_column("\0first")
        wide = {PLACE: self.frame.get_column(PLACE).gather(first), CODE: entries.get_column(CODE)}
        wide[YEAR] = entries.get_column(YEAR)
        for name in LABELS:
            if name in self.labels:
                wide[name] = self._label(rows, name, entries.height)
        named = self._named(rows)
        columns: list[FactColumns] = []
        places: list[pl.DataFrame] = []
        for fact, of_fact in self._by_fact(named):
            columns.append(self._fact(fact, of_fact, entries.height, wide))
            places.append(
                of_fact.select(
                    pl.col(_ENTRY).cast(pl.UInt32).alias(ROW),
                    pl.lit(fact.code).alias("column"),
                    pl.col(ROW).alias("place"),
                )
            )
        labels = {name: name for name in wide if name in (CODE, YEAR, *LABELS)}
        shown = Headings(labels, tuple(columns), False, False, self.headings.problems)
        schema = {ROW: pl.UInt32, "column": pl.String, "place": pl.UInt32}
        where = pl.concat(places) if places else pl.DataFrame(schema=schema)
        return Widened(pl.DataFrame(wide), shown, self.refusals, first, where.unique([ROW, "column"], keep="first"))

    def _label(self, rows: pl.DataFrame, name: str, count: int) -> pl.Series:
        """What the rows of each unit and year say under a column about the unit; told where they do not agree."""
        given = rows.select(ROW, _ENTRY).with_columns(
            _text(self.frame.get_column(self.labels[name])).gather(rows.get_column(ROW)).alias("label")
        )
        given = given.filter(pl.col("label").is_not_null())
        kept = given.group_by(_ENTRY, maintain_order=True).agg(pl.col("label").first().alias("first"))
        other = given.join(kept, on=_ENTRY, how="left", maintain_order="left").filter(
            pl.col("label") != pl.col("first")
        )
        problems = [
            Diagnostic("DL128", values=(("field", name), ("found", found), ("before", before)))
            for found, before in other.select("label", "first").iter_rows()
        ]
        which = pl.int_range(other.height, dtype=pl.UInt32, eager=True)
        self.refusals.add(other.get_column(ROW), self.labels[name], problems, which)
        return _spread(kept.get_column(_ENTRY), kept.get_column("first"), count)

    def _named(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows whose fact is known, with its code; the others are told."""
        title = self.labels[FACT]
        self.refusals.add(
            rows.filter(pl.col(FACT).is_null()).get_column(ROW), title, [Diagnostic("DL101", values=_NO_FACT)]
        )
        rows = rows.filter(pl.col(FACT).is_not_null())
        written = rows.get_column(FACT).unique(maintain_order=True).to_list()
        found = [self.facts.by_written.get(fold_name(one)) for one in written]
        for one, fact in zip(written, found, strict=True):
            problem = None
            if fact is None:
                likely = likely_names(self.facts, one)
                problem = Diagnostic("DL102", values=(("name", one),), suggestions=likely)
            elif fact.owner:
                owner = self.facts.by_code[fact.owner].name
                problem = Diagnostic("DL130", values=(("name", fact.name), ("owner", owner)))
            if problem is not None:
                self.refusals.add(rows.filter(pl.col(FACT) == one).get_column(ROW), self.labels[VALUE], [problem])
        codes = [None if fact is None or fact.owner else fact.code for fact in found]
        known = pl.DataFrame({FACT: written, "code": codes}, schema={FACT: pl.String, "code": pl.String})
        return rows.join(known, on=FACT, how="left", maintain_order="left").filter(pl.col("code").is_not_null())

    def _by_fact(self, named: pl.DataFrame) -> Iterator[tuple[Fact, pl.DataFrame]]:
        for (code,), of_fact in named.group_by("code", maintain_order=True):
            yield self.facts.by_code[str(code)], of_fact

    def _fact(self, fact: Fact, rows: pl.DataFrame, count: int, wide: dict[str, pl.Series]) -> FactColumns:
        doubled = rows.filter(~pl.col(_ENTRY).is_first_distinct())
        titles = {"": fact.code}
        if doubled.height:
            names = rows.filter(pl.col(_ENTRY).is_in(doubled.get_column(_ENTRY).implode()))
            texts = names.group_by(_ENTRY, maintain_order=True).agg(pl.col(FACT).unique(maintain_order=True))
            told = dict(zip(texts.get_column(_ENTRY).to_list(), texts.get_column(FACT).to_list(), strict=True))
            problems = [
                Diagnostic("DL114", values=(("name", "; ".join(told[entry])),))
                for entry in doubled.get_column(_ENTRY).to_list()
            ]
            which = pl.int_range(doubled.height, dtype=pl.UInt32, eager=True)
            self.refusals.add(doubled.get_column(ROW), self.labels[FACT], problems, which)
            wrong = _spread(doubled.get_column(_ENTRY), pl.repeat(True, doubled.height, eager=True), count)
            titles[REFUSED] = f"{fact.code}.{REFUSED}"
            wide[titles[REFUSED]] = wrong.fill_null(False)
            rows = rows.filter(~pl.col(_ENTRY).is_in(doubled.get_column(_ENTRY).implode()))
        places, entries = rows.get_column(ROW), rows.get_column(_ENTRY)
        value = self.frame.get_column(self.labels[VALUE]).gather(places)
        if UNIT in self.labels:
            value = self._with_units(value, _text(self.frame.get_column(self.labels[UNIT])).gather(places))
        wide[fact.code] = _spread(entries, value, count)
        if EVIDENCE in self.labels:
            words = _text(self.frame.get_column(self.labels[EVIDENCE])).gather(places)
            if words.null_count() < words.len():
                titles[WORDS] = f"{fact.code} ({WORDS})"
                wide[titles[WORDS]] = _spread(entries, words, count)
        return FactColumns(fact, Moment(), fact.code, titles)

    def _with_units(self, value: pl.Series, units: pl.Series) -> pl.Series:
        if units.null_count() == units.len():
            return value
        pairs = zip(value.to_list(), units.to_list(), strict=True)
        texts: Sequence[str | None] = [
            None if one is None else text_with_unit(one, unit or "") if unit else _plain(one) for one, unit in pairs
        ]
        return pl.Series(texts, dtype=pl.String)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else text_with_unit(value, " ")


def _text(series: pl.Series) -> pl.Series:
    """A column as texts without spaces around them, empty ones as nothing."""
    text = series.cast(pl.String).str.strip_chars()
    return pl.select(pl.when(text != "").then(text)).to_series()


def _spread(entries: pl.Series, values: pl.Series, count: int) -> pl.Series:
    """Values put at their entries; nothing elsewhere."""
    at = pl.DataFrame({_ENTRY: entries, "value": values}).unique(_ENTRY, keep="first")
    every = pl.DataFrame({_ENTRY: pl.int_range(count, dtype=pl.UInt32, eager=True)})
    return every.join(at, on=_ENTRY, how="left", maintain_order="left").get_column("value")
