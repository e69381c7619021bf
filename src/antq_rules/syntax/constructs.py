"""The rest of the builder: parameters, tables, cases, lists of members, dates against dates, years in a row."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, Final

import attrs

from antq_rules.syntax import tree as t
from antq_rules.syntax.builder import Builder, date_words, numbering, squeeze
from antq_rules.syntax.language import Token, Tree
from antq_rules.syntax.operators import OPERATORS
from antq_rules.types import Span, Verdict

_SPELLED: Final = {"hai": 2, "ba": 3}


class FullBuilder(Builder):
    """Builds every block of the language."""

    # -------------------------------------------------------------------------------------- quantities
    def _number_in(self, token: Token) -> int:
        found = re.search(r"\d+", str(token))
        assert found is not None
        return int(found.group())

    def on_average_ref(self, node: Any) -> t.FactReference:
        years, name = node.children[0], node.children[-1]
        count = self._number_in(years)
        if not 2 <= count <= 20:
            self.problem("AQ101", self.span(years), found=years, expected="Bình quân của từ 2 đến 20 năm.")
            count = 2
        counted = "số" in squeeze(self.words(self.span(node)).split("[")[0]).split()
        return t.FactReference(self.name(name), 0, None, counted, False, count, span=self.span(node))

    def on_count_where(self, node: Any) -> t.CountWhere:
        name, year, condition = node.children
        return t.CountWhere(self._collection(name, year), self.build(condition), span=self.span(node))

    def _collection(self, name: Token, year: Any) -> t.FactReference:
        offset, absolute = self.build(year)
        return t.FactReference(self.name(name), offset, absolute, span=self.span(name))

    def on_sum_over(self, node: Any) -> t.SumOver:
        fact, year, collection = node.children
        counted = "số" in squeeze(self.words(self.span(node)).split("[")[0]).split()[1:]
        offset, absolute = self.build(year)
        reference = t.FactReference(self.name(fact), offset, absolute, counted, span=self.span(fact))
        return t.SumOver(reference, self.name(collection), span=self.span(node))

    def on_number_per(self, node: Any) -> t.Rate:
        token, *unit, per, base = node.children
        spelled = self.build(unit[0]) if unit else ""
        amount = t.Figure(self.number(token), spelled, str(token), span=self.span(node))
        size = self.number(per)
        if not size:
            self.problem("AQ101", self.span(per), found=per, expected="Sau “tính trên” là một số lớn hơn 0.")
            size = size + 1
        return t.Rate(amount, size, self.build(base), span=self.span(node))

    # -------------------------------------------------------------------------------------- dates
    def _duration(self, count: Token, unit: Token) -> t.Duration:
        span = Span(self.source.name, self.span(count).start, self.span(unit).end)
        return t.Duration(self.integer(count), squeeze(unit), span=span)

    def on_date_against(self, node: Any) -> t.DateAgainst:
        words, name, year = node.children
        return t.DateAgainst(date_words(words), self._collection(name, year), span=self.span(node))

    def on_date_gap(self, node: Any) -> t.DateAgainst:
        words, name, year, limit, count, unit = node.children
        gap = self._duration(count, unit)
        side = squeeze(words)
        if side not in ("trước", "sau"):
            expected = "Khoảng cách giữa hai ngày viết: trước hoặc sau [ngày] ít nhất (không quá) … ngày."
            self.problem("AQ101", self.span(words), found=words, expected=expected)
        return t.DateAgainst(side, self._collection(name, year), squeeze(limit), gap, span=self.span(node))

    def on_within(self, node: Any) -> t.Within:
        count, unit, name, year = node.children
        return t.Within(self._duration(count, unit), self._collection(name, year), span=self.span(node))

    # -------------------------------------------------------------------------------------- other ways of writing
    def _having(self, node: Any, words: str, count: Token, name: Token, year: Any) -> t.Test:
        """“có ít nhất 02 [buổi họp]”: the same as “số [buổi họp] ít nhất 02”."""
        figure = t.Figure(self.number(count), "", str(count), span=self.span(count))
        offset, absolute = self.build(year)
        subject = t.FactReference(self.name(name), offset, absolute, True, span=self.span(name))
        predicate = t.Compare(OPERATORS[words], words, figure, span=self.span(node))
        return t.Test(subject, predicate, span=self.span(node))

    def on_having_least(self, node: Any) -> t.Test:
        return self._having(node, "ít nhất", *node.children)

    def on_having_limit(self, node: Any) -> t.Test:
        _, words, *rest = node.children
        return self._having(node, squeeze(words), *rest)

    def on_having_from(self, node: Any) -> t.Test:
        return self._having(node, "từ … trở lên", *node.children[1:])

    def on_monthly_having(self, node: Any) -> t.Monthly:
        test = self.build(node.children[1])
        return t.Monthly(attrs.evolve(test, span=self.span(node)), span=self.span(node))

    def _shares(self, node: Any, subject: Any, limits: list[str], rates: list[Token], parts: list[Any]) -> t.Condition:
        """One test of a part against its whole for each limit; two limits are a range."""
        tests = []
        for words, rate in zip(limits, rates, strict=True):
            share = self._share(node, words, [Token("REACH", "chiếm"), rate, *parts])
            tests.append(t.Test(subject, share, span=self.span(node)))
        return tests[0] if len(tests) == 1 else t.Junction("và", tuple(tests), span=self.span(node))

    def on_ratio(self, node: Any) -> t.Condition:
        """“tỷ lệ [A] trên [B] đạt từ 80% trở lên”: the same as “[A] chiếm từ 80% trở lên [B]”."""
        _, name, year, _, whole, limit = node.children
        offset, absolute = self.build(year)
        counted = "số" in squeeze(self.words(self.span(node)).split("[")[0]).split()
        part = t.FactReference(self.name(name), offset, absolute, counted, span=self.span(name))
        rates = [child for child in limit.children if isinstance(child, Token) and child.type in ("PERCENT", "NAME")]
        kinds = {"ratio_up": "từ … trở lên", "ratio_down": "từ … trở xuống", "ratio_plain": "ít nhất"}
        first = limit.children[0] if limit.data == "ratio_compared" else ""
        if isinstance(first, Token) and first.type == "REACH":
            first = limit.children[1]
        limits = [squeeze(first)] if first else [kinds.get(limit.data, "từ … trở lên")]
        if len(rates) == 2:
            limits.append("dưới" if limit.data == "ratio_below" else "không quá")
        rest = [self.build(child) for child in limit.children if isinstance(child, Tree)]
        return self._shares(node, part, limits, rates, [self.build(whole), *rest])

    def on_share_between(self, node: Any) -> t.Condition:
        subject, limit = node.children
        _, low, high, *rest = limit.children
        upper = "dưới" if limit.data == "share_open" else "không quá"
        parts = [child if isinstance(child, Token) else self.build(child) for child in rest]
        return self._shares(node, self.build(subject), ["từ … trở lên", upper], [low, high], parts)

    def on_consecutive_first(self, node: Any) -> t.Consecutive:
        words, condition = node.children
        return self._consecutive(node, condition, words)

    def on_change_compared(self, node: Any) -> t.Change:
        """“không cao hơn năm trước”: the same as “không tăng so với năm trước”."""
        words, *_, tails = node.children
        operator = OPERATORS[squeeze(words)]
        change = {"<=": "không tăng", "<": "giảm", ">=": "không giảm", ">": "tăng"}[operator]
        return t.Change(
            change, operator, "", None, t.Base(span=self.span(node)), self.build(tails), span=self.span(node)
        )

    def _reached(self, child: Any) -> Any:
        if isinstance(child, Tree):
            return self.build(child)
        return self.percentage(child) if child.type == "PERCENT" else self.plain_name(child)

    def on_reach_up(self, node: Any) -> t.Compare:
        return self._compare(node, "từ … trở lên", self._reached(node.children[1]))

    def on_reach_limit(self, node: Any) -> t.Compare:
        _, words, value = node.children
        return self._compare(node, squeeze(words), self._reached(value))

    def on_member_share(self, node: Any) -> tuple[str, Any]:
        words, token = node.children
        return squeeze(words), self.percentage(token)

    # -------------------------------------------------------------------------------------- conditions
    def on_test_with_verb(self, node: Any) -> t.Test:
        _, name, year, predicate = node.children
        return t.Test(self._collection(name, year), self.build(predicate), span=self.span(node))

    def on_criterion_state(self, node: Any) -> t.CriterionState:
        number, words = node.children
        return t.CriterionState(numbering(number), Verdict.of_words(words), span=self.span(node))

    def on_consecutive(self, node: Any) -> t.Consecutive:
        condition, words = node.children
        return self._consecutive(node, condition, words)

    def _consecutive(self, node: Any, condition: Any, words: Token) -> t.Consecutive:
        spelled = next((number for word, number in _SPELLED.items() if word in squeeze(words).split()), None)
        years = spelled or self._number_in(words)
        if not 2 <= years <= 20:
            self.problem("AQ101", self.span(words), found=words, expected="Số năm liên tục là từ 2 đến 20.")
            years = 2
        return t.Consecutive(self.build(condition), years, span=self.span(node))

    def on_filter(self, node: Any) -> t.Condition:
        condition: t.Condition = self.build(node.children[0])
        return condition

    def on_member_count(self, node: Any) -> int:
        return self.integer(node.children[0])

    def on_member_limit(self, node: Any) -> tuple[str, Any]:
        words, amount = self.children(node)
        return squeeze(words), amount

    def on_member_least(self, node: Any) -> tuple[str, Any]:
        token = node.children[0]
        return "ít nhất", self.percentage(token) if token.type == "PERCENT" else self.integer(token)

    def _quantified(self, node: Any, kind: str, words: str, amount: Any, parts: list[Any]) -> t.Quantified:
        name, year, *rest = parts
        empty: Verdict | None = None
        if isinstance(rest[-1], Tree) and rest[-1].data == "empty_tail":
            empty = self.build(rest.pop())[1]
        condition = self.build(rest.pop())
        kept = self.build(rest.pop()) if rest else None
        if isinstance(amount, t.Percentage) and amount.value > 1:
            advice = "Một phần không vượt quá 100% của toàn bộ."
            self.problem("AQ303", amount.span, found=amount.spelling, advice=advice)
        collection = self._collection(name, year)
        return t.Quantified(kind, words, amount, collection, kept, condition, empty, span=self.span(node))

    def on_every(self, node: Any) -> t.Quantified:
        return self._quantified(node, "every", "mọi", 0, node.children[1:])

    def on_none_of(self, node: Any) -> t.Quantified:
        return self._quantified(node, "none", "không", 0, list(node.children))

    def on_none_of_having(self, node: Any) -> t.Quantified:
        return self._quantified(node, "none", "không", 0, node.children[1:])

    def on_some_from(self, node: Any) -> t.Quantified:
        return self._quantified(node, "some", "ít nhất", self.percentage(node.children[0]), node.children[1:])

    def on_some_of(self, node: Any) -> t.Quantified:
        words, amount = self.build(node.children[0])
        return self._quantified(node, "some", words, amount, node.children[1:])

    # -------------------------------------------------------------------------------------- bodies
    def on_excepted(self, node: Any) -> t.Excepted:
        condition, _, exception = self.children(node)
        return t.Excepted(condition, exception, span=self.span(node))

    def on_cases(self, node: Any) -> t.Cases:
        marker, cases = self.build(node.children[0])
        for case in cases[:-1]:
            if case.condition is None:
                expected = "“còn lại” là dòng cuối của “trường hợp”."
                self.problem("AQ101", case.span, found="còn lại", expected=expected)
        return t.Cases(marker, cases, span=self.span(node))

    def on_dash_cases(self, node: Any) -> tuple[str, tuple[t.Case, ...]]:
        cases = []
        for position in range(0, len(node.children), 3):
            _, head, body = node.children[position : position + 3]
            condition = None if head.data == "rest" else self.build(head)
            cases.append(t.Case(condition, self.build(body), span=self.span(head)))
        return str(node.children[0]).strip(), tuple(cases)

    on_plus_cases = on_dash_cases

    # -------------------------------------------------------------------------------------- parameters, tables
    def on_parameter(self, node: Any) -> t.Parameter:
        name, *rest = node.children
        setter = ""
        if rest[0].data == "setter":
            setter = self.build(rest.pop(0).children[0]).text
        rest = [child for child in rest if isinstance(child, Tree)]
        default = self.build(rest[0])
        fields = self.fields(node, frozenset({"note"}))
        first = {key: value[0] for key, value in fields.items()}
        ends = [self.build(child) for child in first["figure_range"].children] if "figure_range" in first else []
        return t.Parameter(
            self.name(name),
            setter,
            default,
            self.code_name(first["code"]) if "code" in first else None,
            self.text(first["meaning"].children[0]) if "meaning" in first else "",
            ends[0] if ends else None,
            ends[1] if len(ends) > 1 else None,
            self.notes(fields),
            span=self.span(node),
        )

    def on_key_fact(self, node: Any) -> t.TableKey:
        return t.TableKey("fact", self.name(node.children[0]), span=self.span(node))

    def on_key_year(self, node: Any) -> t.TableKey:
        return t.TableKey("year", span=self.span(node))

    def on_key_type(self, node: Any) -> t.TableKey:
        return t.TableKey("type", span=self.span(node))

    def on_row_rest(self, node: Any) -> None:
        return None

    def on_row_cells(self, node: Any) -> tuple[t.Cell, ...]:
        return tuple(self.children(node))

    def on_cell_members(self, node: Any) -> t.Cell:
        return t.Cell("members", tuple(self.named_text(token) for token in node.children), span=self.span(node))

    def on_cell_test(self, node: Any) -> t.Cell:
        return t.Cell("test", (), self.build(node.children[0]), span=self.span(node))

    def on_cell_years(self, node: Any) -> t.Cell:
        first, last = self.build(node.children[0])
        return t.Cell("years", (), None, first, last, span=self.span(node))

    def on_cell_any(self, node: Any) -> t.Cell:
        return t.Cell("any", span=self.span(node))

    def on_no_value(self, node: Any) -> None:
        return None

    def on_row(self, node: Any) -> t.Row:
        _, cells, value = node.children
        return t.Row(self.build(cells), self.build(value), span=self.span(node))

    def on_table(self, node: Any) -> t.Table:
        name, *rest = node.children
        parts = [self.build(child) for child in rest]
        keys = tuple(part for part in parts if isinstance(part, t.TableKey))
        rows = tuple(part for part in parts if isinstance(part, t.Row))
        for row in rows:
            if row.cells is not None and len(row.cells) != len(keys):
                expected = f"Mỗi dòng của bảng này có {len(keys)} ô, cách nhau bằng dấu chấm phẩy, rồi dấu hai chấm."
                self.problem("AQ101", row.span, found=self.words(row.span), expected=expected)
        return t.Table(self.name(name), keys, rows, span=self.span(node))

    # -------------------------------------------------------------------------------------- points
    def on_earned_plain(self, node: Any) -> t.Points:
        return t.Points(self.build(node.children[0]), None, span=self.span(node))

    def on_earned_if(self, node: Any) -> t.Points:
        quantity, condition = self.children(node)
        return t.Points(quantity, condition, span=self.span(node))

    def on_earned_steps(self, node: Any) -> t.Steps:
        _, size, quantity, *above, words, points = self.children(node)
        return t.Steps(size, quantity, above[0] if above else None, squeeze(words), points, span=self.span(node))

    def on_step_above(self, node: Any) -> t.Quantity:
        words, quantity = self.children(node)
        if squeeze(words) not in ("vượt", "vượt quá", "trên"):
            expected = "Phần được tính điểm viết: cứ mỗi 5 buổi số [buổi] vượt 10 buổi được 0,5 điểm."
            self.problem("AQ101", self.span(words), found=words, expected=expected)
        above: t.Quantity = quantity
        return above

    def on_knot(self, node: Any) -> t.Knot:
        at, _, points = self.children(node)
        return t.Knot(at, points, span=self.span(node))

    def on_earned_each(self, node: Any) -> t.Steps:
        """“mỗi [sáng kiến] được 5 điểm”: the same as “cứ 1 [sáng kiến] được 5 điểm”."""
        _, name, *above, words, points = node.children
        size = t.Figure(Fraction(1), "", "1", span=self.span(name))
        over = self.build(above[0]) if above else None
        return t.Steps(size, self.plain_name(name), over, squeeze(words), self.build(points), span=self.span(node))

    def on_earned_curve(self, node: Any) -> t.Curve:
        quantity, *knots = self.children(node)
        return t.Curve(quantity, tuple(knots), span=self.span(node))

    def on_earned_nothing(self, node: Any) -> t.NoPoints:
        return t.NoPoints(span=self.span(node))

    def on_simple_score(self, node: Any) -> t.Score:
        score, *limits = self.children(node)
        for kind, figure in limits:
            score = t.Limited(score, kind, figure, span=self.span(node))
        built: t.Score = score
        return built

    def _limit_of(self, node: Any, kind: str) -> tuple[str, Any]:
        return kind, self.build(node.children[1])

    def on_at_most(self, node: Any) -> tuple[str, Any]:
        return self._limit_of(node, "at_most")

    def on_at_least(self, node: Any) -> tuple[str, Any]:
        return self._limit_of(node, "at_least")

    def on_round_to(self, node: Any) -> tuple[str, Any]:
        return self._limit_of(node, "round_to")

    def on_bands(self, node: Any) -> t.Bands:
        marker, bands = self.build(node.children[0])
        for band in bands[:-1]:
            if band.condition is None:
                expected = "“còn lại” là dòng cuối của “theo bậc”."
                self.problem("AQ101", band.span, found="còn lại", expected=expected)
        return t.Bands(marker, bands, span=self.span(node))

    def on_dash_bands(self, node: Any) -> tuple[str, tuple[t.Band, ...]]:
        bands = []
        for position in range(0, len(node.children), 3):
            _, head, score = node.children[position : position + 3]
            condition = None if head.data == "rest" else self.build(head)
            bands.append(t.Band(condition, self.build(score), span=self.span(head)))
        return str(node.children[0]).strip(), tuple(bands)

    on_plus_bands = on_dash_bands

    def on_score_max(self, node: Any) -> t.Figure | t.Percentage:
        figure: t.Figure | t.Percentage = self.build(node.children[0])
        return figure

    def on_score_head(self, node: Any) -> tuple[str | None, str | None, str | None, Any]:
        label = code = citation = maximum = None
        for child in node.children:
            if isinstance(child, Token):
                label = self.text(child)
            elif child.data == "score_max":
                maximum = self.build(child)
            else:
                code, citation = self.build(child)
        return label, code, citation, maximum

    def on_scored_item(self, node: Any) -> t.ScoredItem:
        marker, *head, score = self.children(node)
        label, code, citation, maximum = head[0] if head else (None, None, None, None)
        sign = str(marker).strip()
        sign = {"–": "-", "—": "-"}.get(sign, sign.rstrip(")").casefold())
        return t.ScoredItem(sign, label, code, citation, maximum, score, span=self.span(node))

    def on_letter_scores(self, node: Any) -> tuple[t.ScoredItem, ...]:
        items = tuple(self.children(node))
        self.check_letters(items)
        return items

    def on_dash_scores(self, node: Any) -> tuple[t.ScoredItem, ...]:
        return tuple(self.children(node))

    on_plus_scores = on_dash_scores

    def on_score_sum(self, node: Any) -> t.ScoreSum:
        return t.ScoreSum(self.build(node.children[0]), span=self.span(node))

    def on_score_applies(self, node: Any) -> t.ScoreApplies:
        condition, score = self.children(node)
        return t.ScoreApplies(condition, score, span=self.span(node))

    def on_score_types(self, node: Any) -> t.ScoreForTypes:
        types, score = self.children(node)
        return t.ScoreForTypes(types, score, span=self.span(node))

    def on_level(self, node: Any) -> t.Level:
        name, body = node.children
        return t.Level(self.text(name), self.build(body), span=self.span(node))

    # -------------------------------------------------------------------------------------- conclusions, classes
    def on_points_test(self, node: Any) -> tuple[t.Predicate, bool]:
        predicate, *words = self.children(node)
        return predicate, bool(words)

    def _points_test(self, node: Any, kind: str, name: str) -> t.ConclusionTest:
        predicate, of_maximum = self.build(node.children[-1])
        if not isinstance(predicate, t.Compare | t.Between):
            expected = "Điểm so với một con số: ít nhất 80 điểm; từ 65 đến dưới 80 điểm; dưới 50% điểm tối đa."
            self.problem("AQ101", predicate.span, found=self.words(predicate.span), expected=expected)
        return t.ConclusionTest(kind, name=name, predicate=predicate, of_maximum=of_maximum, span=self.span(node))

    def on_total_points(self, node: Any) -> t.ConclusionTest:
        return self._points_test(node, "total", "")

    def on_group_points(self, node: Any) -> t.ConclusionTest:
        return self._points_test(node, "group", self.text(node.children[0]))

    def on_criterion_points(self, node: Any) -> t.ConclusionTest:
        return self._points_test(node, "points", numbering(node.children[0]))

    def on_no_group(self, node: Any) -> t.ConclusionTest:
        return self._points_test(node, "no_group", "")

    def on_no_criterion(self, node: Any) -> t.ConclusionTest:
        return self._points_test(node, "no_criterion", "")

    def on_minimum_of_groups(self, node: Any) -> t.ConclusionTest:
        return t.ConclusionTest("minimum_groups", span=self.span(node))

    def on_minimum_of_criteria(self, node: Any) -> t.ConclusionTest:
        return t.ConclusionTest("minimum_criteria", span=self.span(node))

    def on_level_of_criteria(self, node: Any) -> t.ConclusionTest:
        return t.ConclusionTest("level", name=self.text(node.children[0]), span=self.span(node))

    def on_conclusion_junction(self, node: Any) -> t.ConclusionTest:
        for position, child in enumerate(node.children):
            if isinstance(child, Tree) and child.data in ("attested", "denied", "test", "named"):
                condition = self.build(child)
                node.children[position] = Tree("asked_of_unit", [condition], child.meta)
        return super().on_conclusion_junction(node)

    def on_asked_of_unit(self, node: Any) -> t.ConclusionTest:
        return t.ConclusionTest("fact", condition=node.children[0], span=node.children[0].span)

    def on_classification(self, node: Any) -> t.Classification:
        title, *rest = node.children
        parts = [self.build(child) for child in rest]
        lines = tuple(part for part in parts if isinstance(part, t.ClassLine))
        turns = tuple(part for part in parts if isinstance(part, t.ClassTurn))
        for line in lines[:-1]:
            if line.test is None:
                expected = "“còn lại” là loại cuối cùng."
                self.problem("AQ101", line.span, found="còn lại", expected=expected)
        return t.Classification(self.text(title), lines, turns, span=self.span(node))

    def on_class_line(self, node: Any) -> t.ClassLine:
        _, name, test = node.children
        return t.ClassLine(self.text(name), self.build(test), span=self.span(node))

    def on_class_rest(self, node: Any) -> t.ClassLine:
        return t.ClassLine(self.text(node.children[1]), None, span=self.span(node))

    def on_lowering(self, node: Any) -> int:
        return self.integer(node.children[0]) if node.children else 1

    def on_lowered(self, node: Any) -> t.ClassTurn:
        steps, test = self.children(node)
        return t.ClassTurn(steps, "", test, span=self.span(node))

    def on_capped(self, node: Any) -> t.ClassTurn:
        name, test = node.children
        return t.ClassTurn(0, self.text(name), self.build(test), span=self.span(node))

    def on_expect_class(self, node: Any) -> t.Expectation:
        title, outcome = node.children
        found = None if outcome.type == "MISSING" else self.text(outcome)
        return t.Expectation("class", self.text(title), outcome=found, span=self.span(node))

    def on_negative(self, node: Any) -> t.Figure:
        figure = self.build(node.children[1])
        if isinstance(figure, t.Percentage):
            self.problem("AQ101", figure.span, found=figure.spelling, expected="Ở đây cần một số điểm.")
            return t.Figure(figure.value, "", figure.spelling, span=self.span(node))
        return t.Figure(-figure.value, figure.unit, f"-{figure.spelling}", span=self.span(node))

    def _expected_points(self, node: Any, kind: str, name: str) -> t.Expectation:
        return t.Expectation(kind, name, points=self.build(node.children[-1]), span=self.span(node))

    def on_expect_total(self, node: Any) -> t.Expectation:
        return self._expected_points(node, "total", "")

    def on_expect_group(self, node: Any) -> t.Expectation:
        return self._expected_points(node, "group", self.text(node.children[0]))

    def on_expect_points(self, node: Any) -> t.Expectation:
        return self._expected_points(node, "points", numbering(node.children[0]))

    # -------------------------------------------------------------------------------------- rankings
    def on_entrant_conclusion(self, node: Any) -> t.Entrant:
        title, words = node.children
        return t.Entrant("conclusion", self.text(title), Verdict.of_words(words), span=self.span(node))

    def on_entrant_class(self, node: Any) -> t.Entrant:
        title, name = node.children
        return t.Entrant("class", self.text(title), None, self.text(name), span=self.span(node))

    def _rank_key(self, node: Any, kind: str, name: str = "", quantity: Any = None) -> t.RankKey:
        falling = squeeze(node.children[-1]).startswith("giảm")
        return t.RankKey(kind, name, quantity, falling, span=self.span(node))

    def on_key_total(self, node: Any) -> t.RankKey:
        return self._rank_key(node, "total")

    def on_key_group(self, node: Any) -> t.RankKey:
        return self._rank_key(node, "group", self.text(node.children[0]))

    def on_key_criterion(self, node: Any) -> t.RankKey:
        return self._rank_key(node, "points", numbering(node.children[0]))

    def on_key_quantity(self, node: Any) -> t.RankKey:
        return self._rank_key(node, "quantity", "", self.build(node.children[0]))

    def on_type_quota(self, node: Any) -> tuple[t.Name, int]:
        words, number = node.children
        return self.build(words), self.integer(number)

    def on_ranking(self, node: Any) -> t.Ranking:
        fields = self.fields(node)
        first = {key: value[0] for key, value in fields.items()}
        span = self.span(node)
        chosen = [key for key in ("quota", "quota_share", "quota_by_type") if key in first]
        head = self.span(node.children[0])
        for key, word in (("rank_keys", "theo:"), ("ties", "khi bằng nhau:")):
            if key not in first:
                self.problem("AQ113", head, block="xếp hạng", field=word)
        if len(chosen) != 1:
            if chosen:
                self.problem("AQ112", self.span(first[chosen[1]]), field="chọn")
            else:
                self.problem("AQ113", head, block="xếp hạng", field="chọn:")
        share = first.get("quota_share")
        return t.Ranking(
            self.text(node.children[0]),
            tuple(self.children(first["entrants"])) if "entrants" in first else (),
            tuple(self.children(first["rank_keys"])) if "rank_keys" in first else (),
            self.integer(first["quota"].children[0]) if "quota" in first else None,
            self.percentage(share.children[0]) if share is not None else None,
            share is not None and "lên" in squeeze(share.children[1]),
            tuple(self.children(first["quota_by_type"])) if "quota_by_type" in first else (),
            squeeze(first["ties"].children[0]) if "ties" in first else "",
            span=span,
        )
