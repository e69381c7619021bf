"""What is reported of a unit, given as arguments or as a record that was read, as the model takes it in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Protocol

from antq_rules.diagnostics import Diagnostic, InvalidInput
from antq_rules.engine.intake import RawUnit
from antq_rules.engine.predecessors import Predecessor


class ReportedUnit(Protocol):
    """One unit's reported facts with its key, as the readers of data files return it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def unit_type(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def facts(self) -> Mapping[int, Mapping[str, object]]: ...
    @property
    def same_period(self) -> Mapping[str, object]: ...
    @property
    def cutoff(self) -> datetime.date | None: ...
    @property
    def existed_before(self) -> bool: ...
    @property
    def readings(self) -> Mapping[str, str]: ...
    @property
    def file(self) -> str: ...
    @property
    def predecessors(self) -> tuple[Predecessor, ...]: ...
    @property
    def places(self) -> Mapping[tuple[int, str], tuple[str, int, int]]: ...


def raw_of_facts(
    unit_types: Sequence[str],
    facts: Mapping[str, object],
    year: int | None,
    unit_type: str | None,
    previous: Mapping[str, object] | None,
    earlier: Mapping[int, Mapping[str, object]] | None,
    same_period: Mapping[str, object] | None,
    cutoff: datetime.date | None,
    existed_before: bool,
    unit: tuple[str, str],
    predecessors: Sequence[Predecessor],
) -> RawUnit:
    """The unit that facts and circumstances given one by one make; `InvalidInput` where the year is missing."""
    if year is None:
        raise InvalidInput([Diagnostic("DL112", values=(("field", "năm"),))])
    years = {year: facts, **(earlier or {})}
    if previous is not None:
        years[year - 1] = previous
    return RawUnit(
        unit_types[0] if unit_type is None else unit_type,
        year,
        years,
        same_period or {},
        cutoff,
        existed_before,
        unit[0] or unit[1],
        predecessors=tuple(predecessors),
    )


def raw_of_record(record: ReportedUnit, cutoff: datetime.date | None, predecessors: Sequence[Predecessor]) -> RawUnit:
    """The unit that was read from a data file, with what is given beside it."""
    return RawUnit(
        record.unit_type,
        record.year,
        record.facts,
        record.same_period,
        cutoff or record.cutoff,
        record.existed_before,
        record.code or record.name,
        record.file,
        record.places,
        (*record.predecessors, *predecessors),
    )
