"""Which lines of a criterion's explanation have a margin, and where each is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.margins import Margin, Margins
from antq_rules.columnar.outcomes import Outcome
from antq_rules.columnar.ratios import Ratio
from antq_rules.columnar.scored import Scored
from antq_rules.graph import model as g
from antq_rules.graph import points as p

Children = Callable[[g.Tree], Iterator[tuple[g.Tree, Expression, Expression]]]
_Places = dict[tuple[str, str], tuple[Margin, list[Expression]]]


@attrs.frozen(eq=False)
class MarginMade:
    """The margin of one line of an explanation: the item it stands in (or nothing), its id, how far, in which unit.

    `amount` is null where the line has no margin or is not shown.
    """

    item: str
    node: str
    amount: Ratio
    unit: str


class MarginNodes:
    """Finds the margins of criteria; `children` are the nodes below one, each with where it is shown."""

    def __init__(
        self, program: g.Program, margins: Margins, outcome: Callable[[g.Tree], Outcome], children: Children
    ) -> None:
        self.program = program
        self.margins = margins
        self.builder = margins.builder
        self.outcome = outcome
        self.children = children

    def of_criterion(self, criterion: g.Criterion) -> tuple[MarginMade, ...]:
        """The margins of a criterion, in the order of its text; a unit of another type than the set's has none."""
        b, found = self.builder, _Places()
        own = b.not_(b.is_null(self.margins.leaves.unit_type))
        self._walk(criterion.tree, own, "", found)
        made = []
        for (item, node), ((amount, unit), shown) in found.items():
            kept = self.margins.where(b.or_(shown), amount)
            if kept.top is not b.none:
                made.append(MarginMade(item, node, kept, unit))
        return tuple(made)

    def _walk(self, node: g.Tree, shown: Expression, item: str, found: _Places) -> None:
        if shown is self.builder.false or isinstance(node, g.CriterionState):
            return  # what stands below the state of a criterion belongs to that criterion
        margin = None
        match node:
            case g.Leaf():
                margin = self.margins.of_test(self.program.tests[node.test])
            case g.PointsTest():
                margin = self.margins.of_points(node, self.outcome(node))
                scores = self.margins.scores
                self._walk_scores(scores.scoring(node.number).score, scores.scored(node.number), shown, item, found)
            case g.Item():
                item = node.id
            case _:
                pass
        if margin is not None:
            found.setdefault((item, node.id), (margin, []))[1].append(shown)
        for child, _, here in self.children(node):
            self._walk(child, self.builder.and_([shown, here]), item, found)

    def _walk_scores(self, node: p.Score, scored: Scored, shown: Expression, item: str, found: _Places) -> None:
        """The conditions that scores look at; nothing is shown below a score that does not apply.

        What only wraps another score is one line with it, so what it wraps is always looked at.
        """
        b = self.builder
        for here, tree in scored.tests:
            self._walk(tree, b.and_([shown, here]), item, found)
        wraps = isinstance(node, p.ScoredItem | p.Limited | p.ScoreForTypes)
        below = shown if wraps else b.and_([shown, scored.counts])
        for inner, (here, child) in zip(p.scores_below(node), scored.children, strict=False):  # bands may end early
            self._walk_scores(inner, child, b.and_([below, here]), item, found)
