"""The code of one set for a year, a unit type and chosen readings, and the model behind it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from antq_rules.engine.evaluate import EMPTY_POSITIVE_WHOLE, Judge, references, resolve_policies
from antq_rules.engine.intake import RawUnit, resolve_unit_type, take_alone, zero_allowed
from antq_rules.engine.ranges import Facts
from antq_rules.engine.values import UnitData, Value
from antq_rules.graph import model as g
from antq_rules.source import fold_name
from antq_rules.types import UNKNOWN
from antq_rules.verdicts.code import Code, Leaf, is_converted, made
from antq_rules.verdicts.leaves import LeafCode, NoCode, Sides
from antq_rules.verdicts.reading import YearReader, ordered
from antq_rules.verdicts.shape import Asked, Place, Shape, Tested, in_force
from antq_rules.verdicts.slots import DAY, FORM_OF_KIND, MONTHS, NUMBER, RANK, Forms, NotPlain, Slot, typed

_MOST_REMEMBERED: Final = 4096
_ASKED_FORMS: Final = (NUMBER, DAY, RANK, MONTHS)


class Plan:
    """Judges units of one type and year under chosen readings."""

    def __init__(
        self,
        program: g.Program,
        facts: Facts,
        year: int,
        unit_type: str,
        readings: Mapping[str, str],
        numbers: Sequence[str] | None,
    ) -> None:
        self.program = program
        self.facts = facts
        self.year = year
        self.readings = dict(readings)
        self.numbers = [c.number for c in program.criteria if numbers is None or c.number in numbers]
        self.written_type = unit_type
        self.unit_type = resolve_unit_type(program, unit_type) or ""
        self.policies = resolve_policies(program, readings)
        self.parameters = {one.fact.code: one.value for one in program.parameters}
        self.forms = Forms(program, self.policies)
        self._variables: dict[Slot, str] = {}
        self._remembered: dict[tuple[int, tuple[object, ...]], int] = {}
        self.empty = self.judge_of({})
        self.shape = Shape(program, readings, self.policies, year, self.unit_type)
        self.places = {number: self.shape.criterion(number) for number in self.numbers}
        self.nodes = [place for number in self.numbers for place in _walk(self.places[number])]
        self.roots = _starts(self.numbers, self.places)
        self._leaves = {step.test: self._leaf(step.test) for step in self.shape.steps if isinstance(step, Tested)}
        self.readers = self._readers()
        self._code = self._written()
        is_whole = all(leaf.can_ask for leaf in self._leaves.values())
        is_whole = is_whole and not any(isinstance(step, Asked) for step in self.shape.steps)
        self.is_plain = bool(self.unit_type) and is_whole
        self.offsets = tuple(reader.offset for reader in self.readers)

    @functools.cached_property
    def items(self) -> list[tuple[str, int]] | None:
        """The ids of items and where they stand among the nodes; `None` where facts decide which items there are."""
        if any(_has_items(place) for place in self.nodes):
            return None
        return [(place.node.id, at) for at, place in enumerate(self.nodes) if isinstance(place.node, g.Item)]

    def known(self, values: Sequence[Any]) -> dict[Slot, object]:
        """The plain value of each fact that the code reads."""
        of_years = zip(self.readers, values, strict=False)
        found = {slot: value for reader, read in of_years for slot, value in zip(reader.slots, read, strict=True)}
        converted = [slot for slot in self._variables if is_converted(slot)]
        return found | dict(zip(converted, values[-1], strict=True))

    @functools.cached_property
    def source(self) -> str:
        """The code for facts that are all plain."""
        return self._code.plain({})

    @functools.cached_property
    def _functions(self) -> Mapping[str, Any]:
        names: dict[str, object] = {"ask": self.ask}
        return made(self._code.plain(names), names)

    @functools.cached_property
    def verdicts(self) -> Callable[..., tuple[tuple[int, ...], tuple[object, ...]]]:
        """Outcomes of the criteria, and the plain values, from the facts of each year of `offsets`.

        Raises where something is not plain.
        """
        found: Callable[..., tuple[tuple[int, ...], tuple[object, ...]]] = self._functions["verdicts"]
        return found

    @functools.cached_property
    def trace(self) -> Callable[[Sequence[object]], tuple[int, ...]]:
        """Outcomes of every node from the plain values."""
        found: Callable[[Sequence[object]], tuple[int, ...]] = self._functions["trace"]
        return found

    @functools.cached_property
    def _judged(self) -> Callable[..., tuple[int, ...]]:
        names: dict[str, object] = {}
        found: Callable[..., tuple[int, ...]] = made(self._code.typed(names), names)["judged"]
        return found

    def judged(self, judge: Judge) -> tuple[tuple[int, ...], tuple[object, ...]]:
        """Outcomes of every node and the plain values, from typed facts; the model is asked where one is not plain."""
        known = {slot: self._plain(judge.data, slot) for slot in self._variables}
        read = (tuple(known[slot] for slot in reader.slots) for reader in self.readers)
        values = (*read, tuple(value for slot, value in known.items() if is_converted(slot)))

        def ask(test: int) -> int:
            return judge.leaf(g.Leaf(test=test)).outcomes

        def node(number: int) -> int:
            return judge.outcomes(self.shape.asked[number])

        return self._judged(values, ask, node), values

    def _plain(self, data: UnitData, slot: Slot) -> object:
        """The plain form of a typed fact; what it says of a part of the year only is left to the model."""
        if data.cutoff is not None and (slot.offset or slot.form == MONTHS):
            return slot.unknown
        try:
            return self.forms.plain(slot, data.value(slot.fact.code, self.year + slot.offset))
        except NotPlain:
            return slot.unknown

    # ------------------------------------------------------------------------------------------ writing
    def _variable(self, code: str, offset: int) -> str:
        fact = self.facts.reported.get(code)
        if fact is None or fact.owner or fact.kind not in FORM_OF_KIND or code in self.parameters:
            raise NoCode
        if self.facts.by_written.get(fold_name(code)) is not fact:
            raise NoCode
        return self._variables.setdefault(Slot(fact, offset), f"v{len(self._variables)}")

    def _leaf(self, number: int) -> Leaf:
        test = in_force(self.program, self.program.tests[number])
        reads: dict[str, None] = {}

        def variable(code: str, offset: int) -> str:
            name = self._variable(code, offset)
            reads[name] = None
            return name

        code = LeafCode(self.program, self.policies, self.forms, self.year, self.unit_type, variable)
        sides: Sides | None = None
        try:
            sides = code.sides(test)
        except NoCode:
            reads.clear()
        try:
            looks_at = self._looked_at(test)
        except NoCode:
            return Leaf(sides, tuple(reads), (), False, False)
        slots = [self._slot(name) for name in looks_at]
        alone = len(slots) == 1 and slots[0].form != MONTHS
        plain = sides is not None and alone and self.empty.leaf(g.Leaf(test=number)).outcomes == UNKNOWN
        return Leaf(sides, tuple(reads), looks_at, plain, plain or all(slot.form in _ASKED_FORMS for slot in slots))

    def _slot(self, name: str) -> Slot:
        return next(slot for slot, known in self._variables.items() if known == name)

    def _looked_at(self, test: g.Test) -> tuple[str, ...]:
        """The variables of all facts that can matter to a test: its own, their wholes and their parts."""
        found: dict[str, None] = {}
        for reference in references(test):
            if reference.fact in self.parameters:
                continue
            offset = reference.year - self.year if reference.year else reference.offset
            for code in self._linked(reference.fact):
                found[self._variable(code, offset)] = None
        return tuple(found)

    def _linked(self, code: str) -> list[str]:
        found = [code]
        fact = self.facts.reported.get(code)
        while fact is not None and fact.part_of:
            found.append(fact.part_of)
            fact = self.facts.reported.get(fact.part_of)
        waiting = list(self.facts.parts_of(code))
        while waiting:
            part = waiting.pop()
            found.append(part)
            waiting.extend(self.facts.parts_of(part))
        return found

    def _readers(self) -> tuple[YearReader, ...]:
        for slot in list(self._variables):  # a part above its whole is wrong, whoever asks of the whole
            for code in self._linked(slot.fact.code):
                self._variable(code, slot.offset)
        offsets = sorted({0, *(slot.offset for slot in self._variables)}, key=lambda offset: (offset != 0, -offset))
        codes = frozenset(
            fact.code
            for fact in self.program.facts
            if not fact.owner and self.facts.by_written.get(fold_name(fact.code)) is fact
        )
        return tuple(
            YearReader(
                offset,
                ordered([slot for slot in self._variables if slot.offset == offset]),
                codes,
                self.forms,
                self._convert,
            )
            for offset in offsets
        )

    def _written(self) -> Code:
        variables = {name: slot for slot, name in self._variables.items()}
        parts = [
            (name, self._variable(whole, slot.offset))
            for name, slot in variables.items()
            for whole in self._wholes(slot.fact)
            if slot.form == NUMBER and FORM_OF_KIND[self.facts.reported[whole].kind] == NUMBER
        ]
        allowed = self.policies.get(EMPTY_POSITIVE_WHOLE, "chưa đủ dữ liệu") != "chưa đủ dữ liệu"
        operands = [self.places[number].operand for number in self.numbers]
        outcomes = [place.operand for place in self.nodes]
        return Code(self.shape.steps, self._leaves, operands, outcomes, variables, self.readers, parts, allowed)

    def _wholes(self, fact: g.Fact) -> list[str]:
        found = []
        while fact.part_of:
            found.append(fact.part_of)
            fact = self.facts.reported[fact.part_of]
        return found

    # ------------------------------------------------------------------------------------------ the model
    def judge_of(self, values: Mapping[tuple[str, int], Value]) -> Judge:
        """The model over some typed values."""
        data = UnitData(
            self.unit_type, self.year, values, parameters=self.parameters, zero_allowed=zero_allowed(self.policies)
        )
        return Judge(self.program, self.facts, data, self.readings)

    def ask(self, test: int, values: tuple[object, ...]) -> int:
        """What the model says of a test, given the plain values it can depend on; remembered."""
        key = (test, values)
        found = self._remembered.get(key)
        if found is None:
            known = {}
            for name, value in zip(self._leaves[test].looks_at, values, strict=True):
                slot = self._slot(name)
                of_model = typed(slot, value)
                if of_model is not None:
                    known[slot.fact.code, self.year + slot.offset] = of_model
            found = self.judge_of(known).leaf(g.Leaf(test=test)).outcomes
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = found
        return found

    def _convert(self, slot: Slot, value: object) -> Value | None:
        raw = RawUnit(self.written_type, self.year, {})
        year = self.year + slot.offset
        found, refused = take_alone(self.program, self.facts, raw, self.policies, slot.fact, year, value)
        if refused:
            raise NotPlain
        return found


def _starts(numbers: Sequence[str], places: Mapping[str, Place]) -> dict[str, int]:
    """Where each criterion begins among the nodes of all."""
    found = {}
    start = 0
    for number in numbers:
        found[number] = start
        start += len(_walk(places[number]))
    return found


def _walk(place: Place) -> list[Place]:
    found = [place]
    for below in place.below:
        found += _walk(below)
    return found


def _has_items(place: Place) -> bool:
    """Whether a node has items below it that are there for some units only."""
    changing = isinstance(place.node, g.Cases | g.Quantified) or (
        isinstance(place.node, g.Joined) and place.node.amount is not None
    )
    return changing and any(isinstance(node, g.Item) for node in g.walk(place.node))
