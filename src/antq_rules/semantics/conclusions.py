"""What conclusions and classes ask of a set's criteria, points and levels."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from antq_rules.diagnostics import nearest
from antq_rules.graph import model as g
from antq_rules.graph import points as p
from antq_rules.semantics.lower import Lowering, Scope
from antq_rules.semantics.points import Scores
from antq_rules.semantics.symbols import Symbols
from antq_rules.syntax import tree as t

SCORED_ONLY = "Chỉ xét được điểm của tiêu chí, nhóm có dòng “chấm điểm:”."
_OF_POINTS = ("total", "group", "points", "no_group", "no_criterion", "minimum_groups", "minimum_criteria")


class Conclusions:
    """Lowers the tests of one set's conclusions and classes; problems are reported to the symbols."""

    def __init__(
        self,
        symbols: Symbols,
        lowering: Lowering,
        scores: Scores,
        criteria: Sequence[g.Criterion],
        groups: Sequence[p.GroupPoints],
    ) -> None:
        self.symbols = symbols
        self.lowering = lowering
        self.scores = scores
        self.criteria = criteria
        self.groups = groups
        self._facts = 0

    def test(self, test: t.ConclusionTest) -> g.ConclusionTest:
        """What a conclusion asks."""
        numbers = [criterion.number for criterion in self.criteria]
        unread = any(kind == "criterion" for kind, _ in self.symbols.unread)
        unknown = test.kind == "criterion" and test.criterion not in numbers
        if unknown and not self.symbols.may_exist(test.criterion, "criterion"):
            members = ", ".join(numbers) or "không có"
            self.symbols.problem("AQ215", test.span, name=test.criterion, members=members)
        if test.kind == "count" and not 1 <= test.count <= len(numbers) and numbers and not unread:
            self.symbols.problem("AQ310", test.span, found=test.count, count=len(numbers))
        if test.kind in _OF_POINTS and not unread:
            self._check_points(test)
        if test.kind == "level" and not unread:
            self._check_level(test)
        operator, limit, upper_operator, upper = self._limits(test)
        return g.ConclusionTest(
            test.kind,
            test.percentage.value if test.percentage is not None else Fraction(1),
            test.count,
            test.criterion,
            test.verdict.value if test.verdict is not None else "",
            tuple(self.test(part) for part in test.parts),
            test.name,
            operator,
            limit,
            upper_operator,
            upper,
            test.of_maximum,
            self._fact(test),
            self.symbols.words(test.span),
        )

    def _fact(self, test: t.ConclusionTest) -> g.Tree | None:
        if test.condition is None:
            return None
        self._facts += 1
        return self.lowering.body(test.condition, Scope(f"kết luận:{self._facts}"))

    def _check_points(self, test: t.ConclusionTest) -> None:
        scored = [criterion for criterion in self.criteria if criterion.scoring is not None]
        if test.kind == "group":
            titles = [group.title for group in self.groups]
            if test.name not in titles:
                members = "; ".join(f"“{title}”" for title in titles) or "không có"
                likely = [f"“{title}”" for title in nearest(test.name, titles)]
                self.symbols.problem("AQ346", test.span, likely, name=test.name, members=members)
                return
            scored = [criterion for criterion in scored if criterion.group == test.name]
            what = f"nhóm “{test.name}” không có tiêu chí nào chấm điểm"
        elif test.kind == "points":
            scored = [criterion for criterion in scored if criterion.number == test.name]
            what = f"tiêu chí {test.name} không chấm điểm"
        else:
            what = "bộ tiêu chí này không có tiêu chí nào chấm điểm"
        if not scored:
            self.symbols.problem("AQ345", test.span, what=what, advice=SCORED_ONLY)
        elif test.kind == "minimum_groups" and all(group.minimum is None for group in self.groups):
            self._no_minimum(test, "nhóm")
        elif test.kind == "minimum_criteria" and all(
            one.scoring is None or one.scoring.minimum is None for one in scored
        ):
            self._no_minimum(test, "tiêu chí")

    def _no_minimum(self, test: t.ConclusionTest, of_what: str) -> None:
        advice = f"Ghi “điểm tối thiểu: …” ở từng {of_what} phải đạt, hoặc bỏ điều kiện này."
        self.symbols.problem("AQ345", test.span, what=f"không {of_what} nào ghi điểm tối thiểu", advice=advice)

    def _check_level(self, test: t.ConclusionTest) -> None:
        levelled = [criterion for criterion in self.criteria if criterion.levels]
        for criterion in levelled:
            names = [name for name, _ in criterion.levels]
            if test.name not in names:
                members = "; ".join(f"“{name}”" for name in names)
                what, advice = f"tiêu chí {criterion.number}", f"Các mức là: {members}."
                likely = [f"“{name}”" for name in nearest(test.name, names)]
                self.symbols.problem("AQ349", test.span, likely, what=what, name=test.name, advice=advice)
        if not levelled:
            advice = f'Ghi các mức trong tiêu chí, ví dụ “mức "{test.name}" khi …”.'
            self.symbols.problem("AQ349", test.span, what="bộ tiêu chí này", name=test.name, advice=advice)

    def _limits(self, test: t.ConclusionTest) -> tuple[str, Fraction, str, Fraction]:
        """The limit of a points test, and the second one of a range; of a share where it is of the most."""
        match test.predicate:
            case t.Compare(operator=operator, value=value):
                return operator, self._limit(value, test.of_maximum), "", Fraction(0)
            case t.Between(low=low, high=high, open=half):
                limits = self._limit(low, test.of_maximum), self._limit(high, test.of_maximum)
                if limits[0] > limits[1]:
                    first, second = self.symbols.words(low.span), self.symbols.words(high.span)
                    self.symbols.problem("AQ309", test.span, first=first, second=second)
                return ">=", limits[0], "<" if half else "<=", limits[1]
            case _:
                return "", Fraction(0), "", Fraction(0)

    def _limit(self, value: t.Value, of_maximum: bool) -> Fraction:
        if isinstance(value, t.Percentage):
            if not of_maximum:
                advice = "Viết “… % điểm tối đa”, hoặc một số điểm."
                self.symbols.problem("AQ303", value.span, found=value.spelling, advice=advice)
            elif value.value > 1:
                advice = "Điểm không vượt quá 100% điểm tối đa."
                self.symbols.problem("AQ303", value.span, found=value.spelling, advice=advice)
            return value.value
        if isinstance(value, t.Figure) and not of_maximum:
            return self.scores.figure(value) or Fraction(0)
        expected = "Ở đây cần một tỷ lệ phần trăm." if of_maximum else "Ở đây cần một số điểm."
        self.symbols.problem("AQ101", value.span, found=self.symbols.words(value.span), expected=expected)
        return Fraction(0)

    # ------------------------------------------------------------------------------------------ classes
    def classification(self, block: t.Classification) -> g.Classification:
        """Classes in their order, with checks for gaps and for classes that are never reached."""
        self.symbols.declare("xếp loại", block.title, block.span)
        lines: list[tuple[str, g.ConclusionTest | None]] = []
        for line in block.lines:
            if line.name in [name for name, _ in lines]:
                self.symbols.problem("AQ313", self.symbols.head(line.span), name=line.name)
            lines.append((line.name, None if line.test is None else self.test(line.test)))
        if lines[-1][1] is not None:
            self.symbols.problem("AQ350", self.symbols.head(block.span), title=block.title)
        for position, line in enumerate(block.lines):
            test = lines[position][1]
            before = next((name for name, one in lines[:position] if test is not None and _covers(one, test)), None)
            if before is not None:
                self.symbols.problem("AQ348", self.symbols.head(line.span), name=line.name, before=before)
        turns = tuple(self._turn(turn, block) for turn in block.turns)
        return g.Classification(block.title, tuple(lines), turns, self.lowering.origin(block.span))

    def _turn(self, turn: t.ClassTurn, block: t.Classification) -> g.ClassTurn:
        names = [line.name for line in block.lines]
        cap = 0
        if turn.cap and turn.cap not in names:
            members = "; ".join(f"“{name}”" for name in names)
            likely = [f"“{name}”" for name in nearest(turn.cap, names)]
            place = self.symbols.head(turn.span)
            self.symbols.problem("AQ347", place, likely, title=block.title, name=turn.cap, members=members)
        elif turn.cap:
            cap = names.index(turn.cap)
        elif not 1 <= turn.steps < len(names):
            expected = f"Có {len(names)} loại, nên hạ được từ 1 đến {len(names) - 1} bậc."
            found = self.symbols.words(turn.span).partition(" khi ")[0]
            self.symbols.problem("AQ101", self.symbols.head(turn.span), found=found, expected=expected)
        return g.ClassTurn(turn.steps, cap, self.test(turn.test), self.symbols.words(turn.span))


def _covers(before: g.ConclusionTest | None, test: g.ConclusionTest) -> bool:
    """Whether an earlier class takes every unit that a later one asks for (both by one limit on the same points)."""
    if before is None:
        return True
    same = (before.kind, before.name, before.of_maximum) == (test.kind, test.name, test.of_maximum)
    if not same or before.upper_operator or before.operator not in (">=", ">"):
        return False
    if test.operator not in (">=", ">", "="):
        return False
    return before.limit < test.limit or (before.limit == test.limit and before.operator == ">=")
