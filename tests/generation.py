"""Typed rule sets and facts made at random: as text that an author could have written, and values near the thresholds.

Everything is drawn through a `Chooser`, so the same generator serves hypothesis (which shrinks) and seeded plain
random (which gives volume).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import attrs
from hypothesis import strategies as st

T = TypeVar("T")


class Chooser(Protocol):
    """Draws whole numbers and members."""

    def integer(self, low: int, high: int) -> int: ...


@attrs.frozen
class RandomChooser:
    """Draws from a seeded generator."""

    source: random.Random

    def integer(self, low: int, high: int) -> int:
        return self.source.randint(low, high)


@attrs.frozen
class DrawChooser:
    """Draws from hypothesis."""

    draw: Callable[[st.SearchStrategy[int]], int]

    def integer(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))


def pick(chooser: Chooser, options: Sequence[T]) -> T:
    """One of some options."""
    return options[chooser.integer(0, len(options) - 1)]


def chance(chooser: Chooser, percent: int) -> bool:
    """True that often; hypothesis shrinks it to false."""
    return chooser.integer(0, 99) >= 100 - percent


HEADER = """bộ tiêu chí "Bộ ngẫu nhiên (hư cấu)"
  mã: ngau-nhien
  áp dụng cho: xã, phường
  khi không có đối tượng: {empty}
"""

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
dữ kiện [lượt]
  mã: luot
  kiểu: số đếm (lượt)
  khoảng: từ 0 đến 8
dữ kiện [khen]
  mã: khen
  kiểu: số đếm (lượt)
dữ kiện [hộ]
  mã: ho
  kiểu: số đếm (hộ)
dữ kiện [hộ nghèo]
  mã: ho_ngheo
  kiểu: số đếm (hộ)
  trong số: [hộ]
dữ kiện [cán bộ]
  mã: can_bo
  kiểu: số đếm dương (người)
dữ kiện [cán bộ tốt]
  mã: can_bo_tot
  kiểu: số đếm (người)
  trong số: [cán bộ]
dữ kiện [sản lượng]
  mã: san_luong
  kiểu: số đo (tấn)
dữ kiện [kế hoạch]
  mã: ke_hoach
  kiểu: số đo (tấn)
  cố định
dữ kiện [nợ]
  mã: no
  kiểu: số tiền (triệu đồng)
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
dữ kiện [việc đúng]
  mã: dung
  kiểu: xác nhận
dữ kiện [tổ chức Đảng]
  mã: to_chuc
  kiểu: điều kiện
"""

GRADES = ("Yếu", "Trung bình", "Khá", "Xuất sắc")
COUNTS = {"vụ": "vụ", "lượt": "lượt", "khen": "lượt", "hộ": "hộ", "hộ nghèo": "hộ", "cán bộ tốt": "người"}
LIMITS = ("ít nhất", "không quá", "trên", "dưới", "đúng", "khác")


@attrs.frozen
class Generated:
    """A rule file's text, the number of criteria in it, and how many tests it asks for at the most."""

    text: str
    criteria: int


def rule_set(chooser: Chooser) -> Generated:
    """A rule set that compiles."""
    count = chooser.integer(1, 4)
    empty = pick(chooser, ("đạt", "không đạt", "chưa đủ dữ liệu", "không áp dụng"))
    parts = [HEADER.format(empty=empty), VOCABULARY]
    for number in range(1, count + 1):
        parts.append(f'\ntiêu chí {number}. "Tiêu chí số {number}"\n  đạt khi {_body(chooser, "")}\n')
    parts.append('\nkết luận "Đủ điều kiện"\n  khi đạt tất cả tiêu chí\n')
    return Generated("".join(parts), count)


def _body(chooser: Chooser, indent: str) -> str:
    if chance(chooser, 40):
        return condition(chooser, 2)
    choice = pick(chooser, ("có đủ", "có một trong", "có ít nhất 2 trong"))
    items = [f"    {letter}) {_item(chooser)}" for letter in "abcd"[: chooser.integer(2, 4)]]
    return f"{choice}:\n" + "\n".join(items)


def _item(chooser: Chooser) -> str:
    kind = chooser.integer(0, 9)
    if kind <= 4:
        return condition(chooser, 1)
    if kind == 5:
        return f"áp dụng khi {condition(chooser, 0)}: {condition(chooser, 1)}"
    if kind == 6:
        return f"đối với {pick(chooser, ('xã', 'phường'))}: {condition(chooser, 1)}"
    if kind == 7:
        return f"đối với {pick(chooser, ('năm 2023', 'từ năm 2024'))}: {condition(chooser, 1)}"
    if kind == 8:
        lines = [f'      - "{option}": {condition(chooser, 1)}' for option in ("hẹp", "rộng")]
        return "theo cách hiểu A1:\n" + "\n".join(lines)
    choice = pick(chooser, ("có đủ", "có một trong"))
    lines = [f"      - {condition(chooser, 0)}" for _ in range(2)]
    return f"{choice}:\n" + "\n".join(lines)


def condition(chooser: Chooser, depth: int) -> str:
    """A condition, nested at the most so deep."""
    kind = chooser.integer(0, 9) if depth else 0
    if kind <= 4:
        return test(chooser)
    inner = [condition(chooser, depth - 1) for _ in range(3)]
    if kind == 5:
        return f"({inner[0]}) và ({inner[1]})"
    if kind == 6:
        return f"({inner[0]}) hoặc ({inner[1]}) hoặc ({inner[2]})"
    if kind == 7:
        return f"không phải ({inner[0]})"
    if kind == 8:
        return f"(nếu ({inner[0]}) thì ({inner[1]}) nếu không thì ({inner[2]}))"
    return f"(nếu ({inner[0]}) thì ({inner[1]}))"


def test(chooser: Chooser) -> str:
    """One test of some kind."""
    return pick(chooser, TESTS)(chooser)


def _threshold(chooser: Chooser) -> str:
    name = pick(chooser, tuple(COUNTS))
    return f"số [{name}] {pick(chooser, LIMITS)} {chooser.integer(1, 6):02d} {COUNTS[name]}"


def _between(chooser: Chooser) -> str:
    low = chooser.integer(0, 4)
    word = pick(chooser, ("đến", "đến dưới"))
    return f"số [vụ] từ {low} vụ {word} {low + chooser.integer(1, 4)} vụ"


def _sum(chooser: Chooser) -> str:
    sign = pick(chooser, ("+", "-"))
    return f"số [lượt] {sign} số [khen] {pick(chooser, LIMITS[:4])} {chooser.integer(1, 6):02d} lượt"


def _figures(chooser: Chooser) -> str:
    return pick(
        chooser,
        ("[sản lượng] vượt [kế hoạch]", "[sản lượng] không dưới [kế hoạch]", "số [hộ nghèo] không quá [hộ]",
         "[nợ] không quá 1,5 triệu đồng", "không nợ [nợ]", "[sản lượng] ít nhất 2.500 kg"),
    )  # fmt: skip


def _change(chooser: Chooser) -> str:
    name = pick(chooser, ("vụ", "hộ", "khen"))
    direction = pick(chooser, ("giảm", "tăng"))
    limit = pick(chooser, ("ít nhất", "không quá", "trên", "dưới"))
    amount = pick(chooser, ("5%", "20%", f"02 {COUNTS[name]}", "12,5%"))
    tail = pick(chooser, ("", "", ", năm trước bằng 0 thì không tăng là đạt", ", năm trước bằng 0 thì không đạt"))
    if chance(chooser, 25):
        return f"số [{name}] {pick(chooser, ('không tăng', 'không giảm', 'tăng', 'giảm'))} so với năm trước"
    return f"số [{name}] {direction} {limit} {amount} so với năm trước{tail}"


def _share(chooser: Chooser) -> str:
    part, whole = pick(chooser, (("hộ nghèo", "hộ"), ("cán bộ tốt", "cán bộ"), ("khen", "lượt")))
    limit = pick(chooser, ("đạt 100%", "đạt ít nhất 80%", "chiếm dưới 1,5%", "chiếm không quá 40%", "chiếm trên 50%"))
    tail = pick(chooser, ("", "", ", không có đối tượng thì không đạt", " (tỷ lệ làm tròn đến 01 chữ số thập phân)"))
    return f"số [{part}] {limit} [{whole}]{tail}"


def _grade(chooser: Chooser) -> str:
    limit = pick(chooser, ("từ {} trở lên", "từ {} trở xuống", "bằng {}", "khác {}", "trên {}"))
    return f"[mức] {limit.format(chr(34) + pick(chooser, GRADES[1:3]) + chr(34))}"


def _set(chooser: Chooser) -> str:
    return "[ngày hội] " + pick(
        chooser,
        ('gồm "Ngày A"', 'không gồm "Ngày B"', 'gồm đủ danh mục "Ngày hội"', 'gồm ít nhất 2 trong danh mục "Ngày hội"',
         'đúng bằng danh mục "Ngày hội"', 'gồm đủ: "Ngày A"; "Ngày C"'),
    )  # fmt: skip


def _date(chooser: Chooser) -> str:
    limits = ("trong quý I", "trước ngày 15/02", "không muộn hơn 25/10", "trong tháng 6", "sau ngày 01/03",
              "từ 01/02 đến 31/03", "không muộn hơn 31/03, kể cả trước năm xét")  # fmt: skip
    return f"[ngày ban hành] {pick(chooser, limits)}"


def _months(chooser: Chooser) -> str:
    if chance(chooser, 50):
        return f"hằng tháng số [buổi] {pick(chooser, LIMITS[:4])} {chooser.integer(1, 2):02d} buổi"
    return f"cả năm số [buổi] {pick(chooser, LIMITS[:4])} {chooser.integer(10, 14)} buổi"


def _said(chooser: Chooser) -> str:
    verb = pick(chooser, ("có", "không có"))
    return f"{verb} [{pick(chooser, ('việc tốt', 'việc đúng', 'tổ chức Đảng', 'ngày ban hành', 'mức', 'vụ', 'cấp'))}]"


def _one_of(chooser: Chooser) -> str:
    return "[cấp] " + pick(chooser, ('là "tỉnh"', 'thuộc "tỉnh"; "huyện"', 'không là "xã"'))


def _earlier(chooser: Chooser) -> str:
    year = pick(chooser, ("năm trước", "2 năm trước", "năm 2022"))
    return f"số [vụ] {year} {pick(chooser, LIMITS[:4])} {chooser.integer(1, 6):02d} vụ"


TESTS: tuple[Callable[[Chooser], str], ...] = (
    _threshold, _threshold, _between, _sum, _figures, _change, _change, _share, _share, _grade, _set, _date, _months,
    _said, _said, _one_of, _earlier,
)  # fmt: skip


# ------------------------------------------------------------------------------------------------ facts
@attrs.frozen
class GeneratedFacts:
    """A unit's facts of the assessed year and of the year before, its type and year."""

    unit_type: str
    year: int
    facts: dict[str, Any]
    previous: dict[str, Any]


def unit_facts(chooser: Chooser, unknown: int = 20) -> GeneratedFacts:
    """Facts near the thresholds that `rule_set` writes; each is left out that often in a hundred."""
    facts = _year(chooser, unknown)
    previous = _year(chooser, unknown)
    return GeneratedFacts(pick(chooser, ("xã", "phường")), pick(chooser, (2023, 2024)), facts, previous)


def _year(chooser: Chooser, unknown: int) -> dict[str, Any]:
    whole = chooser.integer(0, 10)
    staff = chooser.integer(1, 10)
    made: dict[str, Callable[[], Any]] = {
        "vu": lambda: chooser.integer(0, 8),
        "luot": lambda: chooser.integer(0, 8),
        "khen": lambda: chooser.integer(0, 8),
        "ho": lambda: whole,
        "ho_ngheo": lambda: chooser.integer(0, whole),
        "can_bo": lambda: staff,
        "can_bo_tot": lambda: chooser.integer(0, staff),
        "san_luong": lambda: pick(chooser, (0, 2, "2,5", "2.500 kg", 3, "2,4999")),
        "ke_hoach": lambda: pick(chooser, (2, "2,5", 3)),
        "no": lambda: pick(chooser, (0, 1, "1,5", "1,6", "1.500 nghìn đồng")),
        "buoi": lambda: [None if chance(chooser, unknown // 3) else chooser.integer(0, 2) for _ in range(12)],
        "ngay": lambda: pick(chooser, ("2023-01-01", "2023-02-14", "2023-02-15", "2023-03-31", "2023-04-01",
                                        "2023-06-30", "2022-12-31", "2024-02-29", "2024-03-31", "không có")),
        "muc": lambda: pick(chooser, (*GRADES, "không có")),
        "cap": lambda: pick(chooser, ("tinh", "huyen", "xa", "không có")),
        "ngay_hoi": lambda: [code for code in ("ngay_a", "ngay_b", "ngay_c") if chance(chooser, 60)],
        "tot": lambda: _attested(chooser),
        "dung": lambda: _attested(chooser),
        "to_chuc": lambda: chance(chooser, 50),
    }  # fmt: skip
    return {code: make() for code, make in made.items() if not chance(chooser, unknown)}


def _attested(chooser: Chooser) -> Any:
    return pick(
        chooser,
        (True, False, {"giá trị": True, "minh chứng": "Báo cáo (hư cấu)"}, {"giá trị": True, "minh chứng": None}),
    )


@st.composite
def rule_sets(draw: Callable[[st.SearchStrategy[int]], int]) -> Generated:
    """Rule sets for hypothesis."""
    return rule_set(DrawChooser(draw))


@st.composite
def facts_of_units(draw: Callable[[st.SearchStrategy[int]], int]) -> GeneratedFacts:
    """Facts of units for hypothesis."""
    return unit_facts(DrawChooser(draw))
