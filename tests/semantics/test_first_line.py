"""A problem of the block that begins at a file's very first character is shown there."""

from __future__ import annotations

import antq_rules

REST = """
  áp dụng cho: xã
dữ kiện [vụ cháy]
  kiểu: số đếm (vụ)
tiêu chí 1. "Không cháy"
  đạt khi không để xảy ra [vụ cháy]
"""


def test_a_header_without_an_id_is_shown_at_its_own_line() -> None:
    for before in ("", "\n", "# ghi chú\n"):
        (problem,) = antq_rules.check_text(f'{before}bộ tiêu chí "Thử"{REST}')
        assert (problem.code, problem.line, problem.column) == ("AQ113", before.count("\n") + 1, 1)
        assert problem.source_line == 'bộ tiêu chí "Thử"'


def test_a_set_without_criteria_is_shown_at_its_own_line() -> None:
    (problem,) = antq_rules.check_text('bộ tiêu chí "Thử"\n  mã: thu\n  áp dụng cho: xã\n')
    assert (problem.code, problem.line, problem.column) == ("AQ314", 1, 1)
