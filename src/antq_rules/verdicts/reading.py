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

from antq_rules.engine.values import Value
from antq_rules.verdicts.slots import (
    DAY,
    MONTHS,
    NUMBER,
    SET,
    UNKNOWN,
    UNKNOWN_MONTHS,
    YES,
    Forms,
    Slot,
)

_MOST_REMEMBERED: Final = 4096
_LONGEST_REMEMBERED: Final = 64
_WORDS_OF_NO_EVIDENCE: Final = 4
_INDEX_LIMIT: Final = 1 << 63
_NONE: Final = type(None)
_WHOLE: Final = {int}
_WHOLE_OR_NONE: Final = {int, _NONE}
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

    @functools.cached_property
    def plain_types(self) -> list[type]:
        """The types of plain figures and attestations."""
        return [int if slot.form == NUMBER else bool for slot in self.slots[: self.checked]]

    @property
    def types(self) -> list[type] | None:
        """The types that need no look at each value; `None` where a bare yes is not enough."""
        if not self.forms.bare_yes_holds and self.checked > self.figures:
            return None
        return self.plain_types

    @functools.cached_property
    def packer(self) -> Callable[..., bytes]:
        """Takes figures that are from 0 to what 63 bits hold; `struct.error` for others."""
        return struct.Struct(f"{self.figures}Q").pack

    # ------------------------------------------------------------------------------------------ what is not plain
    @property
    def repaired(self) -> Callable[[tuple[object, ...], list[type]], Sequence[object]]:
        """Gives the same values, figures and attestations in their plain form; raises `NotPlain` for what has none.

        Takes the types of those values too. Unknown figures among plain ones are by far the most usual.
        """
        figures, plain_types, pack = self.figures, self.plain_types, self.packer
        bare_yes_holds = self.types is not None

        def repair(values: tuple[object, ...], types: list[type]) -> Sequence[object]:
            unknown = []
            found = list(values)
            at = -1
            try:
                while True:
                    at = types.index(_NONE, at + 1)
                    types[at] = plain_types[at]
                    if at < figures:
                        unknown.append(at)
                        found[at] = 0
            except ValueError:
                pass
            if types == plain_types and bare_yes_holds:
                try:
                    pack(*found[:figures])
                except struct.error:
                    return self._each(values)
                for at in unknown:
                    found[at] = UNKNOWN
                return found
            return self._each(values)

        return repair

    def _each(self, values: tuple[object, ...]) -> Sequence[object]:
        figures = map(self._figure, self.slots, values[: self.figures])
        return (*figures, *self._said(values[self.figures : self.checked]), *values[self.checked :])

    def _figure(self, slot: Slot, value: object) -> object:
        if value is None:
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
        return self._memories.setdefault(slot.fact.code, {None: slot.unknown})

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
                memory[None] = slot.unknown
            memory[key] = found
        return found

    def months(self, slot: Slot) -> Callable[[object], object]:
        """Takes in the months of a fact."""
        is_plain = slot.fact.low in (None, 0) and slot.fact.high is None and slot.fact.factor == 1
        pack = struct.Struct("12Q").pack

        def take(value: object) -> object:
            if value is None:
                return UNKNOWN_MONTHS
            if is_plain and type(value) is list and len(value) == len(UNKNOWN_MONTHS):
                types = {*map(type, value)}
                try:
                    if types == _WHOLE:
                        pack(*value)
                        return tuple(value)
                    if types == _WHOLE_OR_NONE:
                        pack(*[0 if month is None else month for month in value])
                        return tuple([UNKNOWN if month is None else month for month in value])
                except struct.error:
                    pass
            return self._converted(slot, value)

        return take

    def _converted(self, slot: Slot, value: object) -> object:
        return self.forms.plain(slot, self.convert(slot, value))


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
    if key is None or type(key) is datetime.date:
        return True
    return type(key) is str and len(key) <= _LONGEST_REMEMBERED


def ordered(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """Slots in the order in which a reader takes them: figures, attestations, all others."""
    rank = {form: place for place, form in enumerate((NUMBER, YES, DAY))}
    return tuple(sorted(slots, key=lambda slot: rank.get(slot.form, len(rank))))
