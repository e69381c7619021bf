"""What the pages of docs/ show, as data: named files, commands with their output, and sentences written wrongly.

- A block ```` ```rules ```` without a title, or with `title="trọn bộ: x.rules"`, is a complete set whose examples pass.
- A block with `title="x.rules"` (or `.json`) is a file of that name; `title="thêm vào cuối x.rules"` goes on with it.
- A block ```` ```console ```` holds commands after `$ ` with the output they give; the pages of one folder are read in
  the order of their names and share one directory, so a tutorial can go on from page to page.
- A table headed “Viết sai | Viết đúng | Mã” says which code an author gets for the first instead of the second.

`python -m tests.pages` writes the real output of every command into the pages; read the change before keeping it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs

from antq_rules.cli import main

ROOT: Final = Path(__file__).resolve().parents[1]
DOCS: Final = ROOT / "docs"
APPENDED: Final = "thêm vào cuối "
WHOLE: Final = "trọn bộ: "
_BLOCK: Final = re.compile(r'^```(\w+)(?: title="([^"\n]*)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)
_MISTAKES: Final = re.compile(r"^\| Viết sai \| Viết đúng \| Mã \|\n\|[-| ]+\|\n((?:\|.*\n)+)", re.MULTILINE)
_ROW: Final = re.compile(r"^\| (.*?) \| `(.*?)` \| \[(\w+)\]\(\.\./generated/loi/(\w+)\.md\) \|$", re.MULTILINE)
_WIDTH: Final = "80"


@attrs.frozen
class Block:
    """A fenced block of a page: its language, its title, its text, and where the text stands in the page."""

    language: str
    title: str
    text: str
    start: int
    end: int


@attrs.frozen
class Mistake:
    """A row of a table of mistakes: what is written, what should have been, the code that says so."""

    wrong: str
    right: str
    code: str


@attrs.frozen
class Shown:
    """A block of commands, and the same with the output that the commands really give."""

    page: Path
    block: Block
    real: str


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [Block(m[1], m[2] or "", m[3], m.start(3), m.end(3)) for m in _BLOCK.finditer(text)]


def complete_sets(text: str) -> list[str]:
    """The rule blocks of a page that are sets of their own."""
    return [
        block.text
        for block in blocks(text)
        if block.language == "rules" and (not block.title or block.title.startswith(WHOLE))
    ]


def mistakes(text: str) -> list[Mistake]:
    """The mistakes that a page warns of; a wrong cell without code marks stands for nothing written."""
    rows = "".join(table[1] for table in _MISTAKES.finditer(text))
    found = [Mistake(_code(m[1]), m[2], m[3]) for m in _ROW.finditer(rows) if m[3] == m[4]]
    if len(found) != rows.count("\n"):
        raise ValueError(
            f"a row of the table of mistakes is not of the form | wrong | `right` | [code](page) |:\n{rows}"
        )
    return found


def _code(cell: str) -> str:
    return cell[1:-1] if cell.startswith("`") else ""


def folders_with_commands() -> list[Path]:
    """The folders of docs/ that show commands."""
    pages = [
        page for page in DOCS.rglob("*.md") if any(b.language == "console" for b in blocks(page.read_text("utf-8")))
    ]
    return sorted({page.parent for page in pages})


def run_commands(pages: Sequence[Path]) -> Iterator[Shown]:
    """Write the files that pages show, run their commands, and give the real output of each block."""
    with tempfile.TemporaryDirectory() as directory, contextlib.chdir(directory), _width():
        for page in pages:
            for block in blocks(page.read_text("utf-8")):
                if block.language == "console":
                    yield Shown(
                        page, block, "".join(_run(line) for line in block.text.splitlines() if line[:2] == "$ ")
                    )
                elif block.title.startswith(APPENDED):
                    with Path(block.title.removeprefix(APPENDED)).open("a", encoding="utf-8") as file:
                        file.write("\n" + block.text)
                elif block.title:
                    write_file(block)


def write_file(block: Block) -> None:
    """Write the file that a block with a title shows."""
    file = Path(block.title.removeprefix(WHOLE))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(block.text, encoding="utf-8")


@contextlib.contextmanager
def _width() -> Iterator[None]:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = _WIDTH
    try:
        yield
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before


def _run(line: str) -> str:
    program, *arguments = shlex.split(line.removeprefix("$ "))
    if program != "antq":
        raise ValueError(f"only antq is run: {line}")
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        main(arguments)
    return f"{line}\n{output.getvalue().rstrip()}\n"


def write_real_output() -> None:
    """Put the real output of every command into the pages."""
    for folder in folders_with_commands():
        shown = list(run_commands(sorted(folder.glob("*.md"))))
        for one in reversed(shown):
            text = one.page.read_text("utf-8")
            one.page.write_text(text[: one.block.start] + one.real + text[one.block.end :], encoding="utf-8")


if __name__ == "__main__":
    write_real_output()
