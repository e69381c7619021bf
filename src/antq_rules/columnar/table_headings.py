"""What the columns of a table hold: labels of units, and facts at a year with their months, evidence and members.

A fact's column is called by its code, its name or an old code. After it may stand the year (`@-1`, `@2020`, `@cung_ky`
for the same period of the year before) and a part: `(tháng n)` or `.n` for a month, `(minh chứng)` for evidence in
words, and in prepared tables `.mc`, `.khong_co`, `.khong_co_nam` or the id of a member (see `slots`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from antq_rules.columnar.slots import ABSENT, EVIDENCE, NO_YEAR, SAME_PERIOD, Moment
from antq_rules.diagnostics import Diagnostic, InvalidInput, nearest
from antq_rules.engine import headings as h
from antq_rules.engine.intake import likely_names
from antq_rules.engine.ranges import Facts
from antq_rules.graph.model import Fact, Program
from antq_rules.source import fold_name

WORDS: Final = "minh chứng"
_PREPARED: Final = re.compile(rf"(.+?)(?:@(-\d{{1,3}}|[12]\d{{3}}|{SAME_PERIOD}))?(?:\.(\w+))?", re.ASCII | re.DOTALL)


@attrs.frozen
class FactColumns:
    """The columns of one fact at one year by their part; the part of the value itself is empty.

    `spelling` is how the table calls the fact; `refused` says that several columns report it.
    """

    fact: Fact
    moment: Moment
    spelling: str
    titles: Mapping[str, str]
    refused: bool = False

    @property
    def title(self) -> str:
        """The column that problems are told of."""
        return next(iter(self.titles.values()))


@attrs.frozen
class Headings:
    """The columns of a table: titles of labels by their own names, facts, whether rows hold one fact each, problems.

    `prepared` says that columns tell the year of their facts, so that every row is judged by itself.
    """

    labels: Mapping[str, str]
    facts: tuple[FactColumns, ...]
    long: bool
    prepared: bool
    problems: tuple[tuple[str, Diagnostic], ...]


def is_long(titles: Sequence[str]) -> bool:
    """Whether a table has one row for each unit, year and fact."""
    return any(h.plain_key(title) in ("ma_du_kien", "gia_tri") for title in titles)


def read_headings(program: Program, facts: Facts, titles: Sequence[str], needed: Sequence[str]) -> Headings:
    """The columns of a table. Raises `InvalidInput` for a column written twice and for labels that are missing."""
    return _Reader(program, facts, titles).read(needed)


class _Reader:
    def __init__(self, program: Program, facts: Facts, titles: Sequence[str]) -> None:
        self.facts = facts
        self.titles = titles
        self.members = {
            vocabulary.title: [member.code for member in vocabulary.members]
            for vocabulary in program.vocabularies
            if not vocabulary.ordered
        }
        self.stops: list[Diagnostic] = []
        self.problems: list[tuple[str, Diagnostic]] = []
        self.long = is_long(titles)
        self.labels: dict[str, str] = {}
        self.found: dict[tuple[str, Moment], dict[str, dict[str, str]]] = {}
        self.prepared = False

    def read(self, needed: Sequence[str]) -> Headings:
        names = h.UNIT_COLUMNS | (h.LONG_COLUMNS if self.long else {})
        seen: set[str] = set()
        for title in self.titles:
            key = h.plain_key(title)
            if not title.strip() or key in h.FOR_READERS:
                continue
            name = names.get(key, "")
            if (name or fold_name(title)) in seen:
                self.stop("DL114", name=title)
            elif name:
                self.labels[name] = title
            elif self.long:
                self.stop("DL120", nearest(title, dict.fromkeys(names.values())), name=title)
            else:
                self.fact_column(title)
            seen.add(name or fold_name(title))
        for name in needed:
            if name not in self.labels:
                free = [title for title in self.titles if h.plain_key(title) not in h.UNIT_COLUMNS]
                self.stop("DL126", nearest(name, free), name=name)
        columns = tuple(self.fact_columns())
        if self.stops:
            raise InvalidInput(self.stops)
        return Headings(self.labels, columns, self.long, self.prepared, tuple(self.problems))

    def stop(self, code: str, likely: Sequence[str] = (), **values: object) -> None:
        texts = tuple((key, str(value)) for key, value in values.items())
        self.stops.append(Diagnostic(code, values=texts, suggestions=tuple(likely)))

    def fact_column(self, title: str) -> None:
        match = h.PART_OF_FACT.fullmatch(" ".join(title.split()))
        written, part = (match[1], str(int(match[3])) if match[3] else WORDS) if match else (title, "")
        fact, moment = self.facts.by_written.get(fold_name(written)), Moment()
        if fact is None:
            prepared = _PREPARED.fullmatch(written.strip())
            if prepared is not None:
                fact = self.facts.by_written.get(fold_name(prepared[1]))
                written, moment, part = prepared[1], _moment(prepared[2]), prepared[3] or part
                self.prepared = self.prepared or (fact is not None and self.is_part(fact, part))
        if fact is None or not self.is_part(fact, part):
            values = (("name", title),)
            likely = likely_names(self.facts, written)
            self.problems.append((title, Diagnostic("DL102", values=values, suggestions=likely)))
        elif fact.owner:
            owner = self.facts.by_code[fact.owner].name
            self.problems.append((title, Diagnostic("DL130", values=(("name", fact.name), ("owner", owner)))))
        else:
            parts = self.found.setdefault((fact.code, moment), {}).setdefault(fold_name(written), {"#": written})
            parts[part] = title

    def is_part(self, fact: Fact, part: str) -> bool:
        if part in ("", WORDS, NO_YEAR):
            return True
        if part.isdigit():
            return 1 <= int(part) <= 12
        if part == EVIDENCE:
            return fact.kind in ("attestation", "condition")
        if part == ABSENT:
            return fact.may_be_absent
        return fact.kind == "set" and part in self.members[fact.vocabulary]

    def fact_columns(self) -> Iterator[FactColumns]:
        for (code, moment), spellings in self.found.items():
            fact = self.facts.by_code[code]
            for parts in spellings.values():
                self.check(parts)
            (first, *others) = spellings.values()
            if others:
                names = "; ".join(parts["#"] for parts in spellings.values())
                title = next(title for part, title in others[-1].items() if part != "#")
                self.problems.append((title, Diagnostic("DL114", values=(("name", names),))))
            titles = {part: title for part, title in first.items() if part != "#"}
            yield FactColumns(fact, moment, first["#"], titles, bool(others))

    def check(self, parts: Mapping[str, str]) -> None:
        if "" in parts and any(part.isdigit() for part in parts):
            self.stop("DL114", name=parts["#"])
        if set(parts) <= {"#", WORDS}:
            known = [h_title for h_title in self.titles if h_title != parts[WORDS]]
            self.stop("DL126", nearest(parts["#"], known), name=parts["#"])


def _moment(written: str | None) -> Moment:
    if not written:
        return Moment()
    if written == SAME_PERIOD:
        return Moment(-1, 0, True)
    number = int(written)
    return Moment(0, number) if number > 0 else Moment(number)
