"""What an application sees that has only the installed package: run against the built wheel too."""

from __future__ import annotations

import subprocess
import sys

import antq_rules


def test_importing_brings_in_neither_pint_nor_lark() -> None:
    code = "import sys, antq_rules; print(sorted({'pint', 'lark', 'attrs'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_a_bundled_set_loads_and_assesses_without_pint_or_lark() -> None:
    code = (
        "import sys, antq_rules as a; r = a.load('pl1');"
        "print(r.assess({}, year=2023, unit_type='xã').verdict.value, {'pint', 'lark'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "insufficient_data set()"


def test_a_text_compiles_with_the_grammar_that_came_with_the_package() -> None:
    rules = antq_rules.load_text(
        'bộ tiêu chí "Thử"\n mã: thu\n áp dụng cho: xã\ndữ kiện [vụ cháy]\n mã: vu\n kiểu: số đếm (vụ)\n'
        'tiêu chí 1. "Không cháy"\n đạt khi không để xảy ra [vụ cháy]\n'
    )
    assert rules.assess({"vu": 0}, year=2023).verdict.value == "pass"
    assert rules.assess({"vu": 1}, year=2023).verdict.value == "fail"
    assert rules.assess({}, year=2023).verdict.value == "insufficient_data"


def test_every_public_name_is_there() -> None:
    assert [name for name in antq_rules.__all__ if not hasattr(antq_rules, name)] == []
