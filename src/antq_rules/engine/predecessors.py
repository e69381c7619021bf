"""The year before of a unit that came of others: figures of the old units combined by the rule each fact states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from antq_rules.engine.values import ABSENT, NO_YEAR, Combination, CombinedPart, Number, Value
from antq_rules.graph.model import Fact

WHOLE: Final = Fraction(1)


@attrs.frozen
class Predecessor:
    """A unit of the year before that went into the assessed one, whole or in part.

    `facts` are its plain values of that year. `share` is the part of its counts and amounts that went over; `None`
    where that was not stated.
    """

    code: str
    name: str
    unit_type: str
    facts: Mapping[str, object]
    share: Fraction | None = WHOLE

    @property
    def title(self) -> str:
        """How an explanation calls it."""
        return self.name or self.code


def combine(fact: Fact, units: Sequence[Predecessor], values: Sequence[Value | None]) -> Combination:
    """The figure of the year before from those of the old units, or why it is not known.

    Shares apply to what is added up; a lowest, a highest and the members of sets are taken of the old units as they
    are. One unit that went over whole needs no rule. An unknown sum still has a range.
    """
    parts = tuple(
        CombinedPart(unit.title, None if value is NO_YEAR else value, unit.share)
        for unit, value in zip(units, values, strict=True)
    )
    if any(part.share is None for part in parts):
        return Combination(fact.merging, parts, None, "no_share")
    if len(parts) == 1 and parts[0].share == WHOLE:
        value = parts[0].value
        return Combination("same", parts, value, "" if value is not None else "missing")
    if not fact.merging:
        return Combination("", parts, None, "no_rule")
    value = _combined(fact, parts)
    if value is not None:
        return Combination(fact.merging, parts, value)
    low, high = _range(fact, parts) if fact.kind not in ("grade", "set", "monthly") else (None, None)
    return Combination(fact.merging, parts, None, "missing", low, high)


def _combined(fact: Fact, parts: Sequence[CombinedPart]) -> Value | None:
    values = [part.value for part in parts if part.value is not None]
    if len(values) < len(parts):
        return None
    if fact.merging == "union":
        return frozenset[str]().union(*(value for value in values if isinstance(value, frozenset)))
    if fact.kind == "monthly":
        months = [value for value in values if isinstance(value, tuple)]
        return tuple(
            _sum([(value, part.share) for value, part in zip(of_month, parts, strict=True)])
            for of_month in zip(*months, strict=True)
        )
    if fact.merging == "sum":
        numbers = [value if isinstance(value, int | Fraction) else None for value in values]
        return _sum([(number, part.share) for number, part in zip(numbers, parts, strict=True)])
    ranked = [value for value in values if isinstance(value, int | Fraction)]
    if not ranked or (fact.merging == "lowest" and ABSENT in values):
        return ABSENT
    return min(ranked) if fact.merging == "lowest" else max(ranked)


def _sum(weighted: Sequence[tuple[Number | None, Fraction | None]]) -> Number | None:
    total = Fraction(0)
    for number, share in weighted:
        if number is None or share is None:
            return None
        total += number * share
    return int(total) if total.denominator == 1 else total


def _range(fact: Fact, parts: Sequence[CombinedPart]) -> tuple[Number | None, Number | None]:
    """The least and greatest figure that an incompletely reported combination can come to."""
    lows: list[Number] = []
    highs: list[Number | None] = []
    for part in parts:
        known = part.value if isinstance(part.value, int | Fraction) else None
        share = part.share if fact.merging == "sum" and part.share is not None else WHOLE
        lows.append((fact.lowest if known is None else known) * share)
        high = fact.high if known is None else known
        highs.append(None if high is None else high * share)
    limits = [high for high in highs if high is not None]
    complete = len(limits) == len(highs)
    match fact.merging:
        case "sum":
            return sum(lows), sum(limits) if complete else None
        case "lowest":
            return min(lows), min(limits, default=None)
        case _:
            return max(lows), max(limits) if complete else None
