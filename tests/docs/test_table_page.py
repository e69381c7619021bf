"""The page about tables: its example in Python says what the page says it does."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from tests.pages import DOCS, blocks, write_file

pytest.importorskip("polars")


def test_the_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = blocks((DOCS / "bang" / "xet-bang.md").read_text("utf-8"))
    write_file(next(block for block in shown if block.title))
    example = next(block.text for block in shown if block.language == "python")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(example, "xet-bang.md", "exec"), {})  # noqa: S102
    said = out.getvalue().splitlines()
    for line in [line.removeprefix("# ") for line in example.splitlines() if line.startswith("# ")]:
        assert line in said
