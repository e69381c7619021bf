"""Conclusions and classes over columns: what they ask of the criteria, of their points and levels, and of the unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.outcomes import Outcome, Outcomes
from antq_rules.columnar.scores import Points, Scores
from antq_rules.graph import model as g
from antq_rules.types import NOT_APPLICABLE, Verdict


class Conclusions:
    """Makes what conclusions ask; `criteria` are the outcomes of the criteria by number."""

    def __init__(
        self,
        program: g.Program,
        outcomes: Outcomes,
        scores: Scores,
        outcome: Callable[[g.Tree], Outcome],
        criteria: Mapping[str, Outcome],
    ) -> None:
        self.program = program
        self.outcomes = outcomes
        self.builder = outcomes.builder
        self.scores = scores
        self.outcome = outcome
        self.criteria = criteria

    def conclude(self, test: g.ConclusionTest) -> Outcome:
        """What one test of a conclusion comes to."""
        outcomes = self.outcomes
        values = list(self.criteria.values())
        match test.kind:
            case "all":
                return outcomes.all_of(values)
            case "share":
                return outcomes.share_of(test.share, values)
            case "count":
                return outcomes.at_least(test.count, values)
            case "criterion":
                return outcomes.matches(self.criteria[test.criterion], Verdict(test.verdict))
            case "và" | "hoặc":
                parts = [self.conclude(part) for part in test.parts]
                return outcomes.all_of(parts) if test.kind == "và" else outcomes.any_of(parts)
            case "fact":
                assert test.tree is not None
                return self.outcome(test.tree)
            case "level":
                return outcomes.all_of([self._level(criterion, test.name) for criterion in self.program.criteria])
            case _:
                return self._of_points(test)

    def _level(self, criterion: g.Criterion, name: str) -> Outcome:
        if not criterion.levels:
            return self.outcome(criterion.tree)
        names = [level for level, _ in criterion.levels]
        below = criterion.levels[: names.index(name) + 1]
        return self.outcomes.all_of([self.outcome(tree) for _, tree in below])

    # ------------------------------------------------------------------------------------------ points
    def _of_points(self, test: g.ConclusionTest) -> Outcome:
        outcomes, scores = self.outcomes, self.scores
        scored = [criterion for criterion in self.program.criteria if criterion.scoring is not None]
        match test.kind:
            case "total":
                return self._limits(test, scores.total())
            case "group":
                return self._limits(test, scores.of_group(test.name))
            case "points":
                return self._limits(test, scores.of_criterion(test.name))
            case "no_group":
                found = [self._limits(test, scores.of_group(title)) for title in scores.titles()]
                return outcomes.all_of([outcomes.negate(one) for one in found])
            case "no_criterion":
                found = [self._limits(test, scores.of_criterion(criterion.number)) for criterion in scored]
                return outcomes.all_of([outcomes.negate(one) for one in found])
            case "minimum_groups":
                return outcomes.all_of(
                    [
                        scores.compared(
                            scores.of_group(group.title, weighted=False), ">=", group.minimum, group.minimum_is_share
                        )
                        for group in self.program.groups
                        if group.minimum is not None
                    ]
                )
            case _:
                return outcomes.all_of([self._minimum(criterion) for criterion in scored])

    def _minimum(self, criterion: g.Criterion) -> Outcome:
        scoring = criterion.scoring
        if scoring is None or scoring.minimum is None:
            return self.outcomes.constant(NOT_APPLICABLE)
        points = self.scores.of_criterion(criterion.number)
        return self.scores.compared(points, ">=", scoring.minimum, scoring.minimum_is_share)

    def _limits(self, test: g.ConclusionTest, points: Points) -> Outcome:
        found = self.scores.compared(points, test.operator, test.limit, test.of_maximum)
        if not test.upper_operator:
            return found
        upper = self.scores.compared(points, test.upper_operator, test.upper, test.of_maximum)
        return self.outcomes.all_of([found, upper])

    # ------------------------------------------------------------------------------------------ classes
    def classes(self, classification: g.Classification) -> tuple[tuple[str, Expression], ...]:
        """Every class of a classification, best first, with whether it is still possible."""
        b = self.builder
        names = [name for name, _ in classification.classes]
        found = []
        ahead = b.not_(b.is_null(self.scores.leaves.unit_type))
        for _, test in classification.classes:
            if test is None:
                found.append(ahead)
                ahead = b.false
                continue
            outcome = self.conclude(test)
            found.append(b.and_([ahead, outcome.holds]))
            ahead = b.and_([ahead, b.or_([outcome.fails, outcome.drops])])
        for turn in classification.turns:
            outcome = self.conclude(turn.test)
            unmet = b.or_([outcome.fails, outcome.drops])
            places: list[list[Expression]] = [[b.and_([one, unmet])] for one in found]
            for position, one in enumerate(found):
                moved = position + turn.steps if turn.steps else max(position, turn.cap)
                places[min(moved, len(names) - 1)].append(b.and_([one, outcome.holds]))
            found = [b.or_(ways) for ways in places]
        return tuple(zip(names, found, strict=True))
