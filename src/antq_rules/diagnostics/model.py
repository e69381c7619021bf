"""One diagnostic, the exception that carries many, and the search for the likeliest correction."""

from __future__ import annotations

import difflib
import enum
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from antq_rules.diagnostics.catalogue import CODES
from antq_rules.source import SourceText, fold_name, without_tone_marks


class Severity(enum.Enum):
    """Whether a problem stops a rule file from being used."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def vietnamese(self) -> str:
        """The word an author reads."""
        return "lỗi" if self is Severity.ERROR else "cảnh báo"


@attrs.frozen
class Diagnostic:
    """A problem with its place.

    `line` and `column` count from 1 in the author's own text; they are 0 where a problem has no place in a text.
    `place` says where in data (unit, fact) for problems of data. `values` are what the message's wording needs.
    """

    code: str
    file: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    source_line: str = ""
    place: str = ""
    values: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        """Error or warning, by the code."""
        return Severity.WARNING if CODES[self.code].warning else Severity.ERROR

    @property
    def message(self) -> str:
        """What is wrong, in Vietnamese.

        >>> Diagnostic("AQ201", values=(("name", "vụ phạm tộ"),)).message
        'chưa có dữ kiện nào tên là [vụ phạm tộ]'
        """
        return CODES[self.code].message.format_map(dict(self.values))

    @property
    def correction(self) -> str:
        """What to do about it, in Vietnamese."""
        text = CODES[self.code].correction.format_map(dict(self.values))
        if self.suggestions:
            return f"{text} Có phải ý là: {'; '.join(self.suggestions)}?".strip()
        return text

    @property
    def where(self) -> str:
        """The file, line, column and place in the data, as far as they are known.

        >>> Diagnostic("DL110", "x.csv", 3, 4, place="x1").where
        'x.csv:3:4: x1'
        """
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return ": ".join(part for part in (where, self.place) if part)

    def as_data(self) -> dict[str, Any]:
        """The diagnostic as plain data for JSON."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
            "place": self.place,
            "message": self.message,
            "correction": self.correction,
            "values": dict(self.values),
            "suggestions": list(self.suggestions),
        }

    def __str__(self) -> str:
        return self.text()

    def text(self) -> str:
        """The diagnostic as a person reads it, with the line it points at."""
        where = self.where
        lines = [f"{where + ': ' if where else ''}{self.severity.vietnamese} {self.code}: {self.message}"]
        if self.source_line.strip():
            number = str(self.line)
            shown, start = _window(self.source_line, self.column - 1)
            end = self.end_column - 1 if self.end_line == self.line else len(self.source_line)
            width = max(1, min(end - self.column + 1, len(shown) - start))
            lines.append(f"  {number} | {shown}")
            lines.append(f"  {' ' * len(number)} | {' ' * start}{'^' * width}")
        if self.correction:
            lines.append(f"  Cách sửa: {self.correction}")
        return "\n".join(lines)


def _window(line: str, column: int, width: int = 100) -> tuple[str, int]:
    line = "".join(_visible(character) for character in line)
    if len(line) <= width:
        return line, column
    start = max(0, min(column - width // 2, len(line) - width))
    return line[start : start + width], column - start


def _visible(character: str) -> str:
    if character == "\t":
        return " "
    return "\ufffd" if unicodedata.category(character)[0] == "C" else character  # it would move what stands around it


class InvalidInput(ValueError):  # noqa: N818
    """Rules or data that cannot be used, with every problem found, not the first alone."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(report_text(self.diagnostics))


def report_text(diagnostics: Sequence[Diagnostic]) -> str:
    """All diagnostics as text, in order of file and place."""
    return "\n".join(diagnostic.text() for diagnostic in diagnostics)


def at(
    source: SourceText, code: str, start: int, end: int, suggestions: Sequence[str] = (), **values: object
) -> Diagnostic:
    """A diagnostic at a place in a file's normalised text."""
    texts = tuple((key, str(value)) for key, value in values.items())
    return _placed(source, code, source.position(start), source.position(max(end, start)), texts, tuple(suggestions))


def refused_characters(source: SourceText) -> list[Diagnostic]:
    """What the text itself was refused for."""
    return [
        _placed(source, problem.code, source.place(problem.start), source.place(problem.end), problem.details)
        for problem in source.problems
    ]


def _placed(
    source: SourceText,
    code: str,
    start: tuple[int, int],
    end: tuple[int, int],
    values: tuple[tuple[str, str], ...],
    suggestions: tuple[str, ...] = (),
) -> Diagnostic:
    return Diagnostic(code, source.name, *start, *end, source.line(start[0]), "", values, suggestions)


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The known names likeliest to be meant, best first; typing without tone marks counts as almost equal.

    >>> nearest("vu pham toi", ["vụ phạm tội", "vụ cháy"])
    ['vụ phạm tội']
    """
    wanted, bare = fold_name(name), without_tone_marks(name)
    scored = []
    for position, candidate in enumerate(known):
        folded = without_tone_marks(candidate)
        begins = bool(bare) and folded.startswith(bare)
        matcher = difflib.SequenceMatcher(None, bare, folded, autojunk=False)
        if not begins and (matcher.real_quick_ratio() < 0.6 or matcher.quick_ratio() < 0.6):
            continue
        score = matcher.ratio() + (0.001 if fold_name(candidate) == wanted else 0)
        if score >= 0.72 or begins:
            scored.append((-score, position, candidate))
    return [candidate for _, _, candidate in sorted(scored)[:count]]
