"""`antq`: check rule files, assess units, explain criteria, run worked examples, list what a set asks for.

Exit codes: 0 done, 1 a verdict or a test failed where that was asked for, 2 bad input.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from antq_rules.cli import catalogue_command
from antq_rules.cli.output import (
    FORMATS,
    assessments_report,
    deliver,
    explanations_report,
    say,
    say_json,
    width,
)
from antq_rules.cli.process_command import add_process
from antq_rules.cli.rank_command import ranking_report
from antq_rules.cli.sql_command import add_sql, write_sql
from antq_rules.cli.table_command import add_table
from antq_rules.diagnostics import Diagnostic, InvalidInput, Severity
from antq_rules.facts import UnitRecord, read_files, read_units
from antq_rules.resources import folder
from antq_rules.ruleset import Assessment, Catalogue, RuleSet, bundled, load, load_file
from antq_rules.ruleset.loading import SUFFIX, compile_file, compiled_form
from antq_rules.syntax.numbers import parse_date
from antq_rules.testing import run_examples
from antq_rules.types import Verdict

DONE, FAILED, BAD_INPUT = 0, 1, 2
_SET_HELP = "mã bộ có sẵn (pl1, pl2), tệp .rules, thư mục, hoặc auto: chọn bộ theo loại và năm của từng đơn vị"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        say(f"{self.prog}: dòng lệnh chưa đúng. Xem “{self.prog} --help”.\n{self.format_usage().strip()}", sys.stderr)
        raise SystemExit(BAD_INPUT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.run
    try:
        return command(options)
    except InvalidInput as error:
        if getattr(options, "json", False):
            say_json({"diagnostics": [problem.as_data() for problem in error.diagnostics]})
        else:
            say(str(error), sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        say("Đã dừng.", sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="antq", description="Soát bộ tiêu chí, xét đơn vị và giải thích kết quả.", add_help=False)
    _help(parser)
    commands = parser.add_subparsers(title="các lệnh", required=True, metavar="LỆNH", parser_class=_Parser)

    def command(name: str, text: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text, add_help=False)
        _help(one)
        one.add_argument("--json", action="store_true", help="in kết quả dạng JSON, như --format json")
        one.set_defaults(run=run)
        return one

    check = command("check", "soát tệp .rules, nêu mọi lỗi", _check)
    check.add_argument(
        "files", nargs="+", metavar="TỆP", type=Path, help="tệp, hoặc thư mục: soát cả việc các bộ thay thế nhau"
    )
    for name, text, run in (
        ("evaluate", "xét các đơn vị theo một bộ tiêu chí", _evaluate),
        ("explain", "giải thích một tiêu chí của một đơn vị", _explain),
        ("rank", "xét rồi xếp hạng nhiều đơn vị", _rank),
    ):
        one = command(name, text, run)
        one.add_argument("set", metavar="BỘ", help=_SET_HELP)
        if name == "explain":
            one.add_argument("criterion", metavar="TIÊU_CHÍ", help="số tiêu chí, ví dụ 18")
        one.add_argument("data", metavar="SỐ_LIỆU", type=Path, nargs=None if name == "explain" else "+")
        one.add_argument("--reading", action="append", default=[], metavar="A01=giam_5", help="chọn cách hiểu")
        one.add_argument("--parameter", action="append", default=[], metavar="MÃ=GIÁ_TRỊ", help="đặt một tham số")
        one.add_argument("--cutoff", metavar="25/10/2023", help="ngày chốt số liệu")
        forms = {"evaluate": FORMATS, "explain": FORMATS[:-1]}.get(name, ("text", "markdown", "json"))
        one.add_argument("--format", choices=forms, default="text", help=f"dạng kết quả: {', '.join(forms)}")
        one.add_argument("-o", "--output", type=Path, metavar="TỆP", help="ghi kết quả vào tệp này")
        if name == "rank":
            one.add_argument("--title", metavar="TÊN", help="tên bảng xếp hạng, khi bộ tiêu chí có nhiều bảng")
        if name == "evaluate":
            one.add_argument("--criteria", metavar="18,19", help="chỉ xét các tiêu chí này")
            one.add_argument("--verbose", action="store_true", help="nêu cả các tiêu chí đã đạt")
            one.add_argument("--fail-on-verdict", action="store_true", help="mã thoát 1 khi có đơn vị chưa đạt")
    add_process(command)
    add_table(command)
    test = command("test", "chạy các ví dụ ghi trong tệp .rules", _test)
    test.add_argument(
        "paths", nargs="*", metavar="ĐƯỜNG_DẪN", type=Path, help="tệp hoặc thư mục; bỏ trống là các bộ có sẵn"
    )
    listing = command("list", "liệt kê bộ tiêu chí, tiêu chí, dữ kiện, cách hiểu", _list)
    listing.add_argument("set", nargs="?", metavar="BỘ")
    catalogue_command.add_options(listing)
    add_sql(command, _sql)
    schema = command("schema", "in JSON Schema của tệp số liệu", _schema)
    schema.add_argument("set", metavar="BỘ")
    compiling = command("compile", "ghi lại dạng đã dịch của các bộ trong một thư mục", _compile)
    compiling.add_argument("folder", metavar="THƯ_MỤC", type=Path)
    return parser


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="in trợ giúp này")


def _rules(name: str) -> RuleSet:
    return load_file(name) if name.endswith(SUFFIX) else load(name)


# ------------------------------------------------------------------------------------------------ commands
def _check(options: argparse.Namespace) -> int:
    problems = [problem for path in options.files for problem in catalogue_command.check(path)]
    count = sum(len(catalogue_command.rule_files(path)) for path in options.files)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if options.json:
        say_json({"diagnostics": [problem.as_data() for problem in problems]})
    else:
        for problem in problems:
            say(problem.text())
        say(f"{count} tệp: {errors} lỗi, {len(problems) - errors} cảnh báo.")
    return BAD_INPUT if errors else DONE


def _assess(options: argparse.Namespace, rules: RuleSet | Catalogue, unit: UnitRecord) -> Assessment:
    readings = dict(entry.partition("=")[::2] for entry in options.reading)
    parameters = _parameters(options.parameter)
    criteria = getattr(options, "criteria", None)
    numbers = [number.strip() for number in criteria.split(",")] if criteria else None
    if getattr(options, "criterion", None):
        numbers = [options.criterion]
    cutoff = _day(options.cutoff)
    return rules.assess(unit, readings=readings, parameters=parameters, cutoff=cutoff, criteria=numbers)


def _parameters(written: Sequence[str]) -> dict[str, str]:
    wrong = [entry for entry in written if not all(part.strip() for part in entry.partition("="))]
    if wrong:
        raise InvalidInput([Diagnostic("DL153", values=(("found", entry),)) for entry in wrong])
    return {entry.partition("=")[0].strip(): entry.partition("=")[2].strip() for entry in written}


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    day = parse_date(text)
    if day is None:
        raise InvalidInput([Diagnostic("DL116", values=(("name", "ngày chốt số liệu"), ("found", text)))])
    return day


def _form(options: argparse.Namespace) -> str:
    return "json" if options.json else str(options.format)


def _assess_all(options: argparse.Namespace, rules: RuleSet | Catalogue) -> list[Assessment]:
    units = read_files(options.data)
    if not units:
        raise _no_units(options.data[0])
    assessments = []
    for number, unit in enumerate(units, 1):
        assessments.append(_assess(options, rules, unit))
        _progress(number, len(units))
    return assessments


def _evaluate(options: argparse.Namespace) -> int:
    rules = catalogue_command.rules_or_catalogue(options.set)
    assessments = _assess_all(options, rules)
    deliver(assessments_report(assessments, _form(options), options.output is None, options.verbose), options.output)
    failed = any(assessment.verdict is not Verdict.PASS for assessment in assessments)
    return FAILED if options.fail_on_verdict and failed else DONE


def _rank(options: argparse.Namespace) -> int:
    rules = _rules(options.set)
    assessments = _assess_all(options, rules)
    deliver(ranking_report(rules, assessments, options.title, _form(options), width()), options.output)
    return DONE


def _no_units(file: Path) -> InvalidInput:
    values = (("reason", "tệp không có đơn vị nào"), ("advice", "Ghi ít nhất một đơn vị."))
    return InvalidInput([Diagnostic("DL101", file.name, values=values)])


def _progress(number: int, total: int) -> None:
    """A counter on a terminal, rewritten in place and wiped at the end."""
    if total > 1 and sys.stderr.isatty() and (number == total or number % 10 == 0):
        sys.stderr.write(f"\rĐã xét {number}/{total} đơn vị" if number < total else "\r\033[K")
        sys.stderr.flush()


def _explain(options: argparse.Namespace) -> int:
    rules = catalogue_command.rules_or_catalogue(options.set)
    assessments = [_assess(options, rules, unit) for unit in read_units(options.data)]
    if not assessments:
        raise _no_units(options.data)
    text = explanations_report(assessments, options.criterion, _form(options), options.output is None)
    deliver(text, options.output)
    return DONE


def _test(options: argparse.Namespace) -> int:
    files = [file for path in options.paths for file in catalogue_command.rule_files(path)]
    if not options.paths:
        files = [Path(str(entry)) for entry in folder("rules").iterdir() if entry.name.endswith(SUFFIX)]
    passed, failures, problems = 0, [], []
    for file in files:
        for compilation in compile_file(file):
            problems += [p for p in compilation.diagnostics if p.severity is Severity.ERROR]
            if compilation.program is None:
                continue
            for result in run_examples(RuleSet(compilation.program, compilation.examples)):
                passed += result.passed
                origin = result.example.origin
                place = f"{origin.file}:{origin.line}"
                failures += [f"{place}: ví dụ “{result.example.title}”: {failure}" for failure in result.failures]
    if options.json:
        say_json({"passed": passed, "failures": failures, "diagnostics": [problem.as_data() for problem in problems]})
    else:
        for problem in problems:
            say(problem.text())
        for failure in failures:
            say(failure)
        say(f"{passed} ví dụ đạt, {len(failures)} chỗ không như mong đợi, {len(problems)} lỗi ở {len(files)} tệp.")
    return BAD_INPUT if problems else FAILED if failures else DONE


def _list(options: argparse.Namespace) -> int:
    if options.in_force:
        catalogue_command.list_in_force(options)
        return DONE
    if options.set is None:
        sets = [load(code) for code in bundled()]
        if options.json:
            say_json([{"code": one.code, "title": one.title, "hash": one.hash} for one in sets])
        else:
            for one in sets:
                say(f"{one.code}: {one.title} ({len(one.criteria)} tiêu chí)")
        return DONE
    rules = _rules(options.set)
    if options.json:
        say_json(
            {
                "code": rules.code,
                "title": rules.title,
                "criteria": [
                    {"number": c.number, "title": c.title, "items": [i.id for i in c.items]} for c in rules.criteria
                ],
                "facts": [{"code": f.code, "name": f.name, "kind": f.kind, "unit": f.unit} for f in rules.facts],
                "readings": {r.code: [option.code for option in r.options] for r in rules.readings},
            }
        )
        return DONE
    for criterion in rules.criteria:
        say(f"{criterion.number}. {criterion.title}")
        for item in criterion.items:
            say(f"   {item.id} {item.code} {item.text}")
    say("Dữ kiện:")
    for fact in rules.facts:
        say(f"   {fact.code} [{fact.name}]")
    return DONE


def _schema(options: argparse.Namespace) -> int:
    say_json(_rules(options.set).schema())
    return DONE


def _sql(options: argparse.Namespace) -> int:
    rules = _rules(options.set).with_parameters(_parameters(options.parameter))
    write_sql(options, rules, _day(options.cutoff))
    return DONE


def _compile(options: argparse.Namespace) -> int:
    target = options.folder / "compiled"
    target.mkdir(exist_ok=True)
    index = {}
    for file in catalogue_command.rule_files(options.folder):
        for compilation in compile_file(file):
            errors = [problem for problem in compilation.diagnostics if problem.severity is Severity.ERROR]
            if errors:
                raise InvalidInput(errors)
            if compilation.program is not None:
                rules = RuleSet(compilation.program)
                index[rules.code] = file.name
                _write(target / f"{rules.code}.json", compiled_form(rules, options.folder))
    _write(target / "index.json", index)
    say(f"Đã ghi {len(index)} bộ vào {target}.")
    return DONE


def _write(file: Path, data: object) -> None:
    temporary = file.with_suffix(".tmp")
    temporary.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    temporary.replace(file)
