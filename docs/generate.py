"""Writes the generated pages to docs/generated before the site is built: diagnostics and both appendices."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import antq_rules
from antq_rules.diagnostics import CODES, Code
from antq_rules.graph.model import Fact

HERE = Path(__file__).parent
TARGET = HERE / "generated"
CORPUS = HERE.parent / "tests" / "corpus"


def main() -> None:
    """Write every generated page anew."""
    shutil.rmtree(TARGET, ignore_errors=True)
    (TARGET / "loi").mkdir(parents=True)
    reasons = read_reasons()
    for code, entry in CODES.items():
        (TARGET / "loi" / f"{code}.md").write_text(code_page(entry, reasons[code]), encoding="utf-8")
    rows = [f"| [{code}](loi/{code}.md) | {entry.title} |" for code, entry in CODES.items()]
    table = "# Mã lỗi\n\n| Mã | Vấn đề |\n|---|---|\n" + "\n".join(rows) + "\n"
    (TARGET / "ma-loi.md").write_text(table, encoding="utf-8")
    for code in antq_rules.bundled():
        (TARGET / f"{code}.md").write_text(_set_page(code), encoding="utf-8")


def read_reasons() -> dict[str, str]:
    """Why each kind of problem is refused, in the words of `vi-sao-loi.txt`."""
    lines = (HERE / "vi-sao-loi.txt").read_text(encoding="utf-8").splitlines()
    return {code: reason.strip() for code, _, reason in (line.partition(":") for line in lines)}


def code_page(entry: Code, reason: str) -> str:
    """The page of one code: what it means, files that have it, what is said of them, and how they are mended."""
    kind = "Cảnh báo" if entry.warning else "Lỗi"
    parts = [f"# {entry.code}: {entry.title}", f"**{kind}.** {reason}"]
    files = sorted([*(CORPUS / "bad").glob(f"{entry.code}-*.rules"), *(CORPUS / "data").glob(f"{entry.code}-*.json")])
    for number, file in enumerate(files, 1):
        if len(files) > 1:
            parts.append(f"## Trường hợp {number}")
        parts += _case(file)
    if not files:
        parts += ["**Sửa thế này.** " + entry.correction.replace("{members}", "…").replace("{advice}", "…")]
    return "\n\n".join(parts) + "\n"


def _case(file: Path) -> list[str]:
    said = file.with_suffix(".expected").read_text(encoding="utf-8")
    mended = CORPUS / "good" / file.name if file.suffix == ".rules" else CORPUS / "data" / "complete.json"
    asked = "`antq check` báo:" if file.suffix == ".rules" else "`antq evaluate` báo:"
    return [
        "**Viết thế này:**",
        _block(file.read_text(encoding="utf-8")),
        asked,
        _block(said),
        "**Sửa thế này:**",
        _block(mended.read_text(encoding="utf-8")),
    ]


def _block(text: str) -> str:
    shown = "".join("\ufffd" if unicodedata.category(c) == "Cf" else c for c in text)  # it would not be seen
    return f"```text\n{shown.rstrip()}\n```"


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
