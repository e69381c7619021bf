"""Verdicts of one unit by straight-line code made from the graph; the model is asked where a fact is not plain."""
