"""Sentences that are clear to a reader but not written the language's way, and how to write them.

Each is looked for only where reading stopped, so a line that is understood is never judged by it.
"""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = r"(\[[^\]\n]*\])"
_WHOLE: Final = r"(?:(?:của|trên|so với|trong)\s+)?(?:tổng\s+)?(?:số\s+)?(\[[^\]\n]*\])"
_LEAST: Final = r"((?:ít nhất|tối thiểu|trên|đúng|từ)\s+[\d.,]+)"
_MOST: Final = r"((?:không quá|tối đa|nhiều nhất|dưới)\s+[\d.,]+)"
_RATE: Final = r"((?:[^\W\d]+\s+){1,3}?[\d.,]+\s*[%‰](?:\s+trở\s+(?:lên|xuống))?)"
_UNIT: Final = r"((?:\s+[^\W\d_]+){0,3}?)"
_DAYS: Final = r"(\d+\s+(?:ngày|tuần|tháng))\s+(?:sau|kể\s+từ|tính\s+từ)(?:\s+khi)?(?:\s+ngày)?\s+"
_JOINED: Final = r"(trong|từ|dưới|trên|không\s+quá|ít\s+nhất|trước|sau|bằng)"
_BASE: Final = r"(?:\s+so\s+với)?(?:\s+cùng\s+kỳ)?(?:\s+năm\s+trước)?"
_COUNTS: Final = r"(?:\d+|một|hai|ba|bốn|năm)"
_REACH: Final = 300  # characters looked at on either side
_TABLE: Final = (
    # who it is for
    (
        r"đối\s+với\s+[^:\[\n]*\s(?:có|mà|từ|trên|dưới)\s[^:\n]*",
        "Sau “đối với” chỉ có loại đơn vị hoặc năm; điều kiện khác viết “áp dụng khi …: …”.",
    ),
    # a share of a whole
    (rf"tỷ\s+lệ\s+(?:số\s+)?{_NAME}\s+{_RATE}\s+{_WHOLE}", r"Viết: tỷ lệ \1 trên \3 \2."),
    (rf"{_NAME}\s+{_RATE}\s+{_WHOLE}", r"Viết: \1 chiếm \2 \3."),
    (rf"(?:có\s+)?100%\s+(?:số\s+)?{_NAME}\s+(?:là|đạt|được)\s+{_NAME}", r"Viết: số \2 đạt 100% \1."),
    (rf"(?:có\s+)?{_RATE}\s+(?:số\s+)?{_NAME}\s+(?:là|đạt|được)\s+{_NAME}", r"Viết: số \3 chiếm \1 \2."),
    (
        rf"{_NAME}\s+(giảm|tăng)\s+từ\s+([\d.,]+%)\s+đến\s+([\d.,]+%)\s+so",
        r"Viết thành hai câu nối bằng “và”: \1 \2 ít nhất \3 so với năm trước và \1 \2 không quá \4 so với năm trước.",
    ),
    # a number of things
    (rf"có\s+{_LEAST}{_UNIT}\s+{_NAME}(?:\s+trở\s+lên)?", r"Viết: số \3 \1\2."),
    (rf"không\s+có\s+(?:quá|trên)\s+([\d.,]+){_UNIT}\s+{_NAME}", r"Viết: số \3 không quá \1\2."),
    (rf"(?:có\s+)?{_MOST}{_UNIT}\s+{_NAME}", r"Viết: số \3 \1\2."),
    (rf"tổng\s+số\s+{_NAME}\s+(?:và|với|,)\s+(?:số\s+)?{_NAME}", r"Viết: số \1 + số \2."),
    (
        rf"tổng\s+số\s+{_NAME}(?!\s+trong)",
        r"Viết: số \1. “Tổng” chỉ dùng khi cộng qua một danh sách: tổng số [ ] trong [ ].",
    ),
    (
        rf"(?:số\s+)?{_NAME}\s+[^\[\]\n]*?([\d.,]+(?:\s+[^\W\d_]+)?)\s*/\s*([\d.,]+)\s+{_NAME}",
        r"Viết: số \1 … \2 tính trên \3 \4.",
    ),
    (
        rf"(?:số\s+)?{_NAME}\s+trên\s+([\d.,]+)\s+{_NAME}\s+((?:[^\W\d]+\s+){{1,3}}[\d.,]+)",
        r"Viết: số \1 \4 tính trên \2 \3.",
    ),
    (r"(ít nhất|nhiều nhất|tối thiểu|tối đa)\s+là\s+([\d.,]+)", r"Bỏ chữ “là”: \1 \2."),
    # time
    (
        rf"{_NAME}\s+(?:chậm\s+nhất|muộn\s+nhất|không\s+quá|sau)\s+{_DAYS}{_NAME}",
        r"Viết: \1 trong vòng \2 kể từ \3.",
    ),
    (r"(\d+/\d+)\s+(?:hằng|hàng)\s+năm", r"Bỏ “hằng năm”: \1 không ghi năm đã là ngày của năm xét."),
    (r"trong\s+6\s+tháng\s+đầu\s+năm", "Viết: từ 01/01 đến 30/06."),
    (r"trong\s+6\s+tháng\s+cuối\s+năm", "Viết: từ 01/07 đến 31/12."),
    (r"trong\s+9\s+tháng\s+đầu\s+năm", "Viết: từ 01/01 đến 30/09."),
    (r"vào\s+(?:ngày\s+)?(\d+/\d+(?:/\d+)?)", r"Viết: đúng ngày \1."),
    (
        rf"{_NAME}\s+năm\s+trước\s+và\s+năm\s+nay",
        r"Viết một câu cho năm xét rồi thêm “trong 02 năm liên tục”, ví dụ: không có \1 trong 02 năm liên tục.",
    ),
    (rf"{_NAME}\s+năm\s+nay", r"Bỏ “năm nay”: \1 không ghi năm là số của năm xét."),
    (rf"bằng\s+hoặc\s+(?:giảm|thấp\s+hơn|ít\s+hơn|dưới){_BASE}", "Viết: không tăng so với năm trước."),
    (rf"bằng\s+hoặc\s+(?:tăng|cao\s+hơn|nhiều\s+hơn|trên){_BASE}", "Viết: không giảm so với năm trước."),
    (
        r"(?:hằng|hàng|mỗi)\s+quý",
        "Số liệu chỉ có theo tháng hoặc cả năm: dùng “hằng tháng số [ ] …”, “cả năm số [ ] …”, hoặc khai báo mỗi quý "
        "một dữ kiện.",
    ),
    (rf"bình\s+quân\s+(?:mỗi\s+)?tháng\s+(?:số\s+)?{_NAME}", r"Viết: cả năm số \1 ít nhất 12 lần mức của một tháng."),
    # grades
    (r'(?:đạt|xếp)\s+(?:loại|hạng)\s+("[^"\n]*")\s+trở\s+lên', r"Viết: từ \1 trở lên."),
    (r'(?:là|thuộc|đạt)\s+("[^"\n]*")(?:\s*,|\s+hoặc)\s+("[^"\n]*")', r"Viết: thuộc \1; \2."),
    (
        r'xếp\s+loại\s+"[^"\n]*"\s+(?:đạt|là)\s+"',
        "Kết luận không hỏi được xếp loại; ghi thẳng điều kiện của loại đó, ví dụ “tổng điểm từ 90 điểm trở lên”.",
    ),
    # joining
    (
        rf"{_NAME}[^\[\]\n]*\s+(và|hoặc)\s+{_JOINED}(?!\w)",
        r"Mỗi câu nêu lại tên của nó: … \2 \1 \3 ….",
    ),
    (
        r"[-+]\s+(từ|trên|dưới|không\s+quá|ít\s+nhất)\s+[^\[\]\n]*:",
        r"Mỗi dòng của “trường hợp” là một câu đủ, nêu cả tên: - số [ ] \1 …: ….",
    ),
    (
        rf"(?:đạt\s+)?ít\s+nhất\s+({_COUNTS})/({_COUNTS})\s+tiêu\s+chí",
        r"Viết: đạt ít nhất \1 tiêu chí.",
    ),
    (
        rf"có\s+ít\s+nhất\s+({_COUNTS})\s+trong\s+(?:số\s+)?{_COUNTS}\s+[^:\n]*",
        r"Viết: có ít nhất \1 trong: rồi mỗi mục một dòng.",
    ),
    (
        r"chấm\s+điểm:\s*([\d.,]+)(?:\s+điểm)?,\s*(?:cứ|mỗi)\s[^\n]*",
        r"Viết “chấm điểm: cộng các mục:”, rồi mỗi phần một dòng: - \1 điểm; - cứ 1 [ ] trừ … điểm.",
    ),
    (
        r"điểm\s+thưởng\s+tối\s+đa",
        "Điểm thưởng là một tiêu chí như các tiêu chí khác: ghi “điểm tối đa: … điểm”.",
    ),
)  # fmt: skip
_PATTERNS: Final = tuple((re.compile(pattern, re.IGNORECASE), advice) for pattern, advice in _TABLE)


def rewording(text: str, position: int) -> tuple[int, int, str] | None:
    """Where a known sentence stands around the place where reading stopped, and how to write it instead.

    >>> rewording("đạt khi tổng số [vụ] không quá 5 vụ", 21)
    (8, 20, 'Viết: số [vụ]. “Tổng” chỉ dùng khi cộng qua một danh sách: tổng số [ ] trong [ ].')
    """
    start = max(text.rfind("\n", 0, position + 1) + 1, position - _REACH)
    line = text[start : position + _REACH]
    cut = line.find("\n", position - start)
    line = line if cut < 0 else line[:cut]
    for pattern, advice in _PATTERNS:
        for match in pattern.finditer(line):
            if match.start() <= position - start <= match.end() + 1:
                return start + match.start(), start + match.end(), " ".join(match.expand(advice).split())
    return None
