"""Units from plain mappings: the shape that the files of every format come to.

Keys are Vietnamese (`đơn vị`, `mã`, `tên`, `loại`, `năm`, `dữ kiện`, `năm trước`, `các năm trước`,
`cùng kỳ năm trước`, `ngày chốt số liệu`, `chưa thành lập năm trước`, `cách hiểu`, `ghi chú`, `sáp nhập từ`, `tách từ`)
or the same without marks (`don_vi`, `nam_truoc` …). Nothing is ignored: an unknown key or one written twice is a
problem.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any, Final

import attrs

from antq_rules.diagnostics import nearest
from antq_rules.engine.headings import plain_key
from antq_rules.facts.old_units import check_shares, old_codes, old_units
from antq_rules.facts.problems import NOWHERE, Position, Problems
from antq_rules.facts.record import UnitRecord
from antq_rules.source import without_tone_marks
from antq_rules.syntax.numbers import parse_date

_KEYS: Final = {
    "don_vi": "đơn vị", "nam": "năm", "du_kien": "dữ kiện", "nam_truoc": "năm trước", "cac_nam_truoc": "các năm trước",
    "cung_ky_nam_truoc": "cùng kỳ năm trước", "ngay_chot_so_lieu": "ngày chốt số liệu",
    "chua_thanh_lap_nam_truoc": "chưa thành lập năm trước", "cach_hieu": "cách hiểu", "ghi_chu": "ghi chú",
    "sap_nhap_tu": "sáp nhập từ", "tach_tu": "tách từ",
}  # fmt: skip
_UNIT_KEYS: Final = {"ma": "mã", "ten": "tên", "loai": "loại", "ma_cu": "mã cũ"}
_LISTS: Final = ("cac_don_vi", "danh_sach_don_vi")
_YES: Final = frozenset({"co", "dung", "true"})
_NO: Final = frozenset({"", "khong", "sai", "false"})


@attrs.define
class Places:
    """Where the groups of a file and the keys in them stand, where the format tells."""

    groups: dict[int, Position] = attrs.field(factory=dict)
    keys: dict[tuple[int, str], Position] = attrs.field(factory=dict)
    kept: list[object] = attrs.field(factory=list)  # so that no two groups ever have one id

    def mark(self, group: object, at: Position) -> None:
        """Say where a group stands."""
        self.groups[id(group)] = at
        self.kept.append(group)

    def of(self, group: object, key: str = "") -> Position:
        """The place of a key of a group, or else of the group."""
        return self.keys.get((id(group), key)) or self.groups.get(id(group), NOWHERE)


@attrs.define
class UnitShape:
    """Reads units from the plain data of one file. `texts`: numbers and yes or no arrive as their text."""

    problems: Problems
    texts: bool = False
    places: Places = attrs.field(factory=Places)

    def units(self, documents: list[object]) -> list[UnitRecord]:
        """The units of a file's documents: each is one unit, a list, or a group with a list under `các đơn vị`."""
        entries = [entry for document in documents for entry in self._entries(document)]
        found: list[UnitRecord] = []
        seen: set[tuple[str, int]] = set()
        for number, entry in enumerate(entries, 1):
            place = f"đơn vị thứ {number}" if len(entries) > 1 and not self.problems.sheet else ""
            unit = self._unit(entry, place)
            if unit is None:
                continue
            doubled = [code for code in (unit.code, *unit.old_codes) if code and (code, unit.year) in seen]
            if doubled:
                self.problems.add("DL111", place, at=self.places.of(entry), name=doubled[0], year=unit.year)
            seen.update((code, unit.year) for code in (unit.code, *unit.old_codes))
            found.append(unit)
        check_shares(self, found)
        return found

    def _entries(self, document: object) -> list[object]:
        if isinstance(document, dict) and len(document) == 1:
            key, value = next(iter(document.items()))
            if plain_key(key) in _LISTS:
                document = value
        return document if isinstance(document, list) else [document]

    def _unit(self, data: object, place: str) -> UnitRecord | None:
        if not isinstance(data, dict):
            advice = "Ghi một nhóm khóa và giá trị cho mỗi đơn vị."
            self.problems.add("DL101", place, reason="mỗi đơn vị phải là một nhóm", advice=advice)
            return None
        fields = self.named(data, _KEYS, place)
        group = self.group(data, fields, "đơn vị", place)
        key = self.named(group, _UNIT_KEYS, place)
        for name in ("đơn vị", "năm", "dữ kiện"):
            if name not in fields:
                self.problems.add("DL112", place, at=self.places.of(data), field=name)
        code, name, unit_type = (self._label(group, key, field, place) for field in ("mã", "tên", "loại"))
        for field, written in (("mã", code), ("loại", unit_type)):
            if not written and "đơn vị" in fields:
                self.problems.add("DL112", place, at=self._at(group, field), field=field)
        year = self._year(data, fields, place)
        facts: dict[int, Mapping[str, object]] = {year: self.group(data, fields, "dữ kiện", place)}
        if "năm trước" in fields:
            facts[year - 1] = self.group(data, fields, "năm trước", place)
        self._earlier(self.group(data, fields, "các năm trước", place), facts, place)
        same_period = self.group(data, fields, "cùng kỳ năm trước", place)
        return UnitRecord(
            code,
            name,
            unit_type,
            year,
            facts,
            same_period,
            self._day(data, fields, place),
            not self._absent(data, fields, place),
            {str(k): str(v) for k, v in self.group(data, fields, "cách hiểu", place).items()},
            self.problems.file,
            self._fact_places({**facts, 0: same_period}),
            (*old_units(self, fields, "sáp nhập từ", place), *old_units(self, fields, "tách từ", place)),
            old_codes(self, key, place),
        )

    def _fact_places(self, facts: Mapping[int, Mapping[str, object]]) -> dict[tuple[int, str], tuple[str, int, int]]:
        known, file = self.places.keys, self.problems.file
        return {
            (year, key): (file, *at)
            for year, group in facts.items()
            for key in group
            if (at := known.get((id(group), key))) is not None
        }

    def named(self, data: Mapping[str, Any], keys: Mapping[str, str], place: str) -> dict[str, Any]:
        """The fields of a group by their own names; a key that is unknown or written twice is a problem."""
        found: dict[str, Any] = {}
        for key, value in data.items():
            name = keys.get(plain_key(key))
            if name is None:
                likely = tuple(nearest(key, keys.values()))
                self.problems.add("DL120", place, likely, self.places.of(data, key), name=key)
            elif name in found:
                self.problems.add("DL114", place, at=self.places.of(data, key), name=key)
            else:
                found[name] = value
        return found

    def _at(self, data: Mapping[str, Any], name: str) -> Position:
        """Where a field stands, however its key is spelt."""
        wanted = plain_key(name)
        return self.places.of(data, next((key for key in data if plain_key(key) == wanted), ""))

    def group(self, data: Mapping[str, Any], fields: Mapping[str, Any], name: str, place: str) -> dict[str, Any]:
        """The group that a field holds, empty where there is none."""
        value = fields.get(name, {})
        if self.texts and value in (None, ""):
            return {}
        if not isinstance(value, dict):
            reason = f"“{name}” phải là một nhóm"
            advice = "Ghi các khóa và giá trị của nhóm đó."
            self.problems.add("DL101", place, at=self._at(data, name), reason=reason, advice=advice)
            return {}
        return value

    def _label(self, data: Mapping[str, Any], fields: Mapping[str, Any], name: str, place: str) -> str:
        value = fields.get(name)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            reason = f"“{name}” phải là chữ"
            self.problems.add("DL101", place, at=self._at(data, name), reason=reason, advice="Đặt trong dấu nháy kép.")
            return "?"
        return str(value).strip()

    def _year(self, data: Mapping[str, Any], fields: Mapping[str, Any], place: str) -> int:
        year = fields.get("năm", 0)
        if self.texts and isinstance(year, str) and re.fullmatch(r"\d{4}", year.strip(), re.ASCII):
            year = int(year)
        if isinstance(year, bool) or not isinstance(year, int) or ("năm" in fields and not 1900 <= year <= 2999):
            unquoted = "" if self.texts else ", không đặt trong dấu nháy"
            advice = f"Ghi năm bằng bốn chữ số{unquoted}, ví dụ 2023."
            shown = year if isinstance(year, str | int) and not isinstance(year, bool) else "?"
            self.problems.add("DL115", place, at=self._at(data, "năm"), found=shown, advice=advice)
            return 0
        return year

    def _earlier(self, group: dict[str, Any], facts: dict[int, Mapping[str, object]], place: str) -> None:
        for text, reported in group.items():
            if self.texts and reported in (None, ""):
                reported = {}
            if not re.fullmatch(r"[12]\d{3}", text, re.ASCII) or not isinstance(reported, dict) or int(text) in facts:
                advice = "Mỗi năm ghi một lần, bằng bốn chữ số, kèm một nhóm dữ kiện."
                self.problems.add("DL115", place, at=self.places.of(group, text), found=text, advice=advice)
            else:
                facts[int(text)] = reported

    def _absent(self, data: Mapping[str, Any], fields: Mapping[str, Any], place: str) -> bool:
        name = "chưa thành lập năm trước"
        value = fields.get(name, False)
        if self.texts and (value is None or isinstance(value, str)):
            word = without_tone_marks((value or "").strip())
            value = word in _YES if word in _YES | _NO else value
        if isinstance(value, bool):
            return value
        reason = f"“{name}” phải là {'“có” hoặc “không”' if self.texts else 'true hoặc false'}"
        self.problems.add("DL101", place, at=self._at(data, name), reason=reason, advice="Sửa lại.")
        return False

    def _day(self, data: Mapping[str, Any], fields: Mapping[str, Any], place: str) -> datetime.date | None:
        name = "ngày chốt số liệu"
        value = fields.get(name)
        if value is None or (self.texts and value == ""):
            return None
        day = parse_date(value.strip()) if isinstance(value, str) else None
        if day is None:
            shown = value if isinstance(value, str | int) else "?"
            self.problems.add("DL116", place, at=self._at(data, name), name=name, found=shown)
        return day
