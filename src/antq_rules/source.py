"""Text of a rule file, made safe and uniform before it is read, with positions in the author's own text.

Tone marks may come composed or decomposed, line ends and spaces in any spelling: none of it changes how a rule
reads. Characters that look like others or cannot be seen are refused with their code point.
"""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from typing import Final

import attrs

MAX_FILE_BYTES: Final = 1024 * 1024
MAX_NESTING: Final = 100
MAX_DEPTH: Final = 150  # of the tree of one block: what a bracket holds, items, sums and turns after each other
MAX_DIGITS: Final = 30
FORMULA_STARTS: Final = tuple("=+-@\t\r\n＝＋－＠")  # a spreadsheet takes a cell that begins so for a formula
MAX_NAME: Final = 200
MAX_STRING: Final = 10_000

_BIDIRECTIONAL: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Chữ Ai-xơ-len, chữ châu Phi, chữ Ki-rin, chữ Hy Lạp trông giống chữ cái tiếng Việt
_LOOK_ALIKES: Final = {
    "Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ",
    **dict(zip("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx", strict=True)),
    **dict(zip("ΑΒΕΗΙΚΜΝΟΡΤΥΧο", "ABEHIKMNOPTYXo", strict=True)),
}  # fmt: skip
_PLAIN: Final = re.compile(r"[\x20-\x7e\nÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ×²³‰–—−“”‘’…]*\Z")
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_CLUSTER: Final = re.compile(r"\r\n|[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+", re.DOTALL)


@attrs.frozen
class TextProblem:
    """A character or an amount of text that is refused: diagnostic code, the author's offsets, the message's values."""

    code: str
    start: int
    end: int
    details: tuple[tuple[str, str], ...]


@attrs.frozen(eq=False)
class SourceText:
    """One file's text, normalised, with the way back to the author's own text.

    `text` is NFC with `\\n` line ends and plain spaces, without the characters that are refused (each is a problem);
    a look-alike stands as the letter it looks like, so nothing else is reported of it. `offsets[i]` is the author's
    offset of `text[i]`; it is empty where both are the same.
    """

    name: str
    text: str
    original: str
    offsets: tuple[int, ...]
    problems: tuple[TextProblem, ...]
    line_starts: tuple[int, ...]

    @classmethod
    def of_text(cls, name: str, original: str) -> SourceText:
        """Normalise a text and look for characters that are refused.

        >>> SourceText.of_text("a.rules", "kế hoạch").text == "kế hoạch"
        True
        """
        if len(original) > MAX_FILE_BYTES:
            problem = TextProblem("LIM001", 0, 0, (("size", str(len(original))),))
            return cls(name, "", "", (), (problem,), (0,))
        if _PLAIN.match(original):
            return cls(name, original, original, (), (), _line_starts(original))
        text, offsets, problems = _normalise(original)
        return cls(name, text, original, offsets, problems, _line_starts(original))

    @classmethod
    def of_bytes(cls, name: str, data: bytes) -> SourceText:
        """Decode UTF-8 and normalise; bytes that are not UTF-8 are a problem, never an exception."""
        if len(data) > MAX_FILE_BYTES:
            problem = TextProblem("LIM001", 0, 0, (("size", str(len(data))),))
            return cls(name, "", "", (), (problem,), (0,))
        try:
            return cls.of_text(name, data.decode("utf-8"))
        except UnicodeDecodeError as error:
            readable = data.decode("utf-8", errors="replace")
            start = len(data[: error.start].decode("utf-8", errors="replace"))
            problem = TextProblem("SEC003", start, start + 1, (("byte", f"0x{data[error.start]:02X}"),))
            return cls(name, readable, readable, (), (problem,), _line_starts(readable))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column (both from 1) in the author's text of an offset into the normalised text."""
        if self.offsets:
            offset = self.offsets[offset] if offset < len(self.offsets) else len(self.original)
        return self.place(offset)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column (both from 1) of an offset into the author's text."""
        line = bisect.bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The author's line with that number (from 1), without its line end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.original)
        return self.original[start:end].rstrip("\r\n")


def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text)))


def _normalise(original: str) -> tuple[str, tuple[int, ...], tuple[TextProblem, ...]]:
    pieces: list[str] = []
    offsets: list[int] = []
    problems: list[TextProblem] = []
    for match in _CLUSTER.finditer(original):
        cluster, start = match.group(), match.start()
        if cluster == "\ufeff" and start == 0:
            continue
        if cluster in ("\r\n", "\r"):
            normal = "\n"
        elif len(cluster) == 1 and unicodedata.category(cluster) == "Zs":
            normal = " "
        else:
            normal = unicodedata.normalize("NFC", cluster)
        if not all(map(_is_allowed, normal)):
            normal = _without_refused(normal, start, problems)
        pieces.append(normal)
        offsets.extend([start] * len(normal))
    return "".join(pieces), tuple(offsets), tuple(problems)


def _without_refused(cluster: str, offset: int, problems: list[TextProblem]) -> str:
    """A letter with its marks, look-alikes replaced, everything else that is refused left out; each is a problem."""
    likely = _LOOK_ALIKES.get(cluster[0], "")
    refused = cluster[0] if likely else "".join(c for c in cluster if not _is_allowed(c))
    problems.extend(_refused(character, offset, likely) for character in refused)
    mended = unicodedata.normalize("NFC", likely + cluster[1:] if likely else cluster)
    return "".join(character for character in mended if _is_allowed(character))


def _refused(character: str, offset: int, likely: str) -> TextProblem:
    shown = ("code_point", code_point(character))
    if character in _BIDIRECTIONAL:
        return TextProblem("SEC001", offset, offset + 1, (shown,))
    code = "SEC004" if likely else "SEC002"
    return TextProblem(code, offset, offset + 1, (shown, ("correct", likely)))


def _is_allowed(character: str) -> bool:
    if character < "\x7f":
        return character >= " " or character in "\n\t"
    if character in "²³":
        return True
    category = unicodedata.category(character)
    if category[0] == "L":
        return category != "Lm" and character not in _LOOK_ALIKES and _is_latin(character)
    return category[0] in "PS" or category == "Zs"


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN ") and unicodedata.normalize("NFKC", letter) == letter


def code_point(character: str) -> str:
    """The code point and its name, as a message shows it.

    >>> code_point("\\u200b")
    'U+200B (ZERO WIDTH SPACE)'
    """
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'không có tên')})"


_OPEN_SYLLABLE: Final = re.compile(r"(?<![^\W\d_])((?:[^\W\d_aeiouyăâêôơư])*)(oa|oe|uy)(?![^\W\d_])")
_WITH_MARKS: Final = re.compile(r"[^\W\d_]+")


def _fold_syllable(match: re.Match[str]) -> str:
    return _with_mark_placed(match.group())


@functools.lru_cache(maxsize=4096)
def _with_mark_placed(word: str) -> str:
    """A syllable with its tone mark where an open `oa`, `oe`, `uy` has it in one of the two spellings."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word)
    tone = "".join(mark for mark in decomposed if mark in _TONES)
    if len(tone) != 1:
        return word
    bare = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
    open_syllable = _OPEN_SYLLABLE.fullmatch(bare)
    if open_syllable is None or open_syllable.group(1) == "q":
        return word
    return unicodedata.normalize("NFC", bare[:-1] + tone + bare[-1])


@functools.lru_cache(maxsize=16384)
def fold_name(name: str) -> str:
    """The key under which a name is looked up: spaces, case and tone-mark placement do not matter.

    >>> fold_name("Hoà  giải") == fold_name("hòa giải")
    True
    >>> fold_name("quý") == fold_name("qúy")
    False
    """
    return _WITH_MARKS.sub(_fold_syllable, " ".join(unicodedata.normalize("NFC", name).casefold().split()))


def without_tone_marks(text: str) -> str:
    """Text as it is typed without Vietnamese marks; used only for suggestions, never to match.

    >>> without_tone_marks("Đạt khi")
    'dat khi'
    """
    folded = text.casefold().replace("đ", "d")
    return "".join(letter for letter in unicodedata.normalize("NFD", folded) if not unicodedata.combining(letter))
