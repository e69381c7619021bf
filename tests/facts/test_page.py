"""The page on data files is true: its files are read, its spellings agree between formats, its errors are real."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

import antq_rules
from antq_rules import Diagnostic, InvalidInput, RuleSet, read_units_text

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "so-lieu.md").read_text(encoding="utf-8")
(RULES,) = re.findall(r"```rules title=\"thu.rules\"\n(.*?)```", PAGE, re.DOTALL)
BLOCKS = re.findall(r"```(json|yaml|csv)\n(.*?)```(?:\n\n```text\n(.*?)```)?", PAGE, re.DOTALL)
ROWS = re.findall(r"^\| `(\w+)` ([^|]+?) \| (.*) \|$", PAGE.partition("## Cách ghi giá trị")[2], re.MULTILINE)
FORMS = ("json", "yaml", "csv")


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return antq_rules.load_text(RULES)


def said(rules: RuleSet, form: str, text: str) -> list[Diagnostic]:
    try:
        units = read_units_text(text, f"so-lieu.{form}", form)
    except InvalidInput as error:
        return list(error.diagnostics)
    return [problem for unit in units for problem in rules.assess(unit).errors]


@pytest.mark.parametrize(("form", "text", "shown"), BLOCKS)
def test_files_shown_are_read_or_refused_as_shown(rules: RuleSet, form: str, text: str, shown: str) -> None:
    assert "\n".join(problem.text() for problem in said(rules, form, text)) == shown.strip()


def test_every_form_is_shown_right_and_most_are_shown_wrong() -> None:
    assert {form for form, _, shown in BLOCKS if not shown} == set(FORMS)
    assert {form for form, _, shown in BLOCKS if shown} == {"yaml", "csv"}


def one_fact(form: str, code: str, value: str) -> str:
    if form == "json":
        return f'{{"đơn vị": {{"mã": "x1", "loại": "xã"}}, "năm": 2023, "dữ kiện": {{"{code}": {value}}}}}'
    if form == "yaml":
        return f"đơn vị: {{mã: x1, loại: xã}}\nnăm: 2023\ndữ kiện:\n  {code}: {value}\n"
    target = io.StringIO()
    csv.writer(target).writerows([["mã", "loại", "năm", code], ["x1", "xã", "2023", value]])
    return target.getvalue()


@pytest.mark.parametrize(("code", "kind", "cells"), ROWS)
def test_spellings_in_one_row_are_one_value(rules: RuleSet, code: str, kind: str, cells: str) -> None:
    columns = [re.findall(r"`([^`]*)`", column) for column in re.split(r" \| (?=`)(?=(?:[^`]*`[^`]*`)*[^`]*\Z)", cells)]
    assert len(columns) == 3 and len({len(column) for column in columns}) == 1
    for spellings in zip(*columns, strict=True):
        results = []
        for form, value in zip(FORMS, spellings, strict=True):
            text = one_fact(form, code, value)
            assert said(rules, form, text) == [], (kind, form, value)
            judge = rules.assess(read_units_text(text, form=form)[0])._judge
            results.append((judge.data.values, judge.data.evidence))
        assert results[0] == results[1] == results[2], (kind, spellings)
        assert bool(results[0][0]) is ("chưa báo cáo" not in kind)


def test_every_kind_of_fact_has_its_row(rules: RuleSet) -> None:
    """Lists have a section of their own: CSV cannot hold them."""
    in_cells = {fact.code for fact in rules.program.facts if fact.kind != "list" and not fact.owner}
    assert {code for code, _, _ in ROWS} == in_cells
