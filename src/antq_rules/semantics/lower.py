"""From one set's syntax trees to its evaluation graph: nodes with ids, wording and places; tests stored once each."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, Final, assert_never

import attrs

from antq_rules.diagnostics import nearest
from antq_rules.graph import model as g
from antq_rules.semantics.predicates import Predicates
from antq_rules.semantics.quantities import Quantities
from antq_rules.semantics.symbols import Symbols
from antq_rules.semantics.tables import (
    NOT_ALL_CHECKED,
    Axis,
    axis_of_members,
    axis_of_tests,
    axis_of_years,
    gap,
    overlap,
    references_in,
    replaced,
    table_of,
    with_tables_in_sight,
)
from antq_rules.source import fold_name
from antq_rules.syntax import tree as t
from antq_rules.syntax.operators import OPERATORS
from antq_rules.types import FAILS, HOLDS, NOT_APPLICABLE, UNKNOWN, Span, Verdict

_NOT_TOLD: Final = "những trường hợp ngoài các dòng đã ghi (máy không kiểm được hết)"
_MOST_ROWS: Final = 5000


@attrs.define
class Scope:
    """Where nodes get their ids: the item they stand below, and a count of the nodes without a name of their own."""

    prefix: str
    count: int = 0
    root: bool = True

    def anonymous(self) -> str:
        """The id of the next node without a name; the first one of a criterion is the criterion itself."""
        if self.root:
            self.root = False
            return self.prefix
        self.count += 1
        return f"{self.prefix}:{self.count}"


class Lowering:
    """Lowers bodies of one set; problems are reported to the symbols."""

    def __init__(self, symbols: Symbols, header: t.SetHeader, criteria: Sequence[str] = ()) -> None:
        policies = [policy.key for policy in header.policies]
        self.symbols = symbols
        self.header = header
        self.criteria = criteria
        self.unit_types = {fold_name(name): name for name in header.unit_types}
        self.states_empty_whole = "khi không có đối tượng" in policies
        self.empty_drops = any(_drops(policy) for policy in header.policies)
        self.quantities = Quantities(symbols, self.states_empty_whole)
        self.quantities.condition = self._member_condition
        month_end = "khi tháng không có ngày đó" in policies
        self.predicates = Predicates(symbols, self.quantities, self.states_empty_whole, month_end)
        self.tests: dict[g.Test, int] = {}
        self._tests_in_order: list[g.Test] = []
        self.mentions: dict[str, list[tuple[str, Span]]] = {}
        self._criterion = ""
        self._member_conditions = 0
        self._open: list[str] = []
        self._checked: set[str] = set()
        self._rows_around = 1

    # ------------------------------------------------------------------------------------------ nodes
    def body(self, node: t.Body, scope: Scope) -> g.Tree:
        """The node of the graph for a body; a stand-in where a problem was reported."""
        match node:
            case t.Listing():
                return self._listing(node, scope)
            case t.ByReading():
                return self._by_reading(node, scope)
            case t.Constant():
                return self._constant(node, node.verdict.outcomes, scope)
            case t.Applies():
                place = self._place(node, scope, f"áp dụng khi {self.symbols.words(node.condition.span)}")
                test = self.body(node.condition, scope)
                return g.Branch(test, self.body(node.body, scope), None, **place)
            case t.ForTypes():
                words = f"đối với {', '.join(name.text for name in node.types)}"
                place = self._place(node, scope, words)
                return g.ForTypes(self.types(node.types), self.body(node.body, scope), **place)
            case t.ForYears():
                place = self._place(node, scope, self.symbols.words(node.span).split(":")[0])
                return g.ForYears(node.first, node.last, self.body(node.body, scope), **place)
            case t.Junction():
                place = self._place(node, scope)
                kind = "all" if node.word == "và" else "any"
                return g.Joined(kind, tuple(self.body(part, scope) for part in node.parts), 0, True, (), **place)
            case t.Not():
                place = self._place(node, scope)
                self._check_negation(node)
                return g.Not(self.body(node.part, scope), **place)
            case t.Branch():
                place = self._place(node, scope)
                test, then = self.body(node.test, scope), self.body(node.then, scope)
                otherwise = None if node.otherwise is None else self.body(node.otherwise, scope)
                return g.Branch(test, then, otherwise, **place)
            case t.Test():
                return self._test(node, scope)
            case t.Monthly():
                for reference in references_in(node):
                    table = table_of(reference, self.symbols)
                    if table is not None:
                        return self._looked_up(node, reference, table, scope)
                return self._leaf(node, self.predicates.test(node.test.subject, node.test.predicate, True), scope)
            case t.Attested():
                return self._leaf(node, self.predicates.attested(node), scope)
            case t.Named():
                return self._named(node, scope)
            case t.CriterionState():
                return self._state(node, scope)
            case t.Consecutive():
                return self._consecutive(node, scope)
            case t.Quantified():
                return self._quantified(node, scope)
            case t.Cases():
                return self._cases(node, scope)
            case t.Excepted():
                place = self._place(node, scope)
                return self.excepted(self.body(node.exception, scope), self.body(node.body, scope), place)
            case _:
                assert_never(node)

    def _place(self, node: t.Node, scope: Scope, text: str | None = None) -> dict[str, Any]:
        words = self.symbols.words(node.span) if text is None else text
        return {"id": scope.anonymous(), "text": words, "origin": self.origin(node.span)}

    def origin(self, span: Span) -> g.Origin:
        """A place as the graph keeps it."""
        line, column = self.symbols.sources[span.file].position(span.start)
        return g.Origin(span.file, line, column)

    def _constant(self, node: t.Node, outcomes: int, scope: Scope) -> g.Tree:
        return g.Constant(outcomes, **self._place(node, scope))

    def _leaf(self, node: t.Node, test: g.Test | None, scope: Scope) -> g.Tree:
        if test is None:
            return self._constant(node, UNKNOWN, scope)
        return g.Leaf(self.tests.setdefault(test, len(self.tests)), **self._place(node, scope))

    # ------------------------------------------------------------------------------------------ turns of a criterion
    def excepted(self, exception: g.Tree, body: g.Tree, place: dict[str, Any]) -> g.Tree:
        """A body that does not apply where an exception holds."""
        inverse = g.Not(
            exception, id=f"{place['id']}:trừ", text=f"không thuộc trường hợp {exception.text}", origin=place["origin"]
        )
        return g.Branch(inverse, body, None, **place)

    def begin(self, number: str) -> None:
        """Say to which criterion the next bodies belong (none: empty), for what is said of other criteria."""
        self._criterion = number

    def criterion(self, block: t.Criterion, body: t.Body) -> g.Tree:
        """A criterion's tree with its exceptions, and what is deemed to pass or to fail it."""
        scope = Scope(block.number)
        around = list(self._around(block, scope))  # outermost first, so that ids follow the order of reading
        tree = self.body(body, scope)
        for wrap in reversed(around):
            tree = wrap(tree)
        return tree

    def _around(self, block: t.Criterion, scope: Scope) -> Iterator[Callable[[g.Tree], g.Tree]]:
        if block.unit_types:
            words = f"đối với {', '.join(name.text for name in block.unit_types)}"
            place = self._place(block, scope, words)
            types = self.types(block.unit_types)
            yield lambda tree, place=place: g.ForTypes(types, tree, **place)  # type: ignore[misc]
        if block.applies_when is not None:
            words = f"áp dụng khi {self.symbols.words(block.applies_when.span)}"
            place = self._place(block.applies_when, scope, words)
            test = self.body(block.applies_when, scope)
            yield lambda tree, place=place, test=test: g.Branch(test, tree, None, **place)  # type: ignore[misc]
        for condition in block.exceptions:
            place = self._place(condition, scope, f"trừ trường hợp {self.symbols.words(condition.span)}")
            test = self.body(condition, scope)
            yield lambda tree, place=place, test=test: self.excepted(test, tree, place)  # type: ignore[misc]
        for words, conditions, verdict in (
            ("không đạt khi", block.vetoes, Verdict.FAIL),
            ("được coi là đạt khi", block.deemed, Verdict.PASS),
        ):
            for condition in conditions:
                place = self._place(condition, scope, f"{words} {self.symbols.words(condition.span)}")
                test = self.body(condition, scope)
                stated = self._constant(condition, verdict.outcomes, scope)
                yield lambda tree, place=place, test=test, stated=stated: g.Branch(test, stated, tree, **place)  # type: ignore[misc]

    def _state(self, node: t.CriterionState, scope: Scope) -> g.Tree:
        place = self._place(node, scope)
        if node.number not in self.criteria:
            self.symbols.problem("AQ215", node.span, name=node.number, members=", ".join(self.criteria))
        self.mentions.setdefault(self._criterion, []).append((node.number, node.span))
        return g.CriterionState(node.number, node.verdict.value, **place)

    def _consecutive(self, node: t.Consecutive, scope: Scope) -> g.Tree:
        place = self._place(node, scope)
        children = []
        for back in range(node.years):
            self.quantities.shift -= back
            child = self.body(node.condition, scope)
            self.quantities.shift += back
            when = "" if not back else " (năm trước)" if back == 1 else f" ({back} năm trước)"
            children.append(attrs.evolve(child, text=f"{child.text}{when}"))
        return g.Joined("all", tuple(children), 0, True, (), **place)

    def _member_condition(self, condition: t.Condition) -> g.Tree:
        self._member_conditions += 1
        return self.body(condition, Scope(f"={self._member_conditions}"))

    def _quantified(self, node: t.Quantified, scope: Scope) -> g.Tree:
        place = self._place(node, scope)
        found = self.quantities.collection(node.collection)
        if found is None:
            return g.Constant(UNKNOWN, **place)
        fact, reference = found
        kept = None if node.filter is None else self.quantities.of_members(fact, node.filter)
        child = self.quantities.of_members(fact, node.condition)
        share = node.amount.value if isinstance(node.amount, t.Percentage) else None
        count = node.amount if isinstance(node.amount, int) else 0
        empty = ""
        if node.kind == "every" or share is not None:
            empty = "policy" if node.empty is None else node.empty.value
            if node.empty is None and not self.states_empty_whole:
                advice = (
                    "Thêm “, không có đối tượng thì …” vào cuối dòng, hoặc dòng “khi không có đối tượng: …” ở đầu bộ."
                )
                self.symbols.problem("AQ305", node.span, name=fact.name, advice=advice)
        operator = OPERATORS[node.words] if node.kind == "some" else ""
        return g.Quantified(node.kind, reference, operator, count, share, kept, child, empty, **place)

    # ------------------------------------------------------------------------------------------ cases and tables
    def _cases(self, node: t.Cases, scope: Scope) -> g.Tree:
        place = self._place(node, scope, "trường hợp")
        pairs: list[tuple[g.Tree, g.Tree]] = []
        otherwise: g.Tree | None = None
        for number, case in enumerate(node.cases, 1):
            inner = Scope(f"{place['id']}@{number}", root=False)
            if case.condition is None:
                otherwise = self.body(case.body, inner)
            else:
                pairs.append((self.body(case.condition, inner), self.body(case.body, inner)))
        complete = self._check_cases(node, [test for test, _ in pairs], otherwise is None)
        return g.Cases(tuple(pairs), otherwise, "", complete, **place)

    def _check_cases(self, node: t.Cases, tests: Sequence[g.Tree], open_ended: bool) -> bool:
        """Where all cases look at one fact, tell gaps and overlaps; else only that some case may be left out.

        Whether the cases alone are certain to leave none out.
        """
        fact, axis = self._axis_of_cases(tests)
        head = self.symbols.head(node.span)
        if axis is None:
            if open_ended:
                self.symbols.problem("AQ336", head)
            return False
        rows = range(len(tests))
        twice = overlap([axis], rows)
        if twice is not None:
            where = self.symbols.where(node.cases[twice[0]].span)
            span = node.cases[twice[1]].span
            self.symbols.problem("AQ331", span, what="“trường hợp”", case=twice[2], where=where)
        numeric = fact is not None and fact.is_numeric  # any other fact may be “không có”, which no case is right for
        complete = open_ended and numeric and gap([axis], rows) is None
        if open_ended and not complete:
            self.symbols.problem("AQ336", head)
        return complete

    def _axis_of_cases(self, tests: Sequence[g.Tree]) -> tuple[g.Fact | None, Axis | None]:
        """The one fact that all cases look at and what they say of it; `None` where they look at more."""
        leaves = [self._numbered(test.test) for test in tests if isinstance(test, g.Leaf)]
        references = {_only_reference(test) for test in leaves}
        if len(leaves) != len(tests) or len(references) != 1 or None in references:
            return None, None
        (reference,) = references
        assert reference is not None
        fact = next((f for f in self.symbols.facts.values() if f.code == reference.fact), None)
        return fact, None if fact is None else axis_of_tests(fact, self.symbols.vocabulary(fact), leaves)

    def covers_all(self, tests: Sequence[g.Tree]) -> bool:
        """Whether some case is surely met whatever the one figure is that all of them look at."""
        fact, axis = self._axis_of_cases(tests)
        return fact is not None and fact.is_numeric and axis is not None and gap([axis], range(len(tests))) is None

    def _numbered(self, number: int) -> g.Test:
        known = self._tests_in_order
        known.extend(itertools.islice(self.tests, len(known), None))
        return known[number]

    def _looked_up(self, node: t.Test | t.Monthly, reference: t.FactReference, table: t.Table, scope: Scope) -> g.Tree:
        """A test that names a table: one case for each row, with the row's value in place of the name."""
        place = self._place(node, scope)
        of_this_year = self.quantities.shift and any(key.kind == "year" for key in table.keys)
        if reference.offset or reference.year or of_this_year:
            self.symbols.problem("AQ335", reference.span, name=table.name)
            return g.Constant(UNKNOWN, **place)
        outside, self._rows_around = self._rows_around, self._rows_around * max(len(table.rows), 1)
        if self._rows_around > _MOST_ROWS:
            what = "danh sách trường hợp của các bảng trong một dòng"
            self.symbols.problem("LIM004", node.span, what=what, limit=f"{_MOST_ROWS} trường hợp")
            self._rows_around = outside
            return g.Constant(UNKNOWN, **place)
        pairs: list[tuple[g.Tree, g.Tree]] = []
        otherwise: g.Tree | None = None
        if not self._has_every_case(table):
            nothing = f"bảng {table.name} không có dòng phù hợp"
            otherwise = g.Constant(FAILS, id=f"{place['id']}@0", text=nothing)
        leaves: list[list[g.Test | None]] = []
        readable = True
        for number, row in enumerate(table.rows, 1):
            inner = Scope(f"{place['id']}@{number}", root=False)
            before = len(self.symbols.diagnostics)
            tests = (
                None if row.cells is None else [self._cell(k, c) for k, c in zip(table.keys, row.cells, strict=False)]
            )
            readable = readable and len(self.symbols.diagnostics) == before
            body = self._with_value(node, reference, row, inner)
            if tests is None:
                otherwise = body
                continue
            leaves.append(tests)
            pairs.append((self._row_test(row, tests, inner), body))
        self._rows_around = outside
        if table.name not in self._checked:
            self._checked.add(table.name)
            if readable:  # a cell that could not be read says nothing of gaps and overlaps
                self._check_table(table, leaves)
        return g.Cases(tuple(pairs), otherwise, table.name, otherwise is None, **place)

    def _has_every_case(self, table: t.Table) -> bool:
        """Whether rows without a gap leave no case: no key can be known to be absent."""
        facts = [self.symbols.facts.get(fold_name(key.name)) for key in table.keys if key.kind == "fact"]
        return all(fact is not None and fact.is_numeric for fact in facts)

    def _with_value(self, node: t.Test | t.Monthly, reference: t.FactReference, row: t.Row, scope: Scope) -> g.Tree:
        if row.value is None:
            return self._constant(node, NOT_APPLICABLE, scope)
        filled = replaced(node, reference, row.value)
        predicate = filled.test.predicate if isinstance(filled, t.Monthly) else filled.predicate
        subject = filled.test.subject if isinstance(filled, t.Monthly) else filled.subject
        wrong = isinstance(subject, t.Text)
        match predicate:
            case t.Share():
                wrong = wrong or not isinstance(predicate.percentage, t.Percentage | t.FactReference)
            case t.Change():
                wrong = wrong or isinstance(predicate.amount, t.Text | t.Arithmetic | t.Rate)
            case _:
                pass
        if wrong:
            self.symbols.problem("AQ335", reference.span, name=reference.name)
            return self._constant(node, UNKNOWN, scope)
        return self.body(filled, scope)

    def _cell(self, key: t.TableKey, cell: t.Cell) -> g.Test | None:
        """What a cell asks; `None` where it takes everything or a problem was reported."""
        if cell.kind == "any":
            return None
        if key.kind == "year":
            if cell.kind != "years":
                self._wrong_cell(cell, "Ô của khóa “năm” viết: năm 2023; từ năm 2023 đến năm 2025.")
                return None
            return g.UnitTest((), cell.first, cell.last)
        if key.kind == "type":
            if cell.kind != "members":
                self._wrong_cell(cell, "Ô của khóa “loại đơn vị” viết loại đơn vị trong dấu nháy.")
                return None
            return g.UnitTest(self.types(cell.members))
        if cell.kind == "years":
            self._wrong_cell(cell, "Ô này viết một mục trong dấu nháy hoặc một phép so sánh.")
            return None
        predicate = cell.predicate
        if predicate is None:
            predicate = t.IsOneOf(cell.members, False, len(cell.members) == 1, span=cell.span)
        return self.predicates.test(t.FactReference(key.name, span=key.span), predicate)

    def _wrong_cell(self, cell: t.Cell, expected: str) -> None:
        self.symbols.problem("AQ101", cell.span, found=self.symbols.words(cell.span), expected=expected)

    def _row_test(self, row: t.Row, tests: Sequence[g.Test | None], scope: Scope) -> g.Tree:
        leaves = tuple(self._leaf(row, test, scope) for test in tests if test is not None)
        place = self._place(row, scope, self.symbols.words(row.span).lstrip("-–— ").split(":")[0])
        if not leaves:
            return g.Constant(HOLDS, **place)
        return g.Joined("all", leaves, 0, True, (), **place)

    def _check_table(self, table: t.Table, leaves: Sequence[Sequence[g.Test | None]]) -> None:
        rows = [row for row in table.rows if row.cells is not None]
        if any(len(row.cells or ()) != len(table.keys) for row in rows):
            return
        axes = [self._axis(key, [row[i] for row in leaves]) for i, key in enumerate(table.keys)]
        known = [axis for axis in axes if axis is not None]
        numbers = range(len(rows))
        head = self.symbols.head(table.span)
        twice = overlap(known, numbers) if len(known) == len(axes) else None
        if twice is not None:
            where = self.symbols.where(rows[twice[0]].span)
            span, what = rows[twice[1]].span, f"bảng [{table.name}]"
            self.symbols.problem("AQ331", span, what=what, case=twice[2], where=where)
        if any(row.cells is None for row in table.rows):
            return
        missing = gap(known, numbers) if len(known) == len(axes) else NOT_ALL_CHECKED
        if missing is not None:
            self.symbols.problem("AQ330", head, name=table.name, missing=missing)

    def _axis(self, key: t.TableKey, cells: Sequence[g.Test | None]) -> Axis | None:
        if key.kind == "year":
            spans = [(cell.first, cell.last) if isinstance(cell, g.UnitTest) else None for cell in cells]
            return axis_of_years(self.header.first_year, self.header.last_year, spans)
        if key.kind == "type":
            members = [(name, name) for name in self.header.unit_types]
            takes = [_takes(cell.types) if isinstance(cell, g.UnitTest) else None for cell in cells]
            return axis_of_members(members, takes)
        fact = self.symbols.facts.get(fold_name(key.name))
        return None if fact is None else axis_of_tests(fact, self.symbols.vocabulary(fact), cells)

    def _test(self, node: t.Test, scope: Scope) -> g.Tree:
        node = with_tables_in_sight(node, self.symbols)
        for reference in references_in(node):
            table = table_of(reference, self.symbols)
            if table is not None:
                return self._looked_up(node, reference, table, scope)
        phrase = next((p for p in self.symbols.phrases if p.predicate == node.predicate), None)
        if phrase is None:
            return self._leaf(node, self.predicates.test(node.subject, node.predicate), scope)
        reading = self.symbols.reading(phrase.reading, self.symbols.reading_place(phrase.span))
        if reading is None:
            return self._constant(node, UNKNOWN, scope)
        place = self._place(node, scope)
        codes = self.symbols.options(reading, [name for name, _ in phrase.options], phrase.span)
        options = []
        for code, (_, predicate) in zip(codes, phrase.options, strict=True):
            inner = Scope(f"{place['id']}@{code}")
            options.append((code or "", self._leaf(node, self.predicates.test(node.subject, predicate), inner)))
        return g.ByReading(reading.code, tuple(options), **place)

    def types(self, names: Sequence[t.Name]) -> tuple[str, ...]:
        """Unit types of the set, by name; others are problems."""
        found = []
        for name in names:
            known = self.unit_types.get(fold_name(name.text))
            if known is None:
                self.unknown_type(name)
            else:
                found.append(known)
        return tuple(found)

    def unknown_type(self, name: t.Name) -> None:
        """Report a type of unit that the set does not have; a set that states none has that problem already."""
        known = list(self.unit_types.values())
        if known:
            likely = nearest(name.text, known)
            self.symbols.problem("AQ209", name.span, likely, name=name.text, members="; ".join(known))

    # ------------------------------------------------------------------------------------------ lists
    def _listing(self, node: t.Listing, scope: Scope) -> g.Tree:
        words = {"all": "có đủ", "any": "có một trong"}.get(node.choice.kind, f"có ít nhất {node.choice.count} trong")
        amount = None
        if node.choice.fact is not None:
            words = self.symbols.words(node.choice.span)
            figures = self.quantities.figures(node.choice.fact, "“có ít nhất … trong”")
            amount = g.Form(((g.Reference(""), Fraction(1)),)) if figures is None else figures.form
        place = self._place(node, scope, words)
        items = [item for item in node.items if isinstance(item, t.Item)]
        children = tuple(self._item(item, number, scope) for number, item in enumerate(items, 1))
        groupings = [self._grouping(part, items) for part in node.items if isinstance(part, t.Grouping)]
        kept = tuple(grouping for grouping in groupings if grouping is not None)
        self._check_count(node, children)
        mandatory = tuple(position for position, item in enumerate(items) if item.mandatory)
        kind = "count" if node.choice.kind == "fact" else node.choice.kind
        return g.Joined(kind, children, node.choice.count, False, kept, amount, mandatory, **place)

    def _item(self, item: t.Item, number: int, scope: Scope) -> g.Tree:
        name = item.marker if item.marker.isalpha() else str(number)
        identity = f"{scope.prefix}.{name}"
        child = self.body(item.body, Scope(identity, root=False))
        return g.Item(
            item.marker, item.label or "", item.code or "", child,
            id=identity, text=item.label or child.text, origin=self.origin(item.span), citation=item.citation or "",
        )  # fmt: skip

    def _grouping(self, node: t.Grouping, items: Sequence[t.Item]) -> g.Grouping | None:
        markers = [item.marker for item in items]
        missing = [letter for letter in node.letters if letter not in markers]
        for letter in missing:
            self.symbols.problem("AQ220", self.symbols.head(node.span), name=letter)
        reading = self.symbols.reading(node.reading, self.symbols.reading_place(node.span))
        if reading is None or missing:
            return None
        codes = self.symbols.options(reading, [name for name, _ in node.options], self.symbols.head(node.span))
        chosen = zip(codes, node.options, strict=True)
        options = tuple((code or "", choice.kind, choice.count) for code, (_, choice) in chosen)
        return g.Grouping(reading.code, tuple(markers.index(letter) for letter in node.letters), options)

    def _check_count(self, node: t.Listing, children: Sequence[g.Tree]) -> None:
        count = node.choice.count
        certain = sum(not may_not_apply(child, self.empty_drops) for child in children)
        if node.choice.kind == "count" and certain < count <= len(children):
            self.symbols.problem("AQ311", self.symbols.head(node.span), count=certain, found=count)

    def _by_reading(self, node: t.ByReading, scope: Scope) -> g.Tree:
        place = self._place(node, scope, f"theo cách hiểu {node.reading}")
        head = self.symbols.head(node.span)
        reading = self.symbols.reading(node.reading, head)
        bodies = [(t.Name(item.label or "", span=self.symbols.quoted(item.span)), item.body) for item in node.items]
        return self._options(reading, bodies, head, place)

    def _options(
        self, reading: g.Reading | None, bodies: Sequence[tuple[t.Name, t.Body]], span: Span, place: dict[str, Any]
    ) -> g.Tree:
        if reading is None:
            codes: list[str | None] = [str(number) for number in range(len(bodies))]
        else:
            codes = self.symbols.options(reading, [name for name, _ in bodies], span)
        options = []
        for code, (_, body) in zip(codes, bodies, strict=True):
            options.append((code or "", self.body(body, Scope(f"{place['id']}@{code}"))))
        if reading is None:
            return g.Constant(UNKNOWN, **place)
        return g.ByReading(reading.code, tuple(options), **place)

    # ------------------------------------------------------------------------------------------ names
    def _named(self, node: t.Named, scope: Scope) -> g.Tree:
        key = fold_name(node.name)
        block = self.symbols.conditions.get(key)
        if block is None:
            return self._named_fact(node, scope)
        place = self._place(node, scope)
        self.symbols.used_names.add(key)
        if key in self._open:
            self.symbols.cycle([self.symbols.conditions[name] for name in self._open[self._open.index(key) :]])
            return g.Constant(UNKNOWN, **place)
        self._open.append(key)
        inner = Scope(str(place["id"]), root=False)
        if block.body is not None:
            child = self.body(block.body, inner)
        else:
            head = self.symbols.reading_place(block.span)
            reading = self.symbols.reading(block.reading or "", head)
            below = self._place(block, inner, f"theo cách hiểu {block.reading}")
            child = self._options(reading, block.options, head, below)
        self._open.pop()
        return g.NamedCondition(block.name, child, **place)

    def _named_fact(self, node: t.Named, scope: Scope) -> g.Tree:
        fact = self.symbols.facts.get(fold_name(node.name))
        if fact is not None and fact.kind in ("attestation", "condition"):
            self.symbols.used_facts.add(fact.code)
            if not self.quantities.in_reach(fact, node.span):
                return self._constant(node, UNKNOWN, scope)
            reference = g.Reference(fact.code, self.quantities.shift)
            return self._leaf(node, g.AttestationTest(reference, True), scope)
        if fact is not None:
            self.predicates.quantities.mismatch(fact, node.span, "cách viết chỉ nêu tên")
        else:
            self.symbols.unknown_name(node.name, node.span)
        return self._constant(node, UNKNOWN, scope)

    def _check_negation(self, node: t.Not) -> None:
        part = node.part
        if isinstance(part, t.Test) and isinstance(part.subject, t.FactReference):
            fact = self.symbols.facts.get(fold_name(part.subject.name))
            if fact is not None and fact.may_be_absent:
                self.symbols.problem("AQ315", node.span, name=fact.name)


def _drops(policy: t.Policy) -> bool:
    """Whether a header line says, under some reading, that what has no member does not apply."""
    values = [policy.value, *(value for _, value in policy.options)]
    return policy.key == "khi không có đối tượng" and Verdict.NOT_APPLICABLE.vietnamese in values


def _takes(types: Sequence[str]) -> Callable[[str], bool]:
    return lambda name: name in types


def _only_reference(test: g.Test) -> g.Reference | None:
    """The one fact that a test looks at, or `None`."""
    match test:
        case g.Comparison():
            ((reference, _),) = test.left.terms if len(test.left.terms) == 1 else ((None, None),)
            return reference
        case g.GradeTest() | g.ChoiceTest():
            return test.reference
        case _:
            return None


def may_not_apply(tree: g.Tree, empty_drops: bool) -> bool:
    """Whether a node can come to “không áp dụng”; `empty_drops`: the header says so of lists with no member."""
    match tree:
        case g.Leaf():
            return False
        case g.Constant():
            return bool(tree.outcomes & NOT_APPLICABLE)
        case g.Joined():
            return bool(tree.children) and all(may_not_apply(child, empty_drops) for child in tree.children)
        case g.Branch():
            sides = [tree.test, tree.then] if tree.otherwise is None else [tree.test, tree.then, tree.otherwise]
            return tree.otherwise is None or any(may_not_apply(side, empty_drops) for side in sides)
        case g.ForTypes() | g.ForYears() | g.PointsTest():
            return True
        case g.Cases():
            sides = [side for _, side in tree.cases]
            if tree.otherwise is None:
                return not tree.exhaustive or any(may_not_apply(side, empty_drops) for side in sides)
            return any(may_not_apply(side, empty_drops) for side in (*sides, tree.otherwise))
        case g.CriterionState():
            return False
        case g.Quantified():
            return tree.empty == Verdict.NOT_APPLICABLE.value or (tree.empty == "policy" and empty_drops)
        case g.ByReading():
            return any(may_not_apply(child, empty_drops) for _, child in tree.options)
        case g.Item() | g.Not() | g.NamedCondition():
            return may_not_apply(tree.child, empty_drops)
        case _:
            assert_never(tree)
