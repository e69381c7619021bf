"""The classes that a unit can still be given."""

from __future__ import annotations

from collections.abc import Callable

from antq_rules.graph import model as g
from antq_rules.types import FAILS, HOLDS, NOT_APPLICABLE

Conclude = Callable[[g.ConclusionTest], int]


def possible_classes(classification: g.Classification, conclude: Conclude) -> tuple[str, ...]:
    """The classes still possible, best first; one name where it is decided. What does not apply is not met."""
    names = [name for name, _ in classification.classes]
    found: set[int] = set()
    for position, (_, test) in enumerate(classification.classes):
        outcomes = HOLDS if test is None else conclude(test)
        if outcomes & HOLDS:
            found.add(position)
        if not outcomes & (FAILS | NOT_APPLICABLE):
            break
    for turn in classification.turns:
        outcomes = conclude(turn.test)
        moved = {max(position, turn.cap) if not turn.steps else position + turn.steps for position in found}
        moved = {min(position, len(names) - 1) for position in moved}
        kept = found if outcomes & (FAILS | NOT_APPLICABLE) else set()
        found = kept | (moved if outcomes & HOLDS else set())
    return tuple(names[position] for position in sorted(found))
