"""A small invented set with facts of every kind, for tests that ask what is said of one condition."""

from __future__ import annotations

from functools import cache

import antq_rules
from antq_rules import RuleSet

HEADER = """bộ tiêu chí "Mẫu (hư cấu)"
  mã: mau
  áp dụng cho: xã, phường
{lines}
"""
EMPTY_PASSES = "  khi không có đối tượng: đạt"
VOCABULARY = """
thang "Xếp loại": "Yếu" < "Trung bình" < "Khá" < "Xuất sắc"
danh mục "Ngày hội": "Ngày A" (mã: ngay_a); "Ngày B" (mã: ngay_b); "Ngày C" (mã: ngay_c)
danh mục "Cấp": "tỉnh" (mã: tinh); "huyện" (mã: huyen); "xã" (mã: xa)
cách hiểu A1 "Thử"
  - "hẹp" (mặc định; mã: hep): nghĩa hẹp
  - "rộng" (mã: rong): nghĩa rộng
dữ kiện [vụ]
  mã: vu
  kiểu: số đếm (vụ)
dữ kiện [tin báo]
  mã: tin
  kiểu: số đếm (vụ)
  khoảng: từ 0 đến 8
dữ kiện [hộ]
  mã: ho
  kiểu: số đếm (hộ)
dữ kiện [hộ văn hóa]
  mã: van_hoa
  kiểu: số đếm (hộ)
  trong số: [hộ]
dữ kiện [cán bộ]
  mã: can_bo
  kiểu: số đếm dương (người)
dữ kiện [cán bộ tốt]
  mã: tot_can_bo
  kiểu: số đếm (người)
  trong số: [cán bộ]
dữ kiện [sản lượng]
  mã: san_luong
  kiểu: số đo (tấn)
dữ kiện [kế hoạch]
  mã: ke_hoach
  kiểu: số đo (tấn)
  cố định
dữ kiện [quỹ]
  mã: quy
  kiểu: số tiền (triệu đồng)
  khoảng: từ 0 đến 500
dữ kiện [buổi]
  mã: buoi
  kiểu: theo tháng (buổi)
dữ kiện [ngày ban hành]
  mã: ngay
  kiểu: ngày
dữ kiện [mức]
  mã: muc
  kiểu: xếp loại (thang "Xếp loại")
dữ kiện [cấp]
  mã: cap
  kiểu: loại (danh mục "Cấp")
dữ kiện [ngày hội]
  mã: ngay_hoi
  kiểu: tập (danh mục "Ngày hội")
dữ kiện [việc tốt]
  mã: tot
  kiểu: xác nhận
dữ kiện [việc khác]
  mã: khac
  kiểu: xác nhận
dữ kiện [tổ chức Đảng]
  mã: to_chuc
  kiểu: điều kiện
"""


@cache
def rules_of(*conditions: str, lines: str = EMPTY_PASSES, end: str = "") -> RuleSet:
    """The set whose criteria 1, 2 … have those conditions; `lines` stand in its header, `end` at its end."""
    criteria = [
        f'tiêu chí {number}. "Số {number}"\n  đạt khi {condition}\n' for number, condition in enumerate(conditions, 1)
    ]
    return antq_rules.load_text(HEADER.format(lines=lines) + VOCABULARY + "".join(criteria) + end)
