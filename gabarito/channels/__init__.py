"""The same lab elsewhere: otter-grader, Gradescope, nbgrader's own commands."""
