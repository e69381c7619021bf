"""Versions of criteria sets: which set decides for a type of unit in an assessed year.

The assessed year decides, not the day of signing. A set that replaces another (`thay thế`) decides from its own first
year on, and the other one ends the year before without being edited. Two sets in force for one type of unit, one year
and one topic, neither replacing the other, are an error that names both places.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from antq_rules.diagnostics import Diagnostic, InvalidInput, Severity, nearest
from antq_rules.engine.intake import resolve_unit_type, same_unit_type
from antq_rules.graph import model as g
from antq_rules.ruleset.assessment import Assessment
from antq_rules.ruleset.loading import SUFFIX, bundled, compile_file, load, os_reason
from antq_rules.ruleset.reported import ReportedUnit
from antq_rules.ruleset.rule_set import RuleSet, years_in_words
from antq_rules.source import fold_name

_MOST_FILES = 256


@attrs.frozen
class Version:
    """A set as it decides for one type of unit: its years after replacements (`None`: no limit), and who ends it."""

    rules: RuleSet
    unit_type: str
    first_year: int | None
    last_year: int | None
    replaced_by: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no year is left: the set was replaced before its first year."""
        return self.first_year is not None and self.last_year is not None and self.last_year < self.first_year

    @property
    def years(self) -> str:
        """The years in words."""
        words = years_in_words(self.first_year, self.last_year)
        return f"{words}, sau đó được {self.replaced_by} thay thế" if self.replaced_by else words

    def covers(self, year: int) -> bool:
        """Whether the set decides in that year."""
        return (self.first_year or year) <= year <= (self.last_year or year)


@attrs.frozen
class Catalogue:
    """Sets that are versions of each other or stand beside each other; immutable.

    >>> Catalogue.bundled().in_force("xã", 2024).code
    'pl1'
    """

    sets: tuple[RuleSet, ...]
    _versions: tuple[Version, ...] = attrs.field(init=False, eq=False, repr=False)

    @_versions.default
    def _all_versions(self) -> tuple[Version, ...]:
        found = [self._version(rules, unit_type) for rules in self.sets for unit_type in rules.program.unit_types]
        return tuple(version for version in found if not version.is_empty)

    def __attrs_post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise InvalidInput(problems)

    @classmethod
    def of_sets(cls, sets: Iterable[RuleSet]) -> Catalogue:
        """A catalogue of sets. Raises `InvalidInput` with every contradiction between them."""
        return cls(tuple(sets))

    @classmethod
    def bundled(cls) -> Catalogue:
        """The sets that come with the package."""
        return _bundled()

    @classmethod
    def of_folder(cls, path: str | Path) -> Catalogue:
        """The sets of all rule files of a folder. Raises `InvalidInput` with the problems of every file."""
        return cls.of_sets(_sets_of_folder(Path(path)))

    # ------------------------------------------------------------------------------------------ choosing
    def in_force(self, unit_type: str, year: int, topic: str | None = None) -> RuleSet:
        """The set that decides for a type of unit (`xã`, `xa`) in an assessed year.

        Without `topic`, the set that states no topic; sets on a topic are only chosen by naming it. Raises
        `InvalidInput` where no set decides: it names the types, the years or the topics that there are.
        """
        found = [version for version in self._about(topic) if _is_type(version, unit_type) and version.covers(year)]
        if not found:
            raise InvalidInput([self._nothing_in_force(unit_type, year, topic)])
        return found[0].rules

    def all_in_force(self, year: int, unit_type: str | None = None) -> tuple[RuleSet, ...]:
        """Every set that decides in a year, whatever its topic; for one type of unit, or for any."""
        found = [
            version.rules
            for version in self._versions
            if version.covers(year) and (unit_type is None or _is_type(version, unit_type))
        ]
        if not found and unit_type is not None:
            raise InvalidInput([self._nothing_in_force(unit_type, year, None)])
        return tuple(rules for rules in self.sets if any(rules is one for one in found))

    def versions(self) -> tuple[Version, ...]:
        """Every set for every type of unit it is for, with the years in which it decides."""
        return self._versions

    def assess(
        self,
        facts: Mapping[str, object] | ReportedUnit,
        *,
        year: int | None = None,
        unit_type: str | None = None,
        topic: str | None = None,
        **options: Any,
    ) -> Assessment:
        """Assess one unit under the set in force for its type and year; arguments as of `RuleSet.assess`.

        Raises `InvalidInput` where type or year are not given or no set is in force.
        """
        if not isinstance(facts, Mapping):
            return self._in_force_for(facts, topic).assess(facts, **options)
        missing = [name for name, value in (("loại", unit_type), ("năm", year)) if value is None]
        if unit_type is None or year is None:
            raise InvalidInput([Diagnostic("DL112", values=(("field", name),)) for name in missing])
        return self.in_force(unit_type, year, topic).assess(facts, year=year, unit_type=unit_type, **options)

    def _in_force_for(self, record: ReportedUnit, topic: str | None) -> RuleSet:
        try:
            return self.in_force(record.unit_type, record.year, topic)
        except InvalidInput as error:
            place = record.code or record.name
            raise InvalidInput([attrs.evolve(p, file=record.file, place=place) for p in error.diagnostics]) from None

    def check_not_replaced(self, code: str, year: int) -> None:
        """Raise `InvalidInput` where by that year other sets have replaced one for every type of unit it is for."""
        (rules,) = (rules for rules in self.sets if rules.code == code)
        found = [self._successor(rules, unit_type) for unit_type in rules.program.unit_types]
        successors = [one for one in found if one is not None and _first(one) <= year]
        if len(successors) == len(found):
            names = dict.fromkeys(f"{one.code} (từ năm {_first(one)})" for one in successors)
            raise InvalidInput([_unplaced("DL205", (), name=code, year=str(year), members="; ".join(names))])

    # ------------------------------------------------------------------------------------------ versions
    def _about(self, topic: str | None) -> list[Version]:
        wanted = fold_name(topic or "")
        return [version for version in self._versions if fold_name(version.rules.program.topic) == wanted]

    def _version(self, rules: RuleSet, unit_type: str) -> Version:
        program, successor = rules.program, self._successor(rules, unit_type)
        if successor is None or (program.last_year is not None and program.last_year < _first(successor)):
            return Version(rules, unit_type, program.first_year, program.last_year)
        return Version(rules, unit_type, program.first_year, _first(successor) - 1, successor.code)

    def _successor(self, rules: RuleSet, unit_type: str) -> RuleSet | None:
        """The earliest set that replaces another for a type of unit, directly or through others."""
        found, waiting = [], [rules.code]
        seen = {rules.code}
        while waiting:
            code = waiting.pop()
            for other in self.sets:
                if other.code not in seen and any(_replaces(link, code, unit_type) for link in other.program.replaces):
                    seen.add(other.code)
                    waiting.append(other.code)
                    found.append(other)
        return min(found, key=_first, default=None)

    # ------------------------------------------------------------------------------------------ problems
    def _problems(self) -> Iterator[Diagnostic]:
        found = [*self._doubled(), *self._unknown_replaced(), *self._cycles()]
        yield from found
        if not found:  # after these, what is in force cannot be told
            yield from self._conflicts()

    def _doubled(self) -> Iterator[Diagnostic]:
        seen: dict[str, RuleSet] = {}
        for rules in self.sets:
            if rules.code in seen:
                where = _where(seen[rules.code].program.origin)
                yield _at(rules.program.origin, "AQ210", what="bộ tiêu chí", name=rules.code, where=where)
            seen.setdefault(rules.code, rules)

    def _unknown_replaced(self) -> Iterator[Diagnostic]:
        by_code = {rules.code: rules for rules in self.sets}
        for rules in self.sets:
            for link in rules.program.replaces:
                old = by_code.get(link.code)
                if old is None:
                    likely = nearest(link.code, [code for code in by_code if code != rules.code])
                    yield _at(link.origin, "AQ505", likely, name=link.code)
                    continue
                members = old.program.unit_types
                for name in link.unit_types:
                    if resolve_unit_type(old.program, name) is None:
                        likely = nearest(name, members)
                        yield _at(link.origin, "AQ209", likely, name=name, members="; ".join(members))

    def _cycles(self) -> Iterator[Diagnostic]:
        links = {rules.code: [link.code for link in rules.program.replaces] for rules in self.sets}
        origins = {(rules.code, link.code): link.origin for rules in self.sets for link in rules.program.replaces}
        reported: set[frozenset[str]] = set()
        for code in links:
            cycle = _cycle_from(code, links)
            if cycle and frozenset(cycle) not in reported:
                reported.add(frozenset(cycle))
                first, *others = (origins[link] for link in itertools.pairwise(cycle))
                where = "; ".join(map(_where, others))
                yield _at(first, "AQ506", cycle=" → ".join(cycle), where=where)

    def _conflicts(self) -> Iterator[Diagnostic]:
        pairs: dict[tuple[str, str, str], list[str]] = {}
        for position, one in enumerate(self._versions):
            for other in self._versions[:position]:
                years = _years_in_common(one, other)
                if years and one.rules is not other.rules and _same_matter(one, other):
                    pairs.setdefault((other.rules.code, one.rules.code, years), []).append(one.unit_type)
        origins = {rules.code: rules.program.origin for rules in self.sets}
        for (first, second, years), types in pairs.items():
            values = {"first": first, "second": second, "where": _where(origins[first])}
            yield _at(origins[second], "AQ507", **values, types=", ".join(types), years=years)

    def _nothing_in_force(self, unit_type: str, year: int, topic: str | None) -> Diagnostic:
        versions = self._versions
        topics = dict.fromkeys(rules.program.topic for rules in self.sets if rules.program.topic)
        if topic is not None and fold_name(topic) not in {fold_name(rules.program.topic) for rules in self.sets}:
            members = "; ".join(f"“{name}”" for name in topics) or "không có"
            return _unplaced("DL203", nearest(topic, topics), found=topic, members=members)
        types = dict.fromkeys(version.unit_type for version in versions)
        if not any(_is_type(version, unit_type) for version in versions):
            return _unplaced("DL201", nearest(unit_type, types), found=unit_type, members="; ".join(types))
        of_topic = [version for version in self._about(topic) if _is_type(version, unit_type)]
        if of_topic:
            members = "; ".join(f"{version.rules.code} ({version.years})" for version in of_topic)
            return _unplaced("DL202", (), found=unit_type, year=str(year), members=members)
        named = dict.fromkeys(v.rules.program.topic for v in versions if _is_type(v, unit_type))
        members = "; ".join(f"“{name}”" if name else "không ghi chủ đề" for name in named)
        return _unplaced("DL204", (), found=unit_type, members=members)


@functools.cache
def _bundled() -> Catalogue:
    return Catalogue.of_sets(load(code) for code in bundled())


def _is_type(version: Version, written: str) -> bool:
    return resolve_unit_type(version.rules.program, written) == version.unit_type


def _first(rules: RuleSet) -> int:
    first = rules.program.first_year
    assert first is not None, "a set that replaces another has a first year"
    return first


def _replaces(link: g.Replacement, code: str, unit_type: str) -> bool:
    concerned = not link.unit_types or any(same_unit_type(name, unit_type) for name in link.unit_types)
    return link.code == code and concerned


def _cycle_from(code: str, links: Mapping[str, Sequence[str]]) -> list[str]:
    """The way along replacements from a set back to itself, or nothing."""
    waiting, seen = [[code]], {code}
    while waiting:
        way = waiting.pop(0)
        for following in links.get(way[-1], ()):
            if following == code:
                return [*way, code]
            if following not in seen:
                seen.add(following)
                waiting.append([*way, following])
    return []


def _years_in_common(one: Version, other: Version) -> str:
    """The years in which both decide, in words; empty where there are none."""
    first = max((year for year in (one.first_year, other.first_year) if year is not None), default=None)
    last = min((year for year in (one.last_year, other.last_year) if year is not None), default=None)
    return "" if first is not None and last is not None and first > last else years_in_words(first, last)


def _same_matter(one: Version, other: Version) -> bool:
    topics = {fold_name(version.rules.program.topic) for version in (one, other)}
    return len(topics) == 1 and _is_type(other, one.unit_type)


def _where(origin: g.Origin) -> str:
    return f"{origin.file}, dòng {origin.line}"


def _at(origin: g.Origin, code: str, suggestions: Sequence[str] = (), **values: str) -> Diagnostic:
    texts = tuple(values.items())
    return Diagnostic(
        code, origin.file, origin.line, origin.column, origin.line, values=texts, suggestions=tuple(suggestions)
    )


def _unplaced(code: str, suggestions: Sequence[str] = (), **values: str) -> Diagnostic:
    return Diagnostic(code, values=tuple(values.items()), suggestions=tuple(suggestions))


# ------------------------------------------------------------------------------------------------ from a folder
def _sets_of_folder(folder: Path) -> list[RuleSet]:
    try:
        files = sorted(file for file in folder.iterdir() if file.name.endswith(SUFFIX))
    except OSError as error:
        values = (("reason", f"{folder}: {os_reason(error)}"), ("advice", "Ghi đường dẫn của một thư mục."))
        raise InvalidInput([Diagnostic("DL101", values=values)]) from None
    sets, errors = [], []
    for file in files[:_MOST_FILES]:
        for compilation in compile_file(file):
            problems = compilation.diagnostics
            errors += [problem for problem in problems if problem.severity is Severity.ERROR]
            if compilation.program is not None:
                sets.append(RuleSet(compilation.program, compilation.examples, problems))
    if errors:
        raise InvalidInput(dict.fromkeys(errors))
    if not sets:
        values = (("reason", f"{folder}: không có bộ tiêu chí nào"), ("advice", "Chọn thư mục có tệp .rules."))
        raise InvalidInput([Diagnostic("DL101", values=values)])
    return sets
