"""Submissions as platforms hand them out, taken into ``submitted/``."""
