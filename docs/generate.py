"""Writes the generated pages to docs/generated before the site is built: diagnostics and both appendices."""

from __future__ import annotations

import re
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
    files = _bad_files(entry.code)
    for number, file in enumerate(files, 1):
        if len(files) > 1:
            parts.append(f"## Trường hợp {number}")
        parts += _case(file)
    if not files:
        parts += ["**Sửa thế này.** " + re.sub(r"\{\w+\}", "…", entry.correction)]
    return "\n\n".join(parts) + "\n"


def _bad_files(code: str) -> list[Path]:
    """What has the code: rule files, folders of them, data files, commands."""
    rules = [one for one in (CORPUS / "bad").glob(f"{code}-*") if one.suffix != ".expected"]
    data = [one for one in (CORPUS / "data").rglob(f"{code}-*") if one.parent.name != "good"]
    commands = (CORPUS / "commands" / "bad").glob(f"{code}-*.console")
    return sorted([*rules, *(one for one in data if one.suffix != ".expected"), *commands])


def _case(file: Path) -> list[str]:
    if file.suffix == ".console":
        command, _, printed = file.read_text(encoding="utf-8").partition("\n")
        right = _texts(CORPUS / "commands" / "good" / file.name)
        return ["**Viết thế này:**", _block(command), "`antq` báo:", _block(printed), "**Sửa thế này:**", *right]
    if file.is_dir() or file.suffix == ".rules":
        said, asked = file.with_suffix(".expected"), "`antq check` báo:"
        mended = CORPUS / "good" / file.name
    else:
        said, asked = file.with_name(f"{file.name}.expected"), "`antq evaluate` báo:"
        mended = next((file.parent / "good").glob(f"{file.stem}.*"), CORPUS / "data" / "complete.json")
    reported = _block(said.read_text(encoding="utf-8"))
    return ["**Viết thế này:**", *_texts(file), asked, reported, "**Sửa thế này:**", *_texts(mended)]


def _texts(file: Path) -> list[str]:
    """The text of a file, or of each file of a folder with its name; what is not UTF-8 is shown as it is read."""
    if file.is_dir():
        return [part for one in sorted(file.iterdir()) for part in (f"Tệp `{one.name}`:", *_texts(one))]
    return [_block(file.read_text(encoding="utf-8", errors="replace"))]


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
