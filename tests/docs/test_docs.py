"""What the documents show runs: rule blocks compile and their examples pass, the README's output is real."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import antq_rules
from antq_rules.cli import main
from antq_rules.testing import run_examples

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCKS = [
    pytest.param(text, id=f"{page.name}-{number}")
    for page in PAGES
    for number, text in enumerate(re.findall(r"```rules\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
]


@pytest.mark.parametrize("text", BLOCKS)
def test_rule_blocks_run(text: str) -> None:
    rules = antq_rules.load_text(text)
    assert rules.examples
    assert [result.failures for result in run_examples(rules) if not result.passed] == []


def test_the_output_in_the_readme_is_real(capsys: pytest.CaptureFixture[str]) -> None:
    shown = re.search(r"```text\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None
    main(["explain", "pl1", "18", str(ROOT / "examples" / "pl1-gan-dat.json"), "--reading", "A01=giam_5"])
    assert shown.group(1).strip() == capsys.readouterr().out.strip()


def test_python_in_the_readme_runs() -> None:
    for code in re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own text
