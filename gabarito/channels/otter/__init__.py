"""otter-grader: the students' package and its autograder, from the same checks."""
