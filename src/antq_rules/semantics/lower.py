"""From one set's syntax trees to its evaluation graph: nodes with ids, wording and places; tests stored once each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

import attrs

from antq_rules.diagnostics import nearest
from antq_rules.graph import model as g
from antq_rules.semantics.predicates import Predicates
from antq_rules.semantics.quantities import Quantities
from antq_rules.semantics.symbols import Symbols
from antq_rules.source import fold_name
from antq_rules.syntax import tree as t
from antq_rules.types import NOT_APPLICABLE, UNKNOWN, Span


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

    def __init__(self, symbols: Symbols, unit_types: Sequence[str], policies: Sequence[str]) -> None:
        self.symbols = symbols
        self.unit_types = {fold_name(name): name for name in unit_types}
        self.predicates = Predicates(symbols, Quantities(symbols), "khi không có đối tượng" in policies)
        self.tests: dict[g.Test, int] = {}
        self._open: list[str] = []

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
                return self._leaf(node, self.predicates.test(node.test.subject, node.test.predicate, True), scope)
            case t.Attested():
                return self._leaf(node, self.predicates.attested(node), scope)
            case t.Named():
                return self._named(node, scope)
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

    def _test(self, node: t.Test, scope: Scope) -> g.Tree:
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
        place = self._place(node, scope, words)
        items = [item for item in node.items if isinstance(item, t.Item)]
        children = tuple(self._item(item, number, scope) for number, item in enumerate(items, 1))
        groupings = [self._grouping(part, items) for part in node.items if isinstance(part, t.Grouping)]
        kept = tuple(grouping for grouping in groupings if grouping is not None)
        self._check_count(node, children)
        return g.Joined(node.choice.kind, children, node.choice.count, False, kept, **place)

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
        certain = sum(not may_not_apply(child) for child in children)
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
            return self._leaf(node, g.AttestationTest(g.Reference(fact.code), True), scope)
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


def may_not_apply(tree: g.Tree) -> bool:
    """Whether a node can come to “không áp dụng”."""
    match tree:
        case g.Leaf():
            return False
        case g.Constant():
            return bool(tree.outcomes & NOT_APPLICABLE)
        case g.Joined():
            return bool(tree.children) and all(may_not_apply(child) for child in tree.children)
        case g.Branch():
            sides = [tree.test, tree.then] if tree.otherwise is None else [tree.test, tree.then, tree.otherwise]
            return tree.otherwise is None or any(may_not_apply(side) for side in sides)
        case g.ForTypes() | g.ForYears():
            return True
        case g.ByReading():
            return any(may_not_apply(child) for _, child in tree.options)
        case g.Item() | g.Not() | g.NamedCondition():
            return may_not_apply(tree.child)
        case _:
            assert_never(tree)
