"""The Python code of a set: numbers and generated names only, nothing that the author of the rules wrote."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import attrs

from antq_rules.types import FAILS, HOLDS, Verdict
from antq_rules.verdicts import masks
from antq_rules.verdicts.leaves import NEVER, Sides, both, either
from antq_rules.verdicts.reading import YearReader
from antq_rules.verdicts.shape import Choosing, Joining, Negated, Operand, Stating, Step, Tested, needed
from antq_rules.verdicts.slots import MONTHS, NUMBER, SET, UNKNOWN, YES, NotPlain, Slot

_MOST_NESTED: Final = 12
_MOST_CHARACTERS: Final = 20_000


@attrs.frozen
class Leaf:
    """A test as code: its sides (`None`: none of its own), the variables it reads, and those the model looks at.

    `plain` says that it is undecided wherever it is neither surely met nor surely not, `can_ask` that those variables
    are all that the model needs.
    """

    sides: Sides | None
    reads: tuple[str, ...]
    looks_at: tuple[str, ...]
    plain: bool
    can_ask: bool


@attrs.frozen(eq=False)
class Code:
    """Everything the functions of a set are written from."""

    steps: Sequence[Step]
    leaves: Mapping[int, Leaf]
    criteria: Sequence[Operand]
    outcomes: Sequence[Operand]
    variables: Mapping[str, Slot]
    readers: Sequence[YearReader]
    parts: Sequence[tuple[str, str]]
    zero_allowed: bool

    def plain(self, names: dict[str, object]) -> str:
        """Source of `verdicts` and `trace`, for facts that are all plain; what they need is put into `names`.

        `verdicts` gives the outcomes of the criteria and the plain values, of which `trace` makes those of all nodes.
        """
        names.update(masks.NAMES)
        drops = masks.droppers(self.steps, lambda test: self._drops(test))
        apart: list[str] = []
        body = self._verdicts(drops, apart)
        read = self._read(names)
        arguments = ", ".join(f"y{number}" for number in range(len(self.readers)))
        criteria = [f"c{place}" for place in range(len(self.criteria))]
        traced = self._masks(range(len(self.steps)), drops, self._tested_plain)
        values = _tuple([*(f"r{number}" for number in range(len(self.readers))), f"({_tuple(self.converted)})"])
        return "\n".join(
            [
                *apart,
                f"def verdicts({arguments}):",
                *_indented([*read, *body, f"return ({_tuple(criteria)}), ({values})"]),
                "def trace(values):",
                *_indented([*self._unpacked(), *traced, f"return ({self._all_outcomes()})"]),
                "",
            ]
        )

    def typed(self, names: dict[str, object]) -> str:
        """Source of `judged`: the outcomes of typed facts, the model asked of all that is not plain."""
        names.update(masks.NAMES)
        drops = masks.droppers(self.steps, lambda _: True)
        made = self._masks(range(len(self.steps)), drops, self._tested_typed)
        body = [*self._unpacked(), *made, f"return ({self._all_outcomes()})"]
        return "\n".join(["def judged(values, ask, node):", *_indented(body), ""])

    @property
    def converted(self) -> list[str]:
        """The variables that do not stand as they were read."""
        return [name for name, slot in self.variables.items() if is_converted(slot)]

    def _unpacked(self) -> list[str]:
        """Statements that put plain values into local variables: each year's as read, then what was converted."""
        by_slot = {slot: name for name, slot in self.variables.items()}
        groups = [*([by_slot[slot] for slot in reader.slots] for reader in self.readers), self.converted]
        return [f"({_tuple(names)}) = values[{number}]" for number, names in enumerate(groups) if names]

    def _all_outcomes(self) -> str:
        return _tuple(masks.named(operand) for operand in self.outcomes)

    # ------------------------------------------------------------------------------------------ tests
    def _drops(self, test: int) -> bool:
        sides = self.leaves[test].sides
        return sides is None or sides.drops != NEVER

    def _tested_plain(self, test: int) -> str:
        leaf = self.leaves[test]
        rest = "3" if leaf.plain else f"ask({test}, ({_tuple(leaf.looks_at)}))"
        return _chosen(leaf.sides, rest)

    def _tested_typed(self, test: int) -> str:
        leaf = self.leaves[test]
        if leaf.sides is None:
            return f"ask({test})"
        unknown = [_is_unknown(name, self.variables[name]) for name in leaf.reads]
        found = _chosen(leaf.sides, f"ask({test})")
        return f"ask({test}) if {' or '.join(unknown)} else {found}" if unknown else found

    def _masks(self, numbers: Iterable[int], drops: Sequence[bool], tested: Callable[[int], str]) -> list[str]:
        return [line for number in numbers for line in masks.lines(number, self.steps[number], drops, tested)]

    # ------------------------------------------------------------------------------------------ verdicts
    def _verdicts(self, drops: Sequence[bool], apart: list[str]) -> list[str]:
        """Statements for the outcomes of each criterion: short where a plain answer is enough."""
        made: list[str] = []
        for place, operand in enumerate(self.criteria):
            sides = self._sides(operand, drops, 0)
            if operand < 0:
                made.append(f"c{place} = {~operand}")
                continue
            numbers = needed(self.steps, [operand])
            tests = [step.test for number in numbers if isinstance(step := self.steps[number], Tested)]
            rest = "3"
            chooses = any(isinstance(self.steps[number], Choosing) for number in numbers)
            if sides is None or chooses or not all(self.leaves[test].plain for test in tests):
                rest = self._apart(place, operand, numbers, tests, drops, apart)
            if sides is None:
                made.append(f"c{place} = {rest}")
                continue
            made += [f"if {sides.holds}: c{place} = 1", f"elif {sides.fails}: c{place} = 2", f"else: c{place} = {rest}"]
        return made

    def _apart(
        self,
        place: int,
        operand: Operand,
        numbers: Sequence[int],
        tests: Sequence[int],
        drops: Sequence[bool],
        apart: list[str],
    ) -> str:
        """A function of its own for a criterion that may ask the model or may not apply; how it is called."""
        used = _tuple(
            dict.fromkeys(name for test in tests for name in (*self.leaves[test].reads, *self.leaves[test].looks_at))
        )
        apart += [
            f"def w{place}({used}):",
            *_indented([*self._masks(numbers, drops, self._tested_plain), f"return s{operand}"]),
        ]
        return f"w{place}({used})"

    def _sides(self, operand: Operand, drops: Sequence[bool], depth: int) -> Sides | None:
        """When a step surely holds and surely fails, where it always applies and is not too deep."""
        if operand < 0:
            return _of_certain(~operand)
        step = self.steps[operand]
        if drops[operand] or depth > _MOST_NESTED:
            return None
        match step:
            case Tested():
                return self.leaves[step.test].sides or Sides(NEVER, NEVER)
            case Negated():
                return _turned(self._sides(step.operand, drops, depth + 1))
            case Stating(verdict=Verdict.PASS):
                return self._sides(step.operand, drops, depth + 1)
            case Stating(verdict=Verdict.FAIL):
                return _turned(self._sides(step.operand, drops, depth + 1))
            case Joining() if step.kind in ("all", "any"):
                found = [self._sides(one, drops, depth + 1) for one in step.operands]
                sides = [one for one in found if one is not None]
                if len(sides) < len(found):
                    return None
                holds, fails = [one.holds for one in sides], [one.fails for one in sides]
                joined = Sides(both(holds), either(fails)) if step.kind == "all" else Sides(either(holds), both(fails))
                return _short(joined)
            case Choosing():
                parts = (step.test, step.then, step.otherwise)
                found = [self._sides(one, drops, depth + 1) for one in parts]
                sides = [one for one in found if one is not None]
                if len(sides) < len(found):
                    return None
                test, then, otherwise = sides
                holds = [both([test.holds, then.holds]), both([test.fails, otherwise.holds])]
                fails = [both([test.holds, then.fails]), both([test.fails, otherwise.fails])]
                return _short(Sides(either(holds), either(fails)))
            case _:
                return None

    # ------------------------------------------------------------------------------------------ reading
    def _read(self, names: dict[str, object]) -> list[str]:
        """Statements that take the facts of each year into local variables."""
        names |= {"NotPlain": NotPlain, "Wrong": struct.error, "Fraction": Fraction, "UNKNOWN": UNKNOWN}
        by_slot = {slot: name for name, slot in self.variables.items()}
        made: list[str] = []
        for number, reader in enumerate(self.readers):
            made += self._read_year(number, reader, by_slot, names)
        checks = [check for name, slot in self.variables.items() for check in self._checks(name, slot)]
        checks += [f"{part} > {whole}" for part, whole in self.parts]
        for start in range(0, len(checks), 100):
            made.append(f"if {' or '.join(checks[start : start + 100])}: raise NotPlain")
        return made

    def _read_year(
        self, number: int, reader: YearReader, by_slot: Mapping[Slot, str], names: dict[str, object]
    ) -> list[str]:
        facts, slots = f"y{number}", reader.slots
        variables = [by_slot[slot] for slot in slots]
        given: dict[str, object] = {
            "G": reader.getter,
            "K": reader.codes,
            "D": dict.fromkeys(sorted(reader.codes)),
            "T": reader.types,
            "P": reader.packer,
            "F": reader.repaired,
            "O": reader.remembered,
        }
        names |= {f"{key}{number}": value for key, value in given.items()}
        checked, figures = reader.checked, reader.figures
        merged = [
            f"m = {{**D{number}, **{facts}}}",
            f"if len(m) != {len(reader.codes)}: raise NotPlain",
            f"r{number} = G{number}(m)",
        ]
        read = [
            f"if len({facts}) < {len(slots)}:",
            *_indented(merged),
            "else:",
            " try:",
            f"  r{number} = G{number}({facts})",
            f"  if len({facts}) != {len(slots)} and not {facts}.keys() <= K{number}: raise NotPlain",
            " except KeyError:",
            *_indented(_indented(merged)),
        ]
        if checked:
            read += [
                f"t = [*map(type, r{number}[:{checked}])]",
                f"if t == T{number}:",
                f" try: P{number}(*r{number}[:{figures}])",
                f" except Wrong: r{number} = F{number}(r{number}, t)",
                f"else: r{number} = F{number}(r{number}, t)",
            ]
        if slots:
            read.append(f"({_tuple(variables)}) = r{number}")
        others = [(name, slot) for name, slot in zip(variables, slots, strict=True) if slot.form not in (NUMBER, YES)]
        if any(slot.form != MONTHS for _, slot in others):
            kept = [(name, slot) for name, slot in others if slot.form != MONTHS]
            names |= {f"M{name}": reader.memory(slot) for name, slot in kept}
            read += ["try:", *(f" {name} = M{name}[{_key(name, slot)}]" for name, slot in kept)]
            read += ["except (KeyError, TypeError):"]
            read += [f" ({_tuple(name for name, _ in others)}) = O{number}(r{number}[{checked}:])"]
        for name, slot in others:
            if slot.form == MONTHS:
                names[f"N{name}"] = reader.months(slot)
                read.append(f"{name} = N{name}({name})")
        for name, slot in zip(variables, slots, strict=True):
            if slot.form == NUMBER and slot.fact.factor != 1:
                factor = slot.fact.factor
                names[f"U{name}"] = int(factor) if factor.denominator == 1 else factor
                read.append(f"if {name} is not UNKNOWN: {name} = {name} * U{name}")
        if number == 0:
            return read
        unknown = f" ({_tuple(variables)}) = r{number} = E{number}"
        names[f"E{number}"] = tuple(slot.unknown for slot in slots)
        return [f"if {facts} is None:", unknown, "else:", *_indented(read)]

    def _checks(self, name: str, slot: Slot) -> list[str]:
        """What makes a figure wrong beside not being a whole number from 0."""
        fact = slot.fact
        if slot.form != NUMBER:
            return []
        found = []
        if fact.low is not None and fact.low != 0:
            found.append(f"{name} < {_figure(fact.low)}")
        if fact.high is not None:
            found.append(f"{name} > {_figure(fact.high)}")
        if fact.kind == "positive_count" and not self.zero_allowed:
            found.append(f"{name} == 0")
        return found


def is_converted(slot: Slot) -> bool:
    """Whether values of a fact do not stand in the code as they were read."""
    return slot.form not in (NUMBER, YES) or slot.fact.factor != 1


def _figure(number: Fraction) -> str:
    """A figure of a declared range, in the root unit."""
    return str(number.numerator) if number.denominator == 1 else f"Fraction({number.numerator}, {number.denominator})"


def _key(name: str, slot: Slot) -> str:
    return f"(*{name},) if {name}.__class__ is list else {name}" if slot.form == SET else name


def _is_unknown(name: str, slot: Slot) -> str:
    if slot.form == YES:
        return f"{name} is None"
    if slot.form == SET:
        return f"not {name}"
    return f"sum({name}) != sum({name})" if slot.form == MONTHS else f"{name} != {name}"


def _chosen(sides: Sides | None, rest: str) -> str:
    if sides is None:
        return rest
    drops = f"4 if {sides.drops} else " if sides.drops != NEVER else ""
    return f"1 if {sides.holds} else 2 if {sides.fails} else {drops}{rest}"


def _short(sides: Sides) -> Sides | None:
    return sides if len(sides.holds) + len(sides.fails) <= _MOST_CHARACTERS else None


def _of_certain(outcomes: int) -> Sides | None:
    return Sides(*("True" if outcomes == one else NEVER for one in (HOLDS, FAILS))) if outcomes <= 3 else None


def _turned(sides: Sides | None) -> Sides | None:
    return None if sides is None else Sides(sides.fails, sides.holds)


def _tuple(names: Iterable[str]) -> str:
    return "".join(f"{name}, " for name in names)


def _indented(lines: Iterable[str]) -> list[str]:
    return [f" {line}" for line in lines]


def made(source: str, names: dict[str, object]) -> dict[str, Any]:
    """The functions of a source, with the constants it names."""
    exec(compile(source, "<antq_rules verdicts>", "exec"), names)  # noqa: S102  only numbers and generated names
    return names
