"""The passes from rule files to compiled sets, from top to bottom. Nothing here touches a disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from antq_rules.diagnostics import Diagnostic, Severity, nearest
from antq_rules.diagnostics.model import at
from antq_rules.graph.model import Example, Program
from antq_rules.semantics.assemble import Assembly
from antq_rules.semantics.symbols import Symbols
from antq_rules.source import SourceText, fold_name
from antq_rules.syntax import tree as t
from antq_rules.syntax.parser import Parsed, parse

MAX_DEPTH: Final = 16
SUFFIX: Final = ".rules"
_NOT_READ: Final = frozenset({"AQ214", "LIM001", "SEC003"})


@attrs.frozen
class Compilation:
    """What came of one set: its program (`None` where there are errors), its examples, and every problem."""

    program: Program | None
    examples: tuple[Example, ...]
    diagnostics: tuple[Diagnostic, ...]


def compile_all(main: SourceText, others: Mapping[str, SourceText]) -> tuple[Compilation, ...]:
    """Compile every set of a file; `others` holds the files that may be used, by name (`tu-vung.rules`).

    A file without a set gives one compilation with its problems only.
    """
    problems: list[Diagnostic] = []
    files = list(_gather_files(main, others, problems))
    problems.extend(problem for parsed in files for problem in parsed.diagnostics)
    symbols = Symbols(
        {parsed.source.name: parsed.source for parsed in files},
        unread={(kind, fold_name(name)) for parsed in files for kind, name in parsed.unread},
        incomplete=any(problem.code in _NOT_READ for problem in problems),
    )
    symbols.gather(parsed.document for parsed in files)
    sets = list(_sets(files[0].document))
    assembled = []
    definitions: list[tuple[Assembly, t.NamedCondition | t.Derived]] = []
    for header, blocks in sets:
        assembly = Assembly(symbols, header, blocks)
        assembled.append(assembly.run())
        definitions.extend((assembly, b) for b in blocks if isinstance(b, t.NamedCondition | t.Derived))
    for assembly, block in definitions:  # only now is it known which of them no set uses
        assembly.check_definition(block)
    _check_codes(symbols, [header for header, _ in sets])
    if sets and not _any_error([*problems, *symbols.diagnostics]):
        _check_unused(symbols, files[0].document)  # after an error, what looks unused may only be misspelt
    found = _ordered([*problems, *symbols.diagnostics])
    if not assembled:
        return (Compilation(None, (), found),)
    broken = _any_error(found)
    sources = tuple((parsed.source.name, _digest(parsed.source)) for parsed in files)
    return tuple(
        Compilation(None if broken else attrs.evolve(one.program, sources=sources), one.examples, found)
        for one in assembled
    )


def _gather_files(main: SourceText, others: Mapping[str, SourceText], problems: list[Diagnostic]) -> Iterator[Parsed]:
    waiting = [(main, 0)]
    seen = {main.name}
    while waiting:
        source, depth = waiting.pop(0)
        parsed = parse(source)
        yield parsed
        for header in (block for block in parsed.document.blocks if isinstance(block, t.SetHeader)):
            for name in header.uses:
                file = name.text + SUFFIX
                if file in seen:
                    continue
                if file not in others or depth >= MAX_DEPTH:
                    known = nearest(name.text, [other.removesuffix(SUFFIX) for other in others])
                    problems.append(at(source, "AQ214", name.span.start, name.span.end, known, name=name.text))
                    continue
                seen.add(file)
                waiting.append((others[file], depth + 1))


def _sets(document: t.Document) -> Iterator[tuple[t.SetHeader, Sequence[t.Block]]]:
    header: t.SetHeader | None = None
    blocks: list[t.Block] = []
    for block in document.blocks:
        if isinstance(block, t.SetHeader):
            if header is not None:
                yield header, blocks
            header, blocks = block, []
        else:
            blocks.append(block)
    if header is not None:
        yield header, blocks


def _check_codes(symbols: Symbols, headers: Sequence[t.SetHeader]) -> None:
    for header in headers:
        if header.code is not None:
            symbols.declare("bộ tiêu chí", header.code.text, header.code.span)


def _check_unused(symbols: Symbols, document: t.Document) -> None:
    """Warn of facts, readings and definitions that this very file declares and nothing uses."""
    for definition in symbols.unused:
        symbols.problem("AQ403", symbols.head(definition.span), name=definition.name)
    wholes = {fact.part_of for fact in symbols.facts.values() if fact.code in symbols.used_facts}
    used = symbols.used_facts | wholes
    for block in document.blocks:
        if isinstance(block, t.FactBlock):
            fact = symbols.facts.get(fold_name(block.name))
            if fact is not None and fact.code not in used:
                symbols.problem("AQ401", symbols.head(block.span), name=fact.name)
        elif isinstance(block, t.Reading) and not block.note_only and block.code not in symbols.used_readings:
            symbols.problem("AQ402", symbols.head(block.span), name=block.code)


def _any_error(problems: Sequence[Diagnostic]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _ordered(problems: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line, problem.column)))


def _digest(source: SourceText) -> str:
    return hashlib.sha256(source.text.encode()).hexdigest()
