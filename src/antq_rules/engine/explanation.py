"""What an explanation is made of: one tree of plain data with stable ids.

Text, HTML, Markdown and JSON are renderings of it.
Texts are Vietnamese and ready to be shown; figures stand beside them as exact numbers in the unit that is named.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from antq_rules.types import Verdict


@attrs.frozen
class FactShown:
    """A fact as an explanation shows it.

    `state` is `reported`, `absent` (known not to exist), `missing`, `wrong` (reported, refused), `no_year` (the unit
    did not exist then), `worked_out` (the rule works it out from other facts) or `parameter`. `value` is the text an
    official reads; `evidence` the reference given, if any.
    """

    code: str
    name: str
    year: int
    value: str
    state: str
    evidence: str = ""


@attrs.frozen
class Margin:
    """How far a figure is from its limit: `amount` at or above 0 where the test holds, below 0 by what is short."""

    amount: Fraction
    unit: str
    text: str


@attrs.frozen
class ReadingShown:
    """The reading that a node depends on and the option in force."""

    code: str
    title: str
    option: str
    option_title: str
    is_default: bool


@attrs.frozen
class Node:
    """One line of reasoning: the rule's own wording, what it came to, and what it rests on.

    `kind` is `test`, `list`, `item`, `not`, `branch`, `reading`, `types`, `years`, `named`, `cases`, `criterion`,
    `members` or `constant`.
    `marker` is the list marker (`a)`, `-`, `+`), `label` the item's title, `code` its id in the source's analysis.
    `required`, `actual` and `margin` belong to tests; `remarks` are sentences such as “không có đối tượng”.
    """

    id: str
    kind: str
    text: str
    verdict: Verdict
    marker: str = ""
    label: str = ""
    code: str = ""
    citation: str = ""
    facts: tuple[FactShown, ...] = ()
    required: str = ""
    actual: str = ""
    margin: Margin | None = None
    remarks: tuple[str, ...] = ()
    reading: ReadingShown | None = None
    file: str = ""
    line: int = 0
    children: tuple[Node, ...] = ()


@attrs.frozen
class Need:
    """A fact that can still change a verdict.

    `kind` is `figure` (a number, date, grade or list to be reported), `assessment` (an assessor's confirmation),
    `evidence` (said to hold, evidence missing) or `correction` (reported, but impossible). `months` names the months
    not reported of a monthly fact.
    """

    code: str
    name: str
    year: int
    kind: str
    text: str
    months: tuple[int, ...] = ()


@attrs.frozen
class Move:
    """One fact of a suggested change: what is reported, what it would have to be.

    `kind` is `figure`, `evidence` (an assessor's confirmation with evidence), `document` (a document, grade or list
    entry) or `deadline` (a document with a last day, which may already be past). `before` and `after` are values as a
    data file holds them.
    """

    code: str
    name: str
    year: int
    kind: str
    before: object
    after: object
    text: str


@attrs.frozen
class Change:
    """Facts that would have to change together for a verdict to become “đạt”."""

    moves: tuple[Move, ...]
    text: str


@attrs.frozen
class Explanation:
    """Why a criterion got its verdict, and what would change it.

    `changes` (for a failure) are the smallest changes, fewest facts first; `changes_complete` is false where the
    search stopped early. `needs` (for missing data) are exactly the facts that can still change the verdict.
    `no_longer_matter` names facts not reported that cannot change a decided verdict. `outlook` says what follows
    where no change was found. `points` are the criterion's points as an official reads them; `only_points` marks one
    that is scored and neither passes nor fails.
    """

    number: str
    title: str
    group: str
    verdict: Verdict
    citation: str
    tree: Node
    notes: tuple[str, ...] = ()
    readings: tuple[ReadingShown, ...] = ()
    changes: tuple[Change, ...] = ()
    changes_complete: bool = True
    needs: tuple[Need, ...] = ()
    no_longer_matter: tuple[str, ...] = ()
    outlook: str = ""
    points: str = ""
    only_points: bool = False


@attrs.frozen
class Summary:
    """What stands between a unit and a conclusion: facts to change and facts to report, over all criteria.

    `certain` is false where the list may not be the shortest (criteria that share facts are settled one after another).
    `hopeless` names criteria that nothing the unit can still do this year would meet.
    """

    title: str
    verdict: Verdict
    text: str
    passed: tuple[str, ...]
    failed: tuple[str, ...]
    undecided: tuple[str, ...]
    not_applicable: tuple[str, ...]
    moves: tuple[Move, ...] = ()
    needs: tuple[Need, ...] = ()
    hopeless: tuple[str, ...] = ()
    certain: bool = True
