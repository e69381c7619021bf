"""From the plain values of a data file or another application to typed facts; every bad value at once."""

from __future__ import annotations

import datetime
import decimal
import functools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from antq_rules.diagnostics import Diagnostic, nearest
from antq_rules.engine.binding import SEPARATOR, member_fact
from antq_rules.engine.evaluate import EMPTY_POSITIVE_WHOLE
from antq_rules.engine.predecessors import Predecessor, combine
from antq_rules.engine.ranges import Facts
from antq_rules.engine.values import (
    ABSENT,
    NO_YEAR,
    Attested,
    Combination,
    Evidence,
    Key,
    Listed,
    Number,
    UnitData,
    Value,
)
from antq_rules.graph.model import Fact, Program, Vocabulary
from antq_rules.source import MAX_DIGITS, MAX_NAME, fold_name, without_tone_marks
from antq_rules.syntax.numbers import AmbiguousNumber, TooLong, date_parts, format_number, parse_number
from antq_rules.types import DayOfYear, Verdict

VALUE_KEYS: Final = ("giá trị", "gia_tri", "value")
EVIDENCE_KEYS: Final = ("minh chứng", "minh_chung", "evidence")
UNIT_KEYS: Final = ("đơn vị", "don_vi", "unit")
_ABSENT_WORDS: Final = frozenset({"khong co", "khong_co"})
_NO_YEAR_WORDS: Final = frozenset({"khong co nam truoc", "khong_co_nam_truoc"})
_UNREPORTED_WORDS: Final = frozenset({"", "chua bao cao", "chua_bao_cao"})
_MEMBER_NAMES: Final = ("tên", "ten", "name")
_MEMBER_BEFORE: Final = ("năm trước", "nam_truoc")
_MEMBER_FACTS: Final = ("dữ kiện", "du_kien")
_EMPTY_WORDS: Final = frozenset({"khong muc nao", "khong_muc_nao"})
_EITHER_WORDS: Final = frozenset({"chua co", "chua_co"})
_NO_EVIDENCE_WORDS: Final = frozenset(
    {"", "chua co", "khong", "khong co", "khong co minh chung", "thieu", "thieu minh chung", "chua co minh chung"}
)
_PARTS: Final = re.compile(r"[;|]")
_YES: Final = frozenset({"co", "true", "dung"})
_NO: Final = frozenset({"khong", "false", "sai", "chua"})
_YES_WITH: Final = re.compile(
    r"có\s*\(\s*(?:minh chứng\s*:(?P<evidence>[^()]*(?:\([^()]*\)[^()]*)*)|thiếu minh chứng\s*)\)\Z", re.I
)
_QUANTITY: Final = re.compile(r"(-?\d[\d.,]*)(.*)\Z", re.DOTALL)
_HOW_TO_LIST: Final = (
    "Ghi danh sách, mỗi mục có “tên” và các dữ kiện của mục; tệp CSV không ghi được danh sách, dùng YAML hoặc JSON."
)
_EXPECTED: Final = {
    "attestation": "“có” hoặc “không”, kèm minh chứng",
    "condition": "“có” hoặc “không”",
    "count": "số nguyên từ 0 trở lên",
    "positive_count": "số nguyên từ 1 trở lên",
    "amount": "một con số",
    "money": "một số tiền",
    "monthly": "12 số nguyên, mỗi tháng một số",
    "date": "một ngày",
    "grade": "một mức trong thang",
    "set": "danh sách các mục",
    "choice": "một mục trong danh mục",
    "list": "danh sách các mục, mỗi mục có tên",
}


Place = tuple[str, int, int]


@attrs.frozen
class RawUnit:
    """What was reported of one unit: plain values by year and by fact code, old code or name.

    `same_period` holds the year before's figures up to the same day as `cutoff`; `existed_before` is false where the
    unit did not exist the year before. `predecessors` are the units of the year before that went into this one.
    `file`, `name` and `places` only say where problems are: `places` has the file, line and column of a fact by its
    year (0 for the same period) and by how it is written.
    """

    unit_type: str
    year: int
    facts: Mapping[int, Mapping[str, object]]
    same_period: Mapping[str, object] = attrs.field(factory=dict)
    cutoff: datetime.date | None = None
    existed_before: bool = True
    name: str = ""
    file: str = ""
    places: Mapping[tuple[int, str], Place] = attrs.field(factory=dict)
    predecessors: tuple[Predecessor, ...] = ()


class _Refused(Exception):
    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = tuple((key, str(value)) for key, value in values.items())


def take_in(program: Program, facts: Facts, raw: RawUnit, policies: Mapping[str, str]) -> UnitData:
    """Typed facts of one unit. Whatever was refused is listed in `errors` and counts as not reported.

    A part above its whole, 0 for what is never empty, figures outside their range: all are errors of the facts named.
    """
    return _Intake(program, facts, raw, policies).run()


def take_alone(
    program: Program, facts: Facts, raw: RawUnit, policies: Mapping[str, str], fact: Fact, year: int, value: object
) -> tuple[Value | None, bool]:
    """One fact's typed value, looked at by itself, and whether it was refused."""
    intake = _Intake(program, facts, raw, policies)
    typed = intake._typed(fact, year, value, (raw.file, 0, 0))
    return typed, bool(intake.errors)


def resolve_unit_type(program: Program, written: str) -> str | None:
    """The unit type of the set that a text or id means (`xã`, `xa`), or `None`."""
    return next((name for name in program.unit_types if same_unit_type(name, written)), None)


def same_unit_type(first: str, second: str) -> bool:
    """Whether two texts or ids mean one type of unit.

    >>> same_unit_type("đặc khu", "dac_khu")
    True
    """
    return fold_name(first) == fold_name(second) or _machine(first) == _machine(second)


def _machine(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", without_tone_marks(text)).strip("_")


class _Intake:
    def __init__(self, program: Program, facts: Facts, raw: RawUnit, policies: Mapping[str, str]) -> None:
        self.program = program
        self.raw = raw
        self.policies = policies
        self.facts = facts
        self.vocabularies = {(v.ordered, v.title): v for v in program.vocabularies}
        self.errors: list[Diagnostic] = []
        self.values: dict[Key, Value] = {}
        self.evidence: dict[Key, str] = {}
        self.wrong: set[Key] = set()
        self.same_period: dict[str, Value | None] = {}
        self.in_same_period = False
        self.combined: dict[Key, Combination] = {}
        self.places: dict[Key, Place] = {}

    def run(self) -> UnitData:
        unit_type = resolve_unit_type(self.program, self.raw.unit_type)
        if unit_type is None:
            members = "; ".join(self.program.unit_types)
            self.error("DL113", "", found=self.raw.unit_type, members=members)
        names = self.facts.by_written
        for year in sorted(self.raw.facts):
            for fact, value, at in self._of_year(names, self.raw.facts[year], f"năm {year}", year):
                self._take(fact, year, value, at)
        place = f"cùng kỳ năm {self.raw.year - 1}"
        self.in_same_period = True
        for fact, value, at in self._of_year(names, self.raw.same_period, place, 0):
            self._take(fact, self.raw.year - 1, value, at)
        self.in_same_period = False
        contradictory = bool(self.raw.predecessors) and not self.raw.existed_before
        if contradictory:
            self.error("DL212", f"năm {self.raw.year - 1}")
        elif self.raw.predecessors:
            self._combine(self.raw.predecessors, self.raw.year - 1)
        self._check_wholes()
        return UnitData(
            unit_type or "",
            self.raw.year,
            self.values,
            self.raw.cutoff,
            self.evidence,
            self.same_period,
            frozenset(self.wrong),
            tuple(self.errors),
            self.raw.existed_before or contradictory,
            {key: found for key, found in self.combined.items() if key not in self.wrong},
            zero_allowed=zero_allowed(self.policies),
        )

    def _combine(self, units: Sequence[Predecessor], year: int) -> None:
        """Put together the year before from the old units; a figure given directly stands, and giving both is wrong."""
        taken = [self._predecessor(unit, year) for unit in units]
        for fact in self.program.facts:
            key = (fact.code, year)
            if key in self.wrong:
                continue
            if key in self.values:
                reporting = [u.title for u, one in zip(units, taken, strict=True) if key in one.values]
                if reporting:
                    self.error("DL211", f"năm {year}", name=fact.name, units="; ".join(reporting))
                continue
            found = combine(fact, units, [one.values.get(key) for one in taken])
            self.combined[key] = found
            if found.value is not None:
                self.values[key] = found.value
            if isinstance(found.value, Listed):  # of one unit that went over whole, with all that its members report
                own = f"{fact.code}{SEPARATOR}"
                self.values |= {at: value for at, value in taken[0].values.items() if at[0].startswith(own)}

    def _predecessor(self, unit: Predecessor, year: int) -> _Intake:
        name = ", ".join(part for part in (self.raw.name, unit.title) if part)
        raw = RawUnit(unit.unit_type, self.raw.year, {year: unit.facts}, name=name, file=self.raw.file)
        taken = _Intake(self.program, self.facts, raw, self.policies)
        for fact, value, at in taken._of_year(self.facts.by_written, unit.facts, f"năm {year}", year):
            taken._take(fact, year, value, at)
        taken._check_wholes()
        self.errors += taken.errors
        return taken

    def error(
        self, code: str, place: str, at: Place | None = None, suggestions: Sequence[str] = (), **values: object
    ) -> None:
        file, line, column = at or (self.raw.file, 0, 0)
        where = ", ".join(part for part in (self.raw.name, place) if part)
        texts = tuple((key, str(value)) for key, value in values.items())
        likely = tuple(suggestions)
        self.errors.append(
            Diagnostic(code, file, line, column, line, column, place=where, values=texts, suggestions=likely)
        )

    def _of_year(
        self, names: Mapping[str, Fact], reported: Mapping[str, object], place: str, year: int, member: bool = False
    ) -> Iterator[tuple[Fact, object, Place]]:
        seen: dict[str, str] = {}
        written = Counter(fact.code for key in reported if (fact := names.get(fold_name(_text(key)))) is not None)
        for key, value in reported.items():
            fact = names.get(fold_name(_text(key)))
            at = self.raw.places.get((year, _text(key)), (self.raw.file, 0, 0))
            if fact is None:
                known = [name for f in {id(f): f for f in names.values()}.values() for name in (f.code, f.name)]
                likely = _likely(_text(key), tuple(known) if member else self.facts.spellings)
                self.error("DL102", place, at, likely, name=_text(key))
            elif fact.owner and not member:
                self.error("DL130", place, at, name=fact.name, owner=self.facts.by_code[fact.owner].name)
            elif written[fact.code] == 1:
                yield fact, value, at
            elif fact.code in seen:
                self.error("DL114", place, at, name=f"{seen[fact.code]}; {key}")
                self._forget(fact, year)
            else:
                seen[fact.code] = _text(key)

    def _forget(self, fact: Fact, year: int) -> None:
        if year > 0:
            self.values.pop((fact.code, year), None)
            self.wrong.add((fact.code, year))
        elif self.in_same_period:
            self.same_period[fact.code] = None
            self.wrong.add((fact.code, self.raw.year - 1))

    def _take(self, fact: Fact, year: int, value: object, at: Place) -> None:
        count = len(self.errors)
        if self.in_same_period and year == self.raw.year - 1:
            self.places.setdefault((fact.code, 0), at)
            typed = self._typed(fact, year, value, at)
            if typed is not None or len(self.errors) > count:  # what was refused is not the figure of the whole year
                self.same_period[fact.code] = typed
            return
        self.places[fact.code, year] = at
        typed = self._typed(fact, year, value, at)
        key = (fact.code, year)
        if typed is not None and self.values.get(key, typed) != typed:  # a member's year before, and that year's list
            self.error("DL114", f"năm {year}", at, name=fact.name)
            self._forget(fact, year)
        elif typed is not None:
            self.values[key] = typed

    def _typed(self, fact: Fact, year: int, value: object, at: Place) -> Value | None:
        try:
            return self._convert(fact, year, value)
        except _Refused as refused:
            same = self.in_same_period and year == self.raw.year - 1
            place = f"{'cùng kỳ ' if same else ''}năm {year}"
            self.error(refused.code, place, at, **{"name": fact.name, **dict(refused.values)})
            self.wrong.add((fact.code, year))
            return None

    def _convert(self, fact: Fact, year: int, value: object) -> Value | None:
        if isinstance(value, str) and without_tone_marks(value.strip()) in _UNREPORTED_WORDS:
            return None
        if value is None:
            return None
        if isinstance(value, str) and without_tone_marks(value.strip()) in _NO_YEAR_WORDS:
            if year >= self.raw.year:
                raise _wrong(fact, value, "“không có năm trước” chỉ ghi cho năm trước.")
            return NO_YEAR
        evidence: object = _NOTHING
        if isinstance(value, Mapping) and any(key in value for key in VALUE_KEYS):
            known = {*VALUE_KEYS, *EVIDENCE_KEYS, *UNIT_KEYS}
            strange = [str(key) for key in value if key not in known]
            if strange:
                advice = "Chỉ ghi “giá trị”, “minh chứng”, “đơn vị”."
                raise _wrong(fact, "; ".join(strange), advice)
            evidence = next((value[key] for key in EVIDENCE_KEYS if key in value), _NOTHING)
            unit = next((value[key] for key in UNIT_KEYS if key in value), None)
            value = next(value[key] for key in VALUE_KEYS if key in value)
            if _is_blank(value):
                return None
            if unit is not None and not _is_blank(unit):
                value = _with_unit(value, unit)
        if isinstance(evidence, str):
            evidence = _evidence_text(evidence) or None
        if isinstance(evidence, str):
            self.evidence[fact.code, year] = evidence
        if isinstance(value, str) and without_tone_marks(value.strip()) in _EITHER_WORDS:
            none = "không" if fact.kind in ("attestation", "condition") else "không có"
            raise _wrong(fact, value, f"Đã rõ là không có thì ghi “{none}”; chưa báo cáo thì để trống.")
        if fact.kind in ("attestation", "condition"):
            return self._attested(fact, year, value, evidence)
        if fact.may_be_absent and isinstance(value, str) and without_tone_marks(value.strip()) in _ABSENT_WORDS:
            return ABSENT
        if isinstance(value, str) and without_tone_marks(value.strip()) in _ABSENT_WORDS and fact.kind != "set":
            raise _Refused("DL119")
        match fact.kind:
            case "date":
                return _date(fact, value)
            case "grade":
                return self._member(fact, value, True)
            case "choice":
                return self._member(fact, value, False)
            case "set":
                return self._set(fact, value)
            case "monthly":
                return self._monthly(fact, value, year)
            case "list":
                return self._list(fact, value, year)
            case _:
                return self._number(fact, value)

    # ------------------------------------------------------------------------------------------ kinds
    def _attested(self, fact: Fact, year: int, value: object, evidence: object) -> Value:
        if isinstance(value, str):
            match = _YES_WITH.match(value.strip())
            if match:
                text = _evidence_text(match.group("evidence") or "")
                if text:
                    self.evidence[fact.code, year] = text
                return Attested(True, Evidence.GIVEN if text else Evidence.MISSING)
            word = without_tone_marks(value.strip())
            if word in _YES or word in _NO:
                value = word in _YES
        if not isinstance(value, bool):
            raise _wrong(fact, value, "Ghi “có” hoặc “không”.")
        if evidence is _NOTHING:
            return Attested(value)
        return Attested(value, Evidence.GIVEN if isinstance(evidence, str) else Evidence.MISSING)

    def _member(self, fact: Fact, value: object, ordered: bool) -> Value:
        if fact.result_of:
            value = _result(fact, value)
        vocabulary = self.vocabularies[ordered, fact.vocabulary]
        position = _position(vocabulary, value)
        if position is None:
            code = "DL107" if ordered else "DL108"
            raise _Refused(code, found=_shown(value), members="; ".join(m.text for m in vocabulary.members))
        return position if ordered else vocabulary.members[position].code

    def _list(self, fact: Fact, value: object, year: int) -> Value:
        """A list's members by name; their facts are taken in under codes of their own."""
        if isinstance(value, str) and without_tone_marks(value.strip()) in _EMPTY_WORDS:
            value = []
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise _wrong(fact, value, _HOW_TO_LIST)
        names = [name for name, one in self.facts.by_written.items() if one.owner == fact.code]
        known = {name: self.facts.by_written[name] for name in names}
        members: list[str] = []
        for number, entry in enumerate(value, 1):
            record = {"tên": entry} if isinstance(entry, str) else entry
            name = self._member_name(record)
            if name is None or not isinstance(record, Mapping):
                raise _Refused("DL131", number=number)
            if name in members:
                raise _wrong(fact, name, "Tên này ghi hai lần; mỗi mục một tên.")
            members.append(name)
            self._member_facts(fact, name, known, record, year)
        return Listed(tuple(members))

    def _member_name(self, record: object) -> str | None:
        if not isinstance(record, Mapping):
            return None
        written = next((record[key] for key in _MEMBER_NAMES if key in record), None)
        name = " ".join(unicodedata.normalize("NFC", str(written)).split()) if isinstance(written, str | int) else ""
        return name if name and not set(name) & set("#@") and len(name) <= MAX_NAME else None

    def _member_facts(
        self, owner: Fact, member: str, known: Mapping[str, Fact], record: Mapping[str, object], year: int
    ) -> None:
        own = {key: value for key, value in record.items() if key not in _MEMBER_NAMES}
        before = next((own.pop(key) for key in _MEMBER_BEFORE if key in own), None)
        nested = next((own.pop(key) for key in _MEMBER_FACTS if key in own), None)
        parts = [(year, {**own, **nested} if isinstance(nested, Mapping) else own)]
        if isinstance(before, Mapping):
            parts.append((year - 1, dict(before)))
        for of_year, reported in parts:
            place = f"năm {of_year}, {owner.name}, {member}"
            for fact, value, at in self._of_year(known, reported, place, -1, member=True):
                self._take(member_fact(fact, self.facts.by_code, owner.code, member), of_year, value, at)

    def _set(self, fact: Fact, value: object) -> Value:
        if isinstance(value, str):
            word = without_tone_marks(value.strip())
            value = [] if word in _EMPTY_WORDS | _ABSENT_WORDS else [part.strip() for part in _PARTS.split(value)]
        if not isinstance(value, Sequence | frozenset | set):
            raise _wrong(fact, value, "Ghi danh sách các mục; không có mục nào thì ghi danh sách rỗng.")
        vocabulary = self.vocabularies[False, fact.vocabulary]
        members: list[str] = []
        for part in value:
            position = _position(vocabulary, part)
            if position is None:
                raise _Refused("DL108", found=_shown(part), members="; ".join(m.text for m in vocabulary.members))
            code = vocabulary.members[position].code
            if code in members:
                raise _wrong(fact, _shown(part), "Mục này ghi hai lần; giữ lại một lần.")
            members.append(code)
        return frozenset(members)

    def _monthly(self, fact: Fact, value: object, year: int) -> Value | None:
        if isinstance(value, str):
            value = [part.strip() or None for part in _PARTS.split(value)]
        if isinstance(value, Mapping):
            months = {str(key).casefold().replace("tháng", "").strip(): entry for key, entry in value.items()}
            if not set(months) <= {str(month) for month in range(1, 13)}:
                raise _Refused("DL109", found="; ".join(str(key) for key in value))
            value = [months.get(str(month)) for month in range(1, 13)]
        if not isinstance(value, Sequence):
            raise _wrong(fact, value, "Ghi 12 số, tháng chưa báo cáo thì để trống.")
        over = self.raw.cutoff.month if self.raw.cutoff is not None and year == self.raw.year else 12
        if not min(over, 12) <= len(value) <= 12:
            raise _Refused("DL109", found=len(value))
        months_list = [None if _is_blank(entry) else self._number(fact, entry) for entry in value]
        if all(month is None for month in months_list):  # twelve blanks report as little as none
            return None
        return tuple(months_list + [None] * (12 - len(months_list)))

    def _number(self, fact: Fact, value: object) -> Number:
        return _figure(fact, value)

    # ------------------------------------------------------------------------------------------ wholes
    def _check_wholes(self) -> None:
        allowed = zero_allowed(self.policies)
        for (code, year), value in list(self.values.items()):
            fact = self.facts.by_code[code]
            if fact.kind == "positive_count" and value == 0 and not allowed:
                self.error("DL110", f"năm {year}", self.places.get((code, year)), name=fact.name)
                self._drop((code, year))
        for (code, year), value in list(self.values.items()):
            fact = self.facts.by_code[code]
            if self._is_above_whole(fact, year, value, self.values):
                self._drop((code, year))
        year = self.raw.year - 1
        values: dict[Key, Value | None] = {**self.values}
        values |= {(code, year): value for code, value in self.same_period.items()}
        for code, same in list(self.same_period.items()):
            fact = self.facts.by_code[code]
            empty = fact.kind == "positive_count" and same == 0 and not allowed
            if empty:
                self.error("DL110", f"cùng kỳ năm {year}", self.places.get((code, 0)), name=fact.name)
            if empty or self._is_above_whole(fact, year, same, values, same_period=True):
                self.same_period[code] = None
                self.wrong.add((code, year))

    def _is_above_whole(
        self, fact: Fact, year: int, value: Value | None, values: Mapping[Key, Value | None], same_period: bool = False
    ) -> bool:
        """Whether a part is above one of its wholes, which is then told."""
        whole = fact.part_of
        while whole:
            limit = values.get((whole, year))
            if isinstance(limit, int | Fraction) and isinstance(value, int | Fraction) and value > limit:
                self.error(
                    "DL105",
                    f"cùng kỳ năm {year}" if same_period else f"năm {year}",
                    self.places.get((fact.code, 0 if same_period else year)),
                    name=fact.name,
                    found=format_number(Fraction(value) / fact.factor),
                    whole=self.facts.by_code[whole].name,
                    whole_value=format_number(Fraction(limit) / self.facts.by_code[whole].factor),
                )
                return True
            whole = self.facts.by_code[whole].part_of
        return False

    def _drop(self, key: Key) -> None:
        del self.values[key]
        self.wrong.add(key)


def zero_allowed(policies: Mapping[str, str]) -> bool:
    """Whether the set's header says what holds where 0 is reported of what is never empty, so that it is taken."""
    return policies.get(EMPTY_POSITIVE_WHOLE, "chưa đủ dữ liệu") != "chưa đủ dữ liệu"


def exact_figure(fact: Fact, value: object) -> Fraction | str:
    """A figure in the root unit of a fact's kind, or why it is refused."""
    try:
        return Fraction(_figure(fact, value))
    except _Refused as refused:
        texts = (*refused.values, ("name", fact.name))
        return Diagnostic(refused.code, values=texts).message


def _figure(fact: Fact, value: object) -> Number:
    number, unit = _exact(fact, value)
    factor = fact.factor
    if unit and fold_name(unit) != fold_name(fact.unit):
        from antq_rules import units  # units of other kinds are the exception, pint is slow to import

        other = units.reported(unit)
        if other is not None and other.kind != fact.dimension:
            raise _Refused("DL106", found=unit, expected=fact.unit)
        factor = other.factor if other is not None else factor
    root = number * factor
    if fact.is_integer and root.denominator != 1:
        raise _wrong(fact, format_number(number), "Ghi số nguyên.")
    low = fact.low if fact.low is not None else Fraction(0)
    if root < low or (fact.high is not None and root > fact.high):
        top = f"đến {format_number(fact.high / fact.factor)}" if fact.high is not None else "trở lên"
        raise _Refused("DL104", found=format_number(number), range=f"từ {format_number(low / fact.factor)} {top}")
    return int(root) if root.denominator == 1 else root


def _text(key: object) -> str:
    """How a fact is written; a member of an enumeration of texts is its text."""
    return str.__str__(key) if isinstance(key, str) else str(key)


_NOTHING: Final = object()


@functools.lru_cache(maxsize=1024)  # every unit of a file misspells the same facts
def _likely(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(nearest(name, known))


def _evidence_text(written: str) -> str:
    """What evidence was named; nothing where the words only say that there is none."""
    text = written.strip()
    return "" if without_tone_marks(text) in _NO_EVIDENCE_WORDS else text


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and without_tone_marks(value.strip()) in _UNREPORTED_WORDS)


def _wrong(fact: Fact, found: object, advice: str) -> _Refused:
    return _Refused("DL103", expected=_EXPECTED[fact.kind], found=_shown(found), advice=advice)


def _shown(value: object, limit: int = 60) -> str:
    text = str(value) if isinstance(value, str | int | float | decimal.Decimal | Fraction) else _kind_of(value)
    return text if len(text) <= limit else text[:limit] + "…"


def _kind_of(value: object) -> str:
    if isinstance(value, Mapping):
        return "một nhóm giá trị"
    if isinstance(value, Sequence | set | frozenset):
        return "một danh sách"
    return type(value).__name__


def _result(fact: Fact, value: object) -> object:
    """The verdict of an assessment, or of a verdict's own value, in the words of the list of results."""
    code = getattr(value, "set_code", None) or getattr(getattr(value, "program", None), "code", None)
    if code is not None and code != fact.result_of:
        raise _Refused("DL132", expected=fact.result_of, found=code)
    verdict = getattr(value, "verdict", value)
    if isinstance(verdict, Verdict):
        return verdict.vietnamese
    if isinstance(verdict, str) and verdict in {one.value for one in Verdict}:
        return Verdict(verdict).vietnamese
    return value


def _position(vocabulary: Vocabulary, value: object) -> int | None:
    return vocabulary.position(value) if isinstance(value, str) else None


def _exact(fact: Fact, value: object) -> tuple[Fraction, str]:
    """The exact number of a plain value and the unit written with it; a float is read by its decimal text."""
    if isinstance(value, bool):
        raise _wrong(fact, "có" if value else "không", "Ghi con số.")
    if isinstance(value, int):
        if abs(value) >= 10**MAX_DIGITS:
            raise _wrong(fact, "số quá dài", f"Nhiều nhất {MAX_DIGITS} chữ số.")
        return Fraction(value), ""
    if isinstance(value, Fraction):
        return value, ""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _wrong(fact, value, "Ghi con số.")
        value = decimal.Decimal(repr(value))
    if isinstance(value, decimal.Decimal):
        if not value.is_finite() or abs(value.adjusted()) > MAX_DIGITS:
            raise _wrong(fact, "số quá lớn hoặc không phải số", f"Nhiều nhất {MAX_DIGITS} chữ số.")
        return Fraction(value), ""
    if isinstance(value, str):
        return _spelled(fact, value)
    magnitude, unit = getattr(value, "magnitude", None), getattr(value, "units", None)
    if magnitude is None or unit is None:
        raise _wrong(fact, value, "Ghi con số.")
    number, _ = _exact(fact, magnitude)
    return number, str(unit).replace("_", " ")


def _spelled(fact: Fact, text: str) -> tuple[Fraction, str]:
    match = _QUANTITY.match(text.strip())
    if match is None:
        raise _wrong(fact, text, "Ghi con số theo kiểu Việt Nam, ví dụ 1.000 hoặc 1,5.")
    digits = match.group(1)
    try:
        number = parse_number(digits.lstrip("-"))
    except AmbiguousNumber as error:
        raise _wrong(fact, text, error.advice) from None
    except TooLong:
        raise _wrong(fact, text, f"Nhiều nhất {MAX_DIGITS} chữ số.") from None
    return (-number if digits.startswith("-") else number), match.group(2).strip()


def _with_unit(value: object, unit: object) -> object:
    """A value, or each of the months of one, with the unit reported beside it."""
    if isinstance(value, Mapping):
        return {key: _with_unit(entry, unit) for key, entry in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_with_unit(entry, unit) for entry in value]
    if isinstance(value, str) and _PARTS.search(value):
        return [_with_unit(part.strip(), unit) for part in _PARTS.split(value)]
    return value if _is_blank(value) else f"{_number_text(value)} {unit}"


def _number_text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | decimal.Decimal | str):
        return str(value)
    return str(value) if isinstance(value, str) else format(decimal.Decimal(str(value)), "f").replace(".", ",")


def _date(fact: Fact, value: object) -> Value:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if not isinstance(value, str):
        raise _wrong(fact, value, "Ghi ngày/tháng/năm, ví dụ 15/02/2023.")
    parts = date_parts(value)
    if parts is None:
        raise _wrong(fact, value, "Ghi ngày/tháng/năm, ví dụ 15/02/2023.")
    try:
        return datetime.date(*parts)
    except ValueError:
        raise _Refused("DL116", found=value.strip()) from None


def cutoff_of(day: DayOfYear, year: int) -> datetime.date:
    """The day a cut-off written in a rule file's example stands for."""
    return datetime.date(day.year or year, day.month, day.day)
