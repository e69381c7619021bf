"""Reports on the invented example units under the bundled sets."""

from __future__ import annotations

import datetime
import json

import pytest
from tests.report.markup import Page

import antq_rules
from antq_rules import Assessment, Verdict, report
from antq_rules.report.display import display_width
from antq_rules.resources import folder

EXAMPLES = sorted(entry.name for entry in folder("examples").iterdir() if entry.name.endswith(".json"))


def assessments(name: str) -> list[Assessment]:
    rules = antq_rules.load(name.partition("-")[0])
    return [rules.assess(unit) for unit in antq_rules.read_units(str(folder("examples").joinpath(name)))]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_reported_in_every_form(name: str) -> None:
    for assessment in assessments(name):
        shown = report.text(assessment, 80, verbose=True)
        assert max(map(display_width, shown.splitlines())) <= 80
        page = Page(report.page(assessment))
        written = report.markdown(assessment)
        for criterion in assessment.criteria:
            assert criterion.title in page.text
            if criterion.verdict is Verdict.FAIL:
                assert f"Tiêu chí {criterion.number} · {criterion.title}: ✗ KHÔNG ĐẠT" in written.replace("\\", "")
        data = json.loads(json.dumps(report.data(assessment), ensure_ascii=False))
        assert report.report_from_data(data) == report.unit_report(assessment)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_saved_assessment_can_be_made_again(name: str) -> None:
    rules = antq_rules.load(name.partition("-")[0])
    for assessment in assessments(name):
        data = json.loads(json.dumps(report.data(assessment), ensure_ascii=False))
        assert data["rules"]["hash"] == rules.hash
        facts = {int(year): values for year, values in data["facts"].items()}
        again = rules.assess(
            facts.pop(data["year"]),
            year=data["year"],
            unit_type=data["unit"]["type"],
            earlier=facts,
            same_period=data["same_period"],
            cutoff=datetime.date.fromisoformat(data["cutoff"]) if data["cutoff"] else None,
            existed_before=data["existed_before"],
            readings=data["readings"],
            unit=(data["unit"]["code"], data["unit"]["name"]),
        )
        assert report.data(again) == data


def test_a_unit_of_a_type_the_set_is_not_for_gets_one_answer_everywhere() -> None:
    result = antq_rules.load("pl1").assess({}, year=2023, unit_type="doanh nghiệp")
    for criterion in result.criteria:
        explanation = result.explain(criterion.number)
        assert criterion.verdict is explanation.verdict is Verdict.NOT_APPLICABLE
        assert (explanation.needs, explanation.changes) == ((), ())
    shown = " ".join(report.text(result).split())
    assert "Loại đơn vị đã báo cáo không thuộc các loại mà bộ tiêu chí này áp dụng." in shown
    assert "? " not in shown.replace("? chưa đủ dữ liệu ·", "")


def test_a_batch_of_assessments() -> None:
    units = [assessment for name in EXAMPLES for assessment in assessments(name)]
    batches = {batch.set_code: batch for batch in report.batch_summaries(units)}
    assert sum(len(batch.units) for batch in batches.values()) == len(units)
    assert len(batches["pl1"].criteria) == 34
    assert batches["pl1"].failed_most[0].counts[Verdict.FAIL] >= 1
