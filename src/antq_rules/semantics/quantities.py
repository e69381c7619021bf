"""What a quantity of a rule is: a sum of figures in root units, one fact that is no figure, or a ratio of two sums."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

import attrs

from antq_rules.graph import model as g
from antq_rules.semantics.symbols import KINDS, Symbols
from antq_rules.source import fold_name
from antq_rules.syntax import tree as t
from antq_rules.types import Span


@attrs.frozen
class Figures:
    """A sum of figures in the root unit of its kind.

    `dimension` is `None` for a bare number, which takes the unit of what it meets; `unit` and `factor` are those in
    which it is shown; `facts` are the facts in it.
    """

    form: g.Form
    dimension: str | None
    unit: str
    factor: Fraction
    facts: tuple[g.Fact, ...] = ()

    @property
    def is_share(self) -> bool:
        """Whether it is a share that a rule works out."""
        return self.dimension == "%" and any(fact.code.startswith("=") for fact in self.facts)

    @property
    def monthly(self) -> bool:
        """Whether a monthly fact stands in it, month by month."""
        return any(reference.month == g.EACH_MONTH for reference, _ in self.form.terms)


@attrs.frozen
class Single:
    """One fact that is no figure: a date, a grade, a list, one of a list, an attestation."""

    fact: g.Fact
    reference: g.Reference


@attrs.frozen
class Ratio:
    """One sum divided by another."""

    part: Figures
    whole: Figures


STATE_IN_HEADER = "Thêm dòng “khi không có đối tượng: …” vào đầu bộ tiêu chí."
Resolved = Figures | Single | Ratio


class Quantities:
    """Resolves quantities; `None` where a problem was reported.

    `shift` moves every reference by so many years, `owners` are the lists whose members are being looked at, and
    `condition` lowers a condition asked of a member. Figures worked out from facts are gathered in `computed`.
    """

    def __init__(self, symbols: Symbols, states_empty_whole: bool = True) -> None:
        self.symbols = symbols
        self.states_empty_whole = states_empty_whole
        self.shift = 0
        self.owners: list[str] = []
        self.condition: Callable[[t.Condition], g.Tree] | None = None
        self.computed: dict[g.Working, g.Computed] = {}
        self._open: list[str] = []

    def resolve(self, quantity: t.Value, each_month: bool = False) -> Resolved | None:
        """What a quantity is; `each_month` where the line says `hằng tháng`."""
        match quantity:
            case t.FactReference():
                return self._reference(quantity, each_month)
            case t.Figure():
                return self._figure(quantity)
            case t.Percentage():
                return Figures(g.Form((), quantity.value), "%", "%", Fraction(1, 100))
            case t.Arithmetic():
                return self._arithmetic(quantity, each_month)
            case t.Rate():
                return self._rate(quantity)
            case t.Rounded():
                return self._rounded(quantity, each_month)
            case t.CountWhere():
                return self._count(quantity.collection, quantity.condition)
            case t.SumOver():
                return self._sum_over(quantity)
            case t.Text() | t.Day():
                return None
            case _:
                assert_never(quantity)

    def figures(self, quantity: t.Value, form: str, each_month: bool = False) -> Figures | None:
        """A quantity that has to be a sum of figures; anything else is a problem."""
        resolved = self.resolve(quantity, each_month)
        if isinstance(resolved, Single):
            self.mismatch(resolved.fact, quantity.span, form)
            return None
        if isinstance(resolved, Ratio):
            return self.quotient(resolved, quantity.span)
        if resolved is None and isinstance(quantity, t.Text | t.Day):
            text = self.symbols.words(quantity.span)
            advice = "Ở đây cần một con số hoặc một dữ kiện là con số."
            self.symbols.problem("AQ101", quantity.span, found=text, expected=advice)
        return resolved

    def mismatch(self, fact: g.Fact, span: Span, form: str) -> None:
        """Report that a fact's kind does not go with a form."""
        self.symbols.problem("AQ301", span, name=fact.name, kind=KINDS[fact.kind], form=form, advice=_ADVICE[fact.kind])

    # ------------------------------------------------------------------------------------------ facts
    def _reference(self, quantity: t.FactReference, each_month: bool) -> Resolved | None:
        key = fold_name(quantity.name)
        if key in self.symbols.derived and key not in self.symbols.facts:
            return self._derived(quantity, key, each_month)
        if key in self.symbols.conditions and key not in self.symbols.facts:
            advice = "Đây là một mệnh đề; chỉ dùng làm điều kiện, không dùng làm con số."
            self.symbols.problem("AQ101", quantity.span, found=f"[{quantity.name}]", expected=advice)
            return None
        if key in self.symbols.parameters and key not in self.symbols.facts:
            parameter = self.symbols.parameters[key].fact
            single = g.Form(((g.Reference(parameter.code), Fraction(1)),))
            return Figures(single, parameter.dimension or None, parameter.unit, parameter.factor)
        if key in self.symbols.tables and key not in self.symbols.facts:
            self.symbols.problem("AQ335", quantity.span, name=quantity.name)
            return None
        fact = self.symbols.fact(quantity.name, self.symbols.bracketed(quantity.span))
        if fact is None or not self.in_reach(fact, quantity.span):
            return None
        if fact.kind == "list" and quantity.counted:
            return self._count(quantity, None)
        month = g.NO_MONTH
        if fact.kind == "monthly":
            if not each_month and not quantity.whole_year:
                advice = "Viết “hằng tháng số […]” để xét từng tháng, hoặc “cả năm số […]” để cộng cả năm."
                form = "phép so sánh cả năm"
                kind = KINDS[fact.kind]
                self.symbols.problem("AQ301", quantity.span, name=fact.name, kind=kind, form=form, advice=advice)
                return None
            month = g.YEAR_TOTAL if quantity.whole_year else g.EACH_MONTH
        elif quantity.whole_year:
            self.symbols.problem(
                "AQ301", quantity.span, name=fact.name, kind=KINDS[fact.kind], form="“cả năm”",
                advice="“cả năm” chỉ dùng cho số theo tháng.",
            )  # fmt: skip
            return None
        reference = self.reference(fact, quantity, month)
        if not fact.is_numeric:
            return Single(fact, reference)
        single = g.Form(((reference, Fraction(1)),))
        if quantity.average:
            share = Fraction(1, quantity.average)
            back = [attrs.evolve(reference, offset=reference.offset - years) for years in range(quantity.average)]
            single = g.Form(tuple((one, share) for one in back))
        return Figures(single, fact.dimension, fact.unit, fact.factor, (fact,))

    def reference(self, fact: g.Fact, written: t.FactReference, month: int = g.NO_MONTH) -> g.Reference:
        """A fact at the year that is written, moved where the line asks for years in a row."""
        offset = written.offset if written.year else written.offset + self.shift
        return g.Reference(fact.code, offset, written.year or 0, month)

    def in_reach(self, fact: g.Fact, span: Span) -> bool:
        """Whether a fact may be looked at here; those of a list's members only where the line goes through it."""
        if not fact.owner or fact.owner in self.owners:
            return True
        owner = next(one.name for one in self.symbols.facts.values() if one.code == fact.owner)
        self.symbols.problem("AQ332", span, name=fact.name, owner=owner)
        return False

    # ------------------------------------------------------------------------------------------ worked out figures
    def _computed(self, working: g.Working, name: str, figures: Figures, integer: bool = False) -> Figures:
        """A figure worked out from facts, as a sum of its own."""
        known = self.computed.get(working)
        if known is None:
            kind = "count" if integer else "amount"
            code = f"={len(self.computed) + 1}"
            fact = g.Fact(code, name, kind, figures.unit, figures.dimension or "", figures.factor, fixed=True)
            known = self.computed[working] = g.Computed(fact, working)
        here = g.Reference(known.fact.code, self.shift)
        return attrs.evolve(figures, form=g.Form(((here, Fraction(1)),)), facts=(known.fact,))

    def _unmoved(self, form: g.Form) -> g.Form:
        """A sum as it stands for the assessed year; the figure worked out from it is moved as a whole."""
        terms = tuple(
            (reference if reference.year else attrs.evolve(reference, offset=reference.offset - self.shift), weight)
            for reference, weight in form.terms
        )
        return g.Form(terms, form.constant)

    def collection(self, written: t.FactReference) -> tuple[g.Fact, g.Reference] | None:
        """The list that a line goes through."""
        fact = self.symbols.fact(written.name, written.span)
        if fact is None or not self.in_reach(fact, written.span):
            return None
        if fact.kind != "list":
            self.symbols.problem("AQ333", written.span, name=fact.name, kind=KINDS[fact.kind])
            return None
        return fact, self.reference(fact, written)

    def of_members(self, fact: g.Fact, condition: t.Condition) -> g.Tree:
        """A condition asked of each member of a list."""
        assert self.condition is not None
        self.owners.append(fact.code)
        tree = self.condition(condition)
        self.owners.pop()
        return tree

    def _count(self, written: t.FactReference, condition: t.Condition | None) -> Figures | None:
        shift, self.shift = self.shift, 0
        found = self.collection(written)
        tree = None if condition is None or found is None else self.of_members(found[0], condition)
        self.shift = shift
        if found is None:
            return None
        fact, reference = found
        asked = "" if condition is None else f" mà {self.symbols.words(condition.span)}"
        shown = Figures(g.Form(), fact.dimension, fact.unit, fact.factor)
        return self._computed(g.CountWhere(reference, tree), f"số {fact.name}{asked}", shown, True)

    def _sum_over(self, quantity: t.SumOver) -> Figures | None:
        shift, self.shift = self.shift, 0
        owner = self.collection(t.FactReference(quantity.collection, span=quantity.span))
        self.owners.append("" if owner is None else owner[0].code)
        addend = None if owner is None else self._reference(quantity.fact, False)
        self.owners.pop()
        self.shift = shift
        if owner is None or addend is None:
            return None
        plain = isinstance(addend, Figures) and not addend.form.constant and [w for _, w in addend.form.terms] == [1]
        if not isinstance(addend, Figures) or not plain or addend.facts[0].owner != owner[0].code:
            advice = f"“tổng … trong [{owner[0].name}]” cộng một con số của từng mục trong danh sách."
            self.symbols.problem("AQ101", quantity.span, found=self.symbols.words(quantity.span), expected=advice)
            return None
        fact = addend.facts[0]
        ((reference, _),) = addend.form.terms
        working = g.SumOver(owner[1], reference)
        return self._computed(working, f"tổng {fact.name}", addend, fact.is_integer)

    def _rate(self, quantity: t.Rate) -> Figures | None:
        amount = self._figure(quantity.amount)
        base = self.figures(quantity.base, "“tính trên”")
        if amount is None or base is None:
            return None
        size = quantity.per * base.factor
        return attrs.evolve(amount, form=scaled(base.form, amount.form.constant / size), facts=base.facts)

    def _rounded(self, quantity: t.Rounded, each_month: bool) -> Figures | None:
        value = self.figures(quantity.value, "“làm tròn”", each_month)
        if value is None:
            return None
        step = value.factor / 10**quantity.places
        return self._computed(g.Rounded(self._unmoved(value.form), step), self.symbols.words(quantity.span), value)

    def quotient(self, ratio: Ratio, span: Span) -> Figures | None:
        """A ratio as a figure of its own: a percentage, or so much of one thing for one of another."""
        never_empty = all(fact.kind == "positive_count" for fact in ratio.whole.facts)
        if not self.states_empty_whole and not never_empty:
            self.symbols.problem("AQ305", span, name=ratio.whole.facts[0].name, advice=STATE_IN_HEADER)
            return None
        working = g.Quotient(self._unmoved(ratio.part.form), self._unmoved(ratio.whole.form))
        name = self.symbols.words(span)
        if ratio.part.dimension == ratio.whole.dimension or None in (ratio.part.dimension, ratio.whole.dimension):
            return self._computed(working, name, Figures(g.Form(), "%", "%", Fraction(1, 100)))
        unit = f"{ratio.part.unit}/{ratio.whole.unit}"
        dimension = f"{ratio.part.dimension}/{ratio.whole.dimension}"
        return self._computed(working, name, Figures(g.Form(), dimension, unit, ratio.part.factor / ratio.whole.factor))

    def _derived(self, quantity: t.FactReference, key: str, each_month: bool) -> Resolved | None:
        block = self.symbols.derived[key]
        self.symbols.used_names.add(key)
        if key in self._open:
            self.symbols.cycle([self.symbols.derived[name] for name in self._open[self._open.index(key) :]])
            return None
        if quantity.offset or quantity.year:
            advice = "Đại lượng tự đặt chỉ dùng cho năm xét; viết “năm trước” sau từng dữ kiện trong dòng “đặt”."
            self.symbols.problem("AQ101", quantity.span, found=f"[{quantity.name}]", expected=advice)
            return None
        self._open.append(key)
        resolved = self.resolve(block.quantity, each_month)
        self._open.pop()
        return resolved

    def _figure(self, quantity: t.Figure) -> Figures | None:
        if not quantity.unit:
            return Figures(g.Form((), quantity.value), None, "", Fraction(1))
        unit = self.symbols.unit(quantity.unit, quantity.span)
        if unit is None:
            return None
        return Figures(g.Form((), quantity.value * unit.factor), unit.kind, quantity.unit, unit.factor)

    # ------------------------------------------------------------------------------------------ arithmetic
    def _arithmetic(self, quantity: t.Arithmetic, each_month: bool) -> Resolved | None:
        left = self.figures(quantity.left, "phép tính", each_month)
        right = self.figures(quantity.right, "phép tính", each_month)
        if left is None or right is None:
            return None
        if quantity.operator in ("+", "-"):
            return self._sum(quantity, left, right)
        if quantity.operator == "×":
            if right.form.terms and not left.form.terms:
                left, right = right, left
            if left.dimension in (None, "%") and right.dimension not in (None, "%"):
                left, right = right, left
            if right.dimension not in (None, "%"):
                self.symbols.problem("AQ312", quantity.span)
                return None
            if right.form.terms:
                name = self.symbols.words(quantity.span)
                return self._computed(g.Product(self._unmoved(left.form), self._unmoved(right.form)), name, left)
            return attrs.evolve(left, form=scaled(left.form, right.form.constant))
        if right.form.terms:
            return Ratio(left, right)
        if right.unit or not right.form.constant:
            self.symbols.problem("AQ312" if right.unit else "AQ318", quantity.span)
            return None
        return attrs.evolve(left, form=scaled(left.form, 1 / right.form.constant))

    def _sum(self, quantity: t.Arithmetic, left: Figures, right: Figures) -> Figures | None:
        if not self.same_unit(left, right, quantity.span):
            return None
        left, right = meet(left, right), meet(right, left)
        sign = Fraction(1) if quantity.operator == "+" else Fraction(-1)
        shown = left if left.dimension is not None else right
        form = added(left.form, scaled(right.form, sign))
        return Figures(form, shown.dimension, shown.unit, shown.factor, (*left.facts, *right.facts))

    def same_unit(self, left: Figures, right: Figures, span: Span) -> bool:
        """Whether two sums measure the same; a problem where they do not.

        A bare number beside a share that is worked out could mean so many percent or so many times: it is refused.
        """
        unclear = (left.dimension is None and right.is_share) or (right.dimension is None and left.is_share)
        if unclear:
            self.symbols.problem("AQ302", span, first="%", second="con số không ghi %")
            return False
        if left.dimension is None or right.dimension is None or left.dimension == right.dimension:
            return True
        self.symbols.problem("AQ302", span, first=left.unit or "con số", second=right.unit or "con số")
        return False


def meet(figures: Figures, other: Figures) -> Figures:
    """A bare number in the unit of what it meets; anything else as it is."""
    if figures.dimension is not None or other.dimension is None:
        return figures
    return Figures(scaled(figures.form, other.factor), other.dimension, other.unit, other.factor, figures.facts)


def scaled(form: g.Form, factor: Fraction) -> g.Form:
    """A sum times a number."""
    return g.Form(tuple((reference, weight * factor) for reference, weight in form.terms), form.constant * factor)


def added(first: g.Form, second: g.Form) -> g.Form:
    """Two sums together, equal facts once."""
    weights: dict[g.Reference, Fraction] = {}
    for reference, weight in (*first.terms, *second.terms):
        weights[reference] = weights.get(reference, Fraction(0)) + weight
    terms = tuple((reference, weight) for reference, weight in weights.items() if weight)
    return g.Form(terms, first.constant + second.constant)


_ADVICE = {
    "attestation": "Xác nhận dùng với “có […]” hoặc “không có […]”.",
    "condition": "Điều kiện dùng với “có […]”, “không có […]” hoặc “áp dụng khi có […]”.",
    "count": "Số đếm dùng với “số […] ít nhất 01 …”, “không có […]”, “giảm ít nhất …”.",
    "positive_count": "Số đếm dùng với “số […] ít nhất 01 …”, “không có […]”, “giảm ít nhất …”.",
    "amount": "Số đo dùng với “[…] ít nhất …”, “[…] vượt […]”.",
    "money": "Số tiền dùng với “[…] không quá …”, “không nợ […]”.",
    "monthly": "Số theo tháng dùng với “hằng tháng số […] ít nhất …” hoặc “cả năm số […] ít nhất …”.",
    "date": "Ngày dùng với “[…] trong quý I”, “[…] trước ngày 15/02”.",
    "grade": 'Xếp loại dùng với “[…] từ "…" trở lên”, “[…] bằng "…"”.',
    "set": 'Tập dùng với “[…] gồm "…"”, “[…] gồm đủ danh mục "…"”.',
    "choice": 'Một trong danh mục dùng với “[…] là "…"”, “[…] thuộc "…"; "…"”.',
    "list": "Danh sách dùng với “mọi […] có …”, “ít nhất … trong […] có …”, “số […] ít nhất …”.",
}
