"""One set put together from its blocks: header, criteria, conclusions, examples, and the checks over the whole set."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from antq_rules import units
from antq_rules.diagnostics import nearest
from antq_rules.graph import model as g
from antq_rules.graph import points as p
from antq_rules.semantics.conclusions import SCORED_ONLY, Conclusions
from antq_rules.semantics.lower import Lowering, Scope
from antq_rules.semantics.points import Scores, at_least_minimum, groups_of
from antq_rules.semantics.rankings import Rankings
from antq_rules.semantics.symbols import KINDS, Symbols
from antq_rules.semantics.tables import references_in, table_of
from antq_rules.source import fold_name
from antq_rules.syntax import tree as t
from antq_rules.types import Span, Verdict

_POLICY_VALUES = {
    "khi tháng không có ngày đó": ("lấy ngày cuối tháng", "lấy ngày đầu tháng sau"),
    "khi tổng có phần chưa báo cáo": ("lấy phần đã biết", "chưa đủ dữ liệu"),
    "khi điều kiện chưa báo cáo": ("xét cả hai khả năng", "chưa đủ dữ liệu"),
    "khi tập không nêu một mục": ("không đạt", "chưa đủ dữ liệu"),
}
_YES_OR_NO = ("attestation", "condition")
_NUMBERS = ("count", "positive_count", "amount", "money", "monthly")
_KINDS_OF_WRITING = {
    "number": _NUMBERS,
    "every_month": ("monthly",),
    "yes": _YES_OR_NO,
    "no": _YES_OR_NO,
    "evidence": _YES_OR_NO,
    "no_evidence": _YES_OR_NO,
    "text": ("grade", "set", "choice", "list"),
    "date": ("date",),
    "empty": ("set", "list"),
}
_WRITING = {
    "number": "một con số",
    "every_month": "“hằng tháng …”",
    "yes": "“có”",
    "no": "“không”",
    "evidence": "“có (minh chứng: …)”",
    "no_evidence": "“có (thiếu minh chứng)”",
    "text": "chữ trong dấu nháy",
    "date": "một ngày",
    "empty": "“không mục nào”",
}
_HOW_TO_WRITE = {
    **dict.fromkeys(_YES_OR_NO, "Ghi “có” hoặc “không”."),
    **dict.fromkeys(_NUMBERS, "Ghi một con số, không đặt trong dấu nháy."),
    "monthly": "Ghi 12 con số cách nhau bằng “;”, hoặc “hằng tháng” và một con số.",
    "date": "Ghi ngày/tháng/năm, ví dụ 15/02/2023.",
    "grade": "Ghi tên một mức trong dấu nháy.",
    "choice": "Ghi tên một mục trong dấu nháy.",
    **dict.fromkeys(("set", "list"), "Ghi tên các mục trong dấu nháy, cách nhau bằng “;”, hoặc ghi “không mục nào”."),
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
        numbers = [block.number for block in blocks if isinstance(block, t.Criterion)]
        self.lowering = Lowering(symbols, header, numbers)
        self.scores = Scores(symbols, self.lowering)

    def run(self) -> Assembled:
        """The assembled set; problems are reported to the symbols."""
        policies = tuple(self._policies())
        criteria = tuple(self._criteria())
        if not criteria and not self._some_unread:
            self.symbols.problem("AQ314", self.symbols.head(self.header.span))
        self._check_numbers(criteria)
        self._check_mentions()
        self.lowering.begin("")
        groups = groups_of(self.blocks, self.scores)
        drawn = Conclusions(self.symbols, self.lowering, self.scores, criteria, groups)
        conclusions = tuple(self._conclusions(drawn))
        classifications = tuple(
            drawn.classification(block) for block in self.blocks if isinstance(block, t.Classification)
        )
        ranker = Rankings(self.symbols, self.lowering, conclusions, classifications, criteria, groups)
        rankings = tuple(ranker.ranking(block) for block in self.blocks if isinstance(block, t.Ranking))
        examples = tuple(self._examples(criteria, conclusions, classifications))
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
            parameters=tuple(self.symbols.parameters.values()),
            computed=tuple(self.lowering.quantities.computed.values()),
            groups=groups,
            classifications=classifications,
            rankings=rankings,
            replaces=tuple(self._replacements()),
            topic=header.topic,
            origin=self.lowering.origin(header.span),
        )
        return Assembled(program, examples)

    @property
    def _some_unread(self) -> bool:
        return any(kind == "criterion" for kind, _ in self.symbols.unread)

    # ------------------------------------------------------------------------------------------ header
    def _replacements(self) -> Iterator[g.Replacement]:
        """What the set replaces; whether such sets exist is judged where all files are at hand."""
        header = self.header
        for replaced in header.replaces:
            if header.code is not None and replaced.code == header.code.text:
                self.symbols.problem("AQ501", replaced.span, name=replaced.code)
            elif header.first_year is None:
                self.symbols.problem("AQ502", replaced.span, name=replaced.code)
            types = tuple(name.text for name in replaced.unit_types)
            yield g.Replacement(replaced.code, types, self.lowering.origin(replaced.span))

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
            reading = self.symbols.reading(policy.reading, self.symbols.reading_place(policy.span))
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
        self.lowering.begin(block.number)
        scoring = self.scores.scoring(block)
        body: t.Body = block.body if block.body is not None else t.Constant(_UNDECIDED, span=block.span)
        tree = self.lowering.criterion(block, body)
        levels = tuple(self._level(block, level, number) for number, level in enumerate(block.levels, 1))
        if block.body is None and levels:
            tree = levels[0][1]
        if scoring is not None:
            tree = self._with_points(block, tree, scoring)
        for definition in block.definitions:
            self.check_definition(definition)
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
            scoring,
            levels,
        )

    def _level(self, block: t.Criterion, level: t.Level, number: int) -> tuple[str, g.Tree]:
        if level.name in [other.name for other in block.levels[: number - 1]]:
            self.symbols.problem("AQ313", self.symbols.head(level.span), name=level.name)
        scope = Scope(f"{block.number}.mức{number}", root=False)
        place: dict[str, Any] = {
            "id": scope.prefix, "text": f"mức {level.name}", "origin": self.lowering.origin(level.span),
        }  # fmt: skip
        return level.name, g.NamedCondition(f"mức {level.name}", self.lowering.body(level.body, scope), **place)

    def _with_points(self, block: t.Criterion, tree: g.Tree, scoring: p.Scoring) -> g.Tree:
        """A criterion's tree with its points: alone, or beside what it asks otherwise."""
        only_points = block.body is None and not block.levels
        place: dict[str, Any] = {
            "id": block.number if only_points else f"{block.number}:điểm",
            "text": "chấm điểm",
            "origin": self.lowering.origin(block.span),
        }
        asked = at_least_minimum(block.number, scoring, place)
        if only_points:
            return asked
        whole: dict[str, Any] = {"id": f"{block.number}:cả", "text": "có đủ", "origin": place["origin"]}
        return g.Joined("all", (tree, asked), 0, True, (), **whole)

    def check_definition(self, block: t.NamedCondition | t.Derived) -> None:
        """Look for problems in a definition that nothing has used, and keep it in mind as unused."""
        key = fold_name(block.name)
        known = self.symbols.conditions.get(key) or self.symbols.derived.get(key)
        if known is not block or key in self.symbols.used_names:
            return
        self.symbols.unused.append(block)
        apart = Lowering(self.symbols, self.header, self.lowering.criteria)
        lists = [fact.code for fact in self.symbols.facts.values() if fact.kind == "list"]
        apart.quantities.owners.extend(lists)  # it may be meant for the members of any of them
        if isinstance(block, t.NamedCondition):
            apart.body(t.Named(block.name, span=block.span), Scope(""))
        elif not any(table_of(reference, self.symbols) for reference in references_in(block.quantity)):
            apart.predicates.quantities.resolve(t.FactReference(block.name, span=block.span))

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
                between = range(int(before) + 1, min(int(block.number), int(before) + 1000))
                missing = [str(n) for n in between if ("criterion", str(n)) not in self.symbols.unread]
                if missing:
                    names = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
                    self.symbols.problem("AQ212", place, before=before, after=block.number, missing=names)
            before = block.number

    def _check_mentions(self) -> None:
        """Criteria that come back to themselves through what they ask of other criteria."""
        mentions = self.lowering.mentions
        for number, named in mentions.items():
            for other, span in named:
                path = _path(mentions, other, number)
                if path is not None:
                    shown = " → ".join(f"tiêu chí {name}" for name in [number, *path])
                    self.symbols.problem("AQ213", span, cycle=shown)

    # ------------------------------------------------------------------------------------------ conclusions
    def _conclusions(self, drawn: Conclusions) -> Iterator[g.Conclusion]:
        for block in self.blocks:
            if isinstance(block, t.Conclusion):
                self.symbols.declare("kết luận", block.title, block.span, f" của {self.header.title}")
                test = drawn.test(block.test)
                yield g.Conclusion(block.title, test, self.symbols.words(block.test.span))

    def _check_criterion(self, number: str, numbers: Sequence[str], span: Span) -> bool:
        """Whether a criterion that is spoken of is there."""
        if number in numbers:
            return True
        if not self.symbols.may_exist(number, "criterion"):
            self.symbols.problem("AQ215", span, name=number, members=", ".join(numbers) or "không có")
        return False

    # ------------------------------------------------------------------------------------------ examples
    def _examples(
        self,
        criteria: Sequence[g.Criterion],
        conclusions: Sequence[g.Conclusion],
        classifications: Sequence[g.Classification],
    ) -> Iterator[g.Example]:
        items = {c.number: [n.id for n in g.walk(c.tree) if isinstance(n, g.Item)] for c in criteria}
        self._scored = [criterion.number for criterion in criteria if criterion.scoring is not None]
        self._scored_groups = [criterion.group for criterion in criteria if criterion.scoring is not None]
        self._classes = {one.title: [name for name, _ in one.classes] for one in classifications}
        for block in self.blocks:
            if isinstance(block, t.Example):
                yield self._example(block, items, [conclusion.title for conclusion in conclusions])

    def _example(self, block: t.Example, items: dict[str, list[str]], conclusions: Sequence[str]) -> g.Example:
        year = block.year or self.header.first_year or 2023
        types = {fold_name(name): name for name in self.header.unit_types}
        unit_type = next(iter(types.values()), "")
        if block.unit_type is not None:
            unit_type = types.get(fold_name(block.unit_type.text), "")
            if not unit_type:
                self.lowering.unknown_type(block.unit_type)
        readings = []
        for code, option in block.readings:
            reading = self.symbols.reading(code.text, code.span)
            if reading is not None:
                chosen = self._option(reading, option)
                readings.append((reading.code, chosen))
        if block.cutoff is not None and (block.cutoff.month, block.cutoff.day) == (2, 29):
            written = block.cutoff.year or year
            if not calendar.isleap(written):
                self.symbols.problem("AQ108", block.cutoff_span, found=f"ngày 29/02/{written}")
        given = tuple(value for entry in block.given for value in self._given(entry, year))
        parameters = tuple(found for entry in block.parameters for found in self._parameter(*entry))
        expectations = tuple(self._expectation(e, items, conclusions) for e in block.expectations)
        origin = self.lowering.origin(block.span)
        return g.Example(
            block.title, unit_type, tuple(readings), block.cutoff, year, given, expectations, origin, parameters
        )

    def _parameter(self, name: t.Name, written: t.Figure | t.Percentage) -> Iterator[tuple[str, Fraction]]:
        parameter = self.symbols.parameters.get(fold_name(name.text))
        if parameter is None:
            known = [f"[{one.fact.name}]" for one in self.symbols.parameters.values()]
            self.symbols.problem("AQ201", name.span, nearest(name.text, known), name=name.text)
            return
        unit = units.Unit(parameter.fact.unit, parameter.fact.dimension, parameter.fact.factor)
        size = self.symbols.size(written, unit)
        assert size is not None
        yield parameter.fact.code, size / parameter.fact.factor

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
        if node.kind == "criterion":
            self._check_criterion(node.name, list(items), node.span)
        elif node.kind == "item":
            self._check_item(node, items)
        elif (
            node.kind == "conclusion"
            and node.name not in conclusions
            and not self.symbols.may_exist(node.name, "conclusion")
        ):
            members = "; ".join(f"“{title}”" for title in conclusions) or "không có"
            likely = [f"“{title}”" for title in nearest(node.name, conclusions)]
            self.symbols.problem(
                "AQ221", self.symbols.quoted(node.span), likely, what="kết luận", name=node.name, members=members
            )
        if node.verdict is not None:
            return g.Expectation(node.kind, node.name, node.verdict.value)
        if node.kind == "class":
            return self._expected_class(node)
        points = self.scores.figure(node.points)
        if node.kind == "points" and node.name not in self._scored:
            self.symbols.problem("AQ345", node.span, what=f"tiêu chí {node.name} không chấm điểm", advice=SCORED_ONLY)
        elif not self._scored:
            what = "bộ tiêu chí này không có tiêu chí nào chấm điểm"
            self.symbols.problem("AQ345", node.span, what=what, advice=SCORED_ONLY)
        elif node.kind == "group" and node.name not in self._scored_groups:
            what = f"nhóm “{node.name}” không có tiêu chí nào chấm điểm"
            likely = [f"“{title}”" for title in nearest(node.name, self._scored_groups)]
            self.symbols.problem("AQ345", node.span, likely, what=what, advice=SCORED_ONLY)
        return g.Expectation(node.kind, node.name, "", points)

    def _expected_class(self, node: t.Expectation) -> g.Expectation:
        classes = self._classes.get(node.name)
        if classes is None:
            members = "; ".join(f"“{title}”" for title in self._classes) or "không có"
            likely = [f"“{title}”" for title in nearest(node.name, self._classes)]
            self.symbols.problem("AQ221", node.span, likely, what="xếp loại", name=node.name, members=members)
        elif node.outcome is not None and node.outcome not in classes:
            members = "; ".join(f"“{name}”" for name in classes)
            likely = [f"“{name}”" for name in nearest(node.outcome, classes)]
            self.symbols.problem("AQ347", node.span, likely, title=node.name, name=node.outcome, members=members)
        return g.Expectation("class", node.name, node.outcome or "")

    def _check_item(self, node: t.Expectation, items: dict[str, list[str]]) -> None:
        parts = node.name.split(".")
        above = [".".join(parts[:end]) for end in range(len(parts), 0, -1)]
        number = next((prefix for prefix in above if prefix in items), parts[0])
        if self._check_criterion(number, list(items), node.span) and node.name not in items[number]:
            members = ", ".join(items[number]) or "không có"
            self.symbols.problem("AQ216", node.span, name=node.name, members=members)

    def _given(self, node: t.Given, year: int) -> Iterator[g.Given]:
        fact = self.symbols.fact(node.name, node.span, used=False)
        if fact is None or not self._owned(fact, node):
            return
        code = fact.code if node.member is None else f"{fact.owner}#{node.member}#{fact.code}"
        by_year: dict[int, list[t.GivenPart]] = {}
        for part in node.parts:
            of_year = part.year or year + part.offset - (1 if part.kind == "no_year" else 0)
            by_year.setdefault(of_year, []).append(part)
        for of_year, parts in by_year.items():
            value = self._value(fact, parts)
            if value is not _NOTHING:
                yield g.Given(code, of_year, value)

    def _owned(self, fact: g.Fact, node: t.Given) -> bool:
        """Whether a member is named exactly where a fact is of the members of a list."""
        if bool(fact.owner) is (node.member is not None):
            return True
        if fact.owner:
            owner = next(one.name for one in self.symbols.facts.values() if one.code == fact.owner)
            advice = f'Ghi “[{fact.name}] của "…": …” cho từng mục của [{owner}].'
            self._refuse(fact, node.span, f"đây là dữ kiện của từng mục trong [{owner}]", advice)
        else:
            self._refuse(fact, node.span, "đây không phải dữ kiện của một danh sách", "Bỏ “của …”.")
        return False

    def _value(self, fact: g.Fact, parts: Sequence[t.GivenPart]) -> object:
        values = [self._part(fact, part) for part in parts]
        if fact.kind in ("set", "list") and all(part.kind == "text" for part in parts):
            return values
        if fact.kind == "monthly" and len(values) > 1:
            return values
        if len(values) > 1:
            self._refuse(fact, parts[1].span, "nhiều giá trị cho một dữ kiện", "Ghi một giá trị.")
        if parts[0].kind == "unknown":
            return _NOTHING
        return values[0]

    def _part(self, fact: g.Fact, part: t.GivenPart) -> object:
        kinds = _KINDS_OF_WRITING.get(part.kind)
        if kinds is not None and fact.kind not in kinds:
            reason = f"đây là {KINDS[fact.kind]}, không ghi bằng {_WRITING[part.kind]}"
            self._refuse(fact, part.span, reason, _HOW_TO_WRITE[fact.kind])
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
                scales, catalogues = self.symbols.scales, self.symbols.catalogues
                vocabulary = (scales if fact.kind == "grade" else catalogues).get(fold_name(fact.vocabulary))
                if vocabulary is not None and vocabulary.named(part.text) is None:
                    self.symbols.unknown_member(vocabulary, part.text, self.symbols.quoted(part.span))
                    return None
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
        if part.unit and fact.is_numeric:
            unit = self.symbols.unit(part.unit, part.span)
            if unit is not None and unit.kind != fact.dimension:
                self.symbols.problem("AQ302", part.span, first=fact.unit, second=part.unit)
                unit = None
            if unit is not None:
                number = number * unit.factor / fact.factor
        return int(number) if number.denominator == 1 else number

    def _refuse(self, fact: g.Fact, span: Span, reason: str, advice: str) -> None:
        self.symbols.problem("AQ316", span, name=fact.name, reason=reason, advice=advice)


def _path(mentions: Mapping[str, Sequence[tuple[str, Span]]], start: str, end: str) -> list[str] | None:
    """The way from one criterion to another along what they mention."""
    waiting, seen = [[start]], {start}
    while waiting:
        path = waiting.pop(0)
        if path[-1] == end:
            return path
        for other, _ in mentions.get(path[-1], ()):
            if other not in seen:
                seen.add(other)
                waiting.append([*path, other])
    return None


_NOTHING = object()
_UNDECIDED = Verdict.INSUFFICIENT_DATA
