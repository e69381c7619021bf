"""What is wrong with a data file, gathered while it is read, so that all of it is said at once."""

from __future__ import annotations

from typing import Final, NoReturn

import attrs

from antq_rules.diagnostics import Diagnostic, InvalidInput

MOST_KEPT: Final = 100
Position = tuple[int, int]
NOWHERE: Final[Position] = (0, 0)


@attrs.define
class Problems:
    """The problems of one file. A position is a line and a column, or a row and a column of a sheet, both from 1."""

    file: str = ""
    sheet: bool = False
    found: list[Diagnostic] = attrs.field(factory=list)
    more: int = 0

    def add(
        self,
        code: str,
        place: str = "",
        suggestions: tuple[str, ...] = (),
        at: Position = NOWHERE,
        **values: object,
    ) -> None:
        """Keep one more problem; past the first hundred they are only counted."""
        if len(self.found) == MOST_KEPT:
            self.more += 1
            return
        line, column = at
        parts = (place, cell_name(at) if self.sheet and line else "")
        where = ", ".join(part for part in parts if part)
        texts = tuple((key, str(value)) for key, value in values.items())
        self.found.append(
            Diagnostic(code, self.file, line, column, line, column, place=where, values=texts, suggestions=suggestions)
        )

    def stop(self) -> NoReturn:
        """Raise all that was found, in the order of the file."""
        more = [Diagnostic("LIM003", self.file, values=(("count", str(self.more)),))] if self.more else []
        raise InvalidInput([*sorted(self.found, key=lambda problem: (problem.line, problem.column)), *more])

    def unreadable(self, reason: str, advice: str, at: Position = NOWHERE) -> NoReturn:
        """Raise what was found and that the rest cannot be read."""
        self.add("DL101", at=at, reason=reason, advice=advice)
        self.stop()


def cell_name(at: Position) -> str:
    """What a spreadsheet calls the cell of a row and a column.

    >>> cell_name((3, 4)), cell_name((1, 28))
    ('ô D3', 'ô AB1')
    """
    row, column = at
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"ô {letters}{row}"
