"""Explanations and whole units as HTML: semantic, escaped, without scripts, links or outside resources."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from antq_rules.engine.explanation import Explanation, Need
from antq_rules.report import wording as w
from antq_rules.report.display import visible
from antq_rules.report.outline import Line, margins, outline, readings_not_shown, reasons_not_applicable
from antq_rules.report.unit_report import UnitReport, unit_report
from antq_rules.ruleset import Assessment
from antq_rules.types import Verdict

_CLASSES: Final = {
    Verdict.PASS: "antq-pass",
    Verdict.FAIL: "antq-fail",
    Verdict.INSUFFICIENT_DATA: "antq-unknown",
    Verdict.NOT_APPLICABLE: "antq-other",
}
STYLE: Final = """
body { max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .3rem 0; }
th, td { border: 1px solid #767676; padding: .25rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.antq-tree, .antq-tree ul { list-style: none; padding-left: 1.4rem; }
.antq-tree summary { cursor: pointer; }
.antq-detail { margin: .1rem 0 .3rem 1.6rem; color: #404040; overflow-wrap: anywhere; }
.antq-reading { font-style: italic; }
.antq-mark { font-weight: bold; }
.antq-pass > .antq-mark, .antq-verdict.antq-pass, .antq-pass > details > summary > .antq-mark { color: #176117; }
.antq-fail > .antq-mark, .antq-verdict.antq-fail, .antq-fail > details > summary > .antq-mark { color: #b3131b; }
.antq-unknown > .antq-mark, .antq-verdict.antq-unknown, .antq-unknown > details > summary > .antq-mark { color: #7a4b00; }
.antq-other > .antq-mark, .antq-verdict.antq-other { color: #555; }
@media print {
  body { margin: 0; max-width: none; font-size: 11pt; }
  section, li, tr { break-inside: avoid-page; }
  details::details-content { content-visibility: visible; display: block; }
}
""".strip()  # noqa: E501
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def explanation_html(explanation: Explanation, level: int = 2) -> str:
    """Why one criterion got its verdict and what would change it, as a `section` under a heading of a level."""
    title = f"{_text(w.criterion_title(explanation))} {_verdict_of(explanation)}"
    lines = [
        f'<section class="antq-criterion {_CLASSES[explanation.verdict]}">',
        _heading(title, level),
        *_tree(outline(explanation)),
        *_outcome(explanation),
    ]
    for shown in readings_not_shown(explanation):
        lines.append(_paragraph(w.sentence(f"{w.READINGS_APPLIED}: {w.reading_chosen(shown)}")))
    lines += [_paragraph(f"{w.NOTE}: {note}") for note in explanation.notes]
    if explanation.citation:
        lines.append(f'<p class="antq-citation">{w.CITATION}: <cite>{_text(explanation.citation)}</cite>.</p>')
    return "\n".join([*lines, "</section>"]) + "\n"


def assessment_html(assessment: Assessment | UnitReport, level: int = 1) -> str:
    """A whole unit as an `article`: verdicts, what stands in the way, data errors, why criteria did not pass."""
    report = unit_report(assessment)
    below = level + 1
    lines = ['<article class="antq-unit">', _heading(_text(w.unit_line(report)), level), *_header(report)]
    lines += [_heading(w.VERDICTS_BY_CRITERION, below), *_table(report), *_in_the_way(report, below)]
    if report.errors:
        errors = [" ".join(w.data_error(error)) for error in report.errors]
        lines += [_heading(w.DATA_ERRORS, below), *_list(errors)]
    explained = [criterion for criterion in report.criteria if w.is_explained(criterion)]
    if explained:
        lines.append(_heading(w.EXPLAINED_POINTS if report.is_scored else w.EXPLAINED, below))
        lines += [explanation_html(criterion, level + 2).rstrip() for criterion in explained]
    lines += _others(report, below)
    lines.append(f"<footer>{_paragraph(w.made_from(report))}</footer>")
    return "\n".join([*lines, "</article>"]) + "\n"


def page(body: str, title: str) -> str:
    """A full document around fragments made here; it loads and runs nothing. `title` is plain text."""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="vi">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_text(title)}</title>",
            f"<style>\n{STYLE}\n</style>",
            "</head>",
            "<body>",
            "<main>",
            body.rstrip(),
            "</main>",
            "</body>",
            "</html>\n",
        ]
    )


def _text(text: str) -> str:
    return html.escape(" ".join(visible(text).split()))


def _heading(content: str, level: int) -> str:
    level = min(level, 6)
    return f"<h{level}>{content}</h{level}>"


def _paragraph(text: str) -> str:
    return f"<p>{_text(text)}</p>"


def _verdict(verdict: Verdict) -> str:
    mark = f'<span aria-hidden="true">{w.MARKS[verdict]}</span>'
    return f'<span class="antq-verdict {_CLASSES[verdict]}">{mark} {verdict.vietnamese.upper()}</span>'


def _verdict_of(explanation: Explanation) -> str:
    if not explanation.only_points:
        return _verdict(explanation.verdict)
    return f'<span class="antq-verdict antq-other">{_text(w.mark_of(explanation))}</span>'


def _list(texts: Iterable[str]) -> list[str]:
    return ["<ul>", *(f"<li>{_text(text)}</li>" for text in texts), "</ul>"]


# ------------------------------------------------------------------------------------------------ one criterion
def _tree(root: Line) -> Iterator[str]:
    if root.verdict is None:
        yield f'<p class="antq-lead">{_words(root)}</p>'
        yield from _details(root)
    yield '<ul class="antq-tree">'
    for line in [root] if root.verdict is not None else root.children:
        yield from _line(line)
    yield "</ul>"


def _line(line: Line) -> Iterator[str]:
    kind = "antq-condition" if line.verdict is None else _CLASSES[line.verdict]
    code = f' data-code="{_text(line.code)}"' if line.code else ""
    yield f'<li class="{kind}" data-id="{_text(line.id)}"{code}>'
    if not line.children:
        yield _words(line)
        yield from _details(line)
    else:
        is_open = "" if line.verdict is Verdict.PASS else " open"
        yield f"<details{is_open}><summary>{_words(line)}</summary>"
        yield from _details(line)
        yield "<ul>"
        for child in line.children:
            yield from _line(child)
        yield "</ul></details>"
    yield "</li>"


def _words(line: Line) -> str:
    mark = ""
    if line.verdict is not None:
        words = line.verdict.vietnamese
        mark = f'<span class="antq-mark" role="img" aria-label="{words}">{w.MARKS[line.verdict]}</span> '
    marker = f"<b>{_text(line.marker)}</b> " if line.marker else ""
    text = f"{mark}{marker}{_text(line.text)}"
    if line.readings:
        text += f' <span class="antq-reading">({_text("; ".join(w.reading(shown) for shown in line.readings))})</span>'
    return text


def _details(line: Line) -> Iterator[str]:
    for detail in line.details:
        yield f'<p class="antq-detail">{_text(detail)}</p>'
    if line.citation:
        yield f'<p class="antq-detail">{w.CITATION}: <cite>{_text(line.citation)}</cite></p>'


def _outcome(explanation: Explanation) -> Iterator[str]:
    doubt = w.doubt(explanation.changes_complete)
    texts = [w.change(change) for change in explanation.changes]
    if len(texts) == 1:
        yield f'<p class="antq-changes"><strong>{w.purpose(explanation)}</strong>{doubt}: {_text(texts[0])}</p>'
    elif texts:
        yield f'<p class="antq-changes"><strong>{w.one_of_these(explanation)}</strong>{doubt}:</p>'
        yield from ("<ol>", *(f"<li>{_text(text)}</li>" for text in texts), "</ol>")
    if explanation.outlook:
        yield _paragraph(explanation.outlook)
    yield from _needs(explanation.needs)
    if explanation.no_longer_matter:
        yield _paragraph(w.sentence(f"{w.NO_LONGER_MATTER}: {'; '.join(explanation.no_longer_matter)}"))


def _needs(needs: Sequence[Need]) -> Iterator[str]:
    if not needs:
        return
    yield f'<p class="antq-needs"><strong>{w.NEEDED}</strong>:</p>'
    yield "<dl>"
    for kind, title in w.NEEDS:
        found = [need.text for need in needs if need.kind == kind]
        if found:
            yield f"<dt>{title}</dt>"
            yield from (f"<dd>{_text(text)}</dd>" for text in found)
    yield "</dl>"


# ------------------------------------------------------------------------------------------------ a whole unit
def _header(report: UnitReport) -> Iterator[str]:
    yield _paragraph(f"{report.set_title} ({report.set_code})")
    yield _paragraph(f"{w.YEAR}: {w.year_line(report)}")
    if report.readings:
        yield f"<p>{w.READINGS_CHOSEN}:</p>"
        yield from _list(w.reading_chosen(shown) for shown in report.readings)
    if report.stated or report.parameters:
        yield from _list(w.stated_lines(report))
    if report.is_scored:
        return
    summary = report.summary
    yield f'<p class="antq-conclusion"><strong>{_text(summary.title)}</strong> {_verdict(summary.verdict)}</p>'
    yield _paragraph(summary.text)
    for conclusion in report.conclusions:
        if conclusion.title != summary.title:
            yield f'<p class="antq-conclusion">{_text(conclusion.title)} {_verdict(conclusion.verdict)}</p>'


def _table(report: UnitReport) -> Iterator[str]:
    yield f"<table><caption>{w.legend(report)}</caption>"
    heads = "".join(f'<th scope="col">{head}</th>' for head in (w.CRITERION, w.TITLE, w.VERDICT))
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for criterion in report.criteria:
        cells = f'<th scope="row">{_text(criterion.number)}</th><td>{_text(w.titled(criterion))}</td>'
        mark = f'<span aria-hidden="true">{w.MARKS[criterion.verdict]}</span> {criterion.verdict.vietnamese}'
        if criterion.only_points:
            mark = _text(criterion.points)
        yield f'<tr>{cells}<td class="antq-verdict {_CLASSES[criterion.verdict]}">{mark}</td></tr>'
    yield "</tbody></table>"


def _in_the_way(report: UnitReport, level: int) -> Iterator[str]:
    summary = report.summary
    if report.is_scored or not (summary.moves or summary.needs or summary.hopeless):
        return
    yield _heading(_text(w.in_the_way(summary)), level)
    if summary.moves:
        doubt = w.doubt(summary.certain)
        yield f"<p><strong>{w.CHANGES_NEEDED}</strong>{doubt}:</p>"
        yield from _list(move.text for move in summary.moves)
    yield from _needs(summary.needs)
    if summary.hopeless:
        yield _paragraph(w.hopeless(summary))


def _others(report: UnitReport, level: int) -> Iterator[str]:
    for verdict, title in ((Verdict.NOT_APPLICABLE, w.NOT_APPLICABLE), (Verdict.PASS, w.PASSED)):
        found = [criterion for criterion in report.criteria if w.is_listed(criterion, verdict)]
        if found:
            yield _heading(title, level)
            yield from (text for criterion in found for text in _folded(criterion))


def _folded(criterion: Explanation) -> Iterator[str]:
    is_passed = criterion.verdict is Verdict.PASS
    tail = " · ".join(margins(criterion) if is_passed else reasons_not_applicable(criterion))
    title = f"{w.CRITERION} {criterion.number}. {criterion.title}"
    summary = _text(f"{title}: {tail}" if tail else title)
    yield f'<details class="{_CLASSES[criterion.verdict]}"><summary>{summary}</summary>'
    yield from _tree(outline(criterion))
    yield "</details>"
