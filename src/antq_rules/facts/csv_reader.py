"""Units from CSV: one row for each unit and year with a column for each fact, or one row for each fact.

The rows of one unit go together by `mã đơn vị`: the latest year is assessed, the rows before it are its earlier years,
and a row whose year is `cùng kỳ 2022` holds the same period of the year before. An empty cell is not reported. All
problems are told with the row and column of the sheet.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs

from antq_rules.diagnostics import nearest
from antq_rules.engine.headings import (
    CODE,
    EVIDENCE,
    FACT,
    FOR_READERS,
    LABELS,
    LONG_COLUMNS,
    PART_OF_FACT,
    SAME_PERIOD,
    UNIT,
    UNIT_COLUMNS,
    VALUE,
    YEAR,
    plain_key,
)
from antq_rules.facts.problems import Position, Problems
from antq_rules.facts.record import UnitRecord
from antq_rules.facts.unit_shape import Places, UnitShape
from antq_rules.source import FORMULA_STARTS, fold_name

MOST_COLUMNS: Final = 5000
_DELIMITERS: Final = (",", ";", "\t")
_TOO_MANY_CELLS: Final = "Mỗi ô một giá trị; giá trị có dấu ngăn cột (như 12,5) thì đặt trong dấu nháy kép."
_TOO_FEW_CELLS: Final = "Ghi đủ các ô của hàng; ô nào chưa có số liệu thì để trống."
_QUOTES: Final = "Kiểm tra dấu nháy kép: mỗi dấu mở phải có dấu đóng, dấu nháy kép trong ô ghi hai lần."

Row = tuple[int, list[str]]


def csv_units(text: str, name: str = "") -> list[UnitRecord]:
    """The units of a CSV text, in the order they first come. Raises `InvalidInput` with every problem found.

    >>> csv_units("mã đơn vị,loại,năm,so_vu\\nx1,xã,2023,5\\nx1,xã,2022,")[0].facts
    {2023: {'so_vu': '5'}, 2022: {'so_vu': None}}
    """
    problems = Problems(name, sheet=True)
    rows = _rows(text, _delimiter(text), problems)
    heading = next(rows, None)
    if heading is None:
        problems.unreadable("tệp không có hàng nào", "Ghi hàng tiêu đề và các hàng số liệu.")
    sheet = _Sheet(problems, heading)
    for row in rows:
        sheet.take(row)
    places = Places()
    units = [_plain_unit(unit, sheet.columns[YEAR], problems, places) for unit in sheet.units.values()]
    shape = UnitShape(problems, True, places)
    records = shape.units([unit for unit in units if unit is not None])
    if problems.found:
        problems.stop()
    return records


def _delimiter(text: str) -> str:
    """The delimiter under which the heading has most of the columns that are known, or else most columns."""

    def known(delimiter: str) -> tuple[int, int]:
        try:
            heading = next((cells for _, cells in _parsed(text, delimiter) if any(cells)), [])
        except csv.Error:
            return 0, 0
        return sum(plain_key(cell) in UNIT_COLUMNS for cell in heading), len(heading)

    return max(_DELIMITERS, key=known)


def _parsed(text: str, delimiter: str) -> Iterator[Row]:
    """The rows with their numbers; a cell is stripped, and the apostrophe that keeps it from being a formula is off."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number, cells in enumerate(reader, 1):
        yield number, [_cell(cell) for cell in cells]


def _cell(cell: str) -> str:
    cell = cell.strip()
    return cell[1:].strip() if cell.startswith("'") and cell[1:].lstrip().startswith(FORMULA_STARTS) else cell


def _rows(text: str, delimiter: str, problems: Problems) -> Iterator[Row]:
    number = 0
    try:
        for number, cells in _parsed(text, delimiter):
            if any(cells):
                yield number, cells
    except csv.Error:
        problems.unreadable("không đúng cú pháp CSV", _QUOTES, (number + 1, 1))


@attrs.define
class _Entry:
    """What the sheet says of one unit in one year (or in the same period of a year): labels, facts, and where."""

    row: int
    labels: dict[str, tuple[str, Position]] = attrs.field(factory=dict)
    facts: dict[str, Any] = attrs.field(factory=dict)
    places: dict[str, Position] = attrs.field(factory=dict)
    named: set[str] = attrs.field(factory=set)

    def label(self, name: str) -> str:
        """What the rows say under a column about the unit."""
        return self.labels[name][0]


@attrs.define
class _Unit:
    """One unit's entries by what the sheet writes for the year, and by whether it is a same period."""

    code: str
    entries: dict[tuple[str, bool], _Entry] = attrs.field(factory=dict)


class _Sheet:
    """The columns of a sheet, and the rows taken in so far."""

    def __init__(self, problems: Problems, heading: Row) -> None:
        self.problems = problems
        self.row, self.titles = heading
        self.units: dict[str, _Unit] = {}
        plain = [plain_key(title) for title in self.titles]
        self.long = any(title in ("ma_du_kien", "gia_tri") for title in plain)
        names = UNIT_COLUMNS | (LONG_COLUMNS if self.long else {})
        self.columns: dict[str, int] = {}
        self.fact_columns: list[tuple[int, str, str]] = []
        self.spelling: dict[str, str] = {}
        if len(plain) > MOST_COLUMNS:
            advice = f"Nhiều nhất {MOST_COLUMNS} cột; chia bảng, hoặc ghi mỗi dữ kiện một hàng."
            problems.unreadable("bảng có quá nhiều cột", advice, (self.row, MOST_COLUMNS + 1))
        self._name_columns(plain, names)
        self._require([CODE, "loại", YEAR, *([FACT, VALUE] if self.long else [])])

    # ------------------------------------------------------------------------------------------ heading
    def _name_columns(self, plain: Sequence[str], names: dict[str, str]) -> None:
        seen: set[str] = set()
        for column, (title, key) in enumerate(zip(self.titles, plain, strict=True), 1):
            if not title or key in FOR_READERS:
                continue
            name = names.get(key, "")
            if (name or fold_name(title)) in seen:
                self.problems.add("DL114", at=(self.row, column), name=title)
            elif name:
                self.columns[name] = column
            elif self.long:
                likely = tuple(nearest(title, dict.fromkeys(names.values())))
                self.problems.add("DL120", "", likely, (self.row, column), name=title)
            else:
                self._fact_column(column, title)
            seen.add(name or fold_name(title))
        self._check_fact_columns()

    def _fact_column(self, column: int, title: str) -> None:
        match = PART_OF_FACT.fullmatch(" ".join(title.split()))
        fact = match[1] if match else title
        part = (match[3] or EVIDENCE) if match else ""
        self.fact_columns.append((column, self.spelling.setdefault(fold_name(fact), fact), part))

    def _check_fact_columns(self) -> None:
        parts: dict[str, set[str]] = {}
        for column, fact, part in self.fact_columns:
            kind = "months" if part.isdigit() else part
            others = parts.setdefault(fact, set())
            others.add(kind)
            if {"", "months"} <= others and kind != EVIDENCE:
                self.problems.add("DL114", at=(self.row, column), name=fact)
        for column, fact, part in self.fact_columns:
            if part == EVIDENCE and parts[fact] == {EVIDENCE}:
                known = tuple(nearest(fact, [other for other in parts if other != fact]))
                self.problems.add("DL126", "", known, (self.row, column), name=fact)

    def _require(self, names: Sequence[str]) -> None:
        if len(self.titles) == 1:
            advice = "Ngăn các cột bằng dấu phẩy, dấu chấm phẩy hoặc phím Tab; hàng đầu là tiêu đề các cột."
            self.problems.unreadable("không nhận ra các cột của bảng", advice, (self.row, 1))
        free = [title for title in self.titles if title and plain_key(title) not in UNIT_COLUMNS]
        for name in names:
            if name not in self.columns:
                self.problems.add("DL126", "", tuple(nearest(name, free)), (self.row, 1), name=name)
        if self.problems.found:
            self.problems.stop()

    # ------------------------------------------------------------------------------------------ rows
    def take(self, row: Row) -> None:
        """Take in one row."""
        number, cells = row
        if not self._fits(number, cells):
            return
        code, year = self._of(cells, CODE), self._of(cells, YEAR)
        for field, text in ((CODE, code), (YEAR, year)):
            if not text:
                self.problems.add("DL112", at=(number, self.columns[field]), field=field)
        if not code or not year:
            return
        same_period = SAME_PERIOD.fullmatch(year)
        key = (same_period[1], True) if same_period else (year, False)
        entries = self.units.setdefault(code, _Unit(code)).entries
        if key in entries and not self.long:
            self.problems.add("DL111", at=(number, self.columns[CODE]), name=code, year=year)
            return
        entry = entries.setdefault(key, _Entry(number))
        self._labels(entry, number, cells)
        if self.long:
            self._one_fact(entry, number, cells)
        else:
            self._facts(entry, number, cells)

    def _fits(self, number: int, cells: list[str]) -> bool:
        if len(cells) != len(self.titles):
            advice = _TOO_MANY_CELLS if len(cells) > len(self.titles) else _TOO_FEW_CELLS
            at = number, min(len(cells), len(self.titles)) + 1
            self.problems.add("DL125", at=at, found=len(cells), expected=len(self.titles), advice=advice)
            return False
        for column, (title, cell) in enumerate(zip(self.titles, cells, strict=True), 1):
            if cell and not title:
                self.problems.add("DL127", at=(number, column), found=_short(cell))
        return True

    def _of(self, cells: list[str], name: str) -> str:
        column = self.columns.get(name)
        return cells[column - 1] if column else ""

    def _labels(self, entry: _Entry, number: int, cells: list[str]) -> None:
        for name in LABELS:
            written = self._of(cells, name)
            at = number, self.columns.get(name, 1)
            before, _ = entry.labels.setdefault(name, (written, at))
            if not before and written:
                entry.labels[name] = written, at
            elif written and written != before:
                self.problems.add("DL128", at=at, field=name, found=_short(written), before=_short(before))

    def _one_fact(self, entry: _Entry, number: int, cells: list[str]) -> None:
        fact = self._of(cells, FACT)
        at = number, self.columns[FACT]
        if not fact:
            advice = "Ghi mã hoặc tên dữ kiện, hoặc xóa hàng này."
            self.problems.add("DL101", at=at, reason="hàng này chưa ghi mã dữ kiện", advice=advice)
            return
        if fold_name(fact) in entry.named:
            self.problems.add("DL114", at=at, name=fact)
            return
        entry.named.add(fold_name(fact))
        value: object = self._of(cells, VALUE) or None
        beside = {"minh chứng": self._of(cells, EVIDENCE), "đơn vị": self._of(cells, UNIT)}
        given = {key: text for key, text in beside.items() if text}
        entry.facts[fact] = {"giá trị": value, **given} if given else value
        entry.places[fact] = number, self.columns[VALUE]

    def _facts(self, entry: _Entry, number: int, cells: list[str]) -> None:
        months: dict[str, dict[str, str | None]] = {}
        evidence: dict[str, str] = {}
        for column, fact, part in self.fact_columns:
            cell = cells[column - 1]
            if part == EVIDENCE:
                evidence[fact] = cell
            elif part:
                months.setdefault(fact, {})[str(int(part))] = cell or None
            else:
                entry.facts[fact] = cell or None
            entry.places.setdefault(fact, (number, column))
        for fact, by_month in months.items():
            entry.facts[fact] = by_month if any(by_month.values()) else None
        for fact, text in evidence.items():
            if text:
                entry.facts[fact] = {"giá trị": entry.facts.get(fact), "minh chứng": text}


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[:limit] + "…"


# ------------------------------------------------------------------------------------------------ units
def _plain_unit(unit: _Unit, year_column: int, problems: Problems, places: Places) -> dict[str, Any] | None:
    """The plain mapping that the other formats write, with the cells its parts stand in."""
    years = {year: entry for (year, same_period), entry in unit.entries.items() if not same_period}
    periods = {year: entry for (year, same_period), entry in unit.entries.items() if same_period}
    if not years:
        year, entry = next(iter(periods.items()))
        advice = "Thêm hàng của năm xét."
        problems.add("DL115", at=(entry.row, year_column), found=f"cùng kỳ {year}", advice=advice)
        return None
    latest = max(years, key=lambda year: (not year.isdigit(), year.zfill(4)))
    entry = years.pop(latest)
    key = {"mã": unit.code, "tên": _stated("tên", entry, unit), "loại": _stated("loại", entry, unit)}
    data: dict[str, Any] = {
        "đơn vị": key,
        "năm": latest,
        "dữ kiện": _facts(entry, places),
        "các năm trước": {year: _facts(earlier, places) for year, earlier in years.items()},
        "ngày chốt số liệu": entry.label("ngày chốt số liệu"),
        "chưa thành lập năm trước": entry.label("chưa thành lập năm trước"),
        "cách hiểu": _readings(entry, problems),
    }
    for year, period in periods.items():
        if latest.isdigit() and int(year) == int(latest) - 1:
            data["cùng kỳ năm trước"] = _facts(period, places)
        else:
            advice = f"“Cùng kỳ” chỉ ghi cho năm trước của năm xét {_short(latest)}."
            problems.add("DL115", at=(period.row, year_column), found=f"cùng kỳ {year}", advice=advice)
    places.mark(data, (entry.row, year_column))
    places.mark(key, entry.labels["loại"][1])
    for name in ("ngày chốt số liệu", "chưa thành lập năm trước"):
        places.keys[id(data), name] = entry.labels[name][1]
    for year, earlier in years.items():
        places.keys[id(data["các năm trước"]), year] = earlier.row, year_column
    places.mark(data["các năm trước"], (entry.row, year_column))
    return data


def _stated(name: str, entry: _Entry, unit: _Unit) -> str:
    """A label of the assessed year, or else of another year's rows."""
    return next((text for one in (entry, *unit.entries.values()) if (text := one.label(name))), "")


def _facts(entry: _Entry, places: Places) -> dict[str, Any]:
    places.mark(entry.facts, (entry.row, 1))
    for fact, at in entry.places.items():
        places.keys[id(entry.facts), fact] = at
    return entry.facts


def _readings(entry: _Entry, problems: Problems) -> dict[str, str]:
    written, at = entry.labels["cách hiểu"]
    found: dict[str, str] = {}
    for part in re.split(r"[;|,]", written):
        code, sign, option = (text.strip() for text in part.partition("="))
        if not part.strip():
            continue
        if not (code and sign and option):
            advice = "Ghi mã cách hiểu, dấu bằng, phương án; ví dụ A01=giam_5."
            problems.add("DL101", at=at, reason=f"cách hiểu “{_short(part.strip())}” chưa đúng dạng", advice=advice)
        elif code in found:
            problems.add("DL114", at=at, name=code)
        else:
            found[code] = option
    return found
