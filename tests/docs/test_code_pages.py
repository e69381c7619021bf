"""The page of each code says why, shows a file that has it, what is said of that file, and the mended file."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from antq_rules.diagnostics import CODES

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_FILE = {
    *("SEC003", "LIM001", "LIM002", "LIM003", "DL123", "DL132", "DL133", "DL141", "DL203", "DL205"),
    *("DL134", "DL135", "DL136", "DL137", "DL138", "DL145", "DL146", "DL147"),
}


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = _generator()


def test_every_code_has_its_reason_and_no_reason_is_left_over() -> None:
    assert GENERATOR.read_reasons().keys() == CODES.keys()
    assert [code for code, reason in GENERATOR.read_reasons().items() if not reason.endswith(".")] == []


@pytest.mark.parametrize("code", sorted(CODES))
def test_page_of_a_code(code: str) -> None:
    page: str = GENERATOR.code_page(CODES[code], GENERATOR.read_reasons()[code])
    assert page.startswith(f"# {code}: {CODES[code].title}\n")
    assert "{" not in page.split("```")[0]
    assert page.count("**Viết thế này:**") == page.count("**Sửa thế này:**") == page.count("` báo:")
    assert (page.count("` báo:") == 0) == (code in WITHOUT_FILE)
    assert code in WITHOUT_FILE or f" {code}: " in page  # the report of the file
    assert "\u202e" not in page
