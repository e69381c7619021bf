"""A syntax tree in another place: the same nodes, their places in the file counted on."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, TypeVar

import attrs

from antq_rules.syntax import tree as t
from antq_rules.types import DayOfYear, Span, Verdict

Part = TypeVar("Part", bound=t.Node)


def moved(node: Part, file: str, by: int) -> Part:
    """A tree read from a text alone, as part of a file in which that text starts `by` characters in.

    A text at the very start of a file is read with a line end before it, so `by` may be -1.

    >>> moved(t.Name("Công tác", span=Span("", 6, 14)), "a.rules", 100).span
    Span(file='a.rules', start=106, end=114)
    """
    there: Part = _moved(node, file, by)
    return there


def _moved(part: Any, file: str, by: int) -> Any:
    kind = type(part)
    if kind is tuple:
        return tuple([one if type(one) in _WITHOUT_PLACE else _moved(one, file, by) for one in part])
    if kind is Span:
        return part if part is t.NOWHERE else Span(file, max(part.start + by, 0), max(part.end + by, 0))
    fields = {}
    for name in _names(kind):
        value = getattr(part, name)
        fields[name] = value if type(value) in _WITHOUT_PLACE else _moved(value, file, by)
    return kind(**fields)


_WITHOUT_PLACE: Final = frozenset({str, int, bool, type(None), Fraction, DayOfYear, Verdict})


_NAMES: Final[dict[type[t.Node], tuple[str, ...]]] = {}


def _names(kind: type[t.Node]) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in attrs.fields(kind))
    return _NAMES[kind]
