"""Units from JSON: one object, a list of objects, or an object with a list under `các đơn vị`.

The shape is that of `unit_shape`. A key written twice and a number that is no number are problems.
"""

from __future__ import annotations

import decimal
import json
from typing import Any

from antq_rules.facts.problems import Problems
from antq_rules.facts.record import UnitRecord
from antq_rules.facts.text_file import MAX_DEPTH
from antq_rules.facts.unit_shape import UnitShape


def json_units(text: str, name: str = "") -> list[UnitRecord]:
    """The units of a JSON text, in the order they are written. Raises `InvalidInput` with every problem found.

    >>> text = '{"đơn vị": {"mã": "x1", "loại": "xã"}, "năm": 2023, "dữ kiện": {"so_vu": 1}}'
    >>> json_units(text)[0].facts
    {2023: {'so_vu': 1}}
    """
    problems = Problems(name)
    reading = _Reading(problems)
    too_deep = "các nhóm lồng nhau quá sâu", f"Nhiều nhất {MAX_DEPTH} tầng."
    try:
        data = json.loads(
            text, object_pairs_hook=reading.pairs, parse_float=decimal.Decimal, parse_constant=reading.constant,
            parse_int=reading.integer,
        )  # fmt: skip
    except json.JSONDecodeError as error:
        place = f"dòng {error.lineno}, cột {error.colno}: không đúng cú pháp JSON"
        Problems(name).unreadable(place, "Kiểm tra dấu phẩy, dấu ngoặc và dấu nháy quanh chỗ đó.")
    except RecursionError:
        Problems(name).unreadable(*too_deep)
    if _depth(data) > MAX_DEPTH:
        Problems(name).unreadable(*too_deep)
    units = UnitShape(problems).units([data])
    if problems.found:
        problems.stop()
    return units


def _depth(data: object) -> int:
    level, deepest = [data], 0
    while level and deepest <= MAX_DEPTH:
        deepest += 1
        level = [
            part
            for value in level
            if isinstance(value, dict | list)
            for part in (value.values() if isinstance(value, dict) else value)
        ]
    return deepest


class _Reading:
    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                self.problems.add("DL114", name=key)
            found[key] = value
        return found

    def constant(self, text: str) -> None:
        self.problems.add("DL101", reason=f"“{text}” không phải con số", advice="Chưa báo cáo thì ghi null.")

    def integer(self, text: str) -> int:
        if len(text) > 40:
            self.problems.add("LIM004", what="con số", limit="30 chữ số")
            return 0
        return int(text)
