"""What the columns of a table of units are called, whichever reader takes it."""

from __future__ import annotations

import functools
import re
from typing import Final

from antq_rules.source import without_tone_marks

CODE, YEAR = "mã đơn vị", "năm"
FACT, VALUE, EVIDENCE, UNIT = "mã dữ kiện", "giá trị", "minh chứng", "đơn vị tính"
UNIT_COLUMNS: Final = {
    "ma_don_vi": CODE, "ma": CODE, "nam": YEAR,
    "ten_don_vi": "tên", "ten": "tên", "loai_don_vi": "loại", "loai": "loại",
    "ngay_chot_so_lieu": "ngày chốt số liệu", "chua_thanh_lap_nam_truoc": "chưa thành lập năm trước",
    "cach_hieu": "cách hiểu",
}  # fmt: skip
LONG_COLUMNS: Final = {
    "ma_du_kien": FACT, "du_kien": FACT, "gia_tri": VALUE, "minh_chung": EVIDENCE, "don_vi_tinh": UNIT,
}  # fmt: skip
FOR_READERS: Final = frozenset({"stt", "tt", "so_thu_tu", "ghi_chu"})
LABELS: Final = ("tên", "loại", "ngày chốt số liệu", "chưa thành lập năm trước", "cách hiểu")
PART_OF_FACT: Final = re.compile(r"(.+?) ?\( ?(?:(minh ch[ứu]ng)|th[áa]ng ?([0-9]{1,2})) ?\)", re.IGNORECASE)
SAME_PERIOD: Final = re.compile(r"c[ùu]ng\s+k[ỳìyi]\s+(?:n[ăa]m\s+)?([0-9]{4})", re.IGNORECASE)


@functools.lru_cache(maxsize=1024)
def plain_key(key: str) -> str:
    """A key as it is looked up: without marks, with `_` between words.

    >>> plain_key(" Ngày chốt  số liệu ")
    'ngay_chot_so_lieu'
    """
    return re.sub(r"[\s_]+", "_", without_tone_marks(key.strip()))
