"""Writes the generated pages to docs/generated before the site is built: diagnostics and both appendices."""

from __future__ import annotations

import shutil
from pathlib import Path

import antq_rules
from antq_rules.diagnostics import CODES
from antq_rules.graph.model import Fact

TARGET = Path(__file__).parent / "generated"


def main() -> None:
    """Write every generated page anew."""
    shutil.rmtree(TARGET, ignore_errors=True)
    (TARGET / "loi").mkdir(parents=True)
    for code, entry in CODES.items():
        kind = "Cảnh báo" if entry.warning else "Lỗi"
        text = f"# {code}: {entry.title}\n\n**{kind}.** {entry.message}\n\n**Sửa thế này:** {entry.correction}\n"
        (TARGET / "loi" / f"{code}.md").write_text(text, encoding="utf-8")
    rows = [f"| [{code}](loi/{code}.md) | {entry.title} |" for code, entry in CODES.items()]
    table = "# Mã lỗi\n\n| Mã | Vấn đề |\n|---|---|\n" + "\n".join(rows) + "\n"
    (TARGET / "ma-loi.md").write_text(table, encoding="utf-8")
    for code in antq_rules.bundled():
        (TARGET / f"{code}.md").write_text(_set_page(code), encoding="utf-8")


def _set_page(code: str) -> str:
    rules = antq_rules.load(code)
    parts = [f"# {rules.title}", "", f"Căn cứ: {'; '.join(rules.program.basis)}. Mã bộ: `{code}`.", ""]
    for criterion in rules.criteria:
        parts += [f"## Tiêu chí {criterion.number}. {criterion.title}", ""]
        parts += [f"{criterion.group}. {criterion.citation}.", ""]
        parts += [f"- **{item.id}** ({item.code}): {item.text}" for item in criterion.items if item.code]
        parts += ["", *(f"*Ghi chú: {note}*\n" for note in criterion.notes)]
    parts += ["## Cách hiểu", ""]
    for reading in rules.readings:
        options = "; ".join(f"“{o.title}” (`{o.code}`): {o.gloss}" for o in reading.options)
        parts.append(f"- **{reading.code}** {reading.title}. Mặc định: `{reading.default}`. {options}.")
    parts += ["", "## Dữ kiện", "", "| Mã | Tên | Nghĩa | Minh chứng |", "|---|---|---|---|"]
    parts += [_fact_row(fact) for fact in rules.facts]
    return "\n".join(parts) + "\n"


def _fact_row(fact: Fact) -> str:
    unit = f" ({fact.unit})" if fact.unit else ""
    return f"| `{fact.code}` | {fact.name}{unit} | {fact.meaning} | {fact.evidence} |"


if __name__ == "__main__":
    main()
