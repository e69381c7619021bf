"""What the columns of a judged table are called: criteria and items by their ids, conclusions and classes by title."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from antq_rules.columnar.table_labels import NAME
from antq_rules.engine.headings import CODE, YEAR
from antq_rules.graph import model as g

ROWS: Final = "hàng"
_KEYS: Final = (CODE, NAME, ROWS, YEAR)
_ITEM: Final = "mục “{}”"
_CONCLUSION: Final = "kết luận “{}”"
_CLASS: Final = "xếp loại “{}”"


def item_columns(program: g.Program, ids: Iterable[str]) -> dict[str, str]:
    """The columns of some items by id; the id alone unless a criterion or a key column is called so."""
    taken = [*_KEYS, *(criterion.number for criterion in program.criteria)]
    return {one: _unlike(taken, one, _ITEM) for one in ids}


def title_columns(program: g.Program) -> tuple[list[str], list[str]]:
    """The columns of the conclusions and of the classifications of a set, in its order.

    A title is the name of its column, unless a criterion, an item, a key column or a title before is called so:
    then it is “kết luận “…””, “xếp loại “…””.
    """
    ids = [node.id for one in program.criteria for node in g.walk(one.tree) if isinstance(node, g.Item)]
    taken = {*_KEYS, *(criterion.number for criterion in program.criteria), *ids, *item_columns(program, ids).values()}
    found: tuple[list[str], list[str]] = ([], [])
    titles = [(0, _CONCLUSION, one.title) for one in program.conclusions]
    titles += [(1, _CLASS, one.title) for one in program.classifications]
    for place, words, title in titles:
        name = _unlike(taken, title, words)
        taken.add(name)
        found[place].append(name)
    return found


def _unlike(taken: Collection[str], name: str, words: str) -> str:
    while name in taken:
        name = words.format(name)
    return name
