"""The algebra of outcomes (`engine.outcomes`) over columns: which of holds, fails, does not apply is still possible."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import attrs

from antq_rules.columnar.expressions import Builder, Expression
from antq_rules.columnar.undecided import adds_nothing
from antq_rules.types import FAILS, HOLDS, NOT_APPLICABLE, Verdict


@attrs.frozen(eq=False)
class Outcome:
    """What a node can still come to, each never null; `kleene` says the same in one value where it always applies.

    Where a test that is never null says whether it applies, `applies` is that test and `inside` the one value where it
    does.
    """

    holds: Expression
    fails: Expression
    drops: Expression
    kleene: Expression | None = None
    applies: Expression | None = None
    inside: Expression | None = None


class Outcomes:
    """Makes outcomes from outcomes."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.known: Final = {mask: self._constant(mask) for mask in range(8)}

    def _constant(self, mask: int) -> Outcome:
        b = self.builder
        parts = [b.truth(bool(mask & one)) for one in (HOLDS, FAILS, NOT_APPLICABLE)]
        kleene = {HOLDS: b.true, FAILS: b.false, HOLDS | FAILS: b.unknown}.get(mask)
        return Outcome(parts[0], parts[1], parts[2], kleene)

    def constant(self, mask: int) -> Outcome:
        """Outcomes stated outright."""
        return self.known[mask]

    def of_truth(self, test: Expression) -> Outcome:
        """A test that always applies: true holds, false fails, null is undecided."""
        b = self.builder
        return Outcome(b.possibly(test), b.not_(b.surely(test)), b.false, test)

    def of_parts(self, holds: Expression, fails: Expression, drops: Expression) -> Outcome:
        """Outcomes by what is possible; `holds` or `fails` must be possible wherever `drops` is not."""
        b = self.builder
        if drops is b.false:
            return self.of_truth(b.choose(holds, b.choose(fails, b.unknown, b.true), b.false))
        return Outcome(holds, fails, drops)

    def decided(self, one: Outcome) -> Expression:
        """Whether only one outcome is left."""
        b = self.builder
        if one.kleene is not None:
            return b.not_(b.is_null(one.kleene))
        two = [b.and_([one.holds, one.fails]), b.and_([one.holds, one.drops]), b.and_([one.fails, one.drops])]
        return b.not_(b.or_(two))

    def choose(self, test: Expression, then: Outcome, otherwise: Outcome) -> Outcome:
        """One of two by a test that is never null."""
        b = self.builder
        if test is b.true or then is otherwise:
            return then
        if test is b.false:
            return otherwise
        if then.kleene is not None and otherwise.kleene is not None:
            return self.of_truth(b.choose(test, then.kleene, otherwise.kleene))
        found = Outcome(
            b.choose(test, then.holds, otherwise.holds),
            b.choose(test, then.fails, otherwise.fails),
            b.choose(test, then.drops, otherwise.drops),
        )
        inside = then.inside if then.kleene is None else then.kleene
        if otherwise is not self.known[NOT_APPLICABLE] or inside is None:
            return found
        applies = test if then.applies is None else b.and_([test, then.applies])
        return attrs.evolve(found, applies=applies, inside=inside)

    def _where(self, children: Sequence[Outcome]) -> tuple[Expression, list[Outcome]] | None:
        """The one test by which all of some apply, and each where it does; `None` where there is no such test."""
        tests = {one.applies for one in children}
        applies = tests.pop() if len(tests) == 1 else None
        if applies is None:
            return None
        return applies, [self.of_truth(one.inside) for one in children if one.inside is not None]

    def either(self, *several: Outcome) -> Outcome:
        """All that any of several can come to."""
        b = self.builder
        tests = [one.kleene for one in several if one.kleene is not None]
        if len(tests) == len(several) == 2:
            for first, second in (tests, reversed(tests)):
                if first.is_constant:
                    join = b.or_ if first is b.true else b.and_
                    return self.of_truth(join([second, b.unknown]))
                if first is b.unknown:
                    return self.of_truth(first)
            return self.of_truth(b.or_([b.and_(tests), b.and_([b.or_(tests), b.unknown])]))
        return self.of_parts(
            b.or_(one.holds for one in several),
            b.or_(one.fails for one in several),
            b.or_(one.drops for one in several),
        )

    def negate(self, one: Outcome) -> Outcome:
        """The complement; what does not apply still does not."""
        if one.kleene is not None:
            return self.of_truth(self.builder.not_(one.kleene))
        inside = None if one.inside is None else self.builder.not_(one.inside)
        return Outcome(one.fails, one.holds, one.drops, None, one.applies, inside)

    def all_of(self, children: Sequence[Outcome]) -> Outcome:
        """A list that asks for every item; items that do not apply drop out."""
        b = self.builder
        kept = [one for one in children if one is not self.known[NOT_APPLICABLE]]
        if not kept:
            return self.known[NOT_APPLICABLE]
        tests = [one.kleene for one in kept if one.kleene is not None]
        if len(tests) == len(kept):
            return self.of_truth(b.and_(tests))
        if len(kept) == 1:
            return kept[0]
        where = self._where(kept)
        if where is not None:
            return self.choose(where[0], self.all_of(where[1]), self.known[NOT_APPLICABLE])
        fails = b.or_(one.fails for one in kept)
        none_fails = b.and_(b.or_([one.holds, one.drops]) for one in kept)
        holds = b.and_([none_fails, b.or_(one.holds for one in kept)])
        return self.of_parts(holds, fails, b.and_(one.drops for one in kept))

    def any_of(self, children: Sequence[Outcome]) -> Outcome:
        """A list that asks for one item; items that do not apply drop out."""
        return self.negate(self.all_of([self.negate(one) for one in children]))

    def at_least(self, count: int, children: Sequence[Outcome]) -> Outcome:
        """A list that asks for `count` items; fewer that apply than that fails, none that applies drops out."""
        b = self.builder
        tests = [one.kleene for one in children if one.kleene is not None]
        wanted = b.whole(count)
        if children and len(tests) == len(children):
            if count == 1:
                return self.of_truth(b.or_(tests))
            if count == len(tests):
                return self.of_truth(b.and_(tests))
            certain = b.compare(">=", b.count([b.surely(one) for one in tests]), wanted)
            possible = b.compare(">=", b.count([b.possibly(one) for one in tests]), wanted)
            return self.of_truth(b.or_([certain, b.and_([possible, b.unknown])]))
        where = self._where(children)
        if where is not None:
            return self.choose(where[0], self.at_least(count, where[1]), self.known[NOT_APPLICABLE])
        nothing = b.and_(b.and_([one.drops, b.not_(b.or_([one.holds, one.fails]))]) for one in children)
        surely = [b.and_([one.holds, b.not_(b.or_([one.fails, one.drops]))]) for one in children]
        certain = b.count(surely)
        holds = b.compare(">=", b.count([one.holds for one in children]), wanted)
        ways = [*surely, *(one.fails for one in children)]
        if count > 1:
            ways += [one.holds for one in children]
        fails = b.and_([b.compare("<", certain, wanted), b.or_(ways)])
        applying = b.not_(nothing)
        drops = b.and_(one.drops for one in children)
        return self.of_parts(b.and_([applying, holds]), b.and_([applying, fails]), drops)

    def join(self, kind: str, count: int, children: Sequence[Outcome]) -> Outcome:
        """A list by its kind: `all`, `any` or `count`."""
        if kind == "all":
            return self.all_of(children)
        return self.any_of(children) if kind == "any" else self.at_least(count, children)

    def share_of(self, share: Fraction, children: Sequence[Outcome]) -> Outcome:
        """A list that asks for a share of the items that apply."""
        b = self.builder
        best_holds = [one.holds for one in children]
        best_fails = [b.and_([b.not_(one.holds), b.not_(one.drops)]) for one in children]
        worst_fails = [one.fails for one in children]
        worst_holds = [b.and_([b.not_(one.fails), b.not_(one.drops)]) for one in children]
        holds = b.and_([b.or_(best_holds), self._reaches(share, best_holds, best_fails)])
        some = b.or_([*worst_holds, *worst_fails])
        fails = b.and_([some, b.not_(self._reaches(share, worst_holds, worst_fails))])
        return self.of_parts(holds, fails, b.and_(one.drops for one in children))

    def _reaches(self, share: Fraction, held: Sequence[Expression], failed: Sequence[Expression]) -> Expression:
        b = self.builder
        top, bottom = share.numerator, share.denominator
        left = b.scale(b.count(held), bottom - top)
        return b.compare(">=", b.add([left, b.scale(b.count(failed), -top)]), b.whole(0))

    def branch(self, test: Outcome, then: Outcome, otherwise: Outcome | None, loose: bool = False) -> Outcome:
        """If, then, otherwise; without otherwise it does not apply where the condition fails.

        `loose` leaves everything open where it is not known whether the condition holds.
        """
        b = self.builder
        rest = self.known[NOT_APPLICABLE] if otherwise is None else otherwise
        if test.kleene is not None and then.kleene is not None and rest.kleene is not None:
            return self.of_truth(self._chosen(test.kleene, then.kleene, rest.kleene))
        open_ended = b.false
        if loose and otherwise is None:
            open_ended = b.and_([test.holds, test.fails])
        return self.of_parts(
            b.or_([b.and_([test.holds, then.holds]), b.and_([test.fails, rest.holds]), open_ended]),
            b.or_([b.and_([test.holds, then.fails]), b.and_([test.fails, rest.fails]), open_ended]),
            b.or_([test.drops, b.and_([test.holds, then.drops]), b.and_([test.fails, rest.drops]), open_ended]),
        )

    def _chosen(self, test: Expression, then: Expression, otherwise: Expression) -> Expression:
        """One of two by a test that may be undecided; decided all the same where both agree."""
        b = self.builder
        if not test.nullable:
            return b.choose(test, then, otherwise)
        ways = [b.and_([test, then]), b.and_([b.not_(test), otherwise])]
        agreed = b.and_([then, otherwise])
        return b.or_(ways if adds_nothing(b, agreed, test) else [*ways, agreed])

    def case(self, test: Outcome, body: Outcome, rest: Outcome) -> Outcome:
        """The body of a case where its condition holds, else what the cases after it come to."""
        b = self.builder
        if test.kleene is not None and body.kleene is not None and rest.kleene is not None:
            return self.of_truth(self._chosen(test.kleene, body.kleene, rest.kleene))
        otherwise = b.or_([test.fails, test.drops])
        return Outcome(
            b.or_([b.and_([test.holds, body.holds]), b.and_([otherwise, rest.holds])]),
            b.or_([b.and_([test.holds, body.fails]), b.and_([otherwise, rest.fails])]),
            b.or_([b.and_([test.holds, body.drops]), b.and_([otherwise, rest.drops])]),
        )

    def never_nothing(self, one: Outcome) -> Outcome:
        """The same, undecided where nothing at all would be possible."""
        b = self.builder
        if one.kleene is not None:
            return one
        nothing = b.not_(b.or_([one.holds, one.fails, one.drops]))
        return self.of_parts(b.or_([one.holds, nothing]), b.or_([one.fails, nothing]), one.drops)

    def matches(self, one: Outcome, verdict: Verdict) -> Outcome:
        """Whether something has a verdict."""
        b = self.builder
        if verdict is Verdict.INSUFFICIENT_DATA:
            return self.of_truth(b.not_(self.decided(one)))
        if verdict is Verdict.PASS:
            wanted, others = one.holds, [one.fails, one.drops]
        elif verdict is Verdict.FAIL:
            wanted, others = one.fails, [one.holds, one.drops]
        else:
            wanted, others = one.drops, [one.holds, one.fails]
        return self.of_parts(wanted, b.or_(others), b.false)
