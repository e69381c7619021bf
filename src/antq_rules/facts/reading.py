"""Units from data files: the reader is picked by the file's suffix, and the years of one unit are put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import attrs

from antq_rules.diagnostics import Diagnostic, InvalidInput, nearest
from antq_rules.facts.problems import Problems
from antq_rules.facts.record import UnitRecord
from antq_rules.facts.text_file import MAX_BYTES, composed, refuse_size, text_of_file

FORMS: Final = {".json": "json", ".yaml": "yaml", ".yml": "yaml", ".csv": "csv", ".tsv": "csv"}


def read_units(path: str | Path, previous: str | Path | None = None) -> tuple[UnitRecord, ...]:
    """The units of a JSON, YAML or CSV file, told by its suffix; `previous` is a file of the same units' earlier years.

    Raises `InvalidInput` with every problem found.
    """
    return read_files([path] if previous is None else [path, previous])


def read_files(paths: Iterable[str | Path]) -> tuple[UnitRecord, ...]:
    """The units of several files. A unit with several years is one record: the latest year is assessed.

    Raises `InvalidInput` with every problem of every file, and where a unit has one year twice.
    """
    records: list[UnitRecord] = []
    problems: list[Diagnostic] = []
    for path in paths:
        file = Path(path)
        try:
            records += _units_of_text(text_of_file(file), file.name, _form(file.suffix, file.name))
        except InvalidInput as error:
            problems += error.diagnostics
    if problems:
        raise InvalidInput(problems)
    return merge_years(records)


def read_units_text(text: str, name: str = "", form: str = "json") -> tuple[UnitRecord, ...]:
    """The units of a text in the form `json`, `yaml` or `csv`; `name` is the file named in problems.

    >>> text = '{"đơn vị": {"mã": "x1", "loại": "xã"}, "năm": 2023, "dữ kiện": {"so_vu": 1}}'
    >>> read_units_text(text)[0].facts
    {2023: {'so_vu': 1}}
    >>> text = "mã đơn vị;loại;năm;so_vu\\nx1;xã;2023;1\\nx1;xã;2022;2"
    >>> read_units_text(text, form="csv")[0].facts
    {2023: {'so_vu': '1'}, 2022: {'so_vu': '2'}}
    """
    if len(text) > MAX_BYTES:
        refuse_size(name)
    return merge_years(_units_of_text(composed(text), name, _form(f".{form}", name)))


def _form(suffix: str, name: str) -> str:
    form = FORMS.get(suffix.lower())
    if form is None:
        values = (("found", suffix), ("members", ", ".join(FORMS)))
        raise InvalidInput([Diagnostic("DL122", name, values=values, suggestions=tuple(nearest(suffix, FORMS)))])
    return form


def _units_of_text(text: str, name: str, form: str) -> list[UnitRecord]:
    if form == "yaml":
        from antq_rules.facts.yaml_reader import yaml_units  # PyYAML is an extra, and slow to import

        units = yaml_units(text, name)
    elif form == "csv":
        from antq_rules.facts.csv_reader import csv_units

        units = csv_units(text, name)
    else:
        from antq_rules.facts.json_reader import json_units

        units = json_units(text, name)
    if not units:
        Problems(name).unreadable("tệp không có đơn vị nào", "Ghi ít nhất một đơn vị.")
    return units


def merge_years(records: Iterable[UnitRecord]) -> tuple[UnitRecord, ...]:
    """One record for each unit, in the order they first come: assessed for the latest year, the others before it.

    Of the earlier records only the facts are kept. Raises `InvalidInput` where a unit has one year twice.
    """
    by_code: dict[str, list[UnitRecord]] = {}
    for record in records:
        by_code.setdefault(record.code, []).append(record)
    problems: list[Diagnostic] = []
    merged = tuple(_one(same, problems) for same in by_code.values())
    if problems:
        raise InvalidInput(problems)
    return merged


def _one(records: list[UnitRecord], problems: list[Diagnostic]) -> UnitRecord:
    if len(records) == 1:
        return records[0]
    latest = max(records, key=lambda record: record.year)
    facts = dict(latest.facts)
    places = dict(latest.places)
    first_file = dict.fromkeys(facts, latest.file)
    for record in records:
        if record is latest:
            continue
        if record.year in facts:
            problems.append(_twice(record, record.year, first_file))
            continue
        for year, reported in record.facts.items():
            if year in facts:
                problems.append(_twice(record, year, first_file))
            else:
                facts[year] = reported
                places |= {(year, key): record.places.get((year, key), (record.file, 0, 0)) for key in reported}
                first_file[year] = record.file
    return attrs.evolve(latest, facts=facts, places=places)


def _twice(record: UnitRecord, year: int, first_file: Mapping[int, str]) -> Diagnostic:
    place = f"đã có trong {first_file[year]}" if first_file[year] not in ("", record.file) else ""
    return Diagnostic("DL111", record.file, place=place, values=(("name", record.code), ("year", str(year))))
