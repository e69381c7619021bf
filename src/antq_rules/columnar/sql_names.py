"""Names for the columns of the stages, so that a reader knows of which fact, item or criterion each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from antq_rules.columnar.expressions import Expression, walk
from antq_rules.columnar.lowering import Plan
from antq_rules.columnar.outcomes import Outcome
from antq_rules.columnar.slots import EXISTED, UNIT_TYPE, YEAR
from antq_rules.columnar.sql_shape import EXISTED_BEFORE, YEAR_OF, parsed
from antq_rules.columnar.sql_source import row_of
from antq_rules.columnar.sql_words import short
from antq_rules.graph import model as g
from antq_rules.source import without_tone_marks

_ROOM: Final = 50
SEVERAL: Final = "chung"
APPLIES: Final = ("ap_dung", "có áp dụng")
SIDES: Final = (
    ("co_the_dat", "có thể đạt"),
    ("co_the_khong", "có thể không đạt"),
    ("co_the_bo", "có thể không áp dụng"),
)


@attrs.frozen
class Titled:
    """A name with what it stands for."""

    name: str
    comment: str = ""


class Names:
    """Gives names, each once, and none of those that are taken already."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def fresh(self, wanted: str) -> str:
        """The name wanted, or that name with a number where it is taken."""
        found, number = short(wanted), 1
        while found in self._taken:
            number += 1
            found = f"{wanted[:_ROOM]}_{number}"
        self._taken.add(found)
        return found

    def numbered(self, base: str) -> str:
        """The next free name with a number behind it."""
        number = 1
        while f"{base[:_ROOM]}_{number}" in self._taken:
            number += 1
        return self.fresh(f"{base[:_ROOM]}_{number}")


def machine_name(written: str) -> str:
    """A text as a name: small letters and digits without marks."""
    plain = without_tone_marks(written)
    return "_".join("".join(letter if letter.isascii() and letter.isalnum() else " " for letter in plain).split())


def criterion_name(number: str) -> str:
    """The column of a criterion or an item; the letter đ is written dd.

    >>> criterion_name("19.đ.1")
    'tc_19_dd_1'
    """
    return f"tc_{machine_name(number.lower().replace('đ', 'dd'))}"


def leaf_name(name: str) -> str:
    """The column of the first stage for a column of the plan."""
    own = {YEAR: YEAR_OF, UNIT_TYPE: "loai_so", EXISTED: EXISTED_BEFORE}.get(name)
    if own:
        return own
    code, moment, part = parsed(name)
    when = "" if row_of(moment) == "don_vi" else f"_{row_of(moment)}"
    return f"{code}{when}_t{part}" if part.isdigit() else f"{code}{when}_{part}" if part else f"{code}{when}"


def titles(program: g.Program) -> dict[str, Titled]:
    """Criteria by number and items by id with their names, titles and citations."""
    found = {}
    for criterion in program.criteria:
        cited = f" ({criterion.citation})" if criterion.citation else ""
        comment = f"Tiêu chí {criterion.number}. {criterion.title}{cited}"
        found[criterion.number] = Titled(criterion_name(criterion.number), comment)
        for node in g.walk(criterion.tree):
            if isinstance(node, g.Item) and node.id not in found:
                cited = f" ({node.citation})" if node.citation else ""
                found[node.id] = Titled(criterion_name(node.id), f"{node.label or node.marker} {node.text}{cited}")
    return found


def outcome_names(base: Titled, outcome: Outcome) -> list[tuple[Expression, Titled]]:
    """What an outcome stands on, named: one value (and whether it applies), or the sides that are still possible."""
    if outcome.kleene is not None:
        return [(outcome.kleene, base)]
    if outcome.applies is not None and outcome.inside is not None:
        applies = Titled(f"{base.name}_{APPLIES[0]}", f"{base.comment}: {APPLIES[1]}")
        return [(outcome.inside, base), (outcome.applies, applies)]
    sides = zip((outcome.holds, outcome.fails, outcome.drops), SIDES, strict=True)
    return [(one, Titled(f"{base.name}_{side}", f"{base.comment}: {words}")) for one, (side, words) in sides]


def name_all(
    plan: Plan, roots: Sequence[tuple[Expression, Titled]], made: Iterable[Expression], names: Names
) -> Mapping[int, Titled]:
    """A name for every expression that becomes a column; `roots` have theirs."""
    found: dict[int, Titled] = {}
    for one, titled in roots:
        found.setdefault(one.number, titled)
    named = {number: attrs.evolve(titled, name=names.fresh(titled.name)) for number, titled in found.items()}
    owners = _owners(plan)
    facts = _facts([one for one, _ in roots])
    for one in made:
        if one.number not in named:
            code = facts.get(one.number, "")
            named[one.number] = Titled(names.numbered(code or owners.get(one.number, SEVERAL)))
    return named


def _facts(roots: Sequence[Expression]) -> dict[int, str]:
    """The fact that an expression stands on, where it is one."""
    found: dict[int, set[str]] = {}
    for one in walk(roots):
        if one.operation == "column":
            name = str(one.value)
            found[one.number] = set() if name in (YEAR, UNIT_TYPE, EXISTED) else {parsed(name)[0]}
        else:
            found[one.number] = set().union(*(found[part.number] for part in one.operands)) if one.operands else set()
            if len(found[one.number]) > 2:
                found[one.number] = {"", *list(found[one.number])[:2]}
    return {number: next(iter(codes)) for number, codes in found.items() if len(codes) == 1}


def _owners(plan: Plan) -> dict[int, str]:
    """The smallest item, else the criterion or conclusion, that an expression belongs to."""
    closures: list[tuple[int, str, list[int]]] = []
    outcomes = [(criterion_name(i.id), i.outcome) for one in plan.criteria for i in one.items]
    outcomes += [(criterion_name(one.number), one.outcome) for one in plan.criteria]
    outcomes += [(f"kl_{machine_name(title)}", outcome) for title, outcome in plan.conclusions]
    for name, outcome in outcomes:
        numbers = [one.number for one in walk(part for part, _ in outcome_names(Titled(name), outcome))]
        closures.append((len(numbers), name, numbers))
    found: dict[int, str] = {}
    for _, name, numbers in sorted(closures, key=lambda one: one[0]):
        for number in numbers:
            found.setdefault(number, name)
    return found
