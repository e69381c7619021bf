"""The rest of the builder: parameters, tables, cases, lists of members, dates against dates, years in a row."""

from __future__ import annotations

import re
from typing import Any

from antq_rules.syntax import tree as t
from antq_rules.syntax.builder import Builder, numbering, squeeze
from antq_rules.syntax.language import Token, Tree
from antq_rules.types import Span, Verdict


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
        return t.DateAgainst(squeeze(words), self._collection(name, year), span=self.span(node))

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

    # -------------------------------------------------------------------------------------- conditions
    def on_test_with_verb(self, node: Any) -> t.Test:
        _, name, year, predicate = node.children
        return t.Test(self._collection(name, year), self.build(predicate), span=self.span(node))

    def on_criterion_state(self, node: Any) -> t.CriterionState:
        number, words = node.children
        return t.CriterionState(numbering(number), Verdict.of_words(words), span=self.span(node))

    def on_consecutive(self, node: Any) -> t.Consecutive:
        condition, words = node.children
        years = self._number_in(words)
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
