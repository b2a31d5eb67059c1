"""Gradescope: the zip that grades there with the isolated engine, and its ``results.json``."""
