"""The columns of a judged table: classes, points, and titles that are called as something else."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

import antq_rules
from antq_rules import RuleSet
from antq_rules.ruleset.table_result import TableResult
from tests.columnar.agreement import differences
from tests.columnar.model_margins import margins_of_model, margins_of_rows

pl = pytest.importorskip("polars")

TEXT = """bộ tiêu chí "Thử (hư cấu)"
  mã: thu
  áp dụng cho: xã
  khi không có đối tượng: đạt
dữ kiện [vụ]
  kiểu: số đếm (vụ)
dữ kiện [hộ]
  kiểu: số đếm (hộ)
dữ kiện [hộ ký]
  kiểu: số đếm (hộ)
  trong số: [hộ]
tiêu chí 1. "Một"
  đạt khi có đủ:
    a) không để xảy ra [vụ]
    b) số [hộ ký] đạt từ 80% trở lên số [hộ]
  điểm tối đa: 10 điểm
  chấm điểm: nội suy theo số [vụ]: 0 vụ được 10 điểm; 3 vụ được 0 điểm
{titles}
"""
TITLES = """kết luận "1"
  khi đạt tất cả tiêu chí
kết luận "1.a"
  khi tiêu chí 1 không đạt
kết luận "năm"
  khi tiêu chí 1 đạt
kết luận "Chung"
  khi tiêu chí 1 đạt
xếp loại "Chung":
  - "Tốt": tổng điểm ít nhất 8 điểm
  - "Khá": tổng điểm ít nhất 5 điểm
  - "Kém": còn lại
"""


def judged(titles: str, **columns: list[int | None]) -> tuple[RuleSet, TableResult]:
    rules = antq_rules.load_text(TEXT.format(titles=titles))
    count = len(next(iter(columns.values())))
    kinds = ["xã"] * (count - 1) + ["tỉnh"]
    frame = pl.DataFrame({"mã đơn vị": [f"x{n}" for n in range(count)], "loại": kinds, "năm": 2023, **columns})
    return rules, rules.table(frame, items=True, missing=True, margins=True, points=True)


def test_titles_that_are_called_as_something_else() -> None:
    rules, found = judged(TITLES, vu=[0, 1, None, 0], ho=[10] * 4, ho_ky=[9] * 4)
    assert found.verdicts.columns == [
        "mã đơn vị", "năm", "1", "kết luận “1”", "kết luận “1.a”", "kết luận “năm”", "Chung", "1.a", "1.b",
        "xếp loại “Chung”",
    ]  # fmt: skip
    rows = found.verdicts.select("1", "kết luận “1”", "kết luận “1.a”", "Chung", "1.a").rows()
    assert rows[:2] == [
        ("đạt", "đạt", "không đạt", "đạt", "đạt"),
        ("không đạt", "không đạt", "đạt", "không đạt", "không đạt"),
    ]
    assert rules.program.conclusions[0].title == "1"


def test_a_refused_table_has_the_same_columns() -> None:
    rules, found = judged(TITLES, vu=[0, 1], ho=[10, 10], ho_ky=[9, 9])
    frame = pl.DataFrame({"mã đơn vị": ["a", "a"], "loại": "xã", "năm": 2023, "vu": 0})
    refused = rules.table(frame, margins=True, points=True, missing=True)
    assert refused.verdicts.schema == found.verdicts.drop("1.a", "1.b").schema
    assert refused.verdicts["1"].to_list() == [None]
    for name in ("missing", "margins", "points"):
        assert getattr(refused, name).schema == getattr(found, name).schema
    assert refused.margins is not None and refused.margins.height == 0
    assert refused.points is not None and refused.points["điểm tối đa"].to_list() == [None]


CLASSES = TITLES[TITLES.index("xếp loại") :].replace('"Chung"', '"Loại"')


def test_classes_and_points_are_those_of_the_model() -> None:
    rules, found = judged(CLASSES, vu=[0, 1, None, 2, 9, 0], ho=[10] * 6, ho_ky=[9] * 6)
    wanted = [found.assessment(f"x{n}") for n in range(6)]
    plain = found.verdicts["Loại"].to_list()
    assert plain == ["Tốt", "Khá", "chưa đủ dữ liệu", "Kém", "Kém", "không xếp loại"]
    assert [one.classes["Loại"].name for one in wanted] == ["Tốt", "Khá", None, "Kém", "Kém", None]
    points = found.points
    assert points is not None
    assert points["điểm thấp nhất"].to_list() == [10, None, 0, None, 0, 0]
    thirds = points.select("điểm thấp nhất (tử số)", "điểm thấp nhất (mẫu số)").rows()
    assert [Fraction(int(top), int(bottom)) for top, bottom in thirds[:2]] == [10, Fraction(20, 3)]
    assert thirds[1] == (20, 3)
    assert points["áp dụng"].to_list() == [True] * 5 + [False]
    for one in wanted:
        total = one.total_points
        assert total is not None
        [row] = points.filter(pl.col("mã đơn vị") == one.unit_code).iter_rows(named=True)
        assert Fraction(int(row["điểm cao nhất (tử số)"]), int(row["điểm cao nhất (mẫu số)"])) == total.high
    assert differences(rules, found, [one for one in wanted if one.unit_type], items=True)[1:] == []


def test_margins_are_those_of_the_model() -> None:
    _, found = judged(CLASSES, vu=[0, 1, None, 0], ho=[10, 7, 10, 10], ho_ky=[9, 3, None, 9])
    margins = found.margins
    assert margins is not None
    for n in range(4):
        rows = margins.filter(pl.col("mã đơn vị") == f"x{n}").iter_rows(named=True)
        assert margins_of_rows(rows) == margins_of_model(found.assessment(f"x{n}"))
    told = margins.filter(pl.col("mục") == "1.b").select("mã đơn vị", "chênh lệch", "đơn vị").rows()
    assert told == [("x0", Decimal(1), "hộ"), ("x1", Decimal(-3), "hộ")]


def test_nothing_is_told_that_was_not_asked_for() -> None:
    rules = antq_rules.load_text(TEXT.format(titles=""))
    found = rules.table(pl.DataFrame({"loại": ["xã"], "năm": [2023], "vu": [0]}))
    assert (found.missing, found.margins, found.points) == (None, None, None)
    margins = rules.table(pl.DataFrame({"loại": ["xã"], "năm": [2023], "vu": [0]}), margins=True).margins
    assert margins is not None and margins["hàng"].to_list() == [1]
