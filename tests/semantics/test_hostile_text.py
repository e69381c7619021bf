"""Any text given as rules ends in diagnostics, never in another exception."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import antq_rules
from antq_rules.compiler import compile_all
from antq_rules.resources import folder
from antq_rules.source import SourceText


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    for compilation in compile_all(SourceText.of_bytes("x.rules", data), {}):
        assert compilation.program is None


@pytest.mark.parametrize("piece", ["(", "[", '"', "không phải (", "a) ", "- ", "và ", "nếu ", "tiêu chí 1. ", "1"])
def test_long_repetition(piece: str) -> None:
    text = 'bộ tiêu chí "x"\n  mã: x\n  áp dụng cho: xã\ntiêu chí 1. "x"\n  đạt khi ' + piece * 20_000
    assert antq_rules.check_text(text)


def test_real_files_with_random_damage() -> None:
    source = random.Random(1)
    text = folder("rules").joinpath("phu-luc-2.rules").read_text(encoding="utf-8")[:9000]
    for _ in range(25):
        start = source.randrange(len(text))
        piece = source.choice(["", "(", "]", '"', "\n", "Ð", "9" * 50, "\u202e", "và", ":"])
        damaged = text[:start] + piece + text[start + source.randrange(30) :]
        assert isinstance(antq_rules.check_text(damaged), tuple)
