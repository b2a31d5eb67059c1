"""Cells of a notebook: text and nbformat, definitions, dependencies, what was handed in."""
