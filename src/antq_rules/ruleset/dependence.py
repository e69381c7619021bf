"""Which readings a criterion depends on: those in its tree, and those of the set's policies that its tests can meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antq_rules.engine import evaluate as e
from antq_rules.engine.evaluate import references
from antq_rules.graph import model as g
from antq_rules.graph.points import forms_of, trees_of


def readings_of(program: g.Program, criterion: g.Criterion) -> tuple[str, ...]:
    """The codes of the readings that can change a criterion's verdict, in the order they are met."""
    seen = {criterion.number}
    nodes = list(_of_criterion(program, criterion, seen))
    scored = [one.scoring.score for one in program.criteria if one.number in seen and one.scoring is not None]
    figures = [reference for score in scored for form in forms_of(score) for reference, _ in form.terms]
    found = dict.fromkeys(_in_tree(nodes))
    policies = {key: policy.reading for key, policy in program.policies if policy.reading}
    kinds = {fact.code: fact.kind for fact in program.facts}
    tests = [program.tests[node.test] for node in nodes if isinstance(node, g.Leaf)]
    for key, reading in policies.items():
        if (
            any(_matters(key, test, kinds) for test in tests)
            or any(_matters_to_node(key, node) for node in nodes)
            or any(_matters_to_points(key, figure) for figure in figures)
        ):
            found[reading] = None
    return tuple(found)


def _of_criterion(program: g.Program, criterion: g.Criterion, seen: set[str]) -> Iterator[g.Tree]:
    """The nodes of a criterion, those that its points come from among them."""
    yield from _nodes(program, criterion.tree, seen)
    if criterion.scoring is None:
        return
    for tree in trees_of(criterion.scoring.score):
        yield from _nodes(program, tree, seen)
    for form in forms_of(criterion.scoring.score):
        for reference, _ in form.terms:
            yield from _worked_out(program, reference.fact, seen)


def _nodes(program: g.Program, tree: g.Tree, seen: set[str]) -> Iterator[g.Tree]:
    """A tree's nodes, those of criteria that it mentions and of figures that it works out among them."""
    for node in g.walk(tree):
        yield node
        if isinstance(node, g.CriterionState) and node.number not in seen:
            seen.add(node.number)
            other = next(criterion for criterion in program.criteria if criterion.number == node.number)
            yield from _of_criterion(program, other, seen)
        elif isinstance(node, g.Leaf):
            for reference in references(program.tests[node.test]):
                yield from _worked_out(program, reference.fact, seen)


def _worked_out(program: g.Program, code: str, seen: set[str]) -> Iterator[g.Tree]:
    working = next((one.working for one in program.computed if one.fact.code == code), None)
    if working is None or code in seen:
        return
    seen.add(code)
    if isinstance(working, g.CountWhere) and working.condition is not None:
        yield from _nodes(program, working.condition, seen)
    for form in _forms(working):
        for reference, _ in form.terms:
            yield from _worked_out(program, reference.fact, seen)


def looked_at(program: g.Program) -> Iterator[str]:
    """The codes of all facts that a set looks at outside its tests: lists, figures worked out, how many items."""
    trees = [criterion.tree for criterion in program.criteria]
    for criterion in program.criteria:
        trees += [tree for _, tree in criterion.levels]
        if criterion.scoring is not None:
            trees += trees_of(criterion.scoring.score)
            for form in forms_of(criterion.scoring.score):
                yield from (reference.fact for reference, _ in form.terms)
    for one in program.computed:
        if isinstance(one.working, g.CountWhere) and one.working.condition is not None:
            trees.append(one.working.condition)
    for tree in trees:
        for node in g.walk(tree):
            if isinstance(node, g.Quantified):
                yield node.collection.fact
            elif isinstance(node, g.Joined) and node.amount is not None:
                yield from (reference.fact for reference, _ in node.amount.terms)
    for ranking in program.rankings:
        for key in ranking.keys:
            if key.form is not None:
                yield from (reference.fact for reference, _ in key.form.terms)
    for one in program.computed:
        match one.working:
            case g.CountWhere():
                yield one.working.collection.fact
            case g.SumOver():
                yield one.working.collection.fact
                yield one.working.addend.fact
            case working:
                yield from (reference.fact for form in _forms(working) for reference, _ in form.terms)


def _forms(working: g.Working) -> tuple[g.Form, ...]:
    match working:
        case g.Product():
            return working.left, working.right
        case g.Quotient():
            return working.part, working.whole
        case g.Rounded():
            return (working.value,)
        case _:
            return ()


def _in_tree(nodes: Sequence[g.Tree]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, g.ByReading):
            yield node.reading
        if isinstance(node, g.Joined):
            yield from (grouping.reading for grouping in node.groupings)


def _matters_to_node(key: str, node: g.Tree) -> bool:
    """Whether a node that is no test can come out otherwise under a policy of the set."""
    match node:
        case g.Branch():
            return key == e.CONDITION_UNKNOWN and node.otherwise is None
        case g.Quantified():
            return key == e.EMPTY_WHOLE and node.empty == "policy"
        case g.Joined():
            earlier = node.amount is not None and any(_is_earlier(reference) for reference, _ in node.amount.terms)
            return key == e.NO_YEAR_BEFORE and earlier
        case _:
            return False


def _matters_to_points(key: str, figure: g.Reference) -> bool:
    """Whether points that a figure earns can come out otherwise under a policy of the set."""
    return (key == e.EMPTY_WHOLE and figure.fact.startswith("=")) or (key == e.NO_YEAR_BEFORE and _is_earlier(figure))


def _is_earlier(reference: g.Reference) -> bool:
    return reference.offset < 0 or bool(reference.year)


def _matters(key: str, test: g.Test, kinds: dict[str, str]) -> bool:
    positive = any(kinds.get(reference.fact) == "positive_count" for reference in references(test))
    match key:
        case e.EMPTY_WHOLE:
            worked_out = any(reference.fact.startswith("=") for reference in references(test))
            return worked_out or (isinstance(test, g.Relative) and test.zero == "policy")
        case e.EMPTY_POSITIVE_WHOLE:
            return positive
        case e.EVIDENCE_MISSING | e.EVIDENCE_NOT_SHOWN:
            return isinstance(test, g.AttestationTest)
        case e.PARTLY_KNOWN_SUM:
            return isinstance(test, g.Comparison) and max(len(test.left.terms), len(test.right.terms)) > 1
        case e.NOT_LISTED:
            return isinstance(test, g.SetTest | g.PresenceTest)
        case e.NO_YEAR_BEFORE:
            return any(_is_earlier(reference) for reference in references(test))
        case e.MONTH_END:
            return e.counts_months(test)
        case _:
            return False
