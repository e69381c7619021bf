"""Rule files to syntax trees: a file is cut into blocks at line starts and each block is read on its own.

So a problem in one criterion never hides one in another, and all problems of a file come in one run.
"""

from __future__ import annotations

import functools
import re
from typing import Any, Final

import attrs

from antq_rules.diagnostics import Diagnostic, nearest
from antq_rules.diagnostics.model import at, refused_characters
from antq_rules.source import MAX_DEPTH, MAX_DIGITS, MAX_NESTING, SourceText, without_tone_marks
from antq_rules.syntax import tree as t
from antq_rules.syntax.builder import numbering
from antq_rules.syntax.constructs import FullBuilder
from antq_rules.syntax.language import (
    Tree,
    UnexpectedCharacters,
    UnexpectedInput,
    UnexpectedToken,
    begins_a_line,
    language,
    words,
)
from antq_rules.syntax.moving import moved
from antq_rules.syntax.operators import DATE_OPERATORS, OPERATORS
from antq_rules.syntax.rewording import rewording
from antq_rules.types import Span

MAX_DIAGNOSTICS: Final = 200
_REMEMBERED: Final = 16384  # blocks

_STARTS: Final = (
    ("header", r"bộ\s+tiêu\s+chí(?!\w)", "bộ tiêu chí"),
    ("group", r"nhóm(?!\w)", "nhóm"),
    ("scale", r"thang(?!\w)", "thang"),
    ("catalogue", r'danh\s+mục\s*["“](?=[^\n]*:)', "danh mục"),
    ("reading", r"cách\s+hiểu(?!\w)", "cách hiểu"),
    ("phrase", r"cụm\s+từ(?!\w)", "cụm từ"),
    ("fact", r"dữ\s+kiện(?!\w)", "dữ kiện"),
    ("parameter", r"tham\s+số(?!\w)(?!\s*\[[^\]\n]*\]\s*:)", "tham số"),
    ("table", r"bảng\s*(?=\[)", "bảng"),
    ("named_condition", r"mệnh\s+đề(?!\w)", "mệnh đề"),
    ("derived", r"đặt(?!\w)", "đặt"),
    ("criterion", r'tiêu\s+chí(?!\w)(?=\s*[\w.)\]]*\s*["“]|\s*\d+[.])', "tiêu chí"),
    ("conclusion", r'kết\s+luận(?!\w)(?!\s*["“][^"”\n]*["”]\s*(?:đạt|không|chưa))', "kết luận"),
    ("classification", r'xếp\s+loại\s*["“][^"”\n]*["”]\s*(?=:)', "xếp loại"),
    ("ranking", r'xếp\s+hạng\s*(?=["“])', "xếp hạng"),
    ("example", r"ví\s+dụ(?!\w)", "ví dụ"),
)
_START: Final = re.compile(
    r"(?:\A|\n)[ \t]*(?:" + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern, _ in _STARTS) + ")", re.IGNORECASE
)
_KEYWORD_OF: Final = {kind: word for kind, _, word in _STARTS}
_PASSES: Final = re.compile(r"\n[ \t]*đạt\s+khi(?!\w)", re.IGNORECASE)
_QUOTED: Final = re.compile(r'["“]([^"”\n]*)["”]')
_MARKER: Final = re.compile(r"\n[ \t]*([a-zđA-ZĐ]\)|[-–—+*•]|\d+[.)])(?=\s|\Z)")
_LIST_WORDS: Final = re.compile(r"(?<!\w)có\s+(?:đủ|một\s+trong|ít\s+nhất\s+\d+\s+trong)(?!\w)", re.IGNORECASE)
_NO_LIST_HERE: Final = "Ở đây không mở danh sách được nữa; dùng ngoặc với “và”, “hoặc”, hoặc một “mệnh đề” có tên."
_PIECE: Final = re.compile(r'"[^"\n]*"|“[^”\n]*”|\[[^\]\n]*\]|[^\s"“\[]+')
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
    "EACH_MONTH": "hằng tháng",
    "EVERY": "mọi",
    "EACH": "mỗi",
    "RATIO": "tỷ lệ [ ] trên [ ]",
    "RATIO_OF": "trên",
    "OF_THE_FOLLOWING": "trong:",
    "ALL_CRITERIA": "đạt tất cả tiêu chí",
    "_ELSE": "nếu không thì",
    "_SINCE": "kể từ",
    "EACH_STEP": "cứ mỗi …",
    "DIRECTION": "giảm dần hoặc tăng dần",
    "ROUNDING_WAY": "làm tròn lên hoặc làm tròn xuống",
    "TIES": "lấy tất cả, không lấy hoặc chưa kết luận",
    "MINUS": "- trước một số",
    "GAIN": "được … điểm",
    "ALL_OF": "có đủ:",
    "ANY_OF": "có một trong:",
    "AVERAGE_OF": "bình quân 3 năm",
    "PERIOD": "ngày, tháng hoặc năm",
    "LAST_YEAR_BASE": "so với năm trước",
    "DATE_LIMIT": "trước ngày …",
    "QUARTER": "quý I",
    "YEARS_BEFORE": "3 năm trước",
    "WORD": "loại đơn vị",
    "LETTER_NAME": "chữ cái của mục",
    "GLOSS": "dấu hai chấm và lời giải thích",
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
    "thay thế", "chủ đề", "khi sáp nhập", "không để", "không phát sinh", "không nợ", "không còn", "chưa có", "mọi",
    "trường hợp", "còn lại", "trừ trường hợp", "được coi là đạt khi", "không đạt khi", "danh sách", "trong vòng",
    "kể từ", "bình quân",
)  # fmt: skip
_PHRASES: Final = {  # what may stand where the grammar takes a pattern
    "LOW": tuple(word for word, sign in OPERATORS.items() if sign in (">=", ">") and "…" not in word),
    "HIGH": tuple(word for word, sign in OPERATORS.items() if sign in ("<=", "<") and "…" not in word),
    "EQUAL": tuple(word for word, sign in OPERATORS.items() if sign in ("=", "!=")),
    "DATE_LIMIT": tuple(DATE_OPERATORS),
    "CHANGE": ("tăng", "giảm"),
    "CHANGE_BARE": ("không tăng", "không giảm"),
    "REACH": ("đạt", "chiếm"),
    "LAST_YEAR_BASE": ("so với năm trước", "so với cùng kỳ năm trước"),
    "EACH_MONTH": ("hằng tháng", "mỗi tháng"),
    "EVERY": ("mọi", "tất cả"),
    "ALL_CRITERIA": ("đạt tất cả tiêu chí",),
    "_ELSE": ("nếu không thì",),
    "_SINCE": ("kể từ",),
    "YES": ("có", "đã", "được", "bảo đảm"),
    "NO": ("không có", "chưa có", "không để", "không để xảy ra", "không phát sinh", "không nợ", "không còn"),
    "ALL_OF": ("có đủ",),
    "ANY_OF": ("có một trong",),
    "EXCEPT": ("trừ trường hợp",),
    "QUARTER": ("quý I", "quý II", "quý III", "quý IV"),
    "PERIOD": ("ngày", "tuần", "tháng", "năm"),
}
_FIRST_WORDS: Final = {phrase.split()[0] for phrases in (_KEYWORDS, *_PHRASES.values()) for phrase in phrases}
_NUMERALS: Final = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_SIGNS: Final = {
    ">=": "ít nhất",
    "≥": "ít nhất",
    ">": "trên",
    "<=": "không quá",
    "≤": "không quá",
    "<": "dưới",
    "=": "bằng",
}
_COMPARISONS: Final = tuple(word for word in (*OPERATORS, *DATE_OPERATORS) if " " in word and "…" not in word)
_LOST_MARKS: Final = {without_tone_marks(word): word for word in (*_COMPARISONS, *_KEYWORDS)}


@attrs.frozen
class Block:
    """A stretch of a file that is read on its own."""

    kind: str
    start: int
    end: int


@attrs.frozen
class Parsed:
    """What came of reading one file: the tree of all blocks that could be read, and every problem.

    `unread` are the kinds and names of the blocks that could not be read: they are there, only not known.
    """

    source: SourceText
    document: t.Document
    diagnostics: tuple[Diagnostic, ...]
    unread: tuple[tuple[str, str], ...] = ()


def parse(source: SourceText) -> Parsed:
    """Read one file.

    >>> parsed = parse(SourceText.of_text("a.rules", 'nhóm "Công tác lãnh đạo"'))
    >>> parsed.document.blocks[0].title
    'Công tác lãnh đạo'
    """
    diagnostics = refused_characters(source)
    fatal = {"LIM001", "SEC003"}.intersection(problem.code for problem in source.problems)
    blocks: list[t.Block] = []
    unread: list[tuple[str, str]] = []
    if not fatal:
        for block in split(source, diagnostics):
            built = parse_block(source, block, diagnostics, unread)
            if built is not None:
                blocks.append(built)
            else:
                unread.append((block.kind, _head(block.kind, source.text[block.start : block.end])))
    diagnostics.sort(key=lambda diagnostic: (diagnostic.line, diagnostic.column))
    unique = list(dict.fromkeys(diagnostics))
    if len(unique) > MAX_DIAGNOSTICS:
        rest = Diagnostic("LIM003", source.name, values=(("count", str(len(unique) - MAX_DIAGNOSTICS)),))
        unique = [*unique[:MAX_DIAGNOSTICS], rest]
    document = t.Document(tuple(blocks), span=Span(source.name, 0, len(source.text)))
    return Parsed(source, document, tuple(unique), tuple(unread))


def _head(kind: str, text: str) -> str:
    """The name that a block gives in its first line, in brackets, in quotation marks, or as a code or number."""
    line = text.strip().split("\n")[0]
    rest = line.split(None, len(_KEYWORD_OF[kind].split()))[-1]
    if rest[0] in '["“':
        return re.split(r'[\]"”]', rest[1:])[0]
    if kind == "criterion":
        return numbering(rest.split()[0])
    return rest.split()[0] if kind == "reading" else rest.rstrip(" :")


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


def parse_block(
    source: SourceText, block: Block, diagnostics: list[Diagnostic], unread: list[tuple[str, str]]
) -> t.Block | None:
    """Read one block; `None` where it could not be read. A block after it whose keyword is misspelt is left out."""
    text = source.text[block.start : block.end]
    lead = "" if text.startswith("\n") else "\n"
    text = lead + _without_ending(text)
    offset = block.start - len(lead)
    known = _placed(block.kind, text, source.name, offset)
    if known is not None:
        return known
    return _read(source, block, text, offset, diagnostics, unread)


def forget() -> None:
    """Forget the blocks read so far; for whoever measures or must give memory back."""
    _placed.cache_clear()
    _without_problems.cache_clear()


@functools.lru_cache(maxsize=_REMEMBERED)
def _placed(kind: str, text: str, file: str, offset: int) -> t.Block | None:
    known = _without_problems(kind, text)
    return None if known is None else moved(known, file, offset)


@functools.lru_cache(maxsize=_REMEMBERED)
def _without_problems(kind: str, text: str) -> t.Block | None:
    """The tree of a block in which there is nothing to report, with places counted from the start of its text.

    Remembered, since an author who changes one criterion has all the others read again.
    """
    alone = SourceText("", text, text, (), (), (0,))
    diagnostics: list[Diagnostic] = []
    built = _read(alone, Block(kind, 0, len(text)), text, 0, diagnostics, [])
    return None if diagnostics else built


def _read(
    source: SourceText,
    block: Block,
    text: str,
    offset: int,
    diagnostics: list[Diagnostic],
    unread: list[tuple[str, str]],
) -> t.Block | None:
    """Read the text of a block that stands at `offset` in a file."""
    if _refused(source, text, offset, diagnostics):
        return None
    try:
        tree: Tree[Any] = language().parse(text, start=block.kind)
    except UnexpectedInput as error:
        kind, start = _misspelt_block(text, _stop(text, error)[0])
        if kind is None:
            diagnostics.append(_explain(source, text, offset, error))
            return None
        unread.append((kind, _head(kind, text[start:])))
        diagnostics.append(_misspelt(source, offset + start, text[start:], _KEYWORD_OF[kind]))
        return parse_block(source, Block(block.kind, block.start, offset + start), diagnostics, unread)
    builder = FullBuilder(source, offset)
    try:
        built: t.Block | None = builder.build(tree)
    except RecursionError:
        built = None
    if built is None or is_too_deep(built):
        start = offset + len(text) - len(text.lstrip())
        diagnostics.append(at(source, "LIM002", start, start + len(text.strip().split("\n")[0].rstrip())))
        return None
    diagnostics.extend(builder.diagnostics)
    if isinstance(built, t.Phrase):
        return _with_predicate(source, built, diagnostics)
    return built


def is_too_deep(block: t.Block) -> bool:
    """Whether parts of a block stand in each other, or turns of a criterion around each other, past what is read."""
    turns = len((*block.exceptions, *block.vetoes, *block.deemed)) if isinstance(block, t.Criterion) else 0
    ahead: list[tuple[Any, int]] = [(block, turns)]
    while ahead:
        part, depth = ahead.pop()
        if depth > MAX_DEPTH:
            return True
        if isinstance(part, tuple):
            ahead.extend((one, depth) for one in part)
        elif isinstance(part, t.Node):
            ahead.extend((getattr(part, field.name), depth + 1) for field in attrs.fields(type(part)))
    return False


def _misspelt_block(text: str, position: int) -> tuple[str | None, int]:
    """The kind of block that the line where reading stopped seems to begin, its keyword written almost right."""
    start = text.rfind("\n", 0, position + 1) + 1
    line = text[start:].lstrip(" \t").casefold().split()[:3]
    read = len(text[start:position].split())
    for kind, keyword in _KEYWORD_OF.items():
        count = keyword.count(" ") + 1
        written = " ".join(line[:count])
        if read <= count > 1 and written != keyword and nearest(written, [keyword]):
            return kind, start
    return None, start


def _misspelt(source: SourceText, start: int, text: str, keyword: str) -> Diagnostic:
    found = " ".join(text.split()[: keyword.count(" ") + 1])
    end = start + len(text.split("\n")[0].rstrip())
    if without_tone_marks(found) == without_tone_marks(keyword):
        return at(source, "AQ116", start, end, found=found, expected=keyword)
    return at(source, "AQ111", start, end, [keyword], found=_cut(found))


def _without_ending(text: str) -> str:
    """A block without the blank lines and comments after it."""
    lines = text.split("\n")
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return "\n".join(lines).rstrip()


def _with_predicate(source: SourceText, phrase: t.Phrase, diagnostics: list[Diagnostic]) -> t.Phrase | None:
    title = _QUOTED.search(source.text, phrase.span.start)
    assert title is not None
    builder = FullBuilder(source, title.start(1))
    try:
        predicate = builder.build(language().parse(title.group(1), start="predicate"))
    except UnexpectedInput:
        expected = "Cụm từ phải là một phép so sánh, ví dụ “trong quý I”."
        diagnostics.append(at(source, "AQ101", *title.span(), found=phrase.text, expected=expected))
        return None
    diagnostics.extend(builder.diagnostics)
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
            diagnostics.append(at(source, "AQ118", offset + position, offset + position + 1))
            return
        else:
            position += 1


def _unbalanced(source: SourceText, text: str, offset: int, diagnostics: list[Diagnostic]) -> bool:
    opened: list[int] = []
    for match in re.finditer(
        r'"[^"\n]*"|“[^”"\n]*[”"]|\[[^\]\n]*\]|\n[ \t]*#[^\n]*|\n[ \t]*(?:[a-zđ]|\d+)\)|[()]|\d[\d.,]*', text, re.I
    ):
        piece = match.group()
        if piece == "(":
            opened.append(match.start())
            if len(opened) > MAX_NESTING:
                diagnostics.append(at(source, "LIM002", offset + opened[0], offset + match.end()))
                return True
        elif piece == ")":
            if not opened:
                diagnostics.append(at(source, "AQ119", offset + match.start(), offset + match.end()))
                return True
            opened.pop()
        elif piece[0].isdigit() and sum(map(str.isdigit, piece)) > MAX_DIGITS:
            place = offset + match.start()
            diagnostics.append(at(source, "LIM004", place, offset + match.end(), what="con số", limit="30 chữ số"))
            return True
    if opened:
        diagnostics.append(at(source, "AQ115", offset + opened[-1], offset + opened[-1] + 1))
        return True
    return False


def _explain(source: SourceText, text: str, offset: int, error: UnexpectedInput) -> Diagnostic:
    """What to tell the author where the grammar stops."""
    position, expected = _stop(text, error)
    known = rewording(text, position)
    if known is not None:
        found = _cut(" ".join(text[known[0] : known[1]].split()))
        return at(source, "AQ101", offset + known[0], offset + known[1], found=found, expected=known[2])
    marker = _marker(text, position)
    missing_colon = "COLON" in expected and len(expected - _OPTIONAL) <= 2
    if marker is not None and not missing_colon:
        code = "AQ120" if "YES" in expected else "AQ106"
        return at(source, code, offset + marker.start(1), offset + marker.end(1), found=marker.group(1))
    match = _FOUND.match(text, position)
    found = match.group(1) if match is not None else ""
    if missing_colon and found != ":":
        start, end = _last_words(text, position)
        return at(source, "AQ102", offset + start, offset + end, found=_cut(" ".join(text[start:end].split())))
    if match is None:
        end = offset + len(text)
        return at(source, "AQ114", end - 1, end, expected=_expectation(expected))
    return _strange(source, text, offset, match, expected)


def _stop(text: str, error: UnexpectedInput) -> tuple[int, set[str]]:
    if isinstance(error, UnexpectedToken):
        start: int = len(text) if error.token.type == "$END" else error.token.start_pos
        return start, set(error.accepts or error.expected)
    assert isinstance(error, UnexpectedCharacters)
    return error.pos_in_stream or 0, set(error.allowed)


def _marker(text: str, position: int) -> re.Match[str] | None:
    """The list marker that stands where reading stopped, if that is the start of a line."""
    line = text.rfind("\n", 0, position + 1)
    return _MARKER.match(text, line) if not text[line:position].strip() else None


def _last_words(text: str, position: int) -> tuple[int, int]:
    """Where the keyword, or else the word, before a place stands."""
    end = len(text[:position].rstrip())
    pieces = list(_PIECE.finditer(text, text.rfind("\n", 0, end) + 1, end))
    for piece in pieces[-4:]:
        if " ".join(text[piece.start() : end].casefold().split()) in _KEYWORDS:
            return piece.start(), end
    return pieces[-1].start(), end


def _strange(source: SourceText, text: str, offset: int, match: re.Match[str], expected: set[str]) -> Diagnostic:
    """A word that is not understood: what its writer may have meant."""
    start, end, found = offset + match.start(1), offset + match.end(1), match.group(1)
    ahead = " ".join(text[match.start(1) :].split()[:5]).rstrip(":")
    folded = ahead.casefold()
    listing = _LIST_WORDS.search(text, max(match.start(1) - 4, 0), match.end(1) + 40)
    if listing is not None and listing.start() <= match.start(1):
        place = offset + listing.start(), offset + listing.end()
        return at(source, "AQ101", *place, found=" ".join(listing.group().split()), expected=_NO_LIST_HERE)
    for count in (5, 4, 3, 2, 1):
        lost = " ".join(ahead.split()[:count]).rstrip(":,")
        meant = _LOST_MARKS.get(without_tone_marks(lost))
        if meant and meant != lost.casefold():
            return at(source, "AQ116", start, start + len(lost), found=lost, expected=meant)
    quarter = re.match(r"quý\s+\S+", ahead, re.IGNORECASE)
    if quarter:
        return at(source, "AQ117", start, start + quarter.end(), found=quarter.group())
    if text[text.rfind("\n", 0, match.start(1)) : match.start(1)].strip():
        expected = {name for name in expected if name not in _LINE_STARTS and not begins_a_line(name)}
    near = _meant_here(folded.split(), expected)
    if found == "," and expected & {"VÀ", "HOẶC"}:
        return at(source, "AQ101", start, end, near, found=found, expected=_NO_COMMA)
    return at(source, "AQ101", start, end, near, found=_cut(found), expected=_expectation(expected))


def _meant_here(written: list[str], expected: set[str]) -> list[str]:
    """The phrase that could stand here and is likeliest to be meant by the words that do, if any is."""
    named = [phrase for name, of_name in _PHRASES.items() if name in expected for phrase in of_name]
    phrases = list(dict.fromkeys([*named, *sorted(filter(None, map(words, expected)))]))
    if written[0] == "," and "và" in phrases:
        return ["và", "hoặc"]
    sign = _SIGNS.get(written[0], "")
    if sign in phrases:
        return [sign]
    if "NUMBER" in expected and written[0] in _NUMERALS:
        return [str(_NUMERALS.index(written[0]) + 1)]
    for count in range(len(written), 1, -1):
        text = " ".join(written[:count]).rstrip(":,")
        near = nearest(text, [one for one in phrases if one.count(" ") >= count - 1], 1)
        if near:
            return near
    first = written[0].rstrip(":,")
    begun = [one for one in phrases if one.split()[0] == first]
    if begun or first in _FIRST_WORDS or len(first) < 2:
        return begun[:3]  # the word is written right
    return nearest(first, phrases, 1)


_LINE_STARTS: Final = frozenset({"LETTER", "DASH", "PLUS", "GROUPED"})
_NO_COMMA: Final = "Nối hai câu bằng “và”, hoặc xuống dòng viết thành danh sách “có đủ:”."
_OPTIONAL: Final = frozenset({"UNIT_WORD", "STRING"})


def _cut(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[:limit] + "…"


def _expectation(terminals: set[str]) -> str:
    first = [shown for name, shown in _EXPECTED_WORDS.items() if name in terminals]
    rest = {words(name) for name in terminals if name not in _EXPECTED_WORDS} - {""}
    named = list(dict.fromkeys([*first, *sorted(rest, key=without_tone_marks)]))
    if not named:
        return "Đến đây khối đã đủ; phần sau viết thành khối khác hoặc bỏ đi."
    return f"Ở đây có thể viết: {'; '.join(named[:8])}{'; …' if len(named) > 8 else '.'}"
