"""JSON Schema of one unit's data file, for forms and checks of other applications."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from antq_rules.graph.model import Fact, Program, Vocabulary


def unit_schema(program: Program, facts: Sequence[Fact]) -> dict[str, Any]:
    """The schema (draft 2020-12) of one unit's file: key, year, facts of the year and of the year before."""
    vocabularies = {(v.ordered, v.title): v for v in program.vocabularies}
    by_owner: dict[str, list[Fact]] = {}
    for fact in facts:
        by_owner.setdefault(fact.owner, []).append(fact)
    properties = {fact.code: fact_schema(fact, vocabularies) for fact in by_owner.get("", [])}
    for fact in by_owner.get("", []):
        if fact.kind == "list":
            properties[fact.code] = _list(fact, by_owner.get(fact.code, []), vocabularies)
    reported = {"type": "object", "properties": properties, "additionalProperties": False}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": program.title,
        "type": "object",
        "required": ["đơn vị", "năm", "dữ kiện"],
        "properties": {
            "đơn vị": {
                "type": "object",
                "required": ["mã", "loại"],
                "properties": {
                    "mã": {"type": "string", "minLength": 1},
                    "tên": {"type": "string"},
                    "loại": {"enum": list(program.unit_types)},
                    "mã cũ": {"anyOf": [_CODE, {"type": "array", "items": _CODE}]},
                },
                "additionalProperties": False,
            },
            "năm": {"type": "integer", "minimum": program.first_year or 1900, "maximum": program.last_year or 2999},
            "ghi chú": {"type": "string"},
            "dữ kiện": reported,
            "năm trước": reported,
            "cùng kỳ năm trước": reported,
            "các năm trước": {"type": "object", "patternProperties": {"^[0-9]{4}$": reported}},
            "ngày chốt số liệu": {"type": "string", "format": "date"},
            "chưa thành lập năm trước": {"type": "boolean"},
            "sáp nhập từ": {"type": "array", "items": _old_unit(reported), "minItems": 1},
            "tách từ": {"anyOf": [_old_unit(reported), {"type": "array", "items": _old_unit(reported), "minItems": 1}]},
            "cách hiểu": {
                "type": "object",
                "properties": {
                    reading.code: {"enum": [option.code for option in reading.options], "description": reading.title}
                    for reading in program.readings
                    if not reading.note_only
                },
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
    }


_CODE: Final = {"type": "string", "minLength": 1}


def _old_unit(reported: dict[str, Any]) -> dict[str, Any]:
    """A unit of the year before: its type may be one that the set no longer knows."""
    text = {"type": "string"}
    share = {"type": "string", "pattern": r"^\s*[0-9][0-9.,]*\s*%\s*$"}
    return {
        "type": "object",
        "required": ["mã", "dữ kiện"],
        "properties": {"mã": _CODE, "tên": text, "loại": text, "tỷ lệ": share, "dữ kiện": reported},
        "additionalProperties": False,
    }


def fact_schema(fact: Fact, vocabularies: dict[tuple[bool, str], Vocabulary]) -> dict[str, Any]:
    """The schema of one fact's value: bare, or with its evidence; `null` is not reported."""
    plain = _plain(fact, vocabularies)
    with_evidence = {
        "type": "object",
        "required": ["giá trị"],
        "properties": {"giá trị": plain, "minh chứng": {"type": ["string", "null"]}, "đơn vị": {"type": "string"}},
        "additionalProperties": False,
    }
    described: dict[str, Any] = {"title": fact.name, "anyOf": [plain, with_evidence, {"type": "null"}]}
    if fact.meaning:
        described["description"] = fact.meaning
    if fact.unit:
        described["x-don-vi-tinh"] = fact.unit
    if fact.evidence:
        described["x-minh-chung"] = fact.evidence
    if fact.part_of:
        described["x-trong-so"] = fact.part_of
    if fact.merging:
        described["x-khi-sap-nhap"] = fact.merging
    return described


def _list(fact: Fact, members: Sequence[Fact], vocabularies: dict[tuple[bool, str], Vocabulary]) -> dict[str, Any]:
    """The schema of a list: each member by its name, with the facts that every member reports."""
    own = {one.code: fact_schema(one, vocabularies) for one in members}
    before = {"type": "object", "properties": own, "additionalProperties": False}
    record = {
        "type": "object",
        "required": ["tên"],
        "properties": {"tên": {"type": "string", "minLength": 1}, "năm trước": before, **own},
        "additionalProperties": False,
    }
    described: dict[str, Any] = {"title": fact.name, "type": ["array", "null"], "items": record}
    if fact.meaning:
        described["description"] = fact.meaning
    return described


def _plain(fact: Fact, vocabularies: dict[tuple[bool, str], Vocabulary]) -> dict[str, Any]:
    match fact.kind:
        case "attestation" | "condition":
            return {"type": "boolean"}
        case "date":
            return {"anyOf": [{"type": "string", "format": "date"}, {"const": "không có"}]}
        case "grade" | "choice":
            return {"enum": [*_members(fact, vocabularies, fact.kind == "grade"), "không có"]}
        case "set":
            return {"type": "array", "items": {"enum": _members(fact, vocabularies, False)}, "uniqueItems": True}
        case "monthly":
            month = {"anyOf": [_figure(fact), {"type": "null"}]}
            return {"type": "array", "items": month, "minItems": 1, "maxItems": 12}
        case _:
            return _figure(fact)


def _members(fact: Fact, vocabularies: dict[tuple[bool, str], Vocabulary], ordered: bool) -> list[str]:
    members = vocabularies[ordered, fact.vocabulary].members
    return [*(m.code for m in members), *(m.text for m in members if m.text != m.code)]


def _figure(fact: Fact) -> dict[str, Any]:
    lowest = 1 if fact.kind == "positive_count" else 0
    figure: dict[str, Any] = {"type": "integer" if fact.is_integer else "number"}
    figure["minimum"] = lowest if fact.low is None else _in_unit(fact.low, fact)
    if fact.high is not None:
        figure["maximum"] = _in_unit(fact.high, fact)
    return figure


def _in_unit(value: Fraction, fact: Fact) -> int | float:
    number = value / fact.factor
    return int(number) if number.denominator == 1 else float(number)
