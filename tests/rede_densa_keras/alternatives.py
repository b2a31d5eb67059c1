"""Alternativas."""
