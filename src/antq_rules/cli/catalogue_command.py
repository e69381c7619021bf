"""What commands do with several sets at once: choose by unit type and year, list those in force."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from antq_rules.cli.output import say, say_json
from antq_rules.diagnostics import Diagnostic, InvalidInput, Severity
from antq_rules.ruleset import Catalogue, RuleSet, Version, bundled, check_file, load, load_file
from antq_rules.ruleset.loading import SUFFIX

AUTO: Final = "auto"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `antq list` that ask for the sets in force."""
    parser.add_argument("--in-force", action="store_true", help="chỉ các bộ đang áp dụng; BỘ có thể là một thư mục")
    parser.add_argument("--year", type=int, metavar="2026", help="năm xét, dùng với --in-force")
    parser.add_argument("--type", metavar="LOẠI", help="loại đơn vị, ví dụ “đặc khu”, dùng với --in-force")


def rules_or_catalogue(name: str) -> RuleSet | Catalogue:
    """A set by code or rule file; all sets for `auto` (bundled) or a folder, to choose from for each unit."""
    if name == AUTO:
        return Catalogue.bundled()
    if name.endswith(SUFFIX):
        return load_file(name)
    if name not in bundled() and Path(name).is_dir():
        return Catalogue.of_folder(name)
    return load(name)


def check(path: Path) -> tuple[Diagnostic, ...]:
    """Every problem of a rule file; of a folder, those of all its files and of the sets as versions of each other."""
    if not path.is_dir():
        return check_file(path)
    found = [problem for file in rule_files(path) for problem in check_file(file)]
    if not any(problem.severity is Severity.ERROR for problem in found):
        try:
            Catalogue.of_folder(path)
        except InvalidInput as error:
            found.extend(error.diagnostics)
    return tuple(dict.fromkeys(found))


def rule_files(path: Path) -> list[Path]:
    """The rule files of a folder in order of name, or the one file."""
    return sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]


def list_in_force(options: argparse.Namespace) -> None:
    """Print the sets that decide in a year, with the types of unit and the years of each."""
    if options.year is None:
        raise InvalidInput([Diagnostic("DL206")])
    catalogue = rules_or_catalogue(options.set or AUTO)
    if isinstance(catalogue, RuleSet):
        catalogue = Catalogue.of_sets([catalogue])
    found = [
        (rules, [v for v in catalogue.versions() if v.rules is rules and v.covers(options.year)])
        for rules in catalogue.all_in_force(options.year, options.type)
    ]
    if options.json:
        say_json([_data(rules, versions) for rules, versions in found])
        return
    if not found:
        say(f"Năm {options.year} không có bộ tiêu chí nào đang áp dụng.")
    for rules, versions in found:
        topic = f" · chủ đề “{rules.program.topic}”" if rules.program.topic else ""
        say(f"{rules.code}: {rules.title} ({len(rules.criteria)} tiêu chí){topic}")
        for years, types in _by_years(versions).items():
            say(f"   {', '.join(types)}: {years}")


def _by_years(versions: Iterable[Version]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for version in versions:
        found.setdefault(version.years, []).append(version.unit_type)
    return found


def _data(rules: RuleSet, versions: Iterable[Version]) -> dict[str, Any]:
    return {
        "code": rules.code,
        "title": rules.title,
        "topic": rules.program.topic,
        "hash": rules.hash,
        "types": [
            {
                "type": version.unit_type,
                "first_year": version.first_year,
                "last_year": version.last_year,
                "replaced_by": version.replaced_by,
            }
            for version in versions
        ],
    }
