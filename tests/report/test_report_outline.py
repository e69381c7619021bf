"""The reasoning of an explanation as lines: what is folded, what is left out, what must stay."""

from __future__ import annotations

import attrs
import pytest
from tests.report import invented

from antq_rules import report
from antq_rules.engine.explanation import Explanation, Node
from antq_rules.report.outline import Line, margins, outline, readings_not_shown, reasons_not_applicable


def lines(line: Line) -> list[Line]:
    return [line, *(below for child in line.children for below in lines(child))]


def test_a_reading_stands_on_the_line_it_decides() -> None:
    root = outline(invented.crime())
    assert (root.verdict, root.text, [shown.code for shown in root.readings]) == (None, "có một trong:", ["A01"])
    assert [child.marker for child in root.children] == ["", ""]


def test_an_item_and_what_it_consists_of_are_one_line() -> None:
    root = outline(invented.addicts())
    first = root.children[0]
    assert (first.marker, first.code, first.text) == ("a)", "VD-0.a", "Không còn, hoặc kéo giảm đủ mức: có một trong:")
    assert first.children[1].text.startswith("[kéo giảm đủ mức]: nếu ")
    condition, side = first.children[1].children
    assert condition.verdict is None
    assert condition.text.endswith("(đúng)")
    assert condition.details == ("2022: 11 người",)
    assert side.verdict is invented.FAIL


def test_every_fact_value_margin_and_remark_is_shown() -> None:
    for criterion in invented.CRITERIA:
        shown = "\n".join(text for line in lines(outline(criterion)) for text in (line.text, *line.details))
        conditions = {node.children[0] for node in _nodes(criterion.tree) if node.kind == "branch"}
        for node in _nodes(criterion.tree):
            assert all(
                fact.value in shown and str(fact.year) in shown and fact.evidence in shown for fact in node.facts
            )
            assert all(remark in shown for remark in node.remarks)
            if node.margin is not None and node not in conditions:
                assert node.required in shown and node.actual in shown and node.margin.text in shown


def _nodes(node: Node) -> list[Node]:
    return [node, *(below for child in node.children for below in _nodes(child))]


def test_a_node_that_differs_from_its_only_child_is_not_folded() -> None:
    inner = invented.check("có [x]", invented.FAIL)
    odd = Node("1", "item", "mục", invented.PASS, "a)", "mục", children=(inner,))
    criterion = invented.models()
    root = outline(_with_tree(criterion, invented.choice("có đủ", invented.PASS, odd)))
    assert root.children[0].verdict is invented.PASS
    assert root.children[0].text == "mục"
    assert root.children[0].children[0].verdict is invented.FAIL


def _with_tree(criterion: Explanation, tree: Node) -> Explanation:
    return attrs.evolve(criterion, tree=tree)


def test_readings_of_policies_are_named_at_the_end() -> None:
    assert [shown.code for shown in readings_not_shown(invented.addicts())] == ["A11"]
    assert readings_not_shown(invented.crime()) == ()
    for form in (report.text, report.markdown, report.html):
        assert "Cách hiểu áp dụng: A11 (Không có đối tượng): đạt." in form(invented.addicts())


def test_margins_name_their_items() -> None:
    assert list(margins(invented.models())) == ["hơn mức cần 2 mô hình (mục a)", "vừa đủ (mục b)"]
    single = invented.check("số [x] ít nhất 01 vụ", invented.PASS, margin=invented.margin(0, "vụ", "vừa đủ"))
    assert list(margins(_with_tree(invented.models(), single))) == ["vừa đủ"]


def test_why_a_criterion_does_not_apply_is_said() -> None:
    assert reasons_not_applicable(invented.party()) == ("điều kiện: có [tổ chức Đảng] (không đúng)",)
    types = Node("1", "types", "đối với thị trấn", invented.OTHER, remarks=("chỉ áp dụng cho thị trấn",))
    assert reasons_not_applicable(_with_tree(invented.party(), types)) == ("chỉ áp dụng cho thị trấn",)


@pytest.mark.parametrize("form", [report.text, report.markdown, report.html])
def test_a_reading_that_is_not_the_default_says_so(form: object) -> None:
    assert callable(form)
    assert "khác mặc định" in form(invented.documents())
