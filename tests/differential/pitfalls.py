"""Where engines are known to go wrong, one small case each, with verdicts worked out by hand.

Each is a condition, facts by year counted from the assessed one, and the verdict. They are judged in one table per
condition by every executor.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import attrs

import antq_rules
from tests.differential.cases import Case, State, Unit, Value

YEAR: Final = 2024
RULES: Final = """bộ tiêu chí "Chỗ dễ sai (hư cấu)"
  mã: cho-de-sai
  áp dụng cho: xã
  khi không có đối tượng: không áp dụng
dữ kiện [vụ]
  mã: vu
  kiểu: số đếm (vụ)
dữ kiện [án]
  mã: an
  kiểu: số đếm (vụ)
dữ kiện [hộ]
  mã: ho
  kiểu: số đếm (hộ)
dữ kiện [hộ nghèo]
  mã: ho_ngheo
  kiểu: số đếm (hộ)
  trong số: [hộ]
dữ kiện [sản lượng]
  mã: san_luong
  kiểu: số đo (tấn)
dữ kiện [buổi]
  mã: buoi
  kiểu: theo tháng (buổi)
dữ kiện [ngày họp]
  mã: ngay
  kiểu: ngày
dữ kiện [việc tốt]
  mã: tot
  kiểu: xác nhận
tiêu chí 1. "Thử"
  đạt khi {condition}
"""
PASS: Final = "pass"
FAIL: Final = "fail"
UNDECIDED: Final = "insufficient_data"
NONE: Final = "not_applicable"
Facts = Mapping[str, Value]


@attrs.frozen
class Pitfall:
    """What goes wrong elsewhere, the condition, and units: facts of the year and of those before, and the verdict."""

    name: str
    condition: str
    units: tuple[tuple[tuple[Facts, ...], str], ...]

    @property
    def case(self) -> Case:
        """The case with all units in one table."""
        text = RULES.format(condition=self.condition)
        units = tuple(
            Unit("xã", YEAR, {YEAR - back: facts for back, facts in enumerate(years)}) for years, _ in self.units
        )
        return Case(0, text, antq_rules.load_text(text), units)

    @property
    def verdicts(self) -> list[str]:
        """The verdict of each unit."""
        return [verdict for _, verdict in self.units]


def _months(*other: int | None) -> tuple[int | None, ...]:
    return (*other, *(1,) * (12 - len(other)))


def _nested(depth: int) -> str:
    text = "số [vụ] không quá 2 vụ"
    for _ in range(depth):
        text = f"nếu ({text}) thì (có [việc tốt] hoặc số [án] bằng 0 vụ) nếu không thì (số [án] ít nhất 1 vụ)"
    return text


_BIG: Final = 2**62
PITFALLS: Final = (
    Pitfall(
        "null as false",
        "có một trong:\n    a) không có [vụ]\n    b) có [việc tốt]",
        ((({},), UNDECIDED), (({"vu": 1},), UNDECIDED), (({"tot": True},), PASS), (({"vu": 1, "tot": False},), FAIL)),
    ),
    Pitfall(
        "negated null",
        "không phải (không có [vụ])",
        ((({},), UNDECIDED), (({"vu": 1},), PASS), (({"vu": 0},), FAIL)),
    ),
    Pitfall(
        "branch on null takes otherwise",
        "nếu có [việc tốt] thì số [vụ] không quá 1 vụ nếu không thì số [vụ] không quá 3 vụ",
        (
            (({"vu": 1},), PASS),
            (({"vu": 2},), UNDECIDED),
            (({"vu": 4},), FAIL),
            (({"vu": 2, "tot": False},), PASS),
            (({},), UNDECIDED),
        ),
    ),
    Pitfall(
        "branch without otherwise",
        "nếu có [việc tốt] thì số [vụ] không quá 1 vụ",
        (
            (({"vu": 1},), UNDECIDED),
            (({"tot": False},), NONE),
            (({"tot": True, "vu": 2},), FAIL),
        ),
    ),
    Pitfall(
        "sums beyond 64 bits",
        "số [vụ] + số [án] + số [án] trên 9.223.372.036.854.775.807 vụ",
        (
            (({"vu": _BIG, "an": _BIG // 2},), PASS),
            (({"vu": _BIG - 1, "an": _BIG // 2},), FAIL),
            (({"vu": 2**63, "an": 2**63},), PASS),
            (({"vu": 10**29, "an": 10**29},), PASS),
            (({"vu": 2**64, "an": 0},), PASS),
        ),
    ),
    Pitfall(
        "differences beyond 64 bits",
        "số [vụ] - 3 × số [án] không quá 0 vụ",
        (
            (({"vu": 2**64, "an": 2**63},), PASS),
            (({"vu": 3 * 2**63, "an": 2**63},), PASS),
            (({"vu": 3 * 2**63 + 1, "an": 2**63},), FAIL),
        ),
    ),
    Pitfall(
        "products of percentages beyond 64 bits",
        "số [hộ nghèo] chiếm dưới 33,3333% [hộ]",
        (
            (({"ho": 10**6, "ho_ngheo": 333_332},), PASS),
            (({"ho": 10**6, "ho_ngheo": 333_333},), FAIL),
            (({"ho": 3 * 10**18, "ho_ngheo": 999_999 * 10**12 - 1},), PASS),
            (({"ho": 3 * 10**18, "ho_ngheo": 10**18},), FAIL),
            (({"ho": 0},), NONE),
            (({},), UNDECIDED),
        ),
    ),
    Pitfall(
        "floats above 2**53",
        "số [vụ] bằng 9.007.199.254.740.993 vụ",
        ((({"vu": 2**53 + 1},), PASS), (({"vu": 2**53},), FAIL), (({"vu": 2**53 + 2},), FAIL)),
    ),
    Pitfall(
        "decimal mean at a threshold",
        "bình quân 3 năm số [vụ] không quá 9 vụ",
        (
            (({"vu": 10}, {"vu": 10}, {"vu": 7}), PASS),
            (({"vu": 10}, {"vu": 10}, {"vu": 8}), FAIL),
            (({"vu": 28}, {}, {}), FAIL),
            (({"vu": 27}, {}, {}), UNDECIDED),
        ),
    ),
    Pitfall(
        "against a mean that has no end of decimals",
        "số [vụ] không tăng so với bình quân 3 năm trước",
        (
            (({"vu": 3}, {"vu": 3}, {"vu": 3}, {"vu": 4}), PASS),
            (({"vu": 4}, {"vu": 3}, {"vu": 3}, {"vu": 4}), FAIL),
            (({"vu": 0},), PASS),
        ),
    ),
    Pitfall(
        "exact change",
        "số [vụ] giảm ít nhất 5% so với năm trước",
        (
            (({"vu": 57}, {"vu": 60}), PASS),
            (({"vu": 58}, {"vu": 60}), FAIL),
            (({"vu": 0}, {"vu": 0}), PASS),
            (({"vu": 1}, {"vu": 0}), FAIL),
            (({"vu": 19 * 10**18}, {"vu": 20 * 10**18}), PASS),
            (({"vu": 19 * 10**18 + 1}, {"vu": 20 * 10**18}), FAIL),
            (({"vu": 0},), PASS),
        ),
    ),
    Pitfall(
        "decimals that binary fractions miss",
        "[sản lượng] + [sản lượng] năm trước bằng 0,3 tấn",
        (
            (({"san_luong": Decimal("0.1")}, {"san_luong": Decimal("0.2")}), PASS),
            (({"san_luong": Decimal("0.1")}, {"san_luong": Decimal("0.200000001")}), FAIL),
        ),
    ),
    Pitfall(
        "all months where one is null",
        "hằng tháng số [buổi] ít nhất 01 buổi",
        (
            (({"buoi": _months(None)},), UNDECIDED),
            (({"buoi": _months(None, 0)},), FAIL),
            (({"buoi": _months()},), PASS),
            (({"buoi": (None,) * 12},), UNDECIDED),
            (({},), UNDECIDED),
        ),
    ),
    Pitfall(
        "a sum of months where one is null",
        "cả năm số [buổi] ít nhất 11 buổi",
        (
            (({"buoi": _months(None)},), PASS),
            (({"buoi": _months(None, 0)},), UNDECIDED),
            (({"buoi": _months(0, 0)},), FAIL),
        ),
    ),
    Pitfall(
        "absence is not null",
        "[ngày họp] khác ngày 15/02",
        (
            (({"ngay": State.ABSENT},), FAIL),
            (({},), UNDECIDED),
            (({"ngay": datetime.date(YEAR, 2, 15)},), FAIL),
            (({"ngay": datetime.date(YEAR, 2, 14)},), PASS),
        ),
    ),
    Pitfall(
        "no such year is not null",
        "số [vụ] không tăng so với năm trước, không có năm trước thì không áp dụng",
        (
            (({"vu": 1}, {"vu": State.NO_YEAR}), NONE),
            (({"vu": 1}, {}), UNDECIDED),
            (({"vu": 1}, {"vu": 1}), PASS),
        ),
    ),
    Pitfall(
        "no limit on either side still has its parity",
        "2 × số [vụ] - 2 × số [án] khác 3 vụ",
        ((({},), PASS), (({"vu": 4},), PASS), (({"vu": 4, "an": 1},), PASS)),
    ),
    Pitfall(
        "a share of an unknown whole among its parts",
        "số [hộ nghèo] đạt 100% [hộ], không có đối tượng thì đạt",
        (
            (({"ho": 4, "ho_ngheo": 4},), PASS),
            (({"ho": 4, "ho_ngheo": 3},), FAIL),
            (({"ho": 0},), PASS),
            (({"ho_ngheo": 0},), UNDECIDED),
            (({"ho_ngheo": 3},), UNDECIDED),
            (({},), UNDECIDED),
        ),
    ),
    Pitfall(
        "one way out that says less than the other",
        "(số [vụ] giảm ít nhất 5% so với năm trước) hoặc (số [vụ] không tăng so với năm trước)",
        (
            (({"vu": 5}, {"vu": 5}), PASS),
            (({"vu": 6}, {"vu": 5}), FAIL),
            (({"vu": 0}, {}), PASS),
            (({"vu": 0}, {"vu": 0}), PASS),
            (({"vu": 1}, {}), UNDECIDED),
            (({}, {"vu": 0}), UNDECIDED),
        ),
    ),
    Pitfall(
        "deep chains",
        _nested(20),
        (
            (({"vu": 2, "an": 0, "tot": True},), PASS),
            (({"vu": 2, "an": 3, "tot": False},), PASS),
            (({"vu": 3, "an": 0, "tot": False},), FAIL),
        ),
    ),
    Pitfall(
        "wide alternatives",
        " hoặc ".join(f"số [vụ] bằng {number} vụ" for number in range(0, 240, 2)),
        ((({"vu": 238},), PASS), (({"vu": 239},), FAIL), (({},), UNDECIDED)),
    ),
)
