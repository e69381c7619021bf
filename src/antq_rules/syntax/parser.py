"""Rule files to syntax trees: a file is cut into blocks at line starts and each block is read on its own.

So a problem in one criterion never hides one in another, and all problems of a file come in one run.
"""

from __future__ import annotations

import re
from typing import Any, Final

import attrs

from antq_rules.diagnostics import Diagnostic, nearest
from antq_rules.diagnostics.model import at
from antq_rules.source import MAX_DIGITS, MAX_NESTING, SourceText, without_tone_marks
from antq_rules.syntax import tree as t
from antq_rules.syntax.builder import Builder
from antq_rules.syntax.language import Tree, UnexpectedCharacters, UnexpectedInput, UnexpectedToken, language, words
from antq_rules.types import Span

MAX_DIAGNOSTICS: Final = 200

_STARTS: Final = (
    ("header", r"bộ\s+tiêu\s+chí(?!\w)", "bộ tiêu chí"),
    ("group", r"nhóm(?!\w)", "nhóm"),
    ("scale", r"thang(?!\w)", "thang"),
    ("catalogue", r'danh\s+mục\s*["“](?=[^\n]*:)', "danh mục"),
    ("reading", r"cách\s+hiểu(?!\w)", "cách hiểu"),
    ("phrase", r"cụm\s+từ(?!\w)", "cụm từ"),
    ("fact", r"dữ\s+kiện(?!\w)", "dữ kiện"),
    ("named_condition", r"mệnh\s+đề(?!\w)", "mệnh đề"),
    ("derived", r"đặt(?!\w)", "đặt"),
    ("criterion", r'tiêu\s+chí(?!\w)(?=[^\n]*["“]|\s*\d+[.])', "tiêu chí"),
    ("conclusion", r'kết\s+luận(?!\w)(?!\s*["“][^"”\n]*["”]\s*(?:đạt|không|chưa))', "kết luận"),
    ("example", r"ví\s+dụ(?!\w)", "ví dụ"),
)
_START: Final = re.compile(
    r"(?:\A|\n)[ \t]*(?:" + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern, _ in _STARTS) + ")", re.IGNORECASE
)
_KEYWORD_OF: Final = {kind: word for kind, _, word in _STARTS}
_PASSES: Final = re.compile(r"\n[ \t]*đạt\s+khi(?!\w)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"(?:\A|\n)[ \t]*#[^\n]*")
_LONG_NUMBER: Final = re.compile(r"\d[\d.,]*")
_MARKER: Final = re.compile(r"\n[ \t]*(?:[a-zđA-ZĐ]\)|[-–—+*•]|\d+[.)])(?=\s|\Z)")
_FOUND: Final = re.compile(r'\s*("[^"\n]*"|\[[^\]\n]*\]|[^\s,;:()\[\]"]+|[,;:()\[\]"])')
_EXPECTED_WORDS: Final = {
    "NAME": "tên trong [ ]",
    "STRING": "chữ trong dấu nháy",
    "NUMBER": "một con số",
    "PERCENT": "một tỷ lệ %",
    "DATE": "một ngày như 15/02",
    "CODE": "một mã",
    "NUMBERING": "số tiêu chí",
    "LETTER": "mục a)",
    "DASH": "mục -",
    "PLUS": "mục +",
    "COLON": "dấu hai chấm",
    "LPAR": "ngoặc mở",
    "RPAR": "ngoặc đóng",
    "LOW": "ít nhất",
    "HIGH": "không quá",
    "EQUAL": "bằng",
    "REACH": "đạt … %",
    "CHANGE": "giảm ít nhất …",
    "YES": "có",
    "NO": "không có",
    "UNIT_WORD": "đơn vị tính",
    "PASS": "đạt",
    "FAIL": "không đạt",
}
_KEYWORDS: Final = (
    "đạt khi", "có đủ", "có một trong", "trích", "ghi chú", "nghĩa", "kiểu", "mã", "minh chứng", "trong số", "khoảng",
    "căn cứ", "áp dụng", "áp dụng cho", "áp dụng khi", "đối với", "dùng", "theo cách hiểu", "nếu", "thì",
    "nếu không thì",
    "ít nhất", "không quá", "nhiều nhất", "không dưới", "giảm", "tăng", "so với năm trước", "năm trước", "trở lên",
    "trở xuống", "không có", "không để xảy ra", "chiếm", "đạt", "không đạt", "cho năm", "hằng tháng", "trong quý",
    "trước ngày", "không muộn hơn", "và", "hoặc", "không phải", "gồm đủ", "danh mục", "số đếm", "xác nhận", "xếp loại",
)  # fmt: skip
_LOST_MARKS: Final = {without_tone_marks(word): word for word in _KEYWORDS}


@attrs.frozen
class Block:
    """A stretch of a file that is read on its own."""

    kind: str
    start: int
    end: int


@attrs.frozen
class Parsed:
    """What came of reading one file: the tree of all blocks that could be read, and every problem."""

    source: SourceText
    document: t.Document
    diagnostics: tuple[Diagnostic, ...]


def parse(source: SourceText) -> Parsed:
    """Read one file.

    >>> parsed = parse(SourceText.of_text("a.rules", 'nhóm "Công tác lãnh đạo"'))
    >>> parsed.document.blocks[0].title
    'Công tác lãnh đạo'
    """
    diagnostics = [at(source, p.code, p.start, p.end, (), **dict(p.details)) for p in source.problems]
    fatal = {"LIM001", "SEC003"}.intersection(problem.code for problem in source.problems)
    blocks: list[t.Block] = []
    if not fatal:
        for block in split(source, diagnostics):
            built = parse_block(source, block, diagnostics)
            if built is not None:
                blocks.append(built)
    diagnostics.sort(key=lambda diagnostic: (diagnostic.line, diagnostic.column))
    unique = list(dict.fromkeys(diagnostics))
    if len(unique) > MAX_DIAGNOSTICS:
        rest = Diagnostic("LIM003", source.name, values=(("count", str(len(unique) - MAX_DIAGNOSTICS)),))
        unique = [*unique[:MAX_DIAGNOSTICS], rest]
    document = t.Document(tuple(blocks), span=Span(source.name, 0, len(source.text)))
    return Parsed(source, document, tuple(unique))


def split(source: SourceText, diagnostics: list[Diagnostic]) -> list[Block]:
    """The blocks of a file, in order; text before the first block is a problem."""
    text = source.text
    starts: list[tuple[str, int]] = []
    for match in _START.finditer(text):
        kind = match.lastgroup or ""
        inside = kind in ("named_condition", "derived") and bool(starts) and starts[-1][0] == "criterion"
        if inside and not _PASSES.search(text, starts[-1][1], match.start() + 1):
            continue
        starts.append((kind, match.start()))
    before = text[: starts[0][1]] if starts else text
    _report_stray(source, before, diagnostics)
    ends = [start for _, start in starts[1:]] + [len(text)] * bool(starts)
    return [Block(kind, start, end) for (kind, start), end in zip(starts, ends, strict=True)]


def _report_stray(source: SourceText, before: str, diagnostics: list[Diagnostic]) -> None:
    for match in re.finditer(r"[^\n]+", before):
        line = match.group()
        if line.strip() and not line.lstrip().startswith("#"):
            found = " ".join(line.split()[:3])
            start = match.start() + len(line) - len(line.lstrip())
            likely = nearest(found, _KEYWORD_OF.values(), 1) or nearest(found.split()[0], _KEYWORD_OF.values(), 1)
            diagnostics.append(at(source, "AQ111", start, match.end(), likely, found=_cut(found)))
            break


def parse_block(source: SourceText, block: Block, diagnostics: list[Diagnostic]) -> t.Block | None:
    """Read one block; `None` where it could not be read."""
    text = source.text[block.start : block.end]
    lead = "" if text.startswith("\n") else "\n"
    text = lead + text.rstrip()
    offset = block.start - len(lead)
    if _refused(source, text, offset, diagnostics):
        return None
    try:
        tree: Tree[Any] = language().parse(text, start=block.kind)
    except UnexpectedInput as error:
        diagnostics.append(_explain(source, block, text, offset, error))
        return None
    builder = Builder(source, offset)
    built: t.Block = builder.build(tree)
    diagnostics.extend(builder.diagnostics)
    if isinstance(built, t.Phrase):
        return _with_predicate(source, built, diagnostics)
    return built


def _with_predicate(source: SourceText, phrase: t.Phrase, diagnostics: list[Diagnostic]) -> t.Phrase | None:
    builder = Builder(source, phrase.span.start)
    try:
        predicate = builder.build(language().parse(phrase.text, start="predicate"))
    except UnexpectedInput:
        expected = "Cụm từ phải là một phép so sánh, ví dụ “trong quý I”."
        span = phrase.span
        diagnostics.append(at(source, "AQ101", span.start, span.end, found=phrase.text, expected=expected))
        return None
    return attrs.evolve(phrase, predicate=predicate)


def _refused(source: SourceText, text: str, offset: int, diagnostics: list[Diagnostic]) -> bool:
    """Look for unclosed brackets and marks, too deep nesting and too long numbers before the grammar does."""
    count = len(diagnostics)
    for match in re.finditer(r"[^\n]+", text):
        if not match.group().lstrip().startswith("#"):
            _check_quotes(source, match.group(), offset + match.start(), diagnostics)
    return len(diagnostics) > count or _unbalanced(source, text, offset, diagnostics)


def _check_quotes(source: SourceText, line: str, offset: int, diagnostics: list[Diagnostic]) -> None:
    position = 0
    while position < len(line):
        character = line[position]
        if character in '"“':
            end = line.find('"' if character == '"' else "”", position + 1)
            if end < 0:
                diagnostics.append(at(source, "AQ104", offset + position, offset + len(line)))
                return
            position = end + 1
        elif character == "[":
            closing = line.find("]", position + 1)
            again = line.find("[", position + 1)
            if closing < 0 or 0 <= again < closing:
                end = again if again >= 0 else len(line)
                diagnostics.append(at(source, "AQ103", offset + position, offset + end))
                return
            position = closing + 1
        elif character == "]":
            diagnostics.append(at(source, "AQ103", offset + position, offset + position + 1))
            return
        else:
            position += 1


def _unbalanced(source: SourceText, text: str, offset: int, diagnostics: list[Diagnostic]) -> bool:
    opened: list[int] = []
    too_deep: int | None = None
    for match in re.finditer(
        r'"[^"\n]*"|“[^”"\n]*[”"]|\[[^\]\n]*\]|\n[ \t]*#[^\n]*|\n[ \t]*[a-zđ]\)|[()]|\d[\d.,]*', text, re.I
    ):
        piece = match.group()
        if piece == "(":
            opened.append(match.start())
            if len(opened) > MAX_NESTING and too_deep is None:
                too_deep = match.start()
        elif piece == ")":
            if not opened:
                diagnostics.append(at(source, "AQ115", offset + match.start(), offset + match.end()))
                return True
            opened.pop()
        elif piece[0].isdigit() and sum(map(str.isdigit, piece)) > MAX_DIGITS:
            place = offset + match.start()
            diagnostics.append(at(source, "LIM004", place, offset + match.end(), what="con số", limit="30 chữ số"))
            return True
    if too_deep is not None:
        diagnostics.append(at(source, "LIM002", offset + too_deep, offset + too_deep + 1))
        return True
    if opened:
        diagnostics.append(at(source, "AQ115", offset + opened[-1], offset + opened[-1] + 1))
        return True
    return False


def _explain(source: SourceText, block: Block, text: str, offset: int, error: UnexpectedInput) -> Diagnostic:
    position = error.pos_in_stream if error.pos_in_stream is not None else len(text)
    if isinstance(error, UnexpectedToken):
        expected = set(error.accepts or error.expected)
        if error.token.type == "$END":
            position = len(text)
    elif isinstance(error, UnexpectedCharacters):
        expected = set(error.allowed or ())
    else:
        expected = set()
    marker = _MARKER.match(text, position)
    missing_colon = "COLON" in expected and len(expected - _OPTIONAL) <= 2
    if marker and not missing_colon:
        start = position + len(marker.group()) - len(marker.group().strip())
        return at(source, "AQ106", offset + start, offset + marker.end(), found=marker.group().strip())
    match = _FOUND.match(text, position)
    if match is None:
        end = offset + len(text)
        return at(source, "AQ101", max(end - 1, 0), end, found="hết khối", expected=_expectation(expected))
    start, end = offset + match.start(1), offset + match.end(1)
    found = match.group(1)
    ahead = " ".join(text[match.start(1) :].split()[:4]).casefold().rstrip(":")
    if missing_colon and found != ":":
        return at(source, "AQ102", start, end, found=_cut(found))
    for count in (4, 3, 2, 1):
        lost = " ".join(ahead.split()[:count]).rstrip(":,")
        meant = _LOST_MARKS.get(without_tone_marks(lost))
        if meant and meant != lost:
            return at(source, "AQ116", start, start + len(lost), found=lost, expected=meant)
    quarter = re.match(r"quý\s+\S+", ahead)
    if quarter:
        return at(source, "AQ117", start, end, found=quarter.group())
    near = nearest(" ".join(ahead.split()[:2]), _KEYWORDS, 1) or nearest(found, _KEYWORDS, 1)
    near = [word for word in near if word != found.casefold()]
    return at(source, "AQ101", start, end, near, found=_cut(found), expected=_expectation(expected))


_OPTIONAL: Final = frozenset({"UNIT_WORD", "STRING"})


def _cut(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[:limit] + "…"


def _expectation(terminals: set[str]) -> str:
    named = sorted({_EXPECTED_WORDS.get(name) or words(name) for name in terminals} - {""})
    if not named:
        return "Xem lại dòng này theo bản tra cứu ngôn ngữ."
    shown = "; ".join(named[:8])
    return f"Ở đây có thể viết: {shown}{' …' if len(named) > 8 else ''}."
