"""Moodle: its grading worksheet filled in, and the feedback pages as it takes them."""
