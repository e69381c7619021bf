"""The whole process of one unit, a district or the province on a day: the stages put together from the rules."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import attrs

from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.explanation import ReadingShown
from antq_rules.engine.outcomes import all_of
from antq_rules.engine.wording import day
from antq_rules.facts import UnitRecord
from antq_rules.process import stages as s
from antq_rules.process import wording as w
from antq_rules.process.competence import accepted_signers, competence
from antq_rules.process.counts import with_counts
from antq_rules.process.intake import as_record, known_type, later_than, not_done, share_out, without
from antq_rules.process.model import Competence, Deadline, Dossier, ProcessStatus, Recognition, Stage, Step
from antq_rules.process.periods import deadline, period_of
from antq_rules.process.steps import district_steps, province_steps, unit_steps
from antq_rules.ruleset import Assessment, RuleSet, load
from antq_rules.ruleset.rule_set import ItemInfo
from antq_rules.types import Verdict

_APPENDICES = ("pl1", "pl2")
_AUTHORITIES = ("kh-huyen", "kh-tinh")
_UNIT, _DUTIES = "kh-don-vi", "kh-nhiem-vu"
_NOT_YET = ("co_quan_danh_gia", "co_quan_de_nghi", "co_quan_cong_nhan", "noi_nhan_ho_so", "so_lan_xet_cong_nhan")
_DECISION = ("co_quan_cong_nhan", "so_lan_xet_cong_nhan")
_DATES = {
    "KH-DK-d": "ngay_lua_chon",
    "KH-CH-c": "ngay_bao_cao_danh_sach",
    "KH-CH-d": "ngay_bao_cao_danh_sach",
    "KH-BC-a": "ngay_bao_cao_6_thang",
    "KH-BC-b": "ngay_bao_cao_nam",
    "KH-CN-d": "ngay_xet_cong_nhan",
}


def process_status(
    unit: UnitRecord | Mapping[str, object],
    as_of: datetime.date,
    readings: Mapping[str, str] | None = None,
    *,
    year: int | None = None,
    unit_type: str | None = None,
    previous: Mapping[str, object] | None = None,
    cutoff: datetime.date | None = None,
) -> ProcessStatus:
    """Where a unit stands in the plan's process on a day, and what comes next.

    `unit` is a record read by `read_units`, or a mapping of facts together with `year` and `unit_type` (one of the six
    unit types, `huyện` or `tỉnh`) and perhaps `previous`. Facts of the criteria and of the process stand in one record.
    Dates after `as_of` do not count yet. How many criteria are met is taken from the assessment; counts that the data
    state must agree with it.

    Bad values are `errors` of the status. Raises `InvalidInput` for an unknown reading, unit type or year.

    >>> status = process_status({"cap_lua_chon": "huyen"}, datetime.date(2023, 10, 25), year=2023, unit_type="xã")
    >>> status.competence.recognises.name
    'Ban Chỉ đạo 138 cấp huyện'
    """
    record = as_record(unit, year, unit_type, previous, cutoff)
    sets = [load(code) for code in (_UNIT, *_AUTHORITIES)]
    kind = known_type(record, sets)
    process = next(rules for rules in sets if kind in rules.program.unit_types)
    appendix = next((r for r in map(load, _APPENDICES) if kind in r.program.unit_types), None)
    duties = load(_DUTIES) if kind in load(_DUTIES).program.unit_types else None
    others = [rules for rules in (appendix, duties) if rules is not None]
    shared = share_out(attrs.evolve(record, unit_type=kind), readings or {}, [process, *others])
    assessed = {rules.code: rules.assess(one) for rules, one in zip(others, shared[1:], strict=True)}
    view = _View(record, kind, as_of, process, shared[0], appendix, assessed)
    return view.of_unit() if process.code == _UNIT else view.of_authority()


class _View:
    """One record on one day, with what its sets say of it."""

    def __init__(
        self,
        record: UnitRecord,
        kind: str,
        as_of: datetime.date,
        process: RuleSet,
        own: UnitRecord,
        appendix: RuleSet | None,
        assessed: Mapping[str, Assessment],
    ) -> None:
        self.record, self.kind, self.as_of, self.process, self.appendix = record, kind, as_of, process, appendix
        self.criteria = assessed.get(appendix.code) if appendix is not None else None
        self.duties = assessed.get(_DUTIES)
        counted, self.contradictions, self.counts_stated = with_counts(process, own, self.criteria, appendix)
        first = process.assess(counted)
        self.reported_errors = first.errors
        self.notes, self.own = self._as_of(counted, first)
        self.assessment = process.assess(self.own)

    def _as_of(self, own: UnitRecord, first: Assessment) -> tuple[tuple[str, ...], UnitRecord]:
        """The record as it stood on the day: what lies later, or is only not done yet, is not reported."""
        later = later_than(first, self.as_of)
        names = {fact.code: fact.name for fact in self.process.facts}
        notes = tuple(
            w.not_yet(names[code], day(value), day(self.as_of)) for code, value in later.items() if code in names
        )
        dropped = [*later, *(_DECISION if "ngay_xet_cong_nhan" in later else ())]
        for code, fact in _DATES.items():
            period = period_of(self.process.program, first.readings, first.year, code)
            if period is not None and self.as_of <= period[1]:
                dropped += not_done(first, [fact])
        period = period_of(self.process.program, first.readings, first.year, "KH-CN-d")
        if self.as_of <= (period[1] if period else datetime.date(first.year, 12, 31)):
            dropped += not_done(first, _NOT_YET)
        return notes, without(own, self.process, dropped)

    # -------------------------------------------------------------------------------------------- a unit
    def of_unit(self) -> ProcessStatus:
        level = self.assessment.value("cap_lua_chon")
        bodies = competence(self.process, self.own, self.assessment)
        stages = self._unit_stages(level)
        deadlines = tuple(self._unit_deadlines(level, bodies))
        dossier = self._dossier(bodies)
        recognition = self._recognition(level)
        steps = unit_steps(self._status(level, stages, deadlines, bodies, dossier, recognition), self.assessment)
        return self._status(level, stages, deadlines, bodies, dossier, recognition, steps)

    def _unit_stages(self, level: object) -> tuple[Stage, ...]:
        known, selected = isinstance(level, str), level in ("tinh", "huyen")
        chosen = w.SELECTED if selected else w.NOT_SELECTED if known else w.SELECTION_UNKNOWN
        open_ = selected or not isinstance(level, str)
        by_district = {"huyen": w.SELECTED_BY_DISTRICT, "tinh": w.SELECTED_BY_PROVINCE}.get(str(level), chosen)
        reports = w.REPORTS_FROM_PROVINCE_UNITS if level == "tinh" else w.REPORTS_FROM_DISTRICTS
        if not known:
            reports = chosen
        stages = [
            s.stage(self.assessment, "1", "scope"),
            s.stage(self.assessment, "2", "selection", level == "huyen" or not known, by_district),
            s.criteria_stage(self.criteria) if self.criteria is not None else None,
            s.stage(self.assessment, "3", "competence", open_, chosen),
            s.stage(self.assessment, "4", "dossier", open_, chosen),
            s.stage(self.assessment, "5", "eligibility", open_, chosen),
            s.stage(self.assessment, "6", "recognition", open_, w.BINDS_RECOGNISER if open_ else chosen),
            s.stage(self.assessment, "7", "reports", level == "tinh" or not known, reports),
            s.duties_stage(self.duties) if self.duties is not None else None,
        ]
        return tuple(one for one in stages if one is not None)

    def _unit_deadlines(self, level: object, bodies: Competence) -> Sequence[Deadline]:
        if level not in ("tinh", "huyen"):
            return ()
        recogniser = bodies.recognises.name if bodies.recognises is not None else w.NOT_KNOWN
        remark = w.QUARTER_IS_OURS if self.assessment.readings["A38"] == "quy_4" else ""
        wanted = [("KH-DK-d", w.DISTRICT, "", "")] if level == "huyen" else []
        if level == "tinh":
            wanted += [(code, w.UNIT, w.PROVINCE_POLICE, "") for code in ("KH-BC-a", "KH-BC-b")]
        wanted.append(("KH-CN-d", recogniser, "", remark))
        return self._deadlines(wanted)

    def _deadlines(self, wanted: Sequence[tuple[str, str, str, str]]) -> Sequence[Deadline]:
        items = self._items()
        found = (
            deadline(self.assessment, items[code], _DATES[code], who, to, self.as_of, remark)
            for code, who, to, remark in wanted
        )
        return [one for one in found if one is not None]

    def _items(self) -> dict[str, ItemInfo]:
        return {item.code: item for criterion in self.process.criteria for item in criterion.items if item.code}

    def _dossier(self, bodies: Competence) -> Dossier:
        verdicts, items = self.assessment.obligations, self._items()
        parts = ("KH-HS-a", "KH-HS-b", "KH-HS-c")
        present = tuple(items[code].label for code in parts if verdicts[code] is Verdict.PASS)
        missing = tuple(items[code].label for code in parts if verdicts[code] is not Verdict.PASS)
        return Dossier(
            self.assessment["4"].verdict,
            self.assessment.value("ho_so_gom") is not None,
            present,
            missing,
            accepted_signers(self.process, self.own, self.assessment) if bodies.route else (),
            verdicts["KH-HS-e"],
            bodies.receives,
            verdicts["KH-HS-f"],
        )

    def _recognition(self, level: object) -> Recognition:
        verdicts = self.assessment.obligations
        by = self.assessment.value("co_quan_cong_nhan")
        on = self.assessment.value("ngay_xet_cong_nhan")
        eligible = next(iter(self.assessment.conclusions.values()))
        if isinstance(level, str) and level not in ("tinh", "huyen"):
            eligible = Verdict.NOT_APPLICABLE
        correct = all_of([verdicts[code].outcomes for code in ("KH-TQ-c", "KH-CN-c", "KH-CN-d")])
        return Recognition(
            eligible,
            s.member_text(self.process, "co_quan_cong_nhan", by),
            on if isinstance(on, datetime.date) else None,
            Verdict.of_outcomes(correct),
        )

    # -------------------------------------------------------------------------------------------- district, province
    def of_authority(self) -> ProcessStatus:
        first_key = "selection"
        stages = [s.stage(self.assessment, "1", first_key)]
        deadlines: tuple[Deadline, ...] = ()
        if self.process.code == "kh-huyen":
            stages.append(s.stage(self.assessment, "2", "reports"))
            wanted = [(c, w.DISTRICT, w.PROVINCE_POLICE, "") for c in ("KH-CH-c", "KH-CH-d", "KH-BC-a", "KH-BC-b")]
            deadlines = tuple(self._deadlines(wanted))
        if self.duties is not None:
            stages.append(s.duties_stage(self.duties))
        status = self._status(None, tuple(stages), deadlines, None, None, None)
        build = district_steps if self.process.code == "kh-huyen" else province_steps
        return attrs.evolve(status, steps=build(status))

    # -------------------------------------------------------------------------------------------- together
    def _status(
        self,
        level: object,
        stages: tuple[Stage, ...],
        deadlines: tuple[Deadline, ...],
        bodies: Competence | None,
        dossier: Dossier | None,
        recognition: Recognition | None,
        steps: tuple[Step, ...] = (),
    ) -> ProcessStatus:
        return ProcessStatus(
            self.record.code,
            self.record.name,
            self.kind,
            self.record.year,
            self.as_of,
            self.record.cutoff,
            self.appendix.code if self.appendix is not None else "",
            self.appendix.title if self.appendix is not None else "",
            s.member_text(self.process, "cap_lua_chon", level),
            stages,
            bodies,
            dossier,
            deadlines,
            recognition,
            steps,
            self._readings(),
            self.notes if not self.counts_stated else (*self.notes, w.COUNTS_STATED),
            self._errors(),
        )

    def _assessments(self) -> list[Assessment]:
        return [one for one in (self.assessment, self.criteria, self.duties) if one is not None]

    def _readings(self) -> tuple[ReadingShown, ...]:
        found = {shown.code: shown for one in self._assessments() for shown in one.readings_not_default}
        return tuple(found[code] for code in sorted(found))

    def _errors(self) -> tuple[Diagnostic, ...]:
        others = [error for one in self._assessments()[1:] for error in one.errors]
        return tuple(dict.fromkeys([*self.contradictions, *self.reported_errors, *others]))
