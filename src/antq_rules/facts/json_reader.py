"""Units from JSON: one object, a list of objects, or an object with a list under `các đơn vị`.

Keys are Vietnamese (`đơn vị`, `mã`, `tên`, `loại`, `năm`, `dữ kiện`, `năm trước`, `các năm trước`,
`cùng kỳ năm trước`, `ngày chốt số liệu`, `chưa thành lập năm trước`, `cách hiểu`, `ghi chú`) or the same without marks
(`don_vi`, `nam_truoc` …). Nothing is ignored: an unknown key, a key written twice, a number that is no number are
problems.
"""

from __future__ import annotations

import datetime
import decimal
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from antq_rules.diagnostics import Diagnostic, InvalidInput, nearest
from antq_rules.facts.record import UnitRecord
from antq_rules.ruleset.loading import os_reason
from antq_rules.source import without_tone_marks
from antq_rules.syntax.numbers import parse_date

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_DEPTH: Final = 64
_KEYS: Final = {
    "don_vi": "đơn vị", "nam": "năm", "du_kien": "dữ kiện", "nam_truoc": "năm trước", "cac_nam_truoc": "các năm trước",
    "cung_ky_nam_truoc": "cùng kỳ năm trước", "ngay_chot_so_lieu": "ngày chốt số liệu",
    "chua_thanh_lap_nam_truoc": "chưa thành lập năm trước", "cach_hieu": "cách hiểu", "ghi_chu": "ghi chú",
}  # fmt: skip
_UNIT_KEYS: Final = {"ma": "mã", "ten": "tên", "loai": "loại"}


def read_units(path: str | Path) -> tuple[UnitRecord, ...]:
    """The units of a JSON file. Raises `InvalidInput` with every problem found."""
    file = Path(path)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise _unreadable(file.name, "tệp quá lớn", "Chia tệp nhỏ hơn 10 MiB.")
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _unreadable(str(path), os_reason(error), "Kiểm tra lại đường dẫn.") from None
    except UnicodeDecodeError:
        raise _unreadable(file.name, "tệp không phải văn bản UTF-8", "Lưu lại tệp với bảng mã UTF-8.") from None
    return read_units_text(text, file.name)


def read_units_text(text: str, name: str = "") -> tuple[UnitRecord, ...]:
    """The units of a JSON text.

    >>> text = '{"đơn vị": {"mã": "x1", "loại": "xã"}, "năm": 2023, "dữ kiện": {"so_vu": 1}}'
    >>> read_units_text(text)[0].facts
    {2023: {'so_vu': 1}}
    """
    reading = _Reading(name)
    try:
        data = json.loads(
            text, object_pairs_hook=reading.pairs, parse_float=decimal.Decimal, parse_constant=reading.constant,
            parse_int=reading.integer,
        )  # fmt: skip
    except json.JSONDecodeError as error:
        place = f"dòng {error.lineno}, cột {error.colno}: không đúng cú pháp JSON"
        raise _unreadable(name, place, "Kiểm tra dấu phẩy, dấu ngoặc và dấu nháy quanh chỗ đó.") from None
    except RecursionError:
        raise _unreadable(name, "các nhóm lồng nhau quá sâu", f"Nhiều nhất {MAX_DEPTH} tầng.") from None
    if _depth(data) > MAX_DEPTH:
        raise _unreadable(name, "các nhóm lồng nhau quá sâu", f"Nhiều nhất {MAX_DEPTH} tầng.")
    units = reading.units(data)
    if reading.problems:
        raise InvalidInput(reading.problems)
    return tuple(units)


def _unreadable(name: str, reason: str, advice: str) -> InvalidInput:
    return InvalidInput([Diagnostic("DL101", name, values=(("reason", reason), ("advice", advice)))])


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
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Diagnostic] = []

    def problem(self, code: str, place: str = "", suggestions: tuple[str, ...] = (), **values: object) -> None:
        texts = tuple((key, str(value)) for key, value in values.items())
        self.problems.append(Diagnostic(code, self.file, place=place, values=texts, suggestions=suggestions))

    def pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                self.problem("DL114", name=key)
            found[key] = value
        return found

    def constant(self, text: str) -> None:
        self.problem("DL101", reason=f"“{text}” không phải con số", advice="Chưa báo cáo thì ghi null.")

    def integer(self, text: str) -> int:
        if len(text) > 40:
            self.problem("LIM004", what="con số", limit="30 chữ số")
            return 0
        return int(text)

    def units(self, data: object) -> list[UnitRecord]:
        if isinstance(data, dict) and len(data) == 1:
            key = next(iter(data))
            if _plain(key) in ("cac_don_vi", "danh_sach_don_vi"):
                data = data[key]
        entries = data if isinstance(data, list) else [data]
        found: list[UnitRecord] = []
        seen: set[tuple[str, int]] = set()
        for number, entry in enumerate(entries, 1):
            unit = self._unit(entry, f"đơn vị thứ {number}" if len(entries) > 1 else "")
            if unit is None:
                continue
            if unit.code and (unit.code, unit.year) in seen:
                self.problem("DL111", name=unit.code, year=unit.year)
            seen.add((unit.code, unit.year))
            found.append(unit)
        return found

    def _unit(self, data: object, place: str) -> UnitRecord | None:
        if not isinstance(data, dict):
            advice = "Ghi một nhóm { } cho mỗi đơn vị."
            self.problem("DL101", place, reason="mỗi đơn vị phải là một nhóm", advice=advice)
            return None
        fields = self._named(data, _KEYS, place)
        key = self._named(self._group(fields, "đơn vị", place), _UNIT_KEYS, place)
        for name in ("đơn vị", "năm", "dữ kiện"):
            if name not in fields:
                self.problem("DL112", place, field=name)
        for name in ("mã", "loại"):
            if name not in key and "đơn vị" in fields:
                self.problem("DL112", place, field=name)
        year = fields.get("năm", 0)
        if isinstance(year, bool) or not isinstance(year, int) or ("năm" in fields and not 1900 <= year <= 2999):
            self.problem(
                "DL115", place, found=year, advice="Ghi năm bằng bốn chữ số, không đặt trong dấu nháy, ví dụ 2023."
            )
            year = 0
        facts: dict[int, Mapping[str, object]] = {year: self._group(fields, "dữ kiện", place)}
        if "năm trước" in fields:
            facts[year - 1] = self._group(fields, "năm trước", place)
        for text, reported in self._group(fields, "các năm trước", place).items():
            if not re.fullmatch(r"[12]\d{3}", text, re.ASCII) or not isinstance(reported, dict) or int(text) in facts:
                self.problem(
                    "DL115", place, found=text, advice="Mỗi năm ghi một lần, bằng bốn chữ số, kèm một nhóm { }."
                )
            else:
                facts[int(text)] = reported
        absent = fields.get("chưa thành lập năm trước", False)
        if not isinstance(absent, bool):
            self.problem("DL101", place, reason="“chưa thành lập năm trước” phải là true hoặc false", advice="Sửa lại.")
        return UnitRecord(
            str(key.get("mã", "")),
            str(key.get("tên", "")),
            str(key.get("loại", "")),
            year,
            facts,
            self._group(fields, "cùng kỳ năm trước", place),
            self._day(fields.get("ngày chốt số liệu"), place),
            not absent,
            {str(k): str(v) for k, v in self._group(fields, "cách hiểu", place).items()},
            self.file,
        )

    def _named(self, data: Mapping[str, Any], keys: Mapping[str, str], place: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in data.items():
            name = keys.get(_plain(key))
            if name is None:
                self.problem("DL120", place, tuple(nearest(key, keys.values())), name=key)
            elif name in found:
                self.problem("DL114", place, name=key)
            else:
                found[name] = value
        return found

    def _group(self, fields: Mapping[str, Any], name: str, place: str) -> dict[str, Any]:
        value = fields.get(name, {})
        if not isinstance(value, dict):
            self.problem("DL101", place, reason=f"“{name}” phải là một nhóm", advice="Ghi trong { }.")
            return {}
        return value

    def _day(self, value: object, place: str) -> datetime.date | None:
        if value is None:
            return None
        day = parse_date(str(value))
        if day is None:
            self.problem("DL116", place, name="ngày chốt số liệu", found=value)
        return day


def _plain(key: str) -> str:
    return re.sub(r"[\s_]+", "_", without_tone_marks(key.strip()))
