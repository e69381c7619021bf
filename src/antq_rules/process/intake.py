"""One record with criteria facts and process facts in it, shared out among the sets that use them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from antq_rules.diagnostics import Diagnostic, InvalidInput
from antq_rules.engine.intake import resolve_unit_type
from antq_rules.engine.ranges import Facts
from antq_rules.engine.values import ABSENT
from antq_rules.facts import UnitRecord
from antq_rules.graph import model as g
from antq_rules.ruleset import Assessment, RuleSet
from antq_rules.source import fold_name


def as_record(
    unit: UnitRecord | Mapping[str, object],
    year: int | None,
    unit_type: str | None,
    previous: Mapping[str, object] | None,
    cutoff: datetime.date | None,
) -> UnitRecord:
    """The unit as a record. Raises `InvalidInput` where a mapping of facts comes without its year or type."""
    if isinstance(unit, UnitRecord):
        return unit if cutoff is None else attrs.evolve(unit, cutoff=cutoff)
    if year is None or unit_type is None:
        missing = [name for name, value in (("năm", year), ("loại", unit_type)) if value is None]
        raise InvalidInput([Diagnostic("DL112", values=(("field", name),)) for name in missing])
    facts: dict[int, Mapping[str, object]] = {year: unit}
    if previous is not None:
        facts[year - 1] = previous
    return UnitRecord("", "", unit_type, year, facts, cutoff=cutoff)


def known_type(record: UnitRecord, sets: Sequence[RuleSet]) -> str:
    """The unit's type in the spelling of the rules. Raises `InvalidInput` for a type that the plan does not know."""
    for rules in sets:
        found = resolve_unit_type(rules.program, record.unit_type)
        if found is not None:
            return found
    members = dict.fromkeys(name for rules in sets for name in rules.program.unit_types)
    values = (("found", record.unit_type), ("members", "; ".join(members)))
    raise InvalidInput([Diagnostic("DL113", record.file, place=record.code or record.name, values=values)])


@attrs.define
class _Sharing:
    """Which sets a fact goes to, by what the data file calls it; made once for a group of sets."""

    sets: Sequence[RuleSet]
    names: list[dict[str, g.Fact]] = attrs.field(init=False)
    used: list[set[str]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.names = [dict(Facts(rules.program.facts).by_written) for rules in self.sets]
        self.used = [{fact.code for fact in rules.facts} for rules in self.sets]

    def targets(self, written: str) -> tuple[int, ...]:
        """The sets that look at a fact; else the first that declares it; else the first, which reports it unknown."""
        key = fold_name(written)
        found = [(number, names[key].code) for number, names in enumerate(self.names) if key in names]
        using = tuple(number for number, code in found if code in self.used[number])
        return using or tuple(number for number, _ in found[:1]) or (0,)

    def share(self, facts: Mapping[str, object], number: int) -> dict[str, object]:
        """The part of some reported facts that is for one set."""
        return {name: value for name, value in facts.items() if number in self.targets(name)}


def share_out(record: UnitRecord, readings: Mapping[str, str], sets: Sequence[RuleSet]) -> list[UnitRecord]:
    """A record for each set: the facts that it looks at and the readings that it has.

    What no set knows goes to the first, so that it is reported once.
    """
    sharing = _Sharing(sets)
    chosen = {**record.readings, **readings}
    return [
        attrs.evolve(
            record,
            facts={year: sharing.share(facts, number) for year, facts in record.facts.items()},
            same_period=sharing.share(record.same_period, number),
            readings=_readings_for(chosen, sets, number),
        )
        for number in range(len(sets))
    ]


def _readings_for(chosen: Mapping[str, str], sets: Sequence[RuleSet], number: int) -> dict[str, str]:
    known = [{reading.code for reading in rules.readings} for rules in sets]
    return {
        code: option
        for code, option in chosen.items()
        if code.upper() in known[number] or (number == 0 and not any(code.upper() in codes for codes in known))
    }


# ------------------------------------------------------------------------------------------------ as of a day
def without(record: UnitRecord, rules: RuleSet, codes: Iterable[str]) -> UnitRecord:
    """The record with some facts of the assessed year taken out, whatever the data file calls them."""
    names, dropped = Facts(rules.program.facts).by_written, set(codes)

    def kept(name: str) -> bool:
        fact = names.get(fold_name(name))
        return fact is None or fact.code not in dropped

    current = {name: value for name, value in record.facts.get(record.year, {}).items() if kept(name)}
    return attrs.evolve(record, facts={**record.facts, record.year: current})


def later_than(assessment: Assessment, day: datetime.date) -> dict[str, datetime.date]:
    """The dated facts of the assessed year that lie after a day, with their dates: by then they had not happened."""
    found = {}
    for fact in assessment.program.facts:
        value = assessment.value(fact.code) if fact.kind == "date" else None
        if isinstance(value, datetime.date) and value > day:
            found[fact.code] = value
    return found


def not_done(assessment: Assessment, codes: Iterable[str]) -> list[str]:
    """Those of some facts that say that a thing was not done: known absence, or a count of 0."""
    values: dict[str, Any] = {code: assessment.value(code) for code in codes}
    return [code for code, value in values.items() if value is ABSENT or value == 0]
