"""Every kind of test over columns: what it comes to, and which facts it waits for where it is undecided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, assert_never

import attrs

from antq_rules.columnar.dates import FIRST_DAY, LAST_DAY, Calendar
from antq_rules.columnar.expressions import NUMBER, TRUTH, Expression
from antq_rules.columnar.figures import Figures, Known, Linear, NotInTables, Variable, View, WorkedOut
from antq_rules.columnar.outcomes import Outcome
from antq_rules.columnar.ratios import Ratio
from antq_rules.columnar.slots import ABSENT, EVIDENCE, Moment, column_name
from antq_rules.columnar.undecided import unless_known
from antq_rules.engine import evaluate as e
from antq_rules.graph import model as g
from antq_rules.types import FAILS, HOLDS, NOT_APPLICABLE, UNKNOWN

MISSING: Final = "missing"
EVIDENCE_NEEDED: Final = "evidence"


@attrs.frozen(eq=False)
class Wait:
    """A fact that an undecided test waits for, where it does: a fact at a moment, and a month of it (0: all of it)."""

    fact: str
    moment: Moment
    month: int
    reason: str
    test: Expression


@attrs.frozen(eq=False)
class LeafMade:
    """A test over columns; `waits` count where the test is undecided."""

    outcome: Outcome
    waits: tuple[Wait, ...] = ()


class Leaves:
    """Makes the tests of a set under chosen readings and parameters."""

    def __init__(
        self, program: g.Program, figures: Figures, policies: Mapping[str, str], unit_type: Expression
    ) -> None:
        self.program = program
        self.figures = figures
        self.slots = figures.slots
        self.builder = figures.builder
        self.ratios = figures.ratios
        self.outcomes = figures.outcomes
        self.policies = policies
        self.unit_type = unit_type
        self.calendar = Calendar(self.builder)
        self._made: dict[g.Test, LeafMade] = {}
        self._worked: dict[tuple[str, View], WorkedOut] = {}
        self.vocabularies = {(v.ordered, v.title): v for v in program.vocabularies}
        figures.work = self.worked_out

    def leaf(self, test: g.Test) -> LeafMade:
        """A test, made once."""
        if test not in self._made:
            self._made[test] = self._test(test)
        return self._made[test]

    def _test(self, test: g.Test) -> LeafMade:
        if isinstance(test, g.Relative) and test.parameter:
            test = e.with_rate(test, self.figures.parameters[test.parameter])
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

    # ------------------------------------------------------------------------------------------ policies
    def _verdict(self, words: str) -> Outcome:
        return self.outcomes.constant(e.verdict_of(words).outcomes)

    def of_nothing(self) -> Outcome:
        """What the set's header says of a share of nothing."""
        return self._verdict(self.policies.get(e.EMPTY_WHOLE, "chưa đủ dữ liệu"))

    def of_no_year(self, stated: str = "policy") -> Outcome:
        """What the set says of a year in which the unit did not exist."""
        words = stated if stated and stated != "policy" else self.policies.get(e.NO_YEAR_BEFORE, "")
        return self._verdict(words) if words else self.outcomes.constant(UNKNOWN)

    def _nothing_behind(self, linears: Sequence[Linear], stated: str, rest: Outcome) -> Outcome:
        """What holds where a year that was not, or a share of nothing, stands in a sum; else the rest."""
        b, figures = self.builder, self.figures
        empty = b.or_(figures.empty(one) for one in linears)
        no_year = b.or_(figures.no_year(one) for one in linears)
        found = self.outcomes.choose(empty, self.of_nothing(), rest)
        return self.outcomes.choose(no_year, self.of_no_year(stated), found)

    def _perhaps_nothing(self, linears: Sequence[Linear], found: Outcome) -> Outcome:
        maybe = self.builder.or_(self.figures.maybe_empty(one) for one in linears)
        if maybe is self.builder.false:
            return found
        return self.outcomes.choose(maybe, self.outcomes.either(found, self.of_nothing()), found)

    # ------------------------------------------------------------------------------------------ waiting
    def waits_for(self, references: Iterable[g.Reference], view: View) -> Iterator[Wait]:
        """The facts among some that were not reported."""
        b, slots = self.builder, self.slots
        for reference in dict.fromkeys(references):
            code = reference.fact
            moment = self.slots.at(view.moment, reference.offset, reference.year)
            if code in self.figures.parameters:
                continue
            if code.startswith("="):
                yield from self._waits_behind(code, moment, view)
                continue
            fact = slots.facts.by_code[code]
            there = b.not_(self.figures.gone(code, moment, view))
            if fact.kind == "monthly":
                yield from self._waits_for_months(reference, moment, view, there)
            elif fact.is_numeric:
                unknown = b.is_null(self.figures.reported(code, moment, view).top)
                yield from self._wait(code, moment, 0, b.and_([there, unknown]))
            else:
                yield from self._wait(code, moment, 0, b.and_([there, self.unreported(code, moment)]))

    def _wait(self, code: str, moment: Moment, month: int, test: Expression) -> Iterator[Wait]:
        b = self.builder
        if test is b.false:
            return
        refused = self.slots.refused(code, moment)
        for reason, where in ((MISSING, b.not_(refused)), ("wrong", refused)):
            found = b.and_([test, where])
            if found is not b.false:
                yield Wait(code, moment, month, reason, found)

    def _waits_for_months(
        self, reference: g.Reference, moment: Moment, view: View, there: Expression
    ) -> Iterator[Wait]:
        b, code = self.builder, reference.fact
        last = self.figures.months_of(moment, view)
        unknown = {month: b.is_null(self.figures.reported(code, moment, view, month).top) for month in range(1, 13)}
        none = b.and_([there, *unknown.values()])
        some = b.and_([there, b.not_(none)])
        yield from self._wait(code, moment, max(reference.month, 0), none)
        for month in range(1, last + 1) if reference.month < 0 else [reference.month]:
            test = b.and_([some, unknown[month]])
            if test is not b.false:
                yield Wait(code, moment, month, MISSING, test)

    def _waits_behind(self, code: str, moment: Moment, view: View) -> Iterator[Wait]:
        b = self.builder
        inside = self.figures.same_period(moment, view)
        inner = View(moment, inside, inside)
        worked = self.figures.variables(g.Reference(code), View(moment, inside, inside))[0]
        sure = b.or_([b.not_(b.is_null(worked.known.top)), self.slots.not_there(moment)])
        for wait in self.waits_for(self._behind(code), inner):
            yield attrs.evolve(wait, test=b.and_([wait.test, b.not_(sure)]))

    def _behind(self, code: str) -> list[g.Reference]:
        working = self._working(code)
        match working:
            case g.Product():
                forms = [working.left, working.right]
            case g.Quotient():
                forms = [working.part, working.whole]
            case g.Rounded():
                forms = [working.value]
            case _:
                raise NotInTables("danh sách")
        return [reference for form in forms for reference, _ in form.terms]

    def waits_of_amount(self, amount: g.Form) -> tuple[Wait, ...]:
        """What a number of items that a fact states waits for."""
        linear = self.figures.collect(View(), (amount, Fraction(1)))
        low, high = self.figures.interval(linear)
        same = self.builder.surely(self.ratios.compare("=", low, high))
        references = [reference for reference, _ in amount.terms]
        found = self._waiting([linear], references, View())
        return tuple(attrs.evolve(wait, test=self.builder.and_([wait.test, self.builder.not_(same)])) for wait in found)

    # ------------------------------------------------------------------------------------------ worked out figures
    def _working(self, code: str) -> g.Working:
        return next(one.working for one in self.program.computed if one.fact.code == code)

    def worked_out(self, code: str, view: View) -> WorkedOut:
        """A figure that rules work out, with the year of the view as the assessed one."""
        key = (code, view)
        if key not in self._worked:
            self._worked[key] = self._work(self._working(code), view)
        return self._worked[key]

    def _work(self, working: g.Working, view: View) -> WorkedOut:
        match working:
            case g.Product():
                return self._product(self._range(working.left, view), self._range(working.right, view))
            case g.Quotient():
                return self._quotient(self._range(working.part, view), self._range(working.whole, view))
            case g.Rounded():
                found = self._range(working.value, view)
                low, high = (self.ratios.rounded(end, working.step, True) for end in (found.low, found.high))
                return attrs.evolve(found, low=low, high=high)
            case _:
                raise NotInTables("danh sách")

    def _range(self, form: g.Form, view: View) -> WorkedOut:
        b, figures = self.builder, self.figures
        linear = figures.collect(view, (form, Fraction(1)))
        low, high = figures.interval(linear)
        no_year = figures.no_year(linear)
        empty = b.and_([figures.empty(linear), b.not_(no_year)])
        gone = b.or_([no_year, empty])
        maybe = b.and_([figures.maybe_empty(linear), b.not_(gone)])
        none = self.ratios.none
        choose = self.ratios.choose
        return WorkedOut(choose(gone, none, low), choose(gone, none, high), False, empty, maybe, no_year)

    def _joined(
        self, parts: Sequence[WorkedOut], low: Ratio, high: Ratio, empty: Expression, maybe: Expression
    ) -> WorkedOut:
        b, ratios = self.builder, self.ratios
        no_year = b.or_(part.no_year for part in parts)
        nothing = b.and_([b.not_(no_year), b.or_([*(part.empty for part in parts), empty])])
        gone = b.or_([no_year, nothing])
        ends = (ratios.choose(gone, ratios.none, low), ratios.choose(gone, ratios.none, high))
        return WorkedOut(*ends, False, nothing, b.and_([b.not_(gone), maybe]), no_year)

    def _product(self, left: WorkedOut, right: WorkedOut) -> WorkedOut:
        b, r = self.builder, self.ratios
        maybe = b.or_([left.maybe_empty, right.maybe_empty])
        if left.low.top is left.high.top and right.low.top is right.high.top:
            whole = r.multiply(left.low, right.low)
            return self._joined([left, right], whole, whole, b.false, maybe)
        corners = [r.multiply(a, c) for a in (left.low, left.high) for c in (right.low, right.high)]
        bounded = b.not_(b.or_(b.is_null(end.top) for end in (left.low, left.high, right.low, right.high)))
        positive = b.and_(b.surely(r.sign(">=", end)) for end in (left.low, right.low))
        low = r.choose(bounded, r.least(corners), r.choose(positive, corners[0], r.none))
        high = r.choose(bounded, r.greatest(corners), r.choose(positive, corners[3], r.none))
        zero = b.or_(b.and_([b.surely(r.sign("=", one.low)), b.surely(r.sign("=", one.high))]) for one in (left, right))
        nothing = r.number(0)
        return self._joined([left, right], r.choose(zero, nothing, low), r.choose(zero, nothing, high), b.false, maybe)

    def _quotient(self, part: WorkedOut, whole: WorkedOut) -> WorkedOut:
        b, r = self.builder, self.ratios
        zero = b.and_([b.surely(r.sign("=", whole.low)), b.surely(r.sign("=", whole.high))])
        maybe = b.or_([part.maybe_empty, whole.maybe_empty])
        c_known, d_known = b.not_(b.is_null(whole.low.top)), b.not_(b.is_null(whole.high.top))
        signed = b.not_(b.and_([b.surely(r.sign(">=", whole.low)), b.surely(r.sign(">=", part.low))]))
        same = b.and_([b.surely(r.compare("=", whole.low, whole.high)), b.surely(r.sign("!=", whole.low))])
        least = r.choose(d_known, self._divided(part.low, whole.high), r.number(0))
        most = r.choose(b.surely(r.sign("=", whole.low)), r.none, self._divided(part.high, whole.low))
        first, last = self._divided(part.low, whole.low), self._divided(part.high, whole.low)
        rising = b.surely(r.sign(">", whole.low))
        low = r.choose(signed, r.choose(same, r.choose(rising, first, last), r.none), least)
        high = r.choose(signed, r.choose(same, r.choose(rising, last, first), r.none), most)
        may_be_zero = b.and_([b.possibly(r.sign("<=", whole.low)), b.possibly(r.sign(">=", whole.high))])
        open_ended = b.choose(
            signed, b.and_([may_be_zero, b.not_(same)]), b.and_([c_known, b.surely(r.sign("=", whole.low))])
        )
        return self._joined([part, whole], low, high, zero, b.or_([maybe, open_ended]))

    def _divided(self, part: Ratio, whole: Ratio) -> Ratio:
        """One by another that is not 0; null where it is, or where either is."""
        b, r = self.builder, self.ratios
        sign = b.choose(b.surely(r.sign("<", whole)), b.whole(-1), b.whole(1))
        usable = b.surely(r.sign("!=", whole))
        top = b.multiply(b.multiply(part.top, whole.bottom), sign)
        bottom = b.multiply(b.multiply(part.bottom, whole.top), sign)
        return Ratio(b.choose(usable, top, b.none), b.within(b.choose(usable, bottom, b.whole(1)), 1, None))

    # ------------------------------------------------------------------------------------------ limits
    def _comparison(self, test: g.Comparison) -> LeafMade:
        if test.monthly:
            return self._monthly(test)
        made = self._limited(test.left, test.operator, test.right)
        if test.upper is None:
            return made
        upper = self._limited(test.left, test.upper_operator, test.upper)
        b, figures = self.builder, self.figures
        both = self.outcomes.all_of([made.outcome, upper.outcome])
        linear = figures.collect(View(), (test.left, Fraction(1)))
        unknown = b.or_(
            b.and_([figures.is_unknown(one), b.not_(b.or_([one.no_year, one.empty]))]) for one, _ in linear.terms
        )
        if unknown is not b.false:
            between = figures.collect(View(), (test.upper, Fraction(1)), (test.right, Fraction(-1)))
            room = figures.compare(between, ">=" if test.upper_operator == "<=" else ">")
            narrow = b.and_([both.holds, unknown, b.not_(room.holds)])
            both = self.outcomes.choose(narrow, self.outcomes.constant(FAILS), both)
        return LeafMade(both, (*self._own(made), *self._own(upper)))

    def _own(self, made: LeafMade) -> Iterator[Wait]:
        """What a part of a test waits for, where that part is undecided."""
        undecided = self.builder.not_(self.outcomes.decided(made.outcome))
        for wait in made.waits:
            yield attrs.evolve(wait, test=self.builder.and_([undecided, wait.test]))

    def _limited(self, left: g.Form, operator: str, right: g.Form) -> LeafMade:
        figures = self.figures
        forms = ((left, Fraction(1)), (right, Fraction(-1)))
        linear = figures.collect(View(), *forms)
        found = self._perhaps_nothing([linear], figures.compare(linear, operator))
        for form in (left, right):
            found = self.outcomes.choose(self._is_open(form, linear), self.outcomes.constant(UNKNOWN), found)
        found = self._nothing_behind([linear], "policy", found)
        return LeafMade(found, self._waiting([linear], figures.standing(View(), *forms), View()))

    def _waiting(self, linears: Sequence[Linear], references: Iterable[g.Reference], view: View) -> tuple[Wait, ...]:
        """What a test of sums waits for; nothing where a year that was not or a share of nothing decides."""
        b, figures = self.builder, self.figures
        nothing = b.or_(b.or_([figures.no_year(one), figures.empty(one)]) for one in linears)
        found = []
        for wait in self.waits_for(references, view):
            test = b.and_([wait.test, b.not_(nothing)])
            if test is not b.false:
                found.append(attrs.evolve(wait, test=test))
        return tuple(found)

    def _is_open(self, form: g.Form, linear: Linear) -> Expression:
        """Whether a sum with an unknown part is to count as unknown as a whole (a policy of the set)."""
        b = self.builder
        if self.policies.get(e.PARTLY_KNOWN_SUM) != "chưa đủ dữ liệu" or len(form.terms) < 2:
            return b.false
        codes = {reference.fact for reference, _ in form.terms}
        return b.or_(b.is_null(v.known.top) for v, _ in linear.terms if v.name[0] in codes)

    def _monthly(self, test: g.Comparison) -> LeafMade:
        made = [self._comparison(e.in_month(test, month)) for month in range(1, self.figures.months + 1)]
        found = self.outcomes.all_of([one.outcome for one in made])
        waits = [wait for one in made for wait in self._own(one)]
        return LeafMade(found, tuple(self._of_whole_year(waits)))

    def _of_whole_year(self, waits: Sequence[Wait]) -> Iterator[Wait]:
        """What months wait for; of a fact that was not reported at all no month is asked for alone."""
        b = self.builder
        for wait in waits:
            if self.slots.facts.by_code[wait.fact].kind != "monthly":
                yield wait
                continue
            reported = [self.figures.reported(wait.fact, wait.moment, View(), month) for month in range(1, 13)]
            whole = b.and_(b.is_null(month.top) for month in reported)
            for month, where in ((0, whole), (wait.month, b.not_(whole))):
                test = b.and_([wait.test, where])
                if test is not b.false:
                    yield attrs.evolve(wait, month=month, test=test)

    # ------------------------------------------------------------------------------------------ change, share
    def _relative(self, test: g.Relative) -> LeafMade:
        b, figures, ratios, outcomes = self.builder, self.figures, self.ratios, self.outcomes
        view = View(compared=test.kind == "change")
        base = figures.collect(view, (test.base, Fraction(1)))
        left = figures.collect(view, (test.left, Fraction(1)))
        linear = figures.collect(view, (test.left, Fraction(1)), (test.base, -Fraction(e.effective_limit(test)[1])))
        zero = self._at_zero(test, left)
        if self._is_plain(test, linear, base, zero):
            found = self._main(test, linear)
        elif len(base.terms) == 1 and not base.constant and base.terms[0][0].known.top.nullable:
            variable, weight = base.terms[0]
            lacking = self._of_ratio(test, figures.without(linear, variable), figures.without(base, variable), zero)
            above = b.within(variable.known.top, 1, None) if weight > 0 else variable.known.top
            main = self._main(test, figures.having(linear, variable))
            if main.kleene is not None:  # what is only looked at above 0 is known to be above 0
                main = outcomes.of_truth(b.replaced(main.kleene, {variable.known.top.number: above}))
            arisen = b.surely(ratios.sign(">" if weight > 0 else "<", variable.known))
            known = outcomes.choose(arisen, main, zero)
            sound = figures.is_sound(linear) and figures.is_sound(base)
            if sound and lacking.kleene is not None and known.kleene is not None:
                asked = variable.known.top
                found = outcomes.of_truth(unless_known(b, asked, lacking.kleene, known.kleene))
            else:
                found = outcomes.choose(b.is_null(variable.known.top), lacking, known)
        else:
            found = self._of_ratio(test, linear, base, zero)
        found = self._perhaps_nothing([base, left], found)
        found = self._nothing_behind([base, left], test.no_base, found)
        references = [reference for reference, _ in (*test.left.terms, *test.base.terms)]
        return LeafMade(found, self._waiting([base, left], references, view))

    def _is_plain(self, test: g.Relative, linear: Linear, base: Linear, zero: Outcome) -> bool:
        """Whether a base of 0 needs no case of its own: the comparison comes to the same there."""
        if len(base.terms) != 1 or base.constant or zero.kleene is None:
            return False
        if not (self.figures.is_sound(linear) and self.figures.is_sound(base)):
            return False
        variable, weight = base.terms[0]
        ends = (variable.known.top, variable.low.top)
        if weight < 0 or any(end.low is None or end.low < 0 for end in ends):
            return False
        names = {variable.name}
        at_zero = self._emptied(linear, names)
        of_zero = self.ratios.number(0)
        terms = [
            (attrs.evolve(one, known=of_zero, low=of_zero, high=of_zero) if one.name in names else one, share)
            for one, share in at_zero.terms
        ]
        return self._main(test, Linear(at_zero.constant, tuple(terms))).kleene is zero.kleene

    def _emptied(self, linear: Linear, names: Collection[tuple[str, Moment, int]]) -> Linear:
        """A sum where some figures, and so the parts of them, are 0."""
        zero = self.ratios.number(0)
        terms = []
        for variable, weight in linear.terms:
            if variable.whole in names or variable.name in names:
                known = self.ratios.coalesce(variable.known, zero)
                variable = attrs.evolve(variable, known=known, low=zero, high=zero, whole=None)
            terms.append((variable, weight))
        return Linear(linear.constant, tuple(terms))

    def _main(self, test: g.Relative, linear: Linear) -> Outcome:
        """What a ratio comes to where its base is above 0."""
        operator, _ = e.effective_limit(test)
        return self.figures.compare(self.figures.shifted(linear, -test.addend), operator)

    def _of_ratio(self, test: g.Relative, linear: Linear, base: Linear, zero: Outcome) -> Outcome:
        """What a ratio comes to over everything its base can still be."""
        b, outcomes = self.builder, self.outcomes
        low, high = self.figures.interval(base)
        main = self._main(test, self._positive(linear, base))
        above, below = b.possibly(self.ratios.sign(">", high)), b.possibly(self.ratios.sign("<=", low))
        found = outcomes.choose(below, outcomes.choose(above, outcomes.either(main, zero), zero), main)
        if not self.figures.is_consistent(base):
            found = outcomes.choose(b.or_([above, below]), found, outcomes.constant(UNKNOWN))
        return found

    def _positive(self, linear: Linear, base: Linear) -> Linear:
        """A sum in which an unknown base, where it is one whole number, is taken to be above 0."""
        b, r = self.builder, self.ratios
        raised: dict[tuple[str, Moment, int], Variable] = {}
        for variable, _ in base.terms:
            if not variable.is_integer:
                continue
            others = [
                r.scale(r.coalesce(other.known, r.number(0)), weight)
                for other, weight in base.terms
                if other is not variable
            ]
            rest = r.add([r.number(base.constant), *others])
            if not others and not base.constant:
                raised[variable.name] = self._raised(variable)
                continue
            alone = [b.not_(b.is_null(other.known.top)) for other, _ in base.terms if other is not variable]
            here = b.and_([*alone, b.surely(r.sign("=", rest)), b.surely(r.sign("<=", variable.low))])
            if here is not b.false:
                low = r.choose(here, r.number(1), variable.low)
                raised[variable.name] = attrs.evolve(variable, low=low)
        terms = tuple((raised.get(variable.name, variable), weight) for variable, weight in linear.terms)
        return Linear(linear.constant, terms)

    def _raised(self, variable: Variable) -> Variable:
        """A figure that is at least 1 where it is not known."""
        r, without = self.ratios, variable.ends_without

        def raised(unknown: Collection[Known]) -> tuple[Ratio, Ratio]:
            assert without is not None
            low, high = without(unknown)
            return r.greatest([low, r.number(1)]), high

        return attrs.evolve(
            variable,
            low=r.greatest([variable.low, r.number(1)]),
            ends_without=None if without is None else raised,
        )

    def _at_zero(self, test: g.Relative, left: Linear) -> Outcome:
        figures, outcomes = self.figures, self.outcomes
        view = View(compared=test.kind == "change")
        names = {(r.fact, self.slots.at(view.moment, r.offset, r.year), 0) for r, _ in test.base.terms}
        linear = self._emptied(left, names)
        match test.zero:
            case "plain":
                return figures.compare(figures.shifted(linear, -test.addend), test.operator)
            case "fall" | "no_rise":
                return figures.compare(linear, "<=")
            case "rise":
                return figures.compare(linear, ">")
            case "policy":
                facts = self.slots.facts
                positive = any(facts.by_code[r.fact].kind == "positive_count" for r, _ in test.base.terms)
                policy = e.EMPTY_POSITIVE_WHOLE if positive else e.EMPTY_WHOLE
                return self._verdict(self.policies.get(policy, "chưa đủ dữ liệu"))
            case stated:
                return outcomes.constant(e.verdict_of(stated).outcomes)

    # ------------------------------------------------------------------------------------------ other kinds
    def _column(self, code: str, moment: Moment, kind: str, high: int | None = None) -> Expression:
        """A reported value that is no figure; null where it was not reported, refused or is known to be absent."""
        b, name = self.builder, column_name(code, moment)
        if kind == TRUTH:
            return self.slots.truth_column(name, b.unknown)
        known = self.slots.columns.get(name)
        if known is None:
            return b.none
        if high is not None:
            return b.column(name, NUMBER, known.nullable, 0, high)
        first = FIRST_DAY if known.low is None else known.low
        return b.column(name, NUMBER, known.nullable, first, LAST_DAY if known.high is None else known.high)

    def unreported(self, code: str, moment: Moment) -> Expression:
        """Whether a fact that is no figure was not reported, or was refused."""
        b, fact = self.builder, self.slots.facts.by_code[code]
        if fact.kind == "set":
            return b.is_null(self._member(code, moment, self._members(code)[0]))
        kind = TRUTH if fact.kind in ("attestation", "condition") else NUMBER
        absent = self.slots.flag(code, moment, ABSENT)
        return b.and_([b.is_null(self._column(code, moment, kind)), b.not_(absent)])

    def _members(self, code: str) -> list[str]:
        fact = self.slots.facts.by_code[code]
        return [member.code for member in self.vocabularies[False, fact.vocabulary].members]

    def _member(self, code: str, moment: Moment, member: str) -> Expression:
        return self.slots.truth_column(column_name(code, moment, member), self.builder.unknown)

    def _special(self, reference: g.Reference, test: Expression, waits: Sequence[Wait] = ()) -> LeafMade:
        """A test of what is no figure: null is undecided, and a year that was not is as the set says."""
        moment = self.slots.at(Moment(), reference.offset, reference.year)
        no_year = self.slots.no_year(reference.fact, moment)
        found = self.outcomes.choose(no_year, self.of_no_year(""), self.outcomes.of_truth(test))
        there = self.builder.not_(no_year)
        own = [attrs.evolve(wait, test=self.builder.and_([there, wait.test])) for wait in waits]
        return LeafMade(found, (*self.waits_for([reference], View()), *own))

    def moment(self, reference: g.Reference) -> Moment:
        """The year that a reference to what is no figure speaks of."""
        return self.slots.at(Moment(), reference.offset, reference.year)

    def is_absent(self, reference: g.Reference) -> Expression:
        """Whether a fact is known not to exist."""
        return self.slots.flag(reference.fact, self.moment(reference), ABSENT)

    def _unless_absent(self, reference: g.Reference, test: Expression) -> Expression:
        return self.builder.choose(self.is_absent(reference), self.builder.false, test)

    def _top(self, code: str) -> int:
        return len(self.vocabularies[True, self.slots.facts.by_code[code].vocabulary].members) - 1

    def rank(self, reference: g.Reference) -> Expression:
        """A reported grade by its place on its scale; null where there is none."""
        return self._column(reference.fact, self.moment(reference), NUMBER, self._top(reference.fact))

    def member(self, reference: g.Reference, member: str) -> Expression:
        """Whether a reported set has a member; null where the set was not reported."""
        return self._member(reference.fact, self.moment(reference), member)

    def day(self, reference: g.Reference) -> Expression:
        """A reported day by its number; null where there is none."""
        return self._column(reference.fact, self.moment(reference), NUMBER)

    def _grade(self, test: g.GradeTest) -> LeafMade:
        b, top = self.builder, self._top(test.reference.fact)
        rank = self.rank(test.reference)
        parts = []
        if test.low > 0 or test.high >= top:
            parts.append(b.compare(">=", rank, b.whole(test.low)))
        if test.high < top:
            parts.append(b.compare("<=", rank, b.whole(test.high)))
        if test.excluded >= 0:
            parts.append(b.compare("!=", rank, b.whole(test.excluded)))
        return self._special(test.reference, self._unless_absent(test.reference, b.and_(parts)))

    def _choice(self, test: g.ChoiceTest) -> LeafMade:
        b, code = self.builder, test.reference.fact
        members = self._members(code)
        place = self._column(code, self.moment(test.reference), NUMBER, len(members) - 1)
        among = b.among(place, [members.index(member) for member in test.members])
        found = b.not_(among) if test.negated else among
        return self._special(test.reference, self._unless_absent(test.reference, found))

    def _set(self, test: g.SetTest) -> LeafMade:
        b, code = self.builder, test.reference.fact
        moment = self.moment(test.reference)
        members = {member: self._member(code, moment, member) for member in self._members(code)}
        asked = [members[member] for member in dict.fromkeys(test.members)]
        others = [column for member, column in members.items() if member not in test.members]
        match test.kind:
            case "all":
                found = b.and_(asked)
            case "some":
                found = b.surely(b.compare(">=", b.count([b.surely(one) for one in asked]), b.whole(test.count)))
            case "none":
                found = b.not_(b.or_(asked))
            case _:
                found = b.and_([*asked, *(b.not_(one) for one in others)])
        open_set = b.false
        if self.policies.get(e.NOT_LISTED) == "chưa đủ dữ liệu":
            closed = b.surely(found)
            if test.kind == "none":
                failed, held = b.surely(b.or_(asked)), b.truth(not asked)
            else:
                failed, held = b.false, closed
                if test.kind not in ("all", "some"):
                    failed = b.surely(b.or_(others))
                elif test.kind == "some":
                    failed = b.truth(len(set(test.members)) < test.count)
            open_set = b.not_(b.or_([failed, held]))
            found = b.choose(failed, b.false, b.choose(held, b.true, b.unknown))
        missing = self.unreported(code, moment)
        if not asked or not found.nullable or open_set is not b.false:  # else all members are null together
            found = b.choose(missing, b.unknown, found)
        wait = Wait(code, moment, 0, MISSING, b.and_([open_set, b.not_(missing)]))
        return self._special(test.reference, found, () if wait.test is b.false else (wait,))

    def _date(self, test: g.DateTest) -> LeafMade:
        b = self.builder
        day = self.day(test.reference)
        first, last = self._first_and_past(test)
        inside = [] if first is None else [b.compare(">=", day, first)]
        if last is not None:
            inside.append(b.compare("<", day, last))
        found = b.and_(inside) if inside else b.choose(b.is_null(day), b.unknown, b.true)
        found = b.not_(found) if test.negated else found
        return self._special(test.reference, self._unless_absent(test.reference, found))

    def _first_and_past(self, test: g.DateTest) -> tuple[Expression | None, Expression | None]:
        """The first day that meets a test of a date, and the first after the last that does."""
        year = self.builder.add([self.slots.year, self.builder.whole(test.offset)])
        found: list[Expression | None] = []
        for end, excluded, is_first in (
            (test.first, test.first_excluded, True),
            (test.last, test.last_excluded, False),
        ):
            if end is None:
                found.append(None)
                continue
            of_year = self.builder.whole(end.year) if end.year else year
            past = self.calendar.after if excluded is is_first else self.calendar.start_of
            found.append(past(of_year, end))
        return found[0], found[1]

    def days_of(self, test: g.DateTest) -> tuple[Expression | None, Expression | None]:
        """The first and the last day that meet a test of a date, within the calendar."""
        first, past = self._first_and_past(test)
        first = None if first is None else self.calendar.stepped(first, 0)
        return first, None if past is None else self.calendar.stepped(past, -1)

    def _date_order(self, test: g.DateOrder) -> LeafMade:
        b = self.builder
        moments = [self.moment(one) for one in (test.reference, test.since)]
        day = self._column(test.reference.fact, moments[0], NUMBER)
        since = self._column(test.since.fact, moments[1], NUMBER)
        first, last = self.days_between(test, since)
        inside, unmet = [], b.false
        if first is not None:
            inside.append(b.compare(">=", day, first))
        if last is not None:
            inside.append(b.compare("<=", day, last))
        if first is not None and last is not None:
            unmet = b.surely(b.compare(">", first, last))
        plain = b.and_(inside) if inside else b.true
        missing = [self.unreported(one.fact, at) for one, at in zip((test.reference, test.since), moments, strict=True)]
        gone = [self.slots.no_year(one.fact, at) for one, at in zip((test.reference, test.since), moments, strict=True)]
        outcomes = self.outcomes
        no_year = self.of_no_year("")
        unknown = outcomes.constant(UNKNOWN)
        nothing = outcomes.constant(NOT_APPLICABLE)
        parts = [
            outcomes.choose(away, no_year, outcomes.choose(lacking, unknown, nothing))
            for lacking, away in zip(missing, gone, strict=True)
        ]
        known = b.not_(b.or_([*missing, *gone]))
        found = outcomes.choose(
            known,
            outcomes.of_truth(b.choose(known, b.choose(unmet, b.false, plain), b.unknown)),
            outcomes.all_of(parts),
        )
        found = outcomes.choose(b.and_([unmet, b.not_(gone[1])]), outcomes.constant(FAILS), found)
        absent = [
            b.and_([self.slots.flag(one.fact, at, ABSENT), b.not_(away)])
            for one, at, away in zip((test.reference, test.since), moments, gone, strict=True)
        ]
        found = outcomes.choose(b.or_(absent), outcomes.constant(FAILS), found)
        return LeafMade(found, tuple(self.waits_for([test.reference, test.since], View())))

    def days_between(self, test: g.DateOrder, since: Expression) -> tuple[Expression | None, Expression | None]:
        """The first and last day that meet a test of one day against another."""
        month_end = self.policies.get(e.MONTH_END) != "lấy ngày đầu tháng sau"
        first = None if test.low is None else self.calendar.moved(since, test.low, month_end)
        last = None if test.high is None else self.calendar.moved(since, test.high, month_end)
        if first is not None and test.low_excluded:
            first = self.calendar.stepped(first, 1)
        if last is not None and test.high_excluded:
            last = self.calendar.stepped(last, -1)
        return first, last

    def _unit(self, test: g.UnitTest) -> LeafMade:
        if test.types:
            return LeafMade(self.outcomes.of_truth(self.is_of_types(test.types)))
        return LeafMade(self.outcomes.of_truth(self.in_years(test.first, test.last)))

    def is_of_types(self, types: Sequence[str]) -> Expression:
        """Whether the unit is of one of some types; false where the set is not for its type."""
        places = [place for place, name in enumerate(self.program.unit_types) if name in types]
        return self.builder.surely(self.builder.among(self.unit_type, places))

    def in_years(self, first: int | None, last: int | None) -> Expression:
        """Whether the assessed year lies between two years."""
        b, year = self.builder, self.slots.year
        parts = [] if first is None else [b.compare(">=", year, b.whole(first))]
        if last is not None:
            parts.append(b.compare("<=", year, b.whole(last)))
        return b.and_(parts)

    def _attestation(self, test: g.AttestationTest) -> LeafMade:
        b, code = self.builder, test.reference.fact
        moment = self.moment(test.reference)
        yes = self._column(code, moment, TRUTH)
        if not test.positive:
            return self._special(test.reference, b.not_(yes))
        if self.slots.facts.by_code[code].kind == "condition":
            return self._special(test.reference, yes)
        name = column_name(code, moment, EVIDENCE)
        known = self.slots.columns.get(name)
        state = b.whole(0)
        if known is not None:
            state = b.coalesce(
                b.column(name, NUMBER, known.nullable, known.low or 0, 2 if known.high is None else known.high),
                b.whole(0),
            )
        affirmed = b.and_([b.surely(yes), b.not_(self.slots.no_year(code, moment))])
        shown, waits = self._with_evidence(code, moment, state, affirmed)
        made = self._special(test.reference, yes, waits)
        return attrs.evolve(made, outcome=self.outcomes.choose(affirmed, shown, made.outcome))

    def _with_evidence(
        self, code: str, moment: Moment, state: Expression, affirmed: Expression
    ) -> tuple[Outcome, tuple[Wait, ...]]:
        """What a yes comes to by the state of its evidence."""
        b = self.builder
        found = self.outcomes.constant(HOLDS)
        waits = []
        for number, policy, default in (
            (0, e.EVIDENCE_NOT_SHOWN, "đạt"),
            (2, e.EVIDENCE_MISSING, "chưa đủ dữ liệu"),
        ):
            here = b.surely(b.compare("=", state, b.whole(number)))
            outcome = self._verdict(self.policies.get(policy, "") or default)
            found = self.outcomes.choose(here, outcome, found)
            if outcome is self.outcomes.constant(UNKNOWN) and here is not b.false:
                waits.append(Wait(code, moment, 0, EVIDENCE_NEEDED, b.and_([here, affirmed])))
        return found, tuple(waits)

    def _presence(self, test: g.PresenceTest) -> LeafMade:
        b, code = self.builder, test.reference.fact
        fact = self.slots.facts.by_code[code]
        moment = self.moment(test.reference)
        missing = self.unreported(code, moment)
        waits: tuple[Wait, ...] = ()
        if fact.kind == "set":
            present = b.surely(b.or_(self._member(code, moment, member) for member in self._members(code)))
            found = present if test.positive else b.not_(present)
            if self.policies.get(e.NOT_LISTED) == "chưa đủ dữ liệu":
                found = b.choose(present, found, b.unknown)
                waits = (Wait(code, moment, 0, MISSING, b.and_([b.not_(present), b.not_(missing)])),)
        else:
            absent = self.slots.flag(code, moment, ABSENT)
            found = absent if not test.positive else b.not_(absent)
        return self._special(test.reference, b.choose(missing, b.unknown, found), waits)
