"""From lark's tree of one block to the syntax tree, with the problems that only appear then."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final, cast

import attrs

from antq_rules.diagnostics import Diagnostic
from antq_rules.diagnostics.model import at
from antq_rules.source import MAX_NAME, MAX_STRING, SourceText, fold_name
from antq_rules.syntax import tree as t
from antq_rules.syntax.language import Token, Tree
from antq_rules.syntax.numbers import AmbiguousNumber, TooLong, format_number, parse_day, parse_number
from antq_rules.syntax.operators import DATE_OPERATORS, OPERATORS
from antq_rules.types import DayOfYear, Span, Verdict

LETTERS: Final = "abcdđeghiklmnopqrstuvxy"
_QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_POINTS: Final = ("maximum_points", "minimum_points")
_TURNS: Final = ("exception", "deemed", "veto")
_FIELDS: Final = {"passes_when": "đạt khi", "applies_when": "áp dụng khi", "for_types_field": "đối với"}


def squeeze(text: str) -> str:
    """Keyword words in one spelling: lower case, single spaces."""
    return " ".join(text.casefold().split())


def unquote(token: str) -> str:
    """The text inside quotation marks."""
    return " ".join(str(token)[1:-1].split())


def date_words(words: str) -> str:
    """The words of a time limit, one spelling for those that say the same."""
    spelled = squeeze(words)
    return "chậm nhất" if spelled in ("chậm nhất là", "muộn nhất", "muộn nhất là") else spelled


class Builder:
    """Builds one block; `offset` is where the block's text starts in the file."""

    def __init__(self, source: SourceText, offset: int) -> None:
        self.source = source
        self.offset = offset
        self.diagnostics: list[Diagnostic] = []

    # -------------------------------------------------------------------------------------- places and problems
    def span(self, node: Tree[Any] | Token) -> Span:
        if isinstance(node, Token):
            start, end = node.start_pos or 0, node.end_pos or 0
        else:
            start = getattr(node.meta, "start_pos", 0)
            end = getattr(node.meta, "end_pos", start)
        text = self.source.text
        start, end = max(start + self.offset, 0), end + self.offset  # a block at the very start is read with a line end
        while start < end and text[start : start + 1].isspace():
            start += 1
        return Span(self.source.name, start, end)

    def problem(self, code: str, span: Span, suggestions: Sequence[str] = (), **values: object) -> None:
        self.diagnostics.append(at(self.source, code, span.start, span.end, suggestions, **values))

    def words(self, span: Span) -> str:
        return " ".join(self.source.text[span.start : span.end].split())

    # -------------------------------------------------------------------------------------- dispatch
    def build(self, node: Any) -> Any:
        method: Callable[[Any], Any] = getattr(self, f"on_{node.data}")
        return method(node)

    def children(self, node: Any) -> list[Any]:
        return [self.build(child) if isinstance(child, Tree) else child for child in node.children]

    # -------------------------------------------------------------------------------------- words and numbers
    def number(self, token: Token) -> Fraction:
        try:
            return parse_number(str(token))
        except AmbiguousNumber as error:
            self.problem("AQ107", self.span(token), found=token, advice=error.advice)
        except TooLong:
            self.problem("LIM004", self.span(token), what="con số", limit="30 chữ số")
        return Fraction(1)

    def integer(self, token: Token) -> int:
        value = self.number(token)
        if value.denominator != 1:
            self.problem("AQ101", self.span(token), found=token, expected="Ở đây cần một số nguyên.")
        return int(value)

    def percentage(self, token: Token) -> t.Percentage:
        text = str(token)
        sign = text[-1]
        digits = Token("NUMBER", text[:-1].rstrip(), start_pos=token.start_pos, end_pos=token.end_pos)
        value = self.number(digits) / (100 if sign == "%" else 1000)
        return t.Percentage(value, f"{digits}{sign}", span=self.span(token))

    def day(self, token: Token) -> DayOfYear:
        day = parse_day(str(token))
        if day is None:
            self.problem("AQ108", self.span(token), found=f"ngày {token}")
            return DayOfYear(1, 1)
        return day

    def name(self, token: Token) -> str:
        """The name in square brackets; empty where it was refused, and then nothing more is said of it."""
        text = " ".join(str(token)[1:-1].split())
        if not text or len(text) > MAX_NAME:
            if text:
                self.problem("LIM004", self.span(token), what="tên", limit=f"{MAX_NAME} ký tự")
            else:
                self.problem("AQ101", self.span(token), found="[]", expected="Giữa hai ngoặc vuông phải có tên.")
            return ""
        return text

    def text(self, token: Token) -> str:
        if len(token) > MAX_STRING:
            self.problem("LIM004", self.span(token), what="chữ trong dấu nháy", limit=f"{MAX_STRING} ký tự")
        return unquote(token)

    def named_text(self, token: Token) -> t.Name:
        text = self.text(token) if token.type == "STRING" else str(token)
        return t.Name(text, span=self.span(token))

    def on_unit(self, node: Any) -> str:
        span = self.span(node)
        return re.sub(r"\s*/\s*", "/", self.words(span))

    def on_words(self, node: Any) -> t.Name:
        span = self.span(node)
        return t.Name(self.words(span), span=span)

    def on_unit_types(self, node: Any) -> tuple[t.Name, ...]:
        return tuple(self.children(node))

    def on_by_reading(self, node: Any) -> t.Name:
        return t.Name(str(node.children[0]), span=self.span(node.children[0]))

    def on_years_from(self, node: Any) -> tuple[int | None, int | None]:
        return self.integer(node.children[0]), None

    def on_years_until(self, node: Any) -> tuple[int | None, int | None]:
        return None, self.integer(node.children[0])

    def on_years_only(self, node: Any) -> tuple[int | None, int | None]:
        year = self.integer(node.children[0])
        return year, year

    def on_years_between(self, node: Any) -> tuple[int | None, int | None]:
        first, last = (self.integer(child) for child in node.children)
        if first > last:
            self.problem("AQ309", self.span(node), first=first, second=last)
        return first, last

    # -------------------------------------------------------------------------------------- quantities
    def on_quantity(self, node: Any) -> Any:
        value, *places = self.children(node)
        return t.Rounded(value, places[0], span=self.span(node)) if places else value

    def on_arithmetic(self, node: Any) -> t.Arithmetic:
        left, operator, right = self.children(node)
        sign = {"−": "-", "*": "×"}.get(str(operator), str(operator))
        return t.Arithmetic(sign, left, right, span=self.span(node))

    def on_number(self, node: Any) -> t.Figure:
        token, *unit = node.children
        value = self.number(token)
        return t.Figure(value, self.build(unit[0]) if unit else "", str(token), span=self.span(node))

    def on_percent(self, node: Any) -> t.Percentage:
        return self.percentage(node.children[0])

    def on_this_year(self, node: Any) -> tuple[int, int | None]:
        return 0, None

    def on_last_year(self, node: Any) -> tuple[int, int | None]:
        return -1, None

    def on_years_before(self, node: Any) -> tuple[int, int | None]:
        return -int(str(node.children[0]).split()[0]), None

    def on_in_year(self, node: Any) -> tuple[int, int | None]:
        return 0, self.integer(node.children[0])

    def _reference(self, node: Any, counted: bool, whole_year: bool = False) -> t.FactReference:
        offset, year = self.build(node.children[-1])
        return t.FactReference(self.name(node.children[-2]), offset, year, counted, whole_year, span=self.span(node))

    def on_counted_ref(self, node: Any) -> t.FactReference:
        return self._reference(node, True)

    def on_plain_ref(self, node: Any) -> t.FactReference:
        return self._reference(node, False)

    def on_year_sum(self, node: Any) -> t.FactReference:
        return self._reference(node, "số" in squeeze(self.words(self.span(node)).split("[")[0]).split(), True)

    def on_whole(self, node: Any) -> t.FactReference:
        return cast(t.FactReference, self.build(node.children[0]))

    def on_text(self, node: Any) -> t.Text:
        return t.Text(self.text(node.children[0]), span=self.span(node))

    def on_date(self, node: Any) -> t.Day:
        return t.Day(self.day(node.children[0]), span=self.span(node))

    # -------------------------------------------------------------------------------------- predicates
    def _compare(self, node: Any, words: str, value: Any) -> t.Compare:
        return t.Compare(OPERATORS[words], words, value, span=self.span(node))

    def on_compare(self, node: Any) -> t.Compare:
        words, value = self.children(node)
        return self._compare(node, squeeze(words), value)

    def on_from_up(self, node: Any) -> t.Compare:
        return self._compare(node, "từ … trở lên", self.children(node)[0])

    def on_from_down(self, node: Any) -> t.Compare:
        return self._compare(node, "từ … trở xuống", self.children(node)[0])

    def on_between(self, node: Any) -> t.Between:
        low, high = self.children(node)
        return t.Between(low, high, False, span=self.span(node))

    def on_between_open(self, node: Any) -> t.Between:
        low, high = self.children(node)
        return t.Between(low, high, True, span=self.span(node))

    def on_limit(self, node: Any) -> tuple[str, Any]:
        words, amount = self.children(node)
        return squeeze(words), amount

    def on_limit_up(self, node: Any) -> tuple[str, Any]:
        return "từ … trở lên", self.children(node)[0]

    def on_limit_down(self, node: Any) -> tuple[str, Any]:
        return "từ … trở xuống", self.children(node)[0]

    def on_base_last(self, node: Any) -> t.Base:
        return t.Base(span=self.span(node))

    def on_base_average(self, node: Any) -> t.Base:
        count = int(str(node.children[0]).split()[0])
        if count < 1:
            token = node.children[0]
            self.problem("AQ101", self.span(token), found=token, expected="Bình quân của ít nhất 1 năm.")
            count = 1
        return t.Base(-count if count > 1 else 1, span=self.span(node))

    def on_base_year(self, node: Any) -> t.Base:
        return t.Base(0, self.integer(node.children[0]), span=self.span(node))

    def on_change_bare(self, node: Any) -> t.Change:
        direction, base, tails = self.children(node)
        words = squeeze(direction)
        operator = {"không tăng": "<=", "không giảm": ">=", "tăng": ">", "giảm": "<"}[words]
        return t.Change(words, operator, "", None, base, tails, span=self.span(node))

    def on_change_by(self, node: Any) -> t.Change:
        direction, (words, amount), base, tails = self.children(node)
        return t.Change(squeeze(direction), OPERATORS[words], words, amount, base, tails, span=self.span(node))

    def _share(self, node: Any, words: str, parts: list[Any]) -> t.Share:
        verb = squeeze(parts.pop(0))
        rate = parts.pop(0)
        percentage = self.percentage(rate) if rate.type == "PERCENT" else self.plain_name(rate)
        link = squeeze(parts.pop(0)) if isinstance(parts[0], Token) else ""
        whole, tails = parts[0], parts[-1]
        rounding = parts[1] if len(parts) == 3 else None
        operator = OPERATORS[words] if words else ">="
        if isinstance(percentage, t.Percentage) and percentage.value > 1 and operator in (">=", ">", "="):
            self.problem(
                "AQ303", percentage.span, found=percentage.spelling, advice="Một phần không vượt quá 100% của toàn bộ."
            )
        return t.Share(verb, operator, words, percentage, link, whole, rounding, tails, span=self.span(node))

    def plain_name(self, token: Token) -> t.FactReference:
        return t.FactReference(self.name(token), span=self.span(token))

    def on_plain_name(self, node: Any) -> t.FactReference:
        return self.plain_name(node.children[0])

    def on_share_plain(self, node: Any) -> t.Share:
        return self._share(node, "", self.children(node))

    def on_share_limit(self, node: Any) -> t.Share:
        parts = self.children(node)
        return self._share(node, squeeze(parts.pop(1)), parts)

    def on_share_up(self, node: Any) -> t.Share:
        return self._share(node, "từ … trở lên", self.children(node))

    def on_share_down(self, node: Any) -> t.Share:
        return self._share(node, "từ … trở xuống", self.children(node))

    def on_rounding(self, node: Any) -> int:
        places = self.integer(node.children[1])
        if not 0 <= places <= 10:
            token = node.children[1]
            self.problem("AQ101", self.span(token), found=token, expected="Làm tròn từ 0 đến 10 chữ số.")
            places = 0
        return places

    def on_tails(self, node: Any) -> t.Tails:
        values: dict[str, Any] = {}
        for child in node.children:
            key, value = self.build(child)
            if key in values:
                self.problem("AQ112", self.span(child), field=self.words(self.span(child)).lstrip(", "))
            values[key] = value
        return t.Tails(**values)

    def _tail_value(self, node: Any) -> Verdict | str:
        child = node.children[0]
        return "no_rise" if isinstance(child, Tree) else Verdict.of_words(child)

    def on_zero_tail(self, node: Any) -> tuple[str, Any]:
        return "base_zero", self._tail_value(node)

    def on_no_base_tail(self, node: Any) -> tuple[str, Any]:
        return "no_base", self._tail_value(node)

    def on_empty_tail(self, node: Any) -> tuple[str, Any]:
        return "empty", self._tail_value(node)

    def on_strings(self, node: Any) -> tuple[t.Name, ...]:
        return tuple(self.named_text(token) for token in node.children)

    def _one_of(self, node: Any, negated: bool) -> t.IsOneOf:
        child = node.children[0]
        single = isinstance(child, Token)
        members = (self.named_text(child),) if single else self.build(child)
        return t.IsOneOf(members, negated, single, span=self.span(node))

    def on_is_one(self, node: Any) -> t.IsOneOf:
        return self._one_of(node, False)

    def on_is_not(self, node: Any) -> t.IsOneOf:
        return self._one_of(node, True)

    def on_is_name(self, node: Any) -> t.Compare:
        return t.Compare("=", "là", self.plain_name(node.children[0]), span=self.span(node))

    def on_is_not_name(self, node: Any) -> t.Compare:
        return t.Compare("!=", "không là", self.plain_name(node.children[0]), span=self.span(node))

    def on_list_name(self, node: Any) -> t.Name:
        return self.named_text(node.children[0])

    def on_includes(self, node: Any) -> t.Includes:
        child = node.children[0]
        if isinstance(child, Token):
            return t.Includes("one", (self.named_text(child),), span=self.span(node))
        return t.Includes("all", self.build(child), span=self.span(node))

    def on_excludes(self, node: Any) -> t.Includes:
        return t.Includes("none", (self.named_text(node.children[0]),), span=self.span(node))

    def on_includes_list(self, node: Any) -> t.Includes:
        return t.Includes("all", (), self.build(node.children[0]), span=self.span(node))

    def on_includes_some(self, node: Any) -> t.Includes:
        count, catalogue = self.children(node)
        return t.Includes("some", (), catalogue, self.integer(count), span=self.span(node))

    def on_equals_list(self, node: Any) -> t.Includes:
        return t.Includes("exactly", (), self.build(node.children[0]), span=self.span(node))

    def on_in_quarter(self, node: Any) -> t.Period:
        return t.Period("quarter", _QUARTERS[squeeze(node.children[0]).split()[-1]], span=self.span(node))

    def on_in_month(self, node: Any) -> t.Period:
        month = self.integer(node.children[0])
        if not 1 <= month <= 12:
            self.problem("AQ108", self.span(node), found=f"tháng {month}")
            month = 1
        return t.Period("month", month, span=self.span(node))

    def on_in_this_year(self, node: Any) -> t.Period:
        return t.Period("year", span=self.span(node))

    def on_date_limit(self, node: Any) -> t.Compare:
        words, day = node.children
        value = t.Day(self.day(day), span=self.span(day))
        words = date_words(words)
        return t.Compare(DATE_OPERATORS[words], words, value, span=self.span(node))

    def on_date_limit_any_year(self, node: Any) -> t.Compare:
        return attrs.evolve(self.on_date_limit(node), earlier_years=True)

    # -------------------------------------------------------------------------------------- conditions
    def on_condition(self, node: Any) -> t.Condition:
        return cast(t.Condition, self.build(node.children[0]))

    def on_branch(self, node: Any) -> t.Branch:
        parts = self.children(node)
        otherwise = parts[2] if len(parts) == 3 else None
        return t.Branch(parts[0], parts[1], otherwise, span=self.span(node))

    def on_joiner(self, node: Any) -> str:
        return squeeze(node.children[0])

    def on_junction(self, node: Any) -> t.Condition:
        parts = self.children(node)
        if len(parts) == 1:
            return cast(t.Condition, parts[0])
        words, conditions = parts[1::2], parts[0::2]
        span = self.span(node)
        if len(set(words)) > 1:
            spans = [self.words(self.span(child)) for child in node.children[0::2]]
            self.problem("AQ105", span, first=_bracketed(spans, words, "và"), second=_bracketed(spans, words, "hoặc"))
        return t.Junction(words[0], tuple(conditions), span=span)

    def on_bracketed(self, node: Any) -> t.Condition:
        return cast(t.Condition, self.build(node.children[0]))

    def on_negation(self, node: Any) -> t.Not:
        return t.Not(self.build(node.children[0]), span=self.span(node))

    def _attested(self, node: Any, positive: bool) -> t.Attested:
        verb, name, year = node.children
        offset, absolute = self.build(year)
        fact = t.FactReference(self.name(name), offset, absolute, span=self.span(name))
        return t.Attested(squeeze(verb), positive, fact, span=self.span(node))

    def on_attested(self, node: Any) -> t.Attested:
        return self._attested(node, True)

    def on_denied(self, node: Any) -> t.Attested:
        return self._attested(node, False)

    def on_test(self, node: Any) -> t.Test:
        subject, predicate = self.children(node)
        return t.Test(subject, predicate, span=self.span(node))

    def on_monthly(self, node: Any) -> t.Monthly:
        _, subject, predicate = self.children(node)
        span = self.span(node)
        return t.Monthly(t.Test(subject, predicate, span=span), span=span)

    def on_named(self, node: Any) -> t.Named:
        return t.Named(self.name(node.children[0]), span=self.span(node))

    # -------------------------------------------------------------------------------------- bodies
    def on_constant(self, node: Any) -> t.Constant:
        return t.Constant(Verdict.of_words(node.children[0]), span=self.span(node))

    def on_choose_all(self, node: Any) -> t.Choice:
        return t.Choice("all", span=self.span(node))

    def on_choose_any(self, node: Any) -> t.Choice:
        return t.Choice("any", span=self.span(node))

    def on_choose_count(self, node: Any) -> t.Choice:
        return t.Choice("count", self.integer(node.children[0]), span=self.span(node))

    def on_choose_fact(self, node: Any) -> t.Choice:
        return t.Choice("fact", 0, self.build(node.children[0]), span=self.span(node))

    def on_listing(self, node: Any) -> t.Listing:
        choice, items = self.children(node)
        span = self.span(node)
        count = sum(isinstance(item, t.Item) for item in items)
        if choice.kind == "count" and not 1 <= choice.count <= count:
            self.problem("AQ310", choice.span, found=choice.count, count=count)
        return t.Listing(choice, items, span=span)

    def on_reading_body(self, node: Any) -> t.ByReading:
        reading, items = self.children(node)
        kept = tuple(item for item in items if isinstance(item, t.Item))
        for item in kept:
            if item.label is None:
                expected = "Mỗi mục dưới “theo cách hiểu” bắt đầu bằng tên phương án trong dấu nháy."
                place = Span(item.span.file, item.span.start, item.span.start + 1)
                self.problem("AQ101", place, found=item.marker, expected=expected)
        return t.ByReading(reading.text, kept, span=reading.span)

    def on_applies(self, node: Any) -> t.Applies:
        condition, body = self.children(node)
        return t.Applies(condition, body, span=self.span(node))

    def on_for_types(self, node: Any) -> t.ForTypes:
        types, body = self.children(node)
        return t.ForTypes(types, body, span=self.span(node))

    def on_for_years(self, node: Any) -> t.ForYears:
        (first, last), body = self.children(node)
        return t.ForYears(first, last, body, span=self.span(node))

    def on_letter_items(self, node: Any) -> tuple[t.Item | t.Grouping, ...]:
        items = tuple(self.children(node))
        self.check_letters([item for item in items if isinstance(item, t.Item)])
        return items

    def check_letters(self, lettered: Sequence[t.Item | t.ScoredItem]) -> None:
        """Letters run the Vietnamese way; the first one that does not is a problem."""
        seen: list[str] = []
        for item, expected in zip(lettered, LETTERS.ljust(len(lettered), LETTERS[-1]), strict=False):
            if item.marker != expected:  # the letters after it follow from this one
                place = Span(item.span.file, item.span.start, item.span.start + 2)
                code = "AQ110" if item.marker in seen else "AQ109"
                self.problem(code, place, found=item.marker, expected=expected)
                break
            seen.append(item.marker)

    def on_dash_items(self, node: Any) -> tuple[t.Item, ...]:
        return tuple(self.children(node))

    on_plus_items = on_dash_items

    def _item(self, node: Any) -> t.Item:
        marker, *head, body = self.children(node)
        mandatory = bool(head) and isinstance(head[0], Token)
        head = head[mandatory:]
        label, code, citation = head[0] if head else (None, None, None)
        sign = str(marker).strip()
        sign = {"–": "-", "—": "-"}.get(sign, sign.rstrip(")").casefold())
        return t.Item(sign, label, code, citation, body, mandatory, span=self.span(node))

    on_letter_item = on_dash_item = on_plus_item = _item

    def on_item_head(self, node: Any) -> tuple[str | None, str | None, str | None]:
        label = code = citation = None
        for child in node.children:
            if isinstance(child, Token):
                label = self.text(child)
            else:
                code, citation = self.build(child)
        return label, code, citation

    def on_item_tags(self, node: Any) -> tuple[str, str | None]:
        return cast("tuple[str, str | None]", self.build(node.children[-1]))

    def on_tag_code(self, node: Any) -> tuple[str, str | None]:
        return str(node.children[0]), None

    def on_tag_code_citation(self, node: Any) -> tuple[str, str | None]:
        return str(node.children[0]), self.text(node.children[1])

    def on_grouping(self, node: Any) -> t.Grouping:
        _, letters, reading, *rest = self.children(node)
        options = tuple((self.named_text(rest[i + 1]), rest[i + 2]) for i in range(0, len(rest), 3))
        for _name, choice in options:
            if choice.kind == "count" and not 1 <= choice.count <= len(letters):
                self.problem("AQ310", choice.span, found=choice.count, count=len(letters))
        return t.Grouping(letters, reading.text, options, span=self.span(node))

    def on_letters(self, node: Any) -> tuple[str, ...]:
        return tuple(str(token).casefold() for token in node.children)

    # -------------------------------------------------------------------------------------- blocks
    def fields(self, node: Any, repeatable: frozenset[str] = frozenset()) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for child in node.children:
            if not isinstance(child, Tree):
                continue
            key = str(child.data)
            if key in found and key not in repeatable:
                field = _FIELDS.get(key) or self.words(self.span(child)).split(":")[0]
                self.problem("AQ112", self.span(child), field=field)
            found.setdefault(key, []).append(child)
        return found

    def code_name(self, node: Any) -> t.Name:
        token = node.children[0]
        return t.Name(str(token), span=self.span(token))

    def on_header(self, node: Any) -> t.SetHeader:
        repeatable = frozenset({"note", "policy", "policy_by_reading"})
        fields = self.fields(node, repeatable)
        policies = [self.build(child) for child in fields.get("policy", []) + fields.get("policy_by_reading", [])]
        policies.sort(key=lambda policy: policy.span.start)
        seen = set()
        for policy in policies:
            if policy.key in seen:
                self.problem("AQ112", policy.span, field=policy.key)
            seen.add(policy.key)
        years = self.build(fields["in_force"][0].children[0]) if "in_force" in fields else (None, None)
        period = fields["period"][0].children[0] if "period" in fields else None
        types = self.build(fields["unit_types_field"][0].children[0]) if "unit_types_field" in fields else ()
        span = self.span(node)
        for key, word in (("code", "mã:"), ("unit_types_field", "áp dụng cho:")):
            if key not in fields:
                self.problem("AQ113", Span(span.file, span.start, span.start + 12), block="bộ tiêu chí", field=word)
        return t.SetHeader(
            self.text(node.children[0]),
            self.code_name(fields["code"][0]) if "code" in fields else None,
            tuple(self.text(token) for child in fields.get("basis", []) for token in child.children),
            years[0],
            years[1],
            tuple(name.text for name in types),
            tuple(
                t.Name(str(token), span=self.span(token))
                for child in fields.get("uses", [])
                for token in child.children
            ),
            self.day(period) if period is not None else None,
            tuple(policies),
            self.notes(fields),
            self._replaced(fields.get("replaces", [])),
            self.text(fields["topic"][0].children[0]) if "topic" in fields else "",
            span=span,
        )

    def _replaced(self, nodes: Sequence[Any]) -> tuple[t.Replaced, ...]:
        found: list[t.Replaced] = [self.build(child) for node in nodes for child in node.children]
        for position, one in enumerate(found):
            if any(other.code == one.code for other in found[:position]):
                self.problem("AQ313", one.span, name=one.code)
        return tuple(found)

    def on_replaced(self, node: Any) -> t.Replaced:
        code, *types = node.children
        return t.Replaced(str(code), self.build(types[0]) if types else (), span=self.span(code))

    def notes(self, fields: dict[str, list[Any]]) -> tuple[str, ...]:
        return tuple(self.text(child.children[0]) for child in fields.get("note", []))

    def on_policy_value(self, node: Any) -> str:
        return squeeze(node.children[0])

    def on_policy(self, node: Any) -> t.Policy:
        key, value = self.children(node)
        return t.Policy(squeeze(key), value, span=self.span(node))

    def on_policy_by_reading(self, node: Any) -> t.Policy:
        key, reading, *rest = self.children(node)
        options = tuple((self.named_text(rest[i + 1]), rest[i + 2]) for i in range(0, len(rest), 3))
        return t.Policy(squeeze(key), None, reading.text, options, span=self.span(node))

    def on_group(self, node: Any) -> t.Group:
        points = self.points_fields(self.fields(node))
        return t.Group(self.text(node.children[0]), points, span=self.span(node))

    def points_fields(self, fields: dict[str, list[Any]]) -> t.PointsFields:
        """What the fields of a criterion or a group say of its points."""
        first = {key: self.build(value[0].children[0]) for key, value in fields.items() if key in _POINTS}
        weight = None
        if "weight" in fields:
            token = fields["weight"][0].children[0]
            weight = self.number(token)
            if not weight:
                self.problem("AQ101", self.span(token), found=token, expected="Hệ số là một số lớn hơn 0.")
        return t.PointsFields(first.get("maximum_points"), first.get("minimum_points"), weight, "bonus" in fields)

    def on_code_tag(self, node: Any) -> str:
        return str(node.children[0])

    def on_member(self, node: Any) -> t.Member:
        text, *code = node.children
        return t.Member(self.text(text), self.build(code[0]) if code else None, span=self.span(node))

    def _vocabulary(self, node: Any) -> tuple[str, str | None, tuple[t.Member, ...]]:
        title, *rest = self.children(node)
        code = rest.pop(0) if isinstance(rest[0], str) else None
        return self.text(title), code, tuple(rest)

    def on_scale(self, node: Any) -> t.Scale:
        return t.Scale(*self._vocabulary(node), span=self.span(node))

    def on_catalogue(self, node: Any) -> t.Catalogue:
        return t.Catalogue(*self._vocabulary(node), span=self.span(node))

    def on_reading(self, node: Any) -> t.Reading:
        code, title, *rest = node.children
        note_only = any(isinstance(child, Token) for child in rest)
        options = tuple(self.build(child) for child in rest if isinstance(child, Tree))
        defaults = sum(option.default for option in options)
        if defaults != 1:
            self.problem("AQ218", self.span(code), reading=code, count=defaults)
        return t.Reading(str(code), self.text(title), note_only, options, span=self.span(node))

    def on_default_tag(self, node: Any) -> bool:
        return True

    def on_option(self, node: Any) -> t.Option:
        _, title, *tags, gloss = self.children(node)
        code = next((tag for tag in tags if isinstance(tag, str)), None)
        default = any(tag is True for tag in tags)
        return t.Option(self.text(title), code, default, str(gloss)[1:].strip(), span=self.span(node))

    def on_phrase(self, node: Any) -> t.Phrase:
        text, reading, *rest = self.children(node)
        options = tuple((self.named_text(rest[i + 1]), rest[i + 2]) for i in range(0, len(rest), 3))
        return t.Phrase(self.text(text), None, reading.text, options, span=self.span(node))

    def on_fact(self, node: Any) -> t.FactBlock:
        fields = self.fields(node, frozenset({"note"}))
        first = {key: value[0] for key, value in fields.items()}
        low = high = None
        if "range_field" in first:
            numbers = [self.number(token) for token in first["range_field"].children]
            low, high = numbers[0], numbers[1] if len(numbers) > 1 else None
            if high is not None and low > high:
                place = self.span(first["range_field"])
                self.problem("AQ309", place, first=format_number(low), second=format_number(high))
                low = high = None
        span = self.span(node)
        name = node.children[0]
        if "type_field" not in first:
            self.problem("AQ113", self.span(name), block="dữ kiện", field="kiểu:")
        return t.FactBlock(
            self.name(name),
            self.build(first["type_field"].children[0]) if "type_field" in first else None,
            self.code_name(first["code"]) if "code" in first else None,
            tuple(str(token) for token in first["old_codes"].children) if "old_codes" in first else (),
            self.text(first["meaning"].children[0]) if "meaning" in first else "",
            self.text(first["evidence"].children[0]) if "evidence" in first else "",
            self._named_field(first, "part_of"),
            low,
            high,
            self.number(first["step"].children[0]) if "step" in first else None,
            "fixed" in first,
            self.notes(fields),
            str(first["merging_field"].children[0].data).removeprefix("merge_") if "merging_field" in first else "",
            self._named_field(first, "owner"),
            span=span,
        )

    def _named_field(self, fields: dict[str, Any], key: str) -> t.Name | None:
        if key not in fields:
            return None
        token = fields[key].children[0]
        return t.Name(self.name(token), span=self.span(token))

    def _fact_type(self, kind: str, node: Any) -> t.FactType:
        child = node.children[0] if node.children else None
        unit = self.build(child) if isinstance(child, Tree) else ""
        vocabulary = self.text(child) if isinstance(child, Token) else ""
        return t.FactType(kind, unit, vocabulary, span=self.span(node))

    def on_attestation_type(self, node: Any) -> t.FactType:
        return t.FactType("attestation", span=self.span(node))

    def on_condition_type(self, node: Any) -> t.FactType:
        return t.FactType("condition", span=self.span(node))

    def on_count_type(self, node: Any) -> t.FactType:
        return self._fact_type("count", node)

    def on_positive_count_type(self, node: Any) -> t.FactType:
        return self._fact_type("positive_count", node)

    def on_amount_type(self, node: Any) -> t.FactType:
        return self._fact_type("amount", node)

    def on_money_type(self, node: Any) -> t.FactType:
        return self._fact_type("money", node)

    def on_monthly_type(self, node: Any) -> t.FactType:
        return self._fact_type("monthly", node)

    def on_date_type(self, node: Any) -> t.FactType:
        return t.FactType("date", span=self.span(node))

    def on_grade_type(self, node: Any) -> t.FactType:
        return self._fact_type("grade", node)

    def on_set_type(self, node: Any) -> t.FactType:
        return self._fact_type("set", node)

    def on_choice_type(self, node: Any) -> t.FactType:
        return self._fact_type("choice", node)

    def on_list_type(self, node: Any) -> t.FactType:
        return self._fact_type("list", node)

    def on_result_type(self, node: Any) -> t.FactType:
        return t.FactType("result", "", str(node.children[0]), span=self.span(node))

    def _options(self, parts: Sequence[Any]) -> tuple[tuple[t.Name, Any], ...]:
        return tuple((self.named_text(parts[i + 1]), parts[i + 2]) for i in range(0, len(parts), 3))

    def on_option_bodies(self, node: Any) -> tuple[tuple[t.Name, Any], ...]:
        return self._options(self.children(node))

    def on_named_plain(self, node: Any) -> t.NamedCondition:
        return t.NamedCondition(self.name(node.children[0]), self.build(node.children[1]), span=self.span(node))

    def on_named_by_reading(self, node: Any) -> t.NamedCondition:
        name, reading, options = self.children(node)
        return t.NamedCondition(self.name(name), None, reading.text, options, span=self.span(node))

    def on_derived(self, node: Any) -> t.Derived:
        return t.Derived(self.name(node.children[0]), self.build(node.children[1]), span=self.span(node))

    def on_cite_text(self, node: Any) -> str:
        return self.text(node.children[0])

    def on_cite_criterion(self, node: Any) -> str:
        return f"tiêu chí {numbering(node.children[0])}"

    def on_cite_item(self, node: Any) -> str:
        return f"mục {numbering(node.children[0])}"

    def on_criterion(self, node: Any) -> t.Criterion:
        repeatable = frozenset({"note", "named_plain", "named_by_reading", "derived", "level", *_TURNS})
        fields = self.fields(node, repeatable)
        first = {key: value[0] for key, value in fields.items()}
        span = self.span(node)
        number = node.children[0]
        if not {"passes_when", "score_field", "level"} & set(first):
            self.problem("AQ113", self.span(number), block="tiêu chí", field="đạt khi")
        definitions = [
            self.build(child)
            for child in node.children
            if isinstance(child, Tree) and child.data in ("named_plain", "named_by_reading", "derived")
        ]
        exceptions, deemed, vetoes = (
            tuple(self.build(child.children[0]) for child in fields.get(key, [])) for key in _TURNS
        )
        return t.Criterion(
            numbering(number),
            self.text(node.children[1]),
            str(first["code"].children[0]) if "code" in first else None,
            tuple(self.build(child) for child in first["citation"].children) if "citation" in first else (),
            self.notes(fields),
            self.text(first["quotation"].children[0]) if "quotation" in first else "",
            self.build(first["applies_when"].children[0]) if "applies_when" in first else None,
            self.build(first["for_types_field"].children[0]) if "for_types_field" in first else (),
            tuple(definitions),
            self.build(first["passes_when"].children[0]) if "passes_when" in first else None,
            exceptions,
            deemed,
            vetoes,
            self.points_fields(fields),
            self.build(first["score_field"].children[0]) if "score_field" in first else None,
            tuple(self.build(child) for child in fields.get("level", [])),
            span=span,
        )

    # -------------------------------------------------------------------------------------- conclusions, examples
    def on_conclusion(self, node: Any) -> t.Conclusion:
        title, test = self.children(node)
        return t.Conclusion(self.text(title), test, span=self.span(node))

    def on_conclusion_junction(self, node: Any) -> t.ConclusionTest:
        parts = self.children(node)
        if len(parts) == 1:
            return cast(t.ConclusionTest, parts[0])
        words = parts[1::2]
        span = self.span(node)
        if len(set(words)) > 1:
            spans = [self.words(self.span(child)) for child in node.children[0::2]]
            self.problem("AQ105", span, first=_bracketed(spans, words, "và"), second=_bracketed(spans, words, "hoặc"))
        return t.ConclusionTest(words[0], parts=tuple(parts[0::2]), span=span)

    def on_all_criteria(self, node: Any) -> t.ConclusionTest:
        return t.ConclusionTest("all", span=self.span(node))

    def on_share_of_criteria(self, node: Any) -> t.ConclusionTest:
        percentage = self.percentage(node.children[-1])
        if not 0 < percentage.value <= 1:
            advice = "Tỷ lệ tiêu chí đạt nằm trong khoảng từ trên 0% đến 100%."
            self.problem("AQ303", percentage.span, found=percentage.spelling, advice=advice)
        return t.ConclusionTest("share", percentage, span=self.span(node))

    def on_count_of_criteria(self, node: Any) -> t.ConclusionTest:
        return t.ConclusionTest("count", count=self.integer(node.children[-1]), span=self.span(node))

    def on_criterion_outcome(self, node: Any) -> t.ConclusionTest:
        number, words = node.children
        verdict = Verdict.of_words(words)
        return t.ConclusionTest("criterion", criterion=numbering(number), verdict=verdict, span=self.span(node))

    def on_example(self, node: Any) -> t.Example:
        title, *rest = node.children
        unit_type: t.Name | None = None
        readings: list[tuple[t.Name, t.Name]] = []
        cutoff: DayOfYear | None = None
        cutoff_span = t.NOWHERE
        year: int | None = None
        given: list[t.Given] = []
        expectations: list[t.Expectation] = []
        parameters: list[tuple[t.Name, Any]] = []
        for child in rest:
            kind = str(child.data)
            if kind == "example_type":
                unit_type = self.build(child.children[0])
            elif kind == "example_reading":
                code, option = child.children
                readings.append((t.Name(str(code), span=self.span(code)), self.named_text(option)))
            elif kind == "example_parameter":
                name, figure = child.children
                parameters.append((t.Name(self.name(name), span=self.span(name)), self.build(figure)))
            elif kind == "example_cutoff":
                cutoff, cutoff_span = self.day(child.children[0]), self.span(child.children[0])
            elif kind == "example_year":
                if year is not None:
                    self.problem("AQ112", self.span(child), field="cho năm")
                    continue
                year = self.integer(child.children[0])
                given.extend(self.build(part) for part in child.children[1:])
            else:
                expectations.append(self.build(child))
        seen = set()
        for value in given:
            key = (fold_name(value.name), fold_name(value.member or ""))
            if value.name and key in seen:
                self.problem("AQ112", value.span, field=f"[{value.name}]")
            seen.add(key)
        span = self.span(node)
        return t.Example(
            self.text(title), unit_type, tuple(readings), cutoff, year, tuple(given), tuple(expectations),
            tuple(parameters), cutoff_span, span=span,
        )  # fmt: skip

    def on_given(self, node: Any) -> t.Given:
        parts: list[t.GivenPart] = []
        _, *rest = node.children
        member = self.text(rest.pop(0).children[0]) if rest[0].data == "of_member" else None
        for child in rest:
            *earlier, value = child.children
            offset, year = self.build(earlier[0]) if earlier else (None, None)
            if offset is None:
                offset, year = (parts[-1].offset, parts[-1].year) if parts else (0, None)
            parts.append(self._given_part(value, offset, year))
        return t.Given(self.name(node.children[0]), tuple(parts), member, span=self.span(node))

    def _given_part(self, node: Any, offset: int, year: int | None) -> t.GivenPart:
        kind = str(node.data).removeprefix("given_")
        text, unit, number, day = "", "", None, None
        if kind in ("number", "every_month"):
            _, digits, *units = [None, *node.children] if kind == "number" else node.children
            number = self.number(digits)
            unit = self.build(units[0]) if units else ""
        elif kind == "date":
            day = self.day(node.children[0])
        elif kind in ("text", "evidence"):
            text = self.text(node.children[-1])
        return t.GivenPart(kind, text, number, unit, day, offset, year, span=self.span(node))

    def _expectation(self, kind: str, name: str, node: Any) -> t.Expectation:
        return t.Expectation(kind, name, Verdict.of_words(node.children[1]), span=self.span(node))

    def on_expect_criterion(self, node: Any) -> t.Expectation:
        return self._expectation("criterion", numbering(node.children[0]), node)

    def on_expect_item(self, node: Any) -> t.Expectation:
        return self._expectation("item", numbering(node.children[0]), node)

    def on_expect_conclusion(self, node: Any) -> t.Expectation:
        return self._expectation("conclusion", self.text(node.children[0]), node)


def numbering(token: str) -> str:
    """A criterion's number without its final point and leading zeros."""
    parts = str(token).rstrip(".").casefold().split(".")
    return ".".join(part.lstrip("0") or "0" for part in parts)


def _bracketed(parts: Sequence[str], words: Sequence[str], tight: str) -> str:
    groups: list[list[str]] = [[parts[0]]]
    for word, part in zip(words, parts[1:], strict=True):
        if word == tight:
            groups[-1].append(part)
        else:
            groups.append([part])
    loose = "hoặc" if tight == "và" else "và"
    joined = [f"({f' {tight} '.join(group)})" if len(group) > 1 else group[0] for group in groups]
    return f" {loose} ".join(joined)
