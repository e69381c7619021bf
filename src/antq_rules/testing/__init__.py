"""Running the worked examples (`ví dụ`) of rule files."""

from antq_rules.testing.examples import ExampleResult, run_examples

__all__ = ["ExampleResult", "run_examples"]
