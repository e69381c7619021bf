"""Worked examples of rule files, run against the set they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from antq_rules.engine.intake import cutoff_of
from antq_rules.graph.model import Example, Expectation
from antq_rules.ruleset import Assessment, PointsResult, RuleSet
from antq_rules.syntax.numbers import format_number
from antq_rules.types import Verdict


@attrs.frozen
class ExampleResult:
    """How one example went: `failures` says, for each expectation not met and each bad value, what came instead."""

    example: Example
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came as expected."""
        return not self.failures


def run_examples(rules: RuleSet, examples: Sequence[Example] | None = None) -> tuple[ExampleResult, ...]:
    """Run a set's examples (or the ones given) and say what came of each.

    >>> from antq_rules import load_text
    >>> rules = load_text('''
    ... bộ tiêu chí "Ví dụ"
    ...   mã: vd
    ...   áp dụng cho: xã
    ... dữ kiện [vụ cháy]
    ...   kiểu: số đếm (vụ)
    ... tiêu chí 1. "Không có cháy"
    ...   đạt khi không để xảy ra [vụ cháy]
    ... ví dụ "một vụ là không đạt"
    ...   cho năm 2023:
    ...     [vụ cháy]: 1 vụ
    ...   thì tiêu chí 1 không đạt
    ... ''')
    >>> [result.passed for result in run_examples(rules)]
    [True]
    """
    chosen = rules.examples if examples is None else examples
    return tuple(ExampleResult(example, tuple(_failures(rules, example))) for example in chosen)


def assess_example(rules: RuleSet, example: Example) -> Assessment:
    """The assessment that an example describes."""
    years: dict[int, dict[str, object]] = {}
    for given in example.given:
        reported = years.setdefault(given.year, {})
        collection, found, rest = given.fact.partition("#")
        if not found:
            reported[given.fact] = given.value
            continue
        member, _, fact = rest.partition("#")
        _member(reported, collection, member)[fact] = given.value
    return rules.assess(
        years.pop(example.year, {}),
        year=example.year,
        unit_type=example.unit_type,
        earlier=years,
        cutoff=None if example.cutoff is None else cutoff_of(example.cutoff, example.year),
        readings=dict(example.readings),
        parameters=dict(example.parameters),
    )


def _member(reported: dict[str, object], collection: str, name: str) -> dict[str, object]:
    """The record of one member of a list, added where the example did not name it before."""
    written = reported.get(collection)
    listed = written if isinstance(written, list) else []
    records = [entry if isinstance(entry, dict) else {"tên": entry} for entry in listed]
    reported[collection] = records
    for record in records:
        if record["tên"] == name:
            return record
    records.append({"tên": name})
    return records[-1]


def _failures(rules: RuleSet, example: Example) -> Iterator[str]:
    assessment = assess_example(rules, example)
    for error in assessment.errors:
        yield f"số liệu của ví dụ không hợp: {error.message}"
    for expectation in example.expectations:
        wanted, got = _compared(assessment, expectation)
        if wanted != got:
            yield f"{_subject(expectation)}: mong đợi “{wanted}”, kết quả “{got}”"


def _compared(assessment: Assessment, expectation: Expectation) -> tuple[str, str]:
    """What an example expects and what came, as an official reads both."""
    if expectation.kind == "class":
        found = assessment.classes[expectation.name]
        return expectation.verdict or "chưa đủ dữ liệu", found.name or "chưa đủ dữ liệu"
    if expectation.points is not None:
        points = _points(assessment, expectation)
        wanted = f"{format_number(expectation.points)} điểm"
        if points is not None and points.value is not None:
            return wanted, f"{format_number(points.value)} điểm"
        return wanted, "không áp dụng" if points is None or not points.applies else points.text
    return Verdict(expectation.verdict).vietnamese, _verdict(assessment, expectation).vietnamese


def _points(assessment: Assessment, expectation: Expectation) -> PointsResult | None:
    match expectation.kind:
        case "points":
            return assessment.points(expectation.name)
        case "group":
            return assessment.group_points.get(expectation.name)
        case _:
            return assessment.total_points


def _verdict(assessment: Assessment, expectation: Expectation) -> Verdict:
    match expectation.kind:
        case "criterion":
            return assessment[expectation.name].verdict
        case "item":
            items = assessment.items
            return items.get(expectation.name, Verdict.NOT_APPLICABLE)
        case _:
            return assessment.conclusions[expectation.name]


def _subject(expectation: Expectation) -> str:
    words = {"criterion": "tiêu chí", "item": "mục", "points": "điểm tiêu chí"}.get(expectation.kind)
    other = {
        "class": f"xếp loại “{expectation.name}”",
        "total": "tổng điểm",
        "group": f"điểm nhóm “{expectation.name}”",
    }
    if expectation.kind in other:
        return other[expectation.kind]
    return f"{words} {expectation.name}" if words else f"kết luận “{expectation.name}”"
