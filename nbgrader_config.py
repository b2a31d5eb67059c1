"""Configuração do nbgrader neste curso; o gabarito lê a mesma."""

import contextlib
import os
import sys

c = get_config()  # noqa: F821  (quem fornece é o nbgrader)

# O nbgrader põe a pasta atual à frente das bibliotecas: se fosse a de uma entrega, os arquivos .py
# dela seriam importados.
with contextlib.suppress(OSError):  # a pasta atual pode ter sido apagada
    sys.path[:] = [pasta for pasta in sys.path if pasta not in ("", os.getcwd())]

# Nome do curso no caderno de notas.
c.CourseDirectory.course_id = "bcc406"

# O repositório do curso no GitHub: dele o Colab abre os labs e baixa os arquivos de cada um.
# Depois de trocar, rode `make build` e envie o que mudou.
c.Gabarito.repository = "SEU_USUARIO/gabarito"
c.Gabarito.branch = "main"

# No lugar de cada solução fica só este lembrete: os None do enunciado, ou a função com defeito,
# estão logo acima dele.
c.ClearSolutions.code_stub = {
    "python": "# Seu código entra acima, no lugar do que falta ou está errado."
}
c.ClearSolutions.text_stub = "*Apague esta linha e escreva aqui a sua resposta.*"

# Segundos por célula; a mais lenta que não é de demonstração leva cerca de um.
c.Execute.timeout = 20

# Quem executa e julga é o gabarito, isolado: vale também para o nbgrader e o Formgrader.
c.Autograde.autograde_preprocessors = [
    "gabarito.channels.nbgrader.Examine",
    "gabarito.channels.nbgrader.SaveGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# A devolutiva é a do gabarito, também no botão do Formgrader: nela não há verificação oculta.
c.GenerateFeedback.exporter_class = "gabarito.channels.nbgrader.FeedbackPage"

# O que o nbgrader não leva de uma pasta para outra; os dois últimos são o registro da correção.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    "result.json",
    "result.key",
]
