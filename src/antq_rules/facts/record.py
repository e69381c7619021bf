"""One unit as a data file reports it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

from antq_rules.engine.predecessors import Predecessor


@attrs.frozen
class UnitRecord:
    """A unit's key (id, name, type, year) and its reported facts by year, as plain values.

    `same_period` holds the year before's figures up to the same day as `cutoff`; `existed_before` is false where the
    unit did not exist the year before; `readings` are options that the file asks for. `places` says where a fact
    stands: file, line and column by its year (0 for the same period) and its key; it is no part of what is reported.
    `predecessors` are the units of the year before that went into this one; `old_codes` are its own earlier ids.
    """

    code: str
    name: str
    unit_type: str
    year: int
    facts: Mapping[int, Mapping[str, object]]
    same_period: Mapping[str, object] = attrs.field(factory=dict)
    cutoff: datetime.date | None = None
    existed_before: bool = True
    readings: Mapping[str, str] = attrs.field(factory=dict)
    file: str = ""
    places: Mapping[tuple[int, str], tuple[str, int, int]] = attrs.field(factory=dict, eq=False, repr=False)
    predecessors: tuple[Predecessor, ...] = ()
    old_codes: tuple[str, ...] = ()
