"""One set put together from its blocks: header, criteria, conclusions, examples, and the checks over the whole set."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from antq_rules.diagnostics import nearest
from antq_rules.graph import model as g
from antq_rules.semantics.lower import Lowering, Scope
from antq_rules.semantics.symbols import KINDS, Symbols
from antq_rules.source import fold_name
from antq_rules.syntax import tree as t
from antq_rules.types import Span, Verdict

_POLICY_VALUES = {
    "khi tổng có phần chưa báo cáo": ("lấy phần đã biết", "chưa đủ dữ liệu"),
    "khi điều kiện chưa báo cáo": ("xét cả hai khả năng", "chưa đủ dữ liệu"),
    "khi tập không nêu một mục": ("không đạt", "chưa đủ dữ liệu"),
}
_VERDICTS = ("đạt", "không đạt", "chưa đủ dữ liệu", "không áp dụng")


@attrs.frozen
class Assembled:
    """A set's program and its worked examples."""

    program: g.Program
    examples: tuple[g.Example, ...]


class Assembly:
    """Assembles one set from its header and the blocks that belong to it."""

    def __init__(self, symbols: Symbols, header: t.SetHeader, blocks: Sequence[t.Block]) -> None:
        self.symbols = symbols
        self.header = header
        self.blocks = blocks
        self.lowering = Lowering(symbols, header.unit_types, [policy.key for policy in header.policies])

    def run(self) -> Assembled:
        """The assembled set; problems are reported to the symbols."""
        policies = tuple(self._policies())
        criteria = tuple(self._criteria())
        self._check_numbers(criteria)
        conclusions = tuple(self._conclusions(criteria))
        examples = tuple(self._examples(criteria, conclusions))
        header = self.header
        program = g.Program(
            header.code.text if header.code else "",
            header.title,
            header.basis,
            header.first_year,
            header.last_year,
            header.unit_types,
            header.notes,
            header.period_start,
            policies,
            (*self.symbols.scales.values(), *self.symbols.catalogues.values()),
            tuple(self.symbols.readings.values()),
            tuple(self.symbols.facts.values()),
            tuple(self.lowering.tests),
            criteria,
            conclusions,
        )
        return Assembled(program, examples)

    # ------------------------------------------------------------------------------------------ header
    def _policies(self) -> Iterator[tuple[str, g.Policy]]:
        for policy in self.header.policies:
            allowed = _POLICY_VALUES.get(policy.key, _VERDICTS)
            values = [policy.value] if policy.value is not None else [value for _, value in policy.options]
            for value in values:
                if value not in allowed:
                    names = "; ".join(f"“{word}”" for word in allowed)
                    self.symbols.problem("AQ317", policy.span, line=policy.key, value=value, members=names)
            if policy.reading is None:
                yield policy.key, g.Policy(policy.value or "")
                continue
            reading = self.symbols.reading(policy.reading, policy.span)
            if reading is not None:
                codes = self.symbols.options(reading, [name for name, _ in policy.options], policy.span)
                options = tuple((code or "", value) for code, (_, value) in zip(codes, policy.options, strict=True))
                yield policy.key, g.Policy("", reading.code, options)

    # ------------------------------------------------------------------------------------------ criteria
    def _criteria(self) -> Iterator[g.Criterion]:
        group = ""
        for block in self.blocks:
            if isinstance(block, t.Group):
                group = block.title
            elif isinstance(block, t.Criterion):
                yield self._criterion(block, group)

    def _criterion(self, block: t.Criterion, group: str) -> g.Criterion:
        known = set(self.symbols.conditions) | set(self.symbols.derived)
        for definition in block.definitions:
            self.symbols.define(definition)
        scope = Scope(block.number)
        body: t.Body = block.body if block.body is not None else t.Constant(_UNDECIDED, span=block.span)
        if block.applies_when is not None:
            body = t.Applies(block.applies_when, body, span=block.span)
        if block.unit_types:
            body = t.ForTypes(block.unit_types, body, span=block.span)
        tree = self.lowering.body(body, scope)
        for definition in block.definitions:
            key = fold_name(definition.name)
            if key not in known:
                self.symbols.forget(key)
        return g.Criterion(
            block.number,
            block.title,
            block.code or "",
            group,
            ", ".join(block.citation),
            block.notes,
            block.quotation,
            tree,
            self.lowering.origin(block.span),
        )

    def _check_numbers(self, criteria: Sequence[g.Criterion]) -> None:
        blocks = [block for block in self.blocks if isinstance(block, t.Criterion)]
        seen: dict[str, t.Criterion] = {}
        before: str | None = None
        for block in blocks:
            place = self.symbols.head(block.span)
            if block.number in seen:
                where = self.symbols.where(seen[block.number].span)
                self.symbols.problem("AQ211", place, name=block.number, where=where)
                continue
            seen[block.number] = block
            if before is not None and before.isdigit() and block.number.isdigit():
                missing = range(int(before) + 1, int(block.number))
                if missing:
                    names = ", ".join(str(number) for number in missing[:5]) + (" …" if len(missing) > 5 else "")
                    self.symbols.problem("AQ212", place, before=before, after=block.number, missing=names)
            before = block.number

    # ------------------------------------------------------------------------------------------ conclusions
    def _conclusions(self, criteria: Sequence[g.Criterion]) -> Iterator[g.Conclusion]:
        for block in self.blocks:
            if isinstance(block, t.Conclusion):
                self.symbols.declare(f"kết luận của {self.header.title}", block.title, block.span)
                test = self._conclusion(block.test, criteria)
                yield g.Conclusion(block.title, test, self.symbols.words(block.test.span))

    def _conclusion(self, test: t.ConclusionTest, criteria: Sequence[g.Criterion]) -> g.ConclusionTest:
        numbers = [criterion.number for criterion in criteria]
        if test.kind == "criterion" and test.criterion not in numbers:
            self.symbols.problem("AQ215", test.span, name=test.criterion, members=", ".join(numbers))
        if test.kind == "count" and not 1 <= test.count <= len(numbers):
            self.symbols.problem("AQ310", test.span, found=test.count, count=len(numbers))
        return g.ConclusionTest(
            test.kind,
            test.percentage.value if test.percentage is not None else Fraction(1),
            test.count,
            test.criterion,
            test.verdict.value if test.verdict is not None else "",
            tuple(self._conclusion(part, criteria) for part in test.parts),
        )

    # ------------------------------------------------------------------------------------------ examples
    def _examples(self, criteria: Sequence[g.Criterion], conclusions: Sequence[g.Conclusion]) -> Iterator[g.Example]:
        items = {c.number: [n.id for n in g.walk(c.tree) if isinstance(n, g.Item)] for c in criteria}
        for block in self.blocks:
            if isinstance(block, t.Example):
                yield self._example(block, items, [conclusion.title for conclusion in conclusions])

    def _example(self, block: t.Example, items: dict[str, list[str]], conclusions: Sequence[str]) -> g.Example:
        year = block.year or self.header.first_year or 2023
        types = {fold_name(name): name for name in self.header.unit_types}
        unit_type = next(iter(types.values()), "")
        place = self.symbols.head(block.span)
        if block.unit_type is not None:
            unit_type = types.get(fold_name(block.unit_type), "")
            if not unit_type:
                self.symbols.problem("AQ209", place, name=block.unit_type, members="; ".join(types.values()))
        readings = []
        for code, option in block.readings:
            reading = self.symbols.reading(code.text, code.span)
            if reading is not None:
                chosen = self._option(reading, option)
                readings.append((reading.code, chosen))
        if block.cutoff is not None and (block.cutoff.month, block.cutoff.day) == (2, 29):
            written = block.cutoff.year or year
            if not calendar.isleap(written):
                self.symbols.problem("AQ108", place, found=f"29/02/{written}")
        given = tuple(value for entry in block.given for value in self._given(entry, year))
        expectations = tuple(self._expectation(e, items, conclusions) for e in block.expectations)
        origin = self.lowering.origin(block.span)
        return g.Example(block.title, unit_type, tuple(readings), block.cutoff, year, given, expectations, origin)

    def _option(self, reading: g.Reading, name: t.Name) -> str:
        found = reading.option(name.text)
        if found is not None:
            return found.code
        titles = [option.title for option in reading.options]
        members = "; ".join(f"“{title}”" for title in titles)
        likely = [f"“{title}”" for title in nearest(name.text, titles)]
        self.symbols.problem("AQ207", name.span, likely, reading=reading.code, name=name.text, members=members)
        return reading.default

    def _expectation(
        self, node: t.Expectation, items: dict[str, list[str]], conclusions: Sequence[str]
    ) -> g.Expectation:
        if node.kind == "criterion" and node.name not in items:
            self.symbols.problem("AQ215", node.span, name=node.name, members=", ".join(items))
        elif node.kind == "item" and not any(node.name in known for known in items.values()):
            members = ", ".join(items.get(node.name.split(".")[0], [])) or ", ".join(items)
            self.symbols.problem("AQ216", node.span, name=node.name, members=members)
        elif node.kind == "conclusion" and node.name not in conclusions:
            self.symbols.problem("AQ221", node.span, name=node.name, members="; ".join(conclusions) or "không có")
        return g.Expectation(node.kind, node.name, node.verdict.value)

    def _given(self, node: t.Given, year: int) -> Iterator[g.Given]:
        fact = self.symbols.fact(node.name, node.span, used=False)
        if fact is None:
            return
        by_year: dict[int, list[t.GivenPart]] = {}
        for part in node.parts:
            of_year = part.year or year + part.offset - (1 if part.kind == "no_year" else 0)
            by_year.setdefault(of_year, []).append(part)
        for of_year, parts in by_year.items():
            value = self._value(fact, parts)
            if value is not _NOTHING:
                yield g.Given(fact.code, of_year, value)

    def _value(self, fact: g.Fact, parts: Sequence[t.GivenPart]) -> object:
        values = [self._part(fact, part) for part in parts]
        if fact.kind == "set" and all(part.kind == "text" for part in parts):
            return values
        if fact.kind == "monthly" and len(values) > 1:
            return values
        if len(values) > 1:
            self._refuse(fact, parts[1].span, "nhiều giá trị cho một dữ kiện", "Ghi một giá trị.")
        if parts[0].kind == "unknown":
            return _NOTHING
        return values[0]

    def _part(self, fact: g.Fact, part: t.GivenPart) -> object:
        match part.kind:
            case "number":
                return self._number(fact, part)
            case "every_month":
                number = self._number(fact, part)
                return [number] * 12
            case "yes":
                return True
            case "no":
                return False
            case "evidence":
                return {"giá trị": True, "minh chứng": part.text}
            case "no_evidence":
                return {"giá trị": True, "minh chứng": None}
            case "text":
                return part.text
            case "date":
                assert part.day is not None
                if part.day.year is None:
                    self._refuse(fact, part.span, "ngày chưa ghi năm", "Ghi đủ ngày/tháng/năm.")
                return f"{part.day.year or 2023:04d}-{part.day.month:02d}-{part.day.day:02d}"
            case "empty":
                return []
            case "absent":
                return False if fact.kind in ("attestation", "condition") else "không có"
            case "no_year":
                return "không có năm trước"
            case _:
                return None

    def _number(self, fact: g.Fact, part: t.GivenPart) -> object:
        assert part.number is not None
        number = part.number
        if not fact.is_numeric:
            self._refuse(fact, part.span, f"đây là {KINDS[fact.kind]}, không phải con số", "Ghi giá trị đúng kiểu.")
        elif part.unit:
            unit = self.symbols.unit(part.unit, part.span)
            if unit is not None and unit.kind != fact.dimension:
                self.symbols.problem("AQ302", part.span, first=fact.unit, second=part.unit)
            elif unit is not None:
                number = number * unit.factor / fact.factor
        return int(number) if number.denominator == 1 else number

    def _refuse(self, fact: g.Fact, span: Span, reason: str, advice: str) -> None:
        self.symbols.problem("AQ316", span, name=fact.name, reason=reason, advice=advice)


_NOTHING = object()
_UNDECIDED = Verdict.INSUFFICIENT_DATA
