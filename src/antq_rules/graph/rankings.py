"""How many units are ranked against each other: who takes part, by what, how many are chosen, what holds for equals."""

from __future__ import annotations

from fractions import Fraction

import attrs

from antq_rules.graph.model import Form, Origin


@attrs.frozen
class Entrant:
    """Who takes part: units of which a conclusion has a verdict, or whose class is one of `classes`."""

    kind: str
    title: str
    verdict: str = ""
    classes: tuple[str, ...] = ()


@attrs.frozen
class RankKey:
    """What units are compared by: `total`, `group`, `points` of a criterion, or a `quantity` (`form`)."""

    kind: str
    name: str
    falling: bool
    text: str
    form: Form | None = None
    unit: str = ""
    factor: Fraction = Fraction(1)


@attrs.frozen
class Ranking:
    """A ranking: `count` units, a `share` of those ranked, or so many of each type; `ties` as the rule words it."""

    title: str
    entrants: tuple[Entrant, ...]
    keys: tuple[RankKey, ...]
    count: int | None
    share: Fraction | None
    rounds_up: bool
    by_type: tuple[tuple[str, int], ...]
    ties: str
    origin: Origin
