"""How points are earned: the part of a compiled set that comes to numbers instead of yes or no.

Points are exact; every node has an id, the author's wording and a place, like the nodes of conditions.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from antq_rules.graph.model import Form, Node, Tree


@attrs.frozen
class Earned(Node):
    """So many points; with a test only where it holds (else 0)."""

    form: Form
    test: Tree | None


@attrs.frozen
class Steps(Node):
    """`each` points for every full `size` of what is above 0 of a sum; below 0 they are taken off."""

    value: Form
    size: Fraction
    each: Fraction


@attrs.frozen
class Curve(Node):
    """Points on straight lines between knots (figure, points), flat beyond the ends."""

    value: Form
    knots: tuple[tuple[Fraction, Fraction], ...]


@attrs.frozen
class NoPoints(Node):
    """Does not apply: earns nothing and leaves the most that can be earned."""


@attrs.frozen
class Limited(Node):
    """A score kept between two limits (`None`: no limit), or rounded half up to a step."""

    score: Score
    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction | None = None


@attrs.frozen
class Bands(Node):
    """The score of the first case whose condition holds; 0 where none does."""

    cases: tuple[tuple[Tree, Score], ...]
    otherwise: Score | None


@attrs.frozen
class ScoredItem(Node):
    """A labelled item of a list of scores; `maximum` leaves the criterion's most where the item does not apply."""

    marker: str
    label: str
    code: str
    maximum: Fraction | None
    score: Score


@attrs.frozen
class ScoreSum(Node):
    """Scores added up."""

    items: tuple[ScoredItem, ...]


@attrs.frozen
class ScoreApplies(Node):
    """A score that counts only where a condition holds."""

    test: Tree
    score: Score


@attrs.frozen
class ScoreForTypes(Node):
    """A score that counts only for some types of unit."""

    types: tuple[str, ...]
    score: Score


Score = Earned | Steps | Curve | NoPoints | Limited | Bands | ScoredItem | ScoreSum | ScoreApplies | ScoreForTypes


@attrs.frozen
class Scoring:
    """How one criterion is scored: the score, the most, the weight, and the least that is enough.

    `minimum` is in points, or a share of the most where `minimum_is_share`. The most of a `bonus` is not part of what
    its group can earn.
    """

    score: Score
    maximum: Fraction
    weight: Fraction = Fraction(1)
    minimum: Fraction | None = None
    minimum_is_share: bool = False
    bonus: bool = False


@attrs.frozen
class GroupPoints:
    """What a group of criteria says of its points: a cap, the least that is enough, its weight."""

    title: str
    maximum: Fraction | None = None
    minimum: Fraction | None = None
    minimum_is_share: bool = False
    weight: Fraction = Fraction(1)


def scores_below(score: Score) -> tuple[Score, ...]:
    """The scores directly below one."""
    match score:
        case Limited() | ScoredItem() | ScoreApplies() | ScoreForTypes():
            return (score.score,)
        case Bands():
            found = tuple(one for _, one in score.cases)
            return found if score.otherwise is None else (*found, score.otherwise)
        case ScoreSum():
            return score.items
        case _:
            return ()


def walk_scores(score: Score) -> Iterator[Score]:
    """A score and every score below it."""
    yield score
    for below in scores_below(score):
        yield from walk_scores(below)


def trees_of(score: Score) -> Iterator[Tree]:
    """The conditions that a score and those below it look at."""
    for one in walk_scores(score):
        match one:
            case Earned() if one.test is not None:
                yield one.test
            case Bands():
                yield from (test for test, _ in one.cases)
            case ScoreApplies():
                yield one.test
            case _:
                pass


def forms_of(score: Score) -> Iterator[Form]:
    """The sums of figures that a score and those below it look at."""
    for one in walk_scores(score):
        if isinstance(one, Earned):
            yield one.form
        elif isinstance(one, Steps | Curve):
            yield one.value
