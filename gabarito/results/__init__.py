"""The result record and what is made of it."""
