"""Text on a terminal: widths, line breaks, colour, and characters that must not reach it."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report import invented

from antq_rules import report
from antq_rules.report.display import display_width, right_aligned, visible, wrap

TEXTS = st.text(alphabet=st.characters(), max_size=200)
WORDS = ["người", "nghiện", "ma", "túy", "tiếp", "công", "dân", "ANTQ", "11-QĐi/TW", "“Khá”", "界面"]
VIETNAMESE = st.lists(st.sampled_from(WORDS)).map(" ".join)


def test_width_is_counted_in_columns() -> None:
    word = "nghiện"
    assert display_width(word) == display_width(unicodedata.normalize("NFD", word)) == 6
    assert display_width("公安") == 4


@given(VIETNAMESE, st.integers(40, 120), st.integers(0, 20))
def test_wrapping_keeps_every_word_within_the_width(text: str, width: int, indent: int) -> None:
    lines = wrap(text, width, " " * indent)
    assert " ".join(" ".join(lines).split()) == text
    assert max(map(display_width, lines)) <= width


@given(TEXTS, st.integers(40, 90))
def test_nothing_is_wider_than_the_terminal(text: str, width: int) -> None:
    assert max(map(display_width, wrap(text, width, "  - "))) <= width


def test_a_word_wider_than_a_line_is_broken() -> None:
    assert wrap("x" * 25, 12, "- ") == ["- xxxxxxxxxx", "  xxxxxxxxxx", "  xxxxx"]


def test_a_tone_mark_is_never_parted_from_its_letter() -> None:
    marked = unicodedata.normalize("NFD", "ệ" * 25)
    assert [len(unicodedata.normalize("NFC", line.strip())) for line in wrap(marked, 10)] == [10, 10, 5]


def test_two_ends_of_a_line_need_room_between_them() -> None:
    assert right_aligned("ab", "cd", 6) == "ab  cd"
    assert right_aligned("ab", "cd", 5) is None


@given(TEXTS)
def test_no_control_character_gets_through(text: str) -> None:
    assert all(character.isprintable() for character in visible(text))
    assert "\x1b" not in report.text(_named(text), 80)


def _named(name: str) -> report.UnitReport:
    return invented.unit(unit_name=name, unit_code=name)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\x9b31mb", "a\\x9b31mb"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u200bb", "a\\u200bb"),
        ("a\ud800b", "a\\ud800b"),
        ("a\U000e0041b", "a\\U000e0041b"),
        ("a\r\nb\tc\u00a0d", "a  b c d"),
    ],
)
def test_hidden_characters_are_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("width", [60, 80, 120])
def test_reports_keep_to_the_width_and_colour_adds_no_columns(width: int) -> None:
    for reported in (*invented.CRITERIA, invented.unit()):
        plain = report.text(reported, width, verbose=True)
        assert max(map(display_width, plain.splitlines())) <= width
        painted = report.text(reported, width, color=True, verbose=True)
        assert painted != plain
        for code in ("31", "32", "33", "2", "0"):
            painted = painted.replace(f"\x1b[{code}m", "")
        assert painted == plain


def test_a_very_narrow_terminal_is_taken_as_forty_columns() -> None:
    assert report.text(invented.crime(), 5) == report.text(invented.crime(), 40)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_only_on_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert report.supports_color(_Terminal())
    assert not report.supports_color(io.StringIO())
    monkeypatch.setenv("TERM", "dumb")
    assert not report.supports_color(_Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not report.supports_color(_Terminal())
