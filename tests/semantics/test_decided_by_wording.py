"""A comparison that no figure can change is warned of (AQ307), and only such a one."""

from __future__ import annotations

import pytest

import antq_rules

RULES = """
bộ tiêu chí "Thử"
  mã: thu
  áp dụng cho: xã
dữ kiện [điểm]
  kiểu: số đếm (điểm)
  khoảng: từ 2 đến 10
tiêu chí 1. "Thử"
  đạt khi số [điểm] {words}
"""


@pytest.mark.parametrize(
    ("words", "always"),
    [
        ("dưới 02 điểm", "luôn sai"),
        ("dưới 03 điểm", None),
        ("dưới 10 điểm", None),
        ("dưới 11 điểm", "luôn đúng"),
        ("không quá 01 điểm", "luôn sai"),
        ("không quá 02 điểm", None),
        ("không quá 10 điểm", "luôn đúng"),
        ("trên 10 điểm", "luôn sai"),
        ("trên 09 điểm", None),
        ("trên 01 điểm", "luôn đúng"),
        ("ít nhất 11 điểm", "luôn sai"),
        ("ít nhất 10 điểm", None),
        ("ít nhất 02 điểm", "luôn đúng"),
        ("bằng 01 điểm", "luôn sai"),
        ("bằng 02 điểm", None),
    ],
)
def test_only_what_is_decided_is_warned_of(words: str, always: str | None) -> None:
    found = antq_rules.check_text(RULES.format(words=words))
    assert [(problem.code, dict(problem.values)["always"]) for problem in found] == [("AQ307", always)] * (
        always is not None
    )
