"""Points over columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import attrs

from antq_rules.columnar.figures import NotInTables
from antq_rules.columnar.leaves import Leaves, Wait
from antq_rules.columnar.outcomes import Outcome
from antq_rules.graph import model as g


@attrs.frozen(eq=False)
class Points:
    """Points."""


class Scores:
    """Makes points."""

    def __init__(self, program: g.Program, leaves: Leaves, outcome: Callable[[g.Tree], Outcome]) -> None:
        self.program = program

    def of_criterion(self, number: str) -> Points:
        raise NotInTables("chấm điểm")

    def compared(self, points: Points, operator: str, limit: Fraction, of_maximum: bool) -> Outcome:
        raise NotInTables("chấm điểm")

    def waits_of(self, number: str) -> Sequence[Wait]:
        raise NotInTables("chấm điểm")

    def conclusion(self, test: g.ConclusionTest) -> Outcome:
        raise NotInTables("chấm điểm")
