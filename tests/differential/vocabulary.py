"""What generated sets are made of: facts of every kind that need no list of members, scales, lists, readings.

Everything is drawn from one `random.Random`, so that a seed gives the same text again, and so that hypothesis can
draw through `st.randoms(use_true_random=False)`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, TypeVar

import attrs

T = TypeVar("T")

VERDICTS: Final = ("đạt", "không đạt", "không áp dụng", "chưa đủ dữ liệu")
UNIT_TYPES: Final = ("xã", "phường", "đặc khu")
FIRST_YEAR: Final = 2022
LAST_YEAR: Final = 2026
GRADES: Final = ("Yếu", "Trung bình", "Khá", "Xuất sắc")
RANKS: Final = ("C", "B", "A")
EVENTS: Final = ("Ngày A", "Ngày B", "Ngày C", "Ngày D")
LEVELS: Final = ("tỉnh", "huyện", "xã")
REGIONS: Final = ("I", "II", "III")

VOCABULARIES: Final = {
    "muc": 'thang "Xếp loại": "Yếu" (mã: yeu) < "Trung bình" (mã: trung_binh) < "Khá" (mã: kha) '
    '< "Xuất sắc" (mã: xuat_sac)\n',
    "hang": 'thang "Hạng": "C" < "B" < "A"\n',
    "ngay_hoi": 'danh mục "Ngày hội": "Ngày A" (mã: ngay_a); "Ngày B" (mã: ngay_b); "Ngày C" (mã: ngay_c); '
    '"Ngày D" (mã: ngay_d)\ndanh mục "Cốt lõi": "Ngày A" (mã: ngay_a); "Ngày C" (mã: ngay_c)\n',
    "cap": 'danh mục "Cấp": "tỉnh" (mã: tinh); "huyện" (mã: huyen); "xã" (mã: xa)\n',
    "vung": 'danh mục "Vùng": "I" (mã: vung_1); "II" (mã: vung_2); "III" (mã: vung_3)\n',
}


@attrs.frozen
class FactOfSet:
    """A fact that a generated set may declare; `ranged` where a range may be declared for it."""

    code: str
    name: str
    kind: str
    unit: str = ""
    part_of: str = ""
    ranged: bool = True

    @property
    def written(self) -> str:
        """The kind as a declaration writes it."""
        return f"{self.kind} ({self.unit})" if self.unit else self.kind


_FACTS: Final = (
    FactOfSet("vu", "vụ cháy", "số đếm", "vụ"),
    FactOfSet("no_vu", "vụ nổ", "số đếm", "vụ"),
    FactOfSet("luot", "lượt hỗ trợ", "số đếm", "lượt"),
    FactOfSet("khen", "giấy khen", "số đếm", "lượt"),
    FactOfSet("ho", "hộ", "số đếm", "hộ", ranged=False),
    FactOfSet("ho_ngheo", "hộ nghèo", "số đếm", "hộ", "ho"),
    FactOfSet("ho_kho", "hộ rất nghèo", "số đếm", "hộ", "ho_ngheo"),
    FactOfSet("can_bo", "cán bộ", "số đếm dương", "người", ranged=False),
    FactOfSet("can_bo_tot", "cán bộ tốt", "số đếm", "người", "can_bo"),
    FactOfSet("can_bo_gioi", "cán bộ giỏi", "số đếm", "người", "can_bo_tot", ranged=False),
    FactOfSet("dan", "dân", "số đếm dương", "người"),
    FactOfSet("can", "mục cần", "số đếm", "mục"),
    FactOfSet("san_luong", "sản lượng", "số đo", "tấn"),
    FactOfSet("ke_hoach", "kế hoạch", "số đo", "kg"),
    FactOfSet("dat", "đất", "số đo", "ha", ranged=False),
    FactOfSet("dat_cay", "đất trồng cây", "số đo", "ha", "dat"),
    FactOfSet("ty_le", "tỷ lệ giải quyết", "số đo", "%"),
    FactOfSet("diem", "điểm thẩm định", "số đo", "điểm"),
    FactOfSet("quy", "quỹ", "số tiền", "nghìn đồng"),
    FactOfSet("thu", "thu ngân sách", "số tiền", "triệu đồng"),
    FactOfSet("binh_quan", "bình quân tỉnh", "số tiền", "triệu đồng/người", ranged=False),
    FactOfSet("luot_nguoi", "lượt mỗi người", "số đo", "lượt/người", ranged=False),
    FactOfSet("buoi", "buổi", "theo tháng", "buổi"),
    FactOfSet("buoi_giao", "buổi được giao", "theo tháng", "buổi", ranged=False),
    FactOfSet("ngay", "ngày ban hành", "ngày"),
    FactOfSet("ngay_hop", "ngày họp", "ngày"),
    FactOfSet("ngay_nop", "ngày nộp", "ngày"),
    FactOfSet("muc", "mức", 'xếp loại (thang "Xếp loại")'),
    FactOfSet("hang", "hạng", 'xếp loại (thang "Hạng")'),
    FactOfSet("cap", "cấp", 'loại (danh mục "Cấp")'),
    FactOfSet("vung", "vùng", 'loại (danh mục "Vùng")'),
    FactOfSet("ngay_hoi", "ngày hội", 'tập (danh mục "Ngày hội")'),
    FactOfSet("tot", "việc tốt", "xác nhận"),
    FactOfSet("dung", "việc đúng", "xác nhận"),
    FactOfSet("quy_che", "quy chế", "xác nhận"),
    FactOfSet("cho", "chợ", "điều kiện"),
    FactOfSet("to_chuc", "tổ chức Đảng", "điều kiện"),
    FactOfSet("ket_qua", "kết quả phong trào", "kết quả", "bộ pl1"),
)
FACTS: Final = {fact.code: fact for fact in _FACTS}

COUNTS: Final = tuple(f.code for f in _FACTS if f.kind in ("số đếm", "số đếm dương") and f.code != "can")
SAME_UNIT: Final = (
    ("vu", "no_vu"),
    ("luot", "khen"),
    ("ho", "ho_ngheo", "ho_kho"),
    ("can_bo", "can_bo_tot", "can_bo_gioi", "dan"),
    ("san_luong", "ke_hoach"),
    ("dat", "dat_cay"),
    ("quy", "thu"),
)
SHARES: Final = (
    ("ho_ngheo", "ho"),
    ("ho_kho", "ho_ngheo"),
    ("ho_kho", "ho"),
    ("can_bo_tot", "can_bo"),
    ("can_bo_gioi", "can_bo"),
    ("can_bo_gioi", "can_bo_tot"),
    ("khen", "luot"),
    ("no_vu", "vu"),
    ("san_luong", "ke_hoach"),
    ("dat_cay", "dat"),
    ("thu", "quy"),
    ("can_bo_tot", "dan"),
)
NEVER_EMPTY: Final = frozenset({"can_bo", "dan"})
MEASURES: Final = {
    "tấn": ("tấn", "kg", "tạ"),
    "kg": ("kg", "tấn"),
    "ha": ("ha", "m²", "km²"),
    "nghìn đồng": ("nghìn đồng", "đồng", "triệu đồng"),
    "triệu đồng": ("triệu đồng", "tỷ đồng", "nghìn đồng"),
}


# ------------------------------------------------------------------------------------------------ drawing
def pick(random_: random.Random, options: Sequence[T]) -> T:
    """One of some options."""
    return options[random_.randrange(len(options))]


def chance(random_: random.Random, percent: int) -> bool:
    """True that often."""
    return random_.randrange(100) >= 100 - percent


def weighted(random_: random.Random, options: Sequence[tuple[int, T]]) -> T:
    """One of some options, each as often as its weight says."""
    left = random_.randrange(sum(weight for weight, _ in options))
    for weight, option in options:
        left -= weight
        if left < 0:
            return option
    raise AssertionError("weights add up")


def some(random_: random.Random, options: Sequence[T], least: int, most: int) -> list[T]:
    """Between so many and so many of some options, in their order."""
    count = random_.randint(least, min(most, len(options)))
    chosen = set(random_.sample(range(len(options)), count))
    return [option for at, option in enumerate(options) if at in chosen]


# ------------------------------------------------------------------------------------------------ numbers
def number(value: Fraction | int) -> str:
    """A number the Vietnamese way, without a spelling that could mean two numbers."""
    value = Fraction(value)
    scaled = value * 10**6
    assert scaled.denominator == 1 and value >= 0
    whole, decimals = divmod(scaled.numerator, 10**6)
    text = f"{whole:,}".replace(",", ".")
    shown = f"{decimals:06d}".rstrip("0")
    if not shown:
        return text
    return f"{text},{shown}0" if len(shown) == 3 else f"{text},{shown}"


def small(random_: random.Random) -> int:
    """A limit as rules write them: mostly small, now and then as large as figures get."""
    return weighted(
        random_,
        [(70, random_.randint(0, 6)), (18, random_.randint(7, 30)), (6, pick(random_, (100, 1000, 12345, 10**6))),
         (2, pick(random_, (2**31 - 1, 2**31, 2**53, 2**53 + 1, 2**63 - 1, 2**63, 10**18)))],
    )  # fmt: skip


def percentage(random_: random.Random) -> str:
    """A percentage between 0 and 100, now and then in thousandths."""
    return weighted(
        random_,
        [(50, f"{pick(random_, (5, 10, 20, 25, 40, 50, 60, 80, 90))}%"), (12, "100%"), (5, "0%"),
         (12, pick(random_, ("1,5%", "12,5%", "33,3%", "66,67%", "0,05%", "99,99%"))), (4, "3‰"), (2, "0,1‰")],
    )  # fmt: skip
