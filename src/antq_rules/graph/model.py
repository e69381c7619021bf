"""What a compiled set of criteria is made of.

Tests (the leaves that look at facts) are stored once each and shared; the tree above them keeps, at every node, the
author's own wording, the citation and the place in the rule file.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from antq_rules.source import fold_name
from antq_rules.types import DayOfYear

if TYPE_CHECKING:
    from antq_rules.graph.points import GroupPoints, Scoring
    from antq_rules.graph.rankings import Ranking

NO_MONTH: Final = 0
EACH_MONTH: Final = -1
YEAR_TOTAL: Final = -2


@attrs.frozen
class Member:
    """A grade or a member of a list: the text people read and its id for machines."""

    text: str
    code: str


@attrs.frozen
class Vocabulary:
    """A scale (members from lowest to highest) or a closed list."""

    title: str
    members: tuple[Member, ...]
    ordered: bool

    def position(self, written: str) -> int | None:
        """Where the member stands whose text or id was written, or `None`."""
        wanted = fold_name(written)
        for position, member in enumerate(self.members):
            if wanted in (fold_name(member.text), fold_name(member.code)):
                return position
        return None

    def named(self, text: str) -> int | None:
        """Where the member stands whose text was written, or `None`; ids are for data files, not for rule files."""
        wanted = fold_name(text)
        return next((at for at, member in enumerate(self.members) if fold_name(member.text) == wanted), None)


@attrs.frozen
class Fact:
    """A fact that a unit reports. `low`, `high` and `step` are in the root unit of its kind.

    `owner` is the list whose members report it; `result_of` the set whose verdict it is.
    `merging` says how figures of merged units combine: `sum`, `lowest`, `highest`, `union`, or empty where not stated.
    """

    code: str
    name: str
    kind: str
    unit: str = ""
    dimension: str = ""
    factor: Fraction = Fraction(1)
    vocabulary: str = ""
    meaning: str = ""
    evidence: str = ""
    part_of: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction | None = None
    fixed: bool = False
    old_codes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    merging: str = ""
    owner: str = ""
    result_of: str = ""

    @property
    def is_integer(self) -> bool:
        """Whether its values are whole numbers."""
        return self.kind in ("count", "positive_count", "monthly")

    @property
    def is_numeric(self) -> bool:
        """Whether its values are numbers, one or one a month."""
        return self.is_integer or self.kind in ("amount", "money")

    @property
    def lowest(self) -> Fraction:
        """The least value a figure may have, in the root unit."""
        return self.low if self.low is not None else Fraction(1 if self.kind == "positive_count" else 0)

    @property
    def may_be_absent(self) -> bool:
        """Whether `không có` is a value of it."""
        return self.kind in ("date", "grade", "choice")


@attrs.frozen
class Option:
    """One way of reading."""

    title: str
    code: str
    gloss: str


@attrs.frozen
class Reading:
    """A place where the source can be read in more than one way; the default option comes as its code."""

    code: str
    title: str
    options: tuple[Option, ...]
    default: str
    note_only: bool = False

    def option(self, written: str) -> Option | None:
        """The option whose title or id was written, or `None`."""
        wanted = fold_name(written)
        return next((o for o in self.options if wanted in (fold_name(o.code), fold_name(o.title))), None)


@attrs.frozen
class Policy:
    """What holds throughout a set: a value, or a value for each option of a reading."""

    value: str = ""
    reading: str = ""
    options: tuple[tuple[str, str], ...] = ()


@attrs.frozen
class Origin:
    """Where a node stands in the rule files."""

    file: str
    line: int
    column: int


@attrs.frozen(order=True)
class Reference:
    """A fact at a year (`offset` from the assessed year, or an absolute `year`), and a month of a monthly fact.

    `month` is 1 to 12, `NO_MONTH` (0), `EACH_MONTH` (-1) or `YEAR_TOTAL` (-2, the sum of the months of the period).
    """

    fact: str
    offset: int = 0
    year: int = 0
    month: int = 0


@attrs.frozen
class Form:
    """A sum of facts with coefficients and a constant, in the root unit of its kind."""

    terms: tuple[tuple[Reference, Fraction], ...] = ()
    constant: Fraction = Fraction(0)


@attrs.frozen
class Parameter:
    """A figure that somebody outside the file may set; `fact` says its name, unit and range, `setter` who sets it.

    `value` is the figure in force, in the root unit of its kind, `changed` whether it was set from outside.
    """

    fact: Fact
    value: Fraction
    setter: str = ""
    changed: bool = False


# ------------------------------------------------------------------------------------------------ worked out figures
@attrs.frozen
class CountWhere:
    """How many members of a list meet a condition."""

    collection: Reference
    condition: Tree | None


@attrs.frozen
class SumOver:
    """A figure added up over the members of a list."""

    collection: Reference
    addend: Reference


@attrs.frozen
class Product:
    """Two sums multiplied."""

    left: Form
    right: Form


@attrs.frozen
class Quotient:
    """One sum divided by another; at a whole of 0 the set's rule for an empty whole holds."""

    part: Form
    whole: Form


@attrs.frozen
class Rounded:
    """A sum rounded half up to a step."""

    value: Form
    step: Fraction


Working = CountWhere | SumOver | Product | Quotient | Rounded


@attrs.frozen
class Computed:
    """A figure worked out from facts; it stands in sums under the code of its `fact` (`=1`, `=2` …)."""

    fact: Fact
    working: Working


# ------------------------------------------------------------------------------------------------ tests
@attrs.frozen
class Comparison:
    """`left operator right`, and with `upper` also `left upper_operator upper`; `monthly` asks it of each month.

    `unit` and `factor` are those in which figures are shown: a root amount divided by `factor`.
    """

    left: Form
    operator: str
    right: Form
    upper: Form | None = None
    upper_operator: str = ""
    unit: str = ""
    factor: Fraction = Fraction(1)
    monthly: bool = False


@attrs.frozen
class Relative:
    """`left operator multiple * base + addend`, with a stated meaning where the base is 0 or did not exist.

    `kind` is `change` (`base` is of an earlier year, or the mean of some) or `share` (`base` is the whole).
    `zero` is what holds at base 0: `plain` (the arithmetic says it), `fall` (holds at 0, marked as nothing arisen),
    `rise` (holds above 0), `no_rise` (holds at 0), a verdict's value, or `policy` (the set's `khi không có đối tượng`).
    `no_base` is a verdict's value, `policy` (the set's `khi không có năm trước`) or empty (then unknown).
    `rate` and `rate_operator` are the limit as an official reads it (`giảm`/`tăng` is `direction`, `đạt` etc. for a
    share); with `rounding` the rate in percent is rounded half up to that many decimals before it is compared.
    """

    kind: str
    left: Form
    base: Form
    operator: str
    multiple: Fraction
    addend: Fraction
    zero: str
    no_base: str
    direction: str = ""
    rate: Fraction | None = None
    rate_operator: str = ""
    rounding: int | None = None
    unit: str = ""
    factor: Fraction = Fraction(1)
    parameter: str = ""


@attrs.frozen
class GradeTest:
    """A grade between two ranks, both included; `excluded` is a rank that does not count (`khác`)."""

    reference: Reference
    low: int
    high: int
    excluded: int = -1


@attrs.frozen
class ChoiceTest:
    """One of a list: member ids, or any other where `negated`."""

    reference: Reference
    members: tuple[str, ...]
    negated: bool


@attrs.frozen
class SetTest:
    """What a reported set has: `kind` is `all`, `none`, `some` (at least `count`) or `exactly`."""

    reference: Reference
    kind: str
    members: tuple[str, ...]
    count: int = 0


@attrs.frozen
class DateTest:
    """A date between two ends (`None`: no limit); an end is excluded where its flag says so; `negated` for `khác`.

    Ends without a year are of the assessed year moved by `offset`.
    """

    reference: Reference
    first: DayOfYear | None
    last: DayOfYear | None
    first_excluded: bool = False
    last_excluded: bool = False
    negated: bool = False
    offset: int = 0


@attrs.frozen
class AttestationTest:
    """A yes (with what its evidence calls for) or a no."""

    reference: Reference
    positive: bool


@attrs.frozen
class PresenceTest:
    """Whether a date, grade, one of a list or set is there at all."""

    reference: Reference
    positive: bool


@attrs.frozen
class Span:
    """So many days, weeks, months or years (`unit`: `ngày`, `tuần`, `tháng`, `năm`); below 0 it lies before."""

    count: int
    unit: str


@attrs.frozen
class DateOrder:
    """One date against another: between `low` and `high` after it (`None`: no limit), ends excluded by their flags."""

    reference: Reference
    since: Reference
    low: Span | None
    high: Span | None
    low_excluded: bool = False
    high_excluded: bool = False


@attrs.frozen
class UnitTest:
    """The unit itself: its type is one of `types`, or the assessed year lies between `first` and `last`."""

    types: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None


Test = (
    Comparison
    | Relative
    | GradeTest
    | ChoiceTest
    | SetTest
    | DateTest
    | DateOrder
    | AttestationTest
    | PresenceTest
    | UnitTest
)


# ------------------------------------------------------------------------------------------------ tree
@attrs.frozen(kw_only=True)
class Node:
    """What every node of the tree has: a stable id, the author's wording and place, and a citation.

    Ids are unique in a set: `19` the criterion, `19.a` its items, `19.a.1` items of an item, `19.a@theo_nam_truoc` an
    option of a reading, and `19.a:1` the unlabelled nodes below an item, counted in the order of the text.
    """

    id: str = ""
    text: str = ""
    origin: Origin = Origin("", 0, 0)
    citation: str = ""


@attrs.frozen
class Leaf(Node):
    """A test, by its number in the set's table."""

    test: int


@attrs.frozen
class Constant(Node):
    """Outcomes stated outright."""

    outcomes: int


@attrs.frozen
class Grouping:
    """Children (by position) that join under a choice that depends on a reading."""

    reading: str
    positions: tuple[int, ...]
    options: tuple[tuple[str, str, int], ...]


@attrs.frozen
class Joined(Node):
    """All, any or at least `count` of the children; `inline` where the author wrote `và`/`hoặc`.

    `amount` stands for `count` where a fact says how many; children at `mandatory` positions must hold besides.
    """

    kind: str
    children: tuple[Tree, ...]
    count: int = 0
    inline: bool = False
    groupings: tuple[Grouping, ...] = ()
    amount: Form | None = None
    mandatory: tuple[int, ...] = ()


@attrs.frozen
class Item(Node):
    """A labelled item of a list."""

    marker: str
    label: str
    code: str
    child: Tree


@attrs.frozen
class Not(Node):
    """The complement."""

    child: Tree


@attrs.frozen
class Branch(Node):
    """If, then, otherwise; without `otherwise` it does not apply where the condition is false."""

    test: Tree
    then: Tree
    otherwise: Tree | None


@attrs.frozen
class ByReading(Node):
    """One child for each option (by id) of a reading."""

    reading: str
    options: tuple[tuple[str, Tree], ...]


@attrs.frozen
class ForTypes(Node):
    """Applies only to some types of unit."""

    types: tuple[str, ...]
    child: Tree


@attrs.frozen
class ForYears(Node):
    """Applies only in some assessed years."""

    first: int | None
    last: int | None
    child: Tree


@attrs.frozen
class NamedCondition(Node):
    """A condition used by name, with its body behind it."""

    name: str
    child: Tree


@attrs.frozen
class Cases(Node):
    """The body of the first case whose condition holds; without `otherwise` it does not apply where none does.

    `table` is the name of the table whose rows the cases are, or empty; `exhaustive` says that one case always holds.
    """

    cases: tuple[tuple[Tree, Tree], ...]
    otherwise: Tree | None
    table: str = ""
    exhaustive: bool = False


@attrs.frozen
class CriterionState(Node):
    """Whether another criterion of the set has a verdict."""

    number: str
    verdict: str


@attrs.frozen
class PointsTest(Node):
    """The points of a criterion against a limit, or against a share of the most; without an operator only shown."""

    number: str
    operator: str
    limit: Fraction
    of_maximum: bool


@attrs.frozen
class Quantified(Node):
    """What is asked of the members of a list: of `every` one, of `none`, or of so many or such a share (`some`).

    `kept` says which members count; `share` is set where a share is asked; `empty` is a verdict's value, `policy` or
    empty (an ordinary count).
    """

    kind: str
    collection: Reference
    operator: str
    count: int
    share: Fraction | None
    kept: Tree | None
    child: Tree
    empty: str


Tree = (
    Leaf
    | Constant
    | Joined
    | Item
    | Not
    | Branch
    | ByReading
    | ForTypes
    | ForYears
    | NamedCondition
    | Cases
    | CriterionState
    | Quantified
    | PointsTest
)


def children_of(tree: Tree) -> tuple[Tree, ...]:
    """The nodes directly below a node, all options of a reading among them."""
    match tree:
        case Leaf() | Constant() | CriterionState() | PointsTest():
            return ()
        case Cases():
            pairs = tuple(part for pair in tree.cases for part in pair)
            return pairs if tree.otherwise is None else (*pairs, tree.otherwise)
        case Quantified():
            return (tree.child,) if tree.kept is None else (tree.kept, tree.child)
        case Joined():
            return tree.children
        case Branch():
            return (tree.test, tree.then) if tree.otherwise is None else (tree.test, tree.then, tree.otherwise)
        case ByReading():
            return tuple(child for _, child in tree.options)
        case _:
            return (tree.child,)


def walk(tree: Tree) -> Iterator[Tree]:
    """A node and every node below it, in the order of the text, all options of a reading among them."""
    yield tree
    for child in children_of(tree):
        yield from walk(child)


@attrs.frozen
class Criterion:
    """One criterion: number, title, citation, and the tree that decides it."""

    number: str
    title: str
    code: str
    group: str
    citation: str
    notes: tuple[str, ...]
    quotation: str
    tree: Tree
    origin: Origin
    scoring: Scoring | None = None
    levels: tuple[tuple[str, Tree], ...] = ()


@attrs.frozen
class ConclusionTest:
    """What a conclusion asks of the criteria: `all`, `share`, `count`, `criterion`, `và`, `hoặc`.

    Of points (`total`, `group`, `points`, `no_group`, `no_criterion`): `operator` and `limit`, and with `upper` a
    second limit; of their share of the most where `of_maximum`. `minimum_groups`, `minimum_criteria`: the least that
    is enough. `level`: every criterion reaches the level `name`. `fact`: a condition about the unit.
    """

    kind: str
    share: Fraction = Fraction(1)
    count: int = 0
    criterion: str = ""
    verdict: str = ""
    parts: tuple[ConclusionTest, ...] = ()
    name: str = ""
    operator: str = ""
    limit: Fraction = Fraction(0)
    upper_operator: str = ""
    upper: Fraction = Fraction(0)
    of_maximum: bool = False
    tree: Tree | None = None
    text: str = ""


@attrs.frozen
class ClassTurn:
    """What lowers a class by so many steps, or keeps it from being better than one (its position)."""

    steps: int
    cap: int
    test: ConclusionTest
    text: str


@attrs.frozen
class Classification:
    """Classes from best to worst with what each asks (`None`: all the rest); the first that is met counts."""

    title: str
    classes: tuple[tuple[str, ConclusionTest | None], ...]
    turns: tuple[ClassTurn, ...]
    origin: Origin


@attrs.frozen
class Conclusion:
    """A conclusion drawn from the criteria."""

    title: str
    test: ConclusionTest
    text: str = ""


@attrs.frozen
class Given:
    """A value that an example gives: a fact's code, the year it is of, and the value as it stands in a data file."""

    fact: str
    year: int
    value: object


@attrs.frozen
class Expectation:
    """What an example expects: `kind` is `criterion`, `item`, `conclusion`, `class`, `total`, `group` or `points`.

    `verdict` is a verdict's value, or the name of a class (empty: undecided); `points` is what `total`, `group` and
    `points` expect.
    """

    kind: str
    name: str
    verdict: str
    points: Fraction | None = None


@attrs.frozen
class Example:
    """A worked example of a rule file, ready to be run."""

    title: str
    unit_type: str
    readings: tuple[tuple[str, str], ...]
    cutoff: DayOfYear | None
    year: int
    given: tuple[Given, ...]
    expectations: tuple[Expectation, ...]
    origin: Origin
    parameters: tuple[tuple[str, Fraction], ...] = ()


@attrs.frozen
class Replacement:
    """A set that another one replaces, by its code; for some types of unit only, or for all where none is named."""

    code: str
    unit_types: tuple[str, ...]
    origin: Origin


@attrs.frozen
class Program:
    """A compiled set of criteria: everything an executor, an explanation or a form needs."""

    code: str
    title: str
    basis: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    unit_types: tuple[str, ...]
    notes: tuple[str, ...]
    period_start: DayOfYear | None
    policies: tuple[tuple[str, Policy], ...]
    vocabularies: tuple[Vocabulary, ...]
    readings: tuple[Reading, ...]
    facts: tuple[Fact, ...]
    tests: tuple[Test, ...]
    criteria: tuple[Criterion, ...]
    conclusions: tuple[Conclusion, ...]
    sources: tuple[tuple[str, str], ...] = ()
    replaces: tuple[Replacement, ...] = ()
    topic: str = ""
    origin: Origin = Origin("", 0, 0)
    parameters: tuple[Parameter, ...] = ()
    computed: tuple[Computed, ...] = ()
    groups: tuple[GroupPoints, ...] = ()
    classifications: tuple[Classification, ...] = ()
    rankings: tuple[Ranking, ...] = ()
