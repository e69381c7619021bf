"""What every node came to for one unit, beside the tree that all units of a plan share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from antq_rules.engine.values import ABSENT, Value
from antq_rules.graph import model as g
from antq_rules.types import Verdict
from antq_rules.verdicts.shape import Place
from antq_rules.verdicts.slots import NOTHING, UNKNOWN, UNKNOWN_MONTHS, Slot, typed

if TYPE_CHECKING:
    from antq_rules.verdicts.plan import Plan


@attrs.frozen(eq=False)
class Trace:
    """The outcomes of every node of one unit and the facts they were taken from.

    The tree (`places`: node and places below it) is shared by all units of the same type, year and readings.
    """

    _plan: Plan = attrs.field(repr=False)
    _outcomes: Sequence[int] = attrs.field(repr=False)
    _values: Sequence[object] = attrs.field(repr=False)

    @property
    def places(self) -> dict[str, Place]:
        """The tree of each criterion by its number."""
        return self._plan.places

    def __iter__(self) -> Iterator[tuple[g.Tree, Verdict]]:
        """Every node in the order of the text, with its verdict."""
        for place, outcomes in zip(self._plan.nodes, self._outcomes, strict=True):
            yield place.node, Verdict.of_outcomes(outcomes)

    @property
    def outcomes(self) -> dict[str, int]:
        """The outcomes still possible of every node by its id (bits `HOLDS`, `FAILS`, `NOT_APPLICABLE`)."""
        return {place.node.id: found for place, found in zip(self._plan.nodes, self._outcomes, strict=True)}

    @property
    def values(self) -> dict[tuple[str, int], object]:
        """What is known of each fact that the criteria look at, by code and year; `None` where nothing is."""
        return {
            (slot.fact.code, self._plan.year + slot.offset): self._shown(slot, value)
            for slot, value in self._plan.known(self._values).items()
        }

    def _shown(self, slot: Slot, value: object) -> Value | tuple[str, ...] | bool | None:
        """A plain value as an application knows it: members by their text, days as dates, yes and no."""
        match slot.form:
            case "yes":
                return None if value is None else value is not False
            case "rank" | "choice" if value is not UNKNOWN and value != NOTHING:
                assert isinstance(value, int)
                return self._members(slot)[value].text
            case "set":
                assert isinstance(value, int)
                members = enumerate(self._members(slot))
                return tuple(one.text for at, one in members if value & (2 << at)) if value else None
            case "months":
                return None if value == UNKNOWN_MONTHS else typed(slot, value)
            case "rank" | "choice" | "day" if value == NOTHING:
                return ABSENT
            case _:
                return typed(slot, value)

    def _members(self, slot: Slot) -> Sequence[g.Member]:
        ordered = slot.form == "rank"
        found = [v for v in self._plan.program.vocabularies if v.ordered is ordered and v.title == slot.fact.vocabulary]
        return found[0].members
