"""Takes the plain values of one year in at once; what is not in its plain form is converted alone, by the model."""

from __future__ import annotations

import datetime
import functools
import struct
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Any, Final

import attrs

from antq_rules.engine.values import NO_YEAR, Value
from antq_rules.verdicts.slots import (
    DAY,
    MONTHS,
    NUMBER,
    SET,
    UNKNOWN,
    UNKNOWN_MONTHS,
    YES,
    Forms,
    NotPlain,
    Slot,
    Unknown,
)

_MOST_REMEMBERED: Final = 4096
_LONGEST_REMEMBERED: Final = 64
_WORDS_OF_NO_EVIDENCE: Final = 4
_MONTH_TYPES: Final = [int] * 12
_INDEX_LIMIT: Final = 1 << 63
_NONE: Final = type(None)
_ORDER: Final = (NUMBER, YES)

Convert = Callable[[Slot, object], Value | None]


@attrs.frozen(eq=False, slots=False)
class YearReader:
    """What the code needs to read the facts of one year: slots in order, figures first, then attestations."""

    offset: int
    slots: tuple[Slot, ...]
    codes: frozenset[str]
    forms: Forms
    convert: Convert
    _memories: dict[str, dict[Any, object]] = attrs.field(factory=dict, init=False)

    @functools.cached_property
    def figures(self) -> int:
        """How many of the slots are figures."""
        return sum(slot.form == NUMBER for slot in self.slots)

    @functools.cached_property
    def checked(self) -> int:
        """How many slots are figures or attestations, whose types are looked at together."""
        return sum(slot.form in _ORDER for slot in self.slots)

    @functools.cached_property
    def read(self) -> frozenset[str]:
        """The codes of the facts that are read."""
        return frozenset(slot.fact.code for slot in self.slots)

    @property
    def getter(self) -> Callable[[Mapping[str, object]], tuple[object, ...]]:
        """Gets all values from the facts of the year; `KeyError` where one is not there."""
        wanted = [slot.fact.code for slot in self.slots]
        if len(wanted) > 1:
            return itemgetter(*wanted)
        return lambda facts: tuple(facts[code] for code in wanted)

    @property
    def defaults(self) -> dict[str, object]:
        """What stands in the place of facts that were not reported, of all facts of the set."""
        plain = {slot.fact.code: None if slot.form == YES else UNKNOWN for slot in self.slots}
        return {**dict.fromkeys(sorted(self.codes)), **plain}

    @property
    def types(self) -> list[type] | None:
        """The types of plain figures and attestations; `None` where a bare yes is not enough."""
        if not self.forms.bare_yes_holds and any(slot.form == YES for slot in self.slots):
            return None
        return [int if slot.form == NUMBER else bool for slot in self.slots[: self.checked]]

    @functools.cached_property
    def packer(self) -> Callable[..., bytes]:
        """Takes figures that are from 0 to what 63 bits hold; `struct.error` for others."""
        return struct.Struct(f"{self.figures}Q").pack

    # ------------------------------------------------------------------------------------------ what is not plain
    def repaired(self, values: tuple[object, ...], types: list[type]) -> tuple[object, ...]:
        """The same values, figures and attestations in their plain form; raises `NotPlain` for what has none."""
        of_figures, of_yes = types[: self.figures], types[self.figures :]
        figures = values[: self.figures]
        if of_figures.count(int) + of_figures.count(Unknown) != len(of_figures) or not self._fits(figures):
            values = (*map(self._figure, self.slots, figures), *values[self.figures :])
        if not self.forms.bare_yes_holds or of_yes.count(bool) + of_yes.count(_NONE) != len(of_yes):
            yes = self._said(values[self.figures : self.checked])
            values = (*values[: self.figures], *yes, *values[self.checked :])
        return values

    def _fits(self, figures: Sequence[object]) -> bool:
        try:
            self.packer(*figures)
        except struct.error:
            return False
        return True

    def _figure(self, slot: Slot, value: object) -> object:
        if value is UNKNOWN or value is None:
            return UNKNOWN
        if type(value) is int and 0 <= value < _INDEX_LIMIT:
            return value
        found = self._converted(slot, value)
        if not isinstance(found, int | Fraction) or slot.fact.factor == 1:
            return found
        return Fraction(found) / slot.fact.factor

    def _said(self, values: Sequence[Any]) -> list[object]:
        """Attestations in their plain form; most are a yes or a no with the evidence that was named."""
        found: list[object] = []
        for slot, value in zip(self.slots[self.figures :], values, strict=False):
            if value.__class__ is dict and len(value) == 2 and "giá trị" in value and "minh chứng" in value:
                said, evidence = value["giá trị"], value["minh chứng"]
                if said.__class__ is bool and evidence.__class__ is str and _is_named(evidence):
                    found.append(said)
                    continue
            found.append(self._yes(slot, value))
        return found

    def _yes(self, slot: Slot, value: object) -> object:
        if value is None or value is False:
            return value
        if value is True and (self.forms.bare_yes_holds or slot.fact.kind == "condition"):
            return True
        return self._converted(slot, value)

    def memory(self, slot: Slot) -> dict[Any, object]:
        """The plain forms of the values met so far of a day, a grade, one of a list or a set."""
        return self._memories.setdefault(slot.fact.code, {UNKNOWN: slot.unknown, None: slot.unknown})

    def remembered(self, values: Sequence[object]) -> tuple[object, ...]:
        """The plain forms of all values that are neither figures nor attestations nor months."""
        return tuple(map(self._remembered, self.slots[self.checked :], values))

    def _remembered(self, slot: Slot, value: object) -> object:
        if slot.form == MONTHS:
            return value
        memory = self.memory(slot)
        key: Any = tuple(value) if type(value) is list and slot.form == SET else value
        if _is_kept(key) and key in memory:
            return memory[key]
        found = self._converted(slot, value)
        if _is_kept(key):
            if len(memory) >= _MOST_REMEMBERED:
                memory.clear()
                memory.update({UNKNOWN: slot.unknown, None: slot.unknown})
            memory[key] = found
        return found

    def months(self, slot: Slot) -> Callable[[object], object]:
        """Takes in the months of a fact."""
        is_plain = slot.fact.low in (None, 0) and slot.fact.high is None and slot.fact.factor == 1
        pack = struct.Struct("12Q").pack

        def take(value: object) -> object:
            if value is UNKNOWN or value is None:
                return UNKNOWN_MONTHS
            if is_plain and type(value) is list and [*map(type, value)] == _MONTH_TYPES:
                try:
                    pack(*value)
                except struct.error:
                    return self._converted(slot, value)
                return tuple(value)
            return self._converted(slot, value)

        return take

    def _converted(self, slot: Slot, value: object) -> object:
        if value is UNKNOWN:
            return slot.unknown
        found = self.convert(slot, value)
        if found is NO_YEAR:
            raise NotPlain
        return self.forms.plain(slot, found)


def _is_named(evidence: str) -> bool:
    """Whether a text has a sign, or more words, than any that says that there is no evidence."""
    return (
        "/" in evidence
        or "(" in evidence
        or len(evidence.split(None, _WORDS_OF_NO_EVIDENCE + 1)) > _WORDS_OF_NO_EVIDENCE
    )


def _is_kept(key: object) -> bool:
    """Whether a value may stand as a key: a day, a text that is not long, or some of them."""
    if isinstance(key, tuple):
        return len(key) <= _LONGEST_REMEMBERED and all(
            type(one) is str and len(one) <= _LONGEST_REMEMBERED for one in key
        )
    if key is UNKNOWN or key is None or type(key) is datetime.date:
        return True
    return type(key) is str and len(key) <= _LONGEST_REMEMBERED


def ordered(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """Slots in the order in which a reader takes them: figures, attestations, all others."""
    rank = {form: place for place, form in enumerate((NUMBER, YES, DAY))}
    return tuple(sorted(slots, key=lambda slot: rank.get(slot.form, len(rank))))
