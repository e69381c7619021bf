"""The command `antq`."""

from antq_rules.cli.main import main

__all__ = ["main"]
