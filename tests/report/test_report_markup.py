"""Somebody's text stays text in HTML and Markdown, wherever it stands."""

from __future__ import annotations

import typing
from typing import Any

import attrs
import markdown  # type: ignore[import-untyped]  # mkdocs brings it, without types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report import invented
from tests.report.markup import Page

from antq_rules import report
from antq_rules.diagnostics import Diagnostic
from antq_rules.report.markdown_document import escaped

HTML_ELEMENTS = {
    "article", "b", "body", "caption", "cite", "dd", "details", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "head",
    "html", "li", "main", "meta", "ol", "p", "section", "span", "strong", "style", "summary", "table", "tbody", "td",
    "th", "thead", "title", "tr", "ul",
}  # fmt: skip
HTML_ATTRIBUTES = {
    "aria-hidden", "aria-label", "charset", "class", "content", "data-code", "data-id", "http-equiv", "lang", "name",
    "open", "role", "scope",
}  # fmt: skip
MARKDOWN_ELEMENTS = {
    "em", "h1", "h2", "h3", "h4", "li", "ol", "p", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"
}  # fmt: skip
HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    "\"'><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "[bấm](javascript:alert(1)) ![x](http://vi.du/x) <http://vi.du> http://vi.du www.vi.du a@vi.du",
    "*a* _b_ `c` ~~d~~ $e$ | f | # g &lt; &#x3c; ^h^",
    "1. một",
    "- hai",
    "+ ba",
    "> bốn\n# năm\n    sáu",
    "=1+1",
    "</title></style><b>",
    "a\x1b[2J\u202e\x00b",
)


def poisoned(value: Any, text: str) -> Any:
    """The same data with a text put into every field that holds one."""
    kind = type(value)
    if kind is Diagnostic:
        return attrs.evolve(value, file=text, place=text, values=tuple((key, text) for key, _ in value.values))
    if attrs.has(kind):
        hints = typing.get_type_hints(kind)
        kept = {"kind", "state"}  # words of ours, not somebody's
        return attrs.evolve(
            value,
            **{
                name: text if hints[name] is str and name not in kept else poisoned(getattr(value, name), text)
                for name in (field.name for field in attrs.fields(kind))
            },
        )
    if isinstance(value, tuple):
        return tuple(text if isinstance(part, str) else poisoned(part, text) for part in value)
    return value


@pytest.mark.parametrize("text", HOSTILE)
def test_html_stays_inert(text: str) -> None:
    unit = poisoned(invented.unit(), text)
    page = Page(report.page(unit))
    assert page.elements <= HTML_ELEMENTS
    assert page.attributes <= HTML_ATTRIBUTES
    for criterion in unit.criteria:
        assert Page(report.html(criterion)).elements <= HTML_ELEMENTS
        assert Page(report.page(criterion)).elements <= HTML_ELEMENTS


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_stays_inert(text: str) -> None:
    unit = poisoned(invented.unit(), text)
    for written in (report.markdown(unit), *map(report.markdown, unit.criteria), report.batch_markdown([unit])):
        page = Page(markdown.markdown(written, extensions=["tables"]))
        assert page.elements <= MARKDOWN_ELEMENTS
        assert page.attributes <= {"style"}  # alignment of table cells


@given(st.text(alphabet=st.sampled_from("ab1.)-+*_`[]()<>&#|~!\\ \nệ$@:/"), max_size=40))
def test_escaped_markdown_shows_the_text_itself(text: str) -> None:
    words = " ".join(text.split())
    page = Page(markdown.markdown(f"- {escaped(text)}", extensions=["tables"]))
    assert page.elements == {"ul", "li"}
    assert " ".join(page.text.split()) == words


@given(st.text(max_size=60))
def test_html_shows_the_text_itself(text: str) -> None:
    printable = " ".join("".join(c for c in text if c.isprintable()).split())
    shown = Page(report.html(attrs.evolve(invented.models(), title=printable))).text
    assert printable in " ".join(shown.split())


def test_a_page_loads_and_runs_nothing() -> None:
    written = report.page(invented.unit())
    assert "default-src 'none'" in written
    assert "<script" not in written and "href" not in written and "src=" not in written and "url(" not in written
    assert '<html lang="vi">' in written
    assert "<title>Xã Ví Dụ Chín (hư cấu) · mã vd-xa-09 · xã · 2023</title>" in written


def test_what_failed_is_unfolded_and_what_passed_is_folded() -> None:
    written = report.html(invented.addicts())
    assert '<li class="antq-fail" data-id="0.a" data-code="VD-0.a">\n<details open>' in written
    assert "<details>" in report.html(attrs.evolve(invented.addicts(), tree=_passing_tree()))


def _passing_tree() -> Any:
    tree = invented.models().tree
    return invented.choice("có đủ", invented.PASS, invented.item("a)", "Mô hình", tree))


@pytest.mark.parametrize("form", [report.markdown, report.html])
def test_headings_go_no_deeper_than_six(form: Any) -> None:
    written = form(invented.unit(), 6)
    assert "#######" not in written
    assert "<h7" not in written


def test_a_verdict_is_said_in_words_for_those_who_see_no_mark() -> None:
    written = report.html(invented.crime())
    assert 'role="img" aria-label="không đạt">✗</span>' in written
    assert '<span aria-hidden="true">✗</span> KHÔNG ĐẠT' in written
