"""Differential tests: the same generated sets and units through every executor, compared with the model."""
