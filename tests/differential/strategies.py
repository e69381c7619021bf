"""The generator as hypothesis strategies, which shrink what fails; the same pieces as for plain random."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from tests.differential.cases import Case, Shape, draw
from tests.differential.rule_texts import write

RANDOMS: st.SearchStrategy[random.Random] = st.randoms(use_true_random=False)


def texts() -> st.SearchStrategy[str]:
    """Texts of rule sets that compile."""
    return RANDOMS.map(write)


def cases(units: int = 3, shape: Shape | None = None) -> st.SearchStrategy[Case]:
    """Cases with a small table of units."""
    return RANDOMS.map(lambda source: draw(source, units, shape))
