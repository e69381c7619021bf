"""The page on adding a comparison shows a change whose additions stand in the files."""

from __future__ import annotations

import os

import pytest
from tests import pages as p

PAGE = (p.DOCS / "ngon-ngu" / "them-mot-phep-so-sanh.md").read_text("utf-8")
DIFFS = [block for block in p.blocks(PAGE) if block.language == "diff"]


@pytest.mark.parametrize("block", DIFFS, ids=lambda block: block.title)
def test_what_the_change_adds_stands_in_the_file(block: p.Block) -> None:
    """Only the addition is asked for: more words may come to the same line later."""
    before, after = ("".join(line[1:] for line in block.text.splitlines() if line[0] == sign) for sign in "-+")
    start = len(os.path.commonprefix([before, after]))
    end = len(os.path.commonprefix([before[start:][::-1], after[start:][::-1]]))
    added = after[start : len(after) - end]
    assert added and added in (p.ROOT / block.title).read_text("utf-8")


def test_each_step_names_its_file() -> None:
    assert [block.title.split("/")[0] for block in DIFFS] == ["src", "grammar", "tests", "tests", "docs"]
