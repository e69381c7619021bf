"""Rankings: who is ranked, by what, with checks of conclusions, classes, groups and unit types."""

from __future__ import annotations

from collections.abc import Sequence

from antq_rules.graph import model as g
from antq_rules.graph import points as p
from antq_rules.graph import rankings as r
from antq_rules.semantics.conclusions import SCORED_ONLY
from antq_rules.semantics.lower import Lowering
from antq_rules.semantics.symbols import Symbols
from antq_rules.syntax import tree as t
from antq_rules.types import Verdict


class Rankings:
    """Lowers the rankings of one set; problems are reported to the symbols."""

    def __init__(
        self,
        symbols: Symbols,
        lowering: Lowering,
        conclusions: Sequence[g.Conclusion],
        classifications: Sequence[g.Classification],
        criteria: Sequence[g.Criterion],
        groups: Sequence[p.GroupPoints],
    ) -> None:
        self.symbols = symbols
        self.lowering = lowering
        self.conclusions = [conclusion.title for conclusion in conclusions]
        self.classes = {one.title: [name for name, _ in one.classes] for one in classifications}
        self.scored = [criterion for criterion in criteria if criterion.scoring is not None]
        self.groups = [group.title for group in groups]

    def ranking(self, block: t.Ranking) -> r.Ranking:
        """A ranking of the graph."""
        self.symbols.declare("xếp hạng", block.title, block.span)
        head = self.symbols.head(block.span)
        if block.count is not None and block.count < 1:
            self.symbols.problem("AQ101", head, found=block.count, expected="Chọn ít nhất 1 đơn vị.")
        if block.share is not None and not 0 < block.share.value <= 1:
            advice = "Tỷ lệ được chọn nằm trong khoảng từ trên 0% đến 100%."
            self.symbols.problem("AQ303", block.share.span, found=block.share.spelling, advice=advice)
        types = self.lowering.types([name for name, _ in block.by_type])
        counts = [count for _, count in block.by_type]
        return r.Ranking(
            block.title,
            tuple(self._entrant(entrant) for entrant in block.entrants),
            tuple(key for written in block.keys if (key := self._key(written)) is not None),
            block.count,
            None if block.share is None else block.share.value,
            block.rounds_up,
            tuple(zip(types, counts, strict=False)),
            block.ties,
            self.lowering.origin(block.span),
        )

    def _entrant(self, entrant: t.Entrant) -> r.Entrant:
        known = self.conclusions if entrant.kind == "conclusion" else list(self.classes)
        if entrant.title not in known:
            members = "; ".join(f"“{title}”" for title in known) or "không có"
            what = "kết luận" if entrant.kind == "conclusion" else "xếp loại"
            self.symbols.problem("AQ221", entrant.span, what=what, name=entrant.title, members=members)
            return r.Entrant(entrant.kind, entrant.title, Verdict.PASS.value)
        if entrant.verdict is not None:
            return r.Entrant("conclusion", entrant.title, entrant.verdict.value)
        names = self.classes[entrant.title]
        if entrant.at_least not in names:
            members = "; ".join(f"“{name}”" for name in names)
            self.symbols.problem("AQ347", entrant.span, title=entrant.title, name=entrant.at_least, members=members)
            return r.Entrant("class", entrant.title, "", tuple(names))
        return r.Entrant("class", entrant.title, "", tuple(names[: names.index(entrant.at_least) + 1]))

    def _key(self, key: t.RankKey) -> r.RankKey | None:
        text = self.symbols.words(key.span)
        if key.quantity is not None:
            figures = self.lowering.quantities.figures(key.quantity, "xếp hạng")
            if figures is None:
                return None
            return r.RankKey("quantity", "", key.falling, text, figures.form, figures.unit, figures.factor)
        if key.kind == "group" and key.name not in self.groups:
            members = "; ".join(f"“{title}”" for title in self.groups) or "không có"
            self.symbols.problem("AQ346", key.span, name=key.name, members=members)
        elif key.kind == "points" and key.name not in [criterion.number for criterion in self.scored]:
            self.symbols.problem("AQ345", key.span, what=f"tiêu chí {key.name} không chấm điểm", advice=SCORED_ONLY)
        elif not self.scored:
            what = "bộ tiêu chí này không có tiêu chí nào chấm điểm"
            self.symbols.problem("AQ345", key.span, what=what, advice=SCORED_ONLY)
        return r.RankKey(key.kind, key.name, key.falling, text)
