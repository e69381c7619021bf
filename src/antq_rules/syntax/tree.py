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
class Arithmetic(Node):
    """Two quantities joined by `+`, `-`, `×` or `/`."""

    operator: str
    left: Quantity
    right: Quantity


@attrs.frozen
class Text(Node):
    """A text in quotation marks where a value stands: a grade or a member."""

    text: str


@attrs.frozen
class Day(Node):
    """A day where a value stands."""

    day: DayOfYear


Quantity = FactReference | Figure | Percentage | Arithmetic
Value = FactReference | Figure | Percentage | Arithmetic | Text | Day


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
    amount: Figure | Percentage | None
    base: Base
    tails: Tails


@attrs.frozen
class Share(Node):
    """`đạt 100% [B]`, `chiếm dưới 1,5% [B]`."""

    verb: str
    operator: str
    words: str
    percentage: Percentage
    link: str
    whole: FactReference
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


Predicate = Compare | Between | Change | Share | IsOneOf | Includes | Period


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


Condition = Junction | Not | Branch | Test | Monthly | Attested | Named


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


@attrs.frozen
class Grouping(Node):
    """`các mục c và d theo cách hiểu A05`: how some items of the list join under each option."""

    letters: tuple[str, ...]
    reading: str
    options: tuple[tuple[Name, Choice], ...]


@attrs.frozen
class Choice(Node):
    """`có đủ` (`all`), `có một trong` (`any`), `có ít nhất k trong` (`count`)."""

    kind: str
    count: int = 0


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


Body = Condition | Constant | Listing | ByReading | Applies | ForTypes | ForYears


# ------------------------------------------------------------------------------------------------ blocks
@attrs.frozen
class Policy(Node):
    """A header line `khi …`: a value, or one value for each option of a reading."""

    key: str
    value: str | None
    reading: str | None = None
    options: tuple[tuple[Name, str], ...] = ()


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


@attrs.frozen
class Group(Node):
    """`nhóm`: heads the criteria that follow it."""

    title: str


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


@attrs.frozen
class ConclusionTest(Node):
    """What a conclusion asks: `all`, `share`, `count`, `criterion`, or a junction (`và`, `hoặc`) of these."""

    kind: str
    percentage: Percentage | None = None
    count: int = 0
    criterion: str = ""
    verdict: Verdict | None = None
    parts: tuple[ConclusionTest, ...] = ()


@attrs.frozen
class Conclusion(Node):
    """`kết luận`."""

    title: str
    test: ConclusionTest


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


@attrs.frozen
class Expectation(Node):
    """What an example expects: of a criterion, an item or a conclusion."""

    kind: str
    name: str
    verdict: Verdict


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


Block = (
    SetHeader
    | Group
    | Scale
    | Catalogue
    | Reading
    | Phrase
    | FactBlock
    | NamedCondition
    | Derived
    | Criterion
    | Conclusion
    | Example
)


@attrs.frozen
class Document(Node):
    """One file: its blocks in order."""

    blocks: tuple[Block, ...]
