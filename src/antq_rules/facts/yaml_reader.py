"""Units from YAML, the safe part of it: every plain or quoted scalar arrives as its text, nothing is guessed.

`12` is the text 12, `không` the text không; only `null`, `~` and nothing at all are what JSON writes as null: not
reported. Anchors, aliases, tags and merge keys are refused, and so is a key written twice. Each document of a file is
one unit, a list of units, or a group with a list under `các đơn vị`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import attrs

from antq_rules.diagnostics import Diagnostic, InvalidInput
from antq_rules.facts.problems import Position, Problems
from antq_rules.facts.record import UnitRecord
from antq_rules.facts.text_file import MAX_DEPTH
from antq_rules.facts.unit_shape import Places, UnitShape
from antq_rules.source import code_point

_ALIAS: Final = object()
_TAGS: Final = "tag:yaml.org,2002:"
_NOT_REPORTED: Final = frozenset({"", "null", "~"})
_UNREADABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADVICE: Final = (
    "Kiểm tra thụt đầu dòng, dấu hai chấm, dấu ngoặc và dấu nháy; giá trị có “: ” thì đặt trong dấu nháy kép."
)
_ADVICE_BY_START: Final = {
    "\t": "Thụt đầu dòng bằng dấu cách, không dùng phím Tab.",
    "%": "Giá trị bắt đầu bằng ký hiệu này thì đặt trong dấu nháy kép.",
    "@": "Giá trị bắt đầu bằng ký hiệu này thì đặt trong dấu nháy kép.",
    "`": "Giá trị bắt đầu bằng ký hiệu này thì đặt trong dấu nháy kép.",
}


def yaml_units(text: str, name: str = "") -> list[UnitRecord]:
    """The units of a YAML text, in the order they are written. Raises `InvalidInput` with every problem found.

    >>> yaml_units("đơn vị: {mã: x1, loại: xã}\\nnăm: 2023\\ndữ kiện:\\n  so_vu: 1")[0].facts
    {2023: {'so_vu': '1'}}
    """
    builder = _Builder(Problems(name))
    for event in _events(text, builder.problems):
        builder.take(event)
    units = UnitShape(builder.problems, True, builder.places).units(builder.documents)
    if builder.problems.found:
        builder.problems.stop()
    return units


def _events(text: str, problems: Problems) -> Iterator[Any]:
    try:
        import yaml
    except ImportError:
        raise InvalidInput([Diagnostic("DL123", problems.file)]) from None
    found = _UNREADABLE.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        problems.unreadable(f"ký tự {code_point(found.group())}", "Xóa ký tự đó.", (line, column))
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from yaml.parse(text, loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        start = text.splitlines()[mark.line][mark.column :][:1] if mark and mark.line < len(text.splitlines()) else ""
        advice = _ADVICE_BY_START.get(start, _ADVICE)
        problems.unreadable("không đúng cú pháp YAML", advice, _position(mark) if mark else (0, 0))
    except (yaml.YAMLError, ValueError, OverflowError):  # a code point or a version too large to be one
        problems.unreadable("không đúng cú pháp YAML", _ADVICE)


def _position(mark: Any) -> Position:
    return mark.line + 1, mark.column + 1


@attrs.define
class _Group:
    """A mapping or a list that is not closed yet; `key` is the key whose value comes next."""

    data: dict[str, Any] | list[Any]
    key: str | None = None
    written_twice: bool = False


@attrs.define
class _Builder:
    """Plain data from the events of a YAML text, and where each key of it stands."""

    problems: Problems
    documents: list[object] = attrs.field(factory=list)
    places: Places = attrs.field(factory=Places)
    open: list[_Group] = attrs.field(factory=list)

    def take(self, event: Any) -> None:
        """Take in the next event."""
        import yaml

        at = _position(event.start_mark)
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            self._refuse_extras(event, at)
        match event:
            case yaml.ScalarEvent():
                self._scalar(event, at)
            case yaml.AliasEvent():
                advice = f"Chép lại giá trị thay cho “*{event.anchor}”."
                self.problems.add("DL124", at=at, what=f"tham chiếu “*{event.anchor}”", advice=advice)
                self._put(_ALIAS, at)
            case yaml.MappingStartEvent():
                self._open({}, at)
            case yaml.SequenceStartEvent():
                self._open([], at)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                data = self.open.pop().data
                self._put(data, self.places.of(data))
            case _:
                pass  # the start and end of the text and of its documents

    def _refuse_extras(self, event: Any, at: Position) -> None:
        if event.anchor is not None:
            advice = f"Xóa “&{event.anchor}” và ghi đủ giá trị ở mỗi chỗ."
            self.problems.add("DL124", at=at, what=f"neo “&{event.anchor}”", advice=advice)
        if event.tag is not None:
            tag = event.tag.replace(_TAGS, "!!")
            advice = "Xóa nhãn và chỉ ghi giá trị; kiểu của giá trị do bộ tiêu chí quy định."
            self.problems.add("DL124", at=at, what=f"nhãn kiểu “{tag}”", advice=advice)

    def _scalar(self, event: Any, at: Position) -> None:
        plain = not event.style
        group = self.open[-1] if self.open else None
        if group is not None and isinstance(group.data, dict) and group.key is None:
            if plain and event.value == "<<":
                self.problems.add("DL124", at=at, what="khóa gộp “<<”", advice="Ghi đủ các khóa của nhóm ở đây.")
            self._key(group, event.value, at)
        elif group is None and plain and event.value == "":
            return  # a document with nothing in it
        else:
            self._put(None if plain and event.value in _NOT_REPORTED else event.value, at)

    def _key(self, group: _Group, key: str, at: Position) -> None:
        group.key = key
        group.written_twice = key in group.data
        if group.written_twice:
            self.problems.add("DL114", at=at, name=key)
        else:
            self.places.keys[id(group.data), key] = at

    def _open(self, data: dict[str, Any] | list[Any], at: Position) -> None:
        if len(self.open) == MAX_DEPTH:
            self.problems.unreadable("các nhóm lồng nhau quá sâu", f"Nhiều nhất {MAX_DEPTH} tầng.", at)
        self.places.mark(data, at)
        self.open.append(_Group(data))

    def _put(self, value: object, at: Position) -> None:
        """Put a finished value where it belongs: the document, the list, or under the key before it."""
        if not self.open:
            self.documents.append(value)
            return
        group = self.open[-1]
        if isinstance(group.data, list):
            group.data.append(value)
        elif group.key is None:
            if value is not _ALIAS:
                self.problems.add("DL124", at=at, what="khóa là nhóm hoặc danh sách", advice="Khóa chỉ là chữ.")
            group.key, group.written_twice = "", True
        else:
            if not group.written_twice:
                group.data[group.key] = value
            group.key = None
