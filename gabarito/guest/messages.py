"""What the sandbox says inside a student's notebook, one constant for each sentence.

Fields stand in braces.
"""

CELL = "<célula {label}>"
"""The name of a cell's code in tracebacks."""

HIDDEN_FUNCTION = "<célula de {name}>"
"""The same for a function that its own cell hides behind a value."""

OUTPUT_CUT = "\n[saída cortada: passou do limite da correção]\n"
CELL_INTERRUPTED = "\n[célula interrompida]\n"
NO_MODULE = (
    "O módulo {name} não existe onde a correção roda: "
    "não é pacote instalado ali nem arquivo da entrega."
)
NOTHING_INSTALLED = "[sem internet na correção: nada é instalado]"
MOUNTED = "Mounted at {where}"
"""Colab's own words."""

ARRAY_OF = "ndarray de {kind}"
"""An array that cannot cross, in place of its type's name."""
