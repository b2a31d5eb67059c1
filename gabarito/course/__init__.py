"""Folders, files and texts of a course: its labs, their checks, known answers and reference."""
