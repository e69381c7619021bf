"""Sets of outcomes still possible, and how they join: strong Kleene, with items that may not apply.

An outcome set is a combination of the bits `HOLDS`, `FAILS` and `NOT_APPLICABLE`; it is never empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from antq_rules.types import FAILS, HOLDS, NOT_APPLICABLE, Verdict


def all_of(children: Sequence[int]) -> int:
    """Outcomes of a list that asks for every item; items that do not apply drop out.

    >>> all_of([HOLDS, NOT_APPLICABLE]) == HOLDS
    True
    """
    can_fail = any(child & FAILS for child in children)
    can_hold = all(child & ~FAILS for child in children) and any(child & HOLDS for child in children)
    can_drop = all(child & NOT_APPLICABLE for child in children)
    return (FAILS if can_fail else 0) | (HOLDS if can_hold else 0) | (NOT_APPLICABLE if can_drop else 0)


def any_of(children: Sequence[int]) -> int:
    """Outcomes of a list that asks for one item; items that do not apply drop out.

    >>> any_of([FAILS, HOLDS | FAILS]) == HOLDS | FAILS
    True
    """
    return negate(all_of([negate(child) for child in children]))


def at_least(count: int, children: Sequence[int]) -> int:
    """Outcomes of a list that asks for `count` items; fewer that apply than that fails, none that applies drops out.

    >>> at_least(2, [HOLDS, NOT_APPLICABLE]) == FAILS
    True
    """
    if all(child == NOT_APPLICABLE for child in children):
        return NOT_APPLICABLE
    certain = sum(child == HOLDS for child in children)
    can_hold = sum(bool(child & HOLDS) for child in children) >= count
    can_fail = certain < count and (
        certain > 0
        or any(child & FAILS for child in children)
        or (count > 1 and any(child & HOLDS for child in children))
    )
    can_drop = all(child & NOT_APPLICABLE for child in children)
    return (FAILS if can_fail else 0) | (HOLDS if can_hold else 0) | (NOT_APPLICABLE if can_drop else 0)


def share_of(share: Fraction, children: Sequence[int]) -> int:
    """Outcomes of asking that a share of the criteria that apply pass.

    >>> share_of(Fraction(9, 10), [HOLDS] * 9 + [FAILS]) == HOLDS
    True
    """
    best = [HOLDS if child & HOLDS else NOT_APPLICABLE if child & NOT_APPLICABLE else FAILS for child in children]
    worst = [FAILS if child & FAILS else NOT_APPLICABLE if child & NOT_APPLICABLE else HOLDS for child in children]
    can_hold = HOLDS in best and best.count(HOLDS) >= share * (best.count(HOLDS) + best.count(FAILS))
    applying = worst.count(HOLDS) + worst.count(FAILS)
    can_fail = applying > 0 and worst.count(HOLDS) < share * applying
    can_drop = all(child & NOT_APPLICABLE for child in children)
    return (FAILS if can_fail else 0) | (HOLDS if can_hold else 0) | (NOT_APPLICABLE if can_drop else 0)


def share_compared(operator: str, share: Fraction, children: Sequence[int]) -> int:
    """Outcomes of comparing the share of items that hold, among those that apply, with a limit.

    >>> share_compared("<", Fraction(1, 2), [HOLDS, FAILS, FAILS]) == HOLDS
    True
    """
    best = [HOLDS if child & HOLDS else NOT_APPLICABLE if child & NOT_APPLICABLE else FAILS for child in children]
    worst = [FAILS if child & FAILS else NOT_APPLICABLE if child & NOT_APPLICABLE else HOLDS for child in children]
    outcomes = NOT_APPLICABLE if all(child & NOT_APPLICABLE for child in children) else 0
    if operator in ("=", "!="):
        return outcomes | _share_equals(operator, share, children)
    for ends in (best, worst):
        held, applying = ends.count(HOLDS), ends.count(HOLDS) + ends.count(FAILS)
        if applying:
            outcomes |= HOLDS if compared(held, operator, share * applying) else FAILS
    return outcomes


def _share_equals(operator: str, share: Fraction, children: Sequence[int]) -> int:
    """Outcomes of asking for an exact share: every number of items that can hold, with every number that can fail."""
    outcomes = 0
    certain = children.count(HOLDS)
    possible = [child for child in children if child & HOLDS]
    kinds = [child & ~HOLDS for child in possible if child != HOLDS]  # what an item comes to where it does not hold
    must_fail, may_fail, may_drop = kinds.count(FAILS), kinds.count(FAILS | NOT_APPLICABLE), kinds.count(NOT_APPLICABLE)
    others = [child for child in children if not child & HOLDS]
    least, most = others.count(FAILS), sum(bool(child & FAILS) for child in others)
    for more in range(len(kinds) + 1):
        fewest = least + must_fail - min(more, must_fail)
        greatest = most + must_fail + may_fail - max(more - may_drop, 0)
        held = certain + more
        for failed in range(fewest, greatest + 1):
            if held + failed:
                outcomes |= HOLDS if compared(held, operator, share * (held + failed)) else FAILS
    return outcomes


def count_compared(operator: str, count: int, certain: int, possible: int) -> int:
    """Outcomes of comparing a number of items that is at least `certain` and at most `possible` with a limit.

    >>> count_compared("<=", 2, 1, 2) == HOLDS
    True
    """
    outcomes = 0
    for number in range(certain, possible + 1):
        outcomes |= HOLDS if compared(number, operator, Fraction(count)) else FAILS
    return outcomes


def compared(value: int, operator: str, limit: Fraction) -> bool:
    """Whether a number meets a limit."""
    match operator:
        case ">=":
            return value >= limit
        case ">":
            return value > limit
        case "<=":
            return value <= limit
        case "<":
            return value < limit
        case "=":
            return value == limit
        case _:
            return value != limit


def negate(outcomes: int) -> int:
    """The complement; what does not apply still does not."""
    held, failed = outcomes & HOLDS, outcomes & FAILS
    return (FAILS if held else 0) | (HOLDS if failed else 0) | (outcomes & NOT_APPLICABLE)


def branch(test: int, then: int, otherwise: int | None) -> int:
    """If, then, otherwise; without otherwise it does not apply where the condition is false."""
    outcomes = test & NOT_APPLICABLE
    if test & HOLDS:
        outcomes |= then
    if test & FAILS:
        outcomes |= NOT_APPLICABLE if otherwise is None else otherwise
    return outcomes


def join(kind: str, count: int, children: Sequence[int]) -> int:
    """Outcomes of a list by its kind: `all`, `any` or `count`."""
    if kind == "all":
        return all_of(children)
    if kind == "any":
        return any_of(children)
    return at_least(count, children)


def matches(outcomes: int, verdict: Verdict) -> int:
    """Outcomes of asking whether a criterion has a verdict: holds, fails, or either while it is undecided."""
    match verdict:
        case Verdict.PASS:
            wanted = HOLDS
        case Verdict.FAIL:
            wanted = FAILS
        case Verdict.NOT_APPLICABLE:
            wanted = NOT_APPLICABLE
        case Verdict.INSUFFICIENT_DATA:
            return HOLDS if outcomes & (outcomes - 1) else FAILS
        case _:
            assert_never(verdict)
    return (HOLDS if outcomes & wanted else 0) | (FAILS if outcomes & ~wanted else 0)


def decided(outcomes: int) -> bool:
    """Whether only one outcome is left."""
    return outcomes in (HOLDS, FAILS, NOT_APPLICABLE)
