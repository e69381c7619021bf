"""The period that a rule gives an obligation, and how it stands on a day; the days are those the rules name."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from antq_rules.engine.figures import first_day, last_day
from antq_rules.graph import model as g
from antq_rules.process.model import Deadline, DeadlineState
from antq_rules.ruleset import Assessment
from antq_rules.ruleset.rule_set import ItemInfo

Period = tuple[datetime.date, datetime.date]


def period_of(program: g.Program, readings: Mapping[str, str], year: int, code: str) -> Period | None:
    """First and last day on which an obligation's date is in time; `None` where it has none in that year."""
    for criterion in program.criteria:
        for node in g.walk(criterion.tree):
            if isinstance(node, g.Item) and node.code == code:
                return _period(program, readings, year, node)
    return None


def _period(program: g.Program, readings: Mapping[str, str], year: int, item: g.Item) -> Period | None:
    for node in _in_force(item, readings, year):
        test = program.tests[node.test] if isinstance(node, g.Leaf) else None
        if isinstance(test, g.DateTest):
            last = last_day(test, year)
            if last is not None:
                return first_day(test, year) or datetime.date(year, 1, 1), last
    return None


def _in_force(node: g.Tree, readings: Mapping[str, str], year: int) -> Iterator[g.Tree]:
    """A node and those below it, options not chosen and years not meant left out."""
    yield node
    match node:
        case g.ByReading():
            below: tuple[g.Tree, ...] = tuple(
                child for option, child in node.options if option == readings[node.reading]
            )
        case g.ForYears() if not (node.first or year) <= year <= (node.last or year):
            below = ()
        case _:
            below = g.children_of(node)
    for child in below:
        yield from _in_force(child, readings, year)


def deadline(
    assessment: Assessment, item: ItemInfo, fact: str, who: str, receiver: str, as_of: datetime.date, remark: str = ""
) -> Deadline | None:
    """How the deadline of an obligation stands on a day; `None` where the rules give it no day in that year."""
    period = period_of(assessment.program, assessment.readings, assessment.year, item.code)
    if period is None:
        return None
    first, last = period
    value = assessment.value(fact)
    done_on = value if isinstance(value, datetime.date) and value <= as_of else None
    state = state_on(first, last, done_on, as_of)
    days = (last - as_of).days
    return Deadline(item.code, item.label, who, receiver, first, last, state, done_on, days, item.citation, remark)


def state_on(
    first: datetime.date, last: datetime.date, done_on: datetime.date | None, as_of: datetime.date
) -> DeadlineState:
    """How a period stands on a day, given when the thing was done.

    >>> state_on(datetime.date(2023, 1, 1), datetime.date(2023, 6, 14), None, datetime.date(2023, 6, 14)).value
    'open'
    >>> state_on(datetime.date(2023, 1, 1), datetime.date(2023, 6, 14), None, datetime.date(2023, 6, 15)).value
    'missed'
    """
    if done_on is not None:
        if done_on > last:
            return DeadlineState.DONE_LATE
        return DeadlineState.DONE_EARLY if done_on < first else DeadlineState.DONE
    if as_of > last:
        return DeadlineState.MISSED
    return DeadlineState.NOT_YET_OPEN if as_of < first else DeadlineState.OPEN
