"""Packages of a lab for channels other than nbgrader: otter-grader, Gradescope."""
