"""What a line about the members of a list asks of one of them: the same tree and tests, its facts in their place.

A fact `so_ho` of the member `Thôn 2` of the list `thon` stands under the code `thon#Thôn 2#so_ho`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import attrs

from antq_rules.graph import model as g

SEPARATOR: Final = "#"
MEMBER: Final = "@"
_Part = TypeVar("_Part")


@attrs.frozen(kw_only=True)
class BoundLeaf(g.Leaf):
    """A test of one member of a list; it holds the test itself."""

    test: int = -1
    bound: g.Test


def member_code(collection: str, member: str, fact: str) -> str:
    """The code under which a member's fact stands.

    >>> member_code("thon", "Thôn 2", "so_ho")
    'thon#Thôn 2#so_ho'
    """
    return f"{collection}{SEPARATOR}{member}{SEPARATOR}{fact}"


def member_fact(fact: g.Fact, facts: Mapping[str, g.Fact], collection: str, member: str) -> g.Fact:
    """A fact as a member of a list reports it."""
    whole = fact.part_of
    if whole and facts[whole].owner == fact.owner:
        whole = member_code(collection, member, whole)
    code = member_code(collection, member, fact.code)
    return attrs.evolve(fact, code=code, name=f"{fact.name} của {member}", part_of=whole)


def working_code(code: str) -> tuple[str, str, str]:
    """The code of a figure that is worked out, and the list and member that it is worked out for, if any.

    >>> working_code("=3@thon#Thôn 2"), working_code("=3")
    (('=3', 'thon', 'Thôn 2'), ('=3', '', ''))
    """
    code, _, place = code.partition(MEMBER)
    collection, _, member = place.partition(SEPARATOR)
    return code, collection, member


class Binding:
    """Puts the facts of one member of a list in place of the facts that all of its members report."""

    def __init__(self, facts: Mapping[str, g.Fact], tests: tuple[g.Test, ...], collection: str, member: str) -> None:
        self.facts = facts
        self.tests = tests
        self.collection = collection
        self.member = member

    def tree(self, tree: g.Tree) -> g.Tree:
        """A tree of what is asked of every member, asked of this one; ids carry its name."""
        identity = f"{tree.id}[{self.member}]"
        if isinstance(tree, g.Leaf):
            test = self.part(tree.bound if isinstance(tree, BoundLeaf) else self.tests[tree.test])
            return BoundLeaf(bound=test, id=identity, text=tree.text, origin=tree.origin, citation=tree.citation)
        names = [field.name for field in attrs.fields(type(tree))]
        changed: Any = {name: self._inside(getattr(tree, name)) for name in names}
        return attrs.evolve(tree, **{**changed, "id": identity})

    def _inside(self, value: Any) -> Any:
        if isinstance(value, g.Node):
            return self.tree(value)  # type: ignore[arg-type]
        if isinstance(value, tuple):
            return tuple(self._inside(part) for part in value)
        return self.part(value)

    def part(self, value: _Part) -> _Part:
        """A test, a sum or a reference with this member's facts."""
        found: Any = self._part(value)
        return found  # type: ignore[no-any-return]

    def _part(self, value: Any) -> Any:
        if isinstance(value, g.Reference):
            return attrs.evolve(value, fact=self._code(value.fact))
        if isinstance(value, tuple):
            return tuple(self._part(part) for part in value)
        if isinstance(value, g.Node):
            return self.tree(value)  # type: ignore[arg-type]
        if not attrs.has(type(value)):
            return value
        names = [field.name for field in attrs.fields(type(value))]
        return attrs.evolve(value, **{name: self._part(getattr(value, name)) for name in names})

    def _code(self, code: str) -> str:
        if code.startswith("="):
            return code if MEMBER in code else f"{code}{MEMBER}{self.collection}{SEPARATOR}{self.member}"
        fact = self.facts.get(code)
        if fact is None or fact.owner != self.collection:
            return code
        return member_code(self.collection, self.member, code)
