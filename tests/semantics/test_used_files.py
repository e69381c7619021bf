"""Files that a set uses: those beside it come before the bundled ones, and nothing else is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from antq_rules import load_file, load_text
from antq_rules.ruleset import loading

TEXT = """bộ tiêu chí "Thử (hư cấu)"
  mã: thu
  áp dụng cho: xã
  {uses}
{fact}
tiêu chí 1. "Không cháy"
  đạt khi không có [vụ cháy]
"""
FACT = "dữ kiện [vụ cháy]\n  mã: vu\n  kiểu: số đếm (vụ)\n"


def test_a_set_that_uses_no_file_reads_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    read: list[str] = []
    original = loading._read

    def remember(place: object, name: str) -> object:
        read.append(name)
        return original(place, name)  # type: ignore[arg-type]

    monkeypatch.setattr(loading, "_read", remember)
    text = TEXT.format(uses="", fact=FACT)
    (tmp_path / "thu.rules").write_text(text, encoding="utf-8")
    (tmp_path / "khac.rules").write_text(FACT, encoding="utf-8")
    assert load_text(text).code == load_file(tmp_path / "thu.rules").code == "thu"
    assert read == []


def test_a_file_beside_the_set_hides_the_bundled_one(tmp_path: Path) -> None:
    (tmp_path / "thu.rules").write_text(TEXT.format(uses="dùng: tu-vung", fact=""), encoding="utf-8")
    (tmp_path / "tu-vung.rules").write_text(FACT, encoding="utf-8")
    rules = load_file(tmp_path / "thu.rules")
    assert [fact.code for fact in rules.program.facts] == ["vu"]


def test_a_text_may_use_given_and_bundled_files() -> None:
    given = load_text(TEXT.format(uses="dùng: rieng", fact=""), others={"rieng.rules": FACT})
    assert [fact.code for fact in given.facts] == ["vu"]
    bundled = load_text(TEXT.format(uses="dùng: tu-vung", fact=FACT))
    assert len(bundled.program.facts) > 100
