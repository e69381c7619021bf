"""Files beside a table of verdicts: written part by part, so that no more than a part is ever in memory."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from antq_rules.diagnostics import Diagnostic, InvalidInput

PARQUET: Final = (".parquet", ".pq")
CSV: Final = ".csv"


class SideFiles:
    """Keeps the parts of some frames beside their files until all have come, and then puts them together.

    Raises `InvalidInput` for a file that is neither Parquet nor CSV.
    """

    def __init__(self, files: Mapping[str, Path]) -> None:
        wrong = [file for file in files.values() if file.suffix.lower() not in (*PARQUET, CSV)]
        if wrong:
            members = ", ".join((PARQUET[0], CSV))
            raise InvalidInput(
                [Diagnostic("DL122", one.name, values=(("found", one.suffix), ("members", members))) for one in wrong]
            )
        self.files = files
        self._folders: dict[str, Path] = {}
        self._parts = 0

    def __enter__(self) -> SideFiles:
        for name, file in self.files.items():
            self._folders[name] = Path(tempfile.mkdtemp(prefix=f".{file.stem}-", dir=file.parent))
        return self

    def __exit__(self, *_: object) -> None:
        for folder in self._folders.values():
            shutil.rmtree(folder, ignore_errors=True)

    def add(self, frames: Mapping[str, pl.DataFrame | None]) -> None:
        """Keep one part of each file; a file of which nothing comes at all is not written."""
        for name, folder in self._folders.items():
            frame = frames[name]
            if frame is not None:
                frame.write_parquet(folder / f"{self._parts:08}.parquet")
        self._parts += 1

    def close(self) -> None:
        """Write the files."""
        for name, folder in self._folders.items():
            parts = sorted(folder.glob("*.parquet"))
            if not parts:
                continue
            together = pl.scan_parquet(parts)
            if self.files[name].suffix.lower() == CSV:
                together.sink_csv(self.files[name], include_bom=True)
            else:
                together.sink_parquet(self.files[name])
