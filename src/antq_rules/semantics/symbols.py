"""The table of declared names of a set and of the files it uses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from antq_rules import units
from antq_rules.diagnostics import Diagnostic, nearest
from antq_rules.diagnostics.model import at
from antq_rules.graph.model import Fact, Member, Option, Parameter, Reading, Vocabulary
from antq_rules.source import SourceText, fold_name
from antq_rules.syntax import tree as t
from antq_rules.types import Span, Verdict


def slug_of(text: str) -> str:
    """An id for machines from a Vietnamese text.

    >>> slug_of("Hoàn thành tốt nhiệm vụ (Đ)")
    'hoan_thanh_tot_nhiem_vu_d'
    """
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "_", "".join(c for c in plain if not unicodedata.combining(c))).strip("_")


KINDS: Final = {
    "attestation": "xác nhận",
    "condition": "điều kiện",
    "count": "số đếm",
    "positive_count": "số đếm dương",
    "amount": "số đo",
    "money": "số tiền",
    "monthly": "số theo tháng",
    "date": "ngày",
    "grade": "xếp loại",
    "set": "tập",
    "choice": "một trong danh mục",
    "list": "danh sách",
}
RESULTS: Final = Vocabulary(
    "Kết quả xét",
    tuple(Member(verdict.vietnamese, slug_of(verdict.vietnamese)) for verdict in Verdict),
    False,
)
_MOST_UNITS: Final = 12  # named in a message
_MERGED_KINDS: Final = {
    "sum": ("count", "positive_count", "amount", "money", "monthly"),
    "lowest": ("count", "positive_count", "amount", "money", "grade"),
    "highest": ("count", "positive_count", "amount", "money", "grade"),
    "union": ("set",),
}
_MERGING_WORDS: Final = {
    "sum": "cộng",
    "lowest": "lấy mức thấp nhất",
    "highest": "lấy mức cao nhất",
    "union": "hợp các mục",
}

_QUOTED: Final = re.compile(r'["“][^"”\n]*["”]')
_BRACKETED: Final = re.compile(r"\[[^\]\n]*\]")
_MERGING_LINE: Final = re.compile(r"khi\s+sáp\s+nhập[^\n]*[^\s#]", re.IGNORECASE)
_READING_CODE: Final = re.compile(r"cách\s+hiểu\s+([\w.\-]+)", re.IGNORECASE)


@attrs.define
class Symbols:
    """Declarations by folded name; `problem` reports at a place of any of the files.

    `unread` are the kinds and folded names of blocks that could not be read, `incomplete` says that a used file is not
    there: what may be declared in them is not reported as undeclared.
    """

    sources: dict[str, SourceText]
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    facts: dict[str, Fact] = attrs.field(factory=dict)
    scales: dict[str, Vocabulary] = attrs.field(factory=dict)
    catalogues: dict[str, Vocabulary] = attrs.field(factory=dict)
    readings: dict[str, Reading] = attrs.field(factory=dict)
    phrases: list[t.Phrase] = attrs.field(factory=list)
    conditions: dict[str, t.NamedCondition] = attrs.field(factory=dict)
    derived: dict[str, t.Derived] = attrs.field(factory=dict)
    parameters: dict[str, Parameter] = attrs.field(factory=dict)
    tables: dict[str, t.Table] = attrs.field(factory=dict)
    unit_kinds: dict[str, units.Unit] = attrs.field(factory=dict)
    places: dict[tuple[str, str], Span] = attrs.field(factory=dict)
    used_facts: set[str] = attrs.field(factory=set)
    used_readings: set[str] = attrs.field(factory=set)
    used_names: set[str] = attrs.field(factory=set)
    unused: list[t.NamedCondition | t.Derived] = attrs.field(factory=list)
    unread: set[tuple[str, str]] = attrs.field(factory=set)
    incomplete: bool = False

    def problem(self, code: str, span: Span, suggestions: Sequence[str] = (), **values: object) -> None:
        """Report a problem."""
        self.diagnostics.append(at(self.sources[span.file], code, span.start, span.end, suggestions, **values))

    def where(self, span: Span) -> str:
        """A place as a message shows it."""
        line, _ = self.sources[span.file].position(span.start)
        return f"{span.file}, dòng {line}"

    def words(self, span: Span) -> str:
        """The author's wording of a stretch of a file, on one line."""
        lines = self.sources[span.file].text[span.start : span.end].split("\n")
        return " ".join(" ".join(line for line in lines if not line.lstrip().startswith("#")).split())

    def may_exist(self, name: str, *kinds: str) -> bool:
        """Whether a name that is not known may stand in what could not be read, so that it is no problem of its own."""
        return self.incomplete or not name or any((kind, fold_name(name)) in self.unread for kind in kinds)

    def declare(self, kind: str, name: str, span: Span, within: str = "") -> bool:
        """Whether a name is new among its kind (`within` a set); a second declaration is a problem."""
        key = (kind + within, fold_name(name))
        if key in self.places:
            self.problem("AQ210", self.head(span), what=kind, name=name, where=self.where(self.places[key]))
            return False
        self.places[key] = span
        return True

    def head(self, span: Span) -> Span:
        """The first line of a block."""
        text = self.sources[span.file].text
        end = text.find("\n", span.start)
        return Span(span.file, span.start, min(span.end, end if end >= 0 else span.end))

    def quoted(self, span: Span) -> Span:
        """The first text in quotation marks in the first line of a block or an item."""
        match = _QUOTED.search(self.sources[span.file].text, span.start, self.head(span).end)
        return self.head(span) if match is None else Span(span.file, *match.span())

    def bracketed(self, span: Span) -> Span:
        """The name in square brackets of a reference."""
        match = _BRACKETED.search(self.sources[span.file].text, span.start, span.end)
        return span if match is None else Span(span.file, *match.span())

    def reading_place(self, span: Span) -> Span:
        """The code after `cách hiểu` in the first line of a block."""
        match = _READING_CODE.search(self.sources[span.file].text, span.start, self.head(span).end)
        return self.head(span) if match is None else Span(span.file, *match.span(1))

    # ------------------------------------------------------------------------------------ gathering
    def gather(self, documents: Iterable[t.Document]) -> None:
        """Take in the declarations of all documents."""
        documents = list(documents)
        blocks = [block for document in documents for block in document.blocks]
        for block in blocks:
            if isinstance(block, t.Scale | t.Catalogue):
                self._vocabulary(block)
            elif isinstance(block, t.Reading):
                self._reading(block)
            elif isinstance(block, t.FactBlock) and block.type is not None and block.type.unit:
                unit = units.declared(block.type.unit)
                self.unit_kinds.setdefault(fold_name(block.type.unit), unit)
        facts = [block for block in blocks if isinstance(block, t.FactBlock)]
        for fact in facts:
            self._fact(fact)
        keys = {fact.code: key for key, fact in self.facts.items()}
        for fact in facts:
            self._part(fact, keys)
            self._owner(fact)
        for block in blocks:
            if isinstance(block, t.Phrase):
                self.phrases.append(block)
            elif isinstance(block, t.Parameter):
                self._parameter(block)
            elif isinstance(block, t.Table):
                if self._is_free(block.name, block.span) and self.declare("tên", block.name, block.span):
                    self.tables[fold_name(block.name)] = block
            elif isinstance(block, t.NamedCondition | t.Derived):
                self.define(block)

    def define(self, block: t.NamedCondition | t.Derived) -> None:
        """Take in a named condition or quantity."""
        if not block.name:
            return
        if self._is_free(block.name, block.span) and self.declare("tên", block.name, block.span):
            if isinstance(block, t.NamedCondition):
                self.conditions[fold_name(block.name)] = block
            else:
                self.derived[fold_name(block.name)] = block

    def _is_free(self, name: str, span: Span) -> bool:
        """Whether no fact has that name; a problem where one has."""
        if fold_name(name) not in self.facts:
            return True
        where = self.where(self.places["dữ kiện", fold_name(name)])
        self.problem("AQ210", self.head(span), what="tên", name=name, where=where)
        return False

    def _own_code(self, code: str, name: str, span: Span) -> str:
        """The code of a fact, or one that nobody can write where it is taken: no fact is taken for another one."""
        return code if self.declare("mã dữ kiện", code, span) else f"{code} [{fold_name(name)}]"

    def _parameter(self, block: t.Parameter) -> None:
        if not self._is_free(block.name, block.span) or not self.declare("tên", block.name, block.span):
            return
        code = block.code.text if block.code else slug_of(block.name)
        code = self._own_code(code, block.name, block.code.span if block.code else block.span)
        written = "%" if isinstance(block.default, t.Percentage) else block.default.unit
        unit = units.declared(written) if written else units.Unit("", "")
        if written:
            self.unit_kinds.setdefault(fold_name(written), unit)
        default, low, high = (self.size(value, unit) for value in (block.default, block.low, block.high))
        assert default is not None
        if (low is not None and default < low) or (high is not None and default > high):
            shown = self.words(block.default.span)
            advice = "Mức mặc định phải nằm trong khoảng đã khai báo."
            self.problem("AQ316", block.default.span, name=block.name, reason=f"{shown} ngoài khoảng", advice=advice)
        kind = "money" if unit.kind == units.declared("đồng").kind else "amount"
        fact = Fact(
            code, block.name, kind, written, unit.kind, unit.factor, "", block.meaning, low=low, high=high,
            fixed=True, notes=block.notes,
        )  # fmt: skip
        self.parameters[fold_name(block.name)] = Parameter(fact, default, block.setter)

    def size(self, value: t.Figure | t.Percentage | None, unit: units.Unit) -> Fraction | None:
        """The size of a figure in the root unit of a parameter's kind."""
        if value is None:
            return None
        if isinstance(value, t.Percentage):
            if unit.kind != "%":
                self.problem("AQ302", value.span, first=unit.name or "con số", second="%")
            return value.value
        written = units.declared(value.unit) if value.unit else unit
        if written.kind != unit.kind:
            self.problem("AQ302", value.span, first=unit.name or "con số", second=written.name)
        return value.value * written.factor

    def _owner(self, block: t.FactBlock) -> None:
        key = fold_name(block.name)
        if block.owner is None or key not in self.facts:
            return
        owner = self.fact(block.owner.text, block.owner.span, used=False)
        if owner is None:
            return
        if owner.kind != "list":
            self.problem("AQ333", block.owner.span, name=owner.name, kind=KINDS[owner.kind])
            return
        self.facts[key] = attrs.evolve(self.facts[key], owner=owner.code)

    def _vocabulary(self, block: t.Scale | t.Catalogue) -> None:
        ordered = isinstance(block, t.Scale)
        if not self.declare("thang" if ordered else "danh mục", block.title, block.span):
            return
        seen: set[str] = set()
        members = []
        for member in block.members:
            code = member.code or slug_of(member.text)
            for key in {fold_name(member.text), fold_name(code)}:
                if key in seen:
                    self.problem("AQ313", member.span, name=member.text)
                seen.add(key)
            members.append(Member(member.text, code))
        table = self.scales if ordered else self.catalogues
        table[fold_name(block.title)] = Vocabulary(block.title, tuple(members), ordered)

    def _reading(self, block: t.Reading) -> None:
        if not self.declare("cách hiểu", block.code, block.span):
            return
        options, seen = [], set()
        for option in block.options:
            code = option.code or slug_of(option.title)
            if fold_name(option.title) in seen or code in seen:
                self.problem("AQ313", self.quoted(option.span), name=option.title)
            seen |= {fold_name(option.title), code}
            options.append(Option(option.title, code, option.gloss))
        default = next((o.code for o, b in zip(options, block.options, strict=True) if b.default), "")
        self.readings[block.code] = Reading(block.code, block.title, tuple(options), default, block.note_only)

    def _fact(self, block: t.FactBlock) -> None:
        if block.type is None:
            self.unread.add(("fact", fold_name(block.name)))
        if block.type is None or not block.name or not self.declare("dữ kiện", block.name, block.span):
            return
        code = block.code.text if block.code else slug_of(block.name)
        span = block.code.span if block.code else block.span
        code = self._own_code(code, block.name, span)
        for key in block.old_codes:
            self.declare("mã dữ kiện", key, span)
        kind, unit, vocabulary, result_of = block.type.kind, "", "", ""
        dimension, factor = "", Fraction(1)
        if block.type.unit:
            declared = self.unit_kinds[fold_name(block.type.unit)]
            unit, dimension, factor = block.type.unit, declared.kind, declared.factor
        if kind == "result":
            kind, vocabulary, result_of = "choice", RESULTS.title, block.type.vocabulary
            self.catalogues.setdefault(fold_name(RESULTS.title), RESULTS)
        elif block.type.vocabulary:
            table = self.scales if kind == "grade" else self.catalogues
            found = table.get(fold_name(block.type.vocabulary))
            name = block.type.vocabulary
            if found is None and not self.may_exist(name, "scale" if kind == "grade" else "catalogue"):
                problem = "AQ202" if kind == "grade" else "AQ204"
                likely = [f"“{title}”" for title in nearest(name, [v.title for v in table.values()])]
                self.problem(problem, self.quoted(block.type.span), likely, name=name)
            vocabulary = block.type.vocabulary if found is None else found.title
        self.facts[fold_name(block.name)] = Fact(
            code,
            block.name,
            kind,
            unit,
            dimension,
            factor,
            vocabulary,
            block.meaning,
            block.evidence,
            "",
            in_root(block.low, factor),
            in_root(block.high, factor),
            in_root(block.step, factor),
            block.fixed,
            block.old_codes,
            block.notes,
            self._merging(block),
            result_of=result_of,
        )

    def _merging(self, block: t.FactBlock) -> str:
        assert block.type is not None
        kind = block.type.kind
        if block.merging and kind not in _MERGED_KINDS[block.merging]:
            ways = [_MERGING_WORDS[way] for way, kinds in _MERGED_KINDS.items() if kind in kinds]
            members = "; ".join(f"“{words}”" for words in ways) or "không có cách nào, bỏ dòng này"
            line = _MERGING_LINE.search(self.sources[block.span.file].text, block.span.start, block.span.end)
            span = self.head(block.span) if line is None else Span(block.span.file, *line.span())
            self.problem("AQ503", span, name=block.name, kind=KINDS[kind], members=members)
        return block.merging

    def _part(self, block: t.FactBlock, keys: Mapping[str, str]) -> None:
        key = fold_name(block.name)
        if block.part_of is None or key not in self.facts:
            return
        whole = self.fact(block.part_of.text, block.part_of.span, used=False)
        if whole is None:
            return
        part = self.facts[key]
        if not (part.is_numeric and whole.is_numeric) or "monthly" in (part.kind, whole.kind):
            advice = "“trong số” chỉ dùng giữa hai con số của cả năm."
            self.problem(
                "AQ301", block.part_of.span, name=whole.name, kind=KINDS[whole.kind], form="“trong số”", advice=advice
            )
            return
        if part.dimension != whole.dimension:
            self.problem("AQ302", block.part_of.span, first=part.unit, second=whole.unit)
            return
        if part.merging and whole.merging and part.merging != whole.merging:
            self.problem("AQ504", block.part_of.span, name=part.name, whole=whole.name)
        self.facts[key] = attrs.evolve(part, part_of=whole.code)
        chain, current = [part.name], whole
        while current.code != part.code and current.part_of and current.name not in chain:
            chain.append(current.name)
            current = self.facts[keys[current.part_of]]
        if current.code == part.code:
            self.problem("AQ213", block.part_of.span, cycle=" → ".join(f"[{name}]" for name in [*chain, part.name]))
            self.facts[key] = part

    # ------------------------------------------------------------------------------------ looking up
    def fact(self, name: str, span: Span, used: bool = True) -> Fact | None:
        """The fact of that name, or a problem with the likeliest names."""
        fact = self.facts.get(fold_name(name))
        if fact is None and self.may_exist(name, "fact", "derived"):
            return None
        if fact is None:
            declared = (self.derived, self.parameters, self.tables)
            known = [*(f.name for f in self.facts.values()), *(n for n in self._names(declared))]
            by_code = [f"[{f.name}]" for f in self.facts.values() if f.code == name]
            likely = by_code or [f"[{found}]" for found in nearest(name, known)]
            self.problem("AQ201", span, likely, name=name)
        elif used:
            self.used_facts.add(fact.code)
        return fact

    def _names(self, declared: Iterable[Mapping[str, t.Derived | t.Table | Parameter]]) -> Iterator[str]:
        for table in declared:
            for one in table.values():
                yield one.fact.name if isinstance(one, Parameter) else one.name

    def vocabulary(self, fact: Fact) -> Vocabulary | None:
        """The scale or list of a fact, if it has one."""
        table = self.scales if fact.kind == "grade" else self.catalogues
        return table.get(fold_name(fact.vocabulary)) if fact.vocabulary and fact.kind != "set" else None

    def unknown_member(self, vocabulary: Vocabulary, name: str, span: Span) -> None:
        """Report a text that is no member of a scale or a list."""
        known = [member.text for member in vocabulary.members]
        likely = [f"“{text}”" for text in nearest(name, known)]
        members = "; ".join(f"“{text}”" for text in known)
        if vocabulary.ordered:
            self.problem("AQ203", span, likely, scale=vocabulary.title, name=name, members=members)
        else:
            self.problem("AQ205", span, likely, catalogue=vocabulary.title, name=name, members=members)

    def cycle(self, blocks: Sequence[t.NamedCondition | t.Derived]) -> None:
        """Report definitions that call each other in a circle, always from the first of them."""
        places = [(block.span.file, block.span.start) for block in blocks]
        first = places.index(min(places))
        names = [f"[{block.name}]" for block in (*blocks[first:], *blocks[: first + 1])]
        self.problem("AQ213", self.head(blocks[first].span), cycle=" → ".join(names))

    def unknown_name(self, name: str, span: Span) -> None:
        """Report a name that is neither a fact nor a named condition."""
        if self.may_exist(name, "fact", "named_condition"):
            return
        facts = [fact.name for fact in self.facts.values()]
        conditions = [block.name for block in self.conditions.values()]
        likely = [f"[{found}]" for found in nearest(name, [*conditions, *facts])]
        self.problem("AQ201", span, likely, name=name)

    def forget(self, key: str) -> None:
        """Take a name out again that was declared inside a criterion."""
        self.conditions.pop(key, None)
        self.derived.pop(key, None)
        self.used_names.discard(key)
        self.places.pop(("tên", key), None)

    def reading(self, code: str, span: Span) -> Reading | None:
        """The reading with that code, or a problem."""
        reading = self.readings.get(code)
        if reading is None:
            if not self.may_exist(code, "reading"):
                self.problem("AQ206", span, nearest(code, self.readings), name=code)
            return None
        if reading.note_only:
            self.problem("AQ219", span, reading=code)
        self.used_readings.add(code)
        return reading

    def options(self, reading: Reading, names: Sequence[t.Name], span: Span) -> list[str | None]:
        """The option ids that names stand for; options left out, doubled or unknown are problems."""
        found: list[str | None] = []
        titles = "; ".join(f"“{option.title}”" for option in reading.options)
        for name in names:
            option = reading.option(name.text)
            code = None if option is None else option.code
            if code is None and name.text:
                likely = [f"“{title}”" for title in nearest(name.text, [o.title for o in reading.options])]
                self.problem("AQ207", name.span, likely, reading=reading.code, name=name.text, members=titles)
            elif code is not None and code in found:
                self.problem("AQ313", name.span, name=name.text)
            found.append(code)
        missing = [f"“{option.title}”" for option in reading.options if option.code not in found]
        if missing and None not in found:
            self.problem("AQ217", span, reading=reading.code, missing="; ".join(missing))
        return found

    def unit(self, name: str, span: Span) -> units.Unit | None:
        """The unit with that name: one that a fact declares or a unit of measure; else a problem."""
        unit = self.unit_kinds.get(fold_name(name)) or units.measure(name)
        if fold_name(name) == fold_name(units.POINT.name):
            unit = units.POINT
        if unit is None and not self.incomplete and not any(kind == "fact" for kind, _ in self.unread):
            known = [u.name for u in self.unit_kinds.values()]
            members = "; ".join(known[:_MOST_UNITS]) + ("; …" if len(known) > _MOST_UNITS else "")
            self.problem("AQ208", span, nearest(name, known), name=name, members=members or "chưa có")
        return unit


def in_root(value: Fraction | None, factor: Fraction) -> Fraction | None:
    """A figure of a declaration, written in the fact's own unit, in the root unit of its kind."""
    return None if value is None else value * factor
