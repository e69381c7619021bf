"""How a fact of one year stands in a local variable of the code, and the plain form of each kind of value.

Figures stand as they are, attestations as `True`, `False` or `UNDECIDED` (a yes whose evidence leaves it open), days as
`20230131`, grades and members of lists as their place, known absence as -1, sets as bits (the lowest says: reported),
months as twelve figures. What is not reported is `UNKNOWN` (it compares as false with everything), for attestations
`None`, for sets 0.
"""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Final

import attrs

from antq_rules.engine.evaluate import EVIDENCE_MISSING, EVIDENCE_NOT_SHOWN, verdict_of
from antq_rules.engine.values import ABSENT, Attested, Evidence, Value
from antq_rules.graph import model as g
from antq_rules.types import HOLDS
from antq_rules.types import UNKNOWN as BOTH

NUMBER: Final = "number"
YES: Final = "yes"
DAY: Final = "day"
RANK: Final = "rank"
CHOICE: Final = "choice"
SET: Final = "set"
MONTHS: Final = "months"
FORM_OF_KIND: Final = {
    "count": NUMBER,
    "positive_count": NUMBER,
    "amount": NUMBER,
    "money": NUMBER,
    "attestation": YES,
    "condition": YES,
    "date": DAY,
    "grade": RANK,
    "choice": CHOICE,
    "set": SET,
    "monthly": MONTHS,
}
NOTHING: Final = -1
UNDECIDED: Final = 0


UNKNOWN: Final = float("nan")
UNKNOWN_MONTHS: Final = (UNKNOWN,) * 12


class NotPlain(Exception):
    """A value that the code does not know; the model takes the unit in."""


@attrs.frozen
class Slot:
    """A fact so many years from the assessed one."""

    fact: g.Fact
    offset: int

    @property
    def form(self) -> str:
        """How its values stand in the code."""
        return FORM_OF_KIND[self.fact.kind]

    @property
    def unknown(self) -> object:
        """What stands for a value that was not reported."""
        match self.form:
            case "yes":
                return None
            case "set":
                return 0
            case "months":
                return UNKNOWN_MONTHS
            case _:
                return UNKNOWN


class Forms:
    """Turns typed values into their plain form under the policies of a set."""

    def __init__(self, program: g.Program, policies: dict[str, str]) -> None:
        self._vocabularies = {v.title: v for v in program.vocabularies if not v.ordered}
        missing = verdict_of(policies.get(EVIDENCE_MISSING, "") or "chưa đủ dữ liệu").outcomes
        not_shown = verdict_of(policies.get(EVIDENCE_NOT_SHOWN, "") or "đạt").outcomes
        self._of_evidence = {Evidence.GIVEN: HOLDS, Evidence.MISSING: missing, Evidence.NOT_SHOWN: not_shown}

    @property
    def bare_yes_holds(self) -> bool:
        """Whether a yes of which no evidence is named counts."""
        return self._of_evidence[Evidence.NOT_SHOWN] == HOLDS

    def bits(self, fact: g.Fact, members: tuple[str, ...]) -> int:
        """The bits of some members of a set, without the one that says that it was reported."""
        known = self._vocabularies[fact.vocabulary].members
        return sum(2 << place for place, member in enumerate(known) if member.code in members)

    def places(self, fact: g.Fact, members: tuple[str, ...]) -> tuple[int, ...]:
        """The places of some members in the list that a fact is one of."""
        known = self._vocabularies[fact.vocabulary].members
        return tuple(place for place, member in enumerate(known) if member.code in members)

    def plain(self, slot: Slot, value: Value | None) -> object:
        """The plain form of a typed value; raises `NotPlain` for one that has none."""
        if value is None:
            return slot.unknown
        if value is ABSENT:
            return NOTHING
        form = slot.form
        if form in (NUMBER, RANK) and isinstance(value, int | Fraction):
            return value
        if form == YES and isinstance(value, Attested):
            return self._yes(slot.fact, value)
        if form == DAY and isinstance(value, datetime.date):
            return value.year * 10000 + value.month * 100 + value.day
        if form == CHOICE and isinstance(value, str):
            return self.places(slot.fact, (value,))[0]
        if form == SET and isinstance(value, frozenset):
            return self.bits(slot.fact, tuple(value)) | 1
        if form == MONTHS and isinstance(value, tuple):
            return tuple(UNKNOWN if month is None else month for month in value)
        raise NotPlain

    def _yes(self, fact: g.Fact, value: Attested) -> bool | int:
        if not value.yes or fact.kind == "condition":
            return value.yes
        outcomes = self._of_evidence[value.evidence]
        if outcomes not in (HOLDS, BOTH):
            raise NotPlain
        return True if outcomes == HOLDS else UNDECIDED


def typed(slot: Slot, value: object) -> Value | None:
    """The typed value of a figure, months or a day in its plain form."""
    if value is UNKNOWN or value is UNKNOWN_MONTHS:
        return None
    if slot.form == DAY and isinstance(value, int):
        return ABSENT if value == NOTHING else datetime.date(value // 10000, value // 100 % 100, value % 100)
    if isinstance(value, tuple):
        return tuple(None if month is UNKNOWN else month for month in value)
    if slot.form == RANK and value == NOTHING:
        return ABSENT
    assert isinstance(value, int | Fraction)
    return value
