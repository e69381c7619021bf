"""From the plain values of a data file or another application to typed facts; every bad value at once."""

from __future__ import annotations

import datetime
import decimal
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from antq_rules.diagnostics import Diagnostic, nearest
from antq_rules.engine.evaluate import EMPTY_POSITIVE_WHOLE
from antq_rules.engine.ranges import Facts
from antq_rules.engine.values import ABSENT, NO_YEAR, Attested, Evidence, Key, Number, UnitData, Value
from antq_rules.graph.model import Fact, Program, Vocabulary
from antq_rules.source import MAX_DIGITS, fold_name, without_tone_marks
from antq_rules.syntax.numbers import AmbiguousNumber, TooLong, date_parts, format_number, parse_number
from antq_rules.types import DayOfYear

VALUE_KEYS: Final = ("giá trị", "gia_tri", "value")
EVIDENCE_KEYS: Final = ("minh chứng", "minh_chung", "evidence")
UNIT_KEYS: Final = ("đơn vị", "don_vi", "unit")
_ABSENT_WORDS: Final = frozenset({"khong co", "khong_co"})
_NO_YEAR_WORDS: Final = frozenset({"khong co nam truoc", "khong_co_nam_truoc"})
_UNREPORTED_WORDS: Final = frozenset({"", "chua bao cao", "chua_bao_cao"})
_EMPTY_WORDS: Final = frozenset({"khong muc nao", "khong_muc_nao"})
_YES: Final = frozenset({"co", "true", "dung"})
_NO: Final = frozenset({"khong", "false", "sai", "chua"})
_YES_WITH: Final = re.compile(
    r"\s*có\s*\(\s*(?:minh chứng\s*:\s*(?P<evidence>[^()]*(?:\([^()]*\)[^()]*)*)|thiếu minh chứng)\)\s*\Z", re.I
)
_QUANTITY: Final = re.compile(r"\s*(-?\d[\d.,]*)\s*(.*?)\s*\Z", re.DOTALL)
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
}


@attrs.frozen
class RawUnit:
    """What was reported of one unit: plain values by year and by fact code, old code or name.

    `same_period` holds the year before's figures up to the same day as `cutoff`; `existed_before` is false where the
    unit did not exist the year before. `file` and `name` only say where problems are.
    """

    unit_type: str
    year: int
    facts: Mapping[int, Mapping[str, object]]
    same_period: Mapping[str, object] = attrs.field(factory=dict)
    cutoff: datetime.date | None = None
    existed_before: bool = True
    name: str = ""
    file: str = ""


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


def resolve_unit_type(program: Program, written: str) -> str | None:
    """The unit type of the set that a text or id means (`xã`, `xa`), or `None`."""
    wanted = _machine(written)
    folded = fold_name(written)
    return next((n for n in program.unit_types if fold_name(n) == folded or _machine(n) == wanted), None)


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
        self.same_period: dict[str, Value] = {}

    def run(self) -> UnitData:
        unit_type = resolve_unit_type(self.program, self.raw.unit_type)
        if unit_type is None:
            members = "; ".join(self.program.unit_types)
            self.error("DL113", "", found=self.raw.unit_type, members=members)
        names = self.facts.by_written
        for year in sorted(self.raw.facts):
            for fact, value in self._of_year(names, self.raw.facts[year], str(year)):
                self._take(fact, year, value)
        for fact, value in self._of_year(names, self.raw.same_period, f"cùng kỳ năm {self.raw.year - 1}"):
            typed = self._typed(fact, self.raw.year - 1, value)
            if typed is not None:
                self.same_period[fact.code] = typed
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
            self.raw.existed_before,
        )

    def error(self, code: str, place: str, **values: object) -> None:
        where = ", ".join(part for part in (self.raw.name, place) if part)
        texts = tuple((key, str(value)) for key, value in values.items())
        self.errors.append(Diagnostic(code, self.raw.file, place=where, values=texts))

    def _of_year(
        self, names: Mapping[str, Fact], reported: Mapping[str, object], place: str
    ) -> Iterator[tuple[Fact, object]]:
        seen: dict[str, str] = {}
        for key, value in reported.items():
            fact = names.get(fold_name(str(key)))
            if fact is None:
                known = [name for f in self.program.facts for name in (f.code, f.name)]
                texts = (("name", str(key)),)
                where = ", ".join(part for part in (self.raw.name, place) if part)
                likely = tuple(nearest(str(key), known))
                self.errors.append(Diagnostic("DL102", self.raw.file, place=where, values=texts, suggestions=likely))
            elif fact.code in seen:
                self.error("DL114", place, name=f"{seen[fact.code]}; {key}")
                self._forget(fact, place)
            else:
                seen[fact.code] = str(key)
                yield fact, value

    def _forget(self, fact: Fact, place: str) -> None:
        if place.isdigit():
            self.values.pop((fact.code, int(place)), None)
            self.wrong.add((fact.code, int(place)))

    def _take(self, fact: Fact, year: int, value: object) -> None:
        typed = self._typed(fact, year, value)
        if typed is not None:
            self.values[fact.code, year] = typed

    def _typed(self, fact: Fact, year: int, value: object) -> Value | None:
        try:
            return self._convert(fact, year, value)
        except _Refused as refused:
            where = ", ".join(part for part in (self.raw.name, f"năm {year}") if part)
            values = (("name", fact.name), *refused.values)
            self.errors.append(Diagnostic(refused.code, self.raw.file, place=where, values=values))
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
            if unit is not None:
                value = f"{_number_text(value)} {unit}"
            if value is None:
                return None
        if isinstance(evidence, str) and evidence.strip():
            self.evidence[fact.code, year] = evidence.strip()
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
            case _:
                return self._number(fact, value)

    # ------------------------------------------------------------------------------------------ kinds
    def _attested(self, fact: Fact, year: int, value: object, evidence: object) -> Value:
        if isinstance(value, str):
            match = _YES_WITH.match(value)
            if match:
                text = (match.group("evidence") or "").strip()
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
        given = isinstance(evidence, str) and bool(evidence.strip())
        return Attested(value, Evidence.GIVEN if given else Evidence.MISSING)

    def _member(self, fact: Fact, value: object, ordered: bool) -> Value:
        vocabulary = self.vocabularies[ordered, fact.vocabulary]
        position = _position(vocabulary, value)
        if position is None:
            code = "DL107" if ordered else "DL108"
            raise _Refused(code, found=_shown(value), members="; ".join(m.text for m in vocabulary.members))
        return position if ordered else vocabulary.members[position].code

    def _set(self, fact: Fact, value: object) -> Value:
        if isinstance(value, str):
            word = without_tone_marks(value.strip())
            value = [] if word in _EMPTY_WORDS | _ABSENT_WORDS else [part.strip() for part in value.split(";")]
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

    def _monthly(self, fact: Fact, value: object, year: int) -> Value:
        if isinstance(value, str):
            value = [part.strip() or None for part in value.split(";")]
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
        return tuple(months_list + [None] * (12 - len(months_list)))

    def _number(self, fact: Fact, value: object) -> Number:
        number, unit = _exact(fact, value)
        factor = fact.factor
        if unit and fold_name(unit) != fold_name(fact.unit):
            from antq_rules import units  # units of other kinds are the exception, pint is slow to import

            other = units.declared(unit)
            if other.kind != fact.dimension:
                raise _Refused("DL106", found=unit, expected=fact.unit)
            factor = other.factor
        root = number * factor
        if fact.is_integer and root.denominator != 1:
            raise _wrong(fact, format_number(number), "Ghi số nguyên.")
        low = fact.low if fact.low is not None else Fraction(0)
        if root < low or (fact.high is not None and root > fact.high):
            top = f"đến {format_number(fact.high / fact.factor)}" if fact.high is not None else "trở lên"
            raise _Refused("DL104", found=format_number(number), range=f"từ {format_number(low / fact.factor)} {top}")
        return int(root) if root.denominator == 1 else root

    # ------------------------------------------------------------------------------------------ wholes
    def _check_wholes(self) -> None:
        allowed = self.policies.get(EMPTY_POSITIVE_WHOLE, "chưa đủ dữ liệu") != "chưa đủ dữ liệu"
        for (code, year), value in list(self.values.items()):
            fact = self.facts.by_code[code]
            if fact.kind == "positive_count" and value == 0 and not allowed:
                where = ", ".join(part for part in (self.raw.name, f"năm {year}") if part)
                self.errors.append(Diagnostic("DL110", self.raw.file, place=where, values=(("name", fact.name),)))
                self._drop((code, year))
        for (code, year), value in list(self.values.items()):
            fact = self.facts.by_code[code]
            self._check_part(fact, year, value)

    def _check_part(self, fact: Fact, year: int, value: Value) -> None:
        whole = fact.part_of
        while whole:
            limit = self.values.get((whole, year))
            if isinstance(limit, int | Fraction) and isinstance(value, int | Fraction) and value > limit:
                name = self.facts.by_code[whole].name
                where = ", ".join(part for part in (self.raw.name, f"năm {year}") if part)
                values = (
                    ("name", fact.name),
                    ("found", f"{format_number(Fraction(value) / fact.factor)}"),
                    ("whole", name),
                    ("whole_value", f"{format_number(Fraction(limit) / self.facts.by_code[whole].factor)}"),
                )
                self.errors.append(Diagnostic("DL105", self.raw.file, place=where, values=values))
                self._drop((fact.code, year))
                return
            whole = self.facts.by_code[whole].part_of

    def _drop(self, key: Key) -> None:
        del self.values[key]
        self.wrong.add(key)


_NOTHING: Final = object()


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
    match = _QUANTITY.match(text)
    if match is None:
        raise _wrong(fact, text, "Ghi con số theo kiểu Việt Nam, ví dụ 1.000 hoặc 1,5.")
    digits = match.group(1)
    try:
        number = parse_number(digits.lstrip("-"))
    except AmbiguousNumber as error:
        advice = f"Viết {error.first} nếu là phần thập phân, {error.second} nếu là hàng nghìn."
        raise _wrong(fact, text, advice) from None
    except TooLong:
        raise _wrong(fact, text, f"Nhiều nhất {MAX_DIGITS} chữ số.") from None
    return (-number if digits.startswith("-") else number), match.group(2)


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
