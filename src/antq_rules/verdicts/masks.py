"""Code for the outcomes of every step as a set of bits: one statement a step, exact for all that may not apply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from antq_rules.engine.outcomes import all_of, any_of, at_least, matches
from antq_rules.types import NOT_APPLICABLE, UNKNOWN, Verdict
from antq_rules.verdicts.shape import Asked, Casing, Choosing, Joining, Negated, Operand, Stating, Step, Tested

_MOST_INLINE: Final = 24
_SETS: Final = range(8)
NAMES: Final[dict[str, object]] = {
    "ALL": tuple(tuple(all_of([first, second]) for second in _SETS) for first in _SETS),
    "ANY": tuple(tuple(any_of([first, second]) for second in _SETS) for first in _SETS),
    "NOT": tuple((one & 1) << 1 | one >> 1 & 1 | one & 4 for one in _SETS),
    "AT_LEAST": at_least,
    **{f"IS_{verdict.name}": tuple(matches(one, verdict) for one in _SETS) for verdict in Verdict},
}


def named(operand: Operand) -> str:
    """The local variable of a step, or the outcomes that are certain."""
    return f"s{operand}" if operand >= 0 else str(~operand)


def droppers(steps: Sequence[Step], drops: Callable[[int], bool]) -> list[bool]:
    """Whether each step may come to not apply; `drops` says it of a test."""
    found: list[bool] = []

    def may(operand: Operand) -> bool:
        return found[operand] if operand >= 0 else bool(~operand & NOT_APPLICABLE)

    for step in steps:
        match step:
            case Tested():
                found.append(drops(step.test))
            case Joining():
                found.append(all(may(one) for one in step.operands))
            case Negated():
                found.append(may(step.operand))
            case Choosing():
                found.append(step.waits or any(may(one) for one in (step.test, step.then, step.otherwise)))
            case Casing():
                parts = [part for pair in step.cases for part in pair]
                found.append(any(may(one) for one in (*parts, step.otherwise)))
            case Stating():
                found.append(False)
            case _:
                found.append(True)
    return found


def lines(number: int, step: Step, may_drop: Sequence[bool], tested: Callable[[int], str]) -> list[str]:
    """The statements for one step; `tested` writes the outcomes of a test."""
    name = f"s{number}"
    match step:
        case Tested():
            return [f"{name} = {tested(step.test)}"]
        case Joining():
            return _joining(name, step, may_drop)
        case Negated():
            return [f"{name} = NOT[{named(step.operand)}]"]
        case Choosing():
            test, then, otherwise = named(step.test), named(step.then), named(step.otherwise)
            found = f"{test} & 4 | ({then} if {test} & 1 else 0) | ({otherwise} if {test} & 2 else 0)"
            if step.waits:
                found += f" | (7 if {test} & 3 == 3 else 0)"
            return [f"{name} = {then} if {test} == 1 else {otherwise} if {test} == 2 else {found}"]
        case Casing():
            made = [f"{name} = {named(step.otherwise)}"]
            for condition, body in reversed(step.cases):
                test, then = named(condition), named(body)
                made.append(f"{name} = ({then} if {test} & 1 else 0) | ({name} if {test} & 6 else 0)")
            return [*made, f"{name} = {name} or {UNKNOWN}"]
        case Stating():
            return [f"{name} = IS_{step.verdict.name}[{named(step.operand)}]"]
        case Asked():
            return [f"{name} = node({step.number})"]


def _joining(name: str, step: Joining, may_drop: Sequence[bool]) -> list[str]:
    parts = [named(one) for one in step.operands]
    inside = ", ".join(parts)
    drops = any(may_drop[one] if one >= 0 else ~one & NOT_APPLICABLE for one in step.operands)
    if step.kind not in ("all", "any"):
        if drops or step.count < 1:
            return [f"{name} = AT_LEAST({step.count}, ({inside},))"]
        possible, surely = f"{len(parts)} - {name}.count(2)", f"{name}.count(1)"
        found = f"(1 if {possible} >= {step.count} else 0) | (2 if {surely} < {step.count} else 0)"
        return [f"{name} = ({inside},)", f"{name} = {found}"]
    if drops:
        table = "ALL" if step.kind == "all" else "ANY"
        return [f"{name} = {parts[0]}", *(f"{name} = {table}[{name}][{part}]" for part in parts[1:])]
    some, every = (2, 1) if step.kind == "all" else (1, 2)
    if len(parts) <= _MOST_INLINE:
        return [f"{name} = ({' | '.join(parts)}) & {some} | {' & '.join(parts)} & {every}"]
    return [f"{name} = ({inside},)", f"{name} = {some} if {some} in {name} else 3 if 3 in {name} else {every}"]
