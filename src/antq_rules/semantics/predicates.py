"""From what a rule asks of a quantity to the tests of the evaluation graph, with checks of kinds, units and members."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, assert_never

import attrs

from antq_rules.diagnostics import nearest
from antq_rules.graph import model as g
from antq_rules.semantics.quantities import Figures, Quantities, Ratio, Single, added, meet, scaled
from antq_rules.semantics.symbols import KINDS, Symbols
from antq_rules.source import fold_name
from antq_rules.syntax import tree as t
from antq_rules.syntax.operators import OPERATORS
from antq_rules.types import DayOfYear, Verdict

_NEW_YEAR: Final = DayOfYear(1, 1)
_YEAR_END: Final = DayOfYear(12, 31)
_LAST_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Predicates:
    """Builds tests; `None` where a problem was reported."""

    def __init__(
        self, symbols: Symbols, quantities: Quantities, states_empty_whole: bool, states_month_end: bool = True
    ) -> None:
        self.symbols = symbols
        self.quantities = quantities
        self.states_empty_whole = states_empty_whole
        self.states_month_end = states_month_end

    def test(self, subject: t.Quantity, predicate: t.Predicate, each_month: bool = False) -> g.Test | None:
        """The test that a subject and a predicate make."""
        resolved = self.quantities.resolve(subject, each_month)
        if resolved is None:
            return None
        if each_month and not (isinstance(resolved, Figures) and resolved.monthly):
            self._not_monthly(resolved, subject)
            return None
        if isinstance(resolved, Ratio):
            limit = _plain_limit(resolved, predicate)
            if limit is not None:
                return self._relative_share(resolved.part, resolved.whole, limit[0], limit[1], None, t.Tails(), subject)
            resolved = self.quantities.quotient(resolved, subject.span)
            if resolved is None:
                return None
        if isinstance(resolved, Single):
            return self._single(resolved, predicate, subject)
        match predicate:
            case t.Compare():
                return self._compare(resolved, predicate, subject, each_month)
            case t.Between():
                return self._between(resolved, predicate, each_month)
            case t.Change():
                return self._change(resolved, predicate, subject)
            case t.Share():
                return self._share(resolved, predicate)
            case t.IsOneOf() | t.Includes() | t.Period() | t.DateAgainst() | t.Within():
                self._wrong_form(resolved, predicate, subject)
                return None
            case _:
                assert_never(predicate)

    def _not_monthly(self, resolved: Figures | Ratio | Single, subject: t.Quantity) -> None:
        if isinstance(resolved, Ratio):
            self.symbols.problem("AQ312", subject.span)
            return
        facts = (resolved.fact,) if isinstance(resolved, Single) else resolved.facts
        if not facts:
            self._no_fact(subject)
            return
        name, kind = facts[0].name, KINDS[facts[0].kind]
        advice = "“hằng tháng” chỉ dùng cho dữ kiện kiểu “theo tháng”."
        self.symbols.problem("AQ301", subject.span, name=name, kind=kind, form="“hằng tháng”", advice=advice)

    def _wrong_form(self, resolved: Figures, predicate: t.Predicate, subject: t.Quantity) -> None:
        form = f"“{self.symbols.words(predicate.span)}”"
        if resolved.facts:
            self.quantities.mismatch(resolved.facts[0], predicate.span, form)
        else:
            self._no_fact(subject)

    def _no_fact(self, subject: t.Quantity) -> None:
        advice = "Vế trái phải có ít nhất một dữ kiện."
        self.symbols.problem("AQ101", subject.span, found=self.symbols.words(subject.span), expected=advice)

    # ------------------------------------------------------------------------------------------ figures
    def _compare(self, left: Figures, predicate: t.Compare, subject: t.Quantity, each_month: bool) -> g.Test | None:
        right = self._limit(left, predicate.value, each_month)
        if right is None:
            return None
        if not left.facts and not right.facts:
            self._no_fact(subject)
            return None
        test = g.Comparison(
            left.form, predicate.operator, right.form, unit=left.unit, factor=left.factor, monthly=each_month
        )
        self._check_trivial(left, test, predicate)
        return test

    def _limit(self, left: Figures, value: t.Value, each_month: bool = False) -> Figures | None:
        """The right side of a comparison, in the unit of the left."""
        if isinstance(value, t.Text | t.Day) and left.facts:
            self.quantities.mismatch(left.facts[0], value.span, f"“{self.symbols.words(value.span)}”")
            return None
        right = self.quantities.figures(value, "phép so sánh", each_month)
        if right is None:
            return None
        if isinstance(value, t.Percentage) and left.dimension not in ("%", None):
            advice = "So với một toàn bộ thì viết “chiếm ít nhất …% […]” hoặc “đạt …% […]”."
            self.symbols.problem("AQ303", value.span, found=value.spelling, advice=advice)
            return None
        if not self.quantities.same_unit(left, right, value.span):
            return None
        right = meet(right, left)
        if isinstance(value, t.Figure):
            self._check_whole_number(left, right.form.constant, value)
        return right

    def _check_whole_number(self, left: Figures, root: Fraction, value: t.Figure | t.Percentage) -> None:
        whole = [fact for fact in left.facts if fact.is_integer]
        if root.denominator != 1 and whole and len(whole) == len(left.facts):
            found = self.symbols.words(value.span)
            self.symbols.problem("AQ308", value.span, found=found, name=whole[0].name)

    def _check_trivial(self, left: Figures, test: g.Comparison, predicate: t.Compare) -> None:
        if test.right.terms or any(weight < 0 for _, weight in left.form.terms):
            return
        facts = {fact.code: fact for fact in left.facts}
        lows = [facts[r.fact].lowest * weight for r, weight in left.form.terms]
        highs = [facts[r.fact].high for r, _ in left.form.terms]
        low = sum(lows, left.form.constant)
        high = None
        if all(end is not None for end in highs):
            high = sum((facts[r.fact].high or 0) * weight for r, weight in left.form.terms) + left.form.constant
        limit = test.right.constant
        always = {
            ">=": low >= limit, ">": low > limit, "<=": high is not None and high <= limit,
            "<": high is not None and high < limit,
        }.get(test.operator, False)  # fmt: skip
        never = {
            ">=": high is not None and high < limit, ">": high is not None and high <= limit, "<=": low > limit,
            "<": low >= limit, "=": limit < low or (high is not None and limit > high),
        }.get(test.operator, False)  # fmt: skip
        if always or never:
            self.symbols.problem("AQ307", predicate.span, always="luôn đúng" if always else "luôn sai")

    def _between(self, left: Figures, predicate: t.Between, each_month: bool) -> g.Test | None:
        low = self._limit(left, predicate.low, each_month)
        high = self._limit(left, predicate.high, each_month)
        if low is None or high is None:
            return None
        if not low.form.terms and not high.form.terms and low.form.constant > high.form.constant:
            first, second = self.symbols.words(predicate.low.span), self.symbols.words(predicate.high.span)
            self.symbols.problem("AQ309", predicate.span, first=first, second=second)
            return None
        upper = "<" if predicate.open else "<="
        return g.Comparison(left.form, ">=", low.form, high.form, upper, left.unit, left.factor, each_month)

    # ------------------------------------------------------------------------------------------ change
    def _change(self, left: Figures, predicate: t.Change, subject: t.Quantity) -> g.Test | None:
        if any(reference.month for reference, _ in left.form.terms) or not left.form.terms:
            self._wrong_form(left, predicate, subject)
            return None
        shift = self.quantities.shift
        if any(reference.offset != shift or reference.year for reference, _ in left.form.terms):
            advice = "Vế trái là số liệu của năm xét; năm được so ghi ở sau “so với”."
            self.symbols.problem("AQ101", subject.span, found=self.symbols.words(subject.span), expected=advice)
            return None
        base = earlier(left.form, predicate.base, shift)
        no_base = predicate.tails.no_base.value if predicate.tails.no_base else "policy"
        multiple, addend, zero = Fraction(1), Fraction(0), "plain"
        rate: Fraction | None = None
        falling = predicate.direction == "giảm"
        operator, amount = predicate.operator, predicate.amount
        parameter = self._parameter(amount)
        if isinstance(amount, t.FactReference) and parameter is None:
            return self._change_by_fact(left, predicate, amount, base)
        if isinstance(amount, t.Percentage) or parameter is not None:
            rate = parameter.value if parameter is not None else amount.value  # type: ignore[union-attr]
            if isinstance(amount, t.Percentage) and falling and rate > 1 and operator in (">=", ">", "="):
                advice = "Không thể giảm quá 100%."
                self.symbols.problem("AQ303", amount.span, found=amount.spelling, advice=advice)
            multiple = 1 - rate if falling else 1 + rate
            if falling and operator in (">=", ">", "="):
                zero = "fall"
            elif not falling and operator in (">=", ">", "="):
                zero = "rise"
        elif isinstance(amount, t.Figure):
            limit = self._limit(left, amount)
            if limit is None:
                return None
            addend = -limit.form.constant if falling else limit.form.constant
        if amount is not None and falling:
            operator = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}.get(operator, operator)
        stated = predicate.tails.base_zero
        if stated is not None:
            zero = "no_rise" if stated == "no_rise" else Verdict(stated).value
        return g.Relative(
            "change", left.form, base, operator, multiple, addend, zero, no_base,
            predicate.direction, rate, predicate.operator, None, left.unit, left.factor,
            "" if parameter is None else parameter.fact.code,
        )  # fmt: skip

    def _parameter(self, written: t.Node | None) -> g.Parameter | None:
        """The parameter that a rate names, if it is a share of one."""
        if not isinstance(written, t.FactReference):
            return None
        parameter = self.symbols.parameters.get(fold_name(written.name))
        return parameter if parameter is not None and parameter.fact.dimension == "%" else None

    def _change_by_fact(
        self, left: Figures, predicate: t.Change, amount: t.FactReference, base: g.Form
    ) -> g.Test | None:
        """A change by as much as another figure says: plain subtraction."""
        limit = self._limit(left, amount)
        if limit is None:
            return None
        falling = predicate.direction == "giảm"
        operator = predicate.operator
        if falling:
            operator = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}.get(operator, operator)
        right = added(base, scaled(limit.form, Fraction(-1 if falling else 1)))
        return g.Comparison(left.form, operator, right, unit=left.unit, factor=left.factor)

    # ------------------------------------------------------------------------------------------ share
    def _share(self, left: Figures, predicate: t.Share) -> g.Test | None:
        whole = self.quantities.figures(predicate.whole, "tỷ lệ phần trăm")
        if whole is None or not self.quantities.same_unit(left, whole, predicate.whole.span):
            return None
        if isinstance(predicate.percentage, t.FactReference):
            return self._share_of_fact(left, whole, predicate, predicate.percentage)
        return self._relative_share(
            left, whole, predicate.operator, predicate.percentage, predicate.rounding, predicate.tails, predicate
        )

    def _share_of_fact(self, left: Figures, whole: Figures, predicate: t.Share, rate: t.FactReference) -> g.Test | None:
        """A share whose limit is a parameter, or a percentage that is itself reported."""
        parameter = self._parameter(rate)
        if parameter is not None:
            test = self._relative_share(
                left, whole, predicate.operator, parameter.value, predicate.rounding, predicate.tails, predicate
            )
            return None if test is None else attrs.evolve(test, parameter=parameter.fact.code)
        ratio = self.quantities.quotient(Ratio(left, whole), predicate.span)
        limit = None if ratio is None else self._limit(ratio, rate)
        if ratio is None or limit is None:
            return None
        return g.Comparison(ratio.form, predicate.operator, limit.form, unit=ratio.unit, factor=ratio.factor)

    def _relative_share(
        self, part: Figures, whole: Figures, operator: str, limit: t.Percentage | Fraction, rounding: int | None,
        tails: t.Tails, place: t.Node,
    ) -> g.Relative | None:  # fmt: skip
        rate = limit.value if isinstance(limit, t.Percentage) else limit
        never_empty = any(fact.kind == "positive_count" for fact in whole.facts)
        if tails.empty is not None:
            zero = tails.empty.value
        elif self.states_empty_whole or never_empty:
            zero = "policy"
        else:
            advice = "Thêm dòng “khi không có đối tượng: đạt” ở đầu bộ tiêu chí."
            if isinstance(place, t.Share):
                advice = f"Thêm “, không có đối tượng thì đạt” ở cuối dòng. Hoặc: {advice[0].lower()}{advice[1:]}"
            self.symbols.problem("AQ305", place.span, name=whole.facts[0].name, advice=advice)
            return None
        return g.Relative(
            "share", part.form, whole.form, operator, rate, Fraction(0), zero, "policy",
            "", rate, operator, rounding, part.unit, part.factor,
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------ other kinds
    def _single(self, single: Single, predicate: t.Predicate, subject: t.Quantity) -> g.Test | None:
        fact = single.fact
        test: g.Test | None = None
        handled = True
        match fact.kind, predicate:
            case "grade", t.Compare(value=t.Text()) | t.Between(low=t.Text(), high=t.Text()) | t.IsOneOf():
                test = self._grade(single, predicate)
            case "choice", t.IsOneOf():
                test = self._choice(single, predicate.members, predicate.negated)
            case "choice", t.Compare(operator="=" | "!=", value=t.Text() as text):
                test = self._choice(single, (t.Name(text.text, span=text.span),), predicate.operator == "!=")
            case "set", t.Includes():
                test = self._set(single, predicate)
            case "date", t.Period():
                test = self._period(single, predicate)
            case "date", t.Compare(value=t.Day()):
                test = self._day(single, predicate)
            case "date", t.DateAgainst() | t.Within():
                test = self._date_order(single, predicate)
            case "date", t.Between(low=t.Day() as low, high=t.Day() as high):
                test = self._days(single, low.day, high.day, predicate)
            case _:
                handled = False
        if not handled:
            self.quantities.mismatch(fact, predicate.span, f"“{self.symbols.words(predicate.span)}”")
        return test

    def _rank(self, fact: g.Fact, value: t.Text | t.Name) -> int | None:
        scale = self.symbols.scales.get(fold_name(fact.vocabulary))
        if scale is None:
            return None
        rank = scale.named(value.text)
        if rank is not None:
            return rank
        wanted = fold_name(value.text)
        other = next(
            (s for s in self.symbols.scales.values() if wanted in {fold_name(m.text) for m in s.members}), None
        )
        if other is not None:
            self.symbols.problem("AQ304", value.span, first=scale.title, second=other.title)
            return None
        self.symbols.unknown_member(scale, value.text, value.span)
        return None

    def _grade(self, single: Single, predicate: t.Predicate) -> g.Test | None:
        scale = self.symbols.scales.get(fold_name(single.fact.vocabulary))
        top = len(scale.members) - 1 if scale is not None else 0
        if isinstance(predicate, t.Between):
            assert isinstance(predicate.low, t.Text)
            assert isinstance(predicate.high, t.Text)
            low, high = self._rank(single.fact, predicate.low), self._rank(single.fact, predicate.high)
            if low is None or high is None:
                return None
            high -= predicate.open
            if low > high:
                first, second = self.symbols.words(predicate.low.span), self.symbols.words(predicate.high.span)
                self.symbols.problem("AQ309", predicate.span, first=first, second=second)
                return None
            return g.GradeTest(single.reference, low, high)
        if isinstance(predicate, t.IsOneOf):
            return self._grades(single, predicate, top)
        assert isinstance(predicate, t.Compare)
        assert isinstance(predicate.value, t.Text)
        rank = self._rank(single.fact, predicate.value)
        if rank is None:
            return None
        return self._ranked(single, predicate, rank, top)

    def _ranked(self, single: Single, predicate: t.Compare, rank: int, top: int) -> g.Test | None:
        ends = {">=": (rank, top), ">": (rank + 1, top), "<=": (0, rank), "<": (0, rank - 1), "=": (rank, rank)}
        low, high = ends.get(predicate.operator, (0, top))
        if low > high:
            self.symbols.problem("AQ307", predicate.span, always="luôn sai")
        excluded = rank if predicate.operator == "!=" else -1
        return g.GradeTest(single.reference, low, high, excluded)

    def _grades(self, single: Single, predicate: t.IsOneOf, top: int) -> g.Test | None:
        ranks = [self._rank(single.fact, member) for member in predicate.members]
        known = sorted(rank for rank in ranks if rank is not None)
        if len(known) != len(ranks):
            return None
        if predicate.negated and len(known) == 1:
            return g.GradeTest(single.reference, 0, top, known[0])
        if not predicate.negated and known == list(range(known[0], known[-1] + 1)):
            return g.GradeTest(single.reference, known[0], known[-1])
        advice = 'Nêu các mức liền nhau, hoặc viết “từ "…" trở lên”, hoặc ghép bằng “hoặc”.'
        found = self.symbols.words(predicate.span)
        self.symbols.problem("AQ101", predicate.span, found=found, expected=advice)
        return None

    def _members(self, fact: g.Fact, names: tuple[t.Name, ...]) -> tuple[str, ...] | None:
        catalogue = self.symbols.catalogues.get(fold_name(fact.vocabulary))
        if catalogue is None:
            return None
        codes: list[str] = []
        complete = True
        for name in names:
            position = catalogue.named(name.text)
            code = None if position is None else catalogue.members[position].code
            if code is None:
                self.symbols.unknown_member(catalogue, name.text, name.span)
                complete = False
            elif code in codes:
                self.symbols.problem("AQ313", name.span, name=name.text)
            else:
                codes.append(code)
        return tuple(codes) if complete else None

    def _choice(self, single: Single, names: tuple[t.Name, ...], negated: bool) -> g.Test | None:
        members = self._members(single.fact, names)
        return None if members is None else g.ChoiceTest(single.reference, members, negated)

    def _set(self, single: Single, predicate: t.Includes) -> g.Test | None:
        if predicate.catalogue is not None:
            members = self._whole_list(single.fact, predicate.catalogue)
        else:
            members = self._members(single.fact, predicate.members)
        if members is None:
            return None
        if predicate.kind == "some" and not 1 <= predicate.count <= len(members):
            self.symbols.problem("AQ310", predicate.span, found=predicate.count, count=len(members))
        kind = "all" if predicate.kind == "one" else predicate.kind
        return g.SetTest(single.reference, kind, members, predicate.count)

    def _whole_list(self, fact: g.Fact, name: t.Name) -> tuple[str, ...] | None:
        catalogue = self.symbols.catalogues.get(fold_name(name.text))
        if catalogue is None and self.symbols.may_exist(name.text, "catalogue"):
            return None
        if catalogue is None:
            likely = [f"“{title}”" for title in nearest(name.text, [c.title for c in self.symbols.catalogues.values()])]
            self.symbols.problem("AQ204", name.span, likely, name=name.text)
            return None
        own = self.symbols.catalogues.get(fold_name(fact.vocabulary))
        if own is None:
            return None
        strange = [m.text for m in catalogue.members if m.code not in {o.code for o in own.members}]
        if strange:
            members = "; ".join(f"“{m.text}”" for m in own.members)
            self.symbols.problem("AQ205", name.span, catalogue=own.title, name=strange[0], members=members)
            return None
        return tuple(member.code for member in catalogue.members)

    # ------------------------------------------------------------------------------------------ dates
    def _period(self, single: Single, predicate: t.Period) -> g.Test:
        match predicate.kind:
            case "quarter":
                first, last = 3 * predicate.number - 2, 3 * predicate.number
            case "month":
                first = last = predicate.number
            case _:
                first, last = 1, 12
        ends = DayOfYear(first, 1), DayOfYear(last, _LAST_DAYS[last - 1])
        return g.DateTest(single.reference, *ends, offset=self.quantities.shift)

    def _date_order(self, single: Single, predicate: t.DateAgainst | t.Within) -> g.Test | None:
        other = self.quantities.resolve(predicate.other)
        if not isinstance(other, Single) or other.fact.kind != "date":
            if isinstance(other, Single):
                self.quantities.mismatch(other.fact, predicate.other.span, "phép so hai ngày")
            elif other is not None:
                advice = "Ở đây cần một dữ kiện kiểu ngày."
                self.symbols.problem("AQ101", predicate.other.span, found=f"[{predicate.other.name}]", expected=advice)
            return None
        here = g.Span(0, "ngày")
        if isinstance(predicate, t.Within):
            end = self._span(predicate.duration, 1)
            return g.DateOrder(single.reference, other.reference, here, end)
        if predicate.gap is not None:
            return self._gap(single.reference, other.reference, predicate, predicate.gap)
        match predicate.words:
            case "trước":
                return g.DateOrder(single.reference, other.reference, None, here, high_excluded=True)
            case "không muộn hơn" | "chậm nhất":
                return g.DateOrder(single.reference, other.reference, None, here)
            case "sau":
                return g.DateOrder(single.reference, other.reference, here, None, low_excluded=True)
            case _:
                return g.DateOrder(single.reference, other.reference, here, None)

    def _gap(
        self, reference: g.Reference, since: g.Reference, predicate: t.DateAgainst, gap: t.Duration
    ) -> g.DateOrder:
        """`sau [B] ít nhất 10 ngày`, `trước [B] không quá 2 tháng`: how far apart, and on which side."""
        operator = OPERATORS[predicate.gap_words]
        after = predicate.words == "sau"
        end = self._span(gap, 1 if after else -1)
        here = g.Span(0, "ngày")
        at_least, excluded = operator in (">=", ">"), operator in (">", "<")
        if after and at_least:
            return g.DateOrder(reference, since, end, None, low_excluded=excluded)
        if after:
            return g.DateOrder(reference, since, here, end, low_excluded=True, high_excluded=excluded)
        if at_least:
            return g.DateOrder(reference, since, None, end, high_excluded=excluded)
        return g.DateOrder(reference, since, end, here, low_excluded=excluded, high_excluded=True)

    def _span(self, duration: t.Duration, sign: int) -> g.Span:
        if duration.unit in ("tháng", "năm") and not self.states_month_end:
            self.symbols.problem("AQ334", duration.span)
        return g.Span(sign * duration.count, duration.unit)

    def _day(self, single: Single, predicate: t.Compare) -> g.Test:
        assert isinstance(predicate.value, t.Day)
        day = predicate.value.day
        reference, shift = single.reference, self.quantities.shift
        start = None if predicate.earlier_years or day.year is not None else _NEW_YEAR
        match predicate.operator:
            case "<":
                return g.DateTest(reference, start, day, last_excluded=True, offset=shift)
            case "<=":
                return g.DateTest(reference, start, day, offset=shift)
            case ">":
                return g.DateTest(reference, day, None, first_excluded=True, offset=shift)
            case ">=":
                return g.DateTest(reference, day, None, offset=shift)
            case operator:
                return g.DateTest(reference, day, day, negated=operator == "!=", offset=shift)

    def _days(self, single: Single, low: DayOfYear, high: DayOfYear, predicate: t.Between) -> g.Test | None:
        if low.year == high.year and low > high:
            first, second = self.symbols.words(predicate.low.span), self.symbols.words(predicate.high.span)
            self.symbols.problem("AQ309", predicate.span, first=first, second=second)
            return None
        return g.DateTest(single.reference, low, high, last_excluded=predicate.open, offset=self.quantities.shift)

    # ------------------------------------------------------------------------------------------ yes and no
    def attested(self, node: t.Attested) -> g.Test | None:
        """`có [x]`, `không để xảy ra [x]`: what it asks depends on the fact's kind."""
        resolved = self.quantities.resolve(node.fact)
        match resolved:
            case None:
                return None
            case Single(fact=fact) if fact.kind in ("attestation", "condition"):
                return g.AttestationTest(resolved.reference, node.positive)
            case Single(fact=fact) if fact.result_of:
                advice = f'Nêu kết quả cần có: [{fact.name}] là "đạt".'
                kind = "kết quả xét của bộ khác"
                self.symbols.problem("AQ306", node.span, verb=node.verb, name=node.fact.name, kind=kind, advice=advice)
                return None
            case Single():
                return g.PresenceTest(resolved.reference, node.positive)
            case Figures(facts=(fact,)):
                operator = ">" if node.positive else "="
                return g.Comparison(resolved.form, operator, g.Form(), unit=fact.unit, factor=fact.factor)
            case _:
                advice = "“có”, “không có” dùng với một dữ kiện; với một phép tính thì viết “[…] bằng 0”."
                self.symbols.problem(
                    "AQ306", node.span, verb=node.verb, name=node.fact.name, kind="phép tính", advice=advice
                )
                return None


def earlier(form: g.Form, base: t.Base, shift: int = 0) -> g.Form:
    """The sum that a change is measured against, seen from so many years later."""
    if base.year is not None:
        return _at(form, [(0, base.year)])
    if base.years_before < 0:
        return _at(form, [(shift - back, 0) for back in range(1, 1 - base.years_before)])
    return _at(form, [(shift - 1, 0)])


def _at(form: g.Form, years: list[tuple[int, int]]) -> g.Form:
    share = Fraction(1, len(years))
    terms = tuple(
        (attrs.evolve(reference, offset=offset, year=year), weight * share)
        for offset, year in years
        for reference, weight in form.terms
    )
    return g.Form(terms, form.constant)


def _plain_limit(ratio: Ratio, predicate: t.Predicate) -> tuple[str, Fraction] | None:
    """Operator and limit where a ratio meets a bare number or a percentage, which is decided without dividing."""
    if not isinstance(predicate, t.Compare) or ratio.part.dimension != ratio.whole.dimension:
        return None
    limit = predicate.value
    if isinstance(limit, t.Percentage) or (isinstance(limit, t.Figure) and not limit.unit):
        return predicate.operator, Fraction(limit.value)
    return None
