"""No pytest, as verificações recebem as respostas do professor."""

try:
    from gabarito.authoring.with_pytest import pytest_generate_tests
except ModuleNotFoundError as falta:
    raise SystemExit(
        f"Este pytest não encontra o pacote {falta.name}: ele é de outro ambiente. Instale o extra "
        'no ambiente do Gabarito, pip install "gabarito[audit]", e rode python -m pytest.'
    ) from None

__all__ = ["pytest_generate_tests"]
