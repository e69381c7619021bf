"""The words of comparison and what each means: the one table of them."""

from __future__ import annotations

from typing import Final

OPERATORS: Final = {
    **dict.fromkeys(("ít nhất", "tối thiểu", "từ … trở lên", "lớn hơn hoặc bằng"), ">="),
    **dict.fromkeys(("không dưới", "không ít hơn", "không thấp hơn", "không nhỏ hơn"), ">="),
    **dict.fromkeys(("trên", "nhiều hơn", "lớn hơn", "cao hơn", "vượt", "vượt quá", "quá"), ">"),
    **dict.fromkeys(("nhiều nhất", "tối đa", "từ … trở xuống", "không quá", "không vượt", "không vượt quá"), "<="),
    **dict.fromkeys(("không trên", "không nhiều hơn", "không lớn hơn", "không cao hơn", "nhỏ hơn hoặc bằng"), "<="),
    **dict.fromkeys(("dưới", "ít hơn", "thấp hơn", "nhỏ hơn", "chưa đến"), "<"),
    "bằng": "=",
    "đúng": "=",
    "khác": "!=",
}
DATE_OPERATORS: Final = {
    "trước": "<",
    "không muộn hơn": "<=",
    "chậm nhất": "<=",
    "sau": ">",
    "không sớm hơn": ">=",
}
