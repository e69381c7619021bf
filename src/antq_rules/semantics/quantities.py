"""What a quantity of a rule is: a sum of figures in root units, one fact that is no figure, or a ratio of two sums."""

from __future__ import annotations

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


Resolved = Figures | Single | Ratio


class Quantities:
    """Resolves quantities; `None` where a problem was reported."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
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
            self.symbols.problem("AQ312", quantity.span)
            return None
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
        fact = self.symbols.fact(quantity.name, self.symbols.bracketed(quantity.span))
        if fact is None:
            return None
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
        reference = g.Reference(fact.code, quantity.offset, quantity.year or 0, month)
        if not fact.is_numeric:
            return Single(fact, reference)
        single = g.Form(((reference, Fraction(1)),))
        return Figures(single, fact.dimension, fact.unit, fact.factor, (fact,))

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
            if right.form.terms or right.unit not in ("", "%", "‰"):
                self.symbols.problem("AQ312", quantity.span)
                return None
            return attrs.evolve(left, form=scaled(left.form, right.form.constant))
        if right.form.terms:
            return Ratio(left, right) if self.same_unit(left, right, quantity.span) else None
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
        """Whether two sums measure the same; a problem where they do not."""
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
}
