"""Makes a diverging case smaller: fewer lines of rules, shorter conditions, fewer facts, smaller values."""

from __future__ import annotations

import decimal
import re
from collections.abc import Callable, Iterator
from fractions import Fraction

import attrs

import antq_rules
from antq_rules import InvalidInput
from tests.differential.cases import Case, State, Unit, Value, Yes

Diverges = Callable[[Case], bool]
MOST_TRIED = 600


def shrink(case: Case, diverges: Diverges) -> Case:
    """The smallest case found that still diverges; `case` has one unit."""
    left = [MOST_TRIED]

    def smaller(candidates: Callable[[Case], Iterator[Case]], start: Case) -> tuple[Case, bool]:
        for candidate in candidates(start):
            left[0] -= 1
            if left[0] < 0:
                break
            if _safely(diverges, candidate):
                return candidate, True
        return start, False

    found = True
    while found and left[0] > 0:
        found = False
        for candidates in (_shorter_texts, _simpler_conditions, _fewer_choices, _fewer_facts, _simpler_values):
            better = True
            while better and left[0] > 0:
                case, better = smaller(candidates, case)
                found = found or better
    return case


def _safely(diverges: Diverges, case: Case) -> bool:
    try:
        return diverges(case)
    except Exception:  # a candidate that cannot be judged at all is no better
        return False


# ------------------------------------------------------------------------------------------------ rules
def _shorter_texts(case: Case) -> Iterator[Case]:
    blocks = re.split(r"\n(?=\S)", case.text)
    for at in reversed(range(1, len(blocks))):
        yield from _with_text(case, "\n".join([*blocks[:at], *blocks[at + 1 :]]))
    lines = case.text.split("\n")
    for size in (4, 2, 1):
        for at in reversed(range(1, len(lines) - size + 1)):
            yield from _with_text(case, "\n".join([*lines[:at], *lines[at + size :]]))


def _simpler_conditions(case: Case) -> Iterator[Case]:
    lines = case.text.split("\n")
    for at, line in enumerate(lines):
        starts = [0, *(match.end() for match in re.finditer(r"khi |: |\) |[-+] |^\s*", line))]
        for part in _in_brackets(line):
            for start in sorted(set(starts)):
                if start < line.find(part):
                    yield from _with_text(case, "\n".join([*lines[:at], line[:start] + part, *lines[at + 1 :]]))


def _in_brackets(line: str) -> Iterator[str]:
    opened: list[int] = []
    for at, letter in enumerate(line):
        if letter == "(":
            opened.append(at)
        elif letter == ")" and opened:
            yield line[opened.pop() + 1 : at]


def _with_text(case: Case, text: str) -> Iterator[Case]:
    if len(text) >= len(case.text):
        return
    try:
        rules = antq_rules.load_text(text)
    except InvalidInput:
        return
    codes = {fact.code for fact in rules.program.facts}
    units = tuple(
        attrs.evolve(
            unit,
            facts={year: {c: v for c, v in known.items() if c in codes} for year, known in unit.facts.items()},
            same_period={c: v for c, v in unit.same_period.items() if c in codes},
        )
        for unit in case.units
    )
    readings = {reading.code for reading in rules.readings}
    parameters = {one.fact.code for one in rules.parameters}
    yield attrs.evolve(
        case,
        text=text,
        rules=rules,
        units=units,
        readings={code: option for code, option in case.readings.items() if code in readings},
        parameters={code: value for code, value in case.parameters.items() if code in parameters},
    )


# ------------------------------------------------------------------------------------------------ choices and facts
def _fewer_choices(case: Case) -> Iterator[Case]:
    if case.cutoff is not None:
        yield attrs.evolve(case, cutoff=None)
    for code in case.readings:
        yield attrs.evolve(case, readings={c: v for c, v in case.readings.items() if c != code})
    for code in case.parameters:
        yield attrs.evolve(case, parameters={c: v for c, v in case.parameters.items() if c != code})


def _fewer_facts(case: Case) -> Iterator[Case]:
    (unit,) = case.units
    if not unit.existed_before:
        yield _with_unit(case, attrs.evolve(unit, existed_before=True))
    for code in unit.same_period:
        yield _with_unit(case, attrs.evolve(unit, same_period={c: v for c, v in unit.same_period.items() if c != code}))
    for year, known in unit.facts.items():
        if year != unit.year and known:
            yield _with_unit(case, attrs.evolve(unit, facts={**unit.facts, year: {}}))
        for code in known:
            rest = {c: v for c, v in known.items() if c != code}
            yield _with_unit(case, attrs.evolve(unit, facts={**unit.facts, year: rest}))


def _simpler_values(case: Case) -> Iterator[Case]:
    (unit,) = case.units
    for year, known in unit.facts.items():
        for code, value in known.items():
            for simpler in _simpler(value):
                facts = {**unit.facts, year: {**known, code: simpler}}
                yield _with_unit(case, attrs.evolve(unit, facts=facts))


def _simpler(value: Value) -> Iterator[Value]:
    if isinstance(value, Yes):
        yield value.yes
    elif isinstance(value, int | decimal.Decimal | Fraction) and not isinstance(value, bool):
        yield from (number for number in (0, 1, 2) if number < value)
        if value > 4:
            yield int(value) // 2
    elif isinstance(value, tuple) and value != (1,) * 12:
        yield (1,) * 12
    elif isinstance(value, frozenset) and value:
        yield from (value - {member} for member in sorted(value))
    elif isinstance(value, State):
        return


def _with_unit(case: Case, unit: Unit) -> Case:
    return attrs.evolve(case, units=(unit,))
