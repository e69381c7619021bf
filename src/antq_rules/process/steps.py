"""What comes next, in the order in which it is to be done, each step with who, until when, and the clause."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import attrs

from antq_rules.process import wording as w
from antq_rules.process.model import Body, Deadline, DeadlineState, Part, ProcessStatus, Stage, Step
from antq_rules.ruleset import Assessment
from antq_rules.types import Verdict

_WAITING = (DeadlineState.OPEN, DeadlineState.NOT_YET_OPEN, DeadlineState.MISSED)


def unit_steps(status: ProcessStatus, assessment: Assessment) -> tuple[Step, ...]:
    """The next steps of a unit; none for one that was not selected this year."""
    if status.recognition is not None and status.recognition.eligible is Verdict.NOT_APPLICABLE:
        return ()
    return _numbered(_UnitSteps(status, assessment).run())


def district_steps(status: ProcessStatus) -> tuple[Step, ...]:
    """The next steps of a district: select, report the list, report periodically."""
    selection, until = status.stage("selection"), _list_day(status)
    steps = [*_errors(status), *_about(selection, w.DISTRICT, until, status.as_of, ("KH-CH-a", "KH-CH-b"))]
    return _numbered([*steps, *_due(status.deadlines, status.as_of)])


def province_steps(status: ProcessStatus) -> tuple[Step, ...]:
    """The next steps of the province: complete the selection, for which the plan names no day."""
    return _numbered([*_errors(status), *_about(status.stage("selection"), w.PROVINCE, None, status.as_of)])


def _list_day(status: ProcessStatus) -> datetime.date | None:
    return next((one.last for one in status.deadlines if one.code.startswith("KH-CH")), None)


def _numbered(steps: Sequence[Step] | Iterator[Step]) -> tuple[Step, ...]:
    return tuple(attrs.evolve(step, number=number) for number, step in enumerate(steps, 1))


def _errors(status: ProcessStatus) -> Iterator[Step]:
    if status.errors:
        who = status.unit_name or w.UNIT
        yield Step(0, w.fix_errors(len(status.errors)), who, None, False, "")


def _about(
    stage: Stage, who: str, by: datetime.date | None, as_of: datetime.date, codes: Sequence[str] | None = None
) -> Iterator[Step]:
    """One step for the obligations of a stage that failed, one for those that wait for facts."""
    parts = [part for part in stage.parts if codes is None or part.code in codes]
    failed = [part for part in parts if part.verdict is Verdict.FAIL]
    waiting = [part for part in parts if part.verdict is Verdict.INSUFFICIENT_DATA]
    for found, words in ((failed, w.meet), (waiting, w.add_for)):
        if found:
            yield _step(words([part.title for part in found]), who, by, as_of, found)


def _step(text: str, who: str, by: datetime.date | None, as_of: datetime.date, parts: Sequence[Part]) -> Step:
    citations = "; ".join(dict.fromkeys(part.citation for part in parts))
    return Step(0, text, who, by, by is not None and by < as_of, citations, tuple(part.code for part in parts))


def _due(deadlines: Sequence[Deadline], as_of: datetime.date) -> Iterator[Step]:
    for one in sorted(deadlines, key=lambda deadline: deadline.last):
        if one.state in _WAITING:
            yield Step(0, w.due(one), one.who, one.last, one.last < as_of, one.citation, (one.code,))


class _UnitSteps:
    """The steps of one unit, stage after stage."""

    def __init__(self, status: ProcessStatus, assessment: Assessment) -> None:
        assert status.competence is not None and status.dossier is not None and status.recognition is not None
        self.status, self.assessment = status, assessment
        self.competence, self.dossier, self.recognition = status.competence, status.dossier, status.recognition
        self.unit = status.unit_name or w.UNIT
        self.parts = {part.code: part for stage in status.stages for part in stage.parts}
        self.until = next((one.last for one in status.deadlines if one.code == "KH-CN-d"), None)

    def run(self) -> Iterator[Step]:
        yield from _errors(self.status)
        yield from self._selection()
        yield from _due([one for one in self.status.deadlines if one.code.startswith("KH-BC")], self.status.as_of)
        yield from self._criteria()
        if self.competence.route:
            yield from self._assessing()
            yield from self._dossier()
            yield from self._deciding()

    def _one(self, text: str, who: str, code: str) -> Step:
        return _step(text, who, self.until, self.status.as_of, [self.parts[code]])

    # -------------------------------------------------------------------------------------------- selection, criteria
    def _selection(self) -> Iterator[Step]:
        if not self.status.selected_by:
            yield Step(0, w.REPORT_SELECTION, self.unit, None, False, w.SELECTION_CITATION, ("KH-CN-a",))
            return
        stage = self.status.stage("selection")
        by = next((one.last for one in self.status.deadlines if one.code == "KH-DK-d"), None)
        failed = [part for part in stage.parts if part.verdict is Verdict.FAIL]
        waiting = [part for part in stage.parts if part.verdict is Verdict.INSUFFICIENT_DATA]
        if failed:
            text = w.selection_failed([part.title for part in failed])
            yield _step(text, w.DISTRICT, by, self.status.as_of, failed)
        if waiting:
            text = w.add_for([part.title for part in waiting])
            yield _step(text, self.unit, by, self.status.as_of, waiting)
        if not self.competence.route:
            yield _step(w.REPORT_ROUTE, self.unit, None, self.status.as_of, [self.parts["KH-PV-d"]])

    def _criteria(self) -> Iterator[Step]:
        if "KH-CN-b" not in self.parts or self.parts["KH-CN-b"].verdict is Verdict.PASS:
            return
        stage = self.status.stage("criteria")
        for verdict, words in ((Verdict.FAIL, w.meet), (Verdict.INSUFFICIENT_DATA, w.add_for)):
            numbers = [part.code for part in stage.parts if part.verdict is verdict]
            if numbers:
                yield self._one(words(w.criteria(numbers)), self.unit, "KH-CN-b")

    # -------------------------------------------------------------------------------------------- assessment, dossier
    def _assessing(self) -> Iterator[Step]:
        yield from self._by_body("KH-TQ-a", self.competence.assesses, "co_quan_danh_gia", w.ASSESS, w.REASSESS)

    def _by_body(self, code: str, body: Body | None, fact: str, words: str, again: str) -> Iterator[Step]:
        """A step of a body that has not done its part, or for which another one did it."""
        if body is None or self.parts[code].verdict is Verdict.PASS:
            return
        wrong = isinstance(self.assessment.value(fact), str)
        yield self._one(again if wrong else words, body.name, code)

    def _dossier(self) -> Iterator[Step]:
        signers = w.any_of(self.dossier.signers) or self.unit
        codes = ("KH-HS-a", "KH-HS-b", "KH-HS-c")
        missing = [self.parts[code] for code in codes if self.parts[code].verdict is not Verdict.PASS]
        if missing:
            text = w.complete([part.title for part in missing])
            yield _step(text, signers, self.until, self.status.as_of, missing)
        if self.parts["KH-HS-d"].verdict is not Verdict.PASS:
            yield self._one(w.WRITE_REPORT, signers, "KH-HS-d")
        if self.parts["KH-HS-e"].verdict is not Verdict.PASS:
            yield self._one(w.SIGN, signers, "KH-HS-e")
        if self.dossier.receiver is not None and self.parts["KH-HS-f"].verdict is not Verdict.PASS:
            wrong = isinstance(self.assessment.value("noi_nhan_ho_so"), str)
            yield self._one(w.send_to(self.dossier.receiver.name, wrong), signers, "KH-HS-f")

    # -------------------------------------------------------------------------------------------- decision
    def _deciding(self) -> Iterator[Step]:
        yield from self._by_body("KH-TQ-b", self.competence.proposes, "co_quan_de_nghi", w.PROPOSE, w.REPROPOSE)
        body = self.competence.recognises
        yield from self._by_body("KH-TQ-c", body, "co_quan_cong_nhan", w.RECOGNISE, w.RERECOGNISE)
        if not self.recognition.decided or body is None:
            return
        timing = [self.parts[code] for code in ("KH-CN-c", "KH-CN-d")]
        failed = [part for part in timing if part.verdict is Verdict.FAIL]
        waiting = [part for part in timing if part.verdict is Verdict.INSUFFICIENT_DATA]
        if failed:
            yield _step(w.REVIEW_RECOGNITION, body.name, None, self.status.as_of, failed)
        if waiting:
            text = w.add_for([part.title for part in waiting])
            yield _step(text, body.name, None, self.status.as_of, waiting)
        if self.recognition.correct is Verdict.PASS:
            yield Step(0, w.REWARD, w.COMMITTEES, None, False, w.REWARD_CITATION, ("KH-KT-a",))
