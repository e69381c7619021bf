"""Explanations and assessments as plain data for JSON, and back; the form has a version.

Every field stands under its name; verdicts are their English values, exact numbers texts such as `-3/200`.
"""

from __future__ import annotations

import datetime
import decimal
import functools
import math
import re
import types
import typing
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

import attrs

from antq_rules.diagnostics import Diagnostic, InvalidInput
from antq_rules.engine.explanation import Explanation, ReadingShown, Summary
from antq_rules.report import wording as w
from antq_rules.report.unit_report import Conclusion, Stated, UnitReport, unit_report
from antq_rules.ruleset import Assessment
from antq_rules.syntax.numbers import format_number
from antq_rules.types import Verdict

VERSION: Final = 2
_EXACT: Final = re.compile(r"-?[0-9]{1,400}(?:/[0-9]{1,400})?\Z")
_DECIMALS: Final = 40


def explanation_data(explanation: Explanation) -> dict[str, Any]:
    """One criterion's explanation."""
    return {"format": VERSION, **_plain(explanation)}


def explanation_from_data(data: object) -> Explanation:
    """The explanation that `explanation_data` wrote. Raises `InvalidInput` where the data are not of that form."""
    explanation: Explanation = _read_top(Explanation, data)
    return explanation


def summary_data(summary: Summary) -> dict[str, Any]:
    """What stands between a unit and a conclusion."""
    return {"format": VERSION, **_plain(summary)}


def summary_from_data(data: object) -> Summary:
    """The summary that `summary_data` wrote. Raises `InvalidInput` where the data are not of that form."""
    summary: Summary = _read_top(Summary, data)
    return summary


def assessment_data(assessment: Assessment) -> dict[str, Any]:
    """A whole assessment, with what it was made of: it can be made again from this and the rules of that hash."""
    raw = assessment.raw
    return {
        **report_data(unit_report(assessment)),
        "readings": assessment.readings,
        "facts": {str(year): _reported(facts) for year, facts in raw.facts.items()},
        "same_period": _reported(raw.same_period),
        "existed_before": raw.existed_before,
        "predecessors": [
            {
                "code": unit.code,
                "name": unit.name,
                "type": unit.unit_type,
                "share": None if unit.share is None else str(unit.share),
                "facts": _reported(unit.facts),
            }
            for unit in raw.predecessors
        ],
        "items": {name: verdict.value for name, verdict in assessment.items.items()},
        "obligations": {name: verdict.value for name, verdict in assessment.obligations.items()},
    }


def report_data(report: UnitReport) -> dict[str, Any]:
    """A whole unit's results without the facts that they were made from."""
    return {
        "format": VERSION,
        "library": report.library_version,
        "rules": {"code": report.set_code, "title": report.set_title, "hash": report.rules_hash},
        "unit": {"code": report.unit_code, "name": report.unit_name, "type": report.unit_type},
        "year": report.year,
        "cutoff": None if report.cutoff is None else report.cutoff.isoformat(),
        "verdict": report.verdict.value,
        "conclusions": _plain(report.conclusions),
        "readings_chosen": _plain(report.readings),
        "summary": _plain(report.summary),
        "criteria": _plain(report.criteria),
        "errors": [error.as_data() for error in report.errors],
        "stated": _plain(report.stated),
        "parameters": _plain(report.parameters),
    }


def report_from_data(data: object) -> UnitReport:
    """The results that `assessment_data` or `report_data` wrote, ready to be rendered without the rules.

    Raises `InvalidInput` where the data are not of that form. What was saved is taken as it is: to be certain of a
    verdict, assess again.
    """
    top = _versioned(data)
    rules, unit = (_read(dict[str, str], top.get(name), name) for name in ("rules", "unit"))
    return UnitReport(
        _read(str, rules.get("code"), "rules.code"),
        _read(str, rules.get("title"), "rules.title"),
        _read(str, rules.get("hash"), "rules.hash"),
        _read(str, top.get("library"), "library"),
        _read(str, unit.get("code"), "unit.code"),
        _read(str, unit.get("name"), "unit.name"),
        _read(str, unit.get("type"), "unit.type"),
        _read(int, top.get("year"), "year"),
        _read(datetime.date | None, top.get("cutoff"), "cutoff"),
        _read(Verdict, top.get("verdict"), "verdict"),
        _read(Summary, top.get("summary"), "summary"),
        _read(tuple[Explanation, ...], top.get("criteria"), "criteria"),
        _read(tuple[Conclusion, ...], top.get("conclusions"), "conclusions"),
        _read(tuple[ReadingShown, ...], top.get("readings_chosen"), "readings_chosen"),
        _read(tuple[Diagnostic, ...], top.get("errors"), "errors"),
        _read(tuple[Stated, ...], top.get("stated"), "stated"),
        _read(tuple[Stated, ...], top.get("parameters"), "parameters"),
    )


# ------------------------------------------------------------------------------------------------ writing
def _plain(value: object) -> Any:
    if isinstance(value, Verdict):
        return value.value
    if isinstance(value, Fraction):
        return str(value)
    kind = type(value)
    if attrs.has(kind):
        return {field.name: _plain(getattr(value, field.name)) for field in attrs.fields(kind)}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    return value


def _reported(facts: Mapping[str, object]) -> dict[str, Any]:
    return {name: _as_reported(value) for name, value in facts.items()}


def _as_reported(value: object) -> Any:
    """A fact as a data file may hold it, so that assessing it again gives the same."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Fraction):
        return format_number(value, _DECIMALS)
    if isinstance(value, float | decimal.Decimal):
        return format_number(Fraction(str(value)), _DECIMALS) if math.isfinite(value) else str(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _as_reported(part) for key, part in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(str(part) for part in value)
    if isinstance(value, tuple | list):
        return [_as_reported(part) for part in value]
    magnitude, unit = getattr(value, "magnitude", None), getattr(value, "units", None)
    if magnitude is not None:
        return f"{_as_reported(magnitude)} {str(unit).replace('_', ' ')}"
    return str(value)


# ------------------------------------------------------------------------------------------------ reading
def _versioned(data: object) -> dict[str, Any]:
    if not isinstance(data, dict) or data.get("format") != VERSION or isinstance(data.get("format"), bool):
        raise _Malformed("format")
    return data


def _read_top(kind: Any, data: object) -> Any:
    fields = dict(_versioned(data))
    del fields["format"]
    return _read(kind, fields, "")


class _Malformed(InvalidInput):
    def __init__(self, place: str) -> None:
        super().__init__([Diagnostic("DL101", values=w.malformed(place))])


def _read(kind: Any, data: Any, place: str) -> Any:
    try:
        return _value(kind, data, place)
    except RecursionError:
        raise _Malformed(place) from None


def _value(kind: Any, data: Any, place: str) -> Any:
    """Data as a value of a type that the classes of explanations use."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return None if data is None else _value(arguments[0], data, place)
    if origin is tuple:
        parts = _checked(list, data, place)
        return tuple(_value(arguments[0], part, f"{place}[{number}]") for number, part in enumerate(parts))
    if origin is dict:
        entries = _checked(dict, data, place)
        return {name: _value(arguments[1], part, f"{place}.{name}") for name, part in entries.items()}
    if kind is Diagnostic:
        return _diagnostic(data, place)
    if attrs.has(kind):
        return _instance(kind, data, place)
    if kind is Verdict or kind is Fraction or kind is datetime.date:
        return _scalar(kind, _checked(str, data, place), place)
    return data if kind is object else _checked(kind, data, place)


def _instance(kind: Any, data: Any, place: str) -> Any:
    entries, hints = _checked(dict, data, place), _hints(kind)
    names = [field.name for field in attrs.fields(kind)]
    if set(entries) != set(names):
        raise _Malformed(place or "format")
    return kind(**{name: _value(hints[name], entries[name], f"{place}.{name}".lstrip(".")) for name in names})


@functools.lru_cache(maxsize=32)
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _checked(kind: Any, data: Any, place: str) -> Any:
    if type(data) is not kind:  # a bool is no int here
        raise _Malformed(place)
    return data


def _scalar(kind: Any, text: str, place: str) -> Any:
    try:
        if kind is Verdict:
            return Verdict(text)
        if kind is Fraction:
            if not _EXACT.match(text):
                raise ValueError
            return Fraction(text)
        return datetime.date.fromisoformat(text)
    except (ValueError, ZeroDivisionError):
        raise _Malformed(place) from None


def _diagnostic(data: Any, place: str) -> Diagnostic:
    entries = _checked(dict, data, place)
    texts = {name: _checked(str, entries.get(name), f"{place}.{name}") for name in ("code", "file", "place")}
    numbers = {
        name: _checked(int, entries.get(name), f"{place}.{name}")
        for name in ("line", "column", "end_line", "end_column")
    }
    values = _value(dict[str, str], entries.get("values"), f"{place}.values")
    suggestions = _value(tuple[str, ...], entries.get("suggestions"), f"{place}.suggestions")
    problem = Diagnostic(**texts, **numbers, values=tuple(values.items()), suggestions=suggestions)
    try:
        problem.text()
    except (KeyError, ValueError, AttributeError, IndexError):
        raise _Malformed(place) from None
    return problem
