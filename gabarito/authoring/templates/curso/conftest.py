"""No pytest, as verificações recebem as respostas do professor."""

from gabarito.authoring.with_pytest import pytest_generate_tests

__all__ = ["pytest_generate_tests"]
