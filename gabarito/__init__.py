"""Gabarito: deep-learning labs that grade themselves."""

__version__ = "0.1.0"
