"""The smallest changes that would make a criterion pass, each tried out before it is suggested.

Facts of the assessed year that a unit can still influence may move; the data stay valid. A change is kept only if the
criterion passes with it, no fact of it can be left out, and none can stay one step nearer to what was reported.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Final, assert_never

import attrs

from antq_rules.engine import wording as w
from antq_rules.engine.binding import SEPARATOR
from antq_rules.engine.constraints import (
    Between,
    Constraint,
    Demand,
    Exactly,
    Members,
    Slot,
    demands,
    join,
    known_figure,
    movable,
    slot_bounds,
    step_of,
)
from antq_rules.engine.evaluate import Judge, Result, is_change, references
from antq_rules.engine.explanation import Change, Move
from antq_rules.engine.figures import vocabulary_of
from antq_rules.engine.points import Scored, score
from antq_rules.engine.ranges import collect, interval, year_of
from antq_rules.engine.values import ABSENT, Attested, Evidence, Key, Listed, Number, Value, clamped_day
from antq_rules.engine.workings import working_of
from antq_rules.graph import model as g
from antq_rules.graph import points as p
from antq_rules.syntax.numbers import spelled_number
from antq_rules.types import FAILS, HOLDS, NOT_APPLICABLE, DayOfYear, Verdict

_MOST_WAYS: Final = 200
_MOST_MOVED: Final = 250
_MOST_WORK: Final = 400_000  # tests looked at while ways are tried out
_MOST_SHOWN: Final = 5
_MOST_CLASHES: Final = 20_000
_NO_DEMAND: Final[Demand] = {}
_MOST_STEPS: Final = 64
_MOST_BETTERED: Final = 12
_MOST_FIGURES: Final = 30
_MOST_SEARCHED: Final = 2**50

Values = Mapping[Slot, Value]


@attrs.frozen
class Found:
    """Changes found; whether the search saw every way; whether it is certain that nothing helps."""

    changes: tuple[Change, ...]
    complete: bool
    hopeless: bool


class _Ways:
    """Whether some ways were left out."""

    def __init__(self) -> None:
        self.complete = True
        self.waits = False
        self._clashes = 0

    def first(self, ways: Iterator[Demand]) -> list[Demand]:
        kept = list(itertools.islice(ways, _MOST_WAYS + 1))
        if len(kept) > _MOST_WAYS:
            self.complete = False
            kept.pop()
        return kept

    def is_spent(self) -> bool:
        """Whether so many demands excluded each other that no more are put together."""
        self._clashes += 1
        if self._clashes > _MOST_CLASHES:
            self.complete = False
        return self._clashes > _MOST_CLASHES


def find_changes(judge: Judge, tree: g.Tree) -> Found:
    """The smallest changes that make a tree hold: fewest facts first, then fewest steps, then file order."""
    search = _Ways()
    ways = search.first(_ways(judge, judge.result(tree), HOLDS, search))
    order = {fact.code: position for position, fact in enumerate(judge.program.facts)}
    ways.sort(key=len)
    solved: dict[tuple[tuple[Slot, Value], ...], Values] = {}
    work = 0
    for way in ways:
        before, work = work, work + (2 * len(way) + 1) * judge.evaluated
        if len(way) > _MOST_MOVED or (before and work > _MOST_WORK):  # ways come with fewest facts first
            search.complete = False
            break
        values = _solve(judge, tree, way)
        if values is not None:
            solved[tuple(sorted(values.items(), key=lambda item: item[0]))] = values
    best = sorted(
        solved.values(),
        key=lambda values: (
            len({slot[0] for slot in values}),
            sum(_steps(judge, slot, value) for slot, value in values.items()),
            sorted((order[slot[0].rpartition(SEPARATOR)[2]], slot) for slot in values),
        ),
    )
    shown = tuple(describe(judge, tree, values) for values in _minimal(judge, best)[:_MOST_SHOWN])
    return Found(shown, search.complete, not shown and _is_hopeless(judge, tree))


def _is_hopeless(judge: Judge, tree: g.Tree) -> bool:
    """Whether a tree cannot hold whatever the facts that a unit can still influence, and those not reported, may be."""
    year = judge.data.year
    kept = {key: value for key, value in judge.data.values.items() if key[1] != year or not movable(judge, key[0])}
    free = Judge(judge.program, judge.facts, attrs.evolve(judge.data, values=kept), judge.readings)
    return not free.outcomes(tree) & HOLDS


def _minimal(judge: Judge, found: Sequence[Values]) -> list[Values]:
    """Without changes that hold a smaller one inside them."""
    kept: list[Values] = []
    for values in found:
        smaller = any(set(other.items()) < set(values.items()) for other in found)
        if not smaller and not any(_is_further(judge, values, other) for other in kept):
            kept.append(values)
    return kept


def _is_further(judge: Judge, values: Values, other: Values) -> bool:
    """Whether a change moves the very figures of another one the same way, only further."""
    if values.keys() != other.keys() or values == other:
        return False
    for slot, value in values.items():
        reported, nearer = current(judge, slot), other[slot]
        if not (isinstance(reported, int | Fraction) and isinstance(value, int | Fraction)):
            return False
        if not isinstance(nearer, int | Fraction) or not min(reported, value) <= nearer <= max(reported, value):
            return False
    return True


# ------------------------------------------------------------------------------------------------ ways
def _ways(judge: Judge, result: Result, wanted: int, search: _Ways) -> Iterator[Demand]:
    """Demands on facts that lead a node to an outcome."""
    if result.outcomes == wanted:
        yield {}
        return
    match result.node:
        case g.Leaf():
            test = judge.test_of(result.node)
            if any(reference.fact.startswith("=") for reference in references(test)):
                yield from _worked_out(judge, result.node, test, wanted, search)
                return
            yield from demands(judge, test, wanted)
        case g.Constant():
            return
        case g.Item() | g.NamedCondition() | g.ByReading():
            yield from _ways(judge, result.children[0], wanted, search)
        case g.ForTypes() | g.ForYears():
            for child in result.children:
                yield from _ways(judge, child, wanted, search)
        case g.Not():
            yield from _ways(judge, result.children[0], FAILS if wanted == HOLDS else HOLDS, search)
        case g.Branch():
            yield from _branch(judge, result, wanted, search)
        case g.Joined():
            yield from _joined(judge, result.node, result.children, wanted, search)
        case g.Cases():
            yield from _cases(judge, result.node, wanted, search)
        case g.CriterionState():
            yield from _criterion(judge, result, wanted, search)
        case g.Quantified():
            yield from _quantified(judge, result.node, result.children, wanted, search)
        case g.PointsTest():
            search.complete = False  # points can be earned, and lost, in more ways than are tried
            if wanted == HOLDS and result.scored is not None and result.node.operator:
                yield from more_points(judge, result.scored, search)
        case _:
            assert_never(result.node)


def _branch(judge: Judge, result: Result, wanted: int, search: _Ways) -> Iterator[Demand]:
    test, *sides = result.children
    for outcome, side in zip((HOLDS, FAILS), sides, strict=False):
        both = [search.first(_ways(judge, test, outcome, search)), search.first(_ways(judge, side, wanted, search))]
        yield from _product(both, search)
    if len(sides) == 1:
        yield from _ways(judge, test, FAILS, search)


def _worked_out(judge: Judge, leaf: g.Leaf, test: g.Test, wanted: int, search: _Ways) -> Iterator[Demand]:
    """Ways for a test of figures that are worked out: members that meet a condition, or one figure behind it moved."""
    counted = _counted_members(judge, test)
    if counted is not None and isinstance(test, g.Comparison):
        members, limit = counted
        yield from _enough(judge, test.operator, limit, members, wanted, search)
        if not test.right.terms:
            return
    search.complete = False  # only one figure at a time is tried
    tried: set[Slot] = set()
    for one in judge.behind(references(test), is_change(test)):
        slot = (one.fact, max(one.month, 0))
        fact = judge.facts.by_code[one.fact]
        if slot in tried or not fact.is_numeric or year_of(one, judge.data) != judge.data.year:
            continue
        if not movable(judge, one.fact):
            continue
        if len(tried) >= _MOST_FIGURES:
            return
        tried.add(slot)
        yield from _searched(judge, leaf, slot, wanted)


def _counted_members(judge: Judge, test: g.Test) -> tuple[list[Result], Fraction] | None:
    """The members behind a comparison of their number with a known figure, and that figure."""
    if not isinstance(test, g.Comparison) or test.upper is not None or len(test.left.terms) != 1:
        return None
    ((reference, weight),) = test.left.terms
    if weight != 1 or reference.offset or reference.year or not reference.fact.startswith("="):
        return None
    working = working_of(judge, reference.fact)
    limit = collect(judge.facts, judge.data, (test.right, 1))
    if not isinstance(working, g.CountWhere) or working.condition is None or not limit.is_known:
        return None
    if not _is_listed(judge, working.collection):
        return None
    trees = judge.members(working.collection, working.condition)
    return [judge.result(tree) for tree in trees], Fraction(limit.constant - test.left.constant)


def _searched(judge: Judge, leaf: g.Leaf, slot: Slot, wanted: int) -> Iterator[Demand]:
    """The nearest value of one figure, in either direction, that brings a test to an outcome."""
    start = known_figure(judge, slot)
    if start is None:
        return
    low, high = slot_bounds(judge, slot)
    for sign, end in ((1, high), (-1, low)):
        found = _nearest_that_turns(
            judge, leaf, slot, Fraction(start), sign * Fraction(step_of(judge, slot)), end, wanted
        )
        if found is not None:
            yield {slot: Between(found, None) if sign > 0 else Between(None, found)}


def _nearest_that_turns(
    judge: Judge, leaf: g.Leaf, slot: Slot, start: Fraction, step: Fraction, end: Number | None, wanted: int
) -> Number | None:
    def turns(steps: int) -> bool:
        value = start + steps * step
        plain = int(value) if value.denominator == 1 else value
        trial = judge.data.with_values(_as_facts(judge, {slot: plain}))
        return Judge(judge.program, judge.facts, trial, judge.readings).leaf(leaf).outcomes == wanted

    most = _MOST_SEARCHED if end is None else max(0, floor(abs(Fraction(end) - start) / abs(step)))
    far = 1
    while far < most and not turns(far):
        far *= 2
    far = min(far, most)
    if not far or not turns(far):
        return None
    near = far // 2
    while far - near > 1:
        middle = (near + far) // 2
        near, far = (near, middle) if turns(middle) else (middle, far)
    value = start + far * step
    return int(value) if value.denominator == 1 else value


def more_points(judge: Judge, scored: Scored, search: _Ways) -> Iterator[Demand]:
    """Ways to earn more: one part of a score bettered, then two, then three together."""
    single = list(_bettered(judge, scored, search))
    yield from single
    for count in (2, 3):
        for chosen in itertools.combinations(single[:_MOST_BETTERED], count):
            whole: Demand | None = {}
            for demand in chosen:
                whole = None if whole is None else join(whole, demand)
            if whole is not None:
                yield whole


def _bettered(judge: Judge, scored: Scored, search: _Ways) -> Iterator[Demand]:
    """Ways to earn more with one part of a score."""
    node = scored.node
    match node:
        case p.Earned() if node.test is not None:
            yield from _ways(judge, judge.result(node.test), HOLDS, search)
        case p.Bands():
            before: list[list[Demand]] = []
            for condition, better in node.cases:
                test = judge.result(condition)
                worth = score(judge, better, Fraction(0))
                if worth.high is not None and scored.low is not None and worth.high > scored.low:
                    yield from _product([*before, search.first(_ways(judge, test, HOLDS, search))], search)
                before.append(search.first(_ways(judge, test, FAILS, search)))
        case p.Earned() | p.Steps() | p.Curve():
            for reference in scored.references:
                yield from _figure_moved(judge, node, reference, scored)
        case _:
            pass
    for child in scored.children:
        if not isinstance(node, p.Bands):
            yield from _bettered(judge, child, search)


def _figure_moved(judge: Judge, node: p.Score, reference: g.Reference, scored: Scored) -> Iterator[Demand]:
    """One figure moved far enough for a score to change for the better, one step of it at a time."""
    for one in judge.behind([reference]):
        slot = (one.fact, max(one.month, 0))
        start = known_figure(judge, slot)
        if start is None or year_of(one, judge.data) != judge.data.year or not movable(judge, one.fact):
            continue
        low, high = slot_bounds(judge, slot)
        step = Fraction(step_of(judge, slot))
        for sign, end in ((1, high), (-1, low)):
            for steps in (1, 2, 5, 10, 20, 50, 100):
                value = Fraction(start) + sign * steps * step
                if (end is not None and (value > end if sign > 0 else value < end)) or value < 0:
                    break
                plain = int(value) if value.denominator == 1 else value
                changed = judge.data.with_values(_as_facts(judge, {slot: plain}))
                trial = score(Judge(judge.program, judge.facts, changed, judge.readings), node, Fraction(0))
                if trial.low is not None and scored.low is not None and trial.low > scored.low:
                    yield {slot: Between(plain, None) if sign > 0 else Between(None, plain)}


def _cases(judge: Judge, node: g.Cases, wanted: int, search: _Ways) -> Iterator[Demand]:
    """Each case in turn: those before it untrue, its condition true, its body as wanted."""
    before: list[list[Demand]] = []
    for condition, body in node.cases:
        test = judge.result(condition)
        if test.outcomes == NOT_APPLICABLE:
            continue
        held = search.first(_ways(judge, test, HOLDS, search))
        if held:
            yield from _product([*before, held, search.first(_ways(judge, judge.result(body), wanted, search))], search)
        before.append(search.first(_ways(judge, test, FAILS, search)))
        if not before[-1]:
            return
    if node.otherwise is not None:
        yield from _product([*before, search.first(_ways(judge, judge.result(node.otherwise), wanted, search))], search)


def _criterion(judge: Judge, result: Result, wanted: int, search: _Ways) -> Iterator[Demand]:
    assert isinstance(result.node, g.CriterionState)
    asked = {Verdict.PASS: HOLDS, Verdict.FAIL: FAILS}.get(Verdict(result.node.verdict))
    if asked is not None:
        outcome = asked if wanted == HOLDS else FAILS if asked == HOLDS else HOLDS
        yield from _ways(judge, result.children[0], outcome, search)


def _quantified(
    judge: Judge, node: g.Quantified, children: Sequence[Result], wanted: int, search: _Ways
) -> Iterator[Demand]:
    """Enough members brought to meet, or not to meet, what is asked of them."""
    if not _is_listed(judge, node.collection):
        return
    applying = [child for child in children if _counts(child)]
    drops_out = node.kept is not None or any(child.outcomes & NOT_APPLICABLE for child in children)
    search.waits = search.waits or drops_out  # which members count may change too, which is not searched
    limit = Fraction(node.count) if node.share is None else node.share * len(applying)
    operator = node.operator
    if node.kind == "every":
        operator, limit = ">=", Fraction(len(applying))
    elif node.kind == "none":
        operator, limit = "<=", Fraction(0)
    yield from _enough(judge, operator, limit, applying, wanted, search)


def _is_listed(judge: Judge, collection: g.Reference) -> bool:
    return isinstance(judge.data.value(collection.fact, year_of(collection, judge.data)), Listed)


def _enough(
    judge: Judge, operator: str, limit: Fraction, members: Sequence[Result], wanted: int, search: _Ways
) -> Iterator[Demand]:
    """So many members brought to meet their condition, or not to, that their number meets a limit."""
    if wanted == FAILS:
        operator = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "=": "!=", "!=": "="}[operator]
    least = ceil(limit) + (1 if operator == ">" and limit.denominator == 1 else 0)
    most = floor(limit) - (1 if operator == "<" and limit.denominator == 1 else 0)
    if operator == "!=":
        for number in {least + 1, most - 1} if least == most else {most}:
            yield from _enough(judge, "=", Fraction(number), members, HOLDS, search)
        return
    raised = search.first(_list(judge, "count", max(least, 0), members, HOLDS, search))
    lowered = search.first(_list(judge, "count", max(most + 1, 0), members, FAILS, search))
    if operator in (">=", ">"):
        yield from raised
    elif operator in ("<=", "<"):
        yield from lowered
    elif least == most:
        yield from _product([raised, lowered], search)


def _joined(judge: Judge, node: g.Joined, children: Sequence[Result], wanted: int, search: _Ways) -> Iterator[Demand]:
    grouped = {position for grouping in node.groupings for position in grouping.positions}
    single = [child for position, child in enumerate(children) if position not in grouped]
    lists = [search.first(_ways(judge, child, wanted, search)) for child in single if _counts(child)]
    for grouping in node.groupings:
        kind, count = judge.choice(grouping)
        members = [children[position] for position in grouping.positions if _counts(children[position])]
        lists.append(search.first(_list(judge, kind, count, members, wanted, search)))
    count = node.count if node.amount is None else _least_count(judge, node.amount)
    need = {"all": len(lists), "any": 1}.get(node.kind, count)
    chosen = _choose(lists, need if wanted == HOLDS else max(len(lists) - need + 1, 0), search)
    mandatory = [children[position] for position in node.mandatory if _counts(children[position])]
    if not mandatory:
        yield from chosen
    elif wanted == HOLDS:
        forced = [search.first(_ways(judge, child, wanted, search)) for child in mandatory]
        yield from _product([*forced, search.first(chosen)], search)
    else:
        yield from chosen
        for child in mandatory:
            yield from _ways(judge, child, wanted, search)


def _least_count(judge: Judge, amount: g.Form) -> int:
    """How many items must hold whatever the fact that says how many may be."""
    high = interval(collect(judge.facts, judge.data, (amount, 1)))[1]
    return 0 if high is None else max(0, ceil(high))


def _list(
    judge: Judge, kind: str, count: int, children: Sequence[Result], wanted: int, search: _Ways
) -> Iterator[Demand]:
    lists = [search.first(_ways(judge, child, wanted, search)) for child in children]
    need = {"all": len(lists), "any": 1}.get(kind, count)
    yield from _choose(lists, need if wanted == HOLDS else max(len(lists) - need + 1, 0), search)


def _counts(result: Result) -> bool:
    return result.outcomes != NOT_APPLICABLE


def _choose(lists: Sequence[list[Demand]], need: int, search: _Ways) -> Iterator[Demand]:
    """Ways to bring `need` of some members to the outcome wanted; members already there come first."""
    there = [ways for ways in lists if ways == [{}]]
    others = [ways for ways in lists if ways and ways != [{}]]
    lacking = need - len(there)
    if lacking <= 0:
        yield {}
    elif lacking <= len(others):
        for chosen in itertools.combinations(others, lacking):
            yield from _product(chosen, search)


def _product(lists: Sequence[list[Demand]], search: _Ways) -> Iterator[Demand]:
    """One way of each list (one at least) at once, the first list's in turn for each choice among the others."""
    ways, joined = [iter(lists[-1])], [_NO_DEMAND]
    while ways:
        way = next(ways[-1], None)
        both = None if way is None else join(way, joined[-1])
        if way is None:
            ways.pop()
            joined.pop()
        elif both is None:
            if search.is_spent():
                return
        elif len(ways) == len(lists):
            yield both
        else:
            ways.append(iter(lists[-1 - len(ways)]))
            joined.append(both)


# ------------------------------------------------------------------------------------------------ values
def _solve(judge: Judge, tree: g.Tree, way: Demand) -> Values | None:
    """The values nearest to what was reported that meet a demand and make the tree hold, made smaller if possible."""
    values: dict[Slot, Value] = {}
    for slot, constraint in way.items():
        value = _nearest(judge, slot, constraint)
        if value is None:
            return None
        if value != current(judge, slot):
            values[slot] = value
    if not passes(judge, tree, values):
        return None
    for slot in list(values):
        fewer = {other: value for other, value in values.items() if other != slot}
        if passes(judge, tree, fewer):
            values = fewer
    for slot in list(values):
        _pull_back(judge, tree, values, slot)
    return values


def _pull_back(judge: Judge, tree: g.Tree, values: dict[Slot, Value], slot: Slot) -> None:
    for _ in range(_MOST_STEPS):
        nearer = one_step_back(judge, slot, values[slot])
        if nearer is None or not passes(judge, tree, {**values, slot: nearer}):
            return
        values[slot] = nearer


def passes(judge: Judge, tree: g.Tree, values: Values) -> bool:
    """Whether a tree holds, with valid data, when some values are put in place of the reported ones."""
    changed = judge.data.with_values(_as_facts(judge, values))
    for code, _ in values:
        if not _valid(judge, changed.values, code):
            return False
    trial = Judge(judge.program, judge.facts, changed, judge.readings)
    return trial.outcomes(tree) == HOLDS


def _as_facts(judge: Judge, values: Values) -> dict[Key, Value]:
    facts: dict[Key, Value] = {}
    year = judge.data.year
    for (code, month), value in values.items():
        if month:
            reported = facts.get((code, year), judge.data.values.get((code, year)))
            months: list[Number | None] = list(reported) if isinstance(reported, tuple) else [None] * 12
            assert isinstance(value, int | Fraction)
            months[month - 1] = value
            facts[code, year] = tuple(months)
        else:
            facts[code, year] = value
    return facts


def _valid(judge: Judge, values: Mapping[Key, Value], code: str) -> bool:
    fact = judge.facts.by_code[code]
    return fact.kind != "positive_count" or values[code, judge.data.year] != 0


def current(judge: Judge, slot: Slot) -> Value | None:
    """What was reported for a slot."""
    if slot[1]:
        return known_figure(judge, slot)
    return judge.data.values.get((slot[0], judge.data.year))


def _nearest(judge: Judge, slot: Slot, constraint: Constraint) -> Value | None:
    match constraint:
        case Between():
            return _nearest_between(judge, slot, constraint)
        case Members():
            value = current(judge, slot)
            present = value if isinstance(value, frozenset) else frozenset()
            return frozenset((present | constraint.added) - constraint.removed)
        case Exactly():
            if isinstance(constraint.value, bool):
                return Attested(constraint.value, Evidence.GIVEN if constraint.value else Evidence.NOT_SHOWN)
            assert constraint.value is ABSENT or isinstance(constraint.value, str)
            return constraint.value
        case _:
            assert_never(constraint)


def _nearest_between(judge: Judge, slot: Slot, ends: Between) -> Value | None:
    fact = judge.facts.by_code[slot[0]]
    reported = current(judge, slot)
    if fact.kind == "date":
        place = reported.toordinal() if isinstance(reported, datetime.date) else None
        day = _clamp(place, ends, ends.high if ends.high is not None else ends.low)
        return None if day is None else clamped_day(int(day))
    known = reported if isinstance(reported, int | Fraction) else None
    nearest = _clamp(known, ends, ends.low if ends.low else ends.high if ends.high is not None else 0)
    if fact.kind == "grade" or fact.is_integer or nearest is None:
        return nearest
    step = step_of(judge, slot)
    aligned = _on_a_step(nearest, known, step, nearest == ends.low)
    inside = (ends.low is None or aligned >= ends.low) and (ends.high is None or aligned <= ends.high)
    value = Fraction(aligned if inside else nearest)
    if spelled_number(value / fact.factor) is None:
        return None
    return int(value) if value.denominator == 1 else value


def _on_a_step(nearest: Number, known: Number | None, step: Number, upward: bool) -> Number:
    """The figure at or beyond `nearest` that lies whole steps from what was reported, or from 0 where nothing was."""
    if known is None:
        steps = Fraction(nearest) / step
        return (ceil(steps) if upward else floor(steps)) * step
    return known + (1 if nearest > known else -1) * ceil(distance(nearest, known) / step) * step


def _clamp(value: Number | None, ends: Between, preferred: Number | None) -> Number | None:
    if value is None:
        return preferred
    if ends.low is not None and value < ends.low:
        return ends.low
    if ends.high is not None and value > ends.high:
        return ends.high
    return value


def one_step_back(judge: Judge, slot: Slot, value: Value) -> Value | None:
    """The value one step nearer to what was reported, or `None` where that is the reported value itself.

    A list gives back its last addition or removal; a yes or no has no step between. What was not reported has none.
    """
    reported = current(judge, slot)
    fact = judge.facts.by_code[slot[0]]
    if isinstance(value, frozenset) and isinstance(reported, frozenset):
        changed = sorted(value ^ reported)
        return value ^ {changed[-1]} if len(changed) > 1 else None
    if isinstance(value, datetime.date) and isinstance(reported, datetime.date):
        back = value + datetime.timedelta(days=1 if value < reported else -1)
        return None if back == reported else back
    if not isinstance(value, int | Fraction) or not isinstance(reported, int | Fraction):
        return None
    step = 1 if fact.kind == "grade" else step_of(judge, slot)
    back_figure = value + (-step if value > reported else step)
    if (back_figure <= reported) is (value > reported):
        return None
    return int(back_figure) if Fraction(back_figure).denominator == 1 else back_figure


def _steps(judge: Judge, slot: Slot, value: Value) -> Fraction:
    reported = current(judge, slot)
    if isinstance(value, frozenset):
        return Fraction(len(value ^ reported) if isinstance(reported, frozenset) else max(len(value), 1))
    if isinstance(value, datetime.date) and isinstance(reported, datetime.date):
        return Fraction(abs((value - reported).days))
    if isinstance(value, int | Fraction) and isinstance(reported, int | Fraction):
        step = 1 if judge.facts.by_code[slot[0]].kind == "grade" else step_of(judge, slot)
        return distance(value, reported) / step
    return Fraction(1)


# ------------------------------------------------------------------------------------------------ wording
def describe(judge: Judge, tree: g.Tree, values: Values) -> Change:
    """A change in words: one move for each fact, the months of one fact together."""
    by_fact: dict[str, dict[int, Value]] = {}
    for (code, month), value in values.items():
        by_fact.setdefault(code, {})[month] = value
    moves = tuple(_move(judge, tree, code, months) for code, months in by_fact.items())
    return Change(moves, "; ".join(move.text for move in moves))


def _move(judge: Judge, tree: g.Tree, code: str, months: Mapping[int, Value]) -> Move:
    fact = judge.facts.by_code[code]
    reported = judge.data.values.get((code, judge.data.year))
    after = _as_facts(judge, {(code, month): value for month, value in months.items()})[code, judge.data.year]
    kind, text = _move_text(judge, tree, fact, reported, months)
    return Move(
        code,
        fact.name,
        judge.data.year,
        kind,
        None if reported is None else plain(judge, fact, reported),
        plain(judge, fact, after),
        text,
    )


def _move_text(
    judge: Judge, tree: g.Tree, fact: g.Fact, reported: Value | None, months: Mapping[int, Value]
) -> tuple[str, str]:
    if 0 not in months:
        parts = [f"tháng {month}: {w.figure(_number(value), fact)}" for month, value in sorted(months.items())]
        return "figure", w.move_months(fact.name, parts)
    value = months[0]
    vocabulary = vocabulary_of(judge, fact)
    if value is ABSENT:
        return "document", w.move_absent(fact.name)
    if isinstance(value, Attested):
        only_evidence = isinstance(reported, Attested) and reported.yes and value.yes
        return "evidence", w.move_attestation(fact.name, value.yes, only_evidence)
    if isinstance(value, frozenset):
        assert vocabulary is not None
        before = reported if isinstance(reported, frozenset) else frozenset()
        added = [m.text for m in vocabulary.members if m.code in value - before]
        removed = [m.text for m in vocabulary.members if m.code in before - value]
        return "document", w.move_set(fact.name, added, removed)
    if isinstance(value, datetime.date):
        periods = _periods(judge, tree, fact.code)
        limited = any(end is not None for end in periods)
        later = value > reported if isinstance(reported, datetime.date) else bool(periods) and not limited
        return ("deadline" if limited else "document"), w.move_date(fact.name, w.day(value), later)
    if fact.kind == "choice":
        return "document", w.move_choice(fact.name, w.shown(value, fact, vocabulary))
    if fact.kind == "grade" or isinstance(value, str):
        return "document", w.move_grade(fact.name, w.shown(value, fact, vocabulary))
    number = _number(value)
    before_number = reported if isinstance(reported, int | Fraction) else None
    difference = w.apart(distance(number, before_number or 0) / fact.factor, fact.unit)
    before_text = None if before_number is None else w.figure(before_number, fact)
    return "figure", w.move_figure(
        fact.name, before_text, w.figure(number, fact), difference, before_number is not None and number > before_number
    )


def distance(first: Number, second: Number) -> Fraction:
    """How far two figures are apart.

    >>> distance(2, 5)
    Fraction(3, 1)
    """
    return abs(Fraction(first) - Fraction(second))


def _number(value: Value) -> Number:
    assert isinstance(value, int | Fraction)
    return value


def _periods(judge: Judge, tree: g.Tree, code: str) -> list[DayOfYear | g.Span | None]:
    """The last days (`None`: no limit) that a tree allows for a fact, or for a fact of every member of a list."""
    own = code.rpartition(SEPARATOR)[2]
    found: list[DayOfYear | g.Span | None] = []
    for node in g.walk(tree):
        test = judge.test_of(node) if isinstance(node, g.Leaf) else None
        if isinstance(test, g.DateTest) and test.reference.fact == own:
            found.append(test.last)
        elif isinstance(test, g.DateOrder) and test.reference.fact == own:
            found.append(test.high)
    return found


def plain(judge: Judge, fact: g.Fact, value: Value) -> object:
    """A value as it stands in a data file: figures in the fact's own unit, grades and members as texts."""
    if value is ABSENT:
        return "không có"
    if isinstance(value, Attested):
        return (
            {"giá trị": True, "minh chứng": "bổ sung"} if value.yes and value.evidence is Evidence.GIVEN else value.yes
        )
    if isinstance(value, datetime.date):
        return value.isoformat()
    vocabulary = vocabulary_of(judge, fact)
    if isinstance(value, frozenset):
        assert vocabulary is not None
        return [member.text for member in vocabulary.members if member.code in value]
    if isinstance(value, tuple):
        return [None if month is None else _in_unit(month, fact) for month in value]
    if fact.kind == "grade" and isinstance(value, int):
        assert vocabulary is not None
        return vocabulary.members[value].text
    if isinstance(value, str):
        assert vocabulary is not None
        return next(member.text for member in vocabulary.members if member.code == value)
    return _in_unit(_number(value), fact)


def _in_unit(value: Number, fact: g.Fact) -> object:
    number = Fraction(value) / fact.factor
    return int(number) if number.denominator == 1 else spelled_number(number)
