"""Other engines on the same criteria and facts. Each is made when asked for, and says so where it is not installed."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from benchmarks import conditions as c
from benchmarks import translate
from benchmarks.workload import Unit, criteria

Flat = Mapping[str, Any]
Judge = Callable[[Any], Sequence[object]]


@attrs.frozen
class Peer:
    """An engine: its distribution, what makes the judge of one unit, and whether a trace comes with the verdicts.

    `taken` brings a unit into the shape that the engine is given; that is not timed.
    """

    name: str
    distribution: str
    module: str
    make: Callable[[Any], Judge]
    traced: bool = False
    taken: Callable[[Unit], Any] = attrs.field(default=lambda unit: flat(unit))

    def judge(self) -> Judge:
        """The judge. Raises `ImportError` where the engine is not installed."""
        return self.make(importlib.import_module(self.module))


def flat(unit: Unit) -> dict[str, Any]:
    """A unit's facts in one mapping; days as whole numbers, for engines without days."""
    facts = {name: _plain(value) for name, value in unit.facts.items()}
    return facts | {f"{name}{c.BEFORE}": value for name, value in unit.before.items()}


def _plain(value: object) -> object:
    day = getattr(value, "timetuple", None)
    return value if day is None else day().tm_year * 10000 + day().tm_mon * 100 + day().tm_mday


def _texts(dialect: translate.Dialect) -> list[str]:
    return [translate.infix(expression, dialect) for expression in criteria().values()]


# ------------------------------------------------------------------------------------------------ zen
def _zen_one(zen: Any) -> Judge:
    keys = [f"c{number}" for number in criteria()]
    body = ", ".join(f'"{key}": {text}' for key, text in zip(keys, _texts(translate.ZEN), strict=True))
    expression = zen.compile_expression(f"{{{body}}}")

    def judge(facts: Flat) -> list[object]:
        found = expression.evaluate(facts)
        return [found[key] for key in keys]

    return judge


def _zen_each(zen: Any) -> Judge:
    expressions = [zen.compile_expression(text) for text in _texts(translate.ZEN)]
    return lambda facts: [expression.evaluate(facts) for expression in expressions]


def _zen_graph(zen: Any, trace: bool = False) -> Judge:
    keys = [f"c{number}" for number in criteria()]
    decision = zen.ZenEngine().create_decision(json.dumps(_decision_graph(keys)))

    def judge(facts: Flat) -> list[object]:
        found = decision.evaluate(facts, {"trace": trace})["result"]
        return [found[key] for key in keys]

    return judge


def _decision_graph(keys: Sequence[str]) -> object:
    texts = _texts(translate.ZEN)
    rows = [{"id": key, "key": key, "value": text} for key, text in zip(keys, texts, strict=True)]
    content = {"expressions": rows, "passThrough": False, "executionMode": "single"}
    kinds = {"in": ("inputNode", {}), "criteria": ("expressionNode", content), "out": ("outputNode", {})}
    nodes = [
        {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}, "content": own}
        for name, (kind, own) in kinds.items()
    ]
    edges = [
        {"id": f"{start}-{end}", "type": "edge", "sourceId": start, "targetId": end}
        for start, end in (("in", "criteria"), ("criteria", "out"))
    ]
    return {"nodes": nodes, "edges": edges}


# ------------------------------------------------------------------------------------------------ JSONLogic
def _json_logic(datalogic: Any) -> Judge:
    rule = datalogic.Engine().compile([translate.json_logic(expression) for expression in criteria().values()])
    evaluate: Judge = rule.evaluate
    return evaluate


def _json_logic_traced(datalogic: Any) -> Judge:
    engine = datalogic.Engine()
    rule = [translate.json_logic(expression) for expression in criteria().values()]
    text = json.dumps(rule)

    def judge(facts: Flat) -> Sequence[object]:
        found = json.loads(engine.evaluate_with_trace(text, json.dumps(facts)))
        verdicts: Sequence[object] = found["result"]
        return verdicts

    return judge


# ------------------------------------------------------------------------------------------------ CEL
def _cel_list() -> str:
    return f"[{', '.join(_texts(translate.CEL))}]"


def _cel_rust(cel: Any) -> Judge:
    execute: Judge = cel.compile(_cel_list()).execute
    return execute


def _cel_cpp(cel: Any) -> Judge:
    env = _cel_cpp_environment(cel)
    expression = env.compile(_cel_list())

    def judge(facts: Flat) -> Sequence[object]:
        verdicts: Sequence[object] = expression.eval(data=facts).plain_value()
        return verdicts

    return judge


def _cel_cpp_each(cel: Any) -> Judge:
    env = _cel_cpp_environment(cel)
    expressions = [env.compile(text) for text in _texts(translate.CEL)]

    def judge(facts: Flat) -> list[object]:
        activation = env.Activation(facts)
        return [expression.eval(activation).value() for expression in expressions]

    return judge


def _cel_cpp_environment(cel: Any) -> Any:
    leaves = [leaf for expression in criteria().values() for leaf in c.leaves(expression)]
    return cel.NewEnv(variables={name: _cel_type(cel, leaf) for leaf in leaves for name in c.facts_of(leaf)})


def _cel_type(cel: Any, condition: c.Expression) -> Any:
    match condition:
        case c.Yes():
            return cel.Type.BOOL
        case c.EachMonth():
            return cel.Type.List(cel.Type.INT)
        case c.Includes():
            return cel.Type.List(cel.Type.STRING)
        case c.OneOf():
            return cel.Type.STRING
        case _:
            return cel.Type.INT


def _cel_python(celpy: Any) -> Judge:
    from_json = importlib.import_module("celpy.adapter").json_to_cel
    environment = celpy.Environment()
    program = environment.program(environment.compile(_cel_list()))
    return lambda facts: [bool(one) for one in program.evaluate({key: from_json(v) for key, v in facts.items()})]


def _rule_engine(rule_engine: Any) -> Judge:
    rules = [rule_engine.Rule(text) for text in _texts(translate.RULE_ENGINE)]
    return lambda facts: [rule.evaluate(facts) for rule in rules]


def _open_fisca(traced: bool) -> Callable[[Any], Judge]:
    def make(_: Any) -> Judge:
        from benchmarks import open_fisca

        return open_fisca.judge(traced)

    return make


def _open_fisca_inputs(unit: Unit) -> Any:
    from benchmarks import open_fisca

    return open_fisca.inputs([unit])


PEERS = (
    Peer("datalogic-py (Rust)", "datalogic-py", "datalogic_py", _json_logic),
    Peer("zen-engine, one expression (Rust)", "zen-engine", "zen", _zen_one),
    Peer("zen-engine, an expression each", "zen-engine", "zen", _zen_each),
    Peer("zen-engine, decision graph", "zen-engine", "zen", _zen_graph),
    Peer("CEL (C++)", "cel-expr-python", "cel_expr_python.cel", _cel_cpp),
    Peer("CEL (C++), an expression each", "cel-expr-python", "cel_expr_python.cel", _cel_cpp_each),
    Peer("CEL (Rust)", "common-expression-language", "cel", _cel_rust),
    Peer("cel-python", "cel-python", "celpy", _cel_python),
    Peer("rule-engine", "rule-engine", "rule_engine", _rule_engine),
    Peer(
        "OpenFisca", "openfisca-core", "openfisca_core.simulations", _open_fisca(False), taken=_open_fisca_inputs
    ),
    Peer("datalogic-py, traced", "datalogic-py", "datalogic_py", _json_logic_traced, traced=True),
    Peer("zen-engine, decision graph, traced", "zen-engine", "zen", lambda zen: _zen_graph(zen, True), traced=True),
    Peer(
        "OpenFisca, traced",
        "openfisca-core",
        "openfisca_core.simulations",
        _open_fisca(True),
        traced=True,
        taken=_open_fisca_inputs,
    ),
)  # fmt: skip
