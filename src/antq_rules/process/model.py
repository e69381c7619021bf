"""What a process status consists of: plain data, texts in Vietnamese and ready to be shown."""

from __future__ import annotations

import datetime
import enum

import attrs

from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.explanation import ReadingShown
from antq_rules.types import Verdict


class DeadlineState(enum.Enum):
    """Where a deadline stands on the day asked about."""

    DONE = "done"
    DONE_LATE = "done_late"
    DONE_EARLY = "done_early"
    OPEN = "open"
    NOT_YET_OPEN = "not_yet_open"
    MISSED = "missed"


@attrs.frozen
class Body:
    """An authority of the plan: its code in the rules and its name."""

    code: str
    name: str


@attrs.frozen
class Part:
    """One obligation: its id, what it asks, how it stands, the clause, and the figures behind it."""

    code: str
    title: str
    verdict: Verdict
    citation: str
    detail: str = ""


@attrs.frozen
class Stage:
    """One stage of the process.

    `applies` is false where the stage is not for this unit; `reason` says why, or whom the stage binds.
    `verdict` is `NOT_APPLICABLE` where the stage does not apply; `summary` counts criteria where there are any.
    """

    key: str
    title: str
    verdict: Verdict
    applies: bool = True
    reason: str = ""
    summary: str = ""
    parts: tuple[Part, ...] = ()


@attrs.frozen
class Competence:
    """Who does what for this unit; `None` where the plan names nobody, or where the route is not known yet.

    `route` is `T1` to `T4`, empty where it is not known. `takes_part` are bodies with a part in the assessment that
    do not answer for it.
    """

    route: str
    assesses: Body | None
    takes_part: tuple[str, ...]
    proposes: Body | None
    recognises: Body | None
    receives: Body | None
    note: str = ""


@attrs.frozen
class Dossier:
    """The dossier: what is in it and missing (titles), who may sign the submission, where it goes.

    `known` is false where nothing was reported of it. `signers` lists the sets of parties of which one suffices.
    """

    verdict: Verdict
    known: bool
    present: tuple[str, ...]
    missing: tuple[str, ...]
    signers: tuple[tuple[str, ...], ...]
    signed_correctly: Verdict
    receiver: Body | None
    sent_correctly: Verdict


@attrs.frozen
class Deadline:
    """One deadline: the period in which the thing is in time (both ends included), and how it stands.

    `days_left` counts from the day asked about to the last day; below 0 once it is past.
    """

    code: str
    title: str
    who: str
    receiver: str
    first: datetime.date
    last: datetime.date
    state: DeadlineState
    done_on: datetime.date | None
    days_left: int
    citation: str
    remark: str = ""


@attrs.frozen
class Recognition:
    """Recognition: whether it may be decided, and whether and how it was.

    `eligible` says whether selection, criteria and dossier allow it; `by` and `on` what was reported, `correct`
    whether body, number of times and time of year were right.
    """

    eligible: Verdict
    by: str
    on: datetime.date | None
    correct: Verdict

    @property
    def decided(self) -> bool:
        """Whether a recognition was reported."""
        return bool(self.by)


@attrs.frozen
class Step:
    """A next step: what, by whom, until when (`None`: the plan names no day), and the clause.

    `overdue` is true where the last day is past.
    """

    number: int
    text: str
    who: str
    by: datetime.date | None
    overdue: bool
    citation: str
    obligations: tuple[str, ...] = ()


@attrs.frozen
class ProcessStatus:
    """Where a unit, a district or the province stands in the process on a day.

    `appendix` is the code of the set of criteria that judges the unit, empty for a district or the province; so are
    `competence`, `dossier` and `recognition` then `None`. `selected_by` is the level that selected the unit in words.
    """

    unit_code: str
    unit_name: str
    unit_type: str
    year: int
    as_of: datetime.date
    cutoff: datetime.date | None
    appendix: str
    appendix_title: str
    selected_by: str
    stages: tuple[Stage, ...]
    competence: Competence | None
    dossier: Dossier | None
    deadlines: tuple[Deadline, ...]
    recognition: Recognition | None
    steps: tuple[Step, ...]
    readings: tuple[ReadingShown, ...]
    notes: tuple[str, ...]
    errors: tuple[Diagnostic, ...]

    def stage(self, key: str) -> Stage:
        """The stage with a key; `KeyError` where there is none."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise KeyError(key)

    def deadline(self, code: str) -> Deadline:
        """The deadline of an obligation; `KeyError` where there is none."""
        for deadline in self.deadlines:
            if deadline.code == code:
                return deadline
        raise KeyError(code)
