"""Gabarito: deep-learning labs that grade themselves."""

import sys

__version__ = "0.1.0"

# jsonschema, which nbformat loads, tries this package to check IRIs, and importing it
# compiles a grammar for about two seconds. No notebook schema has IRIs, so every command
# and every worker starts without it; jsonschema does the same where it is not installed.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
