"""The units of the year before that went into a unit, as a data file states them (`sáp nhập từ`, `tách từ`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from antq_rules.engine.predecessors import WHOLE, Predecessor
from antq_rules.facts.record import UnitRecord
from antq_rules.syntax.numbers import AmbiguousNumber, TooLong, format_number, parse_number

if TYPE_CHECKING:
    from antq_rules.facts.unit_shape import UnitShape

_KEYS: Final = {"ma": "mã", "ten": "tên", "loai": "loại", "ty_le": "tỷ lệ", "du_kien": "dữ kiện"}


def old_codes(shape: UnitShape, key: Mapping[str, Any], place: str) -> tuple[str, ...]:
    """The earlier ids of a unit, one or several."""
    written = key.get("mã cũ") or []
    codes = written if isinstance(written, list) else [written]
    if not all(isinstance(code, str) and code for code in codes):
        advice = "Ghi một mã, hoặc danh sách các mã."
        shape.problems.add("DL101", place, reason="“mã cũ” phải là mã của đơn vị", advice=advice)
        return ()
    return tuple(codes)


def old_units(shape: UnitShape, fields: Mapping[str, Any], name: str, place: str) -> Iterator[Predecessor]:
    """The old units under one of the two keys; without a stated share only what `sáp nhập từ` names went over whole."""
    if name not in fields:
        return
    written = fields[name]
    entries = written if isinstance(written, list) else [written]
    if not entries or not all(isinstance(entry, dict) for entry in entries):
        advice = "Ghi mỗi đơn vị cũ một nhóm có “mã”, “tên”, “loại”, “dữ kiện”."
        shape.problems.add("DL101", place, reason=f"“{name}” phải là danh sách đơn vị của năm trước", advice=advice)
        return
    seen: set[str] = set()
    for entry in entries:
        old = shape.named(entry, _KEYS, ", ".join(part for part in (place, name) if part))
        where = ", ".join(part for part in (place, name, str(old.get("mã", ""))) if part)
        for field in ("mã", "dữ kiện"):
            if field not in old:
                shape.problems.add("DL112", where, at=shape.places.of(entry), field=field)
        code = str(old.get("mã", ""))
        if code in seen:
            shape.problems.add("DL111", where, at=shape.places.of(entry), name=code, year="trước")
            continue
        seen.add(code)
        share = _share(shape, old["tỷ lệ"], where) if "tỷ lệ" in old else None if name == "tách từ" else WHOLE
        facts = shape.group(entry, old, "dữ kiện", where)
        yield Predecessor(code, str(old.get("tên", "")), str(old.get("loại", "")), facts, share)


def _share(shape: UnitShape, written: object, place: str) -> Fraction | None:
    match = re.fullmatch(r"\s*(\d[\d.,]*)\s*%\s*", written, re.ASCII) if isinstance(written, str) else None
    try:
        share = parse_number(match.group(1)) / 100 if match else Fraction(0)
    except (AmbiguousNumber, TooLong):
        share = Fraction(0)
    if not 0 < share <= 1:
        shape.problems.add("DL213", place, found=written)
        return None
    return share


def check_shares(shape: UnitShape, units: Sequence[UnitRecord]) -> None:
    """An old unit goes over once: the shares that new units of a file take of it are at most the whole."""
    taken: dict[tuple[str, int], Fraction] = {}
    for unit in units:
        for old in unit.predecessors:
            key = (old.code, unit.year)
            before = taken.get(key, Fraction(0))
            taken[key] = before + (old.share or 0)
            if before <= 1 < taken[key]:
                found = f"{format_number(taken[key] * 100)}%"
                shape.problems.add("DL214", unit.code, name=old.title, found=found)
