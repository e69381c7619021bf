"""What the documents show runs: rule blocks compile and their examples pass, commands give the output shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests import pages as p

import antq_rules
from antq_rules.cli import main
from antq_rules.diagnostics import CODES
from antq_rules.testing import run_examples

PAGES = [p.ROOT / "README.md", *sorted(page for page in p.DOCS.rglob("*.md") if "generated" not in page.parts)]
TEXTS = {page: page.read_text("utf-8") for page in PAGES}
BLOCKS = [
    pytest.param(text, id=f"{page.name}-{number}")
    for page in PAGES
    for number, text in enumerate(p.complete_sets(TEXTS[page]))
]
FORMS = [pytest.param(page, id=page.stem) for page in PAGES if page.parent.name == "ngon-ngu" and page.stem != "index"]
MISTAKES = [
    pytest.param(TEXTS[page], mistake, id=f"{page.stem}-{number}-{mistake.code}")
    for page in PAGES
    for number, mistake in enumerate(p.mistakes(TEXTS[page]))
]
FOLDERS = [pytest.param(folder, id=folder.name) for folder in p.folders_with_commands()]
PYTHON = [
    pytest.param(page, id=page.name) for page in PAGES if any(b.language == "python" for b in p.blocks(TEXTS[page]))
]


@pytest.mark.parametrize("text", BLOCKS)
def test_rule_blocks_run(text: str) -> None:
    rules = antq_rules.load_text(text)
    assert rules.examples
    assert [result.failures for result in run_examples(rules) if not result.passed] == []
    assert [problem.text() for problem in rules.diagnostics] == []


@pytest.mark.parametrize("page", FORMS)
def test_every_form_is_shown_on_both_sides_of_its_boundary_and_unknown(page: Path) -> None:
    rules = antq_rules.load_text(p.complete_sets(TEXTS[page])[0])
    expected = {expectation.verdict for example in rules.examples for expectation in example.expectations}
    assert {"pass", "fail", "insufficient_data"} <= expected
    assert p.mistakes(TEXTS[page])


@pytest.mark.parametrize("page", FORMS)
def test_every_form_stands_in_the_overview(page: Path) -> None:
    assert f"]({page.name})" in (page.parent / "index.md").read_text("utf-8")


@pytest.mark.parametrize(("text", "mistake"), MISTAKES)
def test_mistakes_get_the_code_shown(text: str, mistake: p.Mistake) -> None:
    rules = p.complete_sets(text)[0]
    assert rules.count(mistake.right) == 1, "the right wording stands once in the page's first set"
    line = rules[: rules.index(mistake.right)].count("\n") + 1
    block = max(n for n, text in enumerate(rules.splitlines()[:line], 1) if text[:1].strip())
    found = antq_rules.check_text(rules.replace(mistake.right, mistake.wrong))
    assert mistake.code not in {problem.code for problem in antq_rules.check_text(rules)}
    assert mistake.code in {problem.code for problem in found if problem.line in (line, block)}
    assert mistake.code in CODES


@pytest.mark.parametrize("folder", FOLDERS)
def test_commands_give_the_output_shown(folder: Path) -> None:
    shown = list(p.run_commands(sorted(folder.glob("*.md"))))
    assert shown
    assert [(one.page.name, one.block.text) for one in shown] == [(one.page.name, one.real) for one in shown]


def test_the_output_in_the_readme_is_real(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    shown = re.search(r"```text\n(.*?)```", TEXTS[p.ROOT / "README.md"], re.DOTALL)
    assert shown is not None
    main(["explain", "pl1", "18", str(p.ROOT / "examples" / "pl1-gan-dat.json"), "--reading", "A01=giam_5"])
    assert shown.group(1).strip() == capsys.readouterr().out.strip()


@pytest.mark.parametrize("page", PYTHON)
def test_python_in_the_pages_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of one page run in order and share their names; its files stand in the working directory."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in p.blocks(TEXTS[page]):
        if block.language == "python":
            before = "\n" * TEXTS[page][: block.start].count("\n")  # so that a failure names the line of the page
            exec(compile(before + block.text, page.name, "exec"), names)  # noqa: S102 - our own text
        elif block.title:
            p.write_file(block)
