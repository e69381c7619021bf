"""Where sets come from: bundled with the package, a file with the files it uses beside it, or a text.

Bundled sets are kept in a compiled form too (`rules/compiled`, plain JSON). It is used only where the hashes it was
made from match the rule files and the library's own version; otherwise the set is compiled again from its source.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from antq_rules.diagnostics import Diagnostic, InvalidInput, Severity, nearest
from antq_rules.graph.codec import from_data, to_data
from antq_rules.resources import folder
from antq_rules.ruleset.rule_set import RuleSet, in_force, years_in_force
from antq_rules.source import SourceText
from antq_rules.version import __version__

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from antq_rules.compiler import Compilation

FORMAT: Final = 1
SUFFIX: Final = ".rules"
_MOST_FILES: Final = 256


@functools.cache
def _index() -> dict[str, str]:
    """Codes of bundled sets and the files they stand in."""
    listing = json.loads(folder("rules").joinpath("compiled", "index.json").read_text(encoding="utf-8"))
    return {str(code): str(name) for code, name in listing.items()}


def bundled() -> tuple[str, ...]:
    """The codes of the sets that come with the package.

    >>> "pl1" in bundled()
    True
    """
    return tuple(_index())


def load(code: str, year: int | None = None) -> RuleSet:
    """A set that comes with the package, by its code.

    Raises `InvalidInput` for an unknown code, or where the set is not in force in `year` or replaced by then.

    >>> load("pl2").title
    'Cơ quan, doanh nghiệp, cơ sở giáo dục điển hình về phong trào toàn dân bảo vệ ANTQ'
    """
    name = _index().get(code)
    if name is None:
        known = bundled()
        values = (("name", code), ("members", "; ".join(known)))
        raise InvalidInput([Diagnostic("DL117", values=values, suggestions=tuple(nearest(code, known)))])
    rules = _load_bundled(code, name)
    if year is not None and not in_force(rules.program, year):
        advice = f"Bộ tiêu chí này áp dụng {years_in_force(rules.program)}."
        raise InvalidInput([Diagnostic("DL115", values=(("found", str(year)), ("advice", advice)))])
    if year is not None:
        from antq_rules.ruleset.catalogue import Catalogue  # it loads all sets with this function

        Catalogue.bundled().check_not_replaced(code, year)
    return rules


@functools.cache
def _load_bundled(code: str, name: str) -> RuleSet:
    rules = folder("rules")
    compiled = read_compiled(rules.joinpath("compiled", f"{code}.json"), rules)
    if compiled is not None:
        return compiled
    return _only(_compile(_read(rules, name), _Neighbours(rules)), code)


def read_compiled(file: Traversable, rules: Traversable) -> RuleSet | None:
    """The set in a compiled form, or `None` where it does not match its source, this library or its own format."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["format"] != FORMAT or data["library"] != __version__:
            return None
        if any(file_hash(rules.joinpath(name)) != digest for name, digest in data["files"].items()):
            return None
        return RuleSet(from_data(data["program"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def file_hash(file: Traversable) -> str:
    """SHA-256 (hex) of a file's bytes."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def compiled_form(rules: RuleSet, source: Traversable) -> dict[str, Any]:
    """The compiled form of a set as plain data, with the hashes of the files it was made from."""
    files = {name: file_hash(source.joinpath(name)) for name, _ in rules.program.sources}
    return {"format": FORMAT, "library": __version__, "files": files, "program": to_data(rules.program)}


# ------------------------------------------------------------------------------------------------ from files and texts
def load_file(path: str | Path, code: str | None = None) -> RuleSet:
    """A set from a rule file; the files it uses (`dùng`) stand beside it or come with the package.

    Raises `InvalidInput` with every problem where the rules cannot be used, or where a file with several sets needs
    `code`.
    """
    return _only(_compilations(Path(path)), code)


def load_text(
    text: str, name: str = "rules", others: Mapping[str, str] | None = None, code: str | None = None
) -> RuleSet:
    """A set from a text; `others` maps names of used files to their texts.

    >>> rules = load_text('''
    ... bộ tiêu chí "Ví dụ"
    ...   mã: vd
    ...   áp dụng cho: xã
    ... dữ kiện [vụ cháy]
    ...   kiểu: số đếm (vụ)
    ... tiêu chí 1. "Không có cháy"
    ...   đạt khi không để xảy ra [vụ cháy]
    ... ''')
    >>> rules.assess({"vụ cháy": 0}, year=2023).verdict.vietnamese
    'đạt'
    """
    return _only(_compile(*_texts(text, name, others)), code)


def check_file(path: str | Path) -> tuple[Diagnostic, ...]:
    """Every problem of a rule file, warnings among them."""
    return _distinct(_compilations(Path(path)))


def check_text(text: str, name: str = "rules", others: Mapping[str, str] | None = None) -> tuple[Diagnostic, ...]:
    """Every problem of a text, warnings among them."""
    return _distinct(_compile(*_texts(text, name, others)))


def compile_file(path: str | Path) -> tuple[Compilation, ...]:
    """What came of compiling each set of a file, problems included; for tools that need more than a set."""
    return _compilations(Path(path))


def _texts(text: str, name: str, others: Mapping[str, str] | None) -> tuple[SourceText, Mapping[str, SourceText]]:
    texts = {other: SourceText.of_text(other, content) for other, content in (others or {}).items()}
    return SourceText.of_text(name, text), _Neighbours(folder("rules"), texts=texts)


def _compilations(path: Path) -> tuple[Compilation, ...]:
    try:
        main = SourceText.of_bytes(path.name, path.read_bytes())
    except FileNotFoundError:
        near = sorted(file.name for file in path.parent.glob("*.rules")) if path.parent.is_dir() else []
        values = (("name", str(path)), ("members", "; ".join(bundled())))
        raise InvalidInput([Diagnostic("DL117", values=values, suggestions=tuple(nearest(path.name, near)))]) from None
    except OSError as error:
        values = (("reason", f"{path}: {os_reason(error)}"), ("advice", "Kiểm tra lại đường dẫn."))
        raise InvalidInput([Diagnostic("DL101", values=values)]) from None
    return _compile(main, _Neighbours(path.parent, folder("rules")))


def os_reason(error: OSError) -> str:
    """Why a file could not be used, in Vietnamese."""
    if isinstance(error, FileNotFoundError):
        return "không có tệp này"
    if isinstance(error, IsADirectoryError):
        return "đây là thư mục, không phải tệp"
    if isinstance(error, NotADirectoryError):
        return "đây là tệp, không phải thư mục"
    if isinstance(error, PermissionError):
        return "không có quyền đọc hoặc ghi"
    return "không đọc hoặc ghi được"


class _Neighbours(Mapping[str, SourceText]):
    """The rule files of some folders, the first that has a name first, and texts that stand before all of them.

    A file is read when it is asked for; nothing outside the folders is reached.
    """

    def __init__(self, *places: Traversable, texts: Mapping[str, SourceText] | None = None) -> None:
        self._places = places
        self._read = dict(texts or {})

    @functools.cached_property
    def _names(self) -> dict[str, Traversable]:
        return {name: place for place in reversed(self._places) for name in _rule_files(place)}

    def __getitem__(self, name: str) -> SourceText:
        if name not in self._read:
            self._read[name] = _read(self._names[name], name)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._names, **self._read})

    def __len__(self) -> int:
        return len({**self._names, **self._read})


def _rule_files(place: Traversable) -> list[str]:
    try:
        names = sorted(entry.name for entry in place.iterdir() if entry.name.endswith(SUFFIX))
    except OSError:
        names = []
    return names[:_MOST_FILES]


def _read(place: Traversable, name: str) -> SourceText:
    return SourceText.of_bytes(name, place.joinpath(name).read_bytes())


def _compile(main: SourceText, others: Mapping[str, SourceText]) -> tuple[Compilation, ...]:
    from antq_rules.compiler import compile_all  # brings in lark; a compiled form needs none of it

    return compile_all(main, others)


def _distinct(compilations: tuple[Compilation, ...]) -> tuple[Diagnostic, ...]:
    return tuple(dict.fromkeys(problem for compilation in compilations for problem in compilation.diagnostics))


def _only(compilations: tuple[Compilation, ...], code: str | None) -> RuleSet:
    problems = _distinct(compilations)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise InvalidInput(errors)
    programs = {c.program.code: c for c in compilations if c.program is not None}
    if code is None and len(programs) == 1:
        code = next(iter(programs))
    found = programs.get(code or "")
    if found is None or found.program is None:
        values = (("name", code or ""), ("members", "; ".join(programs) or "không có"))
        raise InvalidInput([Diagnostic("DL117", values=values)])
    return RuleSet(found.program, found.examples, problems)
