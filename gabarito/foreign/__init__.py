"""Assignments of any nbgrader course, without texts and checks of ours."""
