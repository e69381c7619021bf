"""The text of a data file: UTF-8 of a bearable size, in the composed form of Unicode."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path
from typing import Final, NoReturn

from antq_rules.diagnostics import Diagnostic, InvalidInput
from antq_rules.facts.problems import Problems
from antq_rules.ruleset.loading import os_reason

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_DEPTH: Final = 64
_ADVICE_PATH: Final = "Kiểm tra lại đường dẫn."
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16 (“Unicode Text” của Excel)"),
    (codecs.BOM_UTF16_BE, "UTF-16 (“Unicode Text” của Excel)"),
)


def text_of_file(path: Path) -> str:
    """The text of a file. Raises `InvalidInput` where it cannot be opened, is too large or is not UTF-8."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        Problems(str(path)).unreadable(os_reason(error), _ADVICE_PATH)
    except ValueError:  # a path with a null character
        Problems(path.name).unreadable("đường dẫn không hợp lệ", _ADVICE_PATH)
    if len(data) > MAX_BYTES:
        refuse_size(path.name)
    return text_of_bytes(data, path.name)


def refuse_size(name: str) -> NoReturn:
    """Raise that a file or a text is larger than is read."""
    Problems(name).unreadable("tệp quá lớn", "Chia tệp nhỏ hơn 10 MiB.")


def text_of_bytes(data: bytes, name: str = "") -> str:
    """The text of a file's bytes; a byte order mark is left out.

    >>> text_of_bytes(b"\\xef\\xbb\\xbfa")
    'a'
    """
    problem = next((found for mark, found in _BYTE_ORDER_MARKS if data.startswith(mark)), "")
    if not problem and re.match(rb"(?:[^\0]\0){2}|(?:\0[^\0]){2}", data):
        problem = "UTF-16"
    if not problem:
        try:
            return composed(data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            problem = f"một bảng mã khác (ví dụ Windows-1258) hoặc bị hỏng từ dòng {line}"
    raise InvalidInput([Diagnostic("DL121", name, values=(("found", problem),))])


def composed(text: str) -> str:
    """A text in the composed form, so that one word has one spelling however it was typed."""
    return unicodedata.normalize("NFC", text)
