"""The reasoning of an explanation as people read it: wrappers folded into one line, figures said once.

All renderings show the same outline; what differs is only how a line looks.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from antq_rules.engine.explanation import Explanation, Node, ReadingShown
from antq_rules.report import wording as w
from antq_rules.types import Verdict


@attrs.frozen
class Line:
    """One line of reasoning with the details under it.

    `verdict` is `None` for a line that only introduces those below it: the list a criterion consists of, the
    condition of a branch.
    """

    id: str
    verdict: Verdict | None
    marker: str
    text: str
    readings: tuple[ReadingShown, ...] = ()
    details: tuple[str, ...] = ()
    citation: str = ""
    code: str = ""
    children: tuple[Line, ...] = ()


def outline(explanation: Explanation) -> Line:
    """The reasoning of a criterion from its root."""
    line = _line(explanation.tree, explanation.citation)
    return attrs.evolve(line, verdict=None) if line.children else line


def readings_not_shown(explanation: Explanation) -> tuple[ReadingShown, ...]:
    """The readings that a verdict depends on and that no line of its outline names (policies of the set)."""
    shown = {reading.code for line in _lines(outline(explanation)) for reading in line.readings}
    return tuple(reading for reading in explanation.readings if reading.code not in shown)


def margins(explanation: Explanation) -> Iterator[str]:
    """The margins by which a criterion passed, each with the items it belongs to: `vừa đủ (mục a, b)`."""
    found: dict[str, dict[str, None]] = {}
    for marker, text in _margins(explanation.tree, ""):
        found.setdefault(text, {})[marker.rstrip(")")] = None
    for text, markers in found.items():
        names = ", ".join(marker for marker in markers if marker)
        yield w.margin_of(text, names) if names else text


def reasons_not_applicable(explanation: Explanation) -> tuple[str, ...]:
    """What a criterion that does not apply says about why."""
    found = [reason for line in _lines(outline(explanation)) if not line.children for reason in _reasons(line)]
    return tuple(dict.fromkeys(found))


def _reasons(line: Line) -> Iterator[str]:
    yield from line.details if line.details and line.verdict is not None else (line.text,)


def _lines(line: Line) -> Iterator[Line]:
    yield line
    for child in line.children:
        yield from _lines(child)


def _margins(node: Node, marker: str) -> Iterator[tuple[str, str]]:
    marker = node.marker if node.marker.endswith(")") else marker
    if node.margin is not None and node.verdict is Verdict.PASS:
        yield marker, node.margin.text
    for child in node.children:
        yield from _margins(child, marker)


# ------------------------------------------------------------------------------------------------ one line
def _line(node: Node, citation: str) -> Line:
    chain = _chain(node)
    last = chain[-1]
    own = next((part.citation for part in chain if part.citation), citation)
    return Line(
        node.id,
        last.verdict,
        node.marker if node.marker.endswith(")") else "",  # a dash or plus says nothing beside the mark
        _text(chain),
        tuple(part.reading for part in chain if part.reading is not None),
        tuple(_details(chain)),
        own if own != citation else "",
        next((part.code for part in chain if part.code), ""),
        tuple(_children(last, own)),
    )


def _chain(node: Node) -> list[Node]:
    """A node and those below it that say the same of one thing: an item, the name, the reading, the test."""
    chain = [node]
    while len(chain[-1].children) == 1 and chain[-1].kind in ("item", "named", "reading", "types", "years"):
        child = chain[-1].children[0]
        if child.verdict is not node.verdict or child.kind == "item":
            break
        chain.append(child)
    return chain


def _text(chain: list[Node]) -> str:
    last = chain[-1]
    pieces: list[str] = []
    for part in (*(_own_words(part) for part in chain[:-1]), _last_words(last)):
        if part and part not in pieces:
            pieces.append(part)
    return ": ".join(pieces) + (":" if last.kind == "list" and last.children else "")


def _own_words(node: Node) -> str:
    match node.kind:
        case "item":
            return node.label
        case "named":
            return f"[{node.label}]"
        case "reading":
            return ""  # the reading stands behind the line, with the option in force
        case _:
            return node.text


def _last_words(node: Node) -> str:
    return node.label if node.kind == "item" and node.label else node.text


def _children(node: Node, citation: str) -> Iterator[Line]:
    if node.kind != "branch":
        for child in node.children:
            yield _line(child, citation)
        return
    for position, child in enumerate(node.children):
        line = _line(child, citation)
        if position == 0:
            details = (_joined(_fact_parts(child)),) if child.facts else line.details
            text = f"{w.CONDITION}: {line.text.rstrip(':')} ({w.met(child.verdict)})"
            yield attrs.evolve(line, verdict=None, text=text, details=details)
        elif len(node.children) > 2:
            side = w.IF_TRUE if position == 1 else w.IF_FALSE
            yield attrs.evolve(line, text=f"{side}: {line.text}")
        else:
            yield line


# ------------------------------------------------------------------------------------------------ details
def _details(chain: list[Node]) -> Iterator[str]:
    yield from _test_details(chain[-1])
    for part in chain:
        yield from part.remarks


def _test_details(node: Node) -> Iterator[str]:
    margin = node.margin.text if node.margin is not None else ""
    if len(node.facts) == 1 and node.actual == f"thực tế {node.facts[0].value}":
        fact = node.facts[0]
        dated = node.actual if str(fact.year) in fact.value else f"{node.actual} ({fact.year})"
        yield _arrow(_joined([node.required, dated]), margin)
        if fact.evidence:
            yield f"{w.EVIDENCE}: {fact.evidence}"
        return
    facts = _joined(_fact_parts(node))
    if node.actual or margin:
        lines = [_arrow(facts, node.actual), _arrow(node.required, margin)]
    elif node.verdict is Verdict.PASS:
        lines = [facts]
    else:
        lines = [_joined([facts, node.required])]
    yield from (line for line in lines if line)


def _joined(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)


def _arrow(left: str, right: str) -> str:
    return f"{left} → {right}" if left and right else left or right


def _fact_parts(node: Node) -> list[str]:
    """The facts with their years; the name is left out where the line above can only mean that one."""
    names = {fact.name for fact in node.facts}
    bare = len(names) == 1 and f"[{next(iter(names))}]" in node.text
    parts = []
    for fact in node.facts:
        parts.append(f"{fact.year}: {fact.value}" if bare else f"{fact.name} ({fact.year}): {fact.value}")
        if fact.evidence:
            parts.append(f"{w.EVIDENCE}: {fact.evidence}")
    return parts
