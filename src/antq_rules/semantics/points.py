"""From what a rule says of points to the scores of the evaluation graph, with checks of units, limits and gaps."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import Any, assert_never

from antq_rules import units
from antq_rules.graph import model as g
from antq_rules.graph import points as p
from antq_rules.semantics.lower import Lowering, Scope, may_not_apply
from antq_rules.semantics.quantities import Figures, added, meet, scaled
from antq_rules.semantics.symbols import Symbols
from antq_rules.syntax import tree as t
from antq_rules.syntax.numbers import format_number

POINT = units.POINT
_NOTHING = g.Form()


class Scores:
    """Lowers scores of one set; problems are reported to the symbols."""

    def __init__(self, symbols: Symbols, lowering: Lowering) -> None:
        self.symbols = symbols
        self.lowering = lowering

    # ------------------------------------------------------------------------------------------ fields
    def scoring(self, block: t.Criterion) -> p.Scoring | None:
        """How a criterion is scored, if it is."""
        fields = block.points
        place = self.symbols.head(block.span)
        if block.score is None:
            if fields != t.PointsFields():
                self.symbols.problem("AQ113", place, block="tiêu chí", field="chấm điểm:")
            return None
        prefix = block.number if block.body is None else f"{block.number}.điểm"
        score = self.score(block.score, Scope(prefix, root=False))
        maximum = self.figure(fields.maximum)
        if maximum is None:
            most = most_of(score)
            shown = "…" if most is None else format_number(most)
            advice = f"Thêm dòng “điểm tối đa: {shown} điểm” sau tên tiêu chí."
            self.symbols.problem("AQ341", place, name=block.number, advice=advice)
            return None
        self._check_sum(block, score, maximum)
        most = most_of(score)
        if maximum <= 0 and fields.maximum is not None and (most is None or most > 0):
            found = f"tiêu chí {block.number} ghi điểm tối đa 0 điểm, nên điểm được cộng luôn bằng 0"
            advice = "Ghi mức cao nhất được cộng; điểm thưởng thì thêm dòng “không tính vào điểm tối đa”."
            self.symbols.problem("AQ351", fields.maximum.span, found=found, advice=advice)
        minimum, is_share = self.minimum(fields, maximum)
        return p.Scoring(score, maximum, fields.weight or Fraction(1), minimum, is_share, fields.bonus)

    def group(self, block: t.Group) -> p.GroupPoints:
        """What a group says of its points."""
        maximum = self.figure(block.points.maximum)
        minimum, is_share = self.minimum(block.points, maximum)
        weight = block.points.weight or Fraction(1)
        return p.GroupPoints(block.title, maximum, minimum, is_share, weight)

    def minimum(self, fields: t.PointsFields, maximum: Fraction | None) -> tuple[Fraction | None, bool]:
        """The least that is enough: points, or a share of the most."""
        if isinstance(fields.minimum, t.Percentage):
            if fields.minimum.value > 1:
                advice = "Điểm tối thiểu không vượt quá 100% điểm tối đa."
                self.symbols.problem("AQ303", fields.minimum.span, found=fields.minimum.spelling, advice=advice)
            return fields.minimum.value, True
        minimum = self.figure(fields.minimum)
        if minimum is not None and fields.minimum is not None and maximum is not None and minimum > maximum:
            found = f"điểm tối thiểu {fields.minimum.spelling} lớn hơn điểm tối đa, nên không bao giờ đạt"
            advice = f"Ghi điểm tối thiểu từ 0 đến {format_number(maximum)} điểm."
            self.symbols.problem("AQ351", fields.minimum.span, found=found, advice=advice)
        return minimum, False

    def figure(self, written: t.Figure | t.Percentage | None) -> Fraction | None:
        """A number of points; anything else is a problem."""
        if written is None:
            return None
        if isinstance(written, t.Percentage) or (written.unit and units.declared(written.unit).kind != POINT.kind):
            found = "%" if isinstance(written, t.Percentage) else written.unit
            self.symbols.problem("AQ302", written.span, first="điểm", second=found)
        return written.value

    def _check_sum(self, block: t.Criterion, score: p.Score, maximum: Fraction) -> None:
        if not isinstance(score, p.ScoreSum) or any(item.maximum is None for item in score.items):
            return
        total = sum((item.maximum or Fraction(0) for item in score.items), Fraction(0))
        if total != maximum and block.points.maximum is not None:
            shown = {"found": format_number(total), "maximum": format_number(maximum)}
            self.symbols.problem("AQ343", block.points.maximum.span, **shown)

    # ------------------------------------------------------------------------------------------ scores
    def score(self, node: t.Score, scope: Scope) -> p.Score:
        """The score of the graph for what is written; a stand-in where a problem was reported."""
        match node:
            case t.Points():
                place = self._place(node, scope)
                form = self._points(node.quantity)
                test = None if node.condition is None else self.lowering.body(node.condition, scope)
                return p.Earned(form, test, **place)
            case t.Steps():
                return self._steps(node, scope)
            case t.Curve():
                return self._curve(node, scope)
            case t.NoPoints():
                return p.NoPoints(**self._place(node, scope))
            case t.Limited():
                place = self._place(node, scope)
                limit = self.figure(node.limit)
                low = limit if node.kind == "at_least" else None
                high = limit if node.kind == "at_most" else None
                if limit is not None and _takes_away(node.score):
                    low, high = self._most_taken(node, limit)
                step = limit if node.kind == "round_to" else None
                if step is not None and step <= 0:
                    expected = "Làm tròn đến một số điểm lớn hơn 0."
                    self.symbols.problem("AQ101", node.limit.span, found=node.limit.spelling, expected=expected)
                    step = None
                return p.Limited(self.score(node.score, scope), low, high, step, **place)
            case t.Bands():
                return self._bands(node, scope)
            case t.ScoreSum():
                place = self._place(node, scope, "cộng các mục")
                items = tuple(self._item(item, number, scope) for number, item in enumerate(node.items, 1))
                return p.ScoreSum(items, **place)
            case t.ScoreApplies():
                place = self._place(node, scope, f"áp dụng khi {self.symbols.words(node.condition.span)}")
                return p.ScoreApplies(self.lowering.body(node.condition, scope), self.score(node.score, scope), **place)
            case t.ScoreForTypes():
                place = self._place(node, scope, f"đối với {', '.join(name.text for name in node.types)}")
                return p.ScoreForTypes(self.lowering.types(node.types), self.score(node.score, scope), **place)
            case _:
                assert_never(node)

    def _most_taken(self, node: t.Limited, limit: Fraction) -> tuple[Fraction | None, Fraction | None]:
        """“trừ 1 điểm, tối đa 5 điểm”: no more than five points are taken away."""
        if node.kind == "at_least":
            expected = "Điểm trừ chỉ chặn bằng “tối đa … điểm”: trừ nhiều nhất bấy nhiêu."
            found = self.symbols.words(node.limit.span)
            self.symbols.problem("AQ101", node.limit.span, found=found, expected=expected)
        return (-limit if node.kind == "at_most" else None), None

    def _place(self, node: t.Node, scope: Scope, text: str | None = None) -> dict[str, Any]:
        words = self.symbols.words(node.span) if text is None else text
        return {"id": scope.anonymous(), "text": words, "origin": self.lowering.origin(node.span)}

    def _points(self, quantity: t.Quantity) -> g.Form:
        """A quantity that is a number of points."""
        figures = self.lowering.quantities.figures(quantity, "chấm điểm")
        if figures is None:
            return _NOTHING
        if figures.dimension not in (None, POINT.kind) or figures.is_share:
            self.symbols.problem("AQ302", quantity.span, first="điểm", second=figures.unit or "con số")
            return _NOTHING
        return figures.form

    def _steps(self, node: t.Steps, scope: Scope) -> p.Score:
        place = self._place(node, scope)
        each = self.figure(node.points) or Fraction(0)
        if "trừ" in node.words:
            each = -each
        value = self.lowering.quantities.figures(node.quantity, "“cứ mỗi …”")
        size = self.lowering.quantities.figures(node.size, "“cứ mỗi …”")
        above = None if node.above is None else self.lowering.quantities.figures(node.above, "“vượt …”")
        if value is None or size is None or (node.above is not None and above is None):
            return p.Earned(_NOTHING, None, **place)
        same = self.lowering.quantities.same_unit(value, size, node.size.span)
        if above is not None and node.above is not None:
            same = self.lowering.quantities.same_unit(value, above, node.above.span) and same
        step = meet(size, value).form.constant
        if not same or step <= 0:
            if same:
                expected = "Sau “cứ mỗi” là một số lớn hơn 0."
                self.symbols.problem("AQ101", node.size.span, found=node.size.spelling, expected=expected)
            return p.Earned(_NOTHING, None, **place)
        return p.Steps(_above(value, above), step, each, **place)

    def _curve(self, node: t.Curve, scope: Scope) -> p.Score:
        place = self._place(node, scope)
        value = self.lowering.quantities.figures(node.quantity, "“nội suy theo”")
        knots: list[tuple[Fraction, Fraction]] = []
        for knot in node.knots:
            at = self.lowering.quantities.figures(knot.at, "mốc nội suy")
            points = self.figure(knot.points) or Fraction(0)
            if value is None or at is None or not self.lowering.quantities.same_unit(value, at, knot.at.span):
                return p.Earned(_NOTHING, None, **place)
            knots.append((meet(at, value).form.constant, points))
        for (first, second), (before, after) in zip(
            itertools.pairwise(knots), itertools.pairwise(node.knots), strict=True
        ):
            if second[0] <= first[0]:
                names = {"first": self.symbols.words(before.at.span), "second": self.symbols.words(after.at.span)}
                self.symbols.problem("AQ344", after.at.span, **names)
        return p.Earned(_NOTHING, None, **place) if value is None else p.Curve(value.form, tuple(knots), **place)

    def _bands(self, node: t.Bands, scope: Scope) -> p.Score:
        place = self._place(node, scope, "theo bậc")
        cases: list[tuple[g.Tree, p.Score]] = []
        otherwise: p.Score | None = None
        for number, band in enumerate(node.bands, 1):
            inner = Scope(f"{place['id']}@{number}", root=False)
            if band.condition is None:
                otherwise = self.score(band.score, inner)
            else:
                cases.append((self.lowering.body(band.condition, inner), self.score(band.score, inner)))
        if otherwise is None and not self.lowering.covers_all([test for test, _ in cases]):
            self.symbols.problem("AQ340", self.symbols.head(node.span))
        return p.Bands(tuple(cases), otherwise, **place)

    def _item(self, item: t.ScoredItem, number: int, scope: Scope) -> p.ScoredItem:
        name = item.marker if item.marker.isalpha() else str(number)
        identity = f"{scope.prefix}.{name}"
        score = self.score(item.score, Scope(identity, root=False))
        maximum = self.figure(item.maximum)
        if maximum is None and drops_out(score, self.lowering.empty_drops):
            self.symbols.problem("AQ342", self.symbols.head(item.span))
        return p.ScoredItem(
            item.marker, item.label or "", item.code or "", maximum, score,
            id=identity, text=item.label or score.text, origin=self.lowering.origin(item.span),
            citation=item.citation or "",
        )  # fmt: skip


def most_of(score: p.Score) -> Fraction | None:
    """The most that a score can earn, where the rule alone says it."""
    match score:
        case p.Earned(form=form) if not form.terms:
            return form.constant if score.test is None else max(form.constant, Fraction(0))
        case p.Steps(each=each) if each <= 0:
            return Fraction(0)
        case p.Curve(knots=knots):
            return max(points for _, points in knots)
        case p.NoPoints():
            return Fraction(0)
        case p.Limited():
            most = most_of(score.score)
            if most is not None and score.step is not None:
                most = floor(most / score.step + Fraction(1, 2)) * score.step
            if score.high is not None:
                most = score.high if most is None else min(most, score.high)
            return most if most is None or score.low is None else max(most, score.low)
        case p.ScoredItem(maximum=Fraction() as maximum):
            return maximum
        case p.ScoredItem() | p.ScoreApplies() | p.ScoreForTypes():
            return most_of(score.score)
        case p.Bands() | p.ScoreSum():
            below = [most_of(one) for one in p.scores_below(score)]
            known = [one for one in below if one is not None]
            if len(known) < len(below):
                return None
            return sum(known, Fraction(0)) if isinstance(score, p.ScoreSum) else max(known)
        case _:
            return None


def drops_out(score: p.Score, empty_drops: bool) -> bool:
    """Whether a score can come to not applying; `empty_drops`: the header says so of lists with no member."""
    match score:
        case p.NoPoints() | p.ScoreApplies() | p.ScoreForTypes():
            return True
        case p.Bands():
            tests = any(may_not_apply(test, empty_drops) for test, _ in score.cases)
            return tests or any(drops_out(one, empty_drops) for one in p.scores_below(score))
        case p.Earned():
            return score.test is not None and may_not_apply(score.test, empty_drops)
        case p.ScoreSum():
            return all(drops_out(item, empty_drops) for item in score.items)
        case _:
            return any(drops_out(one, empty_drops) for one in p.scores_below(score))


def _above(value: Figures, above: Figures | None) -> g.Form:
    if above is None:
        return value.form
    return added(value.form, scaled(meet(above, value).form, Fraction(-1)))


def at_least_minimum(number: str, scoring: p.Scoring, place: dict[str, Any]) -> g.Tree:
    """What a criterion's points have to come to, or only that they are shown."""
    if scoring.minimum is None:
        return g.PointsTest(number, "", Fraction(0), False, **place)
    return g.PointsTest(number, ">=", scoring.minimum, scoring.minimum_is_share, **place)


def groups_of(blocks: Sequence[t.Block], scores: Scores) -> tuple[p.GroupPoints, ...]:
    """The groups of a set, each once."""
    found: dict[str, p.GroupPoints] = {}
    for block in blocks:
        if isinstance(block, t.Group):
            found.setdefault(block.title, scores.group(block))
    return tuple(found.values())


def _takes_away(score: t.Score) -> bool:
    """Whether a score, its limits aside, only takes points away."""
    while isinstance(score, t.Limited):
        score = score.score
    return isinstance(score, t.Steps) and "trừ" in score.words
