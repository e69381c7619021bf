"""The syntax tree. Every node is frozen and compares by meaning: places in the file take no part in equality."""

from __future__ import annotations

from fractions import Fraction

import attrs

from antq_rules.types import DayOfYear, Span, Verdict

NOWHERE = Span("", 0, 0)


@attrs.frozen(kw_only=True)
class Node:
    """A node with its place in the file."""

    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False)


@attrs.frozen
class Name(Node):
    """A name in square brackets, or a text in quotation marks, or a code, as written."""

    text: str


# ------------------------------------------------------------------------------------------------ quantities
@attrs.frozen
class FactReference(Node):
    """A fact at a year: 0 the assessed year, -1 the year before; or an absolute year."""

    name: str
    offset: int = 0
    year: int | None = None
    counted: bool = False
    whole_year: bool = False
    average: int = 0


@attrs.frozen
class CountWhere(Node):
    """`số [các thôn] mà (…)`: how many members of a list meet a condition."""

    collection: FactReference
    condition: Condition


@attrs.frozen
class SumOver(Node):
    """`tổng số [hộ của thôn] trong [các thôn]`: a figure added up over the members of a list."""

    fact: FactReference
    collection: str


@attrs.frozen
class Figure(Node):
    """A number with an optional unit, in the author's spelling of its digits."""

    value: Fraction
    unit: str = ""
    spelling: str = attrs.field(default="", eq=False)


@attrs.frozen
class Percentage(Node):
    """A percentage; `value` is a fraction of one."""

    value: Fraction
    spelling: str = attrs.field(default="", eq=False)


@attrs.frozen
class Rate(Node):
    """`5 vụ tính trên 10.000 [người dân]`: a threshold in proportion to a figure."""

    amount: Figure
    per: Fraction
    base: FactReference


@attrs.frozen
class Arithmetic(Node):
    """Two quantities joined by `+`, `-`, `×` or `/`."""

    operator: str
    left: Quantity
    right: Quantity


@attrs.frozen
class Rounded(Node):
    """A quantity rounded half up to some decimals."""

    value: Quantity
    places: int


@attrs.frozen
class Text(Node):
    """A text in quotation marks where a value stands: a grade or a member."""

    text: str


@attrs.frozen
class Day(Node):
    """A day where a value stands."""

    day: DayOfYear


Quantity = FactReference | CountWhere | SumOver | Figure | Percentage | Rate | Arithmetic | Rounded
Value = Quantity | Text | Day


# ------------------------------------------------------------------------------------------------ predicates
@attrs.frozen
class Compare(Node):
    """`ít nhất`, `không quá`, …: an operator (`>=`, `>`, `<=`, `<`, `=`, `!=`), the words used, a value.

    `earlier_years` is set where a deadline says `kể cả trước năm xét`: the day may lie before the assessed year.
    """

    operator: str
    words: str
    value: Value
    earlier_years: bool = False


@attrs.frozen
class Between(Node):
    """`từ … đến …`; the upper end is excluded after `đến dưới`."""

    low: Value
    high: Value
    open: bool = False


@attrs.frozen
class Tails(Node):
    """What a line states for a base of 0, a year before that does not exist, an empty whole."""

    base_zero: Verdict | str | None = None
    no_base: Verdict | None = None
    empty: Verdict | None = None


@attrs.frozen
class Base(Node):
    """What a change is measured against: the year before, the mean of some years before, or one year."""

    years_before: int = 1
    year: int | None = None


@attrs.frozen
class Change(Node):
    """`giảm ít nhất 5% so với năm trước`: direction, optional limit (operator, words, amount), base."""

    direction: str
    operator: str
    words: str
    amount: Figure | Percentage | FactReference | None
    base: Base
    tails: Tails


@attrs.frozen
class Share(Node):
    """`đạt 100% [B]`, `chiếm dưới 1,5% [B]`."""

    verb: str
    operator: str
    words: str
    percentage: Percentage | FactReference
    link: str
    whole: FactReference | CountWhere | SumOver
    rounding: int | None
    tails: Tails


@attrs.frozen
class IsOneOf(Node):
    """`là "…"`, `thuộc "…"; "…"` and their negations."""

    members: tuple[Name, ...]
    negated: bool
    single: bool


@attrs.frozen
class Includes(Node):
    """What a set has: all of some members, none of one, at least k of a list, exactly a list."""

    kind: str
    members: tuple[Name, ...] = ()
    catalogue: Name | None = None
    count: int = 0


@attrs.frozen
class Period(Node):
    """`trong quý I`, `trong tháng 6`, `trong năm`."""

    kind: str
    number: int = 0


@attrs.frozen
class Duration(Node):
    """`15 ngày`, `02 tháng`: a count of days, weeks, months or years."""

    count: int
    unit: str


@attrs.frozen
class DateAgainst(Node):
    """`trước [ngày B]`, `sau [ngày B] ít nhất 10 ngày`: one date against another, with an optional gap."""

    words: str
    other: FactReference
    gap_words: str = ""
    gap: Duration | None = None


@attrs.frozen
class Within(Node):
    """`trong vòng 15 ngày kể từ ngày [B]`: not before the other date and not later than so long after it."""

    duration: Duration
    other: FactReference


Predicate = Compare | Between | Change | Share | IsOneOf | Includes | Period | DateAgainst | Within


# ------------------------------------------------------------------------------------------------ conditions
@attrs.frozen
class Junction(Node):
    """Conditions joined by one word, `và` or `hoặc`."""

    word: str
    parts: tuple[Condition, ...]


@attrs.frozen
class Not(Node):
    """`không phải (…)`."""

    part: Condition


@attrs.frozen
class Branch(Node):
    """`nếu … thì … nếu không thì …`."""

    test: Condition
    then: Condition
    otherwise: Condition | None


@attrs.frozen
class Test(Node):
    """A quantity and what is asked of it."""

    subject: Quantity
    predicate: Predicate


@attrs.frozen
class Monthly(Node):
    """A test asked of each month of the year."""

    test: Test


@attrs.frozen
class Attested(Node):
    """`có [x]`, `không để xảy ra [x]`: the words decide only between yes and no."""

    verb: str
    positive: bool
    fact: FactReference


@attrs.frozen
class Named(Node):
    """A named condition, or a condition about the unit, used by its name."""

    name: str


@attrs.frozen
class CriterionState(Node):
    """`tiêu chí 3 đạt`: another criterion of the set and the verdict asked of it."""

    number: str
    verdict: Verdict


@attrs.frozen
class Consecutive(Node):
    """`… trong 02 năm liên tục`: a condition asked of the assessed year and of the years before it."""

    condition: Condition
    years: int


@attrs.frozen
class Quantified(Node):
    """`mọi`, `không … nào`, `ít nhất 2 trong`, `ít nhất 80% trong` the members of a list.

    `kind` is `every`, `none` or `some` (then `words` and `amount` say how many, or which share).
    """

    kind: str
    words: str
    amount: int | Percentage
    collection: FactReference
    filter: Condition | None
    condition: Condition
    empty: Verdict | None = None


Condition = Junction | Not | Branch | Test | Monthly | Attested | Named | CriterionState | Consecutive | Quantified


# ------------------------------------------------------------------------------------------------ bodies
@attrs.frozen
class Constant(Node):
    """A verdict stated outright."""

    verdict: Verdict


@attrs.frozen
class Item(Node):
    """An item of a list: its marker (`a`, `-` or `+`), label, id, citation and body."""

    marker: str
    label: str | None
    code: str | None
    citation: str | None
    body: Body
    mandatory: bool = False


@attrs.frozen
class Grouping(Node):
    """`các mục c và d theo cách hiểu A05`: how some items of the list join under each option."""

    letters: tuple[str, ...]
    reading: str
    options: tuple[tuple[Name, Choice], ...]


@attrs.frozen
class Choice(Node):
    """`có đủ` (`all`), `có một trong` (`any`), `có ít nhất k trong` (`count`, or `fact` where a fact says k)."""

    kind: str
    count: int = 0
    fact: FactReference | None = None


@attrs.frozen
class Listing(Node):
    """A list of items under a choice."""

    choice: Choice
    items: tuple[Item | Grouping, ...]


@attrs.frozen
class ByReading(Node):
    """One body for each option of a reading."""

    reading: str
    items: tuple[Item, ...]


@attrs.frozen
class Applies(Node):
    """A body that applies only where a condition holds."""

    condition: Condition
    body: Body


@attrs.frozen
class ForTypes(Node):
    """A body that applies only to some types of unit."""

    types: tuple[Name, ...]
    body: Body


@attrs.frozen
class ForYears(Node):
    """A body that applies only in some assessed years; either end may be open."""

    first: int | None
    last: int | None
    body: Body


@attrs.frozen
class Case(Node):
    """One line of `trường hợp:`; without a condition it is `còn lại`."""

    condition: Condition | None
    body: Body


@attrs.frozen
class Cases(Node):
    """`trường hợp:`: the body of the first case whose condition holds."""

    marker: str
    cases: tuple[Case, ...]


@attrs.frozen
class Excepted(Node):
    """`… trừ trường hợp …`: does not apply where the exception holds."""

    body: Condition
    exception: Condition


Body = Condition | Constant | Listing | ByReading | Applies | ForTypes | ForYears | Cases | Excepted


# ------------------------------------------------------------------------------------------------ points
@attrs.frozen
class Points(Node):
    """So many points, or a figure that is points; with a condition only where it holds (else 0)."""

    quantity: Quantity
    condition: Condition | None = None


@attrs.frozen
class Steps(Node):
    """`cứ mỗi 5 buổi số [buổi] vượt 10 buổi được 0,5 điểm`: points for every full step; `words` says which way."""

    size: Figure
    quantity: Quantity
    above: Quantity | None
    words: str
    points: Figure | Percentage


@attrs.frozen
class Knot(Node):
    """A point of a curve: a figure and the points at it."""

    at: Figure | Percentage
    points: Figure | Percentage


@attrs.frozen
class Curve(Node):
    """`nội suy theo …`: straight lines between the points of a curve, flat beyond its ends."""

    quantity: Quantity
    knots: tuple[Knot, ...]


@attrs.frozen
class NoPoints(Node):
    """`không áp dụng`: neither earns points nor counts towards the most that can be earned."""


@attrs.frozen
class Limited(Node):
    """A score with a limit on it: `at_most`, `at_least` or `round_to`."""

    score: Score
    kind: str
    limit: Figure | Percentage


@attrs.frozen
class Band(Node):
    """One line of `theo bậc:`; without a condition it is `còn lại`."""

    condition: Condition | None
    score: Score


@attrs.frozen
class Bands(Node):
    """`theo bậc:`: the score of the first line whose condition holds."""

    marker: str
    bands: tuple[Band, ...]


@attrs.frozen
class ScoredItem(Node):
    """An item of a list of scores: marker, label, id, citation, the most it can earn, and its score."""

    marker: str
    label: str | None
    code: str | None
    citation: str | None
    maximum: Figure | Percentage | None
    score: Score


@attrs.frozen
class ScoreSum(Node):
    """`cộng các mục:`: the scores of the items added up."""

    items: tuple[ScoredItem, ...]


@attrs.frozen
class ScoreApplies(Node):
    """A score that counts only where a condition holds."""

    condition: Condition
    score: Score


@attrs.frozen
class ScoreForTypes(Node):
    """A score that counts only for some types of unit."""

    types: tuple[Name, ...]
    score: Score


Score = Points | Steps | Curve | NoPoints | Limited | Bands | ScoreSum | ScoreApplies | ScoreForTypes


@attrs.frozen
class PointsFields(Node):
    """What a criterion or a group says of its points: the most, the least that is enough, the weight.

    The most of a `bonus` is not part of what can be earned altogether.
    """

    maximum: Figure | Percentage | None = None
    minimum: Figure | Percentage | None = None
    weight: Fraction | None = None
    bonus: bool = False


@attrs.frozen
class Level(Node):
    """`mức "Tốt" khi …`: what a criterion asks for one of several levels, lowest first."""

    name: str
    body: Body


# ------------------------------------------------------------------------------------------------ blocks
@attrs.frozen
class Policy(Node):
    """A header line `khi …`: a value, or one value for each option of a reading."""

    key: str
    value: str | None
    reading: str | None = None
    options: tuple[tuple[Name, str], ...] = ()


@attrs.frozen
class Replaced(Node):
    """A set named by `thay thế`: its code, and the types of unit it is replaced for (none: for all)."""

    code: str
    unit_types: tuple[Name, ...] = ()


@attrs.frozen
class SetHeader(Node):
    """`bộ tiêu chí`."""

    title: str
    code: Name | None = None
    basis: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    unit_types: tuple[str, ...] = ()
    uses: tuple[Name, ...] = ()
    period_start: DayOfYear | None = None
    policies: tuple[Policy, ...] = ()
    notes: tuple[str, ...] = ()
    replaces: tuple[Replaced, ...] = ()
    topic: str = ""


@attrs.frozen
class Group(Node):
    """`nhóm`: heads the criteria that follow it."""

    title: str
    points: PointsFields = PointsFields()


@attrs.frozen
class Member(Node):
    """A grade or a member of a list, with its id for machines."""

    text: str
    code: str | None = None


@attrs.frozen
class Scale(Node):
    """`thang`: grades from lowest to highest."""

    title: str
    code: str | None
    members: tuple[Member, ...]


@attrs.frozen
class Catalogue(Node):
    """`danh mục`: a closed list."""

    title: str
    code: str | None
    members: tuple[Member, ...]


@attrs.frozen
class Option(Node):
    """One way of reading, with its id and explanation."""

    title: str
    code: str | None
    default: bool
    gloss: str


@attrs.frozen
class Reading(Node):
    """`cách hiểu`: a place where the text may be read in more than one way."""

    code: str
    title: str
    note_only: bool
    options: tuple[Option, ...]


@attrs.frozen
class Phrase(Node):
    """`cụm từ`: a predicate whose meaning depends on a reading."""

    text: str
    predicate: Predicate | None
    reading: str
    options: tuple[tuple[Name, Predicate], ...]


@attrs.frozen
class FactType(Node):
    """The kind of a fact, and its unit, scale or list."""

    kind: str
    unit: str = ""
    vocabulary: str = ""


@attrs.frozen
class FactBlock(Node):
    """`dữ kiện`."""

    name: str
    type: FactType | None = None
    code: Name | None = None
    old_codes: tuple[str, ...] = ()
    meaning: str = ""
    evidence: str = ""
    part_of: Name | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction | None = None
    fixed: bool = False
    notes: tuple[str, ...] = ()
    merging: str = ""
    owner: Name | None = None


@attrs.frozen
class Parameter(Node):
    """`tham số`: a figure that somebody outside the file may set, with its default."""

    name: str
    setter: str
    default: Figure | Percentage
    code: Name | None = None
    meaning: str = ""
    low: Figure | Percentage | None = None
    high: Figure | Percentage | None = None
    notes: tuple[str, ...] = ()


@attrs.frozen
class TableKey(Node):
    """What a table looks rows up by: a fact (`fact`), the assessed year (`year`) or the unit's type (`type`)."""

    kind: str
    name: str = ""


@attrs.frozen
class Cell(Node):
    """What a row asks of one key: `members`, a `test`, `years`, or `any`."""

    kind: str
    members: tuple[Name, ...] = ()
    predicate: Predicate | None = None
    first: int | None = None
    last: int | None = None


@attrs.frozen
class Row(Node):
    """A row of a table: its cells (`None` for `còn lại`) and its value (`None` for `không áp dụng`)."""

    cells: tuple[Cell, ...] | None
    value: Quantity | Text | None


@attrs.frozen
class Table(Node):
    """`bảng`: a value looked up by one or more keys."""

    name: str
    keys: tuple[TableKey, ...]
    rows: tuple[Row, ...]


@attrs.frozen
class NamedCondition(Node):
    """`mệnh đề`: a body with a name; `options` where it depends on a reading."""

    name: str
    body: Body | None
    reading: str | None = None
    options: tuple[tuple[Name, Body], ...] = ()


@attrs.frozen
class Derived(Node):
    """`đặt`: a quantity with a name."""

    name: str
    quantity: Quantity


@attrs.frozen
class Criterion(Node):
    """`tiêu chí`."""

    number: str
    title: str
    code: str | None = None
    citation: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    quotation: str = ""
    applies_when: Condition | None = None
    unit_types: tuple[Name, ...] = ()
    definitions: tuple[NamedCondition | Derived, ...] = ()
    body: Body | None = None
    exceptions: tuple[Condition, ...] = ()
    deemed: tuple[Condition, ...] = ()
    vetoes: tuple[Condition, ...] = ()
    points: PointsFields = PointsFields()
    score: Score | None = None
    levels: tuple[Level, ...] = ()


@attrs.frozen
class ConclusionTest(Node):
    """What a conclusion asks: `all`, `share`, `count`, `criterion`, or a junction (`và`, `hoặc`) of these.

    Of points: `total`, `group`, `points` (of a criterion), `no_group`, `no_criterion` ask a predicate, of the points or
    of their share of the most (`of_maximum`); `minimum_groups`, `minimum_criteria`; `level` of all criteria. `fact`
    asks a condition about the unit.
    """

    kind: str
    percentage: Percentage | None = None
    count: int = 0
    criterion: str = ""
    verdict: Verdict | None = None
    parts: tuple[ConclusionTest, ...] = ()
    name: str = ""
    predicate: Predicate | None = None
    of_maximum: bool = False
    condition: Condition | None = None


@attrs.frozen
class Conclusion(Node):
    """`kết luận`."""

    title: str
    test: ConclusionTest


@attrs.frozen
class ClassLine(Node):
    """One class and what it asks; without a test it is `còn lại`."""

    name: str
    test: ConclusionTest | None


@attrs.frozen
class ClassTurn(Node):
    """What lowers a class by so many steps, or keeps it from being better than one (`cap`)."""

    steps: int
    cap: str
    test: ConclusionTest


@attrs.frozen
class Classification(Node):
    """`xếp loại`: classes from best to worst, the first that is met counts."""

    title: str
    lines: tuple[ClassLine, ...]
    turns: tuple[ClassTurn, ...] = ()


@attrs.frozen
class Entrant(Node):
    """Who is ranked: units of which a conclusion has a verdict (`conclusion`), or of a class or better (`class`)."""

    kind: str
    title: str
    verdict: Verdict | None = None
    at_least: str = ""


@attrs.frozen
class RankKey(Node):
    """What units are ranked by: `total`, `group`, `points` of a criterion, a `quantity`; `falling` from the most."""

    kind: str
    name: str
    quantity: Quantity | None
    falling: bool


@attrs.frozen
class Ranking(Node):
    """`xếp hạng`: who is ranked, by what, how many are chosen, and what holds where units are equal."""

    title: str
    entrants: tuple[Entrant, ...] = ()
    keys: tuple[RankKey, ...] = ()
    count: int | None = None
    share: Percentage | None = None
    rounds_up: bool = False
    by_type: tuple[tuple[Name, int], ...] = ()
    ties: str = ""


@attrs.frozen
class GivenPart(Node):
    """A value an example gives: `kind` tells how it was written, `year` which year it is of."""

    kind: str
    text: str = ""
    number: Fraction | None = None
    unit: str = ""
    day: DayOfYear | None = None
    offset: int = 0
    year: int | None = None


@attrs.frozen
class Given(Node):
    """The values of one fact in an example."""

    name: str
    parts: tuple[GivenPart, ...]
    member: str | None = None


@attrs.frozen
class Expectation(Node):
    """What an example expects: of a criterion, an item or a conclusion; or a class, or points."""

    kind: str
    name: str
    verdict: Verdict | None = None
    outcome: str | None = None
    points: Figure | Percentage | None = None


@attrs.frozen
class Example(Node):
    """`ví dụ`."""

    title: str
    unit_type: Name | None
    readings: tuple[tuple[Name, Name], ...]
    cutoff: DayOfYear | None
    year: int | None
    given: tuple[Given, ...]
    expectations: tuple[Expectation, ...]
    parameters: tuple[tuple[Name, Figure | Percentage], ...] = ()
    cutoff_span: Span = attrs.field(default=NOWHERE, eq=False, repr=False)


Block = (
    SetHeader
    | Group
    | Scale
    | Catalogue
    | Reading
    | Phrase
    | FactBlock
    | Parameter
    | Table
    | NamedCondition
    | Derived
    | Criterion
    | Conclusion
    | Classification
    | Ranking
    | Example
)


@attrs.frozen
class Document(Node):
    """One file: its blocks in order."""

    blocks: tuple[Block, ...]
