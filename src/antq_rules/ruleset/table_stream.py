"""Tables larger than memory: judged part by part; verdicts, and what is asked beside, are written as they come."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs
import polars as pl
from polars.io.plugins import register_io_source

from antq_rules.columnar.polars_judge import BATCH
from antq_rules.columnar.table_labels import NAME
from antq_rules.columnar.table_source import PLACE, lazy_frame, readable
from antq_rules.columnar.targets import check_targets
from antq_rules.diagnostics import Diagnostic, InvalidInput
from antq_rules.engine.headings import CODE
from antq_rules.ruleset.rule_set import RuleSet
from antq_rules.ruleset.side_files import PARQUET, SideFiles
from antq_rules.ruleset.table_result import TableResult
from antq_rules.ruleset.tables import Choices, Tables

MOST_ERRORS: Final = 1_000_000
_PART_ROWS: Final = BATCH // 2
_MOST_SPLIT: Final = 64
_MOST_LEVELS: Final = 6
_PIECE: Final = "\0piece"
Progress = Callable[[int], None]


@attrs.define
class TableWritten:
    """What was written: the file, how many units and years were judged, the data errors.

    `errors` keeps the first million; `error_count` counts all of them.
    """

    path: Path
    rows: int = 0
    errors: pl.DataFrame = attrs.field(factory=pl.DataFrame)
    error_count: int = 0


def write_table(
    rules: RuleSet,
    data: Any,
    path: str | Path,
    choices: Choices,
    progress: Progress | None = None,
    files: Mapping[str, Path] | None = None,
) -> TableWritten:
    """Judge a table part by part and write the verdicts to a Parquet file; rows of one unit are judged together.

    `progress` is told how many units are judged so far. `files` are those for `missing`, `margins` and `points`, which
    `choices` ask for. Raises `InvalidInput`.
    """
    out = Path(path)
    if out.suffix.lower() not in PARQUET:
        values = (("found", out.suffix), ("members", ".parquet"))
        raise InvalidInput([Diagnostic("DL122", out.name, values=values)])
    check_targets((out, *(files or {}).values()), data)
    lazy = lazy_frame(data)
    with readable(data), SideFiles(files or {}) as beside:
        stream = _Stream(Tables(rules, choices), lazy, TableWritten(out), progress, beside)
        parts = stream.parts()
        first = next(parts)

        def source(with_columns: list[str] | None, *_: object) -> Iterator[pl.DataFrame]:
            for part in (first, *parts):
                yield part if with_columns is None else part.select(with_columns)

        register_io_source(source, schema=first.schema).sink_parquet(out)
        beside.close()
    return stream.written


class _Stream:
    def __init__(
        self,
        tables: Tables,
        lazy: pl.LazyFrame,
        written: TableWritten,
        progress: Progress | None,
        beside: SideFiles,
    ) -> None:
        self.tables = tables
        self.lazy = lazy
        self.written = written
        self.progress = progress
        self.beside = beside
        self.titles = [name for name in lazy.collect_schema().names() if name != PLACE]
        self.flow = tables.flow(self.titles)

    def parts(self) -> Iterator[pl.DataFrame]:
        """The verdicts, part after part; at least one part comes, be it empty."""
        for number, frame in enumerate(self._frames()):
            yield self._taken(self.tables.judge(self.flow, frame, number == 0))

    def _taken(self, found: TableResult) -> pl.DataFrame:
        written = self.written
        written.rows += found.verdicts.height
        written.error_count += found.errors.height
        if written.errors.height < MOST_ERRORS:
            kept = found.errors.head(MOST_ERRORS - written.errors.height)
            written.errors = pl.concat([written.errors, kept]) if written.errors.width else kept
        if self.progress is not None:
            self.progress(written.rows)
        frames = {"missing": found.missing, "margins": found.margins, "points": found.points}
        self.beside.add({name: None if frame is None else _with_texts(frame) for name, frame in frames.items()})
        return _with_texts(found.verdicts)

    def _frames(self) -> Iterator[pl.DataFrame]:
        """Parts of the table in which a unit stands whole."""
        code = self.flow.headings.labels.get(CODE)
        if code is None:
            empty = True
            for batch in self.lazy.collect_batches(chunk_size=_PART_ROWS):
                yield batch
                empty = False
            if empty:
                yield self.lazy.collect()
            return
        with tempfile.TemporaryDirectory(prefix=".antq-", dir=self.written.path.resolve().parent) as folder:
            whole = pl.col(code).cast(pl.String).str.strip_chars()
            yield from _split(self.lazy, whole, Path(folder))


def _split(lazy: pl.LazyFrame, unit: pl.Expr, folder: Path, level: int = 0) -> Iterator[pl.DataFrame]:
    """The rows of a table in parts of which each has all rows of its units, in the order of the table.

    A table of more rows than a part is read once and written as some smaller ones to a folder, and so on; a part whose
    rows are all of one unit stays as it is.
    """
    rows = int(lazy.select(pl.len()).collect(engine="streaming").item())
    if rows <= _PART_ROWS or level > _MOST_LEVELS:
        yield lazy.collect(engine="streaming").sort(PLACE)
        return
    count = min(_MOST_SPLIT, -(-rows // _PART_ROWS) + 1)
    pieces: list[list[Path]] = [[] for _ in range(count)]
    for number, batch in enumerate(lazy.collect_batches(chunk_size=_PART_ROWS)):
        groups = batch.with_columns((unit.hash(seed=level) % count).fill_null(0).alias(_PIECE))
        for (piece,), group in groups.partition_by(_PIECE, as_dict=True, include_key=False).items():
            path = folder / f"{level}-{piece}-{number}.arrow"
            group.write_ipc(path, compression="lz4")
            pieces[int(piece)].append(path)
    for paths in pieces:
        if paths:
            yield from _split(pl.scan_ipc(paths), unit, folder, level + 1)
            for path in paths:
                path.unlink()


def _with_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with ids and names as texts, whatever a part of the table has them as."""
    texts = [name for name in (CODE, NAME) if name in frame.columns]
    return frame.with_columns(pl.col(texts).cast(pl.String))
