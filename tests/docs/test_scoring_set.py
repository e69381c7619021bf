"""The worked scoring set: the file that stands beside the tutorial is what its pages build, and its examples pass."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from tests import pages as p

import antq_rules
from antq_rules.testing import run_examples

FOLDER = p.DOCS / "huong-dan" / "bo-cham-diem"
FILE = FOLDER / "bo-mau.rules"
APPENDED = f"{p.APPENDED}{FILE.name}"


def built_by_the_pages() -> str:
    """The text that a reader has after the last page."""
    parts = [
        block.text
        for page in sorted(FOLDER.glob("*.md"))
        for block in p.blocks(page.read_text("utf-8"))
        if block.title in (FILE.name, APPENDED)
    ]
    return "\n".join(parts)


@pytest.fixture(scope="module")
def rules() -> antq_rules.RuleSet:
    return antq_rules.load_file(FILE)


def test_the_file_is_what_the_pages_build() -> None:
    assert FILE.read_text("utf-8") == built_by_the_pages()


def test_every_example_passes_and_there_are_many(rules: antq_rules.RuleSet) -> None:
    results = run_examples(rules)
    assert rules.diagnostics == ()
    assert len(results) >= 40
    assert [(result.example.title, result.failures) for result in results if not result.passed] == []


def test_every_criterion_class_and_group_is_shown_at_a_boundary(rules: antq_rules.RuleSet) -> None:
    expected = [expectation for example in rules.examples for expectation in example.expectations]
    points = {(one.name, one.points) for one in expected if one.kind == "points"}
    for criterion in rules.criteria:
        assert len([value for number, value in points if number == criterion.number]) >= 2 or criterion.number in (
            "9",
            "10",
        )
    classes = Counter(one.verdict for one in expected if one.kind == "class")
    (classification,) = rules.program.classifications
    assert {name for name, _ in classification.classes} | {""} == set(classes)
    assert min(classes.values()) >= 2


def test_it_says_that_it_is_invented() -> None:
    text = FILE.read_text("utf-8")
    assert text.startswith("# Bộ này không có thật")
    assert "(hư cấu)" in re.findall(r"^bộ tiêu chí .*", text, re.MULTILINE)[0]
