"""The model of the language: what each test and each node of a set's tree comes to for one unit.

Every node's value is the set of outcomes still possible; nothing here knows about wording or files.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Final, assert_never

import attrs

from antq_rules.engine import outcomes as o
from antq_rules.engine.binding import Binding, BoundLeaf
from antq_rules.engine.points import Scored, Tally, compared, needs_of, score, unweighted
from antq_rules.engine.ranges import Facts, Linear, collect, compare, interval, months_of, standing, year_of
from antq_rules.engine.values import (
    ABSENT,
    NO_YEAR,
    Attested,
    Evidence,
    Listed,
    Number,
    UnitData,
    Value,
    Worked,
    clamped_day,
)
from antq_rules.engine.workings import looked_at, waited_for, work_out
from antq_rules.graph import model as g
from antq_rules.types import FAILS, HOLDS, NOT_APPLICABLE, UNKNOWN, DayOfYear, Verdict

EMPTY_WHOLE: Final = "khi không có đối tượng"
EVIDENCE_NOT_SHOWN: Final = "khi không nêu minh chứng"
EVIDENCE_MISSING: Final = "khi thiếu minh chứng"
PARTLY_KNOWN_SUM: Final = "khi tổng có phần chưa báo cáo"
CONDITION_UNKNOWN: Final = "khi điều kiện chưa báo cáo"
EMPTY_POSITIVE_WHOLE: Final = "khi đối tượng luôn có mà bằng 0"
NOT_LISTED: Final = "khi tập không nêu một mục"
NO_YEAR_BEFORE: Final = "khi không có năm trước"
MONTH_END: Final = "khi tháng không có ngày đó"


@attrs.frozen(order=True)
class Need:
    """Something not reported that an undecided test waits for: a fact at a year (and month), and why.

    `reason` is `missing` (not reported), `wrong` (reported, refused) or `evidence` (only its evidence is missing).
    """

    fact: str
    year: int
    month: int = 0
    reason: str = "missing"


@attrs.frozen
class Leaf:
    """What a test came to: outcomes, remarks for its explanation, what it waits for, and outcomes month by month."""

    outcomes: int
    remarks: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    months: tuple[int, ...] = ()


@attrs.frozen
class Result:
    """A node of the tree with what it came to; `walk` gives it and every result below it.

    `needs` are what the node itself waits for: a list not reported, how many items must hold. `scored` are the points
    that a node asks of.
    """

    node: g.Tree
    outcomes: int
    children: tuple[Result, ...] = ()
    leaf: Leaf | None = None
    option: str = ""
    needs: tuple[Need, ...] = ()
    scored: Scored | None = None

    def walk(self) -> Iterator[Result]:
        yield self
        if not isinstance(self.node, g.CriterionState):  # what stands below belongs to the other criterion
            for child in self.children:
                yield from child.walk()


class Judge:
    """Evaluates tests and trees of one set for one unit under chosen readings; tests are evaluated once each."""

    def __init__(self, program: g.Program, facts: Facts, data: UnitData, readings: Mapping[str, str]) -> None:
        self.program = program
        self.facts = facts
        self.data = attrs.evolve(data, worked_out=self.worked_out) if program.computed else data
        self.readings = readings
        self.policies = resolve_policies(program, readings)
        self._leaves: dict[g.Test, Leaf] = {}
        self._worked: dict[tuple[str, int, bool], Worked] = {}
        self._years: dict[tuple[int, bool], Judge] = {}
        self._criteria: dict[str, Result] = {}
        self._scored: dict[str, tuple[Scored, Tally]] = {}

    @property
    def evaluated(self) -> int:
        """How many tests have been looked at so far."""
        return len(self._leaves)

    def test_of(self, leaf: g.Leaf) -> g.Test:
        """The test of a leaf: one of the set's table, or of a member of a list."""
        test = leaf.bound if isinstance(leaf, BoundLeaf) else self.program.tests[leaf.test]
        if isinstance(test, g.Relative) and test.parameter:
            return with_rate(test, self.data.parameters[test.parameter])
        return test

    def leaf(self, node: g.Leaf) -> Leaf:
        """What the test of a leaf came to."""
        test = self.test_of(node)
        found = self._leaves.get(test)
        if found is None:
            found = self._leaves[test] = self._test(test)
        return found

    # ------------------------------------------------------------------------------------------ members, workings
    def members(self, collection: g.Reference, tree: g.Tree | None, kept: g.Tree | None = None) -> list[g.Tree]:
        """What is asked of every member of a list, asked of each; nothing where the list was not reported."""
        value = self.data.value(collection.fact, year_of(collection, self.data))
        if not isinstance(value, Listed) or tree is None:
            return []
        return [self._bound(collection.fact, member, tree, kept) for member in value.members]

    def _bound(self, collection: str, member: str, tree: g.Tree, kept: g.Tree | None) -> g.Tree:
        key = (id(tree), id(kept), collection, member)
        known = self.facts.bound.get(key)
        if known is None:
            binding = Binding(self.facts.by_code, self.program.tests, collection, member)
            found = binding.tree(tree)
            if kept is not None:
                found = g.Branch(binding.tree(kept), found, None, id=f"{found.id}?", text=kept.text)
            known = self.facts.bound.put(key, (tree, kept, found))  # both trees stay so that their ids stay their own
        return known[-1]

    def of_year(self, year: int, compared: bool = False) -> Judge:
        """A judge of the same unit for an earlier year, or for the same period of the year before."""
        if year == self.data.year:
            return self
        key = (year, self.data.is_same_period(year, compared))
        if key not in self._years:
            self._years[key] = Judge(self.program, self.facts, self.data.in_year(*key), self.readings)
        return self._years[key]

    def worked_out(self, code: str, year: int, compared: bool = False) -> Worked:
        """A figure that rules work out, for the assessed year or an earlier one."""
        key = (code, year, self.data.is_same_period(year, compared))
        if key not in self._worked:
            self._worked[key] = work_out(self.of_year(year, compared), code)
        return self._worked[key]

    def behind(self, references: Iterable[g.Reference], compared: bool = False) -> Iterator[g.Reference]:
        """The facts themselves, in the place of figures that are worked out those that they come of."""
        for reference in references:
            if not reference.fact.startswith("="):
                yield reference
                continue
            year = year_of(reference, self.data)
            for one in looked_at(self.of_year(year, compared), reference.fact):
                yield one if one.year else attrs.evolve(one, offset=one.offset + year - self.data.year)

    def references(self, tree: g.Tree) -> Iterator[g.Reference]:
        """The facts that the tests of a tree look at."""
        for node in g.walk(tree):
            if isinstance(node, g.Leaf):
                test = self.test_of(node)
                yield from self.behind(references(test), is_change(test))

    def criterion(self, number: str) -> Result:
        """Another criterion of the set, evaluated."""
        if number not in self._criteria:
            tree = next(criterion.tree for criterion in self.program.criteria if criterion.number == number)
            self._criteria[number] = self.result(tree)
        return self._criteria[number]

    # ------------------------------------------------------------------------------------------ tree
    def outcomes(self, node: g.Tree) -> int:
        """Outcomes still possible of a node."""
        return self.result(node).outcomes

    def result(self, node: g.Tree) -> Result:
        """A node with everything below it evaluated; options of a reading that was not chosen are left out."""
        match node:
            case g.Leaf():
                leaf = self.leaf(node)
                return Result(node, leaf.outcomes, (), leaf)
            case g.Constant():
                return Result(node, node.outcomes)
            case g.Joined():
                return self._joined(node)
            case g.Item() | g.NamedCondition():
                child = self.result(node.child)
                return Result(node, child.outcomes, (child,))
            case g.Not():
                child = self.result(node.child)
                return Result(node, o.negate(child.outcomes), (child,))
            case g.Branch():
                return self._branch(node)
            case g.ByReading():
                option = self.readings[node.reading]
                child = self.result(next(tree for code, tree in node.options if code == option))
                return Result(node, child.outcomes, (child,), None, option)
            case g.ForTypes():
                return self._applying(node, self.data.unit_type in node.types)
            case g.ForYears():
                year = self.data.year
                applies = (node.first is None or node.first <= year) and (node.last is None or year <= node.last)
                return self._applying(node, applies)
            case g.Cases():
                return self._cases(node)
            case g.CriterionState():
                other = self.criterion(node.number)
                return Result(node, o.matches(other.outcomes, Verdict(node.verdict)), (other,))
            case g.Quantified():
                return self._quantified(node)
            case g.PointsTest():
                return self._points(node)
            case _:
                assert_never(node)

    def _applying(self, node: g.ForTypes | g.ForYears, applies: bool) -> Result:
        if not applies:
            return Result(node, NOT_APPLICABLE)
        child = self.result(node.child)
        return Result(node, child.outcomes, (child,))

    def _joined(self, node: g.Joined) -> Result:
        children = tuple(self.result(child) for child in node.children)
        values = [child.outcomes for child in children]
        grouped: set[int] = set()
        joined: list[int] = []
        for grouping in node.groupings:
            kind, count = self.choice(grouping)
            joined.append(o.join(kind, count, [values[position] for position in grouping.positions]))
            grouped.update(grouping.positions)
        joined.extend(value for position, value in enumerate(values) if position not in grouped)
        outcomes, waiting = self._counted(node, joined)
        if node.mandatory:
            outcomes = o.all_of([outcomes, *(values[position] for position in node.mandatory)])
        return Result(node, outcomes, children, needs=waiting)

    def _counted(self, node: g.Joined, joined: Sequence[int]) -> tuple[int, tuple[Need, ...]]:
        if node.amount is None:
            return o.join(node.kind, node.count, joined), ()
        linear = collect(self.facts, self.data, (node.amount, 1))
        if linear.no_year:
            return self.no_year("policy").outcomes, ()
        if linear.empty:
            return self.of_nothing(), ()
        low, high = interval(linear)
        most = len(joined) + 1
        least = max(0, ceil(low)) if low is not None else 0
        counts = range(min(least, most), (most if high is None else min(max(ceil(high), least), most)) + 1)
        outcomes = self.of_nothing() if linear.maybe_empty else 0
        for count in counts:
            outcomes |= o.at_least(count, joined)
        return outcomes, () if low == high else self.needs_of([reference for reference, _ in node.amount.terms])

    def _cases(self, node: g.Cases) -> Result:
        children: list[Result] = []
        tests: list[tuple[int, int]] = []
        open_ended = True
        for condition, body in node.cases:
            test = self.result(condition)
            if test.outcomes == FAILS:
                continue
            children.append(test)
            then = self.result(body)
            children.append(then)
            tests.append((test.outcomes, then.outcomes))
            if test.outcomes == HOLDS:
                open_ended = False
                break
        outcomes = 0 if node.exhaustive else NOT_APPLICABLE
        if node.otherwise is not None and open_ended:
            rest = self.result(node.otherwise)
            children.append(rest)
            outcomes = rest.outcomes
        for held, then_outcomes in reversed(tests):
            outcomes = (then_outcomes if held & HOLDS else 0) | (outcomes if held & ~HOLDS else 0)
        return Result(node, outcomes or UNKNOWN, tuple(children))

    def _quantified(self, node: g.Quantified) -> Result:
        year = year_of(node.collection, self.data)
        value = self.data.value(node.collection.fact, year)
        if not isinstance(value, Listed):
            reason = "wrong" if (node.collection.fact, year) in self.data.wrong else "missing"
            return Result(node, self._unlisted(node), needs=(Need(node.collection.fact, year, 0, reason),))
        trees = self.members(node.collection, node.child, node.kept)
        children = tuple(
            self.result(g.NamedCondition(member, tree, id=tree.id + "·", text=member))
            for member, tree in zip(value.members, trees, strict=True)
        )
        return Result(node, self._of_members(node, [child.outcomes for child in children]), children)

    def _points(self, node: g.PointsTest) -> Result:
        scored, points = self.points(node.number)
        outcomes = NOT_APPLICABLE
        if node.operator:
            outcomes = compared(points, node.operator, node.limit, node.of_maximum)
        waiting = () if o.decided(outcomes) else tuple(dict.fromkeys(needs_of(self, scored)))
        return Result(node, outcomes, needs=waiting, scored=scored)

    def points(self, number: str) -> tuple[Scored, Tally]:
        """What a criterion's points came to."""
        if number not in self._scored:
            scoring = next(criterion.scoring for criterion in self.program.criteria if criterion.number == number)
            assert scoring is not None
            scored = score(self, scoring.score, scoring.maximum)
            if not self.data.unit_type:  # the set is not for units of this type
                scored = attrs.evolve(scored, applies=NOT_APPLICABLE)
            self._scored[number] = (scored, unweighted(scored, scoring))
        return self._scored[number]

    def _unlisted(self, node: g.Quantified) -> int:
        return UNKNOWN if not node.empty else UNKNOWN | self._empty(node)

    def _empty(self, node: g.Quantified) -> int:
        words = self.policies.get(EMPTY_WHOLE, "chưa đủ dữ liệu") if node.empty == "policy" else node.empty
        return verdict_of(words).outcomes

    def _of_members(self, node: g.Quantified, values: Sequence[int]) -> int:
        applying = [value for value in values if value != NOT_APPLICABLE]
        certainly = any(not value & NOT_APPLICABLE for value in applying)
        if node.kind == "none":
            return o.negate(o.any_of([*applying, FAILS]))
        if node.kind == "every" or node.share is not None:
            share = Fraction(1) if node.share is None else node.share
            outcomes = o.share_compared(">=" if node.kind == "every" else node.operator, share, applying)
            empty = self._empty(node) if not certainly else 0
            return (outcomes & UNKNOWN) | empty
        certain = sum(value == HOLDS for value in applying)
        possible = sum(bool(value & HOLDS) for value in applying)
        return o.count_compared(node.operator, node.count, certain, possible)

    def choice(self, grouping: g.Grouping) -> tuple[str, int]:
        """How grouped items join under the reading chosen: a kind and a count."""
        option = self.readings[grouping.reading]
        return next((kind, count) for code, kind, count in grouping.options if code == option)

    def _branch(self, node: g.Branch) -> Result:
        test = self.result(node.test)
        then = self.result(node.then)
        otherwise = None if node.otherwise is None else self.result(node.otherwise)
        outcomes = o.branch(test.outcomes, then.outcomes, None if otherwise is None else otherwise.outcomes)
        undecided = test.outcomes & UNKNOWN == UNKNOWN
        if otherwise is None and undecided and self.policies.get(CONDITION_UNKNOWN) == "chưa đủ dữ liệu":
            outcomes |= UNKNOWN | NOT_APPLICABLE
        children = (test, then) if otherwise is None else (test, then, otherwise)
        return Result(node, outcomes, children)

    # ------------------------------------------------------------------------------------------ tests
    def _test(self, test: g.Test) -> Leaf:
        match test:
            case g.Comparison():
                return self._comparison(test)
            case g.Relative():
                return self._relative(test)
            case g.GradeTest():
                return self._grade(test)
            case g.ChoiceTest():
                return self._choice(test)
            case g.SetTest():
                return self._set(test)
            case g.DateTest():
                return self._date(test)
            case g.AttestationTest():
                return self._attestation(test)
            case g.PresenceTest():
                return self._presence(test)
            case g.DateOrder():
                return self._date_order(test)
            case g.UnitTest():
                return self._unit(test)
            case _:
                assert_never(test)

    def needs_of(self, references: Iterable[g.Reference], compared: bool = False) -> tuple[Need, ...]:
        """Which of some facts were not reported, and why they are asked for."""
        needs: list[Need] = []
        for reference in references:
            year = year_of(reference, self.data)
            if reference.fact.startswith("="):
                if not self.worked_out(reference.fact, year, compared).is_known:
                    needs.extend(waited_for(self.of_year(year, compared), reference.fact))
                continue
            value = self.data.value(reference.fact, year, compared)
            reason = "wrong" if (reference.fact, year) in self.data.wrong else "missing"
            if value is None:
                months: Sequence[int] = (0,)
                if reference.month > 0:
                    months = (reference.month,)
                needs.extend(Need(reference.fact, year, month, reason) for month in months)
            elif isinstance(value, tuple):
                last = months_of(self.data, year, compared)
                wanted = range(1, last + 1) if reference.month < 0 else (reference.month,)
                needs.extend(Need(reference.fact, year, m) for m in wanted if m > len(value) or value[m - 1] is None)
        return tuple(dict.fromkeys(needs))

    def _special(self, reference: g.Reference) -> tuple[Value | None, Leaf | None]:
        """The value of a fact that is no figure, and the result where there is none to look at."""
        value = self.data.value(reference.fact, year_of(reference, self.data))
        if value is None:
            return None, Leaf(UNKNOWN, (), self.needs_of([reference]))
        if value is NO_YEAR:
            return None, self.no_year("")
        return value, None

    def no_year(self, stated: str = "policy") -> Leaf:
        """What the set says of a year in which the unit did not exist."""
        words = stated if stated and stated != "policy" else self.policies.get(NO_YEAR_BEFORE, "")
        outcomes = verdict_of(words).outcomes if words else UNKNOWN
        return Leaf(outcomes, ("no_year_before",))

    def _comparison(self, test: g.Comparison) -> Leaf:
        if test.monthly:
            return self._monthly(test)
        leaf = self._limited(test.left, test.operator, test.right)
        if test.upper is None:
            return leaf
        upper = self._limited(test.left, test.upper_operator, test.upper)
        linear = collect(self.facts, self.data, (test.left, 1))
        outcomes = o.all_of([leaf.outcomes, upper.outcomes])
        if outcomes & HOLDS and not linear.is_known and not self._meets_both(test):
            outcomes = FAILS
        needs = tuple(dict.fromkeys([*leaf.needs, *upper.needs])) if not o.decided(outcomes) else ()
        return Leaf(outcomes, tuple(dict.fromkeys([*leaf.remarks, *upper.remarks])), needs)

    def _meets_both(self, test: g.Comparison) -> bool:
        assert test.upper is not None
        between = collect(self.facts, self.data, (test.upper, 1), (test.right, -1))
        return bool(compare(between, ">=" if test.upper_operator == "<=" else ">") & HOLDS)

    def _limited(self, left: g.Form, operator: str, right: g.Form) -> Leaf:
        linear = collect(self.facts, self.data, (left, 1), (right, -1))
        if linear.no_year:
            return self.no_year("policy")
        if linear.empty:
            return Leaf(self.of_nothing(), ("empty_whole",))
        outcomes = compare(linear, operator) | (self.of_nothing() if linear.maybe_empty else 0)
        if self._sum_is_open(left, linear) or self._sum_is_open(right, linear):
            outcomes = UNKNOWN
        remarks = ("partly_known_sum",) if not linear.is_known and len(left.terms) > 1 else ()
        if o.decided(outcomes):
            return Leaf(outcomes, remarks)
        return Leaf(outcomes, remarks, self.needs_of(standing(self.data, (left, 1), (right, -1))))

    def of_nothing(self) -> int:
        """What the set's header says of a share of nothing."""
        return verdict_of(self.policies.get(EMPTY_WHOLE, "chưa đủ dữ liệu")).outcomes

    def _sum_is_open(self, form: g.Form, linear: Linear) -> bool:
        """Whether a sum with an unknown part is to count as unknown as a whole (a policy of the set)."""
        if self.policies.get(PARTLY_KNOWN_SUM) != "chưa đủ dữ liệu" or len(form.terms) < 2:
            return False
        unknown = {variable.name[0] for variable, _ in linear.terms}
        return any(reference.fact in unknown for reference, _ in form.terms)

    def _monthly(self, test: g.Comparison) -> Leaf:
        months: list[int] = []
        needs: list[Need] = []
        for month in range(1, self.data.months + 1):
            leaf = self._comparison(in_month(test, month))
            months.append(leaf.outcomes)
            needs.extend(leaf.needs)
        outcomes = o.all_of(months)
        if o.decided(outcomes):
            needs = []
        else:  # of a fact that was not reported at all no month is asked for alone
            whole = [self.data.value(need.fact, need.year) is None for need in needs]
            needs = [attrs.evolve(need, month=0) if one else need for need, one in zip(needs, whole, strict=True)]
        return Leaf(outcomes, (), tuple(dict.fromkeys(needs)), tuple(months))

    # ------------------------------------------------------------------------------------------ change, share
    def _relative(self, test: g.Relative) -> Leaf:
        compared = test.kind == "change"
        base = collect(self.facts, self.data, (test.base, 1), compared=compared)
        left = collect(self.facts, self.data, (test.left, 1), compared=compared)
        if base.no_year or left.no_year:
            return self.no_year(test.no_base)
        if base.empty or left.empty:
            return Leaf(self.of_nothing(), ("empty_whole",))
        low, high = interval(base)
        outcomes = self.of_nothing() if base.maybe_empty or left.maybe_empty else 0
        remarks: list[str] = []
        if high is None or high > 0:
            operator, multiple = effective_limit(test)
            linear = collect(self.facts, self.data, (test.left, 1), (test.base, -multiple), compared=compared)
            outcomes |= compare(_shifted(_positive(linear, base), -test.addend), operator)
        if low is None or low <= 0:
            empty, remark = self._at_zero(test, compared)
            outcomes |= empty
            if base.is_known and remark:
                remarks.append(remark)
        outcomes = outcomes or UNKNOWN  # limits of the base that contradict each other decide nothing
        if o.decided(outcomes):
            return Leaf(outcomes, tuple(remarks))
        needs = self.needs_of([r for r, _ in (*test.left.terms, *test.base.terms)], compared)
        return Leaf(outcomes, tuple(remarks), needs)

    def _at_zero(self, test: g.Relative, compared: bool) -> tuple[int, str]:
        left = collect(self.facts, self.data, (test.left, 1), compared=compared)
        whole = {(r.fact, year_of(r, self.data), 0) for r, _ in test.base.terms}
        kept = tuple((v, weight) for v, weight in left.terms if v.whole not in whole and v.name not in whole)
        linear = Linear(left.constant, kept)
        match test.zero:
            case "plain":
                return compare(_shifted(linear, -test.addend), test.operator), ""
            case "fall" | "no_rise":
                outcomes = compare(linear, "<=")
                return outcomes, "nothing_arisen" if outcomes == HOLDS else ""
            case "rise":
                return compare(linear, ">"), ""
            case "policy":
                return self.at_empty_whole(test).outcomes, "empty_whole"
            case stated:
                arisen = not linear.is_known or linear.constant != 0
                remark = "empty_whole" if test.kind == "share" else "" if arisen else "nothing_arisen"
                return verdict_of(stated).outcomes, remark

    def at_empty_whole(self, test: g.Relative) -> Verdict:
        """What the set's header says of a ratio whose whole is 0."""
        positive = any(self.facts.by_code[r.fact].kind == "positive_count" for r, _ in test.base.terms)
        return verdict_of(self.policies.get(EMPTY_POSITIVE_WHOLE if positive else EMPTY_WHOLE, "chưa đủ dữ liệu"))

    # ------------------------------------------------------------------------------------------ other kinds
    def _grade(self, test: g.GradeTest) -> Leaf:
        rank, nothing = self._special(test.reference)
        if nothing is not None:
            return nothing
        if rank is ABSENT:
            return Leaf(FAILS, ("absent",))
        assert isinstance(rank, int)
        return Leaf(HOLDS if test.low <= rank <= test.high and rank != test.excluded else FAILS)

    def _choice(self, test: g.ChoiceTest) -> Leaf:
        member, nothing = self._special(test.reference)
        if nothing is not None:
            return nothing
        if member is ABSENT:
            return Leaf(FAILS, ("absent",))
        return Leaf(HOLDS if (member in test.members) is not test.negated else FAILS)

    def _set(self, test: g.SetTest) -> Leaf:
        value, nothing = self._special(test.reference)
        if nothing is not None:
            return nothing
        assert isinstance(value, frozenset)
        members = set(test.members)
        present = len(members & value)
        possible = len(members) if self._open() else present
        match test.kind:
            case "all":
                outcomes = _span(present >= len(members), possible >= len(members))
            case "some":
                outcomes = _span(present >= test.count, possible >= test.count)
            case "none":
                outcomes = FAILS if present else HOLDS if possible == 0 else UNKNOWN
            case _:
                outcomes = FAILS if value - members else _span(present == len(members), possible == len(members))
        if o.decided(outcomes):
            return Leaf(outcomes)
        year = year_of(test.reference, self.data)
        return Leaf(outcomes, ("open_set",), (Need(test.reference.fact, year),))

    def _open(self) -> bool:
        return self.policies.get(NOT_LISTED) == "chưa đủ dữ liệu"

    def _date(self, test: g.DateTest) -> Leaf:
        day, nothing = self._special(test.reference)
        if nothing is not None:
            return nothing
        if day is ABSENT:
            return Leaf(FAILS, ("absent",))
        assert isinstance(day, datetime.date)
        place = (day.year, day.month, day.day)
        inside = True
        if test.first is not None:
            first = _place(test.first, self.data.year + test.offset)
            inside = place > first if test.first_excluded else place >= first
        if test.last is not None:
            last = _place(test.last, self.data.year + test.offset)
            inside = inside and (place < last if test.last_excluded else place <= last)
        return Leaf(HOLDS if inside is not test.negated else FAILS)

    def _date_order(self, test: g.DateOrder) -> Leaf:
        day, nothing = self._special(test.reference)
        since, missing = self._special(test.since)
        if day is ABSENT or since is ABSENT:
            return Leaf(FAILS, ("absent",))
        unknown = [leaf for leaf in (nothing, missing) if leaf is not None]
        if isinstance(since, datetime.date):
            first, last = self.days_between(test, since)
            if first is not None and last is not None and first > last:
                return Leaf(FAILS)
        if unknown:
            outcomes = o.all_of([leaf.outcomes for leaf in unknown])
            return Leaf(
                outcomes,
                tuple(dict.fromkeys(remark for leaf in unknown for remark in leaf.remarks)),
                tuple(need for leaf in unknown for need in leaf.needs),
            )
        assert isinstance(day, datetime.date) and isinstance(since, datetime.date)
        first, last = self.days_between(test, since)
        inside = (first is None or day >= first) and (last is None or day <= last)
        return Leaf(HOLDS if inside else FAILS)

    def days_between(
        self, test: g.DateOrder, since: datetime.date
    ) -> tuple[datetime.date | None, datetime.date | None]:
        """The first and last day that meet a test of one date against another."""
        month_end = self.policies.get(MONTH_END) != "lấy ngày đầu tháng sau"
        first = None if test.low is None else moved(since, test.low, month_end)
        last = None if test.high is None else moved(since, test.high, month_end)
        if first is not None and test.low_excluded:
            first = clamped_day(first.toordinal() + 1)
        if last is not None and test.high_excluded:
            last = clamped_day(last.toordinal() - 1)
        return first, last

    def _unit(self, test: g.UnitTest) -> Leaf:
        if test.types:
            return Leaf(HOLDS if self.data.unit_type in test.types else FAILS)
        year = self.data.year
        inside = (test.first is None or test.first <= year) and (test.last is None or year <= test.last)
        return Leaf(HOLDS if inside else FAILS)

    def _attestation(self, test: g.AttestationTest) -> Leaf:
        value, nothing = self._special(test.reference)
        if nothing is not None and nothing.needs and test.positive:  # it may turn out a yes without evidence
            return attrs.evolve(nothing, outcomes=nothing.outcomes | self._of_evidence(test.reference.fact))
        if nothing is not None:
            return nothing
        assert isinstance(value, Attested)
        if not value.yes:
            return Leaf(FAILS if test.positive else HOLDS)
        if not test.positive:
            return Leaf(FAILS)
        condition = self.facts.by_code[test.reference.fact].kind == "condition"
        if value.evidence is Evidence.GIVEN or condition:
            return Leaf(HOLDS)
        missing = value.evidence is Evidence.MISSING
        remark = "evidence_missing" if missing else "evidence_not_shown"
        words = self.policies.get(EVIDENCE_MISSING if missing else EVIDENCE_NOT_SHOWN, "")
        outcomes = verdict_of(words or ("chưa đủ dữ liệu" if missing else "đạt")).outcomes
        need = Need(test.reference.fact, year_of(test.reference, self.data), 0, "evidence")
        return Leaf(outcomes, (remark,), () if o.decided(outcomes) else (need,))

    def _of_evidence(self, code: str) -> int:
        """What a yes can come to by the state of its evidence."""
        if self.facts.by_code[code].kind == "condition":
            return 0
        return HOLDS | of_evidence(self.policies)

    def _presence(self, test: g.PresenceTest) -> Leaf:
        value, nothing = self._special(test.reference)
        if nothing is not None:
            return nothing
        present = value is not ABSENT and value != frozenset()
        if isinstance(value, frozenset) and not value and self._open():
            return Leaf(UNKNOWN, ("open_set",), (Need(test.reference.fact, year_of(test.reference, self.data)),))
        return Leaf(HOLDS if present is test.positive else FAILS)


def of_evidence(policies: Mapping[str, str]) -> int:
    """What a yes of which no evidence is shown, or of which it is missing, comes to where the header says so."""
    stated = [policies.get(policy, "") for policy in (EVIDENCE_NOT_SHOWN, EVIDENCE_MISSING)]
    found = 0
    for words in stated:
        found |= verdict_of(words).outcomes if words else 0
    return found


def with_rate(test: g.Relative, rate: Fraction) -> g.Relative:
    """A test whose limit is a parameter, with the figure in force."""
    multiple = rate if test.kind == "share" else 1 - rate if test.direction == "giảm" else 1 + rate
    return attrs.evolve(test, rate=rate, multiple=multiple)


def counts_months(test: g.Test) -> bool:
    """Whether a test of two dates counts months or years, so that a month without that day can matter."""
    spans = [test.low, test.high] if isinstance(test, g.DateOrder) else []
    return any(span is not None and span.unit in ("tháng", "năm") for span in spans)


def moved(day: datetime.date, span: g.Span, month_end: bool) -> datetime.date:
    """A day so long after (or before) another; a day that the month has not becomes its last or the next first one.

    What lies beyond the calendar becomes its first or last day.

    >>> moved(datetime.date(2024, 1, 31), g.Span(1, "tháng"), True)
    datetime.date(2024, 2, 29)
    >>> moved(datetime.date(2024, 2, 29), g.Span(1, "năm"), False)
    datetime.date(2025, 3, 1)
    """
    if span.unit in ("ngày", "tuần"):
        return clamped_day(day.toordinal() + span.count * (7 if span.unit == "tuần" else 1))
    months = day.year * 12 + day.month - 1 + span.count * (12 if span.unit == "năm" else 1)
    year, month = divmod(months, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return datetime.date.min if year < datetime.MINYEAR else datetime.date.max
    last = calendar.monthrange(year, month + 1)[1]
    if day.day <= last:
        return datetime.date(year, month + 1, day.day)
    end = datetime.date(year, month + 1, last)
    return end if month_end else end + datetime.timedelta(days=1)


def is_change(test: g.Test) -> bool:
    """Whether a test compares with an earlier year, and so takes its same period where a cut-off day is given."""
    return isinstance(test, g.Relative) and test.kind == "change"


def references(test: g.Test) -> tuple[g.Reference, ...]:
    """The facts a test looks at, each once, in the order of the text."""
    match test:
        case g.Comparison():
            forms = [test.left, test.right] if test.upper is None else [test.left, test.right, test.upper]
            found = [reference for form in forms for reference, _ in form.terms]
        case g.Relative():
            found = [reference for form in (test.left, test.base) for reference, _ in form.terms]
            if test.parameter:
                found.append(g.Reference(test.parameter))
        case g.DateOrder():
            found = [test.reference, test.since]
        case g.UnitTest():
            found = []
        case _:
            found = [test.reference]
    return tuple(dict.fromkeys(found))


def resolve_policies(program: g.Program, readings: Mapping[str, str]) -> dict[str, str]:
    """What each header line `khi …` says under the readings chosen."""
    found: dict[str, str] = {}
    for key, policy in program.policies:
        if policy.reading:
            option = readings[policy.reading]
            found[key] = next(value for code, value in policy.options if code == option)
        else:
            found[key] = policy.value
    return found


def verdict_of(words: str) -> Verdict:
    """The verdict of Vietnamese words or of a verdict's own value."""
    try:
        return Verdict(words)
    except ValueError:
        return Verdict.of_words(words)


def effective_limit(test: g.Relative) -> tuple[str, Number]:
    """The operator and multiple of the base that decide a ratio exactly; a rounded ratio moves its limit instead.

    Rounding half up to a step g meets `>= t` exactly from half a step below the first grid point not under t. Only
    ratios asked to be above or below a limit are rounded.
    """
    if test.rounding is None or test.rate is None:
        return test.operator, test.multiple
    step = Fraction(1, 100 * 10**test.rounding)
    at_or_above = -floor(-test.rate / step) * step - step / 2
    above = (floor(test.rate / step) + 1) * step - step / 2
    match test.operator:
        case ">=":
            return ">=", at_or_above
        case ">":
            return ">=", above
        case "<":
            return "<", at_or_above
        case _:
            return "<", above


def _span(surely: bool, possibly: bool) -> int:
    return HOLDS if surely else UNKNOWN if possibly else FAILS


def _place(day: DayOfYear, year: int) -> tuple[int, int, int]:
    return (day.year or year, day.month, day.day)


def in_month(test: g.Comparison, month: int) -> g.Comparison:
    """What a test that is asked of each month asks of one of them."""
    return attrs.evolve(
        test,
        left=_form_in_month(test.left, month),
        right=_form_in_month(test.right, month),
        upper=None if test.upper is None else _form_in_month(test.upper, month),
        monthly=False,
    )


def _form_in_month(form: g.Form, month: int) -> g.Form:
    terms = tuple(
        (attrs.evolve(reference, month=month) if reference.month == g.EACH_MONTH else reference, weight)
        for reference, weight in form.terms
    )
    return g.Form(terms, form.constant)


def _shifted(linear: Linear, amount: Number) -> Linear:
    return attrs.evolve(linear, constant=linear.constant + amount)


def _positive(linear: Linear, base: Linear) -> Linear:
    """A sum in which an unknown base, where it is one whole number, is taken to be above 0."""
    if len(base.terms) != 1 or base.constant != 0:
        return linear
    variable = base.terms[0][0]
    if not variable.is_integer or variable.low is None or variable.low > 0:
        return linear
    above = attrs.evolve(variable, low=1)
    return attrs.evolve(
        linear, terms=tuple((above if v.name == variable.name else v, weight) for v, weight in linear.terms)
    )
