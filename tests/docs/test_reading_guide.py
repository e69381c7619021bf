"""The guide for officials quotes lines that really stand in the rules of Appendix II."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "quy-tac" / "cach-doc-tep-luat.md").read_text(encoding="utf-8")
RULES = (ROOT / "rules" / "phu-luc-2.rules").read_text(encoding="utf-8")


def test_blocks_are_quoted_as_they_stand() -> None:
    lines = {line.strip() for line in RULES.splitlines()}
    blocks = re.findall(r"```text\n(.*?)```", GUIDE, re.DOTALL)
    assert blocks
    assert [line for block in blocks for line in block.splitlines() if line.strip() not in lines] == []


def test_sentences_of_the_table_are_conditions_of_the_rules() -> None:
    sentences = re.findall(r"^\| `(.*?)` \|", GUIDE, re.MULTILINE)
    assert sentences
    assert [sentence for sentence in sentences if sentence not in RULES] == []
